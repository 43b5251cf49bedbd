"""Everybody the store knows, closed cases too: found by name, date of birth and numbers."""

from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial
from typing import Any, Generic, NamedTuple, TypeVar
from weakref import WeakKeyDictionary, proxy

from clanbook.identity import key
from clanbook.likeness import BirthLikeness, NameLikeness, births_alike, names_alike
from clanbook.records import Child
from store import Store

V = TypeVar("V", bound=Hashable)


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
    """A child that may be the one, and why; `blocks` names what no other child can have of it.

    `rank` is the lower the likelier.
    """

    child: Child
    why: str
    rank: int
    blocks: str = ""


class _Match(NamedTuple):
    """How one child compares with what is sought; `crossed` with the names the other way round.

    `given` says whether a given name alike tells anything by itself.
    """

    same_id: bool
    same_number: bool
    surname: NameLikeness
    forename: NameLikeness
    birth: BirthLikeness
    name: bool
    crossed: bool
    given: bool


class _Comparison:
    """One search: compares every name and every date with what is sought but once."""

    def __init__(self, sought: Sought) -> None:
        self._sought = sought
        self.surname = cache(partial(names_alike, sought.surname))
        self.forename = cache(partial(names_alike, sought.forename))
        # Behind a family name an initial tells; by itself it would find a tenth of everybody.
        self._behind = cache(partial(names_alike, sought.forename, shortest=1))
        self.birth = cache(partial(births_alike, sought.dob))
        self.id = key(sought.la, sought.child_id) if sought.la and sought.child_id else None

    def match(self, child: Child) -> _Match:
        """How the child compares."""
        number = bool(self._sought.nhs_number) and self._sought.nhs_number == child.nhs_number
        same_id = self.id is not None and key(child.la, child.child_id) == self.id
        surname = self.surname(child.surname)
        forename = (self._behind if surname else self.forename)(child.forename)
        birth = self.birth(child.dob)
        crossed = bool(self.surname(child.forename) and self.forename(child.surname))
        one_missing = not self._sought.forename or not child.forename
        name = bool(surname and (forename or one_missing))
        given = self._given_tells(child, forename, birth)
        return _Match(same_id, number, surname, forename, birth, name, crossed, given)

    def _given_tells(self, child: Child, forename: NameLikeness, birth: BirthLikeness) -> bool:
        """Whether a given name alike tells anything of a child of another family name.

        There are too many Myas: the births must be nearly the same, or with one of them not
        known the given name just the same. Where no family name is sought it is all there is.
        """
        if not self._sought.surname:
            return bool(forename)
        if self._sought.dob is None or child.dob is None:
            return forename is NameLikeness.SAME
        return forename > NameLikeness.BEGINS and birth is not BirthLikeness.NONE


SAME_DAY, NEAR_DAY = BirthLikeness.SAME, BirthLikeness.SLIP

_WHY: tuple[tuple[Callable[[_Match], bool], str], ...] = (
    (lambda m: m.same_id, "known under this LA and id"),
    (lambda m: m.same_number, "has the same NHS number"),
    (lambda m: m.birth is SAME_DAY and m.name, "born the same day, name alike"),
    (
        lambda m: m.birth is SAME_DAY and m.surname > 0,
        "born the same day, family name alike, other given name: a twin?",
    ),
    (lambda m: m.birth is SAME_DAY and m.crossed, "born the same day, names the other way round"),
    (lambda m: m.birth is NEAR_DAY and m.name, "born nearly the same day, name alike"),
    (lambda m: m.name and m.surname > NameLikeness.BEGINS, "name alike"),
    (lambda m: m.name, "name begins alike"),
    (lambda m: m.crossed, "names alike the other way round"),
    (lambda m: m.birth is SAME_DAY, "born the same day"),
    (lambda m: m.surname > NameLikeness.BEGINS, "family name alike: a sibling?"),
    (lambda m: m.given and m.forename > NameLikeness.BEGINS, "given name alike"),
    (lambda m: m.given, "given name begins"),
)
"""Why a child may be the one sought, likeliest first."""


class _Index(Generic[V]):
    """The numbers of children by something of theirs: each value is looked at once for all."""

    def __init__(self, of: Callable[[Child], V]) -> None:
        self._of = of
        self._numbers: defaultdict[V, set[int]] = defaultdict(set)

    def add(self, child: Child) -> None:
        """Take in a child."""
        self._numbers[self._of(child)].add(child.id)

    def discard(self, child: Child) -> None:
        """Leave out a child as it was taken in."""
        value = self._of(child)
        self._numbers[value].discard(child.id)
        if not self._numbers[value]:
            del self._numbers[value]

    def having(self, value: V) -> Collection[int]:
        """Whoever has this value."""
        return self._numbers.get(value, ())

    def where(self, holds: Callable[[V], object]) -> Iterator[int]:
        """Whoever has a value that something holds of."""
        return (child for value, of in self._numbers.items() if holds(value) for child in of)


