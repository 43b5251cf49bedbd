"""What docs/postgresql.md tells an administrator to type does what it says."""

import re
import shlex
import tomllib
from pathlib import Path

import psycopg

from store import create, open_store
from tests.cli.shell import clanbook
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


def commands() -> list[list[str]]:
    """The shell commands of the page, by their words."""
    text = PAGE.read_text(encoding="utf-8")
    return [shlex.split(line) for line in re.findall(r"^    (\S.*)$", text, re.MULTILINE)]


def test_the_driver_is_installed_where_the_program_is() -> None:
    project = tomllib.loads((PAGE.parents[1] / "pyproject.toml").read_text(encoding="utf-8"))
    (install,) = (words for words in commands() if "install" in words)
    assert install[:-1] == [".venv/bin/pip", "install", "-e"]
    extra = re.fullmatch(r"\.\[(\w+)\]", install[-1])
    assert extra is not None
    assert "psycopg" in str(project["project"]["optional-dependencies"][extra[1]])


def test_every_command_of_the_page_is_one() -> None:
    named = [
        words[3] if words[1] == "--store" else words[1]
        for words in commands()
        if words[0] == "clanbook"
    ]
    assert named
    for name in named:
        assert clanbook(name, "--help").status == 0
