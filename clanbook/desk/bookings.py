"""Appointments: booked into a slot or as a visit, moved, and how they ended (RULES 6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import msgspec

from clanbook import booking as rules
from clanbook.booking import Ask, Diary, NeedsReason, Objection, Question, Slot, Suggestion, Visit
from clanbook.caseload import Case
from clanbook.dates import local_date, shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk, Keeper
from clanbook.desk.ended import ended
from clanbook.desk.errors import ReasonNeeded, Refused, Unknown
from clanbook.desk.nurses import known_nurses, not_known, nurse_named
from clanbook.records import (
    OWN_TEAM,
    Assessment,
    Booking,
    Consent,
    ConsentBy,
    Ending,
    Kind,
    Session,
    Staff,
    StaffRole,
)

Reasons = Mapping[Question, str]
"""The reasons given with a booking, by the question each answers."""

NO_REASONS: Reasons = {}

CONSENT, JUDGED_BY = "consent", "judged_by"
"""What `attended` may ask for, beside the questions of a booking."""

NEW_NURSE = "new_nurse"
"""What a visit asks about a nurse who is not known: is it somebody new?"""

SUGGESTED_AHEAD = timedelta(weeks=26)
"""How far ahead the next best slots are looked for."""

_OF_THE_DAY = (Ending.ATTENDED, Ending.NOT_BROUGHT)
"""Endings that happen at the appointment; the others happen before it."""


@dataclass(frozen=True)
class Booked:
    """A booking as made: for whom, in which slot, by when it had to be."""

    case: Case
    booking: Booking
    slot: Slot
    due: date | None
    provisional: bool


@dataclass(frozen=True)
class Offers:
    """Slots to choose from: the best with why, then all others that serve the kind by time.

    Where the assessment is booked already, `ask.moving` is that booking: choosing moves it.
    `noted` is the entry that put on record, by this look, that no slot stands in time (RULES 7);
    None where nothing new was.
    """

    ask: Ask
    best: list[Suggestion]
    others: list[Suggestion]
    noted: int | None = None


@act("book", StaffRole.ADMIN)
def book(desk: Desk, child: int, slot_id: str, kind: Kind, reasons: Reasons = NO_REASONS) -> Booked:
    """Book the child's one open assessment of that kind into a slot.

    Raises Refused where a rule stands in the way, with the three next best slots, and
    ReasonNeeded where it asks for a reason. The first try at booking is kept either way: it
    tells a lack of slots from a lack of trying (RULES 7). A slot that does not exist is no try.
    """
    try:
        with desk.transaction("book") as keeper:
            ask = _asking(desk, keeper.case(child), kind, reasons)
            slot = _slot(desk, slot_id, ask)
            _pass(rules.check(ask, slot, _diary(desk, slot.day, ask.case)))
            return _booked(desk, keeper, _tried(desk, keeper, ask), slot)
    except Refused as refusal:
        with desk.transaction("booking_tried") as keeper:
            ask = _asking(desk, keeper.case(child), kind, reasons)
            if not isinstance(refusal, Unknown):
                ask = _tried(desk, keeper, ask)
        refusal.next_slots = tuple(s.slot.id for s in _suggestions(desk, ask))
        raise


@act("book_visit", StaffRole.ADMIN)
def book_visit(
    desk: Desk,
    child: int,
    visit: Visit,
    reasons: Reasons = NO_REASONS,
    *,
    new_nurse: bool = False,
) -> Booked:
    """Book the child's open RHA as a nurse's visit, without a session.

    Two names for one nurse would be in two places: the visit's clinician is a nurse who is known,
    or raises ReasonNeeded (`NEW_NURSE`) unless `new_nurse` says that it is somebody new.
    """
    with desk.transaction("book_visit") as keeper:
        known = _by_known_nurse(desk, visit, new_nurse)
        ask = _tried(desk, keeper, _asking(desk, keeper.case(child), Kind.RHA, reasons))
        held = _visit_session(desk, ask, known)
        return _booked(desk, keeper, ask, Slot.of(keeper.put(held), 0, ask.rules))


def _visit_session(desk: Desk, ask: Ask, visit: Visit) -> Session:
    """The session of a visit that no rule stands in the way of, not yet kept."""
    held = visit.session(rules.home_locality(ask.case, desk.service, visit.start.date()))
    _pass(rules.check_visit(ask, held, _diary(desk, held.day, ask.case)))
    return held


def _by_known_nurse(desk: Desk, visit: Visit, new: bool) -> Visit:
    """The visit under the nurse's name as it is known; as given where it is new, or the first."""
    typed = " ".join(visit.clinician.split())
    if not typed:
        raise Refused("A visit needs the name of the nurse who makes it.")
    known = known_nurses(desk)
    found = nurse_named(typed, known)
    if found is None and known and not new:
        raise ReasonNeeded(not_known(typed, known), NEW_NURSE)
    return replace(visit, clinician=found or typed)


