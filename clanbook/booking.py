"""What may go in which slot, why not, and which slots suit a child best (RULES 6).

A session is cut into equal slots numbered from 0; a slot's id is `S12-3`, a booking's `B7`. Times
are local wall time, as sessions keep them: they are never converted. A rule that stands in the
way answers with one plain sentence, `Refused` where nothing helps and `NeedsReason` where a
recorded reason does.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import Self

import msgspec

from clanbook import pathway
from clanbook.caseload import ADULT_AGE, Case
from clanbook.dates import Calendar, add_months, birthday
from clanbook.pathway import Requirement
from clanbook.records import (
    Assessment,
    Booking,
    CareEpisode,
    Kind,
    Place,
    Role,
    Session,
)
from clanbook.settings import Rules, Service

DOCTORS = (Role.PAEDIATRICIAN, Role.GP)
"""The roles that are doctors: only they do IHAs and adoption medicals (law; RULES 1)."""

RHA_NOTICE_MONTHS = 3
"""How long before its due date an RHA is requested from the LA (seed; RULES 4)."""

SUGGESTED = 3
"""How many slots are suggested for one child (RULES 6)."""

KIND_NAMES = {Kind.IHA: "IHA", Kind.RHA: "RHA", Kind.ADOPTION: "adoption medical"}
"""The kinds as a sentence says them; each takes "an"."""


# --- Slots and their ids

_SLOT_ID = re.compile(r"S([1-9]\d{0,17})-(0|[1-9]\d{0,8})", re.ASCII | re.IGNORECASE)
_BOOKING_ID = re.compile(r"B([1-9]\d{0,17})", re.ASCII | re.IGNORECASE)


def slot_id(session: int, index: int) -> str:
    """The id of a session's slot: `S12-3`."""
    return f"S{session}-{index}"


def parse_slot_id(text: str) -> tuple[int, int]:
    """The session's number and the slot's index in a slot id.

    Raises:
        ValueError: one sentence, where the text is no slot id.
    """
    found = _SLOT_ID.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is not a slot id such as S12-3: list the free slots')
    return int(found[1]), int(found[2])


def booking_id(booking: int) -> str:
    """The id of a booking: `B7`."""
    return f"B{booking}"


def parse_booking_id(text: str) -> int:
    """The number in a booking id.

    Raises:
        ValueError: one sentence, where the text is no booking id.
    """
    found = _BOOKING_ID.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is not a booking id such as B7: the worklist shows them')
    return int(found[1])


class Slot(msgspec.Struct, frozen=True, gc=False):
    """One slot of a session. `protected_until` is the day it opens to other purposes, if kept."""

    session: Session
    index: int
    starts: datetime
    protected_until: date | None = None

    @classmethod
    def of(cls, session: Session, index: int, rules: Rules) -> Self:
        """The session's slot at `index`, whether or not it is free."""
        return cls(session, index, span(session, index)[0], protected_until(session, rules))

    @property
    def id(self) -> str:
        """Its id: `S12-3`."""
        return slot_id(self.session.id, self.index)

    @property
    def day(self) -> date:
        """The day it is on."""
        return self.session.day

    @property
    def start(self) -> time:
        """When it starts, local wall time."""
        return self.starts.time()

    @property
    def minutes(self) -> int:
        """How long it is."""
        return self.session.minutes

    @property
    def locality(self) -> str:
        """The locality its session is in."""
        return self.session.locality

    @property
    def name(self) -> str:
        """As a person reads it: `Mon 04-May-2026 09:30 Bristol (Venue)`."""
        return _name(self.session, self.starts)


def span(session: Session, index: int) -> tuple[datetime, datetime]:
    """When a slot starts and ends, local wall time."""
    length = timedelta(minutes=session.minutes)
    starts = datetime.combine(session.day, session.start) + index * length
    return starts, starts + length


def ends(session: Session) -> datetime:
    """When the session's last slot ends, local wall time."""
    return span(session, session.slots)[0]


def slots_of(session: Session, rules: Rules) -> list[Slot]:
    """All slots of a session in order, free or not."""
    until = protected_until(session, rules)
    length = timedelta(minutes=session.minutes)
    first = datetime.combine(session.day, session.start)
    return [Slot(session, n, first + n * length, until) for n in range(session.slots)]


