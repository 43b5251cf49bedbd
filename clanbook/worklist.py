"""What needs somebody's hand today: who is due, who is overdue, and what is missing (RULES 4-6)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

import msgspec

from clanbook import pathway
from clanbook.booking import (
    RHA_NOTICE_MONTHS,
    Ask,
    asks,
    booking_id,
    ended,
    home_locality,
    open_booking,
    span,
)
from clanbook.caseload import Case
from clanbook.dates import add_months
from clanbook.pathway import Requirement, State
from clanbook.records import Assessment, Booking, CareEpisode, Kind, Session
from clanbook.settings import Service

CONSENT, PAPERWORK, BOOKING, OUTCOME, CANCELLATION, REPORT = (
    "consent",
    "paperwork",
    "booking",
    "outcome",
    "cancellation",
    "report",
)
"""What can be missing, in the order it is shown."""

REQUESTED = "requested"
"""The state of what was asked for without a due date."""

SEEN = "seen"
"""The state of what was seen without being a requirement, while its report is awaited."""


class Item(msgspec.Struct, frozen=True):
    """One assessment that needs something.

    `requirement` is None for adoption medicals, for other LAs' requests and for a report to be
    sent, whose `due` is the report's. `days` run from today to `due`, negative once it is over.
    `state` is a `pathway.State`, which for a report to be sent is that of the assessment seen. For
    what is no requirement it is `outstanding` or `not_yet_due` by its due date, `requested` without
    one, and `seen` where only the report is awaited. `missing` is in the order consent, paperwork,
    booking, outcome, cancellation, report. `booking` is the open one. What is `needless` asks for
    nothing but to say how that ended or, where it is still to come, to cancel it: `due` is its day.
    """

    case: Case
    kind: Kind
    episode: CareEpisode | None
    requirement: Requirement | None
    assessment: Assessment | None
    booking: Booking | None
    due: date | None
    days: int | None
    state: str
    missing: tuple[str, ...]
    needless: bool = False


def items(
    cases: Iterable[Case], service: Service, today: date, over: Collection[int] = ()
) -> list[Item]:
    """The worklist, soonest due first and what has no due date last.

    `over` are the numbers of today's bookings whose time has passed (see `over_today`).
    """
    found = [item for case in cases for item in _items_of(case, service, today, over)]
    return sorted(found, key=soonest)


def over_today(
    bookings: Iterable[Booking], sessions: Iterable[Session], today: date, now: time
) -> frozenset[int]:
    """The numbers of today's open bookings that are over at `now`, the local wall time."""
    present = datetime.combine(today, now)
    held = {session.id: session for session in sessions}
    return frozenset(
        b.id
        for b in bookings
        if b.ending is None
        and b.day == today
        and b.session in held
        and span(held[b.session], b.index)[1] <= present
    )


def within(listed: Iterable[Item], days: int) -> list[Item]:
    """Those due in so many days, and those whose day has passed."""
    return [item for item in listed if item.days is not None and item.days <= days]


def in_locality(listed: Iterable[Item], locality: str, service: Service, today: date) -> list[Item]:
    """Those of children placed in the locality today or, placement unknown, of its own LA."""
    wanted = locality.casefold()
    return [i for i in listed if home_locality(i.case, service, today).casefold() == wanted]


def of_kind(listed: Iterable[Item], kind: Kind) -> list[Item]:
    """Those of one kind."""
    return [item for item in listed if item.kind is kind]


def overdue(item: Item) -> bool:
    """Whether the child was to be seen by a day that has passed; a late report is no such thing."""
    return REPORT not in item.missing and item.days is not None and item.days < 0


def report_late(item: Item) -> bool:
    """Whether the child was seen, and the day has passed by which the LA was to have the report."""
    return REPORT in item.missing and item.days is not None and item.days < 0


def to_json(item: Item) -> dict[str, Any]:
    """One row of `clanbook due` as scripts read it."""
    return {
        "la": item.case.child.la,
        "child_id": item.case.child.child_id,
        "kind": item.kind.value,
        "due": item.due.isoformat() if item.due else None,
        "days": item.days,
        "state": item.state,
        "missing": list(item.missing),
        "booking": booking_id(item.booking.id) if item.booking else None,
    }


def soonest(item: Item) -> tuple[date, str, str, str]:
    """The item's place on the worklist: by due date, those without one last."""
    return item.due or date.max, item.case.child.la, item.case.child.child_id, item.kind.value


def _items_of(case: Case, service: Service, today: date, over: Collection[int]) -> Iterator[Item]:
    """One child's items."""
    found = asks(case, service, today)
    yield from (_item(ask, over) for ask in found if _entered(ask, over))
    yield from _reports(case, service, today)
    asked = {ask.assessment.id for ask in found if ask.assessment}
    for booking in case.bookings:
        if booking.ending is None and booking.assessment not in asked:
            yield _left_open(case, booking, service, today, over)


def _entered(ask: Ask, over: Collection[int]) -> bool:
    """Whether it is on the worklist yet: an RHA is from 3 months before it is due (seed).

    One booked earlier than that whose appointment has passed is, too: its outcome is awaited.
    """
    if ask.requirement is None or ask.kind is not Kind.RHA:
        return True
    held = open_booking(ask.case, ask.assessment)
    if held is not None and _outcome_awaited(held, ask.today, over):
        return True
    return add_months(ask.requirement.due, -RHA_NOTICE_MONTHS) <= ask.today


