"""One child: who it is, what is open, and everything that happened, newest first."""

from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES
from clanbook.dates import LONDON, day_count
from clanbook.desk import Desk
from clanbook.desk.errors import Unknown
from clanbook.desk.openpoints import open_points, still_booked
from clanbook.desk.remainders import GONE
from clanbook.desk.timeline import TimelineLine, timeline
from clanbook.desk.words import first_up
from clanbook.records import Refusal
from clanbook.reports.standing import state
from clanbook.worklist import CANCELLATION, REPORT, Item, overdue
from screens import shown
from screens.chosen import ActsOnChosen, Chosen
from screens.items import ItemKey, ItemRows, needs
from screens.person import Person
from screens.widgets.columns import Column
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("When", 11),
    Column("Time", 5, least_screen=100),
    Column("What", 0),
    Column("By", 12),
    Column("Recorded", 17, least_screen=116),
)

Key = ItemKey | str | int
"""An open item's key, the name of a part, or the number of a line counted from the oldest."""

_OPEN, _PAST = "Open now", "Timeline"

_ONLY_HEADING = "This is a heading: Enter opens the lines below it."

_OVER = "dim strike"
"""How a line looks whose first word says that it stands no more."""


class ChildScreen(ActsOnChosen[None]):
    """A child's page."""

    PLACE: ClassVar[str] = "child"
    TITLE_WORDS: ClassVar[str] = "Child"
    HELP: ClassVar[str] = """
        What is known of one child: who it is and whom to call, what is open, and everything that
        happened, newest first, with who recorded it.

        Keys act on the open line under the cursor; elsewhere on the page on the first of them.
        Enter on a line of the timeline opens all of it: who, when, every value before and after,
        and of a refusal the answers. On an open line it says that in full. The number of a carer
        who is not to be disclosed is not shown.

        That this page was opened is noted with your name: clanbook audit shows it. Nothing is
        ever taken out of the timeline: what was undone, cancelled, moved or corrected begins with
        that word.
        """

    def __init__(self, child: int) -> None:
        """The page of the child with that number."""
        super().__init__()
        self.child = child
        self.person = Person()
        self.rows: RowList[Key] = RowList(COLUMNS, id="page")
        self._items: ItemRows | None = None
        self._in_full: dict[Key, str] = {}
        self._past: dict[int, TimelineLine] = {}
        self._whose = "This child"

    def body(self) -> ComposeResult:
        """Who it is, and the page."""
        yield self.person
        yield self.rows

    def on_mount(self) -> None:
        """Show the page, from the first thing that is open; of a child who is gone, go back."""
        try:
            self._show_page()
        except Unknown:
            self._close_gone()
        else:
            self.call_after_refresh(self.rows.move_to, 1)

    def changed(self, children: set[int]) -> None:
        """Show the page as it is now, where it is this child's that changed."""
        if self.child not in children:
            return
        try:
            self._show_page(reopened=True)
        except Unknown:
            self._close_gone()

    def _close_gone(self) -> None:
        """Go back: logging this child was undone, or they were erased: nobody is there to show."""
        below = self.below()
        self.dismiss()
        if below is None:
            return
        if self.desk.store.erased([self.child]):
            below.say(GONE)
        else:
            below.say(f"{self._whose} is no longer on record: logging this child was undone.")

    def chosen(self) -> Chosen | None:
        """The open item under the cursor, else the first; the child alone where nothing is open."""
        known = self._items.items if self._items else {}
        key = self.rows.key
        item = known.get(key) if isinstance(key, ItemKey) else next(iter(known.values()), None)
        return Chosen.of(item) if item else Chosen(self.child)

    def act_open(self) -> None:
        """Open the line of the timeline under the cursor; say one that is open in full."""
        key = self.rows.key
        if isinstance(key, int):
            self._open_line(self._past[key])
        elif key is not None:
            self.say(self._in_full.get(key, _ONLY_HEADING))

    def cannot(self, act_id: str) -> str | None:
        """Why there are no answers to see."""
        if act_id == "answers" and not self._refusals():
            return "No refusal is on record that could have been answered."
        return super().cannot(act_id)

    def _refusals(self) -> dict[int, TimelineLine]:
        return {n: line for n, line in self._past.items() if line.refusal is not None}

    def act_answers(self) -> None:
        """Open a refusal: the one under the cursor, else of what is open, else the last."""
        lines = self._refusals()
        line = lines.get(self.rows.key) if isinstance(self.rows.key, int) else None
        self._open_line(line or self._refused() or lines[max(lines)])

    def _refused(self) -> TimelineLine | None:
        """The last refusal of what is chosen."""
        chosen = self.chosen()
        case = self.desk.case(self.child)
        kinds = {row.id: row.kind for row in case.assessments}
        numbers = [r.id for r in case.refusals if chosen and kinds[r.assessment] is chosen.kind]
        told = {line.record: line for line in self._past.values() if line.stands}
        return told.get((Refusal.table, numbers[-1])) if numbers else None

    def _open_line(self, line: TimelineLine) -> None:
        from screens.entry import EntryScreen

        self.open(EntryScreen(self.child, line))

    # -- what is seen --------------------------------------------------------------------------

    def _show_page(self, *, reopened: bool = False) -> None:
        desk = self.desk
        self.person.show(self.child, desk, self.caseload)
        self._whose = shown.name(desk.child(self.child))
        items = [item for item in self.caseload.items if item.case.child.id == self.child]
        self._items = ItemRows(items, desk.service, desk.today)
        past = timeline(desk, self.child, reopened=reopened)
        self._in_full = dict(zip(self._items.keys, open_points(desk, self.child), strict=False))
        self._past = {len(past) - place: line for place, line in enumerate(past)}
        self.rows.show([*_open_rows(self._items, desk), *_past_rows(self._past)])


