"""Is the store sound? Both chains, the documents against the journal, the database's own check."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from store.audit import PAGE
from store.engine import Engine, Sealed, Stored
from store.errors import StoreDamaged, StoreError
from store.journal import (
    START,
    Entry,
    Keyring,
    NewerFormat,
    Op,
    Unreadable,
    decode,
    read_access,
    read_entry,
    seal,
    subjects_of,
)
from store.memory import Address
from store.schema import Schema


class Finding(NamedTuple):
    """Something wrong: where, and what."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}."


def findings(engine: Engine, schema: Schema) -> list[Finding]:
    """Everything wrong with a store; empty where it is sound. Others may go on working."""
    checks = (_files, _journal_and_documents, _accesses)
    found: list[Finding] = []
    with engine.reading():
        for check in checks:
            try:
                found.extend(check(engine, schema))
            except StoreError as error:
                found.append(unreadable(error))
    return found


def unreadable(error: StoreError) -> Finding:
    """What is found where the database itself stops the reading."""
    return Finding("the database", f"it cannot be read on ({error.detail})")


def check_tail(engine: Engine) -> None:
    """Raise StoreDamaged where the next entry would be written over damage to the last one."""
    with engine.reading():
        head = engine.head() or Sealed(0, START, b"")
        if head.seq > 0:
            before = engine.entry(head.seq - 1) if head.seq > 1 else Sealed(0, START, b"")
            if before is None:
                raise StoreDamaged(engine.where, f"entry {head.seq - 1} is missing")
            if seal(before.seal, head.entry) != head.seal:
                raise StoreDamaged(engine.where, f"entry {head.seq}: its seal does not fit")
        for stored in engine.changed_since(head.seq):
            what = f"entry {stored.seq}, which left {stored.table} {stored.id}, is missing"
            raise StoreDamaged(engine.where, what)


def _files(engine: Engine, _: Schema) -> Iterator[Finding]:
    for problem in engine.problems():
        yield Finding("the database", f"its own check says {problem!r}")


def _accesses(engine: Engine, _: Schema) -> Iterator[Finding]:
    chain = Chain("access", read_access)
    for row in _rows(engine.accesses):
        chain.follow(row)
    yield from chain.findings


def _journal_and_documents(engine: Engine, schema: Schema) -> Iterator[Finding]:
    chain = Chain("entry", read_entry)
    last: dict[Address, int] = {}
    for row in _rows(engine.entries):
        entry = chain.follow(row)
        for op in entry.ops if entry else ():
            yield from _pointer(row.seq, op, last)
    yield from chain.findings
    yield from _against_documents(engine, schema, last)
    yield from _without_entry(engine, last)


def _rows(read: Callable[[int, int], list[Sealed]]) -> Iterator[Sealed]:
    for page in _pages(read):
        yield from page


def _pages(read: Callable[[int, int], list[Sealed]]) -> Iterator[list[Sealed]]:
    after = -(2**62)
    # A damaged database may give its rows in no order, and the same again without end.
    while (page := read(after, PAGE)) and page[-1].seq > after:
        yield page
        after = page[-1].seq


class Chain:
    """Follows one chain from its start and remembers what does not fit."""

    def __init__(self, name: str, read: Callable[[bytes], Any]) -> None:
        """Begin at the start; `read` understands a row's bytes."""
        self.findings: list[Finding] = []
        self._name = name
        self._read = read
        self._last = Sealed(0, START, b"")
        self._at = ""

    def follow(self, row: Sealed) -> Any:
        """Take the next row; what it says, or None where it cannot be read."""
        if row.seq != self._last.seq + 1:
            self._found(row, f"it follows {self._name} {self._last.seq}: what was between is gone")
        if seal(self._last.seal, row.entry) != row.seal:
            self._found(row, "its seal does not fit: it, or the one before, is not as written")
        self._last = row
        return self._understood(row)

    def _understood(self, row: Sealed) -> Any:
        try:
            entry = self._read(row.entry)
        except (NewerFormat, Unreadable) as error:
            self._found(row, f"it cannot be read ({error})")
            return None
        if entry.seq != row.seq:
            self._found(row, f"it says it is {self._name} {entry.seq}")
        if entry.written_at < self._at:
            self._found(row, f"it is of {entry.written_at}, before the one before it")
        self._at = max(self._at, entry.written_at)
        return entry

    def _found(self, row: Sealed, what: str) -> None:
        self.findings.append(Finding(f"{self._name} {row.seq}", what))


def _pointer(seq: int, op: Op, last: dict[Address, int]) -> Iterator[Finding]:
    """Whether an op points to the entry that last changed its document; takes note of it."""
    before = last.get((op.table, op.id))
    if op.previous != before:
        what = f"{op.table} {op.id} was last changed by {before}, not by {op.previous}"
        yield Finding(f"entry {seq}", what)
    last[op.table, op.id] = seq


def _against_documents(
    engine: Engine, schema: Schema, last: dict[Address, int]
) -> Iterator[Finding]:
    """Every document's last entry against the document; of the ones before, that they decrypt."""
    for rows in _pages(engine.entries):
        entries = [(row.seq, entry) for row in rows if (entry := _readable(row)) is not None]
        ops = [(seq, op) for seq, entry in entries for op in entry.ops]
        ring = Keyring(engine.keys(subjects_of([op for _, op in ops])))
        latest = [(op.table, op.id) for seq, op in ops if last.get((op.table, op.id)) == seq]
        stored = engine.documents(latest)
        for seq, op in ops:
            if last.get((op.table, op.id)) == seq:
                what = _difference(schema, ring, op, seq, stored.get((op.table, op.id)))
            else:
                what = _undecryptable(ring, op, seq)
            if what is not None:
                yield Finding(f"{op.table} {op.id}", what)


def _undecryptable(ring: Keyring, op: Op, seq: int) -> str | None:
    try:
        ring.document(op, seq)
    except Unreadable:
        return f"entry {seq} holds it, but it does not decrypt"
    return None


def _readable(row: Sealed) -> Entry | None:
    try:
        return read_entry(row.entry)
    except (NewerFormat, Unreadable):
        return None


def _difference(
    schema: Schema, ring: Keyring, op: Op, seq: int, stored: Stored | None
) -> str | None:
    """What is wrong with a document, going by the op that last changed it."""
    if stored is None:
        return f"it is not there, though entry {seq} left it"
    if stored.seq != seq:
        return f"it says entry {stored.seq} changed it last, which was entry {seq}"
    if (what := _undecryptable(ring, op, seq)) is not None:
        return what
    body = ring.document(op, seq)
    if body is None and not op.deleted:
        return None if stored.body is None else f"the key of its subject {op.subject} is gone"
    if body != stored.body:
        return f"it is not as entry {seq} left it"
    return _displaced(schema, stored)


def _displaced(schema: Schema, stored: Stored) -> str | None:
    table = schema.by_name.get(stored.table)
    if table is None or stored.body is None:
        return None
    try:
        document = decode(stored.body)
        if not isinstance(document, dict):
            return "it is no document, but a single value or a list"
        place = table.place(stored.id, document)
    except ValueError as error:
        return str(error)
    if (stored.subject, stored.until) == place:
        return None
    return "its subject or last live day is not the document's own"


def _without_entry(engine: Engine, last: dict[Address, int]) -> Iterator[Finding]:
    for stored in engine.everything():
        if (stored.table, stored.id) not in last:
            yield Finding(f"{stored.table} {stored.id}", "no entry of the journal knows it")
