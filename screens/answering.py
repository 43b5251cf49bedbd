"""The answers to a refusal that is on record: added later, or changed, by a nurse."""

from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult

from clanbook.desk.errors import Overtaken, Refused
from clanbook.desk.refusals import Answered, answer, answered
from clanbook.desk.staff import names_of_staff
from clanbook.questionnaire import BY_ID
from clanbook.records import Refusal
from screens import shown
from screens.beside import KeepsBesideOthers
from screens.person import ShowsPerson
from screens.questions import answers_in, fields_of, none_needed, problems_with, question_fields
from screens.widgets.field import Field
from screens.widgets.form import Form
from screens.widgets.line import Line


class AnsweringScreen(KeepsBesideOthers, ShowsPerson[str]):
    """The questionnaire as a form; its result is the sentence that says what was kept."""

    PLACE: ClassVar[str] = "answers"
    TITLE_WORDS: ClassVar[str] = "Answers"
    HELP: ClassVar[str] = """
        The questions of a refusal that is on record already. The young person need not answer
        anything; "prefer not to say" is an answer everywhere. Who may see the answers is the
        young person's to say, and is kept to. The refusal itself stands as it did.

        Where somebody else kept answers meanwhile, theirs come in where you typed nothing. Where
        you did, both are shown and nothing is written: y saves yours over theirs.
        """

    def __init__(self, refusal: Refusal, found: Answered | None) -> None:
        """The questions about `refusal`, with the answers found to it."""
        super().__init__()
        self.refusal = refusal
        self.child = refusal.child
        self.found = found
        self._question = Line("question")
        self.form = Form(list(question_fields(lambda: self.desk.today)), name="answers")

    def title_words(self) -> str:
        """Which refusal."""
        return f"{self.TITLE_WORDS}: refusal of {shown.day(self.refusal.on)}"

    def body(self) -> ComposeResult:
        """Who it is, the question in full, and the form."""
        yield self.person
        yield self._question
        yield self.form

    def on_mount(self) -> None:
        """Show who it is, what was answered, and what was typed before and not saved."""
        self.person.show(self.refusal.child, self.desk, self.caseload)
        self._fill()
        self.take_up()

    def _fill(self) -> None:
        """Fill in what was answered; what was not is emptied."""
        self.form.show(fields_of(self.found.answers) if self.found is not None else {})

    @on(events.DescendantFocus)
    def _ask(self, event: events.DescendantFocus) -> None:
        """Put the question of the field in full."""
        name = event.widget.field_name if isinstance(event.widget, Field) else ""
        words = BY_ID[name].words if name in BY_ID else none_needed(self.host.keys)
        self._question.show(shown.text(f" {words}", "bold"))

    def draft_place(self) -> tuple[str, int]:
        """One for each refusal: a child may have refused more than once."""
        return f"answers-{self.refusal.id}", self.refusal.child

    def record_version(self) -> int:
        """The entry that left the answers as they were read."""
        return self.found.version if self.found else 0

    def saver(self, since: int) -> str:
        """Who asked for the answers there are."""
        if self.found is None or self.found.version <= since:
            return "Somebody else changed the answers meanwhile"
        names = names_of_staff(self.desk)
        who = names.get(self.found.asked_by, "Somebody else")
        return f"{who} kept answers of {shown.day(self.found.asked_on)} meanwhile"

    # -- saving --------------------------------------------------------------------------------

    @on(Form.Saved)
    def _save(self) -> None:
        """Keep the answers, once they may go over what somebody else kept, and go back."""
        if not self.ask_over(self._keep):
            self._keep()

    def _keep(self) -> None:
        answers = answers_in(self.form.values())
        if problems := problems_with(answers):
            self.form.complain(problems)
            raise Refused(problems[0][1])
        if not answers and self.found is None:
            raise Refused("Nothing is answered yet: there is nothing to save.")
        try:
            answer(self.desk, self.refusal.id, answers, version=self.record_version())
        except Overtaken:
            self.meet_newer(self._read_again, self._keep)
            return
        self.forget()
        name = shown.name(self.desk.child(self.refusal.child))
        on = shown.day(self.refusal.on)
        self.dismiss(f"{name}: the answers to the refusal of {on} are kept.")

    def _read_again(self) -> None:
        """Fill in what somebody else kept."""
        self.found = answered(self.desk, self.refusal.id)
        self._fill()
