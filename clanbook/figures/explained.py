"""Why an assessment was missed, in a sentence with the dates behind the reason (RULES 7)."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from clanbook.dates import Calendar, day_count, shown
from clanbook.figures.cohort import Cohort, Due
from clanbook.pathway import Reason, assessments_behind, explanation, last_permitted_notice
from clanbook.pathway.reasons import NOT_TAKEN_UP
from clanbook.records import Assessment, Ending, RefusedBy


def explain(due: Due, reason: Reason, cohort: Cohort) -> str:
    """How the assessment stands and the reason with its dates; then staff's own note, if any."""
    fact = _FACTS[reason](_Missed(due, cohort.calendar))
    name = reason.replace("_", " ").capitalize()
    sentence = f"{due.member.why} {name}: {fact}." if fact else f"{due.member.why} {name}."
    recorded = explanation(due.case, due.requirement)
    if recorded is not None and recorded.reason == reason:
        return f"{sentence} Recorded by staff as the primary reason: {recorded.note}"
    return sentence


def explain_had_notice(due: Due, cohort: Cohort) -> str:
    """By how many days notice was late, and the day seen moved earlier by as many (RULES 7)."""
    notified, seen = due.episode.notified, due.requirement.seen
    if notified is None or seen is None:
        return due.member.why
    permitted = last_permitted_notice(due.episode, due.la.rules, cohort.calendar)
    delay = notified - permitted
    return (
        f"{due.member.why} Notified {shown(notified)}, {day_count(delay.days)} after the last "
        f"permitted day {shown(permitted)} ({due.la.rules.notify_within}); seen as much earlier, "
        f"on {shown(seen - delay)}, it would have been on time."
    )


@dataclass(frozen=True)
class _Missed:
    """A missed assessment with what its reasons are told from."""

    due: Due
    calendar: Calendar

    @cached_property
    def behind(self) -> list[Assessment]:
        """The assessments whose events count (RULES 7)."""
        return assessments_behind(self.due.case, self.due.requirement)

    @cached_property
    def ids(self) -> set[int]:
        """Their record ids."""
        return {a.id for a in self.behind}

    def dated(self, days: Iterable[date | None]) -> str:
        """Those of the days that count: known, and on or before the limit (RULES 7)."""
        limit = self.due.requirement.limit
        return _listed(day for day in days if day is not None and day <= limit)

    def booked(self, endings: Collection[Ending]) -> list[date]:
        """The appointments' days of their bookings that ended in one of these ways."""
        bookings = self.due.case.bookings
        return [b.day for b in bookings if b.ending in endings and b.assessment in self.ids]


def _listed(days: Iterable[date | None]) -> str:
    return ", ".join(shown(day) for day in sorted({day for day in days if day is not None}))


def _refused(missed: _Missed) -> str:
    refusals = [r for r in missed.due.case.refusals if r.assessment in missed.ids]
    days = [r.on for r in refusals if r.by is not RefusedBy.PARENT]
    rows = [a.refused_on for a in missed.behind if a.refused_by is not RefusedBy.PARENT]
    told = _listed([*days, *rows])
    return f"the young person's refusal stands ({told})" if told else ""


def _late_notification(missed: _Missed) -> str:
    episode, rules = missed.due.episode, missed.due.la.rules
    came = f"notified {shown(episode.notified)}" if episode.notified else "never notified"
    permitted = last_permitted_notice(episode, rules, missed.calendar)
    return f"{came}, last permitted day {shown(permitted)} ({rules.notify_within})"


def _no_consent(missed: _Missed) -> str:
    limit = missed.due.requirement.limit
    consents = missed.due.case.consents_of(missed.due.episode)
    if not consents:
        return f"no consent received, wanted by {shown(limit)}"
    came = f"consent received {shown(consents[0].received)}"
    parent = "but a parent's refusal stands"
    return f"{came}, {parent if consents[0].received <= limit else f'wanted by {shown(limit)}'}"


def _missing_or_away(missed: _Missed) -> str:
    return ", ".join(sorted({str(a.away_reason) for a in missed.behind if a.away_reason}))


def _placement_move(missed: _Missed) -> str:
    since = max(missed.due.requirement.start, missed.due.episode.entered_care)
    moves = [p.since for p in missed.due.case.placements if p.since > since]
    return missed.dated([*moves, *(a.placement_move_on for a in missed.behind)])


def _not_taken_up(missed: _Missed) -> str:
    rows = [day for a in missed.behind for day in (a.not_taken_up_on, a.uncontactable_on)]
    contacts = missed.due.case.contacts
    failed = [c.on for c in contacts if not c.reached and c.assessment in missed.ids]
    return missed.dated([*rows, *failed, *missed.booked(NOT_TAKEN_UP)])


def _out_of_area(missed: _Missed) -> str:
    teams = sorted({a.carried_out_by for a in missed.behind if a.elsewhere})
    return f"carried out by {', '.join(teams)}" if teams else ""


def _clinic_cancelled(missed: _Missed) -> str:
    rows = [a.clinic_cancelled_on for a in missed.behind]
    return missed.dated([*rows, *missed.booked({Ending.CANCELLED_BY_CLINIC})])


def _no_capacity(missed: _Missed) -> str:
    tried = _listed(a.no_capacity_on for a in missed.behind)
    return f"no free slot in time when booking was tried on {tried}" if tried else ""


_FACTS: dict[Reason, Callable[[_Missed], str]] = {
    Reason.REFUSED: _refused,
    Reason.LATE_NOTIFICATION: _late_notification,
    Reason.NO_CONSENT: _no_consent,
    Reason.MISSING_OR_AWAY: _missing_or_away,
    Reason.PLACEMENT_MOVE: _placement_move,
    Reason.NOT_TAKEN_UP: _not_taken_up,
    Reason.OUT_OF_AREA: _out_of_area,
    Reason.CLINIC_CANCELLED: _clinic_cancelled,
    Reason.NO_CAPACITY: _no_capacity,
    Reason.UNEXPLAINED: lambda _missed: "no reason is on record",
}
"""What is known of each reason, with its dates; empty where only staff's own record says it."""
