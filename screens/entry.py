"""One line of a child's timeline in full: who, when, every value before and after; the answers."""

from collections.abc import Iterator
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from clanbook.desk.access import permits
from clanbook.desk.entries import Recorded, Told, entries_of
from clanbook.desk.errors import Refused, Unknown
from clanbook.desk.refusals import answered
from clanbook.desk.staff import names_of_staff
from clanbook.desk.timeline import TimelineLine
from clanbook.exchange.answers import stopped
from clanbook.records import Refusal, RefusedBy, StaffRole
from clanbook.reports.text import plain
from screens import shown
from screens.acts import key_shown
from screens.frame import FramedScreen
from screens.person import Person
from screens.questions import read_out
from screens.widgets.page import Page, Paragraph

FOR_NURSES = "The answers are for a nurse to read; an admin records the refusal alone."
_PARENTS = "The questions are for the young person's own refusal, not a parent's."
_ONLY_ASKER = "The young person lets only the one who asked see their answers."
_NOTES, _NO_NOTES = "Staff's own notes:", "Staff put down no notes of their own."
_INDENT = 2
_SPACE = Paragraph(Text())


class EntryScreen(FramedScreen[None]):
    """What a line of the timeline tells, and the entries of the journal behind it."""

    PLACE: ClassVar[str] = "entry"
    TITLE_WORDS: ClassVar[str] = "Entry"
    HELP: ClassVar[str] = """
        One thing that happened to the child: who recorded it and when, and every value that was
        changed, before and after. Where it was undone, cancelled or corrected since, who did that
        stands below.

        Of a refusal the answers stand here too, for a nurse or above, unless the young person
        lets only the one who asked see them. That they were read is noted. Where
        nobody has kept answers yet, a nurse adds them from here.

        The carer of a placement that is not to be disclosed is not shown.
        """

    def __init__(self, child: int, line: TimelineLine) -> None:
        """What that line of the child's timeline tells."""
        super().__init__()
        self.child = child
        self.line = line
        self.person = Person()
        self._page = Page(())
        self._refusal: Refusal | None = None
        """The refusal it tells of, as it was shown, if it is one that still is on record."""

    def body(self) -> ComposeResult:
        """Who it is, and the text."""
        yield self.person
        yield self._page

    def on_mount(self) -> None:
        """Show it."""
        with self.telling():
            self._show()

    def changed(self, children: set[int]) -> None:
        """Show it as it is now; go back where the child is no longer on record."""
        if self.child not in children:
            return
        try:
            self._show()
        except Unknown:
            self.dismiss()

    def _show(self) -> None:
        self.person.show(self.child, self.desk, self.caseload)
        refusals = self.desk.case(self.child).refusals
        self._refusal = next((one for one in refusals if one.id == self.line.refusal), None)
        entries = entries_of(self.desk, self.child, self.line.entries)
        self._page.show([_head(self.line), *self._answers(), *_entries(entries)])

    # -- the answers ---------------------------------------------------------------------------

    @property
    def _nurse(self) -> bool:
        return permits(self.desk.staff.role, StaffRole.NURSE)

    def _answers(self) -> Iterator[Paragraph]:
        """What was answered, or why it does not stand here."""
        refusal = self._refusal
        if refusal is None:
            return
        yield from (_SPACE, _text("Answers", style="bold"))
        if refusal.by is not RefusedBy.YOUNG_PERSON:
            yield _text(_PARENTS)
        elif not self._nurse:
            yield _text(FOR_NURSES)
        else:
            yield from self._answered(refusal)

    def _answered(self, refusal: Refusal) -> Iterator[Paragraph]:
        found = answered(self.desk, refusal.id)
        if found is None:
            key = key_shown(self.host.keys["answers"][0])
            yield _text(f"Nobody has kept answers to this refusal: {key} adds them.")
            return
        names = names_of_staff(self.desk)
        by = names.get(found.asked_by, f"staff {found.asked_by}")
        yield _text(f"Asked by {by} on {shown.day(found.asked_on)}.")
        if found.withheld:
            yield _text(f"{_ONLY_ASKER} {_NOTES if found.answers else _NO_NOTES}")
        for question, answer in read_out(found.answers):
            yield _text(f"{question} ", answer)

    def cannot(self, act_id: str) -> str | None:
        """Why there is nothing to answer here."""
        if act_id != "answers":
            return super().cannot(act_id)
        refusal = self._refusal
        if refusal is None:
            return "This is no refusal that stands on record: there is nothing to answer."
        if refusal.by is not RefusedBy.YOUNG_PERSON:
            return _PARENTS
        return None if self._nurse else FOR_NURSES

    def act_answers(self) -> None:
        """Add the answers, or change them."""
        from screens.answering import AnsweringScreen

        refusal = self._refusal
        if refusal is not None:
            found = answered(self.desk, refusal.id)
            if found is not None and found.withheld:
                raise Refused("These answers are only for the one who asked: nobody changes them.")
            self.open(AnsweringScreen(refusal, found), self._told)

    def _told(self, said: str | None) -> None:
        if said:
            self.say(said, undo=True)


def _head(line: TimelineLine) -> Paragraph:
    """What happened, and when."""
    when = shown.instant(line.at) if line.at else shown.weekday(line.day)
    return Paragraph(Text(stopped(f"{when}: {plain(line.what)}"), "bold"))


def _entries(entries: list[Told]) -> Iterator[Paragraph]:
    """Who did it, and what it changed, entry by entry."""
    for entry in entries:
        yield _SPACE
        yield _text(f"{entry.by} {entry.done} on {shown.instant(entry.at)}:", style="bold")
        for record in entry.records:
            yield from _changes(record)


def _changes(record: Recorded) -> Iterator[Paragraph]:
    """A record's fields, one under the other; of one that came or went, its values in a row."""
    if record.made or record.removed:
        values = [(c.field, c.after if record.made else c.before) for c in record.changes]
        verb = "new" if record.made else "removed"
        said = "; ".join(f"{field} {value}" for field, value in values)
        yield _indented(f"{record.what}, {verb}: {said}")
        return
    yield _text(record.what)
    for change in record.changes:
        yield _indented(f"{'':{_INDENT}}{change.field}: {change.before} -> {change.after}")


def _indented(words: str) -> Paragraph:
    return Paragraph(Text(plain(words)), hang=2 * _INDENT)


def _text(words: str, more: str = "", style: str = "") -> Paragraph:
    """A paragraph of text from people, its beginning in a style."""
    return Paragraph(Text(plain(words), style).append(plain(more), "" if style else "bold"), 0)
