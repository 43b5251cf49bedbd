"""How an appointment went: one key each, and what is asked where a child was seen."""

from datetime import date
from typing import Any, ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult

from clanbook.booking import KIND_NAMES, asks
from clanbook.caseload import speaks_for_self
from clanbook.desk import Desk, drafts
from clanbook.desk.bookings import before_entry, end_booking, wrong_day
from clanbook.desk.ended import ended
from clanbook.desk.errors import ReasonNeeded, Refused, Unknown
from clanbook.records import Booking, ConsentBy, Ending
from clanbook.reports.text import plain
from screens import shown
from screens.acts import NEXT, act, key_shown
from screens.asked import AskedOfChild
from screens.consenting import own_consent
from screens.keeping import AND_KEPT, KeepsForm
from screens.keymap import Keys
from screens.person import Person
from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field, TextField
from screens.widgets.form import Form
from screens.widgets.lettered import LetteredRows
from screens.widgets.line import Line

LETTERS: dict[str, Ending] = {
    "a": Ending.ATTENDED,
    "w": Ending.NOT_BROUGHT,
    "c": Ending.CANCELLED_BY_CARER,
    "y": Ending.CANCELLED_BY_YOUNG_PERSON,
    "k": Ending.CANCELLED_BY_CLINIC,
}
"""The key of each outcome."""

WORDS: dict[Ending, str] = {
    Ending.ATTENDED: "Attended: the child was seen",
    Ending.NOT_BROUGHT: "Not brought to the appointment (WNB)",
    Ending.CANCELLED_BY_CARER: "Cancelled by the carer",
    Ending.CANCELLED_BY_YOUNG_PERSON: "Cancelled by the young person",
    Ending.CANCELLED_BY_CLINIC: "Cancelled by the clinic",
}

_FIRST_CANCELLED = "c"
"""The letter of the first of those who cancel."""

CONSENTING: dict[ConsentBy, str] = {
    ConsentBy.YOUNG_PERSON: "young person, judged competent",
    ConsentBy.CARER: "carer with delegated authority",
    ConsentBy.PARENT: "parent with parental responsibility",
    ConsentBy.LA: "LA",
    ConsentBy.COURT: "court",
}

_TOLD: dict[Ending, str] = {
    Ending.ATTENDED: "{name} attended the {kind} on {on}.",
    Ending.NOT_BROUGHT: "{name} was not brought to the {kind} on {on}.",
    Ending.CANCELLED_BY_CARER: "{name}: {kind} cancelled by the carer on {on}.",
    Ending.CANCELLED_BY_YOUNG_PERSON: "{name}: {kind} cancelled by the young person on {on}.",
    Ending.CANCELLED_BY_CLINIC: "{name}: {kind} cancelled by the clinic on {on}.",
    Ending.MOVED: "{name}: {kind} moved on {on}.",
}


_GONE = "This booking is no longer there."


