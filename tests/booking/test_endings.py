"""From when on the day itself it can be said how an appointment ended (RULES 6)."""

from datetime import datetime, time

import pytest

from clanbook.booking import Visit, too_early
from clanbook.records import Ending, Place
from tests.office import MONDAY

VISIT = Visit(datetime.combine(MONDAY, time(13, 30)), 60, "Nurse Rees", Place.HOME).session("")


@pytest.mark.parametrize(
    ("ending", "at", "said"),
    [
        (Ending.ATTENDED, time(12, 29), "The visit is at 13:30: too early to say attended before"),
        (Ending.ATTENDED, time(12, 30), None),
        (Ending.NOT_BROUGHT, time(13, 29), "The appointment is at 13:30: too early to say not"),
        (Ending.NOT_BROUGHT, time(13, 30), None),
        (Ending.CANCELLED_BY_CARER, time(8), None),
    ],
)
def test_a_visit_ends_when_it_can_have_been(ending: Ending, at: time, said: str | None) -> None:
    told = too_early(VISIT, 0, ending, datetime.combine(MONDAY, at))
    assert told is None if said is None else told is not None and told.startswith(said)
