"""From what time on the day itself it can be said how an appointment ended (RULES 6). Pure."""

from datetime import datetime, timedelta

from clanbook.booking.sessions import span
from clanbook.records import Ending, Session

VISIT_EARLY = timedelta(minutes=60)
"""How long before its time a visit may have taken place."""


def too_early(session: Session, index: int, ending: Ending, now: datetime) -> str | None:
    """Why an ending cannot be said yet at a local wall time, in a sentence; None where it can.

    Nobody was not brought before the appointment's own start, nor seen before the session began.
    """
    begins, own = span(session, 0)[0], span(session, index)[0]
    if ending is Ending.NOT_BROUGHT and now < own:
        return f"The appointment is at {own:%H:%M}: too early to say not brought."
    if ending is not Ending.ATTENDED:
        return None
    if session.place is None:
        said = f"The session begins at {begins:%H:%M}: too early to say attended."
        return said if now < begins else None
    early = begins - VISIT_EARLY
    said = f"The visit is at {begins:%H:%M}: too early to say attended before {early:%H:%M}."
    return said if now < early else None
