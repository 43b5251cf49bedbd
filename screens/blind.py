"""Keys typed blind: before what is said, and changes what they do, could be read.

A key bears the time at which it came from the terminal, however long it waited for its turn. So
that of two quick Enters the second does not do what nobody has read, it is dropped where it came
sooner after what was said first stood there than anybody reads. Dropping one puts nothing off, but
for a key that is held down: it goes on being dropped until it is let go.
"""

from math import inf
from time import monotonic

from textual import events

READING = 1.0
"""How long a sentence must have stood on the screen to have been read at all, in seconds."""

REPEATING = 0.3
"""Keys that follow one another faster are one that is held down, or hammered, in seconds."""

_BETWEEN = frozenset(("enter", "tab", "shift+tab", "backspace"))
"""The keys other than letters that are typed into a form."""

_MOVING = frozenset(("up", "down", "left", "right", "pageup", "pagedown", "home", "end"))
"""The keys that go about a list and change nothing."""


def is_typing(event: events.Event) -> bool:
    """Whether it is what is typed into a form."""
    if not isinstance(event, events.Key):
        return isinstance(event, events.Paste)
    return event.is_printable or event.key in _BETWEEN


class Blind:
    """Which keys are dropped while a sentence cannot have been read; the first other one ends it.

    Without any named these are whatever is typed into a form, and to go about a list ends nothing.
    """

    def __init__(self, *keys: str) -> None:
        """For a sentence that is not painted yet."""
        self._keys = frozenset(keys)
        self._read_at = inf
        self._last = -inf

    def painted(self) -> None:
        """The sentence stands on the screen now, if it did not yet."""
        if self._read_at == inf:
            self._read_at = monotonic() + READING

    def over(self) -> None:
        """Drop nothing more: it is read, or somebody does something else."""
        self._read_at = -inf

    def drops(self, event: events.Event) -> bool:
        """Whether the key is dropped; that is no sign of reading, nor is its repetition."""
        if not self._keys and isinstance(event, events.Key) and event.key in _MOVING:
            return False
        repeated = self._read_at > -inf and event.time < self._last + REPEATING
        if not self._meant_before(event) or (event.time >= self._read_at and not repeated):
            self.over()
            return False
        self._last = event.time
        return True

    def _meant_before(self, event: events.Event) -> bool:
        if not self._keys:
            return is_typing(event)
        return isinstance(event, events.Key) and event.key in self._keys
