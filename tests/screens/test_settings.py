"""The rules in force: what each is set to, and what it means."""

from pathlib import Path

from msgspec.structs import replace

from clanbook.desk.service import load_settings
from clanbook.records import StaffRole
from clanbook.settings import DEFAULT, DEFAULT_TOML, describe, parse
from screens.settings import Settings
from tests.office import Office
from tests.screens.acting import acting
from tests.screens.goldens import assert_golden
from tests.screens.opening import NASTY, rows_of, under_cursor


async def test_each_setting_is_listed_with_its_value_and_its_meaning_below(
    office: Office,
) -> None:
    async with acting(office.desk_of(StaffRole.VIEWER), first=Settings) as stage:
        assert_golden(stage, "settings")
        assert stage.screen.rows.count == len(describe(DEFAULT))


async def test_the_meaning_is_that_of_the_setting_under_the_cursor(office: Office) -> None:
    async with acting(office.desk, first=Settings) as stage:
        for key, in_force, _ in describe(DEFAULT)[1:3]:
            await stage.press("down")
            assert under_cursor(stage).startswith(key)
            assert any(line.startswith(f" {key}: {in_force}.") for line in stage.lines[18:])


async def test_a_new_version_is_shown_and_the_cursor_stays(office: Office) -> None:
    async with acting(office.desk, first=Settings) as stage:
        await stage.press("down", "down")
        load_settings(
            office.desk, parse(DEFAULT_TOML.replace("iha_target = 90", "iha_target = 95"))
        )
        stage.app.look()
        await stage.settle()
        assert under_cursor(stage).split() == ["iha_target", "95"]


async def test_what_changes_no_setting_shows_nothing_anew(office: Office) -> None:
    async with acting(office.desk, first=Settings) as stage:
        before = stage.screen._described
        office.notify("C1", office.desk.today)
        stage.app.look()
        await stage.settle()
        assert stage.screen._described is before


async def test_enter_says_where_settings_are_changed(office: Office) -> None:
    async with acting(office.desk, first=Settings) as stage:
        assert "Enter" not in stage.status
        await stage.press("enter")
        assert "clanbook settings load FILE" in stage.status


async def test_no_name_of_an_la_is_more_than_text(tmp_path: Path) -> None:
    las = tuple(replace(la, name=name) for la, name in zip(DEFAULT.las, NASTY, strict=True))
    office = Office(tmp_path / "hostile", replace(DEFAULT, name=NASTY[0], las=las))
    async with acting(office.desk, first=Settings) as stage:
        await stage.press("end")
        assert len(rows_of(stage, 4)) > 3
        assert "\x1b" not in stage.text
