"""What a commit writes: the sealed entry of a transaction, its documents, its notes."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from store.audit import understood
from store.engine import Batch, Engine, Sealed, Stored
from store.errors import SubjectErased
from store.journal import (
    FORMAT,
    START,
    Access,
    Entry,
    Keyring,
    Op,
    check_numbers,
    encode,
    new_key,
    seal,
    stamps,
    written_at,
)
from store.memory import Address, Change, Head
from store.schema import Schema


class Act(NamedTuple):
    """Who did what, and when it was by the clock (as entries write instants)."""

    by: int
    name: str
    now: str


class Note(NamedTuple):
    """Something to be kept in the log of accesses."""

    by: int
    act: str
    subjects: tuple[int, ...]
    facts: dict[str, Any]


def batch(
    engine: Engine, schema: Schema, act: Act, changes: Mapping[Address, Change], last: Head
) -> tuple[Batch, Head]:
    """What to write for a transaction's changes after the entry `last`, and the new head."""
    seq = last.seq + 1
    at, clock = stamps(act.now, last.at)
    ring, fresh = _keys(engine, schema, changes)
    entry = Entry(
        version=FORMAT,
        seq=seq,
        written_at=at,
        clock=clock,
        by=act.by,
        act=act.name,
        ops=tuple(_op(seq, ring, table, change) for (table, _), change in changes.items()),
    )
    written = _sealed(entry, last)
    placed, changed = _documents(seq, changes)
    return Batch(written, placed, changed, fresh), Head(seq, written.seal, at)


def accesses(engine: Engine, notes: Sequence[Note], now: str) -> list[Sealed]:
    """What to write for some notes, after the last one there is."""
    if not notes:
        return []
    row = engine.access_head()
    last = Head(0, START, "")
    if row is not None:
        last = Head(row.seq, row.seal, understood(engine, written_at, row))
    found: list[Sealed] = []
    for note in notes:
        access = _access(note, last, now)
        found.append(_sealed(access, last))
        check_numbers(note.facts)
        last = Head(access.seq, found[-1].seal, access.written_at)
    return found


def _sealed(entry: Entry | Access, last: Head) -> Sealed:
    data = encode(entry)
    return Sealed(entry.seq, seal(last.seal, data), data)


def _access(note: Note, last: Head, now: str) -> Access:
    at, clock = stamps(now, last.at)
    return Access(
        version=FORMAT,
        seq=last.seq + 1,
        written_at=at,
        clock=clock,
        by=note.by,
        act=note.act,
        subjects=note.subjects,
        facts=note.facts,
    )


def _keys(
    engine: Engine, schema: Schema, changes: Mapping[Address, Change]
) -> tuple[Keyring, dict[int, bytes]]:
    """The keys of the subjects concerned, and those of them that are new.

    They are read anew each time: a key that was deleted is never written with again, and its
    subject gets no other. Raises SubjectErased for such a subject.
    """
    subjects = {
        subject
        for change in changes.values()
        if change.now.body and (subject := change.now.place.subject) is not None
    }
    known = engine.keys(subjects) if subjects else {}
    fresh: dict[int, bytes] = {}
    if unknown := sorted(subjects - known.keys()):
        for _, subject in engine.documents([(schema.root, subject) for subject in unknown]):
            raise SubjectErased(engine.where, str(subject))
        fresh = {subject: new_key() for subject in unknown}
    return Keyring(known | fresh), fresh


def _op(seq: int, ring: Keyring, table: str, change: Change) -> Op:
    now = change.now
    previous = None if change.before is None else change.before.version
    subject = now.place.subject
    if now.body is None:
        return Op(table=table, id=now.id, previous=previous, subject=subject)
    if subject is None:
        return Op(table=table, id=now.id, previous=previous, doc=msgspec.Raw(now.body))
    secret = ring.encrypt(subject, seq, table, now.id, now.body)
    return Op(table=table, id=now.id, previous=previous, subject=subject, enc=secret)


def _documents(seq: int, changes: Mapping[Address, Change]) -> tuple[list[Stored], list[Stored]]:
    """The current documents to write: those newly placed or removed, and those only changed."""
    placed: list[Stored] = []
    changed: list[Stored] = []
    for (name, doc_id), change in changes.items():
        now = change.now
        stays = now.body is not None and now.place == change.was
        stored = Stored(name, doc_id, seq, *now.place, now.body)
        (changed if stays else placed).append(stored)
    return placed, changed
