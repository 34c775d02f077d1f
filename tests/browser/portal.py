"""The portal as people meet it: granian, a Celery worker and a database of its own, reached by HTTP only."""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from urllib.error import URLError
from urllib.parse import urlsplit, urlunsplit
from urllib.request import urlopen

import psycopg
import redis
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
REDIS_NUMBER = "9"
PATIENCE = 60


@dataclass
class Portal:
    """Where the portal answers; places holds the paths of what the demo conversations made."""

    url: str
    variables: dict
    directory: Path
    places: dict = field(default_factory=dict)


@contextlib.contextmanager
def running_portal(directory):
    """Run the portal in demo mode on a fresh database; stop it and drop the database afterwards."""
    with fresh_database() as database:
        port = free_port()
        variables = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "bkpsdm.settings",
            "DATABASE_URL": database,
            "REDIS_URL": empty_redis(),
            "DATA_DIR": str(directory / "data"),
            "DEMO_MODE": "1",
            "DEBUG": "0",
            # A run logs in once and takes long.
            "STEP_UP_SECONDS": "86400",
            "SITE_URL": f"http://127.0.0.1:{port}",
            "PYTHONWARNINGS": "ignore",
        }
        prepared = subprocess.run(
            [sys.executable, "-m", "django", "prepare", "--seed", "--collectstatic"],
            cwd=ROOT,
            env=variables,
            capture_output=True,
            text=True,
        )
        assert prepared.returncode == 0, prepared.stdout + prepared.stderr
        worker = ["celery", "-A", "bkpsdm.celery", "worker", "-c", "1", "--without-gossip", "--without-mingle"]
        with (
            program(worker, variables, directory / "worker.log"),
            web_server(port, variables, directory / "web.log") as url,
        ):
            yield Portal(url, variables, directory)


@contextlib.contextmanager
def web_server(port, variables, log, path="/readyz", workers=1):
    """Run granian and wait until a path answers; any answer of 5xx counts only where nothing better is expected."""
    command = [
        "granian",
        "--interface",
        "wsgi",
        "--workers",
        str(workers),
        "--blocking-threads",
        "8",
        "--host",
        "127.0.0.1",
    ]
    command += ["--port", str(port), "--workers-kill-timeout", "5s", "bkpsdm.wsgi:application"]
    url = f"http://127.0.0.1:{port}"
    with program(command, variables, log) as process:
        wait_for(lambda: process.poll() is not None or answers(url + path), f"the portal did not start: {log}")
        assert process.poll() is None, log.read_text()
        yield url


@contextlib.contextmanager
def program(command, variables, log):
    """Run a Python program in a process group of its own, ended with all it started."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=variables,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(10)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextlib.contextmanager
def fresh_database(suffix="browser"):
    """Make a database beside the one that the environment names, and drop it afterwards."""
    given = urlsplit(os.environ["DATABASE_URL"])
    fresh = urlunsplit(given._replace(path=f"{given.path}_{suffix}"))
    name = sql.Identifier(f"{given.path.lstrip('/')}_{suffix}")
    maintenance = urlunsplit(given._replace(path="/postgres"))
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(name))
    yield fresh
    with psycopg.connect(maintenance, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))


def empty_redis():
    """Return the address of a numbered database of the given Redis that nobody else uses, emptied."""
    given = urlsplit(os.environ["REDIS_URL"])
    change = {"query": f"db={REDIS_NUMBER}"} if given.scheme == "unix" else {"path": f"/{REDIS_NUMBER}"}
    address = urlunsplit(given._replace(**change))
    with redis.Redis.from_url(address) as connection:
        connection.flushdb()
    return address


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def answers(url):
    try:
        with urlopen(url, timeout=5) as response:
            return response.status < 400
    except (URLError, OSError):
        return False


def wait_for(condition, complaint, patience=PATIENCE):
    """Return what the condition gives as soon as it holds; fail when it does not within the deadline."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(complaint)


def path_of(page):
    return re.sub(r"^https?://[^/]+", "", page.url)