def find_slot(session: Session, index: int, rules: Rules) -> Slot:
    """The session's slot at `index`.

    Raises:
        ValueError: one sentence, where the session has no such slot.
    """
    if not 0 <= index < session.slots:
        wrong, last = slot_id(session.id, index), slot_id(session.id, session.slots - 1)
        raise ValueError(f"there is no slot {wrong}: this session's last slot is {last}")
    return Slot.of(session, index, rules)


def _name(session: Session, starts: datetime) -> str:
    return f"{starts:%a %d-%b-%Y %H:%M} {session.locality} ({session.venue})"


def _day_name(day: date) -> str:
    return f"{day:%d-%b-%Y}"


# --- What a session's slots serve


def protected_until(session: Session, rules: Rules) -> date | None:
    """The day from which a session's kept slots are open to others; None where nothing is kept.

    So many days before the session as it says itself, or else as the service's
    `protected_release` does (RULES 6).
    """
    if not session.kept_for:
        return None
    days = rules.protected_release.n if session.released_days is None else session.released_days
    return session.day - timedelta(days=days)


def role_may_serve(role: Role, kind: Kind) -> bool:
    """Whether a role may do that kind at all: a doctor any, a nurse the RHA (law; RULES 1)."""
    return role in DOCTORS or kind is Kind.RHA


def serves(session: Session, kind: Kind, today: date, rules: Rules) -> bool:
    """Whether a session's slots are open to that kind today (RULES 6).

    A visit serves nobody but the child it was made for. A doctor's slot that serves an RHA
    still asks for the clinical need.
    """
    return (
        session.place is None
        and role_may_serve(session.role, kind)
        and (_purposes_open(session, kind, today, rules))
    )


def _purposes_open(session: Session, kind: Kind, today: date, rules: Rules) -> bool:
    """Whether the session's purposes, kept and released, leave room for that kind."""
    until = protected_until(session, rules)
    if until is None:
        return kind in session.purposes
    return kind in session.kept_for or today >= until


def free_slots(
    sessions: Iterable[Session],
    bookings: Iterable[Booking],
    kind: Kind | None,
    today: date,
    rules: Rules,
    *,
    now: time = time.min,
    locality: str | None = None,
    from_day: date | None = None,
    to_day: date | None = None,
) -> list[Slot]:
    """The free slots of these sessions that serve the kind (None: any), earliest first.

    `bookings` are those of these sessions. A slot that started before `now`, the local wall time
    of today, is past; a closed session and a visit have none. The two days are inclusive.
    """
    first = today if from_day is None else max(from_day, today)
    wanted = [
        session
        for session in sessions
        if first <= session.day
        and (to_day is None or session.day <= to_day)
        and (locality is None or session.locality.casefold() == locality.casefold())
        and _open_to(session, kind, today, rules)
    ]
    used = {(b.session, b.index) for b in bookings if b.occupies}
    present = datetime.combine(today, now)
    free = [
        slot
        for session in wanted
        for slot in slots_of(session, rules)
        if slot.starts >= present and (session.id, slot.index) not in used
    ]
    return sorted(free, key=_chronological)


def _open_to(session: Session, kind: Kind | None, today: date, rules: Rules) -> bool:
    """Whether the session offers slots at all, and to that kind if one is asked for."""
    if session.closed_on is not None or session.place is not None:
        return False
    return kind is None or serves(session, kind, today, rules)


def _chronological(slot: Slot) -> tuple[datetime, str, int, int]:
    return slot.starts, slot.session.locality, slot.session.id, slot.index


# --- Nobody in two places


class Diary:
    """Sessions with the bookings in them, for the rules that look beyond one slot.

    It needs the sessions and bookings of the days asked about, and the sessions of the child's
    own open bookings.
    """

    def __init__(self, sessions: Iterable[Session], bookings: Iterable[Booking] = ()) -> None:
        """Index the sessions by number and the bookings that use their slots up by day."""
        self.sessions = {session.id: session for session in sessions}
        self._bookings: dict[date, list[Booking]] = {}
        for booking in bookings:
            if booking.occupies:
                self._bookings.setdefault(booking.day, []).append(booking)

    def occupying(self, day: date) -> list[Booking]:
        """The bookings that use up a slot on that day."""
        return self._bookings.get(day, [])

    def name(self, booking: Booking) -> str:
        """When and where a booking is, or the day alone where its session is not at hand."""
        session = self.sessions.get(booking.session)
        if session is None:
            return f"{booking.day:%a %d-%b-%Y}"
        return _name(session, span(session, booking.index)[0])

    def overlaps(self, booking: Booking, slot: Slot) -> bool:
        """Whether the booking's time and the slot's overlap."""
        session = self.sessions.get(booking.session)
        if session is None or session.day != slot.day:
            return False
        starts, finishes = span(session, booking.index)
        return starts < slot.starts + timedelta(minutes=slot.minutes) and slot.starts < finishes


