"""A short list of which each row has a letter of its own: one key does it."""

from collections.abc import Sequence
from typing import Unpack

from textual import events

from screens.widgets.columns import Column
from screens.widgets.options import Options
from screens.widgets.rows import RowList

_COLUMNS = (Column("", 3), Column("", 0))


class LetteredRows(RowList[str]):
    """Rows named by their letter; the letter, or Enter on the row, chooses it.

    Its letters come before those of acts, as typing does in a field.
    """

    def __init__(self, choices: Sequence[tuple[str, str]], **options: Unpack[Options]) -> None:
        """A list of `choices`: a letter and what it stands for."""
        super().__init__(_COLUMNS, **options)
        self._letters = {letter for letter, _ in choices}
        self.show([(letter, (letter, words)) for letter, words in choices])

    def open_filter(self) -> None:
        """Do nothing: letters choose, and there is little to narrow."""

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Whether a key is one of the letters, or the list's own."""
        return character in self._letters or super().check_consume_key(key, character)

    def on_key(self, event: events.Key) -> None:
        """Choose by letter."""
        if event.character in self._letters:
            event.stop()
            event.prevent_default()
            self.move_to_key(event.character or "")
            self.post_message(self.Chosen(self, event.character))
