"""Merging notifications: the child, the care episode, its first placement and its consent."""

from datetime import UTC, date, datetime

import pytest

from clanbook.dates import parse_date, shown
from clanbook.exchange.merging import Effect, in_order, merge
from clanbook.records import (
    Assessment,
    CareEpisode,
    Child,
    Consent,
    ConsentBy,
    Kind,
    Placement,
    Sex,
)
from tests.exchange.fake import (
    FakeKeeper,
    a_file,
    assessed,
    merged,
    notified,
    only,
    read_text,
    refusal,
)

KEY = {"la": "801", "child_id": "C1", "entered_care": "2018-05-14"}


@pytest.fixture
def keeper() -> FakeKeeper:
    return FakeKeeper()


def test_the_key_alone_makes_a_child_and_an_episode(keeper: FakeKeeper) -> None:
    assert notified(keeper) == Effect.ADDED
    assert only(keeper.all(Child)) == Child(id=1, la="801", child_id="C1")
    episode = CareEpisode(id=1, child=1, entered_care=date(2018, 5, 14))
    assert only(keeper.all(CareEpisode)) == episode
    assert not keeper.all(Placement)
    assert not keeper.all(Consent)


def test_a_whole_row_fills_child_episode_placement_and_consent(keeper: FakeKeeper) -> None:
    notified(
        keeper,
        forename="Robin",
        sex="F",
        dob="2014-02-28",
        nhs_number="999 000 0018",
        interpreter="no",
        uasc="yes",
        notified="2018-05-15T09:30",
        consent="2018-05-16",
        consent_by="parent",
        placed_in="Bath",
        do_not_disclose="yes",
        left_care="2018-06-30",
        left_reason="adopted",
    )
    child = only(keeper.all(Child))
    assert (child.forename, child.sex, child.nhs_number) == ("Robin", Sex.F, "9990000018")
    assert (child.dob, child.interpreter) == (date(2014, 2, 28), False)
    episode = only(keeper.all(CareEpisode))
    assert (episode.uasc, episode.left_care) == (True, date(2018, 6, 30))
    assert episode.notified == date(2018, 5, 15)
    assert episode.notified_at == datetime(2018, 5, 15, 8, 30, tzinfo=UTC)
    placement = only(keeper.all(Placement))
    assert (placement.since, placement.placed_in) == (date(2018, 5, 14), "Bath")
    assert (placement.child, placement.do_not_disclose) == (child.id, True)
    consent = only(keeper.all(Consent))
    assert (consent.received, consent.by) == (date(2018, 5, 16), ConsentBy.PARENT)
    assert (consent.child, consent.episode) == (child.id, episode.id)


def test_a_known_key_updates_what_is_filled_and_leaves_the_rest(keeper: FakeKeeper) -> None:
    notified(keeper, forename="Robin", surname="Example", placed_in="Bristol", carer="Kim")
    assert notified(keeper, surname="Sample", carer="") == Effect.CHANGED
    child = only(keeper.all(Child))
    assert (child.forename, child.surname) == ("Robin", "Sample")
    assert only(keeper.all(Placement)).carer == "Kim"


def test_a_dash_clears(keeper: FakeKeeper) -> None:
    notified(keeper, dob="2014-02-28", gp="X", uasc="yes", notified="2018-05-15T09:30", carer="Kim")
    effect = notified(keeper, dob="-", gp="-", uasc="-", notified="-", carer="-")
    assert effect == Effect.CHANGED
    child = only(keeper.all(Child))
    assert (child.dob, child.gp) == (None, "")
    episode = only(keeper.all(CareEpisode))
    assert (episode.uasc, episode.notified, episode.notified_at) == (False, None, None)
    assert only(keeper.all(Placement)).carer == ""


def test_clearing_what_is_not_known_changes_nothing(keeper: FakeKeeper) -> None:
    notified(keeper)
    writes = keeper.writes
    effect = notified(keeper, dob="-", notified="-", consent="-", consent_by="-", carer="-")
    assert effect == Effect.UNCHANGED
    assert keeper.writes == writes


def test_cells_that_say_nothing_make_no_placement(keeper: FakeKeeper) -> None:
    notified(keeper, do_not_disclose="no")
    assert not keeper.all(Placement)


def test_a_date_alone_does_not_undo_the_time_of_that_day(keeper: FakeKeeper) -> None:
    notified(keeper, notified="2018-05-15T09:30")
    assert notified(keeper, notified="2018-05-15") == Effect.UNCHANGED
    assert notified(keeper, notified="2018-05-16") == Effect.CHANGED
    assert only(keeper.all(CareEpisode)).notified_at is None


