"""Who somebody is stands above what is done for them, as it is recorded by now."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import refuse
from clanbook.desk.bookings import offers
from clanbook.desk.corrections import correct
from clanbook.desk.notifications import log
from clanbook.desk.onrecord import on_record
from clanbook.desk.undoing import undo
from clanbook.records import Kind, RefusedBy, StaffRole
from screens.answering import AnsweringScreen
from screens.booking import BookingScreen, visit_of
from screens.child import ChildScreen
from screens.contact import ContactScreen
from screens.papers import PapersScreen
from screens.refusal import RefusalScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import acting
from tests.screens.few import few
from tests.screens.opening import opened


def answering(desk: Desk, child: int) -> AnsweringScreen:
    return AnsweringScreen(refuse(desk, child, Kind.RHA, MONDAY, RefusedBy.YOUNG_PERSON), None)


SCREENS: dict[str, Callable[[Desk, int], Any]] = {
    "booking": lambda _, child: BookingScreen(child, Kind.RHA),
    "visit": lambda desk, child: visit_of(desk, offers(desk, child, Kind.RHA)),
    "contact": lambda _, child: ContactScreen(child, Kind.RHA),
    "refusal": lambda _, child: RefusalScreen(child, Kind.RHA),
    "papers": lambda _, child: PapersScreen(child),
    "answering": answering,
}


@pytest.fixture
def nurse(office: Office) -> Desk:
    few(office)
    return office.desk_of(StaffRole.NURSE)


@pytest.mark.parametrize("made", SCREENS.values(), ids=list(SCREENS))
async def test_a_risk_that_a_colleague_records_meanwhile_is_shown(
    nurse: Desk, office: Office, made: Callable[[Desk, int], Any]
) -> None:
    office.notify("R1", date(2025, 7, 1), surname="Bell", forename="Rae", notified=date(2025, 7, 1))
    row = {"la": "801", "child_id": "R1", "ref": "R1", "kind": Kind.IHA}
    office.load("assessments", {**row, "completed": date(2025, 7, 10)})
    child = office.case("R1").child.id
    async with acting(nurse, first=Worklist) as stage:
        screen = await opened(stage, made(nurse, child))
        correct(office.desk, on_record(office.desk, child), {"visitor_risk": "dog bites"})
        stage.app.look()
        await stage.settle()
        assert stage.screen is screen
        assert "RISK TO VISITORS: dog bites" in stage.text


async def test_that_the_child_is_no_longer_on_record_is_said_while_the_form_is_open(
    nurse: Desk, office: Office
) -> None:
    values = {"la": "801", "child_id": "Z1", "entered_care": MONDAY, "surname": "Gone"}
    child = log(office.desk, values).case.child.id
    async with acting(nurse, first=Worklist) as stage:
        await opened(stage, ContactScreen(child, Kind.IHA))
        undo(office.desk)
        stage.app.look()
        await stage.settle()
        said = "This child is no longer on record: nothing more can be saved here."
        assert stage.screen.said == said


OLD = {"placed_in": "Weston", "carer": "Old Carer", "carer_phone": "01632 960009"}


async def test_once_care_has_ended_placement_and_carer_are_said_to_be_the_last(
    nurse: Desk, office: Office
) -> None:
    left = {"left_care": MONDAY - timedelta(3)}
    child = office.notify("R1", MONDAY - timedelta(90), surname="Bell", **OLD, **left).child.id
    async with acting(nurse, first=Worklist) as stage:
        await opened(stage, ChildScreen(child))
        assert stage.lines[3] == " Bristol R1  care ended 01-May-2026, last in Weston"
        assert stage.lines[4].startswith(" Last carer Old Carer, 01632 960009  Social")


async def test_back_in_care_the_placement_and_carer_before_are_not_shown(
    nurse: Desk, office: Office
) -> None:
    left = {"left_care": MONDAY - timedelta(3)}
    case = office.notify("R1", MONDAY - timedelta(90), surname="Bell", **OLD, **left)
    back = {"la": "801", "child_id": "R1", "entered_care": MONDAY}
    log(nurse, back, child=case.child.id)
    async with acting(nurse, first=Worklist) as stage:
        await opened(stage, ChildScreen(case.child.id))
        assert stage.lines[3] == " Bristol R1  placement not known"
        assert stage.lines[4].startswith(" Carer not known")
        assert "Placed in Weston" in stage.text, "the timeline has it"
