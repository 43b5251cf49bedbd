"""Merging placements, questionnaires and health facts of a known child."""

from datetime import date

import pytest

from clanbook.exchange.merging import Effect
from clanbook.records import SDQ, HealthFact, HealthItem, Placement, SDQReason
from tests.exchange.fake import FakeKeeper, merged, notified, only, refusal

WHOSE = {"la": "801", "child_id": "C1"}


@pytest.fixture
def keeper() -> FakeKeeper:
    keeper = FakeKeeper()
    notified(keeper, dob="2010-03-01")
    return keeper


def test_a_placement_is_known_by_the_day_it_began(keeper: FakeKeeper) -> None:
    first = {**WHOSE, "since": "2018-08-01", "placed_in": "Bath", "carer": "Kim"}
    assert merged(keeper, "placements", **first) == Effect.ADDED
    assert merged(keeper, "placements", **first) == Effect.UNCHANGED
    assert merged(keeper, "placements", **{**first, "placed_in": "Bristol", "carer": "-"}) == (
        Effect.CHANGED
    )
    placement = only(keeper.all(Placement))
    assert (placement.placed_in, placement.carer, placement.since) == (
        "Bristol",
        "",
        date(2018, 8, 1),
    )


def test_the_placement_of_a_notification_is_the_one_of_that_day(keeper: FakeKeeper) -> None:
    notified(keeper, placed_in="Bath")
    row = {**WHOSE, "since": "2018-05-14", "placed_in": "Bristol"}
    assert merged(keeper, "placements", **row) == Effect.CHANGED
    assert only(keeper.all(Placement)).placed_in == "Bristol"


def test_a_placement_before_birth_is_refused(keeper: FakeKeeper) -> None:
    row = {**WHOSE, "since": "2010-02-28", "placed_in": "Bath"}
    said = "from 28-Feb-2010 is before the child's birth on 01-Mar-2010"
    assert refusal(keeper, "placements", **row) == said
    assert merged(keeper, "placements", **{**row, "since": "2010-03-01"}) == Effect.ADDED


def test_an_sdq_is_known_by_its_day(keeper: FakeKeeper) -> None:
    row = {**WHOSE, "completed": "2018-06-01", "score": "12"}
    assert merged(keeper, "sdqs", **row) == Effect.ADDED
    assert merged(keeper, "sdqs", **row) == Effect.UNCHANGED
    assert merged(keeper, "sdqs", **{**row, "score": "13"}) == Effect.CHANGED
    assert merged(keeper, "sdqs", **{**row, "completed": "2018-06-02"}) == Effect.ADDED
    assert [sdq.score for sdq in keeper.all(SDQ)] == [13, 12]


def test_an_sdq_without_a_day_is_the_child_s_one_of_no_day(keeper: FakeKeeper) -> None:
    assert merged(keeper, "sdqs", **WHOSE, reason="SDQ2") == Effect.ADDED
    assert merged(keeper, "sdqs", **WHOSE, reason="SDQ3") == Effect.CHANGED
    assert only(keeper.all(SDQ)).reason == SDQReason.SDQ3


def test_an_sdq_has_a_score_or_a_reason_and_never_both(keeper: FakeKeeper) -> None:
    row = {**WHOSE, "completed": "2018-06-01"}
    assert "neither a score nor a reason" in refusal(keeper, "sdqs", **row)
    assert "cannot both stand" in refusal(keeper, "sdqs", **row, score="1", reason="SDQ1")
    merged(keeper, "sdqs", **row, score="0")
    assert "score 0 and reason SDQ1 cannot" in refusal(keeper, "sdqs", **row, reason="SDQ1")
    assert merged(keeper, "sdqs", **row, score="-", reason="SDQ1") == Effect.CHANGED
    assert merged(keeper, "sdqs", **row) == Effect.UNCHANGED


def test_a_health_fact_is_known_by_its_day_and_item(keeper: FakeKeeper) -> None:
    row = {**WHOSE, "date": "2018-06-01", "item": "dental", "value": "yes"}
    assert merged(keeper, "health", **row) == Effect.ADDED
    assert merged(keeper, "health", **row) == Effect.UNCHANGED
    assert merged(keeper, "health", **{**row, "value": "no"}) == Effect.CHANGED
    assert only(keeper.all(HealthFact)) == HealthFact(
        id=1, child=1, day=date(2018, 6, 1), item=HealthItem.DENTAL, value=False
    )
    assert merged(keeper, "health", **{**row, "item": "convicted"}) == Effect.ADDED


@pytest.mark.parametrize(
    ("kind", "cells"),
    [
        ("sdqs", {"completed": "2010-02-28", "score": "1"}),
        ("health", {"date": "2010-02-28", "item": "dental", "value": "yes"}),
    ],
)
def test_nothing_was_found_before_birth(
    keeper: FakeKeeper, kind: str, cells: dict[str, str]
) -> None:
    assert "28-Feb-2010 is before the child's birth" in refusal(keeper, kind, **WHOSE, **cells)
