"""One clinic session, slot by slot: who is in it, and what is free."""

from typing import ClassVar

from textual.app import ComposeResult

from clanbook.booking import slots_of
from clanbook.desk import clinics
from clanbook.desk.clinics import Appointment
from clanbook.records import Session
from screens import shown
from screens.appointments import ENDED, SHORT_KINDS
from screens.chosen import ActsOnChosen, Chosen
from screens.widgets.columns import NAMES, Column
from screens.widgets.line import Line
from screens.widgets.rows import RowList

COLUMNS = (
    Column("Time", 5),
    Column("Child", 0, most=NAMES),
    Column("Born", 17),
    Column("Kind", 8),
    Column("Outcome", 12),
)


class SessionScreen(ActsOnChosen[None]):
    """The slots of a session."""

    PLACE: ClassVar[str] = "session"
    TITLE_WORDS: ClassVar[str] = "Session"
    HELP: ClassVar[str] = """
        One session, slot by slot. On a child: o records the outcome, b moves the booking, c a
        contact, Enter opens the child's page. Free slots are booked from the child: find them
        with F3, or on the Worklist, and press b.
        """
    NOBODY: ClassVar[str] = "This slot is free: book it from the child."

    def __init__(self, session: int) -> None:
        """The session with that number."""
        super().__init__()
        self.session = session
        self.rows: RowList[int] = RowList(COLUMNS, empty="Nothing is here.", id="slots")
        self._about = Line("about")
        self._who: dict[int, Appointment] = {}
        self._read: set[int] = set()
        self._looked = 0

    def body(self) -> ComposeResult:
        """Which session, and its slots."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show it."""
        with self.telling():
            self._show()

    def changed(self, children: set[int]) -> None:
        """Show it as it is now, where it or somebody in it may have changed."""
        if self.caseload.diary_seq != self._looked or children & self._read:
            self._show()

    def chosen(self) -> Chosen | None:
        """Whoever is in the slot under the cursor."""
        found = self._who.get(self.rows.key if self.rows.key is not None else -1)
        return Chosen.of_booking(found.booking) if found else None

    def _show(self) -> None:
        self._looked = self.caseload.diary_seq
        held = clinics.session(self.desk, self.session, self._read)
        self._who = {one.booking.index: one for one in held.appointments}
        self._read |= {one.child.id for one in held.appointments}
        slots = slots_of(held.session, self.desk.service.rules)
        self.rows.show([(s.index, self._cells(f"{s.start:%H:%M}", s.index)) for s in slots])
        self._about.show(shown.text(f" {_words(held.session)}", "bold"))

    def _cells(self, start: str, index: int) -> list[str]:
        found = self._who.get(index)
        if found is None:
            return [start, "free", "", "", ""]
        ending = found.booking.ending
        return [
            start,
            shown.name(found.child),
            shown.birth(found.child, self.desk.today),
            SHORT_KINDS[found.booking.kind],
            ENDED[ending] if ending else "",
        ]


def _words(session: Session) -> str:
    closed = "CLOSED  " if session.closed_on else ""
    when = f"{shown.weekday(session.day)} {session.start:%H:%M}"
    return f"{closed}{when}  {session.locality} ({session.venue})  {session.clinician}"
