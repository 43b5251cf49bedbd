"""What another version of the settings changes: all of it, in words, and why."""

import pytest

from clanbook.settings import DEFAULT, DEFAULT_TOML, changes, parse, parse_given, to_document

BARE = """\
name = "BNSSG"
[[las]]
name = "North Somerset"
code = 802
locality = "North Somerset"
[[las]]
name = "Bristol"
code = 801
locality = "Bristol"
[[las]]
name = "South Gloucestershire"
code = 803
locality = "South Gloucestershire"
"""
"""BNSSG's name and LAs, and not one rule."""

OURS = DEFAULT_TOML.replace('"28 days" ', '"20 working days"').replace(
    "closed_days = []", "closed_days = [2026-12-24]"
)
"""BNSSG with rules of its own beside those that an LA has."""


def told(before: str, now: str) -> list[str]:
    service, given = parse_given(now)
    return [str(change) for change in changes(parse(before), service, given)]


def test_what_the_file_leaves_out_goes_back_to_its_default_and_that_is_said() -> None:
    assert told(OURS, BARE) == [
        "iha_due: 20 working days -> 28 days (the default: the file leaves it out)",
        "closed_days: 2026-12-24 -> none (the default: the file leaves it out)",
        "notify_within of South Gloucestershire: 48 hours -> as the service, 72 hours "
        "(the file leaves it out)",
    ]


def test_what_the_file_gives_is_told_without_a_reason() -> None:
    assert told(BARE, OURS) == [
        "iha_due: 28 days -> 20 working days",
        "closed_days: none -> 2026-12-24",
        "notify_within of South Gloucestershire: as the service, 72 hours -> 48 hours",
    ]


def test_what_is_left_out_and_stays_as_it_was_is_not_told() -> None:
    assert told(BARE, BARE) == told(DEFAULT_TOML, DEFAULT_TOML) == []


CHANGED = [
    ('name = "BNSSG"', 'name = "Bristol and others"', "name: BNSSG -> Bristol and others"),
    ("code = 801", "code = 838", "LA: Bristol, 801, E06000023, Bristol -> none (the file leaves"),
    ("code = 801", "code = 838", "LA: none -> Bristol, 838, Bristol"),
    ('name = "Bristol"', 'name = "City"', "name of Bristol: Bristol -> City"),
    ('locality = "Bristol"', 'locality = "City"', "locality of Bristol: Bristol -> City"),
    (
        "code = 801",
        'code = 801\necode = "E99999999"',
        "ecode of Bristol: E06000023 -> E99999999",
    ),
    (
        "code = 801",
        'code = 801\nrules = { iha_due = "20 working days" }',
        "iha_due of Bristol: as the service, 28 days -> 20 working days",
    ),
    (
        'notify_within = "48 hours"',
        'notify_within = "72 hours"',
        "notify_within of South Gloucestershire: 48 hours -> as the service, 72 hours",
    ),
    ("book_before_paperwork = true", "book_before_paperwork = false", "paperwork: yes -> no"),
]


@pytest.mark.parametrize(("old", "new", "sentence"), CHANGED)
def test_every_kind_of_change_is_told(old: str, new: str, sentence: str) -> None:
    found = told(DEFAULT_TOML, DEFAULT_TOML.replace(old, new, 1))
    assert any(sentence in change for change in found), found


def test_another_order_of_the_las_is_a_change() -> None:
    service = DEFAULT
    turned = type(service)(service.name, service.rules, service.las[::-1])
    (change,) = changes(service, turned)
    assert str(change) == (
        "order of the LAs: North Somerset, Bristol, South Gloucestershire -> "
        "South Gloucestershire, Bristol, North Somerset"
    )


@pytest.mark.parametrize("before", [BARE, OURS, DEFAULT_TOML])
@pytest.mark.parametrize(
    "now", [BARE, OURS, *(DEFAULT_TOML.replace(old, new, 1) for old, new, _ in CHANGED)]
)
def test_nothing_is_told_exactly_where_both_would_be_kept_alike(before: str, now: str) -> None:
    alike = to_document(parse(before)) == to_document(parse(now))
    assert (told(before, now) == []) is alike
