"""``python -m bkpsdm.launcher server|test``: what script/server and script/test call."""

import os
import signal
import sys
from pathlib import Path

from .console import Problem, Stopped, say, sentence_for

signal.signal(signal.SIGINT, signal.SIG_DFL)  # until watch_signals: nothing is running yet
ROOT = Path(__file__).resolve().parents[2]


def main() -> int:
    command, *words = sys.argv[1:] or [""]
    try:
        if command == "server":
            from . import server  # late: each command loads only what it uses

            server.main(ROOT, words)
        elif command == "test":
            from . import checks

            return checks.main(ROOT, words)
        else:
            raise Problem("Pakailah script/server atau script/test.")
    except Problem as problem:
        return complain(str(problem))
    except (Stopped, KeyboardInterrupt):
        say("Berhenti.")
        return 130
    except OSError as error:
        return complain(sentence_for(error))
    except Exception as error:  # people get a sentence; BKPSDM_TRACEBACK=1 shows the rest
        return complain(f"Kesalahan tak terduga pada peluncur ({type(error).__name__}): {error}")
    return 0


def complain(text: str) -> int:
    if os.environ.get("BKPSDM_TRACEBACK") == "1":
        import traceback

        traceback.print_exc()
    say(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
