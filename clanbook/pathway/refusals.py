"""Whether a refusal still stands (RULES 3)."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from clanbook.caseload import Case
from clanbook.dates import local_date
from clanbook.records import Assessment, Booking, RefusedBy


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

    (choice) An acceptance recorded of a later offer lifts the refusals before it, too.
    """
    ids = {a.id for a in assessments}
    by_staff = any(r.assessment in ids for r in case.refusals)
    if not by_staff and all(a.refused_on is None for a in assessments):
        return frozenset()
    offers = _Offers.of(case, assessments)
    return frozenset((*_recorded(case, offers), *_imported(offers)))


@dataclass(frozen=True)
class _Offers:
    """What can lift a refusal of some assessments: completions, bookings, acceptances."""

    assessments: Collection[Assessment]
    bookings: tuple[Booking, ...]
    accepted: tuple[date, ...]

    @classmethod
    def of(cls, case: Case, assessments: Collection[Assessment]) -> "_Offers":
        """Gather them: a new offer may be another assessment of the same kind and episode."""
        kinds = {(a.episode, a.kind) for a in assessments}
        family = {a.id for a in case.assessments if (a.episode, a.kind) in kinds}
        return cls(
            assessments,
            # A booking that was moved is still the acceptance it was, not a new one.
            tuple(b for b in case.bookings if b.assessment in family and b.moved_from is None),
            tuple(
                r.accepted_on
                for r in case.refusals
                if r.assessment in family and r.accepted_on is not None
            ),
        )

    def seen(self, assessment: int, refused: date) -> bool:
        """Whether the child was seen: at the refused assessment, or at any on that day or later."""
        return any(
            a.completed is not None and (a.id == assessment or a.completed >= refused)
            for a in self.assessments
        )

    def accepted_after(self, refused: date) -> bool:
        """Whether the acceptance of a later offer is recorded."""
        return any(day > refused for day in self.accepted)


def _recorded(case: Case, offers: _Offers) -> Iterator[RefusedBy]:
    """Whose refusals recorded by staff stand."""
    ids = {a.id for a in offers.assessments}
    booked = [(local_date(b.booked_at), b.booked_at) for b in offers.bookings]
    for refusal in case.refusals:
        if refusal.assessment not in ids or refusal.accepted_on is not None:
            continue
        # On the day of the refusal itself the instants tell which came last.
        rebooked = any(made > (refusal.on, refusal.recorded_at) for made in booked)
        if not rebooked and not _lifted(offers, refusal.assessment, refusal.on):
            yield refusal.by


def _imported(offers: _Offers) -> Iterable[RefusedBy]:
    """Whose refusals on imported rows stand."""
    booked = [local_date(b.booked_at) for b in offers.bookings]
    for row in offers.assessments:
        if row.refused_on is None or any(day > row.refused_on for day in booked):
            continue
        if not _lifted(offers, row.id, row.refused_on):
            yield row.refused_by or RefusedBy.YOUNG_PERSON


def _lifted(offers: _Offers, assessment: int, refused: date) -> bool:
    """Whether the child was seen, or a later offer accepted."""
    return offers.seen(assessment, refused) or offers.accepted_after(refused)
