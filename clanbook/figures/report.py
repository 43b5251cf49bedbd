"""A quarter's report: every chart, computed from cases, with the settings it rests on (RULES 8)."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import care, exceptions, refusals, sdq
from clanbook.figures.chart import Chart, FiguresError, Member, UnknownFigureError
from clanbook.figures.cohort import Basis, Cohort
from clanbook.figures.trend import TrendQuarter, compared, quarters_to
from clanbook.questionnaire import Answers
from clanbook.records import Kind
from clanbook.settings import Service

TREND = "trend"

CHARTS = (
    "accommodated",
    "iha",
    "iha_exceptions",
    "rha",
    "rha_exceptions",
    "refusals",
    "uasc",
    "sdq",
    TREND,
    "profile",
)
"""Every chart in the order of the report (RULES 8)."""


@dataclass(frozen=True, eq=False)
class Report:
    """One service's figures of one quarter, of what was known at the end of `as_at`.

    `charts` maps names to charts in the report's order; `trend` has the newest quarter first, its
    charts the report's own. `settings` is what the JSON prints of the rules in force.
    """

    service: Service = field(repr=False)
    quarter: Quarter
    as_at: date
    basis: Basis
    settings: dict[str, Any] = field(repr=False)
    charts: dict[str, Chart] = field(repr=False)
    trend: list[TrendQuarter] = field(repr=False)

    def members(self, figure: str, row: str) -> list[Member]:
        """The children behind `iha.on_time` and the like: a chart's name, a dot, its figure.

        `row` is an LA's name or `Total`. A figure of the trend is that of its chart.

        Raises:
            UnknownFigureError: when there is no such chart, figure or row.
        """
        name, _, key = figure.partition(".")
        if name == TREND:
            name, _, key = key.partition("_")
        chart = self.charts.get(name)
        if chart is None:
            known = ", ".join(self.charts)
            raise UnknownFigureError(f"The report has no chart {name}; it has {known}.")
        if not key:
            raise UnknownFigureError(f"Name a figure of chart {name}: {', '.join(chart.keys)}.")
        return chart.members(row, key)

    def only(self, names: Collection[str]) -> "Report":
        """The same report with these charts alone; all of them for no name.

        Raises:
            UnknownFigureError: when there is no such chart.
        """
        for name in names:
            if name not in CHARTS:
                known = ", ".join(CHARTS)
                raise UnknownFigureError(f"The report has no chart {name}; it has {known}.")
        if not names:
            return self
        charts = {name: chart for name, chart in self.charts.items() if name in names}
        return replace(self, charts=charts, trend=self.trend if TREND in names else [])

    def as_json(self) -> dict[str, Any]:
        """The report as its JSON (CONTRACT, export): keys and their order are relied on."""
        charts: dict[str, Any] = {name: chart.as_json() for name, chart in self.charts.items()}
        if self.trend:
            charts[TREND] = [quarter.as_json() for quarter in self.trend]
        ordered = {name: charts[name] for name in CHARTS if name in charts}
        return {
            "service": self.service.name,
            "quarter": self.quarter.label,
            "from": self.quarter.start.isoformat(),
            "to": self.quarter.end.isoformat(),
            "as_at": self.as_at.isoformat(),
            "settings": self.settings,
            "charts": ordered,
        }


def report(
    cases: Iterable[Case],
    service: Service,
    quarter: Quarter,
    as_at: date,
    basis: Basis | None = None,
    trend: int = 3,
    answers: Mapping[int, Answers] | None = None,
) -> Report:
    """Count a quarter from cases as known at the end of `as_at`, which may be before its end.

    `basis` overrides the service's `iha_basis`; `trend` is how many quarters to compare;
    `answers` are those to the questionnaires of refusals, by the refusal's number. An LA's own
    rules decide its children's dates.

    Raises:
        FiguresError: when figures do not add up.
        ValueError: for a trend of fewer than three quarters.
    """
    basis = basis or service.rules.iha_basis
    quarters = quarters_to(quarter, trend)
    cohort = Cohort(cases, service, as_at, basis, quarters)
    compared_quarters = [compared(cohort, each) for each in quarters]
    charts = _charts(cohort, compared_quarters[0], answers or {})
    return Report(
        service, quarter, as_at, basis, settings(service, basis), charts, compared_quarters
    )


def _charts(
    cohort: Cohort, newest: TrendQuarter, answers: Mapping[int, Answers]
) -> dict[str, Chart]:
    """Every chart of the newest quarter by name, in the report's order."""
    quarter = newest.quarter
    charts = [
        care.accommodated(cohort, quarter),
        newest.iha,
        exceptions.chart(cohort, Kind.IHA, quarter),
        newest.rha,
        exceptions.chart(cohort, Kind.RHA, quarter),
        refusals.chart(cohort, quarter, answers),
        care.uasc(cohort, quarter),
        sdq.chart(cohort, quarter),
        care.profile(cohort, quarter),
    ]
    found = {chart.name: chart for chart in charts}
    check_missed(newest.iha, found["iha_exceptions"])
    check_missed(newest.rha, found["rha_exceptions"])
    return found


def settings(service: Service, basis: Basis) -> dict[str, Any]:
    """The settings in force that the figures rest on, as the JSON prints them.

    Those that LAs commonly set for themselves are named by LA; `rha_age_basis` and `rha_on_time`
    are one value, or by LA, too, where LAs differ.
    """
    return {
        "iha_due": {la.name: str(la.rules.iha_due) for la in service.las},
        "iha_basis": basis,
        "notify_within": {la.name: str(la.rules.notify_within) for la in service.las},
        "rha_age_basis": _shared({la.name: la.rules.rha_age_basis for la in service.las}),
        "rha_on_time": _shared({la.name: la.rules.rha_on_time for la in service.las}),
    }


def _shared(values: dict[str, str]) -> str | dict[str, str]:
    """The one value that all LAs have, or every LA's."""
    return next(iter(values.values())) if len(set(values.values())) == 1 else values


def check_missed(chart: Chart, missed: Chart) -> None:
    """Refuse exceptions that do not tell of exactly the chart's missed."""
    for row in chart.rows:
        states = {state: chart.count(row, state) for state in ("late", "refused", "outstanding")}
        if missed.count(row, "missed") != sum(states.values()):
            added = " + ".join(f"{state} {count}" for state, count in states.items())
            raise FiguresError(
                f"Chart {missed.name}, row {row} does not add up: missed is "
                f"{missed.count(row, 'missed')}, but {added} of {chart.name} make "
                f"{sum(states.values())}."
            )