def taken_by(desk: Desk, slot_id: str) -> str:
    """Who booked a slot, by name; empty where it is free."""
    session, index = rules.parse_slot_id(slot_id)
    for found in desk.store.table(Booking.table).lookup(("session",), (session,)):
        held = Booking.of(found)
        if held.index == index and held.occupies:
            document = desk.store.table(Staff.table).get(doc_id=held.booked_by)
            return Staff.of(document).name if document else ""
    return ""


def changed_by_me(desk: Desk, number: int) -> bool:
    """Whether it was I who last changed a booking, also one that was taken back and is gone."""
    return desk.store.history(Booking.table, number)[-1].by == desk.staff.id


@act("move", StaffRole.ADMIN)
def move(desk: Desk, number: int, slot_id: str, reasons: Reasons = NO_REASONS) -> Booked:
    """Move an open booking to another slot; the one left behind stays in the chain."""
    with desk.transaction("move") as keeper:
        leaving = _to_move(desk, number)
        ask = _ask_of(desk, keeper.case(leaving.child), leaving, reasons)
        slot = _slot(desk, slot_id, ask)
        _pass(rules.check(ask, slot, _diary(desk, slot.day, ask.case)))
        _end(desk, keeper, leaving, Ending.MOVED, desk.today)
        return _booked(desk, keeper, ask, slot, moved_from=leaving.id)


@act("move_visit", StaffRole.ADMIN)
def move_visit(
    desk: Desk,
    number: int,
    visit: Visit,
    reasons: Reasons = NO_REASONS,
    *,
    new_nurse: bool = False,
) -> Booked:
    """Move an open booking of a review to a nurse's visit, as `book_visit` makes one."""
    with desk.transaction("move") as keeper:
        leaving = _to_move(desk, number)
        known = _by_known_nurse(desk, visit, new_nurse)
        ask = _ask_of(desk, keeper.case(leaving.child), leaving, reasons)
        held = _visit_session(desk, ask, known)
        _end(desk, keeper, leaving, Ending.MOVED, desk.today)
        slot = Slot.of(keeper.put(held), 0, ask.rules)
        return _booked(desk, keeper, ask, slot, moved_from=leaving.id)


def _to_move(desk: Desk, number: int) -> Booking:
    leaving = _open_booking(desk, number)
    if sentence := over(desk, leaving):
        raise Refused(sentence)
    return leaving


def over(desk: Desk, held: Booking) -> str | None:
    """Why a booking cannot be moved any more, in a sentence; None where its day is not past."""
    if held.day >= desk.today:
        return None
    return "That appointment is over: record its outcome, then book again."


@act("outcome", StaffRole.ADMIN)
def end_booking(
    desk: Desk,
    number: int,
    ending: Ending,
    *,
    on: date | None = None,
    consent_by: ConsentBy | None = None,
    judged_by: str = "",
) -> Booking:
    """Record how a booking ended, and for `attended` that the child was seen `on` that day.

    `on` is by default the appointment's day, or for a cancellation today; `not_brought` takes no
    other day. A child seen without consent needs somebody who consents now (RULES 5):
    `consent_by`, and for a young person who judged them competent.
    """
    with desk.transaction("outcome") as keeper:
        ending_one = _open_booking(desk, number)
        day = on or _usual_day(desk, ending_one, ending)
        _possible(desk, ending_one, ending, day)
        if ending is Ending.ATTENDED:
            case = keeper.case(ending_one.child)
            _consented(keeper, case, ending_one, day, consent_by, judged_by)
            _seen(desk, keeper, case, ending_one, day)
        return _end(desk, keeper, ending_one, ending, day)


@act("suggest", StaffRole.ADMIN)
def suggest(desk: Desk, child: int, kind: Kind) -> list[Suggestion]:
    """The best three slots for the child's open assessment: in time, near, early (RULES 6)."""
    with desk.transaction("booking_tried") as keeper:
        ask = _tried(desk, keeper, _asking(desk, keeper.case(child), kind, NO_REASONS))
    return _suggestions(desk, ask)


@act("offers", StaffRole.ADMIN)
def offers(desk: Desk, child: int, kind: Kind) -> Offers:
    """What there is to choose from for the child's open assessment, or for moving its booking.

    Looking at it is a first try at booking, and is kept (RULES 7).
    """
    with desk.transaction("booking_tried") as keeper:
        ask = _asking(desk, keeper.case(child), kind, NO_REASONS)
        ask = _tried(desk, keeper, ask) if ask.booking is None else ask.moved(ask.booking)
    lacking = ask.assessment is not None and ask.assessment.no_capacity_on is not None
    noted = desk.made[-1].seq if lacking else None
    free, diary = _free(desk, ask)
    home = rules.home_locality(ask.case, desk.service, desk.today)
    best = rules.suggest(ask, free, diary, home)
    known = {suggestion.slot.id for suggestion in best}
    others = rules.best([slot for slot in free if slot.id not in known], ask.limit, home, len(free))
    return Offers(ask, best, sorted(others, key=lambda other: other.slot.starts), noted)


