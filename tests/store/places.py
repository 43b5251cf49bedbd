"""The tables the store's tests use, and a clock that is set by hand."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from typing import Any

from store import Schema, Store, Table, Where, create, open_store
from store.folder import DATABASE

SCHEMA = Schema(
    (
        Table("children", subject="id", until="until", indexes=(("la", "code"),)),
        Table("visits", subject="child", indexes=(("child",),)),
        Table("sessions", until="day", indexes=(("locality", "day"), ("day",))),
        Table("staff"),
    )
)
NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TODAY = NOON.date()
LONG_AGO = date(2020, 1, 31).isoformat()

OPENED: list[Store] = []
"""The stores a test has opened, closed behind it."""

UNPROTECT = """
DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;
DROP TRIGGER accesses_never_change; DROP TRIGGER accesses_never_shrink;
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self, now: datetime = NOON) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def move(self, **by: float) -> None:
        self.now += timedelta(**by)


class Abandoned(Exception):
    """Ends a transaction on purpose."""


@contextmanager
def abandoned(store: Store) -> Iterator[None]:
    """A transaction that fails at its end."""
    with suppress(Abandoned), store.transaction(1, "fail"):
        yield
        raise Abandoned


def reopen(store: Store, clock: Callable[[], datetime] | None = None) -> Store:
    """The same store as another process would open it."""
    return reopen_at(store.where, clock)


def reopen_at(where: Where, clock: Callable[[], datetime] | None = None) -> Store:
    OPENED.append(open_store(where, SCHEMA, clock or Clock()))
    return OPENED[-1]


def fresh(where: Where, clock: Callable[[], datetime] | None = None) -> Store:
    OPENED.append(create(where, SCHEMA, clock or Clock()))
    return OPENED[-1]


def beside(where: Where, name: str) -> Where:
    """Another place, on the same engine."""
    return f"{where}_{name}" if isinstance(where, str) else where.parent / name / where.name


def impatient(store: Store) -> Store:
    """The store, which from now on waits for others a tenth of a second."""
    engine: Any = store._engine
    engine._wait = 0.1
    if isinstance(store.where, str):
        engine._line._wait = 0.1
        engine.close()
    else:
        engine._queue._limit = 0.1
        engine._db.execute("PRAGMA busy_timeout = 50")
    return store


def tamper(where: Where, script: str) -> None:
    """Change the tables behind the program's back, and cover the tracks.

    SQLite's words for it hold for both engines.
    """
    if isinstance(where, str):
        from tests.postgres import tampering

        tampering.tamper(where, script)
        return
    with closing(sqlite3.connect(where / DATABASE)) as db:
        guards = "SELECT sql || ';' FROM sqlite_master WHERE type = 'trigger'"
        again = "".join(sql for (sql,) in db.execute(guards))
        db.executescript(f"{UNPROTECT}{script};{again}")


def tables(store: Store) -> dict[str, dict[int, tuple[int, dict[str, object]]]]:
    """Everything the tables of a store show, by table and id, with its version."""
    return {
        table.name: {
            found.doc_id: (found.version, dict(found)) for found in store.table(table.name).all()
        }
        for table in SCHEMA.tables
    }
