"""What a command says: results on stdout, one sentence on stderr, and an exit status."""

import os
import sys
from datetime import UTC, datetime
from enum import IntEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from clanbook.desk.errors import NotAllowed, Refused
from clanbook.reports.text import json_text, plain
from clanbook.settings import SettingsError
from store import NothingKnown, StoreError

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document on stdout.")]
"""The option of every command that lists or acts."""


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


_STATUS: tuple[tuple[type[Exception], Exit], ...] = (
    (Misused, Exit.MISUSED),
    (SettingsError, Exit.MISUSED),
    (NothingKnown, Exit.LOOK),
    (StoreError, Exit.NO_STORE),
    (NotAllowed, Exit.NOT_ALLOWED),
    (Refused, Exit.REFUSED),
)


def say(sentence: str) -> None:
    """Tell the person at the shell something that is not a result."""
    typer.echo(plain(sentence), err=True)


def show(text: str) -> None:
    """Print a result. Whoever has read enough of it may stop reading: that is no mistake."""
    try:
        typer.echo(text)
    except BrokenPipeError as stopped:
        _print_no_more()
        raise leave(Exit.DONE) from stopped
    except OSError as error:
        _print_no_more()
        raise Misused(f"The output cannot be written: {error.strerror}.") from error


def _print_no_more() -> None:
    """Let what is still to be printed go nowhere, also when the program ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_json(document: Any) -> None:
    """Print a result as one JSON document."""
    show(json_text(document))


def write(file: str, text: str, *, private: bool = False) -> None:
    """Write a result to a file; one that is `private` for its owner's eyes only."""
    path = Path(file)
    try:
        if private:
            path.touch(mode=0o600)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Misused(f"{file} cannot be written: {error.strerror}.") from error


def leave(status: Exit) -> typer.Exit:
    """What to raise to stop with this status."""
    return typer.Exit(int(status))


def explained(error: Exception) -> Exit:
    """Say what went wrong in one sentence; the status to leave with."""
    if isinstance(error, typer.TyperException):
        return _misunderstood(error)
    for kind, status in _STATUS:
        if isinstance(error, kind):
            say(str(error))
            return status
    say(f"Something went wrong inside clanbook; please report reference {_logged(error)}.")
    return Exit.BROKEN


def _misunderstood(error: typer.TyperException) -> Exit:
    """Say in one sentence which word of the command line is wrong; or, to no word at all, help."""
    message = error.format_message()
    if message.startswith("Usage:"):
        typer.echo(message, err=True)
    else:
        say(f"{message.rstrip('.')}; see: clanbook --help")
    return Exit.MISUSED


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