def test_the_same_id_under_another_la_is_another_child(keeper: FakeKeeper) -> None:
    notified(keeper)
    assert notified(keeper, la="Dorset") == Effect.ADDED
    assert notified(keeper, la="bristol") == Effect.UNCHANGED
    assert {child.la for child in keeper.all(Child)} == {"801", "Dorset"}


# --- Consent


def test_a_later_row_updates_the_consent_it_gave(keeper: FakeKeeper) -> None:
    notified(keeper, consent="2018-05-16")
    assert notified(keeper, consent="2018-05-17", consent_by="court") == Effect.CHANGED
    consent = only(keeper.all(Consent))
    assert (consent.received, consent.by) == (date(2018, 5, 17), ConsentBy.COURT)
    assert notified(keeper, consent_by="-") == Effect.CHANGED
    assert only(keeper.all(Consent)).by is None


def test_a_row_finds_its_consent_among_those_staff_recorded(keeper: FakeKeeper) -> None:
    notified(keeper, consent="2018-05-16")
    keeper.put(Consent(child=1, episode=1, received=date(2018, 5, 10), by=ConsentBy.LA))
    assert notified(keeper, consent="2018-05-16") == Effect.UNCHANGED
    assert notified(keeper, consent="2018-05-12") == Effect.CHANGED
    assert [c.received.day for c in keeper.all(Consent)] == [16, 12]


def test_clearing_the_consent_takes_it_away(keeper: FakeKeeper) -> None:
    notified(keeper, consent="2018-05-16", consent_by="parent")
    assert notified(keeper, consent="-") == Effect.CHANGED
    assert not keeper.all(Consent)


@pytest.mark.parametrize("cell", ["", "-"])
def test_who_consented_needs_the_day_of_consent(keeper: FakeKeeper, cell: str) -> None:
    sentence = refusal(keeper, "notifications", **KEY, consent=cell, consent_by="parent")
    assert sentence == "consent_by parent needs consent, the day it was received"


# --- What a rule refuses


def test_leaving_before_entering_is_refused(keeper: FakeKeeper) -> None:
    assert refusal(keeper, "notifications", **KEY, left_care="2018-05-13") == (
        "left_care 13-May-2018 is before entered_care 14-May-2018"
    )
    assert notified(keeper, left_care="2018-05-14") == Effect.ADDED


def test_a_birth_after_entering_care_is_refused_but_not_on_that_day(keeper: FakeKeeper) -> None:
    assert refusal(keeper, "notifications", **KEY, dob="2018-05-15") == (
        "dob 15-May-2018 is after the child entered care on 14-May-2018"
    )
    assert notified(keeper, notified="2018-05-01", dob="2018-05-14") == Effect.ADDED


