"""A question about a child that is answered in a form of its own, before an act can be done."""

from typing import Any, TypeVar

from textual.app import ComposeResult

from screens import shown
from screens.keeping import KeepsForm
from screens.widgets.field import Field
from screens.widgets.form import Form
from screens.widgets.line import Line
from screens.widgets.paragraph import Paragraph

T = TypeVar("T")


class AskedOfChild(KeepsForm[T]):
    """Whom it is about, the question, and the form for the answer, which a subclass takes."""

    def __init__(
        self, question: str, who: str, place: tuple[str, int], *fields: Field[Any]
    ) -> None:
        """Ask `question`, a sentence, about the child that `who` names; drafts are at `place`."""
        super().__init__()
        self._place = place
        self._who = Line("who")
        self._who.show(shown.text(f" {who}", "bold"))
        self._question = Paragraph(question)
        self.form = Form(fields, name=self.PLACE)

    def body(self) -> ComposeResult:
        """Whom it is about, the question, and the form."""
        yield self._who
        yield self._question
        yield self.form

    def on_mount(self) -> None:
        """Put in what was typed before, and led to no act yet."""
        self.take_up_unread("enter", *self.host.keys["save"])

    def draft_place(self) -> tuple[str, int]:
        """Where the answer is kept until what it is given for is on record."""
        return self._place

    def leaving_words(self) -> str:
        """Nothing: whoever asked says it."""
        return ""
