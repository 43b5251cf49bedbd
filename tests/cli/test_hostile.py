"""Names that are markup, formulas or control codes stay data in every command."""

import csv
import io
import unicodedata

import pytest

from clanbook.dates import Quarter
from clanbook.desk.service import enter
from clanbook.records import Child, Placement, Session
from tests.cli.shell import TODAY, Shell, ago

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

NAMES = list(HOSTILE.values())
DAY = ago(-7)


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """A shell at a store in which everything a person types is one of these names: of children,
    carers, venues, clinicians and other LAs. All tests here share it."""
    made = Shell(tmp_path_factory.mktemp("hostile") / "service")
    assert made("init").status == 0
    ours = {"la": "801", "entered_care": ago(10), "placed_in": "Bristol"}
    mine = [ours | {"child_id": f"C{n}"} | _cells(name) for n, name in enumerate(NAMES)]
    other = [ours | {"la": name, "child_id": name} | _cells(name) for name in NAMES]
    made.load("notifications", *mine, *other)
    asked = [{"la": name, "child_id": name, "kind": "IHA", "requested": ago(2)} for name in NAMES]
    made.load("assessments", *asked)
    for name in NAMES:
        made.load("sessions", _clinic(name))
    return made


def _cells(name: str) -> dict[str, str]:
    return dict.fromkeys(("forename", "surname", "carer", "school", "address"), name)


def _clinic(name: str) -> dict[str, str]:
    row = {"date": DAY, "start": "09:00", "slots": "4", "minutes": "30", "locality": "Bristol"}
    return row | {"venue": name, "clinician": name, "role": "gp", "purposes": "IHA"}


def stored(shell: Shell) -> tuple[list[Child], list[Placement], list[Session]]:
    with enter(str(shell.store)) as store:
        children = [Child.of(found) for found in store.table(Child.table).all()]
        placements = [Placement.of(found) for found in store.table(Placement.table).all()]
        return children, placements, [Session.of(s) for s in store.table(Session.table).all()]


def commands(shell: Shell) -> list[tuple[str, ...]]:
    """Every command that prints something of a child, a clinic or a member of staff."""
    slots = [slot["id"] for slot in shell("slots", "--json").json]
    quarter = ("--quarter", Quarter.of(TODAY).label)
    books = [("book", f"801/C{n}", slots[4 * n]) for n in range(len(NAMES))]
    others = [("refusal", "--", f"{name}/{name}") for name in NAMES if "/" not in name]
    return [
        *books,
        *[("book", f"801/C{n}", slots[0]) for n in range(len(NAMES))],
        ("book", "801/C0", slots[0], "--json"),
        *others,
        ("due",),
        ("due", "--format", "csv"),
        ("due", "--json"),
        ("slots",),
        ("slots", "--json"),
        ("explain", *quarter, "--figure", "accommodated.total"),
        *[("staff", "add", "--role", "nurse", "--os-user", n, "--", n) for n in NAMES],
        ("staff", "list"),
        ("staff", "list", "--json"),
        *[("export", *quarter, "--format", form) for form in ("table", "csv", "md", "json")],
        *[("audit", "--child", f"801/C{n}") for n in range(len(NAMES))],
        ("audit",),
        ("audit", "--json"),
    ]


def test_it_is_kept_as_typed(shell: Shell) -> None:
    children, placements, sessions = stored(shell)
    assert [(c.forename, c.surname, c.school) for c in children] == [(n, n, n) for n in NAMES * 2]
    assert [(c.la, c.child_id) for c in children[len(NAMES) :]] == [(n, n) for n in NAMES]
    assert [(place.carer, place.address) for place in placements] == [(n, n) for n in NAMES * 2]
    assert [(session.venue, session.clinician) for session in sessions] == [(n, n) for n in NAMES]


def test_json_gives_it_as_typed(shell: Shell) -> None:
    slots = shell("slots", "--json").json
    assert {(slot["venue"], slot["clinician"]) for slot in slots} == {(n, n) for n in NAMES}
    due = {(row["la"], row["child_id"]) for row in shell("due", "--json").json}
    assert due >= {(n, n) for n in NAMES}
    trail = shell("audit", "--json").json
    assert [f"{n}/{n}" for n in NAMES] == trail[2]["children"]


def test_it_takes_one_line_of_a_table(shell: Shell) -> None:
    assert len(shell("slots").out.splitlines()) == 1 + 4 * len(NAMES)
    assert len(shell("due").out.splitlines()) == 1 + 2 * len(NAMES)


def test_no_cell_of_a_csv_begins_a_formula(shell: Shell) -> None:
    rows = list(csv.reader(io.StringIO(shell("due", "--format", "csv").out)))
    assert len(rows) == 1 + 2 * len(NAMES)
    cells = [cell.lstrip() for row in rows for cell in row]
    assert not [c for c in cells if c.startswith(("=", "+", "-", "@")) and not _number(c)]


def _number(cell: str) -> bool:
    return cell.lstrip("-").isdigit()


def test_no_command_prints_a_control_character(shell: Shell) -> None:
    for words in commands(shell):
        answer = shell(*words)
        assert answer.status in (0, 5), (words, answer)
        printed = answer.out + answer.err
        odd = {c for c in printed if unicodedata.category(c) in ("Cc", "Cf") and c != "\n"}
        assert not odd, (words, odd)
        if words[0] in ("book", "refusal", "staff") and "list" not in words:
            assert len(answer.sentences) <= 2, answer


def test_rejected_rows_come_back_as_they_were(shell: Shell) -> None:
    rows = [
        {"la": "801", "child_id": f"R{n}", "entered_care": ago(3), "surname": name, "dob": "soon"}
        for n, name in enumerate(NAMES)
    ]
    file, rejects = shell.csv("notifications", *rows), shell.store.parent / "rejects.csv"
    answer = shell("import", "notifications", str(file), "--rejects", str(rejects))
    assert answer.status == 1
    text = rejects.read_text(encoding="utf-8")
    rejects.write_text(text.replace(",soon\n", ",2015-03-01\n"), encoding="utf-8")
    assert shell("import", "notifications", str(rejects)).status == 0
    children, _, _ = stored(shell)
    assert [c.surname for c in children if c.child_id.startswith("R")] == NAMES
