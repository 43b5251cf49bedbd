"""How long `clanbook export` takes to start: `python -m tests.bench.cli_start`.

On an empty store, beside a bare typer command with one typed option; both from compiled bytecode,
as the first command of the README leaves it. The two take turns in one run; what counts is the
ratio of their medians, which is to be at most 2.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

ROUNDS = 15
AIM = 2.0

BARE = """\
import typer

def main(quarters: int = 3) -> None:
    print(quarters)

typer.run(main)
"""
OURS = "from clanbook.cli import run; run()"


def python(*arguments: str) -> list[str]:
    """A command line of this interpreter."""
    return [sys.executable, *arguments]


def seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    """How long the command takes; an error where it fails."""
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def _environment(folder: Path) -> dict[str, str]:
    """Ours, with a store and compiled bytecode in the folder."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    places = {"CLANBOOK_STORE": "service", "PYTHONPYCACHEPREFIX": "bytecode"}
    return kept | {name: str(folder / place) for name, place in places.items()}


def main() -> int:
    """Measure and print; 1 where the aim is missed."""
    with tempfile.TemporaryDirectory() as folder:
        bare = Path(folder) / "bare.py"
        bare.write_text(BARE, encoding="utf-8")
        environment = _environment(Path(folder))
        seconds(python("-c", OURS, "init"), environment)
        theirs = python(str(bare), "--quarters", "4")
        export = python("-c", OURS, "export", "--quarter", "2018-19Q1")
        turns = [
            (seconds(theirs, environment), seconds(export, environment)) for _ in range(1 + ROUNDS)
        ][1:]
    floor, ours = (median(column) for column in zip(*turns, strict=True))
    print(f"bare typer {floor * 1000:.0f} ms, clanbook export {ours * 1000:.0f} ms, ", end="")
    print(f"ratio {ours / floor:.2f} (aim {AIM:g})")
    return 0 if ours <= AIM * floor else 1


if __name__ == "__main__":
    sys.exit(main())
