"""What staff read at the desk: the worklist, free slots, the report, the children behind it.

Whatever names children is noted: who read it, and about whom (RULES 12).
"""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from clanbook.dates import Quarter, end_of_day, shown
from clanbook.desk.access import act
from clanbook.desk.answers import answers_in, withheld
from clanbook.desk.desk import Desk, Tables, cases_in, service_in
from clanbook.desk.errors import Refused
from clanbook.desk.remainders import remainders_in
from clanbook.figures import TOTAL, Basis, Member, Report, report
from clanbook.figures.refusals import names_answer
from clanbook.figures.remainder import answers_left, cases_left
from clanbook.records import Kind, StaffRole

if TYPE_CHECKING:
    from clanbook.booking import Slot
    from clanbook.worklist import Item

SLOTS_AHEAD = timedelta(weeks=26)
"""How far ahead free slots are listed where nobody says until when."""

_BEFORE_QUARTER = timedelta(days=92)
"""How long before a quarter a child in its figures may have left care: seen, and gone, before
the assessment's due date (at most a working-day limit and a month's end away)."""


@act("due", StaffRole.ADMIN)
def due_items(
    desk: Desk,
    *,
    within: int | None = None,
    locality: str = "",
    kind: Kind | None = None,
) -> "list[Item]":
    """The worklist, soonest first: all of it, or what the filters leave."""
    from clanbook import worklist

    listed = worklist.items(desk.cases(), desk.service, desk.today, _over(desk))
    if within is not None:
        listed = worklist.within(listed, within)
    if locality:
        listed = worklist.in_locality(listed, locality, desk.service, desk.today)
    if kind is not None:
        listed = worklist.of_kind(listed, kind)
    desk.note_read("due", [item.case for item in listed])
    return listed


@act("slots", StaffRole.ADMIN)
def free_slots(
    desk: Desk,
    *,
    kind: Kind | None = None,
    locality: str = "",
    first: date | None = None,
    last: date | None = None,
) -> "list[Slot]":
    """The free slots, earliest first. They name no child, so reading them is not noted."""
    from clanbook.booking import free_slots as free_of

    start = max(first or desk.today, desk.today)
    end = last or start + SLOTS_AHEAD
    sessions = desk.sessions(start, end)
    return free_of(
        sessions,
        desk.bookings_in(sessions),
        kind,
        desk.today,
        desk.service.rules,
        now=desk.wall_time,
        locality=locality or None,
    )


@act("export", StaffRole.VIEWER)
def board_report(
    desk: Desk,
    quarter: Quarter,
    *,
    as_at: date | None = None,
    basis: Basis | None = None,
    trend: int,
) -> Report:
    """The quarter's report, as known now or at the end of a day (RULES 8). It names nobody."""
    day = as_at or desk.today
    if day > desk.today:
        raise Refused(f"Nothing is known yet of {shown(day)}: give today or a day before it.")
    if day == desk.today:
        first = quarter
        for _ in range(trend - 1):
            first = first.previous()
        desk.store.reach(first.start - _BEFORE_QUARTER)
        return _reported(desk, desk.store, desk.store.seq, quarter, day, basis, trend)
    past = desk.store.as_at(end_of_day(day))
    return _reported(desk, past, past.seq, quarter, day, basis, trend)


def row_of(desk: Desk, la: str) -> str:
    """The row of a report that an LA's name or code means; of all together where it is empty."""
    known = desk.service.la(la) if la else None
    return known.name if known else la or TOTAL


@act("explain", StaffRole.ADMIN)
def behind(desk: Desk, of: Report, figure: str, la: str = "") -> list[Member]:
    """The children behind one figure of a report, such as `iha.on_time`, of one LA or of all.

    Whose answer a figure tells is named to those who may read it, and to nobody else: fewer
    than it counts, then.

    Raises UnknownFigureError where the report has no such chart, figure or row.
    """
    members = of.members(figure, row_of(desk, la))
    if names_answer(figure):
        desk.require("read_questionnaire", StaffRole.NURSE)
        kept_from = withheld(desk)
        members = [member for member in members if member.child not in kept_from]
    desk.store.note(
        desk.staff.id,
        "explain",
        sorted({m.child for m in members}),
        figure=figure,
        of=of.quarter.label,
    )
    return members


def _reported(
    desk: Desk,
    tables: Tables,
    seq: int,
    quarter: Quarter,
    day: date,
    basis: Basis | None,
    trend: int,
) -> Report:
    """The report of what the tables say, as they were after entry `seq`.

    Children erased since are counted by what is left of them, as it was known then.
    """
    left = remainders_in(desk.store)
    cases = [*cases_in(tables), *cases_left(left, seq)]
    answers = answers_in(tables) | answers_left(left, seq)
    return report(cases, service_in(tables), quarter, day, basis, trend, answers)


def _over(desk: Desk) -> frozenset[int]:
    """Today's bookings whose time has passed."""
    from clanbook import worklist

    sessions = desk.sessions(desk.today, desk.today)
    bookings = desk.bookings_in(sessions)
    return worklist.over_today(bookings, sessions, desk.today, desk.wall_time)
