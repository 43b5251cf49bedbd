"""The demonstration of the present: a caseload at work, relative to the day it is made.

The children's histories are typed in as rows. What happened in the clinics of the last eight
weeks, and what is booked ahead, goes through the desk's own bookings.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from clanbook.caseload import ADULT_AGE
from clanbook.dates import add_months, age, birthday
from clanbook.demo import clinics
from clanbook.demo.chance import Chance, weekday_from, weekday_until
from clanbook.demo.clinics import WEEKS, Openings
from clanbook.demo.families import Now, families
from clanbook.demo.lives import OLD_ENOUGH_TO_REFUSE, Life, Visit
from clanbook.demo.plan import LOCALITY, YOUNGER
from clanbook.demo.script import Act, Book, Call, End, Entry, Refuse, Step, VisitHome, at, loads
from clanbook.demo.writing import EVERY_WEEKDAY, Writer
from clanbook.records import Ending, Kind, Place
from clanbook.settings import DEFAULT

UNBOOKED = 24
"""How many that could be booked are left for whoever tries the program."""

AHEAD_MONTHS = 3
_BEHIND = timedelta(weeks=WEEKS)
_PLACES = {Place.HOME: 12, Place.SCHOOL: 4, Place.VIDEO: 1}
_FAILURES = {
    Ending.NOT_BROUGHT: 5,
    Ending.CANCELLED_BY_CARER: 3,
    Ending.CANCELLED_BY_YOUNG_PERSON: 1,
    Ending.CANCELLED_BY_CLINIC: 3,
}
_PAPERS_TAKE = 7
_NEARLY = timedelta(4)
_ADOPTIONS = 9
_REFUSALS = {Kind.IHA: 3, Kind.RHA: 3}
_FAILED = sum(_FAILURES.values())
_AWAITING = 0.09
_LATE = "no slot was free in time"


@dataclass(eq=False)
class Need:
    """An assessment not done yet: its due date, and the first day it could be booked."""

    life: Life
    visit: Visit
    due: date
    since: date

    @property
    def child(self) -> tuple[str, str]:
        """The child as the desk finds them."""
        return self.life.la, self.life.child_id

    @property
    def locality(self) -> str:
        """Where the child lives, whose clinics are nearest."""
        return self.life.placed_in


@dataclass(frozen=True)
class Given:
    """An appointment given: the day it is on, and the act that books it."""

    day: date
    act: Act


def steps(seed: int, today: date) -> list[Step]:
    """Everything that was done until the last weekday before today, in the order of time."""
    return Present(seed, today).steps()


class Present:
    """Makes the caseload of one day."""

    def __init__(self, seed: int, today: date) -> None:
        """Draw everything from the seed and the day."""
        self.now = Now(today)
        self._chance = Chance(f"{seed} {today.isoformat()}")
        self._calendar = DEFAULT.calendar()
        self._held = list(clinics.sessions(today, self._calendar))
        self._openings = Openings(self._held, self._calendar)
        self._steps: list[Step] = []

    def steps(self) -> list[Step]:
        """The whole script."""
        lives = families(self.now, self._chance)
        for life in lives:
            self._relive(life)
        needs = [need for life in lives for need in self._needs(life)]
        needs += self._adoptions(lives)
        self._refusals(needs)
        self._give(needs)
        begun = min(life.entered for life in lives)
        writer = Writer(self._chance, begun, EVERY_WEEKDAY)
        entries = [entry for life in lives for entry in writer.entries(life)]
        entries += clinics.rows(self._held, self.now.latest)
        return sorted([*loads(self._known(entries)), *self._steps], key=lambda step: step.at)

    def _known(self, entries: Sequence[Entry]) -> Iterator[Entry]:
        return (entry for entry in entries if entry.day <= self.now.latest)

    # -- what is open --------------------------------------------------------------------------

    def _needs(self, life: Life) -> Iterator[Need]:
        """What is open of a child in care and ours to do: what is due within three months."""
        if not life.own_locality or not life.in_care(self.now.latest):
            return
        for visit in life.visits:
            if visit.completed is None and "refused_on" not in visit.trouble:
                yield self._open(life, visit)
        coming = self._coming(life)
        if coming is not None:
            life.visits.append(coming)
            yield self._open(life, coming)

    def _open(self, life: Life, visit: Visit) -> Need:
        happened = [day for day in visit.trouble.values() if isinstance(day, date)]
        visit.booked = not happened
        since = max([visit.requested, *(day + timedelta(3) for day in happened)])
        return Need(life, visit, _due(life, visit), _next_weekday(since))

    def _coming(self, life: Life) -> Visit | None:
        """The next review, once it has been asked for."""
        if life.la not in LOCALITY or any(visit.completed is None for visit in life.visits):
            return None
        due = life.due_after(max(visit.completed for visit in life.visits if visit.completed))
        asked = weekday_from(add_months(due, -AHEAD_MONTHS))
        if asked > self.now.latest or due >= birthday(life.dob, ADULT_AGE):
            return None
        return Visit(Kind.RHA, asked)

    def _adoptions(self, lives: Sequence[Life]) -> Iterator[Need]:
        """Medicals asked for by the adoption panel: of young children settled in care."""
        able = [
            life
            for life in lives
            if life.in_care(self.now.latest)
            and life.own_locality
            and life.la in LOCALITY
            and life.band(self.now.today) == YOUNGER
            and life.entered < self.now.today - timedelta(120)
        ]
        for life in self._chance.sample(able, min(_ADOPTIONS, len(able))):
            first = self.now.latest - timedelta(48)
            asked = self._chance.weekday(first, self.now.latest - timedelta(8))
            visit = Visit(Kind.ADOPTION, asked, booked=True)
            life.visits.append(visit)
            yield Need(life, visit, asked + timedelta(70), _next_weekday(asked))

    def _refusals(self, needs: list[Need]) -> None:
        """A few young people refuse: their needs are not booked for now."""
        for kind, number in _REFUSALS.items():
            able = [need for need in needs if need.visit.kind is kind and self._may_refuse(need)]
            for need in self._chance.sample(able, min(number, len(able))):
                on = self._chance.weekday(need.since + timedelta(2), self.now.latest)
                self._do(Refuse(need.child, kind, on), on, 13)
                needs.remove(need)

    def _may_refuse(self, need: Need) -> bool:
        offered = need.since < self.now.latest - timedelta(9)
        grown = age(need.life.dob, need.since) >= OLD_ENOUGH_TO_REFUSE
        return offered and grown and need.life.la in LOCALITY

    # -- what is given -------------------------------------------------------------------------

    def _give(self, needs: list[Need]) -> None:
        """Let some be seen, some not brought, some await an outcome, and book most of the rest."""
        self._chance.shuffle(needs)
        waiting = [need for need in needs if not self._seen_already(need)]
        failing = iter(waiting[:_FAILED])
        for ending, number in _FAILURES.items():
            for _ in range(number):
                self._fail(next(failing), ending)
        waiting = [need for need in waiting if not self._awaits(need)]
        for need in waiting[:UNBOOKED]:
            self._call(need)
        for need in sorted(waiting[UNBOOKED:], key=lambda need: need.due):
            self._ahead(need)

    def _seen_already(self, need: Need) -> bool:
        """The longer in care, the likelier the first assessment has been done."""
        days = (self.now.today - need.life.entered).days
        share = 0.85 if days >= 42 else 0.6 if days >= 28 else 0.4 if days >= 16 else 0.0
        if need.visit.kind is Kind.ADOPTION:
            share = 0.3
        elif need.visit.kind is not Kind.IHA:
            return False
        if not self._chance.sometimes(share):
            return False
        return self._see(need, need.since + timedelta(5), self.now.latest)

    def _fail(self, need: Need, ending: Ending) -> None:
        """An appointment of the last weeks that came to nothing."""
        last = self.now.latest
        given = self._appointment(need, max(need.since + timedelta(4), last - timedelta(40)), last)
        if given is None:
            return
        kind, day = need.visit.kind, given.day
        if ending is not Ending.NOT_BROUGHT:
            day = weekday_until(day - timedelta(1))
        self._do(given.act, self._booked_on(need, day), 12)
        self._do(End(need.child, kind, ending, day), day, 17, 50)
        need.since = _next_weekday(day)

    def _awaits(self, need: Need) -> bool:
        """Some appointments of the last days still await their outcome."""
        if not self._chance.sometimes(_AWAITING):
            return False
        last = self.now.latest
        given = self._appointment(need, max(need.since + timedelta(1), last - timedelta(5)), last)
        if given is None:
            return False
        self._do(given.act, self._booked_on(need, given.day), 12)
        return True

    def _call(self, need: Need) -> None:
        """Somebody tried to reach the carer of some who are not booked."""
        if need.since < self.now.latest and self._chance.sometimes(0.3):
            on = self._chance.weekday(
                max(need.since, self.now.latest - timedelta(7)), self.now.latest
            )
            self._do(Call(need.child, need.visit.kind, on, self._chance.sometimes(0.4)), on, 13, 30)

    def _ahead(self, need: Need) -> None:
        """Book an appointment to come: in time where there is one, else as soon as there is."""
        if need.since > self.now.latest:
            return
        today, due = self.now.today, need.due
        in_time = max(today, due - timedelta(40 if need.visit.kind is Kind.RHA else 60))
        given = self._appointment(need, in_time, due) or self._appointment(
            need, max(today, due), today + _BEHIND
        )
        if given is not None:
            self._do(given.act, self._booked_on(need, given.day), 12)

    # -- the last eight weeks ------------------------------------------------------------------

    def _relive(self, life: Life) -> None:
        """Let what was done in the last weeks have been booked at the desk."""
        if not life.own_locality:
            return
        for visit in life.visits:
            seen = visit.completed
            if seen is None or seen <= self.now.today - _BEHIND + timedelta(14):
                continue
            need = Need(life, visit, _due(life, visit), _next_weekday(visit.requested))
            self._see(need, seen - timedelta(6), min(seen, self.now.latest))

    def _see(self, need: Need, first: date, last: date) -> bool:
        """Let the child be seen in a span of days past, if there was an appointment to be had."""
        consent = need.life.consent
        if consent is None:
            return False
        # By then the consent has been typed in, without which nobody is seen.
        given = self._appointment(need, max(first, consent + timedelta(_PAPERS_TAKE)), last)
        if given is None:
            return False
        need.visit.completed, need.visit.booked, need.visit.trouble = given.day, True, {}
        self._attended(need, given)
        return True

    def _attended(self, need: Need, given: Given) -> None:
        self._do(given.act, self._booked_on(need, given.day), 12)
        ending = End(need.child, need.visit.kind, Ending.ATTENDED, given.day)
        self._do(ending, given.day, 17, 40)

    def _appointment(self, need: Need, first: date, last: date) -> Given | None:
        """An appointment for this need in a span of days, if there is one to be had."""
        first = max(first, weekday_from(need.since + timedelta(1)))
        if last < first:
            return None
        kind = need.visit.kind
        in_clinic = kind is not Kind.RHA or self._chance.sometimes(0.3)
        if in_clinic:
            slot = self._openings.slot(kind, need.locality, first, last)
            if slot is not None:
                reason = _LATE if slot.day > need.due - _NEARLY else ""
                act = Book(need.child, kind, slot.session, slot.index, reason)
                return Given(slot.day, act)
        return self._visit(need, first, last) if kind is Kind.RHA else None

    def _visit(self, need: Need, first: date, last: date) -> Given | None:
        home = self._openings.visit(need.locality, first, last, self._chance)
        if home is None:
            return None
        place = self._chance.weighted(_PLACES)
        reason = _LATE if home.day > need.due - _NEARLY else ""
        return Given(
            home.day, VisitHome(need.child, home.day, home.start, home.nurse, place, reason)
        )

    def _booked_on(self, need: Need, day: date) -> date:
        """The weekday on which an appointment was given: days or weeks before it."""
        latest = min(day - timedelta(1), self.now.latest)
        return self._chance.weekday(max(need.since, latest - timedelta(18)), latest)

    def _do(self, act: Act, day: date, hour: int, minute: int = 0) -> None:
        self._steps.append(Step(at(day, hour, minute), act))


def _next_weekday(day: date) -> date:
    """The first weekday after a day: what was typed in on the day is known by then."""
    return weekday_from(day + timedelta(1))


def _due(life: Life, visit: Visit) -> date:
    """When an assessment is due, to within days: a review is asked for three months before."""
    if visit.kind is Kind.IHA:
        return life.entered + timedelta(28)
    return add_months(visit.requested, AHEAD_MONTHS)
