"""RULES 3: how long a refusal stands, and whose it is."""

import pytest

from clanbook.pathway import State, refusal_stands, standing_refusals
from clanbook.records import Ending, RefusedBy
from tests.build import a_booking, a_case, a_contact, a_refusal, an_episode, an_iha, an_rha
from tests.pathway.rules import the_iha, the_rhas

YOUNG_PERSON, PARENT = RefusedBy.YOUNG_PERSON, RefusedBy.PARENT


def stands(*records):
    """Whose refusal of the first episode's IHAs stands."""
    case = a_case(an_episode("2018-06-03"), *records, dob="2004-01-01")
    return refusal_stands(case, case.assessments_of(case.episodes[0], "IHA"))


def test_nobody_refused():
    assert stands(an_iha()) is None
    assert stands() is None


@pytest.mark.parametrize("by", [YOUNG_PERSON, PARENT])
def test_a_refusal_recorded_by_staff_stands(by):
    assert stands(an_iha(), a_refusal("2018-06-10", by=by)) is by


@pytest.mark.parametrize("by", [YOUNG_PERSON, PARENT])
def test_a_refusal_on_an_imported_row_stands(by):
    assert stands(an_iha(refused_on="2018-06-10", refused_by=by)) is by


def test_nobody_named_is_the_young_person():
    assert stands(an_iha(refused_on="2018-06-10")) is YOUNG_PERSON


def test_the_young_persons_comes_before_a_parents():
    records = (
        an_iha(),
        a_refusal("2018-06-10", by=PARENT),
        a_refusal("2018-06-11", by=YOUNG_PERSON),
    )
    case = a_case(an_episode("2018-06-03"), *records)
    assert refusal_stands(case, case.assessments) is YOUNG_PERSON
    assert standing_refusals(case, case.assessments) == {YOUNG_PERSON, PARENT}


@pytest.mark.parametrize(
    ("by", "state"), [(YOUNG_PERSON, State.REFUSED), (PARENT, State.OUTSTANDING)]
)
def test_only_the_young_persons_own_makes_the_assessment_refused(by, state):
    case = a_case(an_episode("2018-06-03"), an_iha(), a_refusal("2018-06-10", by=by))
    assert the_iha(case).state is state


# --- until the child is seen


def test_being_seen_lifts_it():
    assert stands(an_iha(completed="2018-06-12"), a_refusal("2018-06-10")) is None
    assert stands(an_iha(completed="2018-06-12", refused_on="2018-06-10")) is None


def test_a_row_that_is_completed_is_not_refused_whatever_its_dates():
    assert stands(an_iha(completed="2018-06-12", refused_on="2018-06-20")) is None


def test_refusing_another_offer_after_being_seen_stands():
    assert stands(an_iha(refused_on="2018-06-20"), an_iha(completed="2018-06-12")) is YOUNG_PERSON


def test_being_seen_at_another_of_the_requirements_assessments_lifts_it():
    assert stands(an_iha(refused_on="2018-06-10"), an_iha(completed="2018-06-20")) is None


def test_a_child_seen_late_after_refusing_is_late():
    case = a_case(an_episode("2018-06-03"), an_iha(completed="2018-08-01"), a_refusal("2018-06-10"))
    assert the_iha(case).state is State.LATE


# --- until a new offer is accepted


def test_a_recorded_acceptance_lifts_it():
    assert stands(an_iha(), a_refusal("2018-06-10", accepted_on="2018-06-12")) is None


def test_a_recorded_acceptance_lifts_its_own_refusal_alone():
    accepted = a_refusal("2018-06-10", accepted_on="2018-06-12")
    assert stands(an_iha(), accepted, a_refusal("2018-06-20")) is YOUNG_PERSON


