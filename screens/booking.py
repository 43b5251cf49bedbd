"""Booking one child: the best slots with why, then every other, or a visit for a review."""

from collections.abc import Callable, Iterator, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES, Question, Slot, Suggestion
from clanbook.desk import bookings
from clanbook.desk.bookings import Booked, Offers
from clanbook.desk.errors import ReasonNeeded, Refused
from clanbook.records import Kind
from clanbook.reports.listings import booked_sentence
from screens import shown
from screens.frame import FramedScreen
from screens.person import Person, lines_of, siblings_of
from screens.reason import ReasonScreen
from screens.visit import VisitScreen
from screens.widgets.columns import Column
from screens.widgets.line import Line
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("", 1),
    Column("When", 21),
    Column("Locality", 21),
    Column("Why", 0),
    Column("Clinician", 24, least_screen=110),
    Column("Venue", 28, least_screen=140),
)

LABELS = {
    Question.BREACH: "Why late",
    Question.EARLY: "Why early",
    Question.CLINICAL_NEED: "Clinical need",
}
"""What a reason is called where it is asked."""


class BookingScreen(FramedScreen[str]):
    """What there is to choose from; its result is the sentence that says what was booked."""

    PLACE: ClassVar[str] = "booking"
    TITLE_WORDS: ClassVar[str] = "Book"
    HELP: ClassVar[str] = """
        The best three slots for this child come first: those in time before those that are not,
        then the child's own locality, then the earliest. All other free slots follow by time.
        Enter books the slot under the cursor; / narrows the list to a clinician, place or month.

        An IHA or adoption medical needs a doctor, a review a nurse, or a doctor for a recorded
        clinical need. After the last day in time a reason is asked and kept (RULES 6). A review
        can also be booked as a visit at home, at school, by phone or video: v.

        Where a colleague takes the slot while you choose, you are told who did, the list is made
        anew, and any reason you typed stays.
        """

    def __init__(self, child: int, kind: Kind) -> None:
        """The open assessment of that kind of the child with that number."""
        super().__init__()
        self.child = child
        self.kind = kind
        self.person = Person()
        self.rows: RowList[str] = RowList(COLUMNS, empty=self._empty(), id="slots")
        self.reasons: dict[Question, str] = {}
        """What was answered so far, by question: kept until the booking stands."""
        self._about = Line("about")
        self._offers: Offers | None = None

    def _empty(self) -> str:
        visit = " Book a visit: v." if self.kind is Kind.RHA else ""
        return f"No free slot serves an {KIND_NAMES[self.kind]} in the coming half year.{visit}"

    def title_words(self) -> str:
        """Booking or moving, and what."""
        moving = self._offers is not None and self._offers.ask.moving is not None
        return f"{'Move' if moving else self.TITLE_WORDS}: {KIND_NAMES[self.kind]}"

    def body(self) -> ComposeResult:
        """Who it is, by when it must be, and the slots."""
        yield self.person
        yield self._about
        yield self.rows

    def on_mount(self) -> None:
        """Show who it is and what there is to choose from."""
        with self.telling():
            case = self.desk.case(self.child)
            siblings = siblings_of(case, self.caseload.cases.values())
            self.person.show(lines_of(case, self.desk.service, self.desk.today, siblings))
            self._look()

    def changed(self, children: set[int]) -> None:
        """Make the list anew: a slot may have been taken or come free."""
        if children:
            with self.telling():
                self._look()

    def cannot(self, act_id: str) -> str | None:
        """A visit is for reviews."""
        if act_id == "visit" and self.kind is not Kind.RHA:
            return f"A visit is for reviews: an {KIND_NAMES[self.kind]} needs a doctor's slot."
        return None

    def act_visit(self) -> None:
        """Book a nurse's visit instead of a slot."""
        self.open(VisitScreen(self.child), self._visit_booked)

    def _visit_booked(self, sentence: str | None) -> None:
        if sentence:
            self.dismiss(sentence)

    # -- choosing ------------------------------------------------------------------------------

    @on(RowList.Chosen)
    def _choose(self, chosen: RowList.Chosen) -> None:
        self.book(str(chosen.key))

    def book(self, slot_id: str) -> None:
        """Book the slot, ask what has to be asked, or say who took it and go on to the next."""
        try:
            made = self._make(slot_id)
        except ReasonNeeded as needed:
            question = Question(needed.question)
            asking = ReasonScreen(str(needed), LABELS[question])
            self.open(asking, self._answered(question, slot_id))
        except Refused as refusal:
            taker = bookings.taken_by(self.desk, slot_id)
            self._look(refusal.next_slots)
            self.app.bell()
            self.say(f"{refusal} {f'{taker} has it. ' if taker else ''}The next best is marked.")
        else:
            self.dismiss(booked_sentence(made))

    def _make(self, slot_id: str) -> Booked:
        moving = self._offers.ask.moving if self._offers else None
        if moving is not None:
            return bookings.move(self.desk, moving.id, slot_id, self.reasons)
        return bookings.book(self.desk, self.child, slot_id, self.kind, self.reasons)

    def _answered(self, question: Question, slot_id: str) -> Callable[[str | None], None]:
        def go_on(reason: str | None) -> None:
            if reason:
                self.reasons[question] = reason
                self.book(slot_id)
            else:
                self.say("Nothing was booked.")

        return go_on

    # -- what is seen --------------------------------------------------------------------------

    def _look(self, first: Sequence[str] = ()) -> None:
        """Look what there is; with the cursor on the first of `first` that is."""
        self._offers = bookings.offers(self.desk, self.child, self.kind)
        self._about.show(shown.text(f" {about(self._offers)}"))
        self.rows.show(list(_rows(self._offers)))
        any(self.rows.move_to_key(slot_id) for slot_id in first)
        self.refresh_lines()


def about(offers: Offers) -> str:
    """By when the assessment must be, and what is booked already."""
    ask = offers.ask
    if ask.due is None or ask.limit is None:
        words = "No due date: the earliest comes first."
    else:
        left = (ask.limit - ask.today).days
        over = f"{-left} days over" if left < 0 else f"{left} days left"
        words = f"Due {shown.day(ask.due)}, {over}."
    if ask.moving is not None:
        words += f" Booked for {shown.weekday(ask.moving.day)}: choosing a slot moves it."
    return words


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
        f"{shown.weekday(slot.day)[:3]} {shown.day(slot.day)} {slot.start:%H:%M}",
        session.locality,
        suggestion.why,
        f"{session.clinician} ({session.role})",
        session.venue,
    ]
