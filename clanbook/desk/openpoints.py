"""What is open about one child, a line each: due, missing, awaited, to be offered again."""

from collections.abc import Iterator

from clanbook import worklist
from clanbook.booking import KIND_NAMES, papers_due, span
from clanbook.booking.sessions import session_name
from clanbook.caseload import Case
from clanbook.dates import day_count, shown, weekday_shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.words import distance, first_up
from clanbook.pathway import State
from clanbook.records import StaffRole
from clanbook.worklist import (
    BOOKING,
    CANCELLATION,
    CONSENT,
    OUTCOME,
    PAPERWORK,
    REPORT,
    Item,
)

REPORT_RECORDED = (
    "once it is sent, import its day: clanbook import assessments FILE, column report_sent"
)
"""How it is put on record that a report went to the LA."""


@act("open_points", StaffRole.ADMIN)
def open_points(desk: Desk, child: int) -> list[str]:
    """What is due, missing or awaited of one child, soonest first; empty where nothing is.

    It is read on the child's page, whose opening is noted (see `timeline`).
    """
    return [
        f"{_head(desk, item)}{''.join(f'; {part}' for part in _parts(desk, item))}."
        for item in _items(desk, desk.case(child))
    ]


def needless_since(desk: Desk, before: Case) -> list[str]:
    """What is still booked of a child that nothing asks for any more, and did of the case before.

    `IHA still booked for 10-Dec-2026 10:30`, each without a full stop.
    """
    now = _items(desk, desk.case(before.child.id))
    known = {item.booking for item in _items(desk, before) if CANCELLATION in item.missing}
    return [
        f"{first_up(KIND_NAMES[item.kind])} {still_booked(desk, item)}"
        for item in now
        if CANCELLATION in item.missing and item.booking not in known
    ]


def _items(desk: Desk, case: Case) -> list[Item]:
    """What is open about the child of a case."""
    clinics = desk.sessions(desk.today, desk.today)
    over = worklist.over_today(case.bookings, clinics, desk.today, desk.wall_time)
    return worklist.items([case], desk.service, desk.today, over)


def _head(desk: Desk, item: Item) -> str:
    """What it is, and when it is due."""
    kind = KIND_NAMES[item.kind]
    if item.needless:
        return f"{first_up(kind)} no longer needed"
    if REPORT in item.missing and item.due is not None:
        return f"{first_up(kind)} seen, report (Part C) to the LA due {_due(desk, item)}"
    if item.due is None:
        return f"{first_up(kind)} requested"
    if item.state == State.REFUSED:
        return f"{first_up(kind)} refused, due {_due(desk, item)}"
    if item.days is not None and item.days < 0:
        over = day_count(-item.days)
        return f"{first_up(kind)} overdue by {over} since {weekday_shown(item.due)}"
    return f"{first_up(kind)} due {_due(desk, item)}"


def _due(desk: Desk, item: Item) -> str:
    return f"{weekday_shown(item.due)}, {distance(item.due, desk.today)}" if item.due else ""


def _parts(desk: Desk, item: Item) -> Iterator[str]:
    """What is missing, the appointment, and when a refused one is to be offered again."""
    if CONSENT in item.missing:
        yield "no consent"
    if PAPERWORK in item.missing:
        yield _papers(desk, item)
    if BOOKING in item.missing:
        yield "not booked"
    if REPORT in item.missing:
        yield REPORT_RECORDED
    if item.booking is not None:
        yield _appointment(desk, item)
    if item.state == State.REFUSED:
        yield from _offer(item)


def still_booked(desk: Desk, item: Item) -> str:
    """What is to be cancelled, in short: `still booked for 10-Dec-2026 10:30`."""
    booking = item.booking
    session = desk.session(booking.session) if booking else None
    if booking is None or session is None:
        return "still booked"
    starts, _ = span(session, booking.index)
    return f"still booked for {shown(booking.day)} {starts:%H:%M}"


def _papers(desk: Desk, item: Item) -> str:
    if item.episode is None:
        return "papers awaited"
    rules = desk.service.rules_for(item.case.child.la)
    due = papers_due(item.episode, rules, desk.service.calendar())
    return f"papers due by {weekday_shown(due)}"


def _appointment(desk: Desk, item: Item) -> str:
    booking = item.booking
    session = desk.session(booking.session) if booking else None
    where = session_name(session, booking.index) if booking and session else "an appointment"
    if OUTCOME in item.missing:
        return f"outcome of {where} awaited"
    still = CANCELLATION in item.missing
    return f"still booked for {where}: cancel it" if still else f"booked for {where}"


def _offer(item: Item) -> Iterator[str]:
    """When the latest refusal of it says that it is to be offered again."""
    numbers = {row.id for row in item.case.assessments if row.kind is item.kind}
    refusals = [r for r in item.case.refusals if r.assessment in numbers and not r.accepted_on]
    if refusals and refusals[-1].reoffer_on is not None:
        yield f"to be offered again on {shown(refusals[-1].reoffer_on)}"
