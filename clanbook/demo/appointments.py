"""Appointments of the present: who is given which slot or visit, and when it was booked."""

from dataclasses import dataclass
from datetime import date, timedelta

from clanbook.demo.chance import Chance
from clanbook.demo.clinics import Openings
from clanbook.demo.families import Now
from clanbook.demo.needs import Need, next_weekday
from clanbook.demo.script import Act, Book, VisitHome
from clanbook.records import Kind, Place

_PLACES = {Place.HOME: 12, Place.SCHOOL: 4, Place.VIDEO: 1}
_IN_CLINIC = 0.3
_BOOKED_AHEAD = timedelta(18)
_NEARLY = timedelta(4)
_LATE = "no slot was free in time"


@dataclass(frozen=True)
class Given:
    """An appointment given: the day it is on, and the act that books it."""

    day: date
    act: Act


class Appointments:
    """Gives appointments out of what is free."""

    def __init__(self, openings: Openings, now: Now, chance: Chance) -> None:
        """Give out of `openings`, as things stand on a day."""
        self._openings = openings
        self._now = now
        self._chance = chance

    def give(self, need: Need, first: date, last: date) -> Given | None:
        """An appointment for this need in a span of days, if there is one to be had.

        Reviews are mostly visits, the others are always in a clinic.
        """
        first = max(first, next_weekday(need.since))
        review = need.visit.kind is Kind.RHA
        given = None
        if not review or self._chance.sometimes(_IN_CLINIC):
            given = self._slot(need, first, last)
        if review and given is None:
            given = self._visit(need, first, last)
        return given

    def booked_on(self, need: Need, day: date) -> date:
        """The weekday on which an appointment was given: days or weeks before it."""
        latest = min(day - timedelta(1), self._now.latest)
        return self._chance.weekday(max(need.since, latest - _BOOKED_AHEAD), latest)

    def _slot(self, need: Need, first: date, last: date) -> Given | None:
        slot = self._openings.slot(need.visit.kind, need.locality, first, last)
        if slot is None:
            return None
        reason = _why_late(need, slot.day)
        act = Book(need.child, need.visit.kind, slot.session, slot.index, reason)
        return Given(slot.day, act)

    def _visit(self, need: Need, first: date, last: date) -> Given | None:
        home = self._openings.visit(need.locality, first, last, self._chance)
        if home is None:
            return None
        place, reason = self._chance.weighted(_PLACES), _why_late(need, home.day)
        act = VisitHome(need.child, home.day, home.start, home.nurse, place, reason)
        return Given(home.day, act)


def _why_late(need: Need, day: date) -> str:
    """The reason for a day after the due date, which the need knows to within days."""
    return _LATE if day > need.due - _NEARLY else ""
