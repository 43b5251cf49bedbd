"""What docs/postgresql.md tells an administrator to type does what it says."""

import re
from pathlib import Path

import psycopg

from store import create, open_store
from tests.store.places import SCHEMA

PAGE = Path(__file__).parents[2] / "docs" / "postgresql.md"


def statements() -> list[list[str]]:
    """The SQL of the page, block by block."""
    blocks = re.findall(r"```sql\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return [[line.strip() for line in block.split(";") if line.strip()] for block in blocks]


def run(address: str, block: list[str]) -> None:
    with psycopg.connect(address, autocommit=True) as db:
        for statement in block:
            db.execute(statement.encode())


def test_an_owner_sets_up_and_the_desks_account_works(server_database: str) -> None:
    administrator, owner = statements()
    run(server_database, administrator)
    server = server_database.rpartition("/")[0] + "/clanbook"
    as_owner = server.replace("clanbook@", "clanbook_owner@")
    create(f"{as_owner}#bnssg", SCHEMA).close()
    run(as_owner, owner)
    with open_store(server.replace("clanbook@", "bnssg_desk@"), SCHEMA) as store:
        with store.transaction(1, "log"):
            store.table("children").insert({"name": "Zeb"})
        assert str(store.where).endswith("#bnssg")
        assert store.verify() == []
