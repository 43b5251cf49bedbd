"""A store made of a backup: the same store, or nothing at all."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from store import (
    BackupUnsound,
    Store,
    StoreExists,
    StoreFull,
    StoreMissing,
    StoreNewer,
    Where,
    open_store,
)
from store.folder import DATABASE, LOCK
from store.restoring import restore
from store.verify import Finding
from tests.store.places import SCHEMA, Clock, beside, reopen, tables


@pytest.fixture
def backup(store: Store, tmp_path: Path) -> Path:
    """A backup of a store with one child, and one read noted."""
    with store.transaction(1, "log"):
        store.table("children").insert({"n": 1, "name": "Example"})
    store.note(1, "read", [1])
    file = tmp_path / "backup.db"
    store.backup(file)
    return file


@pytest.fixture
def place(where: Where) -> Where:
    """Another place on the same engine, where there is nothing yet."""
    return beside(where, "new")


def nothing_at(place: Where) -> bool:
    """Whether there is no store at a place, and in its folder nothing but the lock."""
    with pytest.raises(StoreMissing):
        open_store(place, SCHEMA)
    return isinstance(place, str) or {path.name for path in place.iterdir()} <= {LOCK}


def test_a_restored_store_is_the_one_that_was_backed_up(
    store: Store, backup: Path, place: Where
) -> None:
    before = backup.read_bytes()
    with restore(backup, place, SCHEMA, Clock()) as restored:
        assert restored.head() == store.head()
        assert tables(restored) == tables(store)
        assert len(list(restored.accesses())) == 1
        assert restored.verify() == []
        with restored.transaction(1, "log"):
            restored.table("children").insert({"n": 2})
        with reopen(restored) as again:
            assert len(again.table("children")) == 2
    assert backup.read_bytes() == before


@pytest.mark.one_engine("folder", "it is about the folder")
def test_a_restored_store_is_written_like_a_new_one(backup: Path, place: Where) -> None:
    assert isinstance(place, Path)
    restore(backup, place, SCHEMA, Clock()).close()
    assert (place.stat().st_mode & 0o777, (place / DATABASE).stat().st_mode & 0o777) == (
        0o700,
        0o600,
    )
    with closing(sqlite3.connect(place / DATABASE)) as db:
        assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert sorted(path.name for path in place.iterdir()) == [DATABASE, LOCK]


@pytest.mark.one_engine("folder", "a service on a server has nothing beside it")
@pytest.mark.parametrize("name", [DATABASE, "letter.txt"])
def test_a_place_that_is_not_empty_is_left_alone(backup: Path, place: Where, name: str) -> None:
    assert isinstance(place, Path)
    place.mkdir(parents=True)
    (place / name).write_text("mine")
    with pytest.raises(StoreExists, match="exists already"):
        restore(backup, place, SCHEMA, Clock())
    assert [(path.name, path.read_text()) for path in place.iterdir()] == [(name, "mine")]


def alter(file: Path, script: str) -> None:
    with closing(sqlite3.connect(file)) as db:
        db.executescript(script)


@pytest.mark.parametrize(
    "script",
    [
        "UPDATE documents SET body = replace(CAST(body AS TEXT), 'Example', 'Exemple')",
        "DROP TRIGGER journal_never_shrinks; DELETE FROM journal",
        "DROP TABLE accesses",
        "DROP TABLE meta",
        "UPDATE meta SET value = 'other' WHERE name = 'application'",
    ],
)
def test_a_backup_that_was_altered_is_not_restored(backup: Path, place: Where, script: str) -> None:
    alter(backup, script)
    with pytest.raises(BackupUnsound, match=r"no sound backup \(.+\): nothing was restored"):
        restore(backup, place, SCHEMA, Clock())
    assert nothing_at(place)


@pytest.mark.parametrize(
    "content", [b"", b"dear diary " * 1000, None], ids=["empty", "text", "cut"]
)
def test_a_file_that_is_no_whole_backup_is_not_restored(
    backup: Path, place: Where, content: bytes | None
) -> None:
    whole = backup.read_bytes()
    backup.write_bytes(whole[: len(whole) // 2] if content is None else content)
    with pytest.raises(BackupUnsound, match="no sound backup"):
        restore(backup, place, SCHEMA, Clock())
    backup.write_bytes(whole)
    restore(backup, place, SCHEMA, Clock()).close()


def test_a_backup_of_a_later_version_asks_for_that(backup: Path, place: Where) -> None:
    alter(backup, "UPDATE meta SET value = '2' WHERE name = 'format'")
    with pytest.raises(StoreNewer, match="newer version"):
        restore(backup, place, SCHEMA, Clock())


def test_whatever_goes_wrong_nothing_of_the_children_stays(
    backup: Path, place: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> list[Finding]:
        raise StoreFull(place, "0 MB left")

    monkeypatch.setattr("store.restoring.findings", full)
    with pytest.raises(StoreFull):
        restore(backup, place, SCHEMA, Clock())
    assert nothing_at(place)