def _open_rows(items: ItemRows, desk: Desk) -> Iterator[tuple[Key, Sequence[Cell]]]:
    """What is open, soonest first."""
    yield _OPEN, _heading(_OPEN, "" if items.items else "Nothing is open.")
    for key, item in items.items.items():
        style = "bold" if overdue(item) else ""
        day = shown.day(item.due) if item.due else ""
        yield key, (day, "", Text(said(item, desk), style), "", "")


def said(item: Item, desk: Desk) -> str:
    """An open item in words: `RHA overdue by 12 days: booking`, `IHA seen, report due today`.

    Of what is to be cancelled: `IHA still booked for 12-May-2026 10:30: cancel it`.
    """
    kind = first_up(KIND_NAMES[item.kind])
    if REPORT in item.missing:
        return f"{kind} seen, report {_report_timing(item.days or 0)}"
    if CANCELLATION in item.missing:
        return f"{kind} {still_booked(desk, item)}: cancel it"
    return f"{kind} {_timing(item)}: {needs(item)}"


def _report_timing(left: int) -> str:
    if left == 0:
        return "due today"
    return f"{day_count(-left)} late" if left < 0 else f"due in {day_count(left)}"


def _timing(item: Item) -> str:
    if item.needless:
        return "no longer needed"
    if item.days is None:
        return "asked for"
    if item.days == 0:
        return "due today"
    refused = "refused, " if state(item) == "refused" else ""
    count = day_count(abs(item.days))
    return f"{refused}overdue by {count}" if item.days < 0 else f"{refused}due in {count}"


def _past_rows(past: Mapping[int, TimelineLine]) -> Iterator[tuple[Key, Sequence[Cell]]]:
    """What happened; a line keeps its key when newer ones come."""
    yield _PAST, _heading(_PAST, "" if past else "Nothing has been recorded yet.")
    for number, line in past.items():
        time = f"{line.at.astimezone(LONDON):%H:%M}" if line.at else ""
        what = Text(line.what, "" if line.stands else _OVER)
        yield number, (shown.day(line.day), time, what, line.by, shown.instant(line.recorded))


def _heading(title: str, said: str) -> tuple[Cell, ...]:
    return Text(title, "bold"), "", said, "", ""
