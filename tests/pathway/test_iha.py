"""RULES 3: when an IHA is due, when none is required, and its five states."""

import pytest

from clanbook.pathway import State, stand_in
from tests.build import a_case, a_refusal, an_assessment, an_episode, an_iha, an_rha, day
from tests.pathway.rules import BNSSG, DORSET, the_iha

# entered, due by 20 working days, due by 28 days
TEST_DATES = [
    ("2018-06-03", "2018-06-29", "2018-07-01"),
    ("2018-12-17", "2019-01-17", "2019-01-14"),
    ("2020-12-18", "2021-01-20", "2021-01-15"),
    ("2022-05-16", "2022-06-15", "2022-06-13"),
    ("2022-09-05", "2022-10-04", "2022-10-03"),
    ("2023-04-14", "2023-05-16", "2023-05-12"),
    ("2024-02-29", "2024-03-28", "2024-03-28"),
    ("2025-12-24", "2026-01-26", "2026-01-21"),
    ("2018-04-03", "2018-05-01", "2018-05-01"),
    ("2018-06-02", "2018-06-29", "2018-06-30"),
    ("2019-04-05", "2019-05-08", "2019-05-03"),
    ("2023-12-20", "2024-01-22", "2024-01-17"),
    ("2025-04-04", "2025-05-07", "2025-05-02"),
]


@pytest.mark.parametrize(("entered", "working_days", "days"), TEST_DATES)
def test_is_due_so_many_days_after_entering_care(entered, working_days, days):
    case = a_case(an_episode(entered, notified="2017-01-01"), dob="2015-01-01")
    assert the_iha(case, BNSSG).due == day(days)
    assert the_iha(case, DORSET).due == day(working_days)


def test_its_limit_is_its_due_date_in_every_rule():
    case = a_case(an_episode("2018-06-03"), dob="2015-01-01")
    for rules in (BNSSG, DORSET):
        assert the_iha(case, rules).limit == the_iha(case, rules).due


@pytest.mark.parametrize("told", [{}, {"notified": "2018-06-20", "part_a": "2018-06-25"}])
def test_the_clock_starts_on_entry_whenever_health_was_told(told):
    required = the_iha(a_case(an_episode("2018-06-03", **told)))
    assert (required.start, required.due) == (day("2018-06-03"), day("2018-07-01"))


@pytest.mark.parametrize(
    ("seen", "as_at", "state"),
    [
        ("2018-06-03", "2018-06-03", State.ON_TIME),
        ("2018-07-01", "2018-07-01", State.ON_TIME),
        ("2018-07-02", "2018-07-02", State.LATE),
        (None, "2018-07-01", State.NOT_YET_DUE),
        (None, "2018-07-02", State.OUTSTANDING),
    ],
)
def test_its_state_turns_the_day_after_the_due_date(seen, as_at, state):
    case = a_case(an_episode("2018-06-03"), an_iha(completed=seen), dob="2015-01-01")
    required = the_iha(case, as_at=as_at)
    assert required.state is state
    assert required.seen == (seen and day(seen))
    assert required.matured is (state is not State.NOT_YET_DUE)
    assert required.missed is (state in (State.LATE, State.OUTSTANDING))


def test_of_several_the_earliest_counts_and_is_named():
    case = a_case(
        an_episode("2018-06-03"), an_iha(completed="2018-09-01"), an_iha(completed="2018-06-20")
    )
    assert the_iha(case).answered_by == 2
    assert the_iha(case).state is State.ON_TIME


def test_seen_by_another_areas_team_is_seen():
    case = a_case(
        an_episode("2018-06-03"), an_iha(completed="2018-06-20", carried_out_by="Devon team")
    )
    assert the_iha(case).state is State.ON_TIME


@pytest.mark.parametrize(
    "other",
    [
        an_rha(completed="2018-06-20"),
        an_assessment("ADOPTION", completed="2018-06-20"),
        an_iha(completed="2018-06-20", episode=None),
        an_iha(requested="2018-06-04", report_sent="2018-06-20"),
    ],
)
def test_nothing_but_an_iha_of_the_episode_answers_it(other):
    case = a_case(an_episode("2018-06-03"), other, dob="2015-01-01")
    assert the_iha(case).state is State.OUTSTANDING


def test_a_refusal_makes_it_refused_even_before_it_is_due():
    case = a_case(an_episode("2018-06-03"), an_iha(), a_refusal("2018-06-10"), dob="2004-01-01")
    required = the_iha(case, as_at="2018-06-11")
    assert required.state is State.REFUSED
    assert required.matured
    assert required.missed


