"""The desk: who is at it, what day it is there, and the caseload as it stands.

Everything staff do goes through an act in this package; an act is one transaction of the store,
allowed or refused by role and rule. The desk is the only writer.
"""

from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol, TypeVar

from clanbook import settings
from clanbook.caseload import Case
from clanbook.dates import LONDON, local_date
from clanbook.desk.access import permits
from clanbook.desk.errors import NotAllowed, Overtaken, Unknown
from clanbook.desk.schema import SETTINGS_ID, SETTINGS_TABLE
from clanbook.records import (
    CHILD_TABLES,
    Assessment,
    Booking,
    Child,
    ChildRecord,
    Record,
    Session,
    Staff,
    StaffRole,
)
from clanbook.settings import Service
from store import Document, JournalTable, Store, Transaction

R = TypeVar("R", bound=Record)

NOBODY = 0
"""Who a refused act is noted under when no member of staff is linked to the account."""


LONGEST_AWAITED = timedelta(days=366)
"""How long before the end of a case an open booking may lie without keeping the case open."""


class Tables(Protocol):
    """Anything whose tables can be read: the live store, or the store as at an instant."""

    def table(self, name: str) -> JournalTable:
        """The table of that name."""
        ...


class Desk:
    """One member of staff at work on one store."""

    def __init__(self, store: Store, staff: Staff) -> None:
        """Sit `staff` down at the desk of `store`."""
        self.store = store
        self.staff = staff
        self._service: tuple[int, Service] | None = None
        self.made: list[Transaction] = []
        """The acts done at this desk, in order; one without an entry changed nothing."""

    @classmethod
    def of_account(cls, store: Store, os_user: str) -> "Desk":
        """The desk of whoever the operating-system account belongs to (RULES 12).

        Raises NotAllowed, and notes it in the store, where the account belongs to nobody.
        """
        for document in store.table(Staff.table).all():
            staff = Staff.of(document)
            if os_user and staff.os_user == os_user and staff.disabled_on is None:
                return cls(store, staff)
        store.note(NOBODY, "sign_in_refused", os_user=os_user)
        raise NotAllowed(
            f"The account {os_user!r} is not linked to a member of staff here; "
            "ask a manager to run: clanbook staff add NAME --role ROLE --os-user ACCOUNT"
        )

    # -- what the desk knows -------------------------------------------------------------------

    @property
    def now(self) -> datetime:
        """The instant it is, by the store's clock."""
        return self.store.now()

    @property
    def today(self) -> date:
        """Today where the service is."""
        return local_date(self.now)

    @property
    def is_demo(self) -> bool:
        """Whether the store holds a demonstration: nobody in it is real."""
        return bool(self.store.mark)

    @property
    def wall_time(self) -> time:
        """The time of day where the service is."""
        return self.present.time()

    @property
    def present(self) -> datetime:
        """The day and the time of day where the service is, as sessions keep theirs."""
        return self.now.astimezone(LONDON).replace(tzinfo=None)

    @property
    def minute(self) -> datetime:
        """The present to the minute: it stays the same until the clock shows another."""
        return self.present.replace(second=0, microsecond=0)

    @property
    def service(self) -> Service:
        """The settings in force."""
        document = settings_in(self.store)
        if self._service is None or self._service[0] != document.version:
            self._service = (document.version, settings.from_document(document))
        return self._service[1]

    def cases(self) -> list[Case]:
        """Every case in reach: the open caseload, and what has been reached for beside it."""
        return cases_in(self.store)

    def case(self, child: int) -> Case:
        """One child's case, by the child's number, whether it is open or closed."""
        known, records = self.child(child), self.records_of(child)
        return Case(known, records)

    def child(self, number: int) -> Child:
        """One child, by number, whether their case is open or closed."""
        document = self.store.table(Child.table).get(doc_id=number)
        if document is None:
            raise Unknown(f"There is no child number {number} in the store.")
        return Child.of(document)

    def records_of(self, child: int) -> list[ChildRecord]:
        """Everything kept about one child."""
        self.store.reach_subject(child)
        return [
            record_type.of(found)
            for record_type in CHILD_TABLES
            for found in self.store.table(record_type.table).lookup(("child",), (child,))
        ]

    def find(self, la: str, child_id: str) -> Case | None:
        """The case with this responsible LA and the LA's id of the child, open or closed.

        The id may be written in another case than it is kept in.
        """
        known = self.service.la(la)
        key = (known.code if known else la.strip(), child_id)
        found = self.store.table(Child.table).lookup(("la", "child_id"), key)
        if found:
            return self.case(found[0].doc_id)
        # Every program loads this module, and few look for an id in another case.
        from clanbook.desk.register import register_of

        child = register_of(self.store).with_id(*key)
        return self.case(child.id) if child else None

    def session(self, number: int) -> Session | None:
        """One clinic session."""
        document = self.store.table(Session.table).get(doc_id=number)
        return Session.of(document) if document else None

    def booking(self, number: int) -> Booking | None:
        """One booking."""
        document = self.store.table(Booking.table).get(doc_id=number)
        return Booking.of(document) if document else None

    def sessions(self, first: date, last: date) -> list[Session]:
        """The sessions of every locality from `first` to `last`."""
        self.store.reach(first)
        table = self.store.table(Session.table)
        found = table.between(("day",), (), first.isoformat(), last.isoformat())
        return [Session.of(document) for document in found]

    def sessions_of(self, clinician: str, day: date) -> list[Session]:
        """One clinician's sessions of one day."""
        self.store.reach(day)
        key = (clinician, day.isoformat())
        found = self.store.table(Session.table).lookup(("clinician", "day"), key)
        return [Session.of(document) for document in found]

    def bookings_in(self, sessions: Iterable[Session]) -> list[Booking]:
        """Every booking ever made in these sessions, ended ones too."""
        table = self.store.table(Booking.table)
        return [
            Booking.of(found)
            for session in sessions
            for found in table.lookup(("session",), (session.id,))
        ]

    # -- what the desk does --------------------------------------------------------------------

    def require(self, name: str, least: StaffRole) -> None:
        """Let the act pass, or refuse and note it: the role must permit it (RULES 12).

        The role is the one they have now, whatever they had when they sat down.
        """
        self._still_working(name)
        if not permits(self.staff.role, least):
            what = name.replace("_", " ")
            raise self._refused(
                name, f"{self.staff.name} is {self.staff.role}; {what} needs {least} or above."
            )

    def _still_working(self, name: str) -> None:
        """Refuse somebody whose account was closed while they sat here; know what they are now."""
        document = self.store.table(Staff.table).get(doc_id=self.staff.id)
        staff = None if document is None else Staff.of(document)
        if staff is None or staff.disabled_on is not None:
            raise self._refused(name, f"The account of {self.staff.name} is closed.")
        self.staff = staff

    def _refused(self, name: str, sentence: str) -> NotAllowed:
        """What to raise where an act is not allowed; it is noted, whatever comes of it."""
        self.store.note(self.staff.id, "act_refused", wanted=name)
        return NotAllowed(sentence)

    @contextmanager
    def transaction(self, name: str) -> Iterator["Keeper"]:
        """One act: everything put within is kept as one journal entry, or nothing is."""
        with self.store.transaction(self.staff.id, name) as transaction:
            self._still_working(name)
            keeper = Keeper(self)
            yield keeper
            keeper.settle()
        self.made.append(transaction)

    def note_read(self, name: str, cases: Iterable[Case], **facts: str | int) -> None:
        """Record that something naming these children was read (RULES 12)."""
        children = sorted({case.child.id for case in cases})
        self.store.note(self.staff.id, name, children, **facts)


