"""Staff accounts at the desk (RULES 12)."""

import pytest

from clanbook.desk import Desk
from clanbook.desk.clinics import clinic
from clanbook.desk.errors import NotAllowed, Refused, Unknown
from clanbook.desk.staff import add_staff, change_staff, disable_staff, list_staff
from clanbook.desk.trail import events
from clanbook.records import StaffRole
from tests.office import MONDAY, Office

MANAGER, NURSE, VIEWER = StaffRole.MANAGER, StaffRole.NURSE, StaffRole.VIEWER


def test_a_new_member_of_staff_works_under_the_account_they_were_linked_to(office: Office) -> None:
    added = add_staff(office.desk, " Ann Example ", NURSE, " ann ")
    assert (added.name, added.role) == ("Ann Example", NURSE)
    assert Desk.of_account(office.store, "ann").staff == added


@pytest.mark.parametrize(
    ("name", "account", "reason"),
    [
        ("ann example", "other", "already a member of staff called Ann Example"),
        ("Bea Example", "ann", "'ann' is already linked to Ann Example"),
        ("  ", "other", "needs a name"),
    ],
)
def test_a_name_or_account_that_is_taken_is_refused(
    office: Office, name: str, account: str, reason: str
) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    with pytest.raises(Refused, match=reason):
        add_staff(office.desk, name, NURSE, account)
    assert [member.name for member in list_staff(office.desk)] == ["The Boss", "Ann Example"]


def test_several_may_have_no_account_of_the_operating_system(office: Office) -> None:
    for name in ("Ann Example", "Bea Example"):
        add_staff(office.desk, name, NURSE)
    assert [member.os_user for member in list_staff(office.desk)] == ["boss", "", ""]


def test_a_closed_account_stays_listed_and_its_name_and_account_are_free_again(
    office: Office,
) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    assert disable_staff(office.desk, "ann EXAMPLE").disabled_on == MONDAY
    again = add_staff(office.desk, "Ann Example", MANAGER, "ann")
    assert [m.disabled_on for m in list_staff(office.desk)] == [None, MONDAY, None]
    assert Desk.of_account(office.store, "ann").staff == again


def test_nobody_by_that_name_is_said_so(office: Office) -> None:
    with pytest.raises(Unknown, match="No active member of staff is called 'Nobody'"):
        disable_staff(office.desk, "Nobody")


def test_the_last_manager_stays(office: Office) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    with pytest.raises(Refused, match="The Boss is the last manager"):
        disable_staff(office.desk, "The Boss")


def test_a_manager_without_an_account_is_no_successor(office: Office) -> None:
    add_staff(office.desk, "Ann Example", MANAGER)
    with pytest.raises(Refused, match="add another one with --os-user first"):
        disable_staff(office.desk, "The Boss")
    disable_staff(office.desk, "Ann Example")


def test_a_manager_with_a_successor_may_go(office: Office) -> None:
    add_staff(office.desk, "Ann Example", MANAGER, "ann")
    disable_staff(office.desk, "The Boss")
    assert Desk.of_account(office.store, "ann").staff.role is MANAGER


def test_a_name_that_is_taken_says_whose_it_is_and_how_to_change_them(office: Office) -> None:
    add_staff(office.desk, "Ann Example", VIEWER)
    with pytest.raises(Refused, match="Ann Example, who is viewer: clanbook staff change gives"):
        add_staff(office.desk, "ann example", MANAGER)


@pytest.mark.parametrize("account", ["x y", "a:b", "a/b", "-x", "a\tb", "a\x00b", "x" * 257])
def test_what_cannot_be_an_account_is_refused(office: Office, account: str) -> None:
    with pytest.raises(Refused, match="cannot be the name of an account"):
        add_staff(office.desk, "Ann Example", NURSE, account)
    with pytest.raises(Refused, match="cannot be the name of an account"):
        change_staff(office.desk, "The Boss", os_user=account)
    assert [member.name for member in list_staff(office.desk)] == ["The Boss"]


