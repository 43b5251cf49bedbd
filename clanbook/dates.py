"""Days, working days, quarters and ages, and the dates that people type (RULES 2).

Days are dates; instants are aware datetimes. Nothing here knows what day it is: `today` is a
parameter.
"""

import calendar
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Literal, Self
from zoneinfo import ZoneInfo

import msgspec

from clanbook.bank_holidays import SATURDAY, bank_holidays
from clanbook.counting import counted

LONDON = ZoneInfo("Europe/London")
"""The zone of every local day and wall time."""

Prefer = Literal["past", "future"]
"""Which year a date typed without one belongs to."""

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""The years a typed or imported date may fall in; others are slips of the finger."""


# --- Working days


@cache
def _weekdays_less_bank_holidays(year: int) -> tuple[date, ...]:
    """The Mondays to Fridays of a year that are no bank holiday of England and Wales."""
    free = bank_holidays(year)
    first = date(year, 1, 1)
    days = (first + timedelta(n) for n in range(366 if calendar.isleap(year) else 365))
    return tuple(day for day in days if day.weekday() < SATURDAY and day not in free)


class Calendar:
    """The working days of England and Wales, less a service's own closed days (RULES 2)."""

    def __init__(self, closed_days: Iterable[date] = ()) -> None:
        """Take the days on which the service is closed besides weekends and bank holidays."""
        self.closed_days = frozenset(closed_days)
        self._years: dict[int, tuple[date, ...]] = {}

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is Monday to Friday, no bank holiday and no closed day."""
        days = self._of(day.year)
        place = bisect_left(days, day)
        return place < len(days) and days[place] == day

    def what_is(self, day: date) -> str:
        """What sort of day it is: `a Sunday`, `a bank holiday`, `a closed day`, `a working day`."""
        if day.weekday() >= SATURDAY:
            return f"a {_WEEKDAYS[day.weekday()].title()}"
        if day in bank_holidays(day.year):
            return "a bank holiday"
        return "a closed day" if day in self.closed_days else "a working day"

    def add_working_days(self, day: date, n: int) -> date:
        """The nth working day after `day`, which is day 0; before it for a negative `n`."""
        if n == 0:
            return day
        year = day.year
        days = self._of(year)
        place = bisect_right(days, day) + n - 1 if n > 0 else bisect_left(days, day) + n
        while place >= len(days):
            place -= len(days)
            year += 1
            days = self._of(year)
        while place < 0:
            year -= 1
            days = self._of(year)
            place += len(days)
        return days[place]

    def working_days_between(self, start: date, end: date) -> int:
        """How many working days d there are with start < d <= end: 0 where end is not later."""
        if end <= start:
            return 0
        whole_years = sum(len(self._of(year)) for year in range(start.year, end.year))
        counted_at_start = bisect_right(self._of(start.year), start)
        return whole_years + bisect_right(self._of(end.year), end) - counted_at_start

    def _of(self, year: int) -> tuple[date, ...]:
        days = self._years.get(year)
        if days is None:
            days = tuple(d for d in _weekdays_less_bank_holidays(year) if d not in self.closed_days)
            self._years[year] = days
        return days


# --- Months, birthdays, ages

_IN_EVERY_MONTH = 28
"""The last day of a month that every month has."""


def add_months(day: date, n: int) -> date:
    """The same day `n` months on (or back), or that month's last day where it has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + n, 12)
    if day.day <= _IN_EVERY_MONTH:
        return date(year, month + 1, day.day)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def month_end(day: date) -> date:
    """The last day of the month that `day` is in."""
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def birthday(dob: date, years: int) -> date:
    """The birthday on which a child turns `years`; born 29 February: 1 March in common years."""
    year = dob.year + years
    if dob.month == 2 and dob.day == 29 and not calendar.isleap(year):
        return date(year, 3, 1)
    return dob.replace(year=year)


def age(dob: date, on: date) -> int:
    """The age in completed years on a day; below 0 before the birth."""
    years = on.year - dob.year
    return years if birthday(dob, years) <= on else years - 1


