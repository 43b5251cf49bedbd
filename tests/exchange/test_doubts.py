"""What is taken in and should be looked at: names of other LAs and areas, likely duplicates."""

from datetime import date, timedelta

import msgspec
import pytest

from clanbook.dates import shown
from clanbook.exchange.doubts import doubts
from clanbook.records import Child
from clanbook.settings import DEFAULT
from tests.build import a
from tests.exchange.fake import TODAY, a_file, read_text

NHS = "9990000018"
ROBIN = {"surname": "Example", "forename": "Robin", "dob": "2014-02-28"}


def told(*rows: dict[str, str], known: tuple[Child, ...] = ()) -> list[str]:
    """What is said of a notifications file with these rows, each a child of its own."""
    whole = [
        {"la": "801", "child_id": f"C{n}", "entered_care": "2018-05-14"} | row
        for n, row in enumerate(rows, start=2)
    ]
    found = read_text("notifications", a_file(*whole))
    assert not found.rejected, [str(row) for row in found.rejected]
    return doubts("notifications", found.rows, DEFAULT, known, TODAY)


def test_an_entry_still_to_come_is_told_line_by_line() -> None:
    days = (TODAY, TODAY + timedelta(1), TODAY + timedelta(4))
    assert told(*({"entered_care": day.isoformat()} for day in days)) == [
        f"line 3: care begins {shown(days[1])}, tomorrow: taken as planned; look before you go on",
        f"line 4: care begins {shown(days[2])}, in 4 days: taken as planned; look before you go on",
    ]


def a_child(**fields: str) -> Child:
    return a(Child, **{"id": 1, "la": "801", "child_id": "B12", **fields})


def test_nothing_is_said_of_an_ordinary_file() -> None:
    assert told(ROBIN | {"placed_in": "Bath"}, {"la": "Bristol"}, {"la": "E06000024"}) == []


def test_other_las_are_listed_once_with_how_many_rows_and_what_was_meant() -> None:
    las = ["Dorset", "Leeds", "Dorsett", "Dorset"]
    assert told(*({"la": la} for la in las)) == [
        "4 rows name LAs that are not this service's; their children are counted as other LAs':"
        " Dorset (2), Leeds (1), Dorsett (1); did you mean Dorset?"
    ]
    known = (a_child(la="Dorset"), a_child(la="Dorset", child_id="B13"))
    assert told({"la": "Dorsett"}, known=known) == [
        "1 row names an LA that is not this service's; its children are counted as other LAs':"
        " Dorsett (1); did you mean Dorset?"
    ]


def test_of_many_names_the_commonest_are_given_and_none_is_obeyed() -> None:
    names = ["Leeds", "Leeds", "York", "Hull", "Kent", "\x1b[2J", "Wigan", "x" * 300]
    (sentence,) = told(*({"la": name} for name in names))
    assert sentence.endswith(": Leeds (2), York (1), Hull (1), Kent (1), \\x1b[2J (1), and 2 more.")


def test_areas_that_are_nearly_a_locality_are_listed_and_others_are_not() -> None:
    areas = ["Bristoll", "Bristoll", "Bath", "north sommerset", "Bristol", "802"]
    assert told(*({"placed_in": area} for area in areas)) == [
        "3 rows are placed in areas that are no localities of this service: Bristoll (2),"
        " north sommerset (1); did you mean Bristol or North Somerset?"
    ]
    moved = {"la": "801", "child_id": "C1", "from": "2018-08-01", "placed_in": "Bristoll"}
    found = read_text("placements", a_file(moved))
    assert doubts("placements", found.rows, DEFAULT, (), TODAY) == [
        "1 row is placed in an area that is no locality of this service: Bristoll (1);"
        " did you mean Bristol?"
    ]


