"""script/server as people use it: started, stopped, interrupted and killed."""

import contextlib
import os
import shutil
import signal
import subprocess
import time
import urllib.request

import pytest

from tests.launcher.stand import NOT_OURS, ROOT, assert_refused, make_clone, processes_of, wait_for

pytestmark = pytest.mark.long


def people(run) -> str:
    """Return what the stub portal answers: its number of users."""
    with urllib.request.urlopen(f"http://127.0.0.1:{run.port}/readyz", timeout=5) as response:
        return response.read().decode()


def manage(clone, code: str) -> str:
    environment = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
    command = [clone / ".venv" / "bin" / "python", clone / "manage.py", "shell", "-v0", "-c", code]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.strip()


def quick_start(server, clone):
    """Start on data that is there: within 5 s, of which a busy machine may need a second trial."""
    for _trial in (1, 2):
        run = server(at=clone)
        if run.ready() < 5:
            return run
        run.stop()
    raise AssertionError(f"slow twice:\n{run.said}")


ADD_ONE = "from django.contrib.auth.models import User; User.objects.create(username='one more')"
COUNT = "from django.contrib.auth.models import User; print(User.objects.count())"


def test_starts_stops_and_finds_its_data_again(server, clone):
    first = server()
    first.ready()
    assert "Data contoh: selesai" in first.said
    assert first.said.index("Portal siap") < first.said.index("Akun contoh")
    manage(clone, ADD_ONE)
    wait_for((clone / "var" / "ticked").exists, what="beat and worker")
    assert first.stop() < 10
    assert first.process.returncode == 0
    assert processes_of(clone) == {}

    second = quick_start(server, clone)
    assert "Data contoh" not in second.said
    assert people(second) == "2"
    assert second.stop(signal.SIGINT) < 10
    assert processes_of(clone) == {}


def test_nothing_runs_as_root(server, clone):
    server().ready()
    pids = processes_of(clone / "var")
    assert len(pids) > 5
    assert 0 not in {os.stat(f"/proc/{pid}").st_uid for pid in pids}


def test_a_second_start_on_the_same_data_is_refused(server):
    server().ready()
    assert_refused(server(), "sudah berjalan")


def test_a_killed_launcher_leaves_nothing(server, clone):
    run = server()
    run.ready()
    run.process.kill()
    wait_for(lambda: not processes_of(clone), what="everything to die")


def test_recovers_from_kill_of_everything(server, clone):
    run = server()
    run.ready()
    manage(clone, ADD_ONE)
    for pid in processes_of(clone):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    run.end()
    again = server()
    again.ready()
    assert people(again) == "2"


@pytest.mark.parametrize("name", ["celery -A bkpsdm.celery worker", "granian", "/bin/postgres", "valkey-server"])
def test_what_crashes_is_started_again(server, clone, name):
    run = server()
    run.ready()
    victim = min(pid for pid, command in processes_of(clone).items() if name in command)
    os.kill(victim, signal.SIGKILL)
    run.until("dimulai lagi")

    def answers():
        with contextlib.suppress(OSError):
            return people(run) == "1" and any(name in command for command in processes_of(clone).values())

    wait_for(answers, 20, "the portal to answer again")
    assert run.stop() < 10
    assert processes_of(clone) == {}


@pytest.mark.parametrize("after", ["", "Menyalakan PostgreSQL", "Menyiapkan", "Menjalankan web", "Portal siap"])
@pytest.mark.parametrize("delay", [0.0, 0.4])
def test_a_request_to_stop_is_heard_at_any_moment(server, clone, after, delay):
    run = server()
    run.until(after)
    time.sleep(delay)
    assert run.stop() < 10
    assert "Traceback" not in run.said
    assert processes_of(clone) == {}


def test_a_stop_during_installation_leaves_nothing_and_the_next_start_makes_it_whole(server, place):
    clone = make_clone(place / "bare", with_venv=False)
    run = server(at=clone)
    run.until("Memasang pustaka", 60)
    time.sleep(1.5)
    assert run.stop() < 10
    assert processes_of(clone) == {}
    again = server(at=clone)
    assert again.ready(180) < 180
    assert "Membuat .venv" in again.said


def test_a_full_disk_is_one_sentence(server, place):
    """A small file system where we may mount one; otherwise a small limit on the size of files."""
    if os.geteuid() != 0:
        limit = "ulimit -f 4096 && exec "
        clone = make_clone(place / "limited")
        script = clone / "script" / "server"
        script.rename(script.with_name("server.real"))
        script.write_text(f'#!/bin/sh\n{limit}"$(dirname "$0")/server.real" "$@"\n')
        script.chmod(0o755)
        assert_refused(server(at=clone), "Ruang disk habis")
        return
    (place / "small").mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=30m", "tmpfs", place / "small"]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("root may not mount here")
    try:
        (place / "small" / "data").mkdir()
        assert_refused(server("--data", place / "small" / "data"), "Ruang disk habis")
    finally:
        subprocess.run(["umount", place / "small"], check=True)


@pytest.mark.skipif(os.geteuid() != 0, reason="root only")
def test_root_with_a_private_clone_runs_from_elsewhere(server, place):
    (place / "private").mkdir(mode=0o700)
    clone = make_clone(place / "private" / "clone", with_venv=False)
    run = server(at=clone)
    run.ready(180)
    elsewhere = (clone / "var").resolve().parent
    try:
        assert str(elsewhere) in run.said
        assert str(elsewhere).startswith("/var/lib/bkpsdm-portal/clone-")
        assert people(run) == "1"
        manage(clone, ADD_ONE)
        assert people(run) == "2"
        assert run.stop() < 10
        assert manage(clone, COUNT) == "2"  # with servers of its own
        assert processes_of(elsewhere) == {}
        server(at=clone).ready()
    finally:
        for pid in processes_of(elsewhere):
            os.kill(pid, signal.SIGTERM)
        wait_for(lambda: not processes_of(elsewhere), what="its processes to end")
        shutil.rmtree(elsewhere)


def test_manage_borrows_the_servers_of_the_data_directory(server, clone):
    manage(clone, "from django.core.management import call_command; call_command('migrate', verbosity=0)")
    manage(clone, ADD_ONE)
    assert processes_of(clone) == {}
    assert manage(clone, COUNT) == "1"
    run = server()
    run.ready()
    assert manage(clone, COUNT) == people(run) == "2"


def test_fresh_begins_again(server, clone):
    run = server()
    run.ready()
    manage(clone, ADD_ONE)
    run.stop()
    again = server("--fresh", "--yes")
    again.ready()
    assert people(again) == "1"


def test_the_real_portal_starts_from_nothing(server, place):
    clone = place / "portal"
    ignored = shutil.ignore_patterns(".git", ".venv", "var", ".*_cache", "__pycache__")
    shutil.copytree(ROOT, clone, ignore=ignored, symlinks=True)
    run = server(at=clone)
    assert run.ready(180) < 180
    assert "asn@contoh.invalid" in run.said
    assert run.stop() < 10
    assert processes_of(clone) == {}
    again = quick_start(server, clone)
    assert again.stop() < 10
    assert processes_of(clone) == {}
