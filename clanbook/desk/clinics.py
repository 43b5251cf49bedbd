"""Clinic sessions as staff look at them: how full a week is, and who comes on a day."""

from dataclasses import dataclass
from datetime import date, datetime

from clanbook.booking import span
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
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
    def free(self) -> int:
        """How many slots are free; a closed session has none."""
        if self.session.closed_on is not None:
            return 0
        return self.session.slots - len(self.appointments)


@act("diary", StaffRole.ADMIN)
def filled(desk: Desk, first: date, last: date) -> list[Filled]:
    """The sessions and visits from `first` to `last` in order, each with who is in it.

    Visits that were called off are left out. Reading it is noted (RULES 12).
    """
    sessions = sorted(
        desk.sessions(first, last), key=lambda s: (s.day, s.start, s.locality, s.clinician)
    )
    found = [Filled(session, tuple(_appointments(desk, session))) for session in sessions]
    listed = [one for one in found if one.session.place is None or one.appointments]
    children = {a.child.id for one in listed for a in one.appointments}
    desk.store.note(desk.staff.id, "diary", sorted(children))
    return listed


@act("clinic", StaffRole.ADMIN)
def clinic(desk: Desk, day: date) -> list[Appointment]:
    """Everybody booked on a day, by time; also those whose appointment was cancelled or moved.

    Reading it is noted (RULES 12).
    """
    found = [
        appointment
        for session in desk.sessions(day, day)
        for appointment in _appointments(desk, session, ended=True)
        if appointment.booking.ending is not Ending.MOVED
    ]
    desk.store.note(desk.staff.id, "clinic", sorted({one.child.id for one in found}))
    return sorted(found, key=lambda one: (one.starts, one.session.locality, one.booking.id))


def _appointments(desk: Desk, session: Session, *, ended: bool = False) -> list[Appointment]:
    bookings = sorted(desk.bookings_in([session]), key=lambda booking: booking.index)
    return [
        Appointment(booking, desk.child(booking.child), session, span(session, booking.index)[0])
        for booking in bookings
        if ended or booking.occupies
    ]
