"""Edit: what is on record of a child's current care episode, in the notification's own form."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult

from clanbook.desk import Desk
from clanbook.desk.corrections import Correction, correct, preview
from clanbook.desk.expected import Expected
from clanbook.desk.onrecord import OnRecord
from clanbook.desk.placing import booked_elsewhere, placing_doubt
from screens import shown
from screens.appointments import to_cancel
from screens.child import said
from screens.notification_form import NotificationForm
from screens.notification_words import foreseen
from screens.record_form import RecordForm


class CorrectionScreen(RecordForm):
    """The form with what is on record, and above it what saving would change."""

    PLACE: ClassVar[str] = "edit"
    TITLE_WORDS: ClassVar[str] = "Edit"
    DRAFTS: ClassVar[str] = "edit"
    HELP: ClassVar[str] = """
        What is on record of the child and of the current care episode, to be corrected: each
        field can be, the LA's id, the date of birth and the day care began among them.

        The placement is the one in force today. Where the child has moved, say where to and give
        the day in Placed since: a new placement begins, and the one before stands. With the day
        left as it is, what you change corrects where the child has been ever since, and the
        figures with it: of the placement at entry those of the quarter care began in.

        Above the form stands what saving would change, and when the IHA would then be due.
        Emptying a field takes its value away. All of it is one act: undo puts it back, and the
        timeline keeps what was there before.

        Where somebody else saved meanwhile, theirs come in where you typed nothing. Where you
        did, both values are shown and nothing is written: y saves yours over theirs, any other
        key does not. It is the same where what you had typed comes back later.
        """

    form: NotificationForm

    def __init__(self, child: int) -> None:
        """The record of the child with that number."""
        super().__init__(child)
        self._expected: Expected | None = None

    def title_words(self) -> str:
        """Whose record it is."""
        if self.known is None:
            return self.TITLE_WORDS
        return f"{self.TITLE_WORDS}: {shown.name(self.known.case.child)}"

    def body(self) -> ComposeResult:
        """What would change, and the form."""
        self.form = self.made_form(self.desk)
        yield self.changes
        yield self.form

    def made_form(self, desk: Desk) -> NotificationForm:
        """The notification's form, in which the LA's id may be corrected too."""
        form = NotificationForm(desk, correcting=True)
        form.id_field.child = self.child
        return form

    def deadline_line(self) -> str:
        """When the IHA is due as it is typed, else what is open; and how the notice stands."""
        if self._expected is None:
            return super().deadline_line()
        open_now = self._open_now() if self._expected.seen else ""
        return foreseen(self._expected, self.values().get("notified"), self.desk.today, open_now)

    def _open_now(self) -> str:
        """What is soonest due of the child, as the list says it; empty for nothing."""
        items = (item for item in self.caseload.items if item.case.child.id == self.child)
        return next((said(item, self.desk) for item in items), "")

    def begin(self) -> None:
        """Say whose record it is."""
        self.refresh_lines()

    def foresee(self, known: OnRecord, values: dict[str, Any]) -> None:
        """Show what would change, and what that makes due."""
        super().foresee(known, values)
        self._expected = preview(self.desk, known, values)
        self.refresh_lines()

    @on(NotificationForm.HeadDone)
    def _on(self) -> None:
        """On to the next field: nobody is searched for here."""
        self.form.go_past_head()

    def keep(self, known: OnRecord, values: dict[str, Any]) -> list[Correction]:
        """Correct the record."""
        return correct(self.desk, known, values)

    def doubts(self, known: OnRecord) -> Iterator[tuple[str, str]]:
        """Also whether another place is a correction, or the child moved."""
        yield from super().doubts(known)
        if doubt := placing_doubt(known, self.values()):
            yield doubt

    def consequence(self) -> str:
        """What is booked where the child no longer lives, or is no longer needed at all."""
        if self.known is None:
            return ""
        moved = self.values().get("placed_in") != self.known.answers.get("placed_in")
        elsewhere = booked_elsewhere(self.desk, self.child) if moved else ""
        needless = to_cancel(self.desk, self.host.keys, self.known.case)
        return " ".join(filter(None, (elsewhere, needless)))

    def kept_words(self) -> str:
        """What was done."""
        return "Corrected"
