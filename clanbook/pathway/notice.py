"""Whether the LA told the health team in time, and what it would have changed (RULES 5, 7)."""

from datetime import date

from clanbook.caseload import Case
from clanbook.dates import Calendar
from clanbook.pathway.requirements import Requirement, State
from clanbook.records import CareEpisode, Kind
from clanbook.settings import Rules


def last_permitted_notice(episode: CareEpisode, rules: Rules, calendar: Calendar) -> date:
    """The last day on which a notification is in time, counted from entry (RULES 5)."""
    return rules.notify_within.after(episode.entered_care, calendar)


def notified_late(episode: CareEpisode, rules: Rules, calendar: Calendar) -> bool:
    """Whether the notification came after the last permitted day, or never (RULES 5)."""
    permitted = last_permitted_notice(episode, rules, calendar)
    return episode.notified is None or episode.notified > permitted


def on_time_had_notice_been_on_time(
    case: Case, requirement: Requirement, rules: Rules, calendar: Calendar
) -> bool:
    """Whether a `late` IHA would have been on time, had the late notification not been (RULES 7).

    The day seen is moved earlier by the days that the notification was late. One that never came
    is no day to move from.
    """
    if requirement.kind is not Kind.IHA or requirement.state is not State.LATE:
        return False
    episode = case.episode(requirement.episode)
    if episode.notified is None or requirement.seen is None:
        return False
    # Notice in time was no delay: it would move the day seen no earlier than it is, and it is late.
    delay = episode.notified - last_permitted_notice(episode, rules, calendar)
    return requirement.seen - delay <= requirement.due
