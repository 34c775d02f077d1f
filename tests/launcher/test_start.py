"""What can go wrong before anything runs: one clear sentence each, and a non-zero exit."""

import os
import socket
import subprocess
from pathlib import Path

import pytest

from bkpsdm.launcher.console import Problem
from bkpsdm.launcher.environment import Environment, base_python
from bkpsdm.launcher.files import DataDirectory
from tests.launcher.stand import ROOT, assert_refused


def fake_pythons(folder: Path, version: str) -> str:
    """Put Pythons of that version before all others; return the PATH."""
    folder.mkdir()
    for name in ("python3.14", "python3.13", "python3.12", "python3.11", "python3", "python"):
        (folder / name).write_text(f'#!/bin/sh\ncase "$2" in *exit*) exit 1 ;; *) echo {version} ;; esac\n')
        (folder / name).chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize("version", ["3.10.13", "3.15.0"])
@pytest.mark.parametrize("script", ["server", "test"])
def test_a_python_too_old_or_too_new_is_named(tmp_path, version, script):
    environment = {**os.environ, "PATH": fake_pythons(tmp_path / "bin", version)}
    environment.pop("PYTHON", None)
    run = subprocess.run([ROOT / "script" / script], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert run.stdout == ""
    assert run.stderr.startswith("Portal ini memerlukan Python 3.11 sampai 3.14; yang ditemukan:")
    assert f"python3 ({version})" in run.stderr
    assert run.stderr.count("\n") == 1


def test_a_busy_port_is_refused(server):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        assert_refused(server(f"--port={other.getsockname()[1]}"), "sedang dipakai program lain")


def test_a_directory_with_other_files_is_refused_and_left_alone(server, place):
    (place / "letters").mkdir()
    (place / "letters" / "letter.txt").write_text("x")
    assert_refused(server("--data", place / "letters"), "berisi berkas lain")
    assert_refused(server("--data", place / "letters", "--fresh", "--yes"), "berisi berkas lain")
    assert [path.name for path in (place / "letters").iterdir()] == ["letter.txt"]


def test_fresh_without_an_answer_removes_nothing(server, data):
    data.write("kept", "x")
    assert_refused(server("--data", data.path, "--fresh"), "tidak ada yang dihapus")
    assert (data / "kept").exists()


@pytest.mark.parametrize("name", ["DATABASE_URL", "REDIS_URL"])
def test_an_unreachable_external_server_is_named(server, name):
    scheme = "postgresql" if name == "DATABASE_URL" else "redis"
    given = {"DATABASE_URL": "", "REDIS_URL": "", name: f"{scheme}://someone:secret@127.0.0.1:9/portal"}
    run = server(env=given)
    assert_refused(run, f"{name} (127.0.0.1:9) tidak dapat dihubungi")
    assert "secret" not in run.said


def test_no_network_on_the_first_start_is_one_sentence(server, clone):
    (clone / ".venv").unlink()
    nowhere = {
        "PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_EXTRA_INDEX_URL": "", "PIP_FIND_LINKS": "",
        "PIP_NO_CACHE_DIR": "1", "PIP_CONFIG_FILE": os.devnull, "PIP_RETRIES": "0",
    }  # fmt: skip
    assert_refused(server(env=nowhere), "periksa sambungan internet")


def test_a_half_made_environment_is_made_again(place, monkeypatch):
    (place / "requirements.lock").write_text("")
    made = []
    monkeypatch.setattr(Environment, "_create", lambda self: made.append("create"))
    monkeypatch.setattr(Environment, "_install", lambda self, lock_name: made.append(lock_name))
    (place / ".venv" / "bin").mkdir(parents=True)
    (place / ".venv" / "bin" / "python").symlink_to(base_python())

    def ensure():
        made.clear()
        environment = Environment(place, place / ".venv", base_python())
        environment.ensure()
        environment.release()
        return made

    assert ensure() == ["create", "requirements.lock"]  # no stamp: half-made
    assert ensure() == []
    (place / "requirements.lock").write_text("# changed")
    assert ensure() == ["create", "requirements.lock"]
    (place / ".venv" / "bin" / "python").unlink()  # the Python it was made from is gone
    assert ensure() == ["create", "requirements.lock"]


def test_an_environment_in_use_is_not_made_again(place):
    (place / "requirements.lock").write_text("")
    holder = Environment(place, place / ".venv", base_python())
    holder.hold()
    with pytest.raises(Problem, match="sedang dipakai"):
        Environment(place, place / ".venv", base_python()).ensure()
    holder.release()


def test_a_directory_is_given_away_without_following_links(place):
    if os.geteuid() != 0:
        pytest.skip("only root gives files away")
    (place / "outside").write_text("x")
    data = DataDirectory(place / "data")
    data.make()
    (data / "link").symlink_to(place / "outside")
    data.make((65534, 65534))
    assert (place / "outside").stat().st_uid == 0
    assert (data / "link").lstat().st_uid == 65534
