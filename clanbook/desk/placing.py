"""Where a child is placed, as Edit saves it: a correction, or a move from a day on.

A move leaves the placement before it as it stands, and with it the placement at entry and what
is counted by that (RULES 7, 8).
"""

from collections.abc import Iterator
from datetime import date

from clanbook.booking import KIND_NAMES, home_locality
from clanbook.dates import add_months, shown, weekday_shown
from clanbook.desk.desk import Desk
from clanbook.desk.onrecord import PLACED_SINCE, OnRecord
from clanbook.desk.words import first_up
from clanbook.exchange.answers import Answers, Problem
from clanbook.exchange.columns import COLUMNS
from clanbook.exchange.forms import MONTHS_PLANNED
from clanbook.records import Placement

_OF_A_PLACEMENT = tuple(c.name for c in COLUMNS["notifications"] if c.sets is Placement)
_HOME = ("carer", "carer_phone", "address")


def new_day(read: OnRecord, values: Answers) -> date | None:
    """The day the placement begins as saved; None where that is to stay as it is."""
    day: date | None = values.get(PLACED_SINCE)
    if day == read.answers.get(PLACED_SINCE):
        return None
    follows = _at_entry(read) and day == values.get("entered_care", read.episode.entered_care)
    return None if follows else day


def moved_on(read: OnRecord, values: Answers) -> date | None:
    """The day of the move that saving records; None where it corrects the placement on record."""
    day, was = new_day(read, values), read.placement
    if was is None or day is None or day <= was.since:
        return None
    return day if any(_changed(read, values, _OF_A_PLACEMENT)) else None


def placing_problems(desk: Desk, read: OnRecord, values: Answers) -> list[Problem]:
    """What is wrong with the day a placement is said to begin, in a sentence."""
    if PLACED_SINCE in values and values[PLACED_SINCE] is None and read.placement is not None:
        return [(PLACED_SINCE, f"Needed: this placement began on {shown(read.placement.since)}.")]
    day = new_day(read, values)
    wrong = None if day is None else next(_wrong(desk, read, values, day), None)
    return [] if wrong is None else [(PLACED_SINCE, wrong)]


def _wrong(desk: Desk, read: OnRecord, values: Answers, day: date) -> Iterator[str]:
    entered = values.get("entered_care") or read.episode.entered_care
    left = values.get("left_care", read.episode.left_care)
    if day < entered:
        yield f"Care began on {shown(entered)}: no placement of it begins before."
    if left is not None and day > left:
        yield f"Care ended on {shown(left)}: no placement of it begins after."
    if day > add_months(desk.today, MONTHS_PLANNED):
        yield f"{shown(day)} is more than a year after today ({shown(desk.today)})."
    if read.placement is None:
        if not any(_changed(read, values, _OF_A_PLACEMENT)):
            yield "Say where the child is placed from that day on."
    elif moved_on(read, values) is None:
        yield from _not_its_day(read, read.placement, day)


def _not_its_day(read: OnRecord, was: Placement, day: date) -> Iterator[str]:
    """Why the placement on record itself cannot begin on that day."""
    if was == read.case.placement_at_entry(read.episode):
        yield (
            f"Care began in this placement, of {shown(was.since)}: put that day back, "
            "or say where the child moved to."
        )
    before = [p.since for p in read.case.placements if p.since < was.since]
    after = [p.since for p in read.case.placements if p.since > was.since]
    if before and day <= before[-1]:
        yield f"The placement before it began on {shown(before[-1])}: give a later day."
    if after and day >= after[0]:
        yield f"The placement after it begins on {shown(after[0])}: give an earlier day."


def _at_entry(read: OnRecord) -> bool:
    """Whether the child came into care into the placement that was read."""
    return read.placement is not None and read.placement.since == read.episode.entered_care


def _changed(read: OnRecord, values: Answers, names: tuple[str, ...]) -> Iterator[str]:
    return (n for n in names if n in values and values[n] != read.answers.get(n))


# -- what to ask, and what to say of it ----------------------------------------------------------


def placing_doubt(read: OnRecord, values: Answers) -> tuple[str, str] | None:
    """What to ask before the placement is saved, behind the field to put it right; None: nothing.

    A place changed with its day left as it was may be a move; and a move that leaves the carer
    and the address as they were may have been meant to change them too.
    """
    was, to = read.answers.get("placed_in"), values.get("placed_in") or "an area not known"
    if read.placement is None or not was or not any(_changed(read, values, ("placed_in",))):
        return None
    since = moved_on(read, values)
    if since is None:
        began = shown(new_day(read, values) or read.placement.since)
        corrected = f"Correct {was} to {to} from {began} on, as if never in {was}?"
        return PLACED_SINCE, f"{corrected} If the child moved, say no and give the day."
    if any(read.answers.get(n) for n in _HOME) and not any(_changed(read, values, _HOME)):
        return "carer", f"Moved to {to} on {shown(since)}, with the same carer and address?"
    return None


def booked_elsewhere(desk: Desk, child: int) -> str:
    """What is booked from today on where the child does not live by then, in a sentence each."""
    case = desk.case(child)
    open_ones = [b for b in case.bookings if b.ending is None and b.day >= desk.today]
    told = []
    for booking in open_ones:
        session = desk.session(booking.session)
        home = home_locality(case, desk.service, booking.day)
        if session is not None and session.locality != home:
            what, day = first_up(KIND_NAMES[booking.kind]), weekday_shown(booking.day)
            told.append(f"{what} on {day} is still booked in {session.locality}.")
    return " ".join(told)
