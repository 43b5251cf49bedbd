"""A store: open it, read its tables, change them in transactions, look back, check, back up."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from store import sqlite
from store.engine import Batch, Engine, Sealed, Stored
from store.errors import StoreBusy
from store.journal import (
    FORMAT,
    START,
    Access,
    Entry,
    Keyring,
    Op,
    encode,
    instant,
    new_key,
    seal,
    stamps,
    written_at,
)
from store.memory import Address, Change, Head, Memory
from store.schema import Schema
from store.tiny import JournalDB, JournalTable

Clock = Callable[[], datetime]

STAYS = timedelta(days=30)
"""How long after its last live day a document is still resident by default."""

WAIT = 20.0
"""Seconds a thread waits for another of the same process."""


def utc_now() -> datetime:
    """The instant it is."""
    return datetime.now(UTC)


class Changed(NamedTuple):
    """A document that an entry changed, as it is now."""

    table: str
    id: int
    seq: int
    subject: int | None
    deleted: bool


@dataclass
class Transaction:
    """One act of one member of staff. `seq` is its entry once it is committed, if it has one."""

    by: int
    act: str
    seq: int | None = None


class Note(NamedTuple):
    """Something to be kept in the log of accesses."""

    by: int
    act: str
    subjects: tuple[int, ...]
    facts: dict[str, Any]


class Store:
    """The documents of one service, and the journal they come from.

    Any thread may use it, one at a time; each process opens its own.
    """

    def __init__(self, engine: Engine, schema: Schema, clock: Clock = utc_now) -> None:
        """Look at an open engine's documents as tables of `schema`."""
        self._engine = engine
        self._schema = schema
        self._clock = clock
        self._memory = Memory(engine, schema, self.now().date() - STAYS)
        self._db = JournalDB(storage=lambda: self._memory)
        self._notes: list[Note] = []
        with self._memory.reading():
            pass

    # Reading

    @property
    def where(self) -> Path | str:
        """Where the store is."""
        return self._engine.where

    @property
    def mark(self) -> str:
        """The text it was marked with as a demonstration; empty for a real one."""
        return self._engine.mark

    @property
    def db(self) -> JournalDB:
        """The whole as a TinyDB."""
        return self._db

    def table(self, name: str) -> JournalTable:
        """One table; reading it catches up with what others wrote. ValueError for no such table."""
        self._schema.table(name)
        return self._db.table(name)

    def refresh(self) -> bool:
        """Catch up with what others wrote; whether there was any."""
        with self._memory.lock:
            return self._memory.refresh()

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """A block in which all tables show one moment, whoever writes; other threads wait."""
        with self._memory.still():
            yield

    def reach(self, since: date | None = None) -> None:
        """Bring in what was live on or after `since` (None: everything), for good."""
        self._memory.reach(since)

    def reach_subject(self, subject: int) -> None:
        """Bring in all documents of one subject."""
        self._memory.reach_subjects({subject})

    @property
    def seq(self) -> int:
        """The last entry the tables show."""
        return self._memory.head.seq

    def head(self) -> tuple[int, str]:
        """The last entry's place and its seal in hex: to be printed and kept elsewhere."""
        with self._memory.reading():
            return self._memory.head.seq, self._memory.head.seal.hex()

    def changes(self, since_seq: int) -> list[Changed]:
        """The documents changed by entries after `since_seq`, each once, in order."""
        with self._memory.lock:
            return [_changed(found) for found in self._engine.changed_since(since_seq)]

    # Writing

    @contextmanager
    def transaction(self, by: int, act: str) -> Iterator[Transaction]:
        """One act of a member of staff: one entry, or nothing where it changes nothing or fails.

        Inside, the tables are caught up and nobody else writes. Raises StoreBusy where the turn
        does not come in time, and RuntimeError inside another transaction or a snapshot.
        """
        with self._alone():
            self._begin()
            transaction = Transaction(by, act)
            try:
                yield transaction
                transaction.seq = self._commit(transaction)
            except BaseException:
                self._abandon()
                raise

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The lock between the threads of this process, with a time limit."""
        if not self._memory.lock.acquire(timeout=WAIT):
            raise StoreBusy(self.where, f"{WAIT:g}")
        try:
            yield
        finally:
            self._memory.lock.release()

    def _begin(self) -> None:
        if self._memory.occupied:
            raise RuntimeError("a transaction does not begin inside another, or in a snapshot")
        self._engine.begin()
        try:
            self._memory.begin()
        except BaseException:
            self._engine.close()
            raise

    def _commit(self, transaction: Transaction) -> int | None:
        changes = self._memory.settle()
        notes, self._notes = self._notes, []
        if not changes and not notes:
            self._engine.rollback()
            self._memory.keep(self._memory.head)
            return None
        now = instant(self.now())
        batch, head = self._batch(transaction, changes, now)
        batch.accesses = self._accesses(notes, now)
        self._write(batch)
        self._memory.keep(head)
        return head.seq if changes else None

    def _write(self, batch: Batch) -> None:
        """Commit; where that fails, drop the connection: what it holds cannot be trusted."""
        try:
            self._engine.commit(batch)
        except BaseException:
            self._engine.close()
            raise

    def _abandon(self) -> None:
        self._memory.undo()
        notes, self._notes = self._notes, []
        self._engine.rollback()
        if notes:
            self._write_notes(notes)

    def _batch(
        self, transaction: Transaction, changes: dict[Address, Change], now: str
    ) -> tuple[Batch, Head]:
        """What to write for these changes, and the head it makes."""
        last = self._memory.head
        if not changes:
            return Batch(), last
        seq, (at, clock) = last.seq + 1, stamps(now, last.at)
        ring, fresh = self._keys(changes)
        entry = encode(
            Entry(
                version=FORMAT,
                seq=seq,
                written_at=at,
                clock=clock,
                by=transaction.by,
                act=transaction.act,
                ops=tuple(_op(seq, ring, table, change) for (table, _), change in changes.items()),
            )
        )
        sealed = Sealed(seq, seal(last.seal, entry), entry)
        placed, changed = self._documents(seq, changes)
        return Batch(sealed, placed, changed, fresh), Head(seq, sealed.seal, at)

    def _keys(self, changes: dict[Address, Change]) -> tuple[Keyring, dict[int, bytes]]:
        """The keys of the subjects concerned, and those of them that are new."""
        found = {change.now.place.subject for change in changes.values()}
        subjects = {subject for subject in found if subject is not None}
        known = self._engine.keys(subjects) if subjects else {}
        fresh = {subject: new_key() for subject in sorted(subjects - known.keys())}
        return Keyring(known | fresh), fresh

    def _documents(
        self, seq: int, changes: dict[Address, Change]
    ) -> tuple[list[Stored], list[Stored]]:
        """The current documents to write: those newly placed, and those that only changed."""
        placed: list[Stored] = []
        changed: list[Stored] = []
        for (name, doc_id), change in changes.items():
            stored = Stored(name, doc_id, seq, *change.now.place, change.now.body)
            before, table = change.before, self._schema.table(name)
            same = before is not None and table.place(doc_id, before) == change.now.place
            (changed if same and stored.body is not None else placed).append(stored)
        return placed, changed

    # The log of accesses

    def note(self, by: int, act: str, subjects: Sequence[int] = (), **facts: Any) -> None:
        """Keep in the log of accesses that `by` did `act`: a read, a refused act, an export.

        Inside a transaction it is kept with it, and also where the transaction comes to nothing.
        """
        note = Note(by, act, tuple(subjects), facts)
        with self._alone():
            if self._memory.changes is not None:
                self._notes.append(note)
            else:
                self._engine.begin()
                self._write_notes([note], begun=True)

    def _write_notes(self, notes: list[Note], begun: bool = False) -> None:
        if not begun:
            self._engine.begin()
        try:
            self._engine.commit(Batch(accesses=self._accesses(notes, instant(self.now()))))
        except BaseException:
            self._engine.close()
            raise

    def _accesses(self, notes: list[Note], now: str) -> list[Sealed]:
        if not notes:
            return []
        head = self._engine.access_head()
        last = Head(0, START, "") if head is None else Head(*head[:2], written_at(head.entry))
        found: list[Sealed] = []
        for note in notes:
            at, clock = stamps(now, last.at)
            entry = encode(_access(note, last.seq + 1, at, clock))
            last = Head(last.seq + 1, seal(last.seal, entry), at)
            found.append(Sealed(last.seq, last.seal, entry))
        return found

    def now(self) -> datetime:
        """The instant it is in UTC, by the clock the store was given."""
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the clock gives instants without a zone")
        return now.astimezone(UTC)

    def close(self) -> None:
        """Let go of the database."""
        with self._memory.lock:
            self._engine.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _changed(found: Stored) -> Changed:
    return Changed(found.table, found.id, found.seq, found.subject, found.body is None)


def _op(seq: int, ring: Keyring, table: str, change: Change) -> Op:
    now = change.now
    previous = None if change.before is None else change.before.version
    subject = now.place.subject
    if now.body is None:
        return Op(table=table, id=now.id, previous=previous, subject=subject)
    if subject is None:
        return Op(table=table, id=now.id, previous=previous, doc=msgspec.Raw(now.body))
    secret = ring.encrypt(subject, seq, table, now.id, now.body)
    return Op(table=table, id=now.id, previous=previous, subject=subject, enc=secret)


def _access(note: Note, seq: int, at: str, clock: str | None) -> Access:
    return Access(
        version=FORMAT,
        seq=seq,
        written_at=at,
        clock=clock,
        by=note.by,
        act=note.act,
        subjects=note.subjects,
        facts=note.facts,
    )


def create(folder: Path, schema: Schema, clock: Clock = utc_now, *, demo: str = "") -> Store:
    """Make a new store in a folder and open it; `demo` marks a demonstration's.

    Raises StoreExists where there is one already.
    """
    sqlite.create(Path(folder), demo)
    return open_store(folder, schema, clock)


def open_store(where: Path | str, schema: Schema, clock: Clock = utc_now) -> Store:
    """Open the store in a folder; a StoreError says why that cannot be."""
    return Store(sqlite.SQLiteEngine(Path(where)), schema, clock)
