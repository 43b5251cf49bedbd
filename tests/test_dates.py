"""Days, working days, quarters, ages, and dates as files and people write them (RULES 2)."""

import subprocess
import sys
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from clanbook.dates import (
    Calendar,
    Prefer,
    Quarter,
    add_months,
    age,
    birthday,
    end_of_day,
    local_date,
    month_end,
    parse_date,
    parse_instant,
    read_date,
    shown,
)

DAYS = st.dates(date(1995, 1, 1), date(2045, 12, 31))
INSTANTS = st.integers(946_684_800, 2_208_988_800).map(lambda s: datetime.fromtimestamp(s, UTC))
WORKING = Calendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


# --- Working days

BANK_HOLIDAYS_ON_WEEKDAYS = {
    2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
    2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
    2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
    2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
    2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
    2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
    2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
    2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
    2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    2027: "01-01 03-26 03-29 05-03 05-31 08-30 12-27 12-28",
    2028: "01-03 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
}


@pytest.mark.parametrize("year", BANK_HOLIDAYS_ON_WEEKDAYS)
def test_weekdays_off_are_the_bank_holidays_of_england_and_wales_and_no_others(year: int) -> None:
    first = date(year, 1, 1)
    weekdays = [d for d in (first + timedelta(n) for n in range(366)) if d.weekday() < 5]
    off = [d for d in weekdays if d.year == year and not WORKING.is_working_day(d)]
    assert [f"{d:%m-%d}" for d in off] == BANK_HOLIDAYS_ON_WEEKDAYS[year].split()


@pytest.mark.parametrize(
    "elsewhere",
    [
        "2018-01-02",  # Scotland: the day after New Year's Day
        "2018-11-30",  # Scotland: St Andrew's Day
        "2018-08-06",  # Scotland: the summer bank holiday
        "2018-03-19",  # Northern Ireland: St Patrick's Day, moved
        "2018-07-12",  # Northern Ireland: Battle of the Boyne
        "2020-05-04",  # the early May bank holiday that moved to the 8th
        "2022-05-30",  # the spring bank holiday that moved to 2 June
    ],
)
def test_holidays_of_scotland_and_northern_ireland_and_moved_ones_are_working_days(
    elsewhere: str,
) -> None:
    assert WORKING.is_working_day(day(elsewhere))


@pytest.mark.parametrize(
    ("entered", "due"),
    [
        ("2018-06-03", "2018-06-29"),
        ("2018-12-17", "2019-01-17"),
        ("2020-12-18", "2021-01-20"),
        ("2022-05-16", "2022-06-15"),
        ("2022-09-05", "2022-10-04"),
        ("2023-04-14", "2023-05-16"),
        ("2024-02-29", "2024-03-28"),
        ("2025-12-24", "2026-01-26"),
    ],
)
def test_twenty_working_days_give_the_test_dates_of_the_rules(entered: str, due: str) -> None:
    assert WORKING.add_working_days(day(entered), 20) == day(due)


def test_the_day_itself_is_day_0_whether_or_not_it_is_worked() -> None:
    saturday, friday = day("2018-06-02"), day("2018-06-01")
    assert WORKING.add_working_days(saturday, 0) == saturday
    assert WORKING.add_working_days(saturday, 1) == day("2018-06-04")
    assert WORKING.add_working_days(friday, 1) == day("2018-06-04")
    assert WORKING.add_working_days(saturday, -1) == friday
    assert WORKING.add_working_days(friday, -1) == day("2018-05-31")


def test_a_closed_day_is_no_working_day() -> None:
    closed = Calendar([day("2018-06-04")])
    assert not closed.is_working_day(day("2018-06-04"))
    assert closed.add_working_days(day("2018-06-01"), 1) == day("2018-06-05")
    assert closed.working_days_between(day("2018-06-01"), day("2018-06-05")) == 1
    assert WORKING.is_working_day(day("2018-06-04"))


