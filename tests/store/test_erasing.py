"""Erasing a subject from a store: its key and documents go, and the journal still proves sound."""

from pathlib import Path

import pytest

from store import NotInTransaction, Store, StoreNotSwept, SubjectErased, Where
from store.folder import DATABASE
from store.restoring import restore
from tests.store.places import SCHEMA, Clock, abandoned, impatient, reopen, reopen_at

SECRET = "Unforgettable"


@pytest.fixture
def erased(store: Store, clock: Clock) -> Store:
    """A store of two children with a visit each, of whom the first was erased a day later."""
    with store.transaction(1, "log"):
        for name in (SECRET, "Other"):
            child = store.table("children").insert({"name": name})
            store.table("visits").insert({"child": child, "note": f"saw {name}"})
    clock.move(days=1)
    erase(store)
    return store


def erase(store: Store) -> None:
    with store.transaction(1, "erase"):
        store.erase(1)


def test_an_erased_subject_is_gone_and_the_store_is_sound(erased: Store) -> None:
    for store in (erased, reopen(erased)):
        assert [found["name"] for found in store.table("children").all()] == ["Other"]
        assert [found["child"] for found in store.table("visits").all()] == [2]
        assert store.verify() == []
        assert store.erased({1, 2}) == {1}


def test_nobody_can_read_it_in_the_past_any_more(erased: Store, clock: Clock) -> None:
    past = erased.as_at(clock.now.replace(hour=0))
    assert [found["name"] for found in past.table("children").all()] == ["Other"]
    first, last = erased.history("children", 1)
    assert (first.document, last.document, last.act) == (None, None, "erase")


@pytest.mark.parametrize("other", [False, True])
def test_nothing_is_written_about_an_erased_subject(erased: Store, other: bool) -> None:
    store = reopen(erased) if other else erased
    head = store.head()
    with pytest.raises(SubjectErased, match="number 1 was erased"), store.transaction(1, "visit"):
        store.table("visits").insert({"child": 1, "note": "again"})
    assert store.head() == head
    with store.transaction(1, "visit"):
        store.table("visits").insert({"child": 2, "note": "again"})
    assert store.verify() == []


def test_drafts_about_it_go_and_none_is_kept_after(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"name": SECRET})
    store.drafts.put(1, "visit", {"n": 1}, 1)
    store.drafts.put(2, "new", {"n": 2})
    store.drafts.put(2, "other", {"n": 3})
    with store.transaction(1, "erase"):
        store.erase(1, [(2, "new", 0)])
    store.drafts.put(3, "visit", {"n": 4}, 1)
    assert [draft[:3] for draft in store.drafts.everybody()] == [(2, "other", 0)]


def test_an_erasure_that_fails_erases_nothing(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"name": SECRET})
    store.drafts.put(1, "visit", {"n": 1}, 1)
    with abandoned(store):
        store.erase(1)
    with store.transaction(1, "visit"):
        store.table("visits").insert({"child": 1, "note": "seen"})
    assert store.erased({1}) == set()
    assert store.drafts.get(1, "visit", 1) == {"n": 1}
    assert store.verify() == []


def test_it_is_done_inside_a_transaction_only(store: Store) -> None:
    with pytest.raises(NotInTransaction):
        store.erase(1)


def test_what_was_erased_stays_so_through_a_backup_and_a_move(
    erased: Store, tmp_path: Path
) -> None:
    erased.backup(tmp_path / "backup.db")
    with restore(tmp_path / "backup.db", tmp_path / "again", SCHEMA, Clock()) as again:
        assert again.erased({1, 2}) == {1}
        assert again.verify() == []
    erased.copy_to(tmp_path / "moved")
    assert reopen_at(tmp_path / "moved").erased({1, 2}) == {1}


def unreadable_in(where: Where) -> bool:
    """Whether no file holds the erased child's name; tests of servers search a server's."""
    if isinstance(where, str):
        return True
    data = b"".join(path.read_bytes() for path in where.iterdir())
    return SECRET.encode() not in data and b"saw Other" in data


def test_a_swept_store_holds_no_trace_of_it(erased: Store, where: Where) -> None:
    erased.sweep()
    assert erased.verify() == []
    assert unreadable_in(where)


def test_a_sweep_waits_for_who_reads_and_says_what_to_do_where_they_read_on(
    erased: Store, where: Where
) -> None:
    impatient(erased)
    reader = reopen(erased)
    with reader.snapshot():
        assert len(reader.table("visits").all()) == 1
        with pytest.raises(StoreNotSwept, match=r"is gone.*clanbook erased --sweep"):
            erased.sweep()
    erased.sweep()
    assert unreadable_in(where)


def test_a_restored_store_is_changed_before_it_is_one(
    store: Store, tmp_path: Path, clock: Clock
) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"name": SECRET})
    store.backup(tmp_path / "backup.db")
    place = tmp_path / "again" / "service"

    def fail(_: Store) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        restore(tmp_path / "backup.db", place, SCHEMA, clock, fail)
    assert not (place / DATABASE).exists()
    with restore(tmp_path / "backup.db", place, SCHEMA, clock, erase) as again:
        assert again.erased({1}) == {1}
    files = [path for path in place.parent.rglob("*") if path.is_file()]
    assert all(SECRET.encode() not in path.read_bytes() for path in files)
