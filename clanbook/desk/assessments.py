"""What happens to an assessment beside its bookings: asked for, refused, a contact tried."""

from datetime import date

from clanbook import booking as rules
from clanbook.caseload import OWN_SAY_AGE, Case, speaks_for_self
from clanbook.dates import shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk, Keeper
from clanbook.desk.errors import Refused
from clanbook.desk.naming import named
from clanbook.records import (
    Assessment,
    CareEpisode,
    Child,
    Contact,
    Kind,
    Refusal,
    RefusedBy,
    StaffRole,
)


@act("request", StaffRole.ADMIN)
def request(desk: Desk, child: int, kind: Kind, on: date) -> Assessment:
    """An LA asks for an assessment: an RHA falling due, an adoption medical, another LA's child.

    A second request of the same kind while one is open is refused, and one after care has ended.
    """
    _happened(desk, on)
    with desk.transaction("request") as keeper:
        case = keeper.case(child)
        episode = _running(desk, case)
        if episode is None and (ends := [end for e in case.episodes if (end := case.end(e))]):
            raise Refused(f"Care ended on {shown(max(ends))}: nothing more is asked for.")
        number = episode.id if episode else None
        for row in case.assessments:
            open_one = row.kind is kind and row.episode == number and row.completed is None
            if open_one and row.requested:
                what, asked = rules.KIND_NAMES[kind], shown(row.requested)
                raise Refused(f"This {what} was asked for already, on {asked}.")
            if open_one:
                return keeper.put(row.but(requested=on))
        return keeper.put(Assessment(child=child, episode=number, kind=kind, requested=on))


def uncounted(desk: Desk, made: Assessment) -> str:
    """Why no row of the report counts a request just recorded, in a sentence; else empty."""
    # Screens import this module, and would wait for the figures before they could be drawn.
    from clanbook.figures.assessments import uncounted as why

    return why(desk.service, desk.case(made.child), made)


@act("refuse", StaffRole.ADMIN)
def refuse(
    desk: Desk,
    child: int,
    kind: Kind,
    on: date,
    by: RefusedBy | None = None,
    reoffer_on: date | None = None,
) -> Refusal:
    """Somebody refused the offer of an assessment: an outcome, never a completion (RULES 1).

    The same refusal, of one person and day, is kept once; a new offer comes after it. Without
    `by` it is the young person's, and Refused where the child is too young for that.
    """
    by = by or _refuser(desk.child(child), on)
    with desk.transaction("refuse") as keeper:
        return put_refusal(desk, keeper, child, kind, on, by, reoffer_on)


def _refuser(child: Child, on: date) -> RefusedBy:
    """Who refused where nobody is named: the young person, who must be one (RULES 3)."""
    if not speaks_for_self(child, on):
        raise Refused(
            f"{named(child)} was under {OWN_SAY_AGE} on {shown(on)}: say who refused, "
            "with --by parent or --by young_person."
        )
    return RefusedBy.YOUNG_PERSON


def put_refusal(
    desk: Desk,
    keeper: Keeper,
    child: int,
    kind: Kind,
    on: date,
    by: RefusedBy,
    reoffer_on: date | None,
) -> Refusal:
    """Put a refusal within an act; Refused where it cannot be, or is on record already."""
    _happened(desk, on)
    if reoffer_on is not None and reoffer_on < on:
        raise Refused(f"{shown(reoffer_on)} is before the refusal: offer it again after that.")
    row = _recorded(desk, keeper, child, kind, on)
    for known in keeper.case(child).refusals:
        if _same(known, row, on, by):
            raise Refused(f"This refusal is recorded already, on {shown(on)}.")
    return keeper.put(
        Refusal(
            child=child,
            assessment=row.id,
            on=on,
            recorded_at=desk.now,
            by=by,
            reoffer_on=reoffer_on,
        )
    )


@act("contact", StaffRole.ADMIN)
def contact(
    desk: Desk,
    child: int,
    kind: Kind,
    on: date,
    reached: bool,
    *,
    whom: str = "",
    how: str = "",
    note: str = "",
) -> Contact:
    """A call, letter or message about an assessment; one that failed is a reason (RULES 7)."""
    _happened(desk, on)
    with desk.transaction("contact") as keeper:
        row = _recorded(desk, keeper, child, kind, on)
        return keeper.put(
            Contact(
                child=child,
                assessment=row.id,
                on=on,
                reached=reached,
                whom=whom,
                how=how,
                note=note,
            )
        )


def _recorded(desk: Desk, keeper: Keeper, child: int, kind: Kind, day: date) -> Assessment:
    """The record of the child's open assessment, made where nothing was recorded on it yet."""
    ask = rules.asking(keeper.case(child), kind, desk.service, desk.today)
    if isinstance(ask, rules.Refused):
        raise Refused(ask.sentence)
    if ask.episode and day < ask.episode.entered_care:
        entered = f"{shown(ask.episode.entered_care)}"
        raise Refused(f"Nothing can have happened before the child came into care on {entered}.")
    return ask.assessment or keeper.put(ask.new_assessment())


def _same(known: Refusal, row: Assessment, on: date, by: RefusedBy) -> bool:
    """Whether a refusal is known already and stands; one taken back may come again that day."""
    said = (known.assessment, known.on, known.by)
    return said == (row.id, on, by) and known.accepted_on is None


def _running(desk: Desk, case: Case) -> CareEpisode | None:
    """The care episode that has not ended, if there is one."""
    open_ones = (e for e in case.episodes if not rules.ended(case, e, desk.today))
    return next(open_ones, None)


def _happened(desk: Desk, day: date) -> None:
    if day > desk.today:
        raise Refused(f"{shown(day)} is still to come: nothing can have happened then.")
