"""What the torture runs in processes of its own: `python -m tests.fire.hands WHAT --store WHERE`.

They know a store only by its address, so that any engine can be put under them. Each line on
standard output is an acknowledgement: the commit it tells of has returned.
"""

import argparse
import json
import random
import sqlite3
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from store import Store, open_store
from store.sqlite import engine
from tests.store.places import SCHEMA

TODAY, LONG_AGO = "2026-05-04", "2020-01-31"
FIRST = date(2030, 1, 1)
SLOTS_A_DAY = 16


def tell(**facts: Any) -> None:
    """Acknowledge, in one write, so that no line is ever half there."""
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def rest() -> None:
    """Wait until all are through: who has finished must not hold up those still at work."""
    tell(through=True)
    sys.stdin.readline()


class Writer:
    """Does every kind of change there is, for ever, each under a name nobody else uses."""

    def __init__(self, store: Store, number: int) -> None:
        self.store = store
        self.number = number
        self.chance = random.Random()
        self.mine: list[int] = []

    def work(self) -> None:
        """Commit and acknowledge without end."""
        turn = 0
        while True:
            turn += 1
            act = f"{self.number}-{turn}-{self.chance.getrandbits(40):x}"
            with self.store.transaction(self.number, act) as done:
                self.chance.choice((self.insert, self.insert, self.edit, self.close, self.drop))()
                self.store.table("staff").insert({"act": act})
                if turn % 5 == 0:
                    self.store.note(self.number, "read", self.mine[-3:])
            tell(seq=done.seq, act=act)

    def insert(self) -> None:
        child = self.store.table("children").insert(
            {"la": "801", "code": f"C{self.chance.random()}", "until": None}
        )
        visits = [{"child": child, "text": "x" * self.chance.randrange(3000)}] * 2
        self.store.table("visits").insert_multiple(visits)
        self.store.table("sessions").insert({"locality": "A", "day": TODAY})
        self.mine.append(child)

    def edit(self) -> None:
        for child in self.mine[-2:]:
            self.store.table("children").update({"n": self.chance.random()}, doc_ids=[child])

    def close(self) -> None:
        for child in self.mine[-1:]:
            self.store.table("children").update({"until": LONG_AGO}, doc_ids=[child])

    def drop(self) -> None:
        for child in self.mine[:1]:
            visits = self.store.table("visits")
            visits.remove(doc_ids=[v.doc_id for v in visits.lookup(("child",), (child,))])


def write(store: Store, number: int, seconds: float) -> None:
    """Write until killed."""
    Writer(store, number).work()


def nth_day(n: int) -> str:
    """The days that are booked up one after the other."""
    return (FIRST + timedelta(days=n)).isoformat()


def mix(store: Store, number: int, seconds: float) -> None:
    """Read, book and edit among many until the time is up; say how often and how long it took.

    A booking takes a slot that is free and was never booked; an edit adds one to a count that
    everybody adds to. Both are checked by whoever started the processes.
    """
    chance, sessions = random.Random(number), store.table("sessions")
    booked, edits, took, day = [], 0, [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        free = sessions.lookup(("locality", "day"), ("free", nth_day(day)))
        day += not free
        begun = time.perf_counter()
        if free and chance.random() < 0.5:
            booked += _booked(store, number, chance.choice(free).doc_id)
        else:
            with store.transaction(number, "edit"):
                count = store.table("staff").get(doc_id=1)
                assert count is not None
                store.table("staff").update({"n": count["n"] + 1}, doc_ids=[1])
            edits += 1
        took.append(time.perf_counter() - begun)
    rest()
    tell(booked=booked, edits=edits, took=took)


def _booked(store: Store, number: int, slot: int) -> list[int]:
    """The slot, if it was still free once it was this process's turn."""
    with store.transaction(number, "book"):
        now = store.table("sessions").get(doc_id=slot)
        if now is None or now["locality"] != "free":
            return []
        store.table("sessions").update({"locality": f"by {number}"}, doc_ids=[slot])
        store.table("staff").insert({"slot": slot, "by": number})
    return [slot]


def careless() -> None:
    """Commit as SQLite alone would in WAL, so that a power cut is known to lose something."""
    connect = engine.connect

    def connected(database: Path) -> sqlite3.Connection:
        db = connect(database)
        db.execute("PRAGMA synchronous = NORMAL")
        return db

    engine.connect = connected


def load(store: Store) -> None:
    """Have every table and index in memory: what is measured is work, not beginning it."""
    for table in SCHEMA.tables:
        store.table(table.name).get(doc_id=1)
        for fields in table.indexes:
            store.table(table.name).lookup(fields, ("",) * len(fields))


WORK: dict[str, Callable[[Store, int, float], None]] = {"write": write, "mix": mix}


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=WORK)
    parser.add_argument("--store", required=True)
    parser.add_argument("--number", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--careless", action="store_true", help="do not sync every commit")
    words = parser.parse_args()
    if words.careless:
        careless()
    with open_store(words.store, SCHEMA) as store:
        load(store)
        tell(ready=True)
        sys.stdin.readline()
        WORK[words.what](store, words.number, words.seconds)


if __name__ == "__main__":
    main()
