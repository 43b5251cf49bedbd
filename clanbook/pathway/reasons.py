"""Why a required assessment was missed (RULES 7)."""

from collections.abc import Callable, Collection, Iterable
from datetime import date
from enum import StrEnum
from functools import cached_property

import msgspec

from clanbook.caseload import Case
from clanbook.dates import Calendar
from clanbook.pathway.notice import notified_late
from clanbook.pathway.refusals import standing_refusals
from clanbook.pathway.requirements import Requirement, State, assessments_behind
from clanbook.records import (
    Assessment,
    Booking,
    CareEpisode,
    Ending,
    Explanation,
    Kind,
    RefusedBy,
)
from clanbook.settings import Rules


class Reason(StrEnum):
    """Why an assessment was missed; the first that holds in this order is the primary one."""

    REFUSED = "refused"
    LATE_NOTIFICATION = "late_notification"
    NO_CONSENT = "no_consent"
    MISSING_OR_AWAY = "missing_or_away"
    PLACEMENT_MOVE = "placement_move"
    NOT_TAKEN_UP = "not_taken_up"
    OUT_OF_AREA = "out_of_area"
    CLINIC_CANCELLED = "clinic_cancelled"
    NO_CAPACITY = "no_capacity"
    UNEXPLAINED = "unexplained"


REASONS: dict[Kind, tuple[Reason, ...]] = {
    Kind.IHA: tuple(Reason),
    Kind.RHA: tuple(reason for reason in Reason if reason is not Reason.LATE_NOTIFICATION),
}
"""The reasons there are for missing each kind of assessment, in order (RULES 7)."""

NOT_TAKEN_UP = frozenset(
    {Ending.NOT_BROUGHT, Ending.CANCELLED_BY_CARER, Ending.CANCELLED_BY_YOUNG_PERSON}
)
"""The ends of a booking by which an offered appointment was not taken up (RULES 7)."""


def reasons(
    case: Case, requirement: Requirement, rules: Rules, calendar: Calendar
) -> tuple[Reason, ...]:
    """All reasons that hold of a missed requirement, in their order; none unless it was missed.

    `(Reason.UNEXPLAINED,)` where no other does. (choice) The reason that staff recorded holds
    because they recorded it, so that the primary reason is always one of these.
    """
    if not requirement.missed:
        return ()
    missed = _Missed(case, requirement, rules, calendar)
    found = {reason for reason, holds in _HOLDS.items() if holds(missed)}
    recorded = explanation(case, requirement)
    if recorded is not None:
        found.add(Reason(recorded.reason))
    return tuple(reason for reason in Reason if reason in found) or (Reason.UNEXPLAINED,)


def primary(
    case: Case, requirement: Requirement, rules: Rules, calendar: Calendar
) -> Reason | None:
    """The one reason a missed requirement is counted under: staff's own, else the first."""
    holding = reasons(case, requirement, rules, calendar)
    if not holding:
        return None
    recorded = explanation(case, requirement)
    return holding[0] if recorded is None else Reason(recorded.reason)


def explanation(case: Case, requirement: Requirement) -> Explanation | None:
    """What staff last recorded as the primary reason of this requirement."""
    wanted = (requirement.episode, requirement.kind, requirement.due)
    found = [e for e in case.explanations if (e.episode, e.kind, e.due) == wanted]
    return found[-1] if found else None


class _Missed(msgspec.Struct, frozen=True, dict=True):
    """A missed requirement with what is looked at to say why."""

    case: Case
    requirement: Requirement
    rules: Rules
    calendar: Calendar

    @cached_property
    def episode(self) -> CareEpisode:
        """The episode it belongs to."""
        return self.case.episode(self.requirement.episode)

    @cached_property
    def assessments(self) -> list[Assessment]:
        """The assessments whose events count."""
        return assessments_behind(self.case, self.requirement)

    @cached_property
    def ids(self) -> set[int]:
        """Their record ids."""
        return {a.id for a in self.assessments}

    @cached_property
    def refused_by(self) -> frozenset[RefusedBy]:
        """Whose refusals stand: nobody's once the child has been seen."""
        if self.requirement.seen is not None:
            return frozenset()
        return standing_refusals(self.case, self.assessments)

    def any_in_time(self, days: Iterable[date | None]) -> bool:
        """Whether any of the events was on or before the limit."""
        return any(day is not None and day <= self.requirement.limit for day in days)

    def ended(self, endings: Collection[Ending]) -> list[Booking]:
        """Their bookings that ended in one of these ways."""
        return [
            b
            for b in self.case.bookings
            if b.ending and b.ending in endings and b.assessment in self.ids
        ]


def _refused(missed: _Missed) -> bool:
    return missed.requirement.state is State.REFUSED


def _late_notification(missed: _Missed) -> bool:
    return missed.requirement.kind is Kind.IHA and notified_late(
        missed.episode, missed.rules, missed.calendar
    )


def _no_consent(missed: _Missed) -> bool:
    consented = missed.any_in_time(c.received for c in missed.case.consents_of(missed.episode))
    return not consented or RefusedBy.PARENT in missed.refused_by


def _missing_or_away(missed: _Missed) -> bool:
    return any(a.away_reason is not None for a in missed.assessments)


def _placement_move(missed: _Missed) -> bool:
    """A recorded move, or a placement that began after entry or last seen."""
    start = missed.requirement.start
    placements = [p.since for p in missed.case.placements if p.since > start]
    return missed.any_in_time((*placements, *(a.placement_move_on for a in missed.assessments)))


def _not_taken_up(missed: _Missed) -> bool:
    rows = [day for a in missed.assessments for day in (a.not_taken_up_on, a.uncontactable_on)]
    bookings = [b.day for b in missed.ended(NOT_TAKEN_UP)]
    contacts = [c.on for c in missed.case.contacts if not c.reached and c.assessment in missed.ids]
    return missed.any_in_time((*rows, *bookings, *contacts))


def _out_of_area(missed: _Missed) -> bool:
    return any(a.elsewhere for a in missed.assessments)


def _clinic_cancelled(missed: _Missed) -> bool:
    rows = [a.clinic_cancelled_on for a in missed.assessments]
    bookings = [b.day for b in missed.ended((Ending.CANCELLED_BY_CLINIC,))]
    return missed.any_in_time((*rows, *bookings))


def _no_capacity(missed: _Missed) -> bool:
    return any(a.no_capacity_on is not None for a in missed.assessments)


_HOLDS: dict[Reason, Callable[[_Missed], bool]] = {
    Reason.REFUSED: _refused,
    Reason.LATE_NOTIFICATION: _late_notification,
    Reason.NO_CONSENT: _no_consent,
    Reason.MISSING_OR_AWAY: _missing_or_away,
    Reason.PLACEMENT_MOVE: _placement_move,
    Reason.NOT_TAKEN_UP: _not_taken_up,
    Reason.OUT_OF_AREA: _out_of_area,
    Reason.CLINIC_CANCELLED: _clinic_cancelled,
    Reason.NO_CAPACITY: _no_capacity,
}
