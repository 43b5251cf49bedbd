"""New numbers: what an undo removed and a redo put back is the same record by another number."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from msgspec.structs import replace

from clanbook.records import Child
from store import Entry, Op

Address = tuple[str, int]


@dataclass(frozen=True)
class RoundTrip:
    """Undos and redos that cancel each other out, and the numbers they left records with.

    `entries` are theirs; `numbers` has the next number of a record that was removed.
    """

    entries: frozenset[int] = frozenset()
    numbers: Mapping[Address, int] = field(default_factory=dict)

    def number(self, table: str, was: int) -> int:
        """The number by which a record goes now."""
        while (new := self.numbers.get((table, was))) is not None:
            was = new
        return was

    def numbers_of(self, records: Iterable[Address]) -> dict[Address, int]:
        """The numbers by which records go now."""
        return {(table, was): self.number(table, was) for table, was in records}

    def renumbered(self, entry: Entry) -> Entry:
        """The entry, as if it had been about the records by the numbers they have now."""
        return replace(entry, ops=tuple(self.op(op) for op in entry.ops))

    def op(self, op: Op) -> Op:
        """One record's part of an entry, by the number it has now."""
        subject = None if op.subject is None else self.number(Child.table, op.subject)
        return replace(op, id=self.number(op.table, op.id), subject=subject)


def new_numbers(removing: Entry, again: Entry) -> Iterator[tuple[Address, int]]:
    """The numbers that `again`, which put back what `removing` removed, gave the records.

    Both have the records of a table in the same order: they are put back as they were numbered.
    """
    for table in {op.table for op in again.ops}:
        gone = sorted(op.id for op in removing.ops if op.table == table and op.deleted)
        made = sorted(op.id for op in again.ops if op.table == table and op.previous is None)
        yield from zip(((table, number) for number in gone), made, strict=False)
