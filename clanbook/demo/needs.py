"""What is open in the present: assessments not done yet, due within three months or overdue."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clanbook.caseload import ADULT_AGE
from clanbook.dates import add_months, age, birthday
from clanbook.demo.chance import Chance, weekday_from
from clanbook.demo.families import Now
from clanbook.demo.lives import OLD_ENOUGH_TO_REFUSE, Life, Visit, iha_due
from clanbook.demo.plan import LOCALITY, YOUNGER
from clanbook.records import Kind

AHEAD_MONTHS = 3
"""How long before it is due a review is asked for (seed)."""

_ADOPTIONS = 9
_PANEL_IN = timedelta(70)


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

    def may_refuse(self, now: Now) -> bool:
        """Whether it has been on offer for a while to somebody old enough to refuse."""
        offered = self.since < now.latest - timedelta(9)
        grown = age(self.life.dob, self.since) >= OLD_ENOUGH_TO_REFUSE
        return offered and grown and self.life.la in LOCALITY


def need_of(life: Life, visit: Visit) -> Need:
    """The need that a visit answers: bookable once the request and its troubles are known.

    A review's due date is right to within days: it was asked for three months before.
    """
    due = add_months(visit.requested, AHEAD_MONTHS)
    if visit.kind is Kind.IHA:
        due = iha_due(life)
    happened = [day for day in visit.trouble.values() if isinstance(day, date)]
    since = max([visit.requested, *(day + timedelta(3) for day in happened)])
    return Need(life, visit, due, next_weekday(since))


def needs(life: Life, now: Now) -> Iterator[Need]:
    """What is open of a child in care and ours to do; a review coming up is asked for here."""
    if not life.own_locality or not life.in_care(now.latest):
        return
    coming = _coming(life, now)
    if coming is not None:
        life.visits.append(coming)
    for visit in life.visits:
        if visit.completed is None and "refused_on" not in visit.trouble:
            visit.booked = not visit.trouble
            yield need_of(life, visit)


def adoptions(lives: Iterable[Life], now: Now, chance: Chance) -> Iterator[Need]:
    """Medicals asked for by the adoption panel: of young children settled in care."""
    able = [life for life in lives if _adoptable(life, now)]
    for life in chance.sample(able, min(_ADOPTIONS, len(able))):
        asked = chance.weekday(now.latest - timedelta(48), now.latest - timedelta(8))
        visit = Visit(Kind.ADOPTION, asked, booked=True)
        life.visits.append(visit)
        yield Need(life, visit, asked + _PANEL_IN, next_weekday(asked))


def next_weekday(day: date) -> date:
    """The first weekday after a day: what was typed in on the day is known by then."""
    return weekday_from(day + timedelta(1))


def _coming(life: Life, now: Now) -> Visit | None:
    """The next review, once it has been asked for."""
    if life.la not in LOCALITY or any(visit.completed is None for visit in life.visits):
        return None
    due = life.due_after(max(visit.completed for visit in life.visits if visit.completed))
    asked = weekday_from(add_months(due, -AHEAD_MONTHS))
    if asked > now.latest or due >= birthday(life.dob, ADULT_AGE):
        return None
    return Visit(Kind.RHA, asked)


def _adoptable(life: Life, now: Now) -> bool:
    return (
        life.in_care(now.latest)
        and life.own_locality
        and life.la in LOCALITY
        and life.band(now.today) == YOUNGER
        and life.entered < now.today - timedelta(120)
    )
