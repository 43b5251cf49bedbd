"""Where a store can be in a test: in a folder, or on the server that the whole run shares.

A test in `tests/store` or `tests/desk` that uses a store runs on both engines, because the store it
gets is at `where`. One that makes a store elsewhere fails, unless it is marked, or its module, with
the engine that is enough and why: `@pytest.mark.one_engine("folder", "it is about the file")`.
"""

import os
from itertools import count
from pathlib import Path

import pytest

from store import Store, Where

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

ENGINES = ("folder", "server")
ON_BOTH = tuple(Path(__file__).parent / name for name in ("store", "desk"))
"""The folders of tests that hold for every store, whichever engine keeps it."""

_numbers = count(1)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "one_engine(engine, why): one engine is enough for a test")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "where" in metafunc.fixturenames:
        alone = _alone(metafunc.definition)
        metafunc.parametrize("where", ENGINES if alone is None else [alone], indirect=True)


def _alone(test: pytest.Item) -> str | None:
    """The one engine a test is for; None where it is for both."""
    if (mark := test.get_closest_marker("one_engine")) is None:
        return None
    engine, why = mark.args
    assert engine in ENGINES, f"{test.nodeid} is for an engine {engine!r}"
    assert why.strip(), f"{test.nodeid} is for one engine, and there is a reason"
    return str(engine)


@pytest.fixture(autouse=True)
def _on_both_engines(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse a store to a test that should run on both engines and runs on one."""
    test = request.node
    on_both = "where" in getattr(getattr(test, "callspec", None), "params", ())
    if on_both or not any(test.path.is_relative_to(folder) for folder in ON_BOTH) or _alone(test):
        return

    def refuse(*_: object, **__: object) -> None:
        pytest.fail("this test uses a store on one engine alone: let it be at `where`, or say why")

    monkeypatch.setattr(Store, "__init__", refuse)


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


@pytest.fixture
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
