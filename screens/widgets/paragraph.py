"""A sentence that may take several lines."""

from rich.text import Text
from textual.widget import Widget

from clanbook.reports.text import plain


class Paragraph(Widget, can_focus=False):
    """A sentence in bold, wrapped; text from people is shown as such."""

    DEFAULT_CSS = "Paragraph { height: 4; width: 100%; padding: 0 1; }"

    def __init__(self, sentence: str) -> None:
        """Show `sentence`."""
        super().__init__()
        self._said = sentence

    def show(self, sentence: str) -> None:
        """Show another sentence, at no cost where it is the same."""
        if sentence != self._said:
            self._said = sentence
            self.refresh()

    def render(self) -> Text:
        """The sentence."""
        return Text(plain(self._said), "bold")
