"""The documents a process keeps in memory: those of the open caseload, caught up as others write.

A subject's documents are resident all together or not at all, so that nobody ever works on half a
case. A table is loaded when it is first needed.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from threading import RLock, get_ident
from typing import Any, NamedTuple

import msgspec

from store.audit import understood
from store.engine import Engine, Stored
from store.errors import NotInTransaction, StoreDamaged
from store.garbage import uncollected
from store.journal import START, Unreadable, check_numbers, decode, encode, written_at
from store.schema import Place, Schema, Table
from store.shelf import LAST_ID, Row, Shelf
from store.tiny import JournalStorage

Address = tuple[str, int]
"""A document's table and id."""


class Head(NamedTuple):
    """The last entry: its place, its seal, and its instant as written."""

    seq: int
    seal: bytes
    at: str


NOTHING = Head(0, START, "")


class Next(NamedTuple):
    """A document as it is about to be: in memory and as stored bytes, None where removed.

    `was` is where it stands until then.
    """

    id: int
    row: Row | None
    body: bytes | None
    place: Place
    was: Place | None


class Change(msgspec.Struct):
    """One document as an open transaction has changed it: before, where it stood, how it is now."""

    before: Row | None
    was: Place | None
    now: Next

    @property
    def is_none(self) -> bool:
        """Whether the document is as it was before."""
        return _same(self.before, self.now.row, self.now.body)


@dataclass
class Changes:
    """What an open transaction has changed so far, and what it takes to undo it."""

    seq: int
    thread: int
    documents: dict[Address, Change] = field(default_factory=dict)
    subjects: set[int] = field(default_factory=set)
    next_ids: dict[str, int] = field(default_factory=dict)

    def grown(self, name: str) -> int:
        """By how many documents a table has grown."""
        mine = [change for (table, _), change in self.documents.items() if table == name]
        return sum((c.now.row is not None) - (c.before is not None) for c in mine)


class Reading:
    """The block of a reader, one for all: every look at a table is one, within others too."""

    __slots__ = ("_memory",)

    def __init__(self, memory: "Memory") -> None:
        """Take whose documents are looked at."""
        self._memory = memory

    def __enter__(self) -> None:
        self._memory.lock.acquire()
        try:
            self._memory.refresh()
        except BaseException:
            self._memory.lock.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._memory.lock.release()


