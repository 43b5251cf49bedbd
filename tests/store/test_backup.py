"""A backup is the whole store, for its owner alone, in a file that was not there."""

from pathlib import Path

import pytest

from store import Store, StoreError, StoreExists, open_store
from store.folder import DATABASE
from tests.store.places import SCHEMA, Clock, tables


def test_a_backup_is_a_whole_store_for_its_owner_alone(store: Store, tmp_path: Path) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"n": 1})
    store.note(1, "read", [1])
    copy = tmp_path / "restored" / DATABASE
    copy.parent.mkdir(mode=0o700)
    store.backup(copy)
    assert copy.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in copy.parent.iterdir()] == [DATABASE]
    with open_store(copy.parent, SCHEMA, Clock()) as restored:
        assert restored.head() == store.head()
        assert tables(restored) == tables(store)
        assert restored.verify() == []
        assert len(list(restored.accesses())) == 1


def test_a_backup_overwrites_nothing_and_leaves_nothing_half_done(
    store: Store, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()
    kept = place / "kept"
    kept.write_text("mine")
    with pytest.raises(StoreExists, match="exists already"):
        store.backup(kept)
    with pytest.raises(StoreError, match="no/such"):
        store.backup(place / "no" / "such")
    assert kept.read_text() == "mine"
    assert sorted(path.name for path in place.iterdir()) == ["kept"]
