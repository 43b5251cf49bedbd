"""What reading a file gives: its rows with typed values, and the rows that could not be read."""

from typing import Any

import msgspec

LONGEST_SHOWN = 60
"""How many characters of a cell an error repeats."""


class FileRefused(ValueError):
    """A file that cannot be read at all; its text is one sentence saying why and what to do."""


class Row(msgspec.Struct, frozen=True):
    """One row of a file that could be read.

    `line` is the physical line it starts on, the header's being 1. `values` holds the filled
    cells by column name: an absent name is an empty cell, which changes nothing; None is a cell
    cleared with `-`. A filled `notified` also gives `notified_at`: its UTC instant, or None for a
    date alone. `cells` are the raw cells in the order of the file's header.
    """

    line: int
    values: dict[str, Any]
    cells: tuple[str, ...]


class Rejected(msgspec.Struct, frozen=True):
    """A row that was not taken: its line, the reason as one sentence, and its raw cells."""

    line: int
    reason: str
    cells: tuple[str, ...]

    def __str__(self) -> str:
        return f"line {self.line}, {self.reason}"


class Read(msgspec.Struct, frozen=True):
    """A whole file read: its header, the rows to merge and those rejected, `read` in all."""

    header: tuple[str, ...]
    rows: list[Row]
    rejected: list[Rejected]
    read: int


def printable(text: str) -> str:
    """The text with its control and direction characters written out, so that none is obeyed."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def shown(text: str) -> str:
    """Text from a file in quotation marks, short and printable, for an error."""
    short = text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…"
    return f'"{printable(short)}"'
