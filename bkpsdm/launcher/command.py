"""``manage.py``: the servers of the data directory, for the length of one command."""

import contextlib
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from . import privileges
from .borrowed import Servers
from .console import Problem, Stopped, hold_signals, sentence_for
from .files import DEMO_MARK, DataDirectory

# These need settings, but no database.
WITHOUT_SERVERS = {
    "",
    "help",
    "version",
    "check",
    "collectstatic",
    "makemessages",
    "compilemessages",
    "startapp",
}
NOWHERE = {
    "DATABASE_URL": "postgresql://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


@contextlib.contextmanager
def servers_for(root: Path, words: list[str]) -> Iterator[None]:
    """Let a command find its database and broker: those of the environment, else those of the data directory."""
    if os.environ.get("PRODUCTION", "0") not in {"", "0"} or {
        "DATABASE_URL",
        "REDIS_URL",
    } <= set(os.environ):
        yield
        return
    command = next((word for word in words if not word.startswith("-")), "")
    if command in WITHOUT_SERVERS or {"--help", "-h", "--version"}.intersection(words):
        for name, url in NOWHERE.items():
            os.environ.setdefault(name, url)
        yield
        return
    try:
        account = privileges.account()
        place = os.environ.get("DATA_DIR")
        data = DataDirectory(privileges.find_places(root, place and Path(place), account).data)
        is_demo = (data / DEMO_MARK).exists()
        data.make(account and account.owner)
        servers = Servers(data, _packages(), account)
        signal.signal(signal.SIGTERM, _leave)
        servers.borrow()
    except (Problem, OSError) as error:
        sys.exit(sentence_for(error) if isinstance(error, OSError) else str(error))
    except (Stopped, KeyboardInterrupt):
        sys.exit(130)
    defaults = {
        "DATA_DIR": str(data),
        "SECRET_KEY": data.secret_key(),
        "DEMO_MODE": str(int(is_demo)),
    }
    for name, value in (servers.urls() | defaults).items():
        os.environ.setdefault(name, value)
    try:
        yield
    finally:
        hold_signals()  # nothing may interrupt the stopping itself
        _close_connections()
        servers.give_back()
        if account:
            data.give_to(account.owner)  # files that the command wrote as root


def _packages() -> Path:
    import django  # late: manage.py made sure that it is there

    return Path(django.__file__).resolve().parents[1]


def _leave(_number, _frame):
    raise SystemExit(143)


def _close_connections() -> None:
    # PostgreSQL would report a session that was cut off by its stopping.
    with contextlib.suppress(Exception):
        from django.db import connections

        connections.close_all()
