"""What an entry of the journal changed, record by record and value by value, for the trail."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import msgspec

from clanbook import settings
from clanbook.booking import booking_id
from clanbook.booking.sessions import session_name
from clanbook.counting import counted
from clanbook.desk.desk import Desk
from clanbook.desk.entries import NOTHING, Change, Document, Words, type_of, what_is
from clanbook.desk.schema import SETTINGS_TABLE
from clanbook.records import REMAINS, Booking, Questionnaire, Record, Remainder, Session, Staff
from store import Entry, Op

TOLD_AT_MOST = 10
"""How many records of one entry are told before the rest is only counted."""

REMOVED = "removed"


@dataclass(frozen=True)
class Retold:
    """One record that an entry changed: what it is, and its values before and after.

    `word` says what became of the record as a whole, where that is to be said: `new`, `removed`.
    """

    what: str
    word: str = ""
    changes: tuple[Change, ...] = ()

    def __str__(self) -> str:
        """As a line of the trail has it: `Ann Example: role viewer -> nurse`."""
        values = ", ".join(map(self._value, self.changes))
        if self.word and values:
            return f"{self.what}: {self.word} ({values})"
        return f"{self.what}: {self.word or values}"

    def _value(self, change: Change) -> str:
        if self.word == REMOVED:
            return f"{change.field} {change.before}"
        if change.before == NOTHING:
            return f"{change.field} {change.after}"
        return f"{change.field} {change.before} -> {change.after}"

    def as_json(self) -> dict[str, object]:
        """The same as plain values."""
        return {
            "record": self.what,
            "word": self.word,
            "fields": [
                {"field": c.field, "before": c.before, "after": c.after} for c in self.changes
            ],
        }


@dataclass(frozen=True)
class Detail:
    """All that an entry changed: records told, how many are not, and children's by their kind."""

    records: tuple[Retold, ...] = ()
    more: int = 0
    counts: tuple[tuple[str, int], ...] = ()

    def __str__(self) -> str:
        """As one line."""
        told = [str(record) for record in self.records]
        told += [f"and {self.more} more"] if self.more else []
        counted = ", ".join(f"{table}: {count}" for table, count in self.counts)
        return "; ".join([*told, counted] if counted else told)


NO_DETAIL = Detail()
"""Where nothing was changed."""


def of_entry(desk: Desk, entry: Entry, names: Mapping[int, str]) -> Detail:
    """What an entry did to accounts, settings and sessions; of children only how many records."""
    told = [op for op in entry.ops if op.table in _TOLD]
    counts = Counter(op.table for op in entry.ops if op.table not in _TOLD)
    records = (_TOLD[op.table](desk, entry, op, names) for op in told[:TOLD_AT_MOST])
    more = max(len(told) - TOLD_AT_MOST, 0)
    return Detail(tuple(filter(None, records)), more, tuple(counts.items()))


def of_child(desk: Desk, entry: Entry, child: int, names: Mapping[int, str]) -> Detail:
    """Every value of one child's records that an entry changed, with what was there before."""
    ops = (op for op in entry.ops if op.subject in (child, REMAINS + child))
    records = (_of_child(desk, entry, op, names) for op in ops)
    return Detail(tuple(filter(None, records)))


# -- accounts, sessions, settings --------------------------------------------------------------


def _staff(desk: Desk, entry: Entry, op: Op, names: Mapping[int, str]) -> Retold | None:
    before, after = desk.store.before_and_after(entry, op)
    return Retold((after or before or {})["name"], "", _changes(desk, names, Staff, before, after))


def _session(desk: Desk, entry: Entry, op: Op, names: Mapping[int, str]) -> Retold | None:
    before, after = desk.store.before_and_after(entry, op)
    held = msgspec.convert(after or before, Session)
    what = f"{session_name(held)}, {held.clinician}, {counted(held.slots, 'slot')}"
    if before is None or after is None:
        return Retold(what, "new" if before is None else REMOVED)
    return Retold(what, "", _changes(desk, names, Session, before, after))


def _settings(desk: Desk, entry: Entry, op: Op, _: Mapping[int, str]) -> Retold | None:
    before, after = (
        document and settings.from_document(document)
        for document in desk.store.before_and_after(entry, op)
    )
    if not before or not after:
        return Retold("settings", f"of {after.name}" if after else REMOVED)
    found = settings.changes(before, after)
    return Retold("settings", "", tuple(Change(c.what, c.before, c.now) for c in found))


_TOLD: dict[str, Callable[[Desk, Entry, Op, Mapping[int, str]], Retold | None]] = {
    Staff.table: _staff,
    Session.table: _session,
    SETTINGS_TABLE: _settings,
}


# -- a child's records -------------------------------------------------------------------------


def _of_child(desk: Desk, entry: Entry, op: Op, names: Mapping[int, str]) -> Retold | None:
    """One record of a child; a questionnaire's answers are not the trail's to tell."""
    before, after = desk.store.before_and_after(entry, op)
    if op.table == Remainder.table:
        return Retold("what is left", f"reason {after['reason']}" if after else "erased")
    table = type_of(op.table)
    what = f"booking {booking_id(op.id)}" if table is Booking else what_is(table)
    if after is None and not op.deleted:
        return Retold(what, "erased")
    if table is Questionnaire:
        return Retold(what, REMOVED if op.deleted else "answered")
    changes = _changes(desk, names, table, before, after)
    if after is None:
        return Retold(what, REMOVED, changes)
    return Retold(what, "", changes) if changes else None


def _changes(
    desk: Desk, names: Mapping[int, str], table: type[Record], before: Document, after: Document
) -> tuple[Change, ...]:
    """The fields that differ, but for the name that the record is called by already."""
    words = Words(desk, names, table, secret=False)
    found = words.changes(before or {}, after or {})
    return tuple(found) if table is not Staff else tuple(c for c in found if c.field != "name")
