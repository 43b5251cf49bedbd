"""Every form a cell is written in: what is read, and what is said where it is not."""

from datetime import UTC, date, datetime, time

import pytest

from clanbook.exchange.columns import COLUMNS
from clanbook.exchange.forms import Context
from clanbook.records import Kind, RefusedBy, Role, SDQReason, Sex
from clanbook.settings import DEFAULT, DEFAULT_TOML, parse

TODAY = date(2018, 9, 1)
CONTEXT = Context(DEFAULT, TODAY)

GOOD = [
    ("notifications", "la", "801", "801"),
    ("notifications", "la", "e06000023", "801"),
    ("notifications", "la", "south gloucestershire", "803"),
    ("notifications", "la", "Dorset", "Dorset"),
    ("notifications", "child_id", "007/a", "007/a"),
    ("notifications", "entered_care", "2018-05-12", date(2018, 5, 12)),
    ("notifications", "entered_care", "12/05/2018", date(2018, 5, 12)),
    ("notifications", "entered_care", "2018-12-01", date(2018, 12, 1)),
    ("notifications", "dob", "2018-09-01", TODAY),
    ("notifications", "dob_estimated", "YES", True),
    ("notifications", "dob_estimated", "0", False),
    ("notifications", "sex", "f", Sex.F),
    ("notifications", "ethnicity", "wbri", "WBRI"),
    ("notifications", "nhs_number", "999 000 0018", "9990000018"),
    ("notifications", "nhs_number", "999-000-0018", "9990000018"),
    ("notifications", "entered_care", "2019-09-01", date(2019, 9, 1)),
    ("notifications", "legal_status", "c2", "C2"),
    ("notifications", "legal_status", "V3", "V3"),
    ("notifications", "uasc", "True", True),
    ("notifications", "notified", "15/05/2018", (date(2018, 5, 15), None)),
    (
        "notifications",
        "notified",
        "2018-05-15T00:30",
        (date(2018, 5, 15), datetime(2018, 5, 14, 23, 30, tzinfo=UTC)),
    ),
    (
        "notifications",
        "notified",
        "2018-05-14T23:30Z",
        (date(2018, 5, 15), datetime(2018, 5, 14, 23, 30, tzinfo=UTC)),
    ),
    ("notifications", "consent_by", "Young Person", "young_person"),
    ("notifications", "placed_in", "north somerset", "North Somerset"),
    ("notifications", "placed_in", "Bath", "Bath"),
    ("notifications", "placed_in", "Bristoll", "Bristoll"),
    ("notifications", "placed_in", "803", "South Gloucestershire"),
    ("placements", "placed_in", "e06000023", "Bristol"),
    ("notifications", "la", "Gloucestershire", "Gloucestershire"),
    ("notifications", "la", "Somerset", "Somerset"),
    ("notifications", "preferred_clinician", "m", Sex.M),
    ("notifications", "first_review", "2018-12-01", date(2018, 12, 1)),
    ("notifications", "left_care", "2018-12-01", date(2018, 12, 1)),
    ("placements", "from", "1/8/2018", date(2018, 8, 1)),
    ("assessments", "kind", "adoption", Kind.ADOPTION),
    ("assessments", "carried_out_by", "OWN", "own"),
    ("assessments", "carried_out_by", "Wiltshire", "Wiltshire"),
    ("assessments", "role", "GP", Role.GP),
    ("assessments", "refused_by", "young_person", RefusedBy.YOUNG_PERSON),
    ("sessions", "date", "2018-12-01", date(2018, 12, 1)),
    ("sessions", "start", "09:30", time(9, 30)),
    ("sessions", "start", "9:30", time(9, 30)),
    ("sessions", "start", "09:30:00", time(9, 30)),
    ("sessions", "slots", "1", 1),
    ("sessions", "minutes", "480", 480),
    ("sessions", "locality", "BRISTOL", "Bristol"),
    ("sessions", "purposes", "rha; IHA;IHA;", (Kind.IHA, Kind.RHA)),
    ("sessions", "released_days", "0", 0),
    ("sdqs", "score", "0", 0),
    ("sdqs", "score", "40", 40),
    ("sdqs", "reason", "sdq3", SDQReason.SDQ3),
    ("health", "item", "Substance Misuse", "substance_misuse"),
    ("health", "value", "no", False),
]

