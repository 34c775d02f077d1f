"""``script/server``: the whole portal on this machine, ready to try."""

import argparse
import contextlib
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import unquote, urlsplit

from . import privileges, processes
from .borrowed import Servers
from .console import (
    Problem,
    Stopped,
    say,
    seconds,
    sentence_if_disk_full,
    step,
    watch_signals,
)
from .environment import Environment, base_python, clean_environment, last_line
from .files import DEMO_MARK, DataDirectory
from .servers import Postgres, is_free
from .supervise import Service, Supervisor, end_leftovers

READY_LIMIT = 90  # seconds
GRANIAN = [
    "--interface=wsgi", "--workers=2", "--blocking-threads=8", "--blocking-threads-idle-timeout=600",
    "--no-ws", "--respawn-failed-workers", "--workers-lifetime=1d", "--workers-kill-timeout=3s",
]  # fmt: skip
EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104  compared with, not bound to
SEEDED = "seeded"
LOGINS_BEGIN = "Akun contoh"  # as `manage.py prepare --logins` writes it


def read_arguments(words: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/server", description="Menjalankan portal di mesin ini.")
    parser.add_argument("--port", type=int, default=8000, help="porta halaman portal (bawaan: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang dilayani (bawaan: 127.0.0.1)")
    parser.add_argument("--data", type=Path, help="direktori data (bawaan: var/)")
    parser.add_argument("--fresh", action="store_true", help="hapus semua data dan mulai dari awal")
    parser.add_argument("--yes", action="store_true", help="jangan bertanya sebelum menghapus")
    # Given by root to itself as an ordinary account: when it all began.
    parser.add_argument("--began", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args(words)
    if not 0 < arguments.port < 65536:
        parser.error("--port harus antara 1 dan 65535")
    return arguments


def main(root: Path, words: list[str]) -> None:
    """Set up what is missing, run everything, and stop when asked to."""
    arguments = read_arguments(words)
    data_path = arguments.data and Path(os.path.abspath(arguments.data))
    account = privileges.account()
    places = privileges.find_places(root, data_path, account)
    data = DataDirectory(places.data)
    if arguments.fresh and not arguments.yes:
        confirm_fresh(data)
    watch_signals()
    began = arguments.began or time.monotonic()
    if not arguments.began:
        say("Portal BKPSDM")
    data.make(account and account.owner)
    run_lock = data.lock("server")
    if not run_lock.try_alone():
        raise Problem(f"script/server lain sudah berjalan dengan data di {data}.")
    check_port(arguments)
    if account:
        become_ordinary(places, data, account, arguments, began)
    environment = Environment(root, places.venv, base_python())
    environment.ensure()
    supervisor = Supervisor(data)
    try:
        run(places, data, environment, supervisor, arguments, began)
    finally:
        if supervisor.services:
            began = time.monotonic()
            say("\n  Menghentikan semuanya … ", end="")
            supervisor.stop()
            say(seconds(began))


def become_ordinary(
    places: privileges.Places,
    data: DataDirectory,
    account: privileges.Account,
    arguments: argparse.Namespace,
    began: float,
) -> None:
    """As root, make everything reachable for the account, then begin again as that account."""
    if not account.can(lambda: os.access(data.path, os.R_OK | os.W_OK | os.X_OK)):
        raise Problem(f"Akun {account.name} tidak dapat mencapai {data}: pilih --data lain.")
    python = privileges.reachable_python(base_python(), account)
    Environment(places.root, places.venv, python).ensure()
    privileges.compile_code(places.root)
    if places.is_elsewhere:
        say(
            f"  Akun {account.name} tidak dapat membaca {places.root}: "
            f"salinan program dan data ada di {places.code.parent}."
        )
        privileges.copy_code(places)
    words = [
        "server",
        f"--began={began}",
        f"--port={arguments.port}",
        f"--host={arguments.host}",
        f"--data={data}",
    ]
    if arguments.fresh:
        words += ["--fresh", "--yes"]
    privileges.hand_over(account, python, words, code=places.code, data=data.path)


def check_port(arguments: argparse.Namespace) -> None:
    # Two web servers on one port would both listen, without an error, and take turns to answer.
    try:
        free = is_free(arguments.port, arguments.host)
    except OSError:
        raise Problem(f"Alamat {arguments.host} bukan alamat mesin ini.") from None
    if not free:
        raise Problem(f"Porta {arguments.port} sedang dipakai program lain: pilih yang lain dengan --port.")


def confirm_fresh(data: DataDirectory) -> None:
    if not data.path.exists():
        return
    say(f"Semua data di {data} akan dihapus. Lanjutkan? [y/T] ", end="")
    answer = sys.stdin.readline() if sys.stdin else ""
    if answer.strip().lower() not in {"y", "ya"}:
        raise Problem("Dibatalkan, tidak ada yang dihapus; tanpa pertanyaan: --fresh --yes.")


def run(places, data, environment, supervisor, arguments, began) -> None:
    """Bring everything up, say where it is, and watch over it."""
    servers = Servers(data, environment.site_packages(), None)
    servers.take_over()
    if left := end_leftovers(data):
        say(f"  Mengakhiri {left} proses yang tertinggal.")
    if arguments.fresh:
        with step("Menghapus data lama"):
            data.empty()
        servers.recall()
    data.write(DEMO_MARK, "Direktori ini dibuat oleh script/server: isinya data contoh.\n")
    for server in servers.own.values():
        with step(f"Menyalakan {server.label}"):
            process = server.start()
        is_postgres = isinstance(server, Postgres)
        supervisor.add(
            Service(
                server.label, server.spawn, data.log(server.name), server.stop_signal,
                patience=3 if is_postgres else 1.5, rank=2 if is_postgres else 1, process=process,
            )
        )  # fmt: skip
    servers.lock.wait_shared()
    for name, url in servers.given.items():
        check_reachable(name, url)
    host = "127.0.0.1" if arguments.host in EVERYWHERE else arguments.host
    site = f"http://{f'[{host}]' if ':' in host else host}:{arguments.port}"
    variables = child_environment(places.code, data) | servers.urls() | {"SITE_URL": site}
    logins = prepare(places, data, environment, variables)
    check_port(arguments)
    with step("Menjalankan web, worker dan beat"):
        for service in portal_services(places, data, environment, variables, arguments):
            supervisor.add(service)
        wait_until_ready(site, supervisor)
    say(f"\nPortal siap ({seconds(began)}): {site}")
    say("\n".join(logins))
    say(f"Catatan: {data / 'log'}   Berhenti: Ctrl-C")
    with contextlib.suppress(Stopped):
        supervisor.watch()


def child_environment(code: Path, data: DataDirectory) -> dict[str, str]:
    """Return the settings of the portal that do not depend on the servers."""
    variables = clean_environment() | {
        "DEMO_MODE": "1",
        "SECRET_KEY": data.secret_key(),
        "DATA_DIR": str(data),
        "DJANGO_SETTINGS_MODULE": "bkpsdm.settings",
        "PYTHONPATH": str(code),
        "PYTHONUNBUFFERED": "1",
    }
    variables.pop("PRODUCTION", None)
    return variables


def check_reachable(name: str, url: str) -> None:
    """Try the door of an external server before Django does so with a traceback."""
    import socket  # late: only with external servers

    parts = urlsplit(url)
    host = unquote(parts.hostname or "")
    if not host or host.startswith("/"):
        return  # a socket directory; Django will say
    port = parts.port or (5432 if name == "DATABASE_URL" else 6379)
    try:
        socket.create_connection((host, port), timeout=5).close()
    except OSError as error:
        raise Problem(
            f"Server luar dari {name} ({host}:{port}) tidak dapat dihubungi: {error.strerror or error}."
        ) from None


def prepare(places, data: DataDirectory, environment: Environment, variables: dict[str, str]) -> list[str]:
    """Migrate, load demo data on the first start and collect static files; return the lines with the logins."""
    words = [environment.python, "manage.py", "prepare", "--collectstatic", "--logins"]
    is_first = not (data / SEEDED).exists()
    if is_first:
        words.append("--seed")
    logins: list[str] = []
    began = time.monotonic()
    say("  Menyiapkan basis data dan berkas statis:")

    def show(line: str) -> None:
        if logins or line.startswith(LOGINS_BEGIN):  # they belong below the address
            logins.append(line)
        elif line.strip():
            say(f"    {line}")

    code, output = processes.run(words, on_line=show, cwd=places.code, env=variables)
    log = data.log("prepare")
    with log.open("a") as file:
        file.write(output)
    if code:
        raise Problem(sentence_if_disk_full(output) or f"Penyiapan gagal; selengkapnya di {log}: {last_line(output)}")
    if is_first:
        data.write(SEEDED, time.strftime("%Y-%m-%d %H:%M:%S\n"))
    say(f"    … {seconds(began)}")
    return logins


def portal_services(places, data, environment, variables, arguments) -> list[Service]:
    """Return the three programs of the portal."""
    programs = environment.path / "bin"
    celery = [environment.python, programs / "celery", "-A", "bkpsdm.celery"]
    quiet = ["--loglevel", "WARNING"]
    commands = {
        "web": [
            environment.python, programs / "granian", *GRANIAN, "--host", arguments.host, "--port", arguments.port,
            "--working-dir", places.code, "bkpsdm.launcher.wsgi:application",
        ],
        "worker": [
            *celery, "worker", "--without-gossip", "--without-mingle", "--concurrency", "2",
            *quiet,
        ],
        "beat": [*celery, "beat", "--schedule", data / "beat.schedule", "--pidfile", "", *quiet],
    }  # fmt: skip

    def service(name: str, command: list) -> Service:
        log = data.log(name)

        def spawn() -> subprocess.Popen:
            with log.open("ab") as file:
                return processes.start(command, stdout=file, stderr=file, cwd=places.code, env=variables)

        return Service(name, spawn, log, signal.SIGTERM)

    return [service(name, command) for name, command in commands.items()]


def wait_until_ready(site: str, supervisor: Supervisor) -> None:
    """Return when the portal says that it is ready."""
    deadline = time.monotonic() + READY_LIMIT
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    answer = "tidak menjawab"
    while time.monotonic() < deadline:
        supervisor.watch(0.1)
        with contextlib.suppress(OSError):
            try:
                with opener.open(f"{site}/readyz", timeout=2) as response:
                    if response.status == 200:
                        return
            except urllib.error.HTTPError as error:
                answer = f"menjawab {error.code}"
        broken = [service for service in supervisor.services if service.failures >= 3]
        if broken:
            raise Problem(f"{broken[0].name} tidak dapat dijalankan; sebabnya tercatat di {broken[0].log}.")
    web = next(service for service in supervisor.services if service.name == "web")
    raise Problem(f"Portal tidak siap dalam {READY_LIMIT} detik (/readyz {answer}); lihat {web.log}.")
