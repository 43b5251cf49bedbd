"""The key gate: keys typed ahead wait until what the key before began has settled.

A form opened by a key is the current screen before it has a field to take letters, so that a
framework left to itself drops them. Here a key is let through only when the messages of the key
before have been handled, and theirs, and theirs, and the current screen has its first focus.
Nothing typed is lost or reordered, but for letters behind a key that did nothing: they were meant
for what it did not open, and for keys typed blind (`drop_blind`).

What a key does is painted in one go when it has settled: half of the bytes, and of the work.
"""

from collections import deque
from contextlib import ExitStack

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen

from screens.blind import Blind, is_typing

ROUNDS = 3
"""How often a fence goes round before the next key: behind the key, its messages, their effects."""

_RETRY = 0.005
"""How soon a screen that is not ready is looked at again, in seconds."""

_PATIENCE = 2.0
"""How long a screen may take before its keys are let through all the same, in seconds."""


class Fence(Message):
    """Goes through the queues a key has gone through, and arrives when they have been emptied."""

    def __init__(self, rounds: int) -> None:
        """A fence that goes round so many times."""
        super().__init__()
        self.rounds = rounds


class GateMixin(App[None], inherit_bindings=False):
    """An app that lets keys and pastes through one at a time."""

    def __init__(self, *, ansi_color: bool | None = None) -> None:
        """An app with nothing held yet; `ansi_color` as the framework has it."""
        super().__init__(ansi_color=ansi_color)
        self._gate_held: deque[events.Event] = deque()
        self._gate_shut = False
        self._gate_waited = 0.0
        self._gate_sent: Fence | None = None
        self._gate_missed: Fence | None = None
        self._gate_paint = ExitStack()
        self._gate_blind: Blind | None = None

    @property
    def at_rest(self) -> bool:
        """Whether no key is held, and what the last one began has settled."""
        return not self._gate_shut

    async def on_event(self, event: events.Event) -> None:
        """Hold what is typed until its turn; let all other events pass."""
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._gate_held.append(event)
            if not self._gate_shut:
                self._gate_shut = True
                await self._gate_next()
        else:
            await super().on_event(event)

    def drop_typed(self) -> None:
        """Forget what was typed ahead for a form: letters and what goes between its fields.

        From the first other key on it stays held: that one stands for an act wherever one is.
        """
        while self._gate_held and is_typing(self._gate_held[0]):
            self._gate_held.popleft()

    def drop_blind(self, *keys: str) -> None:
        """Drop these keys, or whatever is typed, until what is said now could be read."""
        self._gate_blind = Blind(*keys)
        if not self._gate_shut:
            self._gate_blind.painted()

    async def deliver(self, event: events.Event) -> None:
        """Hand a key or paste whose turn it is to whoever it is for."""
        await super().on_event(event)

    async def on_fence(self, fence: Fence) -> None:
        """Send it round again, or let the next key through."""
        fence.stop()
        if fence is not self._gate_sent:
            return
        self._gate_sent = None
        if fence.rounds > 1:
            self._gate_fence(fence.rounds - 1)
            return
        self._gate_show()
        if self._gate_held:
            await self._gate_next()
        elif self._gate_settled():
            self._gate_shut = False
        else:
            self._gate_later()

    async def _gate_next(self) -> None:
        """Let the next key through if the screen is ready for it; look again soon if not."""
        if not self._gate_settled():
            self._gate_later()
            return
        self._gate_waited = 0.0
        event = self._gate_held.popleft()
        if not self._gate_held:
            self._gate_paint.enter_context(self.batch_update())
        try:
            if self._gate_blind and self._gate_blind.drops(event):
                self.bell()
            else:
                await self.deliver(event)
        finally:
            self._gate_fence(ROUNDS)

    def _gate_show(self) -> None:
        """Have what the key did painted, as soon as there is nothing else to do."""
        self._gate_paint.close()
        if self._gate_blind:
            self._gate_blind.painted()
        if self.screen_stack:
            self.screen.check_idle()

    def _gate_settled(self) -> bool:
        """Whether the current screen could take a key: it stands, and something has the focus."""
        if self._gate_waited > _PATIENCE:
            return True
        if not self.screen_stack:
            return False
        screen = self.screen
        return screen.is_mounted and (screen.focused is not None or not _wants_focus(screen))

    def _gate_later(self) -> None:
        """Look again soon."""
        self._gate_waited += _RETRY
        self.set_timer(_RETRY, self._gate_look)

    def _gate_look(self) -> None:
        """Send a fence: when it arrives the screen may be ready."""
        self._gate_fence(1)

    def gate_look(self) -> None:
        """Send another fence for one that is under way since the last look: it may be lost.

        A screen that closes while a fence goes through it takes the fence along. One that was
        only slow is not waited for any more.
        """
        if self._gate_sent is not None and self._gate_sent is self._gate_missed:
            self._gate_fence(self._gate_sent.rounds)
        self._gate_missed = self._gate_sent

    def _gate_fence(self, rounds: int) -> None:
        """Send a fence behind everything that the key set in motion."""
        fence = self._gate_sent = Fence(rounds)
        target = (self.focused or self.screen) if self.screen_stack else self
        if not target.post_message(fence):
            self.post_message(fence)


def _wants_focus(screen: Screen[object]) -> bool:
    """Whether a screen gives one of its widgets the focus."""
    wanted = screen.app.AUTO_FOCUS if screen.AUTO_FOCUS is None else screen.AUTO_FOCUS
    return bool(wanted) and bool(screen.focus_chain)
