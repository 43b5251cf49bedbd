"""Text measured in cells of the terminal: a wide letter takes two, a combining mark none."""

from collections.abc import Sequence
from typing import Literal

from rich.cells import cell_len, set_cell_size

from clanbook.reports.text import plain

Align = Literal["left", "right"]

CUT = "~"
"""Stands at the end of text that was cut: every console has it."""

_MARKS = 8
"""Characters looked at for each cell: letters may carry marks, but not without end."""


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text in exactly `width` cells: filled with spaces, or cut and marked with `~`."""
    if width <= 0:
        return ""
    looked_at = text[: width * _MARKS]
    room = width - cell_len(looked_at)
    if room < 0 or len(looked_at) < len(text):
        return set_cell_size(looked_at, width - 1) + CUT
    return looked_at + " " * room if align == "left" else " " * room + looked_at


def ended(text: str, tail: str, width: int) -> str:
    """The text and its tail in at most `width` cells: for want of room the text is cut."""
    room = max(width - cell_len(tail), 0)
    looked_at = text[: room * _MARKS + 1]
    whole = len(looked_at) == len(text) and cell_len(text) <= room
    return (text if whole else fit(text, room)) + tail


def window(widths: Sequence[int], cursor: int, room: int) -> slice:
    """The characters to show of a line so that the one at `cursor` is among `room` cells.

    `widths` are the characters' cells; the cursor may stand behind the last and takes a cell there.
    """
    start = cursor
    free = room - (widths[cursor] if cursor < len(widths) else 1)
    while start > 0 and widths[start - 1] <= free:
        start -= 1
        free -= widths[start]
    end, free = start, room
    while end < len(widths) and widths[end] <= free:
        free -= widths[end]
        end += 1
    return slice(start, end)


def wrap(text: str, widths: Sequence[int], room: int) -> list[slice]:
    """The lines of a text as slices of it: broken at its own line ends, else after a space.

    A line's last cell stays free for the cursor. There is always one line, and one more behind a
    line end that closes the text.
    """
    lines: list[slice] = []
    start = 0
    while (end := _line_end(text, widths, start, room - 1)) < len(text):
        lines.append(slice(start, end))
        start = end
    lines.append(slice(start, end))
    if text.endswith("\n"):
        lines.append(slice(end, end))
    return lines


def _line_end(text: str, widths: Sequence[int], start: int, room: int) -> int:
    """Where the line ends that begins at `start`."""
    end, used = start, 0
    while end < len(text) and text[end] != "\n":
        used += widths[end]
        if used > room:
            space = text.rfind(" ", start, end)
            return space + 1 if space >= start else max(end, start + 1)
        end += 1
    return min(end + 1, len(text))


def widths(text: str) -> list[int]:
    """The cells each character takes as it is shown, where it cannot be seen as its escape."""
    return [cell_len(plain(one)) for one in text]
