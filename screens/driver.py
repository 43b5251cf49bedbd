"""The terminal's driver: Textual's own, but for the thread that reads keys, which stops when told.

Textual's looks up only every tenth of a second and once more for what may still come: most of the
time between a hang-up and the end of the program was spent waiting for it.

A terminal sends Alt+x as Esc and x, and Textual takes these for Alt+x where they come within a
tenth of a second, as from whoever types ahead. Nothing here has an Alt key: they are Esc, then x.
"""

import os
import select
from codecs import getincrementaldecoder
from collections.abc import Iterable
from typing import Any

from textual import events
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

TICK = 0.1
"""Seconds after which a lone Esc is taken to be the key, not the beginning of another."""

_AT_ONCE = 4096

_ESC = "\x1b"
_INTRODUCERS = frozenset("[O")
"""What stands behind Esc in what a terminal sends for the cursor and function keys."""


class KeyParser(XTermParser):
    """Reads Esc and a key at once behind it as the two keys they are, in their order."""

    def _sequence_to_key_events(self, sequence: str, alt: bool = False) -> Iterable[events.Key]:
        if len(sequence) == 2 and sequence[0] == _ESC and sequence[1] not in _INTRODUCERS:
            yield events.Key("escape", _ESC)
            sequence = sequence[1]
        yield from super()._sequence_to_key_events(sequence, alt)


class TerminalDriver(LinuxDriver):
    """Reads keys from a terminal until told to stop."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """As Textual makes it, with a pipe to be told through."""
        super().__init__(*args, **kwargs)
        self._told, self._tell = os.pipe()

    def disable_input(self) -> None:
        """Stop reading keys, now."""
        if self._key_thread is not None and self._key_thread.is_alive():
            os.write(self._tell, b"\0")
        super().disable_input()

    def run_input_thread(self) -> None:
        """Pass on the keys that are read, until told to stop or the terminal is gone."""
        parser = KeyParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        while True:
            ready, _, _ = select.select([self.fileno, self._told], [], [], TICK)
            if self._told in ready:
                os.read(self._told, 1)
                return
            if self.fileno in ready:
                data = os.read(self.fileno, _AT_ONCE)
                if not data:
                    return
                # Half a letter waits for its other half; to an empty text the parser would end.
                if text := decode(data):
                    self._pass_on(parser.feed(text))
            self._pass_on(parser.tick())

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)