def _outcome_awaited(booking: Booking, today: date, over: Collection[int]) -> bool:
    """Whether the appointment has passed and nobody has said how it ended (RULES 6)."""
    return booking.ending is None and (booking.day < today or booking.id in over)


def _item(ask: Ask, over: Collection[int]) -> Item:
    """The item of what is open to book."""
    held = open_booking(ask.case, ask.assessment)
    state = ask.requirement.state.value if ask.requirement else _state_by_date(ask.due, ask.today)
    return Item(
        case=ask.case,
        kind=ask.kind,
        episode=ask.episode,
        requirement=ask.requirement,
        assessment=ask.assessment,
        booking=held,
        due=ask.due,
        days=_days_left(ask.due, ask.today),
        state=state,
        missing=(*_papers_missing(ask.case, ask.episode), *_appointment(held, ask.today, over)),
    )


def _papers_missing(case: Case, episode: CareEpisode | None) -> Iterator[str]:
    """Consent and paperwork; nothing is known of them without an episode (RULES 5)."""
    if episode is None:
        return
    if not case.consents_of(episode):
        yield CONSENT
    if episode.demographics is None or episode.part_a is None:
        yield PAPERWORK


def _appointment(held: Booking | None, today: date, over: Collection[int]) -> Iterator[str]:
    """A booking where there is none open, an outcome where its time has passed."""
    if held is None:
        yield BOOKING
    elif _outcome_awaited(held, today, over):
        yield OUTCOME


def _reports(case: Case, service: Service, today: date) -> Iterator[Item]:
    """The Part C to be sent of each running episode's latest assessment, if our team saw to it."""
    rules = service.rules_for(case.child.la)
    for episode in case.episodes:
        latest = _latest_seen(case, episode)
        if latest is None or ended(case, episode, today):
            continue
        seen, assessment = latest
        if assessment.elsewhere or assessment.report_sent is not None:
            continue
        due = rules.report_within.after(seen, service.calendar())
        yield Item(
            case=case,
            kind=assessment.kind,
            episode=episode,
            requirement=None,
            assessment=assessment,
            booking=None,
            due=due,
            days=_days_left(due, today),
            state=_state_seen(case, assessment, service, today),
            missing=(REPORT,),
        )


def _latest_seen(case: Case, episode: CareEpisode) -> tuple[date, Assessment] | None:
    """The day and the record of the episode's latest IHA or RHA at which the child was seen."""
    seen = [
        (a.completed, a)
        for a in case.assessments_of(episode, Kind.IHA, Kind.RHA)
        if a.completed is not None
    ]
    return max(seen, key=lambda pair: (pair[0], pair[1].id), default=None)


def _left_open(
    case: Case, booking: Booking, service: Service, today: date, over: Collection[int]
) -> Item:
    """An open booking whose assessment asks for nothing any more, as after care has ended.

    Of a past one somebody says how it ended; one to come is to be cancelled, and its slot freed.
    """
    assessment = next((a for a in case.assessments if a.id == booking.assessment), None)
    episode_id = assessment.episode if assessment else None
    episode = next((e for e in case.episodes if e.id == episode_id), None)
    awaited = _outcome_awaited(booking, today, over)
    requirement = _requirement_of(case, assessment, service, today) if awaited else None
    due = booking.day if not awaited else requirement.due if requirement else None
    return Item(
        case=case,
        kind=booking.kind,
        episode=episode,
        requirement=requirement,
        assessment=assessment,
        booking=booking,
        due=due,
        days=_days_left(due, today),
        state=requirement.state.value if requirement else _state_by_date(due, today),
        missing=(OUTCOME if awaited else CANCELLATION,),
        needless=requirement is None,
    )


def _requirement_of(
    case: Case, assessment: Assessment | None, service: Service, today: date
) -> Requirement | None:
    """The requirement an assessment is the open record of, also of an episode that has ended."""
    if assessment is None:
        return None
    known = _requirements(case, service, today)
    unseen = [r for r in known if r.seen is None and r.kind is assessment.kind]
    return next((r for r in unseen if r.episode == assessment.episode), None)


def _requirements(case: Case, service: Service, today: date) -> list[Requirement]:
    """What is required of all episodes of a child of the service's."""
    if service.la(case.child.la) is None:
        return []
    rules = service.rules_for(case.child.la)
    return pathway.requirements(case, rules, service.calendar(), today)


def _state_seen(case: Case, assessment: Assessment, service: Service, today: date) -> str:
    """Whether an assessment that was seen came in time; `seen` where it was no requirement."""
    known = _requirements(case, service, today)
    answered = (r.state.value for r in known if r.answered_by == assessment.id)
    return next(answered, SEEN)


def _state_by_date(due: date | None, today: date) -> str:
    """The state of what is no requirement."""
    if due is None:
        return REQUESTED
    return (State.OUTSTANDING if due < today else State.NOT_YET_DUE).value


def _days_left(due: date | None, today: date) -> int | None:
    return None if due is None else (due - today).days
