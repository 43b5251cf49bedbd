"""Tables for a terminal: columns that do not fit go into a further block, figures are never cut."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from clanbook.reports.layout import Table
from clanbook.reports.text import plain

if TYPE_CHECKING:
    from rich.console import RenderableType

NARROWEST = 40
"""No table is drawn narrower than this, whatever the terminal."""

_HEADING_LINES = 2
"""Columns widen while there is room until no heading takes more lines than this."""


def draw(heading: str, tables: list[Table], width: int) -> str:
    """The tables as text of at most `width` columns (40 or more), without markup or colour."""
    from io import StringIO

    from rich.console import Console

    width = max(width, NARROWEST)
    out = StringIO()
    console = Console(
        file=out, width=width, color_system=None, markup=False, highlight=False, emoji=False
    )
    console.print(_text(heading))
    for table in tables:
        for part in _parts(table, width):
            console.print(part)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines())


def _text(text: str) -> "RenderableType":
    """A text as itself, whatever a person wrote in it; a word too long for its line is folded."""
    from rich.text import Text

    return Text(plain(text), overflow="fold")


def _parts(table: Table, width: int) -> Iterator["RenderableType"]:
    """A blank line, the title, the table in as many blocks as it takes, and the note."""
    yield ""
    yield _text(table.title)
    fitted = _fitted(table, width)
    edges = fitted.edges()
    for first, last in pairwise(edges):
        if first != edges[0]:
            yield ""
        yield fitted.block(range(first, last))
    yield _text(table.note)


@dataclass(frozen=True)
class _Fitted:
    """A table set to a width: `label` is the width of the rows' names, `gap` between columns."""

    table: Table
    width: int
    label: int
    gap: int = 2

    @cached_property
    def least(self) -> dict[int, int]:
        """Column, from 1 -> its least width: its widest figure, its heading's longest word."""
        most = self.width - self.label - self.gap
        return {
            column: min(most, max(self._widest(column), _longest_word(heading)))
            for column, heading in enumerate(self.table.headings, 1)
        }

    def _widest(self, column: int) -> int:
        return max(_cells(row[column]) for row in self.table.rows)

    def taken(self, columns: range) -> int:
        """The least width of a block."""
        return self.label + sum(self.gap + self.least[column] for column in columns)

    def edges(self) -> list[int]:
        """Where the blocks begin and end: as few blocks as fit, and of these the evenest."""
        fewest = len(self._cut(self.width))
        narrower = (self._cut(width) for width in range(self.label + 1, self.width))
        return next((edges for edges in narrower if len(edges) == fewest), self._cut(self.width))

    def _cut(self, width: int) -> list[int]:
        """Blocks of as many columns as fit in a width, one at least."""
        edges = [1]
        for column in range(2, len(self.table.headings) + 1):
            if self.taken(range(edges[-1], column + 1)) > width:
                edges.append(column)
        return [*edges, len(self.table.headings) + 1]

    def _widths(self, columns: range) -> list[int]:
        """The widths of a block's columns: the least, and more where a heading is tall."""
        widths = [self.least[column] for column in columns]
        headings = [self.table.headings[column - 1] for column in columns]
        for _ in range(self.width - self.taken(columns)):
            lines = [_lines(text, width) for text, width in zip(headings, widths, strict=True)]
            if max(lines) <= _HEADING_LINES:
                break
            widths[lines.index(max(lines))] += 1
        return widths

    def block(self, columns: range) -> "RenderableType":
        """Some of the table's columns beside the rows' names."""
        from rich import box
        from rich.table import Table as Drawn

        # The box itself puts one blank between columns; the rest of the gap is the column's.
        drawn = Drawn(box=box.HORIZONTALS, padding=0, pad_edge=False, show_edge=False)
        drawn.add_column("", width=self.label, overflow="fold")
        for column, width in zip(columns, self._widths(columns), strict=True):
            heading = _text(self.table.headings[column - 1])
            wide = width + self.gap - 1
            drawn.add_column(heading, justify="right", width=wide, overflow="fold")
        rows = self.table.rows
        for number, row in enumerate(rows, 1):
            cells = (row[0], *(row[column] for column in columns))
            before_total = self.table.total and number == len(rows) - 1
            drawn.add_row(*(_text(cell) for cell in cells), end_section=before_total)
        return drawn


def _fitted(table: Table, width: int) -> _Fitted:
    """The roomiest setting in which the table is one block; else blocks of the roomiest."""
    names = [plain(row[0]) for row in table.rows]
    # A third of the width, and more where that keeps a word of a name in one piece.
    word = min(max(map(_longest_word, names)), width // 2)
    longest = min(max(map(_cells, names)), max(width // 3, word))
    wrapped = min(word, longest)
    seen = replace(
        table,
        headings=tuple(plain(text) for text in table.headings),
        rows=tuple(tuple(plain(text) for text in row) for row in table.rows),
    )
    settings = [
        _Fitted(seen, width, label, gap)
        for label, gap in ((longest, 2), (longest, 1), (wrapped, 2), (wrapped, 1))
    ]
    whole = range(1, len(table.headings) + 1)
    return next((fitted for fitted in settings if fitted.taken(whole) <= width), settings[0])


def _cells(text: str) -> int:
    """How many columns of a terminal a text takes."""
    from rich.cells import cell_len

    return cell_len(text)


def _longest_word(text: str) -> int:
    return max((_cells(word) for word in text.split()), default=1)


def _lines(text: str, width: int) -> int:
    """How many lines a text takes in a column."""
    lines, used = 1, 0
    for word in text.split():
        wide = _cells(word)
        if used and used + 1 + wide > width:
            lines, used = lines + 1, 0
        used += wide + (used > 0)
    return lines
