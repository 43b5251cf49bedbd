"""The diary as staff look at it: how full sessions are, who comes on a day, and who is told of."""

from datetime import date, time, timedelta

import pytest

from clanbook.booking import Question, Visit
from clanbook.desk.bookings import book, book_visit, end_booking, move
from clanbook.desk.clinics import clinic, filled, session
from clanbook.desk.errors import NotAllowed, Unknown
from clanbook.desk.reading import free_slots
from clanbook.desk.watching import Watch
from clanbook.records import Booking, Ending, Kind, Place, StaffRole
from tests.office import MONDAY, Office

WEDNESDAY = MONDAY + timedelta(2)
SUNDAY = MONDAY + timedelta(6)


@pytest.fixture
def office(office: Office) -> Office:
    """A service on Monday with three children in care and a clinic of four slots on Wednesday."""
    for number in (1, 2, 3):
        office.notify(f"C{number}", MONDAY - timedelta(7), surname=f"Child {number}")
    office.clinic(WEDNESDAY)
    return office


def booked(office: Office, child_id: str, slot: str = "S1-0") -> Booking:
    return book(office.desk, office.case(child_id).child.id, slot, Kind.IHA).booking


def ended(office: Office, booking: Booking, ending: Ending) -> None:
    office.clock.set(WEDNESDAY, time(18))
    end_booking(office.desk, booking.id, ending)
    office.clock.set(MONDAY)


def week(office: Office) -> list[tuple[date, list[str], int]]:
    """Each session of the week: its day, who is in it, and how many slots are free."""
    return [
        (
            one.session.day,
            [a.child.child_id for a in one.appointments],
            len(one.free(office.desk.present)),
        )
        for one in filled(office.desk, MONDAY, SUNDAY)
    ]


def read(office: Office, name: str) -> list[list[int]]:
    """Whom each reading of that name was noted about."""
    return [list(found.subjects) for found in office.store.accesses() if found.act == name]


def test_a_session_shows_who_is_in_its_slots_and_how_many_are_free(office: Office) -> None:
    booked(office, "C2", "S1-2")
    booked(office, "C1", "S1-0")
    assert week(office) == [(WEDNESDAY, ["C1", "C2"], 2)]


def test_sessions_stand_by_day_and_time_and_only_those_asked_for(office: Office) -> None:
    office.clinic(WEDNESDAY, "Nurse Quill", start=time(8))
    office.clinic(MONDAY, "Nurse Quill")
    office.clinic(SUNDAY + timedelta(1), "Nurse Quill")
    found = filled(office.desk, MONDAY, SUNDAY)
    assert [(one.session.day, one.session.start.hour) for one in found] == [
        (MONDAY, 9),
        (WEDNESDAY, 8),
        (WEDNESDAY, 9),
    ]


@pytest.mark.parametrize(
    ("ending", "free"),
    [
        (Ending.NOT_BROUGHT, 3),
        (Ending.CANCELLED_BY_CARER, 4),
        (Ending.CANCELLED_BY_YOUNG_PERSON, 4),
        (Ending.CANCELLED_BY_CLINIC, 4),
    ],
)
def test_not_brought_uses_the_slot_up_and_a_cancellation_frees_it(
    office: Office, ending: Ending, free: int
) -> None:
    ended(office, booked(office, "C1"), ending)
    assert [len(one.unused) for one in filled(office.desk, MONDAY, SUNDAY)] == [free]


@pytest.mark.parametrize(
    ("clock", "free"),
    [
        (time(8, 59), (0, 1, 2, 3)),
        (time(9, 0), (0, 1, 2, 3)),
        (time(9, 1), (1, 2, 3)),
        (time(10, 30), (3,)),
        (time(10, 31), ()),
    ],
)
def test_a_slot_is_free_until_it_begins_as_in_the_list_of_slots(
    office: Office, clock: time, free: tuple[int, ...]
) -> None:
    today = office.clinic(MONDAY)
    office.clock.set(MONDAY, clock)
    held, _ = filled(office.desk, MONDAY, SUNDAY)
    assert held.free(office.desk.present) == free
    assert held.unused == (0, 1, 2, 3)
    listed = [slot.index for slot in free_slots(office.desk) if slot.session.id == today.id]
    assert tuple(listed) == free


