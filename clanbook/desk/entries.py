"""What an entry of the journal did to one child's records: every value, before and after."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

import msgspec

from clanbook.booking import KIND_NAMES
from clanbook.booking.sessions import session_name
from clanbook.dates import LONDON, shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.staff import names_of_staff
from clanbook.desk.words import done, field_words
from clanbook.records import (
    CHILD_TABLES,
    SDQ,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    ConsentBy,
    HealthFact,
    Kind,
    Placement,
    Questionnaire,
    Record,
    StaffRole,
)
from store import Entry, Op

NOTHING = "nothing"
"""Stands for a value that is not there."""

Document = dict[str, Any] | None

_ALL: tuple[type[Record], ...] = (Child, *CHILD_TABLES, Questionnaire)
_TYPES = {table.table: table for table in _ALL}
_NAMES = {Child: "child's details", CareEpisode: "care episode", SDQ: "SDQ", HealthFact: "health"}
_UNTOLD = frozenset(
    ("id", "version", "child", "until", "episode", "refusal", "index", "moved_from", "ended_at")
)
"""Fields that nobody entered, or that only say to what a record belongs."""

_UNDISCLOSED = frozenset(("carer", "carer_phone", "address"))
_WITHHELD = "not to be disclosed"
_ANSWERS = "for those who may read them"


@dataclass(frozen=True)
class Change:
    """One field that an entry changed: its name and its values in words."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Recorded:
    """One record that an entry made, changed or removed, in a word or two, and its fields."""

    what: str
    made: bool
    removed: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True)
class Told:
    """One entry as far as it is about one child: who did what, when, and all it changed."""

    by: str
    at: datetime
    done: str
    records: tuple[Recorded, ...]


@act("open_entries", StaffRole.ADMIN)
def entries_of(desk: Desk, child: int, numbers: tuple[int, ...]) -> list[Told]:
    """The entries of those numbers that touched the child, the latest first.

    They are read on the child's page, whose opening is noted (see `timeline`). Of answers to a
    questionnaire it is told that they were kept, never which; a carer who is not to be disclosed
    is not.
    """
    names = names_of_staff(desk)
    told = [
        Told(
            by=names.get(entry.by, f"staff {entry.by}"),
            at=entry.at,
            done=done(entry.act),
            records=tuple(_recorded(desk, entry, child, names)),
        )
        for entry in desk.store.entries(subject=child)
        if entry.seq in numbers
    ]
    return told[::-1]


def _recorded(desk: Desk, entry: Entry, child: int, names: Mapping[int, str]) -> Iterator[Recorded]:
    """The child's records that the entry changed, other than by how long the case is open."""
    for op in entry.ops:
        if op.subject == child and op.table in _TYPES:
            before, after = desk.store.before_and_after(entry, op)
            table = _TYPES[op.table]
            words = Words(desk, names, table, secret=_undisclosed(desk, op, before, after))
            if changes := tuple(words.changes(before or {}, after or {})):
                yield Recorded(what_is(table), before is None, after is None, changes)


def type_of(table: str) -> type[Record]:
    """The records of a table that are about one child."""
    return _TYPES[table]


def what_is(table: type[Record]) -> str:
    """What such a record is called: `care episode`."""
    return _NAMES.get(table, table.__name__.lower())


def _undisclosed(desk: Desk, op: Op, *states: Document) -> bool:
    """Whether a placement was, or is by now, not to be disclosed."""
    if op.table != Placement.table:
        return False
    standing = desk.store.table(op.table).get(doc_id=op.id)
    return any(state and state.get("do_not_disclose") for state in (*states, standing))


class Words:
    """The values of one record in words."""

    def __init__(
        self, desk: Desk, names: Mapping[int, str], table: type[Record], *, secret: bool
    ) -> None:
        """Take the staff's names, and whether a carer is not to be disclosed."""
        self._desk = desk
        self._names = names
        self._table = table
        self._secret = secret

    def changes(self, before: dict[str, Any], after: dict[str, Any]) -> Iterator[Change]:
        """The fields in which two states of the record differ."""
        for field in self._table.__struct_fields__:
            if field not in _UNTOLD and before.get(field) != after.get(field):
                said = [self._said(state, field) for state in (before, after)]
                yield Change(field_words(field), *said)

    def _said(self, state: dict[str, Any], field: str) -> str:
        if field not in state:
            return NOTHING
        if self._secret and field in _UNDISCLOSED:
            return _WITHHELD
        if field == "answers":
            return _ANSWERS
        record = msgspec.convert(state, self._table)
        return self._referred(record, field) or in_words(getattr(record, field))

    def _referred(self, record: Record, field: str) -> str:
        """What a number stands for in a field that refers to something else."""
        number = getattr(record, field)
        if field in ("booked_by", "asked_by"):
            return self._names.get(number, f"staff {number}")
        if isinstance(record, Booking) and field == "session":
            session = self._desk.session(number)
            return session_name(session, record.index) if session else ""
        if field == "assessment":
            history = self._desk.store.history(Assessment.table, number)
            return next((KIND_NAMES[Kind(v.document["kind"])] for v in history if v.document), "")
        return ""


def in_words(value: object) -> str:
    """A value of a record as people read it."""
    if value in (None, "", ()):
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        local = value.astimezone(LONDON)
        return f"{shown(local.date())} {local:%H:%M}"
    if isinstance(value, date):
        return shown(value)
    if isinstance(value, tuple):
        return ", ".join(map(in_words, value))
    if value is ConsentBy.LA:
        return "LA"
    return str(value).replace("_", " ") if isinstance(value, StrEnum) else str(value)
