"""Why assessments of a quarter were missed: the charts iha_exceptions and rha_exceptions."""

from collections.abc import Iterable
from functools import partial

from clanbook.dates import Quarter, shown
from clanbook.figures.assessments import matured
from clanbook.figures.chart import Chart, FiguresError, Layout, Member, Row
from clanbook.figures.cohort import Cohort, Due, member
from clanbook.figures.explained import explain, explain_had_notice
from clanbook.pathway import Reason, State, on_time_had_notice_been_on_time, primary, reasons
from clanbook.records import Kind

HAD_NOTICE = "on_time_had_notice_been_on_time"

REASONS: dict[Kind, tuple[Reason, ...]] = {
    Kind.IHA: tuple(Reason),
    Kind.RHA: tuple(reason for reason in Reason if reason is not Reason.LATE_NOTIFICATION),
}
"""The reasons an assessment of each kind can be missed for, in the order of primaries (RULES 7)."""


def _layout(name: str, kind: Kind) -> Layout:
    applying = REASONS[kind]
    percents = {f"percents.{reason}": f"reasons.{reason}" for reason in applying}
    primaries = tuple(f"primary.{reason}" for reason in applying)
    keys = ("missed", *percents.values(), *percents, *primaries)
    if kind is Kind.IHA:
        percents["percent_had_notice_been_on_time"] = HAD_NOTICE
        keys += (HAD_NOTICE, "percent_had_notice_been_on_time")
    return Layout(name, keys, percents, sums=(("missed", primaries),))


LAYOUTS = {
    Kind.IHA: _layout("iha_exceptions", Kind.IHA),
    Kind.RHA: _layout("rha_exceptions", Kind.RHA),
}


def chart(cohort: Cohort, kind: Kind, quarter: Quarter) -> Chart:
    """The missed, each under every reason that holds and under one primary (RULES 7, 8).

    Percentages are of required - not_yet_due, as in the chart whose missed these are.
    """
    required = cohort.required(kind, quarter)
    rows = {la: _row(cohort, kind, dues) for la, dues in required.items()}
    return Chart(LAYOUTS[kind], rows, {la: matured(dues) for la, dues in required.items()})


def _row(cohort: Cohort, kind: Kind, dues: Iterable[Due]) -> Row:
    row = LAYOUTS[kind].empty_row()
    for due in dues:
        if due.requirement.missed:
            _count_missed(row, cohort, due)
        if kind is Kind.IHA:
            _count_had_notice(row, cohort, due)
    return row


def _count_missed(row: Row, cohort: Cohort, due: Due) -> None:
    """Put a missed one under `missed`, every reason that holds, and its primary."""
    row["missed"].append(due.member)
    asked = (due.case, due.requirement, due.la.rules, cohort.calendar)
    for reason in reasons(*asked):
        row[_figure("reasons", reason, due)].append(_explained(cohort, due, reason))
    first = primary(*asked)
    if first is not None:
        row[_figure("primary", first, due)].append(_explained(cohort, due, first))


def _figure(group: str, reason: Reason, due: Due) -> str:
    """The figure that counts a reason; refuses one that no assessment of the kind can have."""
    if reason not in REASONS[due.kind]:
        child = due.case.child.child_id
        raise FiguresError(
            f"The reason recorded for the {due.kind} of child {child} of {due.la.name} due "
            f"{shown(due.requirement.due)} is {reason}, which no {due.kind} can have: "
            "record another."
        )
    return f"{group}.{reason}"


def _explained(cohort: Cohort, due: Due, reason: Reason) -> Member:
    why = partial(explain, due, reason, cohort)
    return member(due.la.name, due.case, why, due.episode, due.requirement)


def _count_had_notice(row: Row, cohort: Cohort, due: Due) -> None:
    """Put one in that was on time, or would have been with notice on the last permitted day."""
    asked = (due.case, due.requirement, due.la.rules, cohort.calendar)
    if due.requirement.state is State.ON_TIME:
        row[HAD_NOTICE].append(due.member)
    elif on_time_had_notice_been_on_time(*asked):
        why = partial(explain_had_notice, due, cohort)
        row[HAD_NOTICE].append(member(due.la.name, due.case, why, due.episode, due.requirement))
