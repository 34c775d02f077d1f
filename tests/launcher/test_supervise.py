"""Keeping programs running, and recognising what a killed launcher left behind."""

import json
import subprocess

import pytest

from bkpsdm.launcher import processes
from bkpsdm.launcher.console import Problem
from bkpsdm.launcher.supervise import RECORD, Service, Supervisor, end_leftovers
from tests.launcher.stand import wait_for


@pytest.fixture
def supervisor(data):
    keeper = Supervisor(data)
    yield keeper
    keeper.stop()


def service(data, *command: str, **options) -> Service:
    return Service("contoh", lambda: processes.start(command), data.log("contoh"), **options)


def test_a_crashed_program_is_started_again(supervisor, data, capsys):
    example = service(data, "sleep", "60")
    supervisor.add(example)
    first = example.process
    first.kill()
    supervisor.watch(2)
    assert example.process is not first
    assert example.process.poll() is None
    assert "contoh berhenti (kode -9); dimulai lagi dalam 1 detik" in capsys.readouterr().out


def test_a_program_that_never_runs_is_given_up(supervisor, data, monkeypatch):
    monkeypatch.setattr("bkpsdm.launcher.supervise.LONGEST_PAUSE", 0.01)
    supervisor.add(service(data, "false"))
    with pytest.raises(Problem, match="contoh berhenti terus-menerus"):
        supervisor.watch(20)


def test_stop_ends_lower_ranks_first_and_kills_the_stubborn(supervisor, data):
    ended = data.path / "ended"
    note = f"echo $0 >> {ended}"
    stubborn = service(data, "sh", "-c", f"trap '' TERM; touch {data / 'up1'}; sleep 60", patience=0.5)
    polite = service(
        data, "sh", "-c", f"trap '{note}; exit' TERM; touch {data / 'up2'}; sleep 60 & wait", "last", rank=1
    )
    for each in (polite, stubborn):
        supervisor.add(each)
    wait_for(lambda: (data / "up1").exists() and (data / "up2").exists())
    supervisor.stop()
    assert stubborn.process.returncode == -9
    assert ended.read_text() == "last\n"
    assert not (data / RECORD).exists()


def test_leftovers_are_ended_and_strangers_with_their_number_are_not(data):
    left, stranger = (subprocess.Popen(["sleep", "60"], start_new_session=True) for _ in range(2))
    record = {left.pid: processes.birth(left.pid), stranger.pid: "another moment"}
    data.write(RECORD, json.dumps(record))
    try:
        assert end_leftovers(data) == 1
        assert left.wait(timeout=5) == -15
        assert stranger.poll() is None
        assert end_leftovers(data) == 0
    finally:
        for process in (left, stranger):
            process.kill()
            process.wait()
