"""What the launcher says, and the two ways in which a run ends early."""

import contextlib
import errno
import os
import signal
import sys
import time
from collections.abc import Iterator


class Problem(Exception):  # noqa: N818  a sentence for a person, no fault in the code
    """A reason to stop that the person can do something about, as one sentence."""


class Stopped(BaseException):
    """Somebody asked the launcher to stop (Ctrl-C, SIGTERM, a closed terminal)."""


STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_stop_requested = False


def watch_signals() -> None:
    """Note requests to stop instead of dying in the middle of a step; every wait asks ``check_stop``."""

    def note(_number, _frame):
        global _stop_requested
        _stop_requested = True

    for number in STOP_SIGNALS:
        signal.signal(number, note)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOP_SIGNALS)


def hold_signals() -> None:
    """Let requests to stop wait until ``watch_signals`` is called again, perhaps by the program we become."""
    signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS)


def check_stop() -> None:
    """Raise ``Stopped`` once somebody asked to stop."""
    if _stop_requested:
        raise Stopped


def pause(seconds: float) -> None:
    """Sleep, but answer a request to stop at once."""
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        check_stop()
        time.sleep(min(left, 0.05))
    check_stop()


def say(text: str = "", end: str = "\n", file=None) -> None:
    """Print now; a closed terminal or pipe is no reason to leave servers behind."""
    stream = file or sys.stdout
    try:
        print(text, end=end, file=stream, flush=True)
    except (OSError, ValueError):
        # The interpreter flushes once more when it ends, which would fail again.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def seconds(since: float) -> str:
    """Return the time since a monotonic moment as Indonesian text."""
    return f"{time.monotonic() - since:.1f} detik".replace(".", ",")


@contextlib.contextmanager
def step(title: str) -> Iterator[None]:
    """Print a step as it begins, and its time when it is done."""
    began = time.monotonic()
    check_stop()
    say(f"  {title} … ", end="")
    try:
        yield
    except BaseException:
        say()
        raise
    say(seconds(began))


def sentence_for(error: OSError) -> str:
    """Return one Indonesian sentence for an error of the operating system."""
    where = f" ({error.filename})" if error.filename else ""
    match error.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return f"Ruang disk habis{where}: kosongkan ruang, lalu jalankan lagi."
        case errno.EACCES | errno.EPERM | errno.EROFS:
            return f"Tidak ada izin untuk membaca atau menulis{where}."
        case errno.EMFILE | errno.ENFILE | errno.ENOMEM | errno.EAGAIN:
            return "Mesin ini kehabisan memori, proses atau berkas terbuka."
        case _:
            return f"Sistem operasi menolak{where}: {error.strerror or error}."


DISK_FULL_SIGNS = (
    "No space left on device",
    "Disk quota exceeded",
    "File too large",
    "File size limit",
)


def sentence_if_disk_full(output: str) -> str | None:
    """Return the sentence about a full disk if that is what a program's output complains of."""
    if any(sign in output for sign in DISK_FULL_SIGNS):
        return sentence_for(OSError(errno.ENOSPC, ""))
    return None
