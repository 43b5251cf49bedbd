"""A chart as a value: for each row and figure the children counted, and what is derived from them.

A count is always the number of members behind it, so that every figure can be opened into its
children (RULES 8). A figure's name is dotted where the report nests it: `reasons.refused`.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from clanbook.pathway import Requirement

TOTAL = "Total"
"""The last row of every chart: all the rows together, never an average of their percentages."""


class FiguresError(Exception):
    """Figures that must add up do not: names the chart, the row and the numbers (RULES 8)."""


class UnknownFigureError(LookupError):
    """A chart, figure or row that the report does not have; the sentence says which there are."""


def percent(n: int, d: int) -> int | None:
    """`n` of `d` as a whole percentage, half rounded up from the integers; None of nothing."""
    return None if d == 0 else (200 * n + d) // (2 * d)


class Share(NamedTuple):
    """`n` of `d`: what a percentage stands for, and what is printed beside it."""

    n: int
    d: int

    @property
    def percent(self) -> int | None:
        """The whole percentage, half up; None where `d` is 0."""
        return percent(self.n, self.d)


@dataclass(frozen=True, slots=True)
class Member:
    """One child (or questionnaire, or request) behind a count.

    `la` is the responsible LA's name, `child` the number of the child's record and `child_id` the
    LA's own id. `requirement` is the health assessment counted, where it is one.
    """

    la: str
    child: int
    child_id: str
    episode: int | None
    requirement: Requirement | None
    because: Callable[[], str] = field(repr=False, compare=False)

    @property
    def why(self) -> str:
        """The rule and the dates that put the child here, as a sentence; built when asked."""
        return self.because()


Row = dict[str, list[Member]]
"""One row of a chart: figure name -> the members counted."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What a chart's rows hold: keys in the report's order, and what must add up.

    `percents` maps the keys that are percentages to the figure each is of; every other key is a
    count. `sums` lists each whole with the parts that must make it.
    """

    name: str
    keys: tuple[str, ...]
    percents: Mapping[str, str] = field(default_factory=dict)
    sums: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def figures(self) -> tuple[str, ...]:
        """The keys that are counts, in order."""
        return tuple(key for key in self.keys if key not in self.percents)

    def empty_row(self) -> Row:
        """A row with every figure present and nobody in it."""
        return {figure: [] for figure in self.figures}


class Chart:
    """Rows of figures with the members behind each; a chart that exists adds up.

    `rows` maps the LAs' names in the settings' order, then `Total`, to figures; `of` maps the
    same rows to the members that percentages are of (empty where the chart has none). `aside` are
    members that can be opened by a name and are no figure of the rows: what a note tells of.
    """

    def __init__(
        self,
        layout: Layout,
        rows: Mapping[str, Row],
        of: Mapping[str, list[Member]] | None = None,
        aside: Mapping[str, list[Member]] | None = None,
    ) -> None:
        """Take the LAs' rows, add the total and check the sums; raises FiguresError."""
        of = of or {}
        self.layout = layout
        self.aside = dict(aside or {})
        self.rows = {**rows, TOTAL: _together(layout, rows.values())}
        self.of = {row: of.get(row, []) for row in rows}
        self.of[TOTAL] = [member for members in self.of.values() for member in members]
        for row in self.rows:
            self._check(row)

    @property
    def name(self) -> str:
        """The chart's name, such as `iha`."""
        return self.layout.name

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of every row in the report's order, counts and percentages."""
        return self.layout.keys

    def members(self, row: str, key: str) -> list[Member]:
        """The members a figure counts; those of its figure for a percentage.

        Of what stands aside: all of them for the total, else those of the row's LA.

        Raises:
            UnknownFigureError: when the chart has no such row or key.
        """
        if key not in self.keys and key not in self.aside:
            known = ", ".join((*self.keys, *self.aside))
            raise UnknownFigureError(f"Chart {self.name} has no figure {key}; it has {known}.")
        if row not in self.rows:
            known = ", ".join(self.rows)
            raise UnknownFigureError(f"Chart {self.name} has no row {row}; it has {known}.")
        if key in self.aside:
            return [member for member in self.aside[key] if row in (TOTAL, member.la)]
        return self.rows[row][self.layout.percents.get(key, key)]

    def count(self, row: str, figure: str) -> int:
        """How many members a figure counts."""
        return len(self.members(row, figure))

    def share(self, row: str, figure: str) -> Share:
        """A figure out of what the chart's percentages are of (RULES 8)."""
        return Share(self.count(row, figure), len(self.of[row]))

    def value(self, row: str, key: str) -> int | None:
        """What the report prints under a key: a count, or a percentage (None of nothing)."""
        if key in self.layout.percents:
            return self.share(row, key).percent
        return self.count(row, key)

    def as_json(self) -> dict[str, dict[str, Any]]:
        """Row -> named figures, dotted names nested."""
        return {row: self._row_as_json(row) for row in self.rows}

    def _row_as_json(self, row: str) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for key in self.keys:
            *groups, name = key.split(".")
            place = tree
            for group in groups:
                place = place.setdefault(group, {})
            place[name] = self.value(row, key)
        return tree

    def _check(self, row: str) -> None:
        for whole, parts in self.layout.sums:
            counts = {part: self.count(row, part) for part in parts}
            if self.count(row, whole) != sum(counts.values()):
                added = " + ".join(f"{part} {count}" for part, count in counts.items())
                raise FiguresError(
                    f"Chart {self.name}, row {row} does not add up: "
                    f"{whole} is {self.count(row, whole)}, but {added} make {sum(counts.values())}."
                )


def _together(layout: Layout, rows: Iterable[Row]) -> Row:
    """The total row: everybody in any of the rows."""
    total = layout.empty_row()
    for row in rows:
        for figure, members in row.items():
            total[figure].extend(members)
    return total
