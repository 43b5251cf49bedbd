"""The key bar: the same keys in the same place, dim where they can do nothing here."""

from collections.abc import Callable

from rich.text import Text

from screens.acts import BAR, act, key_shown
from screens.keymap import Keys
from screens.widgets.line import Line

_WIDTH = 80


class KeyBar(Line):
    """Line 22: what the function keys do."""

    def show_keys(self, keys: Keys, possible: Callable[[str], bool]) -> None:
        """Say which key does what, dimming what is not possible."""
        legend = [_entry(name, keys, possible(name)) for name in BAR]
        bar = Text(" ").join(legend)
        bar.truncate(_WIDTH)
        self.show(bar)


def _entry(name: str, keys: Keys, possible: bool) -> Text:
    """One act on the bar: its first key, and its word."""
    style = "" if possible else "dim"
    entry = Text(style=style)
    entry.append(key_shown(keys[name][0]), style="bold" if possible else "")
    return entry.append(f" {act(name).word}")
