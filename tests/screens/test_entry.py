"""A line of the timeline in full, and the answers to a refusal: who reads and who adds them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from clanbook.booking import slot_id
from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import book
from clanbook.desk.notifications import log
from clanbook.desk.refusals import answer, answered
from clanbook.desk.staff import add_staff
from clanbook.desk.undoing import undo
from clanbook.records import Kind, Refusal, RefusedBy, StaffRole
from screens.child import ChildScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, opened

SECRET = "does not want this known"


@pytest.fixture
def nurse(office: Office) -> Desk:
    few(office)
    return office.desk_of(StaffRole.NURSE)


@pytest.fixture
def another(office: Office, nurse: Desk) -> Desk:
    """The desk of a nurse who did not ask."""
    add_staff(office.desk, "Another Nurse", StaffRole.NURSE, "another")
    return Desk.of_account(office.store, "another")


@pytest.fixture
def admin(office: Office, nurse: Desk) -> Desk:
    return office.desk_of(StaffRole.ADMIN)


@pytest.fixture
def refusal(office: Office, admin: Desk) -> Refusal:
    """Amara's refusal of her IHA, recorded by an admin as a bare fact."""
    return refuse(admin, office.case("C1").child.id, Kind.IHA, MONDAY)


@asynccontextmanager
async def at_child(desk: Desk, child: int) -> AsyncIterator[Stage]:
    """The child's page, opened from the Worklist."""
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(child))
        yield stage


async def press(stage: Stage, *keys: str) -> None:
    """Press keys, and wait until the screen they open is painted."""
    await stage.press(*keys)
    await stage.settle()


async def at_line(stage: Stage, begins: str) -> None:
    """Put the cursor on the line of the timeline that begins so, and open it."""
    await stage.press("home")
    while not stage.lines[7 + stage.screen.rows.cursor].startswith("> Timeline"):
        await stage.press("down")
    while not stage.lines[7 + stage.screen.rows.cursor][14:].startswith(begins):
        await stage.press("down")
    await press(stage, "enter")


def words(stage: Stage) -> str:
    return " ".join(stage.text.split())


# --- A line in full


async def test_what_was_undone_is_told_in_the_first_columns_and_in_full(
    office: Office, admin: Desk
) -> None:
    child = office.case("C1").child.id
    session = office.clinic(MONDAY, "Dr Vale", venue="The Old Dairy Children's Centre at Hengrove")
    book(admin, child, slot_id(session.id, 3), Kind.IHA, {"breach": "the carer was away"})
    undo(admin)
    async with at_child(admin, child) as stage:
        assert any(line[14:].startswith("Undone: IHA booked for Mon") for line in stage.lines)
        await at_line(stage, "Undone: IHA booked")
        assert stage.screen.PLACE == "entry"
        assert_golden(stage, "entry")
        assert "the carer was away" in words(stage)
        assert "A admin booked an appointment on 04-May-2026 09:00:" in words(stage)
        assert "A admin undid an act on 04-May-2026 09:00:" in words(stage)
        assert "booking, removed: " in words(stage)


async def test_of_a_child_who_is_gone_meanwhile_it_closes_and_says_so(
    admin: Desk, office: Office
) -> None:
    values = {"la": "801", "child_id": "Z1", "entered_care": MONDAY, "surname": "Gone"}
    child = log(office.desk, values).case.child.id
    async with at_child(admin, child) as stage:
        await at_line(stage, "First recorded")
        assert stage.screen.PLACE == "entry"
        undo(office.desk)
        stage.app.look()
        await stage.settle()
        await stage.settle()
        assert stage.screen.PLACE == "worklist"
        assert "is no longer on record: logging this child was undone." in stage.screen.said


async def test_it_goes_back_to_its_line(admin: Desk, office: Office) -> None:
    async with at_child(admin, office.case("C2").child.id) as stage:
        await at_line(stage, "Part A received")
        await stage.press("f12")
        assert stage.screen.PLACE == "child"
        assert stage.lines[7 + stage.screen.rows.cursor][14:].startswith("Part A received")


async def test_no_value_is_more_than_text(office: Office) -> None:
    for number, nasty in enumerate(NASTY):
        office.notify(f"N{number}", MONDAY, surname=nasty, gp=nasty, carer=nasty)
    async with acting(office.desk, first=Worklist) as stage:
        for number in range(len(NASTY)):
            await opened(stage, ChildScreen(office.case(f"N{number}").child.id))
            await at_line(stage, "First recorded")
            assert stage.screen.PLACE == "entry"
            assert len(stage.lines) == 24
            assert "\x1b" not in stage.text
            await stage.press("f12", "f12")


# --- The answers of a refusal


