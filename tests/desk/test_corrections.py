"""Papers and corrections: one act each, beside whoever else saves, undone whole (RULES 5, 6)."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from clanbook.desk import Desk
from clanbook.desk.corrections import (
    Newer,
    check,
    correct,
    corrections,
    preview,
    record_papers,
)
from clanbook.desk.errors import NotAllowed, Refused
from clanbook.desk.notifications import log
from clanbook.desk.onrecord import OnRecord, on_record
from clanbook.desk.timeline import timeline
from clanbook.desk.undoing import undo
from clanbook.records import ConsentBy, Kind, StaffRole
from tests.office import MONDAY, Office

ENTERED = MONDAY - timedelta(days=10)
YOUNG_PERSON: dict[str, Any] = {"consent": MONDAY, "consent_by": ConsentBy.YOUNG_PERSON}


@pytest.fixture
def child(office: Office) -> int:
    known = {"surname": "Example", "carer": "Kim Vale", "gp": "Old Surgery"}
    return office.notify("C1", ENTERED, dob=date(2010, 7, 14), **known).child.id


def changed(desk: Desk, read: OnRecord, values: dict[str, Any]) -> list[str]:
    return [str(one) for one in correct(desk, read, values)]


# --- Papers


def test_an_entry_of_whom_nobody_is_a_child_still_is_refused_where_it_is_changed(
    office: Office,
) -> None:
    child = office.notify("X1", date(2007, 5, 4), dob=None).child.id
    read = on_record(office.desk, child)
    assert check(office.desk, read, {"gp": "A GP"}) == []
    (problem,) = check(office.desk, read, {"entered_care": date(2006, 5, 4)})
    assert problem[0] == "entered_care"
    assert check(office.desk, read, {"left_care": date(2010, 5, 4)}) == []


def test_papers_are_one_act_that_is_undone_whole(office: Office, child: int) -> None:
    before = office.case("C1")
    read = on_record(office.desk, child)
    days = dict.fromkeys(("notified", "demographics", "part_a"), MONDAY)
    record_papers(office.desk, read, days | YOUNG_PERSON | {"judged_by": "Dr Ahn"})
    case = office.case("C1")
    (episode,), (consent,) = case.episodes, case.consents
    assert (episode.notified, episode.demographics, episode.part_a) == (MONDAY,) * 3
    assert (consent.received, consent.by, consent.judged_by) == (
        MONDAY,
        ConsentBy.YOUNG_PERSON,
        "Dr Ahn",
    )
    assert consent.episode == episode.id
    undo(office.desk)
    after = office.case("C1")
    assert after.consents == []
    assert after.episodes[0].document() == before.episodes[0].document()


def test_each_paper_is_optional_and_what_is_on_record_stays(office: Office, child: int) -> None:
    record_papers(office.desk, on_record(office.desk, child), {"part_a": MONDAY})
    read = on_record(office.desk, child)
    assert read.answers["part_a"] == MONDAY
    record_papers(office.desk, read, dict(read.answers) | {"demographics": MONDAY})
    (episode,) = office.case("C1").episodes
    assert (episode.part_a, episode.demographics) == (MONDAY, MONDAY)


def test_an_emptied_day_is_taken_away(office: Office, child: int) -> None:
    record_papers(office.desk, on_record(office.desk, child), {"consent": MONDAY})
    record_papers(office.desk, on_record(office.desk, child), {"consent": None})
    assert office.case("C1").consents == []


@pytest.mark.parametrize(
    ("values", "column"),
    [
        (YOUNG_PERSON | {"judged_by": None}, "judged_by"),
        ({"consent": None, "consent_by": None, "judged_by": "Dr Ahn"}, "consent"),
        ({"consent_by": ConsentBy.LA}, "consent_by"),
        ({"part_a": MONDAY + timedelta(days=1)}, "part_a"),
        ({"notified": ENTERED - timedelta(days=400)}, "notified"),
    ],
)
def test_papers_that_cannot_be_are_refused_at_their_field(
    office: Office, child: int, values: dict[str, Any], column: str
) -> None:
    read = on_record(office.desk, child)
    assert [name for name, _ in check(office.desk, read, values)] == [column]
    seq = office.store.seq
    with pytest.raises(Refused):
        record_papers(office.desk, read, values)
    assert office.store.seq == seq


# --- Corrections


def test_everything_on_record_can_be_corrected_in_one_act(office: Office, child: int) -> None:
    read = on_record(office.desk, child)
    entered = ENTERED + timedelta(days=2)
    told = changed(
        office.desk,
        read,
        dict(read.answers)
        | {
            "la": "802",
            "child_id": "N7",
            "entered_care": entered,
            "dob": date(2011, 7, 14),
            "carer": "Alex Vale",
            "gp": None,
            "left_care": MONDAY,
        },
    )
    assert told == [
        "LA Bristol -> North Somerset",
        "LA's id C1 -> N7",
        "came into care 24-Apr-2026 -> 26-Apr-2026",
        "date of birth 14-Jul-2010 -> 14-Jul-2011",
        "carer Kim Vale -> Alex Vale",
        "GP Old Surgery -> nothing",
        "left care nothing -> 04-May-2026",
    ]
    case = office.case("N7", "802")
    assert case.child.id == child
    assert (case.child.dob, case.child.gp) == (date(2011, 7, 14), "")
    (episode,), (placement,) = case.episodes, case.placements
    assert (episode.entered_care, episode.left_care) == (entered, MONDAY)
    assert (placement.since, placement.carer) == (entered, "Alex Vale")
    undo(office.desk)
    assert office.case("C1").placements[0].carer == "Kim Vale"


def test_an_assessment_follows_the_day_care_began(office: Office, child: int) -> None:
    row = {"la": "801", "child_id": "C1", "ref": "A1", "kind": Kind.IHA}
    office.load("assessments", row | {"completed": ENTERED - timedelta(days=120)})
    assert office.case("C1").assessments[0].episode is None
    read = on_record(office.desk, child)
    correct(office.desk, read, {"entered_care": ENTERED - timedelta(days=130)})
    case = office.case("C1")
    assert case.assessments[0].episode == case.episodes[0].id


def test_the_placement_of_today_is_the_one_corrected(office: Office, child: int) -> None:
    row = {"la": "801", "child_id": "C1", "from": MONDAY, "placed_in": "Devon"}
    office.load("placements", row | {"carer": "Jo Moor"})
    read = on_record(office.desk, child)
    assert read.answers["carer"] == "Jo Moor"
    correct(office.desk, read, {"carer": "Jo Moore", "entered_care": ENTERED})
    assert [p.carer for p in office.case("C1").placements] == ["Kim Vale", "Jo Moore"]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"child_id": "C2"}, "child_id"),
        ({"nhs_number": "9990000018"}, "nhs_number"),
        ({"left_care": ENTERED - timedelta(days=1)}, "left_care"),
        ({"entered_care": MONDAY + timedelta(days=500)}, "entered_care"),
        ({"dob": MONDAY - timedelta(days=1)}, "dob"),
        ({"entered_care": date(2026, 1, 5)}, "entered_care"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    office: Office, child: int, values: dict[str, Any], column: str
) -> None:
    office.notify("C2", ENTERED, nhs_number="9990000018")
    office.notify("C1", date(2026, 1, 2), left_care=date(2026, 2, 1))
    read = on_record(office.desk, child)
    assert [name for name, _ in check(office.desk, read, values)] == [column]
    with pytest.raises(Refused):
        correct(office.desk, read, values)


def test_nothing_changed_is_nothing_saved(office: Office, child: int) -> None:
    read, seq = on_record(office.desk, child), office.store.seq
    with pytest.raises(Refused, match="Nothing was changed"):
        correct(office.desk, read, dict(read.answers))
    assert office.store.seq == seq


def test_a_date_changed_is_foreseen_in_what_it_makes_due(office: Office, child: int) -> None:
    read = on_record(office.desk, child)
    found = preview(office.desk, read, {"entered_care": ENTERED - timedelta(days=7)})
    assert found is not None
    assert found.due == ENTERED + timedelta(days=21)
    assert corrections(office.desk, read, {"gp": "Old Surgery"}) == []


def test_a_time_of_notice_stays_with_its_day(office: Office, child: int) -> None:
    at = datetime(2026, 5, 1, 8, 30, tzinfo=office.desk.now.tzinfo)
    correct(office.desk, on_record(office.desk, child), {"notified": at})
    assert on_record(office.desk, child).answers["notified"] == at


# --- Moves

MOVED = ENTERED + timedelta(days=4)


def test_a_later_day_begins_a_new_placement_and_the_one_at_entry_stands(
    office: Office, child: int
) -> None:
    read = on_record(office.desk, child)
    assert read.answers["placed_since"] == ENTERED
    values = dict(read.answers) | {"placed_in": "North Somerset", "placed_since": MOVED}
    assert changed(office.desk, read, values) == [
        "placed in Bristol -> North Somerset",
        "placed since 24-Apr-2026 -> 28-Apr-2026",
    ]
    case = office.case("C1")
    assert [(p.since, p.placed_in, p.carer) for p in case.placements] == [
        (ENTERED, "Bristol", "Kim Vale"),
        (MOVED, "North Somerset", "Kim Vale"),
    ]
    at_entry = case.placement_at_entry(case.episodes[0])
    assert at_entry is not None
    assert at_entry.placed_in == "Bristol"
    assert on_record(office.desk, child).answers["placed_since"] == MOVED
    undo(office.desk)
    assert [p.placed_in for p in office.case("C1").placements] == ["Bristol"]


def test_with_its_day_left_as_it_is_a_placement_is_corrected(office: Office, child: int) -> None:
    read = on_record(office.desk, child)
    correct(office.desk, read, dict(read.answers) | {"placed_in": "North Somerset"})
    assert [(p.since, p.placed_in) for p in office.case("C1").placements] == [
        (ENTERED, "North Somerset")
    ]


def test_a_move_planned_before_is_changed_and_not_made_twice(office: Office, child: int) -> None:
    move = {"placed_in": "Devon", "placed_since": MONDAY + timedelta(days=7)}
    correct(office.desk, on_record(office.desk, child), move)
    correct(office.desk, on_record(office.desk, child), move | {"placed_in": "Dorset"})
    assert [p.placed_in for p in office.case("C1").placements] == ["Bristol", "Dorset"]


def test_the_day_of_a_move_can_be_corrected_alone(office: Office, child: int) -> None:
    move = {"placed_in": "Devon", "placed_since": MOVED}
    correct(office.desk, on_record(office.desk, child), move)
    later = MOVED + timedelta(days=2)
    correct(office.desk, on_record(office.desk, child), {"placed_since": later})
    assert [p.since for p in office.case("C1").placements] == [ENTERED, later]


def test_a_first_placement_begins_on_the_day_that_is_given(office: Office) -> None:
    number = office.notify("C3", ENTERED, placed_in=None).child.id
    first = {"placed_in": "Devon", "placed_since": MOVED}
    correct(office.desk, on_record(office.desk, number), first)
    assert [(p.since, p.placed_in) for p in office.case("C3").placements] == [(MOVED, "Devon")]


def test_a_placement_planned_before_care_began_stays_the_one_at_entry(office: Office) -> None:
    number = office.notify("C4", MONDAY, placed_in=None).child.id
    planned = MONDAY - timedelta(days=3)
    row = {"la": "801", "child_id": "C4", "from": planned, "placed_in": "Bristol"}
    office.load("placements", row)
    read = on_record(office.desk, number)
    assert read.answers["placed_since"] == planned
    (problem,) = check(office.desk, read, {"placed_since": MONDAY + timedelta(days=1)})
    assert problem[1].startswith("Care began in this placement, of 01-May-2026")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"placed_since": None}, "Needed: this placement began on 24-Apr-2026."),
        ({"placed_since": MOVED}, "Care began in this placement, of 24-Apr-2026"),
        ({"placed_since": ENTERED - timedelta(days=1)}, "Care began on 24-Apr-2026"),
        (
            {"placed_since": MONDAY, "placed_in": "Devon", "left_care": MOVED},
            "Care ended on 28-Apr-2026",
        ),
        ({"placed_since": date(2027, 6, 1), "placed_in": "Devon"}, "01-Jun-2027 is more than"),
    ],
)
def test_a_day_no_placement_can_begin_on_is_refused(
    office: Office, child: int, values: dict[str, Any], said: str
) -> None:
    (problem,) = check(office.desk, on_record(office.desk, child), values)
    assert problem[0] == "placed_since"
    assert problem[1].startswith(said)


# --- Two at once


def test_a_newer_save_is_not_written_over_and_both_values_are_told(
    office: Office, child: int
) -> None:
    ann = office.desk_of(StaffRole.ADMIN)
    read = on_record(office.desk, child)
    correct(ann, on_record(ann, child), {"gp": "New Surgery"})
    mine = dict(read.answers) | {"gp": "My Surgery", "carer": "Alex Vale"}
    with pytest.raises(Newer, match="GP: theirs New Surgery, yours My Surgery") as refused:
        correct(office.desk, read, mine)
    assert str(refused.value).startswith("A admin saved this record on 04-May-2026 at 09:00 (")
    assert office.case("C1").child.gp == "New Surgery"
    assert office.case("C1").placements[0].carer == "Kim Vale"
    correct(office.desk, refused.value.standing, mine)
    assert office.case("C1").child.gp == "My Surgery"


def test_what_somebody_else_did_beside_it_is_no_newer_save(office: Office, child: int) -> None:
    ann = office.desk_of(StaffRole.ADMIN)
    read = on_record(office.desk, child)
    record_papers(ann, on_record(ann, child), {"part_a": MONDAY})
    assert changed(office.desk, read, {"gp": "New Surgery"}) == ["GP Old Surgery -> New Surgery"]
    assert office.case("C1").episodes[0].part_a == MONDAY


# --- Who, and what is kept of it


def test_it_is_an_admins_to_do_and_the_reading_is_noted(office: Office, child: int) -> None:
    admin = office.desk_of(StaffRole.ADMIN)
    on_record(admin, child)
    noted = [list(a.subjects) for a in office.store.accesses(by=admin.staff.id)]
    assert noted == [[child]]
    with pytest.raises(NotAllowed):
        on_record(office.desk_of(StaffRole.VIEWER), child)


def test_the_timeline_keeps_what_was_there_before(office: Office, child: int) -> None:
    correct(office.desk, on_record(office.desk, child), {"left_care": MONDAY})
    correct(office.desk, on_record(office.desk, child), {"left_care": None})
    told = [line.what for line in timeline(office.desk, child)]
    assert "Taken back: Left care" in told


def test_an_id_taken_since_is_not_given_back_by_undo(office: Office, child: int) -> None:
    ann = office.desk_of(StaffRole.ADMIN)
    correct(office.desk, on_record(office.desk, child), {"child_id": "C9"})
    log(ann, {"la": "801", "child_id": "C1", "entered_care": MONDAY, "surname": "Other"})
    with pytest.raises(Refused, match=r"OTHER.* was logged since"):
        undo(office.desk)
