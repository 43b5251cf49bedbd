import os
import stat
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from store import (
    StoreForbidden,
    StoreFull,
    StoreMissing,
    StoreNotMade,
    StoreReadOnly,
    StoreUnsuitable,
    create,
    open_store,
)
from store import folder as folder_module
from store.folder import DATABASE, LOCK, Folder, network_type
from store.restoring import restore
from tests.store.places import SCHEMA, Clock, fresh

pytestmark = pytest.mark.one_engine("folder", "it is about the folder")


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def modes(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


def test_a_new_stores_folder_and_files_are_its_owners_alone(folder: Path) -> None:
    with fresh(folder) as store, store.transaction(1, "log"):
        store.table("staff").insert({})
    with open_store(folder, SCHEMA, Clock()) as store, store.transaction(1, "log"):
        store.table("staff").insert({})
        found = modes(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert set(found) >= {DATABASE, LOCK, f"{DATABASE}-wal"}
    assert set(found.values()) == {0o600}


def test_in_a_folder_shared_with_a_group_the_files_are_the_groups_too(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o2770)
    with fresh(folder) as store, store.transaction(1, "log"):
        store.table("staff").insert({})
        found = modes(folder)
    assert set(found.values()) == {0o660}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o2770


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that was made for a group."""
    folder = tmp_path / "shared"
    folder.mkdir()
    folder.chmod(0o2770)
    return folder


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
@pytest.mark.parametrize("how", ["new", "restored", "restored and amended", "moved here"])
def test_a_store_made_inside_a_group_shared_folder_is_shared_whatever_the_umask(
    shared: Path, tmp_path: Path, how: str, umask: int
) -> None:
    os.umask(umask)
    place = shared / "service"
    with fresh(place if how == "new" else tmp_path / "before") as store:
        with store.transaction(1, "log"):
            store.table("staff").insert({})
        if how == "moved here":
            store.copy_to(place)
        elif how != "new":
            store.backup(tmp_path / "backup.db")
            amend = (lambda _: None) if "amended" in how else None
            restore(tmp_path / "backup.db", place, SCHEMA, Clock(), amend).close()
    with open_store(place, SCHEMA, Clock()) as store, store.transaction(1, "log"):
        store.table("staff").insert({})
        found = modes(place)
    assert mode(place) == 0o2770
    assert set(found) >= {DATABASE, LOCK, f"{DATABASE}-wal"}
    assert set(found.values()) == {0o660}
    assert list(shared.iterdir()) == [place]


@pytest.mark.parametrize("around", [0o2777, 0o3777, 0o770, 0o2750, 0o2755, 0o700])
def test_inside_any_other_folder_a_new_store_is_its_owners_alone(shared: Path, around: int) -> None:
    shared.chmod(around)
    fresh(shared / "service").close()
    assert mode(shared / "service") & 0o777 == 0o700
    assert set(modes(shared / "service").values()) == {0o600}


def test_what_is_made_elsewhere_is_shared_as_the_place_it_will_be_moved_to(
    shared: Path, tmp_path: Path
) -> None:
    Folder(tmp_path / "new here").make(shared / "not there yet")
    Folder(tmp_path / "in place").make(shared)
    Folder(tmp_path / "alone").make(tmp_path / "not there yet")
    assert mode(tmp_path / "new here") == mode(tmp_path / "in place") == 0o2770
    assert mode(tmp_path / "alone") == 0o700


def test_a_lock_file_that_was_removed_is_made_again(folder: Path) -> None:
    fresh(folder).close()
    (folder / LOCK).unlink()
    with open_store(folder, SCHEMA, Clock()) as store, store.transaction(1, "log"):
        store.table("staff").insert({})
    assert modes(folder)[LOCK] == 0o600


def test_a_folder_without_a_store_says_how_to_make_one(folder: Path) -> None:
    for _ in range(2):
        with pytest.raises(StoreMissing, match=r"no store in .*service.*clanbook init"):
            open_store(folder, SCHEMA)
        folder.mkdir(exist_ok=True)


def test_a_database_that_vanished_is_missed_before_anything_is_written(folder: Path) -> None:
    with fresh(folder) as store:
        (folder / DATABASE).rename(folder / "elsewhere")
        with pytest.raises(StoreMissing), store.transaction(1, "log"):
            pass
        (folder / "elsewhere").rename(folder / DATABASE)
        with store.transaction(1, "log"):
            store.table("staff").insert({})
        assert store.verify() == []


def test_a_database_that_was_replaced_is_not_written_to_unseen(folder: Path) -> None:
    fresh(folder.with_name("another")).close()
    with fresh(folder) as store:
        (folder.with_name("another") / DATABASE).rename(folder / DATABASE)
        with pytest.raises(StoreMissing), store.transaction(1, "log"):
            pass


def disk(**changes: int) -> SimpleNamespace:
    return SimpleNamespace(**({"f_flag": 0, "f_bavail": 2**30, "f_frsize": 1} | changes))


@pytest.mark.parametrize(
    ("found", "error", "says"),
    [
        (disk(f_bavail=folder_module.ROOM_NEEDED - 1), StoreFull, "63 MB left, 64 needed.*room"),
        (disk(f_flag=os.ST_RDONLY), StoreReadOnly, "read-only"),
    ],
)
def test_a_disk_that_cannot_take_a_write_is_refused_before_it_is_begun(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    found: SimpleNamespace,
    error: type[Exception],
    says: str,
) -> None:
    with fresh(folder) as store:
        with monkeypatch.context() as patched:
            patched.setattr(folder_module.os, "statvfs", lambda path: found)
            with pytest.raises(error, match=says), store.transaction(1, "log"):
                pass
            assert store.table("staff").all() == []
        with store.transaction(1, "log"):
            store.table("staff").insert({})


MOUNTS = """\
24 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
31 24 0:40 / /home rw,relatime shared:2 master:1 - nfs4 server:/home rw
32 31 0:41 / /home/fast rw - ext4 /dev/sdb1 rw
33 24 0:42 / /mnt/our\\040share rw - cifs //server/share rw
34 24 broken
"""


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("/home/a", "nfs4"),
        ("/home/fast/a", None),
        ("/homes", None),
        ("/mnt/our share/x", "cifs"),
        ("/srv", None),
    ],
)
def test_the_file_system_a_path_is_on_is_the_innermost_mount(
    tmp_path: Path, path: str, found: str | None
) -> None:
    mounts = tmp_path / "mountinfo"
    mounts.write_text(MOUNTS)
    assert network_type(Path(path), mounts) == found
    assert network_type(Path(path), tmp_path / "not there") is None


def test_a_store_on_a_network_file_system_is_refused(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh(folder).close()
    monkeypatch.setattr(folder_module, "network_type", lambda path: "nfs4")
    with pytest.raises(StoreUnsuitable, match=r"nfs4.*disk of this computer"):
        open_store(folder, SCHEMA)
    with pytest.raises(StoreUnsuitable):
        create(folder.with_name("another"), SCHEMA)


def test_a_folder_that_may_not_be_looked_into_is_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(path: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "stat", closed)
    with pytest.raises(StoreForbidden, match="access"):
        Folder(Path("/srv/closed")).check_place()


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreNotMade, match=r"No store can be made.*name another place"):
        create(tmp_path / "file" / "store", SCHEMA)
