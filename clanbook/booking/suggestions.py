"""Which free slots suit a child best (RULES 6)."""

from collections.abc import Iterable
from datetime import date
from itertools import islice

import msgspec

from clanbook.booking.answers import NeedsReason, Objection, Question
from clanbook.booking.ask import Ask
from clanbook.booking.diary import Diary
from clanbook.booking.objections import check
from clanbook.booking.slots import Slot
from clanbook.caseload import Case
from clanbook.dates import day_count
from clanbook.records import Kind, Role
from clanbook.settings import Service

SUGGESTED = 3
"""How many slots are suggested for one child (RULES 6)."""


class Suggestion(msgspec.Struct, frozen=True):
    """A slot that suits: how it stands to the last day in time, and whether it is near."""

    slot: Slot
    timing: str
    near: bool
    on_time: bool

    @property
    def why(self) -> str:
        """Why it suits, in a few words."""
        where = "in the child's own locality" if self.near else f"in {self.slot.locality}"
        return f"{self.timing}, {where}"


def best(
    slots: Iterable[Slot], limit: date | None, locality: str, n: int = SUGGESTED
) -> list[Suggestion]:
    """The best slots: on time first, then in the child's locality, then the earliest (RULES 6).

    `limit` is the last day in time; where there is none, every slot is.
    """
    return [_suggestion(slot, limit, locality) for slot in _ranked(slots, limit, locality)[:n]]


def suggest(
    ask: Ask, slots: Iterable[Slot], diary: Diary, locality: str, n: int = SUGGESTED
) -> list[Suggestion]:
    """The best free slots that nothing stands in the way of but, where it must be, the breach.

    `slots` are free ones that serve the kind; `diary` is as for `check`, for all their days.
    """
    ranked = _ranked(_not_early(ask, slots), ask.limit, locality)
    fit = (slot for slot in ranked if _only_late(check(ask, slot, diary)))
    return [_suggestion(slot, ask.limit, locality) for slot in islice(fit, n)]


def no_slot_in_time(slots: Iterable[Slot], limit: date | None) -> bool:
    """Whether none of the free suitable slots stands on or before the last day in time.

    What the desk records as `no_capacity` when booking is first tried (RULES 7). False where
    there is no such day.
    """
    return limit is not None and all(slot.day > limit for slot in slots)


def home_locality(case: Case, service: Service, day: date) -> str:
    """Where the child's clinics are: where they are placed on the day, else their LA's locality.

    Empty where another LA's child has no known placement.
    """
    placement = case.home_at(day)
    if placement is not None and placement.placed_in:
        return placement.placed_in
    la = service.la(case.child.la)
    return "" if la is None else la.locality


def _not_early(ask: Ask, slots: Iterable[Slot]) -> Iterable[Slot]:
    """The slots worth a closer look: not too early, and a doctor's for an RHA only in need."""
    first = ask.earliest or ask.today
    any_role = ask.kind is not Kind.RHA or ask.answered(Question.CLINICAL_NEED)
    return [s for s in slots if s.day >= first and (any_role or s.session.role is Role.NURSE)]


def _only_late(objection: Objection | None) -> bool:
    if isinstance(objection, NeedsReason):
        return objection.question is Question.BREACH
    return objection is None


def _ranked(slots: Iterable[Slot], limit: date | None, locality: str) -> list[Slot]:
    """All the slots, best first."""
    own = locality.casefold()
    last = limit or date.max
    return sorted(
        slots,
        key=lambda s: (
            s.session.day > last,
            s.session.locality.casefold() != own,
            s.starts,
            s.session.locality,
            s.session.id,
            s.index,
        ),
    )


def _suggestion(slot: Slot, limit: date | None, locality: str) -> Suggestion:
    on_time = limit is None or slot.day <= limit
    near = slot.locality.casefold() == locality.casefold()
    return Suggestion(slot, _timing(slot, limit), near, on_time)


def _timing(slot: Slot, limit: date | None) -> str:
    """How a slot stands to the last day in time, in a few words."""
    if limit is None:
        return "no due date"
    spare = (limit - slot.day).days
    if spare < 0:
        return f"{day_count(-spare)} late"
    return f"on time with {day_count(spare)} to spare" if spare else "on time on the last day"
