"""Rows in columns that fit a terminal: what is worth least gives way first, a name last."""

import textwrap
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from clanbook.reports.text import plain

SHORTEST = 8
"""No text is cut to fewer columns than this, whatever the terminal."""

FLOORS: Mapping[str, int] = {
    "Kind": 4,
    "Name": 16,
    "Missing": 14,
    "Locality": SHORTEST,
    "State": SHORTEST,
    "Venue": SHORTEST,
    "Clinician": SHORTEST,
    "For": SHORTEST,
    "Whom": 12,
    "In force": SHORTEST,
}
"""The columns that may be cut, each with what it keeps while there is any other way to fit.

Dates, ids and names of things never are; of another LA's child the LA's name is, before the `/`.
"""

OWNED = "LA/Child"
"""The heading of ids that begin with an LA, its code where it is one of ours."""

LEAST_LA = 5
"""How much of an LA's name stands before an id at least: its code is shorter."""

PROSE = frozenset(("Why", "What it means", "Does", "Detail"))
"""Headings of a last column that is read as sentences: it is never cut."""

WRAPPED = PROSE | {"In force"}
"""Headings of columns whose texts go on below themselves."""

LEAST_PROSE, TIGHTEST_PROSE = 30, 20
"""The cells prose keeps while there is any other way to fit, and has whatever else has to give."""

FIRST = frozenset(("Kind", OWNED))
"""Headings of what is known by its beginning or its end, and gives way before all other texts."""

WIDEST_PADDED = 40
"""The most cells a text is filled up to where nothing is cut: one endless name widens no column."""

GAPS = (2, 1)
"""Cells between columns: one where two do not fit."""


def columns(
    headings: Sequence[str],
    rows: Sequence[Sequence[str]],
    width: int | None = None,
    spare: Collection[str] = (),
) -> str:
    """Rows under their headings in columns, every text shown as text.

    `width` is what they are to fit in: the widest texts are cut, which `~` at their end shows, and
    the `spare` columns are left out before a name is cut to a stump. With None every text is
    whole, and one of more than `WIDEST_PADDED` pushes the rest of its own line aside, no other.
    """
    lines = [list(headings), *([plain(cell) for cell in row] for row in rows)]
    fit = _fit(lines, width, spare)
    return "\n".join(part for line in lines for part in fit.parts(line))


@dataclass(frozen=True)
class _Fit:
    """Which columns are shown, by number, how wide each, and the cells between them.

    `whole` texts are never cut, however narrow their column.
    """

    headings: Sequence[str]
    shown: Sequence[int]
    widths: Sequence[int]
    gap: int
    whole: bool = False

    def parts(self, line: Sequence[str]) -> Iterator[str]:
        """The lines that one row takes: where prose goes on below itself, more than one."""
        cells = [self._cell(self.headings[at], line[at], wide) for at, wide in self._placed()]
        for number in range(max(map(len, cells))):
            texts = [cell[number] if number < len(cell) else "" for cell in cells]
            padded = (_padded(text, wide) for text, wide in zip(texts, self.widths, strict=True))
            yield (" " * self.gap).join(padded).rstrip()

    def _placed(self) -> Iterator[tuple[int, int]]:
        return zip(self.shown, self.widths, strict=True)

    def _cell(self, heading: str, text: str, width: int) -> list[str]:
        """The lines of one cell."""
        if self.whole:
            return [text]
        if heading in WRAPPED and len(text) > width:
            return textwrap.wrap(text, width)
        if heading == OWNED:
            la, slash, child = text.partition("/")
            return [f"{_cut(la, width - len(slash + child))}{slash}{child}"]
        return [_cut(text, width)]


def _fit(lines: Sequence[Sequence[str]], width: int | None, spare: Collection[str]) -> _Fit:
    """The roomiest setting in which every column keeps its floor; else the tightest, and less."""
    headings = lines[0]
    natural = [max(_cells(line[at]) for line in lines) for at in range(len(headings))]
    everything = range(len(headings))
    if width is None:
        padded = [min(wide, WIDEST_PADDED) for wide in natural]
        return _Fit(headings, everything, padded, GAPS[0], whole=True)
    floors = [_floor(at, lines, natural[at]) for at in everything]
    without = [at for at in everything if headings[at] not in spare]
    for shown, gap in ((kept, gap) for kept in (everything, without) for gap in GAPS):
        room = width - gap * (len(shown) - 1)
        if sum(floors[at] for at in shown) <= room:
            break
    else:
        natural = floors
        floors = [_last(heading, floor) for heading, floor in zip(headings, floors, strict=True)]
    widths = {at: natural[at] for at in shown}
    groups = [[at for at in shown if headings[at] in group] for group in (PROSE, FIRST)]
    for at in chain.from_iterable(_givers(group, widths, floors) for group in (*groups, shown)):
        if sum(widths.values()) <= room:
            break
        widths[at] -= 1
    return _Fit(headings, shown, list(widths.values()), gap)


def _givers(
    group: Sequence[int], widths: Mapping[int, int], floors: Sequence[int]
) -> Iterator[int]:
    """Which of these columns is to give up a cell, one after another: the widest that still can."""
    while able := [at for at in group if widths[at] > floors[at]]:
        yield max(able, key=lambda at: widths[at])


def _floor(at: int, lines: Sequence[Sequence[str]], natural: int) -> int:
    """What a column keeps while there is any other way to fit."""
    heading = lines[0][at]
    if heading == OWNED:
        ids = (line[at].partition("/")[2] for line in lines[1:])
        return min(natural, max(len(heading), LEAST_LA + 1 + max(map(_cells, ids), default=0)))
    if heading in PROSE:
        return min(natural, LEAST_PROSE)
    return min(natural, FLOORS.get(heading, natural))


def _last(heading: str, floor: int) -> int:
    """What a column keeps where the floors do not fit."""
    if heading in PROSE:
        return min(floor, TIGHTEST_PROSE)
    return min(floor, SHORTEST) if heading in FLOORS else floor


def _cells(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def _cut(text: str, width: int) -> str:
    """The text, cut where it is wider than its column."""
    from rich.cells import set_cell_size

    return text if _cells(text) <= width else f"{set_cell_size(text, width - 1)}~"


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _cells(text))