class Keeper:
    """Puts records into the store within one transaction, and reads what stands so far.

    Each case touched is read from the store once and then kept up to date here, so that a file of
    thousands of rows costs what it changes.
    """

    def __init__(self, desk: Desk) -> None:
        """Keep for `desk`, whose transaction is open."""
        self.desk = desk
        self._version = desk.store.seq + 1
        self._children: dict[int, Child] = {}
        self._records: dict[int, dict[tuple[str, int], ChildRecord]] = {}
        self._touched: set[int] = set()

    def put(self, record: R) -> R:
        """Insert a record without an id, or save one with it; the record as kept.

        Raises Overtaken where somebody saved it since it was read.
        """
        table = self.desk.store.table(record.table)
        if record.id:
            standing = table.get(doc_id=record.id)
            if standing is None or standing.version > record.version:
                raise Overtaken(_overtaken(record, standing))
            table.update(replacing(record.document()), doc_ids=[record.id])
            number = record.id
        else:
            number = table.insert(record.document())
        kept = record.but(id=number, version=self._version)
        self._touch(kept, present=True)
        return kept

    def drop(self, record: Record) -> None:
        """Take a record away; a child, after everything kept about them."""
        self.desk.store.table(record.table).remove(doc_ids=[record.id])
        if isinstance(record, Child):
            self._touched.discard(record.id)
        else:
            self._touch(record, present=False)

    def case(self, child: int) -> Case:
        """The child's case with everything put so far."""
        if child not in self._records:
            self._read(child)
        return Case(self._children[child], self._records[child].values())

    def case_of(self, la: str, child_id: str) -> Case | None:
        """The case with this LA and LA's id, with everything put so far."""
        key = (la, child_id)
        found = self.desk.store.table(Child.table).lookup(("la", "child_id"), key)
        return self.case(found[0].doc_id) if found else None

    def assessment_of(self, ref: str) -> Assessment | None:
        """The assessment with this `ref`, whosever it is."""
        found = self.desk.store.table(Assessment.table).lookup(("ref",), (ref,))
        return Assessment.of(found[0]) if found else None

    def sessions_of(self, clinician: str, day: date) -> list[Session]:
        """One clinician's sessions of one day."""
        return self.desk.sessions_of(clinician, day)

    def bookings_in(self, session: Session) -> list[Booking]:
        """The session's bookings, ended ones too."""
        return self.desk.bookings_in([session])

    def settle(self) -> None:
        """Bring each touched child's `until` up to date, so that the open caseload is right."""
        for number in sorted(self._touched):
            case = self.case(number)
            until = live_until(case)
            if until != case.child.until:
                self.put(case.child.but(until=until))

    def _read(self, child: int) -> None:
        self._children[child] = self.desk.child(child)
        records = self.desk.records_of(child)
        self._records[child] = {(found.table, found.id): found for found in records}

    def _touch(self, record: Record, *, present: bool) -> None:
        """Keep the case of the record's child in step."""
        if isinstance(record, Child):
            self._touched.add(record.id)
            if record.id not in self._records:
                self._read(record.id)
            self._children[record.id] = record
        elif isinstance(record, ChildRecord):
            self._touched.add(record.child)
            if record.child not in self._records:
                self._read(record.child)
            place = (record.table, record.id)
            if present:
                self._records[record.child][place] = record
            else:
                self._records[record.child].pop(place, None)


