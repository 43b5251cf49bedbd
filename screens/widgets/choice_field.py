"""Choices typed by number, beginning or initials; F4 lists them under the field."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar, Unpack

from rich.segment import Segment
from rich.style import Style
from textual import events

from clanbook.desk.errors import Refused
from clanbook.reports.text import plain
from screens.widgets.cells import fit
from screens.widgets.choices import chosen, matching
from screens.widgets.field import Field, FieldOptions, quoted

V = TypeVar("V")
C = TypeVar("C")

_REVERSE = Style(reverse=True)
_MOST = 10
"""Choices listed at a time: with the field they take half the screen."""


class _ListingField(Field[V]):
    """A field that can list its choices on the lines below it, as part of itself."""

    def __init__(
        self,
        name: str,
        label: str,
        words: Sequence[str],
        *,
        read: Callable[[str], V],
        show: Callable[[V], str],
        answer: Callable[[V], str],
        **options: Unpack[FieldOptions],
    ) -> None:
        super().__init__(name, label, read=read, show=show, answer=answer, **options)
        self.words = tuple(words)
        self.listed = False
        """Whether the choices are listed."""
        self._at = 0

    def offered(self) -> list[int]:
        """The places of the choices to list: those that what was typed may mean."""
        return (self.edited and matching(self.words, self.value)) or list(range(len(self.words)))

    def listing(self, place: int) -> str:
        """The line of a choice in the list."""
        return f"{place + 1:>2} {self.words[place]}"

    def pick(self, place: int) -> None:
        """Type the word of the choice at a place, and take the list away."""
        self.set_text(self.words[place])
        self.list_choices(False)

    def act_lookup(self) -> None:
        """List the choices, or stop listing them; Refused where there are none."""
        if not self.words:
            raise Refused(f"{self.label}: nothing to choose from is known here yet. Type it.")
        self.list_choices(not self.listed)

    def list_choices(self, listed: bool) -> None:
        """List the choices on the lines below, or take them away."""
        self.listed = listed
        offered = [self.words[place] for place in self.offered()]
        self._at = offered.index(self.value) if self.value in offered else 0
        self._fit_list()

    def on_resize(self) -> None:
        """Bring all of the list in sight, now that it has its room."""
        if self.listed:
            self.scroll_visible(animate=False)

    def on_blur(self) -> None:
        """Take the list away."""
        if self.listed:
            self.list_choices(False)

    def watch_value(self) -> None:
        """List what may be meant now."""
        super().watch_value()
        self._at = 0
        if self.listed:
            self._fit_list()

    def _fit_list(self) -> None:
        lines = min(len(self.offered()), _MOST) if self.listed else 0
        self.styles.height = 1 + lines

    def pressed(self, event: events.Key) -> bool:
        """Move in the list and pick from it."""
        return (self.listed and self._pressed_in_list(event.key)) or super().pressed(event)

    def _pressed_in_list(self, key: str) -> bool:
        offered = self.offered()
        if key in ("up", "down"):
            self._at = (self._at + (1 if key == "down" else -1)) % len(offered)
            self.refresh()
        elif key == "enter":
            self.pick(offered[self._at])
        elif key in ("escape", "f12"):
            self.list_choices(False)
        else:
            return False
        return True

    def segments(self, y: int, width: int) -> list[Segment]:
        """The field, and a choice on each line below it."""
        if y == 0:
            return super().segments(y, width)
        offered = self.offered()
        first = max(0, min(self._at - _MOST // 2, len(offered) - _MOST))
        at = first + y - 1
        if not self.listed or at >= len(offered):
            return []
        place = offered[at]
        here = at == self._at
        line = ("> " if here else "  ") + plain(self.listing(place))
        long = y == 1 and len(offered) > _MOST
        more = f" {first + 1}-{first + _MOST} of {len(offered)}" if long else ""
        shown = fit(line, width - self.label_width - len(more))
        return [
            Segment(" " * self.label_width),
            Segment(shown, _REVERSE if here else None),
            Segment(more),
        ]


class ChoiceField(_ListingField[C]):
    """One of some choices, each a value and the word for it.

    `otherwise` reads what is none of them as a value, such as another area's name, and `show`
    writes such a value; without it only the choices are good.
    """

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[C, str]],
        *,
        otherwise: Callable[[str], C] | None = None,
        show: Callable[[C], str] = str,
        **options: Unpack[FieldOptions],
    ) -> None:
        """An empty choice."""
        words = tuple(word for _, word in choices)
        values = tuple(value for value, _ in choices)

        def read(text: str) -> C:
            place = chosen(words, text)
            if place is not None:
                return values[place]
            if otherwise is None:
                raise ValueError(f"{quoted(text)} is none of the choices: F4 lists them.")
            return otherwise(text)

        def shown(value: C) -> str:
            return words[values.index(value)] if value in values else show(value)

        options = {"hint": "F4 lists the choices", **options}
        super().__init__(name, label, words, read=read, show=shown, answer=shown, **options)

    def prompt(self) -> str:
        """What it may be so far."""
        places = matching(self.words, self.value) if self.value.strip() else []
        return "  ".join(f"{place + 1} {self.words[place]}" for place in places) or self.hint


class YesNoField(ChoiceField[bool]):
    """Yes, no, or not known: `y`, `n` or nothing."""

    def __init__(self, name: str, label: str, **options: Unpack[FieldOptions]) -> None:
        """An empty answer."""
        options = {"hint": "y or n", "width": 4, **options}
        super().__init__(name, label, ((True, "Yes"), (False, "No")), **options)


class ManyField(_ListingField[tuple[C, ...]]):
    """Any of some choices, typed as their numbers; a number typed again takes it out."""

    def __init__(
        self,
        name: str,
        label: str,
        choices: Sequence[tuple[C, str]],
        **options: Unpack[FieldOptions],
    ) -> None:
        """None of them chosen."""
        words = tuple(word for _, word in choices)
        values = tuple(value for value, _ in choices)

        def show(some: tuple[C, ...]) -> str:
            return _numbers(place for place, value in enumerate(values) if value in some)

        def answer(some: tuple[C, ...]) -> str:
            return ", ".join(words[values.index(value)] for value in some)

        def read(text: str) -> tuple[C, ...]:
            places = toggled(words, text)
            if not places:
                raise ValueError(f"{quoted(text)} leaves none of the choices: clear the field.")
            return tuple(values[place] for place in places)

        options = {"hint": "numbers such as 1 3; F4 lists them", "width": 16, **options}
        super().__init__(name, label, words, read=read, show=show, answer=answer, **options)

    def offered(self) -> list[int]:
        """All of them, whatever is typed."""
        return list(range(len(self.words)))

    def listing(self, place: int) -> str:
        """The line of a choice, with whether it is taken."""
        return f"[{'x' if place in self._places() else ' '}] {super().listing(place)}"

    def pick(self, place: int) -> None:
        """Take it, or take it out again; the list stays."""
        at = self._at
        self.set_text(_numbers(sorted(set(self._places()) ^ {place})))
        self._at = at

    def pressed(self, event: events.Key) -> bool:
        """Take with the space bar, and be done with Enter."""
        if self.listed and event.key == "space":
            self.pick(self._at)
            return True
        if self.listed and event.key == "enter":
            self.list_choices(False)
            return True
        return super().pressed(event)

    def _places(self) -> list[int]:
        try:
            return toggled(self.words, self.value)
        except ValueError:
            return []


def toggled(words: Sequence[str], text: str) -> list[int]:
    """The places named an odd number of times, in order; ValueError, one sentence, on no choice."""
    taken: set[int] = set()
    for token in re.split(r"[\s,;]+", text.strip()):
        place = chosen(words, token) if token else None
        if token and place is None:
            raise ValueError(f"{quoted(token)} is none of the choices: F4 lists them.")
        taken ^= {place} if place is not None else set()
    return sorted(taken)


def _numbers(places: Iterable[int]) -> str:
    return " ".join(str(place + 1) for place in places)
