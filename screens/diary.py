"""Where there is room: the sessions of a week with their fill, locality by locality."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.booking import ends
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

_USED, _FREE, _UNUSED = "#", ".", "-"


class Diary(OpensChosen[None]):
    """A week's sessions; Enter opens one."""

    PLACE: ClassVar[str] = "diary"
    TITLE_WORDS: ClassVar[str] = "Diary"
    HELP: ClassVar[str] = """
        The clinic sessions and visits of a week, with how full each is: # is a slot in use, a dot
        one that is free, and - one whose time went by with nobody in it. The lines above say which
        week it is and count the free slots of each locality that can still be booked. Left and
        Right go to the week before and after; Enter opens a session with who is in it; / narrows
        the list to a locality, clinician or kind.

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
        self._looked: tuple[int, datetime] | None = None

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
        """Show the week as it is now, where a session or booking changed or a minute went by."""
        del children
        if self._now != self._looked and self.first is not None:
            self._go(self.first)

    def minute_passed(self) -> None:
        """A slot may have begun, and is free no more."""
        self.notice(set())

    @property
    def _now(self) -> tuple[int, datetime]:
        """What the week that is shown hangs on: the entry that last touched it, and the time."""
        return self.caseload.diary_seq, self.desk.minute

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
            present = self.desk.present
            self.rows.show([(one.session.id, _cells(one, present)) for one in self._found])
            self._week.show(self._week_words(first))
            self._free.show(shown.text(f" {self._free_words(last, present)}"))

    def _week_words(self, first: date) -> Text:
        return here(f"week of {shown.weekday(first)}", self.host.keys)

    def _free_words(self, last: date, present: datetime) -> str:
        """How many slots each locality has free from now on, or had where the week is over."""
        over = last < present.date()
        # A visit is nobody else's to take.
        clinics = [one for one in self._found if one.session.place is None]
        left = [one for one in clinics if over or ends(one.session) >= present]
        counts = [(one.session.locality, one.unused if over else one.free(present)) for one in left]
        free = "   ".join(_counted(self.desk.service.localities, counts))
        return f"{'Unused' if over else 'Free'}:  {free or 'none'}"

    def act_open(self) -> None:
        """Open the session under the cursor."""
        if self.rows.key is not None:
            self.open(SessionScreen(self.rows.key))


def _counted(
    localities: Sequence[str], found: Sequence[tuple[str, Sequence[int]]]
) -> Iterator[str]:
    """How many slots there are in each locality that has a session, from those of each session."""
    for locality in localities:
        here = [len(slots) for where, slots in found if where == locality]
        if here:
            yield f"{locality} {sum(here)}"


def _cells(one: Filled, present: datetime) -> list[Cell]:
    """A row; what was not used of a session that is over is no longer free."""
    session = one.session
    free = one.free(present)
    over = ends(session) < present
    purposes = " ".join(KINDS[kind] for kind in session.purposes)
    return [
        f"{shown.weekday(session.day)[:3]} {session.day:%d} {session.start:%H:%M}",
        session.locality,
        session.clinician,
        "closed" if session.closed_on is not None else _fill(one, free),
        shown.text("-" if over else str(len(free)), "bold" if free else ""),
        f"visit: {session.place}" if session.place else purposes,
        session.role,
        session.venue,
    ]


def _fill(one: Filled, free: Sequence[int]) -> str:
    """A mark for each slot: in use, free, or past with nobody in it."""
    return "".join(
        _FREE if index in free else _UNUSED if index in one.unused else _USED
        for index in range(one.session.slots)
    )
