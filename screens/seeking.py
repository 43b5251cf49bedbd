"""What somebody typed to find a child, read as names, birth date, NHS number and the LA's id."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TypedDict

from clanbook.dates import read_date

_NHS_NUMBER = re.compile(r"(\d[ -]?){9}\d", re.ASCII)
_DATE_WORDS = 3
"""Of how many words a date is made at most: `1 may 2015`."""
_SHORTEST_DATE = len("1/5/15")


class Sought(TypedDict, total=False):
    """What is known of whoever is sought, as `known` takes it."""

    surname: str
    forename: str
    dob: date
    nhs_number: str
    la: str
    child_id: str


def readings(text: str, today: date, las: Sequence[str]) -> list[Sought]:
    """Everything the text can mean, likeliest first; nothing where it says nothing.

    A family name comes first or before a comma, `801/C-12` is one LA's id, and a word with a
    figure in it any of the `las`'.
    """
    whole = " ".join(text.split())
    if _NHS_NUMBER.fullmatch(whole):
        return [{"nhs_number": whole}]
    words, dob = _without_date(whole.split(), today)
    ids = [] if dob and not whole.isdigit() else list(_by_id(whole, las))
    names = list(_by_name(" ".join(word for word in words if not _has_figure(word))))
    if dob is not None:
        names = [Sought(**(one | {"dob": dob})) for one in names or [Sought()]]
    return ids + names


def _without_date(words: list[str], today: date) -> tuple[list[str], date | None]:
    """The words but those of a birth date, and the date if there is one."""
    for many in range(_DATE_WORDS, 0, -1):
        for start in range(len(words) - many + 1):
            dob = _date(" ".join(words[start : start + many]), today)
            if dob is not None:
                return words[:start] + words[start + many :], dob
    return words, None


def _date(text: str, today: date) -> date | None:
    if len(text) < _SHORTEST_DATE or not text[0].isdigit():
        return None
    try:
        return read_date(text, today, "past")
    except ValueError:
        return None


def _has_figure(word: str) -> bool:
    return any(letter.isdigit() for letter in word)


def _by_id(text: str, las: Sequence[str]) -> Iterator[Sought]:
    """As the LA's id: with the LA before a slash, else of any of our own."""
    la, slash, number = text.partition("/")
    if slash and la and number:
        yield {"la": la, "child_id": number}
        return
    if " " in text or not _has_figure(text):
        return
    for own in las:
        yield {"la": own, "child_id": text}


def _by_name(text: str) -> Iterator[Sought]:
    """As names: `abbot`, `abbot, amara`, `abbot amara`, `de la cruz`."""
    if not any(letter.isalpha() for letter in text):
        return
    surname, comma, forename = (part.strip() for part in text.partition(","))
    if comma:
        yield {"surname": surname, "forename": forename}
    elif " " in surname:
        first, _, last = surname.rpartition(" ")
        yield {"surname": first, "forename": last}
        yield {"surname": surname}
    else:
        yield {"surname": surname}
        yield {"forename": surname}
