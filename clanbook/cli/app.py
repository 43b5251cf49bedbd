"""The command line as a whole: its options, and what becomes of what goes wrong."""

import io
import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from clanbook import __version__
from clanbook.cli import caseload, figures, files, screen, service, trail
from clanbook.cli.entry import STORE_HELP, Entry
from clanbook.cli.output import Exit, Misused, all_printed, explained, leave, show
from clanbook.cli.stopping import STOPPED

app = typer.Typer(
    name="clanbook",
    invoke_without_command=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
for commands in (service, files, caseload, figures, trail, screen):
    commands.register(app)


@app.callback()
def main(
    context: typer.Context,
    store: Annotated[str, typer.Option(envvar="CLANBOOK_STORE", help=STORE_HELP)] = "",
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """The desk of a looked-after children's health team; without a command, its screens."""
    if version:
        show(f"clanbook {__version__}")
        raise leave(Exit.DONE)
    entry = context.obj = Entry(store)
    if context.invoked_subcommand is None:
        screen.open_screens(entry.where)


def outcome_of(words: Sequence[str]) -> int:
    """Do what these words of a command line say; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _check_text(words)
        status = _commanded(words) if words else _opened()
    except Exception as error:  # the last resort, so that nobody is ever shown a traceback
        status = explained(error)
    if status == STOPPED:  # as typer tells of Ctrl+C
        raise KeyboardInterrupt
    return all_printed(status)


def _commanded(words: Sequence[str]) -> int:
    return app(list(words), prog_name="clanbook", standalone_mode=False) or Exit.DONE


def _opened() -> int:
    """Open the screens; no command line is read, which alone would take 0.1 s of each start."""
    screen.open_screens(Entry(os.environ.get("CLANBOOK_STORE", "")).where)
    return Exit.DONE


def _check_text(words: Sequence[str]) -> None:
    """Refuse what is no text in any encoding: it could not be searched for, kept or printed."""
    for word in (*words, os.environ.get("CLANBOOK_STORE", "")):
        if not word.isascii() and any("\ud800" <= character <= "\udfff" for character in word):
            raise Misused(f"{word!r} is not valid text; type it again in UTF-8.")
