"""Whether a refusal still stands (RULES 3)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from clanbook.caseload import Case
from clanbook.dates import local_date
from clanbook.records import Assessment, Refusal, RefusedBy

Booked = tuple[date, datetime]
"""When a booking was made: the London date, and the instant for what else was done that day."""


def refusal_stands(case: Case, assessments: Collection[Assessment]) -> RefusedBy | None:
    """Whose refusal of these assessments stands: the young person's before a parent's, or None.

    `assessments` are those of one requirement (`assessments_behind`).
    """
    standing = standing_refusals(case, assessments)
    return next((by for by in RefusedBy if by in standing), None)


def standing_refusals(case: Case, assessments: Collection[Assessment]) -> frozenset[RefusedBy]:
    """Everybody whose refusal of these assessments stands.

    A refusal that staff recorded stands until the child is seen, its acceptance is recorded, or a
    later booking is made. An imported row's stands, whatever the row's other dates, until that
    row or a later one is completed or a booking is made on a day after it. Nobody named is the
    young person.
    """
    ids = {a.id for a in assessments}
    by_staff = any(r.assessment in ids for r in case.refusals)
    if not by_staff and all(a.refused_on is None for a in assessments):
        return frozenset()
    booked = _booked(case, assessments)
    recorded = (refusal.by for refusal in _recorded(case, assessments, booked))
    return frozenset((*recorded, *_imported(assessments, booked)))


def recorded_refusals(case: Case, assessments: Collection[Assessment]) -> list[Refusal]:
    """The refusals of these assessments that staff recorded and that stand, the earliest first."""
    standing = _recorded(case, assessments, _booked(case, assessments))
    return sorted(standing, key=lambda refusal: (refusal.on, refusal.recorded_at))


def _booked(case: Case, assessments: Collection[Assessment]) -> list[Booked]:
    """When new offers were accepted: bookings of any assessment of the same kind and episode."""
    kinds = {(a.episode, a.kind) for a in assessments}
    family = {a.id for a in case.assessments if (a.episode, a.kind) in kinds}
    return [
        (local_date(b.booked_at), b.booked_at)
        for b in case.bookings
        # One that was moved is still the acceptance it was, and not a new one.
        if b.assessment in family and b.moved_from is None
    ]


def _recorded(
    case: Case, assessments: Collection[Assessment], booked: list[Booked]
) -> Iterator[Refusal]:
    """The refusals recorded by staff that stand."""
    ids = {a.id for a in assessments}
    for refusal in case.refusals:
        if refusal.assessment not in ids or refusal.accepted_on is not None:
            continue
        refused = (refusal.on, refusal.recorded_at)
        rebooked = any(made > refused for made in booked)
        if not rebooked and not _seen(assessments, refusal.assessment, refusal.on):
            yield refusal


def _imported(assessments: Collection[Assessment], booked: list[Booked]) -> Iterator[RefusedBy]:
    """Whose refusals on imported rows stand."""
    for row in assessments:
        if row.refused_on is None:
            continue
        rebooked = any(day > row.refused_on for day, _ in booked)
        if not rebooked and not _seen(assessments, row.id, row.refused_on):
            yield row.refused_by or RefusedBy.YOUNG_PERSON


def _seen(assessments: Collection[Assessment], refused: int, on: date) -> bool:
    """Whether the child was seen at the refused assessment, or at another that day or later."""
    return any(a.completed and (a.id == refused or a.completed >= on) for a in assessments)
