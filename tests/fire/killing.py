"""kill -9 at random moments: what a killed writer had acknowledged is there."""

import random
import time
from pathlib import Path
from typing import Any

from store import Store, open_store
from tests.fire.crew import crew, go, said
from tests.store.places import SCHEMA
from tests.store.replay import unsound

WRITERS = 4
HANDS = "tests.fire.hands"
LONGEST = 0.25
"""Seconds within which each writer of a round is killed."""

Acknowledged = dict[int, str]
"""The name of the act of each entry that was acknowledged."""


def round_of_kills(where: Path | str, chance: random.Random) -> Acknowledged:
    """Set four writers to work, kill each at a moment of its own; what they acknowledged."""
    commands = [("write", "--store", where, "--number", n + 1) for n in range(WRITERS)]
    with crew(HANDS, *commands) as workers:
        go(workers)
        begun = time.monotonic()
        ends = sorted((begun + chance.uniform(0, LONGEST), n) for n in range(WRITERS))
        for moment, n in ends:
            time.sleep(max(0, moment - time.monotonic()))
            workers[n].kill()
        lines = [line for worker in workers for line in said(worker)]
    return kept(lines)


def kept(lines: list[dict[str, Any]]) -> Acknowledged:
    """The acknowledged acts by entry; no entry is acknowledged twice."""
    found = {line["seq"]: line["act"] for line in lines}
    assert len(found) == len(lines), "an entry was acknowledged twice"
    return found


def lost(store: Store, acknowledged: Acknowledged) -> list[int]:
    """The acknowledged entries that are not in the journal as they were."""
    acts = {entry.seq: entry.act for entry in store.entries()}
    return [seq for seq, act in acknowledged.items() if acts.get(seq) != act]


def check(where: Path | str, acknowledged: Acknowledged) -> list[str]:
    """What is wrong with a store whose writers were killed; empty where nothing is."""
    with open_store(where, SCHEMA) as store:
        gone = [f"entry {seq} was acknowledged and is lost" for seq in lost(store, acknowledged)]
        return gone + unsound(store)
