"""A pseudo-terminal for tests: a program runs in it, is typed at, and its screen is read.

Keys are written as people name them, in angle brackets, between text: `<f2>ALI<tab>Mo<enter>`.
Nothing here waits for ever: past its limit a terminal kills its program and fails the test,
showing what was on the screen.
"""

import fcntl
import os
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Self

import pyte
from pyte.screens import Char

KEYS: Mapping[str, str] = {
    "backspace": "\x7f",
    "backtab": "\x1b[Z",
    "delete": "\x1b[3~",
    "down": "\x1b[B",
    "end": "\x1b[F",
    "enter": "\r",
    "esc": "\x1b",
    "f1": "\x1bOP",
    "f2": "\x1bOQ",
    "f3": "\x1bOR",
    "f4": "\x1bOS",
    "f5": "\x1b[15~",
    "f6": "\x1b[17~",
    "f7": "\x1b[18~",
    "f8": "\x1b[19~",
    "f9": "\x1b[20~",
    "f10": "\x1b[21~",
    "f11": "\x1b[23~",
    "f12": "\x1b[24~",
    "home": "\x1b[H",
    "left": "\x1b[D",
    "pagedown": "\x1b[6~",
    "pageup": "\x1b[5~",
    "right": "\x1b[C",
    "space": " ",
    "tab": "\t",
    "up": "\x1b[A",
}
"""What xterm sends for each key; control keys, `ctrl+l`, are worked out."""

CONSOLE_KEYS: Mapping[str, str] = {f"f{n}": f"\x1b[[{'ABCDE'[n - 1]}" for n in range(1, 6)}
"""What the console of Linux sends otherwise."""

ALTERNATE_SCREEN, SHOWN_CURSOR, PASTE, FOCUS = 1049, 25, 2004, 1004
"""Private modes of a terminal, by number."""
MOUSE = frozenset({1000, 1002, 1003, 1006, 1015, 1016})

QUIET = 0.25
"""Seconds without a byte after which a program is taken to have finished drawing."""
PATIENCE = 5.0
"""Seconds a key may take to be answered before it counts as unanswered."""

_OF_THE_TESTS_OWN = ("TEXTUAL", "PYTHON", "COLOR", "NO_COLOR", "FORCE_COLOR", "TERM")
_KEY = re.compile(r"<([a-z0-9+]+)>")
_UNKNOWN_TO_PYTE = re.compile(rb"\x1b\[[<=>][0-9;]*[ -/]*[@-~]")
_UNFINISHED = re.compile(rb"\x1b(\[[0-?]*[ -/]*)?$")
_RENDITION = re.compile(rb"\x1b\[([0-9;:]*)m")
_SIXTEEN = frozenset({*range(30, 38), *range(40, 48), *range(90, 98), *range(100, 108)})
_PRIVATE_SHIFT = 5  # pyte keeps private modes apart from the others this way


class TooSlow(AssertionError):
    """Something did not happen in time; says what, and what the screen showed."""


def keys(text: str, term: str = "xterm") -> str:
    """The characters a terminal sends for text with keys named in it.

    Raises ValueError for a name no key has.
    """
    named = {**KEYS, **CONSOLE_KEYS} if term == "linux" else KEYS

    def sent(match: re.Match[str]) -> str:
        name = match[1]
        if name in named:
            return named[name]
        if name.startswith("ctrl+") and len(name) == len("ctrl+x"):
            return chr(ord(name[-1]) & 0x1F)
        raise ValueError(f"There is no key called {name!r}.")

    return _KEY.sub(sent, text)


def colour_depths(output: bytes) -> set[str]:
    """Which kinds of colour some output asks for: "16", "256", "24-bit"; empty where none."""
    return {
        depth
        for match in _RENDITION.finditer(output)
        for depth in _depths(re.split(r"[;:]", match[1].decode()))
    }


def _depths(codes: Sequence[str]) -> Iterator[str]:
    """The kinds of colour in the codes of one sequence."""
    following = iter(codes)
    for code in following:
        number = int(code or 0)
        if number in (38, 48):
            wide = next(following, "") == "2"
            yield "24-bit" if wide else "256"
            for _ in range(3 if wide else 1):
                next(following, None)
        elif number in _SIXTEEN:
            yield "16"


