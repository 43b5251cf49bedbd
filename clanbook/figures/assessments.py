"""Health assessments required in a quarter and how they stand: the charts iha and rha (RULES 8)."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from itertools import chain

from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import sentences
from clanbook.figures.care import same_place
from clanbook.figures.chart import Chart, Layout, Member, Row
from clanbook.figures.cohort import Cohort, Due, member
from clanbook.pathway import State
from clanbook.records import Assessment, Kind
from clanbook.settings import Service

BANDS = ("required_0_4", "required_5_18")
STATES = tuple(str(state) for state in State)
OTHER_LAS = ("other_las_requested", "other_las_completed")

AGES_NOT_KNOWN = {band: f"{band}_without_birth_date" for band in BANDS}
"""The names of those counted in each band without a date of birth: they stand aside (choice)."""

IN_NO_ROW = "other_las_in_no_row"
"""The name of other LAs' requests that no row counts, by where the child is placed: aside."""


def _layout(name: str) -> Layout:
    keys = ("required", *BANDS, *STATES, "percent", *OTHER_LAS)
    sums = (("required", BANDS), ("required", STATES))
    return Layout(name, keys, percents={"percent": "on_time"}, sums=sums)


LAYOUTS = {Kind.IHA: _layout("iha"), Kind.RHA: _layout("rha")}


def chart(cohort: Cohort, kind: Kind, quarter: Quarter) -> Chart:
    """The chart `iha` or `rha`: percentages are of required - not_yet_due (RULES 8)."""
    required = cohort.required(kind, quarter)
    rows = {la: _row(kind, dues) for la, dues in required.items()}
    aside = _ages_not_known(required.values()) | {IN_NO_ROW: []}
    for la, figure, counted in _other_las(cohort, kind, quarter):
        (aside if la is None else rows[la])[figure].append(counted)
    of = {la: matured(dues) for la, dues in required.items()}
    return Chart(LAYOUTS[kind], rows, of, aside)


def _ages_not_known(required: Iterable[Iterable[Due]]) -> dict[str, list[Member]]:
    """For each band the members that are in it without a date of birth."""
    found: dict[str, list[Member]] = {name: [] for name in AGES_NOT_KNOWN.values()}
    for due in chain.from_iterable(required):
        if due.age_not_known:
            found[AGES_NOT_KNOWN[_band(due)]].append(due.member)
    return found


def _band(due: Due) -> str:
    return BANDS[0] if due.under_five else BANDS[1]


def matured(dues: Iterable[Due]) -> list[Member]:
    """Those that percentages are of: required and not `not_yet_due`."""
    return [due.member for due in dues if due.requirement.matured]


def _row(kind: Kind, dues: Iterable[Due]) -> Row:
    row = LAYOUTS[kind].empty_row()
    for due in dues:
        row["required"].append(due.member)
        row[_band(due)].append(due.member)
        row[due.requirement.state].append(due.member)
    return row


def uncounted(service: Service, case: Case, assessment: Assessment) -> str:
    """Why no row counts an assessment that another LA requested; empty where that is not so."""
    requested = assessment.requested
    if requested is None or assessment.kind not in LAYOUTS or service.la(case.child.la):
        return ""
    place = _placed_in(case, requested)
    return "" if _la_of(service, place) else sentences.of_no_row(place)


def _other_las(
    cohort: Cohort, kind: Kind, quarter: Quarter
) -> Iterator[tuple[str | None, str, Member]]:
    """The row, figure and member of each assessment another LA requested in the quarter.

    Its row is that of the LA (the first, where two share it) in whose locality the child was
    placed that day; a child placed in none of the service's localities is nobody's work: None.
    """
    for case in cohort.others:
        for assessment, requested in _requests(case, kind, quarter):
            place = _placed_in(case, requested)
            la = _la_of(cohort.service, place)
            why = partial(sentences.of_request, case, assessment, cohort.as_at)
            if la is None:
                uncounted_why = partial(sentences.of_request_in_no_row, why, place)
                yield la, IN_NO_ROW, member(case.child.la, case, uncounted_why, episode=None)
                continue
            counted = member(case.child.la, case, why, episode=None)
            yield la, OTHER_LAS[0], counted
            if assessment.completed is not None and assessment.completed <= cohort.as_at:
                yield la, OTHER_LAS[1], counted


def _requests(case: Case, kind: Kind, quarter: Quarter) -> Iterator[tuple[Assessment, date]]:
    """The assessments of a kind requested in the quarter, each with the day it was."""
    start, end = quarter.start, quarter.end
    for assessment in case.assessments:
        day = assessment.requested
        if assessment.kind is kind and day is not None and start <= day <= end:
            yield assessment, day


def _placed_in(case: Case, day: date) -> str:
    """Where the child was placed that day; before any placement, where they came first."""
    placement = case.placement_at(day) or next(iter(case.placements), None)
    return placement.placed_in if placement else ""


def _la_of(service: Service, place: str) -> str | None:
    """The LA whose locality a place is."""
    return next((la.name for la in service.las if same_place(place, la.locality)), None)