@pytest.mark.parametrize(
    ("booked_at", "lifted"),
    [
        ("2018-06-09T23:30:00Z", False),  # 00:30 on the 10th in London, before the refusal
        ("2018-06-10T11:59:00Z", False),
        ("2018-06-10T12:00:00Z", False),
        ("2018-06-10T12:01:00Z", True),
        ("2018-06-11T08:00:00Z", True),
    ],
)
def test_a_booking_made_later_than_it_lifts_it(booked_at, lifted):
    booking = a_booking("2018-06-25", booked_at=booked_at)
    assert (stands(an_iha(), a_refusal("2018-06-10"), booking) is None) is lifted


def test_a_refusal_recorded_days_afterwards_is_of_its_own_day():
    refusal = a_refusal("2018-06-10", recorded_at="2018-06-14T09:00:00Z")
    booked = {"booked_at": "2018-06-12T09:00:00Z"}
    assert stands(an_iha(), refusal, a_booking("2018-06-25", **booked)) is None


@pytest.mark.parametrize(
    ("booked_at", "lifted"),
    [
        ("2018-06-10T17:00:00Z", False),
        ("2018-06-10T23:30:00Z", True),  # 00:30 on the 11th in London
    ],
)
def test_a_booking_made_on_a_later_day_lifts_an_imported_one(booked_at, lifted):
    row = an_iha(refused_on="2018-06-10")
    assert (stands(row, a_booking("2018-06-25", booked_at=booked_at)) is None) is lifted


def test_a_later_booking_lifts_it_however_it_ended():
    made = {"booked_at": "2018-06-12T09:00:00Z"}
    for ending in Ending:
        booking = a_booking("2018-06-25", ending=ending, **made)
        assert stands(an_iha(), a_refusal("2018-06-10"), booking) is None


def test_a_booking_of_another_iha_of_the_episode_lifts_it():
    booking = a_booking("2018-06-25", assessment=2, booked_at="2018-06-12T09:00:00Z")
    assert stands(an_iha(), an_iha(), a_refusal("2018-06-10"), booking) is None


@pytest.mark.parametrize(
    "later",
    [
        a_booking("2018-06-25", booked_at="2018-06-12T09:00:00Z", assessment=2),
        a_booking("2018-06-25", booked_at="2018-06-12T09:00:00Z", moved_from=7),
        a_booking(
            "2018-06-25", booked_at="2018-06-05T09:00:00Z", ending=Ending.CANCELLED_BY_CLINIC
        ),
        a_contact("2018-06-12", reached=False),
    ],
    ids=["a review's booking", "a moved booking", "a clinic's cancellation", "a failed contact"],
)
def test_nothing_else_lifts_it(later):
    assert stands(an_iha(), an_rha(), a_refusal("2018-06-10"), later) is YOUNG_PERSON
    assert stands(an_iha(refused_on="2018-06-10"), an_rha(), later) is YOUNG_PERSON


def test_an_imported_ones_other_dates_do_not_lift_it():
    row = an_iha(
        refused_on="2018-06-10",
        requested="2018-06-12",
        not_taken_up_on="2018-06-20",
        uncontactable_on="2018-06-21",
        clinic_cancelled_on="2018-06-22",
        report_sent="2018-06-23",
    )
    assert stands(row) is YOUNG_PERSON


def test_a_refused_reviews_booking_lifts_it_too():
    case = a_case(
        an_episode("2017-06-10"),
        an_iha(completed="2017-06-10"),
        an_rha(refused_on="2018-05-01"),
        a_booking("2018-06-05", assessment=2, booked_at="2018-05-20T09:00:00Z"),
        dob="2004-01-01",
    )
    assert the_rhas(case)[0].state is State.OUTSTANDING


def test_another_episodes_booking_does_not_lift_it():
    case = a_case(
        an_episode("2017-06-10", left_care="2018-01-01"),
        an_episode("2018-06-03"),
        an_iha(refused_on="2017-06-20"),
        an_iha(episode=2),
        a_booking("2018-06-25", assessment=2, booked_at="2018-06-12T09:00:00Z"),
        dob="2004-01-01",
    )
    assert the_iha(case, episode=0).state is State.REFUSED
