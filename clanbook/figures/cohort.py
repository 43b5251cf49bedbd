"""The caseload arranged for counting: who is whose, and each health assessment required, once.

Everything that several charts (or several quarters of the trend) look at is worked out here one
time, so that a report costs one pass over the cases.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Literal

from clanbook.caseload import Case, under_five
from clanbook.dates import Quarter
from clanbook.figures import sentences
from clanbook.figures.chart import Member
from clanbook.pathway import Requirement, requirements
from clanbook.records import CareEpisode, Kind
from clanbook.settings import LA, Service

Basis = Literal["due", "entered"]
"""Which day puts an IHA into a quarter: the day it is due, or the day care was entered."""


@dataclass(frozen=True, slots=True)
class Due:
    """One health assessment that the rules require of a child of one of the service's LAs.

    `counted_on` is the day that puts it into a quarter.
    """

    la: LA
    case: Case
    episode: CareEpisode
    requirement: Requirement
    counted_on: date
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

    @property
    def age_not_known(self) -> bool:
        """Whether its band is a choice, and not the child's age: no date of birth is known."""
        return self.case.fifth_birthday is None


class Cohort:
    """The cases of one service as known at the end of one day, for some quarters in a row.

    `own` maps the LAs' names in the settings' order to their cases, and `dues` to the assessments
    required of them that belong to any of the quarters.
    """

    def __init__(
        self,
        cases: Iterable[Case],
        service: Service,
        as_at: date,
        basis: Basis,
        quarters: Sequence[Quarter],
    ) -> None:
        """Part the service's own children by LA from other LAs', and work out what they are due."""
        self.service = service
        self.as_at = as_at
        self.basis = basis
        self.calendar = service.calendar()
        self.own: dict[str, list[Case]] = {la.name: [] for la in service.las}
        self.others: list[Case] = []
        for case in cases:
            la = service.la(case.child.la)
            (self.others if la is None else self.own[la.name]).append(case)
        first, last = min(quarters).start, max(quarters).end
        self.dues = {
            la.name: [
                due for case in self.own[la.name] for due in self._dues(la, case, first, last)
            ]
            for la in service.las
        }

    def required(self, kind: Kind, quarter: Quarter) -> dict[str, list[Due]]:
        """LA name -> the assessments of a kind that belong to one of the quarters."""
        start, end = quarter.start, quarter.end
        return {
            la: [due for due in dues if due.kind is kind and start <= due.counted_on <= end]
            for la, dues in self.dues.items()
        }

    def _dues(self, la: LA, case: Case, first: date, last: date) -> Iterator[Due]:
        for requirement in requirements(case, la.rules, self.calendar, self.as_at):
            day = self._counted_on(requirement)
            # Most of what a child was ever due is of earlier years.
            if first <= day <= last:
                episode = case.episode(requirement.episode)
                told = (case, episode, requirement, la.rules, self.as_at)
                why = partial(sentences.of_requirement, *told)
                counted = member(la.name, case, why, episode, requirement)
                yield Due(la, case, episode, requirement, day, counted)

    def _counted_on(self, requirement: Requirement) -> date:
        """The due date; with the basis `entered`, of an IHA the day of entry (RULES 8)."""
        if self.basis == "entered" and requirement.kind is Kind.IHA:
            return requirement.start
        return requirement.due


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
