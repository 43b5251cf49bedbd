"""Where the rows of a list come from."""

from collections.abc import Hashable, Sequence
from typing import Generic, Protocol, TypeVar

from rich.text import Text

K = TypeVar("K", bound=Hashable)
K_co = TypeVar("K_co", bound=Hashable, covariant=True)

Cell = str | Text
"""Text from people, never markup; a `Text` has the style of the whole cell."""


def said(cell: Cell) -> str:
    """The text of a cell."""
    return cell if isinstance(cell, str) else cell.plain


class RowSource(Protocol[K_co]):
    """Rows that are made when they are shown: each has a key of its own and its cells."""

    def __len__(self) -> int:
        """How many there are."""
        ...

    def row(self, index: int) -> tuple[K_co, Sequence[Cell]]:
        """The row at a place: its key, and a cell for each column."""
        ...


class Listed(Generic[K]):
    """Rows that are there already."""

    def __init__(self, rows: Sequence[tuple[K, Sequence[Cell]]]) -> None:
        self._rows = rows

    def __len__(self) -> int:
        return len(self._rows)

    def row(self, index: int) -> tuple[K, Sequence[Cell]]:
        """The row at a place."""
        return self._rows[index]