def test_a_birth_after_the_child_was_seen_is_refused(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-05-20")
    assessed(keeper, completed="2018-05-15")
    key = {**KEY, "entered_care": "2018-05-20"}
    assert refusal(keeper, "notifications", **key, dob="2018-05-16") == (
        "dob 16-May-2018 is after the child was seen on 15-May-2018"
    )


def test_a_second_episode_while_one_is_open_is_refused_naming_it(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-01-10")
    assert refusal(keeper, "notifications", **KEY) == (
        "entered_care 14-May-2018: the child's care episode from 10-Jan-2018 and not ended overlaps"
        " the one from 14-May-2018; end the earlier one first (left_care)"
    )


def test_an_earlier_episode_that_reaches_into_a_later_one_is_refused(keeper: FakeKeeper) -> None:
    notified(keeper)
    key = {**KEY, "entered_care": "2018-01-10"}
    sentence = refusal(keeper, "notifications", **key, left_care="2018-05-15")
    assert "from 10-Jan-2018 to 15-May-2018 overlaps the one from 14-May-2018" in sentence
    assert notified(keeper, entered_care="2018-01-10", left_care="2018-05-14") == Effect.ADDED


def test_coming_back_on_the_day_of_leaving_is_allowed(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-01-10", left_care="2018-05-14")
    assert notified(keeper) == Effect.ADDED
    assert len(keeper.all(CareEpisode)) == 2
    assert len(keeper.all(Child)) == 1


def test_taking_back_a_leaving_that_a_later_episode_needs_is_refused(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-01-10", left_care="2018-05-14")
    notified(keeper)
    key = {**KEY, "entered_care": "2018-01-10"}
    assert "and not ended overlaps" in refusal(keeper, "notifications", **key, left_care="-")


@pytest.mark.parametrize("dob", ["2000-05-14", "2000-05-13", "1968-01-01"])
def test_nobody_comes_into_care_at_18(keeper: FakeKeeper, dob: str) -> None:
    row = {**KEY, "dob": dob}
    said = f"dob {shown(parse_date(dob))}: 18 already when the child entered care on 14-May-2018"
    assert refusal(keeper, "notifications", **row) == said
    notified(keeper, entered_care="2017-01-10", dob="2000-05-14")
    assert refusal(keeper, "notifications", **KEY) == (
        "dob 14-May-2000: 18 already when the child entered care on 14-May-2018"
    )
    assert notified(keeper, child_id="C2", dob="2000-05-15") == Effect.ADDED


def test_nobody_is_announced_more_than_a_year_before(keeper: FakeKeeper) -> None:
    row = {**KEY, "notified": "2017-05-13"}
    assert refusal(keeper, "notifications", **row) == (
        "notified 13-May-2017 is more than a year before entered_care 14-May-2018"
    )
    assert notified(keeper, notified="2017-05-14") == Effect.ADDED


def test_nobody_was_placed_before_they_were_born(keeper: FakeKeeper) -> None:
    notified(keeper)
    merged(keeper, "placements", la="801", child_id="C1", since="2018-03-01", placed_in="Bath")
    assert refusal(keeper, "notifications", **KEY, dob="2018-03-02") == (
        "dob 02-Mar-2018 is after the child was placed on 01-Mar-2018"
    )
    assert notified(keeper, dob="2018-03-01") == Effect.CHANGED


def test_a_list_with_the_newest_first_is_merged_oldest_first(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-01-10")
    old = {**KEY, "entered_care": "2018-01-10", "left_care": "2018-05-01"}
    rows = read_text("notifications", a_file({**KEY, "left_care": ""}, old)).rows
    effects = [merge("notifications", row, keeper) for row in in_order("notifications", rows)]
    assert effects == [Effect.CHANGED, Effect.ADDED]


# --- Assessments follow the episodes


def test_an_assessment_kept_on_the_child_joins_an_episode_that_comes_later(
    keeper: FakeKeeper,
) -> None:
    notified(keeper)
    assessed(keeper, completed="2017-11-20")
    assert only(keeper.all(Assessment)).episode is None
    notified(keeper, entered_care="2017-11-01", left_care="2018-02-01")
    assert only(keeper.all(Assessment)).episode == 2


def test_an_assessment_moves_to_the_episode_that_turns_out_to_be_its_own(
    keeper: FakeKeeper,
) -> None:
    notified(keeper)
    assessed(keeper, completed="2018-04-20")
    assert only(keeper.all(Assessment)).episode == 1
    notified(keeper, entered_care="2018-04-01", left_care="2018-05-01")
    assert only(keeper.all(Assessment)).episode == 2


def test_an_assessment_after_an_episode_turns_out_to_have_ended_leaves_it(
    keeper: FakeKeeper,
) -> None:
    notified(keeper)
    assessed(keeper, completed="2018-08-20")
    notified(keeper, left_care="2018-08-19")
    assert only(keeper.all(Assessment)).episode is None


def test_a_new_date_of_birth_moves_what_it_puts_after_the_end_of_care(keeper: FakeKeeper) -> None:
    notified(keeper, dob="2001-06-01", uasc="yes")
    assessed(keeper, completed="2018-06-20")
    assert only(keeper.all(Assessment)).episode == 1
    notified(keeper, dob="2000-06-01")
    assert only(keeper.all(Assessment)).episode is None


def test_an_assessment_that_staff_opened_for_an_episode_stays_there(keeper: FakeKeeper) -> None:
    notified(keeper)
    opened = Assessment(child=1, episode=1, kind=Kind.IHA, requested=date(2018, 1, 2))
    keeper.put(opened)
    notified(keeper, entered_care="2018-01-01", left_care="2018-03-01")
    assert only(keeper.all(Assessment)).episode == 1


def test_rows_update_an_episode_only_under_its_own_key(keeper: FakeKeeper) -> None:
    notified(keeper, left_care="2018-05-20")
    effect = merged(keeper, "notifications", la="801", child_id="C1", entered_care="2018-06-01")
    assert effect == Effect.ADDED
    assert [e.left_care for e in keeper.all(CareEpisode)] == [date(2018, 5, 20), None]
