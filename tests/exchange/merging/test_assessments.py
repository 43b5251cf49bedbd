"""Merging assessments: which one a row is about, and which care episode it belongs to."""

from datetime import UTC, date, datetime

import pytest

from clanbook.exchange.merging import Effect
from clanbook.records import Assessment, Booking, Kind, RefusedBy, Role
from tests.exchange.fake import FakeKeeper, assessed, merged, notified, only, refusal

KEY = {"la": "801", "child_id": "C1", "kind": "IHA"}


@pytest.fixture
def keeper() -> FakeKeeper:
    """A child who entered care on 14 May 2018."""
    keeper = FakeKeeper()
    notified(keeper, dob="2014-02-28")
    return keeper


def test_a_row_adds_an_assessment_of_a_known_child(keeper: FakeKeeper) -> None:
    effect = assessed(
        keeper,
        ref="A1",
        requested="2018-05-15",
        completed="2018-06-08",
        carried_out_by="Own",
        role="GP",
        away_reason="missing",
    )
    assert effect == Effect.ADDED
    kept = only(keeper.all(Assessment))
    assert (kept.child, kept.episode, kept.ref, kept.kind) == (1, 1, "A1", Kind.IHA)
    assert (kept.completed, kept.role, kept.elsewhere) == (date(2018, 6, 8), Role.GP, False)


@pytest.mark.parametrize("kind", ["placements", "assessments", "sdqs", "health"])
def test_a_child_never_notified_is_refused(keeper: FakeKeeper, kind: str) -> None:
    cells = {
        "placements": {"since": "2018-06-01", "placed_in": "Bath"},
        "assessments": {"kind": "IHA", "ref": "A1"},
        "sdqs": {"score": "1"},
        "health": {"date": "2018-06-01", "item": "dental", "value": "yes"},
    }[kind]
    sentence = refusal(keeper, kind, la="Dorset", child_id="C9", **cells)
    assert sentence == "Dorset/C9 is not known; import the child's notification first"


# --- Which assessment


