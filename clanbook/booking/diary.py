"""Sessions with the bookings in them, for the rules that look beyond one slot (RULES 6)."""

from collections.abc import Iterable
from datetime import date, timedelta

from clanbook.booking.sessions import session_name, span
from clanbook.booking.slots import Slot
from clanbook.dates import weekday_shown
from clanbook.records import Booking, Session


class Diary:
    """Sessions with the bookings in them, for the rules that look beyond one slot.

    It needs the sessions and bookings of the days asked about, and the sessions of the child's
    own open bookings.
    """

    def __init__(self, sessions: Iterable[Session], bookings: Iterable[Booking] = ()) -> None:
        """Index the sessions by number and the bookings that use their slots up by day."""
        self.sessions = {session.id: session for session in sessions}
        self._bookings: dict[date, list[Booking]] = {}
        for booking in bookings:
            if booking.occupies:
                self._bookings.setdefault(booking.day, []).append(booking)

    def occupying(self, day: date) -> list[Booking]:
        """The bookings that use up a slot on that day."""
        return self._bookings.get(day, [])

    def name(self, booking: Booking) -> str:
        """When and where a booking is, or the day alone where its session is not at hand."""
        session = self.sessions.get(booking.session)
        if session is None:
            return weekday_shown(booking.day)
        return session_name(session, booking.index)

    def overlaps(self, booking: Booking, slot: Slot) -> bool:
        """Whether the booking's time and the slot's overlap."""
        session = self.sessions.get(booking.session)
        if session is None or session.day != slot.day:
            return False
        starts, finishes = span(session, booking.index)
        return starts < slot.starts + timedelta(minutes=slot.minutes) and slot.starts < finishes
