"""A child's page: who it is, what is open, everything that happened; and what can be done there."""

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import contact
from clanbook.desk.erasing import erase
from clanbook.records import Kind, StaffRole
from screens.child import ChildScreen
from screens.worklist import Worklist
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few, hostile
from tests.screens.goldens import assert_golden
from tests.screens.widgets.stage import HOSTILE


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


async def opened(stage: Stage, child: int) -> None:
    """Open a child's page from whatever is in front."""
    stage.screen.open(ChildScreen(child))
    await stage.settle()
    await stage.settle()


def page(stage: Stage) -> list[str]:
    return [line[2:] for line in stage.lines[7:22] if line.strip()]


async def test_enter_on_the_worklist_opens_it(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("down", "down", "enter")
        await stage.settle()
        assert stage.screen.PLACE == "child"
        assert_golden(stage, "child")


async def test_of_a_long_name_the_page_cuts_the_name_alone(office: Office) -> None:
    long = {"surname": "Montgomery-Featherstonehaugh", "forename": "Persephone " * 15}
    child = office.notify("SG30404", MONDAY, **long, nhs_number="9990000018", la="Far Away" * 20)
    async with acting(office.desk, first=Worklist) as stage:
        await opened(stage, child.child.id)
        assert stage.lines[2].startswith(" MONTGOMERY-")
        assert stage.lines[2].rstrip().endswith("~  born 01-Mar-2015 (11y)  NHS No. 999 000 0018")
        assert "~ SG30404  " in stage.lines[3]


async def test_what_is_open_stands_above_what_happened(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, office.case("C4").child.id)
        lines = page(stage)
        assert lines[0].startswith("Open now")
        assert "Adoption medical asked for: booking" in lines[1]
        assert lines[2].startswith("Timeline")
        assert "First recorded" in lines[3]
        assert "Adoption medical requested" in lines[4]


async def test_a_page_with_nothing_open_says_so(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, office.case("C7").child.id)
        assert "Nothing is open." in page(stage)[0]
        await stage.press("b")
        assert stage.status == "Nothing is open for this child that could be booked or refused."


async def test_enter_says_what_is_open_in_full(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, office.case("C4").child.id)
        await stage.press("enter")
        assert stage.screen.said.startswith("Adoption medical requested; ")


async def test_enter_on_a_heading_says_what_it_is(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, office.case("C1").child.id)
        await stage.press("home", "enter")
        assert stage.status == "This is a heading: Enter opens the lines below it."


async def test_keys_act_on_the_first_open_thing_from_anywhere_on_the_page(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, office.case("C1").child.id)
        await stage.press("end", "c")
        assert stage.screen.PLACE == "contact"
        await stage.press("f12")
        await stage.press("f6")
        assert stage.screen.PLACE == "booking"


async def test_what_a_colleague_records_appears_on_it_and_the_cursor_stays(
    desk: Desk, office: Office
) -> None:
    child = office.case("C4").child.id
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, child)
        await stage.press("end")
        line = stage.lines[7 + stage.screen.rows.cursor]
        contact(office.desk, child, Kind.ADOPTION, MONDAY, True, whom="carer")
        await stage.pilot.pause(0.6)
        assert any("Carer reached about the adoption" in row for row in page(stage))
        assert line in stage.lines[8:]


async def test_opening_it_is_noted_once_however_often_it_changes(
    desk: Desk, office: Office
) -> None:
    child = office.case("C4").child.id
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, child)
        contact(office.desk, child, Kind.ADOPTION, MONDAY, True)
        await stage.pilot.pause(0.6)
    noted = [a.subjects for a in office.store.accesses(by=desk.staff.id) if a.act == "open_child"]
    assert [list(subjects) for subjects in noted] == [[child]]


async def test_it_says_whom_to_call_and_what_to_look_out_for(office: Office) -> None:
    known = {"surname": "Abbot", "sibling_group": "S1", "carer": "Kim Vale"}
    office.notify("C2", MONDAY, forename="Bea", **known)
    flags = {"interpreter": True, "language": "Polish", "visitor_risk": "dog"}
    case = office.notify(
        "C1", MONDAY, forename="Amara", carer_phone="0117 496 0000", **known, **flags
    )
    async with acting(office.desk, first=Worklist) as stage:
        await opened(stage, case.child.id)
        assert "Carer Kim Vale, 0117 496 0000" in stage.text
        assert "RISK TO VISITORS: dog" in stage.text
        assert "Interpreter: Polish" in stage.text
        assert "Siblings: ABBOT, Bea" in stage.text


async def test_a_carer_who_is_not_to_be_disclosed_is_not_shown(office: Office) -> None:
    secret = {"carer": "Kim Vale", "carer_phone": "0117 496 0000", "do_not_disclose": True}
    case = office.notify("C1", MONDAY, **secret)
    async with acting(office.desk, first=Worklist) as stage:
        await opened(stage, case.child.id)
        assert "not to be disclosed" in stage.lines[4]
        assert "0117 496 0000" not in stage.text
        assert "Kim Vale" not in stage.text


async def test_no_name_is_more_than_text(office: Office) -> None:
    hostile(office)
    async with acting(office.desk, first=Worklist) as stage:
        for number in range(len(HOSTILE) - 1):
            await opened(stage, office.case(f"H{number}").child.id)
            assert stage.screen.PLACE == "child"
            assert len(stage.lines) == 24
            assert "\x1b" not in stage.text
            await stage.press("f12")


async def test_the_page_of_a_child_who_is_erased_meanwhile_closes_and_names_nobody(
    desk: Desk, office: Office
) -> None:
    child = office.notify("E1", MONDAY, surname="Quillfeather").child.id
    async with acting(desk, first=Worklist) as stage:
        await opened(stage, child)
        erase(office.desk, child, "asked for")
        await stage.pilot.pause(0.6)
        assert "This child was erased" in stage.status
        assert "QUILLFEATHER" not in stage.text
