"""What a transaction of the desk keeps: versions, and how long a case is open."""

from datetime import date, timedelta

import pytest

from clanbook.desk.bookings import book, end_booking
from clanbook.desk.errors import Overtaken, Unknown
from clanbook.records import Ending, Kind, StaffRole
from tests.office import MONDAY, Office

ENTERED = date(2026, 4, 20)


def test_a_save_over_somebody_elses_newer_save_names_both_values(office: Office) -> None:
    read = office.notify("C1", ENTERED, surname="Before").child
    with office.desk_of(StaffRole.ADMIN).transaction("correct") as keeper:
        keeper.put(read.but(surname="Theirs"))
    with (
        pytest.raises(Overtaken, match="surname: theirs Theirs, yours Yours") as refusal,
        office.desk.transaction("correct") as keeper,
    ):
        keeper.put(read.but(surname="Yours"))
    assert "dob" not in str(refusal.value)
    assert office.case("C1").child.surname == "Theirs"


def test_a_save_over_a_record_that_is_gone_is_refused(office: Office) -> None:
    case = office.notify("C1", ENTERED, consent=ENTERED)
    (consent,) = case.consents
    with office.desk.transaction("correct") as keeper:
        keeper.drop(consent)
    with (
        pytest.raises(Overtaken, match="has taken this record away"),
        office.desk.transaction("correct") as keeper,
    ):
        keeper.put(consent.but(scope="everything"))


def test_one_act_may_save_the_same_record_twice(office: Office) -> None:
    child = office.notify("C1", ENTERED).child
    with office.desk.transaction("correct") as keeper:
        keeper.put(keeper.put(child.but(surname="One")).but(forename="Two"))
    found = office.case("C1").child
    assert (found.surname, found.forename) == ("One", "Two")


def test_an_act_that_fails_keeps_nothing(office: Office) -> None:
    child = office.notify("C1", ENTERED).child
    before = office.store.seq

    def fail_halfway() -> None:
        with office.desk.transaction("correct") as keeper:
            keeper.put(child.but(surname="Changed"))
            raise KeyError

    with pytest.raises(KeyError):
        fail_halfway()
    assert office.case("C1").child.surname == ""
    assert office.store.seq == before


def test_a_case_is_open_until_care_and_all_appointments_have_ended(office: Office) -> None:
    child = office.notify("C1", ENTERED, consent=ENTERED).child.id
    clinic = office.clinic(MONDAY)
    made = book(office.desk, child, f"S{clinic.id}-0", Kind.IHA)
    row = {"la": "801", "child_id": "C1", "entered_care": ENTERED}
    office.load("notifications", row | {"left_care": MONDAY - timedelta(days=1)})
    assert office.case("C1").child.until is None
    end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    assert office.case("C1").child.until == MONDAY
    office.load("notifications", row | {"entered_care": MONDAY})
    assert office.case("C1").child.until == date(2033, 3, 1), "their 18th birthday"


def test_a_late_fact_keeps_a_closed_case_at_hand_until_its_day(office: Office) -> None:
    left = ENTERED + timedelta(days=5)
    office.notify("C1", ENTERED, left_care=left)
    assert office.case("C1").child.until == left
    row = {"la": "801", "child_id": "C1", "kind": Kind.IHA, "completed": left}
    office.load("assessments", row | {"report_sent": left + timedelta(days=6)})
    assert office.case("C1").child.until == left + timedelta(days=6)


def test_a_child_is_open_until_their_eighteenth_birthday_at_most(office: Office) -> None:
    office.notify("C1", ENTERED, dob=date(2008, 6, 1))
    assert office.case("C1").child.until == date(2026, 6, 1)


def test_a_child_that_is_not_there_is_unknown(office: Office) -> None:
    with pytest.raises(Unknown, match="no child number 99"):
        office.desk.case(99)
    assert office.desk.find("801", "C1") is None