def test_what_a_day_is_says_why_it_is_no_working_day() -> None:
    closed = Calendar([day("2026-12-24")])
    days = ("2026-12-24", "2026-12-25", "2026-12-26", "2026-12-28", "2026-12-29")
    assert [closed.what_is(day(each)) for each in days] == [
        "a closed day",
        "a bank holiday",
        "a Saturday",
        "a bank holiday",
        "a working day",
    ]


@given(DAYS)
def test_only_a_working_day_is_said_to_be_one(each: date) -> None:
    assert (WORKING.what_is(each) == "a working day") == WORKING.is_working_day(each)


@given(DAYS, st.integers(1, 600))
def test_the_nth_working_day_is_worked_and_has_n_between(start: date, n: int) -> None:
    found = WORKING.add_working_days(start, n)
    assert WORKING.is_working_day(found)
    assert WORKING.working_days_between(start, found) == n
    assert WORKING.working_days_between(start, found - timedelta(1)) == n - 1


@given(DAYS, st.integers(1, 600))
def test_going_back_n_working_days_undoes_going_on(start: date, n: int) -> None:
    on = WORKING.add_working_days(start, n)
    back = WORKING.add_working_days(on, -n)
    assert back <= start
    assert WORKING.working_days_between(back, start) == 0


@given(DAYS, st.integers(-30, 800))
@example(day("2018-12-31"), 1)
def test_working_days_between_counts_each_day_after_the_start_to_the_end(
    start: date, length: int
) -> None:
    end = start + timedelta(length)
    each = [start + timedelta(n) for n in range(1, length + 1)]
    counted = sum(WORKING.is_working_day(d) for d in each)
    assert WORKING.working_days_between(start, end) == counted


def test_counting_working_days_loads_no_library_of_holidays() -> None:
    script = (
        "import sys, datetime, clanbook.dates as d; today = datetime.date(2026, 5, 4); "
        "d.Calendar().add_working_days(today, 300); print('holidays' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "False"


# --- Months, birthdays, ages


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2018-01-31", 1, "2018-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2018-08-31", 6, "2019-02-28"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2018-12-15", 1, "2019-01-15"),
        ("2018-01-15", -1, "2017-12-15"),
        ("2018-03-31", -1, "2018-02-28"),
        ("2018-05-31", 0, "2018-05-31"),
    ],
)
def test_adding_months_clamps_to_the_end_of_the_month(start: str, months: int, end: str) -> None:
    assert add_months(day(start), months) == day(end)


@given(DAYS, st.integers(-240, 240))
def test_adding_months_lands_in_that_month_on_that_day_or_its_last(start: date, n: int) -> None:
    found = add_months(start, n)
    assert (found.year - start.year) * 12 + found.month - start.month == n
    assert found.day == min(start.day, month_end(found).day)


@given(DAYS)
def test_the_end_of_a_month_is_the_day_before_a_first(any_day: date) -> None:
    end = month_end(any_day)
    assert (end + timedelta(1)).day == 1
    assert (end.year, end.month) == (any_day.year, any_day.month)


@pytest.mark.parametrize(
    ("dob", "years", "on"),
    [
        ("2004-02-29", 18, "2022-03-01"),
        ("2004-02-29", 16, "2020-02-29"),
        ("2004-03-01", 18, "2022-03-01"),
        ("2004-12-31", 5, "2009-12-31"),
        ("2004-12-31", 0, "2004-12-31"),
    ],
)
def test_born_on_29_february_the_birthday_is_1_march_in_common_years(
    dob: str, years: int, on: str
) -> None:
    assert birthday(day(dob), years) == day(on)


@pytest.mark.parametrize(
    ("dob", "on", "years"),
    [
        ("2004-02-29", "2022-02-28", 17),
        ("2004-02-29", "2022-03-01", 18),
        ("2004-02-29", "2020-02-29", 16),
        ("2013-06-30", "2018-06-29", 4),
        ("2013-06-30", "2018-06-30", 5),
        ("2018-06-30", "2018-06-30", 0),
        ("2018-07-01", "2018-06-30", -1),
    ],
)
def test_age_counts_birthdays_reached(dob: str, on: str, years: int) -> None:
    assert age(day(dob), day(on)) == years


