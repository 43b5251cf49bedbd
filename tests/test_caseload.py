"""A case gathers one child's records in order, and knows where care ends and who is under five."""

import pytest

from clanbook.caseload import short_break, under_five
from tests.build import (
    a_booking,
    a_case,
    a_consent,
    a_contact,
    a_health_fact,
    a_placement,
    a_refusal,
    an_episode,
    an_explanation,
    an_iha,
    an_rha,
    an_sdq,
    day,
)


def test_every_list_is_in_date_order():
    case = a_case(
        an_episode("2018-06-03"),
        an_episode("2010-01-01", left_care="2011-01-01"),
        a_placement("2018-07-01"),
        a_placement("2018-06-03"),
        a_consent("2018-06-09"),
        a_consent("2018-06-05"),
        an_rha(completed="2019-06-01"),
        an_iha(requested="2018-06-05", completed="2018-06-20"),
        a_refusal("2018-06-12"),
        a_refusal("2018-06-10"),
        a_contact("2018-06-12", reached=True),
        a_contact("2018-06-10", reached=False),
    )
    assert [e.id for e in case.episodes] == [2, 1]
    for kept in (case.placements, case.consents, case.assessments, case.refusals, case.contacts):
        assert [record.id for record in kept] == [2, 1]


def test_every_kind_of_record_finds_its_list():
    case = a_case(
        booking := a_booking("2018-06-25"),
        an_sdq("2018-06-25", score=9),
        a_health_fact("2018-06-25", "dental", value=True),
        an_explanation("IHA", "2018-06-25", "no_capacity"),
    )
    assert [b.day for b in case.bookings] == [booking.day]
    assert len(case.sdqs) == len(case.health) == len(case.explanations) == 1


def test_records_of_one_day_are_in_the_order_they_were_made():
    case = a_case(an_iha(requested="2018-06-05", id=9), an_iha(requested="2018-06-05", id=3))
    assert [a.id for a in case.assessments] == [3, 9]


def test_an_episode_is_found_by_its_number():
    case = a_case(an_episode("2018-06-03"), an_episode("2010-01-01", left_care="2011-01-01"))
    assert case.episode(1).entered_care == day("2018-06-03")
    with pytest.raises(KeyError):
        case.episode(3)


@pytest.mark.parametrize(
    ("left", "dob", "end"),
    [
        (None, None, None),
        ("2018-07-01", None, "2018-07-01"),
        (None, "2001-02-03", "2019-02-03"),
        ("2018-07-01", "2001-02-03", "2018-07-01"),
        ("2019-07-01", "2001-02-03", "2019-02-03"),
        (None, "2004-02-29", "2022-03-01"),
        (None, "2002-02-28", "2020-02-28"),
    ],
)
def test_care_ends_with_leaving_or_the_18th_birthday_whichever_comes_first(left, dob, end):
    case = a_case(an_episode("2018-06-03", left_care=left), dob=dob)
    assert case.end(case.episodes[0]) == (end and day(end))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2018-06-02", False),
        ("2018-06-03", True),
        ("2018-06-30", True),
        ("2018-07-01", False),
    ],
)
def test_in_care_from_entry_until_the_end_of_the_day_before_leaving(on, expected):
    case = a_case(an_episode("2018-06-03", left_care="2018-07-01"))
    assert case.in_care(case.episodes[0], day(on)) is expected


def test_an_episodes_assessments_of_some_kinds_or_of_any():
    case = a_case(
        an_episode("2018-06-03"), an_iha(), an_rha(), an_iha(episode=None), an_rha(episode=2)
    )
    episode = case.episodes[0]
    assert [a.id for a in case.assessments_of(episode)] == [1, 2]
    assert [a.id for a in case.assessments_of(episode, "IHA")] == [1]
    assert [a.id for a in case.assessments_of(episode, "IHA", "RHA")] == [1, 2]


def test_an_assessments_bookings_in_the_order_they_were_made():
    case = a_case(
        an_iha(),
        a_booking("2018-06-25"),
        a_booking("2018-06-20"),
        a_booking("2018-06-26", assessment=2),
    )
    assert [b.id for b in case.bookings_of(case.assessments[0])] == [1, 2]


def test_an_episodes_consents_are_its_own():
    case = a_case(
        an_episode("2018-06-03"), a_consent("2018-06-05"), a_consent("2018-06-06", episode=2)
    )
    assert [c.id for c in case.consents_of(case.episodes[0])] == [1]


