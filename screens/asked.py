"""A question about a child that is answered in a form of its own, before an act can be done."""

from typing import Any, TypeVar

from textual.app import ComposeResult

from screens import shown
from screens.frame import FramedScreen
from screens.widgets.field import Field
from screens.widgets.form import Form
from screens.widgets.line import Line
from screens.widgets.paragraph import Paragraph

T = TypeVar("T")


class AskedOfChild(FramedScreen[T]):
    """Whom it is about, the question, and the form for the answer, which a subclass takes."""

    def __init__(self, question: str, who: str, *fields: Field[Any]) -> None:
        """Ask `question`, a sentence, about the child that `who` names."""
        super().__init__()
        self._who = Line("who")
        self._who.show(shown.text(f" {who}", "bold"))
        self._question = Paragraph(question)
        self.form = Form(fields, name=self.PLACE)

    def body(self) -> ComposeResult:
        """Whom it is about, the question, and the form."""
        yield self._who
        yield self._question
        yield self.form
