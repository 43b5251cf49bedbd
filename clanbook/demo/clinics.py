"""The rota of the present: who holds which clinic where, and what is still free in it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from clanbook.dates import Calendar
from clanbook.demo.chance import Chance, weekday_from
from clanbook.demo.script import Entry
from clanbook.records import Kind, Role

WEEKS = 8
"""The weeks of sessions behind and ahead of today."""

_ENTERED_AHEAD = timedelta(weeks=9)
_RELEASED_DAYS = 7
_ANY = (Kind.IHA, Kind.RHA, Kind.ADOPTION)
_KEPT = (Kind.IHA, Kind.ADOPTION)
_VISIT_TIMES = (time(9, 30), time(11, 15), time(13, 30), time(15, 30))


@dataclass(frozen=True)
class Clinic:
    """A clinic held every week, or every second one; `weekday` counts from Monday, 0."""

    clinician: str
    role: Role
    locality: str
    venue: str
    weekday: int
    start: time
    slots: int
    minutes: int
    purposes: tuple[Kind, ...]
    kept_for: tuple[Kind, ...] = ()
    weeks: tuple[int, ...] = (0, 1)


_BRISTOL, _NORTH, _SOUTH = "Bristol", "North Somerset", "South Gloucestershire"
_HARBOUR, _GULL, _KESTREL = "Harbour Child Health Centre", "Gullhaven Clinic", "Kestrel House"
_DOCTOR, _GP, _NURSE = Role.PAEDIATRICIAN, Role.GP, Role.NURSE
_MORNING, _AFTERNOON = time(9, 30), time(13, 30)

ROTA = (
    Clinic("Dr Anwen Pagett", _DOCTOR, _BRISTOL, _HARBOUR, 1, _MORNING, 3, 60, _ANY, _KEPT),
    Clinic(
        "Dr Marian Sedgebeer",
        _GP,
        _BRISTOL,
        "Old Dairy Surgery",
        3,
        _AFTERNOON,
        2,
        60,
        (Kind.IHA,),
        (Kind.IHA,),
        (0,),
    ),
    Clinic("Dr Ferelith Quantock", _DOCTOR, _NORTH, _GULL, 2, _MORNING, 2, 60, _ANY, _KEPT, (1,)),
    Clinic("Dr Emrys Hale-Osei", _DOCTOR, _SOUTH, _KESTREL, 3, _MORNING, 2, 60, _ANY, _KEPT, (0,)),
    Clinic(
        "Dr Emrys Hale-Osei", _DOCTOR, _BRISTOL, _HARBOUR, 3, _MORNING, 2, 60, _ANY, _KEPT, (1,)
    ),
    Clinic("Bryony Axford", _NURSE, _BRISTOL, _HARBOUR, 0, _AFTERNOON, 3, 45, (Kind.RHA,)),
    Clinic("Delyth Marrow", _NURSE, _NORTH, _GULL, 3, _AFTERNOON, 3, 45, (Kind.RHA,), (), (0,)),
    Clinic("Ngozi Tidmarsh", _NURSE, _SOUTH, _KESTREL, 1, _AFTERNOON, 2, 45, (Kind.RHA,), (), (1,)),
)
"""Fewer doctors' slots than children who need one in time: the scarcity the service works in."""

NURSES = {
    _BRISTOL: ("Bryony Axford", "Coral Penhallow"),
    _NORTH: ("Delyth Marrow",),
    _SOUTH: ("Ngozi Tidmarsh",),
}
"""The nurses who visit children at home, by locality."""


@dataclass(frozen=True)
class Opening:
    """A free slot of a clinic on a day."""

    day: date
    clinic: Clinic
    index: int

    @property
    def session(self) -> tuple[str, date, time]:
        """The clinician, day and start that name its session."""
        return self.clinic.clinician, self.day, self.clinic.start


@dataclass(frozen=True)
class HomeVisit:
    """A time at which a nurse can visit."""

    day: date
    nurse: str
    start: time


def sessions(today: date, calendar: Calendar) -> Iterator[tuple[date, Clinic]]:
    """The clinics held from 8 weeks before today to 8 weeks after, bank holidays left out."""
    for n in range(-7 * WEEKS, 7 * WEEKS + 1):
        day = today + timedelta(n)
        if not calendar.is_working_day(day):
            continue
        week = day.toordinal() // 7 % 2
        for clinic in ROTA:
            if clinic.weekday == day.weekday() and week in clinic.weeks:
                yield day, clinic


def rows(held: Iterable[tuple[date, Clinic]], until: date) -> Iterator[Entry]:
    """The sessions as rows, entered weeks ahead and all of them by a day."""
    for day, clinic in held:
        week = day - timedelta(day.weekday())
        values = {
            "date": day,
            "start": clinic.start,
            "slots": clinic.slots,
            "minutes": clinic.minutes,
            "locality": clinic.locality,
            "venue": clinic.venue,
            "clinician": clinic.clinician,
            "role": clinic.role,
            "purposes": clinic.purposes,
        }
        if clinic.kept_for:
            values |= {"kept_for": clinic.kept_for, "released_days": _RELEASED_DAYS}
        yield Entry(min(weekday_from(week - _ENTERED_AHEAD), until), "sessions", values)


class Openings:
    """What is still free, so that nobody in the script is given a slot twice."""

    def __init__(self, held: Iterable[tuple[date, Clinic]], calendar: Calendar) -> None:
        """Open every slot of the sessions held, and every nurse's days without a clinic."""
        self._slots = [
            Opening(day, clinic, index) for day, clinic in held for index in range(clinic.slots)
        ]
        self._in_clinic = {(slot.clinic.clinician, slot.day) for slot in self._slots}
        self._visits: set[tuple[str, date, time]] = set()
        self._calendar = calendar

    def slot(self, kind: Kind, locality: str, first: date, last: date) -> Opening | None:
        """Take the first free slot for a purpose in a span of days, the own locality's first."""
        fitting = [
            slot
            for slot in self._slots
            if first <= slot.day <= last and kind in (slot.clinic.kept_for or slot.clinic.purposes)
        ]
        fitting.sort(key=lambda slot: (slot.clinic.locality != locality, slot.day, slot.index))
        if not fitting:
            return None
        self._slots.remove(fitting[0])
        return fitting[0]

    def visit(self, locality: str, first: date, last: date, chance: Chance) -> HomeVisit | None:
        """Take a free hour of one of the locality's nurses in a span of days."""
        days = [first + timedelta(n) for n in range((last - first).days + 1)]
        free = [
            (nurse, day, start)
            for nurse in NURSES[locality]
            for day in days
            if self._calendar.is_working_day(day) and (nurse, day) not in self._in_clinic
            for start in _VISIT_TIMES
            if (nurse, day, start) not in self._visits
        ]
        if not free:
            return None
        nurse, day, start = taken = chance.choice(free)
        self._visits.add(taken)
        return HomeVisit(day, nurse, start)
