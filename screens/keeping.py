"""What is typed and not saved is kept within a second, and is dropped by whoever wants it gone.

The program may end at any time without warning: the line drops, the machine fails.
"""

from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual import events, on
from textual.widgets import Input

from clanbook.desk import drafts
from clanbook.desk.drafts import NOTHING_BEFORE, Before, Draft
from clanbook.reports.text import plain
from screens import shown
from screens.acts import key_shown
from screens.frame import FramedScreen
from screens.widgets.field import Field
from screens.widgets.form import Form

T = TypeVar("T")

AND_KEPT = "; what you typed is kept"
"""Goes with what whoever asked for it says of a form that was left."""

KEPT_AFTER = 1.0
"""How long what is typed may be kept nowhere but on the screen, in seconds."""


class KeepsTyped(FramedScreen[T]):
    """A screen that keeps what is typed: soon after a key, and at once where a field is left.

    A subclass keeps it in `save_drafts`, and writes nothing where nothing has changed.
    """

    OPENED_BY: ClassVar[str] = ""
    """The act that opens it again, where that is not called like the place."""

    def __init__(self) -> None:
        """Nothing typed yet."""
        super().__init__()
        self._keeping_due = False

    def holds_draft(self) -> bool:
        """Whether what is typed here waits for whoever comes back."""
        raise NotImplementedError

    def on_mount(self) -> None:
        """Look from now on whether there is something to keep."""
        self.set_interval(KEPT_AFTER, self._keep_due)

    @on(Input.Changed)
    def keep_soon(self) -> None:
        """Keep what is typed at the next look."""
        self._keeping_due = True

    @on(Field.Answered)
    @on(Field.Objected)
    def _keep_now(self) -> None:
        """Keep what is right, and what is wrong as it is."""
        self._keeping_due = False
        self.save_drafts()

    def keep_no_more(self) -> None:
        """Leave what was typed where it is: it is saved, and this screen about to close."""
        self._keeping_due = False

    def _keep_due(self) -> None:
        if self._keeping_due:
            self._keeping_due = False  # where it cannot be kept that is said once for what is typed
            with self.telling():
                self.save_drafts()

    def act_back(self) -> None:
        """Leave, and say where what was typed is."""
        below = self.below()
        super().act_back()
        if below is not None and self.holds_draft() and (said := self.leaving_words()):
            below.say(said)

    def leaving_words(self) -> str:
        """What to say of what is kept; nothing where whoever opened this says it."""
        key = key_shown(self.host.keys[self.OPENED_BY or self.PLACE][0])
        return f"What you typed is kept: {key} offers it again."


class KeepsForm(KeepsTyped[T]):
    """A screen with one form about one child, whose draft comes back when it is opened again.

    A subclass calls `take_up` (or `begin_anew`) once the form holds what it begins with, and
    `forget` when it is saved: before and after that, nothing is kept.
    """

    form: Form

    def __init__(self) -> None:
        """Nothing kept, and nothing come back."""
        super().__init__()
        self._keeping: dict[str, str] | None = None
        self._keeping_back: tuple[Draft, list[str], str] | None = None

    def draft_place(self) -> tuple[str, int]:
        """Under what name its draft is kept, and the number of the child it is about."""
        raise NotImplementedError

    def draft_values(self) -> dict[str, str]:
        """What there is to keep; nothing where the form is as it was filled in."""
        return self.form.to_draft() if self.form.touched else {}

    def draft_before(self, values: Mapping[str, str]) -> Before:
        """What stood on record where these are typed."""
        del values
        return NOTHING_BEFORE

    def put_back(self, draft: Draft) -> None:
        """Put what was kept into the form."""
        self.form.from_draft(draft.values)

    def back_words(self, draft: Draft) -> str:
        """What to say of a draft that is back in the form."""
        return f"What you had typed is back, as of {shown.instant(draft.at)}: Delete drops it."

    def holds_draft(self) -> bool:
        """Whether something is kept that was typed here."""
        return bool(self._keeping)

    def take_up(self) -> None:
        """Put in what was typed before and not saved, and say so."""
        place = self.draft_place()
        draft = next((d for d in drafts.mine(self.desk) if (d.form, d.child) == place), None)
        self._keeping = {} if draft is None else dict(draft.values)
        if draft is not None:
            self.put_back(draft)
            self.form.mark()
            said = self.back_words(draft)
            self._keeping_back = draft, self._texts(), plain(said)
            self.say(said)

    def take_up_unread(self, *keys: str) -> None:
        """The same, where one of these keys would go on with it: not before it could be read.

        Without any it is whatever is typed.
        """
        self.take_up()
        if self.holds_draft():
            self.host.drop_blind(*keys)

    def begin_anew(self) -> None:
        """Keep what is typed from now on, and put in nothing of what was typed before."""
        self._keeping = {}

    def save_drafts(self) -> None:
        """Keep what is typed; where all of it was taken out again, keep nothing."""
        if self._keeping is None or not self.is_mounted:
            return
        typed = self.draft_values()
        if typed != self._keeping:
            drafts.keep(self.desk, *self.draft_place(), typed, self.draft_before(typed))
            self._keeping = typed

    def forget(self) -> None:
        """Drop the draft, and keep nothing more: the form is saved."""
        self.keep_no_more()
        self._keeping = None
        drafts.drop(self.desk, *self.draft_place())

    # -- dropping what came back ---------------------------------------------------------------

    def _texts(self) -> list[str]:
        return [field.value for field in self.form.fields.values()]

    @on(Input.Changed)
    def _typed_since(self) -> None:
        """From the first key typed, Delete edits again, and the offer to drop is taken back."""
        if self._keeping_back is not None and self._keeping_back[1] != self._texts():
            offered = self._keeping_back[2]
            self._keeping_back = None
            if self.said == offered:
                self.hush()

    async def answered(self, event: events.Event) -> bool:
        """Take Delete as the wish to drop what came back, while nothing has been typed since."""
        if await super().answered(event):
            return True
        back = self._keeping_back
        if back is None or not isinstance(event, events.Key) or event.key != "delete":
            return False
        words = f"What you had typed, as of {shown.instant(back[0].at)}. Drop it for good?"
        self.ask(words, self.drop_back)
        return True

    def drop_back(self) -> None:
        """Drop it, and show the form as it is without it."""
        drafts.drop(self.desk, *self.draft_place())
        self._keeping, self._keeping_back = {}, None
        self.form.untype()
        self.say("What you had typed is dropped.")
