"""How a cell is written: one form for each sort of value, which says itself in words.

A form's parser takes the trimmed text of a filled cell. It raises ValueError with the end of a
sentence that names the cell: what was written, and what was expected in its place.
"""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from enum import StrEnum
from typing import Any

import msgspec

from clanbook.dates import add_months, parse_date, parse_instant
from clanbook.dates import shown as day_shown
from clanbook.exchange.rows import printable, shown
from clanbook.records import ETHNIC_GROUPS, LEGAL_STATUSES, OWN_TEAM, Kind
from clanbook.settings import Service

LONGEST_TEXT = 2000
"""How many characters a cell may hold."""

NEARLY = 0.85
"""From which likeness on (0 to 1) one name is taken for another one mistyped."""

LONGEST_NAME = 200
"""How many characters of a text are looked at for a name that it may be nearly."""

MONTHS_PLANNED = 12
"""How many months ahead a child may be announced to come into care."""

DATE_WORDS = "a date such as 2018-05-12 or 12/05/2018"

_YES = frozenset({"yes", "true", "1"})
_NO = frozenset({"no", "false", "0"})
_CLOCK = re.compile(r"(\d{1,2}):(\d\d)(?::00)?", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_NO_NHS_NUMBER = "0000000000"


class Context(msgspec.Struct, frozen=True):
    """What a cell is read against: the service's settings and the day of the import."""

    service: Service
    today: date


class Form(msgspec.Struct, frozen=True):
    """A sort of value: what is expected, in words, and the parser of its text."""

    expected: str
    parse: Callable[[str, Context], Any]


def _unlike(text: str, expected: str) -> ValueError:
    return ValueError(f"{shown(text)} is not {expected}")


def either(names: Iterable[str]) -> str:
    """Some names as a choice in words: `F, M or U`."""
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def nearly(text: str, names: Iterable[str]) -> str:
    """The name that a text is nearly, in any case; empty where there is none, or it is one."""
    from difflib import get_close_matches

    known = {name.casefold(): name for name in names}
    if text.casefold() in known:
        return ""
    found = get_close_matches(text.casefold()[:LONGEST_NAME], known, 1, NEARLY)
    return known[found[0]] if found else ""


# --- Text


def _text(text: str, _: Context) -> str:
    """The text as typed."""
    if "\0" in text:
        raise ValueError(f"{shown(text)} holds a NUL character; take it out")
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"it has {len(text):,} characters; at most {LONGEST_TEXT:,} are kept")
    return text


def _la(text: str, context: Context) -> str:
    """The code of one of the service's LAs; any other LA's name as typed, unless mistyped."""
    known = context.service.la(text)
    if known:
        return known.code
    if near := nearly(text, [la.name for la in context.service.las]):
        raise ValueError(f"{shown(text)} is no LA of this service; did you mean {near}?")
    return _text(text, context)


def _locality(text: str, context: Context) -> str:
    """One of the service's localities, spelt as the settings have it."""
    for locality in context.service.localities:
        if locality.casefold() == text.casefold():
            return locality
    raise _unlike(text, f"a locality of this service: {either(context.service.localities)}")


def _area(text: str, context: Context) -> str:
    """A locality spelt as the settings have it, also by its LA; or another area's name as typed."""
    try:
        return _locality(text, context)
    except ValueError:
        la = context.service.la(text)
        return la.locality if la else _text(text, context)


def _team(text: str, context: Context) -> str:
    """`own` for the service's own team, in any case; any other team's name as typed."""
    return OWN_TEAM if text.casefold() == OWN_TEAM else _text(text, context)


# --- Dates and times


def _day(text: str, _: Context) -> date:
    return parse_date(printable(text))


def _entry(text: str, context: Context) -> date:
    """A day of coming into care; one that is planned is not years ahead."""
    day = _day(text, context)
    if day > add_months(context.today, MONTHS_PLANNED):
        raise ValueError(f"{day_shown(day)} is more than a year after {_today(context)}")
    return day


