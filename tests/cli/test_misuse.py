"""Mistakes at the command line: one plain sentence, an exit status, and nothing changed."""

import pytest

from tests.cli.shell import Shell, clanbook

QUARTER = ("--quarter", "2018-19Q1")

MISTAKES: list[tuple[tuple[str, ...], str]] = [
    (("nosuch",), "No such command 'nosuch'"),
    (("expotr",), "Did you mean 'export'?"),
    (("due", "--nosuch"), "No such option: --nosuch"),
    (("due", "--within", "soon"), "'--within'"),
    (("due", "--locality", "Nowhere"), "--locality: 'Nowhere' is not one of North Somerset, "),
    (("due", "--kind", "xha"), "--kind: 'xha' is not one of iha, rha, adoption"),
    (("due", "--format", "html"), "--format: 'html' is not one of table, csv, json"),
    (("slots", "--from", "never"), "--from: "),
    (("slots", "--to", "32/13"), "--to: "),
    (("slots", "--locality", "x"), "--locality: "),
    (("export",), "Missing option '--quarter'"),
    (("export", "--quarter", "2018Q5"), "--quarter: "),
    (("export", "--quarter", "2018-19Q5"), "--quarter: "),
    (("export", *QUARTER, "--format", "pdf"), "--format: 'pdf' is not one of table, csv, md, "),
    (("export", *QUARTER, "--quarters", "2"), "--quarters: the trend shows 3 to 80"),
    (("export", *QUARTER, "--quarters", "9000"), "--quarters: the trend shows 3 to 80"),
    (("export", *QUARTER, "--basis", "seen"), "--basis: 'seen' is not due or entered"),
    (("export", *QUARTER, "--chart", "nosuch"), "--chart: "),
    (("export", *QUARTER, "--as-at", "someday"), "--as-at: "),
    (("export", *QUARTER, "-o", "/nowhere/at/all.txt"), "/nowhere/at/all.txt cannot be written"),
    (("explain", *QUARTER), "Missing option '--figure'"),
    (("explain", *QUARTER, "--figure", "iha.nosuch"), "nosuch"),
    (("explain", *QUARTER, "--figure", "iha.required", "--la", "Nowhere"), "Nowhere"),
    (("book",), "Missing argument 'LA/CHILD_ID'"),
    (("book", "801/C1"), "Give either a slot id"),
    (("book", "801/C1", "S1-0", "--visit", "2026-05-04T10:00"), "and not both"),
    (("book", "C1", "S1-0"), "'C1' is not LA/CHILD_ID, such as 801/B1042"),
    (("book", "801/", "S1-0"), "'801/' is not LA/CHILD_ID"),
    (("book", "801/C1", "S1-0", "--kind", "x"), "--kind: 'x' is not one of"),
    (("book", "801/C1", "--visit", "monday", "--kind", "rha"), "--visit: 'monday' is not like"),
    (("book", "801/C1", "--visit", "2026-05-04", "--kind", "rha"), "--visit: write the local"),
    (("book", "801/C1", "--visit", "2026-05-04T10:00Z", "--kind", "rha"), "--visit: write the"),
    (("request", "801/C1"), "Missing option '--kind'"),
    (("refusal", "801/C1", "--by", "nobody"), "--by: 'nobody' is not one of young_person, "),
    (("contact", "801/C1", "--on", "31/02"), "--on: "),
    (("move", "7", "S1-0"), "B7"),
    (("outcome", "B1", "moved"), "OUTCOME: 'moved' is not one of attended, not_brought, "),
    (("outcome", "slot", "attended"), '"slot" is not a booking id such as B7'),
    (("outcome", "B99999999999999999999", "attended"), "B99999999999999999999"),
    (("outcome", "B1", "attended", "--consent-by", "x"), "--consent-by: 'x' is not one of"),
    (("import", "people", "x.csv"), "KIND: 'people' is not one of notifications, placements, "),
    (("import", "sdqs", "/nowhere/x.csv"), "/nowhere/x.csv cannot be read"),
    (("import", "sdqs"), "Missing argument 'FILE'"),
    (("template", "people"), "KIND: 'people' is not one of"),
    (("settings", "nosuch"), "No such command 'nosuch'"),
    (("settings", "load", "/nowhere/x.toml"), "/nowhere/x.toml cannot be read"),
    (("staff", "add", "Ann"), "Missing option '--role'"),
    (("staff", "add", "Ann", "--role", "king"), "--role: 'king' is not one of viewer, admin, "),
    (("audit", "--since", "whenever"), "--since: "),
    (("audit", "--child", "nobody"), "'nobody' is not LA/CHILD_ID"),
    (("backup",), "Missing argument 'FILE'"),
    (("restore",), "Missing argument 'FILE'"),
    (("undo", "now"), "is not the number of an act: clanbook undo --list shows those."),
    (("undo", "3", "--redo"), "Give one of NUMBER, --redo and --list."),
    (("backup", "/nowhere/at/all"), "/nowhere/at/all cannot be written"),
    (("backup", "x" * 300), "cannot be written: File name too long"),
    (("export", *QUARTER, "-o", "/dev/null/x"), "/dev/null/x cannot be written: Not a directory"),
    (("init", "--settings", "/nowhere/x.toml"), "/nowhere/x.toml cannot be read"),
    (("demo", "--seed", "x"), "'--seed'"),
]
"""A command line, and what is said of it."""

