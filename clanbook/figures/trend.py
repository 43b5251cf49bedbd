"""How the quarters compare: iha and rha of the asked quarter and those before it (RULES 8)."""

from typing import Any, NamedTuple

from clanbook.dates import Quarter
from clanbook.figures import assessments
from clanbook.figures.chart import Chart
from clanbook.figures.cohort import Basis, Cohort
from clanbook.records import Kind

FEWEST_QUARTERS = 3


class TrendQuarter(NamedTuple):
    """One quarter of the trend with its two charts."""

    quarter: Quarter
    iha: Chart
    rha: Chart

    def as_json(self) -> dict[str, Any]:
        """The quarter's label and its rows of figures."""
        return {
            "quarter": self.quarter.label,
            "rows": {
                row: {**_figures(self.iha, row), **_figures(self.rha, row)} for row in self.iha.rows
            },
        }


def trend_to(cohort: Cohort, quarter: Quarter, basis: Basis, quarters: int) -> list[TrendQuarter]:
    """The asked quarter and those before it, newest first, all as at the same day.

    Raises:
        ValueError: for fewer than three quarters.
    """
    if quarters < FEWEST_QUARTERS:
        raise ValueError(f"the trend needs {FEWEST_QUARTERS} quarters or more, not {quarters}")
    found = []
    for _ in range(quarters):
        iha, rha = (
            assessments.chart(cohort, kind, quarter, basis) for kind in (Kind.IHA, Kind.RHA)
        )
        found.append(TrendQuarter(quarter, iha, rha))
        quarter = quarter.previous()
    return found


def _figures(chart: Chart, row: str) -> dict[str, int | None]:
    return {
        f"{chart.name}_{key}": chart.value(row, key) for key in ("on_time", "required", "percent")
    }
