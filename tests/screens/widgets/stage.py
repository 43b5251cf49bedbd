"""A small app to stand widgets on, and how to read what it shows."""

from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from clanbook.desk.errors import Refused
from screens.gate import GateMixin
from screens.theme import THEME

HOSTILE = (
    "[/]",
    "[bold]x",
    "[@click=app.quit]y[/]",
    "\x1b[2Jgone",
    "a‮gnp.exe",
    "x" * 300,
    "nul\0nul",
    "O'Neil [see note]",
    "日本語の名前",
    "é́́",
    "line\nend\ttab",
    "\ud800",
)
"""What a name could be."""


class Still(Screen[None]):
    """A screen whose focus moves repaint two widgets, as the frame's do."""

    focused: Reactive[Widget | None] = Reactive(None, repaint=False)


class Stage(GateMixin):
    """Shows some widgets and keeps the messages named in `heard`."""

    CSS_PATH = "../../../screens/base.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        ("slash", "act('filter')"),
        ("f4", "act('lookup')"),
        ("f8", "act('copy')"),
        ("f9", "act('save')"),
    ]

    def __init__(self, *widgets: Widget, heard: Sequence[type[Message]] = ()) -> None:
        super().__init__()
        self.register_theme(THEME)
        self.theme = THEME.name
        self.animation_level = "none"
        self._widgets = widgets
        self._heard = tuple(heard)
        self.messages: list[Any] = []
        self.refused: list[str] = []

    def get_default_screen(self) -> Screen[None]:
        return Still(id="_default")

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def action_act(self, name: str) -> None:
        """As the frame does: the nearest to the focus that knows the act does it."""
        at = self.screen.focused or self.screen
        known = (getattr(node, f"act_{name}", None) for node in at.ancestors_with_self)
        act = next((one for one in known if one), None)
        try:
            if act:
                act()
        except Refused as refused:
            self.refused.append(str(refused))

    def listen(self) -> Callable[[Message], None]:
        def hook(message: Message) -> None:
            if isinstance(message, self._heard) and message not in self.messages:
                self.messages.append(message)

        return hook


def lines(app: App[Any]) -> list[str]:
    """What is on the screen, a text for each line."""
    return [strip.text.rstrip() for strip in app.screen._compositor.render_strips()]


def running(app: Stage, width: int = 80, height: int = 24) -> Any:
    """The app with a pilot, at this size."""
    return app.run_test(size=(width, height), message_hook=app.listen())
