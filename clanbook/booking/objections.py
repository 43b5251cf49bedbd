"""What stands between a child and a slot, one small rule each (RULES 5, 6)."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime

from clanbook.booking.answers import NeedsReason, Objection, Question, Refused
from clanbook.booking.ask import RHA_NOTICE_MONTHS, Ask
from clanbook.booking.diary import Diary
from clanbook.booking.hours import unusual
from clanbook.booking.ids import booking_id
from clanbook.booking.sessions import (
    DAY_MINUTES,
    DOCTORS,
    KIND_NAMES,
    SLOT_MINUTES,
    clash,
    role_may_serve,
    same_clinician,
    serves,
    session_name,
)
from clanbook.booking.slots import Slot
from clanbook.dates import day_count, shown
from clanbook.records import Kind, Session


def check(ask: Ask, slot: Slot, diary: Diary) -> Objection | None:
    """The first rule that stands between a child and a slot of a session, or None (RULES 6).

    Refusals come before questions. `diary` has that day's sessions and bookings, and the
    sessions of the child's own open bookings.
    """
    return _first_objection(_SLOT_RULES, ask, slot, diary)


def check_visit(ask: Ask, visit: Session, diary: Diary) -> Objection | None:
    """The same for a visit that is to be made: `visit` is its session, not yet kept."""
    if (odd := _odd_length(visit)) is not None:
        return odd
    slot = Slot.of(visit, 0, ask.rules)
    return _first_objection(_VISIT_RULES, ask, slot, diary)


def _odd_length(visit: Session) -> Refused | None:
    """A visit takes as long as a slot of a session may (CONTRACT), and ends on its day."""
    shortest, longest = SLOT_MINUTES
    if not shortest <= visit.minutes <= longest:
        return Refused(f"A visit takes {shortest} to {longest} minutes, not {visit.minutes}.")
    if visit.start.hour * 60 + visit.start.minute + visit.minutes > DAY_MINUTES:
        return Refused(
            f"A visit of {visit.minutes} minutes from {visit.start:%H:%M} does not end by midnight."
        )
    return None


Rule = Callable[[Ask, Slot, Diary], Objection | None]


def _first_objection(rules: Iterable[Rule], ask: Ask, slot: Slot, diary: Diary) -> Objection | None:
    for rule in rules:
        objection = rule(ask, slot, diary)
        if objection is not None:
            return objection
    return None


def _closed(_ask: Ask, slot: Slot, _diary: Diary) -> Refused | None:
    closed_on = slot.session.closed_on
    if closed_on is None:
        return None
    return Refused(f"{slot.name} is in a session closed on {shown(closed_on)}.")


def _past(ask: Ask, slot: Slot, _diary: Diary) -> Refused | None:
    if slot.starts >= datetime.combine(ask.today, ask.now):
        return None
    return Refused(f"{slot.name} is in the past: choose a later time.")


def _wrong_role(ask: Ask, slot: Slot, _diary: Diary) -> Refused | None:
    if role_may_serve(slot.session.role, ask.kind):
        return None
    return Refused(f"{slot.name} is a nurse's slot: an {KIND_NAMES[ask.kind]} needs a doctor.")


def _not_served(ask: Ask, slot: Slot, _diary: Diary) -> Refused | None:
    session, kind = slot.session, KIND_NAMES[ask.kind]
    if session.place is not None:
        return Refused(f"{slot.name} is a visit made for one child: choose a slot of a session.")
    if serves(session, ask.kind, ask.today, ask.rules):
        return None
    if slot.protected_until is not None:
        kept, until = _listed(session.kept_for), shown(slot.protected_until)
        return Refused(f"{slot.name} is kept for {kept} until {until}: it takes no {kind} yet.")
    return Refused(f"{slot.name} is for {_listed(session.purposes)}: it takes no {kind}.")


def _taken(ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    place = (slot.session.id, slot.index)
    if all((b.session, b.index) != place for b in diary.occupying(slot.day)):
        return None
    if ask.moving is not None and (ask.moving.session, ask.moving.index) == place:
        return Refused(f"{slot.name} is where {ask.who} is booked already.")
    return Refused(f"{slot.name} is taken: choose another slot.")


def _clinician_elsewhere(ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    """Two sessions of one clinician may overlap in old files; two bookings of them may not."""
    clinician = same_clinician(slot.session.clinician)
    for booking in diary.occupying(slot.day):
        session = diary.sessions.get(booking.session)
        if session is None or session.id == slot.session.id or ask.is_moving(booking):
            continue
        if same_clinician(session.clinician) == clinician and diary.overlaps(booking, slot):
            where = diary.name(booking)
            return Refused(f"{slot.session.clinician} is booked elsewhere at that time: {where}.")
    return None


def _clinician_has_session(ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    other = clash(slot.session, (s for s in diary.sessions.values() if not _left_behind(ask, s)))
    if other is None:
        return None
    where = session_name(other)
    return Refused(f"{slot.session.clinician} has a session at that time: {where}.")


def _left_behind(ask: Ask, session: Session) -> bool:
    """Whether it is the visit that is to be moved, which frees its nurse."""
    return session.place is not None and ask.moving is not None and ask.moving.session == session.id


def _same_visit(ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    held = diary.sessions.get(ask.moving.session) if ask.moving else None
    if held is None or held.but(id=0, version=0) != slot.session:
        return None
    return Refused(f"{slot.name} is where {ask.who} is booked already.")


def _booked_already(ask: Ask, _slot: Slot, diary: Diary) -> Refused | None:
    booking = ask.booking
    if booking is None:
        return None
    told = f"{ask.who} has an open {KIND_NAMES[ask.kind]} booking, {booking_id(booking.id)}"
    advice = "record its outcome first" if booking.day < ask.today else "move that one"
    return Refused(f"{told} on {diary.name(booking)}: {advice}.")


def _child_elsewhere(ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    for booking in ask.bookings:
        if diary.overlaps(booking, slot):
            where = f"{booking_id(booking.id)} on {diary.name(booking)}"
            return Refused(f"{ask.who} is elsewhere at that time: {where}.")
    return None


def _before_entry(ask: Ask, slot: Slot, _diary: Diary) -> Refused | None:
    if ask.episode is None or slot.day >= ask.episode.entered_care:
        return None
    entered = shown(ask.episode.entered_care)
    return Refused(f"{slot.name} is before {ask.who} enters care on {entered}.")


def _without_papers(ask: Ask, _slot: Slot, _diary: Diary) -> Refused | None:
    """The pilot rule, an IHA on notification alone, can be switched off (RULES 5)."""
    if ask.rules.book_before_paperwork or ask.kind is not Kind.IHA or ask.episode is None:
        return None
    lacking = [] if ask.case.consents_of(ask.episode) else ["consent"]
    lacking += ["Part A"] if ask.episode.part_a is None else []
    if not lacking:
        return None
    return Refused(f"{ask.who} has no {' and no '.join(lacking)} yet: the IHA cannot be booked.")


def _clinical_need(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    by_doctor = ask.kind is Kind.RHA and slot.session.role in DOCTORS
    if not by_doctor or ask.answered(Question.CLINICAL_NEED):
        return None
    sentence = f"{slot.name} is a doctor's slot: give the clinical need for an RHA with a doctor."
    return NeedsReason(Question.CLINICAL_NEED, sentence)


def _late(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    if ask.limit is None or slot.day <= ask.limit or ask.answered(Question.BREACH):
        return None
    over = day_count((slot.day - ask.limit).days)
    sentence = f"{slot.name} is {over} after {shown(ask.limit)}, the last day in time"
    return NeedsReason(Question.BREACH, f"{sentence} for the {KIND_NAMES[ask.kind]}: say why.")


def _early(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    first = ask.first_usual_day
    if first is None or slot.day >= first or ask.due is None or ask.answered(Question.EARLY):
        return None
    sentence = f"{slot.name} is more than {RHA_NOTICE_MONTHS} months before the RHA is due"
    return NeedsReason(Question.EARLY, f"{sentence} on {shown(ask.due)}: say why so early.")


def _unusual_time(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    """Young people are seen in the evening too, and now and then on a Saturday: for a reason."""
    said = unusual(slot.session, ask.rules)
    if not said or ask.answered(Question.HOURS):
        return None
    return NeedsReason(Question.HOURS, f"{slot.name} is {said}: say why then.")


_OF_THE_CHILD: tuple[Rule, ...] = (_child_elsewhere, _before_entry)
_QUESTIONS: tuple[Rule, ...] = (_clinical_need, _late, _early)
_SLOT_RULES: tuple[Rule, ...] = (
    _booked_already,
    _closed,
    _past,
    _wrong_role,
    _not_served,
    _taken,
    _clinician_elsewhere,
    *_OF_THE_CHILD,
    _without_papers,
    *_QUESTIONS,
)
_VISIT_RULES: tuple[Rule, ...] = (
    _booked_already,
    _past,
    _wrong_role,
    _same_visit,
    _clinician_has_session,
    *_OF_THE_CHILD,
    *_QUESTIONS,
    _unusual_time,
)


def _listed(kinds: Collection[Kind]) -> str:
    """Kinds in a sentence: `IHAs, RHAs and adoption medicals`."""
    names = [f"{KIND_NAMES[kind]}s" for kind in kinds]
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if names[1:] else names) or "nothing"