REFUSED: list[tuple[tuple[str, ...], str]] = [
    (("book", "801/C1", "S99-0"), "There is no slot S99-0"),
    (("book", "801/C1", "first"), "first"),
    (("book", "801/C1", "S99999999999999999999-0"), "S99999999999999999999-0"),
    (("book", "Somerset/C1", "S1-0"), "No child of Somerset has the id 'C1'"),
    (("move", "B99", "S1-0"), "There is no booking B99"),
    (("outcome", "B99", "attended"), "There is no booking B99"),
    (("audit", "--by", "Nobody"), "No member of staff is called 'Nobody'"),
    (("audit", "--child", "801/C9"), "No child of 801 has the id 'C9'"),
    (("staff", "disable", "Nobody"), "No active member of staff is called 'Nobody'"),
    (("staff", "add", " ", "--role", "nurse"), "needs a name"),
    (("export", *QUARTER, "--as-at", "+1"), "Nothing is known yet of"),
    (("request", "801/C1", "--kind", "rha", "--on", "+1"), "still to come"),
]
"""What is well said and a rule refuses."""


def words_of(value: object) -> str:
    """A test's name: the command line."""
    return " ".join(value)[:60] if isinstance(value, tuple) else ""


@pytest.mark.parametrize(("words", "said"), MISTAKES, ids=words_of)
def test_a_mistake_is_answered_in_one_plain_sentence(
    shell: Shell, words: tuple[str, ...], said: str
) -> None:
    shell.child("C1")
    answer = shell(*words)
    assert (answer.status, answer.out) == (2, ""), answer
    (sentence,) = answer.sentences
    assert said in sentence
    assert shell("check", "--json").json["entries"] == 2


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (("slots", "--within", "3"), "clanbook slots"),
        (("staff", "add"), "clanbook staff add"),
        (("settings", "nosuch"), "clanbook settings"),
        (("nosuch",), "clanbook"),
    ],
)
def test_a_word_that_is_not_known_points_to_the_help_of_its_own_command(
    words: tuple[str, ...], command: str
) -> None:
    assert clanbook(*words).err.endswith(f"; see: {command} --help\n")


@pytest.mark.parametrize(("words", "said"), REFUSED, ids=words_of)
def test_a_refusal_is_one_plain_sentence(shell: Shell, words: tuple[str, ...], said: str) -> None:
    shell.child("C1")
    answer = shell(*words)
    assert (answer.status, answer.out) == (5, ""), answer
    (sentence,) = answer.sentences
    assert said in sentence


def test_a_day_before_the_first_entry_is_something_to_look_at(shell: Shell) -> None:
    answer = shell("export", *QUARTER, "--as-at", "2018-05-31")
    assert (answer.status, answer.out) == (1, "")
    assert "the first day is" in answer.err


def test_no_command_at_all_needs_a_terminal() -> None:
    answer = clanbook()
    assert (answer.status, answer.out) == (2, "")
    assert answer.err.startswith("The screens need a terminal; clanbook --help lists")


def test_half_a_command_shows_what_there_is() -> None:
    answer = clanbook("staff")
    assert answer.status == 2
    assert answer.err.startswith("Usage: clanbook staff")


@pytest.mark.parametrize("words", [(), ("book",), ("settings", "load"), ("staff",)])
def test_help_is_a_result(words: tuple[str, ...]) -> None:
    answer = clanbook(*words, "--help")
    assert (answer.status, answer.err) == (0, "")
    assert answer.out.startswith("Usage: clanbook")


def test_control_characters_in_what_was_typed_are_shown_and_not_obeyed(shell: Shell) -> None:
    for words in (("\x1b[2J",), ("due", "--kind", "\x1b[2J"), ("book", "801/\x1b\n", "S1-0")):
        answer = shell(*words)
        assert answer.status in (2, 5)
        assert len(answer.sentences) == 1
        assert "\x1b" not in answer.err


def test_a_mistake_of_the_programs_own_is_a_reference_and_no_traceback(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.child("C1", surname="Secretname")

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("Secretname")

    monkeypatch.setattr("clanbook.desk.reading.due_items", broken)
    answer = shell("due")
    assert (answer.status, answer.out) == (70, "")
    assert "please report reference" in answer.err
    assert "Traceback" not in answer.err
    logged = list(shell.store.parent.rglob("errors.log"))
    assert "RuntimeError" in logged[0].read_text(encoding="utf-8")
    assert "Secretname" not in logged[0].read_text(encoding="utf-8")