def clash(session: Session, others: Iterable[Session]) -> Session | None:
    """The first other session that has its clinician in two places at once (RULES 6).

    Closed sessions are no clash, nor is the session itself. Names match without case and spacing.
    """
    return next((o for o in others if o.id != session.id and _in_two_places(session, o)), None)


def _in_two_places(session: Session, other: Session) -> bool:
    """Whether one clinician has both sessions and they overlap in time."""
    if other.day != session.day or other.closed_on is not None:
        return False
    if _same(other.clinician) != _same(session.clinician):
        return False
    return span(other, 0)[0] < ends(session) and span(session, 0)[0] < ends(other)


def _same(name: str) -> str:
    return " ".join(name.casefold().split())


# --- A child's request for an appointment


class Question(StrEnum):
    """A reason that is asked for before a booking is made (RULES 6)."""

    BREACH = "breach"
    EARLY = "early"
    CLINICAL_NEED = "clinical_need"


@dataclass(frozen=True)
class Refused:
    """A rule refuses: one plain sentence saying what and, where something helps, what to do."""

    sentence: str


@dataclass(frozen=True)
class NeedsReason:
    """A rule asks for a reason: which question it answers, and the sentence that asks it."""

    question: Question
    sentence: str


Objection = Refused | NeedsReason


@dataclass(frozen=True)
class Ask:
    """One child's one open IHA, RHA or adoption medical, to be booked.

    `requirement` is None for an adoption medical and for another LA's request; those have no
    `episode` either where the child's is not known. `assessment` is the open one, if there is a
    record of it yet. `due` is the date shown, `limit` the last day in time; None: no such day.
    `reasons` answer the questions; `moving` is the booking that is to be moved.
    """

    case: Case
    kind: Kind
    rules: Rules
    today: date
    now: time = time.min
    episode: CareEpisode | None = None
    requirement: Requirement | None = None
    assessment: Assessment | None = None
    due: date | None = None
    limit: date | None = None
    reasons: Mapping[Question, str] = field(default_factory=dict)
    moving: Booking | None = None

    @property
    def who(self) -> str:
        """The child as the commands name them: `801/C-1`."""
        return f"{self.case.child.la}/{self.case.child.child_id}"

    @property
    def booking(self) -> Booking | None:
        """The open booking it has already, other than one being moved."""
        found = open_booking(self.case, self.assessment)
        return None if found is None or self.is_moving(found) else found

    @property
    def bookings(self) -> list[Booking]:
        """The child's open bookings of any kind, other than one being moved."""
        return [b for b in self.case.bookings if b.ending is None and not self.is_moving(b)]

    @property
    def earliest(self) -> date | None:
        """The first day that is neither before entry nor, for an RHA, earlier than is asked."""
        early = None if self.answered(Question.EARLY) else _first_usual_day(self)
        known = (self.episode.entered_care if self.episode else None, early)
        return max((day for day in known if day is not None), default=None)

    def answered(self, question: Question) -> bool:
        """Whether the reason has been given; blank text gives none."""
        recorded = self.assessment.clinical_need if self.assessment else ""
        fallback = recorded if question is Question.CLINICAL_NEED else ""
        return bool((self.reasons.get(question) or fallback).strip())

    def giving(self, reasons: Mapping[Question, str], now: time) -> Self:
        """The same at a local wall time, with these reasons given besides."""
        return replace(self, now=now, reasons={**self.reasons, **reasons})

    def moved(self, booking: Booking) -> Self:
        """The same for moving that booking: what it answered before stays answered."""
        assessment = next((a for a in self.case.assessments if a.id == booking.assessment), None)
        return replace(
            self,
            assessment=assessment,
            moving=booking,
            reasons={**reasons_of(booking), **self.reasons},
        )

    def is_moving(self, booking: Booking) -> bool:
        """Whether that is the booking to be moved."""
        return self.moving is not None and self.moving.id == booking.id


