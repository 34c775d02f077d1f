#!/usr/bin/env python
"""Run a management command, with the servers of the data directory where none are given."""

import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent


def main():
    if importlib.util.find_spec("django") is None:
        python = ROOT / ".venv" / "bin" / "python"
        if not python.exists() or Path(sys.prefix) == ROOT / ".venv":
            sys.exit("Pustaka portal belum terpasang: jalankan script/server atau script/test dulu.")
        # The same command with the Python of the virtual environment.
        os.execv(python, [python, __file__, *sys.argv[1:]])  # noqa: S606  our own Python, no shell wanted
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bkpsdm.settings")

    from bkpsdm.launcher.command import (
        servers_for,
    )  # late: Django is known to be there only now

    with servers_for(ROOT, sys.argv[1:]):
        from django.core.management import execute_from_command_line

        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
