"""Strengths and Difficulties Questionnaires: the chart sdq (RULES 8)."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import partial

from clanbook.caseload import Case, short_break
from clanbook.dates import Quarter, add_months
from clanbook.figures import sentences
from clanbook.figures.care import in_care
from clanbook.figures.chart import Chart, Layout, Member, Row
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
    months. A child whose date of birth is not known is not known to be due, and a questionnaire
    scored on a day of a short-break series is not counted as completed (choice).
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
        scored = _scored(case, first, last)
        row["completed"] += _completed(la, case, (day for day in scored if day >= quarter.start))
        episode = in_care(case, last)
        if episode is not None and _due(case, episode, first, last):
            latest = max(scored, default=None)
            why = partial(sentences.of_sdq_due, case, episode, latest, first, last)
            counted = member(la, case, why, episode)
            row["due"].append(counted)
            if latest is not None:
                row["up_to_date"].append(counted)
    return row


def _scored(case: Case, first: date, last: date) -> list[date]:
    """The day of each questionnaire scored from the first day to the last."""
    days = (sdq.completed for sdq in case.sdqs if sdq.score is not None)
    return [day for day in days if day is not None and first <= day <= last]


def _due(case: Case, episode: CareEpisode, first: date, last: date) -> bool:
    """Whether a child in care on the last day owes a questionnaire within the 12 months."""
    turned, too_old = case.child.turns(FIRST_AGE), case.child.turns(TOO_OLD)
    if turned is None or too_old is None or short_break(episode) or episode.entered_care > first:
        return False
    return turned <= last < too_old


def _completed(la: str, case: Case, days: Iterable[date]) -> Iterator[Member]:
    """A member for each questionnaire scored on one of the days, less those of short breaks."""
    for day in days:
        episode = in_care(case, day)
        if episode is None or not short_break(episode):
            yield member(la, case, partial(sentences.of_questionnaire, day), episode)
