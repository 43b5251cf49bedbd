"""How the journal names an undo: with the entry it took back, so that later ones know what stands.

An entry of format 1 has room for an act's name and no reference to another entry, and the number
is therefore part of the name: `undo_57`. Entries of before that were named `undo` alone: each took
back its author's last act before it.
"""

import re

UNDO, REDO = "undo", "redo"

_NUMBERED = re.compile(rf"({UNDO}|{REDO})_(\d+)")


def reversing(act: str, entry: int) -> str:
    """The name in the journal of an undo, or a redo, of an entry."""
    return f"{act}_{entry}"


def plain(act: str) -> str:
    """An act of the journal without the number of the entry it took back, if it took one back."""
    found = _NUMBERED.fullmatch(act)
    return found[1] if found else act


def reversed_by(act: str) -> int | None:
    """The entry an act took back; None where it took none back, or is from before."""
    found = _NUMBERED.fullmatch(act)
    return int(found[2]) if found else None
