"""The free slots of some days, by index: `python -m tests.bench.free_slots`.

100,000 slots, one in four free, over four years of days. The store's index in memory answers for
a span of days with copies of the documents; SQLite alone, with an index of its own on the same
fields, gives the rows, which are decoded. What counts is the ratio of the medians.
"""

import gc
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from typing import Any

from store import Schema, Table, create
from store.journal import decode, encode

SLOTS = 100_000
FIRST, DAYS, SPAN = date(2023, 1, 2), 1_460, 28
TURNS = 300
AIM = 1.0
INDEX = ("free", "day")
SCHEMA = Schema((Table("slots", indexes=(INDEX,)),))
Query = Callable[[str, str], list[Any]]


def slot(number: int) -> dict[str, Any]:
    """A slot as a diary holds it."""
    day = FIRST + timedelta(days=number * 7919 % DAYS)
    return {
        "free": number % 4 == 0,
        "day": day.isoformat(),
        "time": f"{9 + number % 8:02}:30",
        "locality": ("Bristol", "North Somerset", "South Gloucestershire")[number % 3],
        "venue": "Health Park",
        "clinician": f"Dr {number % 40}",
        "purposes": ["IHA", "RHA"],
    }


def ours(folder: Path) -> Query:
    """The store's index."""
    store = create(folder, SCHEMA)
    with store.transaction(1, "fill"):
        store.table("slots").insert_multiple(map(slot, range(SLOTS)))
    table = store.table("slots")
    return lambda low, high: table.between(INDEX, (True,), low, high)


def plain(path: Path) -> Query:
    """SQLite's own index."""
    db = sqlite3.connect(path)
    db.execute("CREATE TABLE slots (id INTEGER PRIMARY KEY, free INTEGER, day TEXT, body BLOB)")
    rows = ((found["free"], found["day"], encode(found)) for found in map(slot, range(SLOTS)))
    db.executemany("INSERT INTO slots (free, day, body) VALUES (?, ?, ?)", rows)
    db.execute("CREATE INDEX slots_free ON slots (free, day)")
    db.commit()
    sql = "SELECT body FROM slots WHERE free = 1 AND day BETWEEN ? AND ? ORDER BY day, id"

    def query(low: str, high: str) -> list[Any]:
        return [decode(body) for (body,) in db.execute(sql, (low, high))]

    return query


def measure(queries: dict[str, Query]) -> dict[str, float]:
    """The median seconds of each, in turns over the same spans of days."""
    chance = Random(1)
    taken: dict[str, list[float]] = {name: [] for name in queries}
    for _ in range(TURNS):
        low = FIRST + timedelta(days=chance.randrange(DAYS - SPAN))
        span = low.isoformat(), (low + timedelta(days=SPAN)).isoformat()
        answers = []
        for name, query in queries.items():
            begun = time.perf_counter()
            answers.append(query(*span))
            taken[name].append(time.perf_counter() - begun)
        if answers[0] != answers[1]:
            raise RuntimeError(f"they do not agree from {low}")
    return {name: median(times) for name, times in taken.items()}


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    with tempfile.TemporaryDirectory() as place:
        base = Path(place)
        queries = {"store": ours(base / "store"), "SQLite": plain(base / "plain.db")}
        gc.collect()
        found = measure(queries)
    ratio = found["store"] / found["SQLite"]
    print(f"{SLOTS:,} slots, the free ones of {SPAN} days: ", end="")
    print(f"store {found['store'] * 1e6:.0f} us, SQLite {found['SQLite'] * 1e6:.0f} us, ", end="")
    print(f"ratio {ratio:.2f} (aim {AIM:.1f})")
    return 0 if ratio <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
