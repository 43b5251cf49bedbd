"""F10: every act there is, to be found by its words, with why one cannot be done now."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.text import Text
from textual.app import ComposeResult

from screens.acts import ACTS, MODES, Act, keys_shown
from screens.frame import FramedScreen
from screens.widgets.columns import Column
from screens.widgets.rows import RowList


class Menu(FramedScreen[str]):
    """A list of the acts of the screen behind it; its result is the id of the one chosen."""

    PLACE = "menu"
    TITLE_WORDS = "Menu"
    HELP = """
        Every act there is: Enter does it on the screen you came from. What cannot be done there
        now is dim, and says why. Type / and some words to find one.

        The keys are yours to change: clanbook keys shows them, and says where its file is.
        """

    def __init__(self, place: FramedScreen[Any]) -> None:
        """The menu of a place."""
        super().__init__()
        self._menu_place = place
        self._menu_rows: RowList[str] = RowList(
            (Column("Act", 9), Column("Keys", 10), Column("What it does", 0))
        )

    def body(self) -> ComposeResult:
        """The list."""
        yield self._menu_rows

    def on_mount(self) -> None:
        """Fill the list."""
        self._menu_rows.show(list(self._acts()))

    def on_row_list_chosen(self, chosen: RowList.Chosen) -> None:
        """Close, and have it done; or say why not."""
        reason = self._menu_place.reason_against(chosen.key)
        if reason is None:
            self.dismiss(chosen.key)
        else:
            self.app.bell()
            self.say(reason)

    def _acts(self) -> Iterator[tuple[str, Sequence[Text]]]:
        """Each act with its word, keys and sentence; dim, with the reason, if it cannot be done."""
        for act in ACTS:
            if act.id not in MODES or self.host.has_mode(act.id):
                yield act.id, self._cells(act)

    def _cells(self, act: Act) -> Sequence[Text]:
        reason = self._menu_place.reason_against(act.id)
        style = "dim" if reason else ""
        cells = (act.word, keys_shown(self.host.keys[act.id]), reason or act.sentence)
        return [Text(cell, style=style) for cell in cells]
