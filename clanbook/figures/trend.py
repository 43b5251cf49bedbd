"""How the quarters compare: iha and rha of the asked quarter and those before it (RULES 8)."""

from typing import Any, NamedTuple

from clanbook.dates import Quarter
from clanbook.figures import assessments
from clanbook.figures.chart import Chart
from clanbook.figures.cohort import Cohort
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


def quarters_to(quarter: Quarter, n: int) -> list[Quarter]:
    """The last `n` quarters, this one first.

    Raises:
        ValueError: for fewer than three, which show no trend.
    """
    if n < FEWEST_QUARTERS:
        raise ValueError(f"the trend needs {FEWEST_QUARTERS} quarters or more, not {n}")
    found = [quarter]
    while len(found) < n:
        found.append(found[-1].previous())
    return found


def compared(cohort: Cohort, quarter: Quarter) -> TrendQuarter:
    """One of the cohort's quarters with its two charts."""
    iha, rha = (assessments.chart(cohort, kind, quarter) for kind in (Kind.IHA, Kind.RHA))
    return TrendQuarter(quarter, iha, rha)


def _figures(chart: Chart, row: str) -> dict[str, int | None]:
    return {
        f"{chart.name}_{key}": chart.value(row, key) for key in ("on_time", "required", "percent")
    }
