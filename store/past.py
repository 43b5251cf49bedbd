"""What was known at an instant: the documents as they stood before it, as read-only tables.

Documents not changed since are read as they are. For the rest the entries written since are read
forward once: the first that changed a document says which entry to find its state of then in.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from typing import Any, NamedTuple

from store.audit import PAGE, last_entry, understood
from store.engine import Engine
from store.errors import NothingKnown, NotInTransaction, StoreDamaged
from store.garbage import MANY, uncollected
from store.journal import (
    Entry,
    Keyring,
    Op,
    Unreadable,
    decode,
    instant,
    read_entry,
    subjects_of,
)
from store.memory import Address
from store.schema import Schema
from store.shelf import Row, Shelf
from store.tiny import JournalDB, JournalStorage, JournalTable


class Known(NamedTuple):
    """A document as it was known: its id, the entry that had last changed it, and its bytes."""

    id: int
    seq: int
    body: bytes


class Past(JournalStorage):
    """Every document as it stood at an instant; `seq` is the last entry of then."""

    def __init__(self, schema: Schema, seq: int, known: Mapping[str, list[Known]]) -> None:
        """Hold the documents; each table is made ready when it is first read."""
        self.seq = seq
        self._schema = schema
        self._known = known
        self._shelves: dict[str, Shelf] = {}
        self._lock = RLock()
        self._db = JournalDB(storage=lambda: self)

    @property
    def db(self) -> JournalDB:
        """The whole as a TinyDB."""
        return self._db

    def table(self, name: str) -> JournalTable:
        """One table as it was. ValueError for no such table."""
        self._schema.table(name)
        return self._db.table(name)

    def read(self) -> dict[str, dict[str, Any]]:
        """All documents by table, as TinyDB's own storages give them."""
        return {name: dict(self.shelf(name).rows) for name in self._schema.by_name}

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block of reading: one thread at a time, since it may load a table."""
        with self._lock:
            yield

    def shelf(self, name: str) -> Shelf:
        """A table's documents."""
        if (found := self._shelves.get(name)) is None:
            found = Shelf(self._schema.table(name))
            known = sorted(self._known.get(name, ()))
            with uncollected(lambda: len(known)):
                for doc_id, seq, body in known:
                    found.set(doc_id, Row(decode(body), seq))
            self._shelves[name] = found
        return found

    def fetch(self, name: str, doc_id: int) -> Row | None:
        """A document that is not there: all there was is resident."""
        return self.shelf(name).get(doc_id)

    def count(self, name: str) -> int:
        """How many documents the table held."""
        return len(self.shelf(name).rows)

    def next_id(self, name: str) -> int:
        """Refuse: the past is read only."""
        raise self._read_only(name)

    def reserve(self, name: str, doc_id: int) -> None:
        """Refuse: the past is read only."""
        raise self._read_only(f"{name} {doc_id}")

    def bring(self, name: str, doc_id: int) -> Row | None:
        """Refuse: the past is read only."""
        raise self._read_only(f"{name} {doc_id}")

    def check_writable(self) -> None:
        """Refuse: the past is read only."""
        raise self._read_only("the past")

    def change(self, name: str, changes: Mapping[int, dict[str, Any] | None]) -> None:
        """Refuse: the past is read only."""
        raise self._read_only(f"{name} {sorted(changes)}")

    @staticmethod
    def _read_only(what: str) -> NotInTransaction:
        return NotInTransaction(f"{what}: what was known then is not changed now")


def known_at(engine: Engine, schema: Schema, moment: datetime) -> Past:
    """What had been recorded before an instant.

    Raises NothingKnown, with the first day, where that is before the first entry.
    """
    with engine.reading(), uncollected(lambda: MANY):
        seq = last_entry(engine, lambda at: at < instant(moment))
        if seq == 0:
            raise NothingKnown(_first_day(engine))
        known = _unchanged(engine, seq)
        for address, found in _restored(engine, _changed_since(engine, seq)):
            known.setdefault(address[0], []).append(found)
    return Past(schema, seq, known)


def _first_day(engine: Engine) -> Any:
    row = engine.entry(1)
    return None if row is None else understood(engine, read_entry, row).at.date()


def _unchanged(engine: Engine, seq: int) -> dict[str, list[Known]]:
    """The documents that no later entry changed, by table."""
    known: dict[str, list[Known]] = {}
    for stored in engine.everything(seq):
        if stored.body is not None:
            found = Known(stored.id, stored.seq, stored.body)
            known.setdefault(stored.table, []).append(found)
    return known


def _changed_since(engine: Engine, seq: int) -> dict[int, set[Address]]:
    """The documents changed later that were there, by the entry that holds them as they were."""
    first: dict[Address, int | None] = {}
    for entry in _entries_after(engine, seq):
        for op in entry.ops:
            first.setdefault((op.table, op.id), op.previous)
    wanted: dict[int, set[Address]] = {}
    for address, previous in first.items():
        if previous is not None:
            wanted.setdefault(previous, set()).add(address)
    return wanted


def _entries_after(engine: Engine, seq: int) -> Iterator[Entry]:
    while page := engine.entries(seq, PAGE):
        for row in page:
            yield understood(engine, read_entry, row)
        seq = page[-1].seq


def _restored(
    engine: Engine, wanted: Mapping[int, set[Address]]
) -> Iterator[tuple[Address, Known]]:
    """The wanted documents out of the entries that hold them; removed ones are left out."""
    seqs = sorted(wanted)
    ops: dict[int, list[Op]] = {}
    for start in range(0, len(seqs), PAGE):
        ops |= _ops(engine, seqs[start : start + PAGE], wanted)
    ring = Keyring(engine.keys(set().union(*map(subjects_of, ops.values()))))
    for seq, found in ops.items():
        for op in found:
            if (body := _body(engine, ring, op, seq)) is not None:
                yield (op.table, op.id), Known(op.id, seq, body)


def _ops(
    engine: Engine, seqs: Sequence[int], wanted: Mapping[int, set[Address]]
) -> dict[int, list[Op]]:
    """The wanted ops of some entries."""
    rows = engine.some_entries(seqs)
    missing = set(seqs) - {row.seq for row in rows}
    if missing:
        raise StoreDamaged(engine.where, f"entry {min(missing)} is missing")
    return {row.seq: _among(understood(engine, read_entry, row), wanted[row.seq]) for row in rows}


def _among(entry: Entry, addresses: set[Address]) -> list[Op]:
    return [op for op in entry.ops if (op.table, op.id) in addresses]


def _body(engine: Engine, ring: Keyring, op: Op, seq: int) -> bytes | None:
    try:
        return ring.document(op, seq)
    except Unreadable as error:
        raise StoreDamaged(engine.where, f"entry {seq}: {error}") from error
