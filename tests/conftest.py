"""Where a store can be in a test: in a folder, or on the server that the whole run shares."""

import os
from itertools import count
from pathlib import Path

import pytest

from store import Where

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

_numbers = count(1)


@pytest.fixture(scope="session")
def server_database(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database on the run's server, for this process of the run alone."""
    import psycopg

    from tests.postgres.shared import shared

    base = tmp_path_factory.getbasetemp()
    address = shared(base.parent if WORKER else base, os.getppid() if WORKER else os.getpid())
    name = f"test_{WORKER or 'alone'}"
    with psycopg.connect(address, autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}".encode())
    return address.rpartition("/")[0] + f"/{name}"


@pytest.fixture
def address(server_database: str) -> str:
    """The address of a service that is not there yet."""
    return f"{server_database}#s{next(_numbers)}"


@pytest.fixture(params=["folder", "server"])
def where(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Where:
    """A place for a store on either engine: what asks for it is tested on both.

    The server is asked at each look, so that what one store wrote another shows at once; the sign
    it gives of itself, some thousandths of a second later, has tests of its own.
    """
    if request.param == "folder":
        return tmp_path / "service"
    for pause in ("LOOK_EVERY", "SETTLED"):
        monkeypatch.setattr(f"store.postgres.engine.{pause}", 0.0)
    found: str = request.getfixturevalue("address")
    return found
