"""A list of any number of rows: only those in sight are made, and only lines that change painted.

The cursor leaves a page to the next one, as on the terminals clerks know: a page is painted once
instead of once for each line it would scroll by.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache, partial
from typing import Any, Generic, Unpack

from rich.segment import Segment
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from clanbook.reports.text import plain
from screens.widgets.columns import Column
from screens.widgets.filter_text import FilterText
from screens.widgets.narrowing import Haystack, Narrowing, words
from screens.widgets.options import Options
from screens.widgets.sheet import Sheet, differing
from screens.widgets.sources import Cell, K, Listed, RowSource, Tailed, said

__all__ = ["Cell", "Column", "RowList", "RowSource", "Tailed"]

_HEADING = 1
_STRETCH = 1000
"""Rows a filter looks at in one go: some 3 ms, so that a key never waits for all of them."""
_BREATH = 0.002
"""Seconds between two stretches, in which keys are taken and lines painted."""
_KEPT = 256
"""Rows kept as they were made: those of the page, and of the pages just left."""


class _OfRow(Message):
    """Something a list tells of the row with a key."""

    def __init__(self, rows: "RowList[Any]", key: Any) -> None:
        super().__init__()
        self.rows = rows
        self.key = key

    @property
    def control(self) -> "RowList[Any]":
        """The list."""
        return self.rows


class RowList(ScrollView, Generic[K], can_focus=True, inherit_bindings=False):
    """A list with a fixed heading, a cursor and a filter (`/`).

    A cell is text from people, never markup. A `Text` has the style of the whole cell.
    """

    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; overflow: hidden; }"

    class Moved(_OfRow):
        """The cursor came to the row with this key; None where there is no row."""

    class Chosen(_OfRow):
        """Enter was pressed on the row with this key."""

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        empty: str = "Nothing here.",
        **options: Unpack[Options],
    ) -> None:
        """A list without rows; `empty` is what it says then."""
        super().__init__(**options)
        self.columns = tuple(columns)
        self.empty = empty
        self.cursor = 0
        """The place of the cursor among the rows shown."""
        self._top = 0
        self._haystack: Haystack | None = None
        self._found: Narrowing | None = None
        self._take(Listed(()))
        self._filter = FilterText()
        self._drawn: dict[int, list[Segment]] = {}
        self._told: K | None = None

    # --- Rows

    def show(self, rows: Sequence[tuple[K, Sequence[Cell]]] | RowSource[K]) -> None:
        """Show these rows; the cursor stays on its key and line, else on its place."""
        key, line, wanted = self.key, self.cursor - self._top, self._filter.text
        place = self._place(self.cursor)
        self._take(Listed(rows) if isinstance(rows, Sequence) else rows)
        self._narrow(wanted)
        self.cursor = self._seek(key, place)
        self._top = self.cursor - line
        self._settle()

    def _take(self, source: RowSource[K]) -> None:
        """Have these rows, none of which is looked at or drawn yet."""
        self._source = source
        self._haystack = self._found = None
        self._row = lru_cache(_KEPT)(self._made)

    @property
    def key(self) -> K | None:
        """The key of the row under the cursor; None where there is no row."""
        return self._source.row(self._place(self.cursor))[0] if self.count else None

    @property
    def count(self) -> int:
        """How many rows are shown: with a filter, those found so far."""
        return len(self._source) if self._found is None else len(self._found.places)

    @property
    def total(self) -> int:
        """How many rows there are without a filter."""
        return len(self._source)

    def move_to(self, place: int) -> None:
        """Put the cursor on the row at this place among those shown, or on the nearest there is."""
        self.cursor = place
        self._settle()

    def move_to_key(self, key: K) -> bool:
        """Put the cursor on the row with this key; False where none is shown."""
        place = self._seek(key, self._place(self.cursor))
        there = bool(self.count) and self._source.row(self._place(place))[0] == key
        if there:
            self.move_to(place)
        return there

    def _place(self, shown: int) -> int:
        """The place in the source of a row shown."""
        if self._found is None or not self._found.places:
            return shown
        return self._found.places[min(shown, len(self._found.places) - 1)]

    def _seek(self, key: K | None, place: int) -> int:
        """Where the row with this key is shown; else the row shown that is nearest `place`."""
        total = len(self._source)
        # Outwards from where it was: rows come and go by ones and twos.
        steps = range(max(place, total - place) + 1) if key is not None else ()
        around = (at for step in steps for at in (place + step, place - step))
        found = (at for at in around if 0 <= at < total and self._source.row(at)[0] == key)
        return self._shown(next(found, place))

    def _shown(self, place: int) -> int:
        """The place among the rows shown of a place in the source, or of the next one shown."""
        if self._found is None:
            return place
        self._found.advance_to(place)
        return sum(1 for one in self._found.places if one < place)

    # --- The filter

    @property
    def filter(self) -> str:
        """The text the list is narrowed to; empty for the whole list."""
        return self._filter.text

    @property
    def typing(self) -> bool:
        """Whether letters narrow the list now."""
        return self._filter.typing

    def open_filter(self) -> None:
        """Let letters narrow the list until Enter or Esc; the first types over what was there."""
        self._filter.typing = self._filter.fresh = True
        self._paint()

    def close_filter(self) -> None:
        """Give the letters back; the list stays narrowed."""
        self._filter.typing = False
        self._paint()

    def set_filter(self, text: str) -> None:
        """Narrow the list to rows with these words, in any order and case; empty shows all."""
        place, line = self._place(self.cursor), self.cursor - self._top
        self._filter.text, self._filter.fresh = text, False
        self._narrow(text)
        self.cursor = self._among_found(place)
        self._top = 0 if self._found else self.cursor - line
        self._settle()

    def _narrow(self, text: str) -> None:
        wanted = words(text)
        if not wanted:
            self._found = None
            return
        if self._haystack is None:
            self._haystack = Haystack(len(self._source), self._text_of)
        before = self._found or Narrowing(self._haystack, ())
        self._found = before.narrowed(wanted)
        self._look_at_more(self._found)

    def _text_of(self, place: int) -> str:
        return " ".join(said(one) for one in self._source.row(place)[1])

    def _among_found(self, place: int) -> int:
        """Where a place in the source is shown, if it was found already; else the first."""
        if self._found is None:
            return place
        places = self._found.places
        return places.index(place) if place in places else 0

    def _look_at_more(self, found: Narrowing) -> None:
        """Look at some more rows, and at the rest when nothing else is to be done."""
        found.advance(_STRETCH)
        if self.is_mounted and not found.complete:
            # A callback would be run before what was found so far is painted.
            self.set_timer(_BREATH, partial(self._look_on, found))

    def _look_on(self, found: Narrowing) -> None:
        """Go on looking, unless something else is wanted by now."""
        if found is self._found:
            full = self.count >= self._page
            self._look_at_more(found)
            # What is found below the page is not in sight: it is counted when all is looked at.
            if found.complete or not full:
                self._settle()

    def on_mount(self) -> None:
        """Go on with a filter that was set before."""
        if self._found is not None:
            self._look_on(self._found)

    # --- Keys

    def act_filter(self) -> None:
        """The act of that name, by whatever key a person has for it."""
        self.open_filter()

    def act_open(self) -> None:
        """Choose the row under the cursor."""
        if self.count:
            self.post_message(self.Chosen(self, self.key))

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Letters are the filter's while it is typed."""
        letter = character is not None and character.isprintable()
        return (self._filter.typing and letter) or super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Type into the filter, move, or choose; every other key is left to the screen."""
        if (self._filter.typing and self._typed(event)) or self._pressed(event.key):
            event.stop()
            event.prevent_default()

    def on_paste(self, event: events.Paste) -> None:
        """Type what was pasted into the filter, its lines after one another."""
        if self._filter.typing:
            event.stop()
            self.set_filter(self._filter.with_more(" ".join(event.text.split())))

    def _typed(self, event: events.Key) -> bool:
        """Whether the key was one for the filter."""
        if event.key in ("enter", *_LEAVING):
            self.close_filter()
            return True
        text = self._filter.edited(event)
        if text is not None:
            self.set_filter(text)
        return text is not None

    def _pressed(self, key: str) -> bool:
        """Whether the key was one for the list."""
        if key in _MOVES:
            self._move(key)
        elif key in _LEAVING and self._filter.text:
            self.set_filter("")
        elif key == "enter":
            self.act_open()
        else:
            return False
        return True

    def _move(self, key: str) -> None:
        if key == "end" and self._found:
            self._found.advance_to(len(self._source))
        if key in ("pageup", "pagedown"):
            self._top = _MOVES[key](self._top, self._page, self.count)
        self.move_to(_MOVES[key](self.cursor, self._page, self.count))

    def on_blur(self, event: events.Blur) -> None:
        """Show the cursor as one that keys do not move, and paint no other line."""
        self._filter.typing = False
        self._focus_is(False)
        event.prevent_default()
        if self.parent is not None:
            self.parent.post_message(events.DescendantBlur(self))

    def on_focus(self, event: events.Focus) -> None:
        """Show the cursor as the one that keys move, and paint no other line."""
        self._focus_is(True)
        event.prevent_default()
        if self.parent is not None:
            self.parent.post_message(events.DescendantFocus(self))

    def _focus_is(self, here: bool) -> None:
        # Widget's own handlers do this and repaint every line.
        self.has_focus = here
        self._paint()

    # --- What is seen

    @property
    def _page(self) -> int:
        """How many rows are in sight."""
        return max(self.size.height - _HEADING, 1)

    def _settle(self) -> None:
        """Bring the cursor into the rows and the page to the cursor; paint what changed."""
        last = max(self.count - 1, 0)
        self.cursor = min(max(self.cursor, 0), last)
        if self.cursor >= self._top + self._page:
            self._top = self.cursor
        elif self.cursor < self._top:
            self._top = self.cursor - self._page + 1
        self._top = min(max(self._top, 0), max(self.count - self._page, 0))
        self._paint()
        if self.key != self._told:
            self._told = self.key
            self.post_message(self.Moved(self, self.key))

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._settle()

    def _paint(self) -> None:
        """Paint what is not as it was drawn, line by line."""
        # Told by what is in them: the style of the whole list never changes, and takes its time.
        if not self.size:
            return
        sheet = self._sheet
        for y in range(self.size.height):
            if (drawn := self._drawn.get(y)) != (wanted := self._segments(y, sheet)):
                start, stop = differing(drawn or [], wanted, sheet.width)
                self.refresh(Region(start, y, stop - start, 1))

    def render_line(self, y: int) -> Strip:
        """A line of the list, as the line API asks for it."""
        sheet, style = self._sheet, self.rich_style
        segments = self._drawn[y] = self._segments(y, sheet)
        strip = Strip(Segment.apply_style(segments, style)).simplify()
        return strip.adjust_cell_length(sheet.width, style)

    @property
    def _sheet(self) -> Sheet:
        return Sheet(self.columns, self.size.width, self.app.size.width)

    def _segments(self, y: int, sheet: Sheet) -> list[Segment]:
        at = self._top + y - _HEADING
        if y < _HEADING:
            filtered = f"/{plain(self._filter.text)}" if self._filter.shown else ""
            return sheet.heading(filtered, self._filter.typing, self.counted())
        if at < self.count:
            here = at == self.cursor
            return self._row(self._place(at), here, here and self.has_focus, sheet)
        return sheet.sentence(self._nothing() if y == _HEADING and not self.count else "")

    def _made(self, place: int, here: bool, lit: bool, sheet: Sheet) -> list[Segment]:
        """The row at a place in the source."""
        return sheet.row(self._source.row(place)[1], here, lit)

    def counted(self) -> str:
        """How many rows there are, where not all of them are seen."""
        if self._found is not None:
            more = "" if self._found.complete else "+"
            return f"{self.count:,}{more} of {self.total:,}"
        return f"{self.count:,}" if self.count > self._page else ""

    def _nothing(self) -> str:
        if self._found is None:
            return self.empty
        return f'Nothing has "{self._filter.text}": Esc shows all {self.total:,}.'


_LEAVING = ("escape", "f12")

_Move = Callable[[int, int, int], int]

_MOVES: dict[str, _Move] = {
    "up": lambda at, _page, _count: at - 1,
    "down": lambda at, _page, _count: at + 1,
    "pageup": lambda at, page, _count: at - page,
    "pagedown": lambda at, page, _count: at + page,
    "home": lambda _at, _page, _count: 0,
    "end": lambda _at, _page, count: count - 1,
}
"""Where a key moves the cursor from a place, with pages of so many rows and so many rows in all."""
