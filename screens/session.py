"""One clinic session, slot by slot: who is in it, and what is free."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES, slots_of
from clanbook.desk.clinics import Appointment, filled
from clanbook.desk.errors import Unknown
from clanbook.records import Session
from screens import shown
from screens.appointments import ENDED
from screens.chosen import ActsOnChosen, Chosen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.rows import RowList

COLUMNS = (
    Column("Time", 5),
    Column("Child", 0),
    Column("Born", 17),
    Column("Kind", 16),
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
    NOBODY: ClassVar[str] = "This slot is free."

    def __init__(self, session: int) -> None:
        """The session with that number."""
        super().__init__()
        self.session = session
        self.rows: RowList[int] = RowList(COLUMNS, id="slots")
        self._about = Line("about")
        self._who: dict[int, Appointment] = {}

    def body(self) -> ComposeResult:
        """Which session, and its slots."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show it."""
        with self.telling():
            self._show()

    def changed(self, children: set[int]) -> None:
        """Show it as it is now."""
        if children:
            self._show()

    def chosen(self) -> Chosen | None:
        """Whoever is in the slot under the cursor."""
        found = self._who.get(self.rows.key if self.rows.key is not None else -1)
        if found is None:
            return None
        held = found.booking
        return Chosen(held.child, held.kind, None if held.ending else held.id)

    @on(RowList.Chosen)
    async def _enter(self) -> None:
        await self.perform("open")

    def _show(self) -> None:
        session = self.desk.session(self.session)
        if session is None:
            raise Unknown("This session is no longer there.")
        found = filled(self.desk, session.day, session.day)
        here = next((one for one in found if one.session.id == session.id), None)
        self._who = {a.booking.index: a for a in here.appointments} if here else {}
        slots = slots_of(session, self.desk.service.rules)
        self.rows.show([(s.index, self._cells(f"{s.start:%H:%M}", s.index)) for s in slots])
        self._about.show(shown.text(f" {_words(session)}", "bold"))

    def _cells(self, start: str, index: int) -> list[str]:
        found = self._who.get(index)
        if found is None:
            return [start, "free", "", "", ""]
        ending = found.booking.ending
        return [
            start,
            shown.name(found.child),
            shown.birth(found.child, self.desk.today),
            KIND_NAMES[found.booking.kind],
            ENDED[ending] if ending else "",
        ]


def _words(session: Session) -> str:
    closed = "  CLOSED" if session.closed_on else ""
    where = f"{session.locality} ({session.venue})"
    return (
        f"{shown.weekday(session.day)} {session.start:%H:%M}  {where}  {session.clinician}{closed}"
    )