class OutcomeScreen(KeepsForm[str]):
    """The outcomes by letter; its result is the sentence that says what was recorded."""

    PLACE: ClassVar[str] = "outcome"
    TITLE_WORDS: ClassVar[str] = "Outcome"
    OPENS: ClassVar[str] = "record"
    HELP: ClassVar[str] = """
        Say how the appointment went with one key. A child does not miss an appointment: a child
        was not brought. Who cancelled is asked because it decides under which reason the board
        report counts a late one; of a child under 10 it is asked whether it was the young person.

        Attended and not brought use the slot up, a cancellation frees it. The day is
        the appointment's, or for a cancellation today; where the child was seen, or it was
        cancelled, on another day, Tab goes to it. Enter there records the outcome you had moved
        to; before you moved to one it goes to the outcomes. Not brought is of the appointment's
        day.

        Where a colleague records it while this is open, that is said here, with who and when:
        nothing is recorded twice.

        Nobody is seen without consent: where none is on record you are asked who consents now, a
        young person judged competent and by whom, or a carer with delegated authority.
        """

    def __init__(
        self, booking: int, ending: Ending | None = None, *, cancelled: bool = False
    ) -> None:
        """The open booking with that number; `ending` is what was chosen for it already.

        Where it was `cancelled`, the cursor is on who did, never on that the child was seen.
        """
        super().__init__()
        self.booking = booking
        self.ending = ending
        self.person = Person()
        self.rows = LetteredRows([(key, WORDS[end]) for key, end in LETTERS.items()], id="outcomes")
        if cancelled:
            self.rows.move_to_key(_FIRST_CANCELLED)
        self._began_on = self.rows.key
        self.form = Form([self._day_field()], name="outcome")
        self._about = Line("about")
        self._over = ""
        self._child = 0

    def _day_field(self) -> Field[Any]:
        return DateField(
            "on",
            "On",
            today=lambda: self.desk.today,
            prefer="past",
            hint="day seen or cancelled; empty: the appointment's, or today",
            wrong=self._wrong,
            also=self._only,
        )

    def _wrong(self, day: date) -> str | None:
        """Why nothing can have come of the booking on that day."""
        held = self.desk.booking(self.booking)
        return wrong_day(self.desk, held, day) if held else None

    def _only(self, day: date) -> str:
        """Which outcomes a day leaves, where it does not leave all."""
        held = self.desk.booking(self.booking)
        if held is None or day == held.day:
            return ""
        if before_entry(self.desk.case(held.child), held, day):
            return "before care: cancelled"
        return "after it: attended" if day > held.day else "attended or cancelled"

    def body(self) -> ComposeResult:
        """Who it is, which appointment, the outcomes and the day."""
        yield self.person
        yield self._about
        yield self.rows
        yield self.form

    def on_mount(self) -> None:
        """Show who it is and which appointment, and the day that was typed before."""
        with self.telling():
            self._day_typed_before()
            self._show()
        if self.ending is not None:
            self.call_after_refresh(self._begin, self.ending)

    def _day_typed_before(self) -> None:
        """Put it in, unless an outcome was chosen for the usual day already.

        A letter typed before it could be seen would record the outcome of that day.
        """
        held = self.desk.booking(self.booking)
        if held is None:
            return
        self._child = held.child
        if self.ending is not None:
            self.begin_anew()
            return
        self.take_up_unread()

    def draft_place(self) -> tuple[str, int]:
        """One for each booking."""
        return f"outcome-{self.booking}", self._child

    def changed(self, children: set[int]) -> None:
        """Show what became of it meanwhile."""
        del children  # a booking that was taken back is of no child any more
        self._show()

    def _show(self) -> None:
        """Who it is and which appointment, and who ended it where somebody has."""
        held = self.desk.booking(self.booking)
        if held is None:
            self._say_over(_GONE)
            return
        over = ended(self.desk, held)
        self.person.show(held.child, self.desk, self.caseload)
        words = f"{'Ended already: ' if over else ''}{self._appointment(held)}"
        self._about.show(shown.text(f" {words}", "bold"))
        self._say_over(str(over or ""))

    def _say_over(self, over: str) -> None:
        """Say once why nothing more can come of it; take that back where it is open again."""
        before, self._over = self._over, over
        if over and over != before:
            self.app.bell()
            self.say(self._over)
        elif before and not self._over and self.said == plain(before):
            self.hush()

    def _begin(self, ending: Ending) -> None:
        """Go on with what was chosen before this screen was opened."""
        with self.telling():
            self._end(ending)

    def cannot(self, act_id: str) -> str | None:
        """Letters are the outcomes here."""
        return "These are all: press a letter." if act_id == "filter" else None

    def _held(self) -> Booking:
        found = self.desk.booking(self.booking)
        if found is None:
            raise Unknown(_GONE)
        return found

    def _appointment(self, held: Booking) -> str:
        session = self.desk.session(held.session)
        where = f" {session.locality} ({session.venue}), {session.clinician}" if session else ""
        return f"{KIND_NAMES[held.kind]} {shown.weekday(held.day)}{where}"

    # -- recording it --------------------------------------------------------------------------

    @on(LetteredRows.Chosen)
    def _choose(self, chosen: LetteredRows.Chosen) -> None:
        self._record(LETTERS[chosen.key])

    def act_save(self) -> None:
        """Record the outcome under the cursor, as Enter on it does."""
        self._record(self._under_cursor())

    def _under_cursor(self) -> Ending:
        return LETTERS[str(self.rows.key)]

    def _record(self, ending: Ending) -> None:
        if ending is Ending.CANCELLED_BY_YOUNG_PERSON and self._too_young():
            who = shown.named_and_born(self.desk.child(self._held().child), self.desk.today)
            self.ask(f"{who}: cancelled by the young person?", lambda: self._end(ending))
        else:
            self._end(ending)

    def _too_young(self) -> bool:
        """Whether a cancellation or consent that is said to be the child's own may be a slip."""
        day = self._day() or self.desk.today
        return not speaks_for_self(self.desk.child(self._held().child), day)

    @on(Form.Saved)
    def _dated(self) -> None:
        """The day is typed: record the outcome that was gone to before; without one go to them."""
        if self._gone_to:
            self.act_save()
        else:
            self.rows.focus()
            self.say("Now the outcome: its letter records it.")

    @property
    def _gone_to(self) -> bool:
        """Whether somebody moved the cursor to an outcome: where it began nobody put it."""
        return self.rows.key != self._began_on

    @on(events.DescendantFocus)
    def _say_what_enter_does(self) -> None:
        self.refresh_frame()

    def _resting(self) -> Text:
        """In the day's field, what Enter does there."""
        if not isinstance(self.focused, Field):
            return super()._resting()
        does = (
            f"records: {WORDS[self._under_cursor()]}" if self._gone_to else "goes to the outcomes"
        )
        return Text.assemble(("Enter", "bold"), f" {does}")

    def _day(self) -> date | None:
        """The day that was typed, if one was; Refused where it cannot be read."""
        for field, sentence in self.form.problems():
            self.form.send_back_to(field)
            raise Refused(sentence)
        day: date | None = self.form.values()["on"]
        return day

    def _end(self, ending: Ending, consent: dict[str, Any] | None = None) -> None:
        """Record it, or ask who consents."""
        given = consent or {}
        try:
            ended = end_booking(
                self.desk,
                self.booking,
                ending,
                on=self._day(),
                consent_by=given.get("consent_by"),
                judged_by=given.get("judged_by") or "",
            )
        except ReasonNeeded as needed:
            self._ask_consent(str(needed), ending)
        else:
            self.forget()
            drafts.drop(self.desk, *_consent_draft(ended))
            self.dismiss(told(self.desk, ended, self.host.keys))

    def _ask_consent(self, question: str, ending: Ending) -> None:
        """Ask who consents, and with the answer record it."""

        def go_on(answer: dict[str, Any] | None) -> None:
            if answer:
                self._end(ending, answer)
            else:
                self.say(f"Nothing was recorded{AND_KEPT if asked.holds_draft() else ''}.")

        held, today = self._held(), self.desk.today
        case = self.desk.case(held.child)
        who = shown.banner(case, today, self.size.width - 1)
        doubt = own_consent(case.child, today) if self._too_young() else ""
        asked = ConsentScreen(question, who, _consent_draft(held), doubt)
        self.open(asked, go_on)


