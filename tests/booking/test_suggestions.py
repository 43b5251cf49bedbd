"""Which free slots suit a child best (RULES 6)."""

from datetime import date, time

import pytest

from clanbook.booking import (
    Ask,
    Diary,
    Question,
    best,
    free_slots,
    home_locality,
    no_slot_in_time,
    suggest,
)
from clanbook.records import Kind
from clanbook.settings import DEFAULT
from tests.booking.clinic import (
    ALL,
    RULES,
    TODAY,
    a_nurses_session,
    a_session,
    a_slot,
    an_ask,
    waiting_for_rha,
)
from tests.build import a_case, a_placement, an_episode


def test_suggestions_are_on_time_first_then_own_locality_then_earliest():
    sessions = [
        a_session(1, slots=1, day=date(2026, 5, 11), locality="Bristol"),
        a_session(2, slots=1, day=date(2026, 5, 5), locality="North Somerset"),
        a_session(3, slots=1, day=date(2026, 5, 8), locality="Bristol"),
        a_session(4, slots=1, day=date(2026, 5, 13), locality="Bristol"),
    ]
    slots = free_slots(sessions, [], Kind.IHA, TODAY, RULES)
    found = best(slots, date(2026, 5, 12), "bristol", n=4)
    assert [(s.slot.id, s.on_time) for s in found] == [
        ("S3-0", True),
        ("S1-0", True),
        ("S2-0", True),
        ("S4-0", False),
    ]
    assert [s.why for s in found] == [
        "on time with 4 days to spare, in the child's own locality",
        "on time with 1 day to spare, in the child's own locality",
        "on time with 7 days to spare, in North Somerset",
        "1 day late, in the child's own locality",
    ]


def test_without_a_due_date_every_slot_is_on_time():
    (found,) = best([a_slot()], None, "Bristol")
    assert (found.on_time, found.why) == (True, "no due date, in the child's own locality")


def test_an_early_slot_or_a_doctors_is_not_suggested_for_an_rha_unless_answered():
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    sessions = [
        a_nurses_session(1, slots=1, day=date(2026, 2, 28)),
        a_session(2, slots=1, day=date(2026, 3, 2), purposes=ALL),
        a_nurses_session(3, slots=1, day=date(2026, 3, 3)),
    ]
    slots = free_slots(sessions, [], Kind.RHA, date(2026, 2, 1), RULES)

    def ids(ask: Ask) -> list[str]:
        return [s.slot.id for s in suggest(ask, slots, Diary(sessions), "Bristol")]

    assert len(slots) == 3
    assert ids(ask) == ["S3-0"]
    assert ids(ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time())) == ["S2-0", "S3-0"]
    assert ids(ask.giving({Question.EARLY: "moving"}, time())) == ["S1-0", "S3-0"]


@pytest.mark.parametrize(
    ("days", "limit", "none"),
    [
        ([], date(2026, 5, 12), True),
        ([13], date(2026, 5, 12), True),
        ([12, 13], date(2026, 5, 12), False),
        ([13], None, False),
    ],
)
def test_no_capacity_is_no_free_slot_on_or_before_the_last_day_in_time(days, limit, none):
    slots = [a_slot(a_session(day=date(2026, 5, d))) for d in days]
    assert no_slot_in_time(slots, limit) is none


@pytest.mark.parametrize(
    ("la", "placed_in", "expected"),
    [
        ("801", "South Gloucestershire", "South Gloucestershire"),
        ("801", "", "Bristol"),
        ("801", None, "Bristol"),
        ("Leeds", None, ""),
    ],
)
def test_a_childs_locality_is_where_they_are_placed_else_their_las(la, placed_in, expected):
    placements = [] if placed_in is None else [a_placement("2026-04-14", placed_in)]
    assert home_locality(a_case(*placements, la=la), DEFAULT, TODAY) == expected


def test_the_locality_of_one_back_in_care_is_not_where_they_were_placed_before():
    case = a_case(
        an_episode("2025-01-01", left_care="2026-04-01"),
        an_episode("2026-04-10"),
        a_placement("2025-01-01", "South Gloucestershire"),
    )
    assert home_locality(case, DEFAULT, TODAY) == "Bristol"
