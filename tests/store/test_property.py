"""Whatever is done to a store, three views of it are one: memory, a fresh open, the journal."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from store import Document, Store, Where
from tests.store.places import LONG_AGO, TODAY, Clock, abandoned, beside, fresh, reopen, tables
from tests.store.replay import replayed

days = st.sampled_from([None, LONG_AGO, TODAY.isoformat()])
values = st.none() | st.integers(0, 3) | st.lists(st.text(max_size=2), max_size=2)
picks = st.integers(0, 30)


class Stores(RuleBasedStateMachine):
    """Two processes' stores in one place, and a model: the tables as they should be."""

    places: Iterator[Where]
    """Where the next stores are made."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.stores = [fresh(next(self.places), self.clock)]
        self.stores.append(reopen(self.stores[0], self.clock))
        self.known: list[tuple[Any, Any]] = []

    def teardown(self) -> None:
        for store in self.stores:
            assert store.verify() == []
            store.close()
        if isinstance(self.stores[0].where, Path):
            shutil.rmtree(self.stores[0].where)

    def change(self, which: int, work: list[tuple[Any, ...]], fails: bool) -> None:
        store = self.stores[which]
        with abandoned(store) if fails else store.transaction(1, "work"):
            for what, *args in work:
                getattr(self, what)(store, *args)

    def child(self, store: Store, until: Any, value: Any) -> None:
        number = store.table("children").insert({"until": until, "value": value})
        store.table("visits").insert_multiple([{"child": number, "value": value}] * 2)

    def session(self, store: Store, until: Any, value: Any) -> None:
        store.table("sessions").insert({"day": until, "locality": "A", "value": value})

    def edit(self, store: Store, table: str, pick: int, value: Any) -> None:
        store.table(table).update({"value": value}, doc_ids=[pick])

    def close_or_open(self, store: Store, pick: int, until: Any) -> None:
        store.table("children").update({"until": until}, doc_ids=[pick])

    def drop(self, store: Store, table: str, pick: int) -> None:
        store.table(table).remove(doc_ids=[pick])

    names = st.sampled_from(["children", "visits", "sessions"])
    steps = st.lists(
        st.tuples(st.just("child"), days, values)
        | st.tuples(st.just("session"), days, values)
        | st.tuples(st.just("edit"), names, picks, values)
        | st.tuples(st.just("close_or_open"), picks, days)
        | st.tuples(st.just("drop"), names, picks),
        min_size=1,
        max_size=4,
    )

    @rule(which=st.integers(0, 1), work=steps, fails=st.booleans())
    def transaction(self, which: int, work: list[tuple[Any, ...]], fails: bool) -> None:
        self.clock.move(minutes=1)
        self.change(which, work, fails)

    @rule(which=st.integers(0, 1), pick=picks)
    def reach_one(self, which: int, pick: int) -> None:
        self.stores[which].reach_subject(pick)

    @rule(which=st.integers(0, 1), since=st.sampled_from([TODAY, TODAY.replace(year=2019), None]))
    def reach(self, which: int, since: Any) -> None:
        self.stores[which].reach(since)

    @rule(which=st.integers(0, 1), name=names)
    def read_one_table(self, which: int, name: str) -> None:
        self.stores[which].table(name).all()

    @rule()
    def remember(self) -> None:
        self.clock.move(minutes=1)
        self.known.append((self.clock(), replayed(self.stores[0])))

    @precondition(lambda self: self.known)
    @rule(pick=picks)
    def look_back(self, pick: int) -> None:
        moment, expected = self.known[pick % len(self.known)]
        if not any(expected.values()):
            return
        past = self.stores[0].as_at(moment)
        assert {
            name: {f.doc_id: (f.version, dict(f)) for f in past.table(name).all()}
            for name in expected
        } == expected

    @invariant()
    def every_view_agrees(self) -> None:
        expected = replayed(self.stores[0])
        newcomer = reopen(self.stores[0], self.clock)
        newcomer.reach()
        assert tables(newcomer) == expected
        newcomer.close()
        for store in self.stores:
            self.shows(store, expected)

    def shows(self, store: Store, expected: dict[str, dict[int, tuple[int, Any]]]) -> None:
        """What is resident is right, whole by subject, and holds all that is live."""
        shown = tables(store)
        for name, documents in shown.items():
            assert documents.items() <= expected[name].items()
            assert len(store.table(name)) == len(expected[name])
        live = {i for i, (_, child) in expected["children"].items() if child["until"] != LONG_AGO}
        assert live <= shown["children"].keys()
        for number, (_, visit) in expected["visits"].items():
            resident = visit["child"] in shown["children"]
            if visit["child"] in expected["children"]:
                assert (number in shown["visits"]) == resident
        open_sessions = {i for i, (_, s) in expected["sessions"].items() if s["day"] != LONG_AGO}
        assert open_sessions <= shown["sessions"].keys()
        self.finds(store)

    def finds(self, store: Store) -> None:
        found: list[Document] = []
        for child in store.table("children").all():
            found += store.table("visits").lookup(("child",), (child.doc_id,))
        orphans = [v for v in store.table("visits").all() if v not in found]
        assert all(store.table("children").get(doc_id=v["child"]) is None for v in orphans)


FEWER = {"folder": (25, 15), "server": (6, 10)}
"""Examples, and steps of each: a server, asked at every look, takes several times as long."""


def test_three_views_are_one_whatever_is_done(where: Where) -> None:
    class Here(Stores):
        places = (beside(where, str(n)) for n in count())

    examples, steps = FEWER["folder" if isinstance(where, Path) else "server"]
    few = settings(max_examples=examples, stateful_step_count=steps, deadline=None)
    run_state_machine_as_test(Here, settings=few)
