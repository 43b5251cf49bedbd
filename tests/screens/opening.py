"""Screens that are opened with something in hand, on top of the first one."""

from typing import Any

from screens.frame import FramedScreen
from tests.screens.acting import Stage

NASTY = (
    "[/][bold]x\x1b[2Jgone",
    "x" * 300,
    "a\u202egnp\n=cmd|' /C calc'!A1",
)
"""What a name, a venue or an LA could be: some of each kind of hostile text."""


async def opened(stage: Stage, screen: FramedScreen[Any]) -> Any:
    """The screen, once it is in front and painted; its result is told to the one below."""
    stage.screen.open(screen, getattr(stage.screen, "told", None))
    await stage.settle()
    await stage.settle()
    return stage.screen


def rows_of(stage: Stage, first: int, last: int = 22) -> list[str]:
    """The lines of a list that have anything on them, without the mark of the cursor."""
    return [line[2:] for line in stage.lines[first:last] if line.strip()]


def under_cursor(stage: Stage) -> str:
    """The line the cursor is on."""
    (line,) = [line for line in stage.lines if line.startswith("> ")]
    return line[2:]
