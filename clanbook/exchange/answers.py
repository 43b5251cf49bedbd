"""A form's answers read as one row of a file: the same columns, the same forms of a value."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from clanbook.exchange.columns import COLUMNS, Column
from clanbook.exchange.forms import Context
from clanbook.exchange.reading import cell_values
from clanbook.exchange.rows import Row

Answers = Mapping[str, Any]
"""Values by column name: text as typed, or a date, an instant, a yes or no; None where empty."""

Problem = tuple[str, str]
"""A column, and one sentence on what is wrong with its answer."""

_UNSPOKEN = {c.name for columns in COLUMNS.values() for c in columns if "_" in c.name} | {"dob"}
_COLUMN_NAMES = re.compile(rf"\b({'|'.join(sorted(_UNSPOKEN))})\b")


def as_row(kind: str, answers: Answers, context: Context) -> tuple[Row, list[Problem]]:
    """The row that the answers make, and what is wrong with those left out of it."""
    values: dict[str, Any] = {}
    problems = []
    for column in COLUMNS[kind]:
        cell = written(answers.get(column.name))
        if column.required and not cell.strip():
            problems.append((column.name, f"Needed: {column.expected}."))
            continue
        try:
            values |= cell_values(column, context, cell)
        except ValueError as error:
            problems.append((column.name, sentence(str(error))))
    return Row(0, values, ()), problems


def written(value: Any) -> str:
    """A value as a cell has it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else str(value)


def sentence(text: str) -> str:
    """The end of a sentence that named a cell, made to stand alone, its columns in words."""
    text = _COLUMN_NAMES.sub(lambda found: _column_words(found[0]), text)
    return stopped(f"{text[:1].upper()}{text[1:]}")


def stopped(text: str) -> str:
    """The text with a full stop, unless it ends as a sentence already: a question, or an `St.`."""
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _column_words(name: str) -> str:
    return "date of birth" if name == "dob" else name.replace("_", " ")


def column_of(kind: str, text: str) -> str:
    """The column that a rule's sentence begins with; the last key column where it names none."""
    first = text.split(" ", 1)[0].rstrip(":")
    names = [column.name for column in COLUMNS[kind]]
    return first if first in names else _last_required(COLUMNS[kind])


def _last_required(columns: tuple[Column, ...]) -> str:
    return [column.name for column in columns if column.required][-1]
