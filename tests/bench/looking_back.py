"""The past of a store with 100,000 entries: `python -m tests.bench.looking_back`.

Two years of small acts on 10,000 children; then, in a process of its own each time, the tables as
they were known a year ago, and the first of them read. The aim is at most 2 s from opening on.
"""

import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from store import Store, create
from tests.bench.store_commit import SCHEMA, document, spread

ENTRIES, CHILDREN = 100_000, 10_000
BEGUN, YEARS = datetime(2024, 1, 1, tzinfo=UTC), 2
TURNS = 5
AIM = 2.0
CHILD = """
import sys, time
from datetime import datetime
from pathlib import Path
from store import open_store
from tests.bench.store_commit import SCHEMA
begun = time.perf_counter()
with open_store(Path(sys.argv[1]), SCHEMA) as store:
    past = store.as_at(datetime.fromisoformat(sys.argv[2]))
    found = len(past.table("children").all())
print(found, time.perf_counter() - begun)
"""


class Clock:
    """A clock that a story sets."""

    def __init__(self) -> None:
        """Begin at the beginning."""
        self.now = BEGUN

    def __call__(self) -> datetime:
        return self.now


def filled(folder: Path) -> None:
    """A store whose entries lie evenly over the years."""
    clock = Clock()
    step = timedelta(days=365 * YEARS) / ENTRIES
    with create(folder, SCHEMA, clock) as store:
        for entry in range(ENTRIES):
            clock.now += step
            act(store, entry)


def act(store: Store, entry: int) -> None:
    """One entry: at first each has a child come, later one changes."""
    with store.transaction(1, "act"):
        if entry < CHILDREN:
            store.table("children").insert(document(entry))
        else:
            ids = [spread(entry, CHILDREN)]
            store.table("children").update({"number": -entry}, doc_ids=ids)


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    year_ago = BEGUN + timedelta(days=365 * (YEARS - 1))
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "store"
        filled(folder)
        call = [sys.executable, "-c", CHILD, str(folder), year_ago.isoformat()]
        turns = [
            subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(TURNS)
        ]
    took = median(float(turn[1]) for turn in turns)
    print(f"{ENTRIES:,} entries, a year back, {turns[0][0]} children: {took:.2f} s (aim {AIM:g})")
    return 0 if took <= AIM else 1


if __name__ == "__main__":
    sys.exit(main())
