"""A notifications row: the child, the care episode, its first placement and its consent."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import msgspec

from clanbook.caseload import ADULT_AGE, Case
from clanbook.dates import add_months, birthday, shown
from clanbook.exchange.columns import changes
from clanbook.exchange.forms import MONTHS_PLANNED
from clanbook.exchange.merging.assessments import follow_episodes
from clanbook.exchange.merging.keeper import Effect, Keeper, RowRefused, saved
from clanbook.records import CareEpisode, Child, Consent, Placement

_KIND = "notifications"


class _Notification(msgspec.Struct, frozen=True):
    """What a row makes of a case: each record as it would be, beside what stands.

    New records have the number 0 for themselves and for what they belong to.
    """

    case: Case
    child: Child
    episode: CareEpisode
    was_episode: CareEpisode | None
    placement: Placement | None
    was_placement: Placement | None
    consent: Consent | None
    was_consent: Consent | None

    @property
    def changed(self) -> bool:
        """Whether the row says anything new."""
        return (
            self.child != self.case.child
            or self.episode != self.was_episode
            or self.placement != self.was_placement
            or self.consent != self.was_consent
        )


def merge_notification(values: dict[str, Any], keeper: Keeper) -> Effect:
    """Merge a notifications row: its key is the child and the day they entered care."""
    notification = _read(values, keeper)
    if not notification.changed:
        return Effect.UNCHANGED
    _check(notification)
    _keep(notification, keeper)
    return Effect.CHANGED if notification.was_episode else Effect.ADDED


def correct_notification(
    values: dict[str, Any],
    case: Case,
    episode: CareEpisode,
    placement: Placement | None,
    keeper: Keeper,
    since: date | None = None,
) -> Effect:
    """Merge a row into the episode and placement it corrects, be it in the row's own key.

    `since` is another day than the placement's for it to begin on: of a later one and a row that
    says anything new of it, a new placement is made, and the one before stands.
    """
    consents = case.consents_of(episode)
    was_consent = consents[0] if consents else None
    was_placement, corrected = _placed(case, episode, placement, values, since)
    notification = _Notification(
        case=case,
        child=case.child.but(
            la=values["la"], child_id=values["child_id"], **changes(_KIND, values, Child)
        ),
        episode=_episode(episode, values),
        was_episode=episode,
        placement=corrected,
        was_placement=was_placement,
        consent=_consent(was_consent, values),
        was_consent=was_consent,
    )
    if not notification.changed:
        return Effect.UNCHANGED
    _check(notification)
    _keep(notification, keeper)
    return Effect.CHANGED


def _placed(
    case: Case,
    episode: CareEpisode,
    was: Placement | None,
    values: dict[str, Any],
    since: date | None,
) -> tuple[Placement | None, Placement | None]:
    """The placement that is saved over, None where one is made, and what it becomes."""
    entered = values["entered_care"]
    corrected = _placement(was, since or entered, values)
    if corrected is None:
        return was, None
    if since is None:
        at_entry = was is not None and was.since == episode.entered_care
        return was, corrected.but(since=entered) if at_entry else corrected
    if was is not None and (since < was.since or corrected == was):
        return was, corrected.but(since=since)
    same_day = next((p for p in case.placements if p.since == since), None)
    number, version = (same_day.id, same_day.version) if same_day else (0, 0)
    return same_day, corrected.but(id=number, version=version, since=since)


def _read(values: dict[str, Any], keeper: Keeper) -> _Notification:
    la, child_id = values["la"], values["child_id"]
    case = keeper.case_of(la, child_id) or Case(Child(la=la, child_id=child_id))
    entered = values["entered_care"]
    was_episode = next((e for e in case.episodes if e.entered_care == entered), None)
    was_placement = next((p for p in case.placements if p.since == entered), None)
    consents = case.consents_of(was_episode) if was_episode else []
    was_consent = _standing_consent(consents, values)
    return _Notification(
        case=case,
        child=case.child.but(**changes(_KIND, values, Child)),
        episode=_episode(was_episode or CareEpisode(child=0, entered_care=entered), values),
        was_episode=was_episode,
        placement=_placement(was_placement, entered, values),
        was_placement=was_placement,
        consent=_consent(was_consent, values),
        was_consent=was_consent,
    )


def _episode(base: CareEpisode, values: dict[str, Any]) -> CareEpisode:
    """The episode with the row's cells; a date alone does not undo the time of that same day."""
    episode = base.but(**changes(_KIND, values, CareEpisode))
    if "notified" not in values:
        return episode
    instant = values["notified_at"]
    if instant is None and episode.notified == base.notified:
        return episode
    return episode.but(notified_at=instant)


