"""Appointments at the desk (RULES 5, 6)."""

from datetime import date, datetime, time, timedelta

import pytest

from clanbook.booking import Question, Visit
from clanbook.desk.bookings import Booked, book, book_visit, end_booking, move, move_visit, suggest
from clanbook.desk.ended import Ended
from clanbook.desk.errors import ReasonNeeded, Refused, Unknown
from clanbook.desk.undoing import undo
from clanbook.records import ConsentBy, Ending, Kind, Place, Role, StaffRole
from tests.office import MONDAY, Office

DUE = MONDAY + timedelta(days=18)
"""The due date of a child who came into care ten days before Monday."""


@pytest.fixture
def child(office: Office) -> int:
    """A child of Bristol whose IHA is due in 18 days; consent and papers are in."""
    entered = DUE - timedelta(days=28)
    case = office.notify("C1", entered, consent=entered, demographics=entered, part_a=entered)
    return case.child.id


def booked(office: Office, child: int, day: date, index: int = 0) -> Booked:
    session = office.clinic(day)
    return book(office.desk, child, f"S{session.id}-{index}", Kind.IHA)


def test_a_booking_says_for_whom_where_and_by_when(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3), index=1)
    assert made.due == DUE
    assert made.booking.day == MONDAY + timedelta(days=3)
    assert made.slot.start == time(9, 30)
    assert not made.provisional
    assert [b.id for b in office.case("C1").bookings] == [made.booking.id]


def test_a_booking_is_provisional_while_papers_are_awaited(office: Office) -> None:
    newcomer = office.notify("C2", MONDAY)
    session = office.clinic(MONDAY + timedelta(days=3))
    assert book(office.desk, newcomer.child.id, f"S{session.id}-0", Kind.IHA).provisional


def test_the_loser_of_a_slot_is_offered_the_next_best(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3))
    other = office.notify("C2", MONDAY)
    with pytest.raises(Refused, match="taken") as refusal:
        book(office.desk, other.child.id, made.slot.id, Kind.IHA)
    session = made.slot.session.id
    assert refusal.value.next_slots == (f"S{session}-1", f"S{session}-2", f"S{session}-3")


def test_after_the_due_date_the_reason_is_asked_and_kept(office: Office, child: int) -> None:
    session = office.clinic(DUE + timedelta(days=1))
    with pytest.raises(ReasonNeeded) as asked:
        book(office.desk, child, f"S{session.id}-0", Kind.IHA)
    assert asked.value.question == Question.BREACH
    reasons = {Question.BREACH: "carer away until then"}
    made = book(office.desk, child, f"S{session.id}-0", Kind.IHA, reasons)
    assert made.booking.reason == "carer away until then"


def test_a_lack_of_slots_is_recorded_when_booking_is_first_tried(
    office: Office, child: int
) -> None:
    late = office.clinic(DUE + timedelta(days=1))
    with pytest.raises(ReasonNeeded):
        book(office.desk, child, f"S{late.id}-0", Kind.IHA)
    (row,) = office.case("C1").assessments
    assert (row.booking_tried_on, row.no_capacity_on) == (MONDAY, MONDAY)


def test_a_slot_that_does_not_exist_is_no_try_at_booking(office: Office, child: int) -> None:
    late = office.clinic(DUE + timedelta(days=1))
    with pytest.raises(Unknown) as unknown:
        book(office.desk, child, "S99-0", Kind.IHA)
    assert unknown.value.next_slots == tuple(f"S{late.id}-{index}" for index in range(3))
    assert office.case("C1").assessments == []


def test_an_empty_diary_tells_of_no_lack_of_slots(office: Office, child: int) -> None:
    held = office.clinic(MONDAY - timedelta(days=1))
    closed = office.clinic(MONDAY + timedelta(days=1))
    with office.desk.transaction("close") as keeper:
        keeper.put(closed.but(closed_on=MONDAY))
    assert suggest(office.desk, child, Kind.IHA) == []
    with pytest.raises(Refused, match="past"):
        book(office.desk, child, f"S{held.id}-0", Kind.IHA)
    assert office.case("C1").assessments == []
    office.clinic(DUE + timedelta(days=300))
    suggest(office.desk, child, Kind.IHA)
    assert office.case("C1").assessments[0].no_capacity_on == MONDAY


