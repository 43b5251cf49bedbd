"""How we are doing, and why: every chart of a quarter, each figure open to its children."""

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from rich.text import Text
from textual.app import ComposeResult
from textual.timer import Timer

from clanbook.dates import Quarter
from clanbook.desk.access import permits
from clanbook.desk.reading import board_report
from clanbook.figures import TOTAL, Chart
from clanbook.figures import Report as Figures
from clanbook.figures.refusals import names_answer
from clanbook.records import StaffRole
from clanbook.reports.text import plain
from screens import shown
from screens.chosen import OpensChosen
from screens.figure_words import CHART_WORDS, figure_words, short_name, value_words
from screens.going import GoToScreen, here
from screens.members import MembersScreen
from screens.widgets.columns import GAP, Column
from screens.widgets.field import Field
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

QUARTERS = 3
"""How many quarters are compared."""

_WORDS, _MOST_WORDS = 28, 44
_VALUE, _MOST_VALUE = 7, 22
"""Cells of a figure's words and of an LA's value, at least and at most."""

_RECOUNT = 0.5
"""Seconds from a change to counting anew, so that a burst of changes is counted once."""


class FigureKey(NamedTuple):
    """One line: a figure of a chart, or where `figure` is empty, a heading or a comparison."""

    chart: str
    figure: str
    words: str = ""


