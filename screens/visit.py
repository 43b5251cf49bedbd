"""A nurse's visit for a review: a day, a time and a place, without a clinic session."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import Question
from clanbook.desk.bookings import NEW_NURSE, book_visit
from clanbook.desk.errors import ReasonNeeded
from clanbook.desk.nurses import nurse_named
from clanbook.records import Place
from clanbook.reports.listings import booked_sentence
from screens import shown
from screens.person import Person, lines_of, siblings_of
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


class VisitScreen(AsksReasons):
    """A form of one visit; its result is the sentence that says what was booked."""

    PLACE: ClassVar[str] = "visit"
    TITLE_WORDS: ClassVar[str] = "Visit: RHA"
    HELP: ClassVar[str] = """
        A review can be done where the child lives or learns, or by phone or video, by one nurse
        at one time; homes are the norm for reviews. The visit takes that nurse's time like a
        session of one slot, so nobody is in two places: the nurse is one who is known
        here, and F4 lists them. Whether another name is somebody new is asked.

        After the last day in time, or more than three months early, a reason is asked and kept; so
        is why a visit is outside the hours of the setting visit_hours, or on no working day.
        """

    def __init__(
        self, child: int, due: str, reasons: dict[Question, str], nurses: Sequence[str]
    ) -> None:
        """A visit for the open review of the child with that number.

        `due` says by when it must be; `reasons` are those given so far, and take up new ones;
        `nurses` are those who are known.
        """
        super().__init__(child, reasons)
        self._nurses = nurses
        self.person = Person()
        self.form = Form(self._fields(), name="visit")
        self._due = due
        self._about = Line("about")

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
        yield self.form

    def on_mount(self) -> None:
        """Show who it is; an hour at home is what is usual."""
        case = self.desk.case(self.child)
        siblings = siblings_of(case, self.caseload.cases.values())
        self.person.show(lines_of(case, self.desk.service, self.desk.today, siblings))
        self._about.show(shown.text(f" {self._due}", "bold"))
        self.form.fill({"minutes": USUAL_MINUTES, "place": Place.HOME})

    @on(Form.Saved)
    def _book(self, saved: Form.Saved) -> None:
        """Book the visit, or ask what has to be asked."""
        self._make(saved.values)

    def _make(self, given: dict[str, Any], new_nurse: bool = False) -> None:
        try:
            made = book_visit(
                self.desk,
                self.child,
                start=datetime.combine(given["day"], given["start"]),
                minutes=given["minutes"],
                clinician=given["clinician"],
                place=given["place"],
                reasons=self.reasons,
                new_nurse=new_nurse,
            )
        except ReasonNeeded as needed:
            if needed.question == NEW_NURSE:
                self.ask(f"{needed} Is it somebody new?", lambda: self._make(given, True))
            else:
                self.ask_reason(needed, lambda: self._make(given, new_nurse))
        else:
            self.dismiss(booked_sentence(made))
