"""Staff accounts at the desk (RULES 12)."""

import pytest

from clanbook.desk import Desk
from clanbook.desk.errors import Refused, Unknown
from clanbook.desk.staff import add_staff, disable_staff, list_staff
from clanbook.records import StaffRole
from tests.office import MONDAY, Office

MANAGER, NURSE = StaffRole.MANAGER, StaffRole.NURSE


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
