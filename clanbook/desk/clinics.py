"""Clinic sessions as staff look at them: how full a week is, and who comes on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from clanbook.booking import span
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Unknown
from clanbook.records import Booking, Child, Ending, Session, StaffRole


@dataclass(frozen=True)
class Appointment:
    """One slot in use: who is booked into it, and when it starts (local wall time)."""

    booking: Booking
    child: Child
    session: Session
    starts: datetime


@dataclass(frozen=True)
class Filled:
    """One session and what is in it: its appointments that use a slot up, by time."""

    session: Session
    appointments: tuple[Appointment, ...]

    @property
    def unused(self) -> tuple[int, ...]:
        """The indexes of the slots nobody is in; a closed session has none."""
        if self.session.closed_on is not None:
            return ()
        used = {appointment.booking.index for appointment in self.appointments}
        return tuple(index for index in range(self.session.slots) if index not in used)

    def free(self, present: datetime) -> tuple[int, ...]:
        """Of these, the ones that can still be booked at that local wall time (RULES 6)."""
        return tuple(at for at in self.unused if span(self.session, at)[0] >= present)


@act("diary", StaffRole.ADMIN)
def filled(desk: Desk, first: date, last: date, noted: Collection[int] = ()) -> list[Filled]:
    """The sessions and visits from `first` to `last` in order, each with who is in it.

    Visits that were called off are left out. Reading it is noted, but for the children whose
    numbers are in `noted`: whoever looks again at the same list need not say so (RULES 12).
    """
    sessions = sorted(
        desk.sessions(first, last), key=lambda s: (s.day, s.start, s.locality, s.clinician)
    )
    found = [Filled(session, tuple(_appointments(desk, session))) for session in sessions]
    listed = [one for one in found if one.session.place is None or one.appointments]
    _note(desk, "diary", (a for one in listed for a in one.appointments), noted)
    return listed


@act("session", StaffRole.ADMIN)
def session(desk: Desk, number: int, noted: Collection[int] = ()) -> Filled:
    """One session and who is in it; noted as `filled` is. Raises Unknown where it is gone."""
    found = desk.session(number)
    if found is None:
        raise Unknown("This session is no longer there.")
    held = Filled(found, tuple(_appointments(desk, found)))
    _note(desk, "session", held.appointments, noted)
    return held


@act("clinic", StaffRole.ADMIN)
def clinic(desk: Desk, day: date, noted: Collection[int] = ()) -> list[Appointment]:
    """Everybody booked on a day, by time; also those whose appointment was cancelled.

    Noted as `filled` is.
    """
    found = [
        appointment
        for held in desk.sessions(day, day)
        for appointment in _appointments(desk, held, ended=True)
        if appointment.booking.ending is not Ending.MOVED
    ]
    _note(desk, "clinic", found, noted)
    return sorted(found, key=lambda one: (one.starts, one.session.locality, one.booking.id))


def _note(desk: Desk, name: str, shown: Iterable[Appointment], noted: Collection[int]) -> None:
    """Note the reading of those who have not been noted yet, if there are any."""
    new = {one.child.id for one in shown}.difference(noted)
    if new:
        desk.store.note(desk.staff.id, name, sorted(new))


def _appointments(desk: Desk, held: Session, *, ended: bool = False) -> list[Appointment]:
    bookings = sorted(desk.bookings_in([held]), key=lambda booking: booking.index)
    return [
        Appointment(booking, desk.child(booking.child), held, span(held, booking.index)[0])
        for booking in bookings
        if ended or booking.occupies
    ]