@given(DAYS, st.integers(0, 9000))
def test_age_lies_between_the_birthdays_around_the_day(dob: date, lived: int) -> None:
    on = dob + timedelta(lived)
    years = age(dob, on)
    assert birthday(dob, years) <= on < birthday(dob, years + 1)


# --- Quarters


@pytest.mark.parametrize(
    ("number", "start", "end"),
    [
        (1, "2018-04-01", "2018-06-30"),
        (2, "2018-07-01", "2018-09-30"),
        (3, "2018-10-01", "2018-12-31"),
        (4, "2019-01-01", "2019-03-31"),
    ],
)
def test_quarters_are_of_the_financial_year(number: int, start: str, end: str) -> None:
    quarter = Quarter(2018, number)
    assert (quarter.start, quarter.end) == (day(start), day(end))
    assert quarter.label == f"2018-19 Q{number}"


@pytest.mark.parametrize(
    "text",
    [
        "2018-19Q1",
        "2018-19-Q1",
        "2018-19 Q1",
        "Q1 2018-19",
        "q1 2018-19",
        "18/19 Q1",
        "2018/19 Q1",
        "2018-2019 Q1",
        "  2018-19q1 ",
    ],
)
def test_a_quarter_is_read_in_each_of_its_spellings(text: str) -> None:
    assert Quarter.parse(text) == Quarter(2018, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Q1",
        "2018-19",
        "2018Q1",
        "2018-20Q1",
        "2018-18Q1",
        "2018-19Q5",
        "2018-19Q0",
        "18-19",
        "Q1 2018-19 Q1",
        "2018-8Q1",
        "2018-19Q١",
        "0018-19Q1",
        "[/]",
    ],
)
def test_what_is_no_quarter_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$") as refused:
        Quarter.parse(text)
    assert f'"{text}"' in str(refused.value)


def test_the_turn_of_a_century_is_a_quarter_like_any_other() -> None:
    assert Quarter(2099, 4).label == "2099-00 Q4"
    assert Quarter.parse("2099-00 Q4") == Quarter(2099, 4)


def test_there_is_no_fifth_quarter() -> None:
    with pytest.raises(ValueError, match="no quarter 5"):
        Quarter(2018, 5)


@given(DAYS)
def test_a_day_is_in_its_quarter_whose_neighbours_touch_it(any_day: date) -> None:
    quarter = Quarter.of(any_day)
    assert quarter.start <= any_day <= quarter.end
    assert quarter.previous().end + timedelta(1) == quarter.start
    assert quarter.next().start - timedelta(1) == quarter.end
    assert quarter.previous() < quarter < quarter.next()
    assert Quarter.parse(quarter.label) == quarter


# --- Instants


def test_an_instant_counts_on_its_london_day() -> None:
    assert local_date(datetime(2018, 6, 30, 23, 30, tzinfo=UTC)) == day("2018-07-01")
    assert local_date(datetime(2018, 12, 31, 23, 30, tzinfo=UTC)) == day("2018-12-31")


@pytest.mark.parametrize(
    ("local_day", "ends"),
    [
        ("2018-06-30", datetime(2018, 6, 30, 23, tzinfo=UTC)),
        ("2018-12-31", datetime(2019, 1, 1, tzinfo=UTC)),
        ("2018-03-25", datetime(2018, 3, 25, 23, tzinfo=UTC)),  # the clocks go forward
        ("2018-10-28", datetime(2018, 10, 29, tzinfo=UTC)),  # and back
    ],
)
def test_a_day_ends_at_midnight_in_london(local_day: str, ends: datetime) -> None:
    assert end_of_day(day(local_day)) == ends
    assert end_of_day(day(local_day)).tzinfo is UTC


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)))
def test_the_end_of_a_day_is_the_first_instant_of_the_next(any_day: date) -> None:
    end = end_of_day(any_day)
    assert local_date(end) == any_day + timedelta(1)
    assert local_date(end - timedelta(microseconds=1)) == any_day


