"""The papers a booking may be made without, and by when they are due (RULES 5)."""

from datetime import date

from clanbook.caseload import Case
from clanbook.dates import Calendar
from clanbook.records import CareEpisode
from clanbook.settings import Rules


def provisional(case: Case, episode: CareEpisode | None) -> bool:
    """Whether a booking now is provisional: demographics, consent or Part A are awaited."""
    if episode is None:
        return False
    papers = (episode.demographics, episode.part_a)
    return None in papers or not case.consents_of(episode)


def papers_due(episode: CareEpisode, rules: Rules, calendar: Calendar) -> date:
    """The day by which the papers of a provisional booking are due: counted from entry (seed)."""
    return rules.paperwork_within.after(episode.entered_care, calendar)
