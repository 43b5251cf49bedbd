"""A caseload of a few children on a fixed day, so that every line of a screen can be foretold."""

from datetime import date, timedelta
from typing import Any

from clanbook.desk.assessments import request
from clanbook.desk.bookings import book, suggest
from clanbook.records import Kind, Role
from tests.office import MONDAY, Office
from tests.screens.widgets.stage import HOSTILE

NORTH = {"placed_in": "North Somerset", "nhs_number": "9992003928"}


def few(office: Office) -> None:
    """Eight children: overdue, booked, awaiting an outcome, a report, papers; one closed."""
    _clinics(office)
    _child(office, "C1", "Abbot", "Amara", date(2026, 3, 20))
    _child(office, "C2", "O'Connell", "Georgia", date(2026, 4, 13), **_papers(2026, 4, 14))
    _child(office, "C3", "Żurek", "Isla", date(2026, 4, 20), la="802", **NORTH)
    _child(office, "C4", "Okafor-Weeks", "Billy-Joe", date(2025, 10, 20), **_papers(2025, 10, 22))
    _child(office, "C5", "D'Arcy", "Hamza", date(2026, 4, 28), placed_in="Cornwall")
    _seen(office, "C4", date(2025, 11, 10), report_sent=date(2025, 11, 12))
    _child(office, "C6", "Nguyễn", "Jude", date(2026, 3, 30), la="803", **_papers(2026, 4, 1))
    _seen(office, "C6", date(2026, 4, 22), la="803")
    _child(office, "C7", "Abbott", "Emma", date(2024, 1, 8), left_care=date(2024, 6, 1))
    request(office.desk, office.case("C4").child.id, Kind.ADOPTION, date(2026, 4, 29))
    georgia = office.case("C2").child.id
    book(office.desk, georgia, suggest(office.desk, georgia, Kind.IHA)[0].slot.id, Kind.IHA)


def hostile(office: Office) -> None:
    """A child for each hostile name that can be kept at all: a lone surrogate cannot."""
    for number, name in enumerate(name for name in HOSTILE if name != "\ud800"):
        values = {"surname": name, "forename": name, "carer": name, "visitor_risk": name}
        office.notify(f"H{number}", MONDAY - timedelta(number), **values)


def _child(
    office: Office, child_id: str, surname: str, forename: str, entered: date, **values: Any
) -> None:
    office.notify(child_id, entered, surname=surname, forename=forename, **values)


def _papers(*day: int) -> dict[str, Any]:
    received = date(*day)
    return {"notified": received, **dict.fromkeys(("consent", "demographics", "part_a"), received)}


def _seen(office: Office, child_id: str, completed: date, **values: Any) -> None:
    row = {"la": "801", "child_id": child_id, "ref": child_id, "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": completed, **values})


def _clinics(office: Office) -> None:
    """A doctor's clinic on Wednesday, and a nurse's the week after."""
    office.clinic(MONDAY + timedelta(2))
    office.clinic(MONDAY + timedelta(8), "Nurse Quill", role=Role.NURSE, purposes=(Kind.RHA,))