# --- Dates in files


@pytest.mark.parametrize(
    "text", ["2018-05-12", "12/05/2018", "12/5/2018", " 2018-05-12 ", "12/05/2018\t"]
)
def test_a_file_has_iso_dates_or_day_month_year(text: str) -> None:
    assert parse_date(text) == day("2018-05-12")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12/05/18",
        "12/31/2018",
        "2018-02-29",
        "2018-5-12",
        "20180512",
        "2018-W19-6",
        "t",
        "+7",
        "0018-05-12",
        "3018-05-12",
        "12-05-2018",
        "2018-05-12 10:00",
        "१२/०५/२०१८",
        "2018-05-12x",
    ],
)
def test_anything_else_in_a_file_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$") as refused:
        parse_date(text)
    assert f'"{text}"' in str(refused.value)


@given(DAYS)
def test_a_date_written_either_way_reads_back(any_day: date) -> None:
    assert parse_date(any_day.isoformat()) == any_day
    assert parse_date(f"{any_day:%d/%m/%Y}") == any_day


def test_a_long_text_is_cut_in_the_sentence_about_it() -> None:
    with pytest.raises(ValueError) as refused:
        parse_date("x" * 300)
    assert len(str(refused.value)) < 120


@pytest.mark.parametrize(
    ("text", "local", "instant"),
    [
        ("2018-05-12", "2018-05-12", None),
        ("12/05/2018", "2018-05-12", None),
        ("2018-05-12T00:30", "2018-05-12", "2018-05-11T23:30:00+00:00"),
        ("2018-01-12T00:30", "2018-01-12", "2018-01-12T00:30:00+00:00"),
        ("2018-05-12 09:30:15", "2018-05-12", "2018-05-12T08:30:15+00:00"),
        ("12/05/2018 09:30", "2018-05-12", "2018-05-12T08:30:00+00:00"),
        ("2018-05-12T23:30Z", "2018-05-13", "2018-05-12T23:30:00+00:00"),
        ("2018-05-12T23:30:00.123z", "2018-05-13", "2018-05-12T23:30:00+00:00"),
        ("2018-05-12T01:00+02:00", "2018-05-12", "2018-05-11T23:00:00+00:00"),
        ("2018-05-12T20:00-0500", "2018-05-13", "2018-05-13T01:00:00+00:00"),
        (
            "2018-10-28T01:30",
            "2018-10-28",
            "2018-10-28T00:30:00+00:00",
        ),  # twice that night: the first
    ],
)
def test_a_time_without_a_zone_is_londons(text: str, local: str, instant: str | None) -> None:
    expected = datetime.fromisoformat(instant) if instant else None
    assert parse_instant(text) == (day(local), expected)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "10:00",
        "2018-05-12T25:00",
        "2018-05-12T10:61",
        "2018-05-12T10",
        "2018-02-30T10:00",
        "2018-05-12T10:00+99:00",
        "2018-05-12T10:00 BST",
        "yesterday 10:00",
    ],
)
def test_what_is_no_date_or_time_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        parse_instant(text)


@given(INSTANTS, st.integers(-12, 12))
def test_an_instant_with_its_zone_reads_back(instant: datetime, hours: int) -> None:
    aware = instant.astimezone(timezone(timedelta(hours=hours)))
    assert parse_instant(aware.isoformat()) == (local_date(aware), aware)


# --- Dates that people type

