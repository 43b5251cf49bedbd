"""How soon the first screen stands: `python -m tests.bench.first_paint`.

`clanbook` on the demonstration of the present, and its screens without the command line, beside an
empty Textual app, each in a pseudo-terminal, in turns in one run: from the program's start to the
last byte of its first screen. The ratio of the medians is to be at most 1.5.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median

from tests.bench.at_demo import demo_for
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal

ROUNDS = 11
AIM = 1.5
QUIET = 0.5
TOP_LEFT = b"\x1b[1;1H"
FIRST_WORD = b"Worklist"
PLAIN = {"TEXTUAL_DISABLE_KITTY_KEY": "1"}
FRONT_DOOR = "from clanbook.cli import run; run()"
EMPTY = "from textual.app import App; App().run(mouse=False)"


def python(code: str) -> list[str]:
    """The command line that runs some code."""
    return [sys.executable, "-c", code]


def seconds_to_paint(
    command: Sequence[str], sign: bytes, environment: Mapping[str, str] | None = None
) -> float:
    """How long a program takes from its start to the last byte of its first screen.

    `sign` is in that screen, and in nothing written before it.
    """
    with Terminal(command, environment={**PLAIN, **(environment or {})}) as terminal:
        terminal.wait_for(lambda: sign in terminal.output, "first screen")
        terminal.settle(QUIET)
        return terminal.heard - terminal.started


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "demo"
        screens = sitting(folder, *demo_for(folder, people=1))
        store = {"CLANBOOK_STORE": str(folder)}
        turns = [
            (
                seconds_to_paint(python(EMPTY), TOP_LEFT),
                seconds_to_paint(screens, FIRST_WORD),
                seconds_to_paint(python(FRONT_DOOR), FIRST_WORD, store),
            )
            for _ in range(ROUNDS)
        ]
    empty, inside, whole = (median(column) for column in zip(*turns, strict=True))
    print(f"empty app {empty * 1000:.0f} ms")
    for what, taken in (("screens alone", inside), ("clanbook", whole)):
        print(f"{what} {taken * 1000:.0f} ms, ratio {taken / empty:.2f} (aim {AIM:g})")
    return 0 if whole <= AIM * empty else 1


if __name__ == "__main__":
    sys.exit(main())
