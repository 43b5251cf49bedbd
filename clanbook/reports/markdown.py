"""Tables as Markdown, names shown to the letter."""

from collections.abc import Iterable, Iterator

from clanbook.reports.layout import Table
from clanbook.reports.text import markdown


def write(heading: str, tables: Iterable[Table]) -> str:
    """The heading and each table under a heading of its own."""
    return "\n".join([f"# {markdown(heading)}", *(line for t in tables for line in _table(t))])


def _table(table: Table) -> Iterator[str]:
    yield from ("", f"## {markdown(table.title)}", "")
    yield _row("", *table.headings)
    yield f"| --- |{' ---: |' * len(table.headings)}"
    for row in table.rows:
        yield _row(*row)
    yield from ("", markdown(table.note))


def _row(*cells: str) -> str:
    return f"| {' | '.join(markdown(cell) for cell in cells)} |"
