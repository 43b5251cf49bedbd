"""What is typed to narrow a list."""

import msgspec
from textual import events


class FilterText(msgspec.Struct):
    """The text, whether keys are its own, and whether the first letter will type over it."""

    text: str = ""
    typing: bool = False
    fresh: bool = False

    @property
    def shown(self) -> bool:
        """Whether it stands in the heading."""
        return self.typing or bool(self.text)

    def edited(self, event: events.Key) -> str | None:
        """The text after this key; None where the key does not edit."""
        if event.is_printable and event.character:
            return self.with_more(event.character)
        if event.key == "backspace":
            return self.text[:-1]
        return "" if event.key == "ctrl+u" else None

    def with_more(self, typed: str) -> str:
        """The text with this typed behind it, or over it."""
        return ("" if self.fresh else self.text) + typed
