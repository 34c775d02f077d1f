"""Work that several do at the same moment."""

import threading

from django.db import connection


def together(work, count):
    """Run a function in several threads that start at once, each with a connection of its own; none may fail."""
    start, faults = threading.Barrier(count), []

    def take_part():
        try:
            start.wait(timeout=10)
            work()
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=take_part) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert (faults, [thread for thread in threads if thread.is_alive()]) == ([], [])
