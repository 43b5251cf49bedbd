"""A form of what is on record of a care episode, saved beside whoever else saves it."""

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import on
from textual.widgets import Input

from clanbook.desk import Desk
from clanbook.desk.corrections import Correction, Newer, check, corrections, saver
from clanbook.desk.errors import Refused
from clanbook.desk.onrecord import OnRecord, on_record
from clanbook.exchange.answers import stopped
from screens import shown
from screens.beside import KeepsBesideOthers
from screens.consenting import own_consent_doubted
from screens.notification_form import filled
from screens.widgets.form import Form
from screens.widgets.paragraph import Paragraph

UNCHANGED = "What you change stands here until it is saved."
_LINES = 2


class Changes(Paragraph):
    """What saving would change."""

    DEFAULT_CSS = f"Changes {{ height: {_LINES}; width: 100%; }}"


class RecordForm(KeepsBesideOthers):
    """A form with what is on record; its result is the sentence that says what was changed.

    A subclass makes the form, and in `keep` does the act. What is typed stays where somebody else
    saved meanwhile: their values come in where nothing was typed, and what was typed goes over
    theirs once that is confirmed.
    """

    DRAFTS: ClassVar[str]
    """What its drafts are kept under."""

    def __init__(self, child: int) -> None:
        """The record of the child with that number."""
        super().__init__()
        self.child = child
        self.known: OnRecord | None = None
        """What was on record when it was read."""
        self.changes = Changes(UNCHANGED)

    def made_form(self, desk: Desk) -> Form:
        """The form, empty."""
        raise NotImplementedError

    def keep(self, known: OnRecord, values: dict[str, Any]) -> list[Correction]:
        """Save the values in place of what was on record; what that changed."""
        raise NotImplementedError

    def kept_words(self) -> str:
        """What was done, before the changes are told."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Show what is on record, and what was typed before and not saved."""
        with self.telling():
            self._show_record(on_record(self.desk, self.child))
            self.begin()
            self.take_up()

    def begin(self) -> None:
        """Go to the field to begin in, once what is on record stands in the form."""

    def _show_record(self, known: OnRecord) -> None:
        """Fill the form with what is on record; what is empty there is emptied."""
        self.known = known
        self.form.show(filled(known.answers))

    def values(self) -> dict[str, Any]:
        """What the form says, by column; None for what is empty."""
        given = dict(self.form.values())
        if (moment := given.get("notified")) is not None:
            day, instant = moment
            given["notified"] = instant or day
        return given

    @on(Input.Changed)
    def _typed(self) -> None:
        if self.known is not None:
            self.foresee(self.known, self._good())

    def foresee(self, known: OnRecord, values: dict[str, Any]) -> None:
        """Show what saving these values would change."""
        told = "; ".join(map(str, corrections(self.desk, known, values)))
        self.changes.show(stopped(f"Changes: {told}") if told else UNCHANGED)

    def _good(self) -> dict[str, Any]:
        """What is typed, without what cannot be read yet."""
        bad = {field.field_name for field, _ in self.form.problems()}
        return {name: value for name, value in self.values().items() if name not in bad}

    # -- drafts --------------------------------------------------------------------------------

    def draft_place(self) -> tuple[str, int]:
        """One for each form of the child's record."""
        return self.DRAFTS, self.child

    def record_version(self) -> int:
        """The entry that left the record as it was read."""
        return self.known.version if self.known is not None else 0

    def saver(self, since: int) -> str:
        """Who saved the record last."""
        return saver(self.desk, since, self.known.records) if self.known is not None else ""

    # -- saving --------------------------------------------------------------------------------

    def doubts(self, known: OnRecord) -> Iterator[tuple[str, str]]:
        """What to ask before saving, one after the other, each behind the field to put it right."""
        answers = {**known.answers, **self.values()}
        named = {n: answers.get(n) or "" for n in ("surname", "forename")}
        child = known.case.child.but(dob=answers.get("dob"), **named)
        if doubt := own_consent_doubted(child, answers, known.answers, self.desk.today):
            yield doubt

    def consequence(self) -> str:
        """What else to look at, now that the values are saved; empty for nothing."""
        return ""

    @on(Form.Saved)
    def _save(self) -> None:
        """Save what was changed, once it may go over what somebody else saved, and go back."""
        if not self.ask_over(self._keep):
            self._keep()

    def _keep(self) -> None:
        """Save what was changed, once what is doubtful of it is said yes to."""
        known = self.known
        asked = known is not None and not check(self.desk, known, self.values())
        self._ask_on(list(self.doubts(known)) if known is not None and asked else [])

    def _ask_on(self, left: list[tuple[str, str]]) -> None:
        """Ask one question after the other; save when all are said yes to."""
        if not left:
            self._save_now()
            return
        (field, question), *rest = left
        self.form.go_to(self.form.fields[field])
        self.ask(question, lambda: self._ask_on(rest))

    def _save_now(self) -> None:
        """Save what was changed, and go back."""
        values, known = self.values(), self.known
        if known is None:
            raise Refused("What is on record could not be read: go back, and open this again.")
        try:
            changed = self.keep(known, values)
        except Newer as newer:
            standing = newer.standing
            self.meet_newer(lambda: self._show_record(standing), self._save_now)
            return
        except Refused:
            if not self._complain(known, values):
                raise
            return
        self.forget()
        name = shown.name(self.desk.child(self.child))
        told = "; ".join(map(str, changed))
        more = self.consequence()
        done = stopped(f"{self.kept_words()} {name}: {told}")
        self.dismiss(f"{done} {more}" if more else done)

    def _complain(self, known: OnRecord, values: dict[str, Any]) -> bool:
        """Show what stands against it at its fields; whether anything does."""
        problems = check(self.desk, known, values)
        if problems:
            self.app.bell()
            self.form.complain(problems)
            self.say(problems[0][1])
        return bool(problems)
