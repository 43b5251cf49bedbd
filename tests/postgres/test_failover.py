"""The primary dies and its stand-in takes over: nothing acknowledged is lost, nothing is twice."""

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from threading import Thread

import psycopg
import pytest

from store import Store, create, open_store
from tests.postgres.server import Server, place
from tests.store.places import SCHEMA

WRITERS = 3
ENOUGH = 60
"""Pieces of work before the primary dies, and again after."""
Pair = tuple[Server, Server]


@pytest.fixture
def pair() -> Iterator[Pair]:
    """A primary and a synchronous stand-in, both running."""
    with place() as base:
        primary, stand_in = Server(base, "primary"), Server(base, "stand_in")
        try:
            primary.make()
            primary.start()
            stand_in.copy_of(primary)
            stand_in.start()
            primary.set("synchronous_standby_names = 'stand_in'\n")
            primary.reload()
            yield primary, stand_in
        finally:
            stand_in.clear()
            primary.clear()


def test_clients_carry_on_with_the_stand_in_and_nothing_is_lost_or_twice(pair: Pair) -> None:
    primary, stand_in = pair
    hosts = f"127.0.0.1:{primary.port},127.0.0.1:{stand_in.port}"
    address = f"postgresql://clanbook@{hosts}/postgres?target_session_attrs=read-write#bnssg"
    create(address, SCHEMA).close()
    writers = [start(address, number) for number in range(1, WRITERS + 1)]
    try:
        saved(address, ENOUGH)
        primary.kill()
        time.sleep(0.3)
        stand_in.promote()
        taken_over = saved(address, 1)
        saved(address, taken_over + ENOUGH)
    finally:
        for writer in writers:
            writer.kill()
    acknowledged = {
        (number, int(line))
        for number, writer in enumerate(writers, start=1)
        for line in writer.communicate()[0].split("\n")[:-1]
    }
    with open_store(address, SCHEMA) as store:
        store.reach()
        there = Counter((found["by"], found["n"]) for found in store.table("children").all())
        assert store.verify() == []
    assert acknowledged <= there.keys()
    assert set(there.values()) == {1}
    unheard = there.keys() - acknowledged
    assert len(unheard) <= 2 * WRITERS, "a few may be cut off, the others are told"


def test_a_commit_let_off_its_wait_for_the_stand_in_is_not_acknowledged_before_it_is_there(
    pair: Pair,
) -> None:
    primary, stand_in = pair
    with create(f"{primary.address()}#a", SCHEMA) as store:
        stand_in.stop()
        clerk = Thread(target=log, args=(store,))
        clerk.start()
        let_off(primary)
        clerk.join(1)
        assert clerk.is_alive(), "acknowledged, and on one disk only"
        stand_in.start()
        clerk.join(30)
        assert not clerk.is_alive()
        assert store.seq == 1
    primary.kill()
    stand_in.promote()
    with open_store(f"{stand_in.address()}#a", SCHEMA) as store:
        assert (store.seq, store.verify()) == (1, [])


def log(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({})


def let_off(server: Server) -> None:
    """Cancel, as an administrator can, whoever waits for the stand-in."""
    waiting = "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    with psycopg.connect(server.address(), autocommit=True) as db:
        while not db.execute(waiting).fetchall():
            time.sleep(0.02)


def saved(address: str, least: int) -> int:
    """Wait until so much is saved; how much is."""
    end = time.monotonic() + 60
    with open_store(address, SCHEMA) as store:
        while store.seq < least:
            assert time.monotonic() < end, "nobody carries on"
            time.sleep(0.05)
        return store.seq


def start(address: str, number: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "tests.postgres.writers", address, str(number)],
        stdout=subprocess.PIPE,
        text=True,
    )
