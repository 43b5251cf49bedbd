"""The chart sdq (RULES 8)."""

import pytest

from clanbook.caseload import Case
from clanbook.figures import Share
from tests.build import a_case, an_episode, an_sdq
from tests.figures.counting import behind, counted, reported


def child(*records: object, number: int = 1, entered: str = "2017-07-01", **fields: object) -> Case:
    """A ten-year-old in care for just the 12 months that end with Q1 2018-19."""
    return a_case(an_episode(entered), *records, number=number, **{"dob": "2008-01-01", **fields})


@pytest.mark.parametrize(("entered", "due"), [("2017-07-01", 1), ("2017-07-02", 0)])
def test_due_are_those_in_care_for_the_12_months_that_end_with_the_quarter(
    entered: str, due: int
) -> None:
    assert reported(child(entered=entered)).charts["sdq"].count("Bristol", "due") == due


@pytest.mark.parametrize(
    ("dob", "due"),
    [
        ("2014-07-01", 0),  # 4 tomorrow
        ("2014-06-30", 1),  # 4 on the last day
        ("2001-07-01", 1),  # 17 tomorrow
        ("2001-06-30", 0),  # 17 on the last day
        (None, 0),  # not known to be of the age
    ],
)
def test_due_are_those_aged_4_to_16_at_the_end_of_the_quarter(dob: str | None, due: int) -> None:
    assert reported(child(dob=dob)).charts["sdq"].count("Bristol", "due") == due


def test_leaving_care_and_coming_back_begins_the_12_months_anew() -> None:
    case = a_case(
        an_episode("2016-01-01", left_care="2018-01-10"),
        an_episode("2018-02-01"),
        dob="2008-01-01",
    )

    assert counted(reported(case).charts["sdq"]) == {}


@pytest.mark.parametrize(
    ("day", "up_to_date"),
    [("2017-06-30", 0), ("2017-07-01", 1), ("2018-06-30", 1), ("2018-07-01", 0)],
)
def test_up_to_date_is_a_score_within_those_12_months(day: str, up_to_date: int) -> None:
    chart = reported(child(an_sdq(day, score=0))).charts["sdq"]

    assert chart.count("Bristol", "up_to_date") == up_to_date
    assert chart.share("Bristol", "up_to_date") == Share(up_to_date, 1)


def test_a_questionnaire_without_a_score_or_a_day_counts_nowhere() -> None:
    chart = reported(child(an_sdq("2018-05-01", reason="SDQ2"), an_sdq(score=12))).charts["sdq"]

    assert counted(chart) == {"due": 1}


def test_completed_counts_questionnaires_of_the_quarter_whether_or_not_one_was_due() -> None:
    found = reported(
        child(
            an_sdq("2018-04-01", score=10),
            an_sdq("2018-06-30", score=11),
            an_sdq("2018-03-31", score=12),
            number=1,
        ),
        child(an_sdq("2018-05-01", score=13), entered="2018-04-20", number=2),
        child(an_sdq("2018-05-01", score=13), la="Wiltshire", number=3),
    )

    assert behind(found, "sdq.completed") == ["C1", "C1", "C2"]
    assert behind(found, "sdq.up_to_date") == ["C1"]


def test_a_questionnaire_completed_during_a_short_break_series_does_not_count() -> None:
    case = a_case(
        an_episode("2018-04-01", left_care="2018-05-01", legal_status="V3"),
        an_episode("2018-05-01"),
        an_sdq("2018-04-30", score=10),
        an_sdq("2018-05-01", score=10),
        dob="2008-01-01",
    )

    assert counted(reported(case).charts["sdq"]) == {"completed": 1}


def test_members_say_since_when_they_are_in_care_and_when_the_last_was_scored() -> None:
    done = child(an_sdq("2018-05-01", score=13), an_sdq("2017-08-01", score=9), number=1)
    found = reported(done, child(number=2))

    assert [member.why for member in found.members("sdq.due", "Bristol")] == [
        "In care since 01-Jul-2017, aged 10 on 30-Jun-2018, SDQ scored 01-May-2018 in the 12 "
        "months from 01-Jul-2017 to 30-Jun-2018.",
        "In care since 01-Jul-2017, aged 10 on 30-Jun-2018, no SDQ scored in the 12 months from "
        "01-Jul-2017 to 30-Jun-2018.",
    ]
    assert found.members("sdq.completed", "Bristol")[0].why == "SDQ scored 01-May-2018."
