"""A store moved to another place, folder or server: the same store there, or nothing at all."""

from itertools import pairwise
from pathlib import Path

import pytest

from store import CopyUnsound, Store, StoreBusy, StoreExists, Where
from store import store as store_module
from store.engine import Sealed
from store.restoring import restore
from tests.store.places import SCHEMA, Clock, impatient, reopen, reopen_at, tables, tamper


@pytest.fixture(params=["to a folder", "to a server"])
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Where:
    if request.param == "to a folder":
        return tmp_path / "new" / "service"
    return f"{request.getfixturevalue('address')}_new"


@pytest.fixture
def used(store: Store) -> Store:
    """A store with children, one removed, a key gone, reads, a draft, and texts of every kind."""
    with store.transaction(1, "log"):
        store.table("children").insert_multiple(
            [{"name": "\x00\\N\t\U0001f9f8'; --"}, {"until": "2020-01-01"}, {"n": 3}]
        )
        store.table("visits").insert_multiple({"child": 1, "n": n} for n in range(1100))
        store.table("staff").insert({"n": [1.5, None, True]})
    with store.transaction(2, "remove"):
        store.table("children").remove(doc_ids=[3])
        store.table("visits").update({"n": -1}, doc_ids=[2])
    store.note(2, "read", [1], why="[/]")
    store.drafts.put(1, "outcome", {"on": "t"}, subject=1)
    return store


def rows(store: Store) -> tuple[list[Sealed], list[Sealed]]:
    engine = store._engine
    return engine.entries(0, 5000), engine.accesses(0, 5000)


def test_everything_arrives_byte_for_byte(used: Store, target: Where) -> None:
    told: list[tuple[int, int]] = []
    used.copy_to(target, lambda done, total: told.append((done, total)))
    moved = reopen_at(target)
    assert rows(moved) == rows(used)
    assert list(moved._engine.everything()) == list(used._engine.everything())
    assert moved._engine.keys([1, 2, 3]) == used._engine.keys([1, 2, 3])
    assert moved.drafts.get(1, "outcome", 1) == {"on": "t"}
    for each in (moved, used):
        each.reach()
    assert tables(moved) == tables(used)
    assert moved.verify() == []
    assert told[-1][0] == told[-1][1] == sum(map(len, rows(used))) + 3 + 1104
    assert all(a < b for a, b in pairwise(told[1:]))


def test_work_goes_on_where_it_left_off(used: Store, target: Where) -> None:
    used.copy_to(target)
    moved = reopen_at(target)
    with moved.transaction(1, "log"):
        assert moved.table("children").insert({}) == 4
    assert (moved.seq, used.seq) == (3, 2)
    assert reopen(moved).verify() == []


def test_the_mark_of_a_demonstration_goes_with_it(where: Where, target: Where) -> None:
    from store import create

    with create(where, SCHEMA, Clock(), demo="seed 7") as store:
        store.copy_to(target)
    assert reopen_at(target).mark == "seed 7"


def test_a_place_that_is_taken_is_left_alone(used: Store, target: Where) -> None:
    used.copy_to(target)
    with used.transaction(1, "later"):
        used.table("staff").insert({})
    with pytest.raises(StoreExists, match="exists already"):
        used.copy_to(target)
    assert reopen_at(target).seq == 2
    with used.transaction(1, "goes on"):
        used.table("staff").insert({})


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE journal SET entry = replace(entry, 'remove', 'remain') WHERE seq = 2",
        "DELETE FROM documents WHERE tbl = 'staff'",
        "UPDATE subjects SET key = zeroblob(32) WHERE subject = 1",
        "DELETE FROM journal WHERE seq = 1",
    ],
)
def test_what_is_not_sound_is_not_moved(used: Store, target: Where, damage: str) -> None:
    tamper(used.where, damage)
    for _ in ("first", "again, and the place is still empty"):
        with pytest.raises(CopyUnsound, match=r"not sound \(.+\): nothing was kept"):
            used.copy_to(target)


def test_nobody_saves_while_it_is_moved(
    used: Store, target: Where, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = impatient(reopen(used))
    monkeypatch.setattr(store_module, "WAIT", 0.1)
    refused: list[str] = []

    def meanwhile(done: int, total: int) -> None:
        if refused:
            return
        with pytest.raises(StoreBusy) as busy, other.transaction(1, "late"):
            pass
        refused.append(str(busy.value))

    used.copy_to(target, meanwhile)
    assert len(refused) == 1
    assert other.seq == 2


def test_a_backup_goes_back_to_either_engine(used: Store, target: Where, tmp_path: Path) -> None:
    used.backup(tmp_path / "copy")
    with restore(tmp_path / "copy", target, SCHEMA, Clock()) as restored:
        assert rows(restored) == rows(used)
        assert restored.drafts.of(1) == []
        assert restored.verify() == []
    with pytest.raises(StoreExists):
        restore(tmp_path / "copy", target, SCHEMA, Clock())
