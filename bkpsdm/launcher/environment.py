"""The virtual environment: made once, from the lock, and made anew when either is not what it should be."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import sys
from pathlib import Path

from . import processes
from .console import Problem, sentence_if_disk_full, step
from .files import Lock

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"
NO_NETWORK_SIGNS = (
    "NewConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "Max retries exceeded", "ProxyError",
    "Temporary failure in name resolution", "Name or service not known", "Network is unreachable",
    "Connection refused", "Connection broken",
)  # fmt: skip


def base_python() -> str:
    """Return the Python that runs this, seen through any virtual environment it may stand in."""
    return getattr(sys, "_base_executable", None) or sys.executable


class Environment:
    """The virtual environment of one clone."""

    def __init__(self, root: Path, path: Path, python: str):
        self.root, self.base = root, python
        self.path = path.resolve()  # a link, where root keeps it elsewhere
        self.python = self.path / "bin" / "python"
        self.stamp = self.path / "portal.json"

    def ensure(self, lock_name: str = RUNTIME) -> None:
        """Have the locked packages installed; hold the environment until this process ends.

        The stamp is written last, so that an environment without it is half-made and begun again. The lock for
        development contains the one for running, so it may be added to an environment that is complete.
        """
        if importlib.util.find_spec("ensurepip") is None:
            raise Problem("Python ini tidak punya venv dan pip: pasang paket python3-venv, lalu jalankan lagi.")
        self.hold()
        if self._has(lock_name):
            return
        if not self._lock.try_alone():
            raise Problem(
                f"{self.path} perlu diperbarui tetapi sedang dipakai: hentikan script/server atau script/test lain."
            )
        is_complete = self._has(RUNTIME)
        if not is_complete:
            with step(f"Membuat .venv (Python {sys.version.split()[0]})"):
                self._create()
        with step(f"Memasang pustaka dari {lock_name}"):
            self._install(lock_name)
        names = {RUNTIME, lock_name}
        fresh = self.stamp.with_suffix(".new")
        fresh.write_text(
            json.dumps(
                {
                    "python": self._tag(),
                    "locks": {name: self._digest(name) for name in names},
                }
            )
        )
        fresh.replace(self.stamp)
        self._lock.wait_shared()

    def hold(self) -> None:
        """Keep others from making it anew while we use it."""
        self._lock = Lock(self.path.parent)  # the directory itself: a file would show up in git
        self._lock.wait_shared()

    def release(self) -> None:
        """Let others make it anew."""
        self._lock.release()

    def site_packages(self) -> Path:
        """Return where its packages are."""
        return self.path / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"

    def _has(self, lock_name: str) -> bool:
        try:
            stamp = json.loads(self.stamp.read_text())
            return (
                self.python.exists()
                and stamp["python"] == self._tag()
                and stamp["locks"].get(lock_name) == self._digest(lock_name)
            )
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return False

    def _tag(self) -> str:
        return f"{sys.implementation.cache_tag} {self.base}"

    def _digest(self, lock_name: str) -> str:
        return hashlib.sha256((self.root / lock_name).read_bytes()).hexdigest()

    def _create(self) -> None:
        if self.path.is_dir():
            self.stamp.unlink(missing_ok=True)
            shutil.rmtree(self.path)
        code, output = processes.run([self.base, "-m", "venv", self.path], env=clean_environment())
        if code:
            raise Problem(
                sentence_if_disk_full(output) or f"Python tidak dapat membuat {self.path}: {last_line(output)}"
            )

    def _install(self, lock_name: str) -> None:
        code, output = processes.run(
            [self.python, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input",
             "--disable-pip-version-check", "--progress-bar", "off", "--retries", "2", "-r", self.root / lock_name],
            env=clean_environment(),
        )  # fmt: skip
        if not code:
            return
        if full := sentence_if_disk_full(output):
            raise Problem(full)
        if "DO NOT MATCH THE HASHES" in output:
            raise Problem(f"Paket yang terunduh berbeda dari {lock_name}: tidak dipasang.")
        if any(sign in output for sign in NO_NETWORK_SIGNS):
            raise Problem("Pustaka Python tidak dapat diunduh: periksa sambungan internet, lalu jalankan lagi.")
        if "No matching distribution found" in output:
            raise Problem(f"Pustaka untuk sistem atau versi Python ini tidak ditemukan: {last_line(output)}")
        raise Problem(f"pip gagal memasang pustaka: {last_line(output)}")


def clean_environment() -> dict[str, str]:
    """Return our environment without what would lead another Python astray."""
    return {
        name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV"}
    }


def last_line(output: str) -> str:
    """Return the reason of a failure: the last line that names an error, else the last that says anything."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if re.match(r"ERROR: |[\w.]*(Error|Exception|ImproperlyConfigured): ", line)]
    return (errors or lines or ["tanpa keterangan"])[-1]
