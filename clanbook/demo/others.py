"""Other LAs' children placed here, assessed on request (RULES 1, 8)."""

from collections.abc import Iterator
from datetime import date, timedelta

from clanbook.dates import Quarter, add_months
from clanbook.demo.chance import Chance
from clanbook.demo.lives import Life, Visit, see
from clanbook.demo.plan import CLOSED, LAS, LOCALITY, OTHER_LAS, Q1
from clanbook.records import Kind

ELSEWHERE = ("Wiltshire", "Somerset", "Gloucestershire", "Swindon", "Devon", "Birmingham", "Newham")

_KNOWN_QUARTERS = (Quarter(2016, 3), Quarter(2017, 1), Quarter(2017, 3), Quarter(2017, 4))


def other_las(chance: Chance) -> Iterator[Life]:
    """Every request of another LA: in Q1 2018-19 as many as the board counts, else a few."""
    for la in LAS:
        ihas, ihas_done, rhas, rhas_done = OTHER_LAS[la]
        yield from _requests(la, Kind.IHA, Q1, ihas, ihas_done, chance)
        yield from _requests(la, Kind.RHA, Q1, rhas, rhas_done, chance)
        for quarter in (*_KNOWN_QUARTERS, Q1.next(), Q1.next().next()):
            some = chance.randint(2, 6)
            yield from _requests(la, Kind.RHA, quarter, some, some - 1, chance)
            yield from _requests(la, Kind.IHA, quarter, 1, 1, chance)


def _requests(
    la: str,
    kind: Kind,
    quarter: Quarter,
    number: int,
    done: int,
    chance: Chance,
) -> Iterator[Life]:
    for n in range(number):
        asked = chance.weekday(quarter.start, quarter.end - timedelta(32))
        life = _guest(la, asked, kind, chance)
        visit = Visit(kind, requested=asked)
        if n < done:
            see(visit, chance.weekday(asked + timedelta(14), asked + timedelta(28)), chance)
        life.visits.append(visit)
        yield life


def _guest(la: str, asked: date, kind: Kind, chance: Chance) -> Life:
    """A child of another LA, placed in one of ours and told of with the request."""
    in_care = chance.randint(2, 6) if kind is Kind.IHA else chance.randint(330, 900)
    entered = asked - timedelta(in_care)
    dob = chance.day(add_months(entered, -12 * 14), add_months(entered, -12))
    life = Life(chance.choice(ELSEWHERE), entered, dob, CLOSED)
    life.placed_in = LOCALITY[la]
    life.notified = life.consent = asked
    life.leave(asked + timedelta(chance.randint(90, 400)))
    return life