def reasons_of(booking: Booking) -> dict[Question, str]:
    """The reasons given when the booking was made."""
    given = {
        Question.BREACH: booking.reason,
        Question.EARLY: booking.early_reason,
        Question.CLINICAL_NEED: booking.clinical_need,
    }
    return {question: reason for question, reason in given.items() if reason}


def open_booking(case: Case, assessment: Assessment | None) -> Booking | None:
    """The assessment's booking that has not ended, if it has one."""
    if assessment is None:
        return None
    return next((b for b in case.bookings_of(assessment) if b.ending is None), None)


def open_assessment(case: Case, requirement: Requirement) -> Assessment | None:
    """The record of an unseen requirement: one that is booked, else the latest of its round."""
    episode = case.episode(requirement.episode)
    of_kind = case.assessments_of(episode, requirement.kind)
    booked = [a for a in of_kind if open_booking(case, a)]
    current = [a for a in pathway.assessments_behind(case, requirement) if a.completed is None]
    return next(reversed(booked or current), None)


def asks(case: Case, service: Service, today: date) -> list[Ask]:
    """Everything of a child that is open to book: requirements, then what LAs asked for.

    The unseen IHA and RHA of every episode not ended of a child of the service's; adoption
    medicals, and IHAs and RHAs of other LAs' children, that were requested and not done.
    """
    ours = service.la(case.child.la) is not None
    required = _required(case, service, today) if ours else ()
    return [*required, *_requested(case, service, today, ours)]


def asking(case: Case, kind: Kind, service: Service, today: date) -> Ask | Refused:
    """The child's one open ask of that kind, or why there is nothing to book (RULES 6)."""
    found = [ask for ask in asks(case, service, today) if ask.kind is kind]
    if found:
        return next((ask for ask in found if ask.booking is None), found[0])
    who = f"{case.child.la}/{case.child.child_id}"
    if kind is Kind.ADOPTION or service.la(case.child.la) is None:
        return Refused(f"{who} has no open request for an {KIND_NAMES[kind]}: record it first.")
    return Refused(f"{who} has no open {KIND_NAMES[kind]} to book.")


def ended(case: Case, episode: CareEpisode, today: date) -> bool:
    """Whether care has ended by the end of `today`; one announced and not begun has not."""
    end = case.end(episode)
    return end is not None and end <= today


def _required(case: Case, service: Service, today: date) -> Iterator[Ask]:
    """The unseen requirements of the child's episodes that have not ended."""
    rules = service.rules_for(case.child.la)
    calendar = service.calendar()
    for episode in case.episodes:
        if ended(case, episode, today):
            continue
        iha = pathway.iha(case, episode, rules, calendar, today)
        rhas = pathway.rhas(case, episode, rules, calendar, today)
        for requirement in ([iha] if iha else []) + rhas:
            if requirement.seen is None:
                yield Ask(
                    case,
                    requirement.kind,
                    rules,
                    today,
                    episode=episode,
                    requirement=requirement,
                    assessment=open_assessment(case, requirement),
                    due=requirement.due,
                    limit=requirement.limit,
                )


def _requested(case: Case, service: Service, today: date, ours: bool) -> Iterator[Ask]:
    """What LAs asked for beyond the requirements: requested and not done, in care still."""
    rules = service.rules_for(case.child.la)
    episodes = {episode.id: episode for episode in case.episodes}
    for assessment in case.assessments:
        if assessment.requested is None or assessment.completed is not None:
            continue
        episode = episodes.get(assessment.episode or 0)
        if _left(case, episode, today) or (ours and assessment.kind is not Kind.ADOPTION):
            continue
        due = None
        if assessment.kind is Kind.IHA and episode is not None:
            due = rules.iha_due.after(episode.entered_care, service.calendar())
        yield Ask(
            case,
            assessment.kind,
            rules,
            today,
            episode=episode,
            assessment=assessment,
            due=due,
            limit=due,
        )


def _left(case: Case, episode: CareEpisode | None, today: date) -> bool:
    """Whether the child's care is over, as far as is known: it ends at 18 in any case (law)."""
    if episode is not None:
        return ended(case, episode, today)
    dob = case.child.dob
    return dob is not None and birthday(dob, ADULT_AGE) <= today


# --- What stands in the way


