"""A durable commit on a server, beside PostgreSQL alone: `python -m tests.bench.server_commit`.

First one writer, taking turns with statements of its own on the same server: a row appended and a
document replaced in one transaction, with the same bytes. Then sixteen writers, all in one service
and two each in eight, in turns. What counts are the ratios.
"""

import gc
import subprocess
import sys
from collections.abc import Callable, Sequence
from statistics import median
from typing import Any, cast

import psycopg

from store.journal import encode
from tests.bench.store_commit import HEADER, SEAL, document, measure, ours, spread
from tests.postgres.server import server
from tests.store import places

DOCUMENTS = 10_000
WRITERS, SERVICES, SECONDS, TURNS = 16, 8, 4, 3


def plain(address: str) -> Callable[[int], None]:
    """PostgreSQL alone."""
    db = psycopg.connect(address, autocommit=True)
    db.execute("CREATE TABLE documents (id bigint PRIMARY KEY, body bytea)")
    db.execute("CREATE TABLE log (seq bigint PRIMARY KEY, seal bytea, entry bytea)")
    rows = [(number, encode(document(number))) for number in range(1, DOCUMENTS + 1)]
    with db.cursor() as cursor:
        cursor.executemany("INSERT INTO documents VALUES (%s, %s)", rows)
    db.execute("ANALYZE documents")

    def commit(turn: int) -> None:
        body = encode(document(turn))
        db.execute("BEGIN")
        db.execute("INSERT INTO log VALUES (%s, %s, %s)", (turn, SEAL, HEADER + body))
        db.execute("UPDATE documents SET body = %s WHERE id = %s", (body, spread(turn, DOCUMENTS)))
        db.execute("COMMIT")

    return commit


def alone(address: str) -> None:
    commits = {
        "PostgreSQL": plain(address),
        "store, no subject": ours(cast(Any, f"{address}#one"), DOCUMENTS, "sessions"),
        "store, with a subject": ours(cast(Any, f"{address}#two"), DOCUMENTS, "children"),
    }
    gc.collect()
    found = measure(commits)
    print(f"{DOCUMENTS:,} documents, medians of commits in turns")
    for name, taken in found.items():
        print(f"  {name:24}{taken:7.3f} ms   x PostgreSQL {taken / found['PostgreSQL']:5.2f}")


def hammered(services: Sequence[str]) -> tuple[float, float]:
    """Commits a second of all writers over these services; the least of one to the most."""
    workers = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.store.workers", "hammer", service, str(SECONDS)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for service in list(services) * (WRITERS // len(services))
    ]
    for worker in workers:
        assert worker.stdout is not None
        worker.stdout.readline()
    for worker in workers:
        assert worker.stdin is not None
        worker.stdin.write("go\n")
        worker.stdin.flush()
    done = [int(worker.communicate()[0]) for worker in workers]
    return sum(done) / SECONDS, min(done) / max(done)


def together(address: str) -> None:
    services = [f"{address}#service{number}" for number in range(SERVICES)]
    for service in services:
        with places.fresh(service) as store, store.transaction(1, "begin"):
            store.table("staff").insert({"n": 0})
    turns = [(hammered(services[:1]), hammered(services)) for _ in range(TURNS)]
    one = median(first[0] for first, _ in turns)
    many = median(second[0] for _, second in turns)
    print(f"{WRITERS} writers, medians of {TURNS} turns of {SECONDS} s each")
    print(f"  in 1 service   {one:7.0f} commits/s   least / most {min(f[1] for f, _ in turns):.2f}")
    print(f"  in {SERVICES} services  {many:7.0f} commits/s   x 1 service {many / one:5.2f}")


def main() -> None:
    with server() as own:
        alone(own.address())
        together(own.address())


if __name__ == "__main__":
    main()