BAD = [
    ("notifications", "la", "x" * 2001, "it has 2,001 characters; at most 2,000 are kept"),
    (
        "notifications",
        "la",
        "Bristoll",
        '"Bristoll" is no LA of this service; did you mean Bristol?',
    ),
    ("notifications", "la", "north sommerset", "did you mean North Somerset?"),
    ("notifications", "la", "South Glocestershire", "did you mean South Gloucestershire?"),
    ("notifications", "legal_status", "C9", '"C9" is not a legal status: C1, C2, D1, E1, V2, V3'),
    ("notifications", "entered_care", "2019-09-02", "is more than a year after today, 01-Sep-2018"),
    ("notifications", "forename", "A\0B", '"A\\x00B" holds a NUL character; take it out'),
    ("notifications", "entered_care", "31/02/2018", '"31/02/2018" is not in the calendar'),
    ("notifications", "entered_care", "soon", "write it as 2018-05-12 or 12/05/2018"),
    ("notifications", "entered_care", "05/12/18", "write it as 2018-05-12 or 12/05/2018"),
    ("notifications", "dob", "2018-09-02", "02-Sep-2018 is after today, 01-Sep-2018"),
    ("notifications", "demographics", "2018-09-02", "it has not happened yet"),
    ("notifications", "consent", "2018-09-02", "it has not happened yet"),
    ("notifications", "part_a", "2018-09-02", "it has not happened yet"),
    ("notifications", "dob_estimated", "maybe", '"maybe" is not yes or no'),
    ("notifications", "sex", "X", '"X" is not F, M or U'),
    ("notifications", "ethnicity", "White", '"White" is not an ethnicity code: WBRI'),
    ("notifications", "nhs_number", "9990000019", "is not an NHS number: ten digits"),
    ("notifications", "nhs_number", "99900", "is not an NHS number: ten digits"),
    ("notifications", "nhs_number", "0000000000", "is nobody's number; leave the cell empty"),
    ("notifications", "notified", "2018-05-15T25:00", "2018-05-12T14:30"),
    ("notifications", "notified", "2018-09-02", "it has not happened yet"),
    ("notifications", "consent_by", "friend", "young_person, parent, la, court or carer"),
    ("notifications", "preferred_clinician", "U", '"U" is not F or M'),
    ("assessments", "kind", "review", '"review" is not IHA, RHA or ADOPTION'),
    ("assessments", "requested", "2018-09-02", "it has not happened yet"),
    ("assessments", "completed", "2018-09-02", "it has not happened yet"),
    ("assessments", "refused_on", "2018-09-02", "it has not happened yet"),
    ("assessments", "role", "doctor", '"doctor" is not paediatrician, gp or nurse'),
    ("assessments", "refused_by", "carer", '"carer" is not young_person or parent'),
    ("assessments", "away_reason", "holiday", "missing, hospital, custody or other"),
    ("sessions", "start", "9.30", '"9.30" is not a time of day such as 09:30'),
    ("sessions", "start", "24:00", "is not a time of day such as 09:30"),
    ("sessions", "slots", "0", '"0" is not a whole number from 1 to 100'),
    ("sessions", "slots", "4.5", "is not a whole number from 1 to 100"),
    ("sessions", "minutes", "4", "is not a whole number from 5 to 480"),
    ("sessions", "locality", "Bristle", "North Somerset, Bristol or South Gloucestershire"),
    ("sessions", "purposes", "IHA,RHA", "any of IHA, RHA, ADOPTION with ; between them"),
    ("sessions", "purposes", ";", "any of IHA, RHA, ADOPTION with ; between them"),
    ("sessions", "released_days", "-1", "is not a whole number from 0 to 366"),
    ("sdqs", "score", "41", '"41" is not a whole number from 0 to 40'),
    ("sdqs", "score", "٤", "is not a whole number from 0 to 40"),
    ("sdqs", "reason", "SDQ6", "SDQ1, SDQ2, SDQ3, SDQ4 or SDQ5"),
    ("health", "item", "teeth", "dental, immunisations"),
    ("health", "date", "2018-09-02", "it has not happened yet"),
    ("health", "value", "", "is not yes or no"),
]


def parsed(kind: str, name: str, text: str) -> object:
    column = next(column for column in COLUMNS[kind] if column.name == name)
    return column.form.parse(text, CONTEXT)


@pytest.mark.parametrize(("kind", "name", "text", "value"), GOOD)
def test_a_cell_is_read_in_each_of_its_forms(
    kind: str, name: str, text: str, value: object
) -> None:
    assert parsed(kind, name, text) == value


@pytest.mark.parametrize(("kind", "name", "text", "sentence"), BAD)
def test_a_cell_that_is_not_as_expected_says_what_was(
    kind: str, name: str, text: str, sentence: str
) -> None:
    with pytest.raises(ValueError) as refused:
        parsed(kind, name, text)
    assert sentence in str(refused.value)


def test_an_las_name_means_its_locality_where_that_is_called_otherwise() -> None:
    text = DEFAULT_TOML.replace('locality = "Bristol"', 'locality = "The City"')
    column = next(c for c in COLUMNS["placements"] if c.name == "placed_in")
    for written in ("Bristol", "801", "E06000023", "the city"):
        assert column.form.parse(written, Context(parse(text), TODAY)) == "The City"


def test_an_error_repeats_no_control_characters_and_not_much_of_a_long_cell() -> None:
    with pytest.raises(ValueError) as refused:
        parsed("notifications", "sex", "\x1b[31m\u202e" + "x" * 3000)
    assert str(refused.value).isprintable()
    assert len(str(refused.value)) < 120
    with pytest.raises(ValueError) as refused:
        parsed("notifications", "entered_care", "\x1b[31m")
    assert str(refused.value).isprintable()


def test_every_column_says_what_it_expects() -> None:
    for columns in COLUMNS.values():
        assert all(column.expected for column in columns)
