"""Where there is room: the sessions of a week with their fill, locality by locality."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.desk.clinics import Filled, filled
from screens import shown
from screens.chosen import OpensChosen
from screens.going import here, to_a_day
from screens.items import KINDS
from screens.session import SessionScreen
from screens.widgets.columns import NAMES, Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

WEEK = timedelta(days=7)

COLUMNS = (
    Column("When", 12),
    Column("Locality", 14),
    Column("Clinician", 0, most=NAMES),
    Column("Fill", 8),
    Column("Free", 4, "right"),
    Column("For", 13),
    Column("Role", 13, least_screen=100),
    Column("Venue", 28, least_screen=120),
)

_MARK, _GAP = "#", "."


class Diary(OpensChosen[None]):
    """A week's sessions; Enter opens one."""

    PLACE: ClassVar[str] = "diary"
    TITLE_WORDS: ClassVar[str] = "Diary"
    HELP: ClassVar[str] = """
        The clinic sessions and visits of a week, with how full each is: # is a slot in use, a dot
        one that is free. The lines above say which week it is and count the free slots of each
        locality that can still be booked. Left and Right go to the week before and after; Enter
        opens a session with who is in it; / narrows the list to a locality, clinician or kind.

        Slots kept for a purpose open to others some days before the session, as Settings has it
        (protected_release). Sessions are entered with clanbook import sessions in the shell.
        """

    def __init__(self) -> None:
        """Begin with the week of today."""
        super().__init__()
        self.first: date | None = None
        """The Monday of the week that is shown."""
        self.rows: RowList[int] = RowList(
            COLUMNS, empty="No sessions this week: Left and Right go to others.", id="sessions"
        )
        self._week = Line("week")
        self._free = Line("free")
        self._found: list[Filled] = []
        self._read: set[int] = set()
        self._looked: tuple[int, date] | None = None

    def body(self) -> ComposeResult:
        """Which week, what is free in it, and its sessions."""
        yield self._week
        yield self._free
        yield self.rows

    def on_mount(self) -> None:
        """Show this week, from today on."""
        today = self.desk.today
        self._go(today - timedelta(days=today.weekday()))
        coming = (one.session.id for one in self._found if one.session.day >= today)
        self.rows.move_to_key(next(coming, 0))

    def changed(self, children: set[int]) -> None:
        """Show the week as it is now, where a session or booking changed or the day turned."""
        del children
        if self._now != self._looked and self.first is not None:
            self._go(self.first)

    @property
    def _now(self) -> tuple[int, date]:
        """What the week that is shown hangs on: the entry that last touched it, and the day."""
        return self.caseload.diary_seq, self.desk.today

    def act_earlier(self) -> None:
        """Go to the week before."""
        if self.first is not None:
            self._go(self.first - WEEK)

    def act_later(self) -> None:
        """Go to the week after."""
        if self.first is not None:
            self._go(self.first + WEEK)

    def act_goto(self) -> None:
        """Go to the week of a day that is typed."""
        self.open(to_a_day(self.desk), self._gone)

    def _gone(self, day: date | None) -> None:
        if day is not None:
            self._go(day - timedelta(days=day.weekday()))

    def _go(self, first: date) -> None:
        self.first = first
        self._looked = self._now
        with self.telling():
            last = first + timedelta(days=6)
            self._found = filled(self.desk, first, last, self._read)
            self._read |= {a.child.id for one in self._found for a in one.appointments}
            today = self.desk.today
            self.rows.show([(one.session.id, _cells(one, today)) for one in self._found])
            self._week.show(self._week_words(first))
            self._free.show(shown.text(f" {self._free_words(last)}"))

    def _week_words(self, first: date) -> Text:
        return here(f"week of {shown.weekday(first)}", self.host.keys)

    def _free_words(self, last: date) -> str:
        """How many slots each locality has free from today on, or had where the week is over."""
        over = last < self.desk.today
        found = [one for one in self._found if over or one.session.day >= self.desk.today]
        free = "   ".join(_free(self.desk.service.localities, found))
        return f"{'Unused' if over else 'Free'}:  {free or 'none'}"

    def act_open(self) -> None:
        """Open the session under the cursor."""
        if self.rows.key is not None:
            self.open(SessionScreen(self.rows.key))


def _free(localities: Sequence[str], found: Sequence[Filled]) -> Iterator[str]:
    """The free slots of each locality that has a session; visits are nobody else's to take."""
    clinics = [one for one in found if one.session.place is None]
    for locality in localities:
        here = [one.free for one in clinics if one.session.locality == locality]
        if here:
            yield f"{locality} {sum(here)}"


def _cells(one: Filled, today: date) -> list[Cell]:
    """A row; what was not used of a session that is over is no longer free."""
    session = one.session
    free = "-" if session.day < today else str(one.free)
    purposes = " ".join(KINDS[kind] for kind in session.purposes)
    return [
        f"{shown.weekday(session.day)[:3]} {session.day:%d} {session.start:%H:%M}",
        session.locality,
        session.clinician,
        "closed" if session.closed_on is not None else _fill(one),
        shown.text(free, "bold" if one.free else ""),
        f"visit: {session.place}" if session.place else purposes,
        session.role,
        session.venue,
    ]


def _fill(one: Filled) -> str:
    """A mark for each slot, in use or free."""
    used = {appointment.booking.index for appointment in one.appointments}
    return "".join(_MARK if index in used else _GAP for index in range(one.session.slots))
