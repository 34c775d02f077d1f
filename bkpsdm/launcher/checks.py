"""``script/test``: every check and test, on real servers of its own."""

import argparse
import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from . import privileges, processes
from .borrowed import Servers
from .console import Problem, check_stop, pause, say, step, watch_signals
from .environment import DEVELOPMENT, Environment, base_python, clean_environment
from .files import DataDirectory

BROWSER_TESTS = "tests/browser"
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@dataclass
class Check:
    """One command, and what came of it; one that runs beside the others shows its output at the end."""

    name: str
    command: list
    variables: dict[str, str] = field(default_factory=dict)
    is_beside: bool = False
    code: int | None = None
    seconds: float = 0.0
    began: float = 0.0
    process: subprocess.Popen | None = None
    shown: IO[str] | None = None

    def start(self, root: Path, variables: dict[str, str], **options) -> None:
        """Begin, with the output where the options say."""
        self.began, self.shown = time.monotonic(), options.get("stdout")
        self.process = processes.start(self.command, cwd=root, env=variables | self.variables, **options)

    def look(self) -> None:
        """Once it has ended, note exit code and time taken, and end what it has left behind."""
        if self.process and self.code is None and self.process.poll() is not None:
            self.code, self.seconds = self.process.returncode, time.monotonic() - self.began
            processes.kill_group(self.process.pid)

    def output(self) -> str:
        """Return what it wrote into its file."""
        self.shown.seek(0)
        return self.shown.read()


def main(root: Path, words: list[str]) -> int:
    """Run all checks, or with pytest arguments only those tests; return the exit code."""
    parser = argparse.ArgumentParser(prog="script/test", description=__doc__, allow_abbrev=False)
    parser.add_argument("--all", action="store_true", help="also the tests marked long")
    arguments, pytest_words = parser.parse_known_args(words)
    watch_signals()
    os.chdir(root)
    account = privileges.account()
    places = privileges.find_places(root, None, account)
    python = privileges.reachable_python(base_python(), account)
    environment = Environment(root, places.venv, python)
    environment.ensure(DEVELOPMENT)
    chromium = find_chromium()
    with servers_of_our_own(environment, account) as variables:
        variables |= {
            "PATH": f"{environment.path / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
            "CHROMIUM": chromium or "",
        }
        checks = all_checks(environment, arguments.all)
        if pytest_words:
            selection = [] if arguments.all else ["-m", "not long"]
            if any(word.startswith("-m") for word in pytest_words):
                selection = []
            checks = [
                Check(
                    "pytest",
                    [environment.python, "-m", "pytest", *selection, *pytest_words],
                )
            ]
        run_checks(checks, root, clean_environment() | variables)
    return summarise(checks)