def test_a_nurses_visit_is_no_diary(office: Office, child: int) -> None:
    review = office.notify("R1", MONDAY - timedelta(days=330)).child.id
    start = datetime.combine(date(2026, 5, 20), time(10))
    book_visit(office.desk, review, Visit(start, 60, "Nurse Li", Place.HOME))
    assert office.case("R1").assessments[0].booking_tried_on is None
    assert suggest(office.desk, child, Kind.IHA) == []
    assert office.case("C1").assessments == []


def test_slots_that_run_out_after_the_first_try_are_no_lack(office: Office, child: int) -> None:
    office.clinic(MONDAY + timedelta(days=1))
    assert suggest(office.desk, child, Kind.IHA)
    office.clock.set(MONDAY + timedelta(days=5))
    assert not suggest(office.desk, child, Kind.IHA)
    (row,) = office.case("C1").assessments
    assert (row.booking_tried_on, row.no_capacity_on) == (MONDAY, None)


def test_a_first_try_after_the_due_date_says_nothing_of_slots(office: Office, child: int) -> None:
    office.clock.set(DUE + timedelta(days=1))
    office.clinic(DUE + timedelta(days=1), purposes=(Kind.ADOPTION,))
    assert suggest(office.desk, child, Kind.IHA) == []
    (row,) = office.case("C1").assessments
    assert (row.booking_tried_on, row.no_capacity_on) == (DUE + timedelta(days=1), None)


def test_moving_keeps_the_chain_and_frees_the_slot(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3))
    later = office.clinic(MONDAY + timedelta(days=4), clinician="Dr Bo")
    moved = move(office.desk, made.booking.id, f"S{later.id}-0")
    first, second = office.case("C1").bookings
    assert (first.ending, first.ended_on) == (Ending.MOVED, MONDAY)
    assert (second.id, second.moved_from) == (moved.booking.id, first.id)
    other = office.notify("C2", MONDAY)
    assert book(office.desk, other.child.id, made.slot.id, Kind.IHA).booking.index == 0


def moved_to(office: Office, booking: int, at: str, nurse: str = "Nurse Li") -> Booked:
    start = datetime.fromisoformat(at)
    return move_visit(office.desk, booking, Visit(start, 60, nurse, Place.HOME))


def test_a_visit_is_moved_within_its_own_time_and_frees_the_old_one(office: Office) -> None:
    review = office.notify("R1", MONDAY - timedelta(days=330)).child.id
    start = datetime(2026, 5, 20, 10)
    made = book_visit(office.desk, review, Visit(start, 60, "Nurse Li", Place.HOME))
    with pytest.raises(Refused, match="is where 801/R1 is booked already"):
        moved_to(office, made.booking.id, "2026-05-20T10:00")
    moved = moved_to(office, made.booking.id, "2026-05-20T10:30")
    first, second = office.case("R1").bookings
    assert (first.ending, second.moved_from) == (Ending.MOVED, first.id)
    assert office.desk.session(first.session).closed_on == MONDAY  # type: ignore[union-attr]
    assert undo(office.desk).startswith("Undone: moved an appointment")
    assert [b.ending for b in office.case("R1").bookings] == [None]
    assert moved.slot.session.place is Place.HOME


def test_a_clinics_slot_and_a_visit_are_moved_to_each_other(office: Office) -> None:
    review = office.notify("R1", MONDAY - timedelta(days=330)).child.id
    clinic = office.clinic(date(2026, 5, 19), "Nurse Li", role=Role.NURSE, purposes=(Kind.RHA,))
    made = book(office.desk, review, f"S{clinic.id}-0", Kind.RHA).booking.id
    with pytest.raises(Refused, match="Nurse Li has a session at that time"):
        moved_to(office, made, "2026-05-19T10:00")
    visit = moved_to(office, made, "2026-05-20T10:00").booking.id
    back = move(office.desk, visit, f"S{clinic.id}-0").booking
    assert (back.moved_from, back.session) == (visit, clinic.id)
    assert not [s for s in office.desk.sessions(date(2026, 5, 20), date.max) if not s.closed_on]


def test_the_reason_for_an_unusual_time_does_not_go_along_to_a_usual_one(office: Office) -> None:
    review = office.notify("R1", MONDAY - timedelta(days=330)).child.id
    start = datetime(2026, 5, 23, 10)
    why = {Question.HOURS: "home at weekends only"}
    made = book_visit(
        office.desk,
        review,
        Visit(start, 60, "Nurse Li", Place.HOME),
        why,
    ).booking
    assert made.hours_reason == "home at weekends only"
    assert moved_to(office, made.id, "2026-05-20T10:00").booking.hours_reason == ""


