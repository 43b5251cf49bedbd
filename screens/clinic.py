"""Who is in clinic today, with outcomes by one key each."""

from datetime import date, timedelta
from functools import partial
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.desk.bookings import changed_by_me, end_booking
from clanbook.desk.clinics import Appointment, clinic
from clanbook.desk.errors import ReasonNeeded
from clanbook.records import Booking, Child, Ending
from screens import shown
from screens.appointments import ENDED
from screens.chosen import ActsOnChosen, Chosen
from screens.going import here, to_a_day
from screens.items import KINDS
from screens.outcome import OutcomeScreen, told
from screens.widgets.columns import NAMES, Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("Time", 5),
    Column("Child", 0, most=NAMES),
    Column("Kind", 4),
    Column("Where", 14),
    Column("Clinician", 18),
    Column("Outcome", 12),
    Column("Born", 17, least_screen=110),
    Column("Carer", 30, least_screen=140),
)
ONE_DAY = timedelta(days=1)

_EMPTY = "Nobody is booked on this day: Left and Right go to others."
_OUTCOMES = ("attended", "wnb", "cancelled")


class Clinic(ActsOnChosen[None]):
    """A day's appointments by time."""

    PLACE: ClassVar[str] = "clinic"
    TITLE_WORDS: ClassVar[str] = "Clinic"
    HELP: ClassVar[str] = """
        Everybody who is booked on a day, by time. One key records how it went: a attended, w was
        not brought; x asks who cancelled. Left and Right go to the day before and after, past
        days on which nobody holds a clinic.

        Attended records that the child was seen that day, and needs a consent on record; where
        there is none you are asked who consents now. Nothing is recorded by the clock: an
        appointment without an outcome stays on the Worklist until somebody records it.
        """
    NOBODY: ClassVar[str] = "Nobody is booked on this day."

    def __init__(self) -> None:
        """Today."""
        super().__init__()
        self.day: date | None = None
        self.rows: RowList[int] = RowList(COLUMNS, empty=_EMPTY, id="appointments")
        self._about = Line("about")
        self._who: dict[int, Appointment] = {}
        self._read: set[int] = set()
        self._looked = 0

    def body(self) -> ComposeResult:
        """Which day, and who comes."""
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show today."""
        self._go(self.desk.today)

    def changed(self, children: set[int]) -> None:
        """Show the day as it is now, where a booking or somebody booked changed."""
        moved = self.caseload.diary_seq != self._looked
        if self.day is None or not (moved or children & self._read):
            return
        before = self._found()
        self._go(self.day)
        gone = before is not None and before.booking.id not in self._who
        if before is not None and gone and not changed_by_me(self.desk, before.booking.id):
            self._startle(before.child)

    def _startle(self, gone: Child) -> None:
        """Say that the cursor is on somebody else; a key meant for who is gone does nothing."""
        self.app.bell()
        self.say(f"{shown.name(gone)} is no longer booked here: look whom the cursor is on.")
        self.host.drop_blind()

    def chosen(self) -> Chosen | None:
        """The appointment under the cursor."""
        found = self._found()
        return Chosen.of_booking(found.booking) if found else None

    def _found(self) -> Appointment | None:
        return self._who.get(self.rows.key) if self.rows.key is not None else None

    def reason_against(self, act_id: str) -> str | None:
        """An outcome needs an appointment without one."""
        return super().reason_against(act_id) or self._ended_already(act_id)

    def _ended_already(self, act_id: str) -> str | None:
        if act_id not in _OUTCOMES:
            return None
        found = self._found()
        if found is None:
            return self.NOBODY
        if found.booking.ending is not None:
            return f"This appointment ended already: {ENDED[found.booking.ending]}."
        return None

    # -- acts ----------------------------------------------------------------------------------

    def act_earlier(self) -> None:
        """Go to the day before."""
        self._go_on(-ONE_DAY)

    def act_later(self) -> None:
        """Go to the day after."""
        self._go_on(ONE_DAY)

    def act_goto(self) -> None:
        """Go to the day of a day that is typed."""
        self.open(to_a_day(self.desk), self._gone)

    def _gone(self, day: date | None) -> None:
        if day is not None:
            self._go(day)

    def _go_on(self, step: timedelta) -> None:
        """Go to the next day that has a session; where none comes within a week, by one day."""
        if self.day is None:
            return
        week = [self.day + step * days for days in range(1, 8)]
        self._go(next((day for day in week if self.desk.sessions(day, day)), week[0]))

    def act_attended(self) -> None:
        """Record that the child was seen."""
        self._end(Ending.ATTENDED)

    def act_wnb(self) -> None:
        """Record that the child was not brought."""
        self._end(Ending.NOT_BROUGHT)

    def act_cancelled(self) -> None:
        """Ask who cancelled."""
        found = self._found()
        if found is not None:
            asked = OutcomeScreen(found.booking.id, cancelled=True)
            self.open(asked, partial(self.told_outcome, found.booking.id))

    def _end(self, ending: Ending) -> None:
        found = self._found()
        if found is None:
            return
        try:
            ended = end_booking(self.desk, found.booking.id, ending)
        except ReasonNeeded:
            asked = OutcomeScreen(found.booking.id, ending)
            self.open(asked, partial(self.told_outcome, found.booking.id))
        else:
            self.told_outcome(ended.id, told(self.desk, ended, self.host.keys))

    # -- what is seen --------------------------------------------------------------------------

    def _go(self, day: date) -> None:
        self.day = day
        self._looked = self.caseload.diary_seq
        with self.telling():
            found = clinic(self.desk, day, self._read)
            self._who = {one.booking.id: one for one in found}
            self._read |= {one.child.id for one in found}
            self.rows.show([(one.booking.id, self._cells(one)) for one in found])
            self._about.show(self._about_words(day, found))

    def _about_words(self, day: date, found: list[Appointment]) -> Text:
        waiting = sum(1 for one in found if one.booking.ending is None)
        counted = f"   {len(found)} booked, {waiting} without an outcome"
        return here(shown.weekday(day), self.host.keys).append(counted)

    def _cells(self, one: Appointment) -> list[Cell]:
        ending = one.booking.ending
        return [
            f"{one.starts:%H:%M}",
            shown.name(one.child),
            KINDS[one.booking.kind],
            f"visit: {one.session.place}" if one.session.place else one.session.locality,
            one.session.clinician,
            ENDED[ending] if ending else shown.text("awaited", "bold"),
            shown.birth(one.child, self.desk.today),
            self._carer(one.booking),
        ]

    def _carer(self, booking: Booking) -> str:
        """Whom to call where somebody does not come, unless that is not to be disclosed."""
        case = self.caseload.cases.get(booking.child)
        if case is None or case.care_ended(booking.day):
            return ""
        placement = case.home_at(booking.day)
        if placement is None or placement.do_not_disclose:
            return ""
        return f"{placement.carer} {placement.carer_phone}".strip()
