"""A report in few words, for the tests of its charts."""

from datetime import date

from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import Basis, Chart, Report, report
from clanbook.settings import DEFAULT, Service

Q1 = Quarter(2018, 1)
"""1 April to 30 June 2018."""

LATER = date(2018, 9, 30)
"""An as-at day by which all that was due in Q1 has matured."""


def reported(
    *cases: Case, service: Service = DEFAULT, as_at: date = LATER, basis: Basis | None = None
) -> Report:
    """The report of Q1 on these cases."""
    return report(cases, service, Q1, as_at, basis)


def counted(chart: Chart, row: str = "Bristol") -> dict[str, int]:
    """The figures of a row in which anybody is counted."""
    figures = chart.layout.figures
    return {figure: chart.count(row, figure) for figure in figures if chart.count(row, figure)}


def behind(found: Report, figure: str, row: str = "Bristol") -> list[str]:
    """The LA's own ids of the children behind a figure."""
    return [member.child_id for member in found.members(figure, row)]
