"""Files from the shell: all or nothing, rejects that can be corrected, templates."""

import csv
from pathlib import Path

import pytest

from tests.cli.shell import Shell, ago, csv_text

KINDS = ("notifications", "placements", "assessments", "sessions", "sdqs", "health")

CHILDREN = 5_000
BAD = {700: "entered_care", 2_300: "dob", 4_999: "sex"}
"""The lines that are spoilt, and the column each is spoilt in."""


def counts(read: int, added: int = 0, changed: int = 0, unchanged: int = 0) -> dict[str, object]:
    numbers = {"added": added, "changed": changed, "unchanged": unchanged}
    return {"read": read, **numbers, "rejected": []}


def spoilt_file(folder: Path) -> Path:
    """Five thousand notifications, three of them with one cell that cannot be read."""
    rows = [
        {"la": "801", "child_id": f"C{line}", "entered_care": "2018-05-14", "dob": "", "sex": "F"}
        for line in range(2, CHILDREN + 2)
    ]
    for line, column in BAD.items():
        rows[line - 2][column] = "soon"
    file = folder / "children.csv"
    file.write_text(csv_text(rows), encoding="utf-8")
    return file


def corrections(rejects: Path) -> list[dict[str, str]]:
    """The rejected rows, each with its one bad cell put right and nothing else."""
    right = {"entered_care": "2018-05-14", "dob": "2014-02-28", "sex": "M"}
    with rejects.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["line"]) for row in rows] == list(BAD)
    return [row | {column: right[column]} for row, column in zip(rows, BAD.values(), strict=True)]


@pytest.mark.parametrize("kind", KINDS)
def test_the_template_of_each_kind_can_be_imported_as_it_is(shell: Shell, kind: str) -> None:
    example = shell("template", kind)
    assert (example.status, len(example.out.splitlines())) == (0, 2)
    if kind != "notifications":
        shell.child("C1001", la="802", entered_care="2018-05-14")
    file = shell.store.parent / "example.csv"
    file.write_text(example.out, encoding="utf-8-sig")
    assert shell("import", kind, str(file), "--json").json == counts(1, added=1)
    assert shell("import", kind, str(file), "--json").json == counts(1, unchanged=1)


def test_the_six_kinds_go_in_and_update_by_their_keys(shell: Shell) -> None:
    child = {"la": "Bristol", "child_id": "C1"}
    rows = {
        "notifications": {**child, "entered_care": ago(400), "dob": "14/07/2015"},
        "placements": {**child, "from": ago(90), "placed_in": "Wiltshire"},
        "assessments": {**child, "kind": "iha", "completed": ago(380), "role": "gp"},
        "sessions": {
            "date": ago(-7),
            "start": "9:00",
            "slots": "4",
            "minutes": "30",
            "locality": "bristol",
            "venue": "Health Park",
            "clinician": "Dr Ahn",
            "role": "paediatrician",
            "purposes": "IHA;ADOPTION",
        },
        "sdqs": {**child, "completed": ago(30), "score": "12"},
        "health": {**child, "date": ago(30), "item": "dental", "value": "YES"},
    }
    for kind in KINDS:
        assert shell.load(kind, rows[kind]).json == counts(1, added=1)
        assert shell.load(kind, rows[kind]).json == counts(1, unchanged=1)
    assert shell.load("sdqs", rows["sdqs"] | {"score": "13"}).json == counts(1, changed=1)
    assert shell.load("health", rows["health"] | {"value": "0"}).json == counts(1, changed=1)


def test_three_bad_rows_in_five_thousand_keep_everything_out_and_are_named(
    shell: Shell, tmp_path: Path
) -> None:
    answer = shell("import", "notifications", str(spoilt_file(tmp_path)))
    assert answer.status == 1
    assert answer.out == (
        "5000 rows read: 4997 would be added, 0 changed, 0 unchanged; nothing was imported\n"
    )
    *named, advice = answer.sentences
    assert len(named) == len(BAD)
    for sentence, (line, column) in zip(named, BAD.items(), strict=True):
        assert f"line {line}" in sentence
        assert column in sentence
        assert "soon" in sentence
    assert advice.startswith("Nothing was imported.")
    assert shell("due").out == "Nothing is due.\n"


