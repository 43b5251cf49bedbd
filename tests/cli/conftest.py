"""A shell at a new store, in a home of its own."""

from pathlib import Path

import pytest

from tests.cli.shell import Shell


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, so that no test comes near anybody's own store."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("COLUMNS", "XDG_DATA_HOME", "XDG_STATE_HOME", "CLANBOOK_STORE"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    """A shell at a new store whose manager is whoever runs the tests."""
    made = Shell(tmp_path / "service")
    assert made("init", "--name", "The Boss").status == 0
    return made


@pytest.fixture
def somebody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on commands run under the account `else`."""
    monkeypatch.setattr("clanbook.cli.entry.os_account", lambda: "else")
