"""The list: what is seen, where keys go, and what a colleague's change does to the cursor."""

from collections.abc import Sequence
from typing import Any

import pytest
from rich.text import Text
from textual import events
from textual.widgets import Input

from screens.widgets.columns import placed
from screens.widgets.rows import Column, RowList
from tests.screens.widgets.specimen import Register
from tests.screens.widgets.stage import HOSTILE, Stage, lines, running

COLUMNS = (Column("Name", 12), Column("Days", 4, "right"), Column("Missing", 0))
WIDE = Column("Locality", 10, least_screen=100)
PAGE = 7


def made(names: Sequence[str], empty: str = "Nothing here.") -> RowList[str]:
    rows = RowList[str](COLUMNS, id="rows", empty=empty)
    rows.show(filled(names))
    return rows


def filled(names: Sequence[str]) -> list[tuple[str, tuple[str, str, str]]]:
    return [(name, (name, str(at), "consent")) for at, name in enumerate(names)]


def names(size: int) -> list[str]:
    return [f"child{at:02}" for at in range(size)]


def on_stage(rows: RowList[Any]) -> Stage:
    return Stage(rows, heard=[RowList.Moved, RowList.Chosen])


async def test_rows_stand_in_columns_under_a_fixed_heading() -> None:
    app = on_stage(made(["ann", "bob"]))
    async with running(app, height=8):
        assert lines(app)[:4] == [
            "  Name         Days Missing",
            "> ann             0 consent",
            "  bob             1 consent",
            "",
        ]


async def test_wider_screens_show_more_columns() -> None:
    rows = RowList[int]((*COLUMNS, WIDE))
    rows.show([(1, ("ann", "0", "consent", "Bristol"))])
    app = on_stage(rows)
    async with running(app, width=100, height=8):
        assert "Bristol" in lines(app)[1]
    assert [place for place, _ in placed((*COLUMNS, WIDE), 78, 80)] == [0, 1, 2]
    assert placed(COLUMNS, 78, 80)[-1] == (2, 78 - 12 - 4 - 3)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("-999", "-999"),
        ("16/17 94%", "16/17"),
        ("116/170 68%", "~" * 6),
        ("1234567", "~" * 6),
    ],
)
async def test_a_number_is_shown_whole_or_not_at_all(text: str, shown: str) -> None:
    rows = RowList[int]([Column("Count", 6, "right"), Column("Name", 0)])
    rows.show([(1, (text, "ann"))])
    app = on_stage(rows)
    async with running(app, height=8):
        assert lines(app)[1] == f"> {shown:>6} ann"


async def test_an_empty_list_says_so() -> None:
    app = on_stage(made([], empty="Nobody is waiting."))
    async with running(app, height=8) as pilot:
        assert lines(app)[1] == "  Nobody is waiting."
        await pilot.press("down", "enter", "end")
        assert app.messages == []


@pytest.mark.parametrize(
    ("keys", "key", "top"),
    [
        (["down"], "child01", "child00"),
        (["down"] * PAGE, "child07", "child07"),
        (["down"] * PAGE + ["up"], "child06", "child00"),
        (["up"], "child00", "child00"),
        (["pagedown"], "child07", "child07"),
        (["pagedown", "pagedown"], "child14", "child13"),
        (["pagedown", "pageup"], "child00", "child00"),
        (["end"], "child19", "child13"),
        (["end", "home"], "child00", "child00"),
    ],
)
async def test_the_cursor_leaves_a_page_to_the_next(keys: list[str], key: str, top: str) -> None:
    rows = made(names(20))
    app = on_stage(rows)
    async with running(app, height=PAGE + 1) as pilot:
        await pilot.press(*keys)
        assert rows.key == key
        assert top in lines(app)[1]
        assert [line for line in lines(app)[1:] if line.startswith(">")] == [
            f"> {key}      {int(key[5:]):>4} consent"
        ]


async def test_moves_and_choices_are_told_by_key() -> None:
    app = on_stage(made(["ann", "bob"]))
    async with running(app) as pilot:
        await pilot.press("down", "down", "enter")
        told = [(type(one).__name__, one.key) for one in app.messages]
        assert told == [("Moved", "ann"), ("Moved", "bob"), ("Chosen", "bob")]


async def test_the_cursor_is_seen_without_the_focus_and_without_colour() -> None:
    rows = made(["ann", "bob"])
    app = Stage(rows, Input(id="other"))
    async with running(app) as pilot:
        assert reversed_lines(app) == [1]
        app.query_one("#other").focus()
        await pilot.pause()
        assert reversed_lines(app) == []
        assert lines(app)[1].startswith("> ann")


def reversed_lines(app: Stage) -> list[int]:
    strips = app.screen._compositor.render_strips()[:3]
    return [
        y
        for y, strip in enumerate(strips)
        if any(segment.style and segment.style.reverse for segment in strip)
    ]


