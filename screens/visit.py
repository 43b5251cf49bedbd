"""A nurse's visit for a review: a day, a time and a place, without a clinic session."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import Ask, Visit, later_than_held
from clanbook.booking.sessions import session_name
from clanbook.desk import Desk
from clanbook.desk.bookings import NEW_NURSE, Booked, book_visit, move_visit
from clanbook.desk.errors import ReasonNeeded
from clanbook.desk.nurses import nurse_named
from clanbook.records import Place
from screens import shown
from screens.keeping import KeepsForm
from screens.reason import AsksReasons
from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_field import DateField, TimeField
from screens.widgets.field import Field
from screens.widgets.form import Form
from screens.widgets.line import Line
from screens.widgets.number_field import NumberField

USUAL_MINUTES = 60


class NurseField(ChoiceField[str]):
    """One of the nurses who are known; any other name can be typed, and is said to be none."""

    def __init__(self, known: Sequence[str]) -> None:
        """Empty, with these to choose from."""
        choices = [(name, name) for name in known]
        super().__init__("clinician", "Nurse", choices, otherwise=str, required=True)

    def _said(self, value: str | None) -> str:
        """Whether a name that was typed is nobody's who is known."""
        if value is None or not self.words or nurse_named(value, self.words):
            return super()._said(value)
        return "not known as a nurse here"


class VisitScreen(AsksReasons, KeepsForm[str]):
    """A form of one visit; its result is the sentence that says what was booked or moved."""

    PLACE: ClassVar[str] = "visit"
    TITLE_WORDS: ClassVar[str] = "Visit: RHA"
    HELP: ClassVar[str] = """
        A review can be done where the child lives or learns, or by phone or video, by one nurse
        at one time; homes are the norm for reviews. The visit takes that nurse's time like a
        session of one slot, so nobody is in two places: the nurse is one who is known
        here, and F4 lists them. Whether another name is somebody new is asked.

        For a child who is booked this is a move: the chain is kept, and a later day than the
        present one is asked about first.

        After the last day in time, or more than three months early, a reason is asked and kept;
        so is why a visit is outside the setting visit_hours, or on no working day. What was
        answered before stands there again each time, and Enter takes it.
        """

    def __init__(self, ask: Ask, due: str, nurses: Sequence[str]) -> None:
        """A visit for an open review, or to move its booking to.

        `due` says by when it must be; `nurses` are those who are known.
        """
        super().__init__(ask.case.child.id, ask.kind)
        self._ask = ask
        self._nurses = nurses
        self.form = Form(self._fields(), name="visit")
        self._due = due
        self._about = Line("about")
        self._from = Line("from")

    def _fields(self) -> list[Field[Any]]:
        return [
            DateField("day", "Day", today=lambda: self.desk.today, required=True),
            TimeField("start", "Time", required=True),
            NumberField("minutes", "Minutes", low=5, high=480, required=True),
            ChoiceField("place", "Place", [(p, p.value) for p in Place], required=True),
            NurseField(self._nurses),
        ]

    def body(self) -> ComposeResult:
        """Who it is, by when it must be, and the form."""
        yield self.person
        yield self._about
        yield self._from
        yield self.form

    def on_mount(self) -> None:
        """Show who it is; an hour at home is what is usual."""
        self.person.show(self.child, self.desk, self.caseload)
        self._about.show(shown.text(f" {self._due}", "bold"))
        self._from.show(shown.text(f" {moved_from(self.desk, self._ask)}", "bold"))
        self._from.display = self._ask.moving is not None
        self.form.fill({"minutes": USUAL_MINUTES, "place": Place.HOME, **self._held()})
        self.take_up()

    def draft_place(self) -> tuple[str, int]:
        """One for each child: of a visit to book, or to move the booking to."""
        return ("visit-move" if self._ask.moving else "visit"), self.child

    def title_words(self) -> str:
        """Booking or moving."""
        return "Move: RHA visit" if self._ask.moving else self.TITLE_WORDS

    def _held(self) -> dict[str, Any]:
        """The visit that is to be moved, as the fields hold it; nothing of a clinic's slot."""
        moving = self._ask.moving
        session = self.desk.session(moving.session) if moving else None
        if session is None or session.place is None:
            return {}
        return {
            "day": session.day,
            "start": session.start,
            "minutes": session.minutes,
            "place": session.place,
            "clinician": session.clinician,
        }

    @on(Form.Saved)
    def _book(self, saved: Form.Saved) -> None:
        """Book the visit; first ask whether a child who is booked is to wait longer for it."""
        given = saved.values
        self.reasons.clear()  # they may be wrong for what is typed now
        later = later_than_held(self._ask, given["day"])
        if later:
            self.ask(f"{later}: move it?", lambda: self._make(given))
        else:
            self._make(given)

    def _make(self, given: dict[str, Any], new_nurse: bool = False) -> None:
        try:
            made = self._act(_visit(given), new_nurse)
        except ReasonNeeded as needed:
            if needed.question == NEW_NURSE:
                self.ask(f"{needed} Is it somebody new?", lambda: self._make(given, True))
            else:
                self.ask_reason(needed, lambda: self._make(given, new_nurse))
        else:
            self.forget()
            self.booked(self.booked_words(made))

    def _act(self, visit: Visit, new_nurse: bool) -> Booked:
        moving = self._ask.moving
        if moving is None:
            return book_visit(self.desk, self.child, visit, self.reasons, new_nurse=new_nurse)
        return move_visit(self.desk, moving.id, visit, self.reasons, new_nurse=new_nurse)


def _visit(given: dict[str, Any]) -> Visit:
    """The visit that the fields of the form tell of."""
    start = datetime.combine(given["day"], given["start"])
    return Visit(start, given["minutes"], given["clinician"], given["place"])


def moved_from(desk: Desk, ask: Ask) -> str:
    """That this is a move, and from where; nothing where the child is not booked."""
    held = ask.moving
    if held is None:
        return ""
    session = desk.session(held.session)
    where = session_name(session, held.index) if session else shown.weekday(held.day)
    return f"This is a move, from {where}" + (f", {session.clinician}" if session else "") + "."
