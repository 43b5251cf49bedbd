"""A short list whose rows are chosen by a letter each."""

from typing import Any

from screens.widgets.lettered import LetteredRows
from tests.screens.widgets.stage import Stage, lines, running

CHOICES = [("a", "attended"), ("w", "not brought"), ("k", "[bold]by the clinic")]


def lettered() -> LetteredRows:
    return LetteredRows(CHOICES, id="outcomes")


def chosen(stage: Stage) -> list[Any]:
    return [message.key for message in stage.messages]


async def test_each_row_stands_behind_its_letter() -> None:
    stage = Stage(lettered())
    async with running(stage) as pilot:
        await pilot.pause()
        assert [line.split() for line in lines(stage)[1:4]] == [
            [">", "a", "attended"],
            ["w", "not", "brought"],
            ["k", "[bold]by", "the", "clinic"],
        ]


async def test_a_letter_chooses_its_row_and_goes_there() -> None:
    rows = lettered()
    stage = Stage(rows, heard=[LetteredRows.Chosen])
    async with running(stage) as pilot:
        await pilot.press("w")
        await pilot.pause()
        assert chosen(stage) == ["w"]
        assert rows.key == "w"


async def test_enter_chooses_the_row_under_the_cursor() -> None:
    stage = Stage(lettered(), heard=[LetteredRows.Chosen])
    async with running(stage) as pilot:
        await pilot.press("down", "down", "enter")
        await pilot.pause()
        assert chosen(stage) == ["k"]


async def test_other_letters_choose_nothing() -> None:
    stage = Stage(lettered(), heard=[LetteredRows.Chosen])
    async with running(stage) as pilot:
        await pilot.press("z", "n")
        await pilot.pause()
        assert chosen(stage) == []


async def test_it_has_no_filter_that_would_take_the_letters() -> None:
    stage = Stage(lettered(), heard=[LetteredRows.Chosen])
    async with running(stage) as pilot:
        await pilot.press("slash", "w")
        await pilot.pause()
        assert chosen(stage) == ["w"]


async def test_a_letter_of_its_own_comes_before_an_act_of_that_letter() -> None:
    rows = lettered()
    assert rows.check_consume_key("a", "a")
    assert not rows.check_consume_key("z", "z")
