"""A sentence that may take several lines, of which those are painted that are other than before."""

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from clanbook.reports.text import plain
from screens.widgets.cells import fit, widths, wrap

_BOLD = Style(bold=True)
_MARGIN = 1


class Paragraph(Widget, can_focus=False):
    """A sentence in bold, wrapped; text from people is shown as such, and cut with a mark."""

    DEFAULT_CSS = "Paragraph { height: 4; width: 100%; }"

    def __init__(self, sentence: str) -> None:
        """Show `sentence`."""
        super().__init__()
        self._said = sentence

    def show(self, sentence: str) -> None:
        """Show another sentence, at the cost of what is written on the lines that differ."""
        before = self._lines()
        self._said = sentence
        for y, (old, new) in enumerate(zip(before, self._lines(), strict=True)):
            if old != new:
                written = max(cell_len(old), cell_len(new)) + _MARGIN
                self.refresh(Region(0, y, min(written, self.size.width), 1))

    def render_line(self, y: int) -> Strip:
        """A line of it, as the line API asks for it."""
        width = self.size.width
        line = fit(" " * _MARGIN + self._lines()[y], width) if y < self.size.height else ""
        segments = Segment.apply_style([Segment(line, _BOLD)], self.rich_style)
        return Strip(segments).adjust_cell_length(width, self.rich_style)

    def _lines(self) -> list[str]:
        """The sentence on as many lines as there are; what is left over is all on the last."""
        text, height = plain(self._said), self.size.height
        # Wrapping keeps the last cell free for a cursor, of which there is none here.
        lines = [text[part] for part in wrap(text, widths(text), self.size.width - _MARGIN)]
        kept = [line.rstrip() for line in lines[: height - 1]]
        rest = "".join(lines[height - 1 :])
        return [*kept, rest, *[""] * height][:height]
