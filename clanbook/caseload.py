"""One child's records gathered into a case: the value that rules, worklist and figures read."""

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from clanbook.records import (
    SDQ,
    SHORT_BREAK_STATUSES,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    Consent,
    Contact,
    Explanation,
    HealthFact,
    Kind,
    Placement,
    Record,
    Refusal,
)

ADULT_AGE = 18
"""The birthday that ends care (law; RULES 2)."""

OWN_SAY_AGE = 10
"""(choice) The birthday from which a refusal is taken for the child's own where nobody is named."""

FIVE = 5
"""The birthday from which reviews are yearly and a child is in the older band (RULES 4, 8)."""

R = TypeVar("R", bound=Record)


class Case:
    """A child and everything kept about them, each list in date order. Treat it as immutable."""

    def __init__(self, child: Child, records: Iterable[Record] = ()) -> None:
        """Sort `records`, all of this child, into their lists."""
        self.child = child
        # Known once and for all: the rules ask for both birthdays again and again.
        self.fifth_birthday, self.grown_up = child.turns(FIVE), child.turns(ADULT_AGE)
        kept: dict[type[Record], list[Any]] = {}
        for record in records:
            kept.setdefault(type(record), []).append(record)

        def of(table: type[R]) -> list[R]:
            return kept.get(table, [])

        self.episodes = sorted(of(CareEpisode), key=lambda e: (e.entered_care, e.id))
        self.placements = sorted(of(Placement), key=lambda p: (p.since, p.id))
        self.consents = sorted(of(Consent), key=lambda c: (c.received, c.id))
        self.assessments = sorted(of(Assessment), key=lambda a: (a.dates[:1], a.id))
        self.bookings = sorted(of(Booking), key=lambda b: b.id)
        self.refusals = sorted(of(Refusal), key=lambda r: (r.on, r.id))
        self.contacts = sorted(of(Contact), key=lambda c: (c.on, c.id))
        self.explanations = sorted(of(Explanation), key=lambda e: e.id)
        self.sdqs = of(SDQ)
        self.health = of(HealthFact)

    def episode(self, number: int) -> CareEpisode:
        """The episode of that record id; a KeyError where it is not this child's."""
        for episode in self.episodes:
            if episode.id == number:
                return episode
        raise KeyError(number)

    def end(self, episode: CareEpisode) -> date | None:
        """The effective end of an episode: the earlier of leaving and the 18th birthday (law)."""
        left, grown_up = episode.left_care, self.grown_up
        if left is None or grown_up is None:
            return left or grown_up
        return min(left, grown_up)

    def in_care(self, episode: CareEpisode, day: date) -> bool:
        """Whether the episode is running at the end of `day`."""
        end = self.end(episode)
        return episode.entered_care <= day and (end is None or end > day)

    def assessments_of(self, episode: CareEpisode, *kinds: Kind) -> list[Assessment]:
        """The episode's assessments, of the given kinds or of any."""
        return [
            a
            for a in self.assessments
            if a.episode == episode.id and (not kinds or a.kind in kinds)
        ]

    def consents_of(self, episode: CareEpisode) -> list[Consent]:
        """The episode's consents, earliest first."""
        return [c for c in self.consents if c.episode == episode.id]

    def bookings_of(self, assessment: Assessment) -> list[Booking]:
        """The assessment's bookings in the order they were made."""
        return [b for b in self.bookings if b.assessment == assessment.id]

    def placement_at(self, day: date) -> Placement | None:
        """The placement in force on `day`, if one is known to have begun by then."""
        begun = [p for p in self.placements if p.since <= day]
        return begun[-1] if begun else None

    def home_at(self, day: date) -> Placement | None:
        """The placement in force on `day`, unless it is of a care episode before the present one.

        The present one is running then or the next to begin; after the last it is that one.
        """
        placement, episode = self.placement_at(day), self._present(day)
        if placement is None or episode is None or placement.since >= episode.entered_care:
            return placement
        return None if self._of_earlier(placement, episode) else placement

    def care_ended(self, day: date) -> date | None:
        """The day on which care ended, where by `day` it has and none is still to begin."""
        episode = self._present(day)
        end = self.end(episode) if episode else None
        return end if end is not None and end <= day else None

    def _present(self, day: date) -> CareEpisode | None:
        """The first episode that has not ended by the end of `day`, else the last."""
        not_ended = (e for e in self.episodes if self._last_day(e) > day)
        return next(not_ended, self.episodes[-1] if self.episodes else None)

    def placement_at_entry(self, episode: CareEpisode) -> Placement | None:
        """The placement the child entered care into; one of an earlier episode does not count.

        One begun before entry counts where the child has not been in care since: it was planned.
        """
        placement = self.placement_at(episode.entered_care)
        if placement is None or placement.since == episode.entered_care:
            return placement
        return None if self._of_earlier(placement, episode) else placement

    def _of_earlier(self, placement: Placement, episode: CareEpisode) -> bool:
        """Whether a placement begun before that episode belongs to one before it."""
        earlier = (e for e in self.episodes if e.entered_care < episode.entered_care)
        return any(placement.since <= self._last_day(e) for e in earlier)

    def _last_day(self, episode: CareEpisode) -> date:
        return self.end(episode) or date.max


def short_break(episode: CareEpisode) -> bool:
    """Whether the episode is a short-break series, outside the health-assessment duty (law)."""
    return episode.legal_status.upper() in SHORT_BREAK_STATUSES


def speaks_for_self(child: Child, day: date) -> bool:
    """Whether a refusal, a cancellation or a consent may be the child's own without asking.

    Without a date of birth it may.
    """
    turned = child.turns(OWN_SAY_AGE)
    return turned is None or turned <= day


def under_five(case: Case, episode: CareEpisode, day: date) -> bool:
    """Whether the child is under five on `day`: their fifth birthday is after it (RULES 4, 8).

    (choice) Without a date of birth an unaccompanied asylum-seeking child is taken to be five or
    over, and any other child, as a rule a newborn, to be under five.
    """
    turned = case.fifth_birthday
    return not episode.uasc if turned is None else day < turned
