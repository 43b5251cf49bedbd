"""One invented child's time in care, and the reviews that follow from it.

A life is built up date by date. What falls due is asked of the rules themselves; what became of
it comes from a `Fates`, so that a plan can say how many are on time.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple, Protocol

from clanbook.caseload import Case
from clanbook.dates import add_months, age, birthday
from clanbook.demo.chance import Chance, weekday_from
from clanbook.demo.people import Person
from clanbook.demo.plan import LOCALITY, OLDER, PREFIX, YOUNGER, Cause
from clanbook.pathway import next_review
from clanbook.records import Away, CareEpisode, Child, HealthItem, Kind, RefusedBy, Role, Sex
from clanbook.settings import Rules

_RULES = Rules()
_SEEN_BEFORE_DUE = 28
OLD_ENOUGH_TO_REFUSE = 12
NEEDS = (
    "epilepsy, medication under review",
    "cerebral palsy under the paediatrician",
    "complex health needs, gastrostomy",
    "cardiac follow-up shared with the hospital",
)
"""Clinical needs for which a doctor did a review."""

NOBODY_YET = Person("", "", Sex.U, "")
"""Who a life is of until a name is invented for it."""


class Fate(NamedTuple):
    """What became of a required assessment: on time, or what went wrong."""

    on_time: bool
    cause: Cause = Cause.UNKNOWN


class Fates(Protocol):
    """Says what becomes of each review as it falls due."""

    def take(self, la: str, due: date, band: str) -> Fate | None:
        """The fate of a review due then; None where the child is to have left care before."""
        ...


@dataclass(eq=False)
class Visit:
    """An assessment: `trouble` holds the columns that say what went wrong on the way.

    With `booked` it goes through the desk's bookings: only its request and report are typed in.
    """

    kind: Kind
    requested: date
    completed: date | None = None
    role: Role | None = None
    carried_out_by: str = "own"
    clinical_need: str = ""
    trouble: dict[str, Any] = field(default_factory=dict)
    booked: bool = False


@dataclass(eq=False)
class Life:
    """A child of an LA in one care episode. `last_day` bounds what is told of them.

    `about` holds further columns of the child, `home` those of the placement they live in now.
    """

    la: str
    entered: date
    dob: date
    closed: date
    number: int = 0
    person: Person = NOBODY_YET
    uasc: bool = False
    language: str = ""
    legal_status: str = "C2"
    placed_in: str = ""
    placement_type: str = "foster care"
    sibling_group: str = ""
    known_from: date | None = None
    notified: date | None = None
    consent: date | None = None
    left: date | None = None
    left_reason: str = ""
    moves: list[tuple[date, str]] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    sdqs: list[date] = field(default_factory=list)
    facts: list[tuple[date, HealthItem, bool]] = field(default_factory=list)
    about: dict[str, Any] = field(default_factory=dict)
    home: dict[str, Any] = field(default_factory=dict)

    @property
    def child_id(self) -> str:
        """The LA's id of the child."""
        return f"{PREFIX.get(self.la, 'X')}{10000 + self.number}"

    @property
    def own_locality(self) -> bool:
        """Whether the child is placed in one of the service's localities, so seen by its team."""
        return self.placed_in in LOCALITY.values()

    @property
    def last_day(self) -> date:
        """The end of care: leaving, the 18th birthday, or the end of the script."""
        known = (self.left, birthday(self.dob, 18), self.closed)
        return min(day for day in known if day is not None)

    @property
    def iha(self) -> Visit | None:
        """The initial assessment, if one was asked for."""
        return next((visit for visit in self.visits if visit.kind is Kind.IHA), None)

    @property
    def _case(self) -> tuple[Case, CareEpisode]:
        child = Child(id=1, la=self.la, child_id=self.child_id, dob=self.dob)
        episode = CareEpisode(id=1, child=1, entered_care=self.entered, uasc=self.uasc)
        return Case(child, [episode]), episode

    def due_after(self, day: date) -> date:
        """When the review counted from `day` is due (RULES 4)."""
        return next_review(*self._case, day, _RULES)

    def band(self, day: date) -> str:
        """The age band on a day."""
        return YOUNGER if age(self.dob, day) < 5 else OLDER

    def leave(self, day: date) -> None:
        """End the care on a day, unless it ends earlier."""
        if self.left is None or day < self.left:
            self.left = day

    def in_care(self, day: date) -> bool:
        """Whether still in care at the end of a day."""
        return self.entered <= day < self.last_day


