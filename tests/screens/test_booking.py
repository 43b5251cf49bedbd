"""A child is booked by a few keys, moved, visited; and a slot taken meanwhile costs nothing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, time, timedelta

import pytest
from textual.events import Key

from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book, suggest
from clanbook.desk.staff import add_staff
from clanbook.records import Kind, Place, Role, StaffRole
from clanbook.reports.standing import state as pathway_state
from clanbook.worklist import Item
from screens.app import TICK
from screens.booking import BookingScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import opened, rows_of, under_cursor
from tests.screens.widgets.stage import HOSTILE

WEDNESDAY = MONDAY + timedelta(2)


@pytest.fixture
def desk(office: Office) -> Desk:
    """Ann's desk at a small caseload: Hamza's IHA is due on 26 May, Amara's is overdue."""
    few(office)
    add_staff(office.desk, "Ann", StaffRole.ADMIN, "ann")
    return Desk.of_account(office.store, "ann")


@pytest.fixture
def colleague(office: Office) -> Desk:
    """The desk of Ben, who books from another terminal."""
    add_staff(office.desk, "Ben", StaffRole.ADMIN, "ben")
    return Desk.of_account(office.store, "ben")


def child(office: Office, child_id: str) -> int:
    la = "802" if child_id == "C3" else "801"
    return office.case(child_id, la).child.id


def bookings(office: Office, child_id: str) -> list[tuple[date, int, str]]:
    """The child's open bookings: day, slot and the reason for a breach."""
    found = office.case(child_id).bookings
    return [(b.day, b.index, b.reason) for b in found if b.ending is None]


def take(colleague: Desk, office: Office, slot: str, child_id: str = "C3") -> None:
    book(colleague, child(office, child_id), slot, Kind.IHA)


def desk_items(stage: Stage) -> list[Item]:
    """The items of the worklist as they stand."""
    return list(stage.app.caseload.items)


def reviewed(office: Office) -> None:
    """Billy-Joe's review is due on 10 July."""
    office.notify("R1", date(2025, 7, 1), surname="Bell", forename="Rae", notified=date(2025, 7, 1))
    row = {"la": "801", "child_id": "R1", "ref": "R1", "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": date(2025, 7, 10)})


async def choose(stage: Stage, office: Office, child_id: str, kind: Kind = Kind.IHA) -> None:
    """Open the slots there are for a child."""
    await opened(stage, BookingScreen(child(office, child_id), kind))


@asynccontextmanager
async def choosing(
    desk: Desk, office: Office, child_id: str, kind: Kind = Kind.IHA
) -> AsyncIterator[Stage]:
    """The same, from the Worklist."""
    async with acting(desk, first=Worklist) as stage:
        await choose(stage, office, child_id, kind)
        yield stage


@asynccontextmanager
async def visiting(desk: Desk, office: Office) -> AsyncIterator[Stage]:
    """The form of a visit for Rae's review."""
    reviewed(office)
    async with choosing(desk, office, "R1", Kind.RHA) as stage:
        await stage.press("v")
        yield stage


async def plan(stage: Stage, **typed: str) -> None:
    """Type into the form of a visit and save it."""
    for name, text in typed.items():
        stage.screen.form.fields[name].value = text
    await stage.press("f9")


async def taken_meanwhile(
    stage: Stage, colleague: Desk, office: Office, slot: str, child_id: str = "C3"
) -> None:
    """A colleague books a slot, and this screen sees it."""
    take(colleague, office, slot, child_id)
    stage.app.look()
    await stage.settle()


# --- Choosing


async def test_the_best_stand_first_with_why_and_with_whom_below(
    desk: Desk, office: Office
) -> None:
    office.clinic(MONDAY + timedelta(30), "Dr Bell", locality="North Somerset")
    async with choosing(desk, office, "C5") as stage:
        assert_golden(stage, "booking")