def _happened(day: date, context: Context) -> date:
    """The day, unless it is still to come and so cannot be the day something happened."""
    if day > context.today:
        raise ValueError(f"{day_shown(day)} is after {_today(context)}; it has not happened yet")
    return day


def _today(context: Context) -> str:
    return f"today, {day_shown(context.today)}"


def _past(text: str, context: Context) -> date:
    return _happened(_day(text, context), context)


def _moment(text: str, context: Context) -> tuple[date, datetime | None]:
    """The London date, and the UTC instant where a time was given."""
    day, instant = parse_instant(printable(text))
    return _happened(day, context), instant


def _clock(text: str, _: Context) -> time:
    found = _CLOCK.fullmatch(text)
    try:
        if found:
            return time(int(found[1]), int(found[2]))
    except ValueError:
        pass
    raise _unlike(text, CLOCK.expected)


# --- Numbers and codes


def _flag(text: str, _: Context) -> bool:
    word = text.casefold()
    if word in _YES or word in _NO:
        return word in _YES
    raise _unlike(text, FLAG.expected)


def _nhs_number(text: str, _: Context) -> str:
    """Ten digits, spaces and dashes taken out, whose check digit is right."""
    from stdnum.exceptions import ValidationError
    from stdnum.gb import nhs

    try:
        number = str(nhs.validate(text))
    except ValidationError:
        raise _unlike(text, NHS_NUMBER.expected) from None
    # Ten noughts pass the check, and stand for "none" in many systems.
    if number == _NO_NHS_NUMBER:
        raise ValueError(f"{shown(text)} is nobody's number; leave the cell empty")
    return number


def code(of: str, codes: Iterable[str]) -> Form:
    """One of the codes, in capitals or not."""
    known = tuple(codes)
    expected = f"{of}: {either(known)}"

    def parse(text: str, _: Context) -> str:
        if text.upper() not in known:
            raise _unlike(text, expected)
        return text.upper()

    return Form(expected, parse)


def whole(low: int, high: int) -> Form:
    """A whole number from `low` to `high`."""
    expected = f"a whole number from {low} to {high}"

    def parse(text: str, _: Context) -> int:
        if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
            raise _unlike(text, expected)
        return int(text)

    return Form(expected, parse)


def choice(*members: StrEnum) -> Form:
    """One of the members, in any case; a space may stand for an underscore."""
    by_name = {member.value.casefold(): member for member in members}
    expected = either(member.value for member in members)

    def parse(text: str, _: Context) -> StrEnum:
        member = by_name.get(text.casefold().replace(" ", "_"))
        if member is None:
            raise _unlike(text, expected)
        return member

    return Form(expected, parse)


def _purposes(text: str, _: Context) -> tuple[Kind, ...]:
    """The kinds named between semicolons, each once, in the order of `Kind`."""
    named = {part.strip().upper() for part in text.split(";") if part.strip()}
    if not named or named - set(Kind):
        raise _unlike(text, PURPOSES.expected)
    return tuple(kind for kind in Kind if kind in named)


TEXT = Form(f"text of at most {LONGEST_TEXT:,} characters", _text)
LA = Form("an LA's code or name", _la)
LOCALITY = Form("a locality of the service", _locality)
AREA = Form("a locality of the service, or the name of any other area", _area)
TEAM = Form(f"`{OWN_TEAM}`, or the other team's name", _team)
DAY = Form(DATE_WORDS, _day)
ENTRY = Form(DATE_WORDS, _entry)
PAST = Form(f"{DATE_WORDS}, not after today", _past)
MOMENT = Form(f"{DATE_WORDS}, or a date-time such as 2018-05-12T14:30, not after today", _moment)
CLOCK = Form("a time of day such as 09:30", _clock)
FLAG = Form("yes or no", _flag)
NHS_NUMBER = Form("an NHS number: ten digits, the last of which checks the rest", _nhs_number)
ETHNICITY = code("an ethnicity code", (c for group in ETHNIC_GROUPS.values() for c in group))
LEGAL_STATUS = code("a legal status", LEGAL_STATUSES)
PURPOSES = Form(f"any of {', '.join(Kind)} with ; between them", _purposes)
