"""Why young people refused: the chart refusals, by the main reason each gave.

It counts exactly those that the charts iha and rha count under `refused`, whoever recorded the
refusal; where nobody put down a main reason, it says so.
"""

from collections.abc import Mapping
from functools import partial

from clanbook.dates import Quarter
from clanbook.figures.chart import Chart, Layout, Row
from clanbook.figures.cohort import Cohort, Due, member
from clanbook.pathway import State, assessments_behind, recorded_refusals
from clanbook.questionnaire import BY_ID, MAIN_REASON, PREFER_NOT, REASONS, Answers, in_words
from clanbook.records import Kind, RefusedBy

MAIN = f"{MAIN_REASON}."
NOT_RECORDED = f"{MAIN}not_recorded"

_GIVEN = tuple(f"{MAIN}{reason}" for reason in (*(each.value for each in REASONS), PREFER_NOT))

KINDS = {Kind.IHA: "refused_iha", Kind.RHA: "refused_rha"}

LAYOUT = Layout(
    "refusals",
    ("refused", *KINDS.values(), *_GIVEN, NOT_RECORDED),
    sums=(("refused", tuple(KINDS.values())), ("refused", (*_GIVEN, NOT_RECORDED))),
)

_WORDS = {
    "refused": "Refused",
    **{figure: f"of them {kind}s" for kind, figure in KINDS.items()},
    NOT_RECORDED: "Reason not recorded",
}


def chart(cohort: Cohort, quarter: Quarter, answers: Mapping[int, Answers]) -> Chart:
    """IHAs and RHAs of the quarter that stand refused, by main reason.

    `answers` are those of the questionnaires, by the number of the refusal.
    """
    rows = {la.name: LAYOUT.empty_row() for la in cohort.service.las}
    for kind in KINDS:
        for la, dues in cohort.required(kind, quarter).items():
            for due in dues:
                if due.requirement.state is State.REFUSED:
                    _count(rows[la], due, answers)
    return Chart(LAYOUT, rows)


def words(key: str) -> str:
    """What a figure is called: `Refused`, `of them IHAs`, `Being examined or weighed`."""
    if key in _WORDS:
        return _WORDS[key]
    said = _said(key)
    return f"{said[0].upper()}{said[1:]}"


def names_answer(figure: str) -> bool:
    """Whether naming those behind `refusals.main_reason.language` and the like tells answers."""
    chart_name, _, key = figure.partition(".")
    return chart_name == LAYOUT.name and key in _GIVEN


def _count(row: Row, due: Due, answers: Mapping[int, Answers]) -> None:
    """Put a refused one under `refused` and its main reason."""
    figure = _main_reason(due, answers)
    why = partial(_explained, due, figure)
    row["refused"].append(due.member)
    row[KINDS[due.kind]].append(due.member)
    row[figure].append(member(due.la.name, due.case, why, due.episode, due.requirement))


def _main_reason(due: Due, answers: Mapping[int, Answers]) -> str:
    """The figure of the reason given with the latest refusal that has one."""
    behind = assessments_behind(due.case, due.requirement)
    for refusal in reversed(recorded_refusals(due.case, behind)):
        reason = answers.get(refusal.id, {}).get(MAIN_REASON)
        if refusal.by is RefusedBy.YOUNG_PERSON and reason is not None:
            return f"{MAIN}{reason}"
    return NOT_RECORDED


def _explained(due: Due, figure: str) -> str:
    """How the assessment stands, and the main reason as it is read out."""
    if figure == NOT_RECORDED:
        return f"{due.member.why} No main reason is recorded."
    return f"{due.member.why} Main reason: {_said(figure)}."


def _said(figure: str) -> str:
    """A main reason as it is read out."""
    return in_words(BY_ID[MAIN_REASON], figure.removeprefix(MAIN))
