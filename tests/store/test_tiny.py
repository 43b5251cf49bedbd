"""What TinyDB promises holds over a journal, and what TinyDB gets wrong does not."""

import inspect
from typing import Any

import pytest
import tinydb
from hypothesis import given
from hypothesis import strategies as st
from tinydb import Query, where
from tinydb.operations import increment
from tinydb.table import Table

from store import Document, Store
from store.tiny import JournalTable, QueryCache, copied


def fill(store: Store, *documents: dict[str, Any]) -> list[int]:
    with store.transaction(1, "fill"):
        return store.table("staff").insert_multiple(documents)


def test_the_two_methods_of_tinydb_that_are_overridden_are_as_they_were_when_they_were() -> None:
    assert (
        str(inspect.signature(Table._read_table)) == "(self) -> dict[str, collections.abc.Mapping]"
    )
    parameters = inspect.signature(Table._update_table).parameters
    assert list(parameters) == ["self", "updater"]
    assert list(inspect.signature(Table._get_next_id).parameters) == ["self"]


def test_tinydb_itself_reads_and_writes_through_these_methods_alone() -> None:
    calls: list[str] = []

    class Probe(Table):
        def _read_table(self) -> dict[str, Any]:
            calls.append("read")
            return {"3": {"a": 1}}

        def _update_table(self, updater: Any) -> None:
            table = {3: {"a": 1}}
            updater(table)
            calls.append(f"update {table}")

        def _get_next_id(self) -> int:
            return 9

    probe = Probe(tinydb.storages.MemoryStorage(), "probe")
    assert probe.search(where("a") == 1) == [{"a": 1}]
    assert probe.get(where("a") == 1) == {"a": 1}
    assert probe.insert({"b": 2}) == 9
    assert probe.update({"a": 2}, doc_ids=[3, 4]) == [3]
    assert probe.remove(doc_ids=[3, 4]) == [3]
    assert calls == [
        "read",
        "read",
        "read",
        "update {3: {'a': 1}, 9: {'b': 2}}",
        "update {3: {'a': 2}}",
        "update {}",
    ]


def test_all_of_tinydbs_reading_works(store: Store) -> None:
    ids = fill(store, {"n": 1, "tags": ["a"]}, {"n": 2, "tags": ["a", "b"]}, {"n": 3, "tags": []})
    table = store.table("staff")
    assert [found.doc_id for found in table.search(Query().tags.any(["a"]))] == ids[:2]
    assert table.get(where("n") == 2) == {"n": 2, "tags": ["a", "b"]}
    assert table.get(doc_id=ids[2]) == {"n": 3, "tags": []}
    assert [found.doc_id for found in table.get(doc_ids=[ids[2], 99, ids[0]])] == [ids[2], ids[0]]
    assert table.get(doc_id=99) is None
    assert table.contains(where("n") == 3)
    assert not table.contains(doc_id=99)
    assert table.count(where("n") > 1) == 2
    assert len(table) == 3
    assert [found["n"] for found in table] == [found["n"] for found in table.all()] == [1, 2, 3]
    assert store.db.tables() == {"children", "visits", "sessions", "staff"}
    with pytest.raises(RuntimeError):
        table.get()


def test_all_of_tinydbs_writing_works(store: Store) -> None:
    ids = fill(store, {"n": 1}, {"n": 2}, {"n": 3})
    table = store.table("staff")
    with store.transaction(1, "write"):
        assert table.update({"seen": True}, where("n") > 1) == ids[1:]
        assert table.update(increment("n"), doc_ids=[ids[0], 99]) == [ids[0]]
        assert table.upsert({"n": 3, "up": 1}, where("n") == 3) == [ids[2]]
        assert table.upsert({"n": 7}, where("n") == 7) == [ids[2] + 1]
        assert table.remove(where("n") == 7) == [ids[2] + 1]
        assert table.update_multiple([({"two": True}, where("n") == 2)]) == ids[:2]
    assert table.all() == [
        {"n": 2, "two": True},
        {"n": 2, "seen": True, "two": True},
        {"n": 3, "seen": True, "up": 1},
    ]
    assert [found.version for found in table.all()] == [2, 2, 2]


def test_results_are_copies_nested_too_also_out_of_the_query_cache(store: Store) -> None:
    [number] = fill(store, {"n": 1, "deep": {"list": [{"a": 1}]}})
    table = store.table("staff")
    query = where("n") == 1
    for read in (
        lambda: table.search(query)[0],
        lambda: table.search(query)[0],
        lambda: table.get(query),
        lambda: table.get(doc_id=number),
        lambda: table.all()[0],
        lambda: next(iter(table)),
    ):
        found = read()
        assert isinstance(found, Document)
        assert (found, found.doc_id, found.version) == (
            {"n": 1, "deep": {"list": [{"a": 1}]}},
            number,
            1,
        )
        found["deep"]["list"][0]["a"] = 2
        found["n"] = 2


def test_an_empty_document_is_a_document(store: Store) -> None:
    [number] = fill(store, {})
    found = store.table("staff").get(doc_id=number)
    assert found == {}
    assert store.table("staff").get(doc_ids=[number]) == [{}]
    with store.transaction(1, "remove"):
        assert store.table("staff").remove(doc_ids=[number]) == [number]
    assert store.table("staff").get(doc_id=number) is None
    assert store.verify() == []


def test_what_is_inserted_is_copied_too(store: Store) -> None:
    mine = {"deep": [1]}
    [number] = fill(store, mine)
    mine["deep"].append(2)
    assert store.table("staff").get(doc_id=number) == {"deep": [1]}


