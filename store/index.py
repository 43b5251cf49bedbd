"""A secondary index of one table: equality on all its fields, or a range on the last."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

D = TypeVar("D", bound=Mapping[str, Any])
Key = tuple[Any, ...]
Found = tuple[int, D]
"""A document, after its id."""
Rank = tuple[int, Any]
"""A value as it sorts among others: numbers before text; nothing else has a place in a range."""


def key_of(fields: tuple[str, ...], document: Mapping[str, Any]) -> Key:
    """A document's place in an index; ValueError where a field holds a list or mapping."""
    key = tuple(map(document.get, fields))
    try:
        hash(key)
    except TypeError:
        raise ValueError(f"an indexed field of {fields} holds more than one value") from None
    return key


def _id(found: Found[Any]) -> int:
    return found[0]


class _Group(Generic[D]):
    """The documents that share an index's first fields: by the value of the last, then by id."""

    __slots__ = ("found", "order")

    def __init__(self) -> None:
        self.found: dict[Any, list[Found[D]]] = {}
        self.order: list[Rank] = []

    def add(self, value: Any, doc_id: int, document: D) -> None:
        if (found := self.found.get(value)) is None:
            self.found[value] = [(doc_id, document)]
            if (rank := _rank(value)) is not None:
                insort(self.order, rank)
        else:
            insort(found, (doc_id, document), key=_id)

    def replace(self, value: Any, doc_id: int, document: D) -> None:
        found = self.found[value]
        found[bisect_left(found, doc_id, key=_id)] = (doc_id, document)

    def discard(self, value: Any, doc_id: int) -> None:
        found = self.found[value]
        del found[bisect_left(found, doc_id, key=_id)]
        if not found:
            del self.found[value]
            if (rank := _rank(value)) is not None:
                del self.order[bisect_left(self.order, rank)]

    def between(self, low: Any, high: Any) -> list[Found[D]]:
        start = 0 if low is None else bisect_left(self.order, _rank(low) or ())
        stop = len(self.order) if high is None else bisect_right(self.order, _rank(high) or ())
        return [each for _, value in self.order[start:stop] for each in self.found[value]]


class Index(Generic[D]):
    """Documents by the values of `fields`, kept by `change`, which every change goes through."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Begin empty."""
        self.fields = fields
        self._groups: dict[Key, _Group[D]] = {}

    def key(self, document: Mapping[str, Any]) -> Key:
        """The document's place in the index; ValueError where a field holds a list or mapping."""
        return key_of(self.fields, document)

    def change(self, doc_id: int, old: D | None, new: D | None) -> None:
        """Take note that a document is no longer `old` (None: was not there), but `new`."""
        before = None if old is None else key_of(self.fields, old)
        after = None if new is None else key_of(self.fields, new)
        if before is not None and before == after and new is not None:
            self._groups[before[:-1]].replace(before[-1], doc_id, new)
            return
        if before is not None:
            self._discard(before, doc_id)
        if after is not None and new is not None:
            group = self._groups.get(prefix := after[:-1])
            if group is None:
                group = self._groups[prefix] = _Group()
            group.add(after[-1], doc_id, new)

    def _discard(self, key: Key, doc_id: int) -> None:
        group = self._groups[key[:-1]]
        group.discard(key[-1], doc_id)
        if not group.found:
            del self._groups[key[:-1]]

    def equal(self, values: Key) -> list[Found[D]]:
        """The documents with exactly these values, by id."""
        group = self._groups.get(values[:-1])
        return [] if group is None else list(group.found.get(values[-1], ()))

    def between(self, prefix: Key, low: Any, high: Any) -> list[Found[D]]:
        """The documents with these first values and the last from `low` to `high`, both included.

        By the last value, then by id; None as a bound is none; a document without the last
        value is in no range.
        """
        group = self._groups.get(prefix)
        return [] if group is None else group.between(low, high)

    def content(self) -> dict[tuple[Key, int], D]:
        """Every document in it by its key and id, for comparison."""
        return {
            ((*prefix, value), doc_id): document
            for prefix, group in self._groups.items()
            for value, found in group.found.items()
            for doc_id, document in found
        }


def _rank(value: Any) -> Rank | None:
    if isinstance(value, (int, float)):
        return (0, value)
    return (1, value) if isinstance(value, str) else None
