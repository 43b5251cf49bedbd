"""How a child comes into care: told of, consented, and offered the initial assessment."""

from collections.abc import Mapping
from datetime import date, timedelta

from clanbook.dates import add_months
from clanbook.demo.chance import Chance
from clanbook.demo.lives import Fate, Life, Visit, iha_due, see, trouble
from clanbook.demo.plan import (
    BRISTOL,
    LOCALITY,
    NORTH_SOMERSET,
    SOUTH_GLOS,
    YOUNGER,
    Cause,
)
from clanbook.records import Kind

NEAR: Mapping[str, tuple[str, ...]] = {
    NORTH_SOMERSET: ("Bristol", "Somerset", "Bath and North East Somerset"),
    BRISTOL: ("South Gloucestershire", "North Somerset", "Somerset", "Wiltshire"),
    SOUTH_GLOS: ("Bristol", "Gloucestershire", "Wiltshire", "Bristol"),
}
"""Where children placed out of their LA's own locality live."""

OUT_OF_AREA = {NORTH_SOMERSET: 0.1, BRISTOL: 0.15, SOUTH_GLOS: 0.35}
"""The share placed out of area."""

PERMITTED = {NORTH_SOMERSET: 3, BRISTOL: 3, SOUTH_GLOS: 2}
"""Whole days within which each LA is to tell health (RULES 5)."""

_NEVER_SEEN = {NORTH_SOMERSET: 0.0, BRISTOL: 0.16, SOUTH_GLOS: 0.0}
"""The share of missed first assessments that never came about."""

_LATE = (Cause.LATE_NOTICE, Cause.SETTLING)


def birth(band: str, entered: date, cause: Cause | None, chance: Chance) -> date:
    """A date of birth for a child entering care in an age band; refusers are in their teens."""
    if band == YOUNGER:
        youngest = chance.sometimes(0.3)
        return chance.day(add_months(entered, -2 if youngest else -59), entered - timedelta(1))
    at_least = 13 if cause is Cause.REFUSED else 5
    years = chance.weighted({at_least: 2, max(at_least, 9): 3, 13: 4, 15: 3})
    oldest = add_months(entered, -12 * 17 - 6)
    return max(oldest, chance.day(add_months(entered, -12 * years - 42), _after(entered, years)))


def _after(entered: date, years: int) -> date:
    """The last day of birth of somebody who had that birthday before entering care."""
    return add_months(entered, -12 * years) - timedelta(2)


def place(life: Life, out_of_area: bool, chance: Chance) -> None:
    """Choose where the child is placed at entry."""
    life.placed_in = chance.choice(NEAR[life.la]) if out_of_area else LOCALITY[life.la]


def tell(life: Life, fate: Fate, chance: Chance) -> None:
    """The LA's notification and the consent, in time for the assessment if not for the rule."""
    permitted = PERMITTED[life.la]
    if fate.cause is Cause.NO_NOTICE and not fate.on_time:
        life.known_from = iha_due(life) + timedelta(chance.randint(2, 5))
        return
    late = chance.randint(6, 17) if not fate.on_time and fate.cause in _LATE else 0
    told_after = permitted + late if late else chance.randint(0, permitted)
    life.notified = life.entered + timedelta(told_after)
    life.consent = life.notified + timedelta(chance.randint(0, 3))


def initial(life: Life, fate: Fate, chance: Chance) -> None:
    """Add the initial assessment as its fate says, the child having been told of."""
    if life.notified is None:
        return
    visit = Visit(Kind.IHA, requested=life.notified)
    if not life.own_locality:
        visit.carried_out_by = f"{life.placed_in} team"
    life.visits.append(visit)
    due = iha_due(life)
    if fate.on_time:
        see(visit, chance.weekday(max(life.notified, life.entered + timedelta(13)), due), chance)
        return
    before = chance.weekday(due - timedelta(5), due - timedelta(2))
    visit.trouble = trouble(fate.cause, before, chance)
    if fate.cause in (Cause.SETTLING, Cause.MOVED):
        life.moves.append((before - timedelta(1), life.placed_in))
    day = _late_day(life, fate, chance)
    never = fate.cause is Cause.REFUSED or chance.sometimes(_NEVER_SEEN[life.la])
    if not never and day < life.closed:
        see(visit, day, chance)


def _late_day(life: Life, fate: Fate, chance: Chance) -> date:
    """The day of a late assessment.

    South Gloucestershire's late ones are late by no more than the notification was, but for the
    child who was settling in: with notice in time they would have been on time (seed).
    """
    due = iha_due(life)
    told_late = (life.notified or life.entered) - life.entered
    slip = told_late.days - PERMITTED[life.la]
    if fate.cause is Cause.SETTLING:
        return chance.weekday(due + timedelta(slip + 8), due + timedelta(slip + 14))
    if fate.cause is Cause.LATE_NOTICE and life.la == SOUTH_GLOS:
        return chance.weekday(due + timedelta(1), due + timedelta(slip))
    return chance.weekday(due + timedelta(2), due + timedelta(chance.randint(6, 60)))
