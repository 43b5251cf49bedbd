"""What went wrong in SQLite, as the store's own errors."""

import os
import sqlite3
from pathlib import Path

from store.errors import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreForbidden,
    StoreForeign,
    StoreFull,
    StoreReadOnly,
)
from store.folder import read_only

WAIT = 20.0
"""Seconds a writer waits for its turn."""

ERRORS: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_FULL: StoreFull,
    sqlite3.SQLITE_IOERR_SHMSIZE: StoreFull,
    sqlite3.SQLITE_READONLY: StoreReadOnly,
    sqlite3.SQLITE_PERM: StoreForbidden,
    sqlite3.SQLITE_AUTH: StoreForbidden,
    sqlite3.SQLITE_CANTOPEN: StoreForbidden,
    sqlite3.SQLITE_BUSY: StoreBusy,
    sqlite3.SQLITE_LOCKED: StoreBusy,
    sqlite3.SQLITE_CORRUPT: StoreDamaged,
    # Every statement here fits the tables as they were made: one that does not has damaged ones.
    sqlite3.SQLITE_ERROR: StoreDamaged,
    sqlite3.SQLITE_CONSTRAINT: StoreDamaged,
    sqlite3.SQLITE_NOTADB: StoreForeign,
}
FAILURES = (sqlite3.Error, UnicodeDecodeError)
"""What comes out of `sqlite3`: the second, from text that damage has made undecodable."""

PRIMARY_CODE = 0xFF
"""The part of SQLite's extended result codes that says what kind of error it is."""


def explained(error: Exception, where: Path | str) -> StoreError:
    """The store's error for one of SQLite's."""
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        undecodable = isinstance(error, UnicodeDecodeError) or "decode" in str(error)
        return (StoreDamaged if undecodable else StoreError)(where, str(error))
    kind = ERRORS.get(code) or ERRORS.get(code & PRIMARY_CODE, StoreError)
    if kind is StoreForbidden and _cannot_be_written(where):
        return StoreReadOnly(where, "its disk is read-only")
    return kind(where, f"{WAIT:.0f}" if kind is StoreBusy else str(error))


def _cannot_be_written(where: Path | str) -> bool:
    """Whether it is the disk that refuses, and not this account's rights."""
    try:
        return read_only(os.statvfs(where))
    except OSError:
        return False
