"""The children of the board's caseload: those who came into care, quarter by quarter."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clanbook.dates import Quarter, add_months
from clanbook.demo import entry
from clanbook.demo.chance import Chance
from clanbook.demo.lives import Fate, Life, iha_due
from clanbook.demo.plan import (
    BANDS,
    BRISTOL,
    CLOSED,
    COUNTED,
    ENTERED,
    IHA_CAUSES,
    IHAS,
    LAS,
    LOCALITY,
    NORTH_SOMERSET,
    OLDER,
    Q1,
    USUAL_ENTRIES,
    USUAL_IHA_CAUSES,
    YOUNGER,
    Cause,
    rates,
)

FIRST, LAST = Quarter(2016, 1), Quarter(2018, 4)
"""The quarters in which these children's initial assessments are due."""

LAST_ENTRY = date(2019, 2, 15)

_STAY = {YOUNGER: 330, OLDER: 480}
"""The days a child stays in care beyond the first assessment, on average, by age at entry."""


@dataclass(frozen=True)
class Start:
    """A child about to enter care: when, how old, and what becomes of the first assessment."""

    entered: date
    band: str
    fate: Fate


def cohorts(chance: Chance) -> list[Life]:
    """Every child entering care whose first assessment falls due in the record's quarters."""
    return [life for quarter in _quarters() for la in LAS for life in _cohort(la, quarter, chance)]


def _quarters() -> Iterator[Quarter]:
    quarter = FIRST
    while quarter <= LAST:
        yield quarter
        quarter = quarter.next()


def _cohort(la: str, quarter: Quarter, chance: Chance) -> list[Life]:
    fates = _planned(la, quarter, chance) if quarter in COUNTED else _usual(la, quarter, chance)
    days = _entry_days(la, quarter, len(fates), chance)
    drawn = [Start(day, *fate) for day, fate in zip(days, fates, strict=True)]
    starts = [start for start in drawn if start.entered <= LAST_ENTRY]
    lives = [_begin(la, start, chance) for start in starts]
    _choose_asylum_seekers(lives, la, quarter, chance)
    _choose_places(lives, la, quarter, chance)
    for life, start in zip(lives, starts, strict=True):
        entry.tell(life, start.fate, chance)
        entry.initial(life, start.fate, chance)
        _choose_stay(life, start.band, chance)
    return lives


def _planned(la: str, quarter: Quarter, chance: Chance) -> list[tuple[str, Fate]]:
    """The fates of a counted quarter's first assessments, as the plan's cells say."""
    fates: list[tuple[str, Fate]] = []
    for place, (band, cell) in enumerate(zip(BANDS, IHAS[quarter][la], strict=True)):
        fates += [(band, Fate(True))] * cell.on_time
        if quarter == Q1:
            causes = [c for c, n in IHA_CAUSES[la][place].items() for _ in range(n)]
        else:
            missed = range(cell.required - cell.on_time)
            causes = [_cause(la, band, chance) for _ in missed]
        fates += [(band, Fate(False, cause)) for cause in causes]
    chance.shuffle(fates)
    return fates


def _usual(la: str, quarter: Quarter, chance: Chance) -> list[tuple[str, Fate]]:
    """The fates of a quarter that is not counted: drawn around the usual."""
    fates = []
    for _ in range(chance.randint(*USUAL_ENTRIES[la])):
        band = YOUNGER if chance.sometimes(0.4) else OLDER
        on_time = chance.sometimes(rates(la, quarter)[0])
        fates.append((band, Fate(on_time, Cause.UNKNOWN if on_time else _cause(la, band, chance))))
    return fates


def _cause(la: str, band: str, chance: Chance) -> Cause:
    cause = chance.weighted(USUAL_IHA_CAUSES[la])
    return Cause.LATE_NOTICE if cause is Cause.REFUSED and band == YOUNGER else cause


