"""Clinic sessions and visits: their times, what they serve, nobody in two places (RULES 6).

Times are local wall time, as sessions keep them: they are never converted.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from clanbook.dates import weekday_shown
from clanbook.identity import folded
from clanbook.records import Kind, Place, Role, Session
from clanbook.settings import Rules

DOCTORS = (Role.PAEDIATRICIAN, Role.GP)
"""The roles that are doctors: only they do IHAs and adoption medicals (law; RULES 1)."""

DAY_MINUTES = 24 * 60
"""The minutes of a day, by the clock on the wall."""

SLOT_MINUTES = (5, 480)
"""The shortest and the longest slot, and visit."""

KIND_NAMES = {Kind.IHA: "IHA", Kind.RHA: "RHA", Kind.ADOPTION: "adoption medical"}
"""The kinds as a sentence says them; each takes "an"."""


def span(session: Session, index: int) -> tuple[datetime, datetime]:
    """When a slot starts and ends, local wall time."""
    length = timedelta(minutes=session.minutes)
    starts = datetime.combine(session.day, session.start) + index * length
    return starts, starts + length


def ends(session: Session) -> datetime:
    """When the session's last slot ends, local wall time."""
    return span(session, session.slots)[0]


def session_name(session: Session, index: int = 0) -> str:
    """When and where one of its slots is: `Mon 04-May-2026 09:30 Bristol (Venue)`."""
    starts, _ = span(session, index)
    return f"{weekday_shown(starts.date())} {starts:%H:%M} {session.locality} ({session.venue})"


def protected_until(session: Session, rules: Rules) -> date | None:
    """The day from which a session's kept slots are open to others; None where nothing is kept.

    So many days before the session as it says itself, or else as the service's
    `protected_release` does (RULES 6).
    """
    if not session.kept_for:
        return None
    days = rules.protected_release.n if session.released_days is None else session.released_days
    return session.day - timedelta(days=days)


def role_may_serve(role: Role, kind: Kind) -> bool:
    """Whether a role may do that kind at all: a doctor any, a nurse the RHA (law; RULES 1)."""
    return role in DOCTORS or kind is Kind.RHA


def serves(session: Session, kind: Kind, today: date, rules: Rules) -> bool:
    """Whether a session's slots are open to that kind today (RULES 6).

    A visit serves nobody but the child it was made for. A doctor's slot that serves an RHA
    still asks for the clinical need.
    """
    return (
        session.place is None
        and role_may_serve(session.role, kind)
        and (_purposes_open(session, kind, today, rules))
    )


def _purposes_open(session: Session, kind: Kind, today: date, rules: Rules) -> bool:
    """Whether the session's purposes, kept and released, leave room for that kind."""
    until = protected_until(session, rules)
    if until is None:
        return kind in session.purposes
    return kind in session.kept_for or today >= until


def clash(session: Session, others: Iterable[Session]) -> Session | None:
    """The first other session that has its clinician in two places at once (RULES 6).

    Closed sessions are no clash, nor is the session itself. Names match without case and spacing.
    """
    return next((o for o in others if o.id != session.id and _in_two_places(session, o)), None)


def _in_two_places(session: Session, other: Session) -> bool:
    """Whether one clinician has both sessions and they overlap in time."""
    if other.day != session.day or other.closed_on is not None:
        return False
    if same_clinician(other.clinician) != same_clinician(session.clinician):
        return False
    return span(other, 0)[0] < ends(session) and span(session, 0)[0] < ends(other)


def same_clinician(name: str) -> str:
    """A clinician's name as names are compared: without case and spacing."""
    return folded(name)


@dataclass(frozen=True)
class Visit:
    """A nurse's visit for an RHA: from when, local wall time, for how long, by whom and where."""

    start: datetime
    minutes: int
    clinician: str
    place: Place

    def session(self, locality: str) -> Session:
        """The session of its one slot, to be held in a locality."""
        return Session(
            day=self.start.date(),
            start=self.start.time(),
            slots=1,
            minutes=self.minutes,
            locality=locality,
            venue=self.place.value,
            clinician=self.clinician,
            role=Role.NURSE,
            purposes=(Kind.RHA,),
            place=self.place,
        )
