"""A small service with a store of its own, a clock to set, and words for what happens in it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from clanbook.caseload import Case
from clanbook.dates import LONDON
from clanbook.desk import Desk
from clanbook.desk.imports import Loaded, load
from clanbook.desk.service import found
from clanbook.desk.staff import add_staff
from clanbook.exchange.rows import Row
from clanbook.records import Kind, Role, Session, StaffRole
from clanbook.settings import DEFAULT, Service
from store import Store, Where

MONDAY = date(2026, 5, 4)
"""The day the office opens: a bank holiday, but nothing here is counted in working days."""


@dataclass
class Clock:
    """Shows what it is set to."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def set(self, day: date, at: time = time(9)) -> None:
        """Make it that local wall time."""
        self.now = datetime.combine(day, at, LONDON).astimezone(UTC)


class Office:
    """A store, its clock, and the desk of its manager, whose account is `boss`."""

    def __init__(self, where: Where, service: Service = DEFAULT, day: date = MONDAY) -> None:
        self.where = where
        self.clock = Clock(datetime.now(UTC))
        self.clock.set(day)
        self.store: Store = found(where, service, "The Boss", "boss", clock=self.clock)
        self.desk = Desk.of_account(self.store, "boss")

    def desk_of(self, role: StaffRole) -> Desk:
        """The desk of a new member of staff with that role."""
        add_staff(self.desk, f"A {role}", role, f"the-{role}")
        return Desk.of_account(self.store, f"the-{role}")

    def load(self, kind: str, *rows: dict[str, Any]) -> Loaded:
        """Import rows, given as typed values; `notified` has no time of day."""
        typed = [r | {"notified_at": None} if "notified" in r else r for r in rows]
        numbered = (Row(line, values, ()) for line, values in enumerate(typed, start=2))
        loaded = load(self.desk, kind, list(numbered))
        assert not loaded.rejected, loaded.rejected
        return loaded

    def notify(self, child_id: str, entered: date, la: str = "801", **values: Any) -> Case:
        """A child comes into care, and health is told the day after."""
        row = {"la": la, "child_id": child_id, "entered_care": entered, "dob": date(2015, 3, 1)}
        self.load("notifications", {**row, "placed_in": "Bristol", **values})
        return self.case(child_id, la)

    def clinic(self, day: date, clinician: str = "Dr Ahn", **values: Any) -> Session:
        """A clinic of four slots of half an hour from nine o'clock, for IHAs unless said."""
        row = {
            "date": day,
            "start": time(9),
            "slots": 4,
            "minutes": 30,
            "locality": "Bristol",
            "venue": "Health Park",
            "clinician": clinician,
            "role": Role.PAEDIATRICIAN,
            "purposes": (Kind.IHA,),
            **values,
        }
        self.load("sessions", row)
        return self.desk.sessions_of(clinician, day)[-1]

    def case(self, child_id: str, la: str = "801") -> Case:
        """The child's case as it stands."""
        case = self.desk.find(la, child_id)
        assert case is not None
        return case