THURSDAY = day("2018-05-10")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("t", "2018-05-10"),
        ("T", "2018-05-10"),
        ("today", "2018-05-10"),
        (" t ", "2018-05-10"),
        ("t+7", "2018-05-17"),
        ("t-1", "2018-05-09"),
        ("t + 7", "2018-05-17"),
        ("today+1w", "2018-05-17"),
        ("+7", "2018-05-17"),
        ("+7d", "2018-05-17"),
        ("-3", "2018-05-07"),
        ("+0", "2018-05-10"),
        ("-3w", "2018-04-19"),
        ("3w", "2018-05-31"),
        ("+2m", "2018-07-10"),
        ("+2M", "2018-07-10"),
        ("-3m", "2018-02-10"),
        ("+1y", "2019-05-10"),
        ("mon", "2018-05-14"),
        ("Monday", "2018-05-14"),
        ("fri", "2018-05-11"),
        ("wed", "2018-05-16"),
        ("thu", "2018-05-17"),  # the next one, never today
        ("thurs", "2018-05-17"),
        ("120516", "2016-05-12"),
        ("12052018", "2018-05-12"),
        ("20180512", "2018-05-12"),
        ("12/05/16", "2016-05-12"),
        ("12/5/16", "2016-05-12"),
        ("12.5.16", "2016-05-12"),
        ("12-05-16", "2016-05-12"),
        ("12 5 16", "2016-05-12"),
        ("12/05/2018", "2018-05-12"),
        ("2018-05-12", "2018-05-12"),
        ("2018/5/12", "2018-05-12"),
        ("12 may 2018", "2018-05-12"),
        ("12may2018", "2018-05-12"),
        ("12 MAY 16", "2016-05-12"),
        ("12-May-2018", "2018-05-12"),
        ("12th May, 2018", "2018-05-12"),
        ("may 12 2018", "2018-05-12"),
        ("May 12, 2018", "2018-05-12"),
        ("3 sept 2018", "2018-09-03"),
        ("1 june 2018", "2018-06-01"),
        ("Mon 04-May-2026", "2026-05-04"),  # as the field answers
        ("saturday, 12 may 2018", "2018-05-12"),
        ("sat 12/5/2018", "2018-05-12"),
    ],
)
@pytest.mark.parametrize("prefer", ["past", "future"])
def test_a_date_is_read_as_typed(typed: str, meant: str, prefer: Prefer) -> None:
    assert read_date(typed, THURSDAY, prefer) == day(meant)


@pytest.mark.parametrize(
    ("typed", "past", "future"),
    [
        ("12/5", "2017-05-12", "2018-05-12"),
        ("10/5", "2018-05-10", "2018-05-10"),
        ("9/5", "2018-05-09", "2019-05-09"),
        ("1 may", "2018-05-01", "2019-05-01"),
        ("1may", "2018-05-01", "2019-05-01"),
        ("may 1", "2018-05-01", "2019-05-01"),
        ("120518", "1918-05-12", "2018-05-12"),
        ("31 dec", "2017-12-31", "2018-12-31"),
        ("29 feb", "2016-02-29", "2020-02-29"),
        ("29/2", "2016-02-29", "2020-02-29"),
        ("11/05/18", "1918-05-11", "2018-05-11"),
        ("09/05/18", "2018-05-09", "2018-05-09"),
        ("22 jan 57", "1957-01-22", "2057-01-22"),
        ("010520", "1920-05-01", "2020-05-01"),
        ("01/05/99", "1999-05-01", "1999-05-01"),
        ("29/02/04", "2004-02-29", "2004-02-29"),
    ],
)
def test_a_missing_year_or_century_is_the_preferred_one(typed: str, past: str, future: str) -> None:
    assert read_date(typed, THURSDAY, "past") == day(past)
    assert read_date(typed, THURSDAY, "future") == day(future)


