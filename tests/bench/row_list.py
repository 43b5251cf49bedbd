"""Mount and key-to-paint of the list, 20 against 100,000 rows: `python -m tests.bench.row_list`.

Both sizes take turns in one run, in a real terminal; the figures to hold are the ratios.
"""

import statistics
import sys
from collections.abc import Sequence

from tests.screens.terminal import Terminal, TooSlow

SIZES = ("20", "100000")
ROUNDS = 7
MOVES = ("<down>", "<down>", "<up>", "<end>", "<home>", "<pagedown>") * 3
FILTER = ("/", "s", "a", "m", "<backspace>", "<ctrl+u>", "9", "9", "<enter>")


def measured(size: str) -> tuple[float, list[float], list[float], int]:
    """Seconds to the first paint, and of each move and filter key to its paint; bytes of memory."""
    command = [sys.executable, "-m", "tests.screens.widgets.specimen", "rows", size]
    with Terminal(command) as terminal:
        terminal.first_paint()
        first = terminal.heard - terminal.started
        moves = answers(terminal, MOVES)
        return first, moves, answers(terminal, FILTER), terminal.memory()


def answers(terminal: Terminal, keys: Sequence[str]) -> list[float]:
    """Seconds from each key to the first thing it paints; keys that change nothing are left out."""
    return [seconds for key in keys if (seconds := answer(terminal, key)) is not None]


def answer(terminal: Terminal, key: str) -> float | None:
    try:
        seconds = terminal.answer(key, quiet=0.0, patience=0.3)
    except TooSlow:
        return None
    terminal.settle()
    return seconds


def p95(seconds: list[float]) -> float:
    return statistics.quantiles(seconds, n=20)[-1]


def main() -> None:
    """Print a line for each size, and how many times the small one's figure the large one is."""
    taken = [(size, measured(size)) for _ in range(ROUNDS) for size in SIZES]
    results = {size: [one for of, one in taken if of == size] for size in SIZES}
    figures = {}
    for size, runs in results.items():
        first = statistics.median(run[0] for run in runs)
        moves = [one for run in runs for one in run[1]]
        typed = [one for run in runs for one in run[2]]
        memory = max(run[3] for run in runs)
        figures[size] = first
        print(
            f"{int(size):>7,} rows: first paint {first * 1000:.0f} ms, move median"
            f" {statistics.median(moves) * 1000:.0f} p95 {p95(moves) * 1000:.0f} ms, filter p95"
            f" {p95(typed) * 1000:.0f} ms, memory {memory >> 20} MB"
        )
    print(f"first paint, large / small: {figures['100000'] / figures['20']:.2f}")


if __name__ == "__main__":
    main()
