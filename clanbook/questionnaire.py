"""The questionnaire that goes with a young person's refusal: its questions and answers.

Nobody has to answer anything, and every question may be answered with "prefer not to say". The
refusal is an outcome of one offer; whatever is answered, the IHA stays due (RULES 3).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from clanbook.dates import parse_date

Answers = Mapping[str, str | list[str]]
"""Answers by the question's id: a choice, text, `yes` or `no`, an ISO date; or several choices."""

PREFER_NOT = "prefer_not_to_say"
"""The answer that every question takes."""

PREFER_NOT_WORDS = "prefer not to say"

LONGEST_ANSWER = 2000


class Part(StrEnum):
    """Whose part of the questionnaire a question is in."""

    YOUNG_PERSON = "young_person"
    STAFF = "staff"


class Form(StrEnum):
    """How a question is answered."""

    ONE = "one"
    SEVERAL = "several"
    YES_NO = "yes_no"
    TEXT = "text"
    DATE = "date"


@dataclass(frozen=True)
class Choice:
    """One of a question's answers: as it is kept, and as it is read out."""

    value: str
    words: str


@dataclass(frozen=True)
class Question:
    """A question as it is put; `choices` are without "prefer not to say", which all take."""

    id: str
    words: str
    part: Part
    form: Form
    choices: tuple[Choice, ...] = ()


REASONS = (
    Choice("feels_well", "feels well"),
    Choice("had_one", "had one recently, or sees own GP"),
    Choice("school_or_work", "school, college or work"),
    Choice("time_or_place", "the time or the place"),
    Choice("strangers", "strangers, or wants a woman or a man"),
    Choice("who_will_see", "who will see it"),
    Choice("examined", "being examined or weighed"),
    Choice("bad_experience", "a bad experience"),
    Choice("singled_out", "feels singled out"),
    Choice("too_many", "too many professionals"),
    Choice("language", "language"),
    Choice("not_settled", "not settled"),
    Choice("other", "other"),
)
"""Why a young person says no."""

WOULD_HELP = (
    Choice("home", "at home"),
    Choice("school", "at school"),
    Choice("phone_or_video", "by phone or video"),
    Choice("other_clinician", "another clinician"),
    Choice("someone_with_me", "someone with me"),
    Choice("shorter", "shorter"),
    Choice("later", "later"),
    Choice("only_parts", "only parts of it"),
    Choice("questions_instead", "questions instead"),
    Choice("nothing", "nothing"),
)
"""What would make it OK."""

YES, NO = "yes", "no"
_YES_NO = (Choice(YES, "yes"), Choice(NO, "no"))

ONLY_ASKER = "asker"
"""The answer by which only the member of staff who asked sees the young person's answers."""

_MAY_SEE = (
    Choice(ONLY_ASKER, "only who asked me"),
    Choice("health_team", "the health team"),
    Choice("social_worker", "my social worker"),
    Choice("carer", "my carer"),
)

_COMPLETED_WITH = (
    Choice("social_worker", "social worker"),
    Choice("nurse", "nurse"),
    Choice("advocate", "advocate"),
    Choice("alone", "alone"),
)

_YOUNG, _STAFF = Part.YOUNG_PERSON, Part.STAFF

MAIN_REASON, OTHER_REASONS, MAY_SEE, NEXT_OFFER = (
    "main_reason",
    "other_reasons",
    "may_see",
    "next_offer_on",
)

QUESTIONS = (
    Question("told", "Were you told what it is for?", _YOUNG, Form.YES_NO, _YES_NO),
    Question(MAIN_REASON, "What is your main reason?", _YOUNG, Form.ONE, REASONS),
    Question(OTHER_REASONS, "Are there other reasons?", _YOUNG, Form.SEVERAL, REASONS),
    Question("would_help", "What would make it OK?", _YOUNG, Form.SEVERAL, WOULD_HELP),
    Question("help_with", "Is there anything you want help with?", _YOUNG, Form.TEXT),
    Question("nurse_contact", "Shall the nurse contact you?", _YOUNG, Form.YES_NO, _YES_NO),
    Question("nurse_contact_how", "How shall the nurse contact you?", _YOUNG, Form.TEXT),
    Question("ask_again", "May we ask again?", _YOUNG, Form.YES_NO, _YES_NO),
    Question("ask_again_when", "When may we ask again?", _YOUNG, Form.TEXT),
    Question(MAY_SEE, "Who may see these answers?", _YOUNG, Form.SEVERAL, _MAY_SEE),
    Question("offered_on", "Offered when", _STAFF, Form.DATE),
    Question("offered_by", "Offered by whom", _STAFF, Form.TEXT),
    Question("competence_judged_by", "Competence judged by whom", _STAFF, Form.TEXT),
    Question("completed_with", "Completed with", _STAFF, Form.ONE, _COMPLETED_WITH),
    Question("nurse_review_offered", "Nurse's review offered", _STAFF, Form.YES_NO, _YES_NO),
    Question("nurse_review_accepted", "Nurse's review accepted", _STAFF, Form.YES_NO, _YES_NO),
    Question("safeguarding_concern", "Safeguarding concern", _STAFF, Form.YES_NO, _YES_NO),
    Question(NEXT_OFFER, "The service offers it again on", _STAFF, Form.DATE),
)
"""Every question in the order it is put."""

