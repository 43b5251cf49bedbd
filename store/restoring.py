"""A store made of a backup: checked as a whole first, into an empty place, all of it or nothing."""

from pathlib import Path

from store import sqlite
from store.errors import BackupUnsound, StoreDamaged, StoreExists, StoreForeign
from store.folder import LOCK
from store.schema import Schema
from store.sqlite import SQLiteEngine
from store.store import Clock, Store, open_store, utc_now
from store.verify import findings


def restore(backup: Path, folder: Path, schema: Schema, clock: Clock = utc_now) -> Store:
    """Make a store in an empty folder of what a backup holds, and open it.

    Raises BackupUnsound where that is no store or fails any check, and StoreExists where the
    folder holds anything.
    """

    def check(engine: SQLiteEngine) -> None:
        for finding in findings(engine, schema):
            raise BackupUnsound(backup, str(finding).rstrip("."))

    if folder.is_dir() and any(found.name != LOCK for found in folder.iterdir()):
        raise StoreExists(folder)
    try:
        sqlite.adopt(backup, folder, check)
    except (StoreDamaged, StoreForeign) as error:
        raise BackupUnsound(backup, error.detail) from error
    return open_store(folder, schema, clock)
