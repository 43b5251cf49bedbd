"""Screens as plain text, compared with those kept in the folder `golden`.

`GOLDEN=write pytest ...` keeps what is shown now; read the difference before it is committed.
"""

import os
from pathlib import Path

from tests.screens.acting import Stage

_FOLDER = Path(__file__).with_name("golden")


def assert_golden(stage: Stage, name: str) -> None:
    """Hold the 24 lines on the screen against those that are kept under this name."""
    path = _FOLDER / f"{name}.txt"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(exist_ok=True)
        path.write_text(stage.text + "\n", encoding="utf-8")
    assert stage.text + "\n" == path.read_text(encoding="utf-8"), f"{path.name} differs"