@pytest.mark.parametrize(
    ("after", "key", "line"),
    [
        (["new", *names(20)], "child09", 3),
        ([one for one in names(20) if one != "child03"], "child09", 3),
        ([one for one in names(20) if one != "child09"], "child10", 3),
        (["child09"], "child09", 1),
        (names(5), "child04", 5),
        ([], None, None),
    ],
)
async def test_a_change_leaves_the_cursor_on_its_row_and_line(
    after: list[str], key: str | None, line: int | None
) -> None:
    rows = made(names(20))
    app = on_stage(rows)
    async with running(app, height=PAGE + 1) as pilot:
        await pilot.press("pagedown", "down", "down")
        rows.show(filled(after))
        await pilot.pause()
        assert rows.key == key
        shown = [y for y, text in enumerate(lines(app)) if text.startswith("> ")]
        assert shown == ([] if line is None else [line])


async def test_a_list_in_sight_makes_no_other_rows() -> None:
    register = Register(100_000)
    rows = RowList[int]((Column("Child", 0),))
    app = on_stage(rows)
    async with running(app) as pilot:
        rows.show(register)
        await pilot.press("end", "home")
        assert register.made < 1000
        assert rows.key == 0


async def test_letters_narrow_the_list_after_the_slash_only() -> None:
    rows = made(["Ann Smith", "Bob Jones", "Cid Smithers"])
    app = on_stage(rows)
    async with running(app) as pilot:
        await pilot.press("s")
        assert rows.count == 3
        await pilot.press("slash", *"SMI a")
        assert (rows.count, rows.key) == (1, "Ann Smith")
        assert lines(app)[0].endswith("/SMI a_ 1 of 3")
        await pilot.press("backspace", "backspace", "down", "enter")
        assert (rows.count, rows.key) == (2, "Cid Smithers")
        assert lines(app)[0].endswith("/SMI 2 of 3")
        await pilot.press("j")
        assert rows.filter == "SMI"


@pytest.mark.parametrize("key", ["escape", "f12", "enter"])
async def test_leaving_the_filter_gives_the_letters_back_and_keeps_it(key: str) -> None:
    rows = made(["ann", "bob"])
    app = on_stage(rows)
    async with running(app) as pilot:
        await pilot.press("slash", "b", key)
        assert (rows.filter, rows.count) == ("b", 1)
        assert not rows.check_consume_key("x", "x")
        assert not any(isinstance(one, RowList.Chosen) for one in app.messages)
        await pilot.press("escape")
        assert (rows.filter, rows.count, rows.key) == ("", 2, "bob")


async def test_a_new_filter_types_over_the_one_before() -> None:
    rows = made(["ann", "bob", "cid"])
    async with running(on_stage(rows)) as pilot:
        await pilot.press("slash", "b", "enter", "slash", "i")
        assert (rows.filter, rows.key) == ("i", "cid")
        await pilot.press("ctrl+u")
        assert (rows.filter, rows.count, rows.key) == ("", 3, "cid")


async def test_what_is_pasted_narrows_the_list_while_the_filter_is_typed() -> None:
    rows = made(["ann smith", "bob", "cid"])
    async with running(on_stage(rows)) as pilot:
        rows.post_message(events.Paste("bob"))
        await pilot.pause()
        assert rows.filter == ""
        await pilot.press("slash", "a")
        rows.post_message(events.Paste("nn\r\nsmith\n"))
        await pilot.pause()
        assert (rows.filter, rows.count) == ("ann smith", 1)


async def test_a_filter_that_finds_nothing_says_how_to_go_on() -> None:
    app = on_stage(made(["ann"]))
    async with running(app) as pilot:
        await pilot.press("slash", *"[/]")
        assert lines(app)[1] == '  Nothing has "[/]": Esc shows all 1.'


async def test_a_filter_stays_when_the_rows_change() -> None:
    rows = made(["ann", "bob", "bea"])
    async with running(on_stage(rows)) as pilot:
        await pilot.press("slash", "b", "down", "enter")
        assert rows.key == "bea"
        rows.show(filled(["bert", "ann", "bea"]))
        assert (rows.count, rows.key) == (2, "bea")


async def test_a_filter_finds_the_last_of_100_000_rows() -> None:
    rows = RowList[int]((Column("Child", 0),))
    rows.show(Register(100_000))
    app = on_stage(rows)
    async with running(app) as pilot:
        await pilot.press("slash", *"99999")
        for _ in range(100):
            await pilot.pause()
            if lines(app)[0].endswith("1 of 100,000"):
                break
        assert rows.key == 99_999


async def test_a_row_is_found_by_its_key() -> None:
    rows = made(names(20))
    async with running(on_stage(rows)):
        assert rows.move_to_key("child15")
        assert rows.key == "child15"
        assert not rows.move_to_key("nobody")
        assert rows.key == "child15"


async def test_hostile_text_is_shown_as_text_in_its_cells() -> None:
    app = on_stage(made(HOSTILE))
    async with running(app, height=len(HOSTILE) + 1) as pilot:
        shown = lines(app)[1:]
        assert all(line.endswith("consent") and line.isprintable() for line in shown)
        assert shown[0] == "> [/]             0 consent"
        assert "\\x1b[2Jgone" in shown[3]
        await pilot.press("slash", *"see note")
        assert lines(app)[1].startswith("> O'Neil [see~")


async def test_a_cell_may_have_a_style_and_its_text_none() -> None:
    rows = RowList[int]((Column("Name", 12),))
    rows.show([(1, (Text("[b]\x1b late", style="bold"),))])
    app = on_stage(rows)
    async with running(app):
        assert lines(app)[1] == "> [b]\\x1b late"