def test_a_known_ref_updates_whatever_else_changes(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1", requested="2018-05-15")
    assert assessed(keeper, ref="A1", kind="RHA", completed="2018-06-08") == Effect.CHANGED
    kept = only(keeper.all(Assessment))
    assert (kept.kind, kept.requested) == (Kind.RHA, date(2018, 5, 15))
    assert assessed(keeper, ref="A1", kind="RHA", completed="08/06/2018") == Effect.UNCHANGED


def test_an_unknown_ref_adds(keeper: FakeKeeper) -> None:
    assessed(keeper, completed="2018-06-08")
    assert assessed(keeper, ref="A1", completed="2018-06-08") == Effect.ADDED


def test_a_ref_of_another_child_is_refused(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1", requested="2018-05-15")
    notified(keeper, child_id="C2")
    sentence = refusal(keeper, "assessments", **{**KEY, "child_id": "C2"}, ref="A1")
    assert sentence == 'ref "A1" is another child\'s assessment; give this one a ref of its own'


@pytest.mark.parametrize("name", ["requested", "completed", "refused_on"])
def test_without_a_ref_any_shared_date_is_the_key(keeper: FakeKeeper, name: str) -> None:
    dates = {"requested": "2018-05-15", "completed": "2018-06-08", "refused_on": "2018-06-01"}
    assessed(keeper, **dates)
    assert assessed(keeper, **{name: dates[name]}, report_sent="2018-06-20") == Effect.CHANGED
    assert only(keeper.all(Assessment)).report_sent == date(2018, 6, 20)


def test_without_a_ref_one_kind_is_not_another_and_no_shared_date_adds(keeper: FakeKeeper) -> None:
    assessed(keeper, completed="2018-06-08")
    assert assessed(keeper, kind="RHA", completed="2018-06-08") == Effect.ADDED
    assert assessed(keeper, completed="2018-06-09") == Effect.ADDED
    assert assessed(keeper, requested="2018-06-08") == Effect.ADDED


def test_of_two_that_share_a_date_the_one_sharing_more_is_meant(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1", requested="2018-05-15", completed="2018-06-01")
    assessed(keeper, ref="A2", requested="2018-05-15", completed="2018-06-08")
    assessed(keeper, requested="2018-05-15", completed="2018-06-08", report_sent="2018-06-20")
    assert [a.ref for a in keeper.all(Assessment) if a.report_sent] == ["A2"]


def test_a_row_of_events_alone_is_known_by_them(keeper: FakeKeeper) -> None:
    assert assessed(keeper, not_taken_up_on="2018-06-01") == Effect.ADDED
    assert assessed(keeper, not_taken_up_on="2018-06-01") == Effect.UNCHANGED
    assert assessed(keeper, uncontactable_on="2018-06-01") == Effect.ADDED


def test_a_row_that_nothing_could_find_again_is_refused(keeper: FakeKeeper) -> None:
    sentence = refusal(keeper, "assessments", **KEY, away_reason="hospital")
    assert sentence == "a row without a ref needs a requested, completed or refused_on date"


def test_a_dash_clears_and_takes_a_refuser_with_the_refusal(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1", refused_on="2018-06-01", refused_by="parent", role="nurse")
    assert assessed(keeper, ref="A1", refused_on="-", role="-") == Effect.CHANGED
    kept = only(keeper.all(Assessment))
    assert (kept.refused_on, kept.refused_by, kept.role) == (None, None, None)


def test_who_refused_is_kept(keeper: FakeKeeper) -> None:
    assessed(keeper, refused_on="2018-06-01", refused_by="parent")
    assert only(keeper.all(Assessment)).refused_by == RefusedBy.PARENT


# --- What a rule refuses


def test_who_refused_needs_the_day(keeper: FakeKeeper) -> None:
    assert refusal(keeper, "assessments", **KEY, ref="A1", refused_by="parent") == (
        "refused_by parent needs refused_on, the day of the refusal"
    )


def test_seen_before_birth_is_refused(keeper: FakeKeeper) -> None:
    assert refusal(keeper, "assessments", **KEY, completed="2014-02-27") == (
        "completed 27-Feb-2014 is before the child's birth on 28-Feb-2014"
    )


@pytest.mark.parametrize("name", ["report_sent", "quality_checked"])
def test_a_report_is_neither_sent_nor_checked_before_the_child_is_seen(
    keeper: FakeKeeper, name: str
) -> None:
    row = {**KEY, "ref": "A1", "completed": "2018-06-08", name: "2018-06-07"}
    assert (
        refusal(keeper, "assessments", **row)
        == f"{name} 07-Jun-2018 is before completed 08-Jun-2018"
    )
    assert merged(keeper, "assessments", **{**row, name: "2018-06-08"}) == Effect.ADDED
    later = {**KEY, "ref": "A1", "completed": "2018-06-09"}
    assert f"{name} 08-Jun-2018 is before" in refusal(keeper, "assessments", **later)


def test_a_booked_assessment_does_not_change_its_kind(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1", requested="2018-05-15")
    keeper.put(
        Booking(
            child=1,
            assessment=1,
            session=1,
            index=0,
            kind=Kind.IHA,
            day=date(2018, 6, 8),
            booked_at=datetime(2018, 5, 15, tzinfo=UTC),
        )
    )
    sentence = refusal(keeper, "assessments", **{**KEY, "kind": "RHA"}, ref="A1")
    assert "has been booked as IHA" in sentence


# --- Which care episode


@pytest.mark.parametrize(
    ("day", "episode"),
    [
        ("2017-09-30", None),
        ("2017-10-01", 2),
        ("2018-01-01", 2),
        ("2018-02-01", 2),
        ("2018-02-02", None),
        ("2018-02-13", None),
        ("2018-02-14", 1),
        ("2018-05-13", 1),
        ("2018-05-14", 1),
        ("2018-08-31", 1),
    ],
)
def test_an_assessment_belongs_to_the_episode_open_or_soon_to_start(
    keeper: FakeKeeper, day: str, episode: int | None
) -> None:
    notified(keeper, entered_care="2018-01-01", left_care="2018-02-01")
    assessed(keeper, completed=day)
    assert only(keeper.all(Assessment)).episode == episode


def test_on_a_day_of_leaving_and_coming_back_it_belongs_to_the_later_episode(
    keeper: FakeKeeper,
) -> None:
    notified(keeper, entered_care="2018-01-01", left_care="2018-05-14")
    assessed(keeper, completed="2018-05-14")
    assert only(keeper.all(Assessment)).episode == 1


def test_its_earliest_date_decides_and_a_new_earliest_date_moves_it(keeper: FakeKeeper) -> None:
    notified(keeper, entered_care="2018-01-01", left_care="2018-02-01")
    assessed(keeper, ref="A1", completed="2018-06-08")
    assert only(keeper.all(Assessment)).episode == 1
    assert assessed(keeper, ref="A1", requested="2018-01-20") == Effect.CHANGED
    assert only(keeper.all(Assessment)).episode == 2


def test_an_assessment_without_dates_is_kept_on_the_child(keeper: FakeKeeper) -> None:
    assessed(keeper, ref="A1")
    assert only(keeper.all(Assessment)).episode is None


def test_after_the_18th_birthday_no_episode_is_open(keeper: FakeKeeper) -> None:
    notified(keeper, child_id="C2", dob="2000-06-01")
    assessed(keeper, child_id="C2", completed="2018-06-02")
    assert only(keeper.all(Assessment)).episode is None
