"""A worker that is killed before the line it is told: reads numbers, and for each forks a child that drains the outbox.

A child counts the lines of the outbox that it runs, says before which it dies, and kills itself with signal 9.
"""

import os
import signal
import sys

import django

STEPS = (
    "accounts/tasks.py",
    "accounts/actions/outbox.py",
    "accounts/channels.py",
    "accounts/mails.py",
    "bkpsdm/lib/states.py",
)


def die_before(number):
    """Kill this process before the given line of the outbox, counted from one."""
    count = 0

    def step(frame, event, argument):
        nonlocal count
        if event == "line":
            count += 1
            if count == number:
                os.write(1, f"{frame.f_code.co_name}\n".encode())
                os.kill(os.getpid(), signal.SIGKILL)
        return step

    def is_step(code):
        return code.co_filename.endswith(STEPS) and not code.co_name.startswith("<")  # a loop within one line

    sys.settrace(lambda frame, event, argument: step if is_step(frame.f_code) else None)


def main():
    django.setup()
    from accounts.tasks import drain_outbox  # late: the settings come first

    for line in sys.stdin:
        child = os.fork()
        if not child:
            die_before(int(line))
            drain_outbox()
            os.write(1, b"done\n")
            os._exit(0)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
