"""A booking that has ended already: how, who recorded that and when, and who can take it back."""

from itertools import pairwise

from clanbook.dates import LONDON, shown
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.lately import LOOKED_BACK
from clanbook.desk.staff import names_of_staff
from clanbook.records import Booking
from store import Version


class Ended(Refused):
    """The booking has ended. `entry` is the act of mine that can take that back, if one can."""

    def __init__(self, sentence: str, entry: int | None = None) -> None:
        """Keep the sentence, and my own entry to undo; None where it is not mine, or too old."""
        super().__init__(sentence)
        self.entry = entry


def ended(desk: Desk, held: Booking) -> Ended | None:
    """How a booking ended, and by whose hand; None where it is open."""
    if held.ending is None:
        return None
    by = _recorded(desk, held)
    names = names_of_staff(desk)
    at, who = by.at.astimezone(LONDON), names.get(by.by, f"staff {by.by}")
    mine, undoable = by.by == desk.staff.id, by.at >= desk.now - LOOKED_BACK[-1]
    on = f" on {shown(held.ended_on)}" if held.ended_on else ""
    told = (
        f"This appointment ended already: {held.ending.replace('_', ' ')}{on}, "
        f"recorded by {'you' if mine else who} on {shown(at.date())} at {at:%H:%M}."
    )
    if undoable and not mine:
        told += f" Only {who} can take that back."
    return Ended(told, by.seq if undoable and mine else None)


def _recorded(desk: Desk, held: Booking) -> Version:
    """The entry that ended it as it stands: where it was open again in between, the last."""
    history = desk.store.history(Booking.table, held.id)
    open_or_other = ({}, *(version.document or {} for version in history))
    pairs = zip(pairwise(open_or_other), history, strict=True)
    changed = (version for (was, now), version in pairs if was.get("ending") != now.get("ending"))
    return list(changed)[-1]