# -- what is asked for, and what stands in its way ---------------------------------------------


def _asking(desk: Desk, case: Case, kind: Kind, reasons: Reasons) -> Ask:
    found = rules.asking(case, kind, desk.service, desk.today)
    if isinstance(found, rules.Refused):
        raise Refused(found.sentence)
    return found.giving(reasons, desk.wall_time)


def _ask_of(desk: Desk, case: Case, leaving: Booking, reasons: Reasons) -> Ask:
    """What an open booking is for; gone where the child has been seen or has left since."""
    for ask in rules.asks(case, desk.service, desk.today):
        if ask.kind is leaving.kind:
            return ask.moved(leaving).giving(reasons, desk.wall_time)
    raise Refused("What this booking was made for is no longer open: cancel it instead.")


def _slot(desk: Desk, slot_id: str, ask: Ask) -> Slot:
    try:
        number, index = rules.parse_slot_id(slot_id)
        session = desk.session(number)
        if session is None:
            raise Unknown(f"There is no slot {slot_id}; see: clanbook slots")
        return rules.find_slot(session, index, ask.rules)
    except ValueError as error:
        raise Unknown(f"{error}.") from error


def _open_booking(desk: Desk, number: int) -> Booking:
    found = desk.booking(number)
    if found is None:
        raise Unknown(f"There is no booking {rules.booking_id(number)}.")
    if (over := ended(desk, found)) is not None:
        raise over
    return found


def _pass(objection: Objection | None) -> None:
    if isinstance(objection, NeedsReason):
        raise ReasonNeeded(objection.sentence, objection.question)
    if objection is not None:
        raise Refused(objection.sentence)


def _diary(desk: Desk, day: date, case: Case) -> Diary:
    """That day's sessions and bookings, and the sessions of the child's own open bookings."""
    held = [desk.session(b.session) for b in case.bookings if b.ending is None]
    sessions = [*desk.sessions(day, day), *(s for s in held if s is not None)]
    return Diary(sessions, desk.bookings_in(sessions))


def _suggestions(desk: Desk, ask: Ask) -> list[Suggestion]:
    free, diary = _free(desk, ask)
    home = rules.home_locality(ask.case, desk.service, desk.today)
    return rules.suggest(ask, free, diary, home)


def _free(desk: Desk, ask: Ask) -> tuple[list[Slot], Diary]:
    """The free slots that serve the kind, from today on, and what stands around them."""
    sessions = desk.sessions(desk.today, _last_day(desk, ask))
    bookings = desk.bookings_in(sessions)
    free = rules.free_slots(sessions, bookings, ask.kind, desk.today, ask.rules, now=desk.wall_time)
    return free, Diary(sessions, bookings)


def _last_day(desk: Desk, ask: Ask) -> date:
    ahead = desk.today + SUGGESTED_AHEAD
    return max(ahead, ask.limit) if ask.limit else ahead


# -- what is kept ------------------------------------------------------------------------------


def _tried(desk: Desk, keeper: Keeper, ask: Ask) -> Ask:
    """Keep the day booking was first tried, and whether no slot stood in time then (RULES 7).

    A first try after the last day in time says nothing about slots: none could stand any more.
    Where the diary holds no session at all there is nothing to try yet, and nothing is kept.
    """
    row = ask.assessment or ask.new_assessment()
    if row.booking_tried_on is not None or not _diary_begun(desk):
        return ask
    in_time = ask.limit is not None and desk.today <= ask.limit
    lacking = in_time and rules.no_slot_in_time(
        (suggestion.slot for suggestion in _suggestions(desk, ask)), ask.limit
    )
    row = row.but(booking_tried_on=desk.today, no_capacity_on=desk.today if lacking else None)
    row = keeper.put(row)
    return msgspec.structs.replace(ask, case=keeper.case(row.child), assessment=row)


def _diary_begun(desk: Desk) -> bool:
    """Whether the diary holds an open session from today on: an empty one tells of no lack."""
    return any(map(rules.offers_slots, desk.sessions(desk.today, date.max)))


