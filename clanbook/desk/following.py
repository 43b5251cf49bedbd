"""Facts followed from entry to entry of the journal: when each came, and what became of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import msgspec

from clanbook.dates import shown
from clanbook.desk.happenings import Happening, Setting, happenings
from clanbook.desk.reversing import UNDO, plain, reversed_by
from clanbook.desk.words import field_words
from clanbook.records import Child, Record
from store import Version

_NO_DETAILS = frozenset({"id", "version", "until"})


@dataclass
class Told:
    """A fact as one entry recorded it; `then` is what became of it, if it was not left to stand.

    `end` is the entry that took it back, or ended it.
    """

    what: Happening
    version: Version
    then: str = ""
    end: Version | None = None

    @property
    def over(self) -> str:
        """The word for what became of it; empty while it stands."""
        return self.then or self.what.over

    def follow(self, now: Happening, version: Version) -> None:
        """Know what an entry says became of the same fact."""
        if now.over != self.what.over:
            self.what, self.end = now, version if now.over else None

    def stop(self, version: Version, now: Happening | None) -> None:
        """Know that an entry replaced it, or took it back."""
        self.then, self.end = _then(version, now), version

    def stand_again(self, now: Happening) -> None:
        """Know that an undo put it back."""
        self.what, self.then, self.end = now, "", None


def details_told(history: list[Version]) -> list[Told]:
    """The entries that changed a child's details; one that was undone says so."""
    every: list[Told] = []
    before: Mapping[str, Any] = {}
    for version in history:
        after = version.document or {}
        what = _changed(before, after, plain(version.act)) if before else "First recorded"
        if what:
            undone = reversed_by(version.act) if plain(version.act) == UNDO else None
            for told in every:
                if told.version.seq == undone:
                    told.stop(version, None)
            every.append(Told(Happening(what, at=version.at), version))
        before = after
    return every


def followed(history: list[Version], table: type[Record], setting: Setting) -> list[Told]:
    """Each fact of a record from entry to entry: when it came, and what became of it."""
    every: list[Told] = []
    standing: dict[str, Told] = {}
    for version in history:
        facts = _facts(version, table, setting)
        for key in [*standing, *(key for key in facts if key not in standing)]:
            was, now = standing.get(key), facts.get(key)
            if was is not None and now is not None and was.what.fact == now.fact:
                was.follow(now, version)
                continue
            if was is not None:
                was.stop(version, now)
                del standing[key]
            if now is not None:
                standing[key] = _again(every, now, version) or Told(now, version)
                every += [standing[key]] if standing[key] not in every else []
    return every


def _facts(version: Version, table: type[Record], setting: Setting) -> dict[str, Happening]:
    if version.document is None:
        return {}
    return happenings(msgspec.convert(version.document, table), setting)


def _then(version: Version, now: Happening | None) -> str:
    """What became of a fact that an entry replaced or removed."""
    if plain(version.act) == UNDO:
        return "Undone"
    return "Taken back" if now is None else "Corrected"


def _again(every: list[Told], now: Happening, version: Version) -> Told | None:
    """The line that stands again because an undo put it back."""
    if plain(version.act) != UNDO:
        return None
    found = next((told for told in every if told.what.fact == now.fact), None)
    if found is not None:
        found.stand_again(now)
    return found


def _changed(before: Mapping[str, Any], after: Mapping[str, Any], act_done: str) -> str:
    """Which details an entry changed; how long the case is open is none of them."""
    fields = [f for f in Child.__struct_fields__ if f not in _NO_DETAILS]
    differing = [field for field in fields if before.get(field) != after.get(field)]
    if not differing:
        return ""
    said = ", ".join(_detail(field, before, after) for field in differing)
    return f"Details {'put back' if act_done == UNDO else 'changed'}: {said}"


def _detail(field: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> str:
    """A detail by name; a date of birth, from which every date is counted, with its values."""
    if field != "dob":
        return field_words(field)
    was, now = (shown(date.fromisoformat(d)) if d else "nothing" for d in _births(before, after))
    return f"date of birth from {was} to {now}"


def _births(*states: Mapping[str, Any]) -> Iterator[str | None]:
    return (state.get("dob") for state in states)
