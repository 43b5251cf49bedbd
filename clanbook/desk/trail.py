"""Who did what and who read what, from the journal and the log of accesses; and its proof."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

from clanbook.dates import LONDON, end_of_day
from clanbook.desk.access import act
from clanbook.desk.desk import NOBODY, Desk
from clanbook.desk.errors import NotOnRecord
from clanbook.desk.retelling import NO_DETAIL, Detail, of_child, of_entry
from clanbook.desk.reversing import plain
from clanbook.desk.schema import SCHEMA
from clanbook.desk.staff import everyone, number_of, told_apart
from clanbook.desk.words import done, field_words, noted
from clanbook.records import REMAINS, Child, StaffRole
from store import Access, Entry, StoreDamaged, StoreError, Where, examine

NAMED_AT_MOST = 3
"""How many children one line of the trail names before it only counts them."""


@dataclass(frozen=True)
class Event:
    """One line of the trail: an act that changed something, a read, or an act refused.

    `what` is the act by its name, `did` in words. `changed` has every value before and after as
    far as the line tells them, `facts` what was noted with an access.
    """

    at: datetime
    by: str
    what: str
    did: str
    children: tuple[str, ...]
    changed: Detail = NO_DETAIL
    facts: Mapping[str, object] = field(default_factory=dict)

    @property
    def detail(self) -> str:
        """What was changed or noted, as one line."""
        told = [f"{_fact(name, value)}" for name, value in self.facts.items()]
        return "; ".join(filter(None, (", ".join(told), str(self.changed))))

    @property
    def at_local(self) -> str:
        """When, by the service's wall clock."""
        return f"{self.at.astimezone(LONDON):%d-%b-%Y %H:%M:%S}"

    @property
    def whom(self) -> str:
        """The children touched or read, as LA/CHILD_ID; many are counted."""
        if len(self.children) > NAMED_AT_MOST:
            return f"{len(self.children)} children"
        return ", ".join(self.children)

    def as_json(self) -> dict[str, object]:
        """The event as plain values."""
        return {
            "at": self.at.isoformat(),
            "by": self.by,
            "what": self.what,
            "did": self.did,
            "children": list(self.children),
            "detail": self.detail,
            "changed": [record.as_json() for record in self.changed.records],
            "more": self.changed.more,
            "facts": dict(self.facts),
        }


@dataclass(frozen=True)
class Verdict:
    """What a full check found: nothing, where the store is sound.

    `entries` and `seal` are None where the store is too damaged to be opened.
    """

    entries: int | None
    seal: str | None
    findings: tuple[str, ...]


@act("audit", StaffRole.MANAGER)
def events(
    desk: Desk, *, child: int | None = None, by: str = "", since: date | None = None
) -> list[Event]:
    """Changes and reads in the order they happened, filtered by child, person or day.

    Every value changed in accounts, settings and sessions is told with what was there before, and
    with `child` every value of theirs; else only how many records of which kind of children's.
    """
    start = end_of_day(since - timedelta(days=1)) if since else None
    who = number_of(desk, by) if by else None
    desk.store.reach()
    names = _Names(desk)
    changes = (
        _of_entry(desk, entry, child, names)
        for entry in desk.store.entries(subject=child, by=who, since=start)
    )
    accesses = (
        _of_access(access, names)
        for access in desk.store.accesses(subject=child, by=who, since=start)
    )
    found = sorted([*changes, *accesses], key=lambda event: event.at)
    desk.store.note(desk.staff.id, "audit", [child] if child else [])
    return found


def _of_entry(desk: Desk, entry: Entry, child: int | None, names: "_Names") -> Event:
    """A line for what was changed."""
    everybody = names.staff
    return Event(
        at=entry.at,
        by=names.of_staff(entry.by),
        what=plain(entry.act),
        did=done(entry.act),
        children=names.of_children(op.subject for op in entry.ops),
        changed=of_entry(desk, entry, everybody)
        if child is None
        else of_child(desk, entry, child, everybody),
    )


