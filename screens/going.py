"""Going to a quarter, a week or a day: to the one before or after, or to one that is typed."""

from typing import Any, ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from clanbook.desk import Desk
from screens.acts import key_shown
from screens.frame import FramedScreen
from screens.keymap import Keys
from screens.widgets.date_field import DateField
from screens.widgets.field import Field
from screens.widgets.form import Form


def here(words: str, keys: Keys) -> Text:
    """Where one is, between the keys that go to the one before and the one after."""
    line = Text(" ", no_wrap=True)
    line.append(key_shown(keys["earlier"][0]), "bold").append(" < ")
    line.append(words, "reverse").append(" > ")
    return line.append(key_shown(keys["later"][0]), "bold")


class GoToScreen(FramedScreen[Any]):
    """One field; its result is what was typed into it, read."""

    PLACE: ClassVar[str] = "goto"
    TITLE_WORDS: ClassVar[str] = "Go to"
    HELP: ClassVar[str] = """
        Type where to go and press Enter. A quarter is of the financial year and is written
        2018-19 Q1, 18/19 Q1 or Q1 2018-19: Q1 begins in April. A day is typed as in any date
        field: t, +7, mon, 12/5, 1 may.
        """

    def __init__(self, field: Field[Any]) -> None:
        """Ask for what `field` reads."""
        super().__init__()
        self._asked = field
        self.form = Form([field], name="goto")

    def body(self) -> ComposeResult:
        """The field."""
        yield self.form

    @on(Form.Saved)
    def _go(self, saved: Form.Saved) -> None:
        """Go there."""
        self.dismiss(saved.values[self._asked.field_name])


def to_a_day(desk: Desk) -> GoToScreen:
    """Asks for a day."""
    return GoToScreen(DateField("day", "Day", today=lambda: desk.today, required=True))
