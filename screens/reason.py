"""The one question that stands between a person and what they chose to do."""

from collections.abc import Callable
from typing import ClassVar

from textual import on

from clanbook.booking import Question
from clanbook.desk import drafts
from clanbook.desk.bookings import Booked
from clanbook.desk.errors import ReasonNeeded
from clanbook.desk.refusals import refused_in_file, standing_refusal
from clanbook.records import Kind
from clanbook.reports.listings import booked_sentence
from screens import shown
from screens.acts import key_shown
from screens.asked import AskedOfChild
from screens.keeping import AND_KEPT
from screens.person import ShowsPerson
from screens.widgets.field import TextField
from screens.widgets.form import Form

LABELS = {
    Question.BREACH: "Why late",
    Question.EARLY: "Why early",
    Question.CLINICAL_NEED: "Clinical need",
    Question.HOURS: "Why then",
}
"""What a reason is called where it is asked."""


NOTED = "no slot in time: noted today as first tried."
"""What is said where looking put a lack of slots on record (RULES 7)."""


def draft_name(question: Question, kind: Kind) -> str:
    """What the answer to a question is kept under until the booking stands."""
    return f"reason-{question}-{kind}"


class ReasonScreen(AskedOfChild[str]):
    """Asks for a reason that is kept with what is done; its result is the reason."""

    PLACE: ClassVar[str] = "reason"
    TITLE_WORDS: ClassVar[str] = "Reason"
    HELP: ClassVar[str] = """
        What you chose is allowed for a reason that is put on record: an appointment after the
        last day in time, a review more than three months early, a review by a doctor, a visit out
        of hours or on no working day.

        The reason is kept with the booking and stands on the child's page. Enter goes on with it;
        Esc leaves everything as it was. What was typed, also an answer already given, is kept
        until the booking stands, and stands here when this is asked again.
        """

    def __init__(self, needed: ReasonNeeded, who: str, child: int, kind: Kind) -> None:
        """Ask what is needed to book that kind for the child that `who` names."""
        question = Question(needed.question)
        place = draft_name(question, kind), child
        field = TextField("reason", LABELS[question], required=True, width=56)
        super().__init__(str(needed), who, place, field)

    @on(Form.Saved)
    def _answer(self, saved: Form.Saved) -> None:
        """Go on with the reason; it is kept, for something may yet be in the way."""
        self.save_drafts()
        self.dismiss(str(saved.values["reason"]))


class AsksReasons(ShowsPerson[str]):
    """A screen that books, and asks on the way for the reasons that a rule wants (RULES 6)."""

    def __init__(self, child: int, kind: Kind) -> None:
        """For the open assessment of that kind of the child with that number."""
        super().__init__()
        self.child = child
        self.kind = kind
        self.reasons: dict[Question, str] = {}
        """Those given so far for what was chosen last: for anything else each is asked again."""
        self.noted: int | None = None
        """The entry by which opening this noted that no slot stands in time; None if none did."""

    def act_back(self) -> None:
        """Go back; where opening this put a lack of slots on record, say so there too."""
        below = self.below()
        super().act_back()
        if below is not None and self.noted is not None:
            name = shown.name(self.desk.child(self.child))
            told = f"{name}: {NOTED}"
            below.say_of(" ".join(filter(None, (told, below.said))), self.noted)

    def booked_words(self, made: Booked) -> str:
        """What was booked; of what was moved, that a refusal stands all the same (RULES 3)."""
        stands = self._refused_still() if made.booking.moved_from else ""
        return f"{booked_sentence(made)} {stands}".rstrip()

    def _refused_still(self) -> str:
        """That a move is no new offer accepted, and what records one; empty without a refusal."""
        of_child = self.desk, self.child, self.kind
        if (refusal := standing_refusal(*of_child)) is not None:
            key = key_shown(self.host.keys["refusal"][0])
            return (
                f"The refusal of {shown.day(refusal.on)} stands: a move is no new offer accepted. "
                f"If it was, {key} records that (Accepted on)."
            )
        if refused_in_file(*of_child):
            return (
                "A refusal that came in a file stands: a move is no new offer accepted. "
                "If it was, cancel this booking and book again."
            )
        return ""

    def booked(self, sentence: str) -> None:
        """Go back and have said what was booked; an Enter too many does not open what is there.

        The reasons are on record now, and no drafts any more.
        """
        for question in Question:
            drafts.drop(self.desk, draft_name(question, self.kind), self.child)
        self.host.drop_blind("enter", *self.host.keys["open"])
        self.dismiss(sentence)

    def ask_reason(self, needed: ReasonNeeded, again: Callable[[], None]) -> None:
        """Ask what is needed, and with the answer try again."""

        def go_on(reason: str | None) -> None:
            if reason:
                self.reasons[Question(needed.question)] = reason
                again()
            else:
                self.say(f"Nothing was booked{AND_KEPT if asked.holds_draft() else ''}.")

        who = shown.banner(self.desk.case(self.child), self.desk.today, self.size.width - 1)
        asked = ReasonScreen(needed, who, self.child, self.kind)
        self.open(asked, go_on)
