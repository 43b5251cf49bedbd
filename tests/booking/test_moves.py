"""A move to a later day is told of before it is made (RULES 6)."""

from datetime import date

import pytest
from msgspec.structs import replace

from clanbook.booking import later_than_held
from tests.booking.clinic import MONDAY, an_ask, waiting_for_iha
from tests.build import a_booking

LIMIT = date(2026, 5, 12)
"""The last day in time for the child who waits for an IHA."""


@pytest.mark.parametrize(
    ("held", "to", "said"),
    [
        (MONDAY, MONDAY, ""),
        (MONDAY, date(2026, 5, 1), ""),
        (
            MONDAY,
            date(2026, 5, 5),
            "Tue 05-May-2026 is 1 day later than the present Mon 04-May-2026",
        ),
        (
            MONDAY,
            date(2026, 5, 13),
            "Wed 13-May-2026 is 9 days later than the present Mon 04-May-2026, "
            "and after the last day in time",
        ),
        (
            date(2026, 5, 13),
            date(2026, 5, 15),
            "Fri 15-May-2026 is 2 days later than the present Wed 13-May-2026",
        ),
    ],
)
def test_a_later_day_is_told_with_what_it_costs(held, to, said):
    ask = an_ask(waiting_for_iha())
    assert ask.limit == LIMIT
    assert later_than_held(replace(ask, moving=a_booking(held)), to) == said


def test_what_is_not_booked_is_not_moved():
    assert later_than_held(an_ask(waiting_for_iha()), date(2027, 1, 1)) == ""