def test_the_good_rows_go_in_and_the_rejects_can_be_corrected_and_imported(
    shell: Shell, tmp_path: Path
) -> None:
    file, rejects = spoilt_file(tmp_path), tmp_path / "rejects.csv"
    first = shell("import", "notifications", str(file), "--rejects", str(rejects), "--json")
    assert first.status == 1
    assert [set(row) for row in first.json["rejected"]] == [{"line", "reason"}] * 3
    assert [row["line"] for row in first.json["rejected"]] == list(BAD)
    assert (first.json["read"], first.json["added"]) == (CHILDREN, CHILDREN - 3)
    assert first.sentences[-1] == (
        f"3 rows are in {rejects}: correct them there and import that file."
    )
    assert rejects.stat().st_mode & 0o777 == 0o600
    again = shell("import", "notifications", str(file), "--rejects", str(rejects), "--json").json
    assert (again["added"], again["unchanged"]) == (0, CHILDREN - 3)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(csv_text(corrections(rejects)), encoding="utf-8")
    last = shell("import", "notifications", str(corrected), "--json")
    assert (last.status, last.json) == (0, counts(3, added=3))


def test_a_dry_run_keeps_nothing_and_writes_no_rejects(shell: Shell, tmp_path: Path) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    answer = shell("import", "notifications", str(file), "--dry-run", "--json")
    assert (answer.status, answer.json) == (0, counts(1, added=1))
    assert answer.err == "Nothing was kept: this was a dry run.\n"
    bad = shell.csv("notifications", {"la": "801", "child_id": "", "entered_care": ago(3)})
    rejects = tmp_path / "rejects.csv"
    words = ("import", "notifications", str(bad), "--dry-run", "--rejects", str(rejects))
    assert shell(*words).status == 1
    assert not rejects.exists()
    assert shell("audit", "--json").json[-1]["what"] == "init"


@pytest.mark.parametrize("rejects", ["nowhere/rejects.csv", ".", "notifications.csv/rejects.csv"])
def test_rejects_that_cannot_be_written_are_said_before_anything_is_imported(
    shell: Shell, tmp_path: Path, rejects: str
) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    place = str(tmp_path / rejects)
    answer = shell("import", "notifications", str(file), "--rejects", place)
    assert (answer.status, answer.out) == (2, "")
    assert "cannot be written (" in answer.err
    assert answer.err.endswith("); name another file.\n")
    assert shell("due").out == "Nothing is due.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device")
def test_rejects_for_which_there_is_no_room_keep_everything_out(shell: Shell) -> None:
    child = {"la": "801", "child_id": "C1", "entered_care": ago(3)}
    file = shell.csv("notifications", child, child | {"child_id": ""})
    answer = shell("import", "notifications", str(file), "--rejects", "/dev/full")
    assert (answer.status, answer.out) == (3, "")
    assert answer.err == "/dev/full cannot be written: No space left on device.\n"
    assert shell("due").out == "Nothing is due.\n"


def test_a_good_file_leaves_no_empty_rejects_behind(shell: Shell, tmp_path: Path) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "C1", "entered_care": ago(3)})
    rejects = tmp_path / "rejects.csv"
    assert shell("import", "notifications", str(file), "--rejects", str(rejects)).status == 0
    assert not rejects.exists()


def test_the_rejects_never_overwrite_the_file_they_come_from(shell: Shell) -> None:
    file = shell.csv("notifications", {"la": "801", "child_id": "", "entered_care": ago(3)})
    before = file.read_text(encoding="utf-8")
    answer = shell("import", "notifications", str(file), "--rejects", str(file))
    assert answer.status == 2
    assert "name another file than the one that is imported" in answer.err
    assert file.read_text(encoding="utf-8") == before


def test_a_file_that_cannot_be_read_at_all_is_a_mistake(shell: Shell, tmp_path: Path) -> None:
    shuffled = tmp_path / "x.csv"
    shuffled.write_text("la,child_id,enterd_care\n", encoding="utf-8")
    unknown = shell("import", "notifications", str(shuffled))
    assert unknown.status == 2
    assert "did you mean entered_care?" in unknown.err
    missing = shell("import", "notifications", str(tmp_path / "none.csv"))
    assert missing.status == 2
    assert "none.csv cannot be read: No such file or directory." in missing.err
    folder = shell("import", "notifications", str(tmp_path))
    assert folder.status == 2
    assert "cannot be read" in folder.err


# -- What is taken in, and should be looked at


def test_what_should_be_looked_at_is_said_and_changes_neither_status_nor_json(
    shell: Shell,
) -> None:
    shell.child("B12", nhs_number="9990000018", surname="Example")
    rows = [
        {"la": "Leeds", "child_id": "X1", "entered_care": ago(3), "nhs_number": "9990000018"},
        {"la": "801", "child_id": "B12", "entered_care": ago(10), "nhs_number": "9990000018"},
    ]
    file = shell.csv("notifications", *rows)
    for words, told in (
        (("--dry-run",), "1 would be added, 0 changed, 1 unchanged; nothing was imported"),
        ((), "1 added, 0 changed, 1 unchanged"),
    ):
        answer = shell("import", "notifications", str(file), *words)
        assert (answer.status, answer.out) == (0, f"2 rows read: {told}\n")
        assert answer.sentences[:2] == [
            "1 row names an LA that is not this service's; its children are counted as other LAs':"
            " Leeds (1).",
            "line 2: may be 801/B12 (same NHS number); look before you go on",
        ]
    again = shell("import", "notifications", str(file), "--json")
    assert again.json == counts(2, unchanged=2)


