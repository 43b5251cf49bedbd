"""The chart refusals: what the report counts as refused, by the main reason that was given."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.caseload import Case
from clanbook.figures import TOTAL, Report, report
from clanbook.figures.refusals import LAYOUT, MAIN, NOT_RECORDED, words
from clanbook.questionnaire import BY_ID, MAIN_REASON, PREFER_NOT
from clanbook.records import RefusedBy
from clanbook.settings import DEFAULT
from tests.build import a_booking, a_case, a_refusal, an_episode, an_iha, an_rha
from tests.figures.counting import LATER, Q1, behind, counted

LANGUAGE = {MAIN_REASON: "language"}
STRANGERS = {MAIN_REASON: "strangers"}
GIVEN = [*(choice.value for choice in BY_ID[MAIN_REASON].choices), PREFER_NOT]


def refusing(number: int, *refusals: Any, **row: Any) -> Case:
    """A child due an IHA in the quarter who is not seen, with these refusals of it."""
    return a_case(an_episode("2018-05-01"), an_iha(**row), *refusals, number=number)


def refused(*cases: Case, **answers: dict[str, str]) -> Report:
    """The report with these answers, by `r` and the number of the refusal."""
    numbered = {int(number[1:]): answer for number, answer in answers.items()}
    return report(cases, DEFAULT, Q1, LATER, answers=numbered)


def test_a_refusal_is_counted_by_the_main_reason_answered() -> None:
    found = refused(refusing(1, a_refusal("2018-05-20")), r1=LANGUAGE)
    assert counted(found.charts["refusals"]) == {
        "refused": 1,
        "refused_iha": 1,
        "main_reason.language": 1,
    }
    assert behind(found, "refusals.main_reason.language") == ["C1"]


@pytest.mark.parametrize("answers", [{}, {"r1": {"told": "yes"}}])
def test_one_without_a_main_reason_is_counted_as_not_recorded(answers: Any) -> None:
    found = refused(refusing(1, a_refusal("2018-05-20")), **answers)
    assert counted(found.charts["refusals"]) == {"refused": 1, "refused_iha": 1, NOT_RECORDED: 1}


def test_a_refusal_from_a_file_is_counted_as_not_recorded() -> None:
    found = refused(refusing(1, refused_on="2018-05-20"))
    assert counted(found.charts["refusals"]) == {"refused": 1, "refused_iha": 1, NOT_RECORDED: 1}


def test_of_several_that_stand_the_latest_reason_counts() -> None:
    days = ("2018-05-20", "2018-05-10", "2018-05-25")
    case = refusing(1, *map(a_refusal, days))
    found = refused(case, r1=LANGUAGE, r2=STRANGERS)
    assert counted(found.charts["refusals"]) == {
        "refused": 1,
        "refused_iha": 1,
        "main_reason.language": 1,
    }


def test_the_reason_of_a_refusal_that_stands_no_more_does_not_count() -> None:
    accepted = a_refusal("2018-05-10", accepted_on="2018-05-12")
    case = refusing(1, accepted, a_refusal("2018-05-20"))
    assert counted(refused(case, r1=LANGUAGE).charts["refusals"])[NOT_RECORDED] == 1


def test_a_review_refused_in_the_quarter_counts_too() -> None:
    case = a_case(
        an_episode("2017-05-01"),
        an_iha(completed="2017-05-20"),
        an_rha(requested="2018-04-01"),
        a_refusal("2018-05-01", assessment=2),
        dob="2005-01-01",
    )
    assert counted(refused(case, r1=LANGUAGE).charts["refusals"]) == {
        "refused": 1,
        "refused_rha": 1,
        "main_reason.language": 1,
    }


def test_a_parents_refusal_and_one_overcome_are_none() -> None:
    found = refused(
        refusing(1, a_refusal("2018-05-20", by=RefusedBy.PARENT)),
        refusing(2, a_refusal("2018-05-02"), a_booking("2018-05-24")),
        refusing(3, a_refusal("2018-05-20"), completed="2018-06-20"),
    )
    assert not counted(found.charts["refusals"])


def test_why_says_the_main_reason_as_it_is_read_out() -> None:
    found = refused(refusing(1, a_refusal("2018-05-20")), r1=STRANGERS)
    (named,) = found.members("refusals.main_reason.strangers", TOTAL)
    assert named.why.endswith("Main reason: strangers, or wants a woman or a man.")
    (one,) = refused(refusing(1, refused_on="2018-05-20")).members(
        f"refusals.{NOT_RECORDED}", TOTAL
    )
    assert one.why.endswith("No main reason is recorded.")


def test_each_reason_has_words_of_its_own() -> None:
    assert len({words(key) for key in LAYOUT.keys}) == len(LAYOUT.keys) == len(GIVEN) + 4


@given(st.lists(st.sampled_from([None, "file", *GIVEN]), max_size=12))
def test_the_reasons_add_up_to_what_the_report_counts_as_refused(reasons: list[str | None]) -> None:
    cases = [
        refusing(n, refused_on="2018-05-20")
        if reason == "file"
        else refusing(n, a_refusal("2018-05-20"))
        for n, reason in enumerate(reasons, start=1)
    ]
    answers = {
        f"r{(n - 1) * 1000 + 1}": {MAIN_REASON: reason}
        for n, reason in enumerate(reasons, start=1)
        if reason in GIVEN
    }
    found = refused(*cases, **answers)
    chart = found.charts["refusals"]
    assert chart.count(TOTAL, "refused_iha") == found.charts["iha"].count(TOTAL, "refused")
    assert sum(chart.count(TOTAL, key) for key in LAYOUT.keys if key.startswith(MAIN)) == len(
        reasons
    )
