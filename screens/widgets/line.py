"""One line of the frame: text that is repainted only when it has changed."""

from rich.text import Text
from textual.app import RenderResult
from textual.widget import Widget


class Line(Widget, can_focus=False):
    """A line that stays where it is."""

    DEFAULT_CSS = "Line { height: 1; width: 100%; }"

    def __init__(self, name: str) -> None:
        """An empty line of that id."""
        super().__init__(id=name)
        self._line_text = Text()

    @property
    def shown(self) -> Text:
        """What the line says."""
        return self._line_text

    def show(self, content: Text) -> None:
        """Say this, at no cost where it is what the line says already."""
        if content != self._line_text:
            self._line_text = content
            self.refresh()

    def render(self) -> RenderResult:
        """The text as it stands; cut where it is wider than the line, which `~` shows."""
        width = self.size.width
        if self._line_text.cell_len <= width:
            return self._line_text
        cut = self._line_text.copy()
        cut.truncate(width - 1, overflow="crop")
        return cut.append("~")
