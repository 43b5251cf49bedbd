"""The demonstration of 2016-19: single cases that come to the board's own numbers (RULES 9).

The children who came into care are placed first, as the plan has their first assessments; their
reviews follow by the rules; the children long in care fill what is still wanted; then come the
questionnaires. Everybody is invented.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from clanbook.dates import add_months, age
from clanbook.demo.chance import Chance
from clanbook.demo.cohorts import begin_reviews, cohorts, passing
from clanbook.demo.lives import Life, follow
from clanbook.demo.others import other_las
from clanbook.demo.people import People
from clanbook.demo.plan import (
    BRISTOL,
    CLOSED,
    LAS,
    Q1,
    SDQ_UP_TO_DATE,
    SDQS_IN_Q1,
    TAKEN_ON,
)
from clanbook.demo.reviews import Reviews
from clanbook.demo.script import Entry
from clanbook.demo.standing import departed, july, july_numbers, owes_sdq, standing
from clanbook.demo.writing import Writer

HANDED_OVER = "demonstration caseload closed"
"""The reason given where a care episode is ended by the end of the script."""

_SETTLED_AFTER = 60
"""The days a child is in care before a first questionnaire."""

_YEAR = (add_months(Q1.end + timedelta(1), -12), Q1.start - timedelta(3))
"""The days of the questionnaires' year before Q1 2018-19."""


def entries(seed: int) -> list[Entry]:
    """Every row of the demonstration of 2016-19, each on the day it was typed in."""
    chance = Chance(seed)
    everybody = lives(chance)
    _invent(everybody, chance)
    writer = Writer(chance, TAKEN_ON)
    return [entry for life in everybody for entry in writer.entries(life)]


def lives(chance: Chance) -> list[Life]:
    """Every child of the caseload, still without a name, all closed by the last day."""
    reviews = Reviews(chance)
    ours = cohorts(chance)
    for life in ours:
        follow(life, begin_reviews(life), reviews, chance)
    ours += passing(chance)
    ours += standing(reviews, chance)
    ours += departed(reviews, chance)
    for la, number in july_numbers(ours).items():
        ours += july(la, number, reviews, chance)
    _wander(ours, chance)
    _question(ours, chance)
    everybody = [*ours, *other_las(chance)]
    everybody.sort(key=lambda life: life.entered)
    for number, life in enumerate(everybody, start=1):
        life.number = number
        _close(life)
    return everybody


def _invent(everybody: Iterable[Life], chance: Chance) -> None:
    """Give everybody a name, an origin and, but for asylum seekers, an NHS number."""
    people = People(chance, 0)
    for life in everybody:
        if life.uasc:
            life.person, life.language = people.asylum_seeker()
            life.legal_status = "V2"
        else:
            life.person = people.child(life.la)


def _close(life: Life) -> None:
    life.leave(CLOSED)
    if life.last_day == CLOSED:
        life.left_reason = HANDED_OVER


def _wander(ours: Iterable[Life], chance: Chance) -> None:
    """Let some children move placement, soon after an assessment and never before the first."""
    for life in ours:
        for visit in life.visits:
            if visit.completed is None or not chance.sometimes(0.08):
                continue
            day = visit.completed + timedelta(chance.randint(3, 30))
            if TAKEN_ON < day < min(life.last_day, Q1.start - timedelta(200)):
                life.moves.append((day, life.placed_in))


def _question(ours: list[Life], chance: Chance) -> None:
    """Give the questionnaires: those of the board's year exactly, other years' as usual."""
    owing = {la: [x for x in ours if x.la == la and owes_sdq(x, Q1)] for la in LAS}
    for la, due in owing.items():
        up_to_date = SDQ_UP_TO_DATE if la == BRISTOL else round(len(due) * 0.8)
        scored = chance.sample(due, up_to_date)
        for life in scored[: SDQS_IN_Q1[la]]:
            life.sdqs.append(chance.weekday(Q1.start, Q1.end - timedelta(2)))
        for life in scored[SDQS_IN_Q1[la] :]:
            life.sdqs.append(chance.weekday(max(_YEAR[0], life.entered), _YEAR[1]))
    known = {id(life) for due in owing.values() for life in due}
    for life in ours:
        life.sdqs += _usual(life, id(life) not in known, chance)


def _usual(life: Life, in_year: bool, chance: Chance) -> Iterator[date]:
    """Questionnaires of the years before and after, and of the year for those long gone."""
    windows = [(TAKEN_ON, add_months(_YEAR[0], -1)), (Q1.end + timedelta(1), CLOSED)]
    if in_year:
        windows.append(_YEAR)
    for first, last in windows:
        day = chance.weekday(first, last)
        known = life.in_care(day - timedelta(_SETTLED_AFTER)) and life.in_care(day)
        if known and 4 <= age(life.dob, day) <= 16 and chance.sometimes(0.8):
            yield day