def test_a_visit_that_was_called_off_is_in_no_diary(office: Office) -> None:
    case = office.notify("R1", date(2025, 10, 20), dob=date(2010, 3, 1))
    row = {"la": "801", "child_id": "R1", "ref": "R1", "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": date(2025, 11, 3)})
    visit = book_visit(
        office.desk,
        case.child.id,
        Visit(office.desk.now.replace(tzinfo=None) + timedelta(1), 60, "Nurse Quill", Place.HOME),
        {Question.EARLY: "moving away soon"},
    )
    assert [one.session.place for one in filled(office.desk, MONDAY, SUNDAY)] == ["home", None]
    end_booking(office.desk, visit.booking.id, Ending.CANCELLED_BY_CARER)
    assert [one.session.place for one in filled(office.desk, MONDAY, SUNDAY)] == [None]


def test_a_clinic_day_stands_by_time_with_those_cancelled_and_without_those_moved(
    office: Office,
) -> None:
    office.clinic(WEDNESDAY, "Dr Bell", start=time(9, 15))
    first, moved = booked(office, "C1", "S1-1"), booked(office, "C2", "S1-0")
    booked(office, "C3", "S2-0")
    ended(office, first, Ending.CANCELLED_BY_CARER)
    move(office.desk, moved.id, "S1-3")
    found = clinic(office.desk, WEDNESDAY)
    assert [(f"{a.starts:%H:%M}", a.child.child_id) for a in found] == [
        ("09:15", "C3"),
        ("09:30", "C1"),
        ("10:30", "C2"),
    ]
    assert [a.booking.ending for a in found] == [None, Ending.CANCELLED_BY_CARER, None]


def test_one_session_is_looked_at_by_itself(office: Office) -> None:
    office.clinic(WEDNESDAY, "Dr Bell")
    booked(office, "C1", "S1-0")
    booked(office, "C2", "S2-0")
    held = session(office.desk, 2)
    assert [a.child.child_id for a in held.appointments] == ["C2"]
    assert read(office, "session") == [[office.case("C2").child.id]]


def test_a_session_that_is_gone_says_so(office: Office) -> None:
    with pytest.raises(Unknown, match="no longer there"):
        session(office.desk, 99)


def test_reading_is_noted_for_whoever_was_not_noted_before(office: Office) -> None:
    one, two = (booked(office, name, slot).child for name, slot in (("C1", "S1-0"), ("C2", "S1-1")))
    filled(office.desk, MONDAY, SUNDAY)
    filled(office.desk, MONDAY, SUNDAY, {one})
    filled(office.desk, MONDAY, SUNDAY, {one, two})
    clinic(office.desk, WEDNESDAY, {one, two})
    assert read(office, "diary") == [[one, two], [two]]
    assert read(office, "clinic") == []


def test_a_viewer_sees_no_diary(office: Office) -> None:
    desk = office.desk_of(StaffRole.VIEWER)
    with pytest.raises(NotAllowed):
        filled(desk, MONDAY, SUNDAY)
    with pytest.raises(NotAllowed):
        clinic(desk, WEDNESDAY)
    with pytest.raises(NotAllowed):
        session(desk, 1)


def test_the_watch_knows_an_act_that_touches_the_diary_from_one_that_does_not(
    office: Office,
) -> None:
    watch = Watch(office.desk)
    before = watch.diary_seq
    office.notify("C4", MONDAY)
    watch.refresh()
    assert watch.diary_seq == before
    office.clinic(SUNDAY)
    watch.refresh()
    with_session = watch.diary_seq
    assert with_session > before
    booked(office, "C1")
    watch.refresh()
    assert watch.diary_seq > with_session