class Report(OpensChosen[None]):
    """The quarter's charts in one list, LAs side by side."""

    PLACE: ClassVar[str] = "report"
    TITLE_WORDS: ClassVar[str] = "Report"
    OPENS: ClassVar[str] = "children"
    HELP: ClassVar[str] = """
        The board's figures of a quarter, computed from single cases as they stand now: what was
        required, what was on time, why each one was missed, and the last three quarters side by
        side. Left and Right go to the quarter before and after, g to any you type.

        Enter on a figure lists the children behind it, each with the rule and the dates that put
        them there. Percentages are of what was required and is not still to come; a total is of
        all children together, never an average of percentages. "Any" counts every reason that
        holds, "Primary" one for each child, so that they add up. "Refused by main reason" takes
        the IHAs and RHAs that stand refused by what the young person answered; who gave which
        answer opens for nurses and managers, and not to them either where the young person said
        only the one who asked may see it.

        In the shell, clanbook export writes the same figures as a table, CSV, Markdown or JSON,
        also as they were known on an earlier day.
        """

    def __init__(self) -> None:
        """The last whole quarter."""
        super().__init__()
        self.quarter: Quarter | None = None
        self.figures: Figures | None = None
        self.rows: RowList[FigureKey] = RowList((Column("", 0),), empty="", id="figures")
        self._about = Line("about")
        self._timer: Timer | None = None

    def body(self) -> ComposeResult:
        """Which quarter, and the list."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Count the last whole quarter before anything is painted or any key is taken."""
        self._go(Quarter.of(self.desk.today).previous())

    def changed(self, children: set[int]) -> None:
        """Count anew before long: a figure may be another now."""
        if children and self.figures is not None and self._timer is None:
            self._timer = self.set_timer(_RECOUNT, self._count)

    def on_resize(self) -> None:
        """Give the columns what room there is."""
        self._place_columns()

    def _place_columns(self) -> None:
        names = [*(la.name for la in self.desk.service.las), TOTAL]
        self.rows.columns = columns(names, self.app.size.width)

    # -- quarters ------------------------------------------------------------------------------

    def act_earlier(self) -> None:
        """Go to the quarter before."""
        if self.quarter is not None:
            self._go(self.quarter.previous())

    def act_later(self) -> None:
        """Go to the quarter after; none begins after today."""
        if self.quarter is None:
            return
        later = self.quarter.next()
        if later.start > self.desk.today:
            self.say(f"{later.label} has not begun.")
        else:
            self._go(later)

    def act_goto(self) -> None:
        """Go to a quarter that is typed."""
        asked = Field(
            "quarter",
            "Quarter",
            read=self._begun,
            show=lambda quarter: quarter.label,
            required=True,
            hint="such as 2018-19 Q1",
        )
        self.open(GoToScreen(asked), self._gone)

    def _begun(self, text: str) -> Quarter:
        quarter = Quarter.parse(text)
        if quarter.start > self.desk.today:
            raise ValueError(f"{quarter.label} has not begun.")
        return quarter

    def _gone(self, quarter: Quarter | None) -> None:
        if quarter is not None:
            self._go(quarter)

    def _go(self, quarter: Quarter) -> None:
        self.quarter = quarter
        self._count()

    def _count(self) -> None:
        """Count the quarter and show it; the cursor stays on its figure."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        if self.quarter is None:
            return
        self._place_columns()
        with self.telling():
            self.figures = board_report(self.desk, self.quarter, trend=QUARTERS)
            self.rows.show(list(_rows(self.figures)))
            self._about.show(self._about_words(self.figures))

    def _about_words(self, figures: Figures) -> Text:
        quarter = figures.quarter
        days = f"   {shown.day(quarter.start)} to {shown.day(quarter.end)}, as known now"
        return here(quarter.label, self.host.keys).append(days)

    # -- the children behind a figure ----------------------------------------------------------

    def reason_against(self, act_id: str) -> str | None:
        """A heading has nobody behind it."""
        return super().reason_against(act_id) or self._nobody_behind(act_id)

    def _nobody_behind(self, act_id: str) -> str | None:
        key = self.rows.key
        if act_id != "open":
            return None
        if key is not None and key.figure:
            return self._not_to_be_told(key)
        if key is not None and key.words:
            return "Go to that quarter first: its children are behind its own figures."
        return "Go to a figure first: a heading has no children behind it."

    def _not_to_be_told(self, key: FigureKey) -> str | None:
        told = names_answer(f"{key.chart}.{key.figure}")
        if told and not permits(self.desk.staff.role, StaffRole.NURSE):
            return "Who gave this answer is for nurses and managers to see; Refused lists everyone."
        return None

    def act_open(self) -> None:
        """List the children behind the figure under the cursor."""
        key = self.rows.key
        if self.figures is not None and key is not None and key.figure:
            self.open(MembersScreen(self.figures, f"{key.chart}.{key.figure}"))


def _rows(figures: Figures) -> Iterator[tuple[FigureKey, list[Cell]]]:
    yield from _trend_rows(figures)
    for chart in figures.charts.values():
        yield _heading(chart.name, len(chart.rows))
        for key in chart.layout.figures:
            yield FigureKey(chart.name, key), _cells(chart, key)
        for key, members in chart.aside.items():
            if members:
                yield FigureKey(chart.name, key), _aside_cells(chart, key)


def _cells(chart: Chart, key: str) -> list[Cell]:
    return [f"  {figure_words(key)}", *(value_words(chart, row, key) for row in chart.rows)]


def _aside_cells(chart: Chart, key: str) -> list[Cell]:
    """What no figure of the chart shows by itself: of each LA, and in the total of all."""
    counts = (chart.count(row, key) for row in chart.rows)
    return [f"  {figure_words(key)}", *(str(n) if n else "" for n in counts)]


def _heading(name: str, width: int) -> tuple[FigureKey, list[Cell]]:
    return FigureKey(name, ""), [shown.text(CHART_WORDS[name], "bold"), *([""] * width)]


def _trend_rows(figures: Figures) -> Iterator[tuple[FigureKey, list[Cell]]]:
    """IHAs and RHAs on time of the last quarters, the newest first (Chart 2)."""
    rows = next(iter(figures.charts.values())).rows
    yield _heading("trend", len(rows))
    for compared in figures.trend:
        for name, chart in (("iha", compared.iha), ("rha", compared.rha)):
            words = f"  {compared.quarter.label} {name.upper()}s"
            figure = "on_time" if compared.quarter == figures.quarter else ""
            cells = [value_words(chart, row, "on_time") for row in rows]
            yield FigureKey(name, figure, words), [words, *cells]


def columns(names: Sequence[str], width: int) -> tuple[Column, ...]:
    """A column of words and one for each of these LAs, side by side at the left."""
    share = (width - _WORDS) // max(len(names), 1) - 2 * GAP
    value = min(max(share, _VALUE), _MOST_VALUE)
    words = width - len(names) * (value + GAP) - 2 * GAP - 1
    return (
        Column("", min(max(words, _WORDS), _MOST_WORDS)),
        *(Column(short_name(plain(name), value), value, "right") for name in names),
    )
