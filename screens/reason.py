"""The one question that stands between a person and what they chose to do."""

from typing import ClassVar

from textual import on
from textual.app import ComposeResult

from screens.frame import FramedScreen
from screens.widgets.field import TextField
from screens.widgets.form import Form
from screens.widgets.paragraph import Paragraph


class ReasonScreen(FramedScreen[str]):
    """Asks for a reason that is kept with what is done; its result is the reason."""

    PLACE: ClassVar[str] = "reason"
    TITLE_WORDS: ClassVar[str] = "Reason"
    HELP: ClassVar[str] = """
        What you chose is allowed for a reason that is put on record: an appointment after the
        last day in time, a review more than three months early, a review by a doctor.

        The reason is kept with the booking and stands on the child's page (RULES 6). Enter
        goes on with it; Esc leaves everything as it was.
        """

    def __init__(self, question: str, label: str = "Reason") -> None:
        """Ask `question`, a sentence."""
        super().__init__()
        self._question = Paragraph(question)
        self.form = Form([TextField("reason", label, required=True, width=56)], name="reason")

    def body(self) -> ComposeResult:
        """The question, and the line for the answer."""
        yield self._question
        yield self.form

    @on(Form.Saved)
    def _answer(self, saved: Form.Saved) -> None:
        """Go on with the reason."""
        self.dismiss(str(saved.values["reason"]))
