"""Everybody the store knows, closed cases too: found by name, date of birth and numbers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import NamedTuple
from weakref import WeakKeyDictionary, proxy

from clanbook.likeness import BirthLikeness, NameLikeness, births_alike, names_alike
from clanbook.records import Child
from store import Store


@dataclass(frozen=True)
class Sought:
    """What is known so far of a child to be looked for; empty where nothing is.

    `la` is as `Child.la`; `nhs_number` is ten digits.
    """

    surname: str = ""
    forename: str = ""
    dob: date | None = None
    nhs_number: str = ""
    la: str = ""
    child_id: str = ""


@dataclass(frozen=True)
class Found:
    """A child that may be the one, and why; one that `blocks` has the NHS number of another."""

    child: Child
    why: str
    rank: int
    blocks: bool = False


class _Match(NamedTuple):
    """How one child compares with what is sought; `crossed` with the names the other way round."""

    same_id: bool
    same_number: bool
    surname: NameLikeness
    forename: NameLikeness
    birth: BirthLikeness
    name: bool
    crossed: bool


class _Comparison:
    """One search: compares every name and every date with what is sought but once."""

    def __init__(self, sought: Sought) -> None:
        self._sought = sought
        self._surname = cache(partial(names_alike, sought.surname))
        self._forename = cache(partial(names_alike, sought.forename))
        self._birth = cache(partial(births_alike, sought.dob))
        self._id = (sought.la, sought.child_id) if sought.la and sought.child_id else None

    def match(self, child: Child) -> _Match | None:
        """How the child compares; None where nothing is alike."""
        number = bool(self._sought.nhs_number) and self._sought.nhs_number == child.nhs_number
        same_id = (child.la, child.child_id) == self._id
        surname, forename = self._surname(child.surname), self._forename(child.forename)
        birth = self._birth(child.dob)
        crossed = bool(self._surname(child.forename) and self._forename(child.surname))
        if not (surname or forename or birth or crossed or number or same_id):
            return None
        one_missing = not self._sought.forename or not child.forename
        name = bool(surname and (forename or one_missing))
        return _Match(same_id, number, surname, forename, birth, name, crossed)


SAME_DAY, NEAR_DAY = BirthLikeness.SAME, BirthLikeness.SLIP

_WHY: tuple[tuple[Callable[[_Match], bool], str], ...] = (
    (lambda m: m.same_id, "known under this LA and id"),
    (lambda m: m.same_number, "has the same NHS number"),
    (lambda m: m.birth is SAME_DAY and m.name, "born the same day, name alike"),
    (
        lambda m: m.birth is SAME_DAY and m.surname > 0,
        "born the same day, family name alike, other forename: a twin?",
    ),
    (lambda m: m.birth is SAME_DAY and m.crossed, "born the same day, names the other way round"),
    (lambda m: m.birth is NEAR_DAY and m.name, "born nearly the same day, name alike"),
    (lambda m: m.name and m.surname > NameLikeness.BEGINS, "name alike"),
    (lambda m: m.name, "name begins alike"),
    (lambda m: m.crossed, "names alike the other way round"),
    (lambda m: m.birth is SAME_DAY, "born the same day"),
    (lambda m: m.surname > NameLikeness.BEGINS, "family name alike: a sibling?"),
    (lambda m: m.forename > NameLikeness.BEGINS, "forename alike"),
)
"""Why a child may be the one sought, likeliest first."""


class Register:
    """Everybody's own record, read once and then kept up with the store."""

    def __init__(self, store: Store) -> None:
        """Begin empty: everybody is read when somebody is first looked for."""
        self._store = store
        self._seq = 0
        self._children: dict[int, Child] = {}

    def search(self, sought: Sought) -> list[Found]:
        """Whoever may be the one sought, likeliest first."""
        self._refresh()
        match = _Comparison(sought).match
        found = (_found(child, match(child)) for child in self._children.values())
        return sorted(filter(None, found), key=_likeliest)

    def with_nhs_number(self, number: str) -> list[Child]:
        """Everybody who has that NHS number; nobody where it is empty."""
        self._refresh()
        return [c for c in self._children.values() if number and c.nhs_number == number]

    def with_id(self, la: str, child_id: str) -> Child | None:
        """The child of that LA (`Child.la`) with the LA's id."""
        self._refresh()
        of_la = (c for c in self._children.values() if c.la == la)
        return next((c for c in of_la if c.child_id == child_id), None)

    def _refresh(self) -> None:
        seq = self._store.seq
        if seq != self._seq:
            with self._store.snapshot():
                self._catch_up()
            self._seq = seq

    def _catch_up(self) -> None:
        if self._seq:
            for change in self._store.changes(self._seq):
                if change.table == Child.table:
                    self._read(change.id)
        else:
            self._read_everybody()

    def _read_everybody(self) -> None:
        """Read by number until everybody was found: closed cases are read, not made resident."""
        left, number = len(self._store.table(Child.table)), 0
        while left:
            number += 1
            left -= self._read(number)

    def _read(self, number: int) -> bool:
        """Read one child's own record; whether there is one."""
        document = self._store.table(Child.table).get(doc_id=number)
        if document is None:
            self._children.pop(number, None)
            return False
        self._children[number] = Child.of(document)
        return True


def _found(child: Child, match: _Match | None) -> Found | None:
    if match is None:
        return None
    for rank, (holds, why) in enumerate(_WHY):
        if holds(match):
            return Found(child, why, rank, match.same_number and not match.same_id)
    return None


def _likeliest(found: Found) -> tuple[int, str, str, int]:
    child = found.child
    return found.rank, child.surname.casefold(), child.forename.casefold(), child.id


_REGISTERS: WeakKeyDictionary[Store, Register] = WeakKeyDictionary()


def register_of(store: Store) -> Register:
    """The register of a store: one for as long as the store is open."""
    if (known := _REGISTERS.get(store)) is None:
        # A register that held its store would keep both for ever.
        known = _REGISTERS[store] = Register(proxy(store))
    return known
