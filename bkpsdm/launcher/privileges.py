"""What root does differently: PostgreSQL refuses to run as root, and the portal need not.

An unprivileged account runs everything. Where it cannot reach the clone or the Python, as under a private home
directory, copies go to ``/var/lib/bkpsdm-portal``.
"""

import compileall
import contextlib
import hashlib
import os
import pwd
import shutil
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from . import processes
from .console import Problem, check_stop, hold_signals, say, step

ELSEWHERE = Path("/var/lib/bkpsdm-portal")
ACCOUNTS = ("bkpsdm", "nobody")
NOT_CODE = {
    ".git",
    ".venv",
    "var",
    ".pytest_cache",
    ".ruff_cache",
    ".hypothesis",
    "node_modules",
}


@dataclass(frozen=True)
class Account:
    """The unprivileged account that runs what root started."""

    name: str
    uid: int
    gid: int

    @property
    def owner(self) -> tuple[int, int]:
        return self.uid, self.gid

    def popen(self) -> dict:
        """Return the arguments with which ``subprocess`` starts a program as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def become(self) -> None:
        """Be this account from here on, for good."""
        os.setgroups([])
        os.setgid(self.gid)
        os.setuid(self.uid)

    def can(self, check: Callable[[], bool]) -> bool:
        """Return the answer that this account would get."""
        if not (child := os.fork()):
            answer = False
            with contextlib.suppress(BaseException):
                self.become()
                answer = check()
            os._exit(0 if answer else 1)
        return os.waitpid(child, 0)[1] == 0


def account() -> Account | None:
    """Return the account to use instead of root; None for everybody else."""
    if os.geteuid() != 0:
        return None
    os.umask(0o022)  # what root makes here is for the account to read
    for name in ACCOUNTS:
        with contextlib.suppress(KeyError):
            entry = pwd.getpwnam(name)
            return Account(name, entry.pw_uid, entry.pw_gid)
    raise Problem("Sebagai root portal memerlukan akun biasa: buat dengan `useradd --system bkpsdm`.")


@dataclass(frozen=True)
class Places:
    """Where the parts of one clone are."""

    root: Path  # the clone
    code: Path  # what runs: the clone, or its copy
    venv: Path
    data: Path

    @property
    def is_elsewhere(self) -> bool:
        return self.code != self.root


def find_places(root: Path, data: Path | None, account: Account | None) -> Places:
    """Return where code, environment and data of a clone are, for the account that will use them."""
    if account is None or account.can(lambda: _is_readable(root)):
        return Places(root, root, root / ".venv", data or root / "var")
    digest = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    base = ELSEWHERE / f"{root.name}-{digest}"
    base.mkdir(mode=0o755, parents=True, exist_ok=True)
    for name in ("venv", "var"):
        (base / name).mkdir(mode=0o755, exist_ok=True)
    # Links, so that `.venv/bin/python` and `var/log` are found where everybody looks for them.
    for link, target in ((root / ".venv", base / "venv"), (root / "var", base / "var")):
        with contextlib.suppress(FileExistsError):
            link.symlink_to(target)
    return Places(root, base / "code", base / "venv", data or base / "var")


def _is_readable(root: Path) -> bool:
    """Return whether all of the code can be read."""

    def refuse(error):
        raise error

    for place, directories, names in os.walk(root, onerror=refuse):
        directories[:] = [name for name in directories if name not in NOT_CODE]
        if not all(os.access(os.path.join(place, name), os.R_OK) for name in names):
            return False
    return os.access(root, os.R_OK | os.X_OK)


def copy_code(places: Places) -> None:
    """Bring the copy of the code up to date with the clone."""
    fresh, old = places.code.with_name("code.new"), places.code.with_name("code.old")
    for leftover in (fresh, old):
        if leftover.exists():
            shutil.rmtree(leftover)
    shutil.copytree(
        places.root,
        fresh,
        ignore=lambda _, names: NOT_CODE.intersection(names),
        symlinks=True,
    )
    for place, _, names in os.walk(fresh):
        for path in (place, *(os.path.join(place, name) for name in names)):
            if not os.path.islink(path):
                os.chmod(
                    path,
                    os.stat(path).st_mode | (0o555 if os.path.isdir(path) else 0o444),
                )
    (fresh / ".venv").symlink_to(places.venv)
    if places.code.exists():
        places.code.rename(old)
    fresh.rename(places.code)
    shutil.rmtree(old, ignore_errors=True)


def compile_code(root: Path) -> None:
    """Compile the code while we may write beside it; the account may not, and would compile at every start."""
    for entry in root.iterdir():
        if entry.is_dir() and entry.name not in NOT_CODE:
            compileall.compile_dir(entry, quiet=2)


def reachable_python(python: str, account: Account | None) -> str:
    """Return a Python that the account can run: this one, or a copy of it."""
    if account is None or _runs(python, account):
        return python
    name = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    digest = hashlib.sha256(f"{sys.base_prefix} {sys.version}".encode()).hexdigest()[:8]
    home = ELSEWHERE / f"{name}-{digest}"
    copy = home / "bin" / name
    if not copy.exists():
        with step(f"Menyalin {name} ke {ELSEWHERE}, karena akun {account.name} tidak dapat mencapai {sys.base_prefix}"):
            _copy_python(name, home)
    # The original looks for its library where it was built, which the account cannot read.
    os.environ["LD_LIBRARY_PATH"] = str(home / "lib")
    if not _runs(str(copy), account):
        raise Problem(
            f"Akun {account.name} tidak dapat menjalankan Python di {sys.base_prefix}: "
            "pasang paket python3 dan python3-venv."
        )
    return str(copy)


def _runs(python: str, account: Account) -> bool:
    try:
        code, _ = processes.run(
            [python, "-c", "import ctypes, ssl, venv, ensurepip"],
            cwd="/",
            **account.popen(),
        )
    except OSError:
        return False
    return code == 0


def _copy_python(name: str, home: Path) -> None:
    fresh = home.with_name(f"{home.name}.new-{os.getpid()}")
    (fresh / "bin").mkdir(parents=True)
    ignored = shutil.ignore_patterns("test", "tests", "site-packages", "idlelib", "turtledemo", "*.a", "config-*")
    shutil.copytree(
        sysconfig.get_path("stdlib"),
        fresh / "lib" / name,
        ignore=ignored,
        symlinks=True,
    )
    for library in Path(sysconfig.get_config_var("LIBDIR")).glob("libpython3*"):
        if not library.name.endswith(".a"):
            shutil.copy2(library, fresh / "lib", follow_symlinks=False)
    shutil.copy2(Path(sys.base_prefix) / "bin" / name, fresh / "bin" / name)
    try:
        fresh.rename(home)
    except OSError:  # another start was faster
        shutil.rmtree(fresh)


def hand_over(account: Account, python: str, arguments: list[str], *, code: Path, data: Path) -> None:
    """Begin again as the account; does not return."""
    say(f"  Selanjutnya berjalan sebagai akun {account.name}.")
    hold_signals()
    check_stop()
    environment = os.environ | {
        "HOME": str(data), "USER": account.name, "LOGNAME": account.name, "PYTHONPATH": str(code)
    }  # fmt: skip
    os.chdir("/")
    account.become()
    os.execve(python, [python, "-P", "-m", "bkpsdm.launcher", *arguments], environment)  # noqa: S606  our own Python
