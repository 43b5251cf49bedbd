"""A visit is made by a nurse who is known, or deliberately by somebody new (RULES 6)."""

from datetime import datetime, time, timedelta
from typing import Any

import pytest

from clanbook.booking import Visit
from clanbook.desk import Desk
from clanbook.desk.bookings import NEW_NURSE, Booked, book_visit, end_booking
from clanbook.desk.errors import ReasonNeeded, Refused
from clanbook.desk.nurses import known_nurses
from clanbook.desk.staff import add_staff, disable_staff
from clanbook.records import Ending, Kind, Place, Role, StaffRole
from tests.office import MONDAY, Office

VISITED = MONDAY + timedelta(days=16)


def nurses_clinic(office: Office, name: str, **values: Any) -> None:
    day = values.pop("day", MONDAY)
    office.clinic(day, name, role=Role.NURSE, purposes=(Kind.RHA,), **values)


def visit(office: Office, child_id: str, name: str, at: time = time(10), **values: Any) -> Booked:
    child = office.notify(child_id, MONDAY - timedelta(days=330)).child.id
    start = datetime.combine(VISITED, at)
    return book_visit(office.desk, child, Visit(start, 60, name, Place.HOME), **values)


def test_those_who_hold_sessions_or_are_nurses_on_the_staff_are_known_oneself_first(
    office: Office,
) -> None:
    office.clinic(MONDAY, "Dr Ahn")
    nurses_clinic(office, "Delyth Marrow")
    nurses_clinic(office, "Long Gone", day=MONDAY - timedelta(days=200))
    for name, role in (("delyth  marrow", "nurse"), ("Zoë Quill", "nurse"), ("Ann", "admin")):
        add_staff(office.desk, name, StaffRole(role), name[:3])
    add_staff(office.desk, "Left Last", StaffRole.NURSE)
    disable_staff(office.desk, "Left Last")
    assert known_nurses(office.desk) == ["Delyth Marrow", "Zoë Quill"]
    assert known_nurses(Desk.of_account(office.store, "Zoë")) == ["Zoë Quill", "Delyth Marrow"]


def test_a_name_is_compared_without_case_and_spaces_and_kept_as_it_is_known(
    office: Office,
) -> None:
    nurses_clinic(office, "Delyth Marrow")
    made = visit(office, "R1", "  DELYTH   marrow ")
    assert made.slot.session.clinician == "Delyth Marrow"
    with pytest.raises(Refused, match="Delyth Marrow has a session at that time"):
        visit(office, "R2", "delyth marrow", time(10, 30))


@pytest.mark.parametrize("typed", ["Marrow", "Delyth Marow", "Dr Ahn"])
def test_an_unknown_name_is_refused_with_the_nearest(office: Office, typed: str) -> None:
    office.clinic(MONDAY, "Dr Ahn")
    for name in ("Ann Quill", "Delyth Marrow", "Bo Reed", "Cy Stone"):
        nurses_clinic(office, name)
    with pytest.raises(ReasonNeeded) as asked:
        visit(office, "R1", typed)
    assert asked.value.question == NEW_NURSE
    assert f"{typed} is not known as a nurse here: the nearest are " in str(asked.value)
    if typed != "Dr Ahn":
        assert "nearest are Delyth Marrow, " in str(asked.value)
    assert office.case("R1").bookings == []


def test_somebody_new_is_known_from_the_first_visit_on(office: Office) -> None:
    nurses_clinic(office, "Delyth Marrow")
    visit(office, "R1", "Bank Nurse", new_nurse=True)
    visit(office, "R2", "bank nurse", time(12))
    assert known_nurses(office.desk) == ["Bank Nurse", "Delyth Marrow"]


def test_where_no_nurse_is_known_the_first_name_is_taken(office: Office) -> None:
    made = visit(office, "R1", "Nurse Li")
    assert known_nurses(office.desk) == ["Nurse Li"]
    end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CLINIC)
    assert known_nurses(office.desk) == []


def test_a_visit_names_its_nurse(office: Office) -> None:
    with pytest.raises(Refused, match="needs the name of the nurse"):
        visit(office, "R1", "   ")