def test_an_iha_is_moved_to_no_visit(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3)).booking.id
    with pytest.raises(Refused, match="an IHA needs a doctor"):
        moved_to(office, made, "2026-05-20T10:00")


def test_attended_completes_the_assessment_on_the_day_seen(office: Office, child: int) -> None:
    day = MONDAY + timedelta(days=3)
    made = booked(office, child, day)
    office.clock.set(day + timedelta(days=1))
    end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    (row,) = office.case("C1").assessments
    assert (row.completed, row.role, row.carried_out_by) == (day, Role.PAEDIATRICIAN, "own")


def test_attended_without_consent_asks_who_consents_now(office: Office) -> None:
    newcomer = office.notify("C2", MONDAY)
    made = booked(office, newcomer.child.id, MONDAY)
    with pytest.raises(ReasonNeeded, match="consent"):
        end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    with pytest.raises(ReasonNeeded, match="judged"):
        end_booking(
            office.desk, made.booking.id, Ending.ATTENDED, consent_by=ConsentBy.YOUNG_PERSON
        )
    assert office.case("C2").bookings[0].ending is None
    end_booking(office.desk, made.booking.id, Ending.ATTENDED, consent_by=ConsentBy.CARER)
    (consent,) = office.case("C2").consents
    assert (consent.by, consent.received) == (ConsentBy.CARER, MONDAY)


def test_nothing_is_recorded_before_it_has_happened(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3))
    with pytest.raises(Refused, match="too early to say attended"):
        end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    with pytest.raises(Refused, match="still to come"):
        end_booking(
            office.desk,
            made.booking.id,
            Ending.CANCELLED_BY_CARER,
            on=MONDAY + timedelta(days=1),
        )


@pytest.mark.parametrize("ending", [Ending.ATTENDED, Ending.NOT_BROUGHT, Ending.CANCELLED_BY_CARER])
def test_nothing_came_of_a_booking_before_it_was_made(
    office: Office, child: int, ending: Ending
) -> None:
    made = booked(office, child, MONDAY).booking.id
    for day in (date(2010, 1, 1), MONDAY - timedelta(days=1)):
        with pytest.raises(Refused, match="is before the booking was made on 04-May-2026"):
            end_booking(office.desk, made, ending, on=day)
    assert end_booking(office.desk, made, ending, on=MONDAY).ended_on == MONDAY


def test_on_the_day_itself_nothing_is_said_of_an_appointment_before_its_time(
    office: Office, child: int
) -> None:
    made = booked(office, child, MONDAY, index=3).booking.id
    office.clock.set(MONDAY, time(8, 59))
    with pytest.raises(Refused, match=r"The session begins at 09:00: too early to say attended\."):
        end_booking(office.desk, made, Ending.ATTENDED)
    office.clock.set(MONDAY, time(10, 29))
    with pytest.raises(Refused, match=r"appointment is at 10:30: too early to say not brought\."):
        end_booking(office.desk, made, Ending.NOT_BROUGHT)
    assert end_booking(office.desk, made, Ending.ATTENDED).ended_on == MONDAY


def test_not_brought_is_of_the_appointments_day_and_of_no_other(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=1)).booking.id
    office.clock.set(MONDAY + timedelta(days=3))
    for days in (0, 2, 3):
        with pytest.raises(Refused, match=r"Not brought is of the appointment's day, 05-May-2026:"):
            end_booking(office.desk, made, Ending.NOT_BROUGHT, on=MONDAY + timedelta(days=days))
    ended = end_booking(office.desk, made, Ending.NOT_BROUGHT)
    assert ended.ended_on == MONDAY + timedelta(days=1)


def test_a_child_is_not_seen_before_the_booking_or_care_nor_after_today(office: Office) -> None:
    entered = MONDAY + timedelta(days=2)
    unborn = office.notify("C2", entered, consent=MONDAY, notified=MONDAY).child.id
    made = booked(office, unborn, entered + timedelta(days=1)).booking.id
    office.clock.set(entered + timedelta(days=3))
    wrong = {
        -1: "03-May-2026 is before the booking was made on 04-May-2026.",
        1: "05-May-2026 is before the child came into care.",
        6: "10-May-2026 is still to come: nothing has happened then.",
    }
    for days, sentence in wrong.items():
        with pytest.raises(Refused) as refused:
            end_booking(office.desk, made, Ending.ATTENDED, on=MONDAY + timedelta(days=days))
        assert str(refused.value) == sentence
    seen = end_booking(office.desk, made, Ending.ATTENDED, on=entered + timedelta(days=2))
    assert seen.ended_on == entered + timedelta(days=2)


