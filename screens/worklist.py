"""The first screen: who needs something today, soonest due first."""

from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES
from clanbook.reports.standing import MISSING
from clanbook.reports.text import plain
from clanbook.worklist import Item
from screens.acts import key_shown
from screens.chosen import ActsOnChosen, Chosen
from screens.filters import Filters
from screens.items import COLUMNS, ItemKey, ItemRows
from screens.widgets.line import Line
from screens.widgets.rows import RowList

_EMPTY = "Nobody needs anything: every assessment is seen, booked and reported."
_EMPTY_HERE = "Nobody here: {back} shows everybody."


class Worklist(ActsOnChosen[None]):
    """Who is due or over and by how many days, and what is missing."""

    PLACE: ClassVar[str] = "worklist"
    TITLE_WORDS: ClassVar[str] = "Worklist"
    HELP: ClassVar[str] = """
        Who needs something today, soonest due first: every IHA that has not been done, every RHA
        from three months before it is due, whatever LAs asked for, and reports to be sent.

        An IHA is due so many days after the child came into care, an RHA every so many months,
        more often under five (Care Planning Regulations 2010; Settings shows the periods in
        force). Days are those left; with a minus, those it is over, or years from a thousand days
        on (-3y). What was refused stays due: a refusal is of one offer.

        Missing is what it waits for: consent, papers (demographics and Part A), a booking, an
        outcome, or the report to the LA. A day there is the day it is booked for. Cancel stands
        where nothing asks for an appointment any more, as after care has ended, and it is still
        to come: o cancels it and frees its slot.

        Behind names that look the same stands the LA's id of the child.

        Who is seen is no longer overdue. What is due then is the report (Part C) to the LA, by a
        day of its own (Settings: report_within), and late after it. The day it was sent is
        recorded in the shell: clanbook import assessments FILE, with la, child_id, kind, completed
        and report_sent.
        """

    def __init__(self) -> None:
        """The whole worklist."""
        super().__init__()
        self.filters = Filters()
        self.rows: RowList[ItemKey] = RowList(COLUMNS, empty=_EMPTY, id="items")
        self._narrowed = Line("narrowed")
        self._listed: ItemRows | None = None

    def body(self) -> ComposeResult:
        """What it is narrowed to, and the list."""
        yield self._narrowed
        yield self.rows

    def on_mount(self) -> None:
        """Show it; that it was read is noted once it has been painted."""
        self._fill()
        self.call_after_refresh(self._note)

    def changed(self, children: set[int]) -> None:
        """Show it as it is now; the cursor stays with its child."""
        if not children:
            return
        before = self.rows.key
        self._fill()
        self._note()
        if before is not None:
            self._stay_with(before.child)

    def chosen(self) -> Chosen | None:
        """The item under the cursor."""
        item = self.item
        return Chosen.of(item) if item else None

    @property
    def item(self) -> Item | None:
        """The item under the cursor; None in an empty list."""
        key = self.rows.key
        return self._listed.items[key] if self._listed and key else None

    # -- filters -------------------------------------------------------------------------------

    def act_locality(self) -> None:
        """Narrow to the next locality."""
        self._narrow(self.filters.next_locality(self.desk.service))

    def act_kind(self) -> None:
        """Narrow to the next kind."""
        self._narrow(self.filters.next_kind())

    def act_missing(self) -> None:
        """Narrow to the next thing that is missing."""
        self._narrow(self.filters.next_missing())

    def act_back(self) -> None:
        """Show everybody again; with nothing left out, what it is everywhere."""
        if self.filters.on:
            self.filters = Filters()
            self._fill()
        else:
            super().act_back()

    def _narrow(self, filters: Filters) -> None:
        """Leave out others than before, from the soonest due."""
        self.filters = filters
        self._fill()
        self.rows.move_to(0)

    # -- what is seen --------------------------------------------------------------------------

    def _stay_with(self, child: int) -> None:
        """Where a child's item is another than before, go to it; where there is none, stay."""
        key = self.rows.key
        if key and key.child != child and self._listed:
            others = self._listed.of_child(child)
            any(self.rows.move_to_key(other) for other in others)

    def _fill(self) -> None:
        """Fill list and filter line from the caseload."""
        desk, every = self.desk, self.caseload.items
        left = self.filters.of(every, desk.service, desk.today)
        self._listed = ItemRows(left, desk.service, desk.today)
        back = key_shown(self.host.keys["back"][-1])
        self.rows.empty = _EMPTY_HERE.format(back=back) if self.filters.on else _EMPTY
        self.rows.show(self._listed)
        self._narrowed.show(self._filter_line(len(left), len(every)))

    def _filter_line(self, left: int, total: int) -> Text:
        """What the list is narrowed to, with the keys that change it."""
        kind = self.filters.kind
        parts = (
            ("locality", "Locality", self.filters.locality),
            ("kind", "Kind", KIND_NAMES[kind] if kind else ""),
            ("missing", "Missing", MISSING.get(self.filters.missing, "")),
        )
        line = Text("  ", no_wrap=True)
        for act_id, label, value in parts:
            line.append(f"{key_shown(self.host.keys[act_id][0])} ", "bold")
            line.append(f"{label} ").append(plain(value) or "all", "reverse" if value else "")
            line.append("   ")
        return line.append(f"{left} of {total}" if self.filters.on else "")

    def _note(self) -> None:
        """Note the reading of everybody on it, whatever it is narrowed to."""
        cases = {item.case.child.id: item.case for item in self.caseload.items}
        self.note("due", cases.values())
