"""A shell to type commands in: what was printed, and the exit status."""

import csv
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from clanbook.cli import run
from clanbook.dates import LONDON, Calendar, local_date
from clanbook.desk.service import enter
from store import utc_now

COMMAND = (sys.executable, "-c", "from clanbook.cli import run; run()")
"""What the console script runs."""

TODAY = local_date(utc_now())


def ago(days: int) -> str:
    """A day so long before today, as files hold it; a negative number is ahead."""
    return (TODAY - timedelta(days=days)).isoformat()


def working_day() -> str:
    """A working day about a week ahead, as files hold it."""
    return Calendar().add_working_days(TODAY, 5).isoformat()


@contextmanager
def clock_at(hour: int) -> Iterator[None]:
    """A block in which commands run as if it were that hour today, whatever it is."""
    now = datetime.combine(TODAY, time(hour), LONDON).astimezone(UTC)
    with patch.dict(enter.__kwdefaults__, clock=lambda: now):
        yield


def written(day: str) -> str:
    """A day as people read it."""
    return f"{date.fromisoformat(day):%d-%b-%Y}"


class Typed(io.StringIO):
    """A terminal at which somebody types."""

    def isatty(self) -> bool:
        return True


@dataclass(frozen=True)
class Answer:
    """What a command came to."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one JSON document printed."""
        return json.loads(self.out)

    @property
    def sentences(self) -> list[str]:
        """What was said on stderr."""
        return self.err.splitlines()


class Shell:
    """Types commands at one store, in this process or in one of its own."""

    def __init__(self, store: Path) -> None:
        self.store = store

    def __call__(self, *words: str) -> Answer:
        """Run `clanbook --store STORE WORDS` here."""
        return clanbook("--store", str(self.store), *words)

    def csv(self, kind: str, *rows: dict[str, str]) -> Path:
        """A file of that kind with these rows; the columns are the first row's."""
        file = self.store.parent / f"{kind}.csv"
        file.write_text(csv_text(rows), encoding="utf-8")
        return file

    def load(self, kind: str, *rows: dict[str, str]) -> Answer:
        """Import rows; it has to succeed."""
        answer = self("import", kind, str(self.csv(kind, *rows)), "--json")
        assert answer.status == 0, answer
        return answer

    def child(self, child_id: str, la: str = "801", **cells: str) -> None:
        """A child who came into care ten days ago."""
        row = {"la": la, "child_id": child_id, "entered_care": ago(10), "placed_in": "Bristol"}
        self.load("notifications", row | {"dob": "2015-03-01"} | cells)

    def clinic(self, day: str, clinician: str = "Dr Ahn", **cells: str) -> list[str]:
        """A clinic of four slots of half an hour, for IHAs unless said; the ids of its slots."""
        row = {"date": day, "start": "09:00", "slots": "4", "minutes": "30"}
        row |= {"locality": "Bristol", "venue": "Health Park", "clinician": clinician}
        self.load("sessions", row | {"role": "paediatrician", "purposes": "IHA"} | cells)
        slots = self("slots", "--json").json
        return [s["id"] for s in slots if (s["date"], s["clinician"]) == (day, clinician)]

    def start(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """Start the command as a process of its own."""
        return subprocess.Popen(
            [*COMMAND, "--store", str(self.store), *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | environment,
        )

    def process(self, *words: str, **environment: str) -> Answer:
        """Run the command in a process of its own."""
        return finished(self.start(*words, **environment))


def finished(process: "subprocess.Popen[str]") -> Answer:
    out, err = process.communicate(timeout=60)
    return Answer(process.returncode, out, err)


def clanbook(*words: str) -> Answer:
    """Run the whole command line here, as the console script does."""
    out, err = io.StringIO(), io.StringIO()
    status: object = None
    with (
        patch.object(sys, "argv", ["clanbook", *words]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        try:
            run()
        except SystemExit as leaving:
            status = leaving.code
    assert isinstance(status, int), status
    return Answer(status, out.getvalue(), err.getvalue())


def csv_text(rows: Sequence[dict[str, str]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
