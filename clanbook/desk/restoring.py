"""Putting back what an entry of the journal changed, where nothing stands on it."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import msgspec

from clanbook.booking import clash
from clanbook.booking.sessions import session_name
from clanbook.dates import LONDON, shown
from clanbook.desk.desk import Desk, Keeper
from clanbook.desk.naming import named
from clanbook.desk.renumbering import Address, RoundTrip
from clanbook.desk.reversing import plain, reversed_by
from clanbook.desk.staff import names_of_staff
from clanbook.desk.words import done
from clanbook.records import (
    CHILD_TABLES,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    Questionnaire,
    Record,
    Refusal,
    Session,
)
from store import Changed, Entry, Op, Version

TRIED = "booking_tried"
"""An act that only notes a first try at booking: nobody meant it, and nothing is built by it."""

_IN_ORDER: tuple[type[Record], ...] = (Child, Session, *CHILD_TABLES, Questionnaire)
"""The records that can be put back, each after those it refers to."""

ERASE = "erase"
"""The act of erasing a child."""

_TYPES = {kind.table: kind for kind in _IN_ORDER}

_RANK = {table: rank for rank, table in enumerate(_TYPES)}

_REFERENCES = {
    "child": Child.table,
    "episode": CareEpisode.table,
    "assessment": Assessment.table,
    "session": Session.table,
    "moved_from": Booking.table,
    "refusal": Refusal.table,
}
"""The fields in which a record refers to another, by number."""

NOTHING_BETWEEN = RoundTrip()
"""Where no undo was done again since."""


class Step(NamedTuple):
    """One record as it was before an entry, and after it; None where it was not there."""

    op: Op
    before: Record | None
    after: Record | None


def steps(desk: Desk, entry: Entry, trip: RoundTrip = NOTHING_BETWEEN) -> list[Step]:
    """What the entry did, record by record, in an order in which it can be made again.

    The records go by the numbers that they have after the round `trip` since.
    """
    ops = sorted(
        (op for op in entry.ops if op.table in _RANK), key=lambda op: (_RANK[op.table], op.id)
    )
    return [_step(desk, entry, op, trip) for op in ops]


def _step(desk: Desk, entry: Entry, op: Op, trip: RoundTrip) -> Step:
    before, after = desk.store.before_and_after(entry, op)
    now = trip.op(op)
    return Step(now, _record(now, before, trip), _record(now, after, trip))


def _record(op: Op, document: dict[str, Any] | None, trip: RoundTrip) -> Record | None:
    if document is None:
        return None
    record = msgspec.convert(document, _TYPES[op.table]).but(id=op.id)
    return _renumbered(record, trip.numbers_of(_references(document)))


# -- what stands on it -------------------------------------------------------------------------


def in_the_way(desk: Desk, entry: Entry, trip: RoundTrip = NOTHING_BETWEEN) -> str | None:
    """Why the entry cannot be put back, as one sentence; None where nothing stands on it.

    What the round `trip` since did does not: it cancels itself out.
    """
    written, entry = entry, trip.renumbered(entry)
    if plain(entry.act) == ERASE:
        return "What was erased is gone for good."
    if desk.store.erased(subjects_in(entry)):
        return "A child whom it was about was erased since."
    if any(op.table not in _RANK for op in entry.ops):
        return "Settings and accounts are not put back: change them again."
    footprint = _Footprint(desk, entry, trip)
    for change in desk.store.changes(entry.seq):
        if footprint.bears(change):
            return _since(desk, entry, change)
    return _taken_since(desk, entry, steps(desk, written, trip))


def subjects_in(entry: Entry) -> set[int]:
    """The children that an entry is about."""
    return {op.subject for op in entry.ops if op.subject is not None}


class _Footprint:
    """What an entry touched, and so what would stand on it."""

    def __init__(self, desk: Desk, entry: Entry, trip: RoundTrip) -> None:
        self._desk = desk
        self._trip = trip
        self._seq = entry.seq
        self._ops = {(op.table, op.id): op for op in entry.ops}
        self._subjects = {op.subject for op in entry.ops if op.subject is not None}
        self._of_kind = {(op.table, op.subject) for op in entry.ops if op.subject is not None}
        made = {place for place, op in self._ops.items() if op.previous is None}
        clinics = {place for place in self._ops if place[0] == Session.table}
        self._footing = made | clinics

    def bears(self, change: Changed) -> bool:
        """Whether what was changed since stands on the entry."""
        place = (change.table, change.id)
        if not self._concerns(change) or self._as_it_was(change) or self._went_round(change):
            return False
        if place in self._ops:
            made = self._ops[place].previous is None
            return not (made and self._only_tried(change))
        if self._only_tried(change):
            return False
        return (change.table, change.subject) in self._of_kind or self.carries(change)

    def carries(self, change: Changed) -> bool:
        """Whether the record refers to one that the entry made, or to a clinic it changed."""
        document = self._desk.store.table(change.table).get(doc_id=change.id)
        return document is not None and not self._footing.isdisjoint(_references(document))

    def swept(self, change: Changed) -> bool:
        """Whether the record goes when the entry is put back: a mere try at booking on it."""
        mine = (change.table, change.id) in self._ops
        return not mine and not change.deleted and self.carries(change)

    def _concerns(self, change: Changed) -> bool:
        """Whether the record can have to do with the entry at all."""
        own = change.subject in self._subjects or (change.table, change.id) in self._ops
        return own or (change.table == Booking.table and bool(self._footing))

    def _later(self, change: Changed) -> list[Version]:
        history = self._desk.store.history(change.table, change.id)
        return [version for version in history if version.seq > self._seq]

    def _only_tried(self, change: Changed) -> bool:
        return all(map(self._mere_try, self._later(change)))

    def _mere_try(self, version: Version) -> bool:
        """Whether a first try was noted, or that was taken back, or noted again."""
        act = version.act
        while (number := reversed_by(act)) is not None:
            act = self._desk.store.entry(number).act
        return act == TRIED

    def _went_round(self, change: Changed) -> bool:
        """Whether nothing but the round trip changed the record."""
        return all(version.seq in self._trip.entries for version in self._later(change))

    def _as_it_was(self, change: Changed) -> bool:
        """Whether whatever was done to the record since has been undone."""
        history = self._desk.store.history(change.table, change.id)
        documents = (version.document for version in reversed(history) if version.seq <= self._seq)
        return history[-1].document == next(documents, None)


def _references(document: Mapping[str, Any]) -> Iterator[Address]:
    for field, table in _REFERENCES.items():
        if isinstance(number := document.get(field), int):
            yield table, number


def _since(desk: Desk, entry: Entry, change: Changed) -> str:
    """Who made the record what it is now, and not whoever later undid acts of their own."""
    history = desk.store.history(change.table, change.id)
    since = (version for version in history if version.seq > entry.seq)
    last = next(version for version in since if version.document == history[-1].document)
    names = names_of_staff(desk)
    at = last.at.astimezone(LONDON)
    who = names.get(last.by, f"staff {last.by}")
    return f"{who} {done(last.act)} since, on {shown(at.date())} at {at:%H:%M}."


def _taken_since(desk: Desk, entry: Entry, found: list[Step]) -> str | None:
    """Whose place a record put back would take: nobody is there twice, or in two places."""
    tables = (Booking.table, Session.table, Child.table)
    for step in found:
        if step.op.table in tables:
            sentence = _taken(desk, entry, step.before)
            if sentence is not None:
                return sentence
    return None


def _taken(desk: Desk, entry: Entry, before: Record | None) -> str | None:
    if isinstance(before, Booking):
        return _slot_taken(desk, before)
    if isinstance(before, Session):
        return _clinician_taken(desk, entry, before)
    return _logged_again(desk, before) if isinstance(before, Child) else None


def _logged_again(desk: Desk, before: Child) -> str | None:
    # The register loads what compares names, and every screen loads this module.
    from clanbook.desk.register import register_of

    register = register_of(desk.store)
    same_id = register.with_id(before.la, before.child_id)
    for known in (same_id, *register.with_nhs_number(before.nhs_number)):
        if known is not None and known.id != before.id:
            return f"{named(known)} was logged since."
    return None


def _slot_taken(desk: Desk, before: Booking) -> str | None:
    session = desk.session(before.session)
    if session is None or not before.occupies:
        return None
    for other in desk.bookings_in([session]):
        if other.id != before.id and other.index == before.index and other.occupies:
            return f"{session_name(session, before.index)} was booked again since."
    return None


def _clinician_taken(desk: Desk, entry: Entry, before: Session) -> str | None:
    """Who has the clinician's time, other than what goes with the entry itself, as a visit does."""
    if before.closed_on is not None:
        return None
    made = {op.id for op in entry.ops if op.table == Session.table and op.previous is None}
    held = desk.sessions(before.day, before.day)
    other = clash(before, (session for session in held if session.id not in made))
    return None if other is None else f"{before.clinician} is at {session_name(other)} then."


