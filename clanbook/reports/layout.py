"""The board report's tables: titles, headings and cells, once for every form that prints them.

Order and headings are the board paper's of November 2018 (seed); columns it lacks come after its
own. Cells are finished texts, names still as people wrote them.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from clanbook.counting import counted
from clanbook.dates import shown
from clanbook.figures import Chart, Report, Share
from clanbook.figures.assessments import AGES_NOT_KNOWN, IN_NO_ROW
from clanbook.figures.care import AGE_NOT_KNOWN
from clanbook.figures.refusals import words
from clanbook.pathway import Reason
from clanbook.settings import in_force

_Cell = Callable[[Chart, str], str]
_Columns = tuple[tuple[str, _Cell], ...]


@dataclass(frozen=True)
class Table:
    """A table to print: `headings` of all columns but the first, which names the rows.

    A row whose cells are all empty is a heading of the rows below it; the last row is the total
    where `total` says so.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str
    total: bool = True


def heading(report: Report) -> str:
    """The line above the whole report: whose, which quarter, and as known when."""
    quarter = report.quarter
    days = f"{shown(quarter.start)} to {shown(quarter.end)}"
    return f"{report.service.name}: children looked after, {quarter.label} ({days})"


def tables(report: Report) -> list[Table]:
    """The tables of the charts that the report has, in the board paper's order."""
    return [table for part in _PARTS for table in part(report)]


# --- Cells


def share(counted: Share) -> str:
    """`16/17 (94%)`; `0/0 (–)` of nothing (RULES 8)."""
    percent = "–" if counted.percent is None else f"{counted.percent}%"
    return f"{counted.n}/{counted.d} ({percent})"


def _count(figure: str) -> _Cell:
    return lambda chart, row: f"{chart.count(row, figure)}"


def _share(figure: str) -> _Cell:
    return lambda chart, row: share(chart.share(row, figure))


def _other_las(chart: Chart, row: str) -> str:
    requested = chart.count(row, "other_las_requested")
    completed = chart.count(row, "other_las_completed")
    return f"{requested} ({completed})"


# --- Tables


def _note(report: Report, *keys: str) -> str:
    """The settings that a table rests on, per LA where they differ, and the as-at day."""
    as_at = f"As known at the end of {shown(report.as_at)}"
    values = {key: in_force(report.service, key) for key in keys}
    if "iha_basis" in values:
        values["iha_basis"] = report.basis
    closed = in_force(report.service, "closed_days")
    if keys and closed != "none" and any("working day" in value for value in values.values()):
        values["closed_days"] = closed
    settings = "; ".join(f"{key} {value}" for key, value in values.items())
    return f"{as_at}. Settings: {settings}." if values else f"{as_at}."


def _assessed_note(report: Report, chart: Chart, *keys: str) -> str:
    """The note of the chart iha or rha, which also tells what its figures do not show."""
    return " ".join([_note(report, *keys), *_ages_taken(chart), *_in_no_row(chart)])


def _ages_taken(chart: Chart) -> Iterator[str]:
    """How many children are in a band without a date of birth to put them there."""
    young, old = (
        len({member.child for member in chart.aside.get(name, ())})
        for name in AGES_NOT_KNOWN.values()
    )
    if young:
        also = f" ({old} UASC as 5-18)" if old else ""
        children = counted(young, "child", "children")
        yield f"{children} without a birth date {_are(young)} counted as 0-4{also}."
    elif old:
        yield f"{old} UASC without a birth date {_are(old)} counted as 5-18."


def _in_no_row(chart: Chart) -> Iterator[str]:
    """How many requests of other LAs no row counts, by where the children are placed."""
    if left := len(chart.aside.get(IN_NO_ROW, ())):
        kind = chart.name.upper()
        asked = f"1 {kind} requested by another LA" if left == 1 else f"{left} {kind}s requested"
        by = "" if left == 1 else " by other LAs"
        yield f"{asked}{by} {_are(left)} in no row: {_whose(left)} not known, or elsewhere."


def _whose(n: int) -> str:
    return "the child's placement is" if n == 1 else "the children's placements are"


def _are(n: int) -> str:
    return "is" if n == 1 else "are"


