"""What merging a row needs to know and may do, whoever keeps the records."""

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any, Protocol, TypeVar

from clanbook.caseload import Case
from clanbook.exchange.rows import printable
from clanbook.records import Assessment, Booking, Record, Session

R = TypeVar("R", bound=Record)


class Effect(StrEnum):
    """What merging a row did, as `import` counts it."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


class RowRefused(ValueError):
    """A row that a rule refuses: its text is one sentence; nothing of the row was put."""


class Keeper(Protocol):
    """The records as they stand, with every earlier row of the file merged."""

    def case_of(self, la: str, child_id: str) -> Case | None:
        """The child of a responsible LA (`Child.la`) by the LA's id, with all their records."""

    def assessment_of(self, ref: str) -> Assessment | None:
        """The assessment with this `ref`, whosever it is."""

    def sessions_of(self, clinician: str, day: date) -> Iterable[Session]:
        """The clinician's sessions and visits on a day, closed ones too."""

    def bookings_in(self, session: Session) -> Iterable[Booking]:
        """The bookings of a session, ended ones too."""

    def put(self, record: R) -> R:
        """Keep a record: with id 0 it is new and comes back with its id; else it is saved."""

    def drop(self, record: Record) -> None:
        """Take a record away: a consent that a row cleared."""


def known_case(values: dict[str, Any], keeper: Keeper) -> Case:
    """The case a row is about; refused where the child was never notified."""
    case = keeper.case_of(values["la"], values["child_id"])
    if case is None:
        whose = printable(f"{values['la']}/{values['child_id']}")
        raise RowRefused(f"{whose} is not known; import the child's notification first")
    return case


def saved(keeper: Keeper, standing: R | None, record: R) -> R:
    """The record as kept: put only where it differs from what stands."""
    return record if record == standing else keeper.put(record)


def keep(keeper: Keeper, standing: R | None, record: R) -> Effect:
    """Put a row's one record where it says something new, and tell what that did."""
    if record == standing:
        return Effect.UNCHANGED
    keeper.put(record)
    return Effect.CHANGED if standing else Effect.ADDED
