"""The frame every screen stands in: title and deadline line, body, key bar and status line.

The frame never moves. A move of the focus repaints the two fields and nothing else; the key bar
changes with the screen only.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Container
from textual.reactive import Reactive
from textual.widget import Widget

from clanbook.reports.text import plain
from screens import shown
from screens.acts import MODES, act, barred, in_lists, key_shown
from screens.doing import ActingScreen
from screens.widgets.keybar import KeyBar
from screens.widgets.line import Line

if TYPE_CHECKING:
    from clanbook.desk.watching import Watch
    from screens.widgets.field import Field

T = TypeVar("T")


class FramedScreen(ActingScreen[T], inherit_bindings=False):
    """A screen of the desk.

    A subclass fills `body`, does act X in a method `act_X` (it may be async; so may a widget, of
    which the one nearest to the focus is asked first), and says in `cannot` why one is not
    possible now.
    """

    HELP: ClassVar[str]
    OPENS: ClassVar[str] = "open"
    """What Enter does to the row under the cursor, in a word."""

    # The framework's own repaints the whole screen at every move: 13.9 KB instead of 350 bytes.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    def __init__(self) -> None:
        """A screen whose frame is empty yet."""
        super().__init__()
        self._frame_title = Line("title")
        self._frame_deadlines = Line("deadlines")
        self._frame_keys = KeyBar("keys")
        self._frame_unseen: set[int] | None = None

    def body(self) -> ComposeResult:
        """What stands between deadline line and key bar."""
        yield from ()

    def opens(self) -> str:
        """What Enter does to the row under the cursor, in a word."""
        return self.OPENS

    def deadline_line(self) -> str:
        """What is due, from the counts of the caseload."""
        return due_words(self.caseload)

    def changed(self, children: set[int]) -> None:
        """Show what changed of these children, without moving the cursor from its child."""

    def minute_passed(self) -> None:
        """Show what hangs on the time of day, if anything does."""

    # Told by their names, so that a list is shown without what forms are made of.
    def on_field_objected(self, objected: "Field.Objected") -> None:
        """Say in full what is wrong with a field: there may be no room for it beside the field."""
        self.say(objected.sentence)

    def on_field_mended(self, mended: "Field.Mended") -> None:
        """Take back what was said of a field that is good now, if it is still being said."""
        if self.said == plain(mended.sentence):
            self.hush()

    def on_paste(self) -> None:
        """Say of what is pasted where nothing takes text that it went nowhere."""
        self.nothing("A paste")

    def act_help(self) -> None:
        """Explain this place."""
        if self.PLACE != "help" and (screen := self.host.made("help", self)):
            self.open(screen)

    def act_menu(self) -> None:
        """List every act, and do the one that is chosen."""
        if self.PLACE != "menu" and (screen := self.host.made("menu", self)):
            self.open(screen, self._chosen)

    async def _chosen(self, act_id: str | None) -> None:
        if act_id is not None:
            await self.perform(act_id)

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

    def on_mount(self) -> None:
        """Fill the frame; the app may paint once it has been laid out."""
        self.refresh_frame()
        self.call_after_refresh(self.host.ready)

    def on_resize(self) -> None:
        """Fill the lines to the new width."""
        self.refresh_lines()

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        """Show what changed while another screen was in front."""
        # No style has changed since: to work all of them out again takes some 3 ms.
        event.refresh_styles = False
        self.host.look()
        self.refresh_frame()
        unseen, self._frame_unseen = self._frame_unseen, None
        if unseen is not None:
            self.changed(unseen)
        self.call_after_refresh(self.host.ready)

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave this screen with a result; the one behind it is painted once, when it is back."""
        self.host.hold()
        return super().dismiss(result)

    def below(self) -> "FramedScreen[Any] | None":
        """The screen one comes back to from this one, which is in front; None from a first one."""
        stack = self.app.screen_stack
        found = stack[-2] if len(stack) > 1 else None
        return found if isinstance(found, FramedScreen) else None

    def notice(self, children: set[int]) -> None:
        """These children changed: show it now if this screen is in front, else when it is."""
        if self.app.screen is self:
            with self.telling():
                self.changed(children)
            self.refresh_frame()
        else:
            # Also where no child changed: a session may have come, or the day turned.
            self._frame_unseen = (self._frame_unseen or set()) | children

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
        left = plain(f" Clanbook{' DEMO' if self.desk.is_demo else ''}   {self.title_words()}")
        width = self.app.size.width - 1
        right = next(
            (r for r in self._frame_whose() if cell_len(left + r) <= width), self._frame_today
        )
        room = width - cell_len(right)
        return shown.line(_fitted(left, room), room).append(f" {right}")

    def _frame_whose(self) -> Iterator[str]:
        """Whose desk it is, and what day: in full first, then without what is needed least."""
        staff, service = self.desk.staff, self.desk.service.name
        for parts in (
            [service, f"{staff.name} ({staff.role})"],
            [service, staff.name],
            [staff.name],
        ):
            yield plain("   ".join([*parts, self._frame_today]))

    @property
    def _frame_today(self) -> str:
        return f"{shown.weekday(self.desk.today)} "

    def _resting(self) -> Text:
        """The letters that do something here, where there is a list; else how to go through it."""
        keys = self.host.keys
        if not self.offers("open") and not self.offers("filter"):
            return Text()
        entries = [
            (key_shown(keys[name][-1]), self._word(name))
            for name in in_lists(self.PLACE)
            if self._possible(name)
        ]
        modes = [key_shown(keys[name][0]) for name in MODES if self.offers(name)]
        last = [(_ranges(modes), "go"), (key_shown(keys["quit"][-1]), "quit")]
        if _legend(entries + last).cell_len > self.app.size.width:
            last[0] = (_ranges(modes), "")
        while entries and _legend(entries + last).cell_len > self.app.size.width:
            entries.pop()
        return _legend(entries + last)

    def _word(self, act_id: str) -> str:
        """The word for an act among the letters; an abbreviation keeps its capitals."""
        word = self.opens() if act_id == "open" else act(act_id).word
        return word if word.isupper() else word.lower()


def _legend(entries: Sequence[tuple[str, str]]) -> Text:
    """Keys and what they do, as the key bar has them."""
    return Text(" ").join(
        Text.assemble((key, "bold"), f" {word}" if word else "") for key, word in entries
    )


def _ranges(keys: Sequence[str]) -> str:
    """Keys in few letters: `1-5 7`. Three figures on end and more are a range."""
    runs: list[list[str]] = []
    for key in keys:
        if runs and _follows(runs[-1][-1], key):
            runs[-1].append(key)
        else:
            runs.append([key])
    return " ".join(f"{run[0]}-{run[-1]}" if len(run) > 2 else " ".join(run) for run in runs)


def _follows(one: str, other: str) -> bool:
    """Whether the keys are figures, one and the next."""
    return (one + other).isdecimal() and int(other) == int(one) + 1


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


def _fitted(text: str, room: int) -> str:
    """The text, cut where there is too little room, which `~` at its end shows."""
    safe = plain(text)
    return safe if cell_len(safe) <= room else f"{set_cell_size(safe, max(room - 1, 0))}~"
