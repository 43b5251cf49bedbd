"""What every widget can be given besides its own parameters."""

from typing import TypedDict


class Options(TypedDict, total=False):
    """Textual's own: the id to find the widget by, and the classes of the style sheets."""

    id: str | None
    classes: str | None
