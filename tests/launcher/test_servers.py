"""The embedded PostgreSQL and Valkey: real ones, killed, robbed of their ports and left half-made."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from bkpsdm.launcher import processes
from bkpsdm.launcher.borrowed import Servers
from bkpsdm.launcher.console import Problem
from bkpsdm.launcher.servers import Postgres, Valkey
from tests.launcher.stand import PACKAGES, processes_of, wait_for


@pytest.fixture
def postgres(data, account):
    return Postgres(data, PACKAGES, account)


@pytest.fixture
def valkey(data, account):
    return Valkey(data, PACKAGES, account)


def sql(server: Postgres, text: str) -> str:
    psql = subprocess.run(
        [server.binary("psql"), server.url, "-qAtc", text],
        capture_output=True,
        text=True,
        check=True,
    )
    return psql.stdout.strip()


def ask(server: Valkey, *words: str, password: str | None = None) -> str:
    with socket.create_connection(("127.0.0.1", server.settings["port"]), timeout=5) as link:
        if password is not None:
            link.sendall(f"AUTH {password}\r\n".encode())
            link.recv(100)
        link.sendall(f"{' '.join(words)}\r\n".encode())
        return link.recv(1000).decode()


def kill_all(data) -> None:
    for pid in processes_of(data.path):
        os.kill(pid, signal.SIGKILL)
    wait_for(lambda: not processes_of(data.path), what="the killed processes to be gone")


def test_postgres_keeps_rows_and_port_between_starts(postgres, data):
    process = postgres.start()
    port = postgres.settings["port"]
    sql(postgres, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    postgres.stop()
    process.wait()
    assert processes_of(data.path) == {}
    postgres.start()
    assert sql(postgres, "SELECT n FROM kept") == "7"
    assert postgres.settings["port"] == port
    assert oct((data / "servers.json").stat().st_mode & 0o777) == "0o600"


def test_postgres_has_an_ordinary_role_and_knows_letters(postgres):
    postgres.start()
    assert sql(postgres, "SELECT rolsuper, rolcreatedb FROM pg_roles WHERE rolname = 'bkpsdm'") == "f|t"
    assert sql(postgres, "SHOW server_version").startswith("18.")
    assert sql(postgres, "SHOW password_encryption") == "scram-sha-256"
    assert sql(postgres, "CREATE EXTENSION pg_trgm; SELECT 1") == "1"
    # Quotes and dashes are no letters of the word beside them.
    assert sql(postgres, "SELECT to_tsvector('simple', '“cuti”–izin')") == "'cuti':1 'izin':2"


def test_postgres_listens_on_loopback_only_and_asks_for_the_password(postgres):
    postgres.start()
    wrong = postgres.url.replace(postgres.settings["password"], "wrong")
    psql = [postgres.binary("psql"), wrong, "-c", "SELECT 1"]
    refused = subprocess.run(psql, capture_output=True, text=True, check=False)
    assert "password authentication failed" in refused.stderr
    assert sql(postgres, "SHOW listen_addresses") == "127.0.0.1"
    assert not Path(f"/tmp/.s.PGSQL.{postgres.settings['port']}").exists()


def test_postgres_recovers_from_kill_with_a_committed_row(postgres, data):
    process = postgres.start()
    sql(postgres, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    kill_all(data)
    process.wait()
    postgres.start()
    assert sql(postgres, "SELECT n FROM kept") == "7"


def test_postgres_recovers_when_only_its_main_process_was_killed(postgres):
    process = postgres.start()
    sql(postgres, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    process.kill()
    postgres.start()  # at once, while its children still hold the memory
    assert sql(postgres, "SELECT n FROM kept") == "7"


def test_postgres_starts_although_its_pid_belongs_to_another_program_now(postgres, data):
    process = postgres.start()
    pid_file = postgres.directory / "postmaster.pid"
    kill_all(data)
    process.wait()
    lines = pid_file.read_text().splitlines(keepends=True)
    sleeper = subprocess.Popen(["sleep", "60"], user=pid_file.stat().st_uid)
    try:
        pid_file.write_text(f"{sleeper.pid}\n{''.join(lines[1:])}")
        postgres.start()
        assert sql(postgres, "SELECT 1") == "1"
    finally:
        sleeper.kill()
        sleeper.wait()


def test_a_taken_port_is_exchanged(postgres):
    process = postgres.start()
    taken = postgres.settings["port"]
    postgres.stop()
    process.wait()
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", taken))
        other.listen()
        postgres.start()
        assert postgres.settings["port"] != taken
        assert sql(postgres, "SELECT 1") == "1"


def test_an_interrupted_initialisation_is_begun_again(postgres, data):
    (data / "postgres.new" / "base").mkdir(parents=True)
    (data / "postgres.new" / "PG_VERSION").write_text("18\n")
    postgres.start()
    assert sql(postgres, "SELECT 1") == "1"
    assert not (data / "postgres.new").exists()


def test_a_half_made_cluster_is_refused_in_one_sentence(postgres, data):
    postgres.directory.mkdir()
    (postgres.directory / "PG_VERSION").write_text("18\n")
    with pytest.raises(Problem, match="tidak lengkap"):
        postgres.start()
    assert processes_of(data.path) == {}


def test_a_cluster_without_its_passwords_is_refused_in_one_sentence(postgres, data):
    process = postgres.start()
    postgres.stop()
    process.wait()
    (data / "servers.json").unlink()
    postgres.recall()
    with pytest.raises(Problem, match=r"servers\.json hilang"):
        postgres.start()


def test_valkey_asks_for_the_password_and_keeps_keys_after_kill(valkey, data):
    process = valkey.start()
    password = valkey.settings["password"]
    assert ask(valkey, "GET", "x").startswith("-NOAUTH")
    assert ask(valkey, "SET", "x", "7", password=password) == "+OK\r\n"
    kill_all(data)
    process.wait()
    valkey.start()
    assert ask(valkey, "GET", "x", password=password) == "$1\r\n7\r\n"


def test_servers_stop_only_when_nobody_uses_them(data, account):
    first, second = (Servers(data, PACKAGES, account, given={}) for _ in range(2))
    first.borrow()
    second.borrow()
    assert first.urls() == second.urls()
    first.give_back()
    assert all(server.is_running() for server in second.own.values())
    second.give_back()
    wait_for(lambda: not processes_of(data.path), what="the servers to be gone")


def test_a_server_given_by_the_environment_is_not_started(data, account):
    servers = Servers(data, PACKAGES, account, given={"DATABASE_URL": "postgresql://elsewhere/portal"})
    servers.borrow()
    try:
        assert [server.name for server in servers.own.values()] == ["valkey"]
        assert servers.urls()["DATABASE_URL"] == "postgresql://elsewhere/portal"
    finally:
        servers.give_back()


def test_servers_die_with_a_killed_launcher(data):
    script = (
        "import sys, time; from pathlib import Path\n"
        "from bkpsdm.launcher import privileges\n"
        "from bkpsdm.launcher.files import DataDirectory; from bkpsdm.launcher.servers import Postgres, Valkey\n"
        "for kind in (Postgres, Valkey):\n"
        "    kind(DataDirectory(Path(sys.argv[1])), Path(sys.argv[2]), privileges.account()).start()\n"
        "print('up', flush=True); time.sleep(60)\n"
    )
    launcher = subprocess.Popen([sys.executable, "-c", script, data.path, PACKAGES], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout.readline() == "up\n"
    launcher.kill()
    launcher.wait()
    wait_for(lambda: not processes_of(data.path), what="the servers to die")


def test_end_kills_what_does_not_want_to_end():
    stubborn = processes.start(["sh", "-c", "trap '' TERM; echo; sleep 60"], stdout=subprocess.PIPE)
    stubborn.stdout.readline()
    processes.end([stubborn], patience=0.3)
    assert stubborn.poll() == -signal.SIGKILL
