"""A field on one line: its label, what is typed, and the answer to it or what is wrong with it.

The line is drawn as one, so that a letter typed or a move of the focus repaints it and nothing
else. Keys are handled where they arrive, in the order they arrive.
"""

from collections.abc import Callable, Iterator
from typing import Any, Generic, TypeVar, Unpack

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Offset
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Input

from clanbook.reports.text import plain
from screens.widgets.cells import CUT, fit, widths, window
from screens.widgets.options import Options

V = TypeVar("V")

LONGEST = 2000
"""How many characters a field takes, as many as a cell of an import."""

_GAP = "  "
_BOLD = Style(bold=True)
_UNDERLINE = Style(underline=True)
_REVERSE = Style(reverse=True)
_CHOSEN = Style(reverse=True, underline=True, bold=True)
"""What the next letter types over."""
_CURSOR = Style(underline=True, bold=True)
"""The cursor: a hole in the reversed field."""


def quoted(text: str) -> str:
    """What was typed, between quotation marks, cut where it is long."""
    return f'"{text if len(text) <= 40 else text[:40] + CUT}"'


class FieldOptions(Options, total=False):
    """What every field can be given besides what its kind needs."""

    required: bool
    hint: str
    width: int
    max_length: int


class _OfField(Message):
    """Something a field tells of itself."""

    def __init__(self, field: "Field[Any]") -> None:
        super().__init__()
        self.field = field

    @property
    def control(self) -> "Field[Any]":
        """The field."""
        return self.field


