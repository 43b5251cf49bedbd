"""The long runs, by hand: `python -m tests.fire [WHAT] [--rounds N] [--seconds S]`."""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from tests.fire import bare, blockdev, damage, killing, test_power
from tests.fire import many as many_at_once
from tests.store.places import fresh

ROUNDS_A_STORE = 25
"""How many rounds of kills one store lives through: each round is checked from entry 1."""


def kill(place: Path, words: argparse.Namespace) -> int:
    """kill -9 of four writers at random moments; how much was wrong."""
    chance, begun, wrong, commits, done = random.Random(words.seed), time.monotonic(), 0, 0, 0
    while done < words.rounds:
        folder = place / f"store{done}"
        fresh(folder).close()
        acknowledged = killing.Acknowledged()
        for _ in range(min(ROUNDS_A_STORE, words.rounds - done)):
            acknowledged |= killing.round_of_kills(folder, chance)
            done += 1
            for finding in killing.check(folder, acknowledged):
                wrong += 1
                print(f"round {done}: {finding}")
        commits += len(acknowledged)
        taken = time.monotonic() - begun
        print(f"kill: {done} rounds, {commits} acknowledged, {wrong} wrong, {taken:.0f} s")
    return wrong


def many(place: Path, words: argparse.Namespace) -> int:
    """Sixteen at one store, then at plain SQLite with the same work; how much was wrong."""
    outcome = many_at_once.ours(place / "store", words.seconds)
    found = many_at_once.wrong(place / "store", outcome)
    print(outcome)
    for name, options in (("SQLite FULL", ()), ("SQLite FULL, our queue", ("--queue",))):
        file = place / f"{len(options)}.db"
        bare.create(file, many_at_once.free_slots(words.seconds))
        print(many_at_once.worked(name, many_at_once.BARE, file, words.seconds, *options))
    if outcome.slowest < many_at_once.FAIR:
        found.append(f"somebody starved: {outcome.turns}")
    for finding in found:
        print(f"many: {finding}")
    return len(found)


def power(place: Path, words: argparse.Namespace) -> int:
    """Recorded runs with the power cut; and with less syncing, so that it shows that cuts bite."""
    wrong = 0
    for synchronous, rounds in (("FULL", words.rounds), ("NORMAL", 50), ("OFF", 50)):
        found = test_power.wrong_after_cuts(
            place / synchronous / "store", synchronous, rounds, words.seed
        )
        wrong += len(found) if synchronous == "FULL" else not found
        print(f"power: synchronous={synchronous}: {rounds} cuts, {len(found)} with something wrong")
    return wrong


def disk(place: Path, words: argparse.Namespace) -> int:
    """Real file systems whose power is cut; and with writers that do not sync, as a control."""
    chance, wrong = random.Random(words.seed), 0
    if not blockdev.can_mount(place):
        print("disk: left out, nothing may be mounted here")
        return 0
    for options, rounds in (((), words.rounds // 5), (("--careless",), 20)):
        results = [blockdev.wrong_after_cut(place, chance, *options) for _ in range(rounds)]
        bad = [found for _, found in results if found]
        wrong += len(bad) if not options else not bad
        commits = sum(count for count, _ in results)
        print(f"disk {' '.join(options)}: {rounds} cuts, {commits} acknowledged, {len(bad)} wrong")
    return wrong


def flip(place: Path, words: argparse.Namespace) -> int:
    """Bits flipped all over a store's file: told, or nothing was there."""
    chance, wrong = random.Random(words.seed), 0
    whole = damage.made(place / "store")
    before = damage.content(damage.put(place / "store", whole))
    places = ((chance.randrange(len(whole)), chance.randrange(8)) for _ in range(words.rounds * 10))
    for byte, data in damage.flips(whole, places):
        if (found := damage.unseen(place / "store", data, before)) is not None:
            wrong += 1
            print(f"flip: byte {byte}: {found}")
    print(f"flip: {words.rounds * 10} bits, {wrong} wrong")
    return wrong


RUNS: dict[str, Callable[[Path, argparse.Namespace], int]] = {
    "kill": kill,
    "many": many,
    "power": power,
    "disk": disk,
    "flip": flip,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fire")
    parser.add_argument("what", nargs="*", choices=[[], *RUNS], default=[])
    parser.add_argument("--rounds", type=int, default=500)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=random.randrange(2**31))
    words = parser.parse_args()
    print(f"seed {words.seed}")
    wrong = 0
    for name in words.what or RUNS:
        with tempfile.TemporaryDirectory() as place:
            wrong += RUNS[name](Path(place), words)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.stdout.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    sys.exit(main())
