"""Text to read, a page at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from rich.console import Console
from rich.text import Text
from textual import events
from textual.app import RenderResult
from textual.widget import Widget


@dataclass(frozen=True)
class Paragraph:
    """Text to wrap; all lines but the first begin `hang` cells further in."""

    text: Text
    hang: int = 0

    def lines(self, console: Console, width: int) -> list[Text]:
        """The paragraph in lines of at most `width` cells."""
        head, body = self.text.divide([self.hang]) if self.hang else (Text(), self.text)
        first, *others = body.wrap(console, max(width - self.hang, 1)) or [Text()]
        return [head + first, *(Text(" " * self.hang) + line for line in others)]


class Page(Widget, can_focus=True, inherit_bindings=False):
    """Paragraphs wrapped to the width; the keys that move a cursor turn the pages."""

    DEFAULT_CSS = "Page { height: 1fr; width: 1fr; }"

    _PAGES: ClassVar[dict[str, int]] = {
        "pagedown": 1,
        "down": 1,
        "space": 1,
        "enter": 1,
        "pageup": -1,
        "up": -1,
    }

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        """A reader at the first page; a paragraph without text is an empty line."""
        super().__init__()
        self.paragraphs = paragraphs
        self._page_at = 0

    def show(self, paragraphs: Sequence[Paragraph]) -> None:
        """Show other paragraphs, as near as may be to the page that was read."""
        self.paragraphs = paragraphs
        self.refresh()

    @property
    def pages(self) -> int:
        """How many pages there are at this size."""
        return max(-(-len(self._wrapped()) // self._page_room()), 1)

    def on_key(self, event: events.Key) -> None:
        """Turn the page."""
        by = self._PAGES.get(event.key)
        if by is not None:
            event.stop()
            at = min(max(self._page_at + by, 0), self.pages - 1)
            if at != self._page_at:
                self._page_at = at
                self.refresh()

    def render(self) -> RenderResult:
        """The lines of this page, and which of how many it is."""
        room = self._page_room()
        at = min(self._page_at, self.pages - 1)
        lines = self._wrapped()[at * room : (at + 1) * room]
        if self.pages > 1:
            lines += [Text()] * (room - len(lines))
            turn = "PgDn turns the page" if at + 1 < self.pages else "PgUp turns back"
            lines.append(Text(f"page {at + 1} of {self.pages} · {turn}", style="bold"))
        return Text("\n").join(lines)

    def _page_room(self) -> int:
        """How many lines of text a page has, one being left for its number."""
        return max(self.size.height - 1, 1)

    def _wrapped(self) -> list[Text]:
        """The paragraphs as lines of this width."""
        width = max(self.size.width, 1)
        console = self.app.console
        return [line for each in self.paragraphs for line in each.lines(console, width)]
