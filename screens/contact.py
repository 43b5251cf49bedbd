"""A contact about an assessment: whom somebody tried to reach, how, and whether they did."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES
from clanbook.desk.assessments import contact
from clanbook.records import Child, Contact, Kind
from screens import shown
from screens.keeping import KeepsForm
from screens.person import ShowsPerson
from screens.widgets.choice_field import ChoiceField, YesNoField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field
from screens.widgets.form import Form, Section
from screens.widgets.note_field import NoteField

_FORM = "contact"
"""What its drafts are kept under."""

WHOM = ("carer", "social worker", "young person", "parent", "school")
_OR_TYPE = "F4 lists the choices, or type another"
HOW = ("phone", "letter", "email", "text message", "visit")


class ContactScreen(KeepsForm[str], ShowsPerson[str]):
    """A form of one contact; its result is the sentence that says what was recorded."""

    PLACE: ClassVar[str] = "contact"
    TITLE_WORDS: ClassVar[str] = "Contact"
    HELP: ClassVar[str] = """
        Record every try to reach somebody about this assessment, also the ones nobody answered:
        Reached is yes where anybody was spoken to.

        A try that failed is a reason why an assessment came late, told apart from a refusal and
        from a child who was away, as the board report has it. It is kept with its day, and the
        child's page shows it to whoever tries next.
        """

    def __init__(self, child: int, kind: Kind) -> None:
        """An empty form for the child's open assessment of that kind."""
        super().__init__()
        self.child = child
        self.kind = kind
        self.form = Form(self._fields(), name="contact")

    def _fields(self) -> list[Field[Any] | Section]:
        return [
            Section("Whom you tried to reach"),
            DateField("on", "On", today=lambda: self.desk.today, prefer="past", required=True),
            ChoiceField("whom", "Whom", _as_typed(WHOM), otherwise=str, hint=_OR_TYPE),
            ChoiceField("how", "How", _as_typed(HOW), otherwise=str, hint=_OR_TYPE),
            YesNoField("reached", "Reached", required=True),
            NoteField("note", "Note"),
        ]

    def title_words(self) -> str:
        """What the contact is about."""
        return f"{self.TITLE_WORDS}: {KIND_NAMES[self.kind]}"

    def body(self) -> ComposeResult:
        """Whom to call, and the form."""
        yield self.person
        yield self.form

    def on_mount(self) -> None:
        """Show who it is; a contact is recorded on its day as a rule."""
        self.person.show(self.child, self.desk, self.caseload)
        self.form.fill({"on": self.desk.today})
        self.take_up()

    def draft_place(self) -> tuple[str, int]:
        """One for each child, whatever it is about."""
        return _FORM, self.child

    @on(Form.Saved)
    def _save_contact(self, saved: Form.Saved) -> None:
        """Record it, and go back."""
        given = saved.values
        day, reached = given["on"], given["reached"]
        texts = {name: given[name] or "" for name in ("whom", "how", "note")}
        made = contact(self.desk, self.child, self.kind, day, reached, **texts)
        self.forget()
        self.dismiss(told(self.desk.child(self.child), made))


def told(child: Child, made: Contact) -> str:
    """The sentence that says what was recorded."""
    whose = f"{made.whom or 'somebody'} for {shown.name(child)} on {shown.day(made.on)}"
    return f"Reached {whose}." if made.reached else f"Tried to reach {whose}, in vain."


def _as_typed(words: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]
