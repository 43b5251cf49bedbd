"""A nurse's visit for a review: a day, a time and a place, without a clinic session."""

import re
from datetime import datetime, time
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import Question
from clanbook.desk.bookings import book_visit
from clanbook.desk.errors import ReasonNeeded
from clanbook.records import Place
from clanbook.reports.listings import booked_sentence
from screens.frame import FramedScreen
from screens.person import Person, lines_of, siblings_of
from screens.reason import ReasonScreen
from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field, TextField
from screens.widgets.form import Form
from screens.widgets.number_field import NumberField

USUAL_MINUTES = 60
_TIME = re.compile(r"(\d{1,2})[:. ]?(\d{2})?", re.ASCII)


def read_time(text: str) -> time:
    """A time of day as people type it: `9`, `930`, `9:30`, `14.15`."""
    found = _TIME.fullmatch(text.strip())
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > 23 or minute > 59:
        raise ValueError(f'"{text[:20]}" is not a time of day: write it as 9:30 or 1415')
    return time(hour, minute)


class VisitScreen(FramedScreen[str]):
    """A form of one visit; its result is the sentence that says what was booked."""

    PLACE: ClassVar[str] = "visit"
    TITLE_WORDS: ClassVar[str] = "Book: visit for an RHA"
    HELP: ClassVar[str] = """
        A review can be done where the child lives or learns, or by phone or video, by one nurse
        at one time; homes are the norm for reviews. The visit takes that nurse's time like a
        session of one slot, so nobody is in two places (RULES 6).

        After the last day in time, or more than three months early, a reason is asked and kept.
        """

    def __init__(self, child: int) -> None:
        """A visit for the open review of the child with that number."""
        super().__init__()
        self.child = child
        self.person = Person()
        self.form = Form(self._fields(), name="visit")
        self.reasons: dict[Question, str] = {}

    def _fields(self) -> list[Field[Any]]:
        return [
            DateField("day", "Day", today=lambda: self.desk.today, required=True),
            Field(
                "start",
                "Time",
                read=read_time,
                show=lambda at: f"{at:%H:%M}",
                width=8,
                required=True,
                hint="9:30 or 930",
            ),
            NumberField("minutes", "Minutes", low=5, high=480, required=True),
            ChoiceField("place", "Place", [(p, p.value) for p in Place], required=True),
            TextField("clinician", "Nurse", required=True),
        ]

    def body(self) -> ComposeResult:
        """Who it is, and the form."""
        yield self.person
        yield self.form

    def on_mount(self) -> None:
        """Show who it is; an hour at home is what is usual."""
        case = self.desk.case(self.child)
        siblings = siblings_of(case, self.caseload.cases.values())
        self.person.show(lines_of(case, self.desk.service, self.desk.today, siblings))
        self.form.fill({"minutes": USUAL_MINUTES, "place": Place.HOME})

    @on(Form.Saved)
    def _book(self, saved: Form.Saved) -> None:
        """Book the visit, or ask what has to be asked."""
        self._make(saved.values)

    def _make(self, given: dict[str, Any]) -> None:
        try:
            made = book_visit(
                self.desk,
                self.child,
                start=datetime.combine(given["day"], given["start"]),
                minutes=given["minutes"],
                clinician=given["clinician"],
                place=given["place"],
                reasons=self.reasons,
            )
        except ReasonNeeded as needed:
            question = Question(needed.question)

            def go_on(reason: str | None) -> None:
                if reason:
                    self.reasons[question] = reason
                    self._make(given)

            self.open(ReasonScreen(str(needed)), go_on)
        else:
            self.dismiss(booked_sentence(made))
