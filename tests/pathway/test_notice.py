"""RULES 5 and 7: late notification, and what notice on time would have changed."""

import pytest

from clanbook.pathway import (
    last_permitted_notice,
    notified_late,
    on_time_had_notice_been_on_time,
)
from tests.build import a_case, an_episode, an_iha, an_rha, day
from tests.pathway.rules import BNSSG, CALENDAR, DORSET, SOUTH_GLOUCESTERSHIRE, the_iha, the_rhas


@pytest.mark.parametrize(
    ("rules", "entered", "last"),
    [
        (BNSSG, "2018-06-03", "2018-06-06"),
        (SOUTH_GLOUCESTERSHIRE, "2018-06-03", "2018-06-05"),
        (DORSET, "2018-06-03", "2018-06-08"),
        (DORSET, "2020-12-18", "2020-12-29"),
        (DORSET, "2025-12-24", "2026-01-05"),
    ],
)
def test_the_last_permitted_day_is_the_las_own_and_a_day_more_is_late(rules, entered, last):
    assert last_permitted_notice(an_episode(entered), rules, CALENDAR) == day(last)
    assert not notified_late(an_episode(entered, notified=last), rules, CALENDAR)
    day_after = day(last).replace(day=day(last).day + 1)
    assert notified_late(an_episode(entered, notified=day_after), rules, CALENDAR)


@pytest.mark.parametrize("rules", [BNSSG, SOUTH_GLOUCESTERSHIRE, DORSET])
def test_notified_before_entry_is_on_time_and_never_is_late(rules):
    assert not notified_late(an_episode("2018-06-03", notified="2018-05-01"), rules, CALENDAR)
    assert notified_late(an_episode("2018-06-03"), rules, CALENDAR)


def would_have_been(notified, seen, rules=BNSSG):
    case = a_case(an_episode("2018-06-03", notified=notified), an_iha(completed=seen))
    return on_time_had_notice_been_on_time(case, the_iha(case, rules), rules, CALENDAR)


@pytest.mark.parametrize(
    ("notified", "seen", "expected"),
    [
        ("2018-06-16", "2018-07-11", True),  # ten days late, seen ten days after the due date
        ("2018-06-16", "2018-07-12", False),
        ("2018-06-07", "2018-07-02", True),
        ("2018-06-06", "2018-07-02", False),  # told in time: nothing to move
        ("2018-05-06", "2018-07-02", False),
        (None, "2018-07-02", False),  # never told: no day to move from
        ("2018-06-16", "2018-06-20", False),  # on time as it is
        ("2018-06-16", None, False),  # never seen
        ("2018-08-01", "2018-07-02", True),  # told only after the child was seen
    ],
)
def test_seen_so_many_days_earlier_as_notice_was_late(notified, seen, expected):
    assert would_have_been(notified, seen) is expected


def test_it_uses_the_las_own_rule():
    assert not would_have_been("2018-06-16", "2018-07-12", BNSSG)
    assert would_have_been("2018-06-16", "2018-07-12", SOUTH_GLOUCESTERSHIRE)


def test_it_is_never_said_of_a_review():
    case = a_case(
        an_episode("2017-06-03", notified="2017-06-30"),
        an_iha(completed="2017-06-20"),
        an_rha(completed="2018-06-21"),
        dob="2010-01-01",
    )
    review = the_rhas(case)[0]
    assert review.missed
    assert not on_time_had_notice_been_on_time(case, review, BNSSG, CALENDAR)
