"""What settings are once read: periods, the rules in force, the LAs and the service."""

import re
from datetime import date, time, timedelta
from functools import cache, cached_property
from typing import Literal, Self

import msgspec

from clanbook.dates import Calendar

Unit = Literal["days", "working days", "hours"]

UNITS: tuple[Unit, ...] = ("days", "working days", "hours")

LONGEST = 3650
"""No period of a rule is longer than ten years of days."""

_CLOCK = r"((?:[01]\d|2[0-3]):[0-5]\d)"
_HOURS = re.compile(rf"{_CLOCK} ?- ?{_CLOCK}", re.ASCII)

_PERIOD = re.compile(r"(?P<n>\d{1,6}) (?P<unit>days?|working days?|hours?)", re.ASCII)


class Period(msgspec.Struct, frozen=True):
    """A length of time of whole days: `28 days`, `20 working days`, `72 hours`."""

    n: int
    unit: Unit

    def __str__(self) -> str:
        """As it is written in the settings file."""
        return f"{self.n} {self.unit[:-1] if self.n == 1 else self.unit}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `28 days`; raises ValueError, one sentence, for what is no period of whole days."""
        found = _PERIOD.fullmatch(" ".join(text.lower().split()))
        if found is None:
            raise ValueError("is not a period")
        n = int(found["n"])
        unit = next(unit for unit in UNITS if unit.startswith(found["unit"]))
        if unit == "hours" and n % 24:
            raise ValueError("is not a whole number of days: write 24, 48, 72 … hours")
        if n > LONGEST:
            raise ValueError(f"is longer than {LONGEST} {unit}")
        return cls(n, unit)

    def after(self, day: date, calendar: Calendar) -> date:
        """The day on which the period that begins on `day` (its day 0) runs out (RULES 2, 5)."""
        if self.unit == "working days":
            return calendar.add_working_days(day, self.n)
        return day + timedelta(hours=self.n) if self.unit == "hours" else day + timedelta(self.n)


class Hours(msgspec.Struct, frozen=True):
    """A part of a day, local wall time: `08:00-20:00`."""

    opens: time
    closes: time

    def __str__(self) -> str:
        """As it is written in the settings file."""
        return f"{self.opens:%H:%M}-{self.closes:%H:%M}"

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `08:00-20:00`; raises ValueError, the rest of a sentence, for anything else."""
        found = _HOURS.fullmatch(text.strip())
        if found is None:
            raise ValueError('is not hours such as "08:00-20:00"')
        opens, closes = (time.fromisoformat(each) for each in found.groups())
        if closes <= opens:
            raise ValueError("ends before it begins")
        return cls(opens, closes)


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """Every rule that is a setting, with BNSSG's value; `keys.py` says what each means."""

    iha_due: Period = Period(28, "days")
    iha_basis: Literal["due", "entered"] = "due"
    iha_target: int = 90
    rha_target: int = 90
    rha_age_basis: Literal["at_due", "at_last"] = "at_due"
    rha_on_time: Literal["by_due_date", "within_month_due"] = "by_due_date"
    notify_within: Period = Period(72, "hours")
    offer_within: Period = Period(13, "days")
    book_before_paperwork: bool = True
    paperwork_within: Period = Period(10, "days")
    report_within: Period = Period(5, "working days")
    protected_release: Period = Period(7, "days")
    frozen_within: Period = Period(7, "days")
    overdue_first: int = 0
    visit_hours: Hours = Hours(time(8), time(20))
    oc2_under5: Literal["all_due", "any"] = "all_due"
    idle_lock: timedelta = timedelta(minutes=10)
    closed_days: tuple[date, ...] = ()


class LA(msgspec.Struct, frozen=True):
    """A responsible local authority of the service; `rules` are the service's, its own on top.

    `code` is the three-digit DfE code as text, `ecode` the ONS code or `""`.
    """

    name: str
    code: str
    locality: str
    ecode: str
    rules: Rules


class Service(msgspec.Struct, frozen=True, dict=True):
    """A service with the rules in force and its LAs in the order of the report."""

    name: str
    rules: Rules
    las: tuple[LA, ...]

    def la(self, text: str) -> LA | None:
        """The service's LA with this code, E-code or name in any case; None for another LA."""
        return self._known.get(identity(text))

    def rules_for(self, la: str) -> Rules:
        """The rules for an LA's children; the service's own for a child of another LA."""
        known = self.la(la)
        return self.rules if known is None else known.rules

    def name_of(self, la: str) -> str:
        """The name of a child's LA; the text itself where it is another LA."""
        known = self.la(la)
        return la if known is None else known.name

    def calendar(self) -> Calendar:
        """The service's working days."""
        return _calendar(self.rules.closed_days)

    @cached_property
    def localities(self) -> tuple[str, ...]:
        """The localities of the LAs, each once, in order."""
        return tuple(dict.fromkeys(la.locality for la in self.las))

    @cached_property
    def _known(self) -> dict[str, LA]:
        return {
            identity(text): la for la in self.las for text in (la.code, la.ecode, la.name) if text
        }


def identity(text: str) -> str:
    """A code or name as it is compared: without case or spaces around it."""
    return text.strip().casefold()


@cache
def _calendar(closed_days: tuple[date, ...]) -> Calendar:
    """One calendar for each set of closed days, so that its working days are counted once."""
    return Calendar(closed_days)