def all_checks(environment: Environment, with_long: bool) -> list[Check]:
    """Return everything that must hold, the quick first."""
    python, programs = environment.python, environment.path / "bin"
    pytest = [python, "-m", "pytest", *([] if with_long else ["-m", "not long"])]
    production = {
        "DJANGO_SETTINGS_MODULE": "bkpsdm.settings",
        "PRODUCTION": "1",
        "DEMO_MODE": "0",
        "DEBUG": "0",
        "SECRET_KEY": secrets.token_urlsafe(60),
        "ALLOWED_HOSTS": "portal.example",
        "SITE_URL": "https://portal.example",
        "DEFAULT_FROM_EMAIL": "portal@portal.example",
    }
    return [
        Check("ruff format", [programs / "ruff", "format", "--check", "."]),
        Check("ruff check", [programs / "ruff", "check", "."]),
        Check("djlint format", [python, programs / "djlint", "templates", "--check", "--quiet"]),
        Check("djlint lint", [python, programs / "djlint", "templates", "--lint"]),
        Check("import contract", [python, programs / "lint-imports"]),
        Check(
            "missing migrations",
            [python, "manage.py", "makemigrations", "--check", "--dry-run"],
            {"DJANGO_SETTINGS_MODULE": "bkpsdm.settings"},
        ),
        Check(
            "check --deploy", [python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"], production
        ),
        # These share neither database nor broker number with the other tests, so that both cores have work.
        Check("pytest in a browser", [*pytest, BROWSER_TESTS], is_beside=True),
        Check("pytest", [*pytest, f"--ignore={BROWSER_TESTS}"]),
    ]  # fmt: skip


def run_checks(checks: list[Check], root: Path, variables: dict[str, str]) -> None:
    """Run one check after the other, and what may run beside them; a request to stop ends all that they started."""
    beside = [check for check in checks if check.is_beside]
    with contextlib.ExitStack() as files:
        try:
            for check in beside:
                file = files.enter_context(tempfile.TemporaryFile("w+"))
                check.start(root, variables, stdout=file, stderr=subprocess.STDOUT)
            for check in (check for check in checks if not check.is_beside):
                say(f"\n== {check.name}")
                check.start(root, variables)
                wait_for(check, checks)
            for check in beside:
                wait_for(check, checks)
                say(f"\n== {check.name}\n{check.output()}")
        finally:
            left = [check.process for check in checks if check.process and check.code is None]
            processes.end(left, number=signal.SIGINT, patience=5)


def wait_for(check: Check, checks: list[Check]) -> None:
    """Wait for the end of a check, and note when others end."""
    while check.code is None:
        check_stop()
        pause(0.05)
        for other in checks:
            other.look()


def summarise(checks: list[Check]) -> int:
    """Print the table of results; return 0 when all is well."""
    say("\n== Summary")
    for check in checks:
        result = "ok" if check.code == 0 else f"FAILED ({check.code})"
        say(f"{check.name:<20} {check.seconds:7.1f} s  {result}")
    failed = [check.name for check in checks if check.code != 0]
    say(f"{len(checks) - len(failed)} of {len(checks)} passed" + (f"; failed: {', '.join(failed)}" if failed else ""))
    return 1 if failed else 0


@contextlib.contextmanager
def servers_of_our_own(environment: Environment, account: privileges.Account | None) -> Iterator[dict[str, str]]:
    """Run the servers in a directory of their own, gone afterwards; yield the settings of the tests."""
    place = Path(tempfile.mkdtemp(prefix="bkpsdm-test-"))
    data = DataDirectory(place)
    servers = None
    started = {}
    try:
        data.make(account and account.owner)
        servers = Servers(data, environment.site_packages(), account)
        for server in servers.own.values():
            # Nothing here is worth waiting for the disk.
            server.remember(
                extra={
                    "fsync": "off",
                    "synchronous_commit": "off",
                    "full_page_writes": "off",
                }
            )
            with step(f"Menyalakan {server.label}"):
                started[server] = server.start()
        yield servers.urls() | {
            "SECRET_KEY": data.secret_key(),
            "DATA_DIR": str(data.folder("files")),
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "PYTHONUNBUFFERED": "1",
        }
    finally:
        for server, process in reversed(started.items()):
            processes.end([process], number=server.stop_signal, patience=4)
        shutil.rmtree(place, ignore_errors=True)


def find_chromium() -> str | None:
    """Return a Chromium for the browser tests; as root on Debian install it; on CI insist on it."""
    if found := _installed_chromium():
        return found
    if os.geteuid() == 0 and shutil.which("apt-get"):
        with step("Memasang Chromium"):
            apt = {**clean_environment(), "DEBIAN_FRONTEND": "noninteractive"}
            for words in (
                ["update", "-q"],
                ["install", "-y", "-q", "--no-install-recommends", "chromium"],
            ):
                processes.run(["apt-get", *words], env=apt)
        if found := _installed_chromium():
            return found
    if os.environ.get("CI", "").lower() in {"1", "true"}:
        raise Problem(
            "CI: Chromium is missing and could not be installed, and a skipped browser test is a failure there."
        )
    say("Browser tests are skipped: no Chromium found. Install chromium, or set CHROMIUM.")
    return None


def _installed_chromium() -> str | None:
    given = os.environ.get("CHROMIUM")
    if given and not shutil.which(given):
        raise Problem(f"CHROMIUM={given} is not a program.")
    return given or next(filter(None, map(shutil.which, CHROMIUMS)), None)
