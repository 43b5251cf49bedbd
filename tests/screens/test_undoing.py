"""Undo takes back what the line tells of, asks about anything else, and goes backwards."""

from datetime import date, time, timedelta

from clanbook.desk import Desk
from clanbook.desk.assessments import contact
from clanbook.desk.bookings import book
from clanbook.desk.notifications import log
from clanbook.desk.undoing import undo
from clanbook.records import Ending, Kind, StaffRole
from screens.child import ChildScreen
from screens.clinic import Clinic
from screens.refusal import RefusalScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import acting
from tests.screens.few import few
from tests.screens.opening import opened


async def test_undo_goes_backwards_and_what_was_undone_is_done_again_only_by_its_own_key(
    office: Office,
) -> None:
    office.notify("C1", date(2026, 5, 1))
    office.notify("C2", date(2026, 5, 1))
    async with acting(office.desk) as stage:
        await stage.press("u", "y")
        assert stage.screen.said == "Undone: imported notifications: 801/C2."
        await stage.press("u", "y")
        assert stage.screen.said == "Undone: imported notifications: 801/C1."
        assert stage.app.caseload.cases == {}
        await stage.press("U")
        assert stage.screen.said == "Done again: imported notifications: 801/C1.   u undo"
        assert len(stage.app.caseload.cases) == 1
        await stage.press("U")
        assert stage.screen.said == "Done again: imported notifications: 801/C2.   u undo"
        await stage.press("U")
        assert stage.screen.said == "There is nothing more to do again."
        await stage.press("u", "y", "u", "y")
        assert stage.app.caseload.cases == {}


async def test_undo_asks_about_an_act_on_another_child_than_the_page_that_is_open(
    office: Office,
) -> None:
    few(office)
    desk = office.desk_of(StaffRole.ADMIN)
    async with acting(desk, first=Worklist) as stage:
        await stage.press("end", "up", "b", "enter")
        assert stage.screen.said.startswith("Booked D'ARCY, Hamza")
        await stage.press("home", "enter", "b", "escape", "u")
        assert stage.screen.PLACE == "child"
        assert stage.screen.said.startswith("Undo: booked an appointment: D'ARCY, Hamza (801/C5)")
        await stage.press("enter")
        assert stage.screen.said == "Nothing was done."
        assert len(office.case("C5").bookings) == 1
        await stage.press("u", "y")
        assert stage.screen.said.startswith("Undone: booked an appointment: D'ARCY, Hamza")
    assert office.case("C5").bookings == []


async def test_undo_asks_in_a_list_where_the_last_key_recorded_nothing(office: Office) -> None:
    few(office)
    office.clock.set(MONDAY + timedelta(2))
    book(office.desk, office.case("C3", "802").child.id, "S1-1", Kind.IHA)
    desk = office.desk_of(StaffRole.ADMIN)
    office.clock.set(MONDAY + timedelta(2), time(18))
    async with acting(desk, first=Clinic) as stage:
        await stage.press("w", "down", "o", "escape", "u")
        assert stage.screen.said.startswith("Undo: recorded an outcome: O'CONNELL, Georgia")
        await stage.press("n")
    assert office.case("C2").bookings[-1].ending is Ending.NOT_BROUGHT


async def test_undo_does_not_ask_while_the_line_tells_of_the_act(office: Office) -> None:
    few(office)
    desk = office.desk_of(StaffRole.ADMIN)
    office.clock.set(MONDAY + timedelta(2), time(18))
    async with acting(desk, first=Clinic) as stage:
        await stage.press("w", "down", "up", "u")
        assert stage.screen.said.startswith("Undone: recorded an outcome: O'CONNELL, Georgia")


async def test_undo_takes_back_what_the_line_tells_of_whatever_was_done_elsewhere(
    office: Office,
) -> None:
    elsewhere = office.desk_of(StaffRole.ADMIN)
    here = Desk(office.store, elsewhere.staff)
    log(elsewhere, {"la": "801", "child_id": "C1", "entered_care": date(2026, 5, 1)})
    async with acting(here) as stage:
        log(here, {"la": "801", "child_id": "C2", "entered_care": date(2026, 5, 1)})
        stage.screen.say("Logged C2", undo=True)
        log(elsewhere, {"la": "801", "child_id": "C3", "entered_care": date(2026, 5, 1)})
        await stage.press("u")
        assert stage.screen.said == "Undone: logged the notification: 801/C2."


async def test_what_was_done_in_another_window_is_named_and_asked_about_first(
    office: Office,
) -> None:
    elsewhere = office.desk_of(StaffRole.ADMIN)
    log(elsewhere, {"la": "801", "child_id": "C1", "entered_care": date(2026, 5, 1)})
    asked = "Undo: logged the notification: 801/C1, on 04-May-2026 at 09:00? y/N "
    async with acting(Desk(office.store, elsewhere.staff)) as stage:
        await stage.press("u")
        assert stage.screen.said == asked
        await stage.press("n", "u")
        assert stage.screen.said == asked
        assert office.desk.find("801", "C1") is not None
        await stage.press("y")
        assert stage.screen.said == "Undone: logged the notification: 801/C1."
        await stage.press("u")
        assert stage.screen.said.startswith("You did nothing in the last 7 days")