async def test_a_nurse_reads_them_and_that_is_noted(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, {"main_reason": "strangers", "help_with": SECRET})
    async with at_child(office.desk, refusal.child) as stage:
        await press(stage, "s")
        assert_golden(stage, "entry-answers")
        assert "What is your main reason? strangers, or wants a woman or a man" in words(stage)
        assert SECRET in words(stage)
        assert "Asked by A nurse on 04-May-2026." in words(stage)
    read = [a for a in office.store.accesses(by=1) if a.act == "read_questionnaire"]
    assert [a.subjects for a in read] == [(refusal.child,)]


async def test_an_admin_is_told_that_they_are_the_nurses_to_read(
    admin: Desk, nurse: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, {"help_with": SECRET})
    async with at_child(admin, refusal.child) as stage:
        await at_line(stage, "IHA refused")
        assert "The answers are for a nurse to read" in words(stage)
        assert SECRET not in words(stage)
        await stage.press("s")
        assert stage.screen.PLACE == "entry"
        assert stage.screen.said.startswith("The answers are for a nurse to read")


async def test_what_only_the_asker_may_see_is_withheld_from_another_nurse(
    nurse: Desk, another: Desk, refusal: Refusal
) -> None:
    given: dict[str, Any] = {"help_with": SECRET, "may_see": ["asker"], "offered_by": "Dr Ahn"}
    answer(nurse, refusal.id, given)
    async with at_child(another, refusal.child) as stage:
        await press(stage, "s")
        assert "lets only the one who asked see" in words(stage)
        assert "Staff's own notes:" in words(stage)
        assert "Dr Ahn" in words(stage)
        assert SECRET not in words(stage)
        await stage.press("s")
        assert stage.screen.PLACE == "entry"
        assert stage.screen.said.startswith("These answers are only for the one who asked")


async def test_where_staff_noted_nothing_of_their_own_no_notes_are_announced(
    nurse: Desk, another: Desk, refusal: Refusal
) -> None:
    answer(nurse, refusal.id, {"help_with": SECRET, "may_see": ["asker"]})
    async with at_child(another, refusal.child) as stage:
        await press(stage, "s")
        assert "Staff put down no notes of their own." in words(stage)
        assert "own notes:" not in words(stage)


async def test_a_nurse_adds_answers_to_a_refusal_an_admin_recorded(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    async with at_child(nurse, refusal.child) as stage:
        await press(stage, "s", "s")
        assert stage.screen.PLACE == "answers"
        await stage.press("f9")
        assert stage.screen.said == "Nothing is answered yet: there is nothing to save."
        stage.screen.form.fields["main_reason"].value = "language"
        await stage.press("f12")
        await press(stage, "s")
        assert stage.screen.said.startswith("What you had typed is back")
        await stage.press("f9")
        assert stage.screen.said.startswith("ABBOT, Amara: the answers to the refusal of 04-May")
        assert "main reason? language" in words(stage)
    found = answered(nurse, refusal.id)
    assert found is not None
    assert found.answers == {"main_reason": "language"}
    assert len(office.case("C1").refusals) == 1


_BOTH = (
    "The Boss kept answers of 04-May-2026 meanwhile "
    "(Told what it is for: theirs no, yours nothing). "
)


async def test_answers_can_be_changed_and_not_over_anothers(
    office: Office, nurse: Desk, refusal: Refusal
) -> None:
    given = {"would_help": ["home", "later"], "offered_on": MONDAY, "told": True}
    kept = answer(nurse, refusal.id, given)
    async with at_child(nurse, refusal.child) as stage:
        await press(stage, "s", "s")
        assert stage.screen.form.values()["would_help"] == ("home", "later")
        assert stage.screen.form.values()["offered_on"] == MONDAY
        answer(office.desk, refusal.id, {"told": False}, version=kept.version)
        stage.screen.form.fields["main_reason"].value = "language"
        stage.screen.form.fields["told"].value = ""
        await stage.press("f9", "f9")
        assert stage.screen.said == _BOTH + "Save yours over theirs? y/N "
        assert stage.screen.form.values()["offered_on"] is None
        await press(stage, "n", "f12", "s")
        assert stage.screen.said.endswith(_BOTH.strip())
        assert answered(nurse, refusal.id).answers == {"told": "no"}
        await press(stage, "f9", "y")
        assert stage.screen.PLACE == "entry"
    assert answered(nurse, refusal.id).answers == {"main_reason": "language"}


async def test_a_parents_refusal_has_no_questions(office: Office, nurse: Desk, admin: Desk) -> None:
    child = office.case("C1").child.id
    refuse(admin, child, Kind.IHA, MONDAY, RefusedBy.PARENT)
    async with at_child(nurse, child) as stage:
        await stage.press("s", "s")
        assert stage.screen.PLACE == "entry"
        assert "not a parent's" in stage.screen.said


async def test_where_nobody_refused_there_is_nothing_to_read(nurse: Desk, office: Office) -> None:
    async with at_child(nurse, office.case("C2").child.id) as stage:
        await stage.press("s")
        assert stage.screen.PLACE == "child"
        assert stage.screen.said == "No refusal is on record that could have been answered."
