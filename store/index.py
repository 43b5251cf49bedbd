"""A secondary index of one table: equality on all its fields, or a range on the last."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping
from typing import Any

Key = tuple[Any, ...]
Rank = tuple[int, Any]
"""A value as it sorts among others: numbers before text; nothing else has a place in a range."""


def key_of(fields: tuple[str, ...], document: Mapping[str, Any]) -> Key:
    """A document's place in an index; ValueError where a field holds a list or mapping."""
    key = tuple([document.get(field) for field in fields])
    for value in key:
        if isinstance(value, (dict, list)):
            raise ValueError(f"an indexed field of {fields} holds more than one value")
    return key


class _Group:
    """The documents that share an index's first fields: ids by the value of the last."""

    __slots__ = ("ids", "order")

    def __init__(self) -> None:
        self.ids: dict[Any, list[int]] = {}
        self.order: list[Rank] = []

    def add(self, value: Any, doc_id: int) -> None:
        if (ids := self.ids.get(value)) is None:
            self.ids[value] = [doc_id]
            if (rank := _rank(value)) is not None:
                insort(self.order, rank)
        else:
            insort(ids, doc_id)

    def discard(self, value: Any, doc_id: int) -> None:
        ids = self.ids[value]
        del ids[bisect_left(ids, doc_id)]
        if not ids:
            del self.ids[value]
            if (rank := _rank(value)) is not None:
                del self.order[bisect_left(self.order, rank)]

    def between(self, low: Any, high: Any) -> list[int]:
        start = 0 if low is None else bisect_left(self.order, _rank(low) or ())
        stop = len(self.order) if high is None else bisect_right(self.order, _rank(high) or ())
        return [doc_id for _, value in self.order[start:stop] for doc_id in self.ids[value]]


class Index:
    """Ids by the values of `fields`, kept by `change`, the one hook every change goes through."""

    def __init__(self, fields: tuple[str, ...]) -> None:
        """Begin empty."""
        self.fields = fields
        self._groups: dict[Key, _Group] = {}

    def key(self, document: Mapping[str, Any]) -> Key:
        """The document's place in the index; ValueError where a field holds a list or mapping."""
        return key_of(self.fields, document)

    def change(
        self, doc_id: int, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None
    ) -> None:
        """Take note that a document is no longer as in `old` (None: was not), but as in `new`."""
        before = None if old is None else self.key(old)
        after = None if new is None else self.key(new)
        if before == after:
            return
        if before is not None:
            self._discard(before, doc_id)
        if after is not None:
            self._groups.setdefault(after[:-1], _Group()).add(after[-1], doc_id)

    def _discard(self, key: Key, doc_id: int) -> None:
        group = self._groups[key[:-1]]
        group.discard(key[-1], doc_id)
        if not group.ids:
            del self._groups[key[:-1]]

    def equal(self, values: Key) -> list[int]:
        """The ids of the documents with exactly these values, ascending."""
        group = self._groups.get(values[:-1])
        return [] if group is None else list(group.ids.get(values[-1], ()))

    def between(self, prefix: Key, low: Any, high: Any) -> list[int]:
        """The ids with these first values and the last from `low` to `high`, both included.

        By the last value, then by id; None as a bound is none; a document without the last
        value is in no range.
        """
        group = self._groups.get(prefix)
        return [] if group is None else group.between(low, high)

    def content(self) -> set[tuple[Key, int]]:
        """Every key and id in it, for comparison with another."""
        return {
            ((*prefix, value), doc_id)
            for prefix, group in self._groups.items()
            for value, ids in group.ids.items()
            for doc_id in ids
        }


def _rank(value: Any) -> Rank | None:
    if isinstance(value, (int, float)):
        return (0, value)
    return (1, value) if isinstance(value, str) else None
