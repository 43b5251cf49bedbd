"""Going to a quarter, a week or a day by typing it."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from screens.frame import FramedScreen
from screens.widgets.field import Field
from screens.widgets.form import Form


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
