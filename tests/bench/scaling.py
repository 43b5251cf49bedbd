"""What a larger service costs: `python -m tests.bench.scaling [TIMES ...]`.

Once is a caseload as BNSSG's: 1,500 children in care, and 3,500 who left in ten years, each with
four assessments, entered through the desk as files. For so many times that it prints the size of
the store and how long its daily work takes, each command from the start of its process: opening
the worklist and the memory it keeps, `due`, the board report, a commit, a check, a backup.
"""

import csv
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from statistics import median

from tests.cli.shell import TODAY, Shell

IN_CARE, LEFT = 1_500, 3_500
YEARS = 10
ASSESSMENTS = 4
CHUNK = 5_000
"""Children in one file, at least: a tenth of them all in a larger service."""
COMMITS = 60
OPENING = """
import re, sys, time
from pathlib import Path
from clanbook.desk import Desk
from clanbook.desk.service import enter
from clanbook.desk.watching import Watch
from clanbook.cli.entry import os_account
begun = time.perf_counter()
store = enter(sys.argv[1])
watch = Watch(Desk.of_account(store, os_account()))
took = time.perf_counter() - begun
memory = re.search(r"^Pss: +(\\d+) kB", Path("/proc/self/smaps_rollup").read_text(), re.M)[1]
print(len(watch.items), took, int(memory) // 1024)
"""

Row = list[object]


def came(child: int, children: int) -> date:
    """When a child came into care: those still there lately, the others over ten years."""
    stays = child % (IN_CARE + LEFT) < IN_CARE
    back = 30 + child * 7919 % (3 * 365) if stays else 400 + child * 7919 % (YEARS * 365 - 400)
    return TODAY - timedelta(days=back)


def left(child: int, children: int) -> date | None:
    """When the child left; None while in care."""
    stays = child % (IN_CARE + LEFT) < IN_CARE
    return None if stays else came(child, children) + timedelta(days=30 + child % 360)


def notifications(first: int, last: int, children: int) -> Iterator[Row]:
    """The header, and a row for each child from `first` to before `last`."""
    yield [
        *("la", "child_id", "entered_care", "forename", "surname", "dob", "sex", "ethnicity"),
        *("notified", "demographics", "consent", "consent_by", "part_a", "placed_in", "left_care"),
    ]
    for child in range(first, last):
        day, gone = came(child, children), left(child, children)
        born = day - timedelta(days=30 + child * 131 % 5_000)
        told = day + timedelta(days=child % 9)
        who = [801 + child % 3, f"C{child}", day, f"Given{child % 997}", f"Family{child % 4_999}"]
        papers = [told, told, told, "parent", told, "Bristol", gone or ""]
        yield [*who, born, "FM"[child % 2], "WBRI", *papers]


def assessments(first: int, last: int, children: int) -> Iterator[Row]:
    """The header, and what was seen by today of an initial assessment and three reviews."""
    yield ["la", "child_id", "ref", "kind", "requested", "completed", "carried_out_by", "role"]
    for child in range(first, last):
        for turn in range(ASSESSMENTS):
            asked = came(child, children) + timedelta(days=turn * 180)
            seen = asked + timedelta(days=10 + child % 40)
            if seen > min(TODAY, left(child, children) or TODAY):
                break
            kind, role = ("RHA", "nurse") if turn else ("IHA", "paediatrician")
            ref = f"A{child}-{turn}"
            yield [801 + child % 3, f"C{child}", ref, kind, asked, seen, "own", role]


def fill(shell: Shell, folder: Path, children: int) -> None:
    """Import them all, some thousands at a time."""
    chunk = max(CHUNK, children // 10)
    for first in range(0, children, chunk):
        for kind, rows in (("notifications", notifications), ("assessments", assessments)):
            file = folder / "rows.csv"
            with file.open("w", encoding="utf-8", newline="") as out:
                csv.writer(out).writerows(rows(first, min(first + chunk, children), children))
            run_to_end(shell, "import", kind, str(file))


def run_to_end(shell: Shell, *words: str) -> None:
    """Run a command for however long it takes."""
    process = shell.start(*words)
    _, err = process.communicate()
    assert process.returncode in (0, 1), err


def command(shell: Shell, *words: str) -> float:
    """How many seconds a command takes."""
    begun = time.perf_counter()
    run_to_end(shell, *words)
    return time.perf_counter() - begun


def opening(shell: Shell) -> str:
    """How the worklist opens: items, seconds, memory."""
    import subprocess

    call = [sys.executable, "-c", OPENING, str(shell.store)]
    done = subprocess.run(call, capture_output=True, text=True, check=True)
    items, took, memory = done.stdout.split()
    return f"worklist of {int(items):,} in {float(took):.2f} s, {memory} MiB"


def commits(shell: Shell) -> float:
    """The median milliseconds of an act that changes one child's record."""
    from clanbook.cli.entry import os_account
    from clanbook.desk import Desk
    from clanbook.desk.service import enter
    from clanbook.records import Child

    taken = []
    with enter(str(shell.store)) as store:
        desk = Desk.of_account(store, os_account())
        for number in range(1, COMMITS + 1):
            child = desk.child(number * (IN_CARE + LEFT) % 4_999 + 1)
            begun = time.perf_counter()
            with desk.transaction("correct") as keeper:
                keeper.put(child.but(upn=f"U{number}"))
            taken.append(time.perf_counter() - begun)
        assert len(store.table(Child.table))
    return median(taken) * 1000


def run(times: int) -> None:
    """Measure a service so many times as large."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        shell = Shell(folder / "service")
        assert shell.process("init").status == 0
        begun = time.perf_counter()
        children = (IN_CARE + LEFT) * times
        fill(shell, folder, children)
        filled = time.perf_counter() - begun
        size = sum(found.stat().st_size for found in shell.store.iterdir()) / 2**20
        report = ("export", "--quarter", "2025-26Q1", "--format", "json")
        print(f"{times} x: {children:,} children in {filled:.0f} s, {size:,.0f} MiB on the disk")
        print(f"  {opening(shell)}")
        print(f"  due {command(shell, 'due', '--json'):.2f} s, ", end="")
        print(f"report {command(shell, *report):.2f} s, ", end="")
        print(f"commit p50 {commits(shell):.2f} ms, ", end="")
        print(f"check {command(shell, 'check'):.1f} s, ", end="")
        print(f"backup {command(shell, 'backup', str(folder / 'copy.db')):.1f} s", flush=True)


if __name__ == "__main__":
    for size in [int(text) for text in sys.argv[1:]] or [1, 10]:
        run(size)