def follow(life: Life, start: date, fates: Fates, chance: Chance) -> None:
    """Add the reviews that fall due from `start` on (entry or the day last seen)."""
    counted = iha_due(life)
    while (due := life.due_after(start)) < life.last_day:
        fate = fates.take(life.la, due, life.band(due))
        if fate is None:
            # What fell due on or after the end of care would no longer count.
            settled = max(start + timedelta(14), counted + timedelta(6))
            life.leave(chance.day(settled, due - timedelta(1)))
            return
        visit = review(life, start, due, fate, chance)
        life.visits.append(visit)
        if visit.completed is None:
            return
        start, counted = visit.completed, due


def iha_due(life: Life) -> date:
    """The day the initial assessment is due (RULES 3)."""
    return life.entered + timedelta(28)


def review(life: Life, start: date, due: date, fate: Fate, chance: Chance) -> Visit:
    """The review due on `due`, requested three months before (RULES 4)."""
    visit = Visit(Kind.RHA, requested=max(add_months(due, -3), start + timedelta(1)))
    if not life.own_locality:
        visit.carried_out_by = f"{life.placed_in} team"
    if fate.on_time:
        first = max(start + timedelta(40), due - timedelta(_SEEN_BEFORE_DUE))
        see(visit, chance.weekday(first, due), chance)
    else:
        _miss(life, visit, due, _possible(life, due, fate.cause), chance)
    return visit


def see(visit: Visit, day: date, chance: Chance) -> None:
    """The child is seen: for a review by a nurse, now and then by a doctor for a clinical need."""
    visit.completed = day
    if visit.carried_out_by != "own":
        return
    visit.role = Role.NURSE
    if visit.kind is Kind.IHA:
        visit.role = Role.GP if chance.sometimes(0.15) else Role.PAEDIATRICIAN
    elif chance.sometimes(0.04):
        visit.role, visit.clinical_need = Role.PAEDIATRICIAN, chance.choice(NEEDS)


def trouble(cause: Cause, day: date, chance: Chance) -> dict[str, Any]:
    """The columns of an assessment that tell of a cause on a day."""
    match cause:
        case Cause.REFUSED:
            return {"refused_on": day, "refused_by": RefusedBy.YOUNG_PERSON}
        case Cause.UNCONTACTABLE:
            return {"uncontactable_on": day}
        case Cause.NOT_BROUGHT | Cause.SETTLING:
            return {"not_taken_up_on": day}
        case Cause.AWAY:
            return {"away_reason": chance.choice(list(Away))}
        case Cause.CLINIC:
            return {"clinic_cancelled_on": day}
    return {}


def _possible(life: Life, due: date, cause: Cause) -> Cause:
    """The cause, or the nearest to it that this child can have."""
    if cause is Cause.REFUSED and age(life.dob, due) < OLD_ENOUGH_TO_REFUSE:
        return Cause.NOT_BROUGHT
    return cause


def _miss(life: Life, visit: Visit, due: date, cause: Cause, chance: Chance) -> None:
    """Let the review be missed: seen later, or never."""
    shortly_before = chance.weekday(due - timedelta(24), due - timedelta(4))
    visit.trouble = trouble(cause, shortly_before, chance)
    if cause is Cause.ELSEWHERE and life.own_locality:
        visit.carried_out_by = "Somerset team"
    if cause is Cause.MOVED:
        life.moves.append((shortly_before, life.placed_in))
    days_late = 4 + round(chance.expovariate(1 / 40))
    seen = weekday_from(due + timedelta(days_late))
    never = cause is Cause.REFUSED or chance.sometimes(0.12)
    if not never and seen < life.last_day - timedelta(7):
        see(visit, seen, chance)
