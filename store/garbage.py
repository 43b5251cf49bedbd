"""Python's garbage collector, kept out of the way while many documents are made at once."""

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MANY = 1_000
"""From so many documents on they are left out of every later search, for good."""


@contextmanager
def uncollected(made: Callable[[], int]) -> Iterator[None]:
    """A block that makes documents to keep: no search for garbage in it.

    Nor among them later on, where `made` says that they are many: it would look at each one every
    time. What is garbage by then and refers to itself stays for good, so not for a few.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        if made() >= MANY:
            gc.freeze()
    finally:
        gc.enable()
