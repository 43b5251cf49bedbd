"""Looking back in the journal: who did what, and how a document came to be as it is."""

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import lru_cache
from threading import RLock
from typing import Any, NamedTuple

from store.engine import Engine, Sealed
from store.errors import StoreDamaged, StoreNewer
from store.journal import (
    Access,
    Entry,
    Keyring,
    NewerFormat,
    Op,
    Unreadable,
    decode,
    instant,
    read_access,
    read_entry,
    subjects_of,
    written_at,
)

PAGE = 500
"""Rows read at a time."""

KEPT = 4
"""How many entries are kept as read: one import holds the history of many documents."""


class Version(NamedTuple):
    """A document as one entry left it; None where it was removed or its subject's key is gone."""

    seq: int
    at: datetime
    by: int
    act: str
    document: dict[str, Any] | None


BeforeAndAfter = tuple[dict[str, Any] | None, dict[str, Any] | None]


class Audit:
    """Reads both chains of one engine."""

    def __init__(self, engine: Engine, lock: RLock) -> None:
        """Use the engine, under its lock."""
        self._engine = engine
        self._lock = lock
        self._entry = lru_cache(maxsize=KEPT)(self._read_entry)

    def entries(
        self, subject: int | None = None, by: int | None = None, since: datetime | None = None
    ) -> Iterator[Entry]:
        """The journal's entries in order: of one subject, one member of staff, from an instant."""
        after = 0 if since is None else self.last_before(since)
        for row in self._pages(lambda seq: self._engine.entries(seq, PAGE, subject), after):
            entry = self._understood(read_entry, row)
            named = subject is None or any(op.subject == subject for op in entry.ops)
            if named and by in (None, entry.by):
                yield entry

    def entry(self, seq: int) -> Entry:
        """One entry of the journal, by its place; StoreDamaged where there is none."""
        with self._lock, self._engine.reading():
            return self._entry(seq)

    def accesses(
        self, subject: int | None = None, by: int | None = None, since: datetime | None = None
    ) -> Iterator[Access]:
        """The log of accesses in order: of one subject, one member of staff, from an instant."""
        for row in self._pages(lambda seq: self._engine.accesses(seq, PAGE), 0):
            access = self._understood(read_access, row)
            wanted = subject is None or subject in access.subjects
            late_enough = since is None or access.at >= since
            if wanted and late_enough and by in (None, access.by):
                yield access

    def history(self, table: str, doc_id: int) -> list[Version]:
        """Every state a document has had, oldest first; empty where there never was one."""
        with self._lock, self._engine.reading():
            stored = self._engine.document(table, doc_id)
            found = []
            seq = None if stored is None else stored.seq
            while seq is not None:
                entry, op = self._op(seq, table, doc_id)
                document = self._document(op, seq)
                found.append(Version(entry.seq, entry.at, entry.by, entry.act, document))
                seq = op.previous
        return found[::-1]

    def before_and_after(self, entry: Entry, op: Op) -> BeforeAndAfter:
        """A document before and after an entry changed it; None where it was not there."""
        with self._lock, self._engine.reading():
            after = self._document(op, entry.seq)
            if op.previous is None:
                return None, after
            _, earlier = self._op(op.previous, op.table, op.id)
            return self._document(earlier, op.previous), after

    def last_before(self, moment: datetime) -> int:
        """The last entry written before an instant; 0 where there is none."""
        with self._lock, self._engine.reading():
            return last_entry(self._engine, lambda at: at < instant(moment))

    def _document(self, op: Op, seq: int) -> dict[str, Any] | None:
        try:
            body = Keyring(self._engine.keys(subjects_of([op]))).document(op, seq)
            document: dict[str, Any] | None = None if body is None else decode(body)
        except Unreadable as error:
            raise StoreDamaged(self._engine.where, f"entry {seq}: {error}") from error
        return document

    def _op(self, seq: int, table: str, doc_id: int) -> tuple[Entry, Op]:
        entry = self._entry(seq)
        for op in entry.ops:
            if (op.table, op.id) == (table, doc_id):
                return entry, op
        raise StoreDamaged(self._engine.where, f"entry {seq} does not hold {table} {doc_id}")

    def _read_entry(self, seq: int) -> Entry:
        row = self._engine.entry(seq)
        if row is None:
            raise StoreDamaged(self._engine.where, f"entry {seq} is missing")
        entry: Entry = self._understood(read_entry, row)
        return entry

    def _pages(self, read: Callable[[int], list[Sealed]], after: int) -> Iterator[Sealed]:
        while True:
            with self._lock:
                page = read(after)
            yield from page
            if len(page) < PAGE:
                return
            after = page[-1].seq

    def _understood(self, read: Callable[[bytes], Any], row: Sealed) -> Any:
        return understood(self._engine, read, row)


def understood(engine: Engine, read: Callable[[bytes], Any], row: Sealed) -> Any:
    """A row as `read` reads it; StoreNewer or StoreDamaged where that cannot be."""
    try:
        return read(row.entry)
    except NewerFormat as error:
        raise StoreNewer(engine.where, str(error.version)) from error
    except Unreadable as error:
        raise StoreDamaged(engine.where, f"entry {row.seq}: {error}") from error


def last_entry(engine: Engine, early_enough: Callable[[str], bool]) -> int:
    """The last entry whose instant, as written, is early enough; 0 for none. Instants only grow."""
    head = engine.head()
    low, high = 0, 0 if head is None else head.seq
    while low < high:
        middle = (low + high + 1) // 2
        row = engine.entry(middle)
        if row is None:
            raise StoreDamaged(engine.where, f"entry {middle} is missing")
        if early_enough(understood(engine, written_at, row)):
            low = middle
        else:
            high = middle - 1
    return low
