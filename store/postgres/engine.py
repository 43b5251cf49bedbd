"""One service's journal and documents on a server. See `store.engine.Engine`.

The tables of a service are partitions of the whole and stand in a schema of its own, which the
connection's search path names: no statement here could touch another service. Writers take turns
by an advisory lock that ends with their transaction, and the next entry's place is the last one's
plus one under that lock.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import psycopg
from psycopg.pq import TransactionStatus

from store.copying import into_file
from store.engine import LAST, Batch, Draft, Sealed, Stored
from store.errors import (
    StoreBusy,
    StoreError,
    StoreMissing,
    StoreNewer,
    StoreNotOwned,
    StoreNotSwept,
    StoreRewound,
    StoreUncertain,
    StoreUnnamed,
    StoreUnreachable,
)
from store.journal import START, instant
from store.postgres.address import Address
from store.postgres.line import Connection, Line, rows_of
from store.postgres.statements import (
    ABOUT,
    ALL_LIVE,
    CHANGE,
    CHECKSUMS,
    DOCUMENT,
    DROP_DRAFT,
    EVERYTHING,
    FLUSH,
    HEAD,
    KEEP_DRAFT,
    LIVE_SINCE,
    LIVE_SUBJECTS_SINCE,
    MOMENT,
    NAMED,
    OF_SUBJECTS,
    OWNED,
    PLACE,
    ROW,
    SERVICES,
    SWEPT,
    TURN,
    UNGUARDED,
)
from store.schema import Table

FORMAT = 1
"""The format of the tables; a service with a higher one is of a later version."""

WAIT = 20.0
"""Seconds a writer waits for its turn, or for a server to come back that it was saving on."""

LOOK_EVERY = 2.0
"""Seconds after which the server is asked what is new, though nobody gave a sign."""

SETTLED = 0.3
"""Seconds after which a new line is asked a second time."""

UNCONFIRMED = "its stand-in did not confirm"

AGAIN = 0.25
"""Seconds between two tries to reach a server that has to be reached."""

PAGE = 2_000
"""Documents read at a time."""


class PostgresEngine:
    """One connection to one service's tables, opened again where it drops."""

    def __init__(self, address: Address, wait: float = WAIT, line: Line | None = None) -> None:
        """Open the service at an address, on a line that may stand already."""
        self._wait = wait
        self._pid = os.getpid()
        self._known: tuple[int, bytes] | None = None
        self._now = 0
        self._seen = -1
        self._look_again = 0.0
        self._looks = 0
        self._line = line or Line(address, wait)
        try:
            self._enter(address)
        except BaseException:
            self._line.drop()
            raise

    @property
    def where(self) -> str:
        """The address, without a password."""
        return self._address.shown

    @property
    def mark(self) -> str:
        """The text it was marked with as a demonstration; empty for a real one."""
        return self._mark

    def _enter(self, address: Address) -> None:
        self._address = address
        name, version, mark = self._service(self._services())
        if version > FORMAT:
            raise StoreNewer(self.where, str(version))
        self._mark = str(mark)
        self._address = self._line.address = address.of(name)
        self._line.introduce(self._greet)

    def _services(self) -> list[tuple[Any, ...]]:
        """The services this account may enter."""
        known = self._line.ask("SELECT to_regclass('clanbook.services') IS NOT NULL")
        return self._line.ask(SERVICES) if known == [(True,)] else []

    def _service(self, found: list[tuple[Any, ...]]) -> tuple[Any, ...]:
        wanted = self._address.service
        found = [row for row in found if wanted in ("", row[0])]
        if not found:
            raise StoreMissing(self.where)
        if len(found) > 1:
            raise StoreUnnamed(self.where, ", ".join(row[0] for row in found))
        return found[0]

    def _greet(self, made: Connection) -> None:
        """See to it that a new connection shows this service, as far as it is known here."""
        schema = f"clanbook_{self._address.service}"
        rows_of(made, f"SET search_path = {schema}")
        self._looks = 0
        if self._known is None:
            return
        seq, seal = self._known
        if rows_of(made, "SELECT seal FROM journal WHERE seq = %s", (seq,)) != [(seal,)]:
            raise StoreRewound(self.where, f"entry {seq} is no longer as it was saved")

    def close(self) -> None:
        """Drop the connection, with whatever it had under way; the next use opens another."""
        self._seen = -1
        self._line.drop()

    # Looking

    def moved(self) -> bool:
        """Whether anybody may have committed since the last call.

        Others give a sign, which costs nothing to look for; every few seconds the server is asked.
        """
        if not self._line.held:
            if not self._line.heard() and monotonic() < self._look_again:
                return False
            self._look()
        if self._now == self._seen:
            return False
        self._seen = self._now
        return True

    def _look(self) -> None:
        """Ask for the journal's end; whoever asks over the same line again has come to stay.

        Only they listen for signs: each sign wakes all who do.
        """
        listen = f"LISTEN clanbook_{self._address.service}; " if self._looks == 1 else ""
        self._note_head(self._line.ask(listen + HEAD))
        self._look_again = monotonic() + (LOOK_EVERY if listen or self._looks else SETTLED)
        self._looks += 1

    def _note_head(self, rows: list[tuple[Any, ...]]) -> None:
        """Take note of the journal's end as the server shows it now.

        Where the last entry known is no longer there, it is kept: whoever looks at the end is told.
        """
        seq, seal = rows[0] if rows else (0, START)
        self._now = seq
        if self._known is None or seq > self._known[0]:
            self._known = (seq, seal) if rows else None
        elif (seq, seal) != self._known:
            self._seen = -1

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block that sees the database at one moment; inside a transaction it is the same."""
        if self._line.held:
            yield
            return
        self._note_head(self._line.hold(MOMENT))
        try:
            yield
        finally:
            self._line.release()

    # Writing

    def begin(self, _make_ready: Callable[[], object] | None = None, /) -> None:
        """Queue for the right to write and begin; StoreBusy after the time limit.

        The server does not say who is next, so nothing is made ready.
        """
        if os.getpid() != self._pid:
            raise RuntimeError("a store is opened anew in each process, never carried by a fork")
        if self._line.held:
            raise RuntimeError("nothing else is written inside a transaction or a snapshot")
        self._note_head(self._line.hold(TURN))

    def commit(self, batch: Batch) -> None:
        """Write the batch durably and give up the right to write."""
        try:
            self._send(batch)
        except psycopg.Error as error:
            failure = self._line.explained(error)
            if not self._committed(batch, failure):
                raise failure from error
        else:
            lone = StoreUnreachable(self.where, UNCONFIRMED)
            if self._line.lone() and not self._committed(batch, lone):
                raise lone
        self._line.release()
        if batch.entry is not None:
            self._now = self._seen = batch.entry.seq
            self._known = (batch.entry.seq, batch.entry.seal)

    def _send(self, batch: Batch) -> None:
        """Everything in one message, the commit too, and after it the sign to the others."""
        with self._line.sending() as send:
            if batch.keys:
                keys = list(batch.keys.items())
                send.executemany("INSERT INTO subjects (subject, key) VALUES (%s, %s)", keys)
            if batch.entry is not None:
                send.execute(
                    "INSERT INTO journal (seq, seal, entry) VALUES (%s, %s, %s)", batch.entry
                )
            if batch.placed:
                send.executemany(PLACE, batch.placed)
            if batch.changed:
                send.executemany(CHANGE, [(d.seq, d.body, d.table, d.id) for d in batch.changed])
            if batch.accesses:
                send.executemany(
                    "INSERT INTO accesses (seq, seal, entry) VALUES (%s, %s, %s)", batch.accesses
                )
            if batch.erased:
                send.execute("DELETE FROM subjects WHERE subject = ANY(%s)", [batch.erased])
                send.execute("DELETE FROM drafts WHERE subject = ANY(%s)", [batch.erased])
            if batch.dropped:
                send.executemany(DROP_DRAFT, batch.dropped)
            send.execute("COMMIT")
            if batch.entry is not None:
                send.execute("SELECT pg_notify(%s, '')", [f"clanbook_{self._address.service}"])

    def _committed(self, batch: Batch, failure: StoreError) -> bool:
        """Whether a commit that was cut short came about: looked up, never guessed."""
        if self._line.alive(TransactionStatus.INERROR, TransactionStatus.INTRANS):
            return False
        end = monotonic() + self._wait
        while True:
            self._line.drop()
            try:
                return self._find(batch)
            except (StoreUnreachable, StoreBusy) as error:
                if monotonic() >= end:
                    raise StoreUncertain(self.where, failure.detail) from error
            sleep(AGAIN)

    def _find(self, batch: Batch) -> bool:
        """Whether the batch is there, once whoever wrote it has let go of the right to write."""
        table, row = ("journal", batch.entry) if batch.entry else ("accesses", batch.accesses[-1])
        self._line.hold(TURN)
        try:
            if self._line.ask(f"{ROW}{table} WHERE seq = %s", row.seq) != [row]:
                return False
            self._line.ask(FLUSH)
            if self._line.lone():
                raise StoreUnreachable(self.where, UNCONFIRMED)
            return True
        finally:
            self._line.release()

    def rollback(self) -> None:
        """Write nothing and give up the right to write."""
        self._line.release()

    # Reading

    def head(self) -> Sealed | None:
        """The journal's last row."""
        return self._sealed(ROW + "journal ORDER BY seq DESC LIMIT 1")

    def access_head(self) -> Sealed | None:
        """The last row of the log of accesses."""
        return self._sealed(ROW + "accesses ORDER BY seq DESC LIMIT 1")

    def entry(self, seq: int) -> Sealed | None:
        """One row of the journal."""
        return self._sealed(ROW + "journal WHERE seq = %s", seq)

    def _sealed(self, sql: str, *values: Any) -> Sealed | None:
        rows = self._line.ask(sql, *values)
        return Sealed(*rows[0]) if rows else None

    def some_entries(self, seqs: Sequence[int]) -> list[Sealed]:
        """Those of some rows of the journal that are there, in order."""
        sql = ROW + "journal WHERE seq = ANY(%s::bigint[]) ORDER BY seq"
        return [Sealed(*row) for row in self._line.ask(sql, list(seqs))]

    def entries(self, after: int, limit: int, about: int | None = None) -> list[Sealed]:
        """The next rows of the journal in order, of those that name subject `about`."""
        if about is None:
            sql = ROW + "journal WHERE seq > %s ORDER BY seq LIMIT %s"
            return [Sealed(*row) for row in self._line.ask(sql, after, limit)]
        named = f'"s":{about}'.encode()
        rows = self._line.ask(ABOUT, after, named + b",", named + b"}", limit)
        return [Sealed(*row) for row in rows]

    def accesses(self, after: int, limit: int) -> list[Sealed]:
        """The next rows of the log of accesses in order."""
        sql = ROW + "accesses WHERE seq > %s ORDER BY seq LIMIT %s"
        return [Sealed(*row) for row in self._line.ask(sql, after, limit)]

    def live(self, table: Table, root: str, since: str | None) -> list[Stored]:
        """A table's documents live on or after a day (ISO; None: all), by id."""
        if since is None or (table.subject is None and table.until is None):
            return self._stored(ALL_LIVE, table.name)
        if table.subject is None or table.name == root:
            return self._stored(LIVE_SINCE, table.name, since)
        return self._stored(LIVE_SUBJECTS_SINCE, table.name, root, since)

    def live_subjects(self, root: str, since: str | None) -> list[int]:
        """The subjects live on or after a day (ISO; None: all)."""
        sql = "SELECT id FROM documents WHERE tbl = %s AND until >= %s AND body IS NOT NULL"
        return [row[0] for row in self._line.ask(sql, root, since or "")]

    def of_subjects(self, table: str, subjects: Iterable[int]) -> list[Stored]:
        """A table's documents of some subjects, by id."""
        return self._stored(OF_SUBJECTS, table, list(subjects))

    def ids_of(self, table: str, subject: int) -> list[int]:
        """The ids of every document a table ever held of a subject, removed ones too."""
        sql = "SELECT id FROM documents WHERE tbl = %s AND subject = %s ORDER BY id"
        return [row[0] for row in self._line.ask(sql, table, subject)]

    def document(self, table: str, doc_id: int) -> Stored | None:
        """One document, removed ones too."""
        found = self._stored(DOCUMENT + "WHERE d.tbl = %s AND d.id = %s", table, doc_id)
        return found[0] if found else None

    def documents(self, addresses: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Stored]:
        """Those of some documents that there are or were, by table and id."""
        tables, ids = [table for table, _ in addresses], [doc_id for _, doc_id in addresses]
        return {(found.table, found.id): found for found in self._stored(NAMED, tables, ids)}

    def changed_since(self, seq: int) -> list[Stored]:
        """The documents changed by later entries, removed ones too, in the entries' order."""
        return self._stored(DOCUMENT + "WHERE d.seq > %s ORDER BY d.seq, d.tbl, d.id", seq)

    def everything(self, until: int = LAST) -> Iterator[Stored]:
        """Every document there is or was, of those last changed by an entry up to `until`."""
        last = ("", 0)
        while page := self._stored(EVERYTHING, until, *last, PAGE):
            yield from page
            last = (page[-1].table, page[-1].id)

    def count(self, table: str) -> int:
        """How many documents a table holds."""
        sql = "SELECT count(*) FROM documents WHERE tbl = %s AND body IS NOT NULL"
        return int(self._line.ask(sql, table)[0][0])

    def last_id(self, table: str) -> int:
        """The highest id a table ever gave out; 0 while it gave none."""
        return int(self._line.ask("SELECT max(id) FROM documents WHERE tbl = %s", table)[0][0] or 0)

    def keys(self, subjects: Iterable[int]) -> dict[int, bytes]:
        """The keys of those of the subjects that have one."""
        sql = "SELECT subject, key FROM subjects WHERE subject = ANY(%s::bigint[])"
        return {row[0]: row[1] for row in self._line.ask(sql, list(subjects))}

    def subjects(self) -> list[int]:
        """The subjects that have a key, in order."""
        return [row[0] for row in self._line.ask("SELECT subject FROM subjects ORDER BY subject")]

    def size(self) -> int:
        """How many documents there are or were, in all tables."""
        return int(self._line.ask("SELECT count(*) FROM documents")[0][0])

    def _stored(self, sql: str, *values: Any) -> list[Stored]:
        return [Stored(*row) for row in self._line.ask(sql, *values)]

    def problems(self) -> list[str]:
        """What the server knows to be wrong with these tables, and guards that are gone."""
        return [str(row[0]) for sql in (UNGUARDED, CHECKSUMS) for row in self._line.ask(sql)]

    def backup(self, path: Path) -> None:
        """Write a consistent copy, without drafts, while others work: a file as SQLite's own."""
        with closing(PostgresEngine(self._address, self._wait)) as source, source.reading():
            into_file(source, path)

    def check_erasing(self) -> None:
        """Raise StoreNotOwned unless the tables are this account's: no other may delete keys."""
        if self._line.ask(OWNED) != [(True,)]:
            raise StoreNotOwned(self.where, "it does not own the tables")

    def sweep(self) -> None:
        """Have the tables written anew without what was deleted; others wait meanwhile.

        Raises StoreNotSwept where somebody reads on for as long as a writer waits.
        """
        try:
            self._line.ask(SWEPT)
        except StoreBusy as error:
            raise StoreNotSwept(self.where, "the files of its tables") from error

    # Drafts

    def put_draft(self, draft: Draft, expired_before: datetime) -> None:
        """Keep a draft in place of the one before, and drop old ones of everybody."""
        old = instant(expired_before)
        self._write_short(("DELETE FROM drafts WHERE at < %s", [old]), (KEEP_DRAFT, draft))

    def drafts(self, staff: int, since: datetime) -> Sequence[Draft]:
        """One member of staff's drafts kept since."""
        sql = "SELECT staff, form, subject, body, at FROM drafts WHERE staff = %s AND at >= %s"
        return [Draft(*row) for row in self._line.ask(sql, staff, instant(since))]

    def all_drafts(self) -> list[Draft]:
        """Everybody's drafts, old ones too."""
        rows = self._line.ask("SELECT staff, form, subject, body, at FROM drafts")
        return [Draft(*row) for row in rows]

    def drop_draft(self, staff: int, form: str, subject: int) -> None:
        """Forget a draft."""
        self._write_short((DROP_DRAFT, [staff, form, subject]))

    def _write_short(self, *statements: tuple[str, Sequence[Any]]) -> None:
        """Statements that may be said twice, all or none; on a new line where the old is dead."""
        if self._line.held:
            raise RuntimeError("nothing else is written inside a transaction or a snapshot")
        self._line.twice(statements)
