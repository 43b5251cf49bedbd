"""New notifications: who is known already, what becomes due, and what is kept (RULES 1, 3, 5)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clanbook.dates import shown
from clanbook.desk import Desk
from clanbook.desk.errors import NotAllowed, Refused
from clanbook.desk.notifications import (
    LOG,
    Likeness,
    check,
    known,
    log,
    namesakes,
    preview,
    previous,
)
from clanbook.desk.undoing import undo
from clanbook.exchange.merging import Effect
from clanbook.records import ConsentBy, Kind, Sex, StaffRole
from store import Access
from tests.office import MONDAY, Office

NHS, OTHER_NHS = "999 000 0018", "999 000 0026"

ROBIN: dict[str, Any] = {
    "la": "Bristol",
    "child_id": "C1",
    "entered_care": MONDAY - timedelta(days=2),
    "forename": "Robin",
    "surname": "Example",
    "dob": date(2015, 7, 14),
    "sex": "f",
    "nhs_number": NHS,
    "notified": MONDAY,
    "placed_in": "bristol",
    "consent": MONDAY,
    "consent_by": "parent",
    "interpreter": False,
}


def found(desk: Desk, **typed: Any) -> list[tuple[str, str]]:
    """Who is shown, and why."""
    return [(one.child.child_id, one.why) for one in known(desk, **typed)]


def reads(office: Office) -> list[Access]:
    return [access for access in office.store.accesses() if access.act == "known"]


# --- Logging


@pytest.mark.parametrize("years", [18, 58])
def test_an_entry_of_whom_nobody_is_a_child_still_needs_a_birth_date_or_an_end(
    office: Office, years: int
) -> None:
    entered = MONDAY.replace(year=MONDAY.year - years)
    answers = {"la": "801", "child_id": "X1", "entered_care": entered}
    said = f"Nobody who came into care on {shown(entered)} is a child still: correct it, or say "
    problem = ("entered_care", f"{said}when they were born or left care.")
    assert check(office.desk, answers) == [problem]
    with pytest.raises(Refused, match="is a child still"):
        log(office.desk, answers)
    for history in ({"dob": entered}, {"left_care": entered}):
        assert check(office.desk, answers | history) == []
    assert check(office.desk, answers | {"entered_care": entered + timedelta(1)}) != [problem]


def test_a_notification_keeps_the_child_the_episode_the_placement_and_the_consent(
    office: Office,
) -> None:
    case = log(office.desk, ROBIN).case
    assert (case.child.la, case.child.child_id, case.child.surname) == ("801", "C1", "Example")
    assert (case.child.sex, case.child.nhs_number) == (Sex.F, "9990000018")
    assert case.child.interpreter is False
    assert case.episodes[0].entered_care == MONDAY - timedelta(days=2)
    assert case.placements[0].placed_in == "Bristol"
    assert case.consents[0].by is ConsentBy.PARENT
    assert office.case("C1").episodes == case.episodes


def test_it_is_one_entry_of_the_journal_and_says_nothing_in_its_header(office: Office) -> None:
    log(office.desk, ROBIN)
    entry = list(office.store.entries())[-1]
    assert entry.act == LOG
    assert all(op.subject is not None and op.enc is not None for op in entry.ops)


def test_it_says_when_the_iha_is_due_and_whether_notice_came_in_time(office: Office) -> None:
    logged = log(office.desk, ROBIN)
    assert logged.due == MONDAY + timedelta(days=26)
    assert logged.last_permitted == MONDAY + timedelta(days=1)
    assert not logged.late
    assert logged.words == (
        "IHA is due Sat 30-May-2026, in 26 days. "
        "Notice in time: it could come until Tue 05-May-2026."
    )


def test_a_late_notice_is_called_late_by_the_days_it_was(office: Office) -> None:
    logged = log(office.desk, ROBIN | {"entered_care": MONDAY - timedelta(days=30)})
    assert logged.late
    assert logged.words == (
        "IHA was due Sat 02-May-2026, 2 days ago. "
        "Notice 27 days late: the last permitted day was Tue 07-Apr-2026."
    )


def test_notice_that_never_came_is_late(office: Office) -> None:
    logged = log(office.desk, ROBIN | {"notified": None})
    assert logged.late
    assert "The last day for notice in time is Tue 05-May-2026." in logged.words


def test_what_is_due_follows_the_rules_of_the_responsible_la(office: Office) -> None:
    """South Gloucestershire is to be told within 48 hours."""
    assert log(office.desk, ROBIN | {"la": "803"}).last_permitted == MONDAY


def test_a_newborn_without_name_or_number_is_logged(office: Office) -> None:
    case = log(office.desk, {"la": "801", "child_id": "C9", "entered_care": MONDAY}).case
    assert case.child.surname == ""
    assert case.episodes


def test_the_same_again_changes_nothing(office: Office) -> None:
    child = log(office.desk, ROBIN).case.child.id
    seq = office.store.seq
    assert log(office.desk, ROBIN, child=child).effect is Effect.UNCHANGED
    assert office.store.seq == seq


def test_a_viewer_logs_nobody_and_sees_nobody(office: Office) -> None:
    viewer = office.desk_of(StaffRole.VIEWER)
    with pytest.raises(NotAllowed):
        log(viewer, ROBIN)
    with pytest.raises(NotAllowed):
        known(viewer, surname="Example")


# --- Returning


def test_a_returning_child_gets_a_new_episode_on_the_same_record(office: Office) -> None:
    first = date(2024, 1, 8)
    was = office.notify("C1", first, nhs_number="9990000018", left_care=date(2024, 6, 1))
    assert office.store.table("children").get(doc_id=was.child.id) is not None
    logged = log(office.desk, ROBIN | {"dob": date(2015, 3, 1)}, child=was.child.id)
    assert logged.case.child.id == was.child.id
    assert [e.entered_care for e in logged.case.episodes] == [first, MONDAY - timedelta(days=2)]
    assert logged.case.child.until == date(2033, 3, 1), "open until the 18th birthday"


def test_a_returning_childs_recent_assessment_stands_in(office: Office) -> None:
    office.notify("C1", date(2025, 12, 1), left_care=MONDAY - timedelta(days=30))
    seen = MONDAY - timedelta(days=40)
    office.load("assessments", {"la": "801", "child_id": "C1", "kind": Kind.IHA, "completed": seen})
    typed = {"la": "801", "child_id": "C1", "entered_care": MONDAY}
    words = preview(office.desk, typed, child=office.case("C1").child.id)
    assert words is not None
    assert words.due is None
    assert words.words.startswith("No IHA is required: the IHA of 25-Mar-2026 stands in.")


def test_an_episode_that_was_never_ended_is_in_the_way_of_the_next(office: Office) -> None:
    child = office.notify("C1", MONDAY - timedelta(days=400)).child.id
    with pytest.raises(Refused, match=r"end the earlier one first \(left care\)"):
        log(office.desk, ROBIN | {"dob": None}, child=child)


# --- Two children under one number


def test_nobody_gets_a_second_record_under_one_nhs_number(office: Office) -> None:
    log(office.desk, ROBIN)
    twin = ROBIN | {"child_id": "C2", "forename": "Kim"}
    with pytest.raises(Refused, match=r"EXAMPLE, Robin \(801/C1\) has this NHS number"):
        log(office.desk, twin)
    assert check(office.desk, twin) == [
        (
            "nhs_number",
            "EXAMPLE, Robin (801/C1) has this NHS number: open that child, or correct it.",
        )
    ]
    assert office.desk.find("801", "C2") is None


def test_a_closed_case_has_its_nhs_number_still(office: Office) -> None:
    office.notify("C1", date(2020, 1, 6), left_care=date(2020, 2, 3), nhs_number="9990000018")
    assert [one.blocks for one in known(office.desk, nhs_number=NHS)] == ["nhs_number"]
    with pytest.raises(Refused, match="has this NHS number"):
        log(office.desk, ROBIN | {"child_id": "C2"})


def test_a_colleague_who_logged_the_number_a_moment_ago_was_first(office: Office) -> None:
    assert known(office.desk, nhs_number=NHS) == []
    office.notify("C5", MONDAY, nhs_number="9990000018")
    with pytest.raises(Refused, match="801/C5 has this NHS number"):
        log(office.desk, ROBIN)


HAS_IT = "EXAMPLE, Robin (801/C1) has this id: open that child, or correct the id."


@pytest.mark.parametrize("surname", ["Example", "Sample"])
@pytest.mark.parametrize("typed", ["C1", "c1"])
def test_a_new_child_never_has_an_id_that_is_on_record(
    office: Office, surname: str, typed: str
) -> None:
    first = log(office.desk, ROBIN).case.child
    new = ROBIN | {"child_id": typed, "surname": surname, "forename": "Kim", "nhs_number": ""}
    assert check(office.desk, new) == [("child_id", HAS_IT)]
    with pytest.raises(Refused, match="has this id: open that child"):
        log(office.desk, new)
    assert office.case("C1").child == first


def test_a_known_childs_answers_change_that_child_alone(office: Office) -> None:
    child = log(office.desk, ROBIN).case.child.id
    other = office.notify("C2", MONDAY, surname="Sample").child
    assert check(office.desk, ROBIN | {"child_id": "C2"}, child=child) == [
        ("child_id", "SAMPLE (801/C2) has this id: open that child, or correct the id.")
    ]
    for key in ({"child_id": "C3"}, {"la": "803"}):
        assert check(office.desk, ROBIN | key, child=child) == [
            (
                "child_id",
                "This is about EXAMPLE, Robin (801/C1), whose LA and id stay: "
                "put them back, or begin another.",
            )
        ]
        with pytest.raises(Refused, match="whose LA and id stay"):
            log(office.desk, ROBIN | key, child=child)
    assert office.case("C2").child == other
    corrected = ROBIN | {"surname": "Sample", "dob": date(2009, 2, 3)}
    assert log(office.desk, corrected, child=child).case.child.surname == "Sample"


def test_an_id_typed_in_another_case_is_the_childs_and_stays_as_first_written(
    office: Office,
) -> None:
    child = log(office.desk, ROBIN).case.child.id
    typed = ROBIN | {"child_id": "c1", "gp": "A Surgery"}
    changed = log(office.desk, typed, child=child).case.child
    assert (changed.id, changed.child_id, changed.gp) == (child, "C1", "A Surgery")
    assert found(office.desk, la="801", child_id="c1")[0] == ("C1", "known under this LA and id")


def test_a_child_who_is_gone_meanwhile_is_said_to_be(office: Office) -> None:
    child = log(office.desk, ROBIN).case.child.id
    undo(office.desk)
    with pytest.raises(Refused, match="no longer on record"):
        log(office.desk, ROBIN, child=child)


def test_twins_are_shown_and_not_refused(office: Office) -> None:
    log(office.desk, ROBIN)
    twin = ROBIN | {"child_id": "C2", "forename": "Kim", "nhs_number": OTHER_NHS}
    assert found(office.desk, surname="Example", forename="Kim", dob=ROBIN["dob"]) == [
        ("C1", "born the same day, family name alike, other given name: a twin?")
    ]
    assert check(office.desk, twin) == []
    assert log(office.desk, twin).case.child.id != office.case("C1").child.id


# --- Who is known already


def test_whoever_sounds_alike_is_found_while_typing(office: Office) -> None:
    office.notify("C1", MONDAY, surname="Smythe-Example", forename="Catherine")
    office.notify("C2", MONDAY, surname="Thomson", forename="Sam")
    for typed in ("Sm", "Smi", "Smith", "smyth", "EXAMPLE"):
        names = [child for child, _ in found(office.desk, surname=typed)]
        assert names == (["C1"] if typed != "Smi" else []), typed
    assert found(office.desk, surname="Tompson") == [("C2", "name alike")]
    assert found(office.desk, surname="Smith", forename="Kathryn") == [("C1", "name alike")]


def test_the_likeliest_comes_first(office: Office) -> None:
    born = date(2015, 7, 14)
    office.notify("slip", MONDAY, surname="Example", forename="Robin", dob=date(2015, 7, 15))
    office.notify("name", MONDAY, surname="Example", forename="Robyn", dob=date(2009, 1, 2))
    office.notify("twin", MONDAY, surname="Example", forename="Kim", dob=born)
    office.notify("same", MONDAY, surname="Exampel", forename="Robin", dob=born)
    office.notify("day", MONDAY, surname="Sample", forename="Jo", dob=born)
    office.notify("number", MONDAY, surname="Other", nhs_number="9990000018")
    office.notify("nobody", MONDAY, surname="Other", forename="Jo")
    shown = found(office.desk, surname="Example", forename="Robin", dob=born, nhs_number=NHS)
    assert [child for child, _ in shown] == ["number", "same", "twin", "slip", "name", "day"]


def test_of_those_as_likely_the_name_most_alike_comes_first(office: Office) -> None:
    office.notify("C1", MONDAY, surname="Smythe", forename="Katherine")
    office.notify("C2", MONDAY, surname="Smith", forename="Kathryn")
    assert found(office.desk, surname="Smith", forename="Kathryn") == [
        ("C2", "name alike"),
        ("C1", "name alike"),
    ]


def test_a_given_name_alone_tells_little_of_a_child_of_another_family(office: Office) -> None:
    office.notify("C1", MONDAY, surname="Jones", forename="Mya", dob=date(2009, 9, 9))
    office.notify("C2", MONDAY, surname="Brown", forename="Mya", dob=date(2019, 5, 21))
    office.notify("C3", MONDAY, surname="Green", forename="Mia", dob=date(2010, 1, 1))
    sought = {"surname": "Thistlewood", "forename": "Mya"}
    assert [child for child, _ in found(office.desk, **sought)] == ["C2", "C1"]
    near = [("C2", "given name alike")]
    assert found(office.desk, **sought, dob=date(2019, 5, 12)) == near
    assert len(found(office.desk, forename="Mya")) == 3


def test_the_name_and_birth_date_of_somebody_on_record_are_known_whoever_wrote_them(
    office: Office,
) -> None:
    office.notify("C1", MONDAY, surname="D'Arcy", forename="Zoë", dob=date(2019, 5, 12))
    answers = {"surname": "DARCY", "forename": "zoe", "dob": date(2019, 5, 12)}
    assert [child.child_id for child in namesakes(office.desk, answers)] == ["C1"]
    for other in ({"dob": None}, {"forename": ""}, {"forename": "Zara"}):
        assert namesakes(office.desk, answers | other) == []


def test_names_typed_the_other_way_round_are_found(office: Office) -> None:
    office.notify("C1", MONDAY, surname="Robin", forename="Example", dob=ROBIN["dob"])
    assert found(office.desk, surname="Example", forename="Robin") == [
        ("C1", "names alike the other way round")
    ]


def test_nothing_typed_finds_nobody(office: Office) -> None:
    office.notify("C1", MONDAY)
    assert known(office.desk) == []
    assert known(office.desk, surname=" ", child_id="C1") == []


def test_an_id_on_record_is_no_new_childs(office: Office) -> None:
    log(office.desk, ROBIN)
    (one,) = known(office.desk, la="bristol", child_id="C1")
    assert (one.why, one.blocks) == ("known under this LA and id", "child_id")
    assert isinstance(one, Likeness)
    assert one.case.episodes


def test_who_is_shown_is_noted_once_a_day_not_at_every_key(office: Office) -> None:
    child = office.notify("C1", MONDAY, surname="Example").child.id
    for typed in ("Ex", "Exa", "Exam"):
        known(office.desk, surname=typed)
    assert [access.subjects for access in reads(office)] == [(child,)]
    assert [access.facts for access in reads(office)] == [{}]
    office.clock.set(MONDAY + timedelta(days=1))
    known(office.desk, surname="Ex")
    assert len(reads(office)) == 2


# --- What is wrong with a form


def test_every_answer_that_is_not_as_expected_is_named(office: Office) -> None:
    problems = dict(
        check(
            office.desk,
            {
                "la": "801",
                "child_id": " ",
                "sex": "x",
                "nhs_number": "123",
                "dob": MONDAY + timedelta(days=3),
            },
        )
    )
    assert problems == {
        "child_id": "Needed: text of at most 2,000 characters.",
        "entered_care": "Needed: a date such as 2018-05-12 or 12/05/2018.",
        "sex": '"x" is not F, M or U.',
        "nhs_number": '"123" is not an NHS number: ten digits, the last of which checks the rest.',
        "dob": "07-May-2026 is after today, 04-May-2026; it has not happened yet.",
    }


def test_a_rule_names_the_answer_it_is_about(office: Office) -> None:
    born = {"dob": MONDAY - timedelta(days=1)}
    ((column, said),) = check(office.desk, ROBIN | born)
    assert column == "dob"
    assert "after the child entered care" in said
    with pytest.raises(Refused, match="after the child entered care"):
        log(office.desk, ROBIN | born)


def test_a_check_keeps_nothing(office: Office) -> None:
    seq = office.store.seq
    assert check(office.desk, ROBIN) == []
    assert office.store.seq == seq


# --- While it is being typed


def test_the_due_date_is_said_as_soon_as_the_day_of_entry_is_known(office: Office) -> None:
    assert preview(office.desk, {"la": "801"}) is None
    assert preview(office.desk, {"entered_care": MONDAY}) is None
    shown = preview(office.desk, {"la": "801", "entered_care": MONDAY, "sex": "nonsense"})
    assert shown is not None
    assert (shown.due, shown.late) == (MONDAY + timedelta(days=28), None)
    assert shown.words == (
        "IHA is due Mon 01-Jun-2026, in 28 days. "
        "The last day for notice in time is Thu 07-May-2026."
    )


def test_short_breaks_and_other_las_children_have_no_due_date(office: Office) -> None:
    short = preview(office.desk, {"la": "801", "entered_care": MONDAY, "legal_status": "V4"})
    assert short is not None
    assert short.words.startswith("No IHA is required: V4 is a series of short breaks.")
    other = preview(office.desk, {"la": "Devon", "entered_care": MONDAY})
    assert other is not None
    assert other.words.startswith("Another LA's child: assessed when that LA asks.")


def test_care_that_ends_first_has_no_due_date(office: Office) -> None:
    soon = {"dob": date(2008, 5, 20), "entered_care": MONDAY, "la": "801"}
    shown = preview(office.desk, soon)
    assert shown is not None
    assert shown.words.startswith(
        "No IHA is required: care ends before it was due on Mon 01-Jun-2026."
    )


# --- Copying for a sibling


def test_the_record_before_is_mine_as_it_stands_now(office: Office) -> None:
    assert previous(office.desk) is None
    log(office.desk, ROBIN | {"notified": datetime(2026, 5, 4, 8, 30), "carer": "Kim Example"})
    colleague = office.desk_of(StaffRole.ADMIN)
    log(colleague, {"la": "803", "child_id": "C7", "entered_care": MONDAY})
    copied = previous(office.desk)
    assert copied is not None
    assert copied["carer"] == "Kim Example"
    assert copied["dob"] == date(2015, 7, 14)
    assert copied["notified"] == MONDAY
    assert "gp" not in copied
    sibling = copied | {"child_id": "C2", "forename": "Kim", "nhs_number": ""}
    assert log(office.desk, sibling).case.placements[0].carer == "Kim Example"


def test_the_record_before_is_found_among_many_acts_and_days(office: Office) -> None:
    log(office.desk, ROBIN)
    office.clock.set(MONDAY + timedelta(days=3))
    office.clinic(MONDAY + timedelta(days=9))
    copied = previous(office.desk)
    assert copied is not None
    assert copied["child_id"] == "C1"
    office.clock.set(MONDAY + timedelta(days=12))
    assert previous(office.desk) is None
