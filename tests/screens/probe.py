"""Two small screens that prove the frame: a list to choose from, and a form on top of it."""

from pathlib import Path
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult, RenderResult
from textual.binding import Binding
from textual.widget import Widget

from clanbook.desk.errors import Refused
from screens.frame import FramedScreen
from screens.widgets.field import TextField
from screens.widgets.form import Form

LABELS = ("surname", "forename", "born", "entered")


class Names(Widget, can_focus=True):
    """Names under one another, one of them under the cursor."""

    BINDINGS: ClassVar = [Binding("down", "move(1)"), Binding("up", "move(-1)")]

    def __init__(self, names: list[str]) -> None:
        super().__init__(id="names")
        self.names = names
        self.at = 0

    def action_move(self, by: int) -> None:
        self.at = max(0, min(self.at + by, len(self.names) - 1))
        self.refresh()

    def render(self) -> RenderResult:
        styled = [
            (f"{name}\n", "reverse" if at == self.at else "") for at, name in enumerate(self.names)
        ]
        return Text.assemble(*styled)


class Probe(FramedScreen[None]):
    """A list; F2 opens the form."""

    PLACE = "worklist"
    TITLE_WORDS = "Worklist"
    HELP = "Who needs something today."

    def __init__(self, names: list[str] | None = None) -> None:
        super().__init__()
        self.names = Names(names or ["one", "two", "three"])
        self.kept: list[tuple[str, ...]] = []
        self.told: list[set[int]] = []

    def body(self) -> ComposeResult:
        yield self.names

    def changed(self, children: set[int]) -> None:
        self.told.append(children)

    def cannot(self, act_id: str) -> str | None:
        return "Everybody is booked." if act_id == "book" else None

    def act_book(self) -> None:
        self.say("booked")

    def act_new(self) -> None:
        self.open(ProbeForm(), self.keep)

    def act_open(self) -> None:
        self.open(ProbeForm(), self.keep)

    def act_outcome(self) -> None:
        raise Refused("The slot is taken; choose another.")

    def act_refusal(self) -> None:
        self.ask("Send the letter?", lambda: self.say("sent"))

    def keep(self, values: tuple[str, ...] | None) -> None:
        if values is not None:
            self.kept.append(values)
            self.names.names.append(" ".join(values))
            self.names.refresh()
            self.say(f"Logged {values[0]}", undo=True)


class ProbeForm(FramedScreen[tuple[str, ...]]):
    """Four fields; F9, or Enter on the last, saves."""

    PLACE = "notification"
    TITLE_WORDS = "New notification"
    HELP = "What the LA told us."

    drafts: ClassVar[list[tuple[str, ...]]] = []
    file: ClassVar[Path | None] = None

    def __init__(self) -> None:
        super().__init__()
        self.form = Form([TextField(label, label.title()) for label in LABELS], name="probe")

    def body(self) -> ComposeResult:
        yield self.form

    def values(self) -> tuple[str, ...]:
        return tuple(self.form.values()[label] or "" for label in LABELS)

    def on_form_saved(self) -> None:
        self.dismiss(self.values())

    def act_lookup(self) -> None:
        raise ZeroDivisionError("never shown: ABBOT, Amara")

    def save_drafts(self) -> None:
        self.drafts.append(self.values())
        if self.file is not None:
            self.file.write_text("|".join(self.values()), encoding="utf-8")
