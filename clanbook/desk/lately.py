"""What somebody did lately, read from the journal's end without reading the whole of it."""

from collections.abc import Callable, Iterator
from datetime import timedelta

from clanbook.desk.desk import Desk
from store import Entry

LOOKED_BACK = tuple(timedelta(hours=hours) for hours in (1, 24, 7 * 24))
"""How far back an act is looked for: as a rule it is found in the first."""


def mine(desk: Desk) -> Iterator[Entry]:
    """The entries of whoever is at the desk, latest first, of the last 7 days."""
    last = desk.store.seq
    for back in LOOKED_BACK:
        entries = desk.store.entries(by=desk.staff.id, since=desk.now - back)
        for entry in reversed([entry for entry in entries if entry.seq <= last]):
            last = entry.seq - 1
            yield entry


def latest(desk: Desk, wanted: Callable[[Entry], bool]) -> Entry | None:
    """The last entry of whoever is at the desk that is wanted; None in none of the last 7 days."""
    return next(filter(wanted, mine(desk)), None)
