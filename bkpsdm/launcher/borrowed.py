"""The embedded servers, shared by those who use the same data directory at the same time.

Everybody who uses them holds one lock together. Whoever can hold it alone is the only one: then it is safe to
start the servers, or to stop them.
"""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from .console import Problem
from .files import DataDirectory
from .privileges import Account
from .servers import Postgres, Server, Valkey


class Servers:
    """PostgreSQL and Valkey of a data directory, less those whose address the environment gives."""

    def __init__(
        self,
        data: DataDirectory,
        packages: Path,
        account: Account | None,
        given: Mapping[str, str] = os.environ,
    ):
        self.data = data
        self.given = {name: given[name] for name in ("DATABASE_URL", "REDIS_URL") if given.get(name)}
        self.own: dict[str, Server] = {
            name: kind(data, packages, account)
            for name, kind in (("DATABASE_URL", Postgres), ("REDIS_URL", Valkey))
            if name not in self.given
        }
        self.lock = data.lock("servers")
        self.started: list[subprocess.Popen] = []

    def recall(self) -> None:
        """Read again what whoever started the servers has remembered."""
        for server in self.own.values():
            server.recall()

    def urls(self) -> dict[str, str]:
        """Return the addresses of both, as environment variables."""
        return self.given | {name: server.url for name, server in self.own.items()}

    def take_over(self) -> None:
        """Stop what an earlier run left behind, and keep others from starting servers meanwhile."""
        if not self.lock.try_alone():
            raise Problem(
                f"Sebuah perintah manage.py sedang memakai {self.data}: tunggu sampai selesai, lalu jalankan lagi."
            )
        for server in self.own.values():
            server.stop()

    def borrow(self) -> None:
        """Use the servers, starting them if nobody has; they outlive us while somebody else uses them."""
        while True:
            if self.lock.try_alone():
                try:
                    for server in self.own.values():
                        if not server.is_running():
                            self.started.append(server.start(dies_with_us=False))
                except BaseException:
                    self._stop()
                    raise
                self.lock.wait_shared()
            else:
                self.lock.wait_shared()
                self.recall()
            if all(server.is_running() for server in self.own.values()):
                return

    def give_back(self) -> None:
        """Stop the servers, unless somebody else uses them."""
        if self.lock.try_alone():
            self._stop()
        self.lock.release()

    def _stop(self) -> None:
        for server in reversed(self.own.values()):
            server.stop()
        for process in self.started:
            process.poll()  # or it would stay in the table of processes until we end
