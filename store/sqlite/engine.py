"""One connection to the SQLite database in a folder. See `store.engine.Engine`.

Every writer goes through the queue of `store.queue` first.
"""

import errno
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import msgspec

from store.engine import LAST, Batch, Draft, Sealed, Stored
from store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreDiskFailed,
    StoreError,
    StoreForbidden,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreNotSwept,
    StoreReadOnly,
)
from store.folder import DATABASE, Folder, open_lock
from store.journal import instant
from store.queue import Queue, nothing
from store.schema import Table
from store.sqlite.connection import connect
from store.sqlite.failures import FAILURES, WAIT, explained
from store.sqlite.statements import (
    ABOUT,
    ALL_LIVE,
    APPLICATION,
    CHANGE,
    CHANGED_SINCE,
    DOCUMENT,
    DROP_DRAFT,
    FORMAT,
    IDS_OF,
    KEEP_DRAFT,
    LIVE_SINCE,
    LIVE_SUBJECTS_SINCE,
    META,
    OF_SUBJECTS,
    PLACE,
    ROW,
    SCHEMA,
    SHAPES,
    SOME,
)
from store.workshop import whole

AGAIN = 0.05
"""Seconds between two tries to empty the log, which nobody may be reading then."""


class SQLiteEngine:
    """One connection to the SQLite database in a folder. See `store.engine.Engine`."""

    def __init__(self, folder: Path, wait: float = WAIT, database: str = DATABASE) -> None:
        """Open the store in `folder`; a StoreError says why it cannot be."""
        self._folder = Folder(folder, database)
        self._wait = wait
        self._folder.check_place()
        mode = self._folder.file_mode
        self._queue = Queue(lambda: open_lock(self._folder.lock, mode), wait)
        self._pid = os.getpid()
        self._version = -1
        self._open_db: sqlite3.Connection | None = None
        self._mark = self._read_meta()
        for what in self._cut():
            self.close()
            raise StoreDamaged(self.where, what)

    @property
    def where(self) -> Path:
        """The folder."""
        return self._folder.path

    @property
    def mark(self) -> str:
        """The text it was marked with as a demonstration; empty for a real one."""
        return self._mark

    @property
    def _db(self) -> sqlite3.Connection:
        """The connection; opened again where the last one was dropped."""
        if self._open_db is None:
            self._open_db = self._connect()
            self._version = -1
        return self._open_db

    def _connect(self) -> sqlite3.Connection:
        try:
            self._folder.remember()
            return connect(self._folder.database)
        except OSError as error:
            raise StoreMissing(self.where) from error
        except FAILURES as error:
            raise explained(error, self.where) from error

    def _read_meta(self) -> str:
        try:
            meta = dict(self._db.execute("SELECT name, value FROM meta").fetchall())
        except FAILURES as error:
            self.close()
            if getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR:
                raise StoreForeign(self._folder.database, "another kind of database") from error
            raise explained(error, self.where) from error
        self._check_meta(meta)
        return str(meta.get("demo", ""))

    def _check_meta(self, meta: dict[str, str]) -> None:
        wrong: StoreError | None = None
        if meta.get("application") != APPLICATION:
            wrong = StoreForeign(self._folder.database, "another program's database")
        elif not (found := meta.get("format", "")).isdecimal():
            wrong = StoreDamaged(self.where, "it does not say its format")
        elif int(found) > FORMAT:
            wrong = StoreNewer(self.where, found)
        if wrong is not None:
            self.close()
            raise wrong

    def close(self) -> None:
        """Close the connection, with whatever it had under way; the next use opens another."""
        dropped, self._open_db = self._open_db, None
        if dropped is not None:
            with suppress(*FAILURES):
                dropped.close()
        self._queue.close()

    def moved(self) -> bool:
        """Whether another connection may have committed since the last call."""
        version: int = self._rows("PRAGMA data_version")[0][0]
        if version == self._version:
            return False
        self._version = version
        return True

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block that sees the database at one moment; inside a transaction it is the same."""
        if self._db.in_transaction:
            yield
            return
        self._run("BEGIN")
        try:
            yield
        finally:
            self._undo()

    def begin(self, make_ready: Callable[[], object] = nothing, /) -> None:
        """Queue for the right to write and begin; StoreBusy after the time limit."""
        if os.getpid() != self._pid:
            raise RuntimeError("a store is opened anew in each process, never carried by a fork")
        if self._db.in_transaction:
            raise RuntimeError("nothing else is written inside a transaction or a snapshot")
        self._enter(make_ready)
        try:
            self._folder.check_writable()
            self._run("BEGIN IMMEDIATE")
        except BaseException:
            self._queue.leave()
            raise

    def _enter(self, make_ready: Callable[[], object]) -> None:
        try:
            entered = self._queue.enter(make_ready)
        except PermissionError as error:
            raise StoreForbidden(self.where, "its lock file") from error
        except OSError as error:
            raise self._lock_failed(error) from error
        if not entered:
            raise StoreBusy(self.where, f"{self._wait:g}")

    def _lock_failed(self, error: OSError) -> StoreError:
        if not self._folder.path.is_dir():
            return StoreMissing(self.where)
        kind = {errno.EROFS: StoreReadOnly, errno.ENOSPC: StoreFull}.get(
            error.errno or 0, StoreError
        )
        return kind(self.where, f"its lock file: {error.strerror}")

    def commit(self, batch: Batch) -> None:
        """Write the batch durably and give up the right to write."""
        try:
            self._write(batch)
        except FAILURES as error:
            raise explained(error, self.where) from error
        self._queue.call_next()
        try:
            self._db.execute("COMMIT")
        except FAILURES as error:
            raise self._not_committed(error) from error
        self._queue.leave()

    def _not_committed(self, error: Exception) -> StoreError:
        """What was written may be found again in the log, though it could not be synced."""
        found = explained(error, self.where)
        return StoreDiskFailed(self.where, found.detail) if type(found) is StoreError else found

    def _write(self, batch: Batch) -> None:
        db = self._db
        if batch.keys:
            db.executemany("INSERT INTO subjects VALUES (?, ?)", list(batch.keys.items()))
        if batch.entry is not None:
            db.execute("INSERT INTO journal VALUES (?, ?, ?)", batch.entry)
        if batch.placed:
            db.executemany(PLACE, batch.placed)
        if batch.changed:
            changes = [(d.seq, d.body, d.table, d.id) for d in batch.changed]
            if db.executemany(CHANGE, changes).rowcount != len(changes):
                raise StoreDamaged(self.where, "a record to be changed has gone from its table")
        if batch.accesses:
            db.executemany("INSERT INTO accesses VALUES (?, ?, ?)", batch.accesses)
        for subject in batch.erased:
            db.execute("DELETE FROM subjects WHERE subject = ?", (subject,))
            db.execute("DELETE FROM drafts WHERE subject = ?", (subject,))
        if batch.dropped:
            db.executemany(DROP_DRAFT, batch.dropped)

    def rollback(self) -> None:
        """Write nothing and give up the right to write."""
        try:
            self._undo()
        finally:
            self._queue.leave()

    def _undo(self) -> None:
        """End the transaction, where there still is one: a failed commit may have ended it."""
        if self._open_db is not None and self._open_db.in_transaction:
            self._run("ROLLBACK")

    def head(self) -> Sealed | None:
        """The journal's last row."""
        return self._sealed(ROW + "journal ORDER BY seq DESC LIMIT 1")

    def access_head(self) -> Sealed | None:
        """The last row of the log of accesses."""
        return self._sealed(ROW + "accesses ORDER BY seq DESC LIMIT 1")

    def entry(self, seq: int) -> Sealed | None:
        """One row of the journal."""
        return self._sealed(ROW + "journal WHERE seq = ?", seq)

    def _sealed(self, sql: str, *values: Any) -> Sealed | None:
        rows = self._rows(sql, *values)
        return self._row_of_chain(rows[0]) if rows else None

    def _row_of_chain(self, row: tuple[Any, ...]) -> Sealed:
        seq, seal, entry = row
        if not (isinstance(seq, int) and isinstance(seal, bytes) and isinstance(entry, bytes)):
            raise StoreDamaged(self.where, f"row {seq} of a chain is not whole")
        return Sealed(seq, seal, entry)

    def some_entries(self, seqs: Sequence[int]) -> list[Sealed]:
        """Those of some rows of the journal that are there, in order."""
        return [Sealed(*row) for row in self._rows(SOME, _json(seqs))]

    def entries(self, after: int, limit: int, about: int | None = None) -> list[Sealed]:
        """The next rows of the journal in order, of those that name subject `about`."""
        if about is None:
            sql = ROW + "journal WHERE seq > ? ORDER BY seq LIMIT ?"
            return self._climbing(after, self._rows(sql, after, limit))
        named = f'"s":{about}'.encode()
        rows = self._rows(ABOUT, after, named + b",", named + b"}", limit)
        return self._climbing(after, rows)

    def accesses(self, after: int, limit: int) -> list[Sealed]:
        """The next rows of the log of accesses in order."""
        sql = ROW + "accesses WHERE seq > ? ORDER BY seq LIMIT ?"
        return self._climbing(after, self._rows(sql, after, limit))

    def _climbing(self, after: int, rows: list[tuple[Any, ...]]) -> list[Sealed]:
        """Rows of a chain; damage can put them out of order, and a reader would turn in circles."""
        found = [self._row_of_chain(row) for row in rows]
        for row in found:
            if row.seq <= after:
                raise StoreDamaged(self.where, f"row {row.seq} of a chain stands after {after}")
            after = row.seq
        return found

    def live(self, table: Table, root: str, since: str | None) -> list[Stored]:
        """A table's documents live on or after a day (ISO; None: all), by id."""
        if since is None or (table.subject is None and table.until is None):
            rows = self._rows(ALL_LIVE, table.name)
        elif table.subject is None or table.name == root:
            rows = self._rows(LIVE_SINCE, table.name, since)
        else:
            rows = self._rows(LIVE_SUBJECTS_SINCE, table.name, root, since)
        return self._by_id(rows)

    def _by_id(self, rows: list[tuple[Any, ...]]) -> list[Stored]:
        try:
            rows.sort(key=lambda row: row[1])
        except TypeError as error:
            raise StoreDamaged(self.where, "the id of a document is no number") from error
        return list(map(Stored._make, rows))

    def live_subjects(self, root: str, since: str | None) -> list[int]:
        """The subjects live on or after a day (ISO; None: all)."""
        sql = "SELECT id FROM documents WHERE tbl = ? AND until >= ? AND body IS NOT NULL"
        return [row[0] for row in self._rows(sql, root, since or "")]

    def of_subjects(self, table: str, subjects: Iterable[int]) -> list[Stored]:
        """A table's documents of some subjects, by id."""
        return self._by_id(self._rows(OF_SUBJECTS, table, _json(subjects)))

    def ids_of(self, table: str, subject: int) -> list[int]:
        """The ids of every document a table ever held of a subject, removed ones too."""
        return [row[0] for row in self._rows(IDS_OF, table, subject)]

    def document(self, table: str, doc_id: int) -> Stored | None:
        """One document, removed ones too."""
        rows = self._rows(DOCUMENT + "WHERE d.tbl = ? AND d.id = ?", table, doc_id)
        return Stored(*rows[0]) if rows else None

    def documents(self, addresses: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Stored]:
        """Those of some documents that there are or were, by table and id."""
        found = ((address, self.document(*address)) for address in addresses)
        return {address: stored for address, stored in found if stored is not None}

    def changed_since(self, seq: int) -> list[Stored]:
        """The documents changed by later entries, removed ones too, in the entries' order."""
        return list(map(Stored._make, self._rows(CHANGED_SINCE, seq)))

    def everything(self, until: int = LAST) -> Iterator[Stored]:
        """Every document there is or was, of those last changed by an entry up to `until`."""
        sql = DOCUMENT + "WHERE d.seq <= ? ORDER BY d.tbl, d.id"
        try:
            yield from map(Stored._make, self._db.execute(sql, (until,)))
        except FAILURES as error:
            raise explained(error, self.where) from error

    def count(self, table: str) -> int:
        """How many documents a table holds."""
        sql = "SELECT count(*) FROM documents WHERE tbl = ? AND body IS NOT NULL"
        return int(self._rows(sql, table)[0][0])

    def last_id(self, table: str) -> int:
        """The highest id a table ever gave out; 0 while it gave none."""
        return int(self._rows("SELECT max(id) FROM documents WHERE tbl = ?", table)[0][0] or 0)

    def keys(self, subjects: Iterable[int]) -> dict[int, bytes]:
        """The keys of those of the subjects that have one."""
        found: dict[int, bytes] = {}
        for subject in subjects:
            found.update(self._rows("SELECT subject, key FROM subjects WHERE subject = ?", subject))
        return found

    def subjects(self) -> list[int]:
        """The subjects that have a key, in order."""
        return [row[0] for row in self._rows("SELECT subject FROM subjects ORDER BY subject")]

    def size(self) -> int:
        """How many documents there are or were, in all tables."""
        return int(self._rows("SELECT count(*) FROM documents")[0][0])

    def problems(self) -> list[str]:
        """What SQLite's own check of the file finds wrong."""
        found = [str(row[0]) for row in self._rows("PRAGMA integrity_check")]
        return self._cut() + self._misshapen() + ([] if found == ["ok"] else found)

    def _cut(self) -> list[str]:
        """A file that ends within a page; with a log beside it, that page may be whole in there."""
        log = self._folder.database.with_name(self._folder.database.name + "-wal")
        if log.exists() and log.stat().st_size:
            return []
        length, (page,) = self._folder.database.stat().st_size, self._rows("PRAGMA page_size")[0]
        return [f"the file is cut short, at byte {length}"] if length % page else []

    def _misshapen(self) -> list[str]:
        """Tables, indexes and triggers that are not as they were made.

        One letter in them can hide what a table holds, or let the journal be written over.
        """
        with closing(sqlite3.connect(":memory:")) as new:
            new.executescript(SCHEMA)
            made = dict(new.execute(SHAPES))
        found = dict(self._rows(SHAPES))
        names = sorted(made.keys() | found.keys())
        wrong = [f"{name} is not as made" for name in names if found.get(name) != made.get(name)]
        if {row[0] for row in self._rows("SELECT name FROM meta")} != META:
            wrong.append("table meta does not hold what it was made with")
        return wrong

    def put_draft(self, draft: Draft, expired_before: datetime) -> None:
        """Keep a draft in place of the one before, and drop old ones of everybody."""
        self.begin()
        with self._short_write():
            self._run("DELETE FROM drafts WHERE at < ?", instant(expired_before))
            self._run(KEEP_DRAFT, *draft)

    def drafts(self, staff: int, since: datetime) -> Sequence[Draft]:
        """One member of staff's drafts kept since."""
        sql = "SELECT staff, form, subject, body, at FROM drafts WHERE staff = ? AND at >= ?"
        return [Draft(*row) for row in self._rows(sql, staff, instant(since))]

    def all_drafts(self) -> list[Draft]:
        """Everybody's drafts, old ones too."""
        return [
            Draft(*row) for row in self._rows("SELECT staff, form, subject, body, at FROM drafts")
        ]

    def drop_draft(self, staff: int, form: str, subject: int) -> None:
        """Forget a draft."""
        self.begin()
        with self._short_write():
            self._run(DROP_DRAFT, staff, form, subject)

    @contextmanager
    def _short_write(self) -> Iterator[None]:
        try:
            yield
            self._run("COMMIT")
        except BaseException:
            self.close()
            raise
        self._queue.leave()

    def check_erasing(self) -> None:
        """Whoever may write the file may erase in it."""

    def sweep(self) -> None:
        """Write the file anew without what was deleted, and empty its log.

        Raises StoreNotSwept where somebody reads on for as long as a writer waits.
        """
        self.begin()
        try:
            self._undo()
            self._run("VACUUM")
            end = monotonic() + self._wait
            while self._rows("PRAGMA wal_checkpoint(TRUNCATE)")[0][0]:
                if monotonic() >= end:
                    raise StoreNotSwept(self.where, f"the file {self._folder.database.name}-wal")
                sleep(AGAIN)
        finally:
            self._queue.leave()

    def backup(self, path: Path) -> None:
        """Write a consistent copy, without drafts, while others work; never over a file."""
        with whole(path) as part:
            try:
                self._copy_to(part)
            except FAILURES as error:
                raise explained(error, path) from error

    def _copy_to(self, part: Path) -> None:
        source, copy = connect(self._folder.database), sqlite3.connect(part, isolation_level=None)
        try:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
            copy.execute("PRAGMA synchronous = FULL")
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("DELETE FROM drafts")
            copy.execute("VACUUM")
        finally:
            copy.close()
            source.close()

    def _run(self, sql: str, *values: Any) -> None:
        try:
            self._db.execute(sql, values)
        except FAILURES as error:
            raise explained(error, self.where) from error

    def _rows(self, sql: str, *values: Any) -> list[tuple[Any, ...]]:
        try:
            return self._db.execute(sql, values).fetchall()
        except FAILURES as error:
            raise explained(error, self.where) from error


def _json(numbers: Iterable[int]) -> str:
    return msgspec.json.encode(list(numbers)).decode()
