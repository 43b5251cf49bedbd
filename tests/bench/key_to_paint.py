"""How long a key takes to be drawn in a list: `python -m tests.bench.key_to_paint`.

Two lists stand in a pseudo-terminal each, one of 20 rows and one of 100,000; the same keys are
pressed in both, in turns. What counts is from the key's write to the last byte drawn: p95 is to be
at most 50 ms in the long list, and medians, also of opening it, at most 1.5 times those of the
short one. Only moves within a page are held against each other: the short list has one page.
"""

import sys
from statistics import median, quantiles

from tests.screens.terminal import Terminal

SHORT, LONG = 20, 100_000
ROUNDS = 15
STARTS = 7
P95_AIM = 0.050
RATIO_AIM = 1.5
STEPS = ("<down>",) * 6 + ("<up>",) * 6
PAGES = ("<pagedown>", "<pagedown>", "<end>", "<pageup>", "<home>", "<down>")


def listed(rows: int) -> None:
    """Show a list of so many rows; what the terminals of this measurement run."""
    from textual.app import App, ComposeResult

    from screens.theme import THEME
    from screens.widgets.columns import Column
    from screens.widgets.rows import RowList

    class Rows:
        """Children nobody made until they are shown."""

        def __len__(self) -> int:
            return rows

        def row(self, index: int) -> tuple[int, tuple[str, ...]]:
            """One invented child."""
            return index, (f"FAMILY, Given {index}", "RHA", f"{index % 90} days", "Bristol")

    class Listed(App[None]):
        """One list and nothing else."""

        ENABLE_COMMAND_PALETTE = False

        def compose(self) -> ComposeResult:
            """The list."""
            yield RowList[int]((Column("Name", 0), Column("", 5), Column("", 9), Column("", 20)))

        def on_mount(self) -> None:
            """Fill it."""
            self.register_theme(THEME)
            self.theme = THEME.name
            found: RowList[int] = self.query_one(RowList)
            found.show(Rows())
            found.focus()

    Listed().run(mouse=False)


def p95(seconds: list[float]) -> float:
    """The time within which 19 of 20 keys were drawn."""
    return quantiles(seconds, n=20)[-1]


def opened(rows: int) -> Terminal:
    """A terminal in which a list of so many rows stands."""
    terminal = Terminal([sys.executable, "-m", __spec__.name, str(rows)], limit=300)
    terminal.first_paint()
    return terminal


def seconds_to_open(rows: int) -> float:
    """How long a program takes from its start to the last byte of such a list."""
    with opened(rows) as terminal:
        return terminal.heard - terminal.started


def told(what: str, seconds: list[float]) -> None:
    """Print how long something took."""
    print(f"{what}: median {median(seconds) * 1000:.1f} ms, p95 {p95(seconds) * 1000:.1f} ms")


def main() -> int:
    """Measure and print; 1 where an aim is missed."""
    starts = [(seconds_to_open(SHORT), seconds_to_open(LONG)) for _ in range(STARTS)]
    with opened(SHORT) as short, opened(LONG) as long:
        steps = [(short.answer(key), long.answer(key)) for _ in range(ROUNDS) for key in STEPS]
        pages = [long.answer(key) for _ in range(ROUNDS) for key in PAGES]
    ratios = []
    for what, taken in (("start to list", starts), ("key to paint", steps)):
        in_short, in_long = (list(column) for column in zip(*taken, strict=True))
        ratios.append(median(in_long) / median(in_short))
        told(f"{what}, {SHORT} rows", in_short)
        told(f"{what}, {LONG} rows", in_long)
        print(f"{what}: ratio of medians {ratios[-1]:.2f} (aim {RATIO_AIM:g})")
    slowest = p95(in_long + pages)
    told("key to paint, pages", pages)
    print(f"p95 of all keys in the long list {slowest * 1000:.1f} ms (aim {P95_AIM * 1000:.0f})")
    return 0 if slowest <= P95_AIM and max(ratios) <= RATIO_AIM else 1


if __name__ == "__main__":
    if len(sys.argv) > 1:
        listed(int(sys.argv[1]))
    else:
        sys.exit(main())
