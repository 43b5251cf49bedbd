"""Records merged for the sake of what would come of it: nothing is kept anywhere."""

from datetime import date
from typing import TypeVar

from clanbook.caseload import Case
from clanbook.desk.desk import Desk, Keeper
from clanbook.records import Assessment, Booking, Child, Record, Session

R = TypeVar("R", bound=Record)


class Trial:
    """A keeper that keeps nothing: one child's records as a merge would leave them.

    New records keep the number 0. Whatever else is asked for is as it stands.
    """

    def __init__(self, desk: Desk, child: Child | None) -> None:
        """Begin with what stands of a child; None where the child is not known yet."""
        self._standing = Keeper(desk)
        self._child = child
        self._records: list[Record] = list(desk.records_of(child.id)) if child else []

    def case_of(self, la: str, child_id: str) -> Case | None:
        """The child's case as it would be, once there is one."""
        child = self._child
        if child is None or (child.la, child.child_id) != (la, child_id):
            return None
        return Case(child, self._records)

    def assessment_of(self, ref: str) -> Assessment | None:
        """The assessment with this `ref`, whosever it is."""
        return self._standing.assessment_of(ref)

    def sessions_of(self, clinician: str, day: date) -> list[Session]:
        """One clinician's sessions of one day."""
        return self._standing.sessions_of(clinician, day)

    def bookings_in(self, session: Session) -> list[Booking]:
        """The session's bookings, ended ones too."""
        return self._standing.bookings_in(session)

    def put(self, record: R) -> R:
        """Take a record in place of the one with its number, or as a new one."""
        if isinstance(record, Child):
            self._child = record
        else:
            self.drop(record)
            self._records.append(record)
        return record

    def drop(self, record: Record) -> None:
        """Take a record out."""
        self._records = [kept for kept in self._records if not _same(kept, record)]


def _same(one: Record, other: Record) -> bool:
    return bool(one.id) and (one.table, one.id) == (other.table, other.id)
