"""Who may be known already, listed under the head of a new notification while it is typed."""

from collections.abc import Sequence
from datetime import date

from textual import events
from textual.message import Message

from clanbook.desk import Desk
from clanbook.desk.notifications import Likeness, known
from clanbook.settings import Service
from screens import shown
from screens.notification_form import NotificationForm
from screens.widgets.columns import Column
from screens.widgets.rows import Cell, RowList

NEW = 0
"""The key of the line that stands for a child nobody has notified before."""

MOST = 50
"""How many are listed: whoever is not among them is found by typing more."""

LIKELIEST = 4
"""How many of them while one types: a letter that changes the list repaints them all."""

_COLUMNS = (
    Column("Known already", 27),
    Column("Born", 17),
    Column("Why", 0),
    Column("LA's id", 10, least_screen=100),
    Column("NHS No.", 12, least_screen=120),
)
_NOBODY_LIKE = "None of these: a new child"
_NOBODY = "A new child"
_BLOCKED = {
    "nhs_number": "! the NHS number is another's",
    "child_id": "! the LA's id is another's",
}
_REST = ("", "")


class Alike:
    """Who may be meant by the head of a form, likeliest first."""

    def __init__(self, desk: Desk, form: NotificationForm) -> None:
        """Nobody looked for yet."""
        self._desk = desk
        self._form = form
        self._searched: dict[str, str] = {}
        self.found: list[Likeness] = []

    @property
    def outdated(self) -> bool:
        """Whether the head of the form is another than was searched by."""
        return self._form.head != self._searched

    def search(self) -> None:
        """Look who may be meant by what is typed."""
        head = self._searched = self._form.head
        read = {name: self._form.fields[name].value_read for name in ("dob", "la")}
        names = {name: head[name] for name in ("surname", "forename", "nhs_number", "child_id")}
        la = read["la"] or ""
        self.found = known(self._desk, **names, dob=read["dob"], la=la, limit=MOST)

    def clear(self) -> None:
        """Nobody any more: another form is begun."""
        self.found = []

    def one(self, child: int) -> Likeness | None:
        """The one with that number, if they are among them."""
        return next((one for one in self.found if one.child.id == child), None)

    @property
    def blocking(self) -> int | None:
        """The number of a child who alone can have what is typed, where another is meant."""
        meant = self._form.id_field.child
        others = (one.child.id for one in self.found if one.blocks)
        return next((child for child in others if child != meant), None)


class KnownList(RowList[int]):
    """The children who may be meant, by number, below the line for a new child.

    What is typed here was typed ahead: on the first line it goes on to the form.
    """

    DEFAULT_CSS = "KnownList { layer: over; margin-top: 7; height: 1fr; }"

    class Typed(Message):
        """A letter on the line for a new child, meant for the form."""

        def __init__(self, key: str, letter: str | None) -> None:
            super().__init__()
            self.key = key
            self.letter = letter

    def __init__(self, key: str) -> None:
        """A list of nobody, which `key` goes to."""
        super().__init__(_COLUMNS, id="known")
        self._key = key
        self._all: list[tuple[int, Sequence[Cell]]] = []

    def list_draft(self, words: str, kept: str) -> None:
        """Offer a draft, with when it was kept, and nothing else: nothing is typed yet."""
        self._all = [(NEW, [words, kept, "Enter takes it up, Delete drops", *_REST])]
        self._list()

    def list_known(self, alike: Sequence[Likeness], today: date) -> None:
        """List who is alike, below the line for a new child; while one types, the likeliest."""
        words = _NOBODY_LIKE if alike else _NOBODY
        why = next((_BLOCKED[one.blocks] for one in alike if one.blocks), "")
        self._all = [(NEW, [words, "", why, *_REST])]
        self._all += [(one.child.id, _cells(one, today)) for one in alike]
        self._list()

    def _list(self) -> None:
        self.show(self._all if self.has_focus else self._all[: 1 + LIKELIEST])

    def counted(self) -> str:
        """How many are alike, where not all of them are listed."""
        alike = len(self._all) - 1
        if self.has_focus or alike <= LIKELIEST:
            return super().counted()
        return f"{self._key}: all {alike}"

    def on_focus(self, event: events.Focus) -> None:
        """List everybody who is alike, once somebody looks."""
        super().on_focus(event)
        self._list()

    def on_blur(self, event: events.Blur) -> None:
        """List the likeliest again."""
        super().on_blur(event)
        self._list()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """No letter is an act here."""
        letter = character is not None and character.isprintable()
        return letter or super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Hand letters on."""
        if event.is_printable:
            event.stop()
            event.prevent_default()
            if self.key == NEW:
                self.post_message(self.Typed(event.key, event.character))


def _cells(one: Likeness, today: date) -> list[Cell]:
    child = one.child
    return [
        shown.name(child),
        shown.birth(child, today),
        one.why,
        child.child_id,
        shown.nhs_number(child.nhs_number),
    ]


def told(one: Likeness, service: Service) -> str:
    """Whose child it is and the whole of why, which the list may have cut."""
    return f"{service.name_of(one.child.la)} {one.child.child_id}: {one.why}"