@pytest.mark.parametrize(
    "typed",
    [
        *[
            "",
            " ",
            "7",
            "12",
            "1205",
            "foo",
            "x+7",
            "+",
            "t+",
            "+7x",
            "mo",
            "monkey",
            "12/",
            "12/5/2",
            "12/5/201",
            "31/4",
            "30 feb",
        ],
        *[
            "29/02/2018",
            "29/02/18",
            "0/5",
            "13/13",
            "32 may",
            "1 ma ay",
            "1 mayor",
            "ma 1",
            "310418",
            "1/1/0018",
        ],
        *[
            "1/1/1899",
            "+999999",
            "-9999y",
            "+99999m",
            "mon 12 may 2018",
            "foo 12 may 2018",
            "mon 12",
        ],
        *["12/5 2018/1", "１2/5", "[/]", "t7", "t t", "\x1b[31m12/5", "12\u202e/5"],
        "9" * 5000,
        "+" + "9" * 5000,
    ],
)
@pytest.mark.parametrize("prefer", ["past", "future"])
def test_what_cannot_be_read_is_refused_in_one_sentence(typed: str, prefer: Prefer) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]+$") as refused:
        read_date(typed, THURSDAY, prefer)
    assert str(refused.value).startswith(f'"{typed[:40]}')
    assert len(str(refused.value)) < 150


def test_the_sentence_says_what_to_do() -> None:
    with pytest.raises(ValueError, match=r"is a Saturday: check the day or leave its name out"):
        read_date("mon 12 may 2018", THURSDAY, "past")
    with pytest.raises(ValueError, match=r"is not in the calendar: check the day and the month"):
        read_date("31/4", THURSDAY, "past")
    with pytest.raises(ValueError, match=r"is not a date: write 12/5, 1 may, 120518"):
        read_date("soon", THURSDAY, "past")


@given(DAYS, DAYS, st.sampled_from(["past", "future"]))
def test_a_date_in_full_reads_back_whatever_today_is(
    any_day: date, today: date, prefer: Prefer
) -> None:
    for form in ("%Y-%m-%d", "%d/%m/%Y", "%a %d-%b-%Y", "%d %B %Y", "%d%m%Y", "%Y%m%d"):
        assert read_date(any_day.strftime(form), today, prefer) == any_day


@given(DAYS, DAYS)
def test_a_day_and_month_are_the_nearest_on_the_preferred_side(any_day: date, today: date) -> None:
    typed = f"{any_day.day}/{any_day.month}"
    past, future = (read_date(typed, today, p) for p in ("past", "future"))
    assert past <= today <= future
    for found in (past, future):
        assert (found.day, found.month) == (any_day.day, any_day.month)
    years_apart = 8 if typed == "29/2" else 1
    assert future.year - past.year <= years_apart


@given(DAYS, st.dates(date(2000, 3, 1), date(2045, 12, 31)))
@example(day("2000-02-29"), day("2000-03-01"))
def test_a_two_digit_year_prefers_a_past_day_for_births_and_a_near_one_for_slots(
    any_day: date, today: date
) -> None:
    typed = f"{any_day:%d%m%y}"
    past, future = (read_date(typed, today, p) for p in ("past", "future"))
    assert past <= today
    assert f"{past:%d%m%y}" == f"{future:%d%m%y}" == typed
    assert abs(future - today) <= abs(past - today)


@given(DAYS, st.integers(-400, 400))
def test_days_and_weeks_from_today_are_counted(today: date, n: int) -> None:
    assert read_date(f"{n:+}", today, "past") == today + timedelta(n)
    assert read_date(f"t{n:+}w", today, "past") == today + timedelta(7 * n)
    assert read_date(f"{n:+}m", today, "future") == add_months(today, n)


@given(DAYS, st.integers(0, 6))
def test_a_weekday_is_the_next_one_after_today(today: date, weekday: int) -> None:
    name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[weekday]
    found = read_date(name, today, "past")
    assert found.weekday() == weekday
    assert 1 <= (found - today).days <= 7


@given(st.text(max_size=30), DAYS)
def test_any_text_is_a_date_or_a_value_error(text: str, today: date) -> None:
    for read in (parse_date, lambda t: read_date(t, today, "future"), parse_instant):
        with suppress(ValueError):
            read(text)


@given(DAYS, DAYS)
def test_a_date_as_it_is_shown_reads_back(any_day: date, today: date) -> None:
    assert read_date(shown(any_day), today, "past") == any_day


def test_a_date_is_shown_as_nhs_guidance_has_it() -> None:
    assert shown(day("2026-05-04")) == "04-May-2026"
