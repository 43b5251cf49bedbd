"""Every key of `[rules]`: how its value is read and written, and what it means."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import msgspec

from clanbook.dates import parse_date
from clanbook.settings.service import Hours, Period, Rules, Unit

Read = Callable[[Any], Any]
"""From a value of the file to one of `Rules`; raises ValueError, the rest of a sentence."""

Write = Callable[[Any], Any]
"""From a value of `Rules` to one of the file, which is a JSON value, too."""


class Key(msgspec.Struct, frozen=True):
    """One setting. `service_wide` says why no LA can have its own value, or is `""`.

    `waits_for` names what it takes effect with, where that is not there yet, or is `""`.
    """

    name: str
    read: Read
    write: Write
    means: str
    service_wide: str = ""
    waits_for: str = ""

    def of(self, rules: Rules) -> Any:
        """Its value in force in some rules."""
        return getattr(rules, self.name)

    def text(self, rules: Rules) -> str:
        """Its value in force as people read it: `28 days`, `90`, `yes`, `none`."""
        value = self.write(self.of(rules))
        if isinstance(value, bool):
            return "yes" if value else "no"
        return (", ".join(value) or "none") if isinstance(value, list) else str(value)


def _period(*units: Unit, least: int = 0) -> tuple[Read, Write]:
    expected = " or ".join(f'"N {unit}"' for unit in units)

    def read(value: Any) -> Period:
        if not isinstance(value, str):
            raise ValueError(f"is not {expected}")
        try:
            period = Period.parse(value)
        except ValueError as mistake:
            said = f"{mistake}"
            raise ValueError(f"is not {expected}" if said == "is not a period" else said) from None
        if period.unit not in units:
            raise ValueError(f"is not {expected}")
        if period.n < least:
            raise ValueError(f"is shorter than {Period(least, period.unit)}")
        return period

    return read, str


def _choice(*choices: str) -> tuple[Read, Write]:
    expected = " or ".join(f'"{choice}"' for choice in choices)

    def read(value: Any) -> str:
        if value not in choices:
            raise ValueError(f"is not {expected}")
        return str(value)

    return read, str


def _whole(least: int, most: int) -> tuple[Read, Write]:
    def read(value: Any) -> int:
        # A bool is an int to Python, not to the person who wrote `true`.
        if type(value) is not int or not least <= value <= most:
            raise ValueError(f"is not a whole number from {least} to {most}")
        return value

    return read, int


def _yes_no() -> tuple[Read, Write]:
    def read(value: Any) -> bool:
        if not isinstance(value, bool):
            raise ValueError("is not true or false")
        return value

    return read, bool


def _minutes() -> tuple[Read, Write]:
    def read(value: Any) -> timedelta:
        number, _, unit = value.strip().partition(" ") if isinstance(value, str) else ("", "", "")
        if unit not in ("minute", "minutes") or not (number.isascii() and number.isdigit()):
            raise ValueError('is not "N minutes"')
        if len(number) > 4 or not 1 <= int(number) <= 1440:
            raise ValueError("is not from 1 to 1440 minutes")
        return timedelta(minutes=int(number))

    def write(value: timedelta) -> str:
        minutes = value // timedelta(minutes=1)
        return f"{minutes} minute{'s' * (minutes != 1)}"

    return read, write


def _hours() -> tuple[Read, Write]:
    def read(value: Any) -> Hours:
        if not isinstance(value, str):
            raise ValueError('is not hours such as "08:00-20:00"')
        return Hours.parse(value)

    return read, str


def _days() -> tuple[Read, Write]:
    def read(value: Any) -> tuple[date, ...]:
        if not isinstance(value, list):
            raise ValueError("is not a list of dates such as [2026-12-24]")
        return tuple(sorted({_closed_day(each) for each in value}))

    def write(value: tuple[date, ...]) -> list[str]:
        return [day.isoformat() for day in value]

    return read, write


def _closed_day(value: Any) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if not isinstance(value, str):
        raise ValueError("is not a list of dates such as [2026-12-24]")
    try:
        return parse_date(value)
    except ValueError as mistake:
        raise ValueError(f"has a mistake: {mistake}") from None


_PERCENT = _whole(0, 100)
_CALENDAR_DAYS = _period("days")
_DAYS_OF_EITHER_KIND = _period("days", "working days")

KEYS: dict[str, Key] = {
    key.name: key
    for key in (
        Key(
            "iha_due",
            *_period("days", "working days", least=1),
            "an IHA is due so long after the day the child entered care",
        ),
        Key(
            "iha_basis",
            *_choice("due", "entered"),
            "a quarter's IHAs are those due in it, or those of children who entered care in it",
            "one report counts all LAs alike",
        ),
        Key("iha_target", *_PERCENT, "the percentage of IHAs that should be on time"),
        Key("rha_target", *_PERCENT, "the percentage of RHAs that should be on time"),
        Key(
            "rha_age_basis",
            *_choice("at_due", "at_last"),
            "whether six-monthly RHAs end with the last due before the 5th birthday (at_due),"
            " or depend on being under 5 at the last assessment (at_last)",
        ),
        Key(
            "rha_on_time",
            *_choice("by_due_date", "within_month_due"),
            "an RHA is on time up to its due date, or up to the last day of that month",
        ),
        Key(
            "notify_within",
            *_period("hours", "days", "working days"),
            "the LA tells health so soon after the child entered care; whole days, later is late",
        ),
        Key(
            "offer_within",
            *_DAYS_OF_EITHER_KIND,
            "health offers an appointment so soon after consent",
            waits_for="the chart of the pathway",
        ),
        Key(
            "book_before_paperwork",
            *_yes_no(),
            "whether an IHA may be booked on notification alone, its papers to follow",
        ),
        Key(
            "paperwork_within",
            *_DAYS_OF_EITHER_KIND,
            "the papers of such an IHA are due so long after the child entered care",
        ),
        Key(
            "report_within",
            *_DAYS_OF_EITHER_KIND,
            "Part C goes to the LA so soon after the child was seen",
        ),
        Key(
            "protected_release",
            *_CALENDAR_DAYS,
            "slots kept for a purpose open to others so long before the session",
            "its LAs share every session",
        ),
        Key(
            "frozen_within",
            *_CALENDAR_DAYS,
            "a booking this near is never moved to make room",
            "its LAs share every session",
            waits_for="making room",
        ),
        Key(
            "overdue_first",
            *_whole(0, 1000),
            "so many slots a week are kept for children already overdue",
            "its LAs share every session",
            waits_for="the allocation of slots",
        ),
        Key(
            "visit_hours",
            *_hours(),
            "a nurse's visit outside these hours, or on no working day, asks the reason",
        ),
        Key(
            "oc2_under5",
            *_choice("all_due", "any"),
            "an under-5's OC2 health assessment counts when all due were done, or any was",
            waits_for="the OC2 return",
        ),
        Key(
            "idle_lock",
            *_minutes(),
            "a screen left alone so long locks itself",
            "one screen shows all LAs",
            waits_for="sign-in",
        ),
        Key(
            "closed_days",
            *_days(),
            "days that are no working days, besides weekends and bank holidays",
            "there is one calendar for all LAs",
        ),
    )
}
"""The keys in the order of the settings file."""
