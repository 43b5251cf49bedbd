"""Who may do what (RULES 12): every act is refused below its role, and the refusal is noted."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

import pytest

import clanbook.desk
from clanbook.dates import Quarter
from clanbook.desk import Desk, assessments, reading, staff
from clanbook.desk.access import ACTS, permits
from clanbook.desk.errors import NotAllowed, Refused
from clanbook.records import Kind, StaffRole
from tests.office import MONDAY, Office

VIEWER, ADMIN, MANAGER = StaffRole.VIEWER, StaffRole.ADMIN, StaffRole.MANAGER

LEAST: dict[StaffRole, set[str]] = {
    VIEWER: {"export", "check"},
    ADMIN: {
        *(
            "import",
            "request",
            "refuse",
            "contact",
            "book",
            "book_visit",
            "move",
            "move_visit",
            "outcome",
        ),
        *("suggest", "due", "slots", "explain"),
    },
    MANAGER: {
        *("load_settings", "list_staff", "add_staff", "change_staff", "disable_staff"),
        *("audit", "backup", "backup_plain", "erase"),
    },
}
"""The least role that RULES 12 gives the acts of the shell."""

MODULES = [import_module(f"clanbook.desk.{m.name}") for m in iter_modules(clanbook.desk.__path__)]


def acts() -> list[Callable[..., Any]]:
    """The functions of every act of the desk."""
    found = {
        value
        for module in MODULES
        for value in vars(module).values()
        if callable(value) and hasattr(value, "__wrapped__")
        if value.__module__ == module.__name__
        if "act.<locals>" in value.__code__.co_qualname
    }
    return sorted(found, key=lambda act: (act.__module__, act.__qualname__))


def refusals(office: Office) -> list[tuple[int, Any]]:
    """Who was refused what."""
    return [
        (access.by, access.facts["wanted"])
        for access in office.store.accesses()
        if access.act == "act_refused"
    ]


def test_the_acts_of_the_shell_have_the_roles_the_rules_give_them() -> None:
    assert {role: {n for n in names if ACTS[n] is role} for role, names in LEAST.items()} == LEAST


def test_every_act_is_one_function() -> None:
    assert len(acts()) == len(ACTS)


@pytest.mark.parametrize("role", list(StaffRole))
def test_every_act_is_refused_below_its_role_and_the_refusal_noted(
    office: Office, role: StaffRole
) -> None:
    desk = office.desk_of(role)
    sentences = []
    for act in acts():
        with suppress(TypeError, Refused):  # what is allowed goes on, and misses its arguments
            try:
                act(desk)
            except NotAllowed as refusal:
                sentences.append(str(refusal))
    forbidden = [name for name, least in ACTS.items() if not permits(role, least)]
    assert sorted(refusals(office)) == sorted((desk.staff.id, name) for name in forbidden)
    assert len(sentences) == len(forbidden)
    assert all(said.startswith(f"A {role} is {role}; ") for said in sentences)


@pytest.mark.parametrize("role", list(StaffRole))
def test_every_role_has_the_rights_of_those_below_it(role: StaffRole) -> None:
    roles = [VIEWER, ADMIN, StaffRole.NURSE, MANAGER]
    assert [permits(role, least) for least in roles] == [
        roles.index(role) >= roles.index(least) for least in roles
    ]


def test_a_viewer_reads_a_report_but_not_the_children_behind_it(office: Office) -> None:
    desk = office.desk_of(VIEWER)
    report = reading.board_report(desk, Quarter.of(MONDAY), trend=3)
    with pytest.raises(NotAllowed, match="explain needs admin"):
        reading.behind(desk, report, "iha.required")


def test_a_refused_act_changes_nothing(office: Office) -> None:
    child = office.notify("C1", MONDAY).child.id
    desk = office.desk_of(VIEWER)
    before = office.store.seq
    with pytest.raises(NotAllowed):
        assessments.refuse(desk, child, Kind.IHA, MONDAY)
    assert office.store.seq == before
    assert office.case("C1").refusals == []


def test_an_account_that_is_linked_to_nobody_is_refused_and_noted(office: Office) -> None:
    with pytest.raises(NotAllowed, match="'stranger' is not linked to a member of staff"):
        Desk.of_account(office.store, "stranger")
    (noted,) = office.store.accesses()
    assert (noted.by, noted.act, noted.facts) == (0, "sign_in_refused", {"os_user": "stranger"})


def test_no_account_at_all_is_nobodys(office: Office) -> None:
    staff.add_staff(office.desk, "Sam Unlinked", MANAGER)
    with pytest.raises(NotAllowed):
        Desk.of_account(office.store, "")


def closed(office: Office, role: StaffRole = MANAGER) -> Desk:
    """The desk of somebody whose account was closed while they sat there."""
    desk = office.desk_of(role)
    staff.disable_staff(office.desk, f"A {role}")
    return desk


def test_a_closed_account_does_not_sit_down_again(office: Office) -> None:
    closed(office)
    with pytest.raises(NotAllowed, match="not linked"):
        Desk.of_account(office.store, "the-manager")


def test_whoever_sat_there_when_their_account_was_closed_can_do_nothing_more(
    office: Office,
) -> None:
    desk = closed(office)
    for act in acts():
        with pytest.raises(NotAllowed, match="The account of A manager is closed"):
            act(desk)
    assert sorted(refusals(office)) == sorted((desk.staff.id, name) for name in ACTS)


def test_an_account_closed_after_an_act_began_changes_nothing(office: Office) -> None:
    child, desk = office.notify("C1", date(2026, 4, 20)).child, closed(office)
    with pytest.raises(NotAllowed, match="closed"), desk.transaction("refuse") as keeper:
        keeper.put(child.but(surname="Changed"))
    assert office.case("C1").child.surname == ""
    assert refusals(office) == [(desk.staff.id, "refuse")]
