"""The data directory, the files in it that only its owner may read, and the locks."""

import contextlib
import fcntl
import os
import secrets
import shutil
from pathlib import Path

from .console import Problem, pause

MARK = ".bkpsdm-portal"
DEMO_MARK = "demo"


class DataDirectory:
    """Everything that belongs to one installation on this machine: databases, secrets, logs, collected files."""

    def __init__(self, path: Path):
        # Resolved, because running servers are recognised by this path in their command line.
        self.path = Path(path).resolve()

    def __truediv__(self, name: str) -> Path:
        return self.path / name

    def __str__(self) -> str:
        return str(self.path)

    def make(self, owner: tuple[int, int] | None = None) -> None:
        """Make the directory; refuse one that holds somebody else's files.

        Root gives it to ``owner``: all that the launcher writes in it later gets the same owner.
        """
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not (self / MARK).exists():
            if any(self.path.iterdir()):
                raise Problem(f"{self} berisi berkas lain: pilih direktori kosong dengan --data.")
            (self / MARK).write_text("Data portal BKPSDM; dikelola oleh script/server.\n")
        if owner:
            self.give_to(owner)

    def give_to(self, owner: tuple[int, int]) -> None:
        """Give everything in the directory to an account, without following links."""
        for _, directories, names, place in os.fwalk(self.path):
            if os.fstat(place).st_uid != owner[0]:
                os.fchown(place, *owner)
            for name in (*directories, *names):
                if os.stat(name, dir_fd=place, follow_symlinks=False).st_uid != owner[0]:
                    os.chown(name, *owner, dir_fd=place, follow_symlinks=False)

    def empty(self) -> None:
        """Remove everything but the locks, which are held while this runs, and the mark."""
        for entry in self.path.iterdir():
            if entry.name == MARK or entry.suffix == ".lock":
                continue
            shutil.rmtree(entry) if entry.is_dir() and not entry.is_symlink() else entry.unlink()

    def folder(self, name: str) -> Path:
        """Return a folder in it that only the owner may enter, made if missing."""
        path = self / name
        if not path.is_dir():
            path.mkdir(mode=0o700)
            _same_owner(path)
        return path

    def write(self, name: str, text: str) -> Path:
        """Write a file that only the owner may read, whole or not at all."""
        path, fresh = self / name, self / f"{name}.new"
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _same_owner(fresh)
        fresh.replace(path)
        return path

    def log(self, name: str) -> Path:
        """Return the path of a log file that can be appended to; a long one is set aside first."""
        path = self.folder("log") / f"{name}.log"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.replace(path.with_suffix(".log.1"))
        if not path.exists():
            path.touch(mode=0o600)
            _same_owner(path)
        return path

    def secret_key(self) -> str:
        """Return Django's secret key, drawn once."""
        path = self / "secret_key"
        if not path.exists():
            self.write("secret_key", secrets.token_urlsafe(50))
        return path.read_text().strip()

    def lock(self, name: str) -> "Lock":
        """Return a lock in this directory, not yet held."""
        return Lock(self / f"{name}.lock")


class Lock:
    """A lock on a file or directory that ends with the process that holds it, however that ends."""

    def __init__(self, path: Path):
        if path.is_dir():
            self.descriptor = os.open(path, os.O_RDONLY)
        else:
            is_new = not path.exists()
            self.descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
            if is_new:
                _same_owner(path)

    def try_alone(self) -> bool:
        """Hold the lock alone, if nobody else holds it."""
        return self._try(fcntl.LOCK_EX)

    def try_shared(self) -> bool:
        """Hold the lock together with others, if nobody holds it alone."""
        return self._try(fcntl.LOCK_SH)

    def wait_shared(self) -> None:
        """Hold the lock together with others, as soon as nobody holds it alone."""
        while not self.try_shared():
            pause(0.1)

    def release(self) -> None:
        os.close(self.descriptor)

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self.descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def _same_owner(path: Path) -> None:
    """As root, give a file to whom its directory belongs."""
    if os.geteuid() == 0:
        parent = path.parent.stat()
        os.chown(path, parent.st_uid, parent.st_gid)
