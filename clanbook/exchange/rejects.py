"""The file of rejected rows: written so that it can be corrected and imported as it is.

Its first two columns, `line` and `reason`, are ours, and reading passes over them. A cell that a
spreadsheet would run as a formula gets an apostrophe before it, and reading takes an apostrophe
before such a character off again, so a cell comes back as it was. A lone `-` clears, and numbers
are harmless: both stay as they are. So `'-` is how a text that is just a dash is written.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from clanbook.exchange.rows import Rejected

OWN_COLUMNS = ("line", "reason")

_FORMULA_STARTS = ("=", "+", "-", "@")
_GUARDED = tuple(f"'{start}" for start in _FORMULA_STARTS)
_HARMLESS = re.compile(r"-|[+-]?\d+(\.\d+)?", re.ASCII)


def neutralised(cell: str) -> str:
    """A cell that no spreadsheet runs: trimmed, with an apostrophe where it began a formula."""
    text = cell.strip()
    if text.startswith(_FORMULA_STARTS) and not _HARMLESS.fullmatch(text):
        return f"'{text}"
    return text


def cell_text(cell: str) -> str:
    """The text of a cell that may have been neutralised, trimmed."""
    text = cell.strip()
    return text[1:] if text.startswith(_GUARDED) else text


def rejects_text(header: Sequence[str], rejected: Iterable[Rejected]) -> str:
    """The CSV text of rejected rows, in the order of their lines."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow((*OWN_COLUMNS, *header))
    for row in sorted(rejected, key=lambda rejected: rejected.line):
        writer.writerow((row.line, neutralised(row.reason), *map(neutralised, row.cells)))
    return out.getvalue()