def check(ask: Ask, slot: Slot, diary: Diary) -> Objection | None:
    """The first rule that stands between a child and a slot of a session, or None (RULES 6).

    Refusals come before questions. `diary` has that day's sessions and bookings, and the
    sessions of the child's own open bookings.
    """
    return _first_objection(_SLOT_RULES, ask, slot, diary)


def check_visit(ask: Ask, visit: Session, diary: Diary) -> Objection | None:
    """The same for a visit that is to be made: `visit` is its session, not yet kept."""
    slot = Slot.of(visit, 0, ask.rules)
    return _first_objection(_VISIT_RULES, ask, slot, diary)


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
    return Refused(f"{slot.name} is in a session closed on {_day_name(closed_on)}.")


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
        kept, until = _listed(session.kept_for), _day_name(slot.protected_until)
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
    clinician = _same(slot.session.clinician)
    for booking in diary.occupying(slot.day):
        session = diary.sessions.get(booking.session)
        if session is None or session.id == slot.session.id or ask.is_moving(booking):
            continue
        if _same(session.clinician) == clinician and diary.overlaps(booking, slot):
            where = diary.name(booking)
            return Refused(f"{slot.session.clinician} is booked elsewhere at that time: {where}.")
    return None


def _clinician_has_session(_ask: Ask, slot: Slot, diary: Diary) -> Refused | None:
    other = clash(slot.session, diary.sessions.values())
    if other is None:
        return None
    where = _name(other, span(other, 0)[0])
    return Refused(f"{slot.session.clinician} has a session at that time: {where}.")


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
    entered = _day_name(ask.episode.entered_care)
    return Refused(f"{slot.name} is before {ask.who} enters care on {entered}.")


def _without_papers(ask: Ask, _slot: Slot, _diary: Diary) -> Refused | None:
    """The pilot rule, an IHA on notification alone, can be switched off (RULES 5)."""
    if ask.rules.book_before_paperwork or ask.kind is not Kind.IHA or ask.episode is None:
        return None
    lacking = [] if ask.case.consents_of(ask.episode) else ["consent"]
    lacking += ["Part A"] if ask.episode.part_a is None else []
    if not lacking:
        return None
    return Refused(f"{ask.who} has no {' and no '.join(lacking)} yet: an IHA is booked after it.")


