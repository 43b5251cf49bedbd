"""The children behind one figure of the report, each with why they are counted."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.desk.reading import behind
from clanbook.desk.remainders import ERASED, GONE
from clanbook.figures import TOTAL, Member, Report
from screens import shown
from screens.chosen import OpensChosen
from screens.figure_words import CHART_WORDS, figure_words
from screens.widgets.columns import NAMES, Column
from screens.widgets.line import Line
from screens.widgets.paragraph import Paragraph
from screens.widgets.rows import RowList

COLUMNS = (
    Column("LA", 14),
    Column("LA's id", 10),
    Column("Child", 0, most=NAMES),
    Column("Due", 11),
    Column("Seen", 11),
)


class MembersScreen(OpensChosen[None]):
    """A list of children; below it why the one under the cursor is counted."""

    PLACE: ClassVar[str] = "members"
    TITLE_WORDS: ClassVar[str] = "Counted"
    HELP: ClassVar[str] = """
        Every figure of the report is a count of children, and these are they. Below the list
        stands why the one under the cursor is counted: the rule, and the dates it looks at (the
        regulations or the service's own, in Settings). Enter opens the child's page; / narrows
        the list to an LA or a name.

        The list is as the figure was counted. That it was opened is noted with your name:
        clanbook audit shows it.
        """

    def __init__(self, report: Report, figure: str) -> None:
        """The children behind `figure`, such as `iha.on_time`, of all LAs."""
        super().__init__()
        self.report = report
        self.figure = figure
        self.rows: RowList[int] = RowList(COLUMNS, empty="Nobody is behind it.", id="members")
        self.members: list[Member] = []
        self._about = Line("about")
        self._why = Paragraph("")

    def body(self) -> ComposeResult:
        """Which figure, the children, and why."""
        yield self._about
        yield self.rows
        yield self._why

    def on_mount(self) -> None:
        """Show them."""
        with self.telling():
            self.members = behind(self.desk, self.report, self.figure)
            self._show()

    def _show(self) -> None:
        rows = []
        gone = self.desk.store.erased(member.child for member in self.members)
        for number, member in enumerate(self.members):
            need = member.requirement
            due, seen = (need.due, need.seen) if need else (None, None)
            name = ERASED if member.child in gone else shown.name(self.desk.child(member.child))
            days = [shown.day(day) if day else "" for day in (due, seen)]
            rows.append((number, [member.la, member.child_id, name, *days]))
        self.rows.show(rows)
        counted = len(self.report.members(self.figure, TOTAL))
        self._about.show(shown.text(f" {self._words()}, {counted} in all", "bold"))
        if hidden := counted - len(rows):
            self.say(f"{hidden} not named: only who asked may see the answers.")

    def _words(self) -> str:
        """The quarter and the figure, as the report has them."""
        chart, _, key = self.figure.partition(".")
        return f"{self.report.quarter.label}  {CHART_WORDS[chart]}: {figure_words(key)}"

    @on(RowList.Moved)
    def _explain(self, moved: RowList.Moved) -> None:
        self._why.show("" if moved.key is None else self.members[moved.key].why)

    def act_open(self) -> None:
        """Open the child's page."""
        from screens.child import ChildScreen

        key = self.rows.key
        if key is None:
            return
        child = self.members[key].child
        if self.desk.store.erased([child]):
            self.say(GONE)
        else:
            self.open(ChildScreen(child))