# --- Quarters of the financial year

_QUARTER = re.compile(
    r"(?:q(?P<q1>\d)[\s-]*)?(?P<year>\d{4}|\d\d)\s?[-/]\s?(?P<to>\d{4}|\d\d)(?:[\s-]*q(?P<q2>\d))?",
    re.ASCII | re.IGNORECASE,
)


class Quarter(msgspec.Struct, frozen=True, order=True):
    """A quarter of the financial year; `year` is the one its April is in, `number` is 1 to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        """Refuse a quarter that no year has."""
        if not 1 <= self.number <= 4:
            raise ValueError(f"there is no quarter {self.number}: a year has Q1 to Q4")

    @property
    def start(self) -> date:
        """Its first day."""
        return add_months(date(self.year, 4, 1), 3 * (self.number - 1))

    @property
    def end(self) -> date:
        """Its last day."""
        return month_end(add_months(self.start, 2))

    @property
    def label(self) -> str:
        """As it is printed: `2018-19 Q1`."""
        return f"{self.year}-{(self.year + 1) % 100:02} Q{self.number}"

    def previous(self) -> Self:
        """The quarter before."""
        return self.of(self.start - timedelta(1))

    def next(self) -> Self:
        """The quarter after."""
        return self.of(self.end + timedelta(1))

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter that `day` is in."""
        year, months = divmod(day.year * 12 + day.month - 4, 12)
        return cls(year, months // 3 + 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2018-19Q1`, `2018-19-Q1`, `Q1 2018-19` or `18/19 Q1` (RULES 2).

        Raises:
            ValueError: one sentence, where it is none of these or its years do not follow.
        """
        found = _QUARTER.fullmatch(text.strip())
        number = found and (found["q1"] or found["q2"])
        if not found or not number or (found["q1"] and found["q2"]):
            raise ValueError(f"{_quoted(text)} is not a quarter: write it as 2018-19Q1")
        year = int(found["year"]) if len(found["year"]) == 4 else 2000 + int(found["year"])
        if not FIRST_YEAR <= year < LAST_YEAR or not f"{year + 1}".endswith(found["to"]):
            raise ValueError(
                f"{_quoted(text)} is not a quarter of a financial year such as 2018-19:"
                " its second year must be the one after the first"
            )
        if not 1 <= int(number) <= 4:
            raise ValueError(f"{_quoted(text)} has no such quarter: write Q1, Q2, Q3 or Q4")
        return cls(year, int(number))


# --- Instants


def local_date(instant: datetime) -> date:
    """The date in London at an aware instant."""
    return instant.astimezone(LONDON).date()


def end_of_day(day: date) -> datetime:
    """The UTC instant at which the London day is over: midnight of the next, itself not in it."""
    return datetime.combine(day + timedelta(1), time(), LONDON).astimezone(UTC)


# --- Dates in files

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)", re.ASCII)
_SLASHED = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})", re.ASCII)
_CLOCK = re.compile(
    r"[T ](?P<time>\d\d:\d\d(?::\d\d)?)(?:\.\d+)?(?P<zone>Z|[+-]\d\d:?\d\d)?",
    re.ASCII | re.IGNORECASE,
)


def parse_date(text: str) -> date:
    """Read a date as files hold them: `2018-05-12` or `12/05/2018` (day first).

    Raises:
        ValueError: one sentence saying what was expected.
    """
    stripped = text.strip()
    if found := _ISO.fullmatch(stripped):
        return _day(text, int(found[1]), int(found[2]), int(found[3]))
    if found := _SLASHED.fullmatch(stripped):
        return _day(text, int(found[3]), int(found[2]), int(found[1]))
    raise ValueError(f"{_quoted(text)} is not a date: write it as 2018-05-12 or 12/05/2018")


def parse_instant(text: str) -> tuple[date, datetime | None]:
    """Read a date or a date-time: the London date, and the UTC instant where a time was given.

    A time without a zone is London's (CONTRACT, notifications). Raises ValueError, one sentence.
    """
    stripped = text.strip()
    clock = _CLOCK.search(stripped)
    if clock is None or clock.end() != len(stripped):
        return parse_date(text), None
    day = parse_date(stripped[: clock.start()])
    try:
        wall = time.fromisoformat(clock["time"])
        zone = clock["zone"]
        offset = time.fromisoformat(f"00:00{zone.upper()}").tzinfo if zone else LONDON
    except ValueError:
        message = f"{_quoted(text)} has no such time of day: write it as 2018-05-12T14:30"
        raise ValueError(message) from None
    instant = datetime.combine(day, wall, offset).astimezone(UTC)
    return local_date(instant), instant


# --- Dates as people see and type them

# Spelled out: `calendar.month_name` speaks the language of the machine.
_MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_HOW = "write 12/5, 1 may, 120518, 2018-05-12, t, +7, -3w, +2m or mon"

_STEP = re.compile(
    r"(?:t(?:oday)?)?\s?(?P<sign>[+-])\s?(?P<n>\d{1,6})\s?(?P<unit>[dwmy]?)", re.ASCII
)
_BARE_STEP = re.compile(r"(?P<sign>)(?P<n>\d{1,6})\s?(?P<unit>[dwmy])", re.ASCII)
_NAMED_DAY = re.compile(r"(?P<weekday>[a-z]{3,9})[\s,]+(?P<rest>.*\d.*)", re.ASCII)
_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<y>\d{4})[-/. ](?P<m>\d\d?)[-/. ](?P<d>\d\d?)",
        r"(?P<d>\d\d?)[-/. ](?P<m>\d\d?)(?:[-/. ](?P<y>\d{4}|\d\d))?",
        r"(?P<d>\d\d?)(?:st|nd|rd|th)?[-/. ]?(?P<m>[a-z]{3,9})(?:[-/., ]{0,2}(?P<y>\d{4}|\d\d))?",
        r"(?P<m>[a-z]{3,9})[-/. ]?(?P<d>\d\d?)(?:st|nd|rd|th)?(?:[-/., ]{1,2}(?P<y>\d{4}|\d\d))?",
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>\d\d)",
        # Years being 19.. to 21.., no eight digits can be read both ways.
        r"(?P<d>\d\d)(?P<m>\d\d)(?P<y>(?:19|20|21)\d\d)",
        r"(?P<y>(?:19|20|21)\d\d)(?P<m>\d\d)(?P<d>\d\d)",
    )
)


def shown(day: date) -> str:
    """A date as people are shown it, in English on any machine: `04-May-2026` (NHS guidance)."""
    return f"{day.day:02}-{_MONTHS[day.month - 1][:3].title()}-{day.year}"


def weekday_shown(day: date) -> str:
    """A date with its day of the week: `Mon 04-May-2026`."""
    return f"{_WEEKDAYS[day.weekday()][:3].title()} {shown(day)}"


def day_count(n: int) -> str:
    """A number of days in a sentence: `1 day`, `4 days`."""
    return counted(n, "day")


def in_days(n: int) -> str:
    """How far ahead a day to come is, in words: `in 4 days`."""
    return "tomorrow" if n == 1 else f"in {n} days"


def read_date(text: str, today: date, prefer: Prefer) -> date:
    """Read a date as people type it: `t`, `+7`, `-3w`, `mon`, `12/5`, `1 may`, `120518`, in full.

    `mon` is the next Monday after today. A day without a year is the last one not after today
    (`past`) or the first not before it (`future`); of a two-digit year, `past` takes the last
    century that gives no day after today, `future` the one nearest today.

    Raises:
        ValueError: one sentence saying what to type.
    """
    typed = " ".join(text.lower().split())
    if typed in ("t", "today"):
        return today
    if step := _STEP.fullmatch(typed) or _BARE_STEP.fullmatch(typed):
        return _stepped(text, today, int(f"{step['sign']}{step['n']}"), step["unit"])
    if (weekday := _named(typed, _WEEKDAYS)) is not None:
        return today + timedelta((weekday - today.weekday() - 1) % 7 + 1)
    if found := _NAMED_DAY.fullmatch(typed):
        weekday = _named(found["weekday"], _WEEKDAYS)
        if weekday is not None:
            return _checked(text, _written(text, found["rest"], today, prefer), weekday)
    return _written(text, typed, today, prefer)


def _stepped(text: str, today: date, n: int, unit: str) -> date:
    """So many days, weeks, months or years from today."""
    try:
        if unit in ("m", "y"):
            day = add_months(today, n if unit == "m" else 12 * n)
        else:
            day = today + timedelta(7 * n if unit == "w" else n)
    except (OverflowError, ValueError):
        raise ValueError(_out_of_range(text)) from None
    return _in_range(text, day)


def _written(text: str, typed: str, today: date, prefer: Prefer) -> date:
    """A day and month, with or without its year."""
    for form in _FORMS:
        if found := form.fullmatch(typed):
            month = _month(found["m"])
            if month is not None:
                return _completed(text, found["y"], month, int(found["d"]), today, prefer)
    raise ValueError(f"{_quoted(text)} is not a date: {_HOW}")


def _completed(
    text: str, year: str | None, month: int, day: int, today: date, prefer: Prefer
) -> date:
    """The date, its year or century taken from what is preferred where it was not typed."""
    if year is not None and len(year) == 4:
        return _day(text, int(year), month, day)
    if year is None:
        # Eight years to either side: the longest way from one 29 February to the next.
        years = range(today.year - 8, today.year + 9)
    else:
        century = today.year - today.year % 100
        years = range(century - 100 + int(year), century + 101 + int(year), 100)
    candidates = [found for found in _existing(years, month, day) if _acceptable(found)]
    if not candidates:
        raise ValueError(_not_in_calendar(text))
    return _preferred(candidates, today, prefer, nearest=year is not None)


def _preferred(candidates: list[date], today: date, prefer: Prefer, nearest: bool) -> date:
    """The candidate, in date order, that the field prefers."""
    if prefer == "past":
        return max((day for day in candidates if day <= today), default=candidates[0])
    if nearest:
        return min(candidates, key=lambda day: abs(day - today))
    return min((day for day in candidates if day >= today), default=candidates[-1])


def _existing(years: Iterable[int], month: int, day: int) -> Iterator[date]:
    """The dates there are of that day and month in those years."""
    for year in years:
        try:
            yield date(year, month, day)
        except ValueError:
            continue


def _checked(text: str, day: date, weekday: int) -> date:
    """The day, which must fall on the weekday typed before it."""
    if day.weekday() == weekday:
        return day
    actual = _WEEKDAYS[day.weekday()].title()
    raise ValueError(f"{_quoted(text)} is a {actual}: check the day or leave its name out")


def _month(text: str) -> int | None:
    """A month's number from its number or its name."""
    if text.isdigit():
        return int(text)
    named = _named(text, _MONTHS)
    return None if named is None else named + 1


def _named(text: str, names: tuple[str, ...]) -> int | None:
    """Which of the names begins with this text of three letters or more."""
    if len(text) < 3:
        return None
    return next((place for place, name in enumerate(names) if name.startswith(text)), None)


def _day(text: str, year: int, month: int, day: int) -> date:
    """The date, or a sentence about the text it came from."""
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(_not_in_calendar(text)) from None
    return _in_range(text, found)


def _in_range(text: str, day: date) -> date:
    """The date, if its year is one that people mean."""
    if not _acceptable(day):
        raise ValueError(_out_of_range(text))
    return day


def _acceptable(day: date) -> bool:
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _out_of_range(text: str) -> str:
    return f"{_quoted(text)} is not in the years {FIRST_YEAR} to {LAST_YEAR}: check the year"


def _not_in_calendar(text: str) -> str:
    return f"{_quoted(text)} is not in the calendar: check the day and the month (day first)"


def _quoted(text: str) -> str:
    """What was typed, between quotation marks, cut where it is long."""
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    return f'"{shown}"'
