"""The children long in care: entered with their history, reviewed year after year.

They fill what the plan's review cells still want once those who came into care have had theirs.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from clanbook.dates import Quarter, add_months, age
from clanbook.demo import entry
from clanbook.demo.chance import Chance, weekday_until
from clanbook.demo.lives import Life, Visit, follow, see
from clanbook.demo.plan import (
    BANDS,
    BRISTOL,
    CLOSED,
    COUNTED,
    DEPARTED,
    JULY_CYCLE,
    LAS,
    NORTH_SOMERSET,
    Q1,
    Q3,
    SDQ_DUE,
    SOUTH_GLOS,
    TAKEN_ON,
    YOUNGER,
)
from clanbook.demo.reviews import Reviews
from clanbook.records import Kind

_SDQ_SINCE = date(2017, 7, 1)
_UNCOUNTED_UNTIL = date(2017, 9, 28)
_IHA_UNTIL = date(2017, 7, 10)
_JULY_TO = date(2018, 9, 4)

_AGES = {5: 2.0, 6: 3.0, 7: 3.0, 8: 3.5, 9: 4.0, 10: 5.0, 11: 6.0, 12: 7.0, 13: 8.0, 14: 9.0}
_OLDER_AGES = {**_AGES, 15: 9.0, 16: 8.0, 17: 6.0}
"""How often each age is met among those long in care when their review is due."""

_TIMES = {0: 1.0, 1: 2.0, 2: 5.0, 3: 3.0, 4: 2.0}
"""How often a child long in care has had so many reviews before the last."""

_FIRST_SEEN = {NORTH_SOMERSET: (18, 42), BRISTOL: (24, 80), SOUTH_GLOS: (18, 50)}
"""How many days after entry those long in care were first seen, soonest and latest."""

_TRIES = 400


class PlanError(Exception):
    """The plan cannot be filled: a cell wants a review that no child can have."""


def standing(reviews: Reviews, chance: Chance) -> Iterator[Life]:
    """Children whose reviews fill the plan's cells, quarter by quarter."""
    for quarter in COUNTED:
        for la in LAS:
            for band in BANDS:
                yield from _fill(la, quarter, band, reviews, chance)


def departed(reviews: Reviews, chance: Chance) -> Iterator[Life]:
    """Children long in care when the record began, who had left before the counted quarters."""
    for la, number in DEPARTED.items():
        for _ in range(number):
            due = chance.day(TAKEN_ON, Q3.start - timedelta(60))
            life = _older(la, due, chance.weighted(_OLDER_AGES), chance)
            _stay(life, due + timedelta(12), 150, chance)
            life.leave(chance.day(due + timedelta(12), Q3.start - timedelta(1)))
            follow(life, _last_seen(life), reviews, chance)
            yield life


def july(la: str, number: int, reviews: Reviews, chance: Chance) -> Iterator[Life]:
    """Children reviewed each July to September, in care on 30 June 2018 for a year and more."""
    for _ in range(number):
        due = chance.day(Q1.next().start + timedelta(2), _JULY_TO)
        years = int(chance.weighted({n: w for n, w in _OLDER_AGES.items() if 7 <= n <= 16}))
        life = _older(la, due, min(years, 15), chance)
        _stay(life, Q1.end + timedelta(10), 900, chance)
        follow(life, _last_seen(life), reviews, chance)
        yield life


def july_numbers(lives: list[Life]) -> dict[str, int]:
    """How many such children each LA needs; Bristol's make up the questionnaires due."""
    bristols = sum(1 for life in lives if life.la == BRISTOL and owes_sdq(life, Q1))
    return {**JULY_CYCLE, BRISTOL: SDQ_DUE - bristols}


def owes_sdq(life: Life, quarter: Quarter) -> bool:
    """Whether a questionnaire is due at a quarter's end (RULES 8)."""
    since = add_months(quarter.end + timedelta(1), -12)
    return (
        life.legal_status != "V4"
        and life.entered <= since
        and life.in_care(quarter.end)
        and 4 <= age(life.dob, quarter.end) <= 16
    )


