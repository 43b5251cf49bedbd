"""The same commands where `--store` is a server's address."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from tests.cli.shell import Shell, ago, clanbook
from tests.postgres.server import free_port


class AtServer(Shell):
    """Types commands at a store on a server; its files lie in a folder all the same."""

    def __init__(self, address: str, folder: Path) -> None:
        super().__init__(folder / "files")
        self.address = address

    def __call__(self, *words: str) -> object:  # type: ignore[override]
        return clanbook("--store", self.address, *words)


@pytest.fixture
def address(address: str) -> str:
    """An address with a password, which nobody is ever to read."""
    return address.replace("clanbook@", "clanbook:hush@")


@pytest.fixture
def shell(address: str, tmp_path: Path) -> AtServer:
    made = AtServer(address, tmp_path)
    answer = clanbook("--store", address, "init", "--name", "The Boss")
    assert answer.status == 0
    assert f"in {address.replace(':hush', '')}; The Boss is its manager." in answer.err
    return made


def test_a_child_is_logged_booked_counted_checked_and_audited(shell: AtServer) -> None:
    shell.child("C1", surname="Example")
    slot = shell.clinic(ago(-8))[0]
    booked = clanbook("--store", shell.address, "book", "801/C1", slot, "--kind", "iha", "--json")
    assert (booked.status, booked.json["slot"]) == (0, slot)
    taken = clanbook("--store", shell.address, "book", "801/C1", slot, "--kind", "iha")
    assert taken.status == 5
    [due] = clanbook("--store", shell.address, "due", "--kind", "iha", "--json").json
    assert due["booking"] == booked.json["booking"]
    assert clanbook("--store", shell.address, "check").out.startswith("Sound: ")
    assert clanbook("--store", shell.address, "audit", "--verify").status == 0


def test_init_never_overwrites(shell: AtServer) -> None:
    again = clanbook("--store", shell.address, "init")
    assert (again.status, again.out) == (3, "")
    assert "exists already and is left as it is" in again.err
    assert "hush" not in again.err


def test_migrate_moves_a_store_to_a_server_and_back(
    shell: AtServer, tmp_path: Path, address: str
) -> None:
    shell.child("C1")
    head = clanbook("--store", address, "audit", "--verify").out
    places = [address, str(tmp_path / "folder"), f"{address}_b"]
    for old, new in pairwise(places):
        moved = clanbook("migrate", old, new)
        assert (moved.status, moved.out) == (0, "")
        assert "is as it was, and nobody should work there" in moved.err
        assert "hush" not in moved.err
        assert clanbook("--store", new, "audit", "--verify").out == head
        again = clanbook("migrate", old, new)
        assert (again.status, "exists already" in again.err) == (3, True)
    trail = clanbook("--store", places[-1], "audit").out
    assert trail.count("moved the store") == 2


def test_a_stranger_moves_no_store(shell: AtServer, somebody_else: None, tmp_path: Path) -> None:
    refused = clanbook("migrate", shell.address, str(tmp_path / "folder"))
    assert refused.status == 4
    assert not (tmp_path / "folder").exists()


def test_a_backup_of_a_server_is_restored_to_a_folder_and_to_a_server(
    shell: AtServer, tmp_path: Path
) -> None:
    shell.child("C1")
    file = str(tmp_path / "backup.db")
    assert clanbook("--store", shell.address, "backup", file).status == 0
    for place in (str(tmp_path / "restored"), f"{shell.address}_restored"):
        restored = clanbook("--store", place, "restore", file)
        assert restored.status == 0, restored
        assert "hush" not in restored.err
        assert clanbook("--store", place, "due", "--json").json[0]["child_id"] == "C1"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("postgresql://127.0.0.1:{port}/x#a", "cannot be reached"),
        ("postgresql://u:hush@127.0.0.1:{port}/x#Not-A-Name", "cannot be a service's name"),
        ("postgresql://127.0.0.1:{port}/x?colour=red", "is not a clanbook store"),
        ("postgres://[::1/x", "is not a clanbook store"),
    ],
)
def test_a_server_that_cannot_be_used_is_one_sentence_and_status_3(place: str, said: str) -> None:
    answer = clanbook("--store", place.format(port=free_port()), "due")
    assert (answer.status, answer.out, len(answer.sentences)) == (3, "", 1)
    assert said in answer.err
    assert "hush" not in answer.err


def test_the_demo_is_made_in_a_folder_only(address: str) -> None:
    answer = clanbook("--store", address, "demo", "--no-ui")
    assert (answer.status, answer.out) == (2, "")
    assert "clanbook migrate" in answer.err


def test_without_the_driver_it_says_what_to_install(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    answer = clanbook("--store", address, "due")
    assert answer.status == 3
    assert ".venv/bin/pip install -e '.[postgresql]'" in answer.err


def test_a_folder_is_used_without_the_driver(tmp_path: Path) -> None:
    loaded = Shell(tmp_path / "service")
    assert loaded("init").status == 0
    script = (
        "import sys; from clanbook.cli.outcome import outcome_of;"
        "outcome_of(sys.argv[1:]); print('psycopg' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, "--store", str(loaded.store), "due"],
        capture_output=True,
        text=True,
    )
    assert done.stdout.endswith("False\n"), done.stderr
