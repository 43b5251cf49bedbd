"""The tables the store's tests use, and a clock that is set by hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from store import Schema, Store, Table, create, open_store

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
    return open_store(store.where, SCHEMA, clock or Clock())


def fresh(folder: Path, clock: Callable[[], datetime] | None = None) -> Store:
    return create(folder, SCHEMA, clock or Clock())


def tables(store: Store) -> dict[str, dict[int, tuple[int, dict[str, object]]]]:
    """Everything the tables of a store show, by table and id, with its version."""
    return {
        table.name: {
            found.doc_id: (found.version, dict(found)) for found in store.table(table.name).all()
        }
        for table in SCHEMA.tables
    }
