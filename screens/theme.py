"""The theme: the terminal's own colours, with underline, reverse and bold to tell things apart.

Nothing is told by colour alone, so it is as legible in 16 colours, in none, and on any
background. Glyphs are ASCII and `─│┌┐└┘├┤┬┴┼·`, which every console has.
"""

from textual.theme import BUILTIN_THEMES, Theme

_DEFAULT = "ansi_default"

THEME = Theme(
    name="clanbook",
    ansi=True,
    primary=_DEFAULT,
    secondary=_DEFAULT,
    warning=_DEFAULT,
    error=_DEFAULT,
    success=_DEFAULT,
    accent=_DEFAULT,
    foreground=_DEFAULT,
    background=_DEFAULT,
    surface=_DEFAULT,
    panel=_DEFAULT,
    boost=_DEFAULT,
    variables={
        **BUILTIN_THEMES["ansi-dark"].variables,
        "border": _DEFAULT,
        "border-blurred": _DEFAULT,
        "block-cursor-foreground": _DEFAULT,
        "block-cursor-background": _DEFAULT,
        "block-cursor-text-style": "reverse",
        "input-cursor-background": _DEFAULT,
        "input-cursor-foreground": _DEFAULT,
        "input-cursor-text-style": "reverse",
        "input-selection-background": _DEFAULT,
        "input-selection-foreground": _DEFAULT,
    },
)
"""What the app is drawn in; the rules that go with it are in base.tcss."""
