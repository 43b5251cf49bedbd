"""One child's page: everything that happened, newest first, with who recorded it; what is open."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from clanbook.booking import Question, slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import contact, refuse, request
from clanbook.desk.bookings import book, end_booking, move
from clanbook.desk.errors import NotAllowed, Unknown
from clanbook.desk.notifications import log
from clanbook.desk.refusals import accept_offer, answer
from clanbook.desk.timeline import TimelineLine, open_points, timeline
from clanbook.desk.undoing import redo, undo
from clanbook.records import Away, ConsentBy, Ending, HealthItem, Kind, Role, SDQReason, StaffRole
from tests.office import MONDAY, Office

ENTERED = MONDAY - timedelta(days=10)
ROBIN = {
    "la": "801",
    "child_id": "C1",
    "entered_care": ENTERED,
    "forename": "Robin",
    "surname": "Example",
    "dob": date(2010, 7, 14),
    "notified": datetime(2026, 5, 1, 9, 30),
    "placed_in": "Devon",
    "address": "1 Secret Street",
}


@pytest.fixture
def colleague(office: Office) -> Desk:
    return office.desk_of(StaffRole.NURSE)


@pytest.fixture
def child(office: Office, colleague: Desk) -> int:
    """Robin, logged by the boss with a colleague at work since before."""
    assert colleague.staff.role is StaffRole.NURSE
    return log(office.desk, ROBIN).case.child.id


def told(desk: Desk, child: int) -> list[str]:
    return [line.what for line in timeline(desk, child)]


def line(desk: Desk, child: int, what: str) -> TimelineLine:
    (found,) = [each for each in timeline(desk, child) if each.what.startswith(what)]
    return found


def import_row(office: Office, file: str, /, **values: object) -> None:
    office.load(file, {"la": "801", "child_id": "C1", **values})


# --- The timeline


def test_it_begins_with_entry_notice_and_the_first_record(office: Office, child: int) -> None:
    assert told(office.desk, child) == [
        "First recorded",
        "Notified, late: the last permitted day was 27-Apr-2026",
        "Placed in Devon",
        "Came into care",
    ]
    notified = line(office.desk, child, "Notified")
    assert notified.day == date(2026, 5, 1)
    assert notified.at == datetime(2026, 5, 1, 8, 30, tzinfo=UTC)
    assert notified.by == "The Boss"
    assert notified.recorded == office.desk.now
    assert notified.record == ("episodes", 1)


def test_where_a_child_lives_is_told_by_area_and_never_by_address(
    office: Office, child: int
) -> None:
    assert "Secret" not in " ".join(told(office.desk, child))


def test_everything_that_can_happen_has_its_line(
    office: Office, child: int, colleague: Desk
) -> None:
    contact(office.desk, child, Kind.IHA, MONDAY, reached=False, how="phone", note="no answer")
    refusal = refuse(office.desk, child, Kind.IHA, MONDAY)
    answer(colleague, refusal.id, {"main_reason": "language"})
    accept_offer(office.desk, child, Kind.IHA, MONDAY)
    request(office.desk, child, Kind.ADOPTION, MONDAY)
    import_row(office, "placements", **{"from": MONDAY, "placed_in": "Bristol"})
    import_row(office, "sdqs", completed=MONDAY, score=12)
    import_row(office, "sdqs", reason=SDQReason.SDQ3)
    import_row(office, "health", date=MONDAY, item=HealthItem.SUBSTANCE_MISUSE, value=False)
    import_row(
        office,
        "notifications",
        entered_care=ENTERED,
        consent=MONDAY,
        consent_by=ConsentBy.LA,
        demographics=MONDAY,
        part_a=MONDAY,
        left_care=MONDAY,
        left_reason="went home",
    )
    row = {"kind": Kind.RHA, "ref": "A1", "requested": MONDAY, "completed": MONDAY}
    import_row(office, "assessments", **row, role=Role.NURSE, report_sent=MONDAY)
    trouble = {
        "refused_on": MONDAY,
        "not_taken_up_on": MONDAY,
        "uncontactable_on": MONDAY,
        "away_reason": Away.HOSPITAL,
        "clinic_cancelled_on": MONDAY,
        "quality_checked": MONDAY,
        "carried_out_by": "Devon team",
    }
    import_row(office, "assessments", kind=Kind.RHA, ref="A2", **trouble)
    assert set(told(office.desk, child)) >= {
        "Carer not reached by phone about the IHA: no answer",
        "Accepted since: IHA refused by the young person",
        "Questionnaire on the refusal answered",
        "Offer of the IHA accepted after all",
        "Adoption medical requested",
        "Placed in Bristol",
        "SDQ: score 12",
        "SDQ: no score (SDQ3)",
        "Substance misuse: no",
        "Consent from the LA",
        "Demographics received",
        "Part A received",
        "Left care: went home",
        "RHA requested",
        "Seen for the RHA (nurse)",
        "Part C of the RHA sent to the LA",
        "RHA refused by the young person",
        "Appointment for the RHA not taken up",
        "Carer not reached about the RHA",
        "Could not be seen for the RHA: hospital",
        "RHA cancelled by the clinic",
        "Report of the RHA quality-checked",
    }


def test_appointments_are_told_as_booked_moved_and_ended(
    office: Office, child: int, colleague: Desk
) -> None:
    session = office.clinic(MONDAY + timedelta(days=20))
    reasons = {Question.BREACH: "carer away"}
    made = book(colleague, child, slot_id(session.id, 0), Kind.IHA, reasons)
    moved = move(office.desk, made.booking.id, slot_id(session.id, 1))
    office.clock.set(MONDAY + timedelta(days=20), time(11))
    end_booking(office.desk, moved.booking.id, Ending.NOT_BROUGHT)
    lines = timeline(office.desk, child)[:3]
    where = "Sun 24-May-2026 09:30 Bristol (Health Park)"
    assert [each.what for each in lines] == [
        f"Not brought: IHA of {where}",
        f"IHA moved to {where}: carer away",
        "Moved: IHA booked for Sun 24-May-2026 09:00 Bristol (Health Park): carer away",
    ]
    assert [each.by for each in lines] == ["The Boss", "The Boss", "A nurse"]
    assert lines[0].day == MONDAY + timedelta(days=20)


@pytest.mark.parametrize(
    ("ending", "said"),
    [
        (Ending.CANCELLED_BY_CARER, "Cancelled by the carer"),
        (Ending.CANCELLED_BY_CLINIC, "Cancelled by the clinic"),
    ],
)
def test_a_booking_that_stands_no_more_begins_with_what_became_of_it(
    office: Office, child: int, ending: Ending, said: str
) -> None:
    session = office.clinic(MONDAY + timedelta(days=2))
    where = "Wed 06-May-2026 09:00 Bristol (Health Park)"
    made = book(office.desk, child, slot_id(session.id, 0), Kind.IHA)
    assert line(office.desk, child, "IHA booked").stands
    end_booking(office.desk, made.booking.id, ending)
    assert line(office.desk, child, said).what == f"{said}: IHA of {where}"
    assert not line(office.desk, child, f"Cancelled: IHA booked for {where}").stands
    undo(office.desk)
    assert line(office.desk, child, "IHA booked").stands
    assert not line(office.desk, child, f"Undone: {said}").stands


def test_newest_comes_first(office: Office, child: int) -> None:
    import_row(office, "placements", **{"from": MONDAY - timedelta(days=3), "placed_in": "Bristol"})
    days = [each.day for each in timeline(office.desk, child)]
    assert days == sorted(days, reverse=True)


def test_a_correction_stays_beside_what_it_corrected(office: Office, child: int) -> None:
    log(office.desk, ROBIN | {"notified": date(2026, 4, 26)}, child=child)
    assert told(office.desk, child)[1:3] == [
        "Corrected: Notified, late: the last permitted day was 27-Apr-2026",
        "Notified, in time",
    ]
    import_row(office, "notifications", entered_care=ENTERED, notified=None)
    assert "Taken back: Notified, in time" in told(office.desk, child)


def test_changed_details_are_named_and_a_birth_date_with_its_values(
    office: Office, child: int, colleague: Desk
) -> None:
    log(colleague, ROBIN | {"dob": date(2011, 7, 14), "gp": "A Surgery"}, child=child)
    changed = line(office.desk, child, "Details")
    assert changed.what == "Details changed: date of birth from 14-Jul-2010 to 14-Jul-2011, GP"
    assert changed.by == "A nurse"


def test_what_was_undone_stays_and_says_so(office: Office, child: int) -> None:
    refuse(office.desk, child, Kind.IHA, MONDAY)
    undo(office.desk)
    assert "Undone: IHA refused by the young person" in told(office.desk, child)
    redo(office.desk)
    again = told(office.desk, child)
    assert "IHA refused by the young person" in again
    assert "Undone: IHA refused by the young person" in again


def test_what_an_undo_put_back_stands_as_it_did(office: Office, child: int) -> None:
    before = told(office.desk, child)
    log(office.desk, ROBIN | {"notified": date(2026, 4, 26), "gp": "A Surgery"}, child=child)
    undo(office.desk)
    after = told(office.desk, child)
    assert set(before) <= set(after)
    assert "Undone: Notified, in time" in after
    assert "Details put back: GP" in after
    assert "Undone: Details changed: GP" in after


def test_answers_of_a_questionnaire_are_not_told(
    office: Office, child: int, colleague: Desk
) -> None:
    refusal = refuse(office.desk, child, Kind.IHA, MONDAY)
    answer(colleague, refusal.id, {"help_with": "something private"})
    assert "private" not in " ".join(told(office.desk, child))


def test_opening_it_is_noted_and_looking_again_is_not(office: Office, child: int) -> None:
    def opened() -> list[tuple[int, tuple[int, ...]]]:
        accesses = office.store.accesses()
        return [(a.by, a.subjects) for a in accesses if a.act == "open_child"]

    timeline(office.desk, child)
    assert opened() == [(1, (child,))]
    timeline(office.desk, child, reopened=True)
    assert opened() == [(1, (child,))]


def test_a_child_long_gone_has_a_timeline_still(office: Office, child: int) -> None:
    import_row(office, "notifications", entered_care=ENTERED, left_care=MONDAY)
    office.clock.set(MONDAY + timedelta(days=700))
    assert "Left care" in told(office.desk, child)


def test_it_is_not_for_viewers_nor_of_nobody(office: Office, child: int) -> None:
    with pytest.raises(Unknown):
        timeline(office.desk, 99)
    with pytest.raises(NotAllowed):
        timeline(office.desk_of(StaffRole.VIEWER), child)


# --- What is open


def test_what_is_due_and_missing_is_open(office: Office, child: int) -> None:
    assert open_points(office.desk, child) == [
        "IHA due Fri 22-May-2026, in 18 days; no consent; papers due by Mon 04-May-2026; "
        "not booked."
    ]


def test_an_appointment_is_open_until_its_outcome_is_recorded(office: Office) -> None:
    papers = dict.fromkeys(("consent", "demographics", "part_a"), MONDAY)
    child = office.notify("C2", ENTERED, **papers).child.id
    session = office.clinic(MONDAY)
    made = book(office.desk, child, slot_id(session.id, 1), Kind.IHA)
    where = "Mon 04-May-2026 09:30 Bristol (Health Park)"
    assert open_points(office.desk, child) == [
        f"IHA due Fri 22-May-2026, in 18 days; booked for {where}."
    ]
    office.clock.set(MONDAY, time(10))
    assert open_points(office.desk, child) == [
        f"IHA due Fri 22-May-2026, in 18 days; outcome of {where} awaited."
    ]
    end_booking(office.desk, made.booking.id, Ending.ATTENDED)
    assert open_points(office.desk, child)[0] == (
        "IHA seen, report (Part C) to the LA due Mon 11-May-2026, in 7 days; once it is sent, "
        "import its day: clanbook import assessments FILE, column report_sent."
    )


def test_a_refused_one_stays_due_and_says_when_it_is_offered_again(
    office: Office, child: int
) -> None:
    refuse(office.desk, child, Kind.IHA, MONDAY, reoffer_on=MONDAY + timedelta(days=30))
    (point,) = open_points(office.desk, child)
    assert point.startswith("IHA refused, due Fri 22-May-2026, in 18 days;")
    assert point.endswith("to be offered again on 03-Jun-2026.")


def test_an_overdue_one_says_by_how_much_and_a_request_has_no_date(
    office: Office, child: int
) -> None:
    request(office.desk, child, Kind.ADOPTION, MONDAY)
    office.clock.set(MONDAY + timedelta(days=19))
    overdue, requested = open_points(office.desk, child)
    assert overdue.startswith("IHA overdue by 1 day since Fri 22-May-2026;")
    assert requested.startswith("Adoption medical requested;")


def test_nothing_is_open_of_a_child_who_left(office: Office, child: int) -> None:
    import_row(office, "notifications", entered_care=ENTERED, left_care=MONDAY)
    assert open_points(office.desk, child) == []
