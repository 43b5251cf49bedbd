"""The open caseload by name: filtered by what is known of a child, and acted on from there."""

from datetime import timedelta

import pytest

from clanbook.desk import Desk
from clanbook.records import StaffRole
from screens.children import Children
from tests.office import MONDAY, Office
from tests.screens.acting import Stage, acting
from tests.screens.few import few
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, rows_of, under_cursor

LIST = 4
"""The line the first child stands on."""


@pytest.fixture
def desk(office: Office) -> Desk:
    """An administrator's desk at a small caseload."""
    few(office)
    return office.desk_of(StaffRole.ADMIN)


def named(stage: Stage) -> list[str]:
    return [row.split(",")[0].split()[0] for row in rows_of(stage, LIST)]


async def test_open_cases_are_listed_by_family_name_with_what_is_next(desk: Desk) -> None:
    async with acting(desk, first=Children) as stage:
        assert_golden(stage, "children")


async def test_a_wide_screen_shows_entry_nhs_number_and_la(desk: Desk) -> None:
    async with acting(desk, first=Children, size=(160, 24)) as stage:
        (isla,) = [row for row in rows_of(stage, LIST) if "Isla" in row]
        assert "20-Apr-2026  999 200 3928  North Somerset" in isla


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("north somerset", ["ŻUREK"]),
        ("c4", ["OKAFOR-WEEKS"]),
        ("999 200 3928", ["ŻUREK"]),
        ("cornwall", ["D'ARCY"]),
        ("georgia", ["O'CONNELL"]),
    ],
)
async def test_words_narrow_it_by_anything_shown_of_a_child(
    desk: Desk, typed: str, left: list[str]
) -> None:
    async with acting(desk, first=Children) as stage:
        stage.screen.rows.set_filter(typed)
        await stage.settle()
        assert named(stage) == left


async def test_the_filter_is_typed_after_a_slash_and_then_keys_act(desk: Desk) -> None:
    async with acting(desk, first=Children) as stage:
        await stage.press("slash", "h", "a", "m", "enter", "b")
        assert stage.screen.PLACE == "booking"
        assert "D'ARCY, Hamza" in stage.lines[2]


async def test_enter_opens_the_child(desk: Desk) -> None:
    async with acting(desk, first=Children) as stage:
        await stage.press("end", "enter")
        assert stage.screen.PLACE == "child"
        assert "ŻUREK, Isla" in stage.text


async def test_a_new_child_comes_in_and_the_cursor_stays_with_its_own(
    desk: Desk, office: Office
) -> None:
    async with acting(desk, first=Children) as stage:
        await stage.press("down")
        office.notify("C9", MONDAY, surname="Aaronson")
        stage.app.look()
        await stage.settle()
        assert named(stage)[0] == "AARONSON"
        assert under_cursor(stage).startswith("D'ARCY")
        assert "7 children's cases are open" in stage.lines[2]


async def test_reading_it_is_noted_once_for_each_child(desk: Desk, office: Office) -> None:
    async with acting(desk, first=Children) as stage:
        office.notify("C9", MONDAY, surname="Aaronson")
        stage.app.look()
        await stage.settle()
    noted = [n for a in office.store.accesses() if a.act == "children" for n in a.subjects]
    assert len(noted) == len(set(noted)) == 7


async def test_a_case_that_has_ended_is_not_among_the_open_ones(desk: Desk, office: Office) -> None:
    office.notify("C8", MONDAY - timedelta(60), surname="Gone", left_care=MONDAY - timedelta(5))
    async with acting(desk, first=Children) as stage:
        assert "GONE" not in named(stage)


async def test_an_empty_caseload_says_so(office: Office) -> None:
    async with acting(office.desk, first=Children) as stage:
        assert "No child's case is open." in stage.text
        await stage.press("b")
        assert stage.status == "There is no child in the list."


async def test_no_name_or_la_is_more_than_text(office: Office) -> None:
    for number, name in enumerate(NASTY):
        values = {"surname": name, "forename": name, "placed_in": name}
        office.notify(f"H{number}", MONDAY, la=f"LA {name}"[:90], **values)
    async with acting(office.desk, first=Children, size=(160, 24)) as stage:
        assert len(rows_of(stage, LIST)) == len(NASTY)
        assert "LA [/][bold]x\\x1b" in stage.text
        assert "\x1b" not in stage.text
