"""Who stands in a queue in the tests: `python -m tests.store.queuers LOCK LOG NAME TURNS`.

Each turn is two lines in the log, `in NAME` and `out NAME`. Without turns it stays in its first.
"""

import os
import sys
from pathlib import Path

from store.folder import open_lock
from store.queue import Queue


def queue_up(lock: Path, log: int, name: str, turns: int) -> None:
    """Take so many turns, going back to the end of the line after each."""
    queue = Queue(lambda: open_lock(lock, 0o600), 60)
    for _ in range(max(turns, 1)):
        assert queue.enter()
        os.write(log, f"in {name}\n".encode())
        if not turns:
            sys.stdin.readline()
        os.write(log, f"out {name}\n".encode())
        queue.leave()


if __name__ == "__main__":
    lock_file, log_file, called, count = sys.argv[1:]
    appended = os.open(log_file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    queue_up(Path(lock_file), appended, called, int(count))
