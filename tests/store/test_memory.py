"""Memory follows the open caseload, and what is not in memory is still right."""

from datetime import timedelta

import pytest

from store import Store
from tests.store.places import LONG_AGO, TODAY, Clock, abandoned, reopen, tables


@pytest.fixture
def closed(store: Store) -> Store:
    """A child long closed (1) and one open (2), each with visits, seen by a newcomer."""
    with store.transaction(1, "fill"):
        store.table("children").insert_multiple(
            [{"la": "801", "until": LONG_AGO}, {"la": "801", "until": None}]
        )
        store.table("visits").insert_multiple([{"child": 1}, {"child": 2}, {"child": 1}])
        store.table("sessions").insert_multiple([{"day": LONG_AGO}, {"day": TODAY.isoformat()}])
        store.table("staff").insert({})
    return reopen(store)


def ids(store: Store) -> dict[str, list[int]]:
    return {name: sorted(found) for name, found in tables(store).items()}


OPEN_ONLY = {"children": [2], "visits": [2], "sessions": [2], "staff": [1]}
ALL = {"children": [1, 2], "visits": [1, 2, 3], "sessions": [1, 2], "staff": [1]}


def test_only_what_is_open_is_resident(closed: Store) -> None:
    assert ids(closed) == OPEN_ONLY


@pytest.mark.parametrize(("days", "resident"), [(30, True), (31, False)])
def test_what_closed_in_the_last_thirty_days_is_resident(
    store: Store, days: int, resident: bool
) -> None:
    day = (TODAY - timedelta(days=days)).isoformat()
    with store.transaction(1, "fill"):
        store.table("children").insert({"until": day})
        store.table("visits").insert({"child": 1})
        store.table("sessions").insert({"day": day})
    found = ids(reopen(store))
    assert [found[name] for name in ("children", "visits", "sessions")] == [
        [1][: int(resident)]
    ] * 3


def test_reaching_back_brings_in_the_rest_and_never_drops_any(closed: Store) -> None:
    closed.table("visits").all()
    closed.reach(TODAY - timedelta(days=100))
    assert ids(closed) == OPEN_ONLY
    closed.reach(TODAY.replace(year=2019))
    assert ids(closed) == ALL
    closed.reach(TODAY)
    assert ids(closed) == ALL


def test_reaching_everything_does_so_for_tables_loaded_before_and_after(closed: Store) -> None:
    closed.table("visits").all()
    closed.reach()
    assert ids(closed) == ALL
    assert closed.verify() == []


def test_reaching_one_subject_brings_in_all_its_documents_and_no_others(closed: Store) -> None:
    closed.table("visits").all()
    closed.reach_subject(1)
    assert ids(closed) == {**ALL, "sessions": [2]}


def test_len_and_get_by_id_are_right_about_what_is_not_resident(closed: Store) -> None:
    assert len(closed.table("visits")) == 3
    found = closed.table("visits").get(doc_id=3)
    assert found == {"child": 1}
    assert found.version == 1
    assert closed.table("visits").contains(doc_id=1)
    assert not closed.table("visits").contains(doc_id=4)
    assert closed.table("visits").get(doc_id=2**70) is None
    assert ids(closed) == OPEN_ONLY


def whole(store: Store, name: str) -> list[int]:
    return sorted(found.doc_id for found in store.table(name).whole())


def test_a_table_is_read_whole_without_making_any_of_it_resident(closed: Store) -> None:
    assert {name: whole(closed, name) for name in ALL} == ALL
    assert ids(closed) == OPEN_ONLY


def test_a_table_read_whole_in_a_transaction_is_as_that_has_made_it(closed: Store) -> None:
    with abandoned(closed):
        closed.table("sessions").remove(doc_ids=[1])
        closed.table("sessions").insert({"day": LONG_AGO})
        assert whole(closed, "sessions") == [2, 3]
    assert whole(closed, "sessions") == [1, 2]


def test_writing_to_what_is_not_resident_brings_its_whole_subject_in(closed: Store) -> None:
    with closed.transaction(1, "correct"):
        assert closed.table("visits").update({"kept": True}, doc_ids=[3]) == [3]
        assert closed.table("sessions").remove(doc_ids=[1]) == [1]
        assert len(closed.table("visits")) == 3
        assert len(closed.table("sessions")) == 1
    assert ids(closed) == {**ALL, "sessions": [2]}
    assert closed.history("visits", 3)[-1].document == {"child": 1, "kept": True}
    assert closed.verify() == []


