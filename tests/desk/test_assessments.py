"""Asked for, refused, a contact tried: what the desk records of an assessment (RULES 1, 3, 7)."""

from datetime import date, timedelta

import pytest

from clanbook.desk.assessments import contact, refuse, request
from clanbook.desk.bookings import suggest
from clanbook.desk.errors import Refused
from clanbook.desk.refusals import accept_offer
from clanbook.records import Kind, RefusedBy
from tests.office import MONDAY, Office

ENTERED = date(2026, 4, 20)
TOMORROW = MONDAY + timedelta(days=1)


@pytest.fixture
def child(office: Office) -> int:
    """A child of Bristol whose IHA is open."""
    return office.notify("C1", ENTERED).child.id


def test_a_request_is_kept_with_its_day(office: Office, child: int) -> None:
    made = request(office.desk, child, Kind.ADOPTION, MONDAY)
    assert office.case("C1").assessments == [made]
    assert (made.kind, made.requested, made.completed) == (Kind.ADOPTION, MONDAY, None)
    assert made.episode == office.case("C1").episodes[0].id


def test_a_second_request_of_the_kind_while_one_is_open_is_refused(
    office: Office, child: int
) -> None:
    request(office.desk, child, Kind.ADOPTION, ENTERED)
    told = "This adoption medical was asked for already, on 20-Apr-2026"
    with pytest.raises(Refused, match=told):
        request(office.desk, child, Kind.ADOPTION, MONDAY)
    request(office.desk, child, Kind.RHA, MONDAY)
    assert len(office.case("C1").assessments) == 2


def test_a_request_is_put_on_the_open_record_there_is(office: Office, child: int) -> None:
    office.clinic(TOMORROW)
    suggest(office.desk, child, Kind.IHA)
    (tried,) = office.case("C1").assessments
    made = request(office.desk, child, Kind.IHA, MONDAY)
    assert (made.id, made.requested) == (tried.id, MONDAY)


def test_another_las_child_is_asked_for_without_a_requirement_of_ours(office: Office) -> None:
    other = office.notify("X1", ENTERED, la="Somerset").child.id
    with pytest.raises(Refused, match="no open request"):
        refuse(office.desk, other, Kind.IHA, MONDAY)
    made = request(office.desk, other, Kind.IHA, MONDAY)
    assert refuse(office.desk, other, Kind.IHA, MONDAY).assessment == made.id


def test_a_refusal_is_the_young_persons_unless_said_and_completes_nothing(
    office: Office, child: int
) -> None:
    again = MONDAY + timedelta(days=90)
    made = refuse(office.desk, child, Kind.IHA, MONDAY, reoffer_on=again)
    assert (made.by, made.on, made.reoffer_on) == (RefusedBy.YOUNG_PERSON, MONDAY, again)
    assert made.recorded_at == office.clock.now
    (row,) = office.case("C1").assessments
    assert (made.assessment, row.completed) == (row.id, None)


def test_a_new_offer_comes_after_the_refusal(office: Office, child: int) -> None:
    with pytest.raises(Refused, match="03-May-2026 is before the refusal"):
        refuse(office.desk, child, Kind.IHA, MONDAY, reoffer_on=MONDAY - timedelta(days=1))
    assert refuse(office.desk, child, Kind.IHA, MONDAY, reoffer_on=MONDAY).reoffer_on == MONDAY


def test_the_same_refusal_is_kept_once(office: Office, child: int) -> None:
    refuse(office.desk, child, Kind.IHA, ENTERED)
    with pytest.raises(Refused, match="recorded already, on 20-Apr-2026"):
        refuse(office.desk, child, Kind.IHA, ENTERED)
    refuse(office.desk, child, Kind.IHA, ENTERED, RefusedBy.PARENT)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    assert len(office.case("C1").refusals) == 3


def test_a_refusal_that_was_taken_back_may_come_again_that_day(office: Office, child: int) -> None:
    refuse(office.desk, child, Kind.IHA, MONDAY)
    accept_offer(office.desk, child, Kind.IHA, MONDAY)
    refuse(office.desk, child, Kind.IHA, MONDAY)
    assert len(office.case("C1").refusals) == 2


@pytest.mark.parametrize("la", ["801", "Somerset"])
@pytest.mark.parametrize(
    "ending", [{"left_care": MONDAY}, {"dob": date(2008, 5, 4)}], ids=["left", "18"]
)
def test_nothing_is_asked_for_once_care_has_ended(
    office: Office, la: str, ending: dict[str, date]
) -> None:
    child = office.notify("C2", ENTERED, la=la, **ending).child.id
    for kind in Kind:
        with pytest.raises(Refused, match="Care ended on 04-May-2026"):
            request(office.desk, child, kind, ENTERED)
    assert office.case("C2", la).assessments == []


def test_a_parent_may_refuse_too(office: Office, child: int) -> None:
    refuse(office.desk, child, Kind.IHA, MONDAY, RefusedBy.PARENT)
    assert office.case("C1").refusals[0].by is RefusedBy.PARENT


def test_contacts_about_one_assessment_are_kept_with_it(office: Office, child: int) -> None:
    contact(office.desk, child, Kind.IHA, ENTERED, reached=False, whom="carer", how="call")
    contact(office.desk, child, Kind.IHA, MONDAY, reached=True, note="will come")
    first, second = office.case("C1").contacts
    assert (first.reached, first.whom, first.how) == (False, "carer", "call")
    assert (second.reached, second.note) == (True, "will come")
    assert first.assessment == second.assessment == office.case("C1").assessments[0].id


def test_nothing_happens_on_a_day_still_to_come(office: Office, child: int) -> None:
    for record in (
        lambda: request(office.desk, child, Kind.RHA, TOMORROW),
        lambda: refuse(office.desk, child, Kind.IHA, TOMORROW),
        lambda: contact(office.desk, child, Kind.IHA, TOMORROW, reached=True),
    ):
        with pytest.raises(Refused, match="05-May-2026 is still to come"):
            record()
    assert office.case("C1").assessments == []


def test_nothing_happens_before_the_child_came_into_care(office: Office, child: int) -> None:
    before = ENTERED - timedelta(days=1)
    with pytest.raises(Refused, match="before the child came into care on 20-Apr-2026"):
        refuse(office.desk, child, Kind.IHA, before)
    with pytest.raises(Refused, match="before the child came into care"):
        contact(office.desk, child, Kind.IHA, before, reached=False)


def test_what_is_not_open_is_not_refused(office: Office) -> None:
    seen = {"la": "801", "child_id": "C2", "kind": Kind.IHA, "completed": MONDAY}
    child = office.notify("C2", ENTERED).child.id
    office.load("assessments", seen)
    with pytest.raises(Refused, match="801/C2 has no open IHA"):
        refuse(office.desk, child, Kind.IHA, MONDAY)


def test_nobody_under_ten_is_taken_for_the_one_who_refused(office: Office) -> None:
    born = date(2016, 5, 5)
    number = office.notify("C9", ENTERED, dob=born, surname="Example").child.id
    with pytest.raises(Refused, match=r"was under 10 on 04-May-2026: say who refused"):
        refuse(office.desk, number, Kind.IHA, MONDAY)
    said = refuse(office.desk, number, Kind.IHA, MONDAY, RefusedBy.YOUNG_PERSON)
    assert said.by is RefusedBy.YOUNG_PERSON
    office.clock.set(MONDAY + timedelta(days=1))
    turned_ten = refuse(office.desk, number, Kind.IHA, MONDAY + timedelta(days=1))
    assert turned_ten.by is RefusedBy.YOUNG_PERSON
