"""What a command says: results on stdout, one sentence on stderr, and an exit status."""

import errno
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Any, TextIO

from clanbook.cli.stopping import begin_changing, changing
from clanbook.desk.errors import NotAllowed, NotOnRecord, Refused
from clanbook.records import NoRecord
from clanbook.reports.text import json_text, plain
from clanbook.settings import SettingsError
from store import NothingKnown, StoreError, StoreNotOwned, SubjectErased


class Exit(IntEnum):
    """The exit statuses others rely on, and one for a mistake of the program's own."""

    DONE = 0
    LOOK = 1
    MISUSED = 2
    NO_STORE = 3
    NOT_ALLOWED = 4
    REFUSED = 5
    BROKEN = 70


class Misused(Exception):
    """What was typed cannot be understood; the sentence says what was expected."""


class Left(Exception):
    """A command stops where it is; `status` is what it leaves with."""

    def __init__(self, status: Exit) -> None:
        """Leave with this status."""
        super().__init__()
        self.status = status


class NoRoom(Exception):
    """The disk is full, and a result cannot be written."""


class NotPrinted(Exception):
    """A result cannot be printed; `advice` is how to come by it where the act itself was done."""

    def __init__(self, why: str, advice: str = "") -> None:
        """Keep why it cannot."""
        super().__init__(why)
        self.advice = advice

    def __str__(self) -> str:
        """What came of it: whatever was done before stays done, and that is said."""
        why = self.args[0]
        if not changing():
            return f"The output cannot be written: {why}."
        return " ".join(
            filter(None, (f"Done, but the output could not be written: {why}.", self.advice))
        )


NARROWEST, USUAL_WIDTH, WIDEST = 40, 100, 160
"""How wide the report's table may be; where nobody watches it is as wide as usual."""

_FULL = (errno.ENOSPC, errno.EDQUOT)


_STATUS: tuple[tuple[type[Exception], Exit], ...] = (
    (Misused, Exit.MISUSED),
    (SettingsError, Exit.MISUSED),
    (NothingKnown, Exit.LOOK),
    (NotOnRecord, Exit.LOOK),
    (StoreNotOwned, Exit.NOT_ALLOWED),
    (SubjectErased, Exit.REFUSED),
    (StoreError, Exit.NO_STORE),
    (NoRecord, Exit.NO_STORE),
    (NoRoom, Exit.NO_STORE),
    (NotPrinted, Exit.NO_STORE),
    (NotAllowed, Exit.NOT_ALLOWED),
    (Refused, Exit.REFUSED),
)


def say(sentence: str) -> None:
    """Tell the person at the shell something that is not a result."""
    tell(plain(sentence))


def tell(text: str) -> None:
    """Tell them a text of the program's own, of several lines."""
    try:
        print(text, file=sys.stderr, flush=True)
    except OSError:  # where nobody can be told, the exit status still says it
        _to_nowhere(sys.stderr)


def show(text: str) -> None:
    """Print a result. Whoever has read enough of it may stop reading: that is no mistake."""
    try:
        print(text, flush=True)
    except BrokenPipeError as stopped:
        raise Left(Exit.DONE) from stopped
    except OSError as error:
        raise not_printed(error) from error


def not_printed(error: OSError) -> NotPrinted:
    """What to raise where the output cannot be written."""
    return NotPrinted(error.strerror or type(error).__name__)


def unwritable(what: str, error: OSError) -> Misused | NoRoom:
    """What to raise where a file cannot be written: its disk is full, or worse."""
    kind = NoRoom if error.errno in _FULL else Misused
    return kind(f"{what} cannot be written: {error.strerror}.")


def all_printed(status: int) -> int:
    """Print what is not printed yet; the status, or another one where that cannot be done."""
    try:
        sys.stdout.flush()
    except OSError as error:
        _to_nowhere(sys.stdout)
        if status == Exit.DONE and not isinstance(error, BrokenPipeError):
            return explained(not_printed(error))
    return status


def _to_nowhere(stream: TextIO) -> None:
    """Have what a stream holds go nowhere, so that it is not tried again as the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def show_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns that fit the terminal; whole where there is none."""
    from clanbook.reports.columns import columns

    show(columns(headings, rows, terminal_width()))


def terminal_width() -> int | None:
    """How wide the terminal is, as it says itself or COLUMNS does; None where there is none."""
    import shutil

    said = os.environ.get("COLUMNS", "")
    if sys.stdout.isatty() or (said.isdecimal() and int(said[:5])):
        return shutil.get_terminal_size().columns
    return None


def report_width() -> int:
    """How wide the report's table is drawn."""
    return min(max(terminal_width() or USUAL_WIDTH, NARROWEST), WIDEST)


def show_json(document: Any) -> None:
    """Print a result as one JSON document."""
    show(json_text(document))


def write(file: str, text: str, *, private: bool = False) -> None:
    """Write a result to a file; one that is `private` for its owner's eyes only."""
    path = Path(file)
    begin_changing()
    try:
        if private:
            path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise unwritable(file, error) from error


def explained(error: Exception) -> Exit:
    """Say what went wrong in one sentence; the status to leave with."""
    for kind, status in _STATUS:
        if isinstance(error, kind):
            say(str(error))
            return status
    if isinstance(error, OSError):
        named = error.filename
        return explained(unwritable(named, error) if named else not_printed(error))
    say(f"Something went wrong inside clanbook; please report reference {_logged(error)}.")
    return Exit.BROKEN


def _logged(error: Exception) -> str:
    """Keep where it happened, without any value a child's data could be in; the reference."""
    import traceback
    from secrets import token_hex

    import platformdirs

    reference = token_hex(4)
    folder = Path(platformdirs.user_log_dir("clanbook", appauthor=False))
    where = "".join(
        f"  {frame.filename}:{frame.lineno} {frame.name}\n"
        for frame in traceback.extract_tb(error.__traceback__)
    )
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with (folder / "errors.log").open("a", encoding="utf-8") as log:
            log.write(
                f"{datetime.now(UTC).isoformat()} {reference} {type(error).__name__}\n{where}"
            )
    except OSError as cannot:
        say(f"(it could not be logged in {folder}: {cannot.strerror})")
    return reference
