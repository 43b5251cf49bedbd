"""The queue for the right to write: locks on the bytes of one file, first come, first served.

Byte 0 is the right to write; the bytes behind it are places in the line. Who finds nobody in line
takes byte 0 if it is free. Everybody else locks the byte behind the last one locked and waits for
all before it, so that nobody who stands in line is passed by who comes later. Whose turn it is
keeps their place until they have only the disk to wait for: then the one behind is next, and makes
ready in the meantime. One lock alone is not fair: Linux frees it and wakes the first who waits for
it, but whoever asks for it before that one runs has it, most often the one who has just let it go.

The locks belong to an open file (`F_OFD_SETLK`, Linux's own): the kernel frees those of a process
that dies, wherever it stood. One that was stopped, by Ctrl+Z say, does not die: who waits long
takes byte 0 where nobody has it. A blocked call cannot be given a time limit, so a thread does the
waiting, and only where somebody is before it.
"""

import fcntl
import os
from _thread import allocate_lock, start_new_thread
from collections.abc import Callable
from struct import Struct
from time import monotonic, sleep

STALLED = 1.0
"""Seconds in line after which one looks whether anybody works at all."""

AGAIN = 0.05
"""Seconds between two looks for a place where another program's lock leaves none."""

NEVER = 0
"""Where a lock ends that reaches to the end of the file, which none of ours does."""

_FLOCK = Struct("hhqqi0q")
"""C's `struct flock`: kind, what the start counts from, start, length (0: to the end), nobody."""


def _lock(kind: int, start: int, length: int) -> bytes:
    return _FLOCK.pack(kind, os.SEEK_SET, start, length, 0)


_TURN = _lock(fcntl.F_WRLCK, 0, 1)
_LINE = _lock(fcntl.F_WRLCK, 1, 0)
_NO_PLACE = _lock(fcntl.F_UNLCK, 1, 0)
_NONE = _lock(fcntl.F_UNLCK, 0, 0)


def nothing() -> None:
    """Nothing to make ready."""


class Queue:
    """The right to write to one store. Who enters leaves with `leave`, from whatever thread."""

    def __init__(self, open_file: Callable[[], int], limit: float) -> None:
        """Take how to open the lock file, and how many seconds to wait at most."""
        self._open = open_file
        self._limit = limit
        self._own: int | None = None
        self._placed = False

    def enter(self, make_ready: Callable[[], object] = nothing) -> bool:
        """Wait for the right to write; False when the time limit has passed without it.

        Where there is somebody before, `make_ready` is called once only one is, and that one has
        called for the next or left.
        """
        own = self._opened()
        return _taken(own) or self._wait(own, make_ready)

    def _opened(self) -> int:
        """The lock file's descriptor; where the file was deleted, that of the one made since."""
        if self._own is not None and not os.fstat(self._own).st_nlink:
            self.close()
        if self._own is None:
            self._own = self._open()
        return self._own

    def _wait(self, descriptor: int, make_ready: Callable[[], object]) -> bool:
        """Wait in line; after a wait given up, the next one has a descriptor of its own."""
        self._own = None
        waiter, end = _Waiter(descriptor), monotonic() + self._limit
        try:
            if not waiter.line_up(end):
                return False
            while (left := end - monotonic()) > 0:
                if waiter.wait(min(left, STALLED), make_ready):
                    break
                if self._passed():
                    waiter.abandon()
                    return True
            else:
                if waiter.give_up():
                    return False
        except BaseException:
            waiter.abandon()
            raise
        waiter.check()
        self._own, self._placed = descriptor, True
        return True

    def _passed(self) -> bool:
        """Take the right to write where nobody has it, though there are some in line."""
        descriptor = self._open()
        if _locked(descriptor, _TURN):
            self._own = descriptor
            return True
        os.close(descriptor)
        return False

    def call_next(self) -> None:
        """Let the next in line make ready: whoever has the right to write is about to leave."""
        if self._placed and self._own is not None:
            self._placed = False
            fcntl.fcntl(self._own, fcntl.F_OFD_SETLK, _NO_PLACE)

    def leave(self) -> None:
        """Give up the right to write, if it is held."""
        self._placed = False
        if self._own is not None:
            fcntl.fcntl(self._own, fcntl.F_OFD_SETLK, _NONE)

    def close(self) -> None:
        """Give it up and let go of the file; the next to enter opens it again."""
        self._placed = False
        if self._own is not None:
            own, self._own = self._own, None
            os.close(own)