# --- where the child was placed


@pytest.mark.parametrize(
    ("on", "place"),
    [("2018-06-02", None), ("2018-06-03", "Bristol"), ("2018-07-01", "Devon")],
)
def test_the_placement_in_force_is_the_last_begun(on, place):
    case = a_case(a_placement("2018-06-03"), a_placement("2018-07-01", "Devon"))
    found = case.placement_at(day(on))
    assert (found and found.placed_in) == place


@pytest.mark.parametrize(
    ("on", "place"),
    [
        ("2011-12-31", "Weston"),
        ("2012-01-01", None),  # to come back
        ("2018-06-03", None),
        ("2018-06-20", "Devon"),
    ],
)
def test_the_home_is_not_that_of_an_earlier_episode(on, place):
    case = a_case(
        an_episode("2010-01-01", left_care="2012-01-01"),
        an_episode("2018-06-03"),
        a_placement("2010-01-01", "Weston"),
        a_placement("2018-06-20", "Devon"),
    )
    found = case.home_at(day(on))
    assert (found and found.placed_in) == place


def test_the_home_of_one_whose_care_has_ended_is_the_last():
    case = a_case(an_episode("2010-01-01", left_care="2012-01-01"), a_placement("2010-01-01"))
    found = case.home_at(day("2018-06-03"))
    assert found is not None
    assert found.placed_in == "Bristol"


def test_the_home_of_one_who_comes_into_care_where_they_were_to_be_placed_is_that():
    case = a_case(an_episode("2018-06-03"), a_placement("2018-05-20"))
    assert case.home_at(day("2018-06-04")) is not None


def test_care_has_ended_where_no_episode_is_running_or_to_begin():
    past = an_episode("2010-01-01", left_care="2012-01-01")
    back = a_case(past, an_episode("2018-06-03"))
    assert a_case(past).care_ended(day("2011-12-31")) is None
    assert a_case(past).care_ended(day("2012-01-01")) == day("2012-01-01")
    assert back.care_ended(day("2012-01-01")) is None
    assert a_case().care_ended(day("2012-01-01")) is None


@pytest.mark.parametrize(
    ("since", "known"),
    [
        ("2018-06-03", True),
        ("2018-05-20", True),  # planned before entry
        ("2018-06-04", False),  # the first that is known began later
        ("2010-06-01", False),  # of the episode before
        ("2009-12-31", False),  # planned for the episode before
        ("2011-01-01", False),  # begun on that one's last day
    ],
)
def test_the_placement_at_entry_is_not_that_of_an_earlier_episode(since, known):
    case = a_case(
        an_episode("2010-01-01", left_care="2011-01-01"),
        an_episode("2018-06-03"),
        a_placement(since),
    )
    assert (case.placement_at_entry(case.episodes[1]) is not None) is known


def test_entering_care_again_on_the_day_it_ended_has_the_placement_begun_that_day():
    case = a_case(
        an_episode("2010-01-01", left_care="2018-06-03"),
        an_episode("2018-06-03"),
        a_placement("2018-06-03"),
    )
    assert case.placement_at_entry(case.episodes[1]) is not None


# --- ages and legal statuses


@pytest.mark.parametrize(
    ("dob", "on", "expected"),
    [
        ("2013-06-03", "2018-06-02", True),
        ("2013-06-03", "2018-06-03", False),
        ("2016-02-29", "2021-02-28", True),
        ("2016-02-29", "2021-03-01", False),
        ("2018-07-01", "2018-06-03", True),  # not yet born
    ],
)
def test_under_five_until_the_fifth_birthday(dob, on, expected):
    case = a_case(an_episode("2018-06-03"), dob=dob)
    assert under_five(case, case.episodes[0], day(on)) is expected


@pytest.mark.parametrize(("uasc", "expected"), [(True, False), (False, True)])
def test_without_a_date_of_birth_only_a_uasc_is_taken_to_be_over_five(uasc, expected):
    case = a_case(an_episode("2018-06-03", uasc=uasc))
    assert under_five(case, case.episodes[0], day("2018-06-03")) is expected


@pytest.mark.parametrize(("status", "expected"), [("V3", True), ("v4", True), ("C2", False)])
def test_v3_and_v4_are_short_breaks(status, expected):
    assert short_break(an_episode("2018-06-03", legal_status=status)) is expected
