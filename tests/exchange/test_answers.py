"""A form's answers are read as a file's cells are, whether typed or text."""

from datetime import date, datetime, time
from typing import Any

import pytest

from clanbook.exchange.answers import as_row, column_of, sentence, stopped, written
from clanbook.exchange.forms import Context
from clanbook.records import Sex
from clanbook.settings import DEFAULT

TODAY = date(2026, 5, 4)
CONTEXT = Context(DEFAULT, TODAY)
WHOSE = {"la": "Bristol", "child_id": "C1", "entered_care": TODAY}


@pytest.mark.parametrize(
    ("column", "typed", "text"),
    [
        ("dob", date(2015, 3, 1), "01/03/2015"),
        ("uasc", True, "yes"),
        ("uasc", False, "no"),
        ("sex", Sex.F, "f"),
        ("nhs_number", "9990000018", "999 000 0018"),
        ("notified", datetime.combine(TODAY, time(9, 30)), "2026-05-04T09:30"),
        ("school", None, "  "),
    ],
)
def test_a_typed_value_is_what_its_text_is(column: str, typed: Any, text: str) -> None:
    rows = [as_row("notifications", WHOSE | {column: value}, CONTEXT) for value in (typed, text)]
    assert rows[0] == rows[1]
    assert rows[0][1] == []


def test_an_empty_answer_changes_nothing_and_a_dash_clears() -> None:
    row, problems = as_row("notifications", WHOSE | {"gp": "", "school": "-"}, CONTEXT)
    assert problems == []
    assert "gp" not in row.values
    assert row.values["school"] is None


def test_what_is_wrong_is_left_out_and_the_rest_is_read() -> None:
    row, problems = as_row("notifications", WHOSE | {"dob": "soon", "sex": "F"}, CONTEXT)
    assert [column for column, _ in problems] == ["dob"]
    assert row.values["sex"] is Sex.F


def test_an_instant_is_written_with_its_time() -> None:
    assert written(datetime.combine(TODAY, time(9))) == "2026-05-04T09:00:00"


def test_a_rules_sentence_finds_its_column() -> None:
    assert column_of("notifications", "dob 2026-01-01 is after") == "dob"
    assert column_of("notifications", "entered_care 2026-01-01: the child") == "entered_care"
    assert column_of("notifications", "nothing known") == "entered_care"
    assert sentence("dob is late") == "Date of birth is late."


def test_a_sentence_ends_in_one_stop() -> None:
    _, problems = as_row("notifications", WHOSE | {"la": "Bistol"}, CONTEXT)
    assert problems == [("la", '"Bistol" is no LA of this service; did you mean Bristol?')]
    assert [stopped(text) for text in ("Kept", "Kept at St.")] == ["Kept.", "Kept at St."]
