"""A store in a folder: made empty, or of what a backup holds; whole or not at all."""

import os
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from store.errors import StoreBusy, StoreExists, StoreForbidden, StoreReadOnly
from store.folder import Folder, open_lock, sync
from store.queue import Queue
from store.sqlite.connection import connect
from store.sqlite.engine import SQLiteEngine
from store.sqlite.failures import FAILURES, WAIT, explained
from store.sqlite.statements import APPLICATION, FORMAT, SCHEMA


def create(folder: Path, mark: str) -> None:
    """Make an empty store in `folder`, whole or not at all; StoreExists where there is one."""
    _make(folder, lambda fresh: _fill(fresh, mark), 0)


def adopt(backup: Path, folder: Path, check: Callable[[SQLiteEngine], None]) -> None:
    """Make a store in `folder` in the same manner, of what a backup holds.

    `check` looks at the copy before it is a store: where it raises, nothing of it stays.
    """
    _make(folder, lambda fresh: _copy(backup, fresh, check), backup.stat().st_size)


def _make(folder: Path, fill: Callable[[Path], None], size: int) -> None:
    """Make a store's folder and its file, whose contents `fill` puts in: some `size` bytes."""
    place = Folder(folder)
    place.make()
    mode = place.file_mode
    queue = Queue(lambda: open_lock(place.lock, mode), WAIT)
    try:
        if not queue.enter():
            raise StoreBusy(folder, f"{WAIT:.0f}")
        _create(place, mode, fill, size)
    except PermissionError as error:
        raise StoreForbidden(folder, "it may not be written") from error
    except OSError as error:
        raise StoreReadOnly(folder, error.strerror or "") from error
    finally:
        queue.close()


def _create(place: Folder, mode: int, fill: Callable[[Path], None], size: int) -> None:
    """Under the queue's lock: build the file beside its name, then give it the name."""
    if place.has_database():
        raise StoreExists(place.database)
    place.check_room(size)
    fresh = place.path / (place.database.name + ".new")
    fresh.unlink(missing_ok=True)
    os.close(os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode))
    fresh.chmod(mode)
    try:
        fill(fresh)
    except FAILURES as error:
        raise explained(error, place.path) from error
    fresh.rename(place.database)
    sync(place.path)


def _fill(fresh: Path, mark: str) -> None:
    db = connect(fresh)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.executescript(SCHEMA)
        db.executemany("INSERT INTO meta VALUES (?, ?)", described(mark))
    finally:
        db.close()


def described(mark: str) -> list[tuple[str, str]]:
    """The rows that say what a database is."""
    return [("application", APPLICATION), ("format", str(FORMAT)), ("demo", mark)]


def _copy(backup: Path, fresh: Path, check: Callable[[SQLiteEngine], None]) -> None:
    """Copy a backup as it stands, and check the copy."""
    try:
        with closing(connect(backup)) as source, closing(connect(fresh)) as db:
            source.backup(db)
            db.execute("PRAGMA journal_mode = WAL")
        with closing(SQLiteEngine(fresh.parent, database=fresh.name)) as engine:
            check(engine)
    except BaseException:
        for left in fresh.parent.glob(f"{fresh.name}*"):
            left.unlink()
        raise
