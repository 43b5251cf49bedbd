"""The children of the present: some three hundred in care, with their homes and families."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from clanbook.dates import add_months, age
from clanbook.demo import entry
from clanbook.demo.chance import Chance, weekday_until
from clanbook.demo.cohorts import begin_reviews
from clanbook.demo.lives import Fate, Life, Visit, follow, see
from clanbook.demo.others import ELSEWHERE
from clanbook.demo.people import People, Person
from clanbook.demo.plan import BRISTOL, LOCALITY, NORTH_SOMERSET, OLDER, SOUTH_GLOS, YOUNGER, Cause
from clanbook.records import HealthItem, Kind

IN_CARE = {NORTH_SOMERSET: 62, BRISTOL: 128, SOUTH_GLOS: 56}
"""How many came into care more than eleven weeks ago and still are in it."""

ARRIVING = {NORTH_SOMERSET: 13, BRISTOL: 27, SOUTH_GLOS: 15}
"""How many came into care in the last eleven weeks."""

RECENT = timedelta(weeks=11)
YEARS = 3
_SIBLINGS = 9
_ALONE = 3
_FIRST_NUMBER = 20_000
_FIRST_NHS_NUMBER = 5_000
_OVERDUE_AT_MOST = timedelta(95)

_USUAL = {Cause.LATE_NOTICE: 4, Cause.NOT_BROUGHT: 3, Cause.CLINIC: 2, Cause.UNKNOWN: 2}
_RHA = {Cause.NOT_BROUGHT: 4, Cause.UNCONTACTABLE: 2, Cause.CLINIC: 2, Cause.MOVED: 2}


@dataclass(frozen=True)
class Now:
    """The day the demonstration is made, and the last weekday before it: the last that is told."""

    today: date

    @property
    def latest(self) -> date:
        """The last weekday before today."""
        return weekday_until(self.today - timedelta(1))


class _Fates:
    """Reviews as they have been going: three in four on time."""

    def __init__(self, chance: Chance) -> None:
        self._chance = chance

    def take(self, la: str, due: date, band: str) -> Fate:
        """The fate of any review, whoever's and whenever it is."""
        del la, due, band
        on_time = self._chance.sometimes(0.78)
        return Fate(on_time, Cause.UNKNOWN if on_time else self._chance.weighted(_RHA))


def families(now: Now, chance: Chance) -> list[Life]:
    """Every child of the present, named and numbered in the order of entry."""
    lives = [life for la in IN_CARE for life in _settled(la, now, chance)]
    arriving = [life for la in ARRIVING for life in _arriving(la, now, chance)]
    for life in chance.sample([x for x in arriving if x.band(x.entered) == OLDER], _ALONE):
        _alone(life, chance)
    groups = [*_sibling_groups(lives, chance), *_sibling_groups(arriving, chance)]
    everybody = [*lives, *arriving, *_guests(now, chance)]
    everybody.sort(key=lambda life: life.entered)
    for number, life in enumerate(everybody, start=_FIRST_NUMBER):
        life.number = number
    _name(everybody, groups, chance)
    _newborn(arriving, now)
    for life in everybody:
        _at_home(life, chance)
        _look_after(life, now, chance)
    return everybody


def is_recent(life: Life, now: Now) -> bool:
    """Whether the child came into care in the last eleven weeks."""
    return life.entered > now.today - RECENT


def _settled(la: str, now: Now, chance: Chance) -> Iterator[Life]:
    """Children some time in care, and those who have left meanwhile, until enough are in care."""
    wanted = IN_CARE[la]
    while wanted:
        entered = chance.day(add_months(now.today, -12 * YEARS), now.today - RECENT)
        life = _new(la, entered, now, chance)
        fate = Fate(True) if chance.sometimes(0.55) else Fate(False, chance.weighted(_USUAL))
        entry.tell(life, fate, chance)
        entry.initial(life, fate, chance)
        if chance.sometimes(0.42):
            life.leave(chance.day(entered + timedelta(130), entered + timedelta(700)))
        _review(life, now, chance)
        wanted -= life.in_care(now.today - timedelta(1))
        yield life


