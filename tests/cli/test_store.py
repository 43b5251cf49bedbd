"""The store from the shell: made once, found or not, who may use it, checked and copied."""

import os
import sqlite3
from pathlib import Path

import pytest

from clanbook import __version__
from clanbook.desk.schema import SCHEMA
from clanbook.settings import DEFAULT_TOML
from store import create
from tests.cli.shell import Shell, Typed, ago, clanbook


def tamper(shell: Shell, statement: str) -> None:
    """Change the store's database behind the program's back."""
    with sqlite3.connect(shell.store / "clanbook.db") as db:
        db.executescript(statement)
    db.close()


def test_init_makes_a_store_and_never_overwrites_one(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "service")
    made = shell("init", "--name", "Ann Example")
    assert (made.status, made.out) == (0, "")
    assert f"Made a store for BNSSG in {shell.store}; Ann Example is its manager." in made.err
    before = (shell.store / "clanbook.db").read_bytes()
    again = shell("init")
    assert again.status == 3
    assert "exists already and is left as it is" in again.err
    assert (shell.store / "clanbook.db").read_bytes() == before


def test_init_finishes_a_store_in_which_nothing_was_recorded_yet(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "service")
    create(shell.store, SCHEMA).close()
    made = shell("init", "--name", "Ann Example")
    assert (made.status, "Ann Example is its manager" in made.err) == (0, True)
    assert "Ann Example" in shell("staff", "list").out


def test_init_leaves_the_store_of_an_empty_demonstration_alone(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "service")
    create(shell.store, SCHEMA, demo="synthetic").close()
    assert "exists already and is left as it is" in shell("init").err


def test_init_where_no_folder_can_be_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    answer = Shell(tmp_path / "file" / "service")("init")
    assert answer.status == 3
    assert "No store can be made in" in answer.err
    assert "name another place" in answer.err


def test_init_with_the_settings_of_another_service(tmp_path: Path) -> None:
    file = tmp_path / "dorset.toml"
    file.write_text(
        'name = "Dorset"\n[rules]\niha_due = "20 working days"\n'
        '[[las]]\nname = "Dorset"\ncode = 838\nlocality = "Dorset"\n',
        encoding="utf-8",
    )
    shell = Shell(tmp_path / "service")
    assert shell("init", "--settings", str(file)).status == 0
    kept = shell("settings", "show", "--json").json
    assert (kept["name"], kept["rules"]["iha_due"]) == ("Dorset", "20 working days")


def test_init_without_a_place_uses_the_platforms_folder_and_so_does_the_rest(home: Path) -> None:
    assert clanbook("init").status == 0
    assert clanbook("due").out == "Nothing is due.\n"
    assert list(home.rglob("clanbook.db"))


