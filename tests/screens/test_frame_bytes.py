"""What the frame costs on the line: counts, which an upgrade of the framework could change."""

from pathlib import Path

import pytest

from tests.screens.probing import probing
from tests.screens.terminal import Terminal


@pytest.fixture
def drafts(tmp_path: Path) -> Path:
    return tmp_path / "drafts"


@pytest.mark.parametrize("term", ["xterm-256color", "linux"])
def test_the_frame_keeps_to_its_bytes(service: Path, drafts: Path, term: str) -> None:
    with Terminal(probing(service, drafts), term=term) as terminal:
        assert terminal.first_paint() <= 6_000
        assert terminal.press("<f2>") <= 6_000
        assert terminal.press("a") <= 400
        assert terminal.press("<tab>") <= 400
        assert terminal.press("<backtab>") <= 400
        assert terminal.press("<f12>") <= 9_000
        assert terminal.press("b") <= 300, "a sentence in the status line"
        assert terminal.settle(3.0) == 0


@pytest.mark.parametrize(
    ("term", "environment"),
    [("xterm-256color", {"NO_COLOR": "1"}), ("linux", {}), ("xterm", {})],
)
def test_the_field_with_the_focus_stands_out_without_a_colour(
    service: Path, drafts: Path, term: str, environment: dict[str, str]
) -> None:
    with Terminal(probing(service, drafts), term=term, environment=environment) as terminal:
        terminal.first_paint()
        terminal.press("<f2>ABBOT<tab>")
        assert terminal.reversed_on(0).startswith(" Clanbook")
        assert terminal.reversed_on(2) == ""
        assert len(terminal.reversed_on(3)) > 20
        assert sum(cell.underscore for cell in terminal.cells(2)) > 20
        assert all(
            cell.fg == cell.bg == "default" for row in range(24) for cell in terminal.cells(row)
        )