class Field(Input, Generic[V], inherit_css=False, inherit_bindings=False):
    """A line of a form that reads what is typed as a value.

    `read` takes trimmed text that is not empty and raises ValueError with one sentence; `show`
    writes a value as text that `read` reads as the same value. `answer` is what to say to a good
    value to the right of the field.
    """

    DEFAULT_CSS = "Field { height: 1; width: 1fr; overflow: hidden; }"

    edited: bool = False
    """Whether something was typed since the field was come to, or filled in by the program."""

    _came: str = ""
    _objection: str = ""
    _told: bool = False
    _complaint: str = ""
    """What was said to be wrong with the field, until it is good again."""
    _left_out: bool = False
    """Whether it is objected that something did not fit in; the text that stands is good."""

    class Answered(_OfField):
        """The field was left with other text than before, and it is good; the value may be None."""

        def __init__(self, field: "Field[Any]", value: Any) -> None:
            super().__init__(field)
            self.value = value

    class Objected(_OfField):
        """There is something wrong with the field, said in one sentence."""

        def __init__(self, field: "Field[Any]", sentence: str) -> None:
            super().__init__(field)
            self.sentence = sentence

    class Mended(_OfField):
        """What was said to be wrong with the field no longer is."""

        def __init__(self, field: "Field[Any]", sentence: str) -> None:
            super().__init__(field)
            self.sentence = sentence

    def __init__(
        self,
        name: str,
        label: str,
        *,
        read: Callable[[str], V],
        show: Callable[[V], str] = str,
        answer: Callable[[V], str] | None = None,
        **options: Unpack[FieldOptions],
    ) -> None:
        """An empty field; `width` is that of its underlined part in cells."""
        super().__init__(
            name=name,
            id=options.get("id"),
            classes=options.get("classes"),
            max_length=options.get("max_length", LONGEST),
        )
        self.cursor_blink = False
        self.field_name = name
        self.label = label
        self.label_width = len(label) + 3
        """Cells before the underlined part; a form makes them the same for all its fields."""
        self.required = options.get("required", False)
        self.hint = options.get("hint", "")
        self.field_width = options.get("width", 28)
        self._read = read
        self._show = show
        self._answer = answer

    # --- The value

    @property
    def value_read(self) -> V | None:
        """The value that was typed; None where nothing was, or nothing good."""
        return self._reading()[0]

    @property
    def problem(self) -> str:
        """What is wrong with the text, in one sentence; empty where nothing is."""
        return self._reading()[1]

    def _reading(self) -> tuple[V | None, str]:
        typed = self.value.strip()
        if self._objection:
            return None, self._objection
        if not typed:
            return None, f"{self.label} is needed." if self.required else ""
        try:
            return self._read(typed), ""
        except ValueError as refused:
            return None, str(refused)

    def set_value(self, value: V | None) -> None:
        """Fill the field with a value; None empties it."""
        self.set_text("" if value is None else self._show(value))

    def set_text(self, text: str) -> None:
        """Put in this text, whatever it holds; where one types next, that types over it."""
        if self.is_attached:
            self.value = text
            self.cursor_position = len(text)
            if self.has_focus:
                self._untouched()
        else:
            # Watchers of a widget that is on no screen yet find no app to ask.
            self.set_reactive(Input.value, text)
            self._objection = ""

    def draft(self) -> str:
        """What to keep of a half-typed field: a good value in full, other text as it is."""
        value, _ = self._reading()
        return self.value if value is None else self._show(value)

    def show_problem(self, sentence: str = "") -> None:
        """Show what is wrong: this sentence, which stands until the text changes, or its own."""
        self._objection = sentence or self._objection
        self._told = True
        self._complaint = self.problem
        self.refresh()

    def complain(self) -> None:
        """Show what is wrong, and let others say it too."""
        self.show_problem()
        # Of its own accord, also within a key its form handles: the form would stop it otherwise.
        self.post_message(self.Objected(self, self.problem).set_sender(self))

    def sent_back(self) -> None:
        """A save was refused for this field, which has been said: typing replaces what is wrong.

        What did not fit in is objected to once: the text that stands may be saved without it.
        """
        if self._left_out:
            self._left_out, self._objection = False, ""
        elif self.has_focus:
            self._untouched()

    def prompt(self) -> str:
        """What to say while the field has the focus and no good value."""
        return self.hint

    # --- Coming and going

    def on_focus(self, event: events.Focus) -> None:
        """Remember how it was; a terminal that comes to the front again changes nothing."""
        if not event.from_app_focus:
            self._came = self.value
            self._untouched()

    def _untouched(self) -> None:
        """All that stands here is typed over by the next letter, and none of it was typed."""
        self.select_all()
        self.edited = False

    def on_blur(self) -> None:
        """Write a good value in full, and say what is wrong with another."""
        value, problem = self._reading()
        if value is not None and self._show(value) != self.value:
            self.set_text(self._show(value))
        if self.value == self._came:
            return
        if not problem or not self.value.strip():
            self.post_message(self.Answered(self, value))
        elif not self._told:
            # What was told already was said by the form, which says the first problem it has.
            self.complain()

    def watch_value(self) -> None:
        """Other text: no objection holds any more, and one that was said may be taken back."""
        self.edited = True
        self._told = self._left_out = False
        self._objection = ""
        if self._complaint and not self.problem:
            said, self._complaint = self._complaint, ""
            self.post_message(self.Mended(self, said).set_sender(self))

    # --- Keys

    def on_key(self, event: events.Key) -> None:
        """Edit at once: a binding would be run only after the letters typed ahead."""
        if self.pressed(event):
            event.stop()
            event.prevent_default()

    def pressed(self, event: events.Key) -> bool:
        """Whether the key was one for the field; letters are typed by `Input`."""
        edit = _EDITS.get(event.key)
        if edit is not None:
            edit(self)
        return edit is not None

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted, its lines after one another; where it does not fit, none of it."""
        event.stop()
        event.prevent_default()
        text = self.pasted(event.text)
        start, end = sorted(self.selection)
        if len(text) > self._room + end - start:
            self._leave_out(self._too_long(len(text), self._room + end - start))
        else:
            self.replace(text, start, end)

    def pasted(self, text: str) -> str:
        """How pasted text is typed."""
        return " ".join(text.split())

    @property
    def _room(self) -> int:
        """How many characters more the field takes."""
        return (self.max_length or 0) - len(self.value)

    def _too_long(self, pasted: int, room: int) -> str:
        """Why a paste of so many characters is not typed where there is room for so many."""
        takes = f"takes {room:,}" if room == self.max_length else f"has room for {room:,} more"
        has = f"The paste has {pasted:,} characters; {self.label} {takes}"
        return f"{has}: shorten it, or paste it in parts."

    def restricted(self) -> None:
        """Leave out a letter there is no room for, and say so."""
        self._leave_out(f"{self.label} is full: what goes beyond {self.max_length:,} is left out.")

    def _leave_out(self, sentence: str) -> None:
        """Say what was not taken in; that it was not holds up the next save, once."""
        self.app.bell()
        self._objection, self._left_out = sentence, True
        self.complain()

    # --- What is seen

    @property
    def content_width(self) -> int:
        """The same for any text: a width that changed would lay out the whole screen again."""
        return 1

    @property
    def cursor_screen_offset(self) -> Offset:
        """Where the cursor is, for terminals and readers that follow it."""
        cells = widths(self.value)
        shown = window(cells, self.cursor_position, self.field_width)
        before = sum(cells[shown.start : self.cursor_position])
        return self.region.offset + Offset(self.label_width + before, 0)

    def render_line(self, y: int) -> Strip:
        """A line of the field, as the line API asks for it."""
        width = self.size.width
        strip = Strip(Segment.apply_style(self.segments(y, width), self.rich_style)).simplify()
        return strip.adjust_cell_length(width, self.rich_style)

    def segments(self, y: int, width: int) -> list[Segment]:
        """What line `y` is made of."""
        if y:
            return []
        return [
            self.labelled(),
            *self.typed(self._window(), self.field_width),
            self.note(width - self.label_width - self.field_width),
        ]

    def _window(self) -> slice:
        cursor = self.cursor_position if self.has_focus else 0
        return window(widths(self.value), cursor, self.field_width)

    def labelled(self) -> Segment:
        """The label, with a star where the field is required."""
        label = f"{self.label} *" if self.required else self.label
        return Segment(fit(label, self.label_width - 1) + " ", _BOLD if self.required else None)

    def note(self, room: int) -> Segment:
        """What stands to the right of the field, in exactly `room` cells."""
        value, problem = self._reading()
        if problem and self._told:
            return Segment(fit(f"{_GAP}! {plain(problem)}", room), _BOLD)
        said = self._said(value)
        return Segment(fit(f"{_GAP}{plain(said)}" if said != self.value else "", room))

    def _said(self, value: V | None) -> str:
        """The answer to a good value; without one, what to type while the field has the focus."""
        if value is not None:
            return self._answer(value) if self._answer else ""
        return self.prompt() if self.has_focus else ""

    def typed(self, shown: slice, room: int) -> Iterator[Segment]:
        """The characters of a stretch of the text, in exactly `room` cells."""
        text = [self.glyph(one) for one in self.value[shown]]
        ends = shown.stop == len(self.value) and not self.value[shown].endswith("\n")
        if self.cut_off(shown) and text:
            text[-1] = CUT
        for at, one in enumerate(text, shown.start):
            yield Segment(one, self._style_at(at))
        free = room - sum(map(cell_len, text))
        # Behind the last character there is a cell for the cursor to stand in.
        yield Segment(" " * min(free, 1), self._style_at(shown.stop if ends else -1))
        yield Segment(" " * (free - 1), self._style_at(-1))

    def cut_off(self, shown: slice) -> bool:
        """Whether to mark the end of a stretch of the text as cut."""
        return shown.stop < len(self.value) and not self.has_focus

    def glyph(self, one: str) -> str:
        """How a character is shown."""
        return plain(one)

    def _style_at(self, at: int) -> Style:
        """How the character at a place is drawn."""
        if not self.has_focus:
            return _UNDERLINE
        if at == self.cursor_position:
            return _CURSOR
        start, end = sorted(self.selection)
        return _CHOSEN if start <= at < end else _REVERSE


_EDITS: dict[str, Callable[[Input], None]] = {
    "left": Input.action_cursor_left,
    "right": Input.action_cursor_right,
    "shift+left": lambda field: field.action_cursor_left(True),
    "shift+right": lambda field: field.action_cursor_right(True),
    "ctrl+left": Input.action_cursor_left_word,
    "ctrl+right": Input.action_cursor_right_word,
    "home": Input.action_home,
    "end": Input.action_end,
    "backspace": Input.action_delete_left,
    "delete": Input.action_delete_right,
    "ctrl+w": Input.action_delete_left_word,
    "ctrl+u": Input.action_delete_left_all,
    "ctrl+k": Input.action_delete_right_all,
}
"""The keys that edit, none of which reaches outside the field (no clipboard, no undo)."""


class TextField(Field[str]):
    """A line of free text."""

    def __init__(self, name: str, label: str, **options: Unpack[FieldOptions]) -> None:
        """An empty line."""
        super().__init__(name, label, read=str, **options)
