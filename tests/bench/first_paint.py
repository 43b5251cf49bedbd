"""How soon the first screen stands: `python -m tests.bench.first_paint`.

The screens on the demonstration of the present, beside an empty Textual app, each in a
pseudo-terminal, in turns in one run: from the program's start to the last byte of its first
screen. The ratio of their medians is to be at most 1.5.
"""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from tests.bench.at_demo import demo_for
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal

ROUNDS = 11
AIM = 1.5
QUIET = 0.5
TOP_LEFT = b"\x1b[1;1H"
EMPTY = "from textual.app import App; App().run(mouse=False)"


def seconds_to_paint(command: Sequence[str], sign: bytes) -> float:
    """How long a program takes from its start to the last byte of its first screen.

    `sign` is in that screen, and in nothing written before it.
    """
    with Terminal(command, environment={"TEXTUAL_DISABLE_KITTY_KEY": "1"}) as terminal:
        terminal.wait_for(lambda: sign in terminal.output, "first screen")
        terminal.settle(QUIET)
        return terminal.heard - terminal.started


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "demo"
        ours = sitting(folder, *demo_for(folder, people=1))
        empty = [sys.executable, "-c", EMPTY]
        turns = [
            (seconds_to_paint(empty, TOP_LEFT), seconds_to_paint(ours, b"Worklist"))
            for _ in range(ROUNDS)
        ]
    theirs, own = (median(column) for column in zip(*turns, strict=True))
    print(f"empty app {theirs * 1000:.0f} ms, first screen {own * 1000:.0f} ms, ", end="")
    print(f"ratio {own / theirs:.2f} (aim {AIM:g})")
    return 0 if own <= AIM * theirs else 1


if __name__ == "__main__":
    sys.exit(main())
