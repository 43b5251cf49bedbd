"""The whole of an entry about one child: who, when, and every value before and after."""

from datetime import date, timedelta

from clanbook.booking import slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book, end_booking
from clanbook.desk.entries import Told, entries_of
from clanbook.desk.notifications import log
from clanbook.desk.refusals import answer
from clanbook.desk.timeline import timeline
from clanbook.records import Ending, Kind, StaffRole
from tests.office import MONDAY, Office

ENTERED = MONDAY - timedelta(days=10)


def told(desk: Desk, child: int, begins: str) -> list[Told]:
    """What the entries did that a line of the timeline tells of."""
    (line,) = (each for each in timeline(desk, child) if each.what.startswith(begins))
    return entries_of(desk, child, line.entries)


def changed(entry: Told) -> dict[str, tuple[str, str]]:
    return {c.field: (c.before, c.after) for record in entry.records for c in record.changes}


def test_an_entry_is_told_with_every_value_before_and_after(office: Office) -> None:
    case = office.notify("C1", ENTERED, gp="Old Surgery")
    row = {"la": "801", "child_id": "C1", "entered_care": ENTERED}
    child = case.child.id
    changes = {"dob": date(2014, 3, 1), "gp": "New Surgery", "notified": MONDAY}
    log(office.desk, row | changes, child=child)
    (entry,) = told(office.desk, child, "Details changed")
    assert (entry.by, entry.at) == ("The Boss", office.desk.now)
    assert entry.done == "logged the notification"
    assert changed(entry) == {
        "date of birth": ("01-Mar-2015", "01-Mar-2014"),
        "GP": ("Old Surgery", "New Surgery"),
        "notified": ("nothing", "04-May-2026"),
    }


def test_what_took_a_thing_back_is_told_beside_what_recorded_it(office: Office) -> None:
    child = office.notify("C1", ENTERED).child.id
    session = office.clinic(MONDAY + timedelta(days=2))
    made = book(office.desk, child, slot_id(session.id, 0), Kind.IHA)
    end_booking(office.desk_of(StaffRole.NURSE), made.booking.id, Ending.CANCELLED_BY_CARER)
    ended, booked = told(office.desk, child, "Cancelled: IHA booked")
    assert (booked.by, booked.done) == ("The Boss", "booked an appointment")
    assert changed(booked)["session"][1] == "Wed 06-May-2026 09:00 Bristol (Health Park)"
    assert (ended.by, ended.done) == ("A nurse", "recorded an outcome")
    assert changed(ended)["ending"] == ("nothing", "cancelled by carer")


def test_no_answer_and_no_undisclosed_carer_is_told(office: Office) -> None:
    secret = {"carer": "Kim Vale", "address": "1 Secret Street", "do_not_disclose": True}
    child = office.notify("C1", ENTERED, dob=date(2010, 1, 1), **secret).child.id
    refusal = refuse(office.desk, child, Kind.IHA, MONDAY)
    answer(office.desk_of(StaffRole.NURSE), refusal.id, {"help_with": "something private"})
    admin = office.desk_of(StaffRole.ADMIN)
    found = str([entries_of(admin, child, line.entries) for line in timeline(admin, child)])
    assert "for those who may read them" in found
    assert "not to be disclosed" in found
    assert not any(word in found for word in ("private", "Vale", "Secret"))
