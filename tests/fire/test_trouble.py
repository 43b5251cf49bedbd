"""Trouble with the disk is one sentence, leaves nothing half-done, and is over when it is over."""

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest

from clanbook.desk import Desk
from screens.keeping import KEPT_AFTER
from screens.worklist import Worklist
from store import StoreDiskFailed, StoreError, StoreFull
from store.folder import ROOM_NEEDED
from tests.cli.shell import Shell
from tests.fire.power import recorded, work
from tests.fire.trouble import TROUBLES, Trouble, full, told
from tests.office import Office
from tests.screens.acting import Stage, acting
from tests.screens.test_notification import HEAD, burst, here, texts
from tests.store.places import tables
from tests.store.replay import unsound

NAMED = pytest.mark.parametrize("trouble", TROUBLES, ids=lambda trouble: trouble.__name__)


@NAMED
def test_in_the_shell_it_is_one_sentence_and_exit_3(shell: Shell, trouble: Trouble) -> None:
    shell.child("C1")
    file = shell.csv("notifications", {"la": "801", "child_id": "C2", "entered_care": "2026-05-04"})
    before = shell("due", "--json").json
    with trouble(shell.store):
        answer = shell("import", "notifications", str(file))
        assert (answer.status, answer.out) == (3, "")
        assert TROUBLES[trouble] in answer.err
        assert len(answer.sentences) == 1
    assert shell("due", "--json").json == before
    assert shell("import", "notifications", str(file)).status == 0
    assert shell("check").status == 0


@NAMED
async def test_on_the_screen_the_form_stays_open_with_all_that_was_typed(
    tmp_path: Path, trouble: Trouble
) -> None:
    office = Office(tmp_path / "office")
    async with acting(office.desk, first=Worklist) as stage:
        await burst(stage, f"<f2>{HEAD}<tab>f<tab><tab><tab>t")
        typed = texts(stage)
        seq = office.store.seq
        with trouble(tmp_path / "office"):
            await stage.press("f9")
            assert TROUBLES[trouble] in stage.screen.said
            assert here(stage)
            assert texts(stage) == typed
        assert office.store.seq == seq
        await saved(stage, office.desk)
    assert office.store.verify() == []


@NAMED
async def test_what_is_typed_meanwhile_and_cannot_be_kept_is_said_and_stays(
    tmp_path: Path, trouble: Trouble
) -> None:
    office = Office(tmp_path / "office")
    async with acting(office.desk, first=Worklist) as stage:
        await burst(stage, "<f2>Okoro")
        with trouble(tmp_path / "office"):
            await stage.press("s")
            await asyncio.sleep(KEPT_AFTER + 0.3)
            await stage.settle()
            assert TROUBLES[trouble] in stage.screen.said
        assert here(stage)
        assert texts(stage)["surname"] == "Okoros"


def test_a_store_is_not_made_where_there_is_no_room_for_one(tmp_path: Path) -> None:
    new = Shell(tmp_path / "new")
    with full(new.store):
        answer = new("init")
        assert (answer.status, TROUBLES[full] in answer.err) == (3, True)
        assert not list(new.store.glob("*.db*"))
    assert new("init").status == 0
    assert new("staff", "list").status == 0


def test_a_store_is_not_restored_where_it_would_leave_no_room(shell: Shell, tmp_path: Path) -> None:
    copy, new = tmp_path / "copy.bak", Shell(tmp_path / "new")
    assert shell("backup", str(copy)).status == 0
    with told(f_bavail=ROOM_NEEDED + copy.stat().st_size - 1, f_frsize=1):
        answer = new("restore", str(copy))
        assert (answer.status, "nothing was changed" in answer.err) == (3, True)
        assert not list(new.store.glob("*.db*"))
    assert new("restore", str(copy)).status == 0


@pytest.mark.parametrize("name", ["copy.bak", "copy.json"])
def test_a_backup_elsewhere_is_made_while_the_stores_disk_is_full_and_says_so(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    with full(shell.store):
        answer = shell("backup", str(tmp_path / name))
    assert answer.status == 1
    assert f"{tmp_path / name} is written whole" in answer.err
    assert "could not be put on record (0 MB left, 64 needed)" in answer.err
    assert (tmp_path / name).is_file()
    if name == "copy.bak":
        new = Shell(tmp_path / "new")
        assert new("restore", str(tmp_path / name)).status == 0


async def saved(stage: Stage, desk: Desk) -> None:
    """What was typed is logged, once it can be."""
    await stage.press("f9")
    assert not here(stage) or "surname" not in {k for k, v in texts(stage).items() if v}
    assert [case.child.surname for case in desk.cases()] == ["Okoro"]


@pytest.mark.parametrize(
    ("failing", "kind"), [("write", StoreDiskFailed), ("write full", StoreFull)]
)
def test_a_write_that_fails_is_no_commit(
    folder: Path, failing: str, kind: type[StoreError]
) -> None:
    with recorded(folder) as (store, record):
        work(store, record, 3)
        before = tables(store)
        record.failing = failing
        for _ in range(2):
            with pytest.raises(kind), store.transaction(1, "lost"):
                store.table("children").insert({"la": "801"})
        record.failing = ""
        assert tables(store) == before
        work(store, record, 3)
        assert unsound(store) == []
        assert "lost" not in {entry.act for entry in store.entries()}


def test_a_sync_that_fails_is_not_acknowledged_and_said_to_be_uncertain(folder: Path) -> None:
    """The commit's last frame is in the log by then, and may be found there or not."""
    with recorded(folder) as (store, record):
        work(store, record, 3)
        record.failing = "sync"
        sentence = "failed.*look whether it is there before you do it again"
        with pytest.raises(StoreDiskFailed, match=sentence), store.transaction(1, "uncertain"):
            store.table("children").insert({"la": "801"})
        record.failing = ""
        assert unsound(store) == []
        assert [entry.act for entry in store.entries()][3:] in ([], ["uncertain"])
        work(store, record, 3)
        assert unsound(store) == []


def test_a_disk_that_is_really_full_or_read_only() -> None:
    """In a mount namespace of its own, which some systems keep from people."""
    namespace = ["unshare", "--mount", "--map-root-user"]
    try:
        subprocess.run([*namespace, "mount", "-t", "tmpfs", "x", "/mnt"], check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("nothing may be mounted here")
    program = [*namespace, sys.executable, "-m", "tests.fire.small_disk"]
    done = subprocess.run(program, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "done\n"), done.stderr
