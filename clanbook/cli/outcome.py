"""What becomes of a start of the program: done, or explained in a sentence, and an exit status.

The screens are opened from here without the parser of commands, whose loading would take a tenth
of a second of each start.
"""

import io
import os
import sys
from collections.abc import Sequence

from clanbook.cli.output import Exit, Left, Misused, all_printed, explained
from clanbook.cli.stopping import STOPPED


def outcome_of(words: Sequence[str]) -> int:
    """Do what these words of a command line say; the exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        _check_text(words)
        status = _commanded(words) if words else _opened()
    except Left as left:
        status = left.status
    except Exception as error:  # the last resort, so that nobody is ever shown a traceback
        status = explained(error)
    if status == STOPPED:  # as typer tells of Ctrl+C
        raise KeyboardInterrupt
    return all_printed(status)


def _commanded(words: Sequence[str]) -> int:
    from clanbook.cli.app import commanded

    return commanded(words)


def _opened() -> int:
    from clanbook.cli.entry import Entry
    from clanbook.cli.opening import open_screens

    open_screens(Entry(os.environ.get("CLANBOOK_STORE", "")).where)
    return Exit.DONE


def _check_text(words: Sequence[str]) -> None:
    """Refuse what is no text in any encoding: it could not be searched for, kept or printed."""
    for word in (*words, os.environ.get("CLANBOOK_STORE", "")):
        if not word.isascii() and any("\ud800" <= character <= "\udfff" for character in word):
            raise Misused(f"{word!r} is not valid text; type it again in UTF-8.")