def test_an_nhs_number_that_another_child_has_is_told() -> None:
    said = "may be 801/{} (same NHS number); look before you go on"
    assert told({"nhs_number": NHS}, known=(a_child(nhs_number=NHS),)) == [
        f"line 2: {said.format('B12')}"
    ]
    assert told({}, {"nhs_number": NHS}, {}, {"nhs_number": NHS}) == [
        f"line 5: {said.format('C3')}"
    ]


@pytest.mark.parametrize("forename", ["Robin", "robin ", ""])
def test_the_same_birth_date_and_family_name_is_told(forename: str) -> None:
    other = a_child(**ROBIN | {"surname": "EXAMPLE", "forename": forename})
    assert told(ROBIN, known=(other,)) == [
        "line 2: may be 801/B12 (same birth date and family name); look before you go on"
    ]


def test_twins_are_only_mentioned() -> None:
    assert told(ROBIN, ROBIN | {"forename": "Kim"}) == [
        "line 3: may be a twin of 801/C2 (same birth date and family name)"
    ]


def test_a_child_is_not_their_own_duplicate() -> None:
    again = ROBIN | {"child_id": "B12", "nhs_number": NHS}
    known = (a_child(**ROBIN, nhs_number=NHS),)
    assert told(again, again | {"entered_care": "2018-08-01"}, known=known) == []


def test_a_birth_date_or_a_family_name_alone_says_nothing() -> None:
    known = (a_child(**ROBIN), a_child(child_id="B13", dob="2015-01-01"))
    rows = ({"dob": ROBIN["dob"]}, {"surname": "Example"}, {"dob": "2015-01-01"})
    assert told(*rows, known=known) == []


CLINIC = {"date": "2026-12-25", "start": "09:30", "slots": "4", "minutes": "45"}
CLINIC |= {"locality": "Bristol", "venue": "Health Park", "clinician": "Dr Ahn"}
CLINIC |= {"role": "paediatrician", "purposes": "IHA"}


def told_of_clinics(*rows: dict[str, str]) -> list[str]:
    """What is said of a sessions file of a service that is closed on 24 December 2026."""
    closed = msgspec.structs.replace(DEFAULT.rules, closed_days=(date(2026, 12, 24),))
    service = msgspec.structs.replace(DEFAULT, rules=closed)
    found = read_text("sessions", a_file(*(CLINIC | row for row in rows)))
    assert not found.rejected, [str(row) for row in found.rejected]
    return doubts("sessions", found.rows, service, (), TODAY)


def test_slots_on_no_working_day_are_told_day_by_day_with_what_day_it_is() -> None:
    days = ["2026-12-28", "2026-12-25", "2026-12-24", "2026-12-27", "2026-12-23"]
    assert told_of_clinics(*({"date": day} for day in days)) == [
        "24-Dec-2026 is a closed day: 4 slots are offered on it",
        "25-Dec-2026 is a bank holiday: 4 slots are offered on it",
        "27-Dec-2026 is a Sunday: 4 slots are offered on it",
        "28-Dec-2026 is a bank holiday: 4 slots are offered on it",
    ]


def test_slots_of_a_day_are_told_together_and_of_the_same_session_once() -> None:
    one, other = {"slots": "1"}, {"slots": "2", "start": "14:00"}
    assert told_of_clinics(one) == ["25-Dec-2026 is a bank holiday: 1 slot is offered on it"]
    assert told_of_clinics(one, one, other) == [
        "25-Dec-2026 is a bank holiday: 3 slots are offered on it"
    ]


def test_a_child_seen_before_the_request_is_told() -> None:
    seen = {"la": "801", "child_id": "C1", "kind": "IHA", "completed": "2018-06-08"}
    days = ("2018-06-09", "2018-06-08", "-", "")
    found = read_text("assessments", a_file(*(seen | {"requested": day} for day in days)))
    assert doubts("assessments", found.rows, DEFAULT, (), TODAY) == [
        "line 2: completed 08-Jun-2018 is before requested 09-Jun-2018: taken;"
        " look before you go on"
    ]
