"""The columns of a list, and which of them a screen has room for."""

from collections.abc import Sequence

import msgspec

from screens.widgets.cells import Align

GAP = 1
"""Cells between two columns: a wider screen shows more columns, not bigger gaps."""

_LEAST = 12
"""What the column that takes what is left has at least: names are no stumps."""

NAMES = 36
"""What a column of names has at most: the room beyond is left at the right, not between columns."""


class Column(msgspec.Struct, frozen=True):
    """A column of a list: `width` in cells, 0 for the one that takes what is left, up to `most`.

    It is shown on screens of `least_screen` cells or more.
    """

    title: str
    width: int
    align: Align = "left"
    least_screen: int = 80
    most: int = 1000


def placed(columns: Sequence[Column], width: int, screen: int) -> tuple[tuple[int, int], ...]:
    """The columns shown on a screen of `screen` cells: each one's place and its width in cells.

    `width` is the list's own. Eighty is the least there is: a narrower screen cuts lines off.
    """
    shown = [place for place, one in enumerate(columns) if one.least_screen <= max(screen, 80)]
    fixed = sum(columns[place].width + GAP for place in shown)
    rest = max(width - fixed, _LEAST)
    return tuple((place, columns[place].width or min(rest, columns[place].most)) for place in shown)
