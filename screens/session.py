"""One clinic session, slot by slot: who is in it, and what is free."""

from datetime import datetime
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

FREE, UNUSED, CLOSED = "free", "unused", "closed"

_NOBODY_IN = {
    FREE: "This slot is free: book it from the child.",
    UNUSED: "The time of this slot went by with nobody in it.",
    CLOSED: "This session is closed: its slots are not booked.",
}
"""What to say of a slot with nobody in it, by the word for it."""


class SessionScreen(ActsOnChosen[None]):
    """The slots of a session."""

    PLACE: ClassVar[str] = "session"
    TITLE_WORDS: ClassVar[str] = "Session"
    HELP: ClassVar[str] = """
        One session, slot by slot. On a child: o records the outcome, b moves the booking, c a
        contact, Enter opens the child's page. Free slots are booked from the child: find them
        with F3, or on the Worklist, and press b. Unused is a slot whose time went by with nobody
        in it: it is no longer booked.
        """

    def __init__(self, session: int) -> None:
        """The session with that number."""
        super().__init__()
        self.session = session
        self.rows: RowList[int] = RowList(COLUMNS, empty="Nothing is here.", id="slots")
        self._about = Line("about")
        self._who: dict[int, Appointment] = {}
        self._read: set[int] = set()
        self._words: dict[int, str] = {}
        self._looked: tuple[int, datetime] | None = None

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
        if self._now != self._looked or children & self._read:
            self._show()

    def minute_passed(self) -> None:
        """A slot may have begun, and is free no more."""
        self.notice(set())

    @property
    def _now(self) -> tuple[int, datetime]:
        """What it hangs on beside its children: the entry that last touched it, and the time."""
        return self.caseload.diary_seq, self.desk.minute

    def chosen(self) -> Chosen | None:
        """Whoever is in the slot under the cursor."""
        found = self._who.get(self.rows.key if self.rows.key is not None else -1)
        return Chosen.of_booking(found.booking) if found else None

    def nobody(self) -> str:
        """What there is to know of the slot under the cursor, where nobody is in it."""
        return _NOBODY_IN.get(self._words.get(self.rows.key or 0, ""), super().nobody())

    def _show(self) -> None:
        self._looked = self._now
        held = clinics.session(self.desk, self.session, self._read)
        self._who = {one.booking.index: one for one in held.appointments}
        self._read |= {one.child.id for one in held.appointments}
        free = held.free(self.desk.present)
        empty = CLOSED if held.session.closed_on else UNUSED
        slots = slots_of(held.session, self.desk.service.rules)
        self._words = {slot.index: FREE if slot.index in free else empty for slot in slots}
        self.rows.show([(s.index, self._cells(f"{s.start:%H:%M}", s.index)) for s in slots])
        self._about.show(shown.text(f" {_words(held.session)}", "bold"))

    def _cells(self, start: str, index: int) -> list[str]:
        found = self._who.get(index)
        if found is None:
            return [start, self._words[index], "", "", ""]
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
