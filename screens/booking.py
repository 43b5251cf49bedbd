"""Booking one child: the best slots with why, then every other, or a visit for a review."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES, Slot, Suggestion, later_than_held, slot_id
from clanbook.dates import day_count
from clanbook.desk import Desk, bookings
from clanbook.desk.bookings import Booked, Offers
from clanbook.desk.errors import ReasonNeeded, Refused
from clanbook.desk.nurses import known_nurses
from clanbook.desk.words import first_up
from clanbook.records import Booking, Kind
from screens import shown
from screens.acts import key_shown
from screens.appointments import SHORT_KINDS
from screens.reason import NOTED, AsksReasons
from screens.visit import VisitScreen, moved_from
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("", 1),
    Column("When", 16),
    Column("Why", 29),
    Column("Locality", 0, most=28),
    Column("Clinician", 24, least_screen=110),
    Column("Venue", 28, least_screen=140),
)


class BookingScreen(AsksReasons):
    """What there is to choose from; its result is the sentence that says what was booked."""

    PLACE: ClassVar[str] = "booking"
    TITLE_WORDS: ClassVar[str] = "Book"
    OPENS: ClassVar[str] = "book"
    HELP: ClassVar[str] = """
        The best three slots for this child come first: those in time before those that are not,
        then the child's own locality, then the earliest. All other free slots follow by time.
        Enter books the slot under the cursor; / narrows the list to a clinician, place or month.

        An IHA or adoption medical needs a doctor, a review a nurse, or a doctor for a recorded
        clinical need. After the last day in time a reason is asked and kept, as the service has
        it. A review can also be booked as a visit at home, at school, by phone or video: v.

        The first time booking is tried and no free slot stands in time, that is noted as a reason,
        should the assessment be missed (no capacity). The line with the due date says so, and so
        does the screen you go back to: u right then takes the note back, and a later try may note
        it again.

        Where the child is booked already this is a move: from where stands below the due date, the
        chain is kept, and a later day than the present one is asked about first. A move is no new
        offer accepted: a refusal since the booking was made stands until the child is seen, or r
        records the day on which the offer was accepted.

        Where a colleague takes the slot while you choose, you are told who did, the list is made
        anew, and any reason you typed stands in its form again for the slot you choose then: Enter
        takes it, if it still holds. An Enter that was meant for the slot that went books nothing:
        it says which slot is marked now, and the next one books it. What is typed within a second
        of such a sentence, before it could be read, does nothing.
        """

    def __init__(self, child: int, kind: Kind) -> None:
        """The open assessment of that kind of the child with that number."""
        super().__init__(child, kind)
        self.rows: RowList[str] = RowList(COLUMNS, empty="", id="slots")
        self._about = Line("about")
        self._from = Line("from")
        self._detail = Line("detail")
        self._offers: Offers | None = None
        self._slots: dict[str, Slot] = {}
        self._looked = 0
        self._unseen = ""

    @property
    def moving(self) -> Booking | None:
        """The booking that a slot is chosen for to move it to; None where nothing is booked."""
        return self._offers.ask.moving if self._offers else None

    def title_words(self) -> str:
        """Booking or moving, and what."""
        return f"{'Move' if self.moving else self.TITLE_WORDS}: {SHORT_KINDS[self.kind]}"

    def opens(self) -> str:
        """What Enter does to a slot."""
        return "move" if self.moving else super().opens()

    def body(self) -> ComposeResult:
        """Who it is, by when it must be, the slots, and who and where the one chosen is."""
        yield self.person
        yield self._about
        yield self._from
        yield self.rows
        yield self._detail

    def on_mount(self) -> None:
        """Show who it is and what there is to choose from."""
        back = key_shown(self.host.keys["back"][-1])
        self.rows.empty = f"Nothing is open to book: {back} goes back."
        with self.telling():
            self.person.show(self.child, self.desk, self.caseload)
            self._look()

    def changed(self, children: set[int]) -> None:
        """Make the list anew where a slot may have been taken or come free; say what was."""
        super().changed(children)
        if self.caseload.diary_seq == self._looked and self.child not in children:
            return
        chosen, moving = self._slots.get(self.rows.key or ""), self.moving
        self._look()
        if (self.moving and self.moving.id) != (moving and moving.id):
            self._startle(self._booked_meanwhile())
        elif chosen is not None and chosen.id not in self._slots:
            self._startle(f"{self._taker(chosen.id)} took {_when(chosen)}. {self._next_best()}")

    def _startle(self, sentence: str) -> None:
        """Say what changed under the cursor; until a key is pressed, Enter only says it again."""
        self._unseen = sentence
        self._warn(sentence)

    def _warn(self, sentence: str) -> None:
        """Say what Enter would do now; what was typed before that could be read does nothing."""
        self.app.bell()
        self.say(sentence)
        self.host.drop_blind()

    def _booked_meanwhile(self) -> str:
        """What became of the child's own booking."""
        if self.moving is None:
            return "This child's booking has ended meanwhile."
        held = slot_id(self.moving.session, self.moving.index)
        return f"{self._taker(held)} booked this child meanwhile."

    async def answered(self, event: events.Event) -> bool:
        """Any key but the one that chooses shows that the list has been seen as it is."""
        if isinstance(event, events.Key) and event.key not in ("enter", *self.host.keys["open"]):
            self._unseen = ""
        return await super().answered(event)

    def cannot(self, act_id: str) -> str | None:
        """A visit is for reviews."""
        if act_id != "visit":
            return None
        if sentence := no_visit(self.kind):
            return sentence
        return None if self._offers else self.rows.empty

    def act_visit(self) -> None:
        """Book a nurse's visit instead of a slot, or move the booking to one."""
        if self._offers is not None:
            self.open(visit_of(self.desk, self._offers), self._visit_booked)

    def _visit_booked(self, sentence: str | None) -> None:
        if sentence:
            self.booked(sentence)

    # -- choosing ------------------------------------------------------------------------------

    @on(RowList.Chosen)
    def _choose(self, chosen: RowList.Chosen) -> None:
        if self._unseen:
            told, self._unseen = self._unseen, ""
            self._warn(f"{told} Enter again {'moves that booking' if self.moving else 'takes it'}.")
        else:
            self._take(str(chosen.key))

    def _take(self, wanted: str) -> None:
        """Book it; first ask whether a child who is booked is to wait longer for it."""
        slot = self._slots.get(wanted)
        self.reasons.clear()  # they were given for another slot
        later = later_than_held(self._offers.ask, slot.day) if slot and self._offers else ""
        if later:
            self.ask(f"{later}: move it?", lambda: self.book(wanted))
        else:
            self.book(wanted)

    def book(self, wanted: str) -> None:
        """Book the slot, ask what has to be asked, or say who took it and go on to the next."""
        try:
            made = self._make(wanted)
        except ReasonNeeded as needed:
            self.ask_reason(needed, lambda: self.book(wanted))
        except Refused as refusal:
            taker = bookings.taken_by(self.desk, wanted)
            self._look()
            self._unseen = ""
            self._warn(f"{refusal} {f'{taker} has it. ' if taker else ''}{self._next_best()}")
        else:
            self.booked(self.booked_words(made))

    def _make(self, wanted: str) -> Booked:
        if self.moving is not None:
            return bookings.move(self.desk, self.moving.id, wanted, self.reasons)
        return bookings.book(self.desk, self.child, wanted, self.kind, self.reasons)

    def _taker(self, wanted: str) -> str:
        """Who took a slot; somebody, where nobody holds it by now."""
        return bookings.taken_by(self.desk, wanted) or "Somebody"

    def _next_best(self) -> str:
        """Go to the best slot there is, and say which."""
        best = self._offers.best if self._offers else []
        if best and self.rows.move_to_key(best[0].slot.id):
            return f"The next best is marked: {_when(best[0].slot)}."
        return "None of the best is left."

    # -- what is seen --------------------------------------------------------------------------

    def _look(self) -> None:
        """Look what there is."""
        self._looked = self.caseload.diary_seq
        self._offers = found = bookings.offers(self.desk, self.child, self.kind)
        self.noted = found.noted or self.noted
        self._slots = {one.slot.id: one.slot for one in (*found.best, *found.others)}
        self._about.show(shown.text(f" {about(found, self.noted)}", "bold"))
        self._from.show(shown.text(f" {moved_from(self.desk, found.ask)}", "bold"))
        self._from.display = found.ask.moving is not None
        self.rows.empty = self._empty()
        self.rows.show(list(_rows(found)))
        self._tell()
        self.refresh_frame()

    def _empty(self) -> str:
        nothing = f"No free slot serves an {KIND_NAMES[self.kind]} in the coming half year."
        if self.kind is not Kind.RHA:
            return nothing
        return f"{nothing} Book a visit: {key_shown(self.host.keys['visit'][0])}."

    @on(RowList.Moved)
    def _tell(self) -> None:
        """Say with whom and where the slot under the cursor is."""
        slot = self._slots.get(self.rows.key or "")
        self._detail.show(shown.text(f"  {_with_whom(slot)}" if slot else ""))


