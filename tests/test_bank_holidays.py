"""Bank holidays as worked out, beside those of a library of holidays (RULES 2)."""

from datetime import date

import holidays
import pytest

from clanbook.bank_holidays import bank_holidays, easter_sunday

YEARS = range(1978, 2101)
"""The library knows none later."""


def test_every_year_has_the_days_the_library_has() -> None:
    for year in YEARS:
        listed = holidays.country_holidays("GB", subdiv="ENG", years=year)
        assert bank_holidays(year) == {day for day in listed if day.weekday() < 5}, year


def test_wales_has_the_same_days() -> None:
    for year in range(2010, 2031):
        listed = holidays.country_holidays("GB", subdiv="WLS", years=year)
        assert bank_holidays(year) == {day for day in listed if day.weekday() < 5}, year


@pytest.mark.parametrize("day", ["2018-04-01", "2038-04-25", "2285-03-22", "1954-04-18"])
def test_easter_falls_where_the_church_has_it(day: str) -> None:
    expected = date.fromisoformat(day)
    assert easter_sunday(expected.year) == expected
