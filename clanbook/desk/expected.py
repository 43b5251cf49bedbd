"""What a notification makes due, and whether it came in time, in words."""

from dataclasses import dataclass
from datetime import date

from clanbook import pathway
from clanbook.caseload import Case, short_break
from clanbook.dates import Calendar, day_count, shown, weekday_shown
from clanbook.desk.words import distance
from clanbook.records import CareEpisode
from clanbook.settings import Rules, Service


@dataclass(frozen=True)
class Expected:
    """When the IHA is due (None: none is, any more) and the notice was to come, with words.

    `late` is None while no day of notice is known. `seen` is the day the IHA was done.
    """

    due: date | None
    late: bool | None
    last_permitted: date
    words: str
    seen: date | None = None


def expected(case: Case, episode: CareEpisode, service: Service, today: date) -> Expected:
    """What an episode of the case makes due, and how its notice stands (RULES 3, 5)."""
    rules, calendar = service.rules_for(case.child.la), service.calendar()
    last = pathway.last_permitted_notice(episode, rules, calendar)
    late = pathway.notified_late(episode, rules, calendar) if episode.notified else None
    required = None
    if service.la(case.child.la) is not None:
        required = pathway.iha(case, episode, rules, calendar, today)
    seen = required.seen if required else None
    due = required.due if required and seen is None else None
    iha = _iha(case, episode, service, required, today)
    return Expected(due, late, last, f"{iha} {_notice(episode, last, today)}", seen)


def _iha(
    case: Case,
    episode: CareEpisode,
    service: Service,
    required: pathway.Requirement | None,
    today: date,
) -> str:
    """The sentence on the episode's IHA."""
    if service.la(case.child.la) is None:
        return "Another LA's child: assessed when that LA asks."
    if required is None:
        why = _why_none(case, episode, service.rules_for(case.child.la), service.calendar())
        return f"No IHA is required: {why}."
    if required.seen is not None:
        return f"IHA seen on {weekday_shown(required.seen)}."
    verb = "is" if required.due >= today else "was"
    day, off = weekday_shown(required.due), distance(required.due, today)
    return f"IHA {verb} due {day}, {off}."


def _why_none(case: Case, episode: CareEpisode, rules: Rules, calendar: Calendar) -> str:
    if short_break(episode):
        return f"{episode.legal_status} is a series of short breaks"
    standing = pathway.stand_in(case, episode)
    if standing is not None and standing.completed is not None:
        return f"the {standing.kind} of {shown(standing.completed)} stands in"
    due = pathway.iha_due(episode, rules, calendar)
    return f"care ends before it was due on {weekday_shown(due)}"


def _notice(episode: CareEpisode, last: date, today: date) -> str:
    if episode.notified is None:
        verb = "is" if last >= today else "was"
        return f"The last day for notice in time {verb} {weekday_shown(last)}."
    late = (episode.notified - last).days
    if late > 0:
        return f"Notice {day_count(late)} late: the last permitted day was {weekday_shown(last)}."
    return f"Notice in time: it could come until {weekday_shown(last)}."
