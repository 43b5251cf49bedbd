"""People, days and anything typed by somebody are shown as NHS guidance has it, and as text."""

from datetime import UTC, date, datetime

from clanbook.caseload import Case
from clanbook.records import Child
from screens import shown
from tests.screens.widgets.stage import HOSTILE

TODAY = date(2026, 5, 4)


def test_a_child_is_shown_by_family_name_birth_and_number() -> None:
    child = Child(
        id=1,
        la="801",
        child_id="C1",
        surname="Abbot",
        forename="Amara",
        dob=date(2015, 7, 14),
        nhs_number="9990000018",
    )
    assert shown.name(child) == "ABBOT, Amara"
    assert shown.birth(child, TODAY) == "14-Jul-2015 (10y)"
    assert shown.banner(Case(child, ()), TODAY) == (
        "ABBOT, Amara  born 14-Jul-2015 (10y)  NHS No. 999 000 0018"
    )


def test_what_is_not_known_is_said_to_be_not_known() -> None:
    child = Child(id=1, la="801", child_id="C1")
    assert shown.banner(Case(child, ()), TODAY) == ("Not known  born Not known  NHS No. Not known")
    assert shown.day(None) == "Not known"


def test_days_and_instants_are_the_services_own() -> None:
    assert shown.weekday(TODAY) == "Mon 04-May-2026"
    assert shown.instant(datetime(2026, 5, 4, 8, 30, tzinfo=UTC)) == "04-May-2026 09:30"


def test_text_from_people_keeps_every_letter_and_loses_every_control() -> None:
    for name in HOSTILE:
        made = shown.text(name)
        assert made.spans == []
        assert made.plain.isprintable()


def test_a_line_is_exactly_as_wide_as_asked() -> None:
    assert [shown.line("ab", width).plain for width in (0, 1, 2, 4)] == ["", "a", "ab", "ab  "]


def test_for_want_of_room_the_name_is_cut_and_never_birth_or_number() -> None:
    child = Child(
        id=1,
        la="801",
        child_id="C1",
        surname="Montgomery-Featherstonehaugh",
        forename="Alexandria " * 15,
        dob=date(2015, 7, 14),
        dob_estimated=True,
        nhs_number="9990000018",
    )
    assert shown.banner(Case(child, ()), TODAY, 79) == (
        "MONTGOMERY-FEATHERSTO~  born 14-Jul-2015 (10y, estimated)  NHS No. 999 000 0018"
    )
