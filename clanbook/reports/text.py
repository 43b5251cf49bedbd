"""Text that came from people, made fit to be shown: control characters, formulas, names, ages.

Everything printed from data goes through here, so that no name can steer a terminal, run in a
spreadsheet or change a page.
"""

import json
import re
import unicodedata
from datetime import date
from typing import Any

from clanbook.dates import add_months, age, shown

NOT_KNOWN = "Not known"
"""What is shown for what is not known; never a question mark (NHS guidance)."""

_UNUSUAL = re.compile(r"[^ -~]")
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@＝＋－＠]")
_MARKUP = re.compile(r"[\\`*_\[\]|~$@#]|(?<=www)\.|:(?=//)", re.IGNORECASE)
_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def plain(text: str) -> str:
    r"""The text with every control or invisible character as an escape that is seen: `\x1b`.

    These are the C0 and C1 controls, line ends, bidirectional overrides and all other format
    characters, lone surrogates and code points without a meaning. Letters of any script stay.
    """
    return text if text.isprintable() else _UNUSUAL.sub(_escaped, text)


def _escaped(found: re.Match[str]) -> str:
    character = found[0]
    if character.isprintable() or unicodedata.category(character) == "Zs":
        return character
    return character.encode("unicode_escape", "surrogatepass").decode("ascii")


def csv_safe(text: str) -> str:
    """The text with an apostrophe before what a spreadsheet would take for a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def markdown(text: str) -> str:
    """The text as Markdown shows it to the letter inside a line: no markup, HTML, link or cell."""
    shielded = _MARKUP.sub(r"\\\g<0>", plain(text))
    return "".join(_HTML.get(character, character) for character in shielded)


def json_text(document: Any) -> str:
    """A JSON document to be printed: letters as they are, what cannot be seen as its escape."""
    written = json.dumps(document, ensure_ascii=False, indent=2)
    # Line ends of the layout are the only characters outside strings that are not printable.
    return re.sub(r"[^ -~\n]", lambda found: _json_escaped(found[0]), written)


def _json_escaped(character: str) -> str:
    return character if character.isprintable() else json.dumps(character)[1:-1]


def child_name(surname: str, forename: str) -> str:
    """A name as NHS guidance has it: `FAMILY, Given`; what is there of it; or `Not known`."""
    parts = (plain(surname.strip().upper()), plain(forename.strip()))
    return ", ".join(part for part in parts if part) or NOT_KNOWN


def nhs_number(text: str) -> str:
    """An NHS number in its groups: `999 123 4567`; other text as it is."""
    digits = text.replace(" ", "")
    if len(digits) != 10 or not (digits.isascii() and digits.isdigit()):
        return plain(text)
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"


def born(dob: date | None, today: date, *, estimated: bool = False) -> str:
    """A date of birth with the age on `today`: `14-Jul-2015 (3y)`; an infant's in months or days.

    An estimated one says so (RULES 5); an unborn child's is `expected`.
    """
    if dob is None:
        return NOT_KNOWN
    flag = ", estimated" if estimated else ""
    return f"{shown(dob)} ({_aged(dob, today)}{flag})"


def _aged(dob: date, today: date) -> str:
    if dob > today:
        return "expected"
    if years := age(dob, today):
        return f"{years}y"
    months = (today.year - dob.year) * 12 + today.month - dob.month
    months -= add_months(dob, months) > today
    # Of a year less a day there are eleven, also from 29 February to 28 February.
    return f"{min(months, 11)}m" if months else f"{(today - dob).days}d"
