"""The demonstration of the present: a caseload at work, relative to the day it is made.

The children's histories are typed in as rows. What happened in the clinics of the last eight
weeks, and what is booked ahead, goes through the desk's own bookings.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from clanbook.demo import clinics
from clanbook.demo.appointments import Appointments, Given
from clanbook.demo.chance import Chance, weekday_until
from clanbook.demo.clinics import WEEKS, Openings
from clanbook.demo.families import Now, families
from clanbook.demo.lives import Life
from clanbook.demo.needs import Need, adoptions, need_of, needs, next_weekday
from clanbook.demo.script import Act, Call, End, Entry, Refuse, Step, at, loads
from clanbook.demo.writing import EVERY_WEEKDAY, Writer
from clanbook.records import Ending, Kind
from clanbook.settings import DEFAULT

UNBOOKED = 24
"""How many that could be booked are left for whoever tries the program."""

_SPAN = timedelta(weeks=WEEKS)
_FAILURES = {
    Ending.NOT_BROUGHT: 5,
    Ending.CANCELLED_BY_CARER: 3,
    Ending.CANCELLED_BY_YOUNG_PERSON: 1,
    Ending.CANCELLED_BY_CLINIC: 3,
}
_FAILED = sum(_FAILURES.values())
_REFUSALS = {Kind.IHA: 3, Kind.RHA: 3}
_AWAITING = 0.09
_PAPERS_TAKE = timedelta(7)
_ADOPTIONS_SEEN = 0.3


def steps(seed: int, today: date) -> list[Step]:
    """Everything that was done until the last weekday before today, in the order of time."""
    return Present(seed, today).steps()


class Present:
    """Makes the caseload of one day."""

    def __init__(self, seed: int, today: date) -> None:
        """Draw everything from the seed and the day."""
        self.now = Now(today)
        self._chance = Chance(f"{seed} {today.isoformat()}")
        calendar = DEFAULT.calendar()
        self._held = list(clinics.sessions(today, calendar))
        openings = Openings(self._held, calendar)
        self._appointments = Appointments(openings, self.now, self._chance)
        self._steps: list[Step] = []

    def steps(self) -> list[Step]:
        """The whole script."""
        lives = families(self.now, self._chance)
        for life in lives:
            self._relive(life)
        waiting = [need for life in lives for need in needs(life, self.now)]
        waiting += adoptions(lives, self.now, self._chance)
        self._refuse(waiting)
        self._give(waiting)
        typed = loads(self._typed(lives))
        return sorted([*typed, *self._steps], key=lambda step: step.at)

    def _typed(self, lives: Sequence[Life]) -> Iterator[Entry]:
        """What was typed in by the last weekday: lives as they have become, and the rota."""
        begun = min(life.entered for life in lives)
        writer = Writer(self._chance, begun, EVERY_WEEKDAY)
        entries = [entry for life in lives for entry in writer.entries(life)]
        entries += clinics.rows(self._held, self.now.latest)
        return (entry for entry in entries if entry.day <= self.now.latest)

    def _do(self, act: Act, day: date, hour: int, minute: int = 0) -> None:
        self._steps.append(Step(at(day, hour, minute), act))

    def _book(self, need: Need, given: Given, before: date) -> None:
        self._do(given.act, self._appointments.booked_on(need, before), 12)

    # -- the last eight weeks ------------------------------------------------------------------

    def _relive(self, life: Life) -> None:
        """Let what was done in the last weeks have been booked at the desk."""
        if not life.own_locality:
            return
        for visit in life.visits:
            seen = visit.completed
            if seen is not None and seen > self.now.today - _SPAN + timedelta(14):
                visit.trouble = {}
                last = min(seen, self.now.latest)
                self._see(need_of(life, visit), seen - timedelta(6), last)

    def _see(self, need: Need, first: date, last: date) -> bool:
        """Let the child be seen in a span of days past, if there was an appointment to be had."""
        consent = need.life.consent
        if consent is None:
            return False
        # By then the consent has been typed in, without which nobody is seen.
        given = self._appointments.give(need, max(first, consent + _PAPERS_TAKE), last)
        if given is None:
            return False
        need.visit.completed, need.visit.booked, need.visit.trouble = given.day, True, {}
        self._book(need, given, given.day)
        ending = End(need.child, need.visit.kind, Ending.ATTENDED, given.day)
        self._do(ending, given.day, 17, 40)
        return True

    def _refuse(self, waiting: list[Need]) -> None:
        """A few young people refuse: their needs are not booked for now."""
        for kind, number in _REFUSALS.items():
            able = [n for n in waiting if n.visit.kind is kind and n.may_refuse(self.now)]
            for need in self._chance.sample(able, min(number, len(able))):
                on = self._chance.weekday(need.since + timedelta(2), self.now.latest)
                self._do(Refuse(need.child, kind, on), on, 13)
                waiting.remove(need)

    # -- what is given -------------------------------------------------------------------------

    def _give(self, open_needs: list[Need]) -> None:
        """Let some be seen, some not brought, some await an outcome, and book most of the rest."""
        self._chance.shuffle(open_needs)
        waiting = [need for need in open_needs if not self._seen_already(need)]
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
        """Let the child be seen: a first assessment the likelier, the longer in care."""
        shares = {Kind.ADOPTION: _ADOPTIONS_SEEN, Kind.RHA: 0.0}
        days = (self.now.today - need.life.entered).days
        if not self._chance.sometimes(shares.get(need.visit.kind, _share_seen(days))):
            return False
        return self._see(need, need.since + timedelta(5), self.now.latest)

    def _fail(self, need: Need, ending: Ending) -> None:
        """An appointment of the last weeks that came to nothing."""
        last = self.now.latest
        first = max(need.since + timedelta(4), last - timedelta(40))
        given = self._appointments.give(need, first, last)
        if given is None:
            return
        kind, day = need.visit.kind, given.day
        if ending is not Ending.NOT_BROUGHT:
            day = weekday_until(day - timedelta(1))
        self._book(need, given, day)
        self._do(End(need.child, kind, ending, day), day, 17, 50)
        need.since = next_weekday(day)

    def _awaits(self, need: Need) -> bool:
        """Some appointments of the last days still await their outcome."""
        if not self._chance.sometimes(_AWAITING):
            return False
        last = self.now.latest
        given = self._appointments.give(need, last - timedelta(5), last)
        if given is None:
            return False
        self._book(need, given, given.day)
        return True

    def _call(self, need: Need) -> None:
        """Somebody tried to reach the carer of some who are not booked."""
        latest = self.now.latest
        if need.since < latest and self._chance.sometimes(0.3):
            on = self._chance.weekday(max(need.since, latest - timedelta(7)), latest)
            reached = self._chance.sometimes(0.4)
            self._do(Call(need.child, need.visit.kind, on, reached), on, 13, 30)

    def _ahead(self, need: Need) -> None:
        """Book an appointment to come: in time where there is one, else as soon as there is."""
        if need.since > self.now.latest:
            return
        today, due = self.now.today, need.due
        in_time = max(today, due - timedelta(40 if need.visit.kind is Kind.RHA else 60))
        given = self._appointments.give(need, in_time, due)
        given = given or self._appointments.give(need, max(today, due), today + _SPAN)
        if given is not None:
            self._book(need, given, given.day)


def _share_seen(days: int) -> float:
    """The share of children so many days in care whose first assessment is done."""
    return 0.85 if days >= 42 else 0.6 if days >= 28 else 0.4 if days >= 16 else 0.0