# -- putting it back ---------------------------------------------------------------------------


def put_back(desk: Desk, keeper: Keeper, entry: Entry, trip: RoundTrip = NOTHING_BETWEEN) -> None:
    """Leave every record as it was before the entry; one it had removed gets a new number."""
    found = steps(desk, entry, trip)
    footprint = _Footprint(desk, trip.renumbered(entry), trip)
    for change in desk.store.changes(entry.seq):
        if change.table == Assessment.table and footprint.swept(change):
            _drop(desk, keeper, change.table, change.id)
    for step in reversed(found):
        if step.before is None:
            _drop(desk, keeper, step.op.table, step.op.id)
    renumbered: dict[Address, int] = {}
    for step in found:
        if step.before is not None:
            record = _renumbered(step.before, renumbered)
            number = 0 if step.after is None else step.op.id
            # Nothing stands on it: whoever saved the record since has put it back.
            kept = keeper.put(record.but(id=number, version=desk.store.seq))
            renumbered[step.op.table, step.op.id] = kept.id


def _drop(desk: Desk, keeper: Keeper, table: str, number: int) -> None:
    document = desk.store.table(table).get(doc_id=number)
    if document is not None:
        keeper.drop(_TYPES[table].of(document))


def _renumbered(record: Record, renumbered: Mapping[Address, int]) -> Record:
    """The record referring to others by the numbers they have now."""
    changes = {
        field: renumbered[table, getattr(record, field)]
        for field, table in _REFERENCES.items()
        if (table, getattr(record, field, None)) in renumbered
    }
    return record.but(**changes)
