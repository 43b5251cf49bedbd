"""A refusal and its questionnaire: the fact by anybody, the answers by a nurse."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult

from clanbook.booking import Refused as NothingOpen
from clanbook.booking import asking
from clanbook.caseload import speaks_for_self
from clanbook.desk.access import permits
from clanbook.desk.assessments import refuse
from clanbook.desk.errors import Refused
from clanbook.desk.refusals import (
    accept_offer,
    answer,
    answered,
    refuse_and_answer,
    standing_refusal,
)
from clanbook.questionnaire import BY_ID, NEXT_OFFER
from clanbook.records import Kind, Refusal, RefusedBy, StaffRole
from screens import shown
from screens.appointments import SHORT_KINDS
from screens.keeping import KeepsForm
from screens.person import ShowsPerson
from screens.questions import answers_in, none_needed, problems_with, question_fields
from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field
from screens.widgets.form import Form, Section
from screens.widgets.line import Line

FORM = "refusal"
"""What its drafts are kept under."""

ACCEPTED = "accepted_on"
"""The field for the day a new offer was accepted."""

BY = ((RefusedBy.YOUNG_PERSON, "young person"), (RefusedBy.PARENT, "parent"))


class RefusalScreen(KeepsForm[str], ShowsPerson[str]):
    """The form; its result is the sentence that says what was recorded."""

    PLACE: ClassVar[str] = "refusal"
    TITLE_WORDS: ClassVar[str] = "Refusal"
    HELP: ClassVar[str] = """
        A refusal is of one offer. It is an outcome and never a completion: the assessment stays
        due, its clock runs on, and it is offered again on the day agreed. Only the young person's
        own refusal counts as refused; a parent's means there is no consent. Of a child under 10
        say who refused: it is not taken for the young person, and asked about if it was.

        A nurse asks the questionnaire, with a social worker, an advocate or alone. The young
        person need not answer anything; "prefer not to say" is an answer everywhere. Who may see
        the answers is the young person's to say, and is kept to. They are counted by main reason
        for the report, without names.

        Where a refusal was recorded without its answers, a nurse adds them here: leave the day as
        it stands. With another day it is another refusal.

        A refusal stands until the child is seen or a new offer is accepted. A new booking accepts
        it; to move the present one does not. Accepted on, there while a refusal stands, is the
        day it was accepted otherwise: with a day in it, that alone is recorded.
        """

    def __init__(self, child: int, kind: Kind) -> None:
        """A refusal of the child's open assessment of that kind."""
        super().__init__()
        self.child = child
        self.kind = kind
        self._question = Line("question")
        self.standing: Refusal | None = None
        """A refusal that is on record already and waits for its answers."""
        self.stands: Refusal | None = None
        """The last refusal on record that stands."""

    def title_words(self) -> str:
        """What was refused."""
        return f"{self.TITLE_WORDS}: {SHORT_KINDS[self.kind]}"

    def body(self) -> ComposeResult:
        """Who it is, and the form: with the questions where a nurse is at the desk."""
        fields: list[Field[Any] | Section] = [*self._fact()]
        if permits(self.desk.staff.role, StaffRole.NURSE):
            fields += question_fields(self._today)
        self.form = Form(fields, name=FORM)
        yield self.person
        yield self._question
        yield self.form

    def _fact(self) -> Iterator[Field[Any]]:
        yield ChoiceField("by", "Refused by", BY, required=True)
        yield DateField("on", "On", today=self._today, prefer="past", required=True)
        yield DateField("reoffer_on", "Asked to offer on", today=self._today)
        self.stands = self._standing()
        if self.stands is not None:
            hint = "a new offer after all; recorded by itself"
            yield DateField(ACCEPTED, "Accepted on", today=self._today, prefer="past", hint=hint)

    def _standing(self) -> Refusal | None:
        """The refusal on record that an accepted offer would end, if there is one."""
        try:
            return standing_refusal(self.desk, self.child, self.kind)
        except Refused:
            return None  # nothing is open: saving says so

    def _today(self) -> date:
        return self.desk.today

    def on_mount(self) -> None:
        """Show who it is; take up a draft, or the refusal that waits for its answers."""
        self.person.show(self.child, self.desk, self.caseload)
        self.standing = self._unanswered()
        known = self.standing
        self.form.fill(
            {
                "by": known.by if known else self._likely_by(),
                "on": known.on if known else self.desk.today,
                "reoffer_on": known.reoffer_on if known else None,
            }
        )
        if known:
            self.say(f"The refusal of {shown.day(known.on)} is on record: add its answers.")
        self.take_up()

    def _likely_by(self) -> RefusedBy | None:
        """Who refuses: of a child under 10 whoever did before, if anybody."""
        if speaks_for_self(self.desk.child(self.child), self.desk.today):
            return RefusedBy.YOUNG_PERSON
        return self.stands.by if self.stands else None

    @on(events.DescendantFocus)
    def _ask(self, event: events.DescendantFocus) -> None:
        """Put the question of the field in full."""
        name = event.widget.field_name if isinstance(event.widget, Field) else ""
        words = BY_ID[name].words if name in BY_ID else self._about_questions()
        self._question.show(shown.text(f" {words}", "bold"))

    def _about_questions(self) -> str:
        if permits(self.desk.staff.role, StaffRole.NURSE):
            return none_needed(self.host.keys)
        return "The fact alone is recorded here; a nurse asks the questions."

    def _unanswered(self) -> Refusal | None:
        """The young person's last refusal of what is open that has no answers, for a nurse."""
        if not permits(self.desk.staff.role, StaffRole.NURSE):
            return None
        case = self.desk.case(self.child)
        ask = asking(case, self.kind, self.desk.service, self.desk.today)
        if isinstance(ask, NothingOpen) or ask.assessment is None:
            return None
        waiting = [
            refusal
            for refusal in case.refusals
            if refusal.assessment == ask.assessment.id
            and refusal.by is RefusedBy.YOUNG_PERSON
            and refusal.accepted_on is None
            and answered(self.desk, refusal.id) is None
        ]
        return waiting[-1] if waiting else None

    def draft_place(self) -> tuple[str, int]:
        """One for each kind: a child can refuse an IHA and an RHA."""
        return f"{FORM}-{self.kind}", self.child

    # -- saving --------------------------------------------------------------------------------

    @on(Form.Saved)
    def _save_refusal(self, saved: Form.Saved) -> None:
        """Record the fact with its answers; what is recorded already is not recorded again."""
        fact, answers = saved.values, answers_in(saved.values)
        if accepted := fact.get(ACCEPTED):
            self._accept(accepted, answers)
            return
        if answers and fact["by"] is not RefusedBy.YOUNG_PERSON:
            raise Refused("Only the young person answers the questions: clear them, or Refused by.")
        if problems := problems_with(answers):
            saved.form.complain(problems)
            raise Refused(problems[0][1])
        known = self._meant(fact)
        if known is None and self._too_young(fact):
            who = shown.named_and_born(self.desk.child(self.child), self.desk.today)
            self.form.go_to(self.form.fields["by"])
            self.ask(f"{who}: the young person's own refusal?", lambda: self._keep(fact, answers))
        else:
            self._keep(fact, answers)

    def _accept(self, on: date, answers: dict[str, Any]) -> None:
        """Record that a new offer was accepted, and go back."""
        if answers:
            raise Refused("Accepted on is recorded alone: save the answers first, without it.")
        accept_offer(self.desk, self.child, self.kind, on)
        self.forget()
        name = shown.name(self.desk.child(self.child))
        self.dismiss(f"{name}: new offer accepted on {shown.day(on)}; the refusal stands no more.")

    def _too_young(self, fact: dict[str, Any]) -> bool:
        """Whether a refusal that is said to be the child's own may be a slip."""
        own = fact["by"] is RefusedBy.YOUNG_PERSON
        return own and not speaks_for_self(self.desk.child(self.child), fact["on"])

    def _keep(self, fact: dict[str, Any], answers: dict[str, Any]) -> None:
        """Record it, and go back."""
        known = self._meant(fact)
        refusal = self._record(fact, answers) if known is None else self._add(known, fact, answers)
        self.forget()
        self.dismiss(self._told(refusal, bool(answers) or known is not None))

    def _record(self, fact: dict[str, Any], answers: dict[str, Any]) -> Refusal:
        """Record a refusal, and with it what was answered."""
        of, on, offer = (self.child, self.kind), fact["on"], fact["reoffer_on"]
        if answers:
            return refuse_and_answer(self.desk, *of, on, answers, offer)
        return refuse(self.desk, *of, on, fact["by"], offer)

    def _add(self, known: Refusal, fact: dict[str, Any], answers: dict[str, Any]) -> Refusal:
        """Add the answers to a refusal on record."""
        added = _with_offer(answers, known, fact["reoffer_on"])
        if not added:
            raise Refused("This refusal is on record already: nothing was added.")
        answer(self.desk, known.id, added)
        return known

    def _meant(self, fact: dict[str, Any]) -> Refusal | None:
        """The refusal on record that is meant: one by another or of another day is another one."""
        known = self.standing
        meant = known is not None and (known.by, known.on) == (fact["by"], fact["on"])
        return known if meant else None

    def _told(self, refusal: Refusal, with_answers: bool) -> str:
        name = shown.name(self.desk.child(self.child))
        words = " with its answers" if with_answers else ""
        return f"{name}: refusal of {shown.day(refusal.on)} recorded{words}; the offer stays open."


def _with_offer(
    answers: dict[str, Any], refusal: Refusal, reoffer_on: date | None
) -> dict[str, Any]:
    """The answers, with the day to offer again where it is another than is on record."""
    if reoffer_on in (None, refusal.reoffer_on):
        return answers
    return {NEXT_OFFER: reoffer_on, **answers}
