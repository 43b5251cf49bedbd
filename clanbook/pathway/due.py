"""When an assessment is due, and by when it must be done to be on time (RULES 3, 4)."""

from datetime import date

from clanbook.caseload import Case, under_five
from clanbook.dates import Calendar, add_months, month_end
from clanbook.records import Assessment, CareEpisode, Kind
from clanbook.settings import Rules

STAND_IN_MONTHS = 3
"""How long before entry an assessment still stands in for the IHA (law; RULES 3)."""

UNDER_FIVE_MONTHS = 6
"""Months between reviews before the fifth birthday (law; RULES 4)."""

FIVE_OR_OVER_MONTHS = 12
"""Months between reviews from the fifth birthday on (law; RULES 4)."""


def iha_due(episode: CareEpisode, rules: Rules, calendar: Calendar) -> date:
    """The due date of an episode's IHA, from the day the child entered care (RULES 3)."""
    return rules.iha_due.after(episode.entered_care, calendar)


def stand_in(case: Case, episode: CareEpisode) -> Assessment | None:
    """The latest IHA or RHA before entry that is recent enough to stand in for the IHA (RULES 3).

    It may be of any episode of the child or of none: seen on a day D before entry, with D + 3
    months not before entry.
    """
    recent = [
        (a.completed, a.id, a)
        for a in case.assessments
        if a.completed is not None
        and a.completed < episode.entered_care
        and a.kind is not Kind.ADOPTION
        and add_months(a.completed, STAND_IN_MONTHS) >= episode.entered_care
    ]
    return max(recent)[2] if recent else None


def next_review(case: Case, episode: CareEpisode, day: date, rules: Rules) -> date:
    """The due date of the review counted from `day` (`next` of RULES 4).

    Six months on while that is before the fifth birthday, else twelve; under `at_last` the age on
    `day` decides. Months are added to `day` itself, so no clamped date is ever built upon.
    """
    in_six_months = add_months(day, UNDER_FIVE_MONTHS)
    decides = in_six_months if rules.rha_age_basis == "at_due" else day
    if under_five(case, episode, decides):
        return in_six_months
    return add_months(day, FIVE_OR_OVER_MONTHS)


def rha_limit(due: date, rules: Rules) -> date:
    """The last day on which a review due on `due` is on time (setting `rha_on_time`; RULES 4)."""
    return due if rules.rha_on_time == "by_due_date" else month_end(due)
