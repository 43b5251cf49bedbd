"""A store made of a backup: checked as a whole first, into an empty place, all of it or nothing."""

from contextlib import closing
from pathlib import Path

from store import sqlite
from store.engines import Where, server
from store.errors import BackupUnsound, StoreDamaged, StoreForeign
from store.schema import Schema
from store.sqlite import SQLiteEngine
from store.store import Clock, Store, open_store, utc_now
from store.transfer import refuse_occupied, transfer
from store.verify import findings


def restore(backup: Path, where: Where, schema: Schema, clock: Clock = utc_now) -> Store:
    """Make a store in an empty place of what a backup holds, and open it.

    Raises BackupUnsound where that is no store or fails any check, and StoreExists where the
    place is taken.
    """
    if server(where) is None:
        refuse_occupied(Path(where))
        _adopt(backup, Path(where), schema)
    else:
        _onto_server(backup, where, schema)
    return open_store(where, schema, clock)


def _onto_server(backup: Path, where: Where, schema: Schema) -> None:
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as workshop:
        folder = Path(workshop) / "restored"
        _adopt(backup, folder, schema)
        with closing(SQLiteEngine(folder)) as engine, engine.reading():
            transfer(engine, where, schema)


def _adopt(backup: Path, folder: Path, schema: Schema) -> None:
    def check(engine: SQLiteEngine) -> None:
        for finding in findings(engine, schema):
            raise BackupUnsound(backup, str(finding).rstrip("."))

    try:
        sqlite.adopt(backup, folder, check)
    except (StoreDamaged, StoreForeign) as error:
        raise BackupUnsound(backup, error.detail) from error
