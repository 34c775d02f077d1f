"""A stand of its own for every test, in directories that the unprivileged account can reach."""

import contextlib
import os
import shutil
import signal
import tempfile
from pathlib import Path

import pytest

from bkpsdm.launcher import privileges
from bkpsdm.launcher.files import DataDirectory
from tests.launcher.stand import Run, make_clone, processes_of


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.enable_socket)
            # Servers are left running on purpose, and ended by `place`.
            item.add_marker(pytest.mark.filterwarnings("ignore::ResourceWarning"))


@pytest.fixture
def place():
    """A directory that everybody may enter, gone afterwards; pytest's own are private."""
    path = Path(tempfile.mkdtemp(prefix="bkpsdm-launcher-")).resolve()
    path.chmod(0o755)
    yield path
    for pid in processes_of(path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def account():
    return privileges.account()


@pytest.fixture
def data(place, account):
    directory = DataDirectory(place / "data")
    directory.make(account and account.owner)
    return directory


@pytest.fixture
def clone(place):
    return make_clone(place / "clone")


@pytest.fixture
def server(clone):
    """Start script/server on a clone, as often as a test likes; what is left running is ended."""
    runs = []

    def start(*words, at=clone, **options):
        runs.append(Run(at, *words, **options))
        return runs[-1]

    yield start
    for run in runs:
        if run.process.poll() is None:
            run.process.kill()
