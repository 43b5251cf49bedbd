"""Erasing a child from the shell: shown, asked, done, listed; and what a restore makes of it."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from clanbook.dates import Quarter
from tests.cli.shell import Shell, Typed, ago

WHY = ("--reason", "the family asked for it")


@pytest.fixture
def robin(shell: Shell) -> str:
    shell.child("C1", surname="Quillfeather", forename="Robinetta", nhs_number="9990000018")
    return "801/C1"


def test_it_shows_what_goes_does_it_and_prints_the_line_for_the_list(
    shell: Shell, robin: str
) -> None:
    done = shell("erase", robin, *WHY, "--yes")
    assert done.status == 0
    assert "Erasing QUILLFEATHER, Robinetta (801/C1), for good" in done.err
    assert "children 1, episodes 1" in done.err
    line = json.loads(done.out)
    assert (line["child"], sorted(line)) == (1, ["child", "entry", "erased_on", "seal"])
    assert shell("erased").out == done.out
    assert shell("erased", "--json").json == [line]
    assert shell("due").out.count("C1") == 0
    assert shell("check").status == shell("audit", "--verify").status == 0


def test_json_is_one_document(shell: Shell, robin: str) -> None:
    assert shell("erased", "--json").json == []
    assert shell("erase", robin, *WHY, "--yes", "--json").json["child"] == 1


def test_without_a_terminal_it_does_not_ask_and_does_nothing(
    shell: Shell, robin: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("yes\n"))
    refused = shell("erase", robin, *WHY)
    assert (refused.status, refused.out) == (2, "")
    assert refused.sentences[-1] == (
        "Erasing asks first, and there is no terminal to ask on: add --yes."
    )
    assert shell("erased").err == "Nobody was erased.\n"


@pytest.mark.parametrize(
    ("typed", "status", "gone"),
    [("yes\n", 0, 1), ("YES\n", 0, 1), ("\n", 1, 0), ("y\n", 1, 0), ("", 1, 0)],
)
def test_on_a_terminal_it_asks_and_only_yes_is_yes(
    shell: Shell,
    robin: str,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    status: int,
    gone: int,
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(typed))
    assert shell("erase", robin, *WHY).status == status
    assert len(shell("erased", "--json").json) == gone


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("801/C1", "--yes"), "needs a reason"),
        (("801/C1", "--reason", "Robinetta asked", "--yes"), "names the child"),
        (("801/NONE", *WHY, "--yes"), "No child of 801 has the id 'NONE'"),
    ],
)
def test_what_a_rule_refuses_is_said_and_nothing_is_erased(
    shell: Shell, robin: str, words: tuple[str, ...], sentence: str
) -> None:
    refused = shell("erase", *words)
    assert (refused.status, refused.out) == (5, "")
    assert sentence in refused.err
    assert shell("erased", "--json").json == []


def test_a_manager_alone_may(shell: Shell, robin: str, somebody_else: None) -> None:
    for words in (("erase", robin, *WHY, "--yes"), ("erased",), ("erased", "--sweep")):
        assert shell(*words).status == 4


def test_the_audit_finds_an_erased_child_by_number(shell: Shell, robin: str) -> None:
    shell("erase", robin, *WHY, "--yes")
    found = shell("audit", "--child", "1", "--json").json
    assert [event["what"] for event in found] == ["import_notifications", "erase"]
    assert found[0]["children"] == ["child 1"]
    assert shell("erased", "--sweep").status == 0


def test_explain_tells_what_is_left_without_a_name(shell: Shell, robin: str) -> None:
    shell("erase", robin, *WHY, "--yes")
    quarter = Quarter.of(date.fromisoformat(ago(10))).label
    told = shell("explain", "--quarter", quarter, "--figure", "accommodated.total")
    assert "erased" in told.out
    assert "QUILL" not in told.out.upper()


@pytest.mark.parametrize("named", [False, True])
def test_a_restore_goes_by_the_list_that_is_named_or_lies_beside_the_backup(
    shell: Shell, robin: str, tmp_path: Path, named: bool
) -> None:
    backup = tmp_path / "backups" / "monday.db"
    backup.parent.mkdir()
    assert shell("backup", str(backup)).status == 0
    line = shell("erase", robin, *WHY, "--yes").out
    file = tmp_path / "list" if named else backup.with_name("erased.jsonl")
    file.write_text(line)
    place = Shell(tmp_path / "again")
    restored = place("restore", str(backup), *(("--erased", str(file)) if named else ()))
    assert restored.status == 0
    assert restored.sentences[-1] == (
        f"{file}: of 1 line, 1 known to be this store's (1 erased again)."
    )
    assert place("erased").out == line
    assert place("check").status == 0


def test_a_restore_without_a_list_says_so(shell: Shell, robin: str, tmp_path: Path) -> None:
    backup = str(tmp_path / "backup.db")
    shell("backup", backup)
    shell("erase", robin, *WHY, "--yes")
    restored = Shell(tmp_path / "again")("restore", backup)
    assert restored.status == 0
    assert "No list of erasures was given" in restored.err


def test_a_restore_says_what_each_line_of_the_list_was_to_it(
    shell: Shell, robin: str, tmp_path: Path
) -> None:
    shell.child("C2")
    gone = shell("erase", "801/C2", *WHY, "--yes").out
    backup, file = tmp_path / "backup.db", tmp_path / "list"
    shell("backup", str(backup))
    again = shell("erase", robin, *WHY, "--yes").out
    shell.child("C3")
    later = shell("erase", "801/C3", *WHY, "--yes").out
    file.write_text(gone + again + later + another_stores_line(tmp_path))
    restored = Shell(tmp_path / "again")("restore", str(backup), "--erased", str(file))
    assert restored.status == 0
    assert restored.sentences[-1] == (
        f"{file}: of 4 lines, 2 known to be this store's (1 erased again, "
        "1 erased before the backup, 1 later than the backup, 1 of another store)."
    )


def another_stores_line(tmp_path: Path) -> str:
    """The line of an erasure in another store, of the child that has the same number there."""
    other = Shell(tmp_path / "other" / "service")
    other("init")
    other.child("C9")
    return other("erase", "801/C9", *WHY, "--yes").out


def test_a_list_of_another_store_is_something_to_look_at(
    shell: Shell, robin: str, tmp_path: Path
) -> None:
    backup, file = tmp_path / "backup.db", tmp_path / "list"
    shell("backup", str(backup))
    file.write_text(another_stores_line(tmp_path))
    place = Shell(tmp_path / "again")
    restored = place("restore", str(backup), "--erased", str(file))
    assert restored.status == 1
    assert restored.sentences[-2:] == [
        f"{file}: of 1 line, 0 known to be this store's (1 of another store).",
        "See that it is this store's list: whoever was erased since may be in it again.",
    ]
    assert place("due", "--json").json[0]["child_id"] == "C1"


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_list_is_warned_of(shell: Shell, robin: str, tmp_path: Path, text: str) -> None:
    backup = tmp_path / "backup.db"
    shell("backup", str(backup))
    (file := backup.with_name("erased.jsonl")).write_text(text)
    restored = Shell(tmp_path / "again")("restore", str(backup))
    assert restored.status == 0
    assert restored.sentences[-1] == (
        f"{file} lists nobody: whoever was erased since the backup is in it again."
    )


@pytest.mark.parametrize("text", ["nonsense\n", '{"child": "1"}\n', "[]\n", "\xff\n"])
def test_a_list_that_is_none_restores_nothing(
    shell: Shell, robin: str, tmp_path: Path, text: str
) -> None:
    backup = str(tmp_path / "backup.db")
    shell("backup", backup)
    (tmp_path / "list").write_text(text, encoding="latin-1")
    refused = Shell(tmp_path / "again")("restore", backup, "--erased", str(tmp_path / "list"))
    assert refused.status == 2
    assert "line 1, is no line of the list" in refused.err
    assert not (tmp_path / "again").exists()