def _new(la: str, entered: date, now: Now, chance: Chance) -> Life:
    band = YOUNGER if chance.sometimes(0.38) else OLDER
    life = Life(la, entered, entry.birth(band, entered, None, chance), now.today)
    if band == OLDER and chance.sometimes(0.1):
        _alone(life, chance)
    entry.place(life, chance.sometimes(entry.OUT_OF_AREA[la] / 2), chance)
    return life


def _alone(life: Life, chance: Chance) -> None:
    """Let this be an unaccompanied asylum-seeking child in the middle teens, the birth a guess."""
    life.uasc = True
    life.dob = chance.day(add_months(life.entered, -208), add_months(life.entered, -180))


def _review(life: Life, now: Now, chance: Chance) -> None:
    """Let the reviews follow; what has long been overdue was done after all."""
    fates = _Fates(chance)
    _catch_up(life.iha, life.entered + timedelta(28), life, now, chance)
    follow(life, begin_reviews(life), fates, chance)
    while life.visits and life.visits[-1].kind is Kind.RHA:
        last = life.visits[-1]
        if last.completed or not _catch_up(last, add_months(last.requested, 3), life, now, chance):
            return
        follow(life, last.completed or now.today, fates, chance)


def _catch_up(visit: Visit | None, due: date, life: Life, now: Now, chance: Chance) -> bool:
    """See a child whose assessment would otherwise be overdue for months; whether it was so."""
    if visit is None or visit.completed or "refused_on" in visit.trouble:
        return False
    day = chance.weekday(due + timedelta(8), due + timedelta(60))
    if due > now.today - _OVERDUE_AT_MOST or day >= life.last_day:
        return False
    see(visit, day, chance)
    return True


def _arriving(la: str, now: Now, chance: Chance) -> Iterator[Life]:
    """Children who have just come into care, told of by the last weekday at the latest."""
    for _ in range(ARRIVING[la]):
        entered = chance.day(now.today - RECENT + timedelta(1), now.latest)
        life = _new(la, entered, now, chance)
        cause = Cause.LATE_NOTICE if chance.sometimes(0.3) else Cause.UNKNOWN
        entry.tell(life, Fate(False, cause), chance)
        told = weekday_until(min(life.notified or entered, now.latest))
        life.notified = max(told, entered)
        if chance.sometimes(_without_consent((now.today - entered).days)):
            life.consent = None
        carried_out_by = "own" if life.own_locality else f"{life.placed_in} team"
        life.visits.append(Visit(Kind.IHA, life.notified, carried_out_by=carried_out_by))
        yield life


def _without_consent(days: int) -> float:
    """The share of those so many days in care whose consent has not come."""
    return 0.4 if days < 14 else 0.15 if days < 35 else 0.04


def _sibling_groups(lives: list[Life], chance: Chance) -> list[list[Life]]:
    """Let some enter together into one placement: groups of two and three of one LA."""
    groups = []
    able = [
        life
        for life in lives
        if life.own_locality and life.left is None and not (life.uasc or life.moves)
    ]
    chance.shuffle(able)
    for n in range(_SIBLINGS):
        first = able.pop()
        group = [first, *(x for x in able if _may_join(first, x))][: chance.choice((2, 2, 3))]
        able = [life for life in able if life not in group]
        for life in group:
            life.sibling_group = f"{first.la}-S{first.entered:%y%m%d}-{n}"
        groups.append(group)
    return groups


def _may_join(first: Life, other: Life) -> bool:
    """Whether two could have come in as siblings: near in time and in age, placed alike."""
    return (
        other.la == first.la
        and other.placed_in == first.placed_in
        and abs((other.entered - first.entered).days) <= 60
        and 300 < abs((other.dob - first.dob).days) < 365 * 9
    )


