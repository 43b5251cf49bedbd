"""One child's page: everything that happened, newest first, with who recorded it; what is open."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from clanbook.dates import local_date
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.following import Told, details_told, followed
from clanbook.desk.happenings import Setting
from clanbook.desk.openpoints import open_points
from clanbook.desk.staff import names_of_staff
from clanbook.records import (
    CHILD_TABLES,
    Assessment,
    Child,
    Questionnaire,
    Record,
    Refusal,
    StaffRole,
)
from store import Version

__all__ = ["TimelineLine", "open_points", "timeline"]

_OF_A_CHILD: tuple[type[Record], ...] = (*CHILD_TABLES, Questionnaire)


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened to a child.

    `at` is its instant where that is known, `day` its day; `by` recorded it at `recorded`.
    `what` begins with what became of it, where it does not `stand` any more: `Undone: IHA booked`.
    `record` is the table and number of the record that says so, `entries` are the numbers of the
    journal's entries that recorded and ended it, `refusal` is that of the refusal it tells of.
    """

    at: datetime | None
    day: date
    what: str
    by: str
    recorded: datetime
    record: tuple[str, int]
    stands: bool = True
    entries: tuple[int, ...] = ()
    refusal: int | None = None


@act("open_child", StaffRole.ADMIN)
def timeline(desk: Desk, child: int, *, reopened: bool = False) -> list[TimelineLine]:
    """Everything about one child, newest first, with who recorded it.

    What was undone, corrected or taken back stays and says so. Opening it is noted (RULES 12);
    with `reopened`, looking again at a page that is open is not.
    """
    known = desk.child(child)
    if not reopened:
        desk.store.note(desk.staff.id, "open_child", [child])
    past = _Past(desk, known)
    # Of one day and moment what comes first in a record happened first.
    return sorted([*past.of_details(), *past.of_records()], key=_when)[::-1]


def _when(line: TimelineLine) -> tuple[date, datetime]:
    return line.day, line.at or line.recorded


class _Past:
    """Every state that the records of one child have had."""

    def __init__(self, desk: Desk, child: Child) -> None:
        self._child = child
        self._names = names_of_staff(desk)
        self._details = desk.store.history(Child.table, child.id)
        self._histories = {
            (table, number): desk.store.history(table.table, number)
            for table in _OF_A_CHILD
            for number in desk.store.ids_of(table.table, child.id)
        }
        self._setting = Setting(child.la, desk.service, self._assessments(), desk.session)

    def _assessments(self) -> dict[int, Assessment]:
        """The assessments as they last were, by number, those that are gone too."""
        found = {}
        for (table, number), history in self._histories.items():
            for version in history:
                if table is Assessment and version.document is not None:
                    found[number] = msgspec.convert(version.document, Assessment)
        return found

    def of_records(self) -> Iterator[TimelineLine]:
        """What the records say happened, also what they do not say any more."""
        for (table, number), history in self._histories.items():
            for told in followed(history, table, self._setting):
                yield self._line(told, (table.table, number))

    def of_details(self) -> Iterator[TimelineLine]:
        """When the child was first recorded, and whose details were changed since."""
        for told in details_told(self._details):
            yield self._line(told, (Child.table, self._child.id))

    def _line(self, told: Told, record: tuple[str, int]) -> TimelineLine:
        what, version = told.what, told.version
        return TimelineLine(
            at=what.at,
            day=what.day or local_date(version.at),
            what=f"{told.over}: {what.what}" if told.over else what.what,
            by=self._names.get(version.by, f"staff {version.by}"),
            recorded=version.at,
            record=record,
            stands=not told.over,
            entries=(version.seq, told.end.seq) if told.end else (version.seq,),
            refusal=_refusal_in(record, version),
        )


def _refusal_in(record: tuple[str, int], version: Version) -> int | None:
    """The number of the refusal that a record is, or that it answers the questions of."""
    table, number = record
    if table == Questionnaire.table and version.document is not None:
        return int(version.document["refusal"])
    return number if table == Refusal.table else None
