"""Opening the caseload of a store that remembers much more: `python -m tests.bench.opening`.

100,000 documents, of which those of the open cases, 10,000, become resident. What counts is the
time against decoding the bytes of those 10,000 alone, and the memory taken beside the bare
program. Each turn is a process of its own, which does both.
"""

import subprocess
import sys
import tempfile
from pathlib import Path
from statistics import median

from store import Schema, Table, create
from tests.bench.store_commit import document

CHILDREN, OPEN = 20_000, 2_000
RECORDS = 4
"""Documents of each child beside the child's own."""
TURNS = 7
TIME_AIM, MEMORY_AIM = 3.0, 25.0
SCHEMA = Schema(
    (
        Table("children", subject="id", until="until"),
        Table("visits", "child", indexes=(("child",),)),
    )
)
TABLES = ("children", "visits")
CHILD = """
import gc, re, sys, time
from pathlib import Path
from store import open_store
from store.journal import decode, encode
from tests.bench.opening import SCHEMA, TABLES

def resident():
    return int(re.search(r"^Pss: +(\\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.M)[1])

gc.collect()
before = resident()
begun = time.perf_counter()
store = open_store(Path(sys.argv[1]), SCHEMA)
found = [store.table(name).each(lambda row, doc_id, version: doc_id) for name in TABLES]
took = time.perf_counter() - begun
memory = resident() - before
bodies = [encode(row) for name in TABLES for row in store.table(name).each(lambda row, n, v: row)]
begun = time.perf_counter()
kept = [decode(body) for body in bodies]
bare = time.perf_counter() - begun
print(sum(map(len, found)), took, bare, memory)
"""


def filled(folder: Path) -> None:
    """A store of so many children, the last of them still open, each with some records."""
    with create(folder, SCHEMA) as store:
        for first in range(1, CHILDREN + 1, OPEN):
            with store.transaction(1, "fill"):
                children = range(first, first + OPEN)
                closed = None if first + OPEN > CHILDREN else "2020-01-01"
                store.table("children").insert_multiple(
                    document(n) | {"until": closed} for n in children
                )
                store.table("visits").insert_multiple(
                    document(n) | {"child": n} for n in children for _ in range(RECORDS)
                )
        for number in (CHILDREN, CHILDREN - 1):
            with store.transaction(1, "change"):
                store.table("children").update({"number": 0}, doc_ids=[number])


def main() -> int:
    """Measure and print; 1 where an aim is missed."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "store"
        filled(folder)
        call = [sys.executable, "-c", CHILD, str(folder)]
        turns = [
            subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
            for _ in range(TURNS)
        ]
    count, took, bare, memory = (median(float(turn[n]) for turn in turns) for n in range(4))
    ratio, mebibytes = took / bare, memory / 1024
    print(f"{count:,.0f} of {CHILDREN * (1 + RECORDS):,} documents: {took * 1000:.0f} ms, ", end="")
    print(f"decoding alone {bare * 1000:.1f} ms, ratio {ratio:.2f} (aim {TIME_AIM:g})")
    print(f"{mebibytes:.1f} MiB (aim {MEMORY_AIM:g})")
    return 0 if ratio <= TIME_AIM and mebibytes <= MEMORY_AIM else 1


if __name__ == "__main__":
    sys.exit(main())
