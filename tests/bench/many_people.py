"""Many people at one demonstration: `python -m tests.bench.many_people`.

Twenty, each in a pseudo-terminal of their own, press four keys a second in the worklist and in a
new notification, whose drafts are kept field by field. Each has a rhythm of their own, as people
do: from a half to one and a half times as long between two keys. What counts is from a key's
write to the first byte drawn for it, p95 at most 60 ms on two processors, and the memory each
person takes (PSS). The machine is to have nothing else to do.
"""

import sys
import tempfile
import time
from collections import deque
from contextlib import ExitStack
from itertools import cycle
from pathlib import Path
from random import Random
from select import select
from statistics import mean, median, quantiles

from tests.bench.at_demo import demo_for
from tests.screens.sitting import sitting
from tests.screens.terminal import Terminal

PEOPLE = 20
EVERY = 0.25
SECONDS = 30.0
"""How long is measured, once everybody is at work."""
P95_AIM = 0.060
WORK = (
    *("<down>",) * 6,
    "<pagedown>",
    *("<up>",) * 6,
    "<pageup>",
    "<f2>",
    *"okonkwo",
    "<tab>",
    *"chidi",
    "<tab>",
    *"120518",
    "<tab>",
    "<tab>",
    "b",
    "<tab>",
    "<f12>",
)
"""Looking through the worklist, then a notification that is begun and left for later."""


class Person:
    """Somebody who presses keys at a pace of their own whatever the screen does."""

    def __init__(self, terminal: Terminal, begin: float, seed: int) -> None:
        """Press the first key at `begin`, on the monotonic clock."""
        self.terminal = terminal
        self.due = begin
        self.taken: list[float] = []
        self._keys = cycle(WORK)
        self._pace = Random(seed)
        self._waiting: deque[float] = deque()

    def press(self) -> None:
        """Press the next key."""
        self._waiting.append(time.monotonic())
        self.terminal.send(next(self._keys))
        self.due += EVERY * self._pace.uniform(0.5, 1.5)

    def look(self) -> None:
        """See what is drawn: the answer to the key that has waited longest."""
        drawn = self.terminal.pump(0)
        if self.terminal.ended:
            raise RuntimeError(self.terminal.seen("somebody's program ended"))
        if drawn and self._waiting:
            self.taken.append(self.terminal.heard - self._waiting.popleft())

    @property
    def unanswered(self) -> int:
        """How many keys nothing was drawn for yet."""
        return len(self._waiting)


def work(people: list[Person], seconds: float) -> None:
    """Have everybody press their keys for so long."""
    end = time.monotonic() + seconds
    while (now := time.monotonic()) < end:
        for person in people:
            if person.due <= now:
                person.press()
        soonest = min(person.due for person in people)
        for person in select_ready(people, soonest - time.monotonic()):
            person.look()


def select_ready(people: list[Person], seconds: float) -> list[Person]:
    """Whose screens are being drawn, waiting so long for the first."""
    drawn = select([person.terminal for person in people], [], [], max(0.0, seconds))[0]
    return [person for person in people if person.terminal in drawn]


def begun(terminals: list[Terminal]) -> list[Person]:
    """Everybody at work, begun one after another: people do not press the same key at once."""
    begin, lap = time.monotonic(), len(WORK) * EVERY
    people = [Person(one, begin + n * lap / PEOPLE, n) for n, one in enumerate(terminals)]
    work(people, lap)
    for person in people:
        person.taken.clear()
    return people


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    with tempfile.TemporaryDirectory() as made, ExitStack() as open_terminals:
        folder = Path(made) / "demo"
        terminals = [
            open_terminals.enter_context(Terminal(sitting(folder, account), limit=300))
            for account in demo_for(folder, PEOPLE)
        ]
        for terminal in terminals:
            terminal.first_paint()
        people = begun(terminals)
        busy = -sum(terminal.cpu_seconds() for terminal in terminals)
        work(people, SECONDS)
        busy += sum(terminal.cpu_seconds() for terminal in terminals)
        memory = mean(terminal.memory() for terminal in terminals)
    taken = [seconds for person in people for seconds in person.taken]
    p95 = quantiles(taken, n=20)[-1]
    print(f"{PEOPLE} people, {len(taken)} keys, ", end="")
    print(f"{sum(person.unanswered for person in people)} not answered by the end")
    print(f"key to first byte: median {median(taken) * 1000:.1f} ms, ", end="")
    print(f"p95 {p95 * 1000:.1f} ms (aim {P95_AIM * 1000:.0f})")
    print(f"{busy / SECONDS:.2f} processors, {memory / (1 << 20):.1f} MiB each (PSS)")
    return 0 if p95 <= P95_AIM else 1


if __name__ == "__main__":
    sys.exit(main())
