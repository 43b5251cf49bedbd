"""`clanbook check` and `clanbook audit --verify` say what is damaged, where, and the way back."""

import sqlite3
from contextlib import closing

import pytest

from store.folder import DATABASE
from tests.cli.shell import Shell

UNPROTECT = "DROP TRIGGER journal_never_changes; DROP TRIGGER journal_never_shrinks;"
SWAP = """CREATE TABLE two AS SELECT * FROM journal WHERE seq IN (2, 3);
UPDATE journal SET (seal, entry) = (SELECT seal, entry FROM two WHERE two.seq = 5 - journal.seq)
WHERE seq IN (2, 3); DROP TABLE two;"""


@pytest.mark.parametrize(
    ("script", "said"),
    [
        (SWAP, "entry 2: it says it is entry 3"),
        ("DELETE FROM journal WHERE seq = 2;", "entry 3: it follows entry 1: what was between is"),
        ("DELETE FROM journal WHERE seq = 4;", "children 3: no entry of the journal knows it"),
        ("UPDATE journal SET entry = x'7b' WHERE seq = 4;", "entry 4: its seal does not fit"),
        ("UPDATE journal SET seal = zeroblob(32) WHERE seq = 4;", "entry 4: its seal does not fit"),
        ("UPDATE accesses SET entry = x'7b' WHERE seq = 1;", "access 1: its seal does not fit"),
        ("UPDATE documents SET body = x'7b' WHERE tbl = 'children';", "children 1: it is not as"),
    ],
    ids=["swap", "middle", "last", "entry", "seal", "access", "document"],
)
def test_check_and_audit_say_what_is_damaged_where_and_what_to_do(
    shell: Shell, script: str, said: str
) -> None:
    for name in ("C1", "C2", "C3"):
        shell.child(name)
    shell("due")
    with closing(sqlite3.connect(shell.store / DATABASE)) as db:
        db.executescript(UNPROTECT + "DROP TRIGGER accesses_never_change;" + script)
    for words in (("check",), ("audit", "--verify")):
        answer = shell(*words)
        assert answer.status == 1, answer
        assert said in answer.out
        assert "restore a backup" in answer.err
        assert shell(*words, "--json").json["findings"]


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("DROP TRIGGER journal_never_shrinks;", "trigger journal_never_shrinks is not as made"),
        (
            "DROP INDEX documents_until;"
            "CREATE INDEX documents_until ON documents (tbl, until) WHERE until IS NULL;",
            "index documents_until is not as made",
        ),
        (
            "CREATE TRIGGER own AFTER INSERT ON documents BEGIN DELETE FROM subjects; END;",
            "trigger own is not as made",
        ),
    ],
)
def test_check_says_which_index_or_trigger_is_not_as_it_was_made(
    shell: Shell, script: str, said: str
) -> None:
    shell.child("C1")
    with closing(sqlite3.connect(shell.store / DATABASE)) as db:
        db.executescript(script)
    answer = shell("check")
    assert answer.status == 1
    assert said in answer.out


def test_check_takes_no_offence_at_what_sqlite_keeps_for_itself(shell: Shell) -> None:
    shell.child("C1")
    with closing(sqlite3.connect(shell.store / DATABASE)) as db:
        db.execute("ANALYZE")
    assert shell("check").status == 0


@pytest.mark.parametrize("cut", [0, 50, 5000, -1])
def test_what_cannot_be_opened_at_all_is_told_too(shell: Shell, cut: int) -> None:
    shell.child("C1")
    database = shell.store / DATABASE
    database.write_bytes(database.read_bytes()[:cut])
    for words in (("check",), ("audit", "--verify"), ("due",)):
        answer = shell(*words)
        assert answer.status in (1, 3)
        assert "restore" in answer.err
        assert "Traceback" not in answer.err