BY_ID = {question.id: question for question in QUESTIONS}


class AnswersRefused(ValueError):
    """Answers that cannot be kept; `problems` are question ids, each with one sentence."""

    def __init__(self, problems: list[tuple[str, str]]) -> None:
        """Keep what is wrong, question by question."""
        self.problems = problems
        super().__init__(" ".join(f"{question}: {said}" for question, said in problems))


# --- Answers


def read(given: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """The answers as they are kept, without the empty ones.

    A date may be a date or text, a yes or no a bool or text, several choices any collection.
    Raises AnswersRefused, naming every question that is answered as it cannot be.
    """
    kept: dict[str, str | list[str]] = {}
    problems = [(name, "There is no such question.") for name in given if name not in BY_ID]
    for question in QUESTIONS:
        try:
            answer = _read(question, given.get(question.id))
        except ValueError as error:
            problems.append((question.id, f"{error}."))
            continue
        if answer:
            kept[question.id] = answer
    if problems:
        raise AnswersRefused(problems)
    return _without_main_reason(kept)


def _read(question: Question, given: Any) -> str | list[str]:
    """One answer as it is kept; empty where there is none."""
    if given in (None, "", PREFER_NOT):
        return str(given or "")
    if question.form is Form.SEVERAL:
        return _several(question, [given] if isinstance(given, str) else list(given))
    if isinstance(given, bool):
        given = YES if given else NO
    text = given.isoformat() if isinstance(given, date) else str(given).strip()
    return _one(question, text) if text else ""


def _one(question: Question, text: str) -> str:
    if question.form is Form.DATE:
        return parse_date(text).isoformat()
    if question.form is Form.TEXT:
        if len(text) > LONGEST_ANSWER:
            raise ValueError(f"At most {LONGEST_ANSWER:,} characters are kept")
        return text
    return _choice(question, text)


def _several(question: Question, given: list[Any]) -> str | list[str]:
    """The choices in the order they are read out; nobody prefers not to say and says so, too."""
    if PREFER_NOT in given:
        if len(given) > 1:
            raise ValueError(f"Either {PREFER_NOT_WORDS}, or say")
        return PREFER_NOT
    chosen = {_choice(question, str(one)) for one in given}
    return [choice.value for choice in question.choices if choice.value in chosen]


def _choice(question: Question, text: str) -> str:
    if text not in {choice.value for choice in question.choices}:
        expected = ", ".join(choice.value for choice in question.choices)
        raise ValueError(f"The answers are {expected} or {PREFER_NOT}")
    return text


def _without_main_reason(kept: dict[str, str | list[str]]) -> dict[str, str | list[str]]:
    """The main reason is no other reason, too."""
    others = kept.get(OTHER_REASONS)
    if isinstance(others, list):
        kept[OTHER_REASONS] = [reason for reason in others if reason != kept.get(MAIN_REASON)]
        if not kept[OTHER_REASONS]:
            del kept[OTHER_REASONS]
    return kept


def of_part(answers: Answers, part: Part) -> dict[str, str | list[str]]:
    """The answers to one part's questions."""
    return {name: answer for name, answer in answers.items() if BY_ID[name].part is part}


def only_for_asker(answers: Answers) -> bool:
    """Whether the young person let only the one who asked see the answers."""
    return answers.get(MAY_SEE) == [ONLY_ASKER]


def next_offer(answers: Answers) -> date | None:
    """The day of the next offer, where staff set one."""
    said = answers.get(NEXT_OFFER)
    return parse_date(said) if isinstance(said, str) and said != PREFER_NOT else None


def in_words(question: Question, answer: str | list[str]) -> str:
    """An answer as it is read out."""
    words = {choice.value: choice.words for choice in question.choices}
    words[PREFER_NOT] = PREFER_NOT_WORDS
    several = answer if isinstance(answer, list) else [answer]
    return ", ".join(words.get(one, one) for one in several)