class Register:
    """Everybody's own record, read once and then kept up with the store."""

    def __init__(self, store: Store) -> None:
        """Begin empty: everybody is read when somebody is first looked for."""
        self._store = store
        self._seq = 0
        self._children: dict[int, Child] = {}
        self._by_surname = _Index(lambda child: child.surname)
        self._by_forename = _Index(lambda child: child.forename)
        self._by_birth = _Index(lambda child: child.dob)
        self._by_number = _Index(lambda child: child.nhs_number)
        self._by_id = _Index(lambda child: key(child.la, child.child_id))
        self._indexes: tuple[_Index[Any], ...] = (
            self._by_surname,
            self._by_forename,
            self._by_birth,
            self._by_number,
            self._by_id,
        )

    def search(self, sought: Sought) -> list[Found]:
        """Whoever may be the one sought, likeliest first."""
        self._refresh()
        compared = _Comparison(sought)
        alike = (self._children[number] for number in self._alike(sought, compared))
        found = (_found(child, compared.match(child)) for child in alike)
        return sorted(filter(None, found), key=_likeliest)

    def with_nhs_number(self, number: str) -> list[Child]:
        """Everybody who has that NHS number; nobody where it is empty."""
        self._refresh()
        return self._of(self._by_number.having(number)) if number else []

    def namesakes(self, surname: str, forename: str, dob: date | None) -> list[Child]:
        """Everybody of just that name and date of birth; nobody where any of it is not known."""
        self._refresh()
        if not surname or not forename or dob is None:
            return []
        same = NameLikeness.SAME
        return [
            child
            for child in self._of(self._by_birth.having(dob))
            if names_alike(surname, child.surname) is same
            and names_alike(forename, child.forename) is same
        ]

    def with_id(self, la: str, child_id: str) -> Child | None:
        """The child of that LA (`Child.la`) with the LA's id, in whatever case it is written.

        Of two from before whose ids differ by case alone, it is the one written just so.
        """
        self._refresh()
        alike = self._of(self._by_id.having(key(la, child_id)))
        exact = (child for child in alike if (child.la, child.child_id) == (la, child_id))
        return next(exact, alike[0] if alike else None)

    def _of(self, numbers: Collection[int]) -> list[Child]:
        return [self._children[number] for number in sorted(numbers)]

    def _alike(self, sought: Sought, compared: _Comparison) -> set[int]:
        """Everybody of whom anything is like what is sought."""
        crossed = set(self._by_forename.where(compared.surname))
        return {
            *self._by_surname.where(compared.surname),
            *self._by_forename.where(compared.forename),
            *self._by_birth.where(compared.birth),
            *crossed.intersection(self._by_surname.where(compared.forename)),
            *(self._by_number.having(sought.nhs_number) if sought.nhs_number else ()),
            *(self._by_id.having(compared.id) if compared.id else ()),
        }

    def _refresh(self) -> None:
        seq = self._store.seq
        if seq != self._seq:
            with self._store.snapshot():
                self._catch_up()
            self._seq = seq

    def _catch_up(self) -> None:
        table = self._store.table(Child.table)
        if not self._seq:
            for document in table.whole():
                self._add(Child.of(document))
            return
        for change in self._store.changes(self._seq):
            if change.table == Child.table:
                self._discard(change.id)
                if (known := table.get(doc_id=change.id)) is not None:
                    self._add(Child.of(known))

    def _add(self, child: Child) -> None:
        self._children[child.id] = child
        for index in self._indexes:
            index.add(child)

    def _discard(self, number: int) -> None:
        if (before := self._children.pop(number, None)) is not None:
            for index in self._indexes:
                index.discard(before)


_EVERY_LIKENESS = 2 * len(NameLikeness)
"""More than how alike two names can be, so that no likeness makes up for a worse reason."""


def _likeness(match: _Match) -> int:
    """How alike the names are, which orders those with the same reason."""
    return match.surname + match.forename


def _found(child: Child, match: _Match) -> Found | None:
    for rank, (holds, why) in enumerate(_WHY):
        if holds(match):
            return Found(child, why, rank * _EVERY_LIKENESS - _likeness(match), _blocks(match))
    return None


def _blocks(match: _Match) -> str:
    """The column that was typed as it is kept of this child, who alone can have it so."""
    if match.same_number:
        return "nhs_number"
    return "child_id" if match.same_id else ""


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
