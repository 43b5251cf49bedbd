"""A sentence of several lines: wrapped, cut with a mark, and painted where it changes."""

import pytest
from textual.geometry import Region

from screens.widgets.paragraph import Paragraph
from tests.screens.widgets.stage import HOSTILE, Stage, lines, running


async def test_it_wraps_between_words() -> None:
    async with running(Stage(Paragraph("words " * 20))) as pilot:
        await pilot.pause()
        first, second, third = lines(pilot.app)[:3]
        assert first == " " + " ".join(["words"] * 13)
        assert second == " " + " ".join(["words"] * 7)
        assert third == ""


async def test_what_four_lines_have_no_room_for_is_marked_as_cut() -> None:
    async with running(Stage(Paragraph("words " * 90))) as pilot:
        await pilot.pause()
        shown = lines(pilot.app)
        assert shown[3].endswith("~")
        assert shown[4] == ""


async def test_another_sentence_paints_what_is_written_on_the_lines_that_differ(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paragraph = Paragraph("words " * 13 + "end of it")
    async with running(Stage(paragraph)) as pilot:
        painted: list[Region] = []
        monkeypatch.setattr(paragraph, "refresh", lambda region: painted.append(region))
        paragraph.show("words " * 13 + "the end of it")
        assert painted == [Region(0, 1, 14, 1)]
        painted.clear()
        paragraph.show("words " * 13 + "the end of it")
        assert painted == []
        await pilot.pause()


@pytest.mark.parametrize("text", HOSTILE)
async def test_it_shows_text_as_text(text: str) -> None:
    async with running(Stage(Paragraph(f"Is {text}"))) as pilot:
        await pilot.pause()
        shown = lines(pilot.app)
        assert "\x1b" not in "".join(shown)
        assert shown[0].startswith(" Is")
