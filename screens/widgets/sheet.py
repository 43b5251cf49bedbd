"""How the lines of a list are drawn."""

from collections.abc import Sequence
from itertools import takewhile
from operator import eq

import msgspec
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from clanbook.reports.text import plain
from screens.widgets.cells import CUT, Align, ended, fit
from screens.widgets.columns import GAP, Column, placed
from screens.widgets.sources import Cell, Tailed, said

HERE = "> "
"""Stands before the row under the cursor: it is seen without colour and without the focus."""

_MARGIN = " " * len(HERE)
_BOLD = Style(bold=True)
_REVERSE = Style(reverse=True)


class Sheet(msgspec.Struct, frozen=True):
    """A list of `width` cells on a screen of `screen` cells."""

    columns: tuple[Column, ...]
    width: int
    screen: int

    @property
    def _placed(self) -> tuple[tuple[int, int], ...]:
        return placed(self.columns, self.width - len(HERE), self.screen)

    def row(self, cells: Sequence[Cell], here: bool, lit: bool) -> list[Segment]:
        """A row; `here` under the cursor, `lit` where keys move that."""
        segments = [Segment(HERE if here else _MARGIN)]
        for place, room in self._placed:
            shown = _drawn(cells[place], room, self.columns[place].align)
            segments += [Segment(shown, _style(cells[place])), Segment(" " * GAP)]
        return list(Segment.apply_style(segments, post_style=_REVERSE if lit else None))

    def heading(self, filtered: str, typing: bool, counted: str) -> list[Segment]:
        """The titles; at the right what is filtered for, and how many there are.

        How many gives way to a title that would be cut for it.
        """
        titles = (fit(self.columns[at].title, w, self.columns[at].align) for at, w in self._placed)
        line = (_MARGIN + (" " * GAP).join(titles)).rstrip()
        note = fit(filtered, min(cell_len(filtered), self.width // 2)) + ("_" if typing else "")
        if not note and cell_len(line) + len(counted) >= self.width:
            counted = ""
        left = self.width - len(counted) - cell_len(note) - 1
        return [
            Segment(fit(line, left), _BOLD),
            Segment(note, _REVERSE if typing else _BOLD),
            Segment(f" {counted}"),
        ]

    def sentence(self, text: str) -> list[Segment]:
        """What stands where there are no rows."""
        return [Segment(fit(_MARGIN + plain(text), self.width))]


def differing(drawn: Sequence[Segment], wanted: Sequence[Segment], width: int) -> tuple[int, int]:
    """From which cell up to which two lines of `width` cells differ.

    All of them where there is a mark that takes no cell: it belongs to the one before.
    """
    before, after = _characters(drawn), _characters(wanted)
    if not (_cells(before) == _cells(after) == width and all(map(_cell, (*before, *after)))):
        return 0, width
    start = _agreeing(before, after)
    end = _agreeing(before[start:][::-1], after[start:][::-1])
    return _cells(after[:start]), width - _cells(after[len(after) - end :])


_Character = tuple[str, Style | None]


def _characters(line: Sequence[Segment]) -> list[_Character]:
    return [(one, segment.style) for segment in line for one in segment.text]


def _cell(character: _Character) -> int:
    return cell_len(character[0])


def _cells(characters: Sequence[_Character]) -> int:
    return sum(map(_cell, characters))


def _agreeing(one: Sequence[_Character], other: Sequence[_Character]) -> int:
    """How many characters two lines begin with in common."""
    return sum(takewhile(bool, map(eq, one, other)))


def _drawn(cell: Cell, room: int, align: Align) -> str:
    """A cell in exactly `room` cells; a tail may have half of them."""
    if not isinstance(cell, Tailed):
        text = plain(said(cell))
        return fit(_figures(text, room) if align == "right" else text, room, align)
    tail = plain(cell.tail)
    if (most := room // 2 - 1) < cell_len(tail):
        tail = CUT + tail[1 - most :]
    return fit(ended(plain(cell.text), f" {tail}", room), room, align)


def _figures(text: str, room: int) -> str:
    """Figures and what is behind them, as `16/17 94%`: cut between them, never within one."""
    if cell_len(text) <= room:
        return text
    words = text.split(" ")
    while words and cell_len(" ".join(words)) > room:
        words.pop()
    return " ".join(words) or CUT * room


def _style(cell: Cell) -> Style | None:
    """The style of a cell, if it has one."""
    if not isinstance(cell, Text):
        return None
    return cell.style if isinstance(cell.style, Style) else Style.parse(cell.style)