def _clinical_need(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    by_doctor = ask.kind is Kind.RHA and slot.session.role in DOCTORS
    if not by_doctor or ask.answered(Question.CLINICAL_NEED):
        return None
    sentence = f"{slot.name} is a doctor's slot: give the clinical need for an RHA with a doctor."
    return NeedsReason(Question.CLINICAL_NEED, sentence)


def _late(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    if ask.limit is None or slot.day <= ask.limit or ask.answered(Question.BREACH):
        return None
    over = _days((slot.day - ask.limit).days)
    sentence = f"{slot.name} is {over} after {_day_name(ask.limit)}, the last day in time"
    return NeedsReason(Question.BREACH, f"{sentence} for the {KIND_NAMES[ask.kind]}: say why.")


def _early(ask: Ask, slot: Slot, _diary: Diary) -> NeedsReason | None:
    first = _first_usual_day(ask)
    if first is None or slot.day >= first or ask.due is None or ask.answered(Question.EARLY):
        return None
    sentence = f"{slot.name} is more than {RHA_NOTICE_MONTHS} months before the RHA is due"
    return NeedsReason(Question.EARLY, f"{sentence} on {_day_name(ask.due)}: say why so early.")


def _first_usual_day(ask: Ask) -> date | None:
    """The first day on which an RHA is not early: 3 months before it is due (seed)."""
    if ask.kind is not Kind.RHA or ask.due is None:
        return None
    return add_months(ask.due, -RHA_NOTICE_MONTHS)


_OF_THE_CHILD: tuple[Rule, ...] = (_booked_already, _child_elsewhere, _before_entry)
_QUESTIONS: tuple[Rule, ...] = (_clinical_need, _late, _early)
_SLOT_RULES: tuple[Rule, ...] = (
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
    _past,
    _wrong_role,
    _clinician_has_session,
    *_OF_THE_CHILD,
    *_QUESTIONS,
)


def _listed(kinds: Collection[Kind]) -> str:
    """Kinds in a sentence: `IHAs and adoption medicals`."""
    return " and ".join(f"{KIND_NAMES[kind]}s" for kind in kinds) or "nothing"


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


# --- Suggestions


@dataclass(frozen=True)
class Suggestion:
    """A slot that suits, why in a few words, and whether it is in time."""

    slot: Slot
    why: str
    on_time: bool


def best(
    slots: Iterable[Slot], limit: date | None, locality: str, n: int = SUGGESTED
) -> list[Suggestion]:
    """The best slots: on time first, then in the child's locality, then the earliest (RULES 6).

    `limit` is the last day in time; where there is none, every slot is.
    """
    return [_suggestion(slot, limit, locality) for slot in _ranked(slots, limit, locality)[:n]]


def suggest(
    ask: Ask, slots: Iterable[Slot], diary: Diary, locality: str, n: int = SUGGESTED
) -> list[Suggestion]:
    """The best free slots that nothing stands in the way of but, where it must be, the breach.

    `slots` are free ones that serve the kind; `diary` is as for `check`, for all their days.
    """
    ranked = _ranked(_not_early(ask, slots), ask.limit, locality)
    fit = (slot for slot in ranked if _only_late(check(ask, slot, diary)))
    return [_suggestion(slot, ask.limit, locality) for slot in islice(fit, n)]


def no_slot_in_time(slots: Iterable[Slot], limit: date | None) -> bool:
    """Whether none of the free suitable slots stands on or before the last day in time.

    What the desk records as `no_capacity` when booking is first tried (RULES 7). False where
    there is no such day.
    """
    return limit is not None and all(slot.day > limit for slot in slots)


def _not_early(ask: Ask, slots: Iterable[Slot]) -> Iterable[Slot]:
    """The slots worth a closer look: not too early, and a doctor's for an RHA only in need."""
    first = ask.earliest or ask.today
    any_role = ask.kind is not Kind.RHA or ask.answered(Question.CLINICAL_NEED)
    return [s for s in slots if s.day >= first and (any_role or s.session.role is Role.NURSE)]


def _only_late(objection: Objection | None) -> bool:
    if isinstance(objection, NeedsReason):
        return objection.question is Question.BREACH
    return objection is None


def _ranked(slots: Iterable[Slot], limit: date | None, locality: str) -> list[Slot]:
    """All the slots, best first."""
    own = locality.casefold()
    last = limit or date.max
    return sorted(
        slots,
        key=lambda s: (
            s.session.day > last,
            s.session.locality.casefold() != own,
            s.starts,
            s.session.locality,
            s.session.id,
            s.index,
        ),
    )


def _suggestion(slot: Slot, limit: date | None, locality: str) -> Suggestion:
    on_time = limit is None or slot.day <= limit
    near = slot.locality.casefold() == locality.casefold()
    where = "in the child's own locality" if near else f"in {slot.locality}"
    return Suggestion(slot, f"{_timing(slot, limit)}, {where}", on_time)


def _timing(slot: Slot, limit: date | None) -> str:
    """How a slot stands to the last day in time, in a few words."""
    if limit is None:
        return "no due date"
    spare = (limit - slot.day).days
    if spare < 0:
        return f"{_days(-spare)} late"
    return f"on time with {_days(spare)} to spare" if spare else "on time on the last day"


# --- Papers and visits


def provisional(case: Case, episode: CareEpisode | None) -> bool:
    """Whether a booking now is provisional: demographics, consent or Part A are awaited."""
    if episode is None:
        return False
    papers = (episode.demographics, episode.part_a)
    return None in papers or not case.consents_of(episode)


def papers_due(episode: CareEpisode, rules: Rules, calendar: Calendar) -> date:
    """The day by which the papers of a provisional booking are due: counted from entry (seed)."""
    return rules.paperwork_within.after(episode.entered_care, calendar)


def home_locality(case: Case, service: Service, day: date) -> str:
    """Where the child's clinics are: where they are placed on the day, else their LA's locality.

    Empty where another LA's child has no known placement.
    """
    placement = case.placement_at(day)
    if placement is not None and placement.placed_in:
        return placement.placed_in
    la = service.la(case.child.la)
    return "" if la is None else la.locality


def visit_session(
    starts: datetime, minutes: int, clinician: str, place: Place, locality: str
) -> Session:
    """The one-slot session of a nurse's visit for an RHA; `starts` is local wall time."""
    return Session(
        day=starts.date(),
        start=starts.time(),
        slots=1,
        minutes=minutes,
        locality=locality,
        venue=place.value,
        clinician=clinician,
        role=Role.NURSE,
        purposes=(Kind.RHA,),
        place=place,
    )