def _of_access(access: Access, names: "_Names") -> Event:
    """A line for what was read, or refused."""
    return Event(
        at=access.at,
        by=names.of_staff(access.by, str(access.facts.get("os_user", ""))),
        what=access.act,
        did=noted(access.act),
        children=names.of_children(access.subjects),
        facts=access.facts,
    )


def _fact(name: str, value: object) -> str:
    """What was noted with an access, in words; an act as the refusal itself names it."""
    said = str(value).replace("_", " ") if name == "wanted" else str(value)
    return f"{field_words(name)}: {said}"


@act("check", StaffRole.VIEWER)
def verified(desk: Desk) -> Verdict:
    """Check file, seals and documents: whatever is not as the journal says is named."""
    findings = tuple(str(finding) for finding in desk.store.verify())
    seq, seal = desk.store.head()
    return Verdict(seq, seal, findings)


def examined(where: str, damage: StoreDamaged) -> Verdict:
    """The check of a store too damaged to be opened, and so to say who may do what.

    It names records and no person. What stopped the opening is said even if nothing else is.
    """
    findings = tuple(str(finding) for finding in examine(where, SCHEMA))
    return Verdict(None, None, findings or (str(damage),))


@act("backup", StaffRole.MANAGER)
def back_up(desk: Desk, path: Path) -> tuple[int, str]:
    """Write a consistent copy to `path`; the number and seal of the last entry when it began.

    Raises NotOnRecord where it is written, and the store's own disk is too full to say so.
    """
    head = desk.store.head()
    desk.store.backup(path)
    _put_on_record(desk, "backup", path)
    return head


def _put_on_record(desk: Desk, name: str, path: Path) -> None:
    """Note that a copy was made: it is no worse for a note that cannot be kept."""
    try:
        desk.store.note(desk.staff.id, name)
    except StoreError as error:
        raise NotOnRecord(
            f"{path} is written whole, but that it was could not be put on record "
            f"({error.detail}): it names children, keep it safe."
        ) from error


@act("migrate", StaffRole.MANAGER)
def migrate(desk: Desk, where: Where, progress: Callable[[int, int], None]) -> tuple[int, str]:
    """Make a store in an empty place of all this one holds; its last entry's number and seal.

    Nobody writes meanwhile. That it was done is on record in both: it is noted first.
    """
    desk.store.note(desk.staff.id, "migrate")
    desk.store.copy_to(where, progress)
    return desk.store.head()


@act("backup_plain", StaffRole.MANAGER)
def write_plain(desk: Desk, path: Path) -> int:
    """Write every current record to `path` as a plain TinyDB file; how many there are.

    Raises NotOnRecord where it is written, and the store's own disk is too full to say so.
    """
    written = desk.store.write_plain(path)
    _put_on_record(desk, "backup_plain", path)
    return written


class _Names:
    """Whom the numbers of the trail stand for."""

    def __init__(self, desk: Desk) -> None:
        self.staff = told_apart(everyone(desk))
        self._children = {
            found.doc_id: f"{found['la']}/{found['child_id']}"
            for found in desk.store.table(Child.table).all()
        }

    def of_staff(self, number: int, account: str = "") -> str:
        """The name of a member of staff; the account itself where it is not linked to one."""
        if number == NOBODY:
            return f"an account not linked ({account})" if account else "an account not linked"
        return self.staff.get(number, f"staff {number}")

    def of_children(self, numbers: Iterable[int | None]) -> tuple[str, ...]:
        """LA and LA's id of each child, once."""
        known = dict.fromkeys(number for number in numbers if number is not None)
        return tuple(self._children.get(number) or _unnamed(number) for number in known)


def _unnamed(number: int) -> str:
    """A child that is gone, or what is left of one that was erased."""
    return f"rest of child {number - REMAINS}" if number > REMAINS else f"child {number}"
