"""What is typed to find a child is read in every way it can be meant, likeliest first."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screens.seeking import Sought, readings

TODAY = date(2026, 5, 4)
BORN = date(2015, 5, 14)
LAS = ("801", "802")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", []),
        ("abbot", [{"surname": "abbot"}, {"forename": "abbot"}]),
        ("abbot, amara", [{"surname": "abbot", "forename": "amara"}]),
        ("abbot,", [{"surname": "abbot", "forename": ""}]),
        ("abbot amara", [{"surname": "abbot", "forename": "amara"}, {"surname": "abbot amara"}]),
        ("de la cruz", [{"surname": "de la", "forename": "cruz"}, {"surname": "de la cruz"}]),
        ("999 000 0018", [{"nhs_number": "999 000 0018"}]),
        ("9990000018", [{"nhs_number": "9990000018"}]),
        ("801/C-12", [{"la": "801", "child_id": "C-12"}]),
        ("Cornwall/7", [{"la": "Cornwall", "child_id": "7"}]),
        ("14/5/15", [{"dob": BORN}]),
        ("1 may 2015", [{"dob": date(2015, 5, 1)}]),
        ("14-Jul-2015", [{"dob": date(2015, 7, 14)}]),
        ("abbot, amara 14/5/15", [{"surname": "abbot", "forename": "amara", "dob": BORN}]),
        ("14/5/15 abbot,", [{"surname": "abbot", "forename": "", "dob": BORN}]),
        ("???", []),
    ],
)
def test_a_text_is_read_as(text: str, meant: list[Sought]) -> None:
    assert readings(text, TODAY, LAS) == meant


def test_a_word_with_a_figure_is_looked_for_as_the_id_of_every_la_of_ours() -> None:
    ids = [(one["la"], one["child_id"]) for one in readings("c12", TODAY, LAS)]
    assert ids == [("801", "c12"), ("802", "c12")]


def test_six_figures_are_a_birth_date_and_an_id() -> None:
    found = readings("140515", TODAY, LAS)
    assert {"dob": BORN} in found
    assert {"la": "801", "child_id": "140515"} in found


@given(st.text(max_size=40))
def test_whatever_is_typed_is_read_without_a_fuss(text: str) -> None:
    for one in readings(text, TODAY, LAS):
        assert any(one.values())
