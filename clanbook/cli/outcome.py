"""What becomes of a start of the program: done, or explained in a sentence, and an exit status.

The screens are opened from here without the parser of commands, whose loading would take a tenth
of a second of each start.
"""

import errno
import io
import os
import sys
from collections.abc import Sequence
from typing import TextIO

from clanbook.cli.output import Exit, Left, Misused, NotPrinted, all_printed, explained
from clanbook.cli.stopping import STOPPED

_LAST_STREAM = 2
"""The number of the last of the standard streams: input, output, errors."""


def outcome_of(words: Sequence[str]) -> int:
    """Do what these words of a command line say; the exit status.

    Where the output is closed nothing is done at all: an act whose result nobody gets is none.
    """
    unheard = None if _can_be_written(sys.stdout) else NotPrinted("it is closed")
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        if unheard and words:
            raise unheard
        _check_text(words)
        status = _commanded(words) if words else _opened()
    except Left as left:
        status = left.status
    except Exception as error:  # the last resort, so that nobody is ever shown a traceback
        status = explained(error)
    if status == STOPPED:  # as typer tells of Ctrl+C
        raise KeyboardInterrupt
    return all_printed(status)


def _can_be_written(stream: TextIO | None) -> bool:
    """Whether anything can go to a stream: it was open as the program began, and for writing."""
    if not isinstance(stream, io.TextIOWrapper):
        return stream is not None
    try:
        os.write(stream.fileno(), b"")
    except OSError as error:
        return error.errno != errno.EBADF
    return True


def _open_what_is_closed() -> None:
    """Have the standard streams that were closed lead nowhere.

    Else the next file to be opened, the store's own, would be in the place of one of them, and
    Python has None there, which cannot be asked for anything.
    """
    while (opened := os.open(os.devnull, os.O_RDWR)) <= _LAST_STREAM:
        pass
    os.close(opened)
    sys.stdin = sys.stdin or _nowhere()
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()


def _nowhere() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_RDWR), "r+", encoding="utf-8")


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
