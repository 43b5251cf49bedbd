"""The rules in force here: each with its value and what it means."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.settings import Service, describe
from screens import shown
from screens.frame import FramedScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.paragraph import Paragraph
from screens.widgets.rows import RowList

COLUMNS = (Column("Setting", 22), Column("In force", 0), Column("What it means", 70, "left", 140))

_CHANGED_IN_SHELL = "A manager changes settings in the shell: clanbook settings load FILE."


class Settings(FramedScreen[None]):
    """A list of settings; below it what the one under the cursor means."""

    PLACE: ClassVar[str] = "settings"
    TITLE_WORDS: ClassVar[str] = "Settings"
    HELP: ClassVar[str] = """
        The rules this service runs on, with what each LA has of its own. Every report prints the
        settings it rests on, so a figure can always be traced to its rule.

        They are changed by a manager, in the shell: clanbook settings template prints a file to
        begin with, clanbook settings load FILE puts it in force. Each version is kept, and a
        report as known on an earlier day uses the rules of that day. A value marked (not yet) is
        kept, but nothing goes by it so far: what it waits for stands below the list.
        """

    def __init__(self) -> None:
        """The settings in force."""
        super().__init__()
        self.rows: RowList[int] = RowList(COLUMNS, id="settings")
        self._about = Line("about")
        self._meaning = Paragraph("")
        self._described: list[tuple[str, str, str]] = []
        self._service: Service | None = None

    def body(self) -> ComposeResult:
        """Whose settings, the list, and what one means."""
        yield self._about
        yield self.rows
        yield self._meaning

    def on_mount(self) -> None:
        """Show what is in force."""
        self._show()

    def changed(self, children: set[int]) -> None:
        """Show what is in force now, where a manager has loaded another version."""
        del children
        if self.desk.service is not self._service:
            self._show()

    def cannot(self, act_id: str) -> str | None:
        """Nothing is changed here."""
        return _CHANGED_IN_SHELL if act_id == "open" else None

    @on(RowList.Chosen)
    def _enter(self) -> None:
        self.say(_CHANGED_IN_SHELL)

    def _show(self) -> None:
        service = self._service = self.desk.service
        self._about.show(shown.text(f" {service.name}", "bold"))
        self._described = describe(service)
        self.rows.show([(number, row) for number, row in enumerate(self._described)])

    @on(RowList.Moved)
    def _explain(self, moved: RowList.Moved) -> None:
        if moved.key is None:
            return
        key, in_force, meaning = self._described[moved.key]
        self._meaning.show(f"{key}: {in_force}. {meaning}")
