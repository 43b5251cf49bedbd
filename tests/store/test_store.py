import gc
import os
import subprocess
import sys
import threading
from datetime import datetime

import pytest

from store import NotInTransaction, Store, StoreBusy, StoreError, StoreExists, Where, create
from store import store as store_module
from store.engine import Batch
from tests.store.places import NOON, SCHEMA, Clock, abandoned, reopen, reopen_at, tables


def test_a_transaction_is_one_entry_with_the_final_state_of_each_document(store: Store) -> None:
    with store.transaction(7, "log") as transaction:
        child = store.table("children").insert({"la": "801", "name": "first"})
        store.table("children").update({"name": "second"}, doc_ids=[child])
        gone = store.table("staff").insert({"name": "never there"})
        store.table("staff").remove(doc_ids=[gone])
    [entry] = store.entries()
    assert transaction.seq == entry.seq == 1
    assert (entry.by, entry.act, entry.at) == (7, "log", NOON)
    assert [(op.table, op.id, op.previous, op.subject) for op in entry.ops] == [
        ("children", child, None, child)
    ]
    assert store.history("children", child)[0].document == {"la": "801", "name": "second"}


def test_a_transaction_that_changes_nothing_writes_nothing(store: Store) -> None:
    with store.transaction(1, "log"):
        number = store.table("staff").insert({"name": "A"})
    head = store.head()
    with store.transaction(1, "look") as looked:
        store.table("staff").all()
    with store.transaction(1, "same") as same:
        store.table("staff").update({"name": "A"}, doc_ids=[number])
    with store.transaction(1, "there and back") as back:
        store.table("staff").update({"name": "B"}, doc_ids=[number])
        store.table("staff").update({"name": "A"}, doc_ids=[number])
    assert (looked.seq, same.seq, back.seq) == (None, None, None)
    assert store.head() == head
    assert store.table("staff").all()[0].version == 1


@pytest.mark.parametrize(("old", "new"), [(1, True), (0, False), (1, 1.0), ([1], [True])])
def test_values_python_thinks_equal_are_different_in_a_document(
    store: Store, old: object, new: object
) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({"n": old})
    with store.transaction(1, "change") as changed:
        store.table("staff").update({"n": new}, doc_ids=[1])
    assert changed.seq == 2
    assert repr(reopen(store).table("staff").all()) == repr([{"n": new}])


def test_an_exception_leaves_everything_as_it_was(store: Store) -> None:
    with store.transaction(1, "log"):
        kept = store.table("children").insert({"la": "801", "list": [1]})
    before, head = tables(store), store.head()
    with abandoned(store):
        store.table("children").update({"list": [2]}, doc_ids=[kept])
        store.table("visits").insert({"child": kept})
        store.table("children").insert({"la": "802"})
        store.table("children").remove(doc_ids=[kept])
    assert tables(store) == before
    assert store.head() == head
    assert store.verify() == []
    assert store.table("children").lookup(("la", "code"), ("801", None))[0].doc_id == kept


def test_the_id_of_an_insert_that_failed_is_free_again_and_a_removed_one_never(
    store: Store,
) -> None:
    with abandoned(store):
        assert store.table("staff").insert({}) == 1
    with store.transaction(1, "log"):
        assert store.table("staff").insert({}) == 1
    with store.transaction(1, "remove"):
        store.table("staff").remove(doc_ids=[1])
    with store.transaction(1, "log"):
        assert store.table("staff").insert({}) == 2
    assert reopen(store).table("staff").get(doc_id=1) is None


def test_nothing_is_written_outside_a_transaction(store: Store) -> None:
    table = store.table("staff")
    for write in (
        lambda: table.insert({}),
        lambda: table.insert_multiple([{}]),
        lambda: table.update({"a": 1}, doc_ids=[1]),
        lambda: table.remove(doc_ids=[1]),
        table.truncate,
        store.db.drop_tables,
    ):
        with pytest.raises(NotInTransaction):
            write()


