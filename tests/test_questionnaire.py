"""The questionnaire of a refusal: nobody has to answer, and what is answered is counted."""

from datetime import date
from typing import Any

import pytest

from clanbook.dates import Quarter
from clanbook.questionnaire import (
    PREFER_NOT,
    QUESTIONS,
    REASONS,
    AnswersRefused,
    Form,
    Part,
    in_words,
    next_offer,
    of_part,
    only_for_asker,
    read,
)

Q1 = Quarter(2026, 1)


def example(question: Any) -> Any:
    """An answer that the question takes."""
    if question.form is Form.DATE:
        return "2026-05-04"
    if question.form is Form.TEXT:
        return "as they said it"
    one = question.choices[0].value
    return [one] if question.form is Form.SEVERAL else one


def test_nothing_has_to_be_answered() -> None:
    assert read({}) == {}
    assert read(dict.fromkeys((q.id for q in QUESTIONS), "")) == {}
    assert read(dict.fromkeys((q.id for q in QUESTIONS), None)) == {}


def test_every_question_takes_prefer_not_to_say() -> None:
    silent = dict.fromkeys((question.id for question in QUESTIONS), PREFER_NOT)
    assert read(silent) == silent


def test_every_question_takes_its_own_answers() -> None:
    answers = {question.id: example(question) for question in QUESTIONS}
    assert read(answers) == {k: v for k, v in answers.items() if k != "other_reasons"}
    assert read(read(answers)) == read(answers)


def test_the_reasons_and_what_would_help_are_those_of_the_questionnaire() -> None:
    """The issue's own list, in its order."""
    assert [choice.value for choice in REASONS] == [
        "feels_well",
        "had_one",
        "school_or_work",
        "time_or_place",
        "strangers",
        "who_will_see",
        "examined",
        "bad_experience",
        "singled_out",
        "too_many",
        "language",
        "not_settled",
        "other",
    ]
    would_help = next(q for q in QUESTIONS if q.id == "would_help")
    assert len(would_help.choices) == 10


def test_each_part_has_its_questions() -> None:
    young = [q.id for q in QUESTIONS if q.part is Part.YOUNG_PERSON]
    assert len(young) == 10
    assert of_part({"told": "yes", "offered_by": "A Nurse"}, Part.STAFF) == {
        "offered_by": "A Nurse"
    }


def test_answers_may_be_typed_values() -> None:
    kept = read({"told": True, "ask_again": False, "next_offer_on": date(2026, 8, 3)})
    assert kept == {"told": "yes", "ask_again": "no", "next_offer_on": "2026-08-03"}
    assert next_offer(kept) == date(2026, 8, 3)
    assert next_offer({}) is None
    assert next_offer({"next_offer_on": PREFER_NOT}) is None


def test_several_choices_are_kept_once_in_the_order_they_are_read_out() -> None:
    assert read({"would_help": ("later", "home", "later")}) == {"would_help": ["home", "later"]}


def test_the_main_reason_is_not_another_reason_too() -> None:
    both = {"main_reason": "language", "other_reasons": ["language", "examined"]}
    assert read(both)["other_reasons"] == ["examined"]
    assert "other_reasons" not in read({**both, "other_reasons": ["language"]})


@pytest.mark.parametrize(
    "answers",
    [
        {"main_reason": "bored"},
        {"would_help": ["home", "magic"]},
        {"other_reasons": ["language", PREFER_NOT]},
        {"next_offer_on": "soon"},
        {"told": "maybe"},
        {"help_with": "x" * 2001},
        {"shoe_size": "7"},
    ],
)
def test_what_cannot_be_an_answer_is_named_with_its_question(answers: dict[str, Any]) -> None:
    with pytest.raises(AnswersRefused) as refused:
        read({"told": "yes", **answers})
    assert [question for question, _ in refused.value.problems] == [*answers]


def test_the_young_person_decides_who_sees_the_answers() -> None:
    assert only_for_asker(read({"may_see": ["asker"]}))
    assert not only_for_asker(read({"may_see": ["asker", "carer"]}))
    assert not only_for_asker(read({}))


def test_answers_are_read_out_in_words() -> None:
    question = next(q for q in QUESTIONS if q.id == "would_help")
    assert in_words(question, ["home", "nothing"]) == "at home, nothing"
    assert in_words(question, PREFER_NOT) == "prefer not to say"
