"""What is printed: the board report in its forms, and text from people made fit to be shown."""

from collections.abc import Callable

from clanbook.figures import Report
from clanbook.reports import layout, markdown, tidy
from clanbook.reports.text import json_text

__all__ = ["FORMATS", "render"]


def _as_table(report: Report, width: int) -> str:
    from clanbook.reports.table import draw

    return draw(layout.heading(report), layout.tables(report), width)


def _as_markdown(report: Report, _: int) -> str:
    return markdown.write(layout.heading(report), layout.tables(report))


_FORMS: dict[str, Callable[[Report, int], str]] = {
    "table": _as_table,
    "csv": lambda report, _: tidy.write(report),
    "md": _as_markdown,
    "json": lambda report, _: json_text(report.as_json()),
}

FORMATS = tuple(_FORMS)
"""The forms a report can be printed in."""


def render(report: Report, fmt: str, width: int = 100) -> str:
    """The report in a form, without a line end after its last line; `width` is the table's.

    Raises:
        ValueError: for a form there is none of.
    """
    if fmt not in _FORMS:
        raise ValueError(f'"{fmt}" is no form of report: write {", ".join(FORMATS)}')
    return _FORMS[fmt](report, width)
