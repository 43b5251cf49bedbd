"""Anybody is found by what is known of them, and opened; whoever is shown is noted."""

import pytest

from clanbook.desk import Desk
from clanbook.records import StaffRole
from screens.find import Find
from screens.worklist import Worklist
from tests.office import Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few, hostile
from tests.screens.goldens import assert_golden


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


def found(stage: Stage) -> list[str]:
    return [row[2:24].strip() for row in stage.lines[4:22] if row.strip()]


async def typed(stage: Stage, text: str) -> list[str]:
    """Who is listed once this has been typed over what stood there."""
    stage.screen.field.value = text[:-1]
    stage.screen.field.cursor_position = len(text)
    await stage.press("comma" if text[-1] == "," else text[-1])
    return found(stage)


async def test_it_begins_by_saying_what_can_be_typed(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("f3")
        assert "Type a name as it sounds, a birth date, an NHS number" in stage.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abott", ["ABBOT, Amara", "ABBOTT, Emma"]),
        ("zurek", ["ŻUREK, Isla"]),
        ("jude", ["NGUYỄN, Jude"]),
        ("geor", ["O'CONNELL, Georgia"]),
        (", geor", ["O'CONNELL, Georgia"]),
        ("abbot, e", ["ABBOTT, Emma", "ABBOT, Amara"]),
        ("abbot e", ["ABBOTT, Emma", "ABBOT, Amara"]),
        ("abbot, a", ["ABBOT, Amara", "ABBOTT, Emma"]),
        ("georgia oconnell", ["O'CONNELL, Georgia"]),
        ("c5", ["D'ARCY, Hamza"]),
        ("802/C3", ["ŻUREK, Isla"]),
        ("999 200 3928", ["ŻUREK, Isla"]),
        ("darcy 1/3/15", ["D'ARCY, Hamza"]),
    ],
)
async def test_a_child_is_found_by(desk: Desk, text: str, expected: list[str]) -> None:
    async with acting(desk, first=Find) as stage:
        assert (await typed(stage, text))[: len(expected)] == expected


async def test_open_and_closed_cases_are_told_apart_by_a_word(desk: Desk) -> None:
    async with acting(desk, first=Find) as stage:
        await typed(stage, "abbot")
        assert_golden(stage, "find")


async def test_nobody_found_says_so(desk: Desk) -> None:
    async with acting(desk, first=Find) as stage:
        await typed(stage, "xyzzy")
        assert "Nobody here is known by that." in stage.text


async def test_arrows_choose_while_letters_go_on_being_typed(desk: Desk) -> None:
    async with acting(desk, first=Find) as stage:
        await typed(stage, "abbot")
        await stage.press("down")
        assert stage.screen.rows.cursor == 1
        await stage.press("t")
        assert stage.screen.field.value == "abbott"


async def test_enter_opens_the_child(desk: Desk) -> None:
    async with acting(desk, first=Find) as stage:
        await typed(stage, "zurek")
        await stage.press("enter")
        assert stage.screen.PLACE == "child"
        assert "ŻUREK, Isla" in stage.text


async def test_f3_begins_afresh_wherever_one_is_in_the_search(desk: Desk) -> None:
    async with acting(desk, first=Worklist) as stage:
        await stage.press("f3", *"zurek", "f3")
        assert stage.screen.field.value == ""
        assert "Type a name as it sounds" in stage.text
        await stage.press(*"abbot", "tab", "f3", *"jude", "enter")
        assert "NGUYỄN, Jude" in stage.text
        await stage.press("f3")
        assert stage.screen.field.value == ""


async def test_no_name_is_more_than_text(office: Office) -> None:
    hostile(office)
    async with acting(office.desk, first=Find) as stage:
        await typed(stage, "1/3/15")
        assert len(found(stage)) == 11
        assert "\x1b" not in stage.text
        assert "[BOLD]X, [bold]x" in stage.text
