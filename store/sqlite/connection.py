"""A connection to the database of a folder.

WAL with `synchronous=FULL`, so that what is acknowledged is on the disk; `secure_delete`, so that
what is gone is gone.
"""

import sqlite3
from pathlib import Path

from store.sqlite.failures import FAILURES, WAIT


def connect(database: Path) -> sqlite3.Connection:
    """A connection that commits nothing by itself and syncs every commit."""
    db = sqlite3.connect(
        f"{database.resolve().as_uri()}?mode=rw",
        uri=True,
        timeout=WAIT,
        isolation_level=None,
        check_same_thread=False,
    )
    try:
        db.execute("PRAGMA synchronous = FULL")
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA foreign_keys = OFF")
        db.execute("PRAGMA trusted_schema = OFF")
    except FAILURES:
        db.close()
        raise
    return db
