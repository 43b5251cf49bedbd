"""What a notification makes due, and what was logged, each in one line."""

from datetime import date, datetime

from clanbook.dates import day_count, local_date
from clanbook.desk.expected import Expected
from clanbook.desk.notifications import Logged
from clanbook.desk.words import distance
from clanbook.exchange.merging import Effect
from screens import shown

_VERBS = {Effect.ADDED: "Logged", Effect.CHANGED: "Changed", Effect.UNCHANGED: "Nothing new for"}


def foreseen(expected: Expected, notified: date | None, today: date, open_now: str = "") -> str:
    """When the IHA is due, and how the notice stands (RULES 3, 5).

    Once it is done, what is open now, where anything is.
    """
    done = expected.seen is not None
    iha = open_now if done and open_now else _first(expected.words)
    if expected.due is not None:
        iha = f"IHA due {shown.weekday(expected.due)}, {distance(expected.due, today)}"
    return f"{iha} · {_notice(notified, expected.last_permitted, today)}"


def logged_words(logged: Logged) -> str:
    """Whose notification was logged, the due date of the IHA, and whether notice came late."""
    who = f"{_VERBS[logged.effect]} {shown.name(logged.case.child)}"
    if logged.due is None:
        return f"{who}. {_first(logged.words)}."
    late = logged.late and logged.episode.notified is not None
    return f"{who}: IHA due {shown.day(logged.due)}{', notice late' if late else ''}"


def _first(words: str) -> str:
    """The first sentence, without its full stop."""
    return words.partition(". ")[0].removesuffix(".")


def _notice(notified: date | None, last: date, today: date) -> str:
    """How the notice stands to the last permitted day; what is to come of it where none came."""
    limit = shown.day(last)
    if notified is None:
        return f"notice {'was due by' if last < today else 'in time until'} {limit}"
    day = local_date(notified) if isinstance(notified, datetime) else notified
    late = (day - last).days
    return f"notice {f'{day_count(late)} late' if late > 0 else 'in time'} (limit {limit})"
