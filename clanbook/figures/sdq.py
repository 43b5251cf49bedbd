"""Strengths and Difficulties Questionnaires: the chart sdq (RULES 8)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from clanbook.caseload import Case, short_break
from clanbook.dates import Quarter, add_months, birthday
from clanbook.figures import sentences
from clanbook.figures.care import in_care
from clanbook.figures.chart import Chart, Layout, Row
from clanbook.figures.cohort import Cohort, member
from clanbook.records import CareEpisode

SDQ = Layout(
    "sdq", ("completed", "due", "up_to_date", "percent"), percents={"percent": "up_to_date"}
)

FIRST_AGE, TOO_OLD = 4, 17
"""A questionnaire is due from the 4th birthday until the 17th."""


def chart(cohort: Cohort, quarter: Quarter) -> Chart:
    """Questionnaires scored in the quarter; children due one, and those of them up to date.

    Due: in care at the quarter's end, in this episode since the first day of the 12 months that
    end with the quarter or before, aged 4-16 at its end. Up to date: scored within those 12
    months. A child whose date of birth is not known is not known to be due.
    """
    rows = {name: _row(name, cases, quarter) for name, cases in cohort.own.items()}
    return Chart(SDQ, rows, {name: row["due"] for name, row in rows.items()})


def year_to(quarter: Quarter) -> tuple[date, date]:
    """The first and last day of the 12 months that end with the quarter."""
    return add_months(quarter.end + timedelta(1), -12), quarter.end


def _row(la: str, cases: Iterable[Case], quarter: Quarter) -> Row:
    row = SDQ.empty_row()
    first, last = year_to(quarter)
    for case in cases:
        for scored in _scored(case, quarter.start, last):
            why = partial(sentences.of_questionnaire, scored)
            row["completed"].append(member(la, case, why, _episode_on(case, scored)))
        episode = in_care(case, last)
        if episode is not None and _due(case, episode, first, last):
            latest = max(_scored(case, first, last), default=None)
            why = partial(sentences.of_sdq_due, case, episode, latest, first, last)
            counted = member(la, case, why, episode)
            row["due"].append(counted)
            if latest is not None:
                row["up_to_date"].append(counted)
    return row


def _due(case: Case, episode: CareEpisode, first: date, last: date) -> bool:
    """Whether a child in care on the last day owes a questionnaire within the 12 months."""
    dob = case.child.dob
    if dob is None or short_break(episode) or episode.entered_care > first:
        return False
    return birthday(dob, FIRST_AGE) <= last < birthday(dob, TOO_OLD)


def _scored(case: Case, first: date, last: date) -> Iterator[date]:
    """The days on which a questionnaire was scored within two days, outside short breaks."""
    for sdq in case.sdqs:
        day = sdq.completed
        if sdq.score is None or day is None or not first <= day <= last:
            continue
        episode = _episode_on(case, day)
        if episode is None or not short_break(episode):
            yield day


def _episode_on(case: Case, day: date) -> CareEpisode | None:
    """The episode a day belongs to: the latest entered by then, else the first."""
    begun = [episode for episode in case.episodes if episode.entered_care <= day]
    return begun[-1] if begun else next(iter(case.episodes), None)
