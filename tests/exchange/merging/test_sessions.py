"""Merging clinic sessions: their key, what overlaps, and what bookings hold fast."""

from datetime import UTC, date, datetime, time

import pytest

from clanbook.exchange.merging import Effect
from clanbook.records import Booking, Ending, Kind, Place, Role, Session
from tests.exchange.fake import FakeKeeper, merged, only, refusal

ROW = {
    "date": "2018-10-01",
    "start": "09:30",
    "slots": "4",
    "minutes": "30",
    "locality": "bristol",
    "venue": "Example House",
    "clinician": "Dr Example",
    "role": "paediatrician",
    "purposes": "IHA;RHA",
}


@pytest.fixture
def keeper() -> FakeKeeper:
    """One session, 09:30 to 11:30."""
    keeper = FakeKeeper()
    assert merged(keeper, "sessions", **ROW, kept_for="IHA", released_days="3") == Effect.ADDED
    return keeper


def book(keeper: FakeKeeper, index: int, ending: Ending | None = None) -> None:
    keeper.put(
        Booking(
            child=1,
            assessment=1,
            session=1,
            index=index,
            kind=Kind.IHA,
            day=date(2018, 10, 1),
            booked_at=datetime(2018, 9, 1, tzinfo=UTC),
            ending=ending,
        )
    )


def test_a_row_adds_a_session(keeper: FakeKeeper) -> None:
    assert only(keeper.all(Session)) == Session(
        id=1,
        day=date(2018, 10, 1),
        start=time(9, 30),
        slots=4,
        minutes=30,
        locality="Bristol",
        venue="Example House",
        clinician="Dr Example",
        role=Role.PAEDIATRICIAN,
        purposes=(Kind.IHA, Kind.RHA),
        kept_for=(Kind.IHA,),
        released_days=3,
    )


def test_clinician_day_and_start_are_the_key(keeper: FakeKeeper) -> None:
    assert merged(keeper, "sessions", **ROW) == Effect.UNCHANGED
    assert merged(keeper, "sessions", **{**ROW, "venue": "Sample House"}) == Effect.CHANGED
    assert only(keeper.all(Session)).venue == "Sample House"
    assert merged(keeper, "sessions", **{**ROW, "start": "11:30"}) == Effect.ADDED
    assert merged(keeper, "sessions", **{**ROW, "date": "2018-10-02"}) == Effect.ADDED
    assert merged(keeper, "sessions", **{**ROW, "clinician": "Dr Sample"}) == Effect.ADDED


def test_a_dash_clears_what_slots_are_kept_for_and_until(keeper: FakeKeeper) -> None:
    assert merged(keeper, "sessions", **ROW, kept_for="-", released_days="-") == Effect.CHANGED
    session = only(keeper.all(Session))
    assert (session.kept_for, session.released_days) == ((), None)


@pytest.mark.parametrize("start", ["08:00", "09:00", "11:29"])
def test_a_clinician_is_not_in_two_sessions_at_once(keeper: FakeKeeper, start: str) -> None:
    sentence = refusal(keeper, "sessions", **{**ROW, "start": start})
    assert sentence.startswith(f"the session of {start} to ")
    assert sentence.endswith("overlaps the clinician's 09:30 to 11:30 that day")


def test_a_session_may_begin_when_another_ends(keeper: FakeKeeper) -> None:
    assert merged(keeper, "sessions", **{**ROW, "start": "07:30"}) == Effect.ADDED


def test_a_session_may_not_grow_into_the_next(keeper: FakeKeeper) -> None:
    merged(keeper, "sessions", **{**ROW, "start": "11:30"})
    assert "overlaps" in refusal(keeper, "sessions", **{**ROW, "slots": "5"})


def test_a_closed_session_is_in_nobodys_way_and_is_not_opened_by_a_row(keeper: FakeKeeper) -> None:
    keeper.put(only(keeper.all(Session)).but(closed_on=date(2018, 9, 1)))
    assert merged(keeper, "sessions", **ROW) == Effect.UNCHANGED
    assert merged(keeper, "sessions", **{**ROW, "start": "10:00"}) == Effect.ADDED


def test_a_visit_at_that_time_is_not_overwritten(keeper: FakeKeeper) -> None:
    keeper.put(only(keeper.all(Session)).but(place=Place.HOME))
    assert "overlaps" in refusal(keeper, "sessions", **ROW)


def test_slots_are_kept_only_for_the_sessions_own_purposes(keeper: FakeKeeper) -> None:
    row = {**ROW, "clinician": "Dr Sample"}
    sentence = refusal(keeper, "sessions", **row, kept_for="IHA;ADOPTION")
    assert sentence == "kept_for IHA;ADOPTION must be among the purposes IHA;RHA"
    assert "must be among" in refusal(keeper, "sessions", **{**ROW, "purposes": "RHA"})


@pytest.mark.parametrize("purposes", ["IHA", "RHA;IHA", "ADOPTION", "IHA;RHA;ADOPTION"])
def test_a_nurses_session_is_for_reviews_alone(keeper: FakeKeeper, purposes: str) -> None:
    row = {**ROW, "role": "nurse", "purposes": purposes, "kept_for": "-"}
    said = refusal(keeper, "sessions", **row)
    assert said.endswith("need a doctor, not a nurse")
    assert "RHA" not in said
    assert merged(keeper, "sessions", **{**row, "purposes": "RHA"}) == Effect.CHANGED


def test_a_session_ends_by_midnight(keeper: FakeKeeper) -> None:
    row = {**ROW, "clinician": "Dr Sample", "start": "22:00"}
    assert merged(keeper, "sessions", **row) == Effect.ADDED
    assert refusal(keeper, "sessions", **{**row, "slots": "5"}) == (
        "5 slots of 30 minutes from 22:00 do not end by midnight"
    )


@pytest.mark.parametrize("ending", [None, Ending.ATTENDED, Ending.NOT_BROUGHT])
def test_a_booked_slot_is_not_taken_away(keeper: FakeKeeper, ending: Ending | None) -> None:
    book(keeper, 3, ending)
    sentence = refusal(keeper, "sessions", **{**ROW, "slots": "3"})
    assert sentence == "slots 3: slot 4 is booked (B1); move the booking first"


def test_a_freed_slot_may_go(keeper: FakeKeeper) -> None:
    book(keeper, 3, Ending.CANCELLED_BY_CARER)
    assert merged(keeper, "sessions", **{**ROW, "slots": "3"}) == Effect.CHANGED


def test_the_time_of_an_open_booking_does_not_change(keeper: FakeKeeper) -> None:
    book(keeper, 1)
    row = {**ROW, "minutes": "20"}
    assert "would change the time of booking B1" in refusal(keeper, "sessions", **row)


def test_the_time_of_the_first_slot_stays_whatever_the_minutes(keeper: FakeKeeper) -> None:
    book(keeper, 0)
    assert merged(keeper, "sessions", **{**ROW, "minutes": "20"}) == Effect.CHANGED


@pytest.mark.parametrize(
    "cells",
    [{"purposes": "RHA", "kept_for": "-"}, {"role": "nurse", "purposes": "RHA", "kept_for": "-"}],
)
def test_a_session_goes_on_serving_what_is_booked_in_it(
    keeper: FakeKeeper, cells: dict[str, str]
) -> None:
    book(keeper, 0)
    assert "would no longer serve IHA" in refusal(keeper, "sessions", **{**ROW, **cells})
