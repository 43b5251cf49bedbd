import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import (
    StoreBusy,
    StoreDamaged,
    StoreError,
    StoreForbidden,
    StoreForeign,
    StoreFull,
    StoreMissing,
    StoreNewer,
    StoreReadOnly,
    open_store,
)
from store.folder import DATABASE
from store.sqlite.connection import connect
from store.sqlite.failures import explained
from tests.fire.trouble import told
from tests.store.places import SCHEMA, fresh, reopen, tables

pytestmark = pytest.mark.one_engine("folder", "it is about SQLite")


def alter(folder: Path, script: str) -> None:
    with closing(sqlite3.connect(folder / DATABASE)) as db:
        db.executescript(script)


def test_every_commit_is_on_the_disk_before_it_is_acknowledged(folder: Path) -> None:
    fresh(folder).close()
    with closing(connect(folder / DATABASE)) as db:
        for setting, value in (("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)):
            assert db.execute(f"PRAGMA {setting}").fetchone() == (value,)


def test_a_store_of_a_later_version_is_left_alone(folder: Path) -> None:
    fresh(folder).close()
    alter(folder, "UPDATE meta SET value = '2' WHERE name = 'format'")
    with pytest.raises(StoreNewer, match=r"newer version \(format 2\)"):
        open_store(folder, SCHEMA)


@pytest.mark.parametrize(
    ("script", "error"),
    [
        ("DROP TABLE meta", StoreForeign),
        ("UPDATE meta SET value = 'other' WHERE name = 'application'", StoreForeign),
        ("UPDATE meta SET value = 'one' WHERE name = 'format'", StoreDamaged),
    ],
)
def test_another_programs_database_is_not_taken_for_a_store(
    folder: Path, script: str, error: type[StoreError]
) -> None:
    fresh(folder).close()
    alter(folder, script)
    with pytest.raises(error):
        open_store(folder, SCHEMA)


def test_a_file_that_is_no_database_is_said_so(folder: Path) -> None:
    folder.mkdir()
    (folder / DATABASE).write_bytes(b"dear diary " * 1000)
    with pytest.raises(StoreForeign, match="not a clanbook store"):
        open_store(folder, SCHEMA)


def test_a_file_cut_short_is_damaged_and_says_to_restore(folder: Path) -> None:
    with fresh(folder) as store, store.transaction(1, "log"):
        store.table("staff").insert_multiple({"text": "x" * 1000} for _ in range(100))
    os.truncate(folder / DATABASE, 3 * 4096)
    with pytest.raises(StoreDamaged, match=r"damaged.*restore the last backup"):
        open_store(folder, SCHEMA).table("staff").all()


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        (sqlite3.SQLITE_FULL, StoreFull),
        (sqlite3.SQLITE_READONLY_DIRECTORY, StoreReadOnly),
        (sqlite3.SQLITE_CANTOPEN, StoreForbidden),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, StoreBusy),
        (sqlite3.SQLITE_CORRUPT_INDEX, StoreDamaged),
        (sqlite3.SQLITE_NOTADB, StoreForeign),
        (sqlite3.SQLITE_IOERR_FSYNC, StoreError),
        (None, StoreError),
    ],
)
def test_each_thing_that_can_go_wrong_is_one_sentence_with_where_and_what_to_do(
    code: int | None, kind: type[StoreError]
) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    if code is not None:
        error.sqlite_errorcode = code
    found = explained(error, "/srv/clanbook")
    assert type(found) is kind
    assert "/srv/clanbook" in str(found)
    assert str(found).endswith(".")
    assert "\n" not in str(found)


@pytest.mark.parametrize(("flag", "kind"), [(0, StoreForbidden), (os.ST_RDONLY, StoreReadOnly)])
def test_a_file_that_cannot_be_opened_on_a_read_only_disk_is_the_disks_fault(
    tmp_path: Path, flag: int, kind: type[StoreError]
) -> None:
    with pytest.raises(sqlite3.OperationalError) as refused:
        connect(tmp_path / "none.db")
    with told(f_flag=flag):
        assert type(explained(refused.value, tmp_path)) is kind


def test_a_full_disk_refuses_the_commit_keeps_the_rest_and_goes_on(folder: Path) -> None:
    """SQLite's own limit on the file's pages stands in for the disk's."""
    with fresh(folder) as store:
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 1})
        db = store._engine._db
        (pages,) = db.execute("PRAGMA page_count").fetchone()
        db.execute(f"PRAGMA max_page_count = {pages + 2}")
        before = tables(store)
        with pytest.raises(StoreFull, match="make room"), store.transaction(1, "big"):
            store.table("staff").insert({"text": "x" * 100_000})
        assert tables(store) == before
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 2})
        assert store.verify() == []
        assert len(reopen(store).table("staff").all()) == 2


def test_a_failed_sync_is_not_acknowledged_and_the_connection_is_a_new_one(folder: Path) -> None:
    with fresh(folder) as store:
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 1})
        engine = store._engine
        failing = Failing(engine._db)
        engine._open_db = failing
        with pytest.raises(StoreError, match="disk I/O error"), store.transaction(1, "log"):
            store.table("staff").insert({"n": 2})
        assert engine._open_db is not failing
        assert store.table("staff").all() == [{"n": 1}]
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 3})
        assert store.verify() == []


class Failing:
    """A connection whose commits fail, and have ended the transaction when they do."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self.db = db

    def execute(self, sql: str, *values: object) -> object:
        if sql != "COMMIT":
            return self.db.execute(sql, *values)
        self.db.execute("ROLLBACK")
        error = sqlite3.OperationalError("disk I/O error")
        error.sqlite_errorcode = sqlite3.SQLITE_IOERR_FSYNC
        raise error

    def __getattr__(self, name: str) -> object:
        return getattr(self.db, name)


def test_a_store_made_halfway_is_no_store_and_can_be_made_again(folder: Path) -> None:
    folder.mkdir()
    (folder / f"{DATABASE}.new").write_bytes(b"half")
    with pytest.raises(StoreMissing):
        open_store(folder, SCHEMA)
    fresh(folder).close()
    assert sorted(path.name for path in folder.iterdir()) == ["clanbook.db", "clanbook.lock"]


def test_the_hot_reads_use_their_indexes(folder: Path) -> None:
    from store.sqlite import statements

    store = fresh(folder)
    plans = {
        "documents_until": (statements.LIVE_SINCE, ("sessions", "2026-01-01")),
        "documents_subject": (statements.LIVE_SUBJECTS_SINCE, ("visits", "children", "2026-01-01")),
        "documents_seq": (statements.DOCUMENT + "WHERE d.seq > ? ORDER BY d.seq", (1,)),
    }
    for index, (sql, values) in plans.items():
        plan = store._engine._db.execute("EXPLAIN QUERY PLAN " + sql, values).fetchall()
        assert any(index in step[3] for step in plan), plan
