"""What somebody did last, found from the journal's end without reading the whole of it."""

from collections.abc import Callable
from datetime import timedelta

from clanbook.desk.desk import Desk
from store import Entry

LOOKED_BACK = tuple(timedelta(hours=hours) for hours in (1, 24, 7 * 24))
"""How far back an act is looked for: as a rule it is found in the first."""


def latest(desk: Desk, wanted: Callable[[Entry], bool]) -> Entry | None:
    """The last entry of whoever is at the desk that is wanted; None in none of the last 7 days."""
    for back in LOOKED_BACK:
        found = None
        for entry in desk.store.entries(by=desk.staff.id, since=desk.now - back):
            found = entry if wanted(entry) else found
        if found is not None:
            return found
    return None