def replacing(document: dict[str, Any]) -> Callable[[MutableMapping[str, Any]], None]:
    """What makes a stored document this one, fields that are gone from it included."""

    def replace(standing: MutableMapping[str, Any]) -> None:
        standing.clear()
        standing.update(document)

    return replace


def _overtaken(record: Record, standing: Document | None) -> str:
    """What somebody else saved meanwhile, value by value."""
    if standing is None:
        return "Somebody else has taken this record away meanwhile; look again."
    wanted = record.document()
    differing = [
        f"{field}: theirs {standing.get(field, 'nothing')}, yours {wanted.get(field, 'nothing')}"
        for field in sorted({*standing, *wanted})
        if standing.get(field) != wanted.get(field)
    ]
    return f"Somebody else saved this record meanwhile ({'; '.join(differing)}); look again."


def live_until(case: Case) -> date | None:
    """The last day anything of a case is open; None while its end, or an outcome, is awaited.

    An open booking keeps a case open only near its end: one long before the 18th birthday is
    within the case's life anyway, and the record of the child need not change with each booking.
    """
    ends = [case.end(episode) for episode in case.episodes]
    days = [end for end in ends if end is not None]
    if not days or None in ends:
        return None
    days += [day for assessment in case.assessments for day in assessment.dates]
    days += [booking.day for booking in case.bookings]
    days += [sdq.completed for sdq in case.sdqs if sdq.completed]
    last = max(days)
    awaited = (booking.day for booking in case.bookings if booking.ending is None)
    return None if any(last - day < LONGEST_AWAITED for day in awaited) else last


def cases_in(tables: Tables) -> list[Case]:
    """Every case in the tables: the live store's in reach, or all as at an instant."""
    records: dict[int, list[Record]] = {}
    for record_type in CHILD_TABLES:
        for record in tables.table(record_type.table).each(record_type.made):
            records.setdefault(record.child, []).append(record)
    children = tables.table(Child.table).each(Child.made)
    return [Case(child, records.get(child.id, ())) for child in children]


def service_in(tables: Tables) -> Service:
    """The settings in force in the tables."""
    return settings.from_document(settings_in(tables))


def settings_in(tables: Tables) -> Document:
    """The settings as kept."""
    found = tables.table(SETTINGS_TABLE).get(doc_id=SETTINGS_ID)
    if found is None:
        raise Unknown("This store holds no settings: it was never made ready with clanbook init.")
    return found
