"""The questionnaire of a refusal as fields of a form, and as text to read."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from clanbook.dates import shown
from clanbook.questionnaire import (
    BY_ID,
    PREFER_NOT,
    PREFER_NOT_WORDS,
    QUESTIONS,
    Answers,
    AnswersRefused,
    Part,
    Question,
    in_words,
    read,
)
from clanbook.questionnaire import Form as Answering
from screens.acts import key_shown
from screens.keymap import Keys
from screens.widgets.choice_field import ChoiceField, ManyField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field
from screens.widgets.form import Section

_PARTS = {
    Part.YOUNG_PERSON: "The young person's answers: each may be left out",
    Part.STAFF: "Staff",
}

LABELS: dict[str, str] = {
    "told": "Told what it is for",
    "main_reason": "Main reason",
    "other_reasons": "Other reasons",
    "would_help": "Would make it OK",
    "help_with": "Wants help with",
    "nurse_contact": "Nurse to make contact",
    "nurse_contact_how": "How",
    "ask_again": "May we ask again",
    "ask_again_when": "When",
    "may_see": "Who may see this",
    "offered_on": "Offered on",
    "offered_by": "Offered by",
    "competence_judged_by": "Competence judged by",
    "completed_with": "Completed with",
    "nurse_review_offered": "Nurse's review offered",
    "nurse_review_accepted": "Nurse's review taken",
    "safeguarding_concern": "Safeguarding concern",
    "next_offer_on": "Service's next offer",
}
"""The questions in the few words a form has room for; in full above it while they are asked."""

_PREFERS_NOT = (PREFER_NOT, PREFER_NOT_WORDS)


def question_fields(today: Callable[[], date]) -> Iterator[Field[Any] | Section]:
    """Every question as a field, under the heading of its part."""
    for part, heading in _PARTS.items():
        yield Section(heading)
        yield from (field_of(question, today) for question in QUESTIONS if question.part is part)


def none_needed(keys: Keys) -> str:
    """What to say of the questions as a whole."""
    return f"Nothing has to be answered: {key_shown(keys['save'][0])} saves what is there."


def answers_in(given: dict[str, Any]) -> dict[str, Any]:
    """What was answered, by the question's id."""
    return {name: value for name, value in given.items() if name in BY_ID and value}


def problems_with(answers: dict[str, Any]) -> list[tuple[str, str]]:
    """Why the answers cannot be kept, question by question: asked before anything is."""
    try:
        read(answers)
    except AnswersRefused as refused:
        return refused.problems
    return []


def field_of(question: Question, today: Callable[[], date]) -> Field[Any]:
    """The field that a question is answered in."""
    label = LABELS[question.id]
    choices = [*((c.value, c.words) for c in question.choices), _PREFERS_NOT]
    if question.form is Answering.DATE:
        return DateField(question.id, label, today=today)
    if question.form is Answering.SEVERAL:
        return ManyField(question.id, label, choices, hint="numbers such as 1 3; F4 lists them")
    otherwise = str if question.form is Answering.TEXT else None
    hint = "words, or F4" if otherwise else "F4 lists"
    return ChoiceField(question.id, label, choices, otherwise=otherwise, hint=hint, width=40)


def fields_of(answers: Answers) -> dict[str, Any]:
    """Answers as they are kept, as the fields take them."""
    return {name: _value(BY_ID[name], answer) for name, answer in answers.items()}


def _value(question: Question, answer: str | list[str]) -> Any:
    if question.form is Answering.SEVERAL:
        return tuple([answer] if isinstance(answer, str) else answer)
    if question.form is Answering.DATE and isinstance(answer, str) and answer != PREFER_NOT:
        return date.fromisoformat(answer)
    return answer


def read_out(answers: Answers) -> Iterator[tuple[str, str]]:
    """Each question that was answered, as it was put, and the answer in words."""
    for question in QUESTIONS:
        if question.id in answers:
            value = _value(question, answers[question.id])
            words = in_words(question, answers[question.id])
            yield question.words, shown(value) if isinstance(value, date) else words
