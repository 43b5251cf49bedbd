"""Erasing a child: their key, documents and drafts go; what the figures need stays, unnamed.

The journal is not touched: what it holds of the child can never be read again. Backups made
before still hold the child, so that whoever restores one gives the list of `erasures`, each of
which says by an entry's seal whom it means, and names nobody.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from typing import Any

import msgspec

from clanbook import settings
from clanbook.caseload import Case
from clanbook.dates import local_date, read_date
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused, Unknown
from clanbook.desk.naming import named
from clanbook.desk.remainders import remainders_in
from clanbook.desk.restoring import ERASE
from clanbook.desk.schema import SETTINGS_ID, SETTINGS_TABLE
from clanbook.figures.remainder import Was, left_of
from clanbook.identity import folded
from clanbook.records import (
    CHILD_TABLES,
    REMAINS,
    Child,
    Questionnaire,
    Record,
    Remainder,
    StaffRole,
)
from store import Store

_TABLES: tuple[type[Record], ...] = (Child, *CHILD_TABLES, Questionnaire)

_NUMBERS = ("nhs_number", "child_id", "upn")
_NAMES = ("surname", "forename")

DraftPlace = tuple[int, str, int]


@dataclass(frozen=True)
class Going:
    """What would go: whose, how many records of which kind, how many half-typed forms.

    `ahead` counts the appointments whose slots would be free again; `in_care` says that the
    child has not left care.
    """

    child: str
    number: int
    records: Mapping[str, int]
    drafts: int
    ahead: int
    in_care: bool

    @property
    def sentences(self) -> Iterator[str]:
        """What goes and what stays, as it is told before anybody agrees."""
        kinds = ", ".join(f"{kind} {count}" for kind, count in self.records.items())
        yield f"Erasing {self.child}, for good: name, numbers, birth date, contacts, free text."
        yield f"These go: {kinds}; half-typed forms {self.drafts}."
        if self.ahead:
            yield f"Appointments ahead, whose slots will be free: {self.ahead}. Tell the carer."
        if self.in_care:
            yield "The child is still in care: what falls due stays counted and is on no worklist."
        yield "Unnamed, what the figures count stays: LA, locality, dates, sex, ethnic group."


class Erasure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of the list of erasures: the child's number, and the entry that first held them.

    The seal of that entry tells whether a store's child of that number is the one that is meant.
    """

    child: int
    entry: int
    seal: str
    erased_on: date


@act("look_at_erasing", StaffRole.MANAGER)
def going(desk: Desk, child: int, reason: str) -> Going:
    """What erasing a child would take away; Refused for a reason that cannot be kept."""
    case = desk.case(child)
    _check_reason(reason, case.child)
    counts = Counter(record.table for record in desk.records_of(child))
    answered = len(desk.store.table(Questionnaire.table).lookup(("child",), (child,)))
    records = {Child.table: 1, **counts, **({Questionnaire.table: answered} if answered else {})}
    return Going(
        child=named(case.child),
        number=child,
        records=records,
        drafts=len(_drafts_about(desk.store, case.child)),
        ahead=sum(b.ending is None and b.day >= desk.today for b in case.bookings),
        in_care=any(_open(case, desk.today)),
    )


def _open(case: Case, today: date) -> Iterator[bool]:
    return (case.in_care(episode, today) for episode in case.episodes)


@act(ERASE, StaffRole.MANAGER)
def erase(desk: Desk, child: int, reason: str) -> Erasure:
    """Erase a child and say how the list of erasures names them; then `sweep` the store."""
    _check_reason(reason, desk.child(child))
    return _erase(desk.store, desk.staff.id, child, reason, desk.today)


@act("sweep", StaffRole.MANAGER)
def sweep(desk: Desk) -> None:
    """Clear the store's files of what was erased; StoreNotSwept where others read too long."""
    desk.store.sweep()


@act("list_erased", StaffRole.MANAGER)
def erasures(desk: Desk) -> list[Erasure]:
    """Every erasure there was, to be kept beside the backups: it names nobody."""
    return [_line(desk.store, found) for found in remainders_in(desk.store)]


class Again(Enum):
    """What a line of the list of erasures is to the store that a backup made."""

    ERASED = auto()
    """The backup still held the child, who is erased from it now."""

    GONE = auto()
    """The child had been erased before the backup was made."""

    LATER = auto()
    """Its entry is later than the backup, if it is of this store at all: nobody can tell."""

    OTHERS = auto()
    """It is of another store, whose child of that number is somebody else."""


