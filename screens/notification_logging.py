"""Logging a notification: of a new child, or over what is on record of one who is known."""

from typing import Any

from textual import on

from clanbook.desk.errors import Overtaken, Refused
from clanbook.desk.notifications import check, log
from clanbook.exchange.merging import Effect
from screens.appointments import to_cancel
from screens.beside import BesideOthers
from screens.notification_doubts import Doubt, doubts
from screens.notification_form import NotificationForm, filled
from screens.notification_standing import Standing
from screens.notification_words import logged_words
from screens.widgets.form import Form


class LogsNotification(BesideOthers[None]):
    """A screen with the form of a notification, which says whom it is about and logs it."""

    form: NotificationForm

    def __init__(self) -> None:
        """About a new child, whom nobody on record was told apart from."""
        super().__init__()
        self.standing: Standing | None = None
        """The child on record whom it is about; None for a new one."""
        self.told_apart: set[int] = set()
        """Children by number who were asked about by name, and are said to be others."""

    def forget(self) -> None:
        """Keep nothing of the form any more: it is logged."""
        raise NotImplementedError

    # -- whom it is about ----------------------------------------------------------------------

    def mean(self, standing: Standing | None) -> None:
        """Take it as said who is meant: a child on record, or a new one."""
        self.standing = standing
        self.beside_nobody()
        self.form.id_field.child = None if standing is None else standing.child
        self.form.id_field.refresh()

    def show_record(self, standing: Standing) -> None:
        """Fill in what is on record of the child who is meant."""
        self.mean(standing)
        self.form.show(filled(standing.answers))

    def record_version(self) -> int:
        """The entry that left the record of the child who is meant as it was read."""
        return 0 if self.standing is None else self.standing.version

    def saver(self, since: int) -> str:
        """Who saved that record last."""
        return "" if self.standing is None else self.standing.saver(self.desk, since)

    # -- saving --------------------------------------------------------------------------------

    @on(Form.Saved)
    def _save(self) -> None:
        """Log it, once what was typed may go over what somebody else saved."""
        if not self.ask_over(self._save_doubted):
            self._save_doubted()

    def _save_doubted(self) -> None:
        """Log it, once what may be a slip is said to be meant."""
        answers, child = self._answers(), self.form.id_field.child
        wrong = check(self.desk, answers, child=child)
        found = () if wrong else doubts(self.desk, answers, self.standing, self.told_apart)
        self._ask_on(list(found))

    def _ask_on(self, left: list[Doubt]) -> None:
        """Ask one question after the other; log it when all are said yes to."""
        if not left:
            self._log()
            return
        doubt, *rest = left
        self.form.go_to_field(doubt.field)
        self.ask(doubt.question, lambda: self._said_yes(doubt, rest))

    def _said_yes(self, doubt: Doubt, rest: list[Doubt]) -> None:
        """Go on to the next; whoever was said to be another is not asked about again."""
        if doubt.apart is not None:
            self.told_apart.add(doubt.apart)
        self._ask_on(rest)

    def _answers(self) -> dict[str, Any]:
        """What is to be logged, with what is taken away of a record."""
        answers = self.form.answers()
        if self.standing is not None:
            answers |= self.standing.taken_away(answers)
        return answers

    def _log(self) -> None:
        """Log it and go back; where something stands against it, stay with everything typed."""
        answers = self._answers()
        read = None if self.standing is None else self.standing.case
        try:
            logged = log(self.desk, answers, child=self.form.id_field.child, read=read)
        except Overtaken:
            self.meet_newer(self._read_again, self._save_doubted)
            return
        except Refused:
            if not self._complain(answers):
                raise
            return
        more = to_cancel(self.desk, self.host.keys, read) if read is not None else ""
        self.forget()
        below = self.below()
        self.dismiss()
        self.host.look()
        if below is not None:
            words = logged_words(logged)
            said = f"{words.removesuffix('.')}. {more}" if more else words
            below.say(said, undo=logged.effect is not Effect.UNCHANGED)

    def _read_again(self) -> None:
        """Fill in what somebody else saved."""
        if self.standing is not None:
            self.show_record(Standing.of(self.desk.case(self.standing.child), self.desk.today))

    def _complain(self, answers: dict[str, Any]) -> bool:
        """Show what stands against it at its fields; whether anything does."""
        problems = check(self.desk, answers, child=self.form.id_field.child)
        if problems:
            self.app.bell()
            self.form.complain(problems)
            self.say(problems[0][1])
        return bool(problems)