def _guests(now: Now, chance: Chance) -> Iterator[Life]:
    """Other LAs' children placed here, whose assessments we were asked for."""
    for la, number in ((NORTH_SOMERSET, 3), (BRISTOL, 4), (SOUTH_GLOS, 5)):
        for n in range(number):
            asked = chance.weekday(now.latest - timedelta(40), now.latest - timedelta(6))
            kind = Kind.IHA if n == 0 else Kind.RHA
            in_care = chance.randint(2, 6) if kind is Kind.IHA else chance.randint(330, 900)
            entered = asked - timedelta(in_care)
            dob = chance.day(add_months(entered, -12 * 14), add_months(entered, -12))
            life = Life(chance.choice(ELSEWHERE), entered, dob, now.today)
            life.placed_in = LOCALITY[la]
            life.notified = life.consent = asked
            life.visits.append(Visit(kind, asked))
            yield life


def _name(lives: Iterable[Life], groups: Iterable[list[Life]], chance: Chance) -> None:
    people = People(chance, _FIRST_NHS_NUMBER)
    for life in lives:
        if life.uasc:
            life.person, life.language = people.asylum_seeker()
            life.legal_status = "V2"
        else:
            life.person = people.child(life.la)
    for first, *others in groups:
        for life in others:
            life.person = people.sibling(first.person)


def _newborn(arriving: list[Life], now: Now) -> None:
    """The last to arrive is a newborn: no forename yet and no NHS number, papers to come."""
    newest = max(arriving, key=lambda life: (life.entered, life.number))
    newest.uasc, newest.language, newest.legal_status = False, "", "C1"
    newest.dob = newest.entered - timedelta(1)
    newest.person = Person("", newest.person.surname, newest.person.sex, "")
    newest.consent = None
    newest.notified = min(newest.notified or now.latest, now.latest)


_STREETS = ("Bramble Close", "Quarry Lane", "Signal Road", "Orchard Rise", "Teasel Way")
_CARERS = ("Moira", "Desmond", "Pauline", "Winston", "Siân", "Geeta", "Trevor", "Ifeoma")
_CARER_NAMES = ("Applegarth", "Oduya", "Winterbourne", "Pascoe", "Lal", "Threlfall", "Vosper")
_WORKERS = ("Imelda Crane", "Josh Fairweather", "Parveen Sadiq", "Kit Lowther", "Ruth Obi-Jones")


def _at_home(life: Life, chance: Chance) -> None:
    """Carer, address and social worker; siblings share them. Telephone numbers are of drama's."""
    shared = Chance(life.sibling_group) if life.sibling_group else chance
    carer = f"{shared.choice(_CARERS)} {shared.choice(_CARER_NAMES)}"
    life.home = {
        "carer": carer,
        "carer_phone": f"0117 496 0{shared.randint(0, 999):03}",
        "address": f"{shared.randint(1, 90)} {shared.choice(_STREETS)}, {life.placed_in}",
    }
    if shared.sometimes(0.06):
        life.home["do_not_disclose"] = True
    worker = shared.choice(_WORKERS)
    contact = f"{worker.split()[0].lower()}@example.org"
    life.about = {"social_worker": worker, "social_worker_contact": contact}
    if age(life.dob, life.closed) >= 5:
        life.about["school"] = f"{chance.choice(('Hazelmere', 'St Brannoc', 'Larkfield'))} School"


def _look_after(life: Life, now: Now, chance: Chance) -> None:
    """Questionnaires, dental checks and immunisations of those a year in care."""
    last = min(now.latest, life.last_day - timedelta(1))
    first = max(life.entered + timedelta(60), last - timedelta(360))
    if first >= last - timedelta(7) or life.la not in LOCALITY:
        return
    if 4 <= age(life.dob, first) <= 16 and chance.sometimes(0.85):
        life.sdqs.append(chance.weekday(first, last - timedelta(5)))
    for item in (HealthItem.DENTAL, HealthItem.IMMUNISATIONS):
        if chance.sometimes(0.75):
            day = chance.weekday(first, last - timedelta(5))
            life.facts.append((day, item, chance.sometimes(0.9)))
