"""A new notification: a search of who is already known, then the whole form on the same screen."""

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from clanbook.desk.drafts import NOTHING_BEFORE, Draft
from clanbook.desk.errors import Refused, Unknown
from clanbook.desk.expected import Expected
from clanbook.desk.notifications import preview
from clanbook.reports.text import child_name
from screens import shown
from screens.acts import act, key_shown
from screens.notification_drafts import Drafting, kept_at, words_of
from screens.notification_form import HEAD, LAField, NotificationForm
from screens.notification_logging import LogsNotification
from screens.notification_search import NEW, Alike, KnownList, told
from screens.notification_standing import Standing
from screens.notification_words import foreseen
from screens.widgets.field import Field
from screens.widgets.rows import RowList

_FORESEEN_BY = ("la", "child_id", "entered_care", "notified", "dob", "legal_status")
"""The columns that the due date and the lateness of the notice hang on."""

_PAPERS = ("notified", "demographics", "consent", "part_a")
_IN_LIST = "Enter: a new child, on to the form.   Down: those known already."


class Notification(LogsNotification):
    """The search and the form: while its first six fields are filled, who is alike stands below."""

    PLACE: ClassVar[str] = "notification"
    OPENED_BY: ClassVar[str] = "new"
    TITLE_WORDS: ClassVar[str] = "Notification"
    HELP: ClassVar[str] = """
        What an LA tells health when a child comes into care. The first six fields are a search:
        whoever is alike by the sound of the name, the date of birth or a number stands below, and
        why. Enter on the last of them comes to that list: Enter again is a new child, Down and
        Enter one who is known. A child keeps one record: one who comes back gets a new care
        episode on it, and one who is in care can be added to. What you choose there holds: a new
        child takes no id or NHS number that is on record, and what you type of one who is known
        changes nobody else. Twins are only shown; about a new child with just the name and birth
        date of one on record you are asked once, on saving. Of a child in care, Placed in is
        where care began: a move is recorded with Edit, on the child's page.

        The quickest way: F2, family name Tab given name Tab date of birth Tab NHS number Tab LA
        by its initials Tab the LA's id Tab Tab, then field by field, F9 from any of them. Keys
        typed ahead wait their turn. Needed are LA, the LA's id and the day care began.

        A date is t for today, -3, mon, 12/5, 1 may or 120518; + and - nudge it. Choices go by
        beginning, initials or number; F4 lists them, and among the first fields it goes to the
        list of those known.

        Brothers and sisters: F8 copies a field from the notification you logged last, and pressed
        again the rest of its section, less what siblings do not share: who they are, and consent,
        which is each child's own and is copied by F8 on its own field alone.

        As soon as LA and entry are known, the line above says when the IHA is due and whether
        notice came in time, by the rules of that LA (7 Settings shows them).

        F12 or Esc leaves and keeps a draft for 7 days, which nobody else sees. The next F2 offers
        it: Enter takes it up, Delete drops it, typing anything begins afresh and leaves it for
        the next time. F2 here begins another and keeps this one.

        Where a colleague saved the record of one who is known meanwhile, theirs come in where you
        typed nothing. Where you did, both values are shown: y saves yours over theirs, any other
        key does not.
        """

    _known: KnownList
    _alike: Alike
    _drafting: Drafting

    def __init__(self) -> None:
        """A notification of nobody yet."""
        super().__init__()
        self._draft: Draft | None = None
        self._expected: Expected | None = None
        self._foreseen: tuple[dict[str, Any], int | None] = {}, None
        self._searching = True

    def body(self) -> ComposeResult:
        """The form, and over its lower part the list of those known."""
        self.form = NotificationForm(self.desk)
        self._known = KnownList(key_shown(self.host.keys["lookup"][0]))
        self._alike = Alike(self.desk, self.form)
        self._drafting = Drafting(self.desk)
        yield self.form
        yield self._known

    def on_mount(self) -> None:
        """Offer a draft, if one is kept."""
        self._begin()

    def title_words(self) -> str:
        """Whose notification it is, as soon as there is a name."""
        if not self.is_mounted:
            return self.TITLE_WORDS
        head = self.form.head
        if not head["surname"] and not head["forename"]:
            return self.TITLE_WORDS
        return child_name(head["surname"], head["forename"])

    def deadline_line(self) -> str:
        """When the IHA is due and whether notice was late; until that is known, the counts."""
        if self._expected is None:
            return super().deadline_line()
        return foreseen(self._expected, self.form.answers().get("notified"), self.desk.today)

    def offers(self, act_id: str) -> bool:
        """Letters are typed here, in the list too."""
        return act_id not in ("open", "filter") and super().offers(act_id)

    def changed(self, children: set[int]) -> None:
        """Look again who is known: a colleague may have entered the child."""
        if children and self.is_mounted:
            self._search()

    # -- searching -----------------------------------------------------------------------------

    @on(Input.Changed)
    def _typed(self) -> None:
        """Look who is alike, and what becomes due."""
        if self._alike.outdated:
            self._search()
        self._foresee()

    def _search(self) -> None:
        """List who may be meant by what is typed."""
        before = self._alike.blocking
        self._alike.search()
        self._list()
        if self._alike.blocking != before:
            self._say_blocked()

    def _list(self) -> None:
        """Show them; the cursor stays on the line for a new child unless somebody moved it."""
        if self._draft is not None and self.form.blank:
            self._known.list_draft(words_of(self._draft), kept_at(self._draft))
        else:
            self._known.list_known(self._alike.found, self.desk.today)
        if not self._known.has_focus:
            self._known.move_to(0)

    def _say_blocked(self) -> None:
        """Say whose number or id was typed, where that is another's than is meant."""
        blocking = self._alike.blocking
        one = None if blocking is None else self._alike.one(blocking)
        if one is None:
            self.hush()
            return
        what, key = self.form.fields[one.blocks].label, key_shown(self.host.keys["lookup"][0])
        self.say(f"{shown.name(one.child)} has this {what}: {key} shows them, or correct it.")

    def _foresee(self) -> None:
        """Work out what becomes due, where what it hangs on has changed."""
        answers = self.form.answers()
        hangs_on = {name: answers[name] for name in _FORESEEN_BY if name in answers}
        child = self.form.id_field.child
        if (hangs_on, child) != self._foreseen:
            self._foreseen = hangs_on, child
            self._expected = preview(self.desk, hangs_on, child=child)
            self.refresh_lines()

    # -- from field to list to form ------------------------------------------------------------

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the list while the head of the form is filled in, and no longer."""
        self._searching = event.widget is self._known or self.form.in_head
        self._make_room()

    @on(LAField.Listing)
    def _make_room(self) -> None:
        """Show the list while it is of use, unless the LAs are listed in its place."""
        wanted = self._searching and not self.form.lists_las
        if self._known.display != wanted:
            self._known.display = wanted

    def act_lookup(self) -> None:
        """Go to the list of those known."""
        if not self.form.in_head:
            raise Refused(act("lookup").elsewhere)
        self._to_list()

    def act_save(self) -> None:
        """From the list, as from a field; whoever is under the cursor there is not chosen by it."""
        if self.form.blank:
            raise Refused(act("save").elsewhere)
        one = self._alike.one(self._known.key or NEW)
        if one is None or one.child.id == self.form.id_field.child:
            self.form.save()
        else:
            self.app.bell()
            self.say(f"Enter goes on with {shown.name(one.child)}, Home and Enter as a new child.")

    def act_next(self) -> None:
        """From the list, as Enter."""
        if self._known.has_focus:
            self._known.act_open()
        else:
            super().act_next()

    def act_previous(self) -> None:
        """From the list, back to the head."""
        if self._known.has_focus:
            self.hush()
            self.form.go_to_field("child_id")
        else:
            super().act_previous()

    @on(NotificationForm.HeadDone)
    def _past_head(self) -> None:
        """To the list; with a child who was chosen from it already, on to the form."""
        if self.standing is None:
            self._to_list()
        else:
            self.form.go_past_head()

    def _to_list(self) -> None:
        self.set_focus(self._known, scroll_visible=False)
        if self._alike.blocking is None:
            self.say(_IN_LIST)

    @on(KnownList.Typed)
    def _typed_ahead(self, typed: KnownList.Typed) -> None:
        """A letter on the line for a new child is the form's first."""
        self._go_on()
        if (field := self.form.current) is not None:
            field.post_message(events.Key(typed.key, typed.letter))

    @on(RowList.Moved)
    def _moved(self, moved: RowList.Moved) -> None:
        """Say all that is known of whoever is under the cursor."""
        if not self._known.has_focus:
            return
        one = self._alike.one(moved.key)
        self.say(told(one, self.desk.service) if one else _IN_LIST)

    @on(RowList.Chosen)
    def _chosen_in_list(self, chosen: RowList.Chosen) -> None:
        """Go on: as a new child, or with the record there is."""
        one = self._alike.one(chosen.key)
        if one is None:
            self._go_on()
        else:
            self._go_on_with(Standing.of(one.case, self.desk.today))

    def _go_on(self) -> None:
        """On to the form of a new child; what is another's cannot be saved, and is said now."""
        if self.standing is not None:
            self._take_out()
        self.mean(None)
        if self._alike.blocking is None:
            self.hush()
        else:
            self.app.bell()
            self._say_blocked()
        self.form.go_past_head()

    def _take_out(self) -> None:
        """Empty what stood on record of the child who was meant; what is searched by stays."""
        kept = self.form.head | self.form.typed()
        self.form.show({})
        self.form.type_again(kept)

    def _go_on_with(self, standing: Standing) -> None:
        """On to the form with what is on record; what was typed stays, and both values are said.

        What was searched by stays only where nothing is on record.
        """
        again = self.standing is not None and self.standing.child == standing.child
        typed = {
            name: text
            for name, text in self.form.typed().items()
            if name not in HEAD or name not in standing.answers
        }
        before = self.stood_before(typed) if again else NOTHING_BEFORE
        self.show_record(standing)
        self.type_back(typed, before)
        self.keep_soon()
        wanting = (name for name in _PAPERS if standing.episode and name not in standing.answers)
        self.form.go_to_field(next(wanting, "entered_care"))
        self.say(" ".join(filter(None, (standing.sentence(), self.both_values()))))
        self.refresh_lines()

    # -- drafts --------------------------------------------------------------------------------

    def _begin(self) -> None:
        """An empty form, with the last draft offered."""
        self.mean(None)
        self.told_apart = set()
        self._drafting.leave()
        self._draft = self._drafting.offered()
        self._alike.clear()
        self._list()
        self.refresh_lines()

    async def answered(self, event: events.Event) -> bool:
        """Take Enter or Delete as the answer to a draft that is offered: nothing is typed yet."""
        if await super().answered(event):
            return True
        draft = self._draft if self.is_mounted and self.form.blank else None
        meant = {"enter": self._take_up, "delete": self._put_aside}
        if draft is None or not isinstance(event, events.Key) or event.key not in meant:
            return False
        with self.telling():
            meant[event.key](draft)
        return True

    def _take_up(self, draft: Draft) -> None:
        """Go on with the draft, at its first empty field."""
        self._draft = None
        self._drafting.take_up(draft)
        key = key_shown(self.host.keys["save"][0])
        said = f"This is your draft of {shown.instant(draft.at)}: {key} saves it."
        if draft.child is not None:
            try:
                standing = Standing.of(self.desk.case(draft.child), self.desk.today)
            except Unknown:
                said = "The child of this draft is no longer on record: this is a new child's now."
            else:
                self.show_record(standing)
        if self.standing is None:
            self.form.from_draft(draft.values)
        else:
            self._put_back(draft)
            said = " ".join(filter(None, (said, self.both_values())))
        self.form.mark()
        self.refresh_lines()
        empty = (name for name, field in self.form.fields.items() if not field.value)
        self.form.go_to_field(next(empty, "entered_care"))
        self.say(said)
        self.form.id_field.judge()

    def _put_back(self, draft: Draft) -> None:
        """Put what a draft holds over what is on record; not what stood there untouched."""
        values, stood = draft.values, draft.before.texts
        names = [n for n in self.form.fields if values.get(n, "") != stood.get(n, "")]
        self.type_back({name: values.get(name, "") for name in names}, draft.before)

    def _put_aside(self, draft: Draft) -> None:
        """Drop the draft that is offered, once that is confirmed."""

        def drop() -> None:
            self._drafting.put_aside(draft)
            self._begin()
            more = " This is the one before it." if self._draft else ""
            self.say(f"That draft is dropped.{more}")

        self.ask(f"{words_of(draft)}. Drop it for good?", drop)

    @property
    def _touched(self) -> bool:
        """Whether anything was typed that is on no record."""
        return self.is_mounted and self.form.touched

    def save_drafts(self) -> None:
        """Keep what is typed and not saved; where all of it was taken out again, keep nothing."""
        if self.holds_draft():
            known = self.standing
            child = None if known is None else known.child
            before = NOTHING_BEFORE if known is None else self.stood_before(self.form.fields)
            self._drafting.keep(self.form.to_draft(), child, before)
        elif self.is_mounted:
            self._drafting.drop()

    def forget(self) -> None:
        """Keep no draft any more: it is logged."""
        self.keep_no_more()
        self._drafting.drop()

    def holds_draft(self) -> bool:
        """Whether anything is typed that is on no record."""
        return self._touched and not self.form.blank

    @on(Field.Answered)
    def _left(self, answered: Field.Answered) -> None:
        """Say whose notification it is."""
        if answered.field.field_name == "la":
            self.form.id_field.judge()
        self.refresh_lines()

    def act_new(self) -> None:
        """Begin another; what was typed here is kept."""
        kept = self._touched
        self.save_drafts()
        self.form.clear()
        self.form.fill({})
        self._begin()
        self.form.go_to_field("surname")
        if kept:
            self.say("What you typed is kept as a draft; this is another notification.")
