"""Which child an LA's id means, however it was typed.

An id is the LA's own and opaque, but people retype one in another case: there are no two children
of one LA whose ids differ by that alone. It is kept as it was first written.
"""

from collections.abc import Iterable
from typing import NamedTuple


def folded(text: str) -> str:
    """A text as texts are compared: without case, its blanks evened out."""
    return " ".join(text.casefold().split())


class Key(NamedTuple):
    """An LA and its id of a child, as they are compared: the same whatever the case."""

    la: str
    child_id: str


def key(la: str, child_id: str) -> Key:
    """The key of a child by the responsible LA (`Child.la`) and the LA's id."""
    return Key(la.casefold(), child_id.casefold())


class Spellings:
    """How each child's LA and id were first written; of two old ones alike, each its own."""

    def __init__(self, known: Iterable[tuple[str, str]]) -> None:
        """Begin with those that are known, as LA and id."""
        self._first: dict[Key, tuple[str, str]] = {}
        self._exact: set[tuple[str, str]] = set()
        for written in known:
            self._keep(written)

    def of(self, la: str, child_id: str) -> tuple[str, str]:
        """The LA and id as they are kept; a new pair is taken as the first of its kind."""
        written = (la, child_id)
        if written not in self._exact and key(*written) not in self._first:
            self._keep(written)
        return written if written in self._exact else self._first[key(*written)]

    def _keep(self, written: tuple[str, str]) -> None:
        self._exact.add(written)
        self._first.setdefault(key(*written), written)