def _placement(was: Placement | None, entered: date, values: dict[str, Any]) -> Placement | None:
    """The placement at entry; none is made of cells that say nothing."""
    blank = Placement(child=0, since=entered)
    placement = (was or blank).but(**changes(_KIND, values, Placement))
    return None if placement == blank else placement


def _standing_consent(consents: list[Consent], values: dict[str, Any]) -> Consent | None:
    """The consent a row speaks of: the one of its date, else the episode's earliest."""
    same_day = (c for c in consents if c.received == values.get("consent"))
    return next(same_day, consents[0] if consents else None)


def _consent(was: Consent | None, values: dict[str, Any]) -> Consent | None:
    """The consent with the row's cells; clearing its date takes it away."""
    fields = changes(_KIND, values, Consent)
    received = fields.get("received", was.received if was else None)
    if received is None:
        if fields.get("by"):
            raise RowRefused(f"consent_by {fields['by']} needs consent, the day it was received")
        return None
    return (was or Consent(child=0, episode=0, received=received)).but(**fields)


# --- What a rule refuses


def _check(notification: _Notification) -> None:
    episode = notification.episode
    if episode.left_care and episode.left_care < episode.entered_care:
        raise RowRefused(
            f"left_care {shown(episode.left_care)} is before entered_care"
            f" {shown(episode.entered_care)}"
        )
    if episode.notified and add_months(episode.notified, MONTHS_PLANNED) < episode.entered_care:
        raise RowRefused(
            f"notified {shown(episode.notified)} is more than a year before entered_care"
            f" {shown(episode.entered_care)}"
        )
    others = [e for e in notification.case.episodes if e.id != episode.id]
    _check_birth(notification, others)
    for other in others:
        _check_apart(notification.child, episode, other)


def _check_birth(notification: _Notification, others: list[CareEpisode]) -> None:
    """Refuse a date of birth after the child entered care, was placed or seen, or 18 years before.

    Whoever is 18 comes into nobody's care (law).
    """
    dob = notification.child.dob
    if dob is None:
        return
    entered = sorted(e.entered_care for e in (notification.episode, *others))
    if dob > entered[0]:
        raise RowRefused(f"dob {shown(dob)} is after the child entered care on {shown(entered[0])}")
    if birthday(dob, ADULT_AGE) <= entered[-1]:
        adult = f"dob {shown(dob)}: 18 already when the child entered care on"
        raise RowRefused(f"{adult} {shown(entered[-1])}")
    case = notification.case
    seen = [a.completed for a in case.assessments] + [s.completed for s in case.sdqs]
    _refuse_born_after(dob, [*seen, *(f.day for f in case.health)], "seen")
    _refuse_born_after(dob, [p.since for p in case.placements], "placed")


def _refuse_born_after(dob: date, days: Iterable[date | None], what: str) -> None:
    """Refuse a date of birth after the first of these days."""
    first = min((day for day in days if day), default=dob)
    if dob > first:
        raise RowRefused(f"dob {shown(dob)} is after the child was {what} on {shown(first)}")


def _check_apart(child: Child, episode: CareEpisode, other: CareEpisode) -> None:
    """Refuse two episodes open on the same day; coming back on the day of leaving is allowed."""
    first, second = sorted((episode, other), key=lambda e: e.entered_care)
    end = Case(child).end(first)
    if end is None or end > second.entered_care:
        until = f"to {shown(end)}" if end else "and not ended"
        raise RowRefused(
            f"entered_care {shown(episode.entered_care)}: the child's care episode from"
            f" {shown(first.entered_care)} {until} overlaps the one from"
            f" {shown(second.entered_care)};"
            " end the earlier one first (left_care)"
        )


# --- Keeping


def _keep(notification: _Notification, keeper: Keeper) -> None:
    """Put what the row changed: the child first, since the rest carries the child's number."""
    case = notification.case
    child = saved(keeper, case.child if case.child.id else None, notification.child)
    episode = notification.episode.but(child=child.id)
    episode = saved(keeper, notification.was_episode, episode)
    if notification.placement:
        placement = notification.placement.but(child=child.id)
        saved(keeper, notification.was_placement, placement)
    _keep_consent(notification, episode, keeper)
    if case.assessments and _moved(notification):
        after = keeper.case_of(child.la, child.child_id)
        if after:
            follow_episodes(keeper, case, after)


def _keep_consent(notification: _Notification, episode: CareEpisode, keeper: Keeper) -> None:
    was, consent = notification.was_consent, notification.consent
    if consent:
        saved(keeper, was, consent.but(child=episode.child, episode=episode.id))
    elif was:
        keeper.drop(was)


def _moved(notification: _Notification) -> bool:
    """Whether the row moves a day on which an episode begins or ends."""
    was = notification.was_episode
    return (
        was is None
        or was.entered_care != notification.episode.entered_care
        or was.left_care != notification.episode.left_care
        or notification.child.dob != notification.case.child.dob
    )
