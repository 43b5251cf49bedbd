"""The whole report as one tidy table: a line for each figure of each row of each chart."""

import csv
from collections.abc import Iterator
from io import StringIO

from clanbook.figures import Report
from clanbook.reports.text import csv_safe, plain

COLUMNS = ("chart", "quarter", "row", "figure", "value")
"""The header; `value` is a whole number, or empty for a percentage of nothing."""

Line = tuple[str, str, str, str, int | None]


def write(report: Report) -> str:
    """The report as CSV; a chart's figures are named as `--figure` takes them, less the chart."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for *texts, value in [*_charts(report), *_trend(report)]:
        safe = [csv_safe(plain(f"{text}")) for text in texts]
        writer.writerow([*safe, "" if value is None else value])
    return out.getvalue().rstrip("\n")


def _charts(report: Report) -> Iterator[Line]:
    for name, chart in report.charts.items():
        for row in chart.rows:
            for key in chart.keys:
                yield name, report.quarter.label, row, key, chart.value(row, key)


def _trend(report: Report) -> Iterator[Line]:
    for compared in report.trend:
        document = compared.as_json()
        for row, figures in document["rows"].items():
            for figure, value in figures.items():
                yield "trend", compared.quarter.label, row, figure, value
