"""One table's documents in memory, with its indexes."""

from collections.abc import Mapping
from typing import Any

from store.index import Index, key_of
from store.journal import LEAST, MOST
from store.schema import Table

LAST_ID = 2**53
"""The highest id a document can have: what every reader of JSON still counts exactly."""

DEEPEST = 50
"""How many values a document may hold inside each other: far less than Python can copy."""


class Row(dict[str, Any]):
    """A document in memory, which never changes. `version` is the entry that last changed it."""

    __slots__ = ("nested", "version")

    def __init__(self, document: Mapping[str, Any], version: int) -> None:
        """Take the document's fields; nested values are shared, so they must be its own."""
        super().__init__(document)
        self.version = version
        self.nested: tuple[str, ...] | None = None
        """The fields that hold a list or mapping, once somebody has looked for them."""


def nested(document: Mapping[str, Any]) -> tuple[str, ...]:
    """The fields of a document that hold a list or mapping; in a row they are looked for once."""
    if not isinstance(document, Row):
        return _nested(document)
    if document.nested is None:
        document.nested = _nested(document)
    return document.nested


def _nested(document: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple([field for field, value in document.items() if isinstance(value, (dict, list))])


class Shelf:
    """The resident documents of one table by id (as text: TinyDB's own form)."""

    def __init__(self, table: Table) -> None:
        """Begin empty."""
        self.table = table
        self.rows: dict[str, Row] = {}
        self.indexes: dict[tuple[str, ...], Index[Row]] = {}
        """Those that were asked for: one nobody looks into costs nothing."""
        self.stamp = 0
        """Counts changes, so that whoever kept a result knows when it is old."""

    def get(self, doc_id: int) -> Row | None:
        """The document, if it is resident."""
        return self.rows.get(str(doc_id))

    def set(self, doc_id: int, row: Row | None) -> None:
        """Put a document in, in place of the one before, or take it out (None)."""
        key = str(doc_id)
        old = self.rows.get(key)
        for index in self.indexes.values():
            index.change(doc_id, old, row)
        if row is not None:
            self.rows[key] = row
        elif old is not None:
            del self.rows[key]
        self.stamp += 1

    def add(self, rows: Mapping[int, Row]) -> None:
        """Put in documents that are not there yet."""
        for index in self.indexes.values():
            for doc_id, row in rows.items():
                index.change(doc_id, None, row)
        self.rows.update(zip(map(str, rows), rows.values(), strict=True))
        self.stamp += 1

    def check(self, document: Row) -> None:
        """Raise ValueError where a document as read is too deep, or has a number too great.

        Or where an index could not hold it.
        """
        _check(document, DEEPEST)
        for fields in self.table.indexes:
            key_of(fields, document)

    def index(self, fields: tuple[str, ...]) -> Index[Row]:
        """The index on these fields; ValueError where the table has none."""
        if fields not in self.table.indexes:
            raise ValueError(f"{self.table.name} has no index on {fields}")
        if (found := self.indexes.get(fields)) is None:
            found = self.indexes[fields] = Index(fields)
            for doc_id, row in self.rows.items():
                found.change(int(doc_id), None, row)
        return found

    def damaged(self) -> list[tuple[str, ...]]:
        """The indexes that do not hold exactly what the documents say."""
        return [fields for fields, index in self.indexes.items() if not self._fits(index)]

    def _fits(self, index: Index[Row]) -> bool:
        held = index.content()
        rows = {(index.key(row), int(doc_id)): row for doc_id, row in self.rows.items()}
        return held.keys() == rows.keys() and all(held[key] is row for key, row in rows.items())


def _check(value: dict[str, Any] | list[Any], left: int) -> None:
    """Look at each value as it came out of JSON, which gives these very types: it is quick."""
    if left == 0:
        raise ValueError(f"a document holds more than {DEEPEST} values inside each other")
    for content in value.values() if isinstance(value, dict) else value:
        kind = type(content)
        if kind is dict or kind is list:
            _check(content, left - 1)
        elif kind is int and not LEAST <= content <= MOST:
            raise ValueError("a document holds a whole number of more than 64 bits")
