"""What assessments an episode requires, and how each stands at a day (RULES 3, 4)."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import msgspec

from clanbook.caseload import Case, short_break
from clanbook.dates import Calendar
from clanbook.pathway.due import iha_due, next_review, rha_limit, stand_in
from clanbook.pathway.refusals import refusal_stands
from clanbook.records import Assessment, CareEpisode, Kind, RefusedBy
from clanbook.settings import Rules

ONE_DAY = timedelta(days=1)


class State(StrEnum):
    """How a required assessment stands at the as-at day: exactly one holds (RULES 3)."""

    ON_TIME = "on_time"
    LATE = "late"
    REFUSED = "refused"
    OUTSTANDING = "outstanding"
    NOT_YET_DUE = "not_yet_due"


class Requirement(msgspec.Struct, frozen=True, kw_only=True):
    """One IHA or RHA that a child's episode requires.

    `child` and `episode` are record ids. It is counted from `start` (entry, or the day last
    seen), belongs to the quarter of `due`, and is on time when `seen` by `limit`. `answered_by`
    is the id of the assessment at which the child was seen.
    """

    kind: Kind
    child: int
    episode: int
    start: date
    due: date
    limit: date
    state: State
    seen: date | None = None
    answered_by: int | None = None

    @property
    def matured(self) -> bool:
        """Whether it counts in a percentage's denominator: it is not `not_yet_due`."""
        return self.state is not State.NOT_YET_DUE

    @property
    def missed(self) -> bool:
        """Whether it is matured and was not on time (RULES 7)."""
        return self.state not in (State.NOT_YET_DUE, State.ON_TIME)


def requirements(case: Case, rules: Rules, calendar: Calendar, as_at: date) -> list[Requirement]:
    """All that a child's episodes require, episode by episode: the IHA, then the RHAs."""
    found: list[Requirement] = []
    for episode in case.episodes:
        initial = iha(case, episode, rules, calendar, as_at)
        if initial is not None:
            found.append(initial)
        found += rhas(case, episode, rules, calendar, as_at)
    return found


def iha(
    case: Case, episode: CareEpisode, rules: Rules, calendar: Calendar, as_at: date
) -> Requirement | None:
    """The episode's IHA at the end of `as_at`, or None where none is required (RULES 3).

    None for a short break, where a recent assessment stands in, and where care ended, or is known
    to end with the 18th birthday, on or before the due date with no IHA done. Done is an IHA that
    belongs to the episode; of several the earliest counts.
    """
    if short_break(episode) or stand_in(case, episode) is not None:
        return None
    due = iha_due(episode, rules, calendar)
    answer = _iha_seen(case, episode)
    end = case.end(episode)
    if answer is None and end is not None and end <= due:
        return None
    return _Duty(case, episode, rules, calendar, as_at).iha(due, answer)


def rhas(
    case: Case, episode: CareEpisode, rules: Rules, calendar: Calendar, as_at: date
) -> list[Requirement]:
    """The episode's RHAs at the end of `as_at`, oldest first; only the last can be unanswered.

    The first exists from entry on, however far off it is. Any IHA or RHA of the child answers
    one, even after the episode has ended. None is due on or after the end of care, the 18th
    birthday included, and none is required of a short break (RULES 4).
    """
    found: list[Requirement] = []
    if short_break(episode):
        return found
    duty = _Duty(case, episode, rules, calendar, as_at)
    end = case.end(episode)
    for start, answer in _series(case, episode, rules):
        due = next_review(case, episode, start, rules)
        if end is not None and due >= end:
            break
        found.append(duty.rha(start, due, answer))
    return found


def assessments_behind(case: Case, requirement: Requirement) -> list[Assessment]:
    """The assessments whose events say why a requirement stands as it does (RULES 7).

    Of an IHA all the episode's IHAs; of an RHA the assessment that answered it or, unanswered,
    the open RHAs since its start.
    """
    if requirement.kind is Kind.RHA and requirement.answered_by is not None:
        return [a for a in case.assessments if a.id == requirement.answered_by]
    return _offered(case, requirement.episode, requirement.kind, requirement.start)