def test_a_review_offered_to_a_decliner_does_not_stand_in_for_it():
    case = a_case(
        an_episode("2018-06-03"),
        an_iha(),
        a_refusal("2018-06-10"),
        an_rha(completed="2018-06-20"),
        dob="2004-01-01",
    )
    assert the_iha(case).state is State.REFUSED


# --- not required


@pytest.mark.parametrize("status", ["V3", "V4", "v4"])
def test_a_short_break_requires_none(status):
    assert the_iha(a_case(an_episode("2018-06-03", legal_status=status))) is None


@pytest.mark.parametrize("status", ["", "C2", "J1", "V2"])
def test_any_other_legal_status_requires_one(status):
    assert the_iha(a_case(an_episode("2018-06-03", legal_status=status))) is not None


def test_left_on_the_due_date_unseen_is_not_required():
    assert the_iha(a_case(an_episode("2018-06-03", left_care="2018-07-01"))) is None


def test_left_the_day_after_the_due_date_unseen_is_missed():
    required = the_iha(a_case(an_episode("2018-06-03", left_care="2018-07-02")))
    assert required.state is State.OUTSTANDING


def test_left_before_the_due_date_but_seen_is_required_and_on_time():
    case = a_case(an_episode("2018-06-03", left_care="2018-06-25"), an_iha(completed="2018-06-20"))
    assert the_iha(case).state is State.ON_TIME


@pytest.mark.parametrize(
    ("dob", "required"),
    [("2000-07-01", False), ("2000-07-02", True), ("2000-06-30", False)],
)
def test_an_18th_birthday_ends_care_even_while_it_is_still_to_come(dob, required):
    case = a_case(an_episode("2018-06-03"), dob=dob)
    assert (the_iha(case, as_at="2018-06-04") is not None) is required


def test_born_on_29_february_turns_18_on_1_march():
    # Due on 1 March 2018: the birthday is that day, and not the day before.
    case = a_case(an_episode("2018-02-01"), dob="2000-02-29")
    assert the_iha(case) is None
    assert the_iha(a_case(an_episode("2018-01-31"), dob="2000-02-29")).due == day("2018-02-28")


# --- the stand-in of an earlier assessment


def reentry(seen: str, entered: str, kind: str = "IHA", **fields):
    """A child seen on a day, who enters care again on another."""
    return a_case(
        an_episode("2015-01-01", left_care="2018-05-01"),
        an_episode(entered),
        an_assessment(kind, completed=seen, **fields),
        dob="2010-01-01",
    )


@pytest.mark.parametrize("kind", ["IHA", "RHA"])
@pytest.mark.parametrize("episode", [1, 2, None])
def test_an_assessment_three_months_before_entry_stands_in(kind, episode):
    assert the_iha(reentry("2018-04-10", "2018-07-10", kind, episode=episode)) is None


@pytest.mark.parametrize("kind", ["IHA", "RHA"])
def test_an_assessment_three_months_and_a_day_before_entry_does_not(kind):
    assert the_iha(reentry("2018-04-10", "2018-07-11", kind)).state is State.OUTSTANDING


def test_three_months_clamp_to_the_months_end():
    assert the_iha(reentry("2017-11-30", "2018-02-28")) is None
    assert the_iha(reentry("2017-11-30", "2018-03-01")) is not None


def test_an_adoption_medical_does_not_stand_in():
    assert the_iha(reentry("2018-06-10", "2018-07-10", "ADOPTION")) is not None


def test_an_assessment_on_the_day_of_entry_is_no_stand_in():
    required = the_iha(reentry("2018-07-10", "2018-07-10", episode=2))
    assert required.state is State.ON_TIME


def test_the_latest_of_several_stands_in():
    case = a_case(
        an_episode("2018-07-10"),
        an_rha(completed="2018-06-01", episode=None),
        an_iha(completed="2018-06-10", episode=None),
        an_rha(completed="2018-05-01", episode=None),
    )
    assert stand_in(case, case.episodes[0]).id == 2


def test_reentry_long_after_requires_a_new_iha_and_leaves_the_first_as_it_was():
    case = reentry("2015-01-20", "2018-07-10")
    assert the_iha(case, episode=0).state is State.ON_TIME
    assert the_iha(case, episode=1).state is State.OUTSTANDING