def _booked(
    desk: Desk, keeper: Keeper, ask: Ask, slot: Slot, moved_from: int | None = None
) -> Booked:
    row = ask.assessment or keeper.put(ask.new_assessment())
    made = keeper.put(
        Booking(
            child=ask.case.child.id,
            assessment=row.id,
            session=slot.session.id,
            index=slot.index,
            kind=ask.kind,
            day=slot.day,
            booked_at=desk.now,
            booked_by=desk.staff.id,
            reason=ask.reasons.get(Question.BREACH, ""),
            early_reason=ask.reasons.get(Question.EARLY, ""),
            clinical_need=ask.reasons.get(Question.CLINICAL_NEED, ""),
            hours_reason=_why_then(ask, slot),
            moved_from=moved_from,
        )
    )
    case = keeper.case(made.child)
    return Booked(case, made, slot, ask.due, rules.provisional(case, ask.episode))


def _why_then(ask: Ask, slot: Slot) -> str:
    """Why at such a time, which does not go along to one that is as usual."""
    return ask.reasons.get(Question.HOURS, "") if rules.unusual(slot.session, ask.rules) else ""


def _end(desk: Desk, keeper: Keeper, leaving: Booking, ending: Ending, day: date) -> Booking:
    """Keep the ending; a visit that will not take place frees its nurse."""
    ended = keeper.put(leaving.but(ending=ending, ended_on=day, ended_at=desk.now))
    session = desk.session(leaving.session)
    if session is not None and session.place is not None and not ended.occupies:
        keeper.put(session.but(closed_on=desk.today))
    return ended


def _usual_day(desk: Desk, leaving: Booking, ending: Ending) -> date:
    return leaving.day if ending in _OF_THE_DAY else min(leaving.day, desk.today)


def _possible(desk: Desk, leaving: Booking, ending: Ending, day: date) -> None:
    """Nothing is recorded before it has happened, nor before the booking was made.

    A cancellation comes before its appointment.
    """
    said = ending.replace("_", " ")
    if ending in _OF_THE_DAY and leaving.day > desk.today:
        raise Refused(f"The appointment is on {shown(leaving.day)}: too early to say {said}.")
    if (wrong := wrong_day(desk, leaving, day)) is not None:
        raise Refused(wrong)
    if ending is Ending.NOT_BROUGHT and day != leaving.day:
        there = shown(leaving.day)
        raise Refused(f"Not brought is of the appointment's day, {there}: leave the day out.")
    if ending not in _OF_THE_DAY and day > leaving.day:
        raise Refused("A cancellation comes before its appointment: record not brought instead.")
    if day == leaving.day == desk.today and (session := desk.session(leaving.session)) is not None:
        now = datetime.combine(desk.today, desk.wall_time)
        if (early := rules.too_early(session, leaving.index, ending, now)) is not None:
            raise Refused(early)


def wrong_day(desk: Desk, leaving: Booking, day: date) -> str | None:
    """Why nothing can have come of a booking on that day, in a sentence; None where it can."""
    if day > desk.today:
        return f"{shown(day)} is still to come: nothing has happened then."
    made = local_date(leaving.booked_at)
    if day < made:
        return f"{shown(day)} is before the booking was made on {shown(made)}."
    return None


def before_entry(case: Case, leaving: Booking, day: date) -> bool:
    """Whether the child had not come into care by that day, and cannot have been seen."""
    row = _row(case, leaving)
    return row.episode is not None and day < case.episode(row.episode).entered_care


def _consented(
    keeper: Keeper,
    case: Case,
    leaving: Booking,
    day: date,
    consent_by: ConsentBy | None,
    judged_by: str,
) -> None:
    """Nobody is seen without consent: somebody gave it, or gives it now (RULES 5)."""
    row = _row(case, leaving)
    if row.episode is None or case.consents_of(case.episode(row.episode)):
        return
    if consent_by is None:
        raise ReasonNeeded(
            "There is no consent on record: say who consents now, or record another outcome.",
            CONSENT,
        )
    if consent_by is ConsentBy.YOUNG_PERSON and not judged_by.strip():
        raise ReasonNeeded("Say who judged the young person competent to consent.", JUDGED_BY)
    keeper.put(
        Consent(
            child=case.child.id,
            episode=row.episode,
            received=day,
            by=consent_by,
            judged_by=judged_by.strip(),
        )
    )


def _seen(desk: Desk, keeper: Keeper, case: Case, leaving: Booking, day: date) -> None:
    """Complete the assessment on the day the child was seen, whoever saw them."""
    row = _row(case, leaving)
    if row.completed is not None:
        raise Refused(f"This {row.kind} is completed already, on {shown(row.completed)}.")
    if before_entry(case, leaving, day):
        raise Refused(f"{shown(day)} is before the child came into care.")
    session = desk.session(leaving.session)
    keeper.put(
        row.but(
            completed=day,
            carried_out_by=row.carried_out_by or OWN_TEAM,
            role=session.role if session else row.role,
            clinical_need=leaving.clinical_need or row.clinical_need,
        )
    )


def _row(case: Case, leaving: Booking) -> Assessment:
    return next(row for row in case.assessments if row.id == leaving.assessment)
