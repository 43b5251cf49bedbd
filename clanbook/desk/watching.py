"""The open caseload as a screen keeps it: in step with everybody's acts, the clock and the day."""

from bisect import insort
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from operator import add, sub
from typing import NamedTuple, Self

from clanbook import worklist
from clanbook.booking import span
from clanbook.caseload import Case
from clanbook.dates import LONDON
from clanbook.desk.access import permits
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Unknown
from clanbook.records import Booking, Child, Session, StaffRole
from clanbook.worklist import BOOKING, CONSENT, OUTCOME, PAPERWORK, Item

SOON = 7
"""Within how many days something is due soon."""

_DIARY = frozenset((Session.table, Booking.table))


class Counts(NamedTuple):
    """What the deadline line counts, in items of the worklist; one may count several times."""

    overdue: int = 0
    due_soon: int = 0
    unbooked: int = 0
    outcome_awaited: int = 0
    papers_awaited: int = 0

    @classmethod
    def of(cls, items: Iterable[Item]) -> Self:
        """The counts of these items."""
        total = cls()
        for item in items:
            total = total.plus(_one(item))
        return total

    def plus(self, other: "Counts") -> Self:
        """Both together."""
        return type(self)(*map(add, self, other))

    def minus(self, other: "Counts") -> Self:
        """What is left when the others are taken away."""
        return type(self)(*map(sub, self, other))


def _one(item: Item) -> Counts:
    days = item.days
    return Counts(
        overdue=worklist.overdue(item),
        due_soon=days is not None and 0 <= days <= SOON,
        unbooked=BOOKING in item.missing,
        outcome_awaited=OUTCOME in item.missing,
        papers_awaited=CONSENT in item.missing or PAPERWORK in item.missing,
    )


class _Ending(NamedTuple):
    """An open appointment of today: when it is over, local wall time, and whose it is."""

    ends: datetime
    booking: int
    child: int


class Watch:
    """The cases in reach and the worklist, brought up to date by `refresh` for what it costs.

    `items` is the worklist, soonest first; it is a new list whenever it changed, so that whoever
    holds one may go on reading it. `seq` is the last entry they show, and rises with every act,
    also with one that touches no child, such as a new session; `diary_seq` is the last entry that
    touched a session or a booking.
    """

    def __init__(self, desk: Desk) -> None:
        """Read the open caseload of the desk's store."""
        self.desk = desk
        self._cases: dict[int, Case] = {}
        self._items: list[Item] = []
        self._names_children = permits(desk.staff.role, StaffRole.ADMIN)
        self.counts = Counts()
        self.seq = 0
        self.diary_seq = 0
        self._of_child: dict[int, list[Item]] = {}
        self._endings: list[_Ending] = []
        self._over: dict[int, int] = {}
        self._quiet_until = datetime.combine(desk.today, time())
        with desk.store.snapshot():
            self._cases = {case.child.id: case for case in desk.cases()}
            self.seq = self.diary_seq = desk.store.seq
            self._begin_day(self._present())

    @property
    def cases(self) -> Mapping[int, Case]:
        """The cases in reach, by the child's number; none for a viewer (RULES 12)."""
        return self._cases if self._names_children else {}

    @property
    def items(self) -> list[Item]:
        """The worklist, soonest first; empty for a viewer, who has the counts (RULES 12)."""
        return self._items if self._names_children else []

    def refresh(self) -> set[int]:
        """Catch up; the numbers of the children whose case or worklist items may have changed.

        Microseconds where nothing happened. Everybody's items are made anew when the local day
        turns or the settings change; else those of the children concerned, among them whoever's
        appointment of today is over by now.
        """
        present = self._present()
        if self.desk.store.seq == self.seq and present < self._quiet_until:
            return set()
        with self.desk.store.snapshot():
            return self._catch_up(present)

    # -- what happened -------------------------------------------------------------------------

    def _present(self) -> datetime:
        """The local wall time."""
        return self.desk.now.astimezone(LONDON).replace(tzinfo=None)

    def _catch_up(self, present: datetime) -> set[int]:
        changed = self._reread()
        if present.date() != self._day or self.desk.service is not self._service:
            self._begin_day(present)
            return changed | self._cases.keys()
        changed |= self._look_at_clock(present)
        self._work_out(changed)
        return changed

    def _reread(self) -> set[int]:
        """Read the cases that entries since the last one changed."""
        seq = self.desk.store.seq
        if seq == self.seq:
            return set()
        found = self.desk.store.changes(self.seq)
        if any(change.table in _DIARY for change in found):
            self.diary_seq = seq
        changed = {change.subject for change in found if change.subject is not None}
        for child in changed:
            self._reread_case(child)
        self._endings = self._endings_of(self._day)
        self.seq = seq
        return changed

    def _reread_case(self, child: int) -> None:
        """Read one case again; one that is gone is dropped, and a long closed one not taken in."""
        try:
            if self._out_of_reach(self.desk.child(child)):
                return
            self._cases[child] = self.desk.case(child)
        except Unknown:
            self._cases.pop(child, None)

    def _out_of_reach(self, child: Child) -> bool:
        closed = child.until is not None and child.until < self._day
        return closed and child.id not in self._cases

    # -- the day and the clock -----------------------------------------------------------------

    def _begin_day(self, present: datetime) -> None:
        """Make everybody's items for this day and these settings."""
        self._day = present.date()
        self._service = self.desk.service
        self._endings = self._endings_of(self._day)
        self._look_at_clock(present)
        self._of_child = {}
        for number, case in self._cases.items():
            self._keep(number, self._items_of(case))
        every = (item for items in self._of_child.values() for item in items)
        self._items = sorted(every, key=worklist.soonest)
        self.counts = Counts.of(self._items)

    def _endings_of(self, day: date) -> list[_Ending]:
        """The open appointments of the day."""
        held = {session.id: session for session in self.desk.sessions(day, day)}
        return [
            _Ending(span(held[booking.session], booking.index)[1], booking.id, booking.child)
            for booking in self.desk.bookings_in(held.values())
            if booking.ending is None
        ]

    def _look_at_clock(self, present: datetime) -> set[int]:
        """Note which appointments are over by now; the children for whom that is news."""
        over = {e.booking: e.child for e in self._endings if e.ends <= present}
        news = {child for _, child in over.items() ^ self._over.items()}
        self._over = over
        midnight = datetime.combine(self._day + timedelta(1), time())
        self._quiet_until = min(
            (e.ends for e in self._endings if e.ends > present), default=midnight
        )
        return news

    # -- the worklist --------------------------------------------------------------------------

    def _items_of(self, case: Case) -> list[Item]:
        return worklist.items([case], self._service, self._day, self._over)

    def _work_out(self, children: set[int]) -> None:
        """Make these children's items anew, and put them in their places."""
        gone = [item for child in children for item in self._of_child.pop(child, ())]
        left = [item for item in self._items if item.case.child.id not in children]
        come = []
        for child in children & self._cases.keys():
            come += self._keep(child, self._items_of(self._cases[child]))
        for item in come:
            insort(left, item, key=worklist.soonest)
        self._items = left
        self.counts = self.counts.minus(Counts.of(gone)).plus(Counts.of(come))

    def _keep(self, child: int, items: list[Item]) -> list[Item]:
        if items:
            self._of_child[child] = items
        return items
