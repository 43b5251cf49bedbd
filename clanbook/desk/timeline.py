"""One child's page: everything that happened, newest first, with who recorded it; what is open."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import msgspec

from clanbook.dates import local_date, shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.happenings import Happening, Setting, happenings
from clanbook.desk.openpoints import open_points
from clanbook.desk.reversing import UNDO, plain
from clanbook.desk.staff import everyone
from clanbook.records import (
    CHILD_TABLES,
    Assessment,
    Child,
    Questionnaire,
    Record,
    StaffRole,
)
from store import Version

__all__ = ["TimelineLine", "open_points", "timeline"]

_OF_A_CHILD: tuple[type[Record], ...] = (*CHILD_TABLES, Questionnaire)

_NO_DETAILS = frozenset({"id", "version", "until"})


@dataclass(frozen=True)
class TimelineLine:
    """One thing that happened to a child.

    `at` is its instant where that is known, `day` its day; `by` recorded it at `recorded`.
    `record` is the table and number of the record that says so.
    """

    at: datetime | None
    day: date
    what: str
    by: str
    recorded: datetime
    record: tuple[str, int]


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


@dataclass
class _Told:
    """A fact as one entry recorded it; `then` is what became of it, if it does not stand."""

    what: Happening
    version: Version
    then: str = ""


class _Past:
    """Every state that the records of one child have had."""

    def __init__(self, desk: Desk, child: Child) -> None:
        self._child = child
        self._names = {member.id: member.name for member in everyone(desk)}
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
            for told in _followed(history, table, self._setting):
                yield self._line(told, (table.table, number))

    def of_details(self) -> Iterator[TimelineLine]:
        """When the child was first recorded, and whose details were changed since."""
        before: Mapping[str, Any] = {}
        for version in self._details:
            after = version.document or {}
            what = _changed(before, after, plain(version.act)) if before else "First recorded"
            if what:
                told = _Told(Happening(what, at=version.at), version)
                yield self._line(told, (Child.table, self._child.id))
            before = after

    def _line(self, told: _Told, record: tuple[str, int]) -> TimelineLine:
        what, version = told.what, told.version
        return TimelineLine(
            at=what.at,
            day=what.day or local_date(version.at),
            what=f"{what.what} ({told.then})" if told.then else what.what,
            by=self._names.get(version.by, f"staff {version.by}"),
            recorded=version.at,
            record=record,
        )


def _followed(history: list[Version], table: type[Record], setting: Setting) -> list[_Told]:
    """Each fact of a record from entry to entry: when it came, and what became of it."""
    every: list[_Told] = []
    standing: dict[str, _Told] = {}
    for version in history:
        facts = _facts(version, table, setting)
        for key in [*standing, *(key for key in facts if key not in standing)]:
            was, now = standing.get(key), facts.get(key)
            if was is not None and was.what == now:
                continue
            if was is not None:
                was.then = _then(version, now)
                del standing[key]
            if now is not None:
                standing[key] = _again(every, now, version) or _Told(now, version)
                every += [standing[key]] if standing[key] not in every else []
    return every


def _facts(version: Version, table: type[Record], setting: Setting) -> dict[str, Happening]:
    if version.document is None:
        return {}
    return happenings(msgspec.convert(version.document, table), setting)


def _then(version: Version, now: Happening | None) -> str:
    """What became of a fact that an entry replaced or removed."""
    if plain(version.act) == UNDO:
        return "undone"
    return "taken back" if now is None else "corrected"


def _again(every: list[_Told], now: Happening, version: Version) -> _Told | None:
    """The line that stands again because an undo put it back."""
    if plain(version.act) != UNDO:
        return None
    found = next((told for told in every if told.what == now), None)
    if found is not None:
        found.then = ""
    return found


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], act_done: str) -> str:
    """Which details an entry changed; how long the case is open is none of them."""
    fields = [f for f in Child.__struct_fields__ if f not in _NO_DETAILS]
    differing = [field for field in fields if before.get(field) != after.get(field)]
    if not differing:
        return ""
    said = ", ".join(_detail(field, before, after) for field in differing)
    return f"Details {'put back' if act_done == UNDO else 'changed'}: {said}"


def _detail(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A detail by name; a date of birth, from which every date is counted, with its values."""
    if field != "dob":
        return field.replace("_", " ")
    was, now = (shown(date.fromisoformat(d)) if d else "nothing" for d in _births(before, after))
    return f"date of birth from {was} to {now}"


def _births(*states: Mapping[str, Any]) -> Iterator[str | None]:
    return (state.get("dob") for state in states)
