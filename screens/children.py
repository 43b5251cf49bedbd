"""The caseload as a list to filter: every child whose case is open."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from clanbook.booking import home_locality
from clanbook.caseload import Case
from clanbook.reports.standing import missing
from clanbook.settings import Service
from clanbook.worklist import REPORT, Item
from screens import shown
from screens.chosen import ActsOnChosen, Chosen
from screens.items import DAY_AND_MONTH, KINDS
from screens.widgets.columns import NAMES, Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("Child", 0, most=NAMES),
    Column("Born", 17),
    Column("Locality", 14),
    Column("Next", 15),
    Column("LA's id", 8),
    Column("Entered care", 12, least_screen=100),
    Column("NHS No.", 13, least_screen=116),
    Column("Responsible LA", 21, least_screen=140),
)


class Children(ActsOnChosen[None]):
    """Everybody in the open caseload by name."""

    PLACE: ClassVar[str] = "children"
    TITLE_WORDS: ClassVar[str] = "Children"
    HELP: ClassVar[str] = """
        Every child whose case is open, by family name, with what is next for them. / narrows the
        list to the words you type: a name, an id, a place, an NHS number. Enter opens the child's
        page; b, o, r and c act on what is next.

        Children who have left care are found with F3. That this list was read is noted with your
        name: clanbook audit shows it.
        """

    def __init__(self) -> None:
        """The open caseload."""
        super().__init__()
        self.rows: RowList[int] = RowList(COLUMNS, empty="No child's case is open.", id="children")
        self._about = Line("about")
        self._listed: CaseRows | None = None

    def body(self) -> ComposeResult:
        """How many, and the list."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show them; that they were read is noted once they have been painted."""
        self._show()
        self.call_after_refresh(self._note)

    def changed(self, children: set[int]) -> None:
        """Show them as they are now."""
        if children:
            self._show()
            self._note()

    def chosen(self) -> Chosen | None:
        """The child under the cursor, and what is next for them."""
        child = self.rows.key
        if child is None or self._listed is None:
            return None
        item = self._listed.next.get(child)
        return Chosen.of(item) if item else Chosen(child)

    def _show(self) -> None:
        desk, today = self.desk, self.desk.today
        cases = [case for case in self.caseload.cases.values() if _is_open(case, today)]
        self._listed = CaseRows(cases, self.caseload.items, desk.service, today)
        self.rows.show(self._listed)
        self._about.show(shown.text(f" {_counted(len(cases))}", "bold"))

    def _note(self) -> None:
        """Note the reading of everybody on it."""
        self.note("children", self._listed.cases if self._listed else ())


class CaseRows:
    """Cases by name as rows, made when they are shown."""

    def __init__(
        self, cases: Iterable[Case], items: Sequence[Item], service: Service, today: date
    ) -> None:
        """The rows of these cases; `items` is the worklist, soonest first."""
        self.cases = sorted(cases, key=_by_name)
        self.next = {item.case.child.id: item for item in reversed(items)}
        """What is next for a child, by number."""
        self._service = service
        self._today = today

    def __len__(self) -> int:
        """How many there are."""
        return len(self.cases)

    def row(self, index: int) -> tuple[int, list[Cell]]:
        """The row at a place."""
        case = self.cases[index]
        child, item = case.child, self.next.get(case.child.id)
        last = case.episodes[-1] if case.episodes else None
        return child.id, [
            shown.name(child),
            shown.birth(child, self._today),
            home_locality(case, self._service, self._today),
            _next(item) if item else "",
            child.child_id,
            shown.day(last.entered_care) if last else "",
            shown.nhs_number(child.nhs_number),
            self._service.name_of(child.la),
        ]


def _next(item: Item) -> str:
    """What is next, and when: `IHA 12-May-2026`, `IHA asked`, `report 12-May`, `cancel 12-May`."""
    if item.needless and item.booking is not None:
        return f"{missing(item)[0]} {shown.day(item.booking.day)[:DAY_AND_MONTH]}"
    day = shown.day(item.due) if item.due else "asked"
    if REPORT in item.missing:
        return f"report {day[:DAY_AND_MONTH]}"
    return f"{KINDS[item.kind]} {day}"


def _is_open(case: Case, today: date) -> bool:
    return case.child.until is None or case.child.until >= today


def _counted(number: int) -> str:
    return "1 child's case is open" if number == 1 else f"{number} children's cases are open"


def _by_name(case: Case) -> tuple[str, str, int]:
    child = case.child
    return child.surname.casefold(), child.forename.casefold(), child.id
