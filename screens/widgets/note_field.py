"""A text of a few lines, wrapped as it is typed."""

from typing import Unpack

from rich.segment import Segment
from textual import events
from textual.geometry import Offset

from screens.widgets.cells import widths, wrap
from screens.widgets.field import Field, FieldOptions


class NoteField(Field[str]):
    """Free text shown on `lines` lines. Enter goes on as in any field; Ctrl+J breaks a line."""

    def __init__(
        self, name: str, label: str, *, lines: int = 3, **options: Unpack[FieldOptions]
    ) -> None:
        """An empty text."""
        options = {"width": 56, **options}
        super().__init__(name, label, read=str, **options)
        self.lines = lines
        self.styles.height = lines

    def pressed(self, event: events.Key) -> bool:
        """Go up and down inside the text, and break a line."""
        if event.key == "ctrl+j":
            self.replace("\n", *self.selection)
            return True
        if event.key in ("up", "down"):
            return self._moved(1 if event.key == "down" else -1)
        return super().pressed(event)

    def pasted(self, text: str) -> str:
        """With its line ends."""
        return "\n".join(text.splitlines())

    def _moved(self, by: int) -> bool:
        """Whether there was a line to go to."""
        lines = self._lines()
        at = self._line_of_cursor(lines)
        if not 0 <= at + by < len(lines):
            return False
        column, target = self.cursor_position - lines[at].start, lines[at + by]
        last = target.stop - (at + by < len(lines) - 1)
        self.cursor_position = min(target.start + column, max(last, target.start))
        return True

    def _lines(self) -> list[slice]:
        return wrap(self.value, widths(self.value), self.field_width)

    def _line_of_cursor(self, lines: list[slice]) -> int:
        starts = [at for at, line in enumerate(lines) if line.start <= self.cursor_position]
        return starts[-1]

    def _first(self, lines: list[slice]) -> int:
        """The first line in sight."""
        at = self._line_of_cursor(lines) if self.has_focus else 0
        return max(0, at - self.lines + 1)

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is, for terminals and readers that follow it."""
        lines = self._lines()
        at = self._line_of_cursor(lines)
        before = sum(widths(self.value[lines[at].start : self.cursor_position]))
        place = Offset(self.label_width + before, at - self._first(lines))
        return self.region.offset + place

    def segments(self, y: int, width: int) -> list[Segment]:
        """A line of the text, with the label before the first."""
        lines = self._lines()
        at = self._first(lines) + y
        label = self.labelled() if y == 0 else Segment(" " * self.label_width)
        if at >= len(lines):
            return [label, *self.typed(slice(-1, -1), self.field_width)]
        note = self.note(width - self.label_width - self.field_width) if y == 0 else Segment("")
        return [label, *self.typed(lines[at], self.field_width), note]

    def cut_off(self, shown: slice) -> bool:
        """Only what has no line left to go to."""
        lines = self._lines()
        return len(lines) > self.lines and shown == lines[self.lines - 1] and not self.has_focus

    def glyph(self, one: str) -> str:
        """A line end is where the line ends."""
        return " " if one == "\n" else super().glyph(one)
