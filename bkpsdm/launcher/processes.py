"""Starting, recognising and ending processes."""

import contextlib
import ctypes
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from .console import check_stop

_prctl = ctypes.CDLL(None).prctl if sys.platform == "linux" else None
_PR_SET_PDEATHSIG = 1


def die_with(parent: int, number: int = signal.SIGKILL) -> None:
    """Ask the kernel to signal this process when its parent ends, however that happens (Linux only)."""
    if _prctl:
        _prctl(_PR_SET_PDEATHSIG, number)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)


def start(command: list, *, dies_with_us: int | None = signal.SIGKILL, **options) -> subprocess.Popen:
    """Start a program in a session of its own, so that Ctrl-C reaches the launcher alone.

    ``dies_with_us`` is the signal it gets when the launcher is killed; with None it lives on.
    """
    if dies_with_us is not None and _prctl:
        us = os.getpid()
        options["preexec_fn"] = lambda: die_with(us, dies_with_us)
    options.setdefault("stdin", subprocess.DEVNULL)
    return subprocess.Popen([str(word) for word in command], start_new_session=True, **options)


def run(
    command: list,
    *,
    on_line: Callable[[str], None] | None = None,
    text: str = "",
    **options,
) -> tuple[int, str]:
    """Run a program to its end and return its exit code and all its output; a request to stop ends it.

    Lines of its standard output go to ``on_line`` as they come. ``text`` is its standard input.
    """
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    process = start(command, stdin=subprocess.PIPE, **pipes, **options)
    with contextlib.suppress(BrokenPipeError), process.stdin:
        process.stdin.write(text.encode())
    output, line = bytearray(), bytearray()
    try:
        with selectors.DefaultSelector() as selector:
            selector.register(process.stdout, selectors.EVENT_READ)
            selector.register(process.stderr, selectors.EVENT_READ)
            while selector.get_map():
                check_stop()
                ready = selector.select(0.1)
                if not ready and process.poll() is not None:
                    break  # a grandchild may hold the pipe open for ever
                for key, _ in ready:
                    chunk = os.read(key.fd, 65536)
                    if not chunk:
                        selector.unregister(key.fileobj)
                    output += chunk
                    if on_line and key.fileobj is process.stdout:
                        line += chunk
                        *lines, line = line.split(b"\n")
                        for complete in lines:
                            on_line(complete.decode(errors="replace"))
        while process.poll() is None:
            check_stop()
            time.sleep(0.01)
    except BaseException:
        end([process], patience=2)
        raise
    finally:
        process.stdout.close()
        process.stderr.close()
    if on_line and line:
        on_line(line.decode(errors="replace"))
    return process.returncode, output.decode(errors="replace")


def end(processes: list[subprocess.Popen], *, number: int = signal.SIGTERM, patience: float) -> None:
    """Ask our own children to end, wait for all of them together, then kill them with all they started."""
    for process in processes:
        if process.poll() is None:
            with contextlib.suppress(OSError):
                process.send_signal(number)
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and any(process.poll() is None for process in processes):
        time.sleep(0.02)
    for process in processes:
        kill_group(process.pid)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(timeout=1)


def kill_group(pid: int) -> None:
    """Kill whatever is left of the session that a process of ours led."""
    with contextlib.suppress(OSError):
        os.killpg(pid, signal.SIGKILL)


def command_line(pid: int) -> str:
    """Return the command line of a process, empty when there is none."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace").strip()
        return ""
    ps = subprocess.run(
        ["ps", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return ps.stdout.strip()


def birth(pid: int) -> str:
    """Return when a process was born; with its number this names it, as numbers alone are used again."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, IndexError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return "" if fields[0] == "Z" else fields[19]
        return ""
    ps = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    )
    return ps.stdout.strip()


def end_stranger(pid: int, number: int, patience: float) -> bool:
    """End a process that is not our child; return whether it is gone."""
    born = birth(pid)
    if not born:
        return True
    for attempt, limit in ((number, patience), (signal.SIGKILL, 2)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, attempt)
        deadline = time.monotonic() + limit
        while time.monotonic() < deadline:
            if birth(pid) != born:
                return True
            time.sleep(0.02)
    return False
