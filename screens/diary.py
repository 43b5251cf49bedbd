"""Where there is room: the sessions of a week with their fill, locality by locality."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual import on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES
from clanbook.desk.clinics import Filled, filled
from screens import shown
from screens.acts import key_shown
from screens.frame import FramedScreen
from screens.session import SessionScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

WEEK = timedelta(days=7)

COLUMNS = (
    Column("When", 12),
    Column("Locality", 14),
    Column("Clinician", 0),
    Column("Fill", 8),
    Column("Free", 4, "right"),
    Column("For", 17),
    Column("Venue", 28, least_screen=120),
)

_SHORT = {"IHA": "IHA", "RHA": "RHA", "adoption medical": "adoption"}
_MARK, _GAP = "#", "."


class Diary(FramedScreen[None]):
    """A week's sessions; Enter opens one."""

    PLACE: ClassVar[str] = "diary"
    TITLE_WORDS: ClassVar[str] = "Diary"
    HELP: ClassVar[str] = """
        The clinic sessions and visits of a week, with how full each is: # is a slot in use, a
        dot one that is free. The line above counts the free slots of each locality. Left and
        Right go to the week before and after; Enter opens a session with who is in it; / narrows
        the list to a locality, clinician or kind.

        Slots kept for a purpose open to others some days before the session (RULES 6). Sessions
        are entered with clanbook import sessions in the shell.
        """

    def __init__(self) -> None:
        """Begin with the week of today."""
        super().__init__()
        self.first: date | None = None
        self.rows: RowList[int] = RowList(
            COLUMNS, empty="No sessions this week: Left and Right go to others.", id="sessions"
        )
        self._about = Line("about")

    def body(self) -> ComposeResult:
        """Which week, and its sessions."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show this week."""
        today = self.desk.today
        self._go(today - timedelta(days=today.weekday()))

    def changed(self, children: set[int]) -> None:
        """Show the week as it is now."""
        if children and self.first is not None:
            self._go(self.first)

    def act_earlier(self) -> None:
        """Go to the week before."""
        if self.first is not None:
            self._go(self.first - WEEK)

    def act_later(self) -> None:
        """Go to the week after."""
        if self.first is not None:
            self._go(self.first + WEEK)

    def _go(self, first: date) -> None:
        self.first = first
        with self.telling():
            found = filled(self.desk, first, first + timedelta(days=6))
            self.rows.show([(one.session.id, _cells(one)) for one in found])
            self._about.show(self._about_words(first, found))

    def _about_words(self, first: date, found: list[Filled]) -> Text:
        keys = self.host.keys
        line = Text(" ", no_wrap=True)
        line.append(key_shown(keys["earlier"][0]), "bold").append(" < ")
        line.append(f"week of {shown.weekday(first)}", "reverse").append(" > ")
        line.append(key_shown(keys["later"][0]), "bold")
        return line.append("  free: ").append(", ".join(self._free(found)) or "none")

    def _free(self, found: list[Filled]) -> Iterator[str]:
        for locality in self.desk.service.localities:
            here = [one for one in found if one.session.locality == locality]
            if here:
                yield f"{shown.text(locality).plain} {sum(one.free for one in here)}"

    @on(RowList.Chosen)
    async def _enter(self) -> None:
        await self.perform("open")

    def act_open(self) -> None:
        """Open the session under the cursor."""
        if self.rows.key is not None:
            self.open(SessionScreen(self.rows.key))


def _cells(one: Filled) -> list[Cell]:
    session = one.session
    used = {appointment.booking.index for appointment in one.appointments}
    marks = "".join(_MARK if index in used else _GAP for index in range(session.slots))
    closed = session.closed_on is not None
    purposes = " ".join(_SHORT[KIND_NAMES[kind]] for kind in session.purposes)
    return [
        f"{shown.weekday(session.day)[:3]} {session.day:%d} {session.start:%H:%M}",
        session.locality,
        f"{session.clinician} ({session.role})",
        "closed" if closed else marks,
        shown.text(str(one.free), "bold" if one.free else ""),
        f"visit: {session.place}" if session.place else purposes,
        session.venue,
    ]
