"""The folder an embedded store lives in: its files, their modes, the room left on its disk."""

import errno
import os
import stat
from pathlib import Path
from time import monotonic

from store.errors import (
    StoreForbidden,
    StoreFull,
    StoreMissing,
    StoreNotMade,
    StoreReadOnly,
    StoreUnsuitable,
)

DATABASE = "clanbook.db"
LOCK = "clanbook.lock"

ROOM_NEEDED = 64 * 2**20
"""Bytes that must be free on the disk before anything is written."""

LOOK_EVERY = 1.0
"""Seconds for which a look at the room left holds; within them SQLite notices a full disk."""

NETWORK_TYPES = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "fuse.glusterfs"}
)
"""File systems on which a lock or shared memory does not hold between machines."""

SHARED = stat.S_ISGID | stat.S_IRWXU | stat.S_IRWXG
"""The mode of a group-shared folder, 2770: what is made inside is the group's."""

MOUNTS = Path("/proc/self/mountinfo")


class Folder:
    """A store's folder: 0700 and its files 0600, or group-shared (2770) and its files 0660."""

    def __init__(self, path: Path, database: str = DATABASE) -> None:
        """Name the folder, and its database where that has another name; neither need be there."""
        self.path = path
        self.database = path / database
        self.lock = path / LOCK
        self._inode: tuple[int, int] | None = None
        self._look_again = 0.0

    def make(self, place: Path | None = None) -> None:
        """Make the folder where there is none: for its owner alone, or for a group.

        It is the group's where it is made inside a group-shared folder. `place` is where it will be
        moved to: it is then as a folder made there, or as the one that it takes the place of.
        """
        try:
            self._make(place or self.path)
        except PermissionError as error:
            raise StoreForbidden(self.path, "its folder cannot be made") from error
        except OSError as error:
            kind = StoreReadOnly if error.errno == errno.EROFS else StoreNotMade
            raise kind(self.path, error.strerror or "") from error

    def _make(self, place: Path) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        model = (place if place.is_dir() else place.parent).stat()
        try:
            self.path.mkdir(mode=0o700)
        except FileExistsError:
            if not self.path.is_dir():
                raise
            return
        if group_shared(model):
            _share(self.path, model.st_gid)

    @property
    def file_mode(self) -> int:
        """The mode of its files: the group's too, where the folder is the group's."""
        shared = stat.S_IMODE(self.path.stat().st_mode) & stat.S_IRWXG == stat.S_IRWXG
        return 0o660 if shared else 0o600

    def check_place(self) -> None:
        """Raise StoreUnsuitable on a network file system, StoreMissing without a database."""
        if not self.has_database():
            raise StoreMissing(self.path)
        if (found := network_type(self.path)) is not None:
            raise StoreUnsuitable(self.path, found)

    def has_database(self) -> bool:
        """Whether the database file is there; StoreForbidden where one may not look."""
        try:
            self.database.stat()
        except PermissionError as error:
            raise StoreForbidden(self.path, "its folder is closed to it") from error
        except OSError:
            return False
        return True

    def remember(self) -> None:
        """Take note of which file the database is, to notice when it is another or gone."""
        found = self.database.stat()
        self._inode = (found.st_dev, found.st_ino)

    def check_writable(self) -> None:
        """Raise where the file has gone or the disk has too little room left to write safely."""
        try:
            found = self.database.stat()
        except PermissionError as error:
            raise StoreForbidden(self.path, "its folder is closed to it") from error
        except OSError as error:
            raise StoreMissing(self.path) from error
        if (found.st_dev, found.st_ino) != self._inode:
            raise StoreMissing(self.path)
        if (now := monotonic()) >= self._look_again:
            self.check_room()
            self._look_again = now + LOOK_EVERY

    def check_room(self, beside: int = 0) -> None:
        """Raise where its disk cannot be written, or has no room for so many bytes and to go on."""
        disk = os.statvfs(self.path)
        if read_only(disk):
            raise StoreReadOnly(self.path, "its disk is read-only")
        room, needed = disk.f_bavail * disk.f_frsize, ROOM_NEEDED + beside
        if room < needed:
            raise StoreFull(self.path, f"{room // 2**20} MB left, {needed // 2**20} needed")


def read_only(disk: os.statvfs_result) -> bool:
    """Whether nobody may write on a disk."""
    return bool(disk.f_flag & os.ST_RDONLY)


def group_shared(found: os.stat_result) -> bool:
    """Whether a folder passes its group on, the group may write in it, and nobody else may."""
    mode = stat.S_IMODE(found.st_mode)
    return mode & SHARED == SHARED and not mode & stat.S_IWOTH


def _share(folder: Path, group: int) -> None:
    """Give a folder to a group; it stays its owner's alone where the owner is not of that group."""
    os.chown(folder, -1, group)
    folder.chmod(SHARED)
    if not folder.stat().st_mode & stat.S_ISGID:
        folder.chmod(0o700)


def open_lock(path: Path, mode: int) -> int:
    """The lock file's descriptor; the file is made where it is missing."""
    try:
        return os.open(path, os.O_RDWR)
    except FileNotFoundError:
        return _make_lock(path, mode)


def _make_lock(path: Path, mode: int) -> int:
    """Make it, unless somebody does at the same moment: its mode is its owner's to set."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, mode)
    except FileExistsError:
        return os.open(path, os.O_RDWR)
    os.fchmod(descriptor, mode)
    return descriptor


def network_type(path: Path, mounts: Path = MOUNTS) -> str | None:
    """The type of the network file system a path is on; None on a disk, or where unknown."""
    try:
        lines = mounts.read_text(errors="replace").splitlines()
    except OSError:
        return None
    real = os.path.realpath(path)
    under = [mount for mount in map(_mount, lines) if _holds(mount[0], real)]
    kind = max(under, key=lambda mount: len(mount[0]), default=("", ""))[1]
    return kind if kind in NETWORK_TYPES else None


def _mount(line: str) -> tuple[str, str]:
    """The mount point and the type in a line of mountinfo, whose blanks are octal escapes."""
    before, _, after = line.partition(" - ")
    point = before.split(" ")[4] if before.count(" ") >= 4 else ""
    return point.replace("\\040", " "), after.partition(" ")[0]


def _holds(point: str, path: str) -> bool:
    return bool(point) and (path == point or path.startswith(point.rstrip("/") + "/"))


def sync(folder: Path) -> None:
    """Make a folder's entries durable."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