def _entry_days(la: str, quarter: Quarter, number: int, chance: Chance) -> list[date]:
    """Days of entry that make the first assessment due in the quarter.

    Around Q1 2018-19 they are spread as the board's Chart 1 needs.
    """
    first, last = quarter.start - timedelta(28), quarter.end - timedelta(28)
    windows = [(first, last)] * number
    if quarter == Q1:
        march = ENTERED[la].in_march
        windows[:march] = [(first, Q1.start - timedelta(1))] * march
        windows[march:] = [(Q1.start, last)] * (number - march)
    elif quarter == Q1.next():
        june = ENTERED[la].in_june
        windows = [(first, Q1.end)] * june + [(Q1.next().start, last)] * (number - june)
    return [chance.day(*window) for window in windows]


def _begin(la: str, start: Start, chance: Chance) -> Life:
    cause = None if start.fate.on_time else start.fate.cause
    dob = entry.birth(start.band, start.entered, cause, chance)
    return Life(la, start.entered, dob, CLOSED)


def _choose_asylum_seekers(lives: list[Life], la: str, quarter: Quarter, chance: Chance) -> None:
    """Let some of the older be unaccompanied asylum seekers: so many in Q1 as the board says."""
    older = [life for life in lives if life.band(life.entered) == OLDER]
    in_q1 = [life for life in older if Q1.start <= life.entered <= Q1.end]
    if quarter == Q1:
        chosen = chance.sample(in_q1, ENTERED[la].uasc)
    else:
        outside = [life for life in older if life not in in_q1]
        chosen = chance.sample(outside, min(len(outside), chance.randint(0, 3)))
    for life in chosen:
        life.uasc = True
        life.dob = chance.day(add_months(life.entered, -210), add_months(life.entered, -185))


def _choose_places(lives: list[Life], la: str, quarter: Quarter, chance: Chance) -> None:
    """Place each child; those who entered in Q1 2018-19 exactly as Chart 1 has them."""
    in_q1 = [life for life in lives if Q1.start <= life.entered <= Q1.end]
    away = ENTERED[la].out_of_area if quarter == Q1 else 0
    chosen = chance.sample(in_q1, away)
    for life in lives:
        out = life in chosen if life in in_q1 else chance.sometimes(entry.OUT_OF_AREA[la])
        entry.place(life, out, chance)
        if quarter == Q1 and la in (BRISTOL, NORTH_SOMERSET) and not life.own_locality:
            # The board has no out-of-area reason there, so our own team sees them.
            life.placed_in = LOCALITY[NORTH_SOMERSET if la == BRISTOL else BRISTOL]


def _choose_stay(life: Life, band: str, chance: Chance) -> None:
    """Let some leave care, no earlier than soon after the first assessment was due and done."""
    seen = life.iha.completed if life.iha else None
    known = [iha_due(life), life.known_from, seen]
    settled = max(day for day in known if day is not None) + timedelta(10)
    life.leave(settled + timedelta(round(chance.expovariate(1 / _STAY[band]))))


def passing(chance: Chance) -> Iterator[Life]:
    """Children who need no assessment: home within days, and short-break series (RULES 3)."""
    for la in LAS:
        spread = ENTERED[la]
        for n in range(spread.short + spread.short_breaks):
            yield _passing(la, n >= spread.short, Q1, chance)
        for quarter in (Quarter(2016, 3), Quarter(2017, 1), Quarter(2017, 3), Quarter(2018, 3)):
            yield _passing(la, chance.sometimes(0.3), quarter, chance)


def _passing(la: str, short_break: bool, quarter: Quarter, chance: Chance) -> Life:
    entered = chance.day(quarter.start, quarter.end - timedelta(9))
    band = OLDER if short_break else chance.choice(BANDS)
    life = Life(la, entered, entry.birth(band, entered, None, chance), CLOSED)
    entry.place(life, False, chance)
    entry.tell(life, Fate(True), chance)
    if short_break:
        life.legal_status = "V4"
        life.leave(entered + timedelta(chance.randint(60, 200)))
    else:
        life.legal_status = "V2"
        life.leave(entered + timedelta(chance.randint(4, 8)))
    return life


def begin_reviews(life: Life) -> date:
    """The day from which the reviews are counted: the first assessment, or entry (RULES 4)."""
    seen = life.iha.completed if life.iha else None
    return life.entered if seen is None or seen > life.due_after(life.entered) else seen
