"""How people, dates and anything typed by somebody are shown: always as text, never as markup."""

from datetime import date, datetime

from rich.text import Text

from clanbook.caseload import Case
from clanbook.dates import LONDON, shown
from clanbook.dates import weekday_shown as weekday
from clanbook.records import Child
from clanbook.reports.text import NOT_KNOWN, born, child_name, nhs_number, plain
from screens.widgets.cells import ended

__all__ = [
    "NOT_KNOWN",
    "banner",
    "birth",
    "day",
    "instant",
    "line",
    "name",
    "nhs_number",
    "text",
    "weekday",
    "who",
]


def text(content: str, style: str = "") -> Text:
    """Text from data as it is, on one line, with what cannot be seen as an escape."""
    return Text(plain(content), style=style, no_wrap=True, end="")


def line(content: str | Text, width: int) -> Text:
    """The content cut or filled to `width` cells."""
    made = content.copy() if isinstance(content, Text) else text(content)
    made.truncate(max(width, 0), overflow="crop", pad=True)
    return made


def name(child: Child) -> str:
    """A child as NHS guidance has it: `FAMILY, Given`."""
    return child_name(child.surname, child.forename)


def birth(child: Child, today: date) -> str:
    """Born when, and how old today: `14-Jul-2015 (3y)`."""
    return born(child.dob, today, estimated=child.dob_estimated)


def who(case: Case, today: date) -> tuple[str, str]:
    """Who this is, the same on every screen: the name, and behind it birth and NHS number."""
    child = case.child
    number = nhs_number(child.nhs_number) if child.nhs_number else NOT_KNOWN
    return name(child), f"  born {birth(child, today)}  NHS No. {number}"


def banner(case: Case, today: date, width: int | None = None) -> str:
    """Who this is, in at most `width` cells: for want of room the name is cut, and nothing else."""
    called, rest = who(case, today)
    return called + rest if width is None else ended(called, rest, width)


def named_and_born(child: Child, today: date) -> str:
    """Who is asked about: `FAMILY, Given, born 14-Jul-2015 (3y)`."""
    return f"{name(child)}, born {birth(child, today)}"


def day(value: date | None) -> str:
    """A day as NHS guidance has it: `04-May-2026`."""
    return NOT_KNOWN if value is None else shown(value)


def instant(value: datetime) -> str:
    """An aware instant by the service's wall clock: `04-May-2026 09:30`."""
    local = value.astimezone(LONDON)
    return f"{shown(local.date())} {local:%H:%M}"
