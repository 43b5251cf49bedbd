"""The line drops at any moment: what was acknowledged is there once, what was not is known."""

import time
from collections.abc import Iterator

import pytest

from store import (
    Store,
    StoreRewound,
    StoreUncertain,
    StoreUnreachable,
    StoreUnsafe,
    create,
    open_store,
)
from store.postgres import engine as engine_module
from store.postgres import line as line_module
from store.postgres.address import parse
from store.postgres.engine import PostgresEngine
from tests.postgres.server import server
from tests.postgres.tampering import tamper
from tests.postgres.wire import Wire
from tests.store.places import SCHEMA, Clock


@pytest.fixture
def wire(address: str) -> Iterator[Wire]:
    port = int(address.partition("@127.0.0.1:")[2].partition("/")[0])
    made = Wire(port)
    yield made
    made.close()


@pytest.fixture
def store(address: str, wire: Wire, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """A store at the far end of the wire, whose writers wait half a second at most."""
    monkeypatch.setattr(line_module, "REST", 0.0)
    for pause in ("LOOK_EVERY", "SETTLED"):
        monkeypatch.setattr(engine_module, pause, 0.0)
    create(address, SCHEMA, Clock()).close()
    host, _, rest = address.partition("@127.0.0.1:")
    far = f"{host}@127.0.0.1:{wire.port}/{rest.partition('/')[2]}"
    with Store(PostgresEngine(parse(far), wait=0.5), SCHEMA, Clock()) as opened:
        opened.table("staff").all()
        yield opened


@pytest.fixture
def witness(address: str, store: Store) -> Iterator[Store]:
    """Somebody whose own line holds."""
    with open_store(address, SCHEMA, Clock()) as opened:
        yield opened


def log(store: Store, **fields: object) -> int:
    with store.transaction(1, "log"):
        return store.table("staff").insert(fields)


def known(store: Store) -> list[int]:
    """What is in the store's journal and its documents."""
    return [found["n"] for found in store.table("staff").all()]


def test_a_commit_whose_answer_was_lost_is_found_and_acknowledged(
    store: Store, witness: Store, wire: Wire
) -> None:
    wire.cut = "after"
    log(store, n=1)
    assert wire.cuts == 1
    log(store, n=2)
    assert (known(store), known(witness)) == ([1, 2], [1, 2])
    assert (store.seq, witness.verify()) == (2, [])


def test_a_note_whose_answer_was_lost_is_kept_once(
    store: Store, witness: Store, wire: Wire
) -> None:
    wire.cut = "after"
    store.note(1, "read", [1])
    assert wire.cuts == 1
    assert len(list(witness.accesses())) == 1


def test_a_commit_that_never_arrived_is_said_not_to_be_saved(
    store: Store, witness: Store, wire: Wire
) -> None:
    wire.cut = "before"
    with pytest.raises(StoreUnreachable, match="what was not is unchanged"):
        log(store, n=1)
    assert (known(store), known(witness)) == ([], [])
    log(store, n=2)
    assert (known(store), witness.verify()) == ([2], [])


@pytest.mark.parametrize(("cut", "there"), [("after", [1]), ("before", [])])
def test_where_nobody_can_be_asked_it_says_so_and_shows_the_truth_later(
    store: Store, witness: Store, wire: Wire, cut: str, there: list[int]
) -> None:
    wire.cut, wire.down = cut, True
    with pytest.raises(StoreUncertain, match="look before you do it again"):
        log(store, n=1)
    wire.mend()
    assert (known(store), known(witness)) == (there, there)
    log(store, n=2)
    assert (known(store), witness.verify()) == ([*there, 2], [])


def test_a_line_that_dropped_in_between_is_replaced_unnoticed(store: Store, wire: Wire) -> None:
    log(store, n=1)
    for write in (False, True):
        wire.drop()
        if write:
            log(store, n=2)
        assert known(store) == [1, 2] if write else [1]
    wire.drop()
    store.drafts.put(1, "outcome", {"on": "t"})
    wire.drop()
    assert store.drafts.of(1) == [("outcome", 0)]
    wire.drop()
    assert store.verify() == []


def test_what_was_written_while_the_line_was_down_shows_when_it_is_up(
    store: Store, witness: Store, wire: Wire
) -> None:
    wire.down = True
    wire.drop()
    log(witness, n=1)
    with pytest.raises(StoreUnreachable):
        store.table("staff").all()
    wire.mend()
    assert known(store) == [1]


def test_a_transaction_never_goes_on_over_a_new_line(
    store: Store, witness: Store, wire: Wire
) -> None:
    def half_an_act() -> None:
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 1})
            wire.drop()
            with pytest.raises(StoreUnreachable):
                store.table("children").insert({})
            store.table("staff").update({"n": 2}, doc_ids=[1])

    with pytest.raises(StoreUnreachable):
        half_an_act()
    assert (known(store), known(witness)) == ([], [])
    assert log(store, n=3) == 1
    assert witness.verify() == []


def test_an_act_refused_while_the_line_drops_is_told_by_its_own_reason(
    store: Store, wire: Wire
) -> None:
    def refused() -> None:
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": 1})
            wire.down = True
            wire.drop()
            raise LookupError("the slot is taken")

    with pytest.raises(LookupError, match="the slot is taken"):
        refused()
    wire.mend()
    assert known(store) == []


def test_a_snapshot_never_goes_on_over_a_new_line(store: Store, wire: Wire) -> None:
    with store.snapshot():
        wire.drop()
        with pytest.raises(StoreUnreachable):
            store.table("children").all()
    assert store.table("children").all() == []


def test_a_stand_in_that_lost_what_was_seen_is_not_worked_with(
    store: Store, address: str, wire: Wire
) -> None:
    log(store, n=1)
    log(store, n=2)
    tamper(address, "DELETE FROM journal WHERE seq = 2; DELETE FROM documents WHERE seq = 2")
    wire.drop()
    for _ in range(2):
        with pytest.raises(StoreRewound, match="lost saved work"):
            store.refresh()
        with pytest.raises(StoreRewound, match="start again"):
            log(store, n=3)
    with open_store(address, SCHEMA) as anew:
        assert known(anew) == [1]


def test_a_restarted_server_is_gone_on_with_and_one_that_would_lose_work_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for pause in ("LOOK_EVERY", "SETTLED"):
        monkeypatch.setattr(engine_module, pause, 0.0)
    monkeypatch.setattr(line_module, "REST", 0.0)
    with server() as own:
        with create(own.address(), SCHEMA, Clock()) as store:
            for number, how in enumerate(("fast", "immediate"), start=1):
                log(store, n=number)
                own.stop(how)
                for use in (store.refresh, lambda: log(store, n=9)):
                    with pytest.raises(StoreUnreachable, match="try again in a moment"):
                        use()
                own.start()
                time.sleep(0.2)
                assert known(store) == list(range(1, number + 1))
            log(store, n=3)
            assert (known(store), store.verify()) == ([1, 2, 3], [])
        own.stop()
        own.set("fsync = off\n")
        own.start()
        with pytest.raises(StoreUnsafe, match=r"lose what it acknowledged \(its fsync is off\)"):
            open_store(own.address(), SCHEMA)
