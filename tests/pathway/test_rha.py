"""RULES 4: the series of reviews, its due dates, limits and states."""

import pytest

from clanbook.pathway import State, requirements
from tests.build import a_case, a_refusal, an_assessment, an_episode, an_iha, an_rha, day
from tests.pathway.rules import AT_LAST, BNSSG, CALENDAR, LATER, WITHIN_MONTH, the_iha, the_rhas


def dues(case, rules=BNSSG):
    """The due dates as text."""
    return [str(required.due) for required in the_rhas(case, rules)]


def states(case, rules=BNSSG, as_at=LATER):
    """The due dates with their states."""
    return [(str(r.due), r.state.value) for r in the_rhas(case, rules, as_at)]


def seen_once(seen, dob, **episode):
    """A child who entered care and had the IHA on the same day."""
    return a_case(an_episode(seen, **episode), an_iha(completed=seen), dob=dob)


# --- next(A)


@pytest.mark.parametrize(
    ("dob", "at_due", "at_last"),
    [
        ("2016-06-01", "2018-12-01", "2018-12-01"),  # two years old
        ("2013-12-02", "2018-12-01", "2018-12-01"),  # still four on the day
        ("2013-12-01", "2019-06-01", "2018-12-01"),  # five on the very day
        ("2013-10-01", "2019-06-01", "2018-12-01"),  # 4 years 8 months when last seen
        ("2013-06-02", "2019-06-01", "2018-12-01"),  # five tomorrow
        ("2013-06-01", "2019-06-01", "2019-06-01"),  # five today
        ("2008-06-01", "2019-06-01", "2019-06-01"),
    ],
)
def test_is_due_in_six_months_under_five_and_in_twelve_from_five(dob, at_due, at_last):
    case = seen_once("2018-06-01", dob)
    assert dues(case) == [at_due]
    assert dues(case, AT_LAST) == [at_last]


def test_born_on_29_february_is_five_on_1_march():
    # Six months on is 28 February 2021 in the first, and 1 March in the second.
    assert dues(seen_once("2020-08-28", "2016-02-29")) == ["2021-02-28"]
    assert dues(seen_once("2020-09-01", "2016-02-29")) == ["2021-09-01"]


def test_without_a_date_of_birth_a_uasc_is_over_five_and_any_other_child_under():
    assert dues(seen_once("2018-06-01", None)) == ["2018-12-01"]
    assert dues(seen_once("2018-06-01", None, uasc=True)) == ["2019-06-01"]


@pytest.mark.parametrize(
    ("seen", "due"),
    [("2018-08-31", "2019-02-28"), ("2019-08-31", "2020-02-29"), ("2020-02-29", "2020-08-29")],
)
def test_months_clamp_to_the_months_end(seen, due):
    assert dues(seen_once(seen, "2018-01-01")) == [due]


def test_a_year_from_29_february_is_28_february():
    assert dues(seen_once("2020-02-29", "2008-01-01")) == ["2021-02-28"]


def test_the_next_is_counted_from_the_day_seen_and_not_from_a_clamped_due_date():
    case = a_case(
        an_episode("2018-08-31"),
        an_iha(completed="2018-08-31"),
        an_rha(completed="2019-02-28"),
        an_rha(completed="2019-08-31"),
        dob="2018-01-01",
    )
    assert dues(case) == ["2019-02-28", "2019-08-28", "2020-02-29"]


# --- where the series starts


def test_it_starts_from_entry_while_there_is_no_iha():
    (review,) = the_rhas(a_case(an_episode("2018-06-03"), dob="2010-01-01"))
    assert (review.start, review.due) == (day("2018-06-03"), day("2019-06-03"))


def test_it_starts_from_a_late_iha_that_is_before_the_first_review():
    case = a_case(an_episode("2018-06-03"), an_iha(completed="2019-06-03"), dob="2010-01-01")
    assert the_iha(case).state is State.LATE
    assert dues(case) == ["2020-06-03"]


def test_an_iha_after_the_first_review_is_due_answers_that_review_late():
    case = a_case(an_episode("2018-06-03"), an_iha(completed="2019-06-04"), dob="2010-01-01")
    first, second = the_rhas(case)
    assert (first.due, first.state, first.answered_by) == (day("2019-06-03"), State.LATE, 1)
    assert (second.start, second.due) == (day("2019-06-04"), day("2020-06-04"))