def test_no_more_is_said_than_a_screen_holds(shell: Shell, tmp_path: Path) -> None:
    child = {"la": "801", "entered_care": ago(3), "dob": "2015-03-01", "surname": "Example"}
    alike = shell.csv("notifications", *[child | {"child_id": f"C{n}"} for n in range(30)])
    doubted = shell("import", "notifications", str(alike))
    assert (doubted.status, len(doubted.sentences)) == (0, 21)
    assert doubted.sentences[-1] == "and 9 more."
    bad = shell.csv("notifications", *[child | {"child_id": ""} for n in range(53)])
    answer = shell("import", "notifications", str(bad))
    assert answer.status == 1
    *lines, more, advice = answer.sentences
    assert len([line for line in lines if "child_id" in line]) == 50
    assert more == "and 3 more; --rejects FILE writes them all."
    assert advice.startswith("Nothing was imported.")
    rejects = tmp_path / "rejects.csv"
    shell("import", "notifications", str(bad), "--rejects", str(rejects))
    assert len(rejects.read_text(encoding="utf-8").splitlines()) == 54


def test_one_rejected_row_is_one(shell: Shell, tmp_path: Path) -> None:
    bad = shell.csv("notifications", {"la": "801", "child_id": "", "entered_care": ago(3)})
    rejects = tmp_path / "rejects.csv"
    answer = shell("import", "notifications", str(bad), "--rejects", str(rejects))
    assert answer.out == "1 row read: 0 added, 0 changed, 0 unchanged\n"
    assert answer.sentences[-1] == f"1 row is in {rejects}: correct it there and import that file."


def test_requests_of_other_las_that_no_row_of_the_report_counts_are_told(shell: Shell) -> None:
    shell.child("W1", la="Wiltshire")
    shell.child("W2", la="Wiltshire", placed_in="Swindon")
    asked = {"kind": "IHA", "requested": ago(3)}
    rows = [{"la": "Wiltshire", "child_id": child} | asked for child in ("W1", "W2")]
    file = str(shell.csv("assessments", *rows))
    told = shell("import", "assessments", file)
    assert told.status == 0
    assert told.sentences == [
        "1 request of another LA is in no row of the report: the child's placement is not known,"
        " or in no locality of this service: Wiltshire/W2 (line 3)."
    ]
    assert shell("import", "assessments", file).sentences == []


def test_two_rows_of_one_key_that_contradict_each_other_keep_the_file_out(shell: Shell) -> None:
    row = {"la": "801", "child_id": "T1", "entered_care": ago(40), "forename": "A"}
    first = row | {"surname": "B", "dob": "2015-06-28"}
    file = shell.csv("notifications", first, row | {"surname": "C", "dob": "2014-06-28"}, first)
    refused = shell("import", "notifications", str(file))
    assert refused.status == 1
    assert refused.sentences[0] == (
        "line 3, the same child and entry as line 2, with another surname, dob:"
        " put the two together"
    )
    assert (
        refused.out
        == "3 rows read: 1 would be added, 0 changed, 1 unchanged; nothing was imported\n"
    )
    rejects = str(shell.store.parent / "bad.csv")
    taken = shell("import", "notifications", str(file), "--rejects", rejects, "--json").json
    assert (taken["added"], taken["unchanged"], len(taken["rejected"])) == (1, 1, 1)
    again = shell("import", "notifications", str(file), "--rejects", rejects, "--json").json
    assert (again["changed"], again["unchanged"]) == (0, 2)


def test_a_clinic_on_a_bank_holiday_is_taken_and_told(shell: Shell) -> None:
    row = {"date": "2026-12-25", "start": "09:00", "slots": "4", "minutes": "30"}
    row |= {"locality": "Bristol", "venue": "Health Park", "clinician": "Dr Ahn"}
    row |= {"role": "paediatrician", "purposes": "IHA"}
    told = shell("import", "sessions", str(shell.csv("sessions", row)))
    assert (told.status, told.out) == (0, "1 row read: 1 added, 0 changed, 0 unchanged\n")
    assert told.sentences == ["25-Dec-2026 is a bank holiday: 4 slots are offered on it"]
