"""F1: what this place is for, its keys, and the rules it applies with their source."""

from collections.abc import Iterator, Sequence
from inspect import cleandoc
from typing import Any

from rich.text import Text
from textual.app import ComposeResult

from clanbook.reports.text import plain
from screens.acts import EVERYWHERE, Act, for_place, keys_shown
from screens.frame import FramedScreen
from screens.widgets.page import Page, Paragraph

_KEYS, _WORDS = 12, 10


class Help(FramedScreen[None]):
    """Explains the screen behind it, the field in it that has the focus first."""

    PLACE = "help"
    TITLE_WORDS = "Help"
    HELP = "Help explains the screen it was opened from. F12 goes back there."

    def __init__(self, place: FramedScreen[Any] | None = None) -> None:
        """The help of a place; without one, of help itself."""
        super().__init__()
        self._help_place = place or self

    def title_words(self) -> str:
        """Whose help it is."""
        return f"Help: {self._help_place.TITLE_WORDS}"

    def body(self) -> ComposeResult:
        """The page to read."""
        yield Page(list(self._paragraphs()))

    def _paragraphs(self) -> Iterator[Paragraph]:
        """The field, the place, its acts, then the rules behind them."""
        place = self._help_place
        if hint := _hint(place):
            yield from (hint, _SPACE)
        for paragraph in cleandoc(place.HELP).split("\n\n"):
            yield from (Paragraph(Text(" ".join(paragraph.split()))), _SPACE)
        known = [act for act in for_place(place.PLACE) if place.offers(act.id)]
        for heading, acts in _parted(known):
            yield _heading(heading)
            yield from (self._keys_of(act) for act in acts)
            yield _SPACE
        if ruled := [act for act in known if act.help]:
            yield _heading("The rules behind them")
            yield from (_entry(act.word, Text(act.help), _WORDS) for act in ruled)

    def _keys_of(self, act: Act) -> Paragraph:
        """An act's keys and what it does; why not, where it cannot be done now."""
        told = Text(act.sentence)
        if reason := self._help_place.reason_against(act.id):
            told.append(f" Not now: {plain(reason)}", "dim")
        return _entry(keys_shown(self.host.keys[act.id]), told, _KEYS)


_SPACE = Paragraph(Text())


def _parted(known: Sequence[Act]) -> Iterator[tuple[str, list[Act]]]:
    """What belongs to the place first, then what is the same everywhere."""
    parts = {"Keys here": False, "Keys everywhere": True}
    for heading, everywhere in parts.items():
        if acts := [act for act in known if (act.id in EVERYWHERE) is everywhere]:
            yield heading, acts


def _heading(words: str) -> Paragraph:
    return Paragraph(Text(words, style="bold"))


def _entry(head: str, told: Text, width: int) -> Paragraph:
    """A word in a column of its own, and what is told of it beside it."""
    return Paragraph(Text.assemble((f"{head:<{width}}", "bold"), told), hang=width)


def _hint(place: FramedScreen[Any]) -> Paragraph | None:
    """What the field with the focus takes, where it says so."""
    label, hint = (getattr(place.focused, name, "") for name in ("label", "hint"))
    if not isinstance(label, str) or not isinstance(hint, str) or not hint:
        return None
    return _entry(plain(label), Text(plain(hint)), max(len(plain(label)) + 2, _WORDS))