def test_the_day_a_booking_was_made_is_the_local_one(office: Office, child: int) -> None:
    office.clock.set(MONDAY, time(0, 30))
    made = booked(office, child, MONDAY + timedelta(days=1)).booking.id
    with pytest.raises(Refused, match="before the booking was made on 04-May-2026"):
        end_booking(office.desk, made, Ending.CANCELLED_BY_CARER, on=MONDAY - timedelta(days=1))


def test_an_ended_booking_does_not_end_again(office: Office, child: int) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3))
    end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CLINIC)
    ended = "This appointment ended already: cancelled by clinic on 04-May-2026, recorded by "
    with pytest.raises(Ended) as mine:
        end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CARER)
    assert str(mine.value) == f"{ended}you on 04-May-2026 at 09:00."
    assert mine.value.entry == office.store.seq
    with pytest.raises(Ended) as theirs:
        end_booking(office.desk_of(StaffRole.NURSE), made.booking.id, Ending.CANCELLED_BY_CARER)
    back = "Only The Boss can take that back."
    assert str(theirs.value) == f"{ended}The Boss on 04-May-2026 at 09:00. {back}"
    assert theirs.value.entry is None


def test_who_ended_a_booking_is_who_did_so_last_and_after_a_week_nobody_takes_it_back(
    office: Office, child: int
) -> None:
    made = booked(office, child, MONDAY + timedelta(days=3))
    nurse = office.desk_of(StaffRole.NURSE)
    end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CARER)
    undo(office.desk)
    end_booking(nurse, made.booking.id, Ending.CANCELLED_BY_CARER)
    office.clock.set(MONDAY + timedelta(days=8))
    with pytest.raises(Ended, match=r"by A nurse on 04-May-2026 at 09:00\.$"):
        end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CARER)
    with pytest.raises(Ended, match="recorded by you") as mine:
        end_booking(nurse, made.booking.id, Ending.CANCELLED_BY_CARER)
    assert mine.value.entry is None


def test_not_brought_uses_the_slot_up_and_leaves_the_assessment_open(
    office: Office, child: int
) -> None:
    made = booked(office, child, MONDAY)
    end_booking(office.desk, made.booking.id, Ending.NOT_BROUGHT)
    assert office.case("C1").assessments[0].completed is None
    later = office.clinic(MONDAY + timedelta(days=3))
    assert book(office.desk, child, f"S{later.id}-0", Kind.IHA).booking.id != made.booking.id


def test_a_visit_is_a_session_of_one_slot_so_the_nurse_is_in_one_place(office: Office) -> None:
    entered = MONDAY - timedelta(days=330)
    one, two = (office.notify(f"R{n}", entered).child.id for n in (1, 2))
    start = datetime.combine(date(2026, 5, 20), time(10))
    made = book_visit(office.desk, one, Visit(start, 60, "Nurse Li", Place.HOME))
    assert made.slot.session.slots == 1
    with pytest.raises(Refused, match="Nurse Li"):
        book_visit(
            office.desk,
            two,
            Visit(start + timedelta(minutes=30), 60, "Nurse Li", Place.SCHOOL),
        )
    end_booking(office.desk, made.booking.id, Ending.CANCELLED_BY_CARER)
    again = book_visit(office.desk, two, Visit(start, 60, "Nurse Li", Place.SCHOOL))
    assert again.booking.ending is None


def test_a_closed_child_is_still_found_and_a_closed_session_still_read(
    office: Office, child: int
) -> None:
    made = booked(office, child, MONDAY)
    end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    office.load(
        "notifications",
        {
            "la": "801",
            "child_id": "C1",
            "entered_care": DUE - timedelta(days=28),
            "left_care": MONDAY,
        },
    )
    assert office.case("C1").child.until == MONDAY
    office.store.close()
    from clanbook.desk import Desk
    from clanbook.desk.service import enter

    office.clock.set(MONDAY + timedelta(days=400))
    with enter(office.where, clock=office.clock) as later:
        desk = Desk.of_account(later, "boss")
        assert desk.cases() == []
        assert desk.session(made.slot.session.id) == office_session(made)
        found = desk.find("801", "C1")
        assert found is not None
        assert found.bookings[0].ending is Ending.ATTENDED


def office_session(made: Booked) -> object:
    """The session as it was booked."""
    return made.slot.session