def test_the_environment_may_name_the_store(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLANBOOK_STORE", str(shell.store))
    assert clanbook("due").status == 0


def test_a_mistake_in_the_settings_makes_no_store(tmp_path: Path) -> None:
    file = tmp_path / "bad.toml"
    file.write_text(DEFAULT_TOML.replace("iha_target = 90", "iha_target = 900"), encoding="utf-8")
    shell = Shell(tmp_path / "service")
    answer = shell("init", "--settings", str(file))
    assert answer.status == 2
    assert "iha_target" in answer.err
    assert not shell.store.exists()


# -- A store that cannot be used: 3


def test_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    answer = Shell(tmp_path / "nothing")("due")
    assert (answer.status, answer.out) == (3, "")
    assert "make one with `clanbook init`" in answer.err


def test_a_file_that_is_no_store_is_said_to_be_none(tmp_path: Path) -> None:
    shell = Shell(tmp_path / "service")
    shell.store.mkdir()
    (shell.store / "clanbook.db").write_text("a shopping list " * 100, encoding="utf-8")
    answer = shell("due")
    assert answer.status == 3
    assert "is not a clanbook store" in answer.err


def test_a_newer_store_asks_for_the_newer_program(shell: Shell) -> None:
    tamper(shell, "UPDATE meta SET value = '2' WHERE name = 'format'")
    answer = shell("due")
    assert answer.status == 3
    assert "written by a newer version" in answer.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may open everything")
def test_a_store_that_may_not_be_opened_says_so(shell: Shell) -> None:
    (shell.store / "clanbook.db").chmod(0)
    answer = shell("due")
    assert answer.status == 3
    assert "may not open the store" in answer.err


def test_a_letter_that_changed_in_a_record_is_said_in_a_sentence(shell: Shell) -> None:
    shell.child("C1", sex="F")
    body = 'replace(CAST(body AS TEXT), \'"sex":"F"\', \'"sex":"G"\')'
    tamper(shell, f"UPDATE documents SET body = CAST({body} AS BLOB) WHERE tbl = 'children'")
    answer = shell("due")
    assert answer.status == 3
    assert "children 1" in answer.err
    assert "restore the last backup" in answer.err


# -- Who acts: 4


def test_an_account_that_is_linked_to_nobody_is_refused(shell: Shell, somebody_else: None) -> None:
    answer = shell("due")
    assert (answer.status, answer.out) == (4, "")
    assert "'else' is not linked to a member of staff" in answer.err


def test_without_the_role_an_act_is_refused_and_the_refusal_audited(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    added = shell("staff", "add", "Vi Example", "--role", "viewer", "--os-user", "else")
    assert added.sentences[0] == "Vi Example is viewer now."
    assert added.sentences[1:] == [
        "This computer has no account 'else' so far: Vi Example gets in as soon as it has one."
    ]
    with monkeypatch.context() as other:
        other.setattr("clanbook.cli.entry.os_account", lambda: "else")
        for command in (("due",), ("slots",), ("staff", "list"), ("audit",)):
            answer = shell(*command)
            assert (answer.status, answer.out) == (4, "")
        assert shell("export", "--quarter", "2018-19Q1").status == 0
    trail = shell("audit", "--by", "Vi Example", "--json").json
    assert [event["what"] for event in trail] == ["act_refused"] * 4
    assert (trail[0]["detail"], trail[0]["facts"]) == ("wanted: due", {"wanted": "due"})


ACTING: dict[str, tuple[tuple[str, ...], ...]] = {
    "due": (("due",), ("due", "--locality", "Nowhere")),
    "slots": (("slots",), ("slots", "--from", "never")),
    "explain": (("explain", "--quarter", "2018-19Q1", "--figure", "iha.required", "--la", "x"),),
    "request": (("request", "{}", "--kind", "rha"),),
    "book": (("book", "{}", "S1-0"),),
    "book_visit": (
        ("book", "{}", "--visit", "2026-05-04T10:00", "--clinician", "Ann", "--kind", "rha"),
    ),
    "move": (("move", "B1", "S1-1"), ("move", "B99", "S9-9")),
    "move_visit": (("move", "B99", "--visit", "2026-05-04T10:00", "--clinician", "Ann"),),
    "outcome": (("outcome", "B1", "attended"), ("outcome", "B99", "attended")),
    "refuse": (("refusal", "{}"),),
    "contact": (("contact", "{}", "--failed"),),
    "undo": (("undo", "1"), ("undo", "99"), ("undo",)),
    "redo": (("undo", "--redo"),),
    "standing_acts": (("undo", "--list"),),
    "import": (("import", "sessions", "/nowhere/x.csv"),),
    "backup": (("backup", "/nowhere/x.bak"), ("backup", "/proc/self/status")),
    "backup_plain": (("backup", "/nowhere/x.json"),),
    "audit": (("audit", "--child", "{}"), ("audit", "--child", "1"), ("audit", "--by", "Nobody")),
    "erase": (("erase", "{}", "--reason", "asked for", "--yes"),),
    "list_erased": (("erased",),),
    "sweep": (("erased", "--sweep"),),
    "load_settings": (("settings", "load", "/nowhere/x.toml"),),
    "add_staff": (("staff", "add", "The Boss", "--role", "nurse"),),
    "change_staff": (
        ("staff", "change", "The Boss", "--role", "nurse"),
        ("staff", "change", "Nobody", "--os-user", "else"),
    ),
    "disable_staff": (("staff", "disable", "The Boss"), ("staff", "disable", "Nobody")),
    "list_staff": (("staff", "list"),),
}
"""Commands by the act that a viewer lacks; `{}` is a child, known or not."""


@pytest.mark.parametrize("act", ACTING)
def test_the_role_is_asked_for_before_anything_is_looked_up(
    shell: Shell, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    shell.child("C1")
    shell("book", "801/C1", shell.clinic(ago(-7))[0])
    shell("staff", "add", "Vi Example", "--role", "viewer", "--os-user", "else")
    typed = [
        [word.format(child) for word in words]
        for words in ACTING[act]
        for child in ("801/C1", "801/ZZZ", "Nowhere/C1")
    ]
    with monkeypatch.context() as other:
        other.setattr("clanbook.cli.entry.os_account", lambda: "else")
        answers = [shell(*words) for words in typed]
    assert {(answer.status, answer.out) for answer in answers} == {(4, "")}
    assert len({answer.err for answer in answers}) == 1, "the same, whatever is known"
    trail = shell("audit", "--by", "Vi Example", "--json").json
    assert [(event["what"], event["detail"]) for event in trail] == (
        [("act_refused", f"wanted: {act.replace('_', ' ')}")] * len(typed)
    )


def test_staff_are_listed_and_their_accounts_closed(shell: Shell) -> None:
    shell("staff", "add", "Ann Example", "--role", "nurse", "--os-user", "ann")
    assert shell("staff", "disable", "ann example").status == 0
    listed = shell("staff", "list", "--json").json
    assert [set(member) for member in listed] == [
        {"number", "name", "role", "os_user", "disabled"}
    ] * 2
    assert [(m["name"], m["disabled"]) for m in listed] == [
        ("The Boss", None),
        ("Ann Example", ago(0)),
    ]
    assert "Ann Example  nurse" in shell("staff", "list").out
    assert shell("staff", "disable", "The Boss").status == 5


def test_a_role_and_an_account_are_changed_in_the_shell(shell: Shell) -> None:
    shell("staff", "add", "Ann Example", "--role", "viewer")
    changed = shell("staff", "change", "ann example", "--role", "nurse", "--os-user", "daemon")
    assert (changed.status, changed.out) == (0, "")
    assert changed.sentences == [
        "Ann Example is nurse now, was viewer.",
        "Ann Example: account none -> daemon.",
    ]
    again = shell("staff", "change", "Ann Example", "--role", "nurse")
    assert again.err == "Ann Example is nurse already; nothing was changed.\n"
    unlinked = shell("staff", "change", "Ann Example", "--os-user", "")
    assert unlinked.err == "Ann Example: account daemon -> none.\n"
    assert shell("staff", "change", "Ann Example").status == 2
    assert shell("staff", "change", "The Boss", "--role", "nurse").status == 5


def test_two_of_one_name_are_told_apart_by_number(shell: Shell) -> None:
    shell("staff", "add", "Ann Example", "--role", "nurse")
    shell("staff", "disable", "Ann Example")
    shell("staff", "add", "Ann Example", "--role", "viewer")
    listed = shell("staff", "list").out.splitlines()
    assert [line.split()[0] for line in listed[-2:]] == ["2", "3"]
    refused = shell("audit", "--by", "Ann Example")
    assert refused.status == 5
    assert "Ann Example (number 2, closed" in refused.err
    assert shell("audit", "--by", "3", "--json").json == []


# -- Settings


def test_settings_are_shown_with_what_they_mean_and_loaded_as_a_new_version(shell: Shell) -> None:
    assert "72 hours (South Gloucestershire: 48 hours)" in shell("settings", "show").out
    file = shell.store.parent / "new.toml"
    text = DEFAULT_TOML.replace('iha_due = "28 days"', 'iha_due = "20 working days"')
    file.write_text("\ufeff" + text, encoding="utf-8")
    assert shell("settings", "load", str(file)).err == "The new settings are in force.\n"
    assert shell("settings", "show", "--json").json["rules"]["iha_due"] == "20 working days"
    assert "in force already" in shell("settings", "load", str(file)).err
    file.write_text(text.replace("frozen_within", "frozen_whithin"), encoding="utf-8")
    answer = shell("settings", "load", str(file))
    assert answer.status == 2
    assert "frozen_whithin" in answer.err


BARE = "\n".join(
    ['name = "BNSSG"']
    + [
        f'[[las]]\nname = "{name}"\ncode = {code}\nlocality = "{name}"'
        for name, code in (
            ("North Somerset", 802),
            ("Bristol", 801),
            ("South Gloucestershire", 803),
        )
    ]
)
"""BNSSG's name and LAs, and no rule at all."""

GOES_BACK = (
    "notify_within of South Gloucestershire: 48 hours -> as the service, 72 hours "
    "(the file leaves it out)\n"
)


@pytest.fixture
def bare(shell: Shell) -> str:
    """A settings file that leaves out whatever it may."""
    file = shell.store.parent / "bare.toml"
    file.write_text(BARE, encoding="utf-8")
    return str(file)


def test_every_setting_that_changes_is_shown_also_what_the_file_leaves_out(
    shell: Shell, bare: str
) -> None:
    tried = shell("settings", "load", bare, "--dry-run")
    assert (tried.status, tried.out) == (0, GOES_BACK)
    assert tried.err == "Nothing was changed: this was a dry run.\n"
    assert shell("check", "--json").json["entries"] == 1
    loaded = shell("settings", "load", bare)
    assert (loaded.status, loaded.out) == (0, GOES_BACK), "no terminal, no question"
    assert loaded.err == "The new settings are in force.\n"
    again = shell("settings", "load", bare)
    assert (again.status, again.out) == (0, "")
    assert again.err == "Nothing changed: these settings were in force already.\n"


def test_what_loading_settings_changes_is_one_json_document(shell: Shell, bare: str) -> None:
    for words, in_force in ((("--dry-run",), False), ((), True)):
        told = shell("settings", "load", bare, *words, "--json").json
        assert told["in_force"] is in_force
        (change,) = told["changed"]
        assert change == {
            "what": "notify_within of South Gloucestershire",
            "before": "48 hours",
            "now": "as the service, 72 hours",
            "left_out": "the file leaves it out",
        }
    assert shell("settings", "load", bare, "--json").json["changed"] == []


@pytest.mark.parametrize(
    ("typed", "words", "status"),
    [("y\n", (), 0), ("YES\n", (), 0), ("\n", (), 1), ("n\n", (), 1), ("", ("--yes",), 0)],
)
def test_a_terminal_is_asked_about_what_the_file_leaves_out(
    shell: Shell,
    bare: str,
    monkeypatch: pytest.MonkeyPatch,
    typed: str,
    words: tuple[str, ...],
    status: int,
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(typed))
    answer = shell("settings", "load", bare, *words)
    assert (answer.status, answer.out) == (status, GOES_BACK)
    assert ("Type y" in answer.err) is (not words)
    assert shell("check", "--json").json["entries"] == (1 if status else 2)


def test_a_terminal_is_not_asked_about_what_the_file_gives(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Typed(""))
    file = tmp_path / "new.toml"
    file.write_text(DEFAULT_TOML.replace("rha_target = 90", "rha_target = 80"), encoding="utf-8")
    answer = shell("settings", "load", str(file))
    assert (answer.status, answer.out) == (0, "rha_target: 90 -> 80\n")


def test_settings_of_an_earlier_day_are_shown(shell: Shell, bare: str) -> None:
    shell("settings", "load", bare)
    assert "48 hours" not in shell("settings", "show", "--as-at", "t").out
    before = shell("settings", "show", "--as-at", ago(1))
    assert (before.status, before.out) == (1, "")
    assert f"the first day is {ago(0)}" in before.err
    assert shell("settings", "show", "--as-at", "never").status == 2


# -- The trail, checks, copies


def test_the_audit_tells_who_did_what_to_whom(shell: Shell) -> None:
    shell.child("C1", surname="Before")
    shell.child("C1", surname="After")
    shell.child("C2")
    trail = shell("audit", "--json").json
    known = {"at", "by", "what", "did", "children", "detail", "changed", "more", "facts"}
    assert all(set(e) == known for e in trail)
    assert [e["what"] for e in trail] == ["init", *["import_notifications"] * 3]
    one = shell("audit", "--child", "Bristol/C1")
    assert "family name Before -> After" in one.out
    assert "C2" not in one.out
    assert shell("audit", "--since", "t").out.count("imported notifications") == 3


def test_the_trail_is_proved_unbroken_or_what_is_wrong_is_named(shell: Shell) -> None:
    shell.child("C1", surname="Before")
    for words in (("audit", "--verify"), ("check",)):
        sound = shell(*words, "--json")
        assert (sound.status, sound.json["findings"]) == (0, [])
        assert set(sound.json) == {"entries", "seal", "findings"}
        assert shell(*words).out.startswith("Sound: 2 entries, the last sealed ")
    tamper(shell, "UPDATE documents SET body = replace(body, 'Before', 'Beyond')")
    for words in (("audit", "--verify"), ("check",)):
        broken = shell(*words, "--json")
        assert (broken.status, bool(broken.json["findings"])) == (1, True)
        assert "restore a backup" in broken.err


def test_a_backup_is_a_store_and_overwrites_nothing(shell: Shell, tmp_path: Path) -> None:
    shell.child("C1")
    copy = Shell(tmp_path / "copy")
    copy.store.mkdir()
    file = str(copy.store / "clanbook.db")
    written = shell("backup", file)
    assert written.status == 0
    assert "entry 2, seal " in written.err
    assert copy("check").status == 0
    assert copy("due", "--json").json == shell("due", "--json").json
    again = shell("backup", file)
    assert again.status == 2
    assert "exists already" in again.err


@pytest.mark.parametrize("name", ["nowhere/x.bak", "file/x.bak", "file/x.json", "/proc/x.bak"])
def test_a_backup_that_cannot_be_written_is_said_of_its_file(
    shell: Shell, tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").touch()
    file = str(tmp_path / name)
    answer = shell("backup", file)
    assert (answer.status, len(answer.sentences)) == (2, 1)
    assert answer.err.startswith(f"{file} cannot be written: ")


def test_a_backup_is_restored_into_an_empty_place_and_that_is_noted(
    shell: Shell, tmp_path: Path
) -> None:
    shell.child("C1")
    file = str(tmp_path / "copy.db")
    assert shell("backup", file).status == 0
    place = Shell(tmp_path / "elsewhere" / "service")
    restored = place("restore", file)
    assert (restored.status, restored.out) == (0, "")
    assert restored.err.startswith(f"Restored {file} to {place.store}: entry 2, seal ")
    assert place("due", "--json").json == shell("due", "--json").json
    assert place("check").status == 0
    noted = place("audit", "--json").json
    assert ("The Boss", "restore") in [(event["by"], event["what"]) for event in noted]
    again = place("restore", file)
    assert again.status == 3
    assert "exists already and is left as it is" in again.err
    assert shell("restore", file).status == 3


def test_what_is_no_sound_backup_is_not_restored(shell: Shell, tmp_path: Path) -> None:
    place = Shell(tmp_path / "elsewhere")
    letter = tmp_path / "letter.txt"
    letter.write_text("dear diary " * 1000, encoding="utf-8")
    answer = place("restore", str(letter))
    assert (answer.status, len(answer.sentences)) == (3, 1)
    assert "letter.txt is no sound backup" in answer.err
    for missing in (tmp_path / "nothing.db", tmp_path):
        answer = place("restore", str(missing))
        assert answer.status == 2
        assert "is not a file; name one that clanbook backup wrote" in answer.err
    assert place("due").status == 3


def test_a_backup_restored_by_an_account_linked_to_nobody_is_noted_as_nobodys(
    shell: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, place = str(tmp_path / "copy.db"), Shell(tmp_path / "elsewhere")
    shell("backup", file)
    with monkeypatch.context() as other:
        other.setattr("clanbook.cli.trail.os_account", lambda: "else")
        assert place("restore", file).status == 0
    event = place("audit", "--json").json[-1]
    assert (event["by"], event["what"]) == ("an account not linked (else)", "restore")
    assert event["detail"] == "account: else"


# -- The program itself


def test_the_version_is_told_without_a_store() -> None:
    answer = clanbook("--version")
    assert (answer.status, answer.out, answer.err) == (0, f"clanbook {__version__}\n", "")


def test_the_settings_to_begin_with_can_be_loaded_as_they_are(shell: Shell, tmp_path: Path) -> None:
    answer = clanbook("settings", "template")
    assert (answer.status, answer.out) == (0, DEFAULT_TOML)
    file = tmp_path / "new.toml"
    file.write_text(answer.out, encoding="utf-8")
    assert "in force already" in shell("settings", "load", str(file)).err


def test_settings_without_an_la_that_has_children_are_refused(shell: Shell, tmp_path: Path) -> None:
    shell.child("C1")
    file = tmp_path / "new.toml"
    file.write_text(DEFAULT_TOML.replace("code = 801", "code = 800"), encoding="utf-8")
    answer = shell("settings", "load", str(file))
    assert answer.status == 5
    assert "Bristol (801) has 1 child" in answer.err
