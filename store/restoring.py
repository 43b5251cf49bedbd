"""A store made of a backup: checked as a whole first, into an empty place, all of it or nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from store.engines import Where, server
from store.errors import BackupUnsound, StoreDamaged, StoreForeign
from store.folder import Folder
from store.schema import Schema
from store.sqlite import making
from store.sqlite.engine import SQLiteEngine
from store.store import Clock, Store, open_store, utc_now
from store.transfer import refuse_occupied, transfer
from store.verify import findings
from store.workshop import workshop

Amend = Callable[[Store], None]
"""What is to be done to a restored store before it is one."""


def restore(
    backup: Path,
    where: Where,
    schema: Schema,
    clock: Clock = utc_now,
    amend: Amend | None = None,
) -> Store:
    """Make a store in an empty place of what a backup holds, and open it.

    `amend` changes what it holds before anybody else could see it. Raises BackupUnsound where
    that is no store or fails any check, and StoreExists where the place is taken.
    """
    on_server = server(where) is not None
    if not on_server:
        refuse_occupied(Path(where))
    if on_server or amend is not None:
        _by_workshop(backup, where, schema, clock, amend)
    else:
        _adopt(backup, Path(where), schema)
    return open_store(where, schema, clock)


def _by_workshop(
    backup: Path, where: Where, schema: Schema, clock: Clock, amend: Amend | None
) -> None:
    """Restore into a folder of its own, change it there, and move it as a whole."""
    from tempfile import gettempdir

    if server(where) is None:
        Folder(Path(where)).make()
    with workshop(Path(gettempdir()) if server(where) else Path(where).parent) as place:
        folder = place / "restored"
        _adopt(backup, folder, schema)
        if amend is not None:
            with open_store(folder, schema, clock) as store:
                amend(store)
        with closing(SQLiteEngine(folder)) as engine, engine.reading():
            transfer(engine, where, schema)


def _adopt(backup: Path, folder: Path, schema: Schema) -> None:
    def check(engine: SQLiteEngine) -> None:
        for finding in findings(engine, schema):
            raise BackupUnsound(backup, str(finding).rstrip("."))

    try:
        making.adopt(backup, folder, check)
    except (StoreDamaged, StoreForeign) as error:
        raise BackupUnsound(backup, error.detail) from error
