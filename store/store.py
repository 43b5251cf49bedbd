"""A store: open it, read its tables, change them in transactions, look back, check, back up."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from store import engines, writing
from store.audit import Audit, BeforeAndAfter, Version
from store.copying import Progress, unwatched
from store.drafts import Drafts
from store.engine import Batch, Engine, Stored
from store.engines import Where
from store.errors import StoreBusy, StoreDamaged
from store.journal import Access, Entry, Op, instant
from store.memory import Memory
from store.schema import Schema
from store.tiny import JournalDB, JournalTable
from store.verify import Finding, check_tail, findings, unreadable
from store.writing import Act, Note

if TYPE_CHECKING:
    from store.past import Past

Clock = Callable[[], datetime]
"""Says what instant it is, with its zone."""

DraftPlace = tuple[int, str, int]
"""Whose draft it is, of which form, and about which subject (0: none yet)."""

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
        self._erased: list[int] = []
        self._dropped: list[DraftPlace] = []
        self._audit = Audit(engine, self._memory.lock)
        self.drafts = Drafts(engine, self._memory.lock, self.now)
        self.refresh()
        check_tail(engine)

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
        """The last entry, which the tables show; inside a transaction the last before it."""
        with self._memory.reading():
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

    def transaction(self, by: int, act: str) -> "Turn":
        """One act of a member of staff: one entry, or nothing where it changes nothing or fails.

        Inside the block the tables are caught up and nobody else writes. Entering it raises
        StoreBusy where the turn does not come in time, and RuntimeError inside another transaction
        or a snapshot.
        """
        return Turn(self, Transaction(by, act))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """The lock between the threads of this process, with a time limit."""
        self._lock_up()
        try:
            yield
        finally:
            self._memory.lock.release()

    def _lock_up(self) -> None:
        if not self._memory.lock.acquire(timeout=WAIT):
            raise StoreBusy(self.where, f"{WAIT:g}")

    def _enter(self) -> None:
        """Take the lock and the right to write."""
        self._lock_up()
        try:
            self._begin()
        except BaseException:
            self._memory.lock.release()
            raise

    def _leave(self, transaction: Transaction, failed: bool) -> None:
        """Commit, or leave everything as it was; and give up the right to write and the lock."""
        try:
            if failed:
                self._abandon()
                return
            try:
                transaction.seq = self._commit(transaction)
            except BaseException:
                self._abandon()
                raise
        finally:
            self._memory.lock.release()

    def _begin(self) -> None:
        if self._memory.occupied:
            raise RuntimeError("a transaction does not begin inside another, or in a snapshot")
        self._engine.begin(self._memory.refresh)
        try:
            self._memory.begin()
        except BaseException:
            self._engine.close()
            raise

    def _commit(self, transaction: Transaction) -> int | None:
        changes = self._memory.settle()
        notes, self._notes = self._notes, []
        erased, dropped = self._erasures()
        last = self._memory.head
        if not changes and not notes:
            self._engine.rollback()
            self._memory.keep(last)
            return None
        act = Act(transaction.by, transaction.act, instant(self.now()))
        batch, head = Batch(), last
        if changes:
            batch, head = writing.batch(self._engine, self._schema, act, changes, last)
        batch.accesses = writing.accesses(self._engine, notes, act.now)
        batch.erased, batch.dropped = erased, dropped
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
        """Leave everything as it was, except that what was noted on the way is kept."""
        self._memory.undo()
        notes, self._notes = self._notes, []
        self._erasures()
        self._engine.rollback()
        if notes:
            self._keep_notes(notes)

    def _erasures(self) -> tuple[list[int], list[DraftPlace]]:
        """What the transaction that ends was to erase."""
        erased, self._erased = self._erased, []
        dropped, self._dropped = self._dropped, []
        return erased, dropped

    def erase(self, subject: int, drafts: Sequence[DraftPlace] = ()) -> None:
        """Inside a transaction: remove all documents of a subject, and with its end their key.

        The drafts about the subject go too, and those named. What the journal holds of them is
        never read again, by anybody; `sweep` then clears the files. Raises StoreNotOwned where
        the account may not do that.
        """
        self._memory.check_writable()
        self._engine.check_erasing()
        self._memory.reach_subjects({subject})
        for table in self._schema.tables:
            if table.subject is not None:
                known = self.table(table.name)
                ids = self._engine.ids_of(table.name, subject)
                known.remove(doc_ids=[each for each in ids if known.get(doc_id=each)])
        self._erased.append(subject)
        self._dropped += drafts

    def erased(self, subjects: Iterable[int]) -> set[int]:
        """Those of the subjects in the journal whose key was deleted."""
        wanted = set(subjects)
        with self._memory.lock:
            return wanted - self._engine.keys(wanted).keys()

    def sweep(self) -> None:
        """Clear the files of what was erased; StoreNotSwept where others read on too long."""
        with self._alone():
            self._engine.sweep()

    def note(self, by: int, act: str, subjects: Sequence[int] = (), **facts: Any) -> None:
        """Keep in the log of accesses that `by` did `act`: a read, a refused act, an export.

        Inside a transaction it is kept with it, and also where the transaction comes to nothing.
        """
        note = Note(by, act, tuple(subjects), facts)
        with self._alone():
            if self._memory.changes is None:
                self._keep_notes([note])
            else:
                self._notes.append(note)

    def _keep_notes(self, notes: list[Note]) -> None:
        self._engine.begin()
        try:
            rows = writing.accesses(self._engine, notes, instant(self.now()))
            self._engine.commit(Batch(accesses=rows))
        except BaseException:
            self._engine.close()
            raise

    # Looking back, and looking after it

    def entries(
        self, subject: int | None = None, by: int | None = None, since: datetime | None = None
    ) -> Iterator[Entry]:
        """The journal's entries in order: of one subject, one member of staff, from an instant."""
        return self._audit.entries(subject, by, since)

    def seal_of(self, seq: int) -> str | None:
        """The seal of an entry in hex: no other entry of any store has it. None for no such."""
        with self._memory.lock:
            row = self._engine.entry(seq)
        return None if row is None else row.seal.hex()

    def entry(self, seq: int) -> Entry:
        """One entry of the journal, by its place."""
        return self._audit.entry(seq)

    def accesses(
        self, subject: int | None = None, by: int | None = None, since: datetime | None = None
    ) -> Iterator[Access]:
        """The log of accesses in order: of one subject, one member of staff, from an instant."""
        return self._audit.accesses(subject, by, since)

    def history(self, table: str, doc_id: int) -> list[Version]:
        """Every state a document has had, oldest first; empty where there never was one."""
        return self._audit.history(table, doc_id)

    def ids_of(self, table: str, subject: int) -> list[int]:
        """The ids of every document a table ever held of a subject, removed ones too."""
        with self._memory.lock:
            return self._engine.ids_of(table, subject)

    def before_and_after(self, entry: Entry, op: Op) -> BeforeAndAfter:
        """A document before and after an entry changed it; None where it was not there."""
        return self._audit.before_and_after(entry, op)

    def as_at(self, moment: datetime) -> "Past":
        """What had been recorded before an instant, as read-only tables; all of it is resident.

        Raises NothingKnown, with the first day, where nothing had.
        """
        from store.past import known_at

        with self._memory.lock:
            return known_at(self._engine, self._schema, moment)

    def verify(self) -> list[Finding]:
        """Everything wrong with the store, each a sentence; empty where it is sound."""
        with self._memory.still():
            return findings(self._engine, self._schema) + [
                Finding(where, what) for where, what in self._memory.problems()
            ]

    def backup(self, path: Path) -> None:
        """Write a consistent copy, without drafts, while others work; StoreExists over a file."""
        self._engine.backup(path)

    def copy_to(self, where: Where, progress: Progress = unwatched) -> None:
        """Make a store in an empty place of all this one holds; nobody writes here meanwhile.

        Raises StoreExists where the place is taken, CopyUnsound where it did not arrive whole.
        """
        from store.transfer import transfer

        with self._alone():
            self._engine.begin()
            try:
                transfer(self._engine, where, self._schema, progress)
            finally:
                self._engine.rollback()

    def write_plain(self, path: Path) -> int:
        """Write the current documents of one moment as a TinyDB JSON file; how many there are."""
        from store import plain

        with self._memory.lock:
            return plain.write(self._engine, path)

    def now(self) -> datetime:
        """The instant it is in UTC, by the clock the store was given."""
        now = self._clock()
        if now.tzinfo is None:
            raise ValueError("the clock gives instants without a zone")
        return now if now.tzinfo is UTC else now.astimezone(UTC)

    def close(self) -> None:
        """Let go of the database."""
        with self._memory.lock:
            self._engine.close()

    def __enter__(self) -> "Store":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Turn:
    """The block of a transaction: a class, which takes half the time of a generator."""

    __slots__ = ("_store", "_transaction")

    def __init__(self, store: Store, transaction: Transaction) -> None:
        """Take the store and what its turn is for."""
        self._store = store
        self._transaction = transaction

    def __enter__(self) -> Transaction:
        self._store._enter()
        return self._transaction

    def __exit__(self, kind: object, *_: object) -> None:
        self._store._leave(self._transaction, kind is not None)


def _changed(found: Stored) -> Changed:
    return Changed(found.table, found.id, found.seq, found.subject, found.body is None)


def create(where: Where, schema: Schema, clock: Clock = utc_now, *, demo: str = "") -> Store:
    """Make a new store at a place and open it; `demo` marks a demonstration's.

    Raises StoreExists where there is one already.
    """
    engines.create(where, demo)
    return open_store(where, schema, clock)


def open_store(where: Where, schema: Schema, clock: Clock = utc_now) -> Store:
    """Open the store in a folder or at an address; a StoreError says why that cannot be."""
    engine = engines.opened(where)
    try:
        return Store(engine, schema, clock)
    except BaseException:
        engine.close()
        raise


def examine(where: Where, schema: Schema) -> list[Finding]:
    """Everything wrong with a store, also one too damaged for `open_store`."""
    try:
        engine = engines.opened(where)
    except StoreDamaged as error:
        return [unreadable(error)]
    with closing(engine):
        return findings(engine, schema)
