"""One document changed, beside TinyDB as it comes: `python -m tests.bench.stock_tinydb`.

TinyDB's own storage writes its whole file anew for each change, without syncing it; ours appends
an entry, seals and syncs it. Both hold the same documents and take turns. What counts is the ratio
of the medians, which grows with the number of documents.
"""

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from tinydb import TinyDB

from tests.bench.store_commit import document, ours, spread

AIMS = {10_000: 150, 100_000: 2_000}
TURNS = 7
OURS_A_TURN = 40


def stock(path: Path, documents: int) -> Callable[[int], None]:
    """One document changed in a JSON file of TinyDB's own."""
    table = TinyDB(path).table("children")
    table.insert_multiple(document(number) for number in range(documents))

    def commit(turn: int) -> None:
        table.update({"number": -turn}, doc_ids=[spread(turn, documents)])

    return commit


def taken(commit: Callable[[int], None], turns: range) -> list[float]:
    """The seconds of each of some commits."""
    found = []
    for turn in turns:
        begun = time.perf_counter()
        commit(turn)
        found.append(time.perf_counter() - begun)
    return found


def measure(documents: int) -> float:
    """How many times as long TinyDB's own takes."""
    with tempfile.TemporaryDirectory() as place:
        theirs = stock(Path(place) / "stock.json", documents)
        mine = ours(Path(place) / "store", documents, "children")
        slow: list[float] = []
        fast: list[float] = []
        for turn in range(1, TURNS + 1):
            slow += taken(theirs, range(turn, turn + 1))
            fast += taken(mine, range(turn * OURS_A_TURN, (turn + 1) * OURS_A_TURN))
    print(f"{documents:,} documents: TinyDB {median(slow) * 1000:.0f} ms, ", end="")
    print(f"store {median(fast) * 1000:.3f} ms", end="")
    return median(slow) / median(fast)


def main() -> int:
    """Measure and print; 1 where an aim is missed."""
    missed = 0
    for documents, aim in AIMS.items():
        ratio = measure(documents)
        print(f", ratio {ratio:,.0f} (aim {aim:,})")
        missed |= ratio < aim
    return missed


if __name__ == "__main__":
    sys.exit(main())