@pytest.mark.parametrize(
    "account", ["ann", "Ann.Example", r"TRUST\ann", "ann@trust.nhs.uk", "1001"]
)
def test_an_account_of_a_directory_service_is_one(office: Office, account: str) -> None:
    assert add_staff(office.desk, "Ann Example", NURSE, account).os_user == account


# -- another role, another account


def test_a_role_and_an_account_are_changed_and_it_is_on_record(office: Office) -> None:
    add_staff(office.desk, "Ann Example", VIEWER)
    before, after = change_staff(office.desk, "ANN example", NURSE, "ann")
    assert (before.role, before.os_user) == (VIEWER, "")
    assert (after.id, after.role, after.os_user) == (before.id, NURSE, "ann")
    assert Desk.of_account(office.store, "ann").staff == after
    assert events(office.desk)[-1].what == "change_staff"


def test_a_change_that_changes_nothing_is_none(office: Office) -> None:
    head = office.store.head()
    before, after = change_staff(office.desk, "The Boss", MANAGER, "boss")
    assert before == after
    assert office.store.head() == head


def test_another_role_holds_from_the_next_act_on(office: Office) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    sitting = Desk.of_account(office.store, "ann")
    clinic(sitting, MONDAY)
    change_staff(office.desk, "Ann Example", VIEWER)
    with pytest.raises(NotAllowed, match="Ann Example is viewer; clinic needs admin"):
        clinic(sitting, MONDAY)
    change_staff(office.desk, "Ann Example", MANAGER)
    assert list_staff(sitting)


def test_whoever_is_linked_to_no_account_any_more_cannot_get_in(office: Office) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    change_staff(office.desk, "Ann Example", os_user="")
    with pytest.raises(NotAllowed, match="not linked"):
        Desk.of_account(office.store, "ann")


@pytest.mark.parametrize("change", [{"role": NURSE}, {"os_user": ""}])
def test_the_last_manager_who_can_get_in_stays_one(office: Office, change: dict[str, str]) -> None:
    add_staff(office.desk, "Ann Example", MANAGER)
    with pytest.raises(Refused, match="The Boss is the last manager"):
        change_staff(office.desk, "The Boss", **change)
    change_staff(office.desk, "Ann Example", os_user="ann")
    change_staff(office.desk, "The Boss", **change)


def test_the_last_manager_may_move_to_another_account(office: Office) -> None:
    change_staff(office.desk, "The Boss", os_user="chief")
    assert Desk.of_account(office.store, "chief").staff.name == "The Boss"


def test_an_account_of_somebody_elses_is_not_taken_over(office: Office) -> None:
    add_staff(office.desk, "Ann Example", NURSE, "ann")
    with pytest.raises(Refused, match="'boss' is already linked to The Boss"):
        change_staff(office.desk, "Ann Example", os_user="boss")
    with pytest.raises(Unknown, match="No active member of staff"):
        change_staff(office.desk, "Bea Example", NURSE)


# -- several of one name


def test_two_of_one_name_are_told_apart_in_the_trail(office: Office) -> None:
    first = add_staff(office.desk, "Ann Example", MANAGER, "ann")
    add_staff(Desk.of_account(office.store, "ann"), "Bea Example", NURSE)
    disable_staff(office.desk, "Ann Example")
    second = add_staff(office.desk, "Ann Example", MANAGER, "ann")
    add_staff(Desk.of_account(office.store, "ann"), "Cy Example", NURSE)
    told = [event.by for event in events(office.desk) if event.by.startswith("Ann")]
    closed = "Ann Example (number 2, closed 04-May-2026)"
    assert told == [closed, f"Ann Example (number {second.id})"]
    with pytest.raises(Unknown, match=r"Several members of staff have that name: .*closed"):
        events(office.desk, by="ann example")
    assert [event.by for event in events(office.desk, by=f"{first.id}")] == [closed]
