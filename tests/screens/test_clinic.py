"""Who is in clinic on a day: outcomes by one key each, also for a colleague's eyes."""

from datetime import time, timedelta

import pytest

from clanbook.booking import Question
from clanbook.desk import Desk
from clanbook.desk.bookings import book, end_booking, move
from clanbook.desk.erasing import erase
from clanbook.records import Booking, Ending, Kind, StaffRole
from screens.clinic import Clinic
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, rows_of, under_cursor

WEDNESDAY = MONDAY + timedelta(2)
LIST = 4
"""The line the first appointment stands on."""


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk on Wednesday evening: Georgia at nine, Isla and Hamza after her."""
    few(office)
    book(office.desk, office.case("C3", "802").child.id, "S1-1", Kind.IHA)
    book(office.desk, office.case("C5").child.id, "S1-2", Kind.IHA)
    office.clock.set(WEDNESDAY, time(18))
    return office.desk_of(StaffRole.ADMIN)


def booking(office: Office, child_id: str, la: str = "801") -> Booking:
    return office.case(child_id, la).bookings[-1]


async def looked(stage: Stage) -> None:
    """What a colleague did has been noticed and painted."""
    stage.app.look()
    await stage.settle()


async def test_the_day_is_listed_by_time_with_what_each_waits_for(desk: Desk) -> None:
    async with acting(desk, first=Clinic) as stage:
        assert_golden(stage, "clinic")


async def test_attended_and_not_brought_are_one_key_each(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("a")
        assert stage.screen.said.startswith("O'CONNELL, Georgia attended the IHA on 06-May-2026.")
        assert stage.screen.said.endswith("u undo")
        await stage.press("down", "w")
        assert "was not brought" in stage.screen.said
        assert "Next: b book, c contact, r refusal." in stage.screen.said
        assert "3 booked, 1 without an outcome" in stage.lines[2]
    assert booking(office, "C2").ending is Ending.ATTENDED
    assert booking(office, "C3", "802").ending is Ending.NOT_BROUGHT


async def test_an_outcome_is_undone_by_one_key(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("a", "u")
        assert "3 without an outcome" in stage.lines[2]
    assert booking(office, "C2").ending is None


async def test_x_asks_who_cancelled_and_comes_back(desk: Desk, office: Office) -> None:
    office.clock.set(WEDNESDAY)
    async with acting(desk, first=Clinic) as stage:
        await stage.press("x", "k")
        assert stage.screen.PLACE == "clinic"
        assert "cancelled by the clinic" in stage.screen.said
        assert rows_of(stage, LIST)[0].endswith("clinic canc.")


async def test_enter_behind_x_never_records_that_the_child_was_seen(
    desk: Desk, office: Office
) -> None:
    office.clock.set(WEDNESDAY)
    async with acting(desk, first=Clinic) as stage:
        await stage.press("x")
        assert " ".join(under_cursor(stage).split()) == "c Cancelled by the carer"
        await stage.press("enter")
        assert "cancelled by the carer" in stage.screen.said
    assert booking(office, "C2").ending is Ending.CANCELLED_BY_CARER
    assert all(row.completed is None for row in office.case("C2").assessments)


async def test_attended_without_consent_asks_who_consents(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("end", "a")
        assert stage.screen.PLACE == "consent"
        stage.screen.form.fields["consent_by"].value = "carer"
        await stage.press("f9")
        assert stage.screen.PLACE == "clinic"
        assert "D'ARCY, Hamza attended" in stage.screen.said
    assert booking(office, "C5").ending is Ending.ATTENDED


async def test_what_ended_already_and_an_empty_day_say_so(desk: Desk) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("a", "a")
        assert stage.status == "This appointment ended already: attended."
        await stage.press("left")
        assert "Nobody is booked on this day" in stage.text
        await stage.press("w")
        assert stage.status == "Nobody is booked on this day."


async def test_left_and_right_go_past_days_without_a_clinic(desk: Desk) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("right")
        assert "Tue 12-May-2026" in stage.lines[2]
        await stage.press("left")
        assert "Wed 06-May-2026" in stage.lines[2]


async def test_a_child_who_was_not_brought_is_booked_again_from_there(
    desk: Desk, office: Office
) -> None:
    office.clinic(WEDNESDAY + timedelta(1), "Dr Bell")
    async with acting(desk, first=Clinic) as stage:
        await stage.press("w", "b", "enter")
        assert stage.screen.PLACE == "clinic"
        assert "Booked O'CONNELL, Georgia: IHA Thu 07-May-2026 09:00" in stage.screen.said


async def test_a_colleagues_outcome_is_shown_and_the_cursor_stays(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Clinic) as stage:
        await stage.press("end")
        end_booking(office.desk, booking(office, "C2").id, Ending.NOT_BROUGHT)
        await looked(stage)
        assert rows_of(stage, LIST)[0].endswith("not brought")
        assert "D'ARCY, Hamza" in under_cursor(stage)


async def test_what_concerns_nobody_there_is_not_looked_at_again(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Clinic) as stage:
        before = stage.screen._who
        office.notify("C9", MONDAY)
        await looked(stage)
        assert stage.screen._who is before


async def test_a_wide_screen_says_whom_to_call_unless_that_is_not_to_be_disclosed(
    office: Office,
) -> None:
    values = {"carer": "Kim Carer", "carer_phone": "0117 496 0000"}
    office.notify("C1", MONDAY - timedelta(7), **values)
    office.notify("C2", MONDAY - timedelta(7), do_not_disclose=True, **values)
    office.clinic(MONDAY)
    for number in (0, 1):
        book(office.desk, office.case(f"C{number + 1}").child.id, f"S1-{number}", Kind.IHA)
    async with acting(office.desk, first=Clinic, size=(160, 24)) as stage:
        first, second = rows_of(stage, LIST)
        assert first.endswith("Kim Carer 0117 496 0000")
        assert "Kim" not in second


async def test_nobody_is_called_about_a_child_whose_care_has_ended(office: Office) -> None:
    entered = MONDAY - timedelta(7)
    child = office.notify("C1", entered, carer="Kim Carer").child.id
    office.clinic(MONDAY)
    book(office.desk, child, "S1-0", Kind.IHA)
    office.notify("C1", entered, left_care=MONDAY - timedelta(1))
    async with acting(office.desk, first=Clinic, size=(160, 24)) as stage:
        assert "Kim" not in rows_of(stage, LIST)[0]


async def test_no_name_or_venue_is_more_than_text(office: Office) -> None:
    for number, name in enumerate(NASTY):
        values = {"surname": name, "forename": name, "carer": name}
        office.notify(f"H{number}", MONDAY - timedelta(7), **values)
        session = office.clinic(MONDAY, f"Dr {name}", venue=name, locality=name, slots=1)
        book(office.desk, office.case(f"H{number}").child.id, f"S{session.id}-0", Kind.IHA)
    async with acting(office.desk, first=Clinic, size=(160, 24)) as stage:
        assert len(rows_of(stage, LIST)) == len(NASTY)
        assert "\x1b" not in stage.text
        await stage.press("w")
        assert "Nobody" not in stage.status


async def test_a_key_meant_for_an_appointment_that_was_moved_records_nothing_of_another(
    desk: Desk, office: Office
) -> None:
    office.clinic(WEDNESDAY + timedelta(1), "Dr Bell")
    boss = office.desk
    async with acting(desk, first=Clinic) as stage:
        office.clock.set(WEDNESDAY, time(8))
        slot = boss.sessions_of("Dr Bell", WEDNESDAY + timedelta(1))[-1].id
        move(boss, booking(office, "C2").id, f"S{slot}-0", {Question.BREACH: "the carer asked"})
        office.clock.set(WEDNESDAY, time(18))
        stage.app.look()
        await stage.press("a")
        assert stage.screen.said == (
            "O'CONNELL, Georgia is no longer booked here: look whom the cursor is on."
        )
        assert booking(office, "C3", "802").ending is None
        stage.read()
        await stage.press("w")
        assert booking(office, "C3", "802").ending is Ending.NOT_BROUGHT


async def test_what_i_moved_or_took_back_myself_is_said_as_that(office: Office) -> None:
    few(office)
    desk = office.desk_of(StaffRole.ADMIN)
    office.clinic(WEDNESDAY + timedelta(1), "Dr Bell")
    book(desk, office.case("C5").child.id, "S1-2", Kind.IHA)
    office.clock.set(WEDNESDAY, time(8))
    async with acting(desk, first=Clinic) as stage:
        await stage.press("end", "u", "y")
        await stage.settle()
        assert stage.screen.said.startswith("Undone: booked an appointment")
        await stage.press("home", "b", "end", "enter", "y")
        assert stage.screen.PLACE == "clinic"
        assert stage.screen.said.startswith("Moved O'CONNELL, Georgia")


async def test_a_child_who_is_erased_meanwhile_is_told_of_as_one_who_went(office: Office) -> None:
    few(office)
    desk = office.desk_of(StaffRole.ADMIN)
    book(desk, office.case("C5").child.id, "S1-2", Kind.IHA)
    office.clock.set(WEDNESDAY, time(8))
    async with acting(desk, first=Clinic) as stage:
        await stage.press("end")
        erase(office.desk, office.case("C5").child.id, "asked for")
        await looked(stage)
        assert stage.screen.said == (
            "D'ARCY, Hamza is no longer booked here: look whom the cursor is on."
        )
