"""Python's garbage collector, kept out of the way while many documents are made at once."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager

MANY = 1_000
"""From so many documents on it is worth it."""


@contextmanager
def uncollected(count: int) -> Iterator[None]:
    """A block that makes `count` documents to keep: no search for garbage in it.

    Nor among them later on, where they are to stay: it would look at each one every time.
    """
    if count < MANY or not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
        gc.freeze()
    finally:
        gc.enable()
