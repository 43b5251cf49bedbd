"""An assessments row: which assessment it is, and which care episode that belongs to."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from clanbook.caseload import Case
from clanbook.dates import add_months
from clanbook.dates import shown as day_shown
from clanbook.exchange.columns import changes
from clanbook.exchange.merging.facts import refuse_before_birth
from clanbook.exchange.merging.keeper import Effect, Keeper, RowRefused, keep, known_case
from clanbook.exchange.rows import shown
from clanbook.records import Assessment, CareEpisode

MONTHS_AHEAD = 3
"""How long before an episode an assessment may be that belongs to it (CONTRACT, CSV files)."""

T = TypeVar("T")

_KEY_DATES = ("requested", "completed", "refused_on")
_EVENT_DATES = ("not_taken_up_on", "uncontactable_on", "clinic_cancelled_on")


def merge_assessment(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge an assessments row: its key is its `ref`, or without one a date it shares."""
    case = known_case(values, keeper)
    fields = changes("assessments", values, Assessment)
    standing = _standing(case, fields, keeper)
    record = _changed(standing or Assessment(child=case.child.id, kind=fields["kind"]), fields)
    if standing is None or record.dates[:1] != standing.dates[:1]:
        record = record.but(episode=episode_for(case, record))
    if record != standing:
        _check(case, standing, record)
    return keep(keeper, standing, record)


def _changed(base: Assessment, fields: dict[str, Any]) -> Assessment:
    """The assessment with the row's cells; a refusal taken back takes its refuser with it."""
    if "refused_on" in fields and fields["refused_on"] is None:
        return base.but(refused_by=None).but(**fields)
    return base.but(**fields)


def _check(case: Case, standing: Assessment | None, record: Assessment) -> None:
    refuse_before_birth(case.child, record.completed, "completed")
    _check_after_seen(record)
    if record.refused_by and not record.refused_on:
        raise RowRefused(f"refused_by {record.refused_by} needs refused_on, the day of the refusal")
    if standing and standing.kind != record.kind and case.bookings_of(standing):
        raise RowRefused(
            f"kind {record.kind}: the assessment has been booked as {standing.kind};"
            f" give the {record.kind} a ref of its own"
        )


def _check_after_seen(record: Assessment) -> None:
    """Refuse a report sent, or checked, before the child was seen."""
    for name in ("report_sent", "quality_checked"):
        day = getattr(record, name)
        if day and record.completed and day < record.completed:
            seen = day_shown(record.completed)
            raise RowRefused(f"{name} {day_shown(day)} is before completed {seen}")


# --- Which assessment


def _standing(case: Case, fields: dict[str, Any], keeper: Keeper) -> Assessment | None:
    """The assessment of the row's key, if it is known."""
    ref = fields.get("ref")
    if not ref:
        alike = (a for a in case.assessments if a.kind == fields["kind"])
        return most_alike(alike, fields, getattr)
    own = next((a for a in case.assessments if a.ref == ref), None)
    if own is None and keeper.assessment_of(ref):
        raise RowRefused(
            f"ref {shown(ref)} is another child's assessment; give this one a ref of its own"
        )
    return own


def most_alike(
    known: Iterable[T], fields: Mapping[str, Any], said: Callable[[T, str], Any]
) -> T | None:
    """Of what is known of a kind that which shares most of a row's dates, the first of several.

    `said` gives what is known under a column's name. A row with nothing but events that went wrong
    is known by these, so that it is not added again by the same file; one without a date is
    refused.
    """
    for names in (_KEY_DATES, _EVENT_DATES):
        given = {name: fields[name] for name in names if fields.get(name)}
        if given:
            shared = [
                (sum(said(one, name) == day for name, day in given.items()), one) for one in known
            ]
            most, found = max(shared, key=lambda pair: pair[0], default=(0, None))
            return found if most else None
    raise RowRefused("a row without a ref needs a requested, completed or refused_on date")


# --- Which care episode


def episode_for(case: Case, assessment: Assessment) -> int | None:
    """The episode an assessment belongs to by its earliest date, or None (CONTRACT, CSV files).

    It is the one open that day, its last day included and the later one where a child came back
    on the day of leaving; else the next to start within three months.
    """
    if not assessment.dates:
        return None
    day = assessment.dates[0]
    for episode in reversed(case.episodes):
        if episode.entered_care <= day and not _ended_before(case, episode, day):
            return episode.id
    latest = add_months(day, MONTHS_AHEAD)
    ahead = (e.id for e in case.episodes if day < e.entered_care <= latest)
    return next(ahead, None)


def _ended_before(case: Case, episode: CareEpisode, day: date) -> bool:
    end = case.end(episode)
    return end is not None and end < day


def follow_episodes(keeper: Keeper, before: Case, after: Case) -> bool:
    """Move the assessments that the dates of the episodes now place elsewhere.

    Only one that stood where its dates put it before is moved; one that staff opened for another
    episode stays. Whether any was moved.
    """
    moved = False
    for assessment in after.assessments:
        episode = episode_for(after, assessment)
        stood = assessment.episode == episode_for(before, assessment)
        if stood and assessment.episode != episode:
            keeper.put(assessment.but(episode=episode))
            moved = True
    return moved
