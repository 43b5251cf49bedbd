"""Children and their appointments from the shell: what is due, free, booked, and how it ended."""

import csv
import re
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.assessments import contact
from clanbook.desk.service import enter
from clanbook.records import Kind
from tests.cli.shell import TODAY, Shell, ago, clock_at, working_day, written

DUE = ago(-18)
"""When the IHA of a child who came into care ten days ago is due."""

BOOKED_KEYS = {"booking", "slot", "la", "child_id", "kind", "due", "provisional"}


def booked(shell: Shell, child: str, slot: str, *words: str) -> Any:
    answer = shell("book", child, slot, *words, "--json")
    assert answer.status == 0, answer
    return answer.json


# -- What is due


def test_what_is_due_in_three_forms(shell: Shell) -> None:
    shell.child("C1", surname="Example", forename="Robin")
    expected = {
        "la": "801",
        "child_id": "C1",
        "kind": "IHA",
        "due": DUE,
        "days": 18,
        "state": "not_yet_due",
        "missing": ["consent", "paperwork", "booking"],
        "booking": None,
    }
    assert shell("due", "--json").json == [expected]
    assert shell("due", "--format", "json").json == [expected]
    headings, row = csv.reader(shell("due", "--format", "csv").out.splitlines())
    assert dict(zip(headings, row, strict=True))["Name"] == "EXAMPLE, Robin"
    table = shell("due").out.splitlines()
    assert table[0].split()[:3] == ["Due", "Days", "Kind"]
    assert "EXAMPLE, Robin" in table[1]
    assert written(DUE) in table[1]


def test_a_table_has_the_screens_words_and_files_have_the_states_own_names(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(40), surname="Seen")
    shell.child("C2", entered_care=ago(40), surname="Unseen", part_a=ago(30))
    row = {"la": "801", "child_id": "C1", "kind": "IHA", "completed": ago(20)}
    shell.load("assessments", row)
    seen, unseen = shell("due").out.splitlines()[1:]
    assert re.search(r"SEEN +Bristol +seen +report late", seen)
    assert re.search(r"UNSEEN +Bristol +overdue +consent, papers, booking", unseen)
    for form in ("csv", "json"):
        out = shell("due", "--format", form).out
        assert re.search(r"on.time.*report.*outstanding.*paperwork", out, re.DOTALL)
    shell.load("assessments", row | {"report_sent": ago(1)})
    assert len(shell("due", "--kind", "iha").out.splitlines()) == 2


def test_in_a_csv_a_number_is_a_number_and_a_formula_in_a_name_is_disarmed(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(104), notified=ago(103), surname="=1+1", forename="Robin")
    headings, row = csv.reader(shell("due", "--format", "csv").out.splitlines())
    cells = dict(zip(headings, row, strict=True))
    assert (cells["Days"], cells["Name"]) == ("-76", "'=1+1, Robin")


