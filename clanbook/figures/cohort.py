"""The caseload arranged for counting: who is whose, and each health assessment required, once.

Everything that several charts (or several quarters of the trend) look at is worked out here one
time, so that a report costs one pass over the cases.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Literal

from clanbook.caseload import Case, under_five
from clanbook.dates import Calendar
from clanbook.figures import sentences
from clanbook.figures.chart import Member
from clanbook.pathway import Requirement, requirements
from clanbook.records import CareEpisode, Kind
from clanbook.settings import LA, Service

Basis = Literal["due", "entered"]
"""Which day puts an IHA into a quarter: the day it is due, or the day care was entered."""


@dataclass(frozen=True, slots=True)
class Due:
    """One health assessment that the rules require of a child of one of the service's LAs."""

    la: LA
    case: Case
    episode: CareEpisode
    requirement: Requirement
    member: Member

    @property
    def kind(self) -> Kind:
        """IHA or RHA."""
        return self.requirement.kind

    @property
    def under_five(self) -> bool:
        """Whether it belongs in the band 0-4: by the age at entry (IHA) or when due (RHA)."""
        of_age_on = self.episode.entered_care if self.kind is Kind.IHA else self.requirement.due
        return under_five(self.case, self.episode, of_age_on)

    def day(self, basis: Basis) -> date:
        """The day that puts it into a quarter; the basis is the IHA's alone (RULES 8)."""
        if self.kind is Kind.IHA and basis == "entered":
            return self.episode.entered_care
        return self.requirement.due


class Cohort:
    """The cases of one service as known at the end of one day, each list in the cases' order."""

    def __init__(self, cases: Iterable[Case], service: Service, as_at: date) -> None:
        """Part the service's own children by LA from other LAs' children."""
        self.service = service
        self.as_at = as_at
        self.own: dict[str, list[Case]] = {la.name: [] for la in service.las}
        self.others: list[Case] = []
        for case in cases:
            la = service.la(case.child.la)
            (self.others if la is None else self.own[la.name]).append(case)

    @property
    def calendar(self) -> Calendar:
        """The service's working days."""
        return self.service.calendar()

    @cached_property
    def dues(self) -> dict[str, list[Due]]:
        """LA name -> every health assessment required of its children, worked out once."""
        return {
            la.name: [due for case in self.own[la.name] for due in self._dues_of(la, case)]
            for la in self.service.las
        }

    def _dues_of(self, la: LA, case: Case) -> list[Due]:
        return [
            self._due(la, case, case.episode(requirement.episode), requirement)
            for requirement in requirements(case, la.rules, self.calendar, self.as_at)
        ]

    def _due(self, la: LA, case: Case, episode: CareEpisode, requirement: Requirement) -> Due:
        def why() -> str:
            return sentences.of_requirement(case, episode, requirement, la.rules, self.as_at)

        return Due(la, case, episode, requirement, member(la.name, case, why, episode, requirement))


def member(
    la: str,
    case: Case,
    why: Callable[[], str],
    episode: CareEpisode | None = None,
    requirement: Requirement | None = None,
) -> Member:
    """The child of a case as a member of a count."""
    child = case.child
    number = episode.id if episode else None
    return Member(la, child.id, child.child_id, number, requirement, why)