def test_it_starts_from_the_stand_in():
    case = a_case(
        an_episode("2017-01-01", left_care="2018-05-01"),
        an_episode("2018-06-03"),
        an_rha(completed="2018-04-10"),
        dob="2010-01-01",
    )
    assert the_iha(case) is None
    assert dues(case) == ["2019-04-10"]


def test_an_iha_done_all_the_same_takes_the_series_over_from_the_stand_in():
    case = a_case(
        an_episode("2018-06-03"),
        an_rha(completed="2018-04-10", episode=None),
        an_iha(completed="2018-06-20"),
        dob="2010-01-01",
    )
    assert dues(case) == ["2019-06-20"]


def test_an_iha_from_before_entry_that_belongs_to_the_episode_begins_it_before_a_later_stand_in():
    case = a_case(
        an_episode("2018-06-03"),
        an_iha(completed="2018-04-10"),
        an_rha(completed="2018-05-10"),
        dob="2010-01-01",
    )
    assert states(case) == [("2019-04-10", "on_time"), ("2019-05-10", "outstanding")]


def test_an_rha_done_while_the_iha_is_outstanding_leaves_it_outstanding_and_answers_the_review():
    case = a_case(an_episode("2018-06-03"), an_rha(completed="2019-05-01"), dob="2010-01-01")
    assert the_iha(case).state is State.OUTSTANDING
    assert states(case, as_at="2019-12-31") == [
        ("2019-06-03", "on_time"),
        ("2020-05-01", "not_yet_due"),
    ]


def test_on_the_day_of_entry_an_rha_answers_the_first_review():
    case = a_case(an_episode("2018-06-03"), an_rha(completed="2018-06-03"), dob="2010-01-01")
    assert [r.seen for r in the_rhas(case)] == [day("2018-06-03"), None]


def test_on_the_day_of_the_iha_an_rha_answers_nothing():
    case = a_case(
        an_episode("2018-06-03"),
        an_iha(completed="2018-06-03"),
        an_rha(completed="2018-06-03"),
        dob="2010-01-01",
    )
    assert [r.seen for r in the_rhas(case)] == [None]


def test_two_on_one_day_answer_one_review():
    case = a_case(
        an_episode("2018-06-03"),
        an_rha(completed="2018-06-10"),
        an_rha(completed="2018-06-10"),
        dob="2010-01-01",
    )
    assert [r.answered_by for r in the_rhas(case)] == [1, None]


# --- the series goes on


def test_each_review_is_counted_from_the_one_before():
    case = a_case(
        an_episode("2016-03-01"),
        an_iha(completed="2016-03-20"),
        an_rha(completed="2016-09-10"),
        an_rha(completed="2017-04-01"),
        dob="2014-01-01",
    )
    assert states(case, as_at="2017-09-30") == [
        ("2016-09-20", "on_time"),
        ("2017-03-10", "late"),
        ("2017-10-01", "not_yet_due"),
    ]


def test_one_that_was_missed_is_answered_by_the_next_whenever_that_is_and_not_withdrawn():
    case = a_case(
        an_episode("2016-03-01"),
        an_iha(completed="2016-03-20"),
        an_rha(completed="2018-09-01"),
        dob="2014-01-01",
    )
    assert states(case) == [("2016-09-20", "late"), ("2019-09-01", "outstanding")]


def test_until_it_is_answered_no_new_one_arises():
    case = seen_once("2010-03-01", "2009-01-01")
    assert states(case) == [("2010-09-01", "outstanding")]


def test_a_second_iha_answers_a_review_and_an_adoption_medical_does_not():
    case = a_case(
        an_episode("2016-03-01"),
        an_iha(completed="2016-03-20"),
        an_assessment("ADOPTION", completed="2016-08-01"),
        an_iha(completed="2016-09-01"),
        dob="2014-01-01",
    )
    assert [r.answered_by for r in the_rhas(case)] == [3, None]


@pytest.mark.parametrize("episode", [1, None])
def test_an_assessment_asked_for_before_the_child_came_back_answers_what_it_is_done_in(episode):
    case = a_case(
        an_episode("2015-01-01", left_care="2016-11-01"),
        an_episode("2017-01-01"),
        an_rha(requested="2016-10-01", completed="2017-12-20", episode=episode),
        dob="2005-01-01",
    )
    assert states(case) == [("2018-01-01", "on_time"), ("2018-12-20", "outstanding")]