async def test_the_next_due_child_is_booked_from_the_worklist_in_two_keys(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("end", "up", "b", "enter")
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said.startswith("Booked D'ARCY, Hamza: IHA Wed 06-May-2026 09:30")
        assert stage.screen.said.endswith("u undo")
    assert bookings(office, "C5") == [(WEDNESDAY, 1, "")]


async def test_an_enter_too_many_leaves_what_was_booked_to_be_read(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("end", "up", "b", "enter", "enter", "enter")
        assert stage.screen.PLACE == "worklist"
        assert stage.screen.said.startswith("Booked D'ARCY, Hamza")
        await stage.press("home", "enter")
        assert stage.screen.PLACE == "child"


async def test_after_the_last_day_in_time_the_reason_is_asked_and_kept(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("b", "enter")
        assert_golden(stage, "reason")
        await stage.press("enter")
        assert stage.screen.PLACE == "reason"
        stage.screen.focused.value = "carer asked for it"
        await stage.press("enter")
        assert stage.screen.PLACE == "worklist"
    assert bookings(office, "C1") == [(WEDNESDAY, 1, "carer asked for it")]


async def test_leaving_the_question_books_nothing(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("b", "enter", "escape")
        assert (stage.screen.PLACE, stage.status) == ("booking", "Nothing was booked.")
    assert bookings(office, "C1") == []


async def test_an_open_booking_is_moved_and_the_chain_kept(desk: Desk, office: Office) -> None:
    async with choosing(desk, office, "C2") as stage:
        screen = stage.screen
        assert screen.title_words() == "Move: IHA"
        assert stage.lines[7] == (
            " This is a move, from Wed 06-May-2026 09:00 Bristol (Health Park), Dr Ahn."
        )
        assert stage.status.startswith("Enter move")
        await stage.press("down", "enter")
        assert "IHA Wed 06-May-2026 10:00" in stage.text
    first, second = sorted(office.case("C2").bookings, key=lambda one: one.id)
    assert (first.ending, second.moved_from, second.index) == ("moved", first.id, 2)


async def test_a_move_is_no_offer_accepted_and_says_what_records_one(
    desk: Desk, office: Office
) -> None:
    office.clock.set(MONDAY, time(10))
    refuse(office.desk, child(office, "C2"), Kind.IHA, MONDAY)
    async with choosing(desk, office, "C2") as stage:
        await stage.press("down", "enter")
        assert stage.screen.said.endswith(
            "The refusal of 04-May-2026 stands: a move is no new offer accepted. "
            "If it was, r records that (Accepted on).   u undo"
        )
    state = {item.case.child.child_id: pathway_state(item) for item in desk_items(stage)}
    assert state["C2"] == "refused"


async def test_a_move_past_a_refusal_from_a_file_says_that_only_a_new_booking_accepts(
    desk: Desk, office: Office
) -> None:
    row = {"la": "801", "child_id": "C2", "ref": "F1", "kind": Kind.IHA}
    office.load("assessments", {**row, "refused_on": MONDAY})
    async with choosing(desk, office, "C2") as stage:
        await stage.press("down", "enter")
        assert "If it was, cancel this booking and book again." in stage.screen.said


async def test_a_kind_that_no_slot_serves_says_so(desk: Desk, office: Office) -> None:
    async with choosing(desk, office, "C4", Kind.ADOPTION) as stage:
        assert "No free slot serves an adoption medical in the coming half year." in stage.text


async def test_what_is_not_open_cannot_be_booked_and_says_so(desk: Desk, office: Office) -> None:
    async with choosing(desk, office, "C1", Kind.ADOPTION) as stage:
        assert "has no open request for an adoption medical: record it first." in stage.text
        assert "Nothing is open to book: Esc goes back." in stage.text


# --- No slot in time


async def test_a_lack_of_slots_that_is_noted_is_told_and_taken_back_by_undo(
    desk: Desk, office: Office
) -> None:
    office.notify("N1", MONDAY, surname="Bell", forename="Rae", placed_in="Bristol")
    office.clock.set(WEDNESDAY, time(12))
    office.clinic(MONDAY + timedelta(60), "Dr Bell")
    noted = "BELL, Rae: no slot in time: noted today as first tried."
    for _ in range(2):
        async with choosing(desk, office, "N1") as stage:
            assert "days left. No slot in time: noted today as first tried." in stage.text
            await stage.press("f12")
            assert stage.screen.said == f"{noted}   u undo"
            await stage.press("u")
            assert stage.screen.said.startswith("Undone: looked for an appointment: BELL, Rae")
        assert office.case("N1").assessments == []


async def test_a_lack_of_slots_that_was_noted_before_is_not_told_again(
    desk: Desk, office: Office
) -> None:
    office.clock.set(WEDNESDAY, time(12))
    office.clinic(MONDAY + timedelta(60), "Dr Bell")
    async with choosing(desk, office, "C5") as stage:
        await stage.press("f12")
        stage.screen.hush()  # as the key that opens it again does
        await choose(stage, office, "C5")
        assert "No slot in time" not in stage.text
        await stage.press("f12")
        assert stage.screen.said == ""


async def test_a_visit_says_too_what_opening_it_noted(desk: Desk, office: Office) -> None:
    reviewed(office)
    office.clock.set(date(2026, 6, 20))
    office.clinic(date(2026, 9, 1), "Nurse Quill", role=Role.NURSE, purposes=(Kind.RHA,))
    async with acting(desk, first=Worklist) as stage:
        reviews = [(i.case.child.child_id, i.kind) for i in desk_items(stage)]
        stage.screen.rows.move_to(reviews.index(("R1", Kind.RHA)))
        await stage.press("v")
        assert "No slot in time: noted today as first tried." in stage.text
        await stage.press("f12")
        said = "BELL, Rae: no slot in time: noted today as first tried.   u undo"
        assert stage.screen.said == said
        await stage.press("v", "t", "f12")
        assert stage.screen.said == "What you typed is kept: v offers it again."


# --- Somebody else is quicker


async def test_a_slot_that_went_while_choosing_is_told_of_and_the_next_is_marked(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        await taken_meanwhile(stage, colleague, office, "S1-1")
        assert stage.status == (
            "Ben took Wed 06-May 09:30. The next best is marked: Wed 06-May 10:00."
        )
        assert under_cursor(stage).startswith("1 Wed 06-May 10:00")


async def test_an_enter_meant_for_the_slot_that_went_books_no_other(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        await taken_meanwhile(stage, colleague, office, "S1-1")
        stage.read()
        await stage.press("enter")
        assert stage.screen is screen
        assert screen.said == (
            "Ben took Wed 06-May 09:30. The next best is marked: Wed 06-May 10:00. "
            "Enter again takes it."
        )
        assert bookings(office, "C5") == []
        stage.read()
        await stage.press("enter")
    assert bookings(office, "C5") == [(WEDNESDAY, 2, "")]


@pytest.mark.parametrize("child_id", ["C5", "C1"])
@pytest.mark.parametrize(
    ("told", "typed"),
    [(False, "enter enter"), (True, "enter enter enter"), (True, "down enter"), (True, "v enter")],
)
async def test_an_enter_typed_before_the_change_could_be_read_books_nothing(
    desk: Desk, office: Office, colleague: Desk, child_id: str, told: bool, typed: str
) -> None:
    async with choosing(desk, office, child_id) as stage:
        screen = stage.screen
        take(colleague, office, "S1-1")
        if told:
            stage.app.look()
        for key in typed.split():
            stage.app.post_message(Key(key, key if key == "v" else None))
        await stage.pilot.pause()
        await stage.settle()
        assert stage.screen is screen
        assert "Ben" in screen.said
        assert "The next best is marked: Wed 06-May 10:00." in screen.said
    assert bookings(office, child_id) == []


async def test_a_key_pressed_since_shows_that_the_list_was_seen(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        await taken_meanwhile(stage, colleague, office, "S1-1")
        stage.read()
        await stage.press("down", "enter")
    assert bookings(office, "C5") == [(WEDNESDAY, 3, "")]


async def test_of_two_terminals_that_press_enter_on_one_slot_one_is_told_and_books_nothing(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async def bens() -> None:
        async with choosing(colleague, office, "C3") as ben:
            ben.screen.rows.move_to_key("S1-1")
            await ben.press("enter")
            if ben.screen.PLACE == "reason":
                await ben.press(*"late", "enter")
            assert ben.screen.said.startswith("Booked")

    async with choosing(desk, office, "C5") as ann:
        hers = ann.screen
        # A task of its own: the framework knows one app in each.
        await asyncio.create_task(bens())
        await ann.pilot.pause(2 * TICK)
        ann.read()
        await ann.press("enter")
        assert ann.screen is hers
        assert hers.said.startswith("Ben took Wed 06-May 09:30.")
        assert bookings(office, "C5") == []
        ann.read()
        await ann.press("enter")
    assert bookings(office, "C5") == [(WEDNESDAY, 2, "")]


async def test_a_slot_that_goes_at_the_last_moment_is_refused_with_who_has_it(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        take(colleague, office, "S1-1")
        screen.book("S1-1")
        await stage.settle()
        assert "is taken" in screen.said
        assert screen.said.endswith("Ben has it. The next best is marked: Wed 06-May 10:00.")
        assert under_cursor(stage).startswith("1 Wed 06-May 10:00")


async def test_a_reason_that_was_typed_is_shown_again_before_it_is_recorded_with_another_slot(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("b", "enter")
        stage.screen.focused.value = "carer asked for it"
        take(colleague, office, "S1-1")
        await stage.press("enter")
        assert stage.screen.PLACE == "booking"
        assert "Ben" in stage.screen.said
        stage.read()
        await stage.press("enter")
        assert (stage.screen.PLACE, bookings(office, "C1")) == ("reason", [])
        assert stage.screen.focused.value == "carer asked for it"
        await stage.press("enter")
        assert stage.screen.PLACE == "reason", "an Enter before it could be read takes nothing"
        await stage.press("end", *" again", "enter")
        assert stage.screen.PLACE == "worklist"
    assert bookings(office, "C1") == [(WEDNESDAY, 2, "carer asked for it again")]


async def test_a_reason_given_for_one_slot_is_not_taken_for_the_one_chosen_after_it(
    desk: Desk, office: Office
) -> None:
    office.clinic(WEDNESDAY, "Dr Bell", start=time(14))
    async with choosing(desk, office, "C1") as stage:
        await stage.press("enter", *"first", "f12", "down", "enter")
        assert stage.screen.focused.value == "first"
        await stage.press("ctrl+u", *"second", "enter")
        assert stage.screen.PLACE == "worklist"
    assert bookings(office, "C1") == [(WEDNESDAY, 2, "second")]


async def test_the_cursor_stays_on_its_slot_when_another_one_goes(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        await stage.press("down")
        await taken_meanwhile(stage, colleague, office, "S1-1")
        assert screen.rows.key == "S1-2"
        assert screen.said == ""


async def test_a_child_whom_a_colleague_books_meanwhile_is_not_moved_unawares(
    desk: Desk, office: Office, colleague: Desk
) -> None:
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        await taken_meanwhile(stage, colleague, office, "S1-3", "C5")
        assert stage.status == "Ben booked this child meanwhile."
        assert screen.title_words() == "Move: IHA"
        stage.read()
        await stage.press("enter")
        assert screen.said == "Ben booked this child meanwhile. Enter again moves that booking."
    assert bookings(office, "C5") == [(WEDNESDAY, 3, "")]


async def test_what_does_not_touch_the_diary_looks_for_no_slots_anew(
    desk: Desk, office: Office
) -> None:
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        stage.app.look()
        before = screen._offers
        office.notify("C9", MONDAY)
        stage.app.look()
        assert screen._offers is before


# --- Visits


async def test_a_review_is_booked_as_a_visit(desk: Desk, office: Office) -> None:
    reviewed(office)
    async with choosing(desk, office, "R1", Kind.RHA) as stage:
        assert "v visit" in stage.status
        await stage.press("v")
        assert_golden(stage, "visit")
        await plan(stage, day="+1", start="1430", clinician="Nurse Quill")
        assert stage.screen.PLACE == "worklist"
        assert "Booked BELL, Rae: RHA Tue 05-May-2026 14:30 Bristol (home)" in stage.screen.said
    (held,) = office.case("R1").bookings
    session = office.desk.session(held.session)
    assert session is not None
    assert (session.place, session.start, session.minutes) == (Place.HOME, time(14, 30), 60)


async def test_a_visit_at_night_on_a_bank_holiday_asks_why_and_keeps_it(
    desk: Desk, office: Office
) -> None:
    async with visiting(desk, office) as stage:
        await plan(stage, day="25/5", start="3", clinician="Nurse Quill")
        assert stage.screen.PLACE == "reason"
        assert "is on a bank holiday and outside 08:00-20:00: say why then." in " ".join(
            stage.text.split()
        )
        stage.screen.focused.value = "works nights"
        await stage.press("enter")
        assert stage.screen.PLACE == "worklist"
    assert [held.hours_reason for held in office.case("R1").bookings] == ["works nights"]


async def test_a_visit_that_cannot_be_keeps_what_was_typed(desk: Desk, office: Office) -> None:
    reviewed(office)
    office.clinic(MONDAY, "Nurse Quill", start=time(14), role=Role.NURSE, purposes=(Kind.RHA,))
    async with choosing(desk, office, "R1", Kind.RHA) as stage:
        await stage.press("v")
        await plan(stage, day="t", start="1430", clinician="Nurse Quill")
        assert "Nurse Quill has a session at that time" in stage.screen.said
        assert stage.screen.form.values()["clinician"] == "Nurse Quill"


async def test_the_nurse_is_chosen_from_those_who_are_known(desk: Desk, office: Office) -> None:
    async with visiting(desk, office) as stage:
        form = stage.screen.form
        form.go_to(form.fields["clinician"])
        await stage.press("f4")
        assert "1 Nurse Quill" in stage.text
        await stage.press("enter")
        assert form.values()["clinician"] == "Nurse Quill"
        await stage.press("ctrl+u", *"quill", "shift+tab")
        assert form.values()["clinician"] == "Nurse Quill"


async def test_where_no_nurse_is_known_there_is_nothing_to_list(office: Office) -> None:
    reviewed(office)
    async with choosing(office.desk, office, "R1", Kind.RHA) as stage:
        await stage.press("v")
        form = stage.screen.form
        form.go_to(form.fields["clinician"])
        await stage.press("f4", "down", "up", "enter")
        assert stage.app.fault is None
        form.go_to(form.fields["clinician"])
        await stage.press("f4")
        assert stage.screen.said == "Nurse: nothing to choose from is known here yet. Type it."


async def test_another_name_than_a_known_nurses_is_asked_about_once(
    desk: Desk, office: Office
) -> None:
    async with visiting(desk, office) as stage:
        await plan(stage, day="+1", start="1430", clinician="Marrow")
        asked = "Marrow is not known as a nurse here: the nearest are Nurse Quill."
        assert stage.screen.said.startswith(f"{asked} Is it somebody new? y/N")
        assert "not known as a nurse here" in next(x for x in stage.lines if x[:5] == "Nurse")
        await stage.press("enter")
        assert (stage.screen.PLACE, stage.screen.said) == ("visit", "Nothing was done.")
        assert office.case("R1").bookings == []
        await stage.press("f9", "y")
        assert stage.screen.PLACE == "worklist"
    (held,) = office.case("R1").bookings
    assert office.desk.session(held.session).clinician == "Marrow"  # type: ignore[union-attr]


async def test_an_iha_is_no_visit(desk: Desk, office: Office) -> None:
    async with choosing(desk, office, "C5") as stage:
        assert "v visit" not in stage.status
        await stage.press("v")
        assert stage.status == "A visit is for reviews: an IHA needs a doctor's slot."


def booked_review(office: Office) -> None:
    """Rae's review, due on 10 July, is booked at Nurse Quill's clinic on 12 May."""
    reviewed(office)
    number = child(office, "R1")
    slot = suggest(office.desk, number, Kind.RHA)[0].slot
    book(office.desk, number, slot.id, Kind.RHA)


async def test_a_clinics_slot_is_moved_to_a_visit_and_the_visit_to_another_and_back(
    desk: Desk, office: Office
) -> None:
    booked_review(office)
    async with choosing(desk, office, "R1", Kind.RHA) as stage:
        await stage.press("v")
        assert stage.screen.title_words() == "Move: RHA visit"
        assert "This is a move, from Tue 12-May-2026 09:00 Bristol (Health Park)" in stage.text
        await plan(stage, day="11/5", start="10", clinician="quill")
        assert "Moved BELL, Rae: RHA Mon 11-May-2026 10:00 Bristol (home)" in stage.screen.said
        await choose(stage, office, "R1", Kind.RHA)
        await stage.press("v")
        form = stage.screen.form
        assert form.values()["clinician"] == "Nurse Quill"
        form.fields["start"].value = "1030"
        await stage.press("f9")
        assert "Moved BELL, Rae: RHA Mon 11-May-2026 10:30" in stage.screen.said
        await choose(stage, office, "R1", Kind.RHA)
        stage.read()
        await stage.press("enter", "y")
        assert "Moved BELL, Rae: RHA Tue 12-May-2026 09:00" in stage.screen.said
    chain = sorted(office.case("R1").bookings, key=lambda one: one.id)
    assert [(one.ending, one.moved_from) for one in chain] == [
        ("moved", None),
        ("moved", chain[0].id),
        ("moved", chain[1].id),
        (None, chain[2].id),
    ]


async def test_a_later_day_than_the_present_one_is_asked_about_and_no_is_the_answer(
    desk: Desk, office: Office
) -> None:
    office.clinic(MONDAY + timedelta(9), "Dr Bell")
    async with choosing(desk, office, "C2") as stage:
        screen = stage.screen
        await stage.press("end", "enter")
        assert screen.said == (
            "Wed 13-May-2026 is 7 days later than the present Wed 06-May-2026, "
            "and after the last day in time: move it? y/N "
        )
        await stage.press("enter")
        assert screen.said == "Nothing was done."
        assert [day for day, _, _ in bookings(office, "C2")] == [WEDNESDAY]
        await stage.press("enter", "y")
        assert stage.screen.PLACE == "reason"


@pytest.mark.parametrize("key", ["b", "v"])
async def test_an_appointment_that_is_over_is_said_to_be_before_anything_is_asked(
    desk: Desk, office: Office, key: str
) -> None:
    office.clock.set(MONDAY + timedelta(3))
    async with acting(desk, first=Worklist) as stage:
        places = [item.case.child.child_id for item in desk_items(stage)]
        stage.screen.rows.move_to(places.index("C2"))
        await stage.press(key)
        assert stage.status == "That appointment is over: record its outcome, then book again."


async def test_a_visit_on_a_later_day_is_asked_about_too(desk: Desk, office: Office) -> None:
    booked_review(office)
    async with choosing(desk, office, "R1", Kind.RHA) as stage:
        await stage.press("v")
        await plan(stage, day="14/5", start="10", clinician="quill")
        assert "Thu 14-May-2026 is 2 days later than the present" in stage.screen.said
        await stage.press("n")
        assert stage.screen.PLACE == "visit"
    assert [b.day for b in office.case("R1").bookings] == [MONDAY + timedelta(8)]


# --- Hostile text


@pytest.fixture
def hostile(office: Office) -> Office:
    """Clinics whose venues and clinicians are hostile, and a child to book there."""
    office.notify("C1", MONDAY, surname=HOSTILE[3], forename=HOSTILE[1])
    for number, name in enumerate(name for name in HOSTILE if name != "\ud800"):
        day = MONDAY + timedelta(1 + number)
        office.clinic(day, f"Dr {name}", venue=name, locality=name, slots=1)
    return office


async def test_no_venue_or_clinician_is_more_than_text(hostile: Office) -> None:
    async with acting(hostile.desk, first=Worklist, size=(160, 24)) as stage:
        await choose(stage, hostile, "C1")
        assert "Dr [bold]x (paediatrici~ [bold]x" in stage.text
        assert "\x1b" not in stage.text
        await stage.press("end")
        assert len(stage.lines) == 24
        await stage.press("enter")
        assert stage.screen.PLACE == "worklist"


async def test_the_list_is_narrowed_by_what_is_not_in_sight_too(desk: Desk, office: Office) -> None:
    office.clinic(MONDAY + timedelta(30), "Dr Bell", locality="North Somerset")
    async with choosing(desk, office, "C5") as stage:
        screen = stage.screen
        screen.rows.set_filter("bell")
        await stage.settle()
        assert len(rows_of(stage, 8, 21)) == 4
