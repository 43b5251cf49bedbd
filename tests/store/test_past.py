from datetime import UTC, datetime, timedelta

import pytest

from store import NothingKnown, NotInTransaction, Store
from store.past import Past
from tests.store.places import LONG_AGO, NOON, SCHEMA, Clock, reopen, tables


def shown(past: Past) -> dict[str, dict[int, tuple[int, dict[str, object]]]]:
    return {
        table.name: {f.doc_id: (f.version, dict(f)) for f in past.table(table.name).all()}
        for table in SCHEMA.tables
    }


def work(store: Store, day: int) -> None:
    """A day's work: something new, something changed, something removed, something closed."""
    with store.transaction(1, "log"):
        child = store.table("children").insert({"la": "801", "day": day})
        store.table("visits").insert_multiple([{"child": child, "n": n} for n in range(3)])
        store.table("staff").insert({"day": day})
    if day:
        with store.transaction(1, "change"):
            store.table("children").update({"day": -day, "until": LONG_AGO}, doc_ids=[day])
            store.table("visits").remove(doc_ids=[3 * day])
            store.table("staff").update({"seen": day}, doc_ids=[1])


def test_the_past_is_what_the_tables_showed_then(store: Store, clock: Clock) -> None:
    recorded = {}
    for day in range(6):
        work(store, day)
        clock.move(hours=12)
        recorded[clock()] = tables(store)
        clock.move(hours=12)
    newcomer = reopen(store)
    for moment, known in recorded.items():
        assert shown(store.as_at(moment)) == known
        assert shown(newcomer.as_at(moment)) == known


def test_the_past_holds_what_was_written_before_the_instant_and_not_at_it(
    store: Store, clock: Clock
) -> None:
    work(store, 0)
    clock.move(days=1)
    work(store, 1)
    assert store.as_at(clock()).seq == 1
    assert store.as_at(clock() + timedelta(microseconds=1)).seq == 3


def test_before_the_first_entry_nothing_is_known_and_the_first_day_is_said(store: Store) -> None:
    with pytest.raises(NothingKnown) as raised:
        store.as_at(NOON)
    assert raised.value.first is None
    work(store, 0)
    with pytest.raises(NothingKnown, match="2026-05-04") as raised:
        store.as_at(NOON)
    assert raised.value.first == NOON.date()


def test_the_past_is_queried_like_the_present_and_never_written(store: Store) -> None:
    work(store, 0)
    past = store.as_at(NOON + timedelta(days=1))
    assert [found["n"] for found in past.table("visits").lookup(("child",), (1,))] == [0, 1, 2]
    assert past.table("visits").get(doc_id=2) == {"child": 1, "n": 1}
    assert past.table("visits").get(doc_id=9) is None
    assert len(past.table("visits")) == 3
    assert past.db.tables() == {table.name for table in SCHEMA.tables}
    found = past.table("visits").all()[0]
    found["n"] = 7
    assert past.table("visits").all()[0]["n"] == 0
    for write in (
        lambda: past.table("visits").insert({"child": 1}),
        lambda: past.table("visits").update({"n": 1}, doc_ids=[1]),
        lambda: past.table("visits").remove(doc_ids=[1]),
    ):
        with pytest.raises(NotInTransaction):
            write()
    with pytest.raises(ValueError, match="no table"):
        past.table("nowhere")


def test_all_of_the_past_is_resident_also_what_has_long_been_closed(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"until": LONG_AGO})
        store.table("visits").insert({"child": 1})
    past = reopen(store).as_at(datetime(2027, 1, 1, tzinfo=UTC))
    assert len(past.table("visits").all()) == 1


def test_the_past_stays_as_it_is_whoever_writes_afterwards(store: Store, clock: Clock) -> None:
    work(store, 0)
    clock.move(days=1)
    past = store.as_at(clock())
    work(store, 1)
    assert past.table("staff").all() == [{"day": 0}]
