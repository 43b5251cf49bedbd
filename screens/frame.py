"""The frame every screen stands in: title and deadline line, body, key bar and status line.

The frame never moves. A move of the focus repaints the two fields and nothing else; the key bar
changes with the screen only. Whatever the desk refuses is said in one place, in the status line.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from inspect import isawaitable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, TypeVar, cast

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Container
from textual.message import Message
from textual.reactive import Reactive
from textual.screen import Screen
from textual.widget import Widget

from clanbook.desk import Desk
from clanbook.desk.errors import NotAllowed, NothingKnown, Refused, StoreError
from clanbook.reports.text import plain
from clanbook.settings import SettingsError
from screens import shown
from screens.acts import IN_LISTS, MODES, act, barred, key_shown
from screens.keymap import Keys
from screens.widgets.keybar import KeyBar
from screens.widgets.line import Line
from screens.widgets.statusline import LongSentence, StatusLine

if TYPE_CHECKING:
    from clanbook.desk.watching import Watch

T = TypeVar("T")
R = TypeVar("R")

SPOKEN: tuple[type[Exception], ...] = (NotAllowed, Refused, SettingsError, StoreError, NothingKnown)
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

    def has_mode(self, name: str) -> bool:
        """Whether there is a first screen of that name for this member of staff."""

    def visit(self, name: str) -> None:
        """Go to the first screen of that name."""

    def leave(self) -> None:
        """Keep the drafts and end the program."""

    def made(self, place: str) -> "FramedScreen[Any] | None":
        """A new screen of that place; None where there is none."""


@dataclass(frozen=True)
class Question:
    """What is asked in the status line, and what is done on yes."""

    text: str
    then: Handler


class FramedScreen(Screen[T], inherit_bindings=False):
    """A screen of the desk.

    A subclass fills `body`, does act X in a method `act_X` (it may be async; so may a widget, of
    which the one nearest to the focus is asked first), and says in `cannot` why one is not
    possible now.
    """

    PLACE: ClassVar[str]
    TITLE_WORDS: ClassVar[str]
    HELP: ClassVar[str]

    # The framework's own repaints the whole screen at every move: 13.9 KB instead of 350 bytes.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        """A screen with nothing said or asked yet."""
        super().__init__()
        self._frame_title = Line("title")
        self._frame_deadlines = Line("deadlines")
        self._frame_keys = KeyBar("keys")
        self._frame_long = LongSentence("long")
        self._frame_status = StatusLine("status", self._frame_long)
        self._frame_question: Question | None = None
        self._frame_unseen: set[int] = set()

    # -- what a screen fills in ----------------------------------------------------------------

    def body(self) -> ComposeResult:
        """What stands between deadline line and key bar."""
        yield from ()

    def title_words(self) -> str:
        """What the screen is called in the title."""
        return self.TITLE_WORDS

    def deadline_line(self) -> str:
        """What is due, from the counts of the caseload."""
        return due_words(self.caseload)

    def cannot(self, act_id: str) -> str | None:
        """Why an act that is known here cannot be done now, in a sentence; None where it can."""
        del act_id
        return None

    def changed(self, children: set[int]) -> None:
        """Show what changed of these children, without moving the cursor from its child."""

    def save_drafts(self) -> None:
        """Keep what has been typed and not saved."""

    # -- what a screen may use -----------------------------------------------------------------

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
        """Say a sentence in the status line, with the key that undoes what it tells of."""
        said = Text(plain(text))
        if undo:
            said.append("   ").append(key_shown(self.host.keys["undo"][0]), "bold").append(" undo")
        self._frame_question = None
        self._frame_status.say(said)

    def hush(self) -> None:
        """Take back what was said."""
        self._frame_question = None
        self._frame_status.say(None)

    def ask(self, question: str, then: Handler) -> None:
        """Ask in the status line; on `y` do `then`, else nothing.

        Only for what leaves the building or cannot be undone.
        """
        self._frame_question = Question(question, then)
        self._frame_status.say(Text(f"{plain(question)} y/N ", style="bold"))

    def open(
        self, screen: "FramedScreen[R]", then: Callable[[R | None], object] | None = None
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

    # -- acts ----------------------------------------------------------------------------------

    async def perform(self, act_id: str) -> None:
        """Do an act, or say why it cannot be done."""
        self.hush()
        reason, handler = self.reason_against(act_id), self._handler(act_id)
        if reason is not None or handler is None:
            self.app.bell()
            self.say(reason or "")
            return
        with self.telling():
            outcome = handler()
            if isawaitable(outcome):
                await outcome
            self.host.look()

    def reason_against(self, act_id: str) -> str | None:
        """Why the act cannot be done here and now, in a sentence; None where it can."""
        known = act(act_id)
        if known.places and self.PLACE not in known.places:
            return f"{known.word} is for: {', '.join(sorted(known.places))}."
        if why := barred(known, self.desk.staff.role) or self.cannot(act_id):
            return why
        if self._handler(act_id) is None:
            return known.elsewhere or f"{known.word}: there is nothing here to do that with."
        return None

    def offers(self, act_id: str) -> bool:
        """Whether this screen, or anything on it, ever does the act."""
        if act_id in MODES:
            return self.host.has_mode(act_id)
        if act_id == "back":
            return len(self.app.screen_stack) > 1
        return any(hasattr(node, f"act_{act_id}") for node in (self, *self.query("*")))

    def _handler(self, act_id: str) -> Handler | None:
        """What does the act: the focused widget, what holds it, the screen, or the frame."""
        if act_id in MODES:
            return partial(self.host.visit, act_id) if self.host.has_mode(act_id) else None
        for node in (self.focused or self).ancestors_with_self:
            handler: Handler | None = getattr(node, f"act_{act_id}", None)
            if handler is not None or node is self:
                return handler
        return None

    def act_help(self) -> None:
        """Explain this place."""
        from screens.help import Help

        if not isinstance(self, Help):
            self.open(Help(self))

    def act_menu(self) -> None:
        """List every act, and do the one that is chosen."""
        from screens.menu import Menu

        if not isinstance(self, Menu):
            self.open(Menu(self), self._chosen)

    async def _chosen(self, act_id: str | None) -> None:
        if act_id is not None:
            await self.perform(act_id)

    def act_new(self) -> None:
        """Begin a new notification."""
        self._visit_overlay("notification")

    def act_find(self) -> None:
        """Find a child."""
        self._visit_overlay("find")

    def _visit_overlay(self, place: str) -> None:
        """Put a screen of that place on top, unless it is open already."""
        if place != self.PLACE and (screen := self.host.made(place)) is not None:
            self.open(screen)

    def act_back(self) -> None:
        """Go back to where this was opened from, keeping what was typed."""
        if len(self.app.screen_stack) > 1:
            self.save_drafts()
            self.dismiss()
        else:
            self.say(act("back").elsewhere)

    def act_quit(self) -> None:
        """Leave the program."""
        self.host.leave()

    def act_next(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def act_previous(self) -> None:
        """Go to the field before."""
        self.focus_previous()

    async def answered(self, event: events.Event) -> bool:
        """Take a key as the answer to what is asked; whether anything was asked."""
        question = self._frame_question
        if question is None or not isinstance(event, events.Key):
            return False
        if event.character in _YES:
            self.hush()
            with self.telling():
                outcome = question.then()
                if isawaitable(outcome):
                    await outcome
                self.host.look()
        elif event.key in _NO:
            self.say("Nothing was done.")
        return True

    # -- the frame -----------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield self._frame_title
        yield self._frame_deadlines
        with Container(id="body"):
            yield from self.body()
        yield self._frame_keys
        yield self._frame_status
        yield self._frame_long

    async def _dispatch_message(self, message: Message) -> None:
        """Handle a message; what the desk answers to it is said, like what it answers to an act."""
        with self.telling():
            await super()._dispatch_message(message)

    def on_mount(self) -> None:
        """Fill the frame; the app may paint once it has been laid out."""
        self.refresh_frame()
        self.call_after_refresh(self.host.ready)

    def on_resize(self) -> None:
        """Fill the lines to the new width."""
        self.refresh_lines()

    def on_screen_resume(self) -> None:
        """Show what changed while another screen was in front."""
        self.host.look()
        self.refresh_frame()
        if self._frame_unseen:
            unseen, self._frame_unseen = self._frame_unseen, set()
            self.changed(unseen)
        self.call_after_refresh(self.host.ready)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave this screen with a result; the one behind it is painted once, when it is back."""
        self.host.hold()
        return super().dismiss(result)

    def notice(self, children: set[int]) -> None:
        """These children changed: show it now if this screen is in front, else when it is."""
        if self.app.screen is self:
            with self.telling():
                self.changed(children)
            self.refresh_frame()
        else:
            self._frame_unseen |= children

    def refresh_frame(self) -> None:
        """Bring lines, key bar and resting letters up to date; what is the same costs nothing."""
        self.refresh_lines()
        if self.is_mounted or self.children:
            self._frame_keys.show_keys(self.host.keys, self._possible)
            self._frame_status.rest(self._resting())

    def refresh_lines(self) -> None:
        """Bring title and deadline line up to date."""
        with self.telling():
            self._frame_title.show(self._title())
            self._frame_deadlines.show(shown.text(f" {self.deadline_line()}"))

    def _possible(self, act_id: str) -> bool:
        """Whether the key bar shows the act as one that can be done on this screen."""
        if barred(act(act_id), self.desk.staff.role) or self.cannot(act_id):
            return False
        return self.offers(act_id)

    def _title(self) -> Text:
        """Where this is, whose desk it is, and what day."""
        staff = self.desk.staff
        left = f" Clanbook   {self.title_words()}"
        right = f"{self.desk.service.name}   {staff.name} ({staff.role})   "
        right += f"{shown.weekday(self.desk.today)} "
        room = self.app.size.width - len(plain(right))
        return shown.line(left, room).append(plain(right))

    def _resting(self) -> Text:
        """The letters that do something here, where there is a list; else how to go through it."""
        keys = self.host.keys
        if not self.offers("open") and not self.offers("filter"):
            return Text()
        entries = [
            (key_shown(keys[name][-1]), act(name).word.lower())
            for name in IN_LISTS
            if self._possible(name)
        ]
        entries += [(f"{_modes(keys)}", "go"), (key_shown(keys["quit"][-1]), "quit")]
        return Text("  ").join(Text(f"{key} {word}") for key, word in entries)


def _modes(keys: Keys) -> str:
    """The keys of the first screens, from the first to the last."""
    return f"{key_shown(keys[MODES[0]][0])}-{key_shown(keys[MODES[-1]][0])}"


def due_words(watch: "Watch") -> str:
    """What the caseload waits for, in one line."""
    counts = watch.counts
    return " · ".join(
        (
            f"Overdue {counts.overdue}",
            f"In 7 days {counts.due_soon}",
            f"Not booked {counts.unbooked}",
            f"No outcome {counts.outcome_awaited}",
            f"No papers {counts.papers_awaited}",
        )
    )