class _Display(pyte.Screen):
    """The emulated screen, with an alternate one beside it as real terminals have."""

    def __init__(self, columns: int, lines: int) -> None:
        super().__init__(columns, lines)
        self._behind: Any = None

    def set_mode(self, *modes: int, **kwargs: Any) -> None:
        super().set_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE_SCREEN in modes and self._behind is None:
            self._behind = {y: dict(line) for y, line in self.buffer.items()}
            self.erase_in_display(2)

    def reset_mode(self, *modes: int, **kwargs: Any) -> None:
        super().reset_mode(*modes, **kwargs)
        if kwargs.get("private") and ALTERNATE_SCREEN in modes and self._behind is not None:
            self.erase_in_display(2)
            for y, line in self._behind.items():
                self.buffer[y].update(line)
            self._behind = None


class Terminal:
    """A program in a terminal of its own; use it as a context manager, so that it ends."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        columns: int = 80,
        rows: int = 24,
        term: str = "xterm-256color",
        environment: Mapping[str, str] | None = None,
        limit: float = 30.0,
        deaf_to_hang_up: bool = False,
    ) -> None:
        """Start `command`; the whole of its life may last `limit` seconds.

        `deaf_to_hang_up` starts it as nohup does. `started` is when it began and `heard` when it
        wrote last, on the monotonic clock.
        """
        self.term = term
        self.output = b""
        self.ended = False
        self._display = _Display(columns, rows)
        self._stream = pyte.ByteStream(self._display)
        self._drawn = 0
        self.started = self.heard = time.monotonic()
        self._limit = limit
        self._master, slave = os.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        os.set_blocking(self._master, False)
        try:
            self.process = subprocess.Popen(
                command,
                stdin=slave,
                stdout=slave,
                stderr=slave,
                env=_clean(term, environment or {}),
                start_new_session=True,
                preexec_fn=partial(_take_terminal, deaf_to_hang_up),
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # -- typing --------------------------------------------------------------------------------

    def send(self, text: str) -> None:
        """Type text and named keys in one write."""
        data = keys(text, self.term).encode()
        if os.write(self._master, data) < len(data):
            raise ValueError("This is more at once than a terminal takes.")

    def type(self, text: str, every: float) -> None:
        """Type text and named keys one by one, `every` so many seconds."""
        for match in re.finditer(r"<[a-z0-9+]+>|.", text, re.DOTALL):
            self.send(match[0])
            due = time.monotonic() + every
            while (left := due - time.monotonic()) > 0:
                self.pump(left)
                if self.ended:
                    return

    def press(self, text: str, quiet: float = QUIET, patience: float = PATIENCE) -> int:
        """Type in one write, and wait until it is drawn: how many bytes that took.

        It is 0 where nothing was drawn for `patience` seconds.
        """
        before = len(self.output)
        self.send(text)
        self.pump(patience)
        self.settle(quiet)
        return len(self.output) - before

    def answer(self, text: str, quiet: float = 0.04, patience: float = PATIENCE) -> float:
        """Type in one write: how many seconds until the last byte of what was drawn.

        Raises TooSlow where nothing was for `patience` seconds.
        """
        pressed = time.monotonic()
        self.send(text)
        if not self.pump(patience):
            raise TooSlow(self.seen(f"no answer to {text!r} within {patience:g} s"))
        self.settle(quiet)
        return self.heard - pressed

    # -- reading -------------------------------------------------------------------------------

    def fileno(self) -> int:
        """The terminal's own end, for waiting on several terminals at once."""
        return self._master

    def pump(self, seconds: float) -> int:
        """Take what the program writes, waiting up to `seconds` for it; how many bytes."""
        wait = min(seconds, self._time_left())
        if self.ended or not select.select([self._master], [], [], wait)[0]:
            self._time_left()
            return 0
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:  # nobody holds the other end any more
            data = b""
        self.ended = not data
        self.heard = time.monotonic() if data else self.heard
        self.output += data
        return len(data)

    def settle(self, quiet: float = QUIET) -> int:
        """Wait until nothing was written for `quiet` seconds; how many bytes came till then."""
        before = len(self.output)
        while self.pump(quiet):
            pass
        return len(self.output) - before

    def first_paint(self, quiet: float = QUIET) -> int:
        """Wait until the program has drawn its first screen; how many bytes that took."""
        self.wait_for(lambda: any(self.lines), "anything on the screen")
        self.settle(quiet)
        return len(self.output)

    def wait_for(
        self, wanted: str | Callable[[], bool], what: str = "", limit: float = 10.0
    ) -> None:
        """Wait until the screen shows a text, or until something holds.

        Raises TooSlow after `limit` seconds, or where the program ended before.
        """
        end = time.monotonic() + limit
        while not (wanted in self.text if isinstance(wanted, str) else wanted()):
            if self.ended or time.monotonic() > end:
                raise TooSlow(self.seen(f"no {what or repr(wanted)} within {limit:g} s"))
            self.pump(0.05)

    # -- the screen ----------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The screen as lines of text, without the spaces at their ends."""
        self._draw()
        return [line.rstrip() for line in self._display.display]

    @property
    def text(self) -> str:
        """The screen as one text."""
        return "\n".join(self.lines)

    def cells(self, row: int) -> list[Char]:
        """The cells of one line (the first is 0): `data`, `fg`, `reverse`, `underscore`."""
        self._draw()
        line = self._display.buffer[row]
        return [line[x] for x in range(self._display.columns)]

    def reversed_on(self, row: int) -> str:
        """The characters of one line shown in reverse."""
        return "".join(cell.data for cell in self.cells(row) if cell.reverse)

    @property
    def modes(self) -> set[int]:
        """The private modes that are on."""
        self._draw()
        return {mode >> _PRIVATE_SHIFT for mode in self._display.mode if mode >= 32}

    @property
    def clean(self) -> bool:
        """Whether whoever comes next finds a terminal as it was: no mode left on, a cursor."""
        left_on = {ALTERNATE_SCREEN, PASTE, FOCUS, *MOUSE} & self.modes
        return SHOWN_CURSOR in self.modes and not left_on

    def _draw(self) -> None:
        """Show what has come on the emulated screen, all but a sequence that is half there."""
        fresh = self.output[self._drawn :]
        unfinished = _UNFINISHED.search(fresh)
        whole = fresh[: unfinished.start()] if unfinished else fresh
        self._drawn += len(whole)
        self._stream.feed(_UNKNOWN_TO_PYTE.sub(b"", whole))

    # -- the program ---------------------------------------------------------------------------

    def wait(self, limit: float = 10.0) -> int:
        """Wait for the program to end: its status, or minus the signal that ended it.

        Raises TooSlow after `limit` seconds.
        """
        end = time.monotonic() + limit
        while self.process.poll() is None:
            if time.monotonic() > end:
                raise TooSlow(self.seen(f"still running after {limit:g} s"))
            if self.pump(0.02) == 0 and self.ended:
                time.sleep(0.02)
        while self.pump(0.0):
            pass
        return self.process.returncode

    def signal(self, number: signal.Signals) -> None:
        """Send the program a signal."""
        self.process.send_signal(number)

    def hang_up(self) -> None:
        """Take the terminal away, as a dropped line does."""
        self.ended = True
        if self._master >= 0:
            os.close(self._master)
        self._master = -1

    def cpu_seconds(self) -> float:
        """How long the program has kept a processor busy."""
        stat = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="ascii")
        ticks = stat.rpartition(")")[2].split()[11:13]
        return sum(map(int, ticks)) / os.sysconf("SC_CLK_TCK")

    def memory(self) -> int:
        """Bytes of memory the program keeps, what it shares counted in parts (PSS)."""
        rollup = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text(encoding="ascii")
        found = re.search(r"^Pss: +(\d+) kB", rollup, re.MULTILINE)
        assert found is not None
        return int(found[1]) * 1024

    def close(self) -> None:
        """End the program whatever it does, and take it off the system's books."""
        self.hang_up()
        try:
            self.process.wait(0.0 if self.process.poll() is not None else 0.5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def _time_left(self) -> float:
        """Seconds of the program's time limit; past it the program is ended, and TooSlow raised."""
        left = self.started + self._limit - time.monotonic()
        if left <= 0:
            self.close()
            raise TooSlow(self.seen(f"not finished within {self._limit:g} s"))
        return left

    def seen(self, problem: str) -> str:
        """A problem, and what the screen shows."""
        shown = "\n".join(f"|{line}" for line in self.lines)
        return f"{problem}; the screen shows:\n{shown}"


def _clean(term: str, more: Mapping[str, str]) -> dict[str, str]:
    """An environment without what the tests' own terminal, or a person's taste, put into it.

    Nor does it keep Python from using what it compiled before, as at a login.
    """
    passed = {
        name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_TESTS_OWN)
    }
    return {**passed, "TERM": term, "LANG": "C.UTF-8", **more}


def _take_terminal(deaf_to_hang_up: bool) -> None:
    """Make the terminal on standard input the one that hangs up this session."""
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    if deaf_to_hang_up:
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
