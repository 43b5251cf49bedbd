"""The slots of sessions: which there are and which are free (RULES 6)."""

from datetime import date, time, timedelta

import pytest

from clanbook.booking import ends, find_slot, free_slots, slots_of
from clanbook.records import Ending, Kind, Place
from tests.booking.clinic import MONDAY, RULES, TODAY, a_nurses_session, a_session, a_slot, at
from tests.build import a_booking


def test_a_session_is_cut_into_slots_of_equal_minutes():
    slots = slots_of(a_session(12, start=time(9, 15), slots=3, minutes=50), RULES)
    assert [(s.id, s.start, s.minutes) for s in slots] == [
        ("S12-0", time(9, 15), 50),
        ("S12-1", time(10, 5), 50),
        ("S12-2", time(10, 55), 50),
    ]
    assert ends(slots[0].session) == at("2026-05-04T11:45")


def test_a_slot_is_named_as_people_read_it():
    assert a_slot(index=1).name == "Mon 04-May-2026 09:30 Bristol (Lavender House)"


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_slot_times_are_wall_times_on_the_days_the_clocks_change(day):
    session = a_session(day=day, start=time(0, 30), slots=4, minutes=60)
    assert [s.start for s in slots_of(session, RULES)] == [time(h, 30) for h in range(4)]


def test_a_slot_the_session_does_not_have_is_refused():
    assert find_slot(a_session(12), 3, RULES).id == "S12-3"
    with pytest.raises(
        ValueError, match="there is no slot S12-4: this session's last slot is S12-3"
    ):
        find_slot(a_session(12), 4, RULES)


def test_free_slots_are_listed_earliest_first_then_by_locality():
    sessions = [
        a_session(1, slots=2),
        a_session(2, slots=1, locality="Avonmouth"),
        a_session(3, slots=1, day=TODAY),
    ]
    free = free_slots(sessions, [], None, TODAY, RULES)
    assert [s.id for s in free] == ["S3-0", "S2-0", "S1-0", "S1-1"]


@pytest.mark.parametrize(
    ("ending", "free"),
    [
        (None, False),
        (Ending.ATTENDED, False),
        (Ending.NOT_BROUGHT, False),
        (Ending.CANCELLED_BY_CARER, True),
        (Ending.CANCELLED_BY_YOUNG_PERSON, True),
        (Ending.CANCELLED_BY_CLINIC, True),
        (Ending.MOVED, True),
    ],
)
def test_attended_and_not_brought_use_the_slot_up_and_the_rest_free_it(ending, free):
    booked = a_booking(MONDAY, index=1, ending=ending)
    listed = free_slots([a_session()], [booked], Kind.IHA, TODAY, RULES)
    assert ("S1-1" in [s.id for s in listed]) is free


def test_no_slot_is_free_in_the_past_in_a_closed_session_or_on_a_visit():
    sessions = [
        a_session(1, day=TODAY - timedelta(1)),
        a_session(2, closed_on=TODAY),
        a_nurses_session(3, place=Place.HOME, slots=1),
    ]
    assert free_slots(sessions, [], None, TODAY, RULES) == []


def test_a_slot_earlier_today_than_the_wall_time_is_past():
    def starts(now: time) -> list[time]:
        free = free_slots([a_session(day=TODAY)], [], None, TODAY, RULES, now=now)
        return [slot.start for slot in free]

    assert starts(time(9, 30)) == [time(9, 30), time(10), time(10, 30)]
    assert starts(time(9, 31)) == [time(10), time(10, 30)]


def test_free_slots_can_be_narrowed_by_kind_locality_and_days():
    sessions = [
        a_session(1, slots=1),
        a_nurses_session(2, slots=1),
        a_session(3, slots=1, locality="North Somerset"),
        a_session(4, slots=1, day=MONDAY + timedelta(1)),
    ]

    def ids(kind: Kind | None = None, **narrowed: object) -> list[str]:
        return [s.id for s in free_slots(sessions, [], kind, TODAY, RULES, **narrowed)]

    assert ids(Kind.RHA) == ["S2-0"]
    assert ids(locality="north somerset") == ["S3-0"]
    assert ids(from_day=MONDAY + timedelta(1)) == ["S4-0"]
    assert ids(Kind.IHA, to_day=MONDAY, locality="Bristol") == ["S1-0"]
