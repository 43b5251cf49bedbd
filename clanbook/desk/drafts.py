"""Half-typed forms: each kept for whoever typed it, and shown to nobody else.

A draft is kept at once and survives whatever becomes of the program. It is gone when the form is
saved, or after 7 days; it is in no journal and in no backup.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from clanbook.desk.desk import Desk

_VALUES, _AT, _BEFORE, _VERSION = "values", "at", "before", "version"

NO_CHILD = 0


@dataclass(frozen=True)
class Before:
    """What stood on record where a form was typed over it: the text of the fields by name.

    `version` is the entry that had left the record so; 0 where nothing was on record.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    version: int = 0


NOTHING_BEFORE = Before()
"""Where nothing was on record that could be typed over."""


@dataclass(frozen=True)
class Draft:
    """A form as far as it was typed: the text of its fields by name, and when it was last kept.

    `child` is the number of the child it is about; None where that is not known yet. `before` is
    what stood where it was typed: whoever saves it later may meet with somebody else's newer save.
    """

    form: str
    child: int | None
    values: dict[str, str]
    at: datetime
    before: Before = NOTHING_BEFORE


def keep(
    desk: Desk,
    form: str,
    child: int | None,
    values: Mapping[str, str],
    before: Before = NOTHING_BEFORE,
) -> None:
    """Keep what is typed so far, in place of what was kept; nothing typed is no draft."""
    typed = {name: text for name, text in values.items() if text.strip()}
    if not typed:
        drop(desk, form, child)
        return
    stood = {_BEFORE: dict(before.texts), _VERSION: before.version}
    body = {_VALUES: typed, _AT: desk.now.isoformat(), **stood}
    desk.store.drafts.put(desk.staff.id, form, body, child or NO_CHILD)


def mine(desk: Desk) -> list[Draft]:
    """The drafts of whoever is at the desk, the latest first."""
    found = (_draft(desk, form, child) for form, child in desk.store.drafts.of(desk.staff.id))
    return sorted(filter(None, found), key=lambda draft: draft.at, reverse=True)


def drop(desk: Desk, form: str, child: int | None) -> None:
    """Forget a draft, where there is one: its form was saved, or is not wanted any more."""
    if desk.store.drafts.get(desk.staff.id, form, child or NO_CHILD) is not None:
        desk.store.drafts.delete(desk.staff.id, form, child or NO_CHILD)


def _draft(desk: Desk, form: str, child: int) -> Draft | None:
    body = desk.store.drafts.get(desk.staff.id, form, child)
    if body is None:
        return None
    # Without what stood before, as drafts once were kept: then nothing did, and all is told of.
    before = Before(body.get(_BEFORE, {}), body.get(_VERSION, 0))
    return Draft(form, child or None, body[_VALUES], datetime.fromisoformat(body[_AT]), before)
