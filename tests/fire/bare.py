"""The same work on plain SQLite, WAL and FULL: `python -m tests.fire.bare mix --store FILE ...`.

Alone it waits for its turn as SQLite does; with `--queue`, behind the store's own queue.
"""

import argparse
import random
import sqlite3
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from store.folder import open_lock
from store.journal import encode
from store.queue import Queue
from tests.fire.hands import nth_day, rest, tell

SEAL, HEADER = b"s" * 32, b"h" * 130
"""As many bytes as an entry has around its documents."""

SCHEMA = """
PRAGMA journal_mode = WAL;
CREATE TABLE log (seq INTEGER PRIMARY KEY, seal BLOB, entry BLOB);
CREATE TABLE slots (id INTEGER PRIMARY KEY, day TEXT, free INTEGER, body BLOB);
CREATE INDEX free_slots ON slots (day) WHERE free;
CREATE TABLE bookings (id INTEGER PRIMARY KEY, slot INTEGER, by INTEGER);
CREATE TABLE counts (id INTEGER PRIMARY KEY, n INTEGER);
INSERT INTO counts VALUES (1, 0);
"""
FREE = "SELECT id FROM slots INDEXED BY free_slots WHERE free AND day = ?"


def create(file: Path, slots: list[dict[str, str]]) -> None:
    """A database with these free slots."""
    db = sqlite3.connect(file)
    db.executescript(SCHEMA)
    rows = [(slot["day"], encode(slot)) for slot in slots]
    db.executemany("INSERT INTO slots (day, free, body) VALUES (?, 1, ?)", rows)
    db.commit()
    db.close()


class Bare:
    """One process's connection."""

    def __init__(self, file: Path, queue: bool) -> None:
        self.db = sqlite3.connect(file, isolation_level=None, timeout=60)
        self.db.execute("PRAGMA synchronous = FULL")
        lock = file.with_suffix(".lock")
        self.queue = Queue(lambda: open_lock(lock, 0o600), 60) if queue else None

    @contextmanager
    def commit(self) -> Iterator[None]:
        """One turn: an entry appended, and what the block does."""
        if self.queue:
            assert self.queue.enter()
        self.db.execute("BEGIN IMMEDIATE")
        yield
        if self.queue:
            self.queue.call_next()
        self.db.execute("COMMIT")
        if self.queue:
            self.queue.leave()

    def log(self, body: bytes) -> None:
        self.db.execute("INSERT INTO log (seal, entry) VALUES (?, ?)", (SEAL, HEADER + body))

    def edit(self) -> None:
        with self.commit():
            self.db.execute("UPDATE counts SET n = n + 1 WHERE id = 1")
            self.log(encode({"n": 1}))

    def book(self, slot: int, by: int) -> bool:
        with self.commit():
            (free,) = self.db.execute("SELECT free FROM slots WHERE id = ?", (slot,)).fetchone()
            if free:
                body = encode({"locality": f"by {by}", "day": "2026-05-04"})
                sql = "UPDATE slots SET free = 0, body = ? WHERE id = ?"
                self.db.execute(sql, (body, slot))
                self.db.execute("INSERT INTO bookings (slot, by) VALUES (?, ?)", (slot, by))
                self.log(body * 2)
        return bool(free)


def mix(bare: Bare, number: int, seconds: float) -> None:
    """What `tests.fire.hands` does with a store."""
    chance, booked, edits, took, day = random.Random(number), [], 0, [], 0
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        free = [row[0] for row in bare.db.execute(FREE, (nth_day(day),))]
        day += not free
        begun = time.perf_counter()
        if free and chance.random() < 0.5:
            slot = chance.choice(free)
            booked += [slot] if bare.book(slot, number) else []
        else:
            bare.edit()
            edits += 1
        took.append(time.perf_counter() - begun)
    rest()
    tell(booked=booked, edits=edits, took=took)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["mix"])
    parser.add_argument("--store", type=Path, required=True)
    parser.add_argument("--number", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--queue", action="store_true")
    words = parser.parse_args()
    bare = Bare(words.store, words.queue)
    tell(ready=True)
    sys.stdin.readline()
    mix(bare, words.number, words.seconds)


if __name__ == "__main__":
    main()
