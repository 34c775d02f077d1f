"""Keeping web server, worker, beat and the servers running, and ending them in order."""

import contextlib
import json
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from . import processes
from .console import Problem, pause, say
from .files import DataDirectory

RECORD = "processes.json"
STEADY = 60  # seconds after which a process counts as well again
LONGEST_PAUSE = 30
GIVE_UP_AFTER = 8  # failures in a row of something that never became steady


@dataclass
class Service:
    """One program that is kept running."""

    name: str
    spawn: Callable[[], subprocess.Popen]
    log: Path
    stop_signal: int = signal.SIGTERM
    patience: float = 4.0
    rank: int = 0  # what has the lowest rank is stopped first
    process: subprocess.Popen | None = None
    failures: int = 0
    started_at: float = 0.0
    due_at: float = field(default=0.0)

    def start(self) -> None:
        self.process = self.spawn()
        self.started_at = time.monotonic()

    def is_down(self) -> bool:
        return self.process is None or self.process.poll() is not None


class Supervisor:
    """Runs services until somebody asks to stop."""

    def __init__(self, data: DataDirectory):
        self.data = data
        self.services: list[Service] = []

    def add(self, service: Service) -> None:
        """Start a service, or take over one that was just started, and watch it from now on."""
        self.services.append(service)
        if service.process is None:
            service.start()
        service.started_at = time.monotonic()
        self._record()

    def watch(self, seconds: float | None = None) -> None:
        """Restart what crashes; return after that time, or never."""
        until = None if seconds is None else time.monotonic() + seconds
        while until is None or time.monotonic() < until:
            for service in self.services:
                self._look_after(service)
            pause(0.2)

    def _look_after(self, service: Service) -> None:
        now = time.monotonic()
        if service.due_at:
            if now >= service.due_at:
                service.due_at = 0.0
                service.start()
                self._record()
        elif service.is_down():
            code = service.process.returncode
            processes.kill_group(service.process.pid)  # what it started must not meet its successor
            service.failures = 1 if now - service.started_at > STEADY else service.failures + 1
            if service.failures >= GIVE_UP_AFTER:
                raise Problem(
                    f"{service.name} berhenti terus-menerus (kode {code}); sebabnya tercatat di {service.log}."
                )
            wait = min(2 ** (service.failures - 1), LONGEST_PAUSE)
            service.due_at = now + wait
            say(f"  {service.name} berhenti (kode {code}); dimulai lagi dalam {wait} detik. Catatan: {service.log}")

    def stop(self) -> None:
        """End everything, rank by rank: those who use the servers before the servers."""
        for rank in sorted({service.rank for service in self.services}):
            group = [service for service in self.services if service.rank == rank and service.process]
            if group:
                processes.end(
                    [service.process for service in group],
                    number=group[0].stop_signal,
                    patience=max(service.patience for service in group),
                )
        self.services.clear()
        (self.data / RECORD).unlink(missing_ok=True)

    def _record(self) -> None:
        pids = [service.process.pid for service in self.services]
        self.data.write(RECORD, json.dumps({pid: processes.birth(pid) for pid in pids}))


def end_leftovers(data: DataDirectory) -> int:
    """End what a killed launcher left running; return how many processes that were."""
    try:
        recorded = json.loads((data / RECORD).read_text())
    except (OSError, ValueError):
        return 0
    ended = 0
    for pid, born in recorded.items():
        if born and processes.birth(int(pid)) == born:
            processes.end_stranger(int(pid), signal.SIGTERM, patience=3)
            processes.kill_group(int(pid))
            ended += 1
    with contextlib.suppress(OSError):
        (data / RECORD).unlink()
    return ended
