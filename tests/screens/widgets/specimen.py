"""One widget on a screen, to be looked at in a terminal: `python -m ... form|rows [how many]`."""

import sys
from collections.abc import Sequence
from datetime import date

from textual.widget import Widget

from screens.widgets.choice_field import ChoiceField, ManyField, YesNoField
from screens.widgets.date_field import DateField, MomentField, TimeField
from screens.widgets.field import TextField
from screens.widgets.form import Form, Section
from screens.widgets.note_field import NoteField
from screens.widgets.number_field import NHSNumberField, NumberField
from screens.widgets.rows import Column, RowList
from tests.screens.widgets.stage import Stage

TODAY = date(2026, 5, 4)
LOCALITIES = (("801", "Bristol"), ("802", "North Somerset"), ("803", "South Gloucestershire"))
REASONS = ("feels well", "had one recently", "school, college or work", "time or place")
COLUMNS = (
    Column("Child", 24),
    Column("Born", 18),
    Column("Days", 5, "right"),
    Column("Missing", 0),
    Column("Locality", 20, least_screen=100),
)


def today() -> date:
    return TODAY


def form() -> Form:
    """A form with a field of every kind."""
    return Form(
        [
            Section("Child"),
            TextField("surname", "Surname", required=True),
            TextField("forename", "Forename"),
            DateField("dob", "Born", today=today, prefer="past"),
            NHSNumberField("nhs_number", "NHS number"),
            ChoiceField("la", "LA", LOCALITIES, otherwise=str, required=True),
            YesNoField("uasc", "UASC"),
            Section("Notification"),
            MomentField("notified", "Notified", today=today),
            DateField("first_review", "First review", today=today),
            TimeField("at", "At"),
            NumberField("slots", "Slots", low=1, high=100),
            ManyField("reasons", "Reasons", list(enumerate(REASONS))),
            NoteField("note", "Note"),
        ],
        name="specimen",
    )


class Register:
    """Made-up rows, as many as are wanted, each made when it is shown."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.made = 0

    def __len__(self) -> int:
        return self.size

    def row(self, index: int) -> tuple[int, Sequence[str]]:
        self.made += 1
        name = f"{FAMILIES[index % len(FAMILIES)]}, Child {index}"
        return index, (name, "14-Jul-2015 (10y)", str(index % 60 - 20), "consent", "Bristol")


FAMILIES = ("EXAMPLE", "SPECIMEN", "SAMPLE", "PATTERN", "MODEL", "INSTANCE", "PROOF")


def rows(size: int) -> RowList[int]:
    made = RowList[int](COLUMNS, id="rows")
    made.show(Register(size))
    return made


def main(what: str, size: str = "20") -> None:
    widget: Widget = form() if what == "form" else rows(int(size))
    Stage(widget).run(mouse=False)


if __name__ == "__main__":
    main(*sys.argv[1:])
