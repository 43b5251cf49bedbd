"""The status line: what happened, what is asked, and at rest the letters that do something."""

from rich.cells import cell_len
from rich.text import Text
from textual.app import RenderResult

from screens.widgets.line import Line


class LongSentence(Line):
    """What is too long for one line, over the bottom of the screen until something else is said."""

    def show(self, content: Text) -> None:
        """Say this, in as many lines as it takes."""
        super().show(content)
        self.refresh(layout=True)

    def render(self) -> RenderResult:
        """All of it."""
        return self.shown


class StatusLine(Line):
    """Line 23. What is said stays until the next act; what is asked until it is answered."""

    def __init__(self, name: str, long: LongSentence) -> None:
        """A line with nothing said; `long` takes what does not fit into it."""
        super().__init__(name)
        self._long = long
        self._rest = Text()
        self._said: Text | None = None

    @property
    def said(self) -> str:
        """What has been said or asked; nothing at rest."""
        return self._said.plain if self._said else ""

    def rest(self, content: Text) -> None:
        """What to show while nothing is said."""
        self._rest = content
        self._update()

    def say(self, content: Text | None) -> None:
        """Say this; None goes back to rest."""
        self._said = content
        self._update()

    def _update(self) -> None:
        said = self._said
        too_long = said is not None and cell_len(said.plain) > max(self.size.width, 1)
        if too_long and said is not None and self.size.width:
            self._long.show(self._unparted(said))
        if self._long.display != too_long:
            self._long.display = too_long
        self.show(self._rest if said is None else said)

    def _unparted(self, said: Text) -> Text:
        """The sentence, in which a key at its end goes to the next line with what it does."""
        start = max((span.start for span in said.spans), default=len(said))
        if len(said.wrap(self.app.console, self.size.width)[-1].plain) >= len(said) - start:
            return said
        sentence, tail = said.divide([start])
        sentence.rstrip()
        return sentence.append("\n").append_text(tail)

    def on_resize(self) -> None:
        """Whether the sentence fits has changed with the width."""
        self._update()
