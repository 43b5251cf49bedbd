"""What every screen says and asks, and whose desk it stands at.

Whatever the desk refuses is said in one place, in the status line, whether it was an act, a
message or another screen's result that met with it.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, Protocol, TypeVar, cast

import msgspec
from rich.text import Text
from textual import events
from textual.dom import DOMNode
from textual.message import Message
from textual.screen import Screen

from clanbook.desk import Desk
from clanbook.desk.errors import NotAllowed, NothingKnown, Refused, StoreError
from clanbook.records import NoRecord
from clanbook.reports.text import plain
from clanbook.settings import SettingsError
from screens.acts import key_shown
from screens.keymap import Keys
from screens.widgets.statusline import LongSentence, StatusLine

if TYPE_CHECKING:
    from clanbook.desk.watching import Watch

T = TypeVar("T")
R = TypeVar("R")

SPOKEN: tuple[type[Exception], ...] = (
    NotAllowed,
    Refused,
    SettingsError,
    StoreError,
    NoRecord,
    NothingKnown,
)
"""What the desk, the settings and the store answer instead of doing it, each in a sentence."""

Handler = Callable[[], object]
"""What does an act; what it returns is awaited if it can be."""

_YES = frozenset("yY")
_NO = frozenset(("n", "N", "enter", "escape", "f12"))


class Host(Protocol):
    """What the frame needs of the app it stands in."""

    desk: Desk
    caseload: "Watch"
    keys: Keys

    def look(self) -> None:
        """Show what changed meanwhile."""

    def hold(self) -> None:
        """Paint nothing until a new screen stands."""

    def ready(self) -> None:
        """Paint: the new screen stands."""

    def drop_typed(self) -> None:
        """Forget the letters that were typed ahead."""

    def drop_blind(self, *keys: str) -> None:
        """Drop those keys, or whatever is typed, until what is said now could be read."""

    def has_mode(self, name: str) -> bool:
        """Whether there is a first screen of that name for this member of staff."""

    def visit(self, name: str) -> None:
        """Go to the first screen of that name."""

    def close_to(self, place: str, *, beyond: bool = False) -> bool:
        """Go back to the open screen of that place, or `beyond` it; whether that was done."""

    def leave(self) -> None:
        """Keep the drafts and end the program."""

    def made(self, place: str, *about: object) -> "SpeakingScreen[Any] | None":
        """A new screen of that place, `about` what it takes; None where there is none."""


class Question(msgspec.Struct, frozen=True):
    """What is asked in the status line, what is done on yes, and the keys that only close it."""

    text: str
    then: Handler
    closing: tuple[str, ...] = ()


class SpeakingScreen(Screen[T], inherit_bindings=False):
    """A screen with a status line, at somebody's desk."""

    def __init__(self) -> None:
        """A screen with nothing said or asked yet."""
        super().__init__()
        self._frame_long = LongSentence("long")
        self._frame_status = StatusLine("status", self._frame_long)
        self._frame_question: Question | None = None
        self._frame_tells: int | None = None
        self._frame_stuck: int | None = None
        self._frame_told_by: DOMNode | None = None

    @property
    def host(self) -> Host:
        """The app."""
        return cast(Host, self.app)

    @property
    def desk(self) -> Desk:
        """The desk of the member of staff who sits here."""
        return self.host.desk

    @property
    def caseload(self) -> "Watch":
        """The caseload as it stands, kept up to date."""
        return self.host.caseload

    @property
    def said(self) -> str:
        """What the status line says or asks; nothing at rest."""
        return self._frame_status.said

    def say(self, text: str, undo: bool = False) -> None:
        """Say a sentence in the status line; with `undo`, the key that undoes the act it tells of.

        That is the last one done at this desk.
        """
        self.say_of(text, self._done_last() if undo else None)

    def say_of(self, text: str, entry: int | None) -> None:
        """Say a sentence that tells of the act of an entry, with the key that undoes that."""
        self._speak(Text(plain(text)) if entry is None else self._with_undo(text, "undo"))
        self._frame_tells = entry

    def _done_last(self) -> int | None:
        """The entry of the last act done at this desk; None where there was none, or no change."""
        from clanbook.desk.undoing import made_last

        return made_last(self.desk)

    def say_stuck(self, text: str, entry: int) -> None:
        """Say why the act of an entry is not undone, and the key that goes on to the one before."""
        self._speak(self._with_undo(text, "the act before"))
        self._frame_stuck = entry

    def hush(self) -> None:
        """Take back what was said."""
        self._speak(None)

    def _speak(self, said: Text | None) -> None:
        self._frame_question = self._frame_tells = self._frame_stuck = None
        self._frame_status.say(said)

    def _with_undo(self, text: str, what: str) -> Text:
        """A sentence, and behind it the key of undo with what it does now."""
        key = key_shown(self.host.keys["undo"][0])
        return Text(f"{plain(text)}   ").append(key, "bold").append(f" {what}")

    def ask(self, question: str, then: Handler, *, closing: tuple[str, ...] = ()) -> None:
        """Ask in the status line; on `y` do `then`, else nothing.

        Any other key is a no, and is not lost: see `answered`. Those in `closing` are a no and
        nothing more: they stand for the opposite, and would do that at once to something else.

        Only for what leaves the building, cannot be undone, or is easily done unawares.
        """
        self._speak(Text(f"{plain(question)} y/N ", style="bold"))
        self._frame_question = Question(question, then, closing)

    def open(
        self, screen: "SpeakingScreen[R]", then: Callable[[R | None], object] | None = None
    ) -> None:
        """Put a screen on top of this one; `then` gets its result, None where it gave none."""
        self.host.hold()
        self.app.push_screen(screen, None if then is None else partial(self._frame_closed, then))

    async def _frame_closed(self, then: Callable[[R | None], object], result: R | None) -> None:
        with self.telling():
            outcome = then(result)
            if isawaitable(outcome):
                await outcome

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Say in the status line what the desk, the store or the settings answer."""
        try:
            yield
        except SPOKEN as error:
            self.app.bell()
            self.say(str(error))

    async def answered(self, event: events.Event) -> bool:
        """Take a key as the answer to what is asked; whether it is one and goes no further.

        Whoever types or pastes on means no, and all of what they type goes where it was meant to.
        """
        question = self._frame_question
        if question is None:
            return False
        self.hush()
        if not isinstance(event, events.Key):
            return False
        if event.character in _YES:
            await self._do(question.then)
        elif event.key in _NO or not {event.key, event.character}.isdisjoint(question.closing):
            self.say("Nothing was done.")
        else:
            return False
        return True

    async def _do(self, then: Handler) -> None:
        """Do what was said yes to, and show what that changed."""
        with self.telling():
            outcome = then()
            if isawaitable(outcome):
                await outcome
            self.host.look()

    async def _dispatch_message(self, message: Message) -> None:
        """Handle a message; what the desk answers to it is said, like what it answers to an act."""
        before, self._frame_told_by = self._frame_told_by, message.control
        try:
            with self.telling():
                await super()._dispatch_message(message)
        finally:
            self._frame_told_by = before
