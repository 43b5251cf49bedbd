"""A key that does nothing where one is says so, and takes along what was typed behind it."""

from datetime import date

import pytest
from textual import events

from clanbook.desk import Desk
from clanbook.desk.assessments import contact
from clanbook.records import Kind, StaffRole
from screens.child import ChildScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.opening import opened


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


async def burst(stage: Stage, *keys: str) -> None:
    """Keys that arrive in one write."""
    for key in keys:
        stage.app.post_message(events.Key(key, key if len(key) == 1 else None))
    await stage.pilot.pause()
    await stage.settle()


@pytest.mark.parametrize(
    ("key", "named"), [("z", "z"), ("Z", "Z"), ("f7", "F7"), ("full_stop", "."), ("a", "a")]
)
async def test_a_key_that_does_nothing_here_says_so(desk: Desk, key: str, named: str) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press(key)
        assert stage.status == f"{named} does nothing here: F1 lists the keys."


async def test_in_a_field_or_a_filter_no_key_is_dead(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("slash", "z", "f7")
        assert "does nothing" not in stage.status
        await stage.press("enter", "escape", "f3", "z", "f7")
        assert "does nothing" not in stage.status


@pytest.mark.parametrize("dead", ["z", "v"])
async def test_what_was_typed_ahead_behind_a_key_that_did_nothing_does_no_harm(
    desk: Desk, office: Office, dead: str
) -> None:
    child = office.case("C1").child.id
    contact(desk, child, Kind.IHA, MONDAY, reached=True)
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, ChildScreen(child))
        last = office.store.seq
        await burst(stage, dead, "s", "u", "n", "enter")
        assert stage.screen.PLACE == "child"
        assert office.store.seq == last
        assert stage.status != ""
        await stage.press("u")
        assert stage.screen.said.startswith("Undo: recorded a contact"), "typed later, it works"


async def test_an_f_key_behind_a_dead_key_is_an_act_all_the_same(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await burst(stage, "z", "u", "f3", "n")
        assert stage.screen.PLACE == "find"
        assert stage.screen.field.value == "n"


async def test_a_visit_is_booked_from_wherever_a_review_can_be(office: Office) -> None:
    office.notify("C1", date(2025, 2, 1), surname="Abbot", consent=date(2025, 2, 2))
    row = {"la": "801", "child_id": "C1", "ref": "A", "kind": Kind.IHA}
    seen = date(2025, 2, 10)
    office.load("assessments", {**row, "completed": seen, "report_sent": seen})
    async with acting(office.desk, first=Worklist) as stage:
        await stage.press("v")
        assert stage.screen.PLACE == "visit"
        await stage.press("f12", "enter", "v")
        assert stage.screen.PLACE == "visit"
        await stage.press("f12", "f12", "4", "v")
        assert stage.screen.PLACE == "visit"


async def test_a_visit_is_no_way_to_do_an_initial_assessment(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("v")
        assert stage.status == "A visit is for reviews: an IHA needs a doctor's slot."
