"""Names that are markup, formulas or control codes stay data in every command."""

import csv
import io
import unicodedata
from typing import Any

import pytest

from clanbook.desk.service import enter
from clanbook.records import Child, Placement, Session
from tests.cli.shell import Shell, ago

HOSTILE = {
    "markup": "[/]",
    "bold": "[bold]x",
    "escape": "a\x1b[2J\x1b]0;x\x07b",
    "formula": "=cmd|' /C calc'!A1",
    "minus": "-2+3+cmd|' /C calc'!A1",
    "backwards": "x\u202etxt.exe",
    "arabic": "\u0645\u062d\u0645\u062f",
    "long": "x" * 300,
    "newline": "two\nlines",
    "c1": "\x9b31m\x85y",
    "quote": 'a"b,c;d\\',
    "percent": "100%s {0} $HOME `id`",
}

names = pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)


def hostile_store(shell: Shell, name: str) -> list[str]:
    """Everything a person types is that name: of a child, carer, venue, clinician, another LA."""
    cells = {"forename": name, "surname": name, "carer": name, "school": name, "address": name}
    shell.child("C1", **cells)
    shell.child(name, la=name, **cells)
    return shell.clinic(ago(-7), clinician=name, venue=name)


def stored(shell: Shell) -> tuple[list[Child], list[Placement], list[Session]]:
    with enter(str(shell.store)) as store:
        children = [Child.of(found) for found in store.table(Child.table).all()]
        placements = [Placement.of(found) for found in store.table(Placement.table).all()]
        return children, placements, [Session.of(s) for s in store.table(Session.table).all()]


def outputs(shell: Shell, slot: str, name: str) -> dict[str, str]:
    """Every command that prints something of a child or a clinic, and what it printed."""
    commands: list[tuple[str, ...]] = [
        ("due",),
        ("due", "--format", "csv"),
        ("due", "--json"),
        ("slots",),
        ("slots", "--json"),
        ("book", "801/C1", slot),
        ("book", "801/C1", slot),
        ("book", "801/C1", slot, "--json"),
        ("explain", "--quarter", _quarter(), "--figure", "accommodated.total"),
        ("audit",),
        ("audit", "--json"),
        ("audit", "--child", "801/C1"),
        ("staff", "add", "--role", "nurse", "--os-user", name, "--", name),
        ("staff", "list"),
        ("staff", "list", "--json"),
        *[
            ("export", "--quarter", _quarter(), "--format", f)
            for f in ("table", "csv", "md", "json")
        ],
    ]
    answers = {" ".join(words): shell(*words) for words in commands}
    assert all(answer.status in (0, 5) for answer in answers.values()), answers
    return {said: answer.out + answer.err for said, answer in answers.items()}


def _quarter() -> str:
    from clanbook.dates import Quarter
    from tests.cli.shell import TODAY

    return Quarter.of(TODAY).label


@names
def test_it_is_kept_as_typed(shell: Shell, name: str) -> None:
    hostile_store(shell, name)
    children, placements, sessions = stored(shell)
    assert {(child.forename, child.surname, child.school) for child in children} == {
        (name, name, name)
    }
    assert children[1].la == children[1].child_id == name
    assert {(place.carer, place.address) for place in placements} == {(name, name)}
    assert [(session.venue, session.clinician) for session in sessions] == [(name, name)]


@names
def test_no_command_prints_a_control_character(shell: Shell, name: str) -> None:
    slot, *_ = hostile_store(shell, name)
    for said, printed in outputs(shell, slot, name).items():
        odd = {c for c in printed if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"}
        assert not odd, (said, odd)


@names
def test_json_gives_it_as_typed(shell: Shell, name: str) -> None:
    hostile_store(shell, name)
    slot: dict[str, Any] = shell("slots", "--json").json[0]
    assert (slot["venue"], slot["clinician"]) == (name, name)
    trail = shell("audit", "--json").json
    assert [f"{name}/{name}"] in [event["children"] for event in trail]


@names
def test_it_takes_one_line_of_a_table(shell: Shell, name: str) -> None:
    slot, *_ = hostile_store(shell, name)
    assert len(shell("slots").out.splitlines()) == 1 + 4
    assert len(shell("due").out.splitlines()) == 1 + 1
    assert len(shell("book", "801/C1", slot).sentences) == 1


@names
def test_no_cell_of_a_csv_begins_a_formula(shell: Shell, name: str) -> None:
    hostile_store(shell, name)
    if "/" not in name:
        asked = shell("request", "--kind", "iha", "--", f"{name}/{name}")
        assert asked.status == 0
        assert len(shell("due", "--json").json) == 2
    cells = [c for row in csv.reader(io.StringIO(shell("due", "--format", "csv").out)) for c in row]
    assert not [c for c in cells if c.lstrip().startswith(("=", "+", "-", "@")) and not _number(c)]


def _number(cell: str) -> bool:
    return cell.lstrip("-").isdigit()


@names
def test_a_rejected_row_comes_back_as_it_was(shell: Shell, name: str) -> None:
    row = {"la": "801", "child_id": "C1", "entered_care": ago(3), "surname": name, "dob": "soon"}
    file, rejects = shell.csv("notifications", row), shell.store.parent / "rejects.csv"
    answer = shell("import", "notifications", str(file), "--rejects", str(rejects))
    assert answer.status == 1
    text = rejects.read_text(encoding="utf-8")
    rejects.write_text(text.replace(",soon\n", ",2015-03-01\n"), encoding="utf-8")
    assert shell("import", "notifications", str(rejects)).status == 0
    ((child,), _, _) = stored(shell)
    assert child.surname == name