def erase_again(store: Store, by: int, lines: Iterable[Erasure]) -> Counter[Again]:
    """Erase from a restored store whoever was erased since its backup; how many lines are what."""
    last = store.seq
    found = [(_known(store, line, last), line) for line in lines]
    for known, line in found:
        if known is Again.ERASED:
            _erase(store, by, line.child, "erased before, from a later store", line.erased_on)
    return Counter(known for known, _ in found)


def _known(store: Store, line: Erasure, last: int) -> Again:
    """Whom a line means: by the seal of the entry, not somebody else under the same number."""
    if line.entry > last:
        return Again.LATER
    if store.seal_of(line.entry) != line.seal:
        return Again.OTHERS
    there = store.table(Child.table).get(doc_id=line.child) is not None
    return Again.ERASED if there else Again.GONE


# -- doing it ----------------------------------------------------------------------------------


def _erase(store: Store, by: int, child: int, reason: str, day: date) -> Erasure:
    with store.transaction(by, ERASE):
        standing = store.table(Child.table).get(doc_id=child)
        if standing is None:
            raise Unknown("Somebody else has erased this child, or taken them away, meanwhile.")
        known = Child.of(standing)
        remainder = Remainder(
            child=REMAINS + child,
            of_la=known.la,
            erased_on=day,
            reason=reason.strip(),
            known=left_of(list(_history(store, child)), _services(store)),
        )
        drafts = _drafts_about(store, known)
        store.erase(child, drafts)
        store.table(Remainder.table).insert(remainder.document())
    return _line(store, remainder)


def _history(store: Store, child: int) -> Iterator[Was]:
    """Every state that every record of the child ever had."""
    for kind in _TABLES:
        for number in store.ids_of(kind.table, child):
            for version in store.history(kind.table, number):
                record = None if version.document is None else _record(kind, version.document)
                yield Was(version.seq, local_date(version.at), kind.table, number, record)


def _record(kind: type[Record], document: Mapping[str, Any]) -> Record:
    return msgspec.convert(document, kind)


def _services(store: Store) -> list[settings.Service]:
    """The settings that ever were in force, latest first."""
    versions = reversed(store.history(SETTINGS_TABLE, SETTINGS_ID))
    return [settings.from_document(each.document) for each in versions if each.document]


def _line(store: Store, remainder: Remainder) -> Erasure:
    entry = min(known.seq for known in remainder.known)
    seal = store.seal_of(entry) or ""
    return Erasure(child=remainder.erased, entry=entry, seal=seal, erased_on=remainder.erased_on)


# -- whom a text is about ----------------------------------------------------------------------


def _check_reason(reason: str, child: Child) -> None:
    """Refuse a reason that is none, or that would keep what is to go: it stays on record."""
    if not reason.strip():
        raise Refused("Erasing a child needs a reason, which stays on record: add --reason.")
    said = folded(reason)
    names = (getattr(child, field) for field in (*_NAMES, *_NUMBERS))
    if any(_holds(said, folded(name)) for name in names) or _holds_digits(said, child.nhs_number):
        raise Refused(
            "The reason names the child, and it stays on record: say it without name or number."
        )


def _drafts_about(store: Store, child: Child) -> list[DraftPlace]:
    """The half-typed forms about a child: opened on their page, or typed like them."""
    return [
        (staff, form, subject)
        for staff, form, subject, body in store.drafts.everybody()
        if subject == child.id or (not subject and _typed_like(child, body, store))
    ]


def _typed_like(child: Child, body: Mapping[str, Any], store: Store) -> bool:
    """Whether a form not yet about anybody is about the child by what is typed in it.

    It holds a number of theirs, or two of family name, given name and date of birth.
    """
    values = body.get("values", {})
    if any(_same(values.get(name, ""), getattr(child, name)) for name in _NUMBERS):
        return True
    alike = [_same(values.get(name, ""), getattr(child, name)) for name in _NAMES]
    return sum((*alike, _same_day(values.get("dob", ""), child.dob, store))) > 1


def _same(typed: str, known: str) -> bool:
    return bool(known) and re.sub(r"\W", "", folded(typed)) == re.sub(r"\W", "", folded(known))


def _same_day(typed: str, known: date | None, store: Store) -> bool:
    try:
        return known is not None and read_date(typed, local_date(store.now()), "past") == known
    except ValueError:
        return False


def _holds(said: str, name: str) -> bool:
    """Whether a text has a name in it as words of their own."""
    return bool(name) and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", said) is not None


def _holds_digits(said: str, number: str) -> bool:
    return bool(number) and number in re.sub(r"[\s-]", "", said)