def _taken(descriptor: int) -> bool:
    """Take the right to write at once; False where somebody has it or stands in line."""
    return _behind(descriptor, _LINE) is None and _locked(descriptor, _TURN)


def _locked(descriptor: int, wanted: bytes) -> bool:
    try:
        fcntl.fcntl(descriptor, fcntl.F_OFD_SETLK, wanted)
    except BlockingIOError:
        return False
    return True


def _behind(descriptor: int, wanted: bytes) -> int | None:
    """The byte behind a lock of somebody else's on what is wanted; None where there is none."""
    found = fcntl.fcntl(descriptor, fcntl.F_OFD_GETLK, wanted)
    kind, _, start, length, _ = _FLOCK.unpack(found)
    if kind == fcntl.F_UNLCK:
        return None
    return start + length if length else NEVER


def _line_up(descriptor: int, end: float) -> int | None:
    """Lock the byte behind the last one locked; which it is. None where time is up before."""
    place = 1
    while monotonic() < end:
        behind = _behind(descriptor, _lock(fcntl.F_WRLCK, place, 0))
        if behind == NEVER:
            sleep(AGAIN)
        elif behind is not None:
            place = behind
        elif _locked(descriptor, _lock(fcntl.F_WRLCK, place, 1)):
            return place
    return None


class _Waiter:
    """A thread that waits in line; where its turn comes too late, it passes it on.

    It is a bare one: with `Thread` and `Event` handing over takes half as long again.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._failed: OSError | None = None
        self._next, self._turn = allocate_lock(), allocate_lock()
        self._next.acquire()
        self._turn.acquire()
        self._decided = allocate_lock()
        self._ready = False

    def line_up(self, end: float) -> bool:
        """Take a place, and wait there; False where there was none to be had in time."""
        try:
            if (place := _line_up(self._descriptor, end)) is not None:
                start_new_thread(self._block, (place,))
                return True
        except BaseException:
            self._decide()  # nobody else will
            raise
        os.close(self._descriptor)
        return False

    def wait(self, seconds: float, make_ready: Callable[[], object]) -> bool:
        """Wait at most so long; whether the descriptor holds the right to write now."""
        end = monotonic() + seconds
        if not self._ready:
            if not self._next.acquire(timeout=seconds):
                return False
            self._ready = True
            make_ready()
        return self._turn.acquire(timeout=max(0.0, end - monotonic()))

    def check(self) -> None:
        """Raise what the waiting failed of, if it did."""
        if self._failed is not None:
            os.close(self._descriptor)
            raise self._failed

    def give_up(self) -> bool:
        """Leave the turn to those behind; False where it has come in the meantime."""
        return self._decide()

    def abandon(self) -> None:
        """Leave the line at once, and what it has of the turn."""
        fcntl.fcntl(self._descriptor, fcntl.F_OFD_SETLK, _NONE)
        if not self._decide():
            os.close(self._descriptor)

    def _decide(self) -> bool:
        """Whether this call is the first, of the thread's at its turn and of who gives up before.

        The first one leaves the descriptor to the other.
        """
        return self._decided.acquire(blocking=False)

    def _block(self, place: int) -> None:
        """Wait until the one before calls, so that one is woken at a time; then for the turn."""
        try:
            if place > 1:
                self._wait_for(_lock(fcntl.F_WRLCK, place - 1, 1))
            self._next.release()
            self._wait_for(_lock(fcntl.F_WRLCK, 0, place))
        except OSError as error:
            self._failed = error
            if self._next.locked():
                self._next.release()
        if self._decide():
            self._turn.release()
        else:
            os.close(self._descriptor)

    def _wait_for(self, wanted: bytes) -> None:
        fcntl.fcntl(self._descriptor, fcntl.F_OFD_SETLKW, wanted)