def _fill(la: str, quarter: Quarter, band: str, reviews: Reviews, chance: Chance) -> Iterator[Life]:
    for _ in range(_TRIES):
        if not reviews.wanted(la, quarter, band):
            return
        due = _due_day(quarter, band, chance)
        if band == YOUNGER:
            life = _younger(la, due, chance)
            _stay(life, due + timedelta(12), 330, chance)
        else:
            life = _older(la, due, chance.weighted(_OLDER_AGES), chance)
            _stay(life, due + timedelta(12), 1500, chance)
        follow(life, _last_seen(life), reviews, chance)
        yield life
    raise PlanError(f"{la} {quarter.label} {band}: {reviews.wanted(la, quarter, band)} not placed")


def _due_day(quarter: Quarter, band: str, chance: Chance) -> date:
    """A day in the quarter for a review to be due.

    The review before a younger child's of Q1 was done in Q3, late: it was due before Q3, which is
    counted and full.
    """
    first, last = quarter.start + timedelta(4), quarter.end - timedelta(4)
    if band == YOUNGER and quarter != Q3:
        last = first + timedelta(50)
    return chance.day(first, last)


def _younger(la: str, due: date, chance: Chance) -> Life:
    seen = _seen_before(due, 6, chance.randint(1, 4), chance)
    life = _with_history(la, seen, chance)
    oldest = add_months(due, -58)
    life.dob = chance.day(oldest, max(oldest, life.entered - timedelta(chance.randint(1, 500))))
    return life


def _older(la: str, due: date, years: int, chance: Chance) -> Life:
    """A child of so many years on the day a yearly review is due.

    The first assessment is no earlier than four and a half, when reviews become yearly.
    """
    months = chance.randint(8 if years == 5 else 0, 10)
    times = min(chance.weighted(_TIMES), max(0, years - 6))
    seen = _seen_before(due, 12, times, chance)
    life = _with_history(la, seen, chance)
    life.dob = add_months(due, -12 * years - months) - timedelta(chance.randint(1, 25))
    return life


def _seen_before(due: date, months: int, times: int, chance: Chance) -> list[date]:
    """The days seen before a review is due, the latest first: the oldest is the IHA.

    The latest makes the review due on that day. An assessment in a counted quarter must answer a
    review that was due before, and cannot be the first.
    """
    seen = [add_months(due, -months)]
    while len(seen) <= times or seen[-1] > _IHA_UNTIL:
        soonest = max(-20, (seen[-1] - _UNCOUNTED_UNTIL).days)
        answered = seen[-1] - timedelta(chance.randint(soonest, soonest + 35))
        seen.append(weekday_until(add_months(answered, -months)))
    return seen


def _with_history(la: str, seen: list[date], chance: Chance) -> Life:
    """A life with these assessments done, the first of them some weeks after entry."""
    first = seen[-1]
    entered = first - timedelta(chance.randint(*_FIRST_SEEN[la]))
    life = Life(la, entered, entered, CLOSED)
    entry.place(life, chance.sometimes(entry.OUT_OF_AREA[la]), chance)
    life.notified = entered + timedelta(chance.randint(0, 6))
    life.consent = life.notified + timedelta(chance.randint(0, 4))
    for day in reversed(seen):
        kind = Kind.IHA if day == first else Kind.RHA
        asked = life.notified if kind is Kind.IHA else day - timedelta(chance.randint(30, 80))
        visit = Visit(kind, requested=asked)
        see(visit, day, chance)
        life.visits.append(visit)
    return life


def _last_seen(life: Life) -> date:
    return max(visit.completed for visit in life.visits if visit.completed)


def _stay(life: Life, at_least: date, days: int, chance: Chance) -> None:
    """Let the child leave some time after a day, on average so many days after."""
    life.leave(at_least + timedelta(round(chance.expovariate(1 / days))))