class _Seen(NamedTuple):
    """A day on which a child was seen, and at which assessment."""

    day: date
    assessment: int


class _Duty(NamedTuple):
    """One episode with the rules it is read by and the day it is read at."""

    case: Case
    episode: CareEpisode
    rules: Rules
    calendar: Calendar
    as_at: date

    def iha(self, due: date, answer: _Seen | None) -> Requirement:
        """The IHA due on that day: its limit is its due date."""
        return self._required(Kind.IHA, self.episode.entered_care, due, due, answer)

    def rha(self, start: date, due: date, answer: _Seen | None) -> Requirement:
        """The RHA counted from `start`."""
        return self._required(Kind.RHA, start, due, rha_limit(due, self.rules), answer)

    def _required(
        self, kind: Kind, start: date, due: date, limit: date, answer: _Seen | None
    ) -> Requirement:
        if answer is not None:
            state = State.ON_TIME if answer.day <= limit else State.LATE
        else:
            offered = _offered(self.case, self.episode.id, kind, start)
            state = _unseen(self.case, offered, limit, self.as_at)
        return Requirement(
            kind=kind,
            child=self.case.child.id,
            episode=self.episode.id,
            start=start,
            due=due,
            limit=limit,
            state=state,
            seen=answer.day if answer else None,
            answered_by=answer.assessment if answer else None,
        )


def _unseen(case: Case, offered: Collection[Assessment], limit: date, as_at: date) -> State:
    """The state while the child has not been seen; a refusal counts before the due date, too."""
    if refusal_stands(case, offered) is RefusedBy.YOUNG_PERSON:
        return State.REFUSED
    return State.OUTSTANDING if limit < as_at else State.NOT_YET_DUE


def _offered(case: Case, episode: int, kind: Kind, start: date) -> list[Assessment]:
    """All the episode's IHAs; or its RHAs that are open and began on or after `start`.

    (choice) An open RHA without any date counts as begun since the start.
    """
    of_kind = [a for a in case.assessments if a.episode == episode and a.kind is kind]
    if kind is Kind.IHA:
        return of_kind
    return [a for a in of_kind if a.completed is None and (not a.dates or a.dates[0] >= start)]


def _series(case: Case, episode: CareEpisode, rules: Rules) -> Iterator[tuple[date, _Seen | None]]:
    """The start of each RHA in turn with what answered it; the last one is unanswered."""
    start, answers_from = _series_start(case, episode, rules)
    for seen in sorted(_seen(a for a in case.assessments if a.kind is not Kind.ADOPTION)):
        if seen.day >= answers_from:
            yield start, seen
            start, answers_from = seen.day, seen.day + ONE_DAY
    yield start, None


def _series_start(case: Case, episode: CareEpisode, rules: Rules) -> tuple[date, date]:
    """The day the series is counted from, and the first day that can answer its first RHA.

    An assessment answers only those after it; on the day of entry itself one already can.
    """
    standing = stand_in(case, episode)
    begun = standing.completed if standing and standing.completed else episode.entered_care
    initial = _iha_seen(case, episode)
    if initial is not None and initial.day <= next_review(case, episode, begun, rules):
        return initial.day, initial.day + ONE_DAY
    return begun, episode.entered_care


def _iha_seen(case: Case, episode: CareEpisode) -> _Seen | None:
    """When the child was first seen at an IHA of the episode, one before entry included."""
    return min(_seen(case.assessments_of(episode, Kind.IHA)), default=None)


def _seen(assessments: Iterable[Assessment]) -> list[_Seen]:
    """When the child was seen at these assessments."""
    return [_Seen(a.completed, a.id) for a in assessments if a.completed is not None]
