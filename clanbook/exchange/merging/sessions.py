"""A sessions row: one clinic session of one clinician."""

from typing import Any

from clanbook.booking.sessions import DAY_MINUTES, role_may_serve
from clanbook.exchange.columns import changes
from clanbook.exchange.merging.keeper import Effect, Keeper, RowRefused, keep
from clanbook.records import Booking, Session


def merge_session(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge a sessions row: its key is the clinician, the day and the start."""
    fields = changes("sessions", values, Session)
    that_day = list(keeper.sessions_of(fields["clinician"], fields["day"]))
    standing = next((s for s in that_day if s.start == fields["start"] and not s.place), None)
    record = standing.but(**fields) if standing else Session(**fields)
    if record == standing:
        return Effect.UNCHANGED
    _check_itself(record)
    for other in that_day:
        if other is not standing:
            _check_apart(record, other)
    if standing:
        _check_bookings(standing, record, keeper)
    return keep(keeper, standing, record)


def _span(session: Session) -> tuple[int, int]:
    """The minutes of the day it starts and ends at."""
    start = session.start.hour * 60 + session.start.minute
    return start, start + session.slots * session.minutes


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


def _check_itself(session: Session) -> None:
    beyond = [kind for kind in session.purposes if not role_may_serve(session.role, kind)]
    if beyond:
        raise RowRefused(f"purposes {';'.join(beyond)} need a doctor, not a {session.role}")
    if set(session.kept_for) - set(session.purposes):
        raise RowRefused(
            f"kept_for {';'.join(session.kept_for)} must be among the purposes"
            f" {';'.join(session.purposes)}"
        )
    if _span(session)[1] > DAY_MINUTES:
        raise RowRefused(
            f"{session.slots} slots of {session.minutes} minutes from {session.start:%H:%M}"
            " do not end by midnight"
        )


def _check_apart(session: Session, other: Session) -> None:
    """Refuse a clinician in two places at once (RULES 6); a closed session is no place."""
    if session.closed_on or other.closed_on:
        return
    start, end = _span(session)
    other_start, other_end = _span(other)
    if start < other_end and other_start < end:
        raise RowRefused(
            f"the session of {session.start:%H:%M} to {_clock(end)} overlaps the clinician's"
            f" {other.start:%H:%M} to {_clock(other_end)} that day"
        )


def _check_bookings(was: Session, session: Session, keeper: Keeper) -> None:
    """Refuse a change that takes a booked slot away or moves its time."""
    for booking in keeper.bookings_in(session):
        if booking.occupies and booking.index >= session.slots:
            raise RowRefused(
                f"slots {session.slots}: slot {booking.index + 1} is booked (B{booking.id});"
                " move the booking first"
            )
        if booking.ending is None:
            _check_open_booking(was, session, booking)


def _check_open_booking(was: Session, session: Session, booking: Booking) -> None:
    if booking.index and session.minutes != was.minutes:
        raise RowRefused(
            f"minutes {session.minutes} would change the time of booking B{booking.id};"
            " move the booking first"
        )
    if booking.kind not in session.purposes or not role_may_serve(session.role, booking.kind):
        raise RowRefused(
            f"the session would no longer serve {booking.kind}, booked in it (B{booking.id});"
            " move the booking first"
        )