def test_insert_multiple_gives_distinct_ids_among_given_ones_too(store: Store) -> None:
    with store.transaction(1, "fill"):
        ids = store.table("staff").insert_multiple([{}, Document({}, 2), {}, Document({}, 9), {}])
    assert ids == [1, 2, 3, 9, 10]
    assert len(store.table("staff")) == 5


@pytest.mark.parametrize("doc_id", [1, 3, 0, -4, 2**60])
def test_an_id_that_was_used_or_cannot_be_one_is_refused(store: Store, doc_id: int) -> None:
    fill(store, {"n": 1}, {"n": 2}, {"n": 3})
    with store.transaction(1, "remove"):
        store.table("staff").remove(doc_ids=[3])
    before = store.table("staff").all()
    with store.transaction(1, "again"), pytest.raises(ValueError):
        store.table("staff").insert(Document({"n": 9}, doc_id))
    assert store.table("staff").all() == before


def test_an_exception_inside_an_update_leaves_nothing_half_applied(store: Store) -> None:
    ids = fill(store, {"n": 1}, {"n": 0}, {"n": 2})
    before = store.table("staff").all()

    def halve(document: Any) -> None:
        document["half"] = 1 / document["n"]

    with store.transaction(1, "halve"):
        with pytest.raises(ZeroDivisionError):
            store.table("staff").update(halve, doc_ids=ids)
        with pytest.raises(TypeError):
            store.table("staff").insert_multiple([{"n": 5}, {"n": object()}])
        with pytest.raises(UnicodeEncodeError):
            store.table("staff").insert({"text": "\ud800"})
    assert store.table("staff").all() == before
    assert store.seq == 1


def test_a_document_its_table_cannot_place_is_refused(store: Store) -> None:
    with store.transaction(1, "log"):
        for document in ({}, {"child": "one"}, {"child": True}, {"child": 0}):
            with pytest.raises(ValueError, match="names no subject"):
                store.table("visits").insert(document)
        for day in ("soon", 5, "2026-13-01"):
            with pytest.raises((ValueError, TypeError)):
                store.table("sessions").insert({"day": day})
        with pytest.raises(ValueError, match="more than one value"):
            store.table("sessions").insert({"day": "2026-05-04", "locality": ["A"]})
    assert store.seq == 0


def test_changing_all_documents_needs_saying_which(store: Store) -> None:
    with store.transaction(1, "log"):
        with pytest.raises(ValueError, match="which"):
            store.table("staff").update({"n": 1})
        with pytest.raises(ValueError, match="which"):
            store.table("staff").remove()


def test_a_change_not_yet_committed_is_seen_inside_its_transaction(store: Store) -> None:
    table = store.table("staff")
    query = where("n") == 1
    assert table.search(query) == []
    with store.transaction(1, "log"):
        number = table.insert({"n": 1})
        assert table.search(query)[0].doc_id == number
        assert len(table) == 1
        table.update({"n": 2}, doc_ids=[number])
        assert table.search(query) == []
        table.remove(doc_ids=[number])
        assert len(table) == 0


def test_the_query_cache_serves_the_same_question_without_asking_again(store: Store) -> None:
    fill(store, {"n": 1})
    asked = []

    class Question:
        def __call__(self, document: Any) -> bool:
            asked.append(document)
            return True

        def __hash__(self) -> int:
            return 1

    question = Question()
    assert store.table("staff").search(question) == store.table("staff").search(question)
    assert len(asked) == 1
    fill(store, {"n": 2})
    assert len(store.table("staff").search(question)) == 2


def test_the_query_cache_is_tinydbs_own_least_recently_used_one() -> None:
    cache = QueryCache(capacity=1)
    cache[where("a") == 1] = [Document({"a": 1}, 1)]
    cache[where("a") == 2] = [Document({"a": 2}, 2)]
    assert cache.get(where("a") == 1) is None
    assert cache.get(where("a") == 2)[0].doc_id == 2


def test_a_lookup_finds_by_all_fields_of_an_index_and_a_range_by_the_last(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("sessions").insert_multiple(
            {"locality": locality, "day": f"2026-05-{day:02d}"}
            for locality, day in (("A", 9), ("B", 7), ("A", 5), ("A", 7), ("A", 7))
        )
    table = store.table("sessions")
    key = ("locality", "day")
    assert [found.doc_id for found in table.lookup(key, ("A", "2026-05-07"))] == [4, 5]
    between = table.between(key, ("A",), "2026-05-06", "2026-05-09")
    assert [found.doc_id for found in between] == [4, 5, 1]
    assert [found.doc_id for found in table.between(key, ("A",), None, None)] == [3, 4, 5, 1]
    assert table.between(key, ("C",), None, None) == []
    assert [found.doc_id for found in table.between(("day",), (), "2026-05-08", None)] == [1]
    with pytest.raises(ValueError, match="no index"):
        table.lookup(("venue",), ("A",))


json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(json)
def test_a_copy_is_equal_and_shares_nothing_that_can_change(value: Any) -> None:
    copy = copied(value)
    assert copy == value
    assert not shared(copy, value)


def shared(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return one is other or any(shared(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return one is other or any(map(shared, one, other))
    return False


def test_a_table_is_one_view_however_often_it_is_asked_for(store: Store) -> None:
    assert store.table("staff") is store.table("staff")
    assert isinstance(store.table("staff"), JournalTable)