def test_transactions_do_not_nest_and_do_not_begin_in_a_snapshot(store: Store) -> None:
    with (
        store.transaction(1, "outer"),
        pytest.raises(RuntimeError),
        store.transaction(1, "inner"),
    ):
        pass
    with store.snapshot(), pytest.raises(RuntimeError), store.transaction(1, "inner"):
        pass
    with store.transaction(1, "after"):
        store.table("staff").insert({})
    assert store.seq == 1


def test_another_thread_cannot_write_in_a_transaction_that_is_not_its_own(store: Store) -> None:
    raised: list[BaseException] = []

    def write() -> None:
        try:
            store.table("staff").insert({})
        except NotInTransaction as error:
            raised.append(error)

    with store.transaction(1, "mine"):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert len(raised) == 1


def test_a_thread_waits_for_another_only_so_long(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "WAIT", 0.05)
    raised: list[BaseException] = []

    def write() -> None:
        try:
            with store.transaction(1, "late"):
                pass
        except StoreBusy as error:
            raised.append(error)

    with store.transaction(1, "mine"):
        thread = threading.Thread(target=write)
        thread.start()
        thread.join()
    assert "is busy" in str(raised[0])


def test_threads_take_turns_and_lose_nothing(store: Store) -> None:
    with store.transaction(1, "log"):
        number = store.table("staff").insert({"n": 0})

    def work() -> None:
        for _ in range(20):
            with store.transaction(1, "count"):
                found = store.table("staff").get(doc_id=number)
                assert found is not None
                store.table("staff").update({"n": found["n"] + 1}, doc_ids=[number])
            store.table("staff").all()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.table("staff").all()[0]["n"] == 80
    assert store.verify() == []


def test_a_clock_that_runs_backwards_is_kept_but_time_does_not(store: Store, clock: Clock) -> None:
    for hours in (0, -3, 4):
        clock.move(hours=hours)
        with store.transaction(1, "log"):
            store.table("staff").insert({})
    first, second, third = store.entries()
    assert first.at == second.at == NOON
    assert (first.clock, third.clock) == (None, None)
    assert second.clock is not None
    assert datetime.fromisoformat(second.clock).hour == 9
    assert third.at > second.at


def test_a_clock_without_a_zone_is_refused(where: Where) -> None:
    with pytest.raises(ValueError, match="zone"):
        create(where, SCHEMA, lambda: NOON.replace(tzinfo=None))


def test_another_store_sees_a_write_at_once_and_its_query_cache_is_not_stale(store: Store) -> None:
    other = reopen(store)
    with store.transaction(1, "log"):
        number = store.table("staff").insert({"free": True})

    def free(document: object) -> bool:
        return isinstance(document, dict) and document["free"] is True

    assert [found.doc_id for found in other.table("staff").search(free)] == [number]
    with store.transaction(1, "take"):
        store.table("staff").update({"free": False}, doc_ids=[number])
    assert other.table("staff").search(free) == []
    assert other.table("staff").get(doc_id=number) == {"free": False}
    with store.transaction(1, "remove"):
        store.table("staff").remove(doc_ids=[number])
    assert other.table("staff").all() == []
    assert len(other.table("staff")) == 0


def test_nothing_moves_in_a_snapshot_not_even_a_table_read_for_the_first_time(
    store: Store,
) -> None:
    other = reopen(store)
    with store.transaction(1, "log"):
        store.table("staff").insert({"name": "A"})
    with other.snapshot():
        assert len(other.table("staff").all()) == 1
        with store.transaction(1, "log"):
            store.table("staff").insert({"name": "B"})
            store.table("sessions").insert({"day": "2026-06-01"})
        assert len(other.table("staff").all()) == 1
        assert other.table("sessions").all() == []
    assert len(other.table("staff").all()) == 2
    assert len(other.table("sessions").all()) == 1


def test_changes_since_an_entry_are_listed_once_each(store: Store) -> None:
    with store.transaction(1, "log"):
        child = store.table("children").insert({"la": "801"})
        store.table("staff").insert({})
    with store.transaction(1, "move"):
        store.table("children").update({"la": "802"}, doc_ids=[child])
    with store.transaction(1, "remove"):
        store.table("staff").remove(doc_ids=[1])
    assert [tuple(change) for change in store.changes(1)] == [
        ("children", child, 2, child, False),
        ("staff", 1, 3, None, True),
    ]
    assert store.changes(3) == []


