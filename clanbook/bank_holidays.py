"""The bank holidays of England and Wales that fall on weekdays, worked out (RULES 2).

Worked out and not looked up: a library of all countries' holidays takes 0.15 s and 15 MB of
everybody who opens the screens. Tests hold each year to such a library.
"""

from datetime import date, timedelta

MONDAY, SATURDAY = 0, 5

MOVED: dict[date, date] = {
    date(1995, 5, 1): date(1995, 5, 8),
    date(2002, 5, 27): date(2002, 6, 4),
    date(2012, 5, 28): date(2012, 6, 4),
    date(2020, 5, 4): date(2020, 5, 8),
    date(2022, 5, 30): date(2022, 6, 2),
}
"""Where a usual day was moved to by proclamation."""

PROCLAIMED = (
    date(1981, 7, 29),
    date(1999, 12, 31),
    date(2002, 6, 3),
    date(2011, 4, 29),
    date(2012, 6, 5),
    date(2022, 6, 3),
    date(2022, 9, 19),
    date(2023, 5, 8),
)
"""Days added to the usual ones by proclamation."""


def bank_holidays(year: int) -> frozenset[date]:
    """The weekdays of a year that are bank holidays in England and Wales.

    By the Banking and Financial Dealings Act 1971 and proclamations under it: from 1978 on, when
    there was an early May bank holiday for the first time. Earlier years are taken to be like it.
    """
    easter = easter_sunday(year)
    christmas = _weekday_from(date(year, 12, 25))
    usual = (
        _weekday_from(date(year, 1, 1)),
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
        christmas,
        _weekday_from(christmas + timedelta(days=1)),
    )
    added = (day for day in PROCLAIMED if day.year == year)
    return frozenset((*(MOVED.get(day, day) for day in usual), *added))


def easter_sunday(year: int) -> date:
    """Easter Sunday by the Gregorian reckoning (Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap_shift = century - century // 4 - (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + leap_shift + 15) % 30
    sunday = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * sunday) // 451
    month, day = divmod(moon + sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)


def _weekday_from(day: date) -> date:
    """The day itself, or the Monday after where it falls on a weekend."""
    return _monday_from(day) if day.weekday() >= SATURDAY else day


def _monday_from(day: date) -> date:
    """The first Monday from a day on."""
    return day + timedelta(days=(MONDAY - day.weekday()) % 7)
