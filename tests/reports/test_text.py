"""Text from people, made fit to be shown."""

import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.reports.text import born, child_name, csv_safe, json_text, markdown, nhs_number, plain

BIDI_AND_OTHER_FORMATS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"
BIDI_AND_OTHER_FORMATS += "\u200b\u200c\u200d\u2060\ufeff\u00ad\U000e0041"


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("Ann", "Ann"),
        ("", ""),
        ("[/] [bold]x", "[/] [bold]x"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("\x9b31m", "\\x9b31m"),
        ("a\nb\tc\rd", "a\\nb\\tc\\rd"),
        ("\x00\x07\x7f", "\\x00\\x07\\x7f"),
        ("abc\u202edef", "abc\\u202edef"),
        ("\u2028\u2029\x85", "\\u2028\\u2029\\x85"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
        ("Zoë Łukasz 小明", "Zoë Łukasz 小明"),
        ("שרה محمد", "שרה محمد"),
        ("a\u00a0b", "a\u00a0b"),
        ("C:\\new", "C:\\new"),
    ],
)
def test_what_cannot_be_seen_is_shown_as_an_escape(typed: str, seen: str) -> None:
    assert plain(typed) == seen


@pytest.mark.parametrize("character", BIDI_AND_OTHER_FORMATS)
def test_no_override_or_invisible_character_stays(character: str) -> None:
    assert plain(f"a{character}b").isascii()


@given(st.text(st.characters()))
def test_what_is_shown_has_no_control_and_can_be_written(text: str) -> None:
    seen = plain(text)
    seen.encode("utf-8")
    assert not {unicodedata.category(character) for character in seen} & {"Cc", "Cf", "Cs"}
    assert plain(seen) == seen


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t", "\r", "\n", " =", "  @", "＝", "\u00a0+"]
)
def test_a_formula_is_neutralised_in_csv(start: str) -> None:
    assert csv_safe(f"{start}cmd|' /C calc'!A1") == f"'{start}cmd|' /C calc'!A1"


@pytest.mark.parametrize("text", ["", "Bristol", "a=1", "'=1", "3-4", "(=1)"])
def test_any_other_text_is_itself_in_csv(text: str) -> None:
    assert csv_safe(text) == text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Bristol", "Bristol"),
        ("a|b", "a\\|b"),
        ("a\\|b", "a\\\\\\|b"),
        ("<script>", "&lt;script&gt;"),
        ("[x](http://y)", "\\[x\\](http\\://y)"),
        ("WWW.example.org a@b.c", "WWW\\.example.org a\\@b.c"),
        ("**b** _i_ `c` ~~d~~ $e$", "\\*\\*b\\*\\* \\_i\\_ \\`c\\` \\~\\~d\\~\\~ \\$e\\$"),
        ("&lt;", "&amp;lt;"),
        ("a\nb", "a\\\\nb"),
        ("St. Mary's (North): 16/17", "St. Mary's (North): 16/17"),
    ],
)
def test_markdown_shows_a_text_to_the_letter(text: str, written: str) -> None:
    assert markdown(text) == written


@given(st.recursive(st.text() | st.integers(), lambda inner: st.lists(inner, max_size=3)))
def test_json_is_printed_without_controls_and_means_the_same(document: object) -> None:
    printed = json_text(document)
    assert json.loads(printed) == document
    assert plain(printed.replace("\n", "")) == printed.replace("\n", "")


def test_json_keeps_letters_and_escapes_what_cannot_be_seen() -> None:
    assert json_text("Zoë \x9b\u202e\x7f\U000e0041") == '"Zoë \\u009b\\u202e\\u007f\\udb40\\udc41"'


@pytest.mark.parametrize(
    ("surname", "forename", "name"),
    [
        ("Ali", "Mo", "ALI, Mo"),
        ("o'Neill-smith", "Zoë", "O'NEILL-SMITH, Zoë"),
        ("Ali", "", "ALI"),
        ("", "Mo", "Mo"),
        (" ", "", "Not known"),
        ("\x1b[2J", "[/]", "\\x1b[2J, [/]"),
    ],
)
def test_a_name_is_family_in_capitals_then_given(surname: str, forename: str, name: str) -> None:
    assert child_name(surname, forename) == name


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("9991234567", "999 123 4567"),
        ("999 123 4567", "999 123 4567"),
        ("", ""),
        ("12345", "12345"),
        ("99912345\x1b7", "99912345\\x1b7"),
        ("९९९१२३४५६७", "९९९१२३४५६७"),
    ],
)
def test_an_nhs_number_is_shown_in_its_groups(text: str, seen: str) -> None:
    assert nhs_number(text) == seen


@pytest.mark.parametrize(
    ("dob", "today", "seen"),
    [
        ("2015-07-14", "2018-07-14", "14-Jul-2015 (3y)"),
        ("2015-07-14", "2018-07-13", "14-Jul-2015 (2y)"),
        ("2018-01-31", "2018-07-30", "31-Jan-2018 (5m)"),
        ("2018-06-01", "2018-06-30", "01-Jun-2018 (29d)"),
        ("2018-06-01", "2018-07-01", "01-Jun-2018 (1m)"),
        ("2018-06-01", "2018-06-01", "01-Jun-2018 (0d)"),
        ("2018-06-02", "2018-06-01", "02-Jun-2018 (expected)"),
        ("2016-02-29", "2017-02-28", "29-Feb-2016 (11m)"),
        ("2016-02-29", "2017-03-01", "29-Feb-2016 (1y)"),
    ],
)
def test_a_birth_is_shown_with_the_age(dob: str, today: str, seen: str) -> None:
    assert born(date.fromisoformat(dob), date.fromisoformat(today)) == seen


def test_an_unknown_birth_says_so_and_an_estimated_one_is_flagged() -> None:
    assert born(None, date(2018, 6, 1)) == "Not known"
    assert born(date(2015, 1, 1), date(2018, 6, 1), estimated=True) == "01-Jan-2015 (3y, estimated)"
