"""Reading a CSV file: typed rows, and a sentence for every cell that is not what was expected."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, BinaryIO

from clanbook.exchange.columns import COLUMNS, Column
from clanbook.exchange.forms import MOMENT, Context
from clanbook.exchange.rejects import OWN_COLUMNS, cell_text
from clanbook.exchange.rows import FileRefused, Read, Rejected, Row, shown
from clanbook.settings import Service

__all__ = ["CLEAR", "FileRefused", "Read", "Rejected", "Row", "read"]

CLEAR = "-"
"""A cell that clears what is known."""

_REMEMBERED = 4096
"""How many different cells of a column are read once only."""

_SEPARATORS = (",", ";", "\t")
"""What may stand between cells; of several as frequent in the header, the first."""

_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t])"? *(?:\r\n|\r|\n|$)', re.IGNORECASE)
_FIRST_LINE = re.compile(r"[^\r\n]+")

_BOM = b"\xef\xbb\xbf"


def read(kind: str, file: Path | BinaryIO, service: Service, today: date) -> Read:
    """Read a file of one of `columns.KINDS`; an empty row is passed over, not counted.

    `service` tells the LAs and localities, `today` which dates are still to come. Raises
    FileRefused where nothing of the file can be read, and OSError as opening a path does.
    """
    data = file.read_bytes() if isinstance(file, Path) else file.read()
    records = _records(*_separated(_decoded(data)))
    _, header = next(records, (0, []))
    if not header:
        raise FileRefused(f"the file is empty; its columns are in: clanbook template {kind}")
    skipped = len(OWN_COLUMNS) if _names(header[: len(OWN_COLUMNS)]) == OWN_COLUMNS else 0
    header = header[skipped:]
    columns = _columns(kind, header)
    context = Context(service, today)
    readers = [(column, _reader(column, context)) for column in columns]
    results = [_row(readers, line, cells[skipped:]) for line, cells in records]
    rows = [result for result in results if isinstance(result, Row)]
    rejected = [result for result in results if isinstance(result, Rejected)]
    return Read(tuple(header), rows, rejected, len(results))


# --- The file


def _decoded(data: bytes) -> str:
    """The file as text, without its byte order mark."""
    body = data.removeprefix(_BOM)
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        place = len(data) - len(body) + error.start + 1
        line = body.count(b"\n", 0, error.start) + 1
        message = f'line {line}, byte {place} of the file is not UTF-8; save it as "CSV UTF-8"'
        raise FileRefused(message) from None


def _separated(text: str) -> tuple[str, str, int]:
    """The text, what separates its cells, and the lines before it.

    Spreadsheets of the continent write semicolons, and say so in a first line `sep=;`, or not;
    others write tabs. No column's name has any of these, so the header decides.
    """
    if named := _SEPARATOR_LINE.match(text):
        return text[named.end() :], named[1], 1
    header = _FIRST_LINE.search(text)
    return text, max(_SEPARATORS, key=header[0].count) if header else _SEPARATORS[0], 0


def _records(text: str, separator: str, before: int) -> Iterator[tuple[int, list[str]]]:
    """Each row that is not empty, with the physical line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    while True:
        line = before + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise FileRefused(_quoting(line, str(error))) from None
        if any(cell.strip() for cell in cells):
            yield line, cells


def _quoting(line: int, error: str) -> str:
    """What is wrong with the quotation marks of a row, which leaves its cells unknown."""
    if "expected after" in error:
        return (
            f"line {line} has a quotation mark inside a quoted cell;"
            ' write it twice: "the ""Annex"" room"'
        )
    if "larger than" in error:
        return f"line {line} has an endless cell; look for a quotation mark that is never closed"
    return f"line {line} has a quotation mark that is never closed; close it or take it out"


# --- The header


def _names(header: Sequence[str]) -> tuple[str, ...]:
    return tuple(name.strip().casefold() for name in header)


def _columns(kind: str, header: Sequence[str]) -> list[Column]:
    """The columns in the order of the header; FileRefused names every one that is wrong."""
    known = {column.name: column for column in COLUMNS[kind]}
    names = _names(header)
    problems = [
        _unknown(kind, place, header[place - 1], known)
        for place, name in enumerate(names, start=1)
        if name not in known
    ]
    twice = [name for name in known if names.count(name) > 1]
    problems += [f"the column {name} is there {names.count(name)} times" for name in twice]
    missing = [c.name for c in known.values() if c.required and c.name not in names]
    problems += [f"the column {name} is missing" for name in missing]
    if problems:
        raise FileRefused(f"line 1, {'; '.join(problems)}; see: clanbook template {kind}")
    return [known[name] for name in names]


def _unknown(kind: str, place: int, name: str, known: dict[str, Column]) -> str:
    """What is wrong with a heading that is no column, and which column it may have meant."""
    from difflib import get_close_matches

    if not name.strip():
        return f"column {place} has no name"
    near = get_close_matches(name.strip().casefold().replace(" ", "_"), known, n=1)
    meant = f" (did you mean {near[0]}?)" if near else ""
    return f"column {place}, {shown(name)}, is not a column of {kind}{meant}"


# --- A row

_Reader = Callable[[str], dict[str, Any]]
"""Gives the values of a column's cell by column name; raises ValueError, the end of a sentence."""


def _reader(column: Column, context: Context) -> _Reader:
    """The reader of a column, which remembers: dates, codes and names come again and again."""
    return lru_cache(maxsize=_REMEMBERED)(partial(cell_values, column, context))


def _row(readers: list[tuple[Column, _Reader]], line: int, cells: list[str]) -> Row | Rejected:
    """The row with its values, or with everything that is wrong with it."""
    if len(cells) != len(readers):
        reason = (
            f"{len(cells)} cells where the header has {len(readers)} columns;"
            " look for a comma or a semicolon too many or too few"
        )
        return Rejected(line, reason, tuple(cells))
    values: dict[str, Any] = {}
    problems = []
    for (column, reader), cell in zip(readers, cells, strict=True):
        try:
            values.update(reader(cell))
        except ValueError as error:
            problems.append(f"{column.name}: {error}")
    if problems:
        return Rejected(line, "; ".join(problems), tuple(cells))
    return Row(line, values, tuple(cells))


def cell_values(column: Column, context: Context, cell: str) -> dict[str, Any]:
    """What a cell gives: nothing when empty, None when cleared, else its value by column name.

    Raises ValueError, the end of a sentence that names the cell, where it is not as expected.
    """
    written = cell.strip()
    if column.required and written in ("", CLEAR):
        state = "cannot be cleared" if written else "empty"
        raise ValueError(f"{state}, where every row needs {column.expected}")
    if not written:
        return {}
    value = None if written == CLEAR else column.form.parse(cell_text(cell), context)
    if column.form is MOMENT:
        day, instant = value or (None, None)
        return {column.name: day, f"{column.name}_at": instant}
    return {column.name: value}
