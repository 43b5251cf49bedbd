"""How long a durable commit takes, beside SQLite alone: `python -m tests.bench.store_commit`.

They take turns in one run on the same disk, each on files of its own with the same documents,
writing the same bytes: a row appended and a document replaced. What counts is the ratio of medians;
at last, the ratio of the store's own with 100,000 documents and with 1,000.
"""

import gc
import os
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from store import Schema, Store, Table, create
from store.journal import encode

SCHEMA = Schema((Table("children", subject="id", until="until"), Table("sessions")))
ROUNDS = 600
SEAL = b"s" * 32
HEADER = b"h" * 130
"""As many bytes as an entry has around its document."""


def document(number: int) -> dict[str, Any]:
    """A document of some 350 bytes."""
    return {"number": number, "note": "x" * 240, "la": "801", "until": None, "tags": ["a", "b"] * 4}


def plain(path: Path, documents: int) -> Callable[[int], None]:
    """SQLite alone, WAL and FULL: a row appended and a document replaced in one commit."""
    db = sqlite3.connect(path, isolation_level=None)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("CREATE TABLE documents (id INTEGER PRIMARY KEY, body BLOB)")
    db.execute("CREATE TABLE log (seq INTEGER PRIMARY KEY, seal BLOB, entry BLOB)")
    db.execute("BEGIN")
    rows = ((number, encode(document(number))) for number in range(1, documents + 1))
    db.executemany("INSERT INTO documents VALUES (?, ?)", rows)
    db.execute("COMMIT")

    def commit(turn: int) -> None:
        body = encode(document(turn))
        db.execute("BEGIN IMMEDIATE")
        db.execute("INSERT INTO log VALUES (?, ?, ?)", (turn, SEAL, HEADER + body))
        db.execute("UPDATE documents SET body = ? WHERE id = ?", (body, spread(turn, documents)))
        db.execute("COMMIT")

    return commit


def spread(turn: int, documents: int) -> int:
    """The id whose turn it is: all over the table, never the same soon."""
    return turn * 7919 % documents + 1


def ours(folder: Path, documents: int, table: str) -> Callable[[int], None]:
    """One document changed in a transaction of the store."""
    store: Store = create(folder, SCHEMA)
    with store.transaction(1, "fill"):
        store.table(table).insert_multiple(document(number) for number in range(documents))

    def commit(turn: int) -> None:
        with store.transaction(1, "change"):
            store.table(table).update({"number": -turn}, doc_ids=[spread(turn, documents)])

    return commit


def append(path: Path) -> Callable[[int], None]:
    """The floor: the bytes of an entry appended to a file, and fdatasync."""
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)

    def commit(turn: int) -> None:
        os.write(descriptor, encode(document(turn)))
        os.fdatasync(descriptor)

    return commit


def measure(commits: dict[str, Callable[[int], None]]) -> dict[str, float]:
    """The median milliseconds of each, taken in turns."""
    taken: dict[str, list[float]] = {name: [] for name in commits}
    for turn in range(ROUNDS):
        for name, commit in commits.items():
            begun = time.perf_counter()
            commit(turn)
            taken[name].append((time.perf_counter() - begun) * 1000)
    return {name: median(times[ROUNDS // 10 :]) for name, times in taken.items()}


def run(documents: int) -> None:
    """Measure with so many documents and print the medians and their ratios."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        commits = {
            "append + fdatasync": append(base / "log"),
            "SQLite WAL FULL": plain(base / "plain.db", documents),
            "store, no subject": ours(base / "one", documents, "sessions"),
            "store, with a subject": ours(base / "two", documents, "children"),
        }
        gc.collect()
        found = measure(commits)
    print(f"{documents:,} documents, median of {ROUNDS} commits in turns")
    for name, taken in found.items():
        sqlite, floor = (taken / found[n] for n in ("SQLite WAL FULL", "append + fdatasync"))
        print(f"  {name:24}{taken:7.3f} ms   x SQLite {sqlite:5.2f}   x append {floor:5.2f}")


def grow(small: int, large: int) -> None:
    """Measure a commit of ours with few documents and with many, in turns."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        commits = {str(n): ours(base / str(n), n, "children") for n in (small, large)}
        gc.collect()
        few, many = measure(commits).values()
    print(f"store with {large:,} documents {many:.3f} ms, with {small:,} {few:.3f} ms, ", end="")
    print(f"ratio {many / few:.2f} (aim 1.25)")


if __name__ == "__main__":
    for size in [int(text) for text in sys.argv[1:]] or [10_000]:
        run(size)
    grow(1_000, 100_000)
