"""A child on record whom a notification is about: coming back into care, or in care already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from clanbook.caseload import Case
from clanbook.desk import Desk
from clanbook.desk.corrections import CLEARED, saver
from clanbook.desk.notifications import answers
from clanbook.desk.onrecord import running
from clanbook.exchange.columns import COLUMNS
from clanbook.records import CareEpisode, Child, Record
from screens import shown

_OF_CHILD = frozenset(c.name for c in COLUMNS["notifications"] if c.sets in (None, Child))


@dataclass(frozen=True)
class Standing:
    """The child's case, the care episode still running if one is, and what the form shows."""

    case: Case
    episode: CareEpisode | None
    answers: Mapping[str, Any]

    @classmethod
    def of(cls, case: Case, today: date) -> "Standing":
        """What is known: of the child alone, where a new care episode begins."""
        episode = running(case, today)
        known = answers(case, episode or _last(case, today))
        if episode is None:
            known = {name: value for name, value in known.items() if name in _OF_CHILD}
        return cls(case, episode, known)

    @property
    def child(self) -> int:
        """The child's number."""
        return self.case.child.id

    @property
    def version(self) -> int:
        """The entry that last changed anything a notification is about."""
        return max(record.version for record in self._records)

    def saver(self, desk: Desk, since: int) -> str:
        """Who saved any of it last after that entry, and when, without a full stop."""
        return saver(desk, since, self._records)

    @property
    def _records(self) -> list[Record]:
        case = self.case
        return [case.child, *case.episodes, *case.placements, *case.consents]

    def sentence(self) -> str:
        """What saving will do, for the status line."""
        name = shown.name(self.case.child)
        if self.episode is not None:
            since = shown.day(self.episode.entered_care)
            return f"{name} is on record as in care from {since}: change what is new."
        last = self.case.episodes[-1:]
        ended = f", in care until {shown.day(self.case.end(last[0]))}" if last else ""
        return f"{name} is known{ended}: a new care episode begins."

    def taken_away(self, typed: Mapping[str, Any]) -> dict[str, str]:
        """A dash for whatever was shown and has been emptied since."""
        return {name: CLEARED for name in self.answers if name not in typed}


def _last(case: Case, today: date) -> CareEpisode:
    return case.episodes[-1] if case.episodes else CareEpisode(child=0, entered_care=today)
