"""Rows of one file about the same thing: they may add to each other, and never contradict."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clanbook.exchange.contradictions import Contradictions
from clanbook.exchange.merging import Effect, RowRefused, merge
from clanbook.exchange.rows import Row
from tests.exchange.fake import FakeKeeper, a_file, notified, read_text

ENTRY = {"la": "801", "child_id": "T1", "entered_care": "2018-05-01"}
IHA = {"la": "801", "child_id": "C1", "kind": "IHA"}
CLINIC = {"date": "2018-06-08", "start": "09:30", "slots": "4", "minutes": "45"}
CLINIC |= {"locality": "Bristol", "venue": "Health Park", "clinician": "Dr Ahn"}
CLINIC |= {"role": "paediatrician", "purposes": "IHA"}


def rows_of(kind: str, *rows: dict[str, str]) -> list[Row]:
    found = read_text(kind, a_file(*rows))
    assert not found.rejected, [str(row) for row in found.rejected]
    return found.rows


def told(kind: str, *rows: dict[str, str]) -> list[str]:
    """What is said of the rows of a file that are refused for what a former one says."""
    former, said = Contradictions(kind), []
    for row in rows_of(kind, *rows):
        try:
            former.check(row)
        except RowRefused as refusal:
            said.append(f"line {row.line}, {refusal}")
        else:
            former.add(row)
    return said


def test_a_row_that_contradicts_a_former_one_is_refused_with_its_line_and_columns() -> None:
    one = ENTRY | {"forename": "A", "surname": "B", "dob": "2015-06-28"}
    assert told("notifications", one, one | {"surname": "C", "dob": "2014-06-28"}) == [
        "line 3, the same child and entry as line 2, with another surname, dob:"
        " put the two together"
    ]


@pytest.mark.parametrize(
    ("kind", "one", "other", "words"),
    [
        (
            "placements",
            {"la": "801", "child_id": "C1", "from": "2018-05-01", "placed_in": "Bath"},
            {"placed_in": "Bristol"},
            "child and day as line 2, with another placed_in",
        ),
        ("assessments", IHA | {"ref": "A1"}, {"kind": "RHA"}, "ref as line 2, with another kind"),
        (
            "assessments",
            IHA | {"requested": "2018-05-01", "completed": "2018-05-20"},
            {"completed": "2018-05-25"},
            "child and assessment as line 2, with another completed",
        ),
        (
            "sessions",
            CLINIC,
            {"slots": "5"},
            "clinician, date and start as line 2, with another slots",
        ),
        (
            "sdqs",
            {"la": "801", "child_id": "C1", "completed": "2018-05-01", "score": "12"},
            {"score": "13"},
            "child and day as line 2, with another score",
        ),
        (
            "health",
            {
                "la": "801",
                "child_id": "C1",
                "date": "2018-05-01",
                "item": "dental",
                "value": "yes",
            },
            {"value": "no"},
            "child, day and item as line 2, with another value",
        ),
    ],
)
def test_each_kind_of_file_is_held_by_its_own_key(
    kind: str, one: dict[str, str], other: dict[str, str], words: str
) -> None:
    assert told(kind, one, one | other) == [f"line 3, the same {words}: put the two together"]


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("notifications", ENTRY, ENTRY),
        ("notifications", ENTRY | {"surname": "B"}, ENTRY | {"surname": "", "gp": "Surgery"}),
        ("notifications", ENTRY | {"gp": "A"}, ENTRY | {"entered_care": "2018-08-01", "gp": "B"}),
        (
            "notifications",
            ENTRY | {"notified": "2018-05-02T09:30"},
            ENTRY | {"notified": "2018-05-02"},
        ),
        ("assessments", IHA | {"ref": "A1"}, IHA | {"ref": "A2", "kind": "RHA"}),
        (
            "assessments",
            IHA | {"requested": "2018-05-01"},
            IHA | {"kind": "RHA", "requested": "2018-05-01", "completed": "2018-06-01"},
        ),
        (
            "assessments",
            IHA | {"requested": "2018-05-01", "refused_on": "2018-05-10"},
            IHA | {"requested": "2018-05-01", "completed": "2018-06-01"},
        ),
    ],
)
def test_rows_that_say_the_same_or_more_go_together(
    kind: str, one: dict[str, str], other: dict[str, str]
) -> None:
    assert told(kind, one, other) == []


def test_a_cell_cleared_after_it_was_filled_is_a_contradiction_also_with_a_row_between() -> None:
    filled, between, cleared = ({"gp": "A"}, {"school": "S"}, {"gp": "-", "school": "T"})
    assert told("notifications", *(ENTRY | cells for cells in (filled, between, cleared))) == [
        "line 4, the same child and entry as line 2, with another gp, school: put the two together"
    ]


def test_two_times_of_one_day_contradict_each_other_and_a_date_alone_neither() -> None:
    days = ("2018-05-02", "2018-05-02T09:30", "2018-05-02T10:30")
    assert told("notifications", *(ENTRY | {"notified": day} for day in days)) == [
        "line 4, the same child and entry as line 3, with another notified: put the two together"
    ]


dates = st.sampled_from(["", "-", "2018-06-01", "2018-06-02"])
sent = st.sampled_from(["", "-", "2018-06-03", "2018-06-04"])
kinds = st.sampled_from(["IHA", "RHA"])
cells = {"kind": kinds, "requested": dates, "completed": dates, "report_sent": sent}


def a_few(**ref: st.SearchStrategy[str]) -> st.SearchStrategy[list[dict[str, str]]]:
    return st.lists(st.fixed_dictionaries(cells | ref), min_size=2, max_size=4)


@settings(max_examples=150, deadline=None)
@given(st.one_of(a_few(), a_few(ref=st.sampled_from(["A1", "A2"]))))
def test_rows_that_were_taken_change_nothing_the_second_time(rows: list[dict[str, str]]) -> None:
    keeper, former = FakeKeeper(), Contradictions("assessments")
    notified(keeper)
    taken = []
    for row in rows_of("assessments", *(IHA | one for one in rows)):
        try:
            former.check(row)
        except RowRefused:
            continue
        merge("assessments", row, keeper)
        former.add(row)
        taken.append(row)
    assert {merge("assessments", row, keeper) for row in taken} <= {Effect.UNCHANGED}