def test_a_table_fits_the_terminal_and_is_whole_where_it_is_piped(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.child("C1", surname="Example" * 10, forename="Robin")
    piped = shell("due").out
    assert f"{'EXAMPLE' * 10}, Robin" in piped
    monkeypatch.setenv("COLUMNS", "110")
    fitted = shell("due").out.splitlines()
    assert 105 <= max(map(len, fitted)) <= 110
    assert "~" in fitted[1]
    assert {written(DUE), "801/C1"} <= set(fitted[1].split())
    for odd in ("", "0", "wide", "-5"):
        monkeypatch.setenv("COLUMNS", odd)
        assert shell("due").out == piped


def test_what_is_due_is_cut_down(shell: Shell) -> None:
    shell.child("C1")
    shell.child("C2", placed_in="North Somerset")
    shell.child("C3", entered_care=ago(340), dob="2022-01-01")

    def listed(*words: str) -> list[tuple[str, str]]:
        return [(row["child_id"], row["kind"]) for row in shell("due", "--json", *words).json]

    assert listed("--locality", "north SOMERSET") == [("C2", "IHA")]
    assert listed("--kind", "rha") == [("C3", "RHA")]
    assert ("C1", "IHA") not in listed("--within", "17")
    assert ("C1", "IHA") in listed("--within", "18")
    assert shell("due", "--kind", "adoption").out == "Nothing is due.\n"


# -- Free slots


def test_free_slots_have_ids_to_book_them_by(shell: Shell) -> None:
    first, *_ = shell.clinic(ago(-7), kept_for="IHA", released_days="3")
    slots = shell("slots", "--json").json
    assert slots[0] == {
        "id": first,
        "date": ago(-7),
        "start": "09:00",
        "minutes": 30,
        "locality": "Bristol",
        "venue": "Health Park",
        "clinician": "Dr Ahn",
        "role": "paediatrician",
        "purposes": ["IHA"],
        "protected_until": ago(-4),
    }
    assert first in shell("slots").out
    assert shell("slots", "--kind", "rha", "--json").json == []
    assert shell("slots", "--from", "+8", "--json").json == []
    assert len(shell("slots", "--from", "+7", "--to", ago(-7), "--json").json) == 4
    assert len(shell("slots", "--locality", "bristol", "--json").json) == 4


# -- Booking


@pytest.mark.parametrize("la", ["801", "Bristol", "BRISTOL", "E06000023", " 801 "])
def test_a_child_is_named_by_the_las_code_ecode_or_name(shell: Shell, la: str) -> None:
    shell.child("C/1")
    first, *_ = shell.clinic(ago(-7))
    made = booked(shell, f"{la}/C/1", first)
    assert set(made) == BOOKED_KEYS
    assert (made["la"], made["child_id"], made["slot"]) == ("801", "C/1", first)
    assert (made["kind"], made["due"], made["provisional"]) == ("IHA", DUE, True)


def test_a_childs_id_is_known_in_any_case_and_shown_as_first_written(shell: Shell) -> None:
    shell.child("BR-1a")
    first, *_ = shell.clinic(ago(-7))
    assert booked(shell, "801/br-1A", first)["child_id"] == "BR-1a"


def test_booking_prints_the_bookings_id_and_says_what_was_booked(shell: Shell) -> None:
    shell.child("C1", surname="Example", forename="Robin")
    first, *_ = shell.clinic(ago(-7))
    answer = shell("book", "801/C1", first)
    assert (answer.status, answer.out) == (0, "B1\n")
    assert answer.err.startswith("Booked EXAMPLE, Robin: IHA ")
    assert f"due {written(DUE)}" in answer.err
    assert "provisional until the papers are in" in answer.err


def test_a_slot_that_is_taken_is_refused_with_three_next_best(shell: Shell) -> None:
    shell.child("C1")
    shell.child("C2")
    first, *rest = shell.clinic(ago(-7))
    booked(shell, "801/C1", first)
    refused = shell("book", "801/C2", first, "--json")
    assert refused.status == 5
    assert set(refused.json) == {"refused", "next"}
    assert refused.json["next"] == rest
    told = shell("book", "801/C2", first)
    assert (told.status, told.out) == (5, "")
    assert "is taken" in told.err
    assert f"Next best: {', '.join(rest)}." in told.err


def test_the_reason_a_rule_asks_for_is_given_by_the_option_named(shell: Shell) -> None:
    shell.child("C1")
    late, *_ = shell.clinic(ago(-20))
    asked = shell("book", "801/C1", late)
    assert asked.status == 5
    assert "Add --reason to the command" in asked.err
    assert shell("book", "801/C1", late, "--reason", "  ").status == 5
    assert booked(shell, "801/C1", late, "--reason", "the carer is away")["slot"] == late


def test_a_doctors_review_asks_for_the_clinical_need_and_an_early_one_why(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(100), dob="2015-03-01")
    slot, *_ = shell.clinic(ago(-7), purposes="RHA")
    asked = shell("book", "801/C1", slot, "--kind", "rha")
    assert "Add --clinical-need to the command" in asked.err
    need = ("--kind", "rha", "--clinical-need", "epilepsy")
    early = shell("book", "801/C1", slot, *need)
    assert early.status == 5
    assert "Add --early-reason to the command" in early.err
    assert booked(shell, "801/C1", slot, *need, "--early-reason", "moving")["kind"] == "RHA"


def test_a_nurses_visit_needs_no_session(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(330))
    words = ("book", "801/C1", "--visit", f"{working_day()}T10:00", "--clinician", "Nurse Li")
    assert shell(*words, "--kind", "iha").status == 5
    answer = shell(*words, "--kind", "rha", "--place", "school", "--minutes", "45", "--json")
    assert set(answer.json) == BOOKED_KEYS
    clash = shell(*words, "--kind", "rha")
    assert clash.status == 5


def test_a_nurse_who_is_not_known_is_refused_with_the_nearest_unless_new(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(330))
    shell.clinic(ago(-7), "Delyth Marrow", role="nurse", purposes="RHA")
    words = ("book", "801/C1", "--visit", f"{working_day()}T10:00", "--kind", "rha")
    refused = shell(*words, "--clinician", "Marrow")
    assert refused.status == 5
    assert refused.err.strip() == (
        "Marrow is not known as a nurse here: the nearest are Delyth Marrow. "
        "Add --new-nurse, for somebody new, to the command."
    )
    assert shell(*words, "--clinician", "Marrow", "--new-nurse", "--json").status == 0


def test_a_visit_at_night_asks_why_then(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(330))
    words = ("book", "801/C1", "--visit", f"{working_day()}T03:00", "--clinician", "Nurse Li")
    asked = shell(*words, "--kind", "rha")
    assert asked.status == 5
    assert "is outside 08:00-20:00: say why then. Add --hours-reason to the command" in asked.err
    assert shell(*words, "--kind", "rha", "--hours-reason", "works nights", "--json").status == 0


def test_a_move_keeps_the_child_and_frees_the_slot(shell: Shell) -> None:
    shell.child("C1")
    first, second, *_ = shell.clinic(ago(-7))
    made = booked(shell, "801/C1", first)
    moved = shell("move", made["booking"], second, "--json")
    assert moved.status == 0
    assert set(moved.json) == BOOKED_KEYS
    assert moved.json == made | {"booking": "B2", "slot": second}
    assert first in [slot["id"] for slot in shell("slots", "--json").json]
    again = shell("move", made["booking"], second, "--json")
    assert again.status == 5
    assert "ended already: moved" in again.json["refused"]


def test_a_booked_review_is_moved_to_a_visit_and_a_visit_to_another(shell: Shell) -> None:
    shell.child("C1", entered_care=ago(330))
    slot, *_ = shell.clinic(ago(-7), "Nurse Li", role="nurse", purposes="RHA")
    made = booked(shell, "801/C1", slot, "--kind", "rha")["booking"]
    visit = ("--clinician", "nurse li", "--place", "school", "--visit")
    for hour in ("14", "15"):
        moved = shell("move", made, *visit, f"{working_day()}T{hour}:00", "--json")
        assert (moved.status, set(moved.json)) == (0, BOOKED_KEYS)
        made = moved.json["booking"]
    assert shell("move", made, slot, *visit, f"{working_day()}T16:00").status == 2
    assert shell("move", made).status == 2
    assert shell("move", made, slot).err.startswith("Moved ")


def test_an_outcome_ends_a_booking_once(shell: Shell) -> None:
    shell.child("C1")
    first, *_ = shell.clinic(ago(-7))
    made = booked(shell, "801/C1", first)["booking"]
    early = shell("outcome", made, "attended")
    assert early.status == 5
    assert "too early to say attended" in early.err
    ended = shell("outcome", made, "cancelled_by_carer", "--json")
    assert ended.json == {"booking": made, "outcome": "cancelled_by_carer", "on": ago(0)}
    assert shell("outcome", made, "cancelled_by_carer").status == 5
    assert shell("outcome", "B99", "attended").status == 5


def test_somebody_seen_without_consent_needs_somebody_who_consents_now(shell: Shell) -> None:
    with clock_at(8):
        shell.child("C1")
        *_, last = shell.clinic(ago(0))
        made = booked(shell, "801/C1", last)["booking"]
    with clock_at(12):
        asked = shell("outcome", made, "attended")
        assert asked.status == 5
        assert "Add --consent-by to the command" in asked.err
        young = ("outcome", made, "attended", "--consent-by", "young_person")
        assert "Add --judged-by to the command" in shell(*young).err
        done = shell(*young, "--judged-by", "Dr Ahn")
        assert (done.status, done.err) == (0, f"Recorded: {made} attended on {written(ago(0))}.\n")
        assert shell("book", "801/C1", last).status == 5


def test_a_child_who_is_booked_already_is_said_to_be(shell: Shell) -> None:
    shell.child("C1")
    first, *_ = shell.clinic(ago(-7))
    booked(shell, "801/C1", first)
    assert "801/C1 has an open IHA booking, B1" in shell("book", "801/C1", first).err


def test_a_diary_without_free_slots_says_so(shell: Shell) -> None:
    assert shell("slots").out == "No free slots.\n"
    assert shell("slots", "--json").json == []


# -- Asked for, refused, a contact tried


def test_an_adoption_medical_is_asked_for_and_then_booked(shell: Shell) -> None:
    shell.child("C1")
    slot, *_ = shell.clinic(ago(-7), purposes="ADOPTION")
    without = shell("book", "801/C1", slot, "--kind", "adoption")
    assert without.status == 5
    assert "no open request" in without.err
    asked = shell("request", "801/C1", "--kind", "adoption", "--on", "-2")
    assert (asked.status, asked.err) == (
        0,
        f"Recorded: ADOPTION asked for on {written(ago(2))}.\n",
    )
    assert shell("request", "801/C1", "--kind", "adoption").status == 5
    assert booked(shell, "801/C1", slot, "--kind", "adoption")["due"] is None


def test_a_refusal_is_recorded_and_the_assessment_stays_due(shell: Shell) -> None:
    shell.child("C1")
    answer = shell("refusal", "801/C1", "--by", "young_person", "--reoffer", "+90")
    assert (answer.status, answer.err) == (
        0,
        "Recorded. The assessment stays due; offer it again.\n",
    )
    (row,) = shell("due", "--json").json
    assert (row["state"], row["due"]) == ("refused", DUE)


def test_who_refused_must_be_said_of_a_child_under_ten(shell: Shell) -> None:
    shell.child("C1", dob=ago(900))
    answer = shell("refusal", "801/C1")
    assert answer.status == 5
    assert "say who refused, with --by parent or --by young_person" in answer.err
    assert shell("refusal", "801/C1", "--by", "parent").status == 0


def test_a_contact_is_recorded(shell: Shell) -> None:
    shell.child("C1")
    answer = shell("contact", "801/C1", "--failed", "--whom", "carer", "--how", "call")
    assert (answer.status, answer.err) == (
        0,
        f"Recorded: nobody reached on {written(ago(0))}.\n",
    )
    assert shell("contact", "801/C1", "--on", "+1").status == 5


@pytest.mark.parametrize("command", ["request", "refusal", "contact"])
def test_what_is_recorded_of_an_assessment_or_refused_is_told_as_json(
    shell: Shell, command: str
) -> None:
    shell.child("C1", entered_care=ago(330))
    words = (command, "801/C1", "--kind", "rha", "--json")
    answer = shell(*words)
    assert (answer.status, answer.err) == (0, "")
    assert answer.json == {"la": "801", "child_id": "C1", "kind": "RHA", "on": ago(0)}
    refused = shell(*words, "--on", "+1")
    assert refused.status == 5
    assert set(refused.json) == {"refused", "next"}


# -- Taken back


def test_the_last_act_is_taken_back_and_done_again_when_asked(shell: Shell) -> None:
    shell.child("C1")
    first, *_ = shell.clinic(ago(-7))
    made = booked(shell, "801/C1", first)["booking"]
    shell("outcome", made, "cancelled_by_carer")
    ended = shell("outcome", made, "cancelled_by_clinic")
    assert ended.status == 5
    assert f"ended already: cancelled by carer on {written(ago(0))}, recorded by you" in ended.err
    found = re.search(r"clanbook (undo \d+) takes that back\.$", ended.err.strip())
    assert found
    undone = shell(*found[1].split())
    assert (undone.status, undone.out) == (0, "")
    assert undone.err.startswith("Undone: recorded an outcome: ")
    assert "801/C1" in undone.err
    assert shell("due", "--json").json[0]["booking"] == made
    again = shell("undo", "--redo", "--json")
    assert (again.status, again.err) == (0, "")
    assert again.json["done"].startswith("Done again: recorded an outcome: ")
    assert shell("due", "--json").json[0]["booking"] is None


def test_taking_back_goes_on_to_the_act_before_or_to_the_one_of_a_number(shell: Shell) -> None:
    shell.child("C1")
    shell.child("C2")
    shell("contact", "801/C1")
    shell("refusal", "801/C2")
    refused, contacted, notified, *_ = shell("undo", "--list", "--json").json
    assert refused["what"] == "recorded a refusal: 801/C2"
    assert notified["in_the_way"].startswith("The Boss recorded a refusal since, on ")
    listed = f"{contacted['number']}  recorded a contact: 801/C1, on {written(ago(0))} at "
    assert shell("undo", "--list").out.splitlines()[1].startswith(listed)
    assert shell("undo", str(contacted["number"])).err == "Undone: recorded a contact: 801/C1.\n"
    for said in ("recorded a refusal: 801/C2", "imported notifications: 801/C2"):
        assert shell("undo").err == f"Undone: {said}.\n"
    gone = shell("undo", str(notified["number"]))
    assert (gone.status, gone.out) == (5, "")
    assert "undone already, or none of yours" in gone.err


def test_what_something_stands_on_is_not_taken_back(shell: Shell) -> None:
    nothing = shell("undo", "--json")
    assert nothing.status == 5
    assert set(nothing.json) == {"refused", "next"}
    shell.child("C1")
    shell("staff", "add", "Ann Example", "--role", "admin", "--os-user", "ann")
    shell("refusal", "801/C1")
    with enter(str(shell.store)) as store:
        contact(Desk.of_account(store, "ann"), 1, Kind.IHA, TODAY, reached=True)
    answer = shell("undo")
    assert answer.status == 5
    assert answer.err.startswith("Not undone: recorded a refusal: ")
    assert "Ann Example recorded a contact since" in answer.err


def test_a_child_nobody_told_us_of_is_unknown(shell: Shell) -> None:
    for words in (("book", "801/C9", "S1-0"), ("refusal", "Bristol/C9"), ("contact", "803/C9")):
        answer = shell(*words)
        assert (answer.status, answer.out) == (5, "")
        assert "has the id 'C9'; check the LA and the id" in answer.err


def test_a_request_that_no_row_of_the_report_counts_says_so(shell: Shell) -> None:
    here, nowhere = "Wiltshire/W1", "Wiltshire/W2"
    shell.child("W1", la="Wiltshire")
    shell.child("W2", la="Wiltshire", placed_in="")
    shell.child("C1")
    for child in (here, "801/C1"):
        assert len(shell("request", child, "--kind", "rha").sentences) == 1
    asked = shell("request", nowhere, "--kind", "rha")
    assert asked.status == 0
    assert asked.sentences[1:] == [
        "It is in no row of the report: the child's placement is not known."
    ]
    assert len(shell("request", nowhere, "--kind", "adoption").sentences) == 1
