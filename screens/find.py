"""Find a child: whoever sounds like what is typed, and every child with the number or the date."""

from collections.abc import Iterator
from itertools import islice
from typing import ClassVar

from rich.text import Text
from textual import events, on
from textual.app import ComposeResult
from textual.widgets import Input

from clanbook.desk.notifications import Likeness, known
from screens import shown
from screens.acts import key_shown
from screens.chosen import ActsOnChosen, Chosen
from screens.seeking import readings
from screens.widgets.columns import NAMES, Column
from screens.widgets.field import TextField
from screens.widgets.rows import Cell, RowList

COLUMNS = (
    Column("Child", 0, most=NAMES),
    Column("Born", 17),
    Column("LA's id", 10),
    Column("Case", 6),
    Column("Why", 17),
    Column("Responsible LA", 21, least_screen=102),
    Column("NHS No.", 12, least_screen=116),
)

MOST = 50
"""How many are listed: whoever is not among them is found by typing more."""

_BEGIN = "Type a name as it sounds, a birth date, an NHS number or the LA's id."
_MOVES = frozenset(("up", "down", "pageup", "pagedown"))


class Find(ActsOnChosen[None]):
    """A search as one types, over open and closed cases."""

    PLACE: ClassVar[str] = "find"
    TITLE_WORDS: ClassVar[str] = "Find a child"
    HELP: ClassVar[str] = """
        Type what you know, in any of these ways: abbot, or abbot amara, or abbot, amara; a birth
        date such as 1/5/15 or 010515, alone or with a name; ten figures of an NHS number; the
        LA's id, alone or as 801/C-12.

        Names are found by how they sound, also with a slip of the keyboard, among open and closed
        cases. Up and Down choose while you type, Enter opens the child; Tab goes to the list,
        where letters do what they do in every list.

        F3 begins afresh.

        Whoever is listed is noted as read, and so is every page opened: clanbook audit shows it.
        """

    def __init__(self) -> None:
        """A search for nobody yet."""
        super().__init__()
        self.field = TextField("find", "Find", hint="name, birth date, NHS number, LA's id")
        self.rows: RowList[int] = RowList(COLUMNS, empty=_BEGIN, id="found")

    def body(self) -> ComposeResult:
        """What is typed, and who is found."""
        yield self.field
        yield self.rows

    def act_find(self) -> None:
        """Find somebody else: nothing of what was sought before is left to type behind."""
        self.field.set_text("")
        self.set_focus(self.field)

    def changed(self, children: set[int]) -> None:
        """Look again."""
        if children:
            self._look()

    def chosen(self) -> Chosen | None:
        """The child under the cursor, with what is soonest due of theirs."""
        child = self.rows.key
        if child is None:
            return None
        items = (item for item in self.caseload.items if item.case.child.id == child)
        return next(map(Chosen.of, items), Chosen(child))

    def _resting(self) -> Text:
        """Letters are typed here: what Up, Down, Enter and Tab do is worth more."""
        back = key_shown(self.host.keys["back"][0])
        moves = "Up Down choose  Enter opens  Tab goes to the list, for its letters"
        return Text(f"{moves}  {back} back")

    @on(Input.Changed)
    def _typed(self) -> None:
        self._look()
        self.rows.move_to(0)

    def on_key(self, event: events.Key) -> None:
        """While typing, the keys of the list are the list's."""
        if self.focused is self.field and event.key in _MOVES:
            self.rows.on_key(event)

    def _look(self) -> None:
        """List whoever the text may mean."""
        found = list(islice(self._found(), MOST))
        typed = self.field.value.strip()
        self.rows.empty = "Nobody here is known by that." if typed else _BEGIN
        self.rows.show([(one.child.id, self._cells(one)) for one in found])

    def _found(self) -> Iterator[Likeness]:
        """Everybody found by any reading of the text, once."""
        seen: set[int] = set()
        las = [la.code for la in self.desk.service.las]
        for reading in readings(self.field.value, self.desk.today, las):
            for one in known(self.desk, limit=MOST, **reading):
                if one.child.id not in seen:
                    seen.add(one.child.id)
                    yield one

    def _cells(self, found: Likeness) -> list[Cell]:
        child = found.child
        gone = child.until is not None and child.until < self.desk.today
        return [
            shown.name(child),
            shown.birth(child, self.desk.today),
            child.child_id,
            "closed" if gone else "open",
            found.why,
            self.desk.service.name_of(child.la),
            shown.nhs_number(child.nhs_number),
        ]
