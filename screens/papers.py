"""The papers of a care episode: when health was told, and what came with it or after."""

from typing import Any, ClassVar

from textual.app import ComposeResult

from clanbook.booking.papers import papers_due
from clanbook.desk import Desk
from clanbook.desk.corrections import Correction, record_papers
from clanbook.desk.onrecord import JUDGED_BY, OnRecord
from screens import shown
from screens.notification_codes import CONSENT_BY
from screens.notification_form import past_day, told_on
from screens.person import ShowsPerson
from screens.record_form import RecordForm
from screens.widgets.choice_field import ChoiceField
from screens.widgets.field import TextField
from screens.widgets.form import Form, Section


class PapersScreen(RecordForm, ShowsPerson[str]):
    """A form of the five dates, and of who consented."""

    PLACE: ClassVar[str] = "papers"
    TITLE_WORDS: ClassVar[str] = "Papers"
    DRAFTS: ClassVar[str] = "papers"
    HELP: ClassVar[str] = """
        When health was told of the child, and when the papers came: the demographics, the consent
        and Part A. Each is a day of its own and may be left empty; what is on record stands there
        already, and emptying it takes it away.

        Consent is a record: by whom it was given, and for a young person who judged them
        competent to give it; of a child under ten that is asked about. An appointment may be
        booked before the papers are there; without consent nobody is seen.

        Where somebody else saved meanwhile, theirs come in where you typed nothing. Where you
        did, both values are shown and nothing is written: y saves yours over theirs, any other
        key does not. It is the same where what you had typed comes back later.
        """

    def body(self) -> ComposeResult:
        """Who it is, what would change, and the form."""
        self.form = self.made_form(self.desk)
        yield self.person
        yield self.changes
        yield self.form

    def made_form(self, desk: Desk) -> Form:
        """The dates in the order the papers come."""
        return Form(
            [
                Section("Received"),
                told_on(desk),
                past_day(desk, "demographics", "Demographics"),
                past_day(desk, "consent", "Consent"),
                ChoiceField("consent_by", "Consent by", CONSENT_BY),
                TextField(JUDGED_BY, "Judged competent by", hint="for a young person's consent"),
                past_day(desk, "part_a", "Part A"),
            ],
            name="papers",
        )

    def begin(self) -> None:
        """Show who it is, and go to the first day that is missing."""
        self.person.show(self.child, self.desk, self.caseload)
        wanting = (f for f in self.form.fields.values() if not f.value and f.field_name in _DATES)
        self.form.go_to(next(wanting, self.form.fields["notified"]))

    def deadline_line(self) -> str:
        """By when the papers are due."""
        if self.known is None:
            return super().deadline_line()
        episode, la = self.known.episode, self.known.case.child.la
        rules, calendar = self.desk.service.rules_for(la), self.desk.service.calendar()
        due = shown.weekday(papers_due(episode, rules, calendar))
        return f"In care since {shown.day(episode.entered_care)} · papers due by {due}"

    def keep(self, known: OnRecord, values: dict[str, Any]) -> list[Correction]:
        """Record them."""
        return record_papers(self.desk, known, values)

    def kept_words(self) -> str:
        """What was done."""
        return "Papers of"


_DATES = ("notified", "demographics", "consent", "part_a")
