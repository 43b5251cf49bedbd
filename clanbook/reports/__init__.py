"""What is printed: the board report in its forms, and text from people made fit to be shown."""

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from clanbook.figures import Report
__all__ = ["FORMATS", "render"]

# What a form needs is imported for it alone: screens take only `text` from here, and would wait
# for the figures before they could be drawn.


def _as_table(report: "Report", width: int) -> str:
    from clanbook.reports import layout
    from clanbook.reports.table import draw

    return draw(layout.heading(report), layout.tables(report), width)


def _as_markdown(report: "Report", _: int) -> str:
    from clanbook.reports import layout, markdown

    return markdown.write(layout.heading(report), layout.tables(report))


def _as_csv(report: "Report", _: int) -> str:
    from clanbook.reports import tidy

    return tidy.write(report)


def _as_json(report: "Report", _: int) -> str:
    from clanbook.reports.text import json_text

    return json_text(report.as_json())


_FORMS: dict[str, Callable[["Report", int], str]] = {
    "table": _as_table,
    "csv": _as_csv,
    "md": _as_markdown,
    "json": _as_json,
}

FORMATS = tuple(_FORMS)
"""The forms a report can be printed in."""


def render(report: "Report", fmt: str, width: int = 100) -> str:
    """The report in a form, without a line end after its last line; `width` is the table's.

    Raises:
        ValueError: for a form there is none of.
    """
    if fmt not in _FORMS:
        raise ValueError(f'"{fmt}" is no form of report: write {", ".join(FORMATS)}')
    return _FORMS[fmt](report, width)