def test_one_that_was_never_answered_is_by_the_first_assessment_of_a_later_episode():
    case = a_case(
        an_episode("2015-01-01", left_care="2016-06-01"),
        an_episode("2018-01-01"),
        an_iha(completed="2018-01-10", episode=2),
        dob="2005-01-01",
    )
    (review,) = the_rhas(case, episode=0)
    assert (review.due, review.state) == (day("2016-01-01"), State.LATE)


# --- limits and states


def test_on_time_is_by_the_due_date_or_within_its_month():
    case = a_case(
        an_episode("2017-06-10"),
        an_iha(completed="2017-06-10"),
        an_rha(completed="2018-06-30"),
        dob="2010-01-01",
    )
    assert states(case)[0] == ("2018-06-10", "late")
    assert states(case, WITHIN_MONTH)[0] == ("2018-06-10", "on_time")
    assert the_rhas(case, WITHIN_MONTH)[0].limit == day("2018-06-30")


def test_seen_after_the_month_due_is_late_in_both():
    case = a_case(
        an_episode("2017-06-10"),
        an_iha(completed="2017-06-10"),
        an_rha(completed="2018-07-01"),
        dob="2010-01-01",
    )
    assert states(case)[0][1] == states(case, WITHIN_MONTH)[0][1] == "late"


@pytest.mark.parametrize(
    ("rules", "as_at", "state"),
    [
        (BNSSG, "2018-06-10", "not_yet_due"),
        (BNSSG, "2018-06-11", "outstanding"),
        (WITHIN_MONTH, "2018-06-30", "not_yet_due"),
        (WITHIN_MONTH, "2018-07-01", "outstanding"),
    ],
)
def test_it_is_outstanding_the_day_after_its_limit(rules, as_at, state):
    assert states(seen_once("2017-06-10", "2010-01-01"), rules, as_at) == [("2018-06-10", state)]


def test_a_standing_refusal_of_an_open_review_makes_it_refused():
    case = a_case(
        an_episode("2017-06-10"),
        an_iha(completed="2017-06-10"),
        an_rha(requested="2018-03-10"),
        a_refusal("2018-05-01", assessment=2),
        dob="2004-01-01",
    )
    assert states(case) == [("2018-06-10", "refused")]


def test_a_review_refused_before_the_last_time_the_child_was_seen_is_no_refusal_of_the_next():
    case = a_case(
        an_episode("2016-06-10"),
        an_iha(completed="2016-06-10"),
        an_rha(requested="2017-03-10", refused_on="2017-05-01"),
        an_rha(requested="2017-08-01", completed="2017-09-01"),
        dob="2004-01-01",
    )
    assert states(case) == [("2017-06-10", "late"), ("2018-09-01", "outstanding")]


# --- not required


@pytest.mark.parametrize("status", ["V3", "V4"])
def test_a_short_break_requires_none(status):
    assert the_rhas(a_case(an_episode("2018-06-03", legal_status=status))) == []


@pytest.mark.parametrize(("left", "number"), [("2018-06-10", 0), ("2018-06-11", 1)])
def test_none_is_due_on_or_after_the_day_care_ended(left, number):
    case = a_case(
        an_episode("2017-06-10", left_care=left), an_iha(completed="2017-06-10"), dob="2010-01-01"
    )
    assert len(the_rhas(case)) == number


@pytest.mark.parametrize(("dob", "number"), [("2000-06-10", 0), ("2000-06-11", 1)])
def test_none_is_due_on_or_after_the_18th_birthday(dob, number):
    assert len(the_rhas(seen_once("2017-06-10", dob), as_at="2017-06-11")) == number


def test_when_the_episode_ends_what_was_required_stays():
    case = a_case(
        an_episode("2016-06-10", left_care="2018-01-01"),
        an_iha(completed="2016-06-10"),
        an_rha(completed="2017-06-01"),
        dob="2008-01-01",
    )
    assert states(case) == [("2017-06-10", "on_time")]


def test_a_case_requires_what_each_of_its_episodes_does_in_order():
    case = a_case(
        an_episode("2015-06-10", left_care="2016-09-01"),
        an_episode("2018-06-10"),
        an_iha(completed="2015-06-20"),
        dob="2008-01-01",
    )
    found = requirements(case, BNSSG, CALENDAR, LATER)
    assert [(r.episode, r.kind.value, str(r.due)) for r in found] == [
        (1, "IHA", "2015-07-08"),
        (1, "RHA", "2016-06-20"),
        (2, "IHA", "2018-07-08"),
        (2, "RHA", "2019-06-10"),
    ]