async def test_what_was_undone_in_another_window_is_named_and_asked_about_before_it_is_done_again(
    office: Office,
) -> None:
    elsewhere = office.desk_of(StaffRole.ADMIN)
    log(elsewhere, {"la": "801", "child_id": "C1", "entered_care": date(2026, 5, 1)})
    undo(elsewhere)
    again = "Do again: logged the notification: 801/C1, undone on 04-May-2026 at 09:00? y/N "
    async with acting(Desk(office.store, elsewhere.staff)) as stage:
        await stage.press("U", "U")
        assert stage.screen.said == again
        await stage.press("n")
        assert stage.screen.said == "Nothing was done."
        assert office.desk.find("801", "C1") is None
        await stage.press("U", "y")
        assert stage.screen.said == "Done again: logged the notification: 801/C1.   u undo"
        await stage.press("u", "U")
        assert stage.screen.said == "Done again: logged the notification: 801/C1.   u undo"


async def test_the_key_of_the_opposite_only_closes_the_question(office: Office) -> None:
    elsewhere = office.desk_of(StaffRole.ADMIN)
    here = Desk(office.store, elsewhere.staff)
    for child_id in ("C1", "C2"):
        log(elsewhere, {"la": "801", "child_id": child_id, "entered_care": date(2026, 5, 1)})
    undo(here)
    async with acting(here) as stage:
        await stage.press("u")
        assert stage.screen.said.startswith("Undo: logged the notification: 801/C1, on ")
        await stage.press("U")
        assert stage.screen.said == "Nothing was done."
        assert len(stage.app.caseload.cases) == 1
    undo(elsewhere)
    log(here, {"la": "801", "child_id": "C3", "entered_care": date(2026, 5, 1)})
    undo(elsewhere)
    async with acting(here) as stage:
        await stage.press("U")
        assert stage.screen.said.startswith("Do again: logged the notification: 801/C3, undone ")
        await stage.press("u")
        assert stage.screen.said == "Nothing was done."


async def test_what_cannot_be_undone_is_said_and_undo_again_asks_about_the_act_before(
    office: Office,
) -> None:
    office.notify("C1", date(2026, 5, 1))
    child = office.notify("C2", date(2026, 5, 1)).child.id
    contact(office.desk_of(StaffRole.ADMIN), child, Kind.IHA, MONDAY, reached=True)
    async with acting(office.desk) as stage:
        await stage.press("u", "u")
        said = "Not undone: imported notifications: 801/C2. A admin recorded a contact since, "
        assert stage.screen.said == f"{said}on 04-May-2026 at 09:00.   u the act before"
        await stage.press("u")
        assert stage.screen.said.startswith("Undo: imported notifications: 801/C1, on ")
        await stage.press("y")
        assert stage.screen.said == "Undone: imported notifications: 801/C1."


async def test_a_refusal_and_its_answers_are_undone_together(office: Office) -> None:
    few(office)
    nurse = office.desk_of(StaffRole.NURSE)
    async with acting(nurse, first=Worklist) as stage:
        screen = await opened(stage, RefusalScreen(office.case("C1").child.id, Kind.IHA))
        screen.form.fields["main_reason"].value = "1"
        await stage.press("f9")
        assert stage.screen.said.endswith("u undo")
        await stage.press("u")
        assert stage.screen.said.startswith("Undone: recorded a refusal with its answers: ABBOT")
    assert office.case("C1").refusals == []
    assert office.store.table("questionnaires").all() == []


# --- The page of a child who is no longer there


async def test_undoing_the_logging_of_a_child_closes_their_page(office: Office) -> None:
    desk = office.desk_of(StaffRole.ADMIN)
    async with acting(desk, first=Worklist) as stage:
        child = log(desk, {"la": "801", "child_id": "C1", "entered_care": MONDAY, "surname": "Oko"})
        stage.app.look()
        await opened(stage, ChildScreen(child.case.child.id))
        await stage.press("u", "y")
        await stage.settle()
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said == "OKO is no longer on record: logging this child was undone."
        await stage.press("U")
        assert stage.screen.said.startswith("Done again: logged the notification: OKO")


async def test_a_page_closes_also_where_a_colleague_undid_and_another_screen_is_in_front(
    office: Office,
) -> None:
    log(office.desk, {"la": "801", "child_id": "C1", "entered_care": MONDAY, "surname": "Oko"})
    async with acting(office.desk_of(StaffRole.ADMIN), first=Worklist) as stage:
        await opened(stage, ChildScreen(office.case("C1").child.id))
        await stage.press("f1")
        undo(office.desk, office.store.seq - 1)
        stage.app.look()
        await stage.settle()
        assert stage.screen.PLACE == "help"
        await stage.press("f12")
        await stage.settle()
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said == "OKO is no longer on record: logging this child was undone."


async def test_a_page_opened_from_a_list_that_is_older_than_the_undoing_closes_at_once(
    office: Office,
) -> None:
    desk = office.desk_of(StaffRole.ADMIN)
    child = log(office.desk, {"la": "801", "child_id": "C1", "entered_care": MONDAY}).case.child.id
    undo(office.desk)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(child))
        assert stage.screen.PLACE == "worklist"
        said = "This child is no longer on record: logging this child was undone."
        assert stage.screen.said == said
