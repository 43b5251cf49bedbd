"""Which tables a store holds, whom their documents belong to, and how long they are live."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

OPEN = "9999-12-31"
"""The last live day of a document that has none yet."""


class Place(NamedTuple):
    """Where a document stands: its subject's number, and the last day it is live (ISO)."""

    subject: int | None
    until: str | None


class Table(msgspec.Struct, frozen=True):
    """One table. `subject` names the field with the subject's number, `"id"` its own id.

    `until` names the field with the last day a document is live (ISO, None while it is open).
    Each of `indexes` is a tuple of fields: equality on all, or a range on the last.
    """

    name: str
    subject: str | None = None
    until: str | None = None
    indexes: tuple[tuple[str, ...], ...] = ()

    def place(self, doc_id: int, document: Mapping[str, Any]) -> Place:
        """The document's subject and last live day; ValueError where either is no such thing."""
        return Place(self._subject_of(doc_id, document), self._until_of(document))

    def _subject_of(self, doc_id: int, document: Mapping[str, Any]) -> int | None:
        if self.subject is None:
            return None
        number = doc_id if self.subject == "id" else document.get(self.subject)
        if type(number) is not int or number < 1:
            raise ValueError(f"{self.name} {doc_id}: {self.subject!r} names no subject")
        return number

    def _until_of(self, document: Mapping[str, Any]) -> str | None:
        if self.until is None:
            return None
        day = document.get(self.until)
        return OPEN if day is None else date.fromisoformat(day).isoformat()


class Schema(msgspec.Struct, frozen=True, dict=True):
    """The tables of a store; `root` is the table whose documents are the subjects themselves.

    A subject's documents are live as long as its document in the root table is.
    """

    tables: tuple[Table, ...]
    root: str = "children"

    @cached_property
    def by_name(self) -> Mapping[str, Table]:
        """The tables by their names."""
        return {table.name: table for table in self.tables}

    def table(self, name: str) -> Table:
        """The table of that name; ValueError where there is none."""
        try:
            return self.by_name[name]
        except KeyError:
            raise ValueError(f"the store has no table {name!r}") from None

    @property
    def subjects_close(self) -> bool:
        """Whether subjects ever stop being live: the root table is there and says until when."""
        root = self.by_name.get(self.root)
        return root is not None and root.until is not None
