"""F1 explains where you are; F10 lists every act, and why one cannot be done now."""

import re
from importlib import import_module
from pkgutil import iter_modules

import screens
from screens.acts import ACTS, MODES
from screens.app import PLACES
from screens.help import Help
from screens.menu import Menu
from screens.widgets.page import Page
from tests.office import Office
from tests.screens.acting import Stage, acting
from tests.screens.probe import Probe, ProbeForm


def row(stage: Stage, word: str) -> str:
    """The row of the menu that begins with a word."""
    return next(line for line in stage.lines if line[2:].startswith(f"{word} "))


async def test_help_says_what_the_place_is_for_its_keys_and_the_rule(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f1")
        assert isinstance(stage.screen, Help)
        assert "Help: Worklist" in stage.lines[0]
        assert stage.lines[2] == "Who needs something today."
        assert "F2, n       A new notification" in stage.text
        assert "F4" not in "\n".join(stage.lines[2:22]), "there is no list of values here"
        await stage.press("pagedown")
        assert "Care Planning Regulations 2010" in stage.text
        assert "this service's rule" in " ".join(stage.text.split())


def test_help_names_no_source_that_nobody_who_reads_it_can_open() -> None:
    modules = [import_module(f"screens.{found.name}") for found in iter_modules(screens.__path__)]
    parts = [part for module in modules for part in vars(module).values()]
    texts = [*(getattr(part, "HELP", "") or "" for part in parts), *(act.help for act in ACTS)]
    assert sum(map(bool, texts)) > len(PLACES) + 10
    assert not [text for text in texts if re.search(r"RULES|seed", text)]


async def test_the_keys_of_the_place_stand_before_those_of_everywhere(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f1")
        lines = stage.text.split("\n")
        here, everywhere = lines.index("Keys here"), lines.index("Keys everywhere")
        assert (
            here < next(n for n, line in enumerate(lines) if line.startswith("F6, b")) < everywhere
        )
        assert everywhere < next(n for n, line in enumerate(lines) if line.startswith("F2, n"))


async def test_help_says_why_something_cannot_be_done_now(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f1")
        assert "Not now: Everybody is booked." in " ".join(stage.text.split())


async def test_help_goes_back_to_where_it_was_asked_for(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f2", "a", "f1", "f1", "f12")
        assert isinstance(stage.screen, ProbeForm)
        assert stage.screen.values()[0] == "a"


async def test_help_of_a_field_begins_with_what_the_field_takes(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f2")
        field = stage.screen.focused
        field.label, field.hint = "Born [/]", "A date, such as 120518 [bold]"
        await stage.press("f1")
        assert stage.lines[2] == "Born [/]  A date, such as 120518 [bold]"


async def test_pages_turn_both_ways_and_stop_at_their_ends(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f1", "up")
        first, pages = stage.text, stage.screen.query_one(Page).pages
        assert f"page 1 of {pages} " in first
        await stage.press(*["down"] * (pages + 1))
        assert f"page {pages} of {pages} " in stage.text
        await stage.press(*["pageup"] * pages)
        assert stage.text == first


async def test_the_menu_lists_every_act_there_is(office: Office) -> None:
    async with acting(office.desk, size=(80, 60)) as stage:
        await stage.press("f10")
        for act in ACTS:
            if act.id not in MODES or stage.app.has_mode(act.id):
                assert row(stage, act.word)


async def test_the_menu_does_on_the_screen_behind_what_is_chosen(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f10", "slash", *"how it went", "enter", "enter")
        assert isinstance(stage.screen, Probe)
        assert stage.status == "The slot is taken; choose another."


async def test_the_menu_says_why_an_act_cannot_be_done_and_stays(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f10")
        assert "Everybody is booked." in row(stage, "Book")
        await stage.press("slash", *"booked", "enter", "enter")
        assert isinstance(stage.screen, Menu)
        assert stage.status == "Everybody is booked."


async def test_help_and_menu_open_once(office: Office) -> None:
    async with acting(office.desk) as stage:
        await stage.press("f10", "f10", "f1", "f1")
        assert len(stage.app.screen_stack) == 3