def test_a_commit_that_fails_leaves_memory_as_it_was_and_the_store_goes_on(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({"name": "A"})
    before = tables(store)

    def broken(batch: object) -> None:
        raise StoreError(store.where, "injected")

    engine = store._engine
    with monkeypatch.context() as patched:
        patched.setattr(engine, "commit", broken)
        with pytest.raises(StoreError, match="injected"), store.transaction(1, "fail"):
            store.table("staff").insert({"name": "B"})
    assert tables(store) == before
    with store.transaction(1, "again"):
        store.table("staff").insert({"name": "B"})
    assert len(reopen(store).table("staff").all()) == 2
    assert store.verify() == []


def test_an_interruption_after_the_commit_loses_nothing(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = store._engine
    commit = engine.commit

    def interrupted(batch: Batch) -> None:
        commit(batch)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine, "commit", interrupted)
        with pytest.raises(KeyboardInterrupt), store.transaction(1, "log"):
            store.table("staff").insert({"name": "A"})
    assert [found["name"] for found in store.table("staff").all()] == ["A"]
    assert store.verify() == []


def test_an_existing_store_is_never_made_again(store: Store, where: Where) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({"name": "A"})
    with pytest.raises(StoreExists):
        create(where, SCHEMA)
    assert len(store.table("staff").all()) == 1


@pytest.mark.parametrize("mark", ["seed 7", ""])
def test_the_demonstration_mark_stays_with_the_store(where: Where, mark: str) -> None:
    create(where, SCHEMA, Clock(), demo=mark).close()
    assert reopen_at(where).mark == mark


def test_a_store_is_never_used_on_the_other_side_of_a_fork(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getpid", lambda: -1)
    with pytest.raises(RuntimeError, match="fork"), store.transaction(1, "log"):
        pass


def test_a_table_that_is_not_in_the_schema_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="no table 'nowhere'"):
        store.table("nowhere")


def test_a_large_transaction_is_one_entry(store: Store) -> None:
    with store.transaction(1, "import"):
        children = store.table("children").insert_multiple({"la": "801"} for _ in range(500))
        store.table("visits").insert_multiple({"child": child} for child in children)
    assert store.seq == 1
    assert len(next(store.entries()).ops) == 1000
    assert tables(reopen(store)) == tables(store)
    assert gc.isenabled()


def test_reading_a_store_does_not_load_what_only_encryption_needs(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"la": "801"})
    script = (
        "import sys; from tests.store.places import SCHEMA; from store import open_store;"
        f"store = open_store({str(store.where)!r}, SCHEMA); store.reach();"
        "assert store.table('children').all() == [{'la': '801'}];"
        "store.close(); print(sorted({'cryptography', 'textual', 'rich'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    "text",
    [
        "[/]",
        "[bold]x",
        "\x1b[31m",
        "=cmd|' /C calc'!A1",
        "\u202eright",
        "x" * 2**20,
        "\U0001f9f8\x00",
    ],
)
def test_any_text_is_kept_as_typed(store: Store, text: str) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"name": text, text: [text]})
    assert reopen(store).table("children").all() == [{"name": text, text: [text]}]
    assert store.history("children", 1)[0].document == {"name": text, text: [text]}
    assert store.verify() == []


@pytest.mark.parametrize("depth", [51, 400, 100_000])
def test_a_document_too_deep_to_be_handed_out_is_refused_and_nothing_happens(
    store: Store, depth: int
) -> None:
    refused = pytest.raises((ValueError, RecursionError))
    with store.transaction(1, "log") as transaction, refused:
        store.table("staff").insert({"deep": nested(depth - 1)})
    assert transaction.seq is None
    assert store.table("staff").all() == []


def test_a_document_fifty_deep_is_kept(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({"deep": nested(49)})
    assert reopen(store).table("staff").all() == [{"deep": nested(49)}]


def nested(depth: int) -> list[object]:
    deep: list[object] = []
    for _ in range(depth - 1):
        deep = [deep]
    return deep
