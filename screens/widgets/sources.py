"""Where the rows of a list come from."""

from collections.abc import Hashable, Sequence
from typing import Generic, NamedTuple, Protocol, TypeVar

from rich.text import Text

K = TypeVar("K", bound=Hashable)
K_co = TypeVar("K_co", bound=Hashable, covariant=True)


class Tailed(NamedTuple):
    """Text and what tells it apart from others like it: for want of room the text is cut."""

    text: str
    tail: str


Cell = str | Text | Tailed
"""Text from people, never markup; a `Text` has the style of the whole cell."""


def said(cell: Cell) -> str:
    """The text of a cell."""
    if isinstance(cell, Tailed):
        return f"{cell.text} {cell.tail}"
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