def test_removing_what_is_not_resident_and_failing_leaves_it(closed: Store) -> None:
    with abandoned(closed):
        closed.table("visits").remove(doc_ids=[1])
        assert closed.table("visits").get(doc_id=1) is None
    assert closed.table("visits").get(doc_id=1) == {"child": 1}
    assert closed.verify() == []


def test_a_document_for_a_closed_subject_brings_it_in(closed: Store) -> None:
    with closed.transaction(1, "late"):
        number = closed.table("visits").insert({"child": 1})
    assert number == 4
    assert ids(closed)["visits"] == [1, 2, 3, 4]


def test_a_subject_another_reopens_comes_in_whole(closed: Store, store: Store) -> None:
    assert ids(closed) == OPEN_ONLY
    with store.transaction(1, "reopen"):
        store.table("children").update({"until": None}, doc_ids=[1])
    assert ids(closed) == {**ALL, "sessions": [2]}


def test_a_subject_another_closes_stays_in_whole_also_in_tables_read_later(
    closed: Store, store: Store
) -> None:
    closed.table("children").all()
    with store.transaction(1, "close"):
        store.table("children").update({"until": LONG_AGO}, doc_ids=[2])
    assert ids(closed) == OPEN_ONLY
    assert ids(reopen(store)) == {**OPEN_ONLY, "children": [], "visits": []}


def test_what_another_writes_about_closed_subjects_stays_on_disk(
    closed: Store, store: Store
) -> None:
    assert ids(closed) == OPEN_ONLY
    with store.transaction(1, "history"):
        store.table("visits").insert({"child": 1})
        store.table("children").insert({"until": LONG_AGO})
        store.table("visits").insert({"child": 3})
        store.table("sessions").insert({"day": LONG_AGO})
    assert ids(closed) == OPEN_ONLY
    assert len(closed.table("visits")) == 5


def test_a_new_child_another_enters_is_seen_with_its_documents(closed: Store, store: Store) -> None:
    assert ids(closed) == OPEN_ONLY
    with store.transaction(1, "log"):
        store.table("visits").insert({"child": store.table("children").insert({})})
    assert ids(closed) == {**OPEN_ONLY, "children": [2, 3], "visits": [2, 4]}


def test_the_horizon_follows_the_clock_the_store_is_given(store: Store) -> None:
    with store.transaction(1, "fill"):
        store.table("sessions").insert({"day": TODAY.isoformat()})
    later = Clock()
    later.move(days=60)
    assert ids(reopen(store, later))["sessions"] == []


def test_a_new_subject_in_a_failed_transaction_is_not_thought_resident(
    closed: Store, store: Store
) -> None:
    closed.table("visits").all()
    with abandoned(closed):
        closed.table("children").insert({})
    with store.transaction(1, "log"):
        store.table("visits").insert({"child": store.table("children").insert({"until": LONG_AGO})})
    assert ids(closed) == OPEN_ONLY


def test_a_subject_one_closes_oneself_stays_in_whole_also_in_tables_read_later(
    closed: Store,
) -> None:
    with closed.transaction(1, "close"):
        closed.table("children").update({"until": LONG_AGO}, doc_ids=[2])
    assert ids(closed) == OPEN_ONLY


def test_what_another_adds_to_a_subject_reached_back_for_is_seen(
    closed: Store, store: Store
) -> None:
    closed.table("visits").all()
    closed.reach(TODAY.replace(year=2019))
    with store.transaction(1, "late"):
        store.table("visits").insert({"child": 1})
        store.table("sessions").insert({"day": TODAY.isoformat()})
    assert ids(closed) == {**ALL, "visits": [1, 2, 3, 4], "sessions": [1, 2, 3]}


def test_reaching_back_in_a_transaction_does_not_bring_back_what_it_removed(closed: Store) -> None:
    with closed.transaction(1, "remove"):
        closed.table("visits").remove(doc_ids=[2, 3])
        closed.reach()
        assert ids(closed)["visits"] == [1]
    assert closed.verify() == []
