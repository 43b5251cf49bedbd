"""The queue for the right to write: a lock of the operating system's, with a time limit.

SQLite's own waiting is unfair under load; a process blocked in `flock` is woken in turn. A blocked
call cannot be given a time limit, so a thread does the waiting, and only where somebody else holds
the lock. The kernel frees the lock when its holder dies.
"""

import fcntl
import os
from collections.abc import Callable
from threading import Event, Lock, Thread


class Queue:
    """The lock on one file. Whoever enters leaves with `leave`, from whatever thread."""

    def __init__(self, open_file: Callable[[], int], limit: float) -> None:
        """Take how to open the lock file, and how many seconds to wait at most."""
        self._open = open_file
        self._limit = limit
        self._own: int | None = None
        self._waited: int | None = None

    def enter(self) -> bool:
        """Wait for the lock; False when the time limit has passed without it."""
        if self._own is None:
            self._own = self._open()
        try:
            fcntl.flock(self._own, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self._wait()
        return True

    def _wait(self) -> bool:
        """Wait on a descriptor of its own: a wait given up must not hold up the next one."""
        descriptor = self._open()
        if not _Waiter(descriptor).wait(self._limit):
            return False
        self._waited = descriptor
        return True

    def leave(self) -> None:
        """Free the lock, if it is held."""
        if self._waited is not None:
            waited, self._waited = self._waited, None
            os.close(waited)
        elif self._own is not None:
            fcntl.flock(self._own, fcntl.LOCK_UN)

    def close(self) -> None:
        """Free the lock and let go of the file; the next to enter opens it again."""
        self.leave()
        if self._own is not None:
            own, self._own = self._own, None
            os.close(own)


class _Waiter:
    """A thread blocked on the lock; one that comes too late frees it again."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._has_it = Event()
        self._deciding = Lock()
        self._given_up = False
        Thread(target=self._block, name="store-queue", daemon=True).start()

    def wait(self, limit: float) -> bool:
        """Wait at most `limit` seconds; whether the descriptor holds the lock now."""
        try:
            self._has_it.wait(limit)
        except BaseException:
            if self._decide():
                os.close(self._descriptor)
            raise
        return self._decide()

    def _decide(self) -> bool:
        with self._deciding:
            self._given_up = not self._has_it.is_set()
        return not self._given_up

    def _block(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._deciding:
            self._has_it.set()
            late = self._given_up
        if late:
            os.close(self._descriptor)