def no_visit(kind: Kind) -> str | None:
    """Why an assessment of that kind needs a slot, in a sentence; None where a visit will do."""
    if kind is Kind.RHA:
        return None
    return f"A visit is for reviews: an {KIND_NAMES[kind]} needs a doctor's slot."


def visit_of(desk: Desk, offers: Offers) -> VisitScreen:
    """The form of a visit for what slots are offered for."""
    return VisitScreen(offers.ask, about(offers, offers.noted), known_nurses(desk))


def about(offers: Offers, noted: int | None) -> str:
    """By when the assessment must be, and whether it was `noted` that no slot stands in time."""
    ask = offers.ask
    if ask.due is None or ask.limit is None:
        words = "No due date: the earliest comes first."
    else:
        left = (ask.limit - ask.today).days
        over = f"{day_count(-left)} over" if left < 0 else f"{day_count(left)} left"
        words = f"Due {shown.day(ask.due)}, {over}."
    return words if noted is None else f"{words} {first_up(NOTED)}"


def _when(slot: Slot) -> str:
    return f"{_short_day(slot.day)} {slot.start:%H:%M}"


def _with_whom(slot: Slot) -> str:
    session = slot.session
    return f"{session.clinician} ({session.role}), {session.venue}, {slot.minutes} minutes"


def _short_day(day: date) -> str:
    """A day of the coming half year: `Mon 04-May`."""
    return shown.weekday(day).removesuffix(f"-{day:%Y}")


def _rows(offers: Offers) -> Iterator[tuple[str, list[Cell]]]:
    for place, suggestion in enumerate(offers.best, start=1):
        yield suggestion.slot.id, _cells(suggestion, f"{place}")
    for suggestion in offers.others:
        yield suggestion.slot.id, _cells(suggestion, "")


def _cells(suggestion: Suggestion, mark: str) -> list[Cell]:
    slot: Slot = suggestion.slot
    session = slot.session
    return [
        shown.text(mark, "bold"),
        _when(slot),
        suggestion.timing,
        f"{session.locality}, own" if suggestion.near else session.locality,
        f"{session.clinician} ({session.role})",
        session.venue,
    ]