class Memory(JournalStorage):
    """The resident documents, shelf by shelf. One lock, held for as long as a caller looks."""

    def __init__(self, engine: Engine, schema: Schema, since: date | None) -> None:
        """Keep what is live on or after `since` (None: everything), once it is asked for."""
        self.lock = RLock()
        self.head = NOTHING
        self.changes: Changes | None = None
        self._engine = engine
        self._schema = schema
        self._since = None if since is None else since.isoformat()
        self._shelves: dict[str, Shelf] = {}
        self._resident: set[int] | None = None
        self._beyond: set[int] = set()
        self._reading = Reading(self)
        self._still = False
        self._behind = False
        self._last_ids: dict[str, int] = {}
        """The highest id each table ever gave out, of those somebody has asked for."""

    @property
    def occupied(self) -> bool:
        """Whether a transaction or a snapshot is under way."""
        return self._still or self.changes is not None

    # What TinyDB's tables ask for

    def read(self) -> dict[str, dict[str, Any]]:
        """All resident documents by table, as TinyDB's own storages give them."""
        with self.reading():
            return {name: dict(self.shelf(name).rows) for name in self._schema.by_name}

    def reading(self) -> "Reading":
        """A block in which the documents stay as they are, caught up at its start."""
        return self._reading

    def shelf(self, name: str) -> Shelf:
        """A table's resident documents, loaded if this is the first time they are asked for."""
        found = self._shelves.get(name)
        return self._load(self._schema.table(name)) if found is None else found

    def fetch(self, name: str, doc_id: int) -> Row | None:
        """A document that may not be resident, without making it so."""
        found = self._unloaded(name, doc_id)
        return None if found is None else self._row(found)

    def everything(self, name: str) -> Iterator[tuple[int, Row]]:
        """Every document of a table, resident or not, without making any so; in no order."""
        shelf = self.shelf(name)
        changed = self.changes.documents if self.changes else {}
        if self._horizon(shelf.table) is not None:
            for found in self._engine.live(shelf.table, self._schema.root, None):
                if shelf.get(found.id) is None and (name, found.id) not in changed:
                    yield found.id, self._row(found)
        yield from super().everything(name)

    def count(self, name: str) -> int:
        """How many documents the table holds, resident or not."""
        shelf = self.shelf(name)
        if self._horizon(shelf.table) is None:
            return len(shelf.rows)
        return self._engine.count(name) + (self.changes.grown(name) if self.changes else 0)

    def next_id(self, name: str) -> int:
        """An id the table never gave out before."""
        changes = self._open_changes()
        found = changes.next_ids.get(name) or self._last_id(name) + 1
        if self.shelf(name).get(found) is not None:
            what = f"{name} {found} is there, though no id above {found - 1} was given out"
            raise StoreDamaged(self._engine.where, what)
        changes.next_ids[name] = found + 1
        return found

    def reserve(self, name: str, doc_id: int) -> None:
        """Take an id for a new document; ValueError where it was used before or cannot be one."""
        if not 1 <= doc_id <= LAST_ID:
            raise ValueError(f"{doc_id} cannot be a document's id")
        last = self._last_id(name)
        if doc_id <= last and self._engine.document(name, doc_id) is not None:
            raise ValueError(f"document {doc_id} of {name} was there before: ids are not reused")
        changes = self._open_changes()
        changes.next_ids[name] = max(changes.next_ids.get(name, last + 1), doc_id + 1)

    def bring(self, name: str, doc_id: int) -> Row | None:
        """A document to be changed, made resident, with the whole of its subject."""
        shelf = self.shelf(name)
        row = shelf.get(doc_id)
        found = self._unloaded(name, doc_id) if row is None else None
        if found is None:
            return row
        if found.subject is None:
            shelf.set(doc_id, self._row(found))
        else:
            self.reach_subjects({found.subject})
        return shelf.get(doc_id)

    def check_writable(self) -> None:
        """Raise NotInTransaction unless this thread has a transaction open."""
        self._open_changes()

    def change(self, name: str, changes: Mapping[int, dict[str, Any] | None]) -> None:
        """Take documents as changed, removed (None) or new: all of them or none."""
        shelf = self.shelf(name)
        found = [self._next(shelf, doc_id, document) for doc_id, document in changes.items()]
        for each in found:
            if each is not None:
                self._take(shelf, each)

    # Its part in a transaction

    def begin(self) -> None:
        """Begin to take changes; the caller holds the lock and the right to write."""
        self.refresh()
        self.changes = Changes(self.head.seq + 1, get_ident())

    def settle(self) -> dict[Address, Change]:
        """What the transaction changes in the end; what it changed back is as it was."""
        changes = self._open_changes().documents
        back = [address for address, change in changes.items() if change.is_none]
        for address in back:
            self._shelves[address[0]].set(address[1], changes.pop(address).before)
        return changes

    def undo(self) -> None:
        """Leave the documents as they were before the transaction."""
        changes, self.changes = self._open_changes(), None
        for (name, doc_id), change in changes.documents.items():
            self._shelves[name].set(doc_id, change.before)
        if self._resident is not None:
            self._resident -= changes.subjects

    def keep(self, head: Head) -> None:
        """Leave the documents as the transaction made them: they are committed as `head`."""
        changes, self.changes = self._open_changes(), None
        self.head = head
        for (name, doc_id), change in changes.documents.items():
            self._given(name, doc_id)
            if name == self._schema.root and not self._is_live(change.now.place.until):
                self._beyond.add(doc_id)

    def _open_changes(self) -> Changes:
        if self.changes is None or self.changes.thread != get_ident():
            raise NotInTransaction("documents are changed inside a transaction only")
        return self.changes

    def _next(self, shelf: Shelf, doc_id: int, document: dict[str, Any] | None) -> Next | None:
        """A change ready to take, as it will be read from disk again; None where it is none."""
        old = shelf.get(doc_id)
        was = None if old is None else self._place(shelf.table, doc_id, old)
        if document is None:
            return None if was is None else Next(doc_id, None, None, was, was)
        body = encode(document)
        row = Row(decode(body), self._open_changes().seq)
        if row != document:
            check_numbers(document)
        if _same(old, row, body):
            return None
        shelf.check(row)
        return Next(doc_id, row, body, shelf.table.place(doc_id, row), was)

    def _place(self, table: Table, doc_id: int, old: Row) -> Place:
        """Where a document stands that was kept: what was no document then is damage now."""
        try:
            return table.place(doc_id, old)
        except (ValueError, TypeError) as error:
            raise StoreDamaged(self._engine.where, str(error)) from error

    def _take(self, shelf: Shelf, now: Next) -> None:
        table = shelf.table
        self._welcome(table, now.place.subject)
        documents = self._open_changes().documents
        address = (table.name, now.id)
        if (known := documents.get(address)) is None:
            documents[address] = Change(shelf.get(now.id), now.was, now)
        else:
            known.now = now
        shelf.set(now.id, now.row)

    def _welcome(self, table: Table, subject: int | None) -> None:
        """Make a document's subject resident, with its documents where it is not new."""
        if subject is None or self._resident is None or subject in self._resident:
            return
        if table.name == self._schema.root:
            self._resident.add(subject)
            self._open_changes().subjects.add(subject)
        else:
            self.reach_subjects({subject})

    def _last_id(self, name: str) -> int:
        """The highest id given out before the transaction, if one is open."""
        if name not in self._last_ids:
            self._last_ids[name] = self._engine.last_id(name)
        return self._last_ids[name]

    def _given(self, name: str, doc_id: int) -> None:
        """Take note of an id that was given out for good."""
        if name in self._last_ids:
            self._last_ids[name] = max(self._last_ids[name], doc_id)

    # What is resident

    def refresh(self) -> bool:
        """Catch up with what others wrote, unless nothing may move; whether there was any."""
        if self._still or self.changes is not None:
            return False
        if not self._engine.moved() and not self._behind:
            return False
        self._behind = True
        with self._engine.reading():
            moved = self._catch_up()
        self._behind = False
        return moved

    def _catch_up(self) -> bool:
        head = self._read_head()
        if head.seq <= self.head.seq:
            self._check_end(head)
            return False
        if self._shelves or self._last_ids:
            self._absorb(self._engine.changed_since(self.head.seq))
        self.head = head
        return True

    def _check_end(self, head: Head) -> None:
        """Raise StoreDamaged where the journal no longer ends with the last entry known here."""
        if (head.seq, head.seal) != (self.head.seq, self.head.seal):
            what = f"entry {self.head.seq} is no longer as it was saved"
            raise StoreDamaged(self._engine.where, what)

    @contextmanager
    def still(self) -> Iterator[None]:
        """A block in which nothing moves, whoever writes."""
        with self.lock:
            if self._still or self.changes is not None:
                yield
                return
            with self._engine.reading():
                self.refresh()
                self._still = True
                try:
                    yield
                finally:
                    self._still = False

    def reach(self, since: date | None) -> None:
        """Keep what is live on or after `since` from now on (None: everything); never less."""
        with self.lock:
            if self._since is None or (since is not None and since.isoformat() >= self._since):
                return
            self._since = None if since is None else since.isoformat()
            with self._engine.reading():
                self.refresh()
                self._reach_further()

    def _reach_further(self) -> None:
        if self._resident is not None:
            self._resident.update(self._live_subjects())
        for shelf in self._shelves.values():
            self._fill(shelf, self._live(shelf.table))

    def reach_subjects(self, subjects: set[int]) -> None:
        """Make all documents of some subjects resident."""
        with self.lock:
            new = subjects - self._known_subjects()
            self._join(new)
            self._beyond |= new

    def _known_subjects(self) -> set[int]:
        if self._resident is None:
            self._resident = set(self._live_subjects())
        return self._resident

    def _join(self, subjects: set[int]) -> None:
        if not subjects:
            return
        self._known_subjects().update(subjects)
        for name, shelf in self._shelves.items():
            if shelf.table.subject is not None:
                self._fill(shelf, self._engine.of_subjects(name, subjects))

    def _load(self, table: Table) -> Shelf:
        shelf = Shelf(table)
        with uncollected(lambda: len(shelf.rows)), self._engine.reading():
            self.refresh()
            if table.subject is not None:
                self._known_subjects()
            self._fill(shelf, self._live(table))
        self._shelves[table.name] = shelf
        return shelf

    def _live(self, table: Table) -> list[Stored]:
        """The table's live documents, and those of subjects that are resident all the same."""
        horizon = self._horizon(table)
        live = self._engine.live(table, self._schema.root, horizon)
        if table.subject is None or horizon is None or not self._beyond:
            return live
        return live + self._engine.of_subjects(table.name, self._beyond)

    def _live_subjects(self) -> list[int]:
        return self._engine.live_subjects(self._schema.root, self._since)

    def _horizon(self, table: Table) -> str | None:
        """The day from which the table's documents are resident; None for all of them."""
        closes = self._schema.subjects_close if table.subject else table.until is not None
        return self._since if closes else None

    def _is_live(self, until: str | None) -> bool:
        return self._since is None or until is None or until >= self._since

    def _fill(self, shelf: Shelf, documents: list[Stored]) -> None:
        """Put in what is not there yet, and what an open transaction has not removed."""
        changed = self.changes.documents if self.changes else {}
        if shelf.rows or changed:
            documents = [
                found
                for found in documents
                if shelf.get(found.id) is None and (found.table, found.id) not in changed
            ]
        with uncollected(lambda: len(documents)):
            shelf.add(self._rows(documents))

    def _absorb(self, documents: list[Stored]) -> None:
        """Take what others wrote: all of it that is resident, or has become live."""
        by_table: dict[str, list[Stored]] = {}
        for each in documents:
            by_table.setdefault(each.table, []).append(each)
        joining = self._opened(by_table.get(self._schema.root, ()))
        for name, found in by_table.items():
            self._given(name, max(each.id for each in found))
            if (shelf := self._shelves.get(name)) is not None:
                self._take_in(shelf, found)
        self._join(joining)

    def _take_in(self, shelf: Shelf, documents: list[Stored]) -> None:
        """Take what others wrote to one table."""
        if self._horizon(shelf.table) is not None:
            documents = [found for found in documents if self._concerns(shelf, found)]
        rows = self._rows([found for found in documents if found.body is not None])
        for found in documents:
            shelf.set(found.id, rows.get(found.id))

    def _opened(self, subjects: Iterable[Stored]) -> set[int]:
        """The subjects whose own documents, just written, make them live: they were not resident.

        Those that are resident and no longer live stay.
        """
        opened: set[int] = set()
        if self._resident is None:
            return opened
        for found in subjects:
            live = found.body is not None and self._is_live(found.until)
            if found.id not in self._resident and live:
                opened.add(found.id)
            elif found.id in self._resident and not live:
                self._beyond.add(found.id)
        return opened

    def _concerns(self, shelf: Shelf, found: Stored) -> bool:
        if shelf.get(found.id) is not None or self._horizon(shelf.table) is None:
            return True
        if found.subject is not None:
            return found.subject in self._known_subjects()
        return self._is_live(found.until)

    def problems(self) -> Iterator[tuple[str, str]]:
        """Where what is in memory is not what is on disk, or an index is not what is in memory."""
        for name, shelf in self._shelves.items():
            for found in self._live(shelf.table):
                row = shelf.get(found.id)
                if row is None or encode(row) != found.body:
                    yield f"{name} {found.id}", "it is not in memory as it is on disk"
            for index in shelf.damaged():
                yield f"the index of {name} on {', '.join(index)}", "it does not fit the documents"

    def _unloaded(self, name: str, doc_id: int) -> Stored | None:
        """A document on disk that is not resident."""
        table = self._schema.table(name)
        if self._horizon(table) is None or self._never_given(name, doc_id):
            return None
        if self.changes is not None and (name, doc_id) in self.changes.documents:
            return None
        found = self._engine.document(name, doc_id)
        return None if found is None or found.body is None else found

    def _never_given(self, name: str, doc_id: int) -> bool:
        if not 1 <= doc_id <= LAST_ID:
            return True
        return self.changes is not None and doc_id > self._last_id(name)

    def _row(self, found: Stored) -> Row:
        return self._rows([found])[found.id]

    def _rows(self, documents: Sequence[Stored]) -> dict[int, Row]:
        """Documents as they are in memory, by id; StoreDamaged for the first that is none."""
        rows: dict[int, Row] = {}
        found = None
        try:
            for found in documents:
                rows[found.id] = Row(decode(found.body or b""), found.seq)
        except (Unreadable, TypeError, ValueError) as error:
            where = f"{found.table} {found.id} cannot be read" if found else "a document"
            raise StoreDamaged(self._engine.where, where) from error
        return rows

    def _read_head(self) -> Head:
        found = self._engine.head()
        if found is None:
            return NOTHING
        return Head(found.seq, found.seal, understood(self._engine, written_at, found))


def _same(old: Row | None, new: Row | None, body: bytes | None) -> bool:
    """Whether two rows are one document; to Python alone, 1, 1.0 and True are equal."""
    return old == new and (old is None or encode(old) == body)
