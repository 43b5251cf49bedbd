"""What can befall a store's disk, done for real where that needs no right, and taken back."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from store.folder import LOOK_EVERY

NOBODY = 65534


class Disk:
    """What statvfs says of a disk, with something else in place of some of it."""

    def __init__(self, found: os.statvfs_result, **instead: int) -> None:
        self._found = found
        self._instead = instead

    def __getattr__(self, name: str) -> int:
        return self._instead.get(name, getattr(self._found, name))


@contextmanager
def told(**instead: int) -> Iterator[None]:
    """The disk says something else of itself; looked at each time."""
    real, later = os.statvfs, time.monotonic() + LOOK_EVERY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.folder.LOOK_EVERY", 0.0)
        patch.setattr("store.folder.monotonic", lambda: later)
        patch.setattr("os.statvfs", lambda path: Disk(real(path), **instead))
        yield


def full(_: Path) -> AbstractContextManager[None]:
    """No block is free."""
    return told(f_bavail=0)


def read_only(_: Path) -> AbstractContextManager[None]:
    """The disk is mounted to be read."""
    return told(f_flag=os.ST_RDONLY)


@contextmanager
def vanished(folder: Path) -> Iterator[None]:
    """The folder is not where it was."""
    folder.rename(folder.with_name("elsewhere"))
    try:
        yield
    finally:
        folder.with_name("elsewhere").rename(folder)


@contextmanager
def forbidden(folder: Path) -> Iterator[None]:
    """The account may not look into the folder; root, who always may, is somebody else."""
    mode = folder.stat().st_mode
    folder.chmod(0)
    if os.getuid() == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
        folder.chmod(mode)


Trouble = Callable[[Path], AbstractContextManager[None]]
TROUBLES: dict[Trouble, str] = {
    full: "is full",
    read_only: "can only be read, not written",
    vanished: "There is no store in",
    forbidden: "may not open the store",
}
"""Each with what is said of it."""
