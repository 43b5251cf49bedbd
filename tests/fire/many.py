"""Many at once: sixteen processes read, book and edit, beside plain SQLite doing the same work."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from store import open_store
from tests.fire.crew import crew, go, said, wait_for
from tests.fire.hands import SLOTS_A_DAY, nth_day
from tests.store.places import SCHEMA, fresh
from tests.store.replay import unsound

PROCESSES = 16
HANDS = "tests.fire.hands"
BARE = "tests.fire.bare"
DAYS_A_SECOND = 60
FAIR = 0.5
"""How much of the median's turns the slowest gets at least."""


@dataclass(frozen=True)
class Outcome:
    """What the processes did, each on its own line, in so many seconds."""

    name: str
    seconds: float
    lines: Sequence[dict[str, Any]]

    @property
    def turns(self) -> list[int]:
        """How many commits each process tried to make."""
        return sorted(len(line["took"]) for line in self.lines)

    @property
    def commits(self) -> int:
        """How many were made: bookings won, and edits."""
        return sum(len(line["booked"]) + line["edits"] for line in self.lines)

    @property
    def slowest(self) -> float:
        """The turns of the slowest process as a part of the median's."""
        return self.turns[0] / median(self.turns)

    def __str__(self) -> str:
        took = [1000 * each for line in self.lines for each in line["took"]]
        cuts = quantiles(took, n=100)
        return (
            f"{self.name:26} {self.commits / self.seconds:7.0f} commits/s   "
            f"p50 {cuts[49]:7.1f} ms   p99 {cuts[98]:7.1f} ms   longest {max(took):7.1f} ms   "
            f"slowest/median {self.slowest:.2f}"
        )


def ours(folder: Path, seconds: float) -> Outcome:
    """A store with more slots than will be booked, and sixteen at it."""
    with fresh(folder) as store, store.transaction(1, "begin"):
        store.table("staff").insert({"n": 0})
        store.table("sessions").insert_multiple(free_slots(seconds))
    return worked("the store", HANDS, folder, seconds)


def free_slots(seconds: float) -> list[dict[str, str]]:
    """More than will be booked."""
    days = [nth_day(n) for n in range(int(DAYS_A_SECOND * seconds))]
    return [{"locality": "free", "day": day} for day in days for _ in range(SLOTS_A_DAY)]


def worked(name: str, program: str, where: Path, seconds: float, *options: str) -> Outcome:
    """Sixteen processes of a program, begun together, until their time is up."""
    commands = [
        ("mix", "--store", where, "--number", n + 1, "--seconds", seconds, *options)
        for n in range(PROCESSES)
    ]
    with crew(program, *commands) as workers:
        go(workers)
        wait_for(workers)
        go(workers)
        return Outcome(name, seconds, [line for worker in workers for line in said(worker)])


def wrong(folder: Path, outcome: Outcome) -> list[str]:
    """Slots booked twice or by somebody else, edits lost, and whatever else is not sound."""
    won = [slot for line in outcome.lines for slot in line["booked"]]
    edits = sum(line["edits"] for line in outcome.lines)
    with open_store(folder, SCHEMA) as store:
        found = unsound(store)
        staff = store.table("staff").all()
        counted = next(each["n"] for each in staff if "n" in each)
        kept = sorted(each["slot"] for each in staff if "slot" in each)
    if len(set(won)) != len(won):
        found.append("a slot was booked twice")
    if kept != sorted(won):
        found.append("the bookings kept are not those that were acknowledged")
    if counted != edits:
        found.append(f"{edits} edits were acknowledged, {counted} are there")
    return found
