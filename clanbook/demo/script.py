"""A caseload as a script: what was entered or done when, played through the desk day by day.

The script is plain data; the desk it is played on gets its time from a clock that is set to each
step's instant before the step is done, so that every journal entry stands at the time it tells of.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any, Protocol

from clanbook.booking import Question, Visit, slot_id
from clanbook.dates import LONDON
from clanbook.desk import Desk
from clanbook.desk.assessments import contact, refuse
from clanbook.desk.bookings import Reasons, book, book_visit, end_booking
from clanbook.desk.imports import load
from clanbook.exchange.rows import Row
from clanbook.records import Ending, Kind, Place, RefusedBy

HOURS = {"sessions": 8, "notifications": 9, "placements": 11, "assessments": 14, "sdqs": 15}
"""The hour of the day at which the rows of each kind are typed in: children before the rest."""

Progress = Callable[[int, int], None]
"""Called with the steps done and the steps in all."""


class ScriptError(Exception):
    """A step that the desk would not take: the script is wrong, or a rule has changed."""


class SetClock:
    """A clock that shows what it is set to: an aware UTC instant."""

    def __init__(self, now: datetime) -> None:
        """Start at `now`."""
        self.now = now

    def __call__(self) -> datetime:
        """The instant it is set to."""
        return self.now


class Act(Protocol):
    """Something done at the desk."""

    def play(self, desk: Desk) -> None:
        """Do it."""
        ...


@dataclass(frozen=True)
class Step:
    """One act and the UTC instant at which it is done."""

    at: datetime
    act: Act


@dataclass(frozen=True)
class Entry:
    """One row to be typed in on a day: `values` by CONTRACT's columns, filled cells only."""

    day: date
    kind: str
    values: dict[str, Any]


@dataclass(frozen=True)
class Load:
    """Rows of one kind typed in together: one import."""

    kind: str
    rows: tuple[Row, ...]

    def play(self, desk: Desk) -> None:
        """Import them all."""
        loaded = load(desk, self.kind, self.rows)
        if loaded.rejected:
            raise ScriptError(f"{self.kind} on {desk.today}: {loaded.rejected[0]}")


@dataclass(frozen=True)
class Book:
    """An appointment given: `session` is the clinician, day and start of a clinic session."""

    child: tuple[str, str]
    kind: Kind
    session: tuple[str, date, time]
    index: int
    reason: str = ""

    def play(self, desk: Desk) -> None:
        """Book the slot."""
        book(desk, _number(desk, self.child), self._slot(desk), self.kind, _reasons(self.reason))

    def _slot(self, desk: Desk) -> str:
        clinician, day, start = self.session
        for session in desk.sessions_of(clinician, day):
            if session.start == start:
                return slot_id(session.id, self.index)
        raise ScriptError(f"{clinician} has no session on {day} at {start}")


@dataclass(frozen=True)
class VisitHome:
    """A nurse's visit arranged for a review; `start` is local wall time."""

    child: tuple[str, str]
    day: date
    start: time
    clinician: str
    place: Place
    reason: str = ""

    def play(self, desk: Desk) -> None:
        """Book it."""
        start = datetime.combine(self.day, self.start)
        visit = Visit(start, 60, self.clinician, self.place)
        child = _number(desk, self.child)
        book_visit(desk, child, visit, _reasons(self.reason), new_nurse=True)


@dataclass(frozen=True)
class End:
    """How the child's open booking of a kind ended; `on` as in the outcome command."""

    child: tuple[str, str]
    kind: Kind
    ending: Ending
    on: date

    def play(self, desk: Desk) -> None:
        """End the booking."""
        case = desk.case(_number(desk, self.child))
        for booking in case.bookings:
            if booking.ending is None and booking.kind is self.kind:
                end_booking(desk, booking.id, self.ending, on=self.on)
                return
        raise ScriptError(f"{self.child} has no open booking for {self.kind}")


@dataclass(frozen=True)
class Refuse:
    """A refusal of an offer."""

    child: tuple[str, str]
    kind: Kind
    on: date
    by: RefusedBy = RefusedBy.YOUNG_PERSON

    def play(self, desk: Desk) -> None:
        """Record it."""
        refuse(desk, _number(desk, self.child), self.kind, self.on, self.by)


@dataclass(frozen=True)
class Call:
    """A try to reach somebody about an assessment."""

    child: tuple[str, str]
    kind: Kind
    on: date
    reached: bool

    def play(self, desk: Desk) -> None:
        """Record it."""
        number = _number(desk, self.child)
        contact(desk, number, self.kind, self.on, self.reached, whom="carer", how="phone")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """The UTC instant of a local wall time."""
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def loads(entries: Iterable[Entry]) -> Iterator[Step]:
    """The entries as imports: all rows of one kind on one day together, in the order given."""

    def when(entry: Entry) -> tuple[date, int]:
        return entry.day, HOURS.get(entry.kind, 16)

    for (day, hour), together in groupby(sorted(entries, key=when), when):
        for kind, rows in groupby(together, lambda entry: entry.kind):
            numbered = enumerate((entry.values for entry in rows), start=2)
            yield Step(at(day, hour), Load(kind, tuple(Row(n, v, ()) for n, v in numbered)))


def no_progress(_done: int, _of: int) -> None:
    """Tell nobody."""


def play(
    steps: Sequence[Step], desk: Desk, clock: SetClock, progress: Progress = no_progress
) -> None:
    """Do each step at its instant; steps must be in the order of time.

    Raises:
        ScriptError: the desk would not take a step.
    """
    for done, step in enumerate(steps, start=1):
        clock.now = max(clock.now, step.at)
        step.act.play(desk)
        progress(done, len(steps))


def _reasons(breach: str) -> Reasons:
    """The reason for a booking after its due date, where one is given."""
    return {Question.BREACH: breach} if breach else {}


def _number(desk: Desk, child: tuple[str, str]) -> int:
    """The child's number in the store."""
    case = desk.find(*child)
    if case is None:
        raise ScriptError(f"no child {child[0]}/{child[1]} is known")
    return case.child.id