def told(desk: Desk, ended: Booking, keys: Keys) -> str:
    """What was recorded, and for a child who is still to be seen what comes next, with its keys."""
    what = _TOLD[ended.ending or Ending.ATTENDED].format(
        name=shown.name(desk.child(ended.child)),
        kind=KIND_NAMES[ended.kind],
        on=shown.day(ended.ended_on),
    )
    if not goes_on(desk, ended):
        return what
    steps = (f"{key_shown(keys[name][-1])} {act(name).word.lower()}" for name in NEXT)
    return f"{what} Next: {', '.join(steps)}."


def goes_on(desk: Desk, ended: Booking) -> bool:
    """Whether the child is still to be seen after an appointment that ended."""
    if ended.ending in (None, Ending.ATTENDED):
        return False
    open_ones = asks(desk.case(ended.child), desk.service, desk.today)
    return any(ask.kind is ended.kind for ask in open_ones)


def _consent_draft(held: Booking) -> tuple[str, int]:
    """Under what name the answer is kept until the outcome stands, and for whom."""
    return f"consent-{held.id}", held.child


class ConsentScreen(AskedOfChild[dict[str, Any]]):
    """Asks who consents now; its result is `consent_by` and `judged_by`."""

    PLACE: ClassVar[str] = "consent"
    TITLE_WORDS: ClassVar[str] = "Consent"
    HELP: ClassVar[str] = """
        There is no consent on record for this care episode, and nobody is seen without. Say who
        consents now: a young person who understands what it is about, and who judged that; or a
        carer with delegated authority. It is recorded with the outcome.

        Esc leaves the outcome unrecorded, and what was typed is kept.
        """

    def __init__(self, question: str, who: str, place: tuple[str, int], doubt: str = "") -> None:
        """Ask `question`, a sentence, about the child that `who` names; drafts are at `place`.

        `doubt` is what to ask about a young person's own consent; nothing where it is empty.
        """
        super().__init__(
            question,
            who,
            place,
            ChoiceField("consent_by", "Consent by", list(CONSENTING.items()), required=True),
            TextField("judged_by", "Judged by", hint="for a young person: who judged it"),
        )
        self._doubt = doubt

    @on(Form.Saved)
    def _answer(self, saved: Form.Saved) -> None:
        """Go on, unless it is a young person's consent that nobody judged."""
        values = saved.values
        if values["consent_by"] is ConsentBy.YOUNG_PERSON and not values["judged_by"]:
            sentence = "Say who judged the young person competent."
            self.form.complain([("judged_by", sentence)])
            self.say(sentence)
        elif self._doubt and values["consent_by"] is ConsentBy.YOUNG_PERSON:
            self.form.go_to(self.form.fields["consent_by"])
            self.ask(self._doubt, lambda: self._done(values))
        else:
            self._done(values)

    def _done(self, values: dict[str, Any]) -> None:
        """Hand the answers back; they are kept, for something may yet be in the way."""
        self.save_drafts()
        self.dismiss(values)
