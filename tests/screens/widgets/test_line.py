"""A line of the frame says by `~` that there is more than it has room for."""

from rich.text import Text
from textual.app import App, ComposeResult

from screens.widgets.line import Line

WORDS = "IHA Thu 26-Nov-2026 South Gloucestershire (Kestrel House), Dr Emrys Hale-Osei"


class OneLine(App[None]):
    """A line alone."""

    def compose(self) -> ComposeResult:
        yield Line("about")


async def painted(words: str, width: int) -> str:
    """What the line looks like, without the blanks behind it."""
    async with OneLine().run_test(size=(width, 3)) as pilot:
        line = pilot.app.query_one(Line)
        line.show(Text(words))
        await pilot.pause()
        return line.render_line(0).text.rstrip()


async def test_what_fits_is_shown_as_it_is() -> None:
    assert await painted(WORDS, len(WORDS)) == WORDS


async def test_what_is_too_long_is_cut_at_the_edge_with_a_mark() -> None:
    assert await painted(WORDS, 60) == f"{WORDS[:59]}~"
