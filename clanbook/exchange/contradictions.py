"""Rows of one file that are about the same thing, and say different things of it.

Such rows may add to each other. Of two that contradict each other the later one would win without
a word, and the same file would change something again each time it came.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from clanbook.exchange.merging.assessments import most_alike
from clanbook.exchange.merging.keeper import RowRefused
from clanbook.exchange.rows import Row

_KEYS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "notifications": ("child and entry", ("la", "child_id", "entered_care")),
    "placements": ("child and day", ("la", "child_id", "from")),
    "assessments": ("ref", ("la", "child_id", "ref")),
    "sessions": ("clinician, date and start", ("clinician", "date", "start")),
    "sdqs": ("child and day", ("la", "child_id", "completed")),
    "health": ("child, day and item", ("la", "child_id", "date", "item")),
}
"""Of each kind of file, what its key is in words, and the columns of it (CONTRACT, CSV files)."""

_WITHOUT_REF = "child and assessment"

_INSTANT = "notified_at"
"""Goes with `notified`: a date alone says nothing against the time of that same day."""


class _Thing:
    """The rows about one thing so far, none of which contradicts another; those alike once."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def against(self, values: Mapping[str, Any]) -> dict[str, int]:
        """The columns of which a row says something else, each with the line that differs."""
        found: dict[str, int] = {}
        for row in self.rows:
            for name, said in row.values.items():
                if name in values and values[name] != said and not _date_alone(name, values, said):
                    found.setdefault(name, row.line)
        return found

    def add(self, row: Row) -> None:
        """Keep a row that says anything new."""
        if all(row.values != known.values for known in self.rows):
            self.rows.append(row)

    def said(self, name: str) -> Any:
        """What was said of a column, None where nothing was."""
        return next((row.values[name] for row in self.rows if name in row.values), None)


class Contradictions:
    """The rows of one file taken so far, to hold the next one against."""

    def __init__(self, kind: str) -> None:
        """Begin with none of a kind of file."""
        self._kind = kind
        self._words, self._columns = _KEYS[kind]
        self._things: dict[tuple[Any, ...], _Thing] = {}
        self._assessments: dict[tuple[Any, ...], list[_Thing]] = {}

    def check(self, row: Row) -> None:
        """Refuse a row that contradicts a former one (RowRefused), naming its line."""
        thing = self._thing(row.values)
        differing = thing.against(row.values) if thing else {}
        if differing:
            names = [name for name in differing if name != _INSTANT or "notified" not in differing]
            others = ", ".join("notified" if name == _INSTANT else name for name in names)
            words = self._words if self._key(row.values) else _WITHOUT_REF
            raise RowRefused(
                f"the same {words} as line {min(differing.values())}, with another {others}:"
                " put the two together"
            )

    def add(self, row: Row) -> None:
        """Take a row in, once it has been merged."""
        thing = self._thing(row.values)
        if thing is None:
            thing = self._new(row.values)
        thing.add(row)

    def _key(self, values: Mapping[str, Any]) -> tuple[Any, ...] | None:
        """The row's key; None for an assessment without a ref, which goes by its dates."""
        if self._kind == "assessments" and not values.get("ref"):
            return None
        return tuple(values.get(name) for name in self._columns)

    def _thing(self, values: Mapping[str, Any]) -> _Thing | None:
        key = self._key(values)
        if key is not None:
            return self._things.get(key)
        return most_alike(self._alike(values), values, _Thing.said)

    def _new(self, values: Mapping[str, Any]) -> _Thing:
        thing, key = _Thing(), self._key(values)
        if key is not None:
            self._things[key] = thing
        if self._kind == "assessments":
            self._assessments.setdefault(_whose(values), []).append(thing)
        return thing

    def _alike(self, values: Mapping[str, Any]) -> Iterable[_Thing]:
        """The assessments of the child's and of the row's kind that former rows gave."""
        return self._assessments.get(_whose(values), ())


def _whose(values: Mapping[str, Any]) -> tuple[Any, ...]:
    return values["la"], values["child_id"], values["kind"]


def _date_alone(name: str, values: Mapping[str, Any], said: Any) -> bool:
    return name == _INSTANT and (said is None or values[name] is None)
