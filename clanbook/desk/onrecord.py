"""What is on record of a child's current care episode, as the answers of a notification."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clanbook.caseload import Case
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.naming import named
from clanbook.desk.notifications import answers as answers_of
from clanbook.exchange.columns import COLUMNS
from clanbook.records import CareEpisode, Consent, Placement, Record, StaffRole

JUDGED_BY = "judged_by"
"""Who judged a young person competent: an answer that is no column of a notifications file."""

PLACED_SINCE = "placed_since"
"""The day the placement began: an answer that is no column of a notifications file either."""

_KIND = "notifications"


@dataclass(frozen=True)
class OnRecord:
    """A care episode as it was read: its answers by column, without what is not known.

    `placement` is the one in force today, else the one the child entered care into.
    """

    case: Case
    episode: CareEpisode
    placement: Placement | None
    consent: Consent | None
    answers: Mapping[str, Any]

    @property
    def records(self) -> list[Record]:
        """The records that the answers are of."""
        every = (self.case.child, self.episode, self.placement, self.consent)
        return [record for record in every if record is not None]

    @property
    def version(self) -> int:
        """The entry that last changed any of them."""
        return max(record.version for record in self.records)


@act("open_record", StaffRole.ADMIN)
def on_record(desk: Desk, child: int) -> OnRecord:
    """The child's current care episode, else the last one, to be corrected. Noted (RULES 12)."""
    case = desk.case(child)
    episode = running(case, desk.today) or next(reversed(case.episodes), None)
    if episode is None:
        raise Refused(f"{named(case.child)} has no care episode: log a notification first.")
    desk.store.note(desk.staff.id, "open_record", [child])
    return as_read(desk, case, episode)


def running(case: Case, today: date) -> CareEpisode | None:
    """The latest care episode that has not ended yet, also one that is planned."""
    for episode in reversed(case.episodes):
        end = case.end(episode)
        if end is None or end > today:
            return episode
    return None


def as_read(desk: Desk, case: Case, episode: CareEpisode) -> OnRecord:
    """What stands of an episode of the case."""
    placement = _placement(case, episode, desk.today)
    consents = case.consents_of(episode)
    consent = consents[0] if consents else None
    kept = answers_of(case, episode) | _of_placement(placement)
    if episode.notified_at is not None:
        kept["notified"] = episode.notified_at
    if consent is not None and consent.judged_by:
        kept[JUDGED_BY] = consent.judged_by
    known = {name: value for name, value in kept.items() if value not in (None, "")}
    return OnRecord(case, episode, placement, consent, known)


def _placement(case: Case, episode: CareEpisode, today: date) -> Placement | None:
    """The placement in force today, unless that is of an earlier episode."""
    placement = case.placement_at(today)
    if placement is None or placement.since < episode.entered_care:
        return case.placement_at_entry(episode)
    return placement


def _of_placement(placement: Placement | None) -> dict[str, Any]:
    """What the columns of a placement say, empty ones too."""
    columns = [column.name for column in COLUMNS[_KIND] if column.sets is Placement]
    answers = {name: getattr(placement, name, None) for name in columns}
    return answers | {PLACED_SINCE: placement.since if placement else None}
