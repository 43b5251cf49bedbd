"""Where a file is made before it has its name: whole or not at all, and never over another.

Whoever makes one works in a folder of their own beside it and holds a lock on that, which ends with
their process. So whoever comes next can tell what somebody left who was killed, and clears it away,
from what somebody still works on.
"""

import errno
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from store.errors import CopyNotWritten, StoreExists, StoreFull
from store.folder import sync

PREFIX = ".clanbook-"
"""What the name of every such folder begins with."""

NO_LINKS = frozenset({errno.EPERM, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a file system answers, as that of many memory sticks, where no file has a second name."""


@contextmanager
def workshop(beside: Path) -> Iterator[Path]:
    """A new folder for its owner alone, in a folder; gone after the block with all that is in it.

    Those that were left by a process that was killed are cleared away.
    """
    from shutil import rmtree

    for left in beside.glob(f"{PREFIX}*"):
        _clear_if_left(left)
    made, held = _made(beside)
    try:
        yield made
    finally:
        rmtree(made)
        os.close(held)


def _made(beside: Path) -> tuple[Path, int]:
    """A new folder, and the descriptor that holds its lock."""
    from tempfile import mkdtemp

    while True:
        made = Path(mkdtemp(prefix=PREFIX, dir=beside))
        # Before it is locked, it looks like one that was left: another may clear it away.
        with suppress(FileNotFoundError):
            held = os.open(made, os.O_RDONLY)
            _lock(held, fcntl.LOCK_EX)
            if made.exists():
                return made, held
            os.close(held)


def _clear_if_left(found: Path) -> None:
    """Remove a folder that nobody holds a lock on."""
    from shutil import rmtree

    try:
        held = os.open(found, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # another's, gone by now, or none of ours
        return
    try:
        if os.fstat(held).st_uid == os.geteuid() and _lock(held, fcntl.LOCK_EX | fcntl.LOCK_NB):
            rmtree(found, ignore_errors=True)
    finally:
        os.close(held)


def _lock(held: int, how: int) -> bool:
    """Whether a lock is had. Where the file system knows none, nothing counts as left."""
    try:
        fcntl.flock(held, how)
    except OSError:
        return False
    return True


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A new file for its owner alone to be written in the block, durably and all of it or nothing.

    Raises StoreExists over a file, and StoreFull or CopyNotWritten where it cannot be written.
    """
    if path.exists():
        raise StoreExists(path)
    try:
        with workshop(path.parent) as place:
            part = place / "part"
            os.close(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
            yield part
            with part.open("rb") as written:
                os.fsync(written.fileno())
            _name(part, path)
            sync(path.parent)
    except FileExistsError as error:
        raise StoreExists(path) from error
    except OSError as error:
        kind = StoreFull if error.errno in (errno.ENOSPC, errno.EDQUOT) else CopyNotWritten
        raise kind(path, error.strerror or "the copy") from error


def _name(part: Path, path: Path) -> None:
    """Give a file its name; FileExistsError where something has it, since a moment ago perhaps."""
    try:
        path.hardlink_to(part)
    except OSError as error:
        if error.errno not in NO_LINKS:
            raise
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        part.replace(path)
