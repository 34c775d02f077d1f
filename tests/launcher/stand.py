"""Help for tests that run the launcher and look at real processes."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from bkpsdm.launcher.environment import base_python
from tests.launcher.stub import STUB

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = Path(pytest.__file__).resolve().parents[1]
NOT_OURS = {
    "DATABASE_URL", "REDIS_URL", "DATA_DIR", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DEMO_MODE",
    "PRODUCTION", "PYTHONPATH", "CHROMIUM",
}  # fmt: skip


def processes_of(path: Path) -> dict[int, str]:
    """Return the living processes whose command line or environment names the path."""
    needle, found = str(path).encode(), {}
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            environment = b""
            with contextlib.suppress(PermissionError):
                environment = (entry / "environ").read_bytes()
            if needle in command or needle in environment:
                found[int(entry.name)] = command.replace(b"\0", b" ").decode()
    found.pop(os.getpid(), None)
    return found


def wait_for(condition, seconds: float = 10, what: str = "the condition"):
    """Return what the condition gives as soon as it is true."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if value := condition():
            return value
        time.sleep(0.05)
    raise AssertionError(f"waited {seconds} s for {what}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Run:
    """A running script/server."""

    def __init__(self, clone: Path, *words, **options):
        self.port = free_port()
        environment = {key: value for key, value in os.environ.items() if key not in NOT_OURS}
        environment |= {"PYTHON": base_python()} | options.pop("env", {})
        self.began = time.monotonic()
        self.process = subprocess.Popen(
            [clone / "script" / "server", f"--port={self.port}", *words],
            env=environment, cwd="/", stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **options,
        )  # fmt: skip
        self.said = ""
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self):
        while text := os.read(self.process.stdout.fileno(), 4096):
            self.said += text.decode(errors="replace")

    def until(self, text: str, seconds: float = 60) -> float:
        """Wait until it has said the text; return the seconds since its start."""
        with contextlib.suppress(AssertionError):
            wait_for(lambda: text in self.said or self.process.poll() is not None, seconds)
        if self.process.poll() is not None:
            self.reader.join(timeout=2)
        assert text in self.said, self.said
        return time.monotonic() - self.began

    def ready(self, seconds: float = 60) -> float:
        return self.until("Berhenti: Ctrl-C", seconds)

    def end(self, seconds: float = 60) -> int:
        """Wait for its end; return its exit code."""
        code = self.process.wait(timeout=seconds)
        self.reader.join(timeout=5)
        return code

    def stop(self, number: int = signal.SIGTERM) -> float:
        """Ask it to stop; return the seconds that took."""
        began = time.monotonic()
        self.process.send_signal(number)
        self.end(30)
        return time.monotonic() - began


def assert_refused(run: Run, text: str):
    """Assert that it ended with one clear sentence."""
    code = run.end()
    assert code == 1, run.said
    assert text in run.said
    assert "Traceback" not in run.said
    assert run.said.strip().splitlines()[-1].endswith((".", "?"))


def make_clone(path: Path, *, with_venv: bool = True) -> Path:
    """Make a clone with our launcher and a portal of a few lines, on the packages of this run."""
    stamp = Path(sys.prefix) / "portal.json"
    if with_venv and not stamp.exists():
        pytest.skip("needs the .venv that script/test makes")
    for name, text in STUB.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for name in ("script", "bkpsdm/launcher", "bkpsdm/lib"):
        shutil.copytree(ROOT / name, path / name, dirs_exist_ok=True)
    for name in ("manage.py", "requirements.lock", "requirements-dev.lock"):
        shutil.copy(ROOT / name, path / name)
    shutil.copy(ROOT / "bkpsdm" / "celery.py", path / "bkpsdm")
    if with_venv:
        (path / ".venv").symlink_to(sys.prefix)
    return path