def _table(title: str, chart: Chart, columns: _Columns, note: str) -> Table:
    rows = tuple((row, *(cell(chart, row) for _, cell in columns)) for row in chart.rows)
    return Table(title, tuple(name for name, _ in columns), rows, note)


def _accommodated(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("accommodated"):
        columns: _Columns = (
            ("Total", _count("total")),
            ("Number placed within locality", _count("within_locality")),
            ("Number placed out of area", _count("out_of_area")),
            ("Placement not known", _count("not_known")),
        )
        title = (
            "Chart 1: Total number of children and young people (0-18) accommodated"
            f" in {report.quarter.label} by area"
        )
        yield _table(title, chart, columns, _note(report))


def _trend(report: Report) -> Iterator[Table]:
    """One column an LA, and for each quarter its IHAs and RHAs, the newest quarter first."""
    if not report.trend:
        return
    names = tuple(report.trend[0].iha.rows)
    rows: list[tuple[str, ...]] = []
    for quarter, iha, rha in report.trend:
        rows.append((quarter.label, *("" for _ in names)))
        for label, chart in (("IHAs", iha), ("RHAs", rha)):
            rows.append((label, *(share(chart.share(name, "on_time")) for name in names)))
    title = (
        f"Chart 2: Comparison chart of the last {len(report.trend)} quarters:"
        " IHAs and RHAs completed within timescales"
    )
    note = _note(report, "iha_due", "iha_basis", "rha_age_basis", "rha_on_time")
    yield Table(title, names, tuple(rows), note, total=False)


_STATES: _Columns = (
    ("Late", _count("late")),
    ("Refused", _count("refused")),
    ("Outstanding", _count("outstanding")),
    ("Not yet due", _count("not_yet_due")),
)


def _iha(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("iha"):
        columns: _Columns = (
            ("Number of IHAs required 0-4 years", _count("required_0_4")),
            ("Number of IHAs required 5-18 years", _count("required_5_18")),
            (f"Number completed within {_timeframe(report)}", _share("on_time")),
            ("Number of IHAs requested by other LAs (completed)", _other_las),
            *_STATES,
        )
        title = (
            "Chart 3: Total number of children and young people (0-18)"
            " requiring Initial Health Assessments (IHA)"
        )
        yield _table(title, chart, columns, _assessed_note(report, chart, "iha_due", "iha_basis"))


def _timeframe(report: Report) -> str:
    """`28 day timeframe` where all LAs have the same."""
    periods = {la.rules.iha_due for la in report.service.las}
    if len(periods) != 1:
        return "timeframe"
    period = periods.pop()
    return f"{period.n} {period.unit.removesuffix('s')} timeframe"


def _rha(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("rha"):
        columns: _Columns = (
            ("Total no of RHAs required", _count("required")),
            ("Number of RHAs required (0-4)", _count("required_0_4")),
            ("Number of RHAs required (5-18)", _count("required_5_18")),
            ("Number of RHAs completed within timeframes", _share("on_time")),
            ("Number of RHAs requested by other LAs (completed)", _other_las),
            *_STATES,
        )
        title = (
            "Chart 4: Total number of children and young people (0-18)"
            f" requiring Review Health Assessments in {report.quarter.label}"
        )
        yield _table(title, chart, columns, _assessed_note(report, chart, *_RHA_SETTINGS))


_RHA_SETTINGS = ("rha_age_basis", "rha_on_time")

_REASONS: dict[Reason, str] = {
    Reason.LATE_NOTIFICATION: "Late notification from LA",
    Reason.REFUSED: "Refused by young person",
    Reason.NOT_TAKEN_UP: "First appointment not taken up / unable to contact carer",
    Reason.NO_CONSENT: "No consent in time",
    Reason.MISSING_OR_AWAY: "Missing or away",
    Reason.PLACEMENT_MOVE: "Placement move",
    Reason.OUT_OF_AREA: "By another area's team",
    Reason.CLINIC_CANCELLED: "Clinic cancelled",
    Reason.NO_CAPACITY: "No capacity",
    Reason.UNEXPLAINED: "Unexplained",
}
"""The headings of the reasons: the board paper's three, then those it lacks."""


def _iha_exceptions(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("iha_exceptions"):
        had_notice = (
            "On time had notice been on time",
            _share("on_time_had_notice_been_on_time"),
        )
        note = _note(report, "iha_due", "iha_basis", "notify_within")
        yield from _exceptions("Chart 4: Exception report (IHAs)", chart, (had_notice,), note)


def _rha_exceptions(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("rha_exceptions"):
        note = _note(report, *_RHA_SETTINGS)
        yield from _exceptions("Exception report (RHAs)", chart, (), note)


def _exceptions(title: str, chart: Chart, further: _Columns, note: str) -> Iterator[Table]:
    """The missed under every reason that holds, then each under one primary reason."""
    missed: _Columns = (("Missed", _count("missed")),)
    held = [reason for reason in _REASONS if f"reasons.{reason}" in chart.keys]
    columns = tuple((_REASONS[reason], _share(f"reasons.{reason}")) for reason in held)
    yield _table(f"{title}: all reasons that hold", chart, (*missed, *columns, *further), note)
    primaries = [reason for reason in Reason if f"primary.{reason}" in chart.keys]
    columns = tuple((_REASONS[reason], _count(f"primary.{reason}")) for reason in primaries)
    yield _table(f"{title}: the primary reason of each", chart, (*missed, *columns), note)


def _refusals(report: Report) -> Iterator[Table]:
    """One column for each LA, as in the trend: there are more reasons than LAs."""
    if chart := report.charts.get("refusals"):
        rows = tuple((words(key), *_along(chart, key)) for key in chart.keys)
        note = _note(report, "iha_due", "iha_basis", *_RHA_SETTINGS)
        title = "Refused by main reason: IHAs and RHAs that stand refused"
        yield Table(title, tuple(chart.rows), rows, note, total=False)


def _along(chart: Chart, figure: str) -> Iterator[str]:
    """A figure of each row."""
    return (f"{chart.count(row, figure)}" for row in chart.rows)


def _uasc(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("uasc"):
        columns: _Columns = (("Number accommodated", _count("accommodated")),)
        title = (
            "Chart 5: Unaccompanied Asylum Seeking Children (UASC) accommodated"
            f" in {report.quarter.label}"
        )
        yield _table(title, chart, columns, _note(report))


def _sdq(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("sdq"):
        columns: _Columns = (
            ("Completed in the quarter", _count("completed")),
            ("Up to date, of children due to complete an SDQ", _share("up_to_date")),
        )
        title = "Chart 6: Strengths and Difficulties questionnaires (SDQ) completed"
        yield _table(title, chart, columns, _note(report))


_AGES = (
    ("Under 1", "age.under_1"),
    ("1-4", "age.1_4"),
    ("5-9", "age.5_9"),
    ("10-15", "age.10_15"),
    ("16 and over", "age.16_plus"),
)
_AGE_NOT_KNOWN = ("Not known", AGE_NOT_KNOWN)
_SEXES = (("Female", "sex.F"), ("Male", "sex.M"), ("Not known", "sex.U"))
_ETHNIC_GROUPS = (
    *((group, f"ethnic_group.{group}") for group in ("White", "Mixed", "Asian", "Black", "Other")),
    ("Not known", "ethnic_group.not_known"),
)


def _profile(report: Report) -> Iterator[Table]:
    if chart := report.charts.get("profile"):
        ages = (*_AGES, _AGE_NOT_KNOWN) if AGE_NOT_KNOWN in chart.keys else _AGES
        parts = (("age group (in years)", ages), ("sex", _SEXES), ("ethnicity", _ETHNIC_GROUPS))
        for number, (what, figures) in enumerate(parts, 1):
            shares = ((name, _share(figure)) for name, figure in figures)
            title = (
                f"Figure {number}: Proportions of children looked after"
                f" at {shown(report.quarter.end)} by {what}"
            )
            columns = (("Total", _count("total")), *shares)
            yield _table(title, chart, columns, _note(report))


_PARTS: tuple[Callable[[Report], Iterator[Table]], ...] = (
    _accommodated,
    _trend,
    _iha,
    _iha_exceptions,
    _rha,
    _rha_exceptions,
    _refusals,
    _uasc,
    _sdq,
    _profile,
)
