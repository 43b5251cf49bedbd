"""Staff accounts: who works here, as what, and from which operating-system account."""

import re
from collections import Counter

from clanbook.dates import shown
from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused, Unknown
from clanbook.records import Staff, StaffRole

LONGEST_ACCOUNT = 256
"""No operating system has longer names of accounts."""

_NO_ACCOUNT = re.compile(r"[\s:/\x00-\x1f\x7f]|^-")
"""What is in no account's name, a directory service's `DOMAIN\\ann` or `ann@domain` included."""


def everyone(desk: Desk) -> list[Staff]:
    """All accounts, disabled ones too, in the order they were made."""
    return [Staff.of(document) for document in desk.store.table(Staff.table).all()]


def names_of_staff(desk: Desk) -> dict[int, str]:
    """Everybody's name by their number, also of those whose account is disabled."""
    return {member.id: member.name for member in everyone(desk)}


def told_apart(members: list[Staff]) -> dict[int, str]:
    """Everybody's name by number; of several with one name, the number, and who of them left."""
    named = Counter(member.name.casefold() for member in members)
    return {m.id: _told(m) if named[m.name.casefold()] > 1 else m.name for m in members}


def _told(member: Staff) -> str:
    closed = f", closed {shown(member.disabled_on)}" if member.disabled_on else ""
    return f"{member.name} (number {member.id}{closed})"


def number_of(desk: Desk, text: str) -> int:
    """The number of a member of staff by name or number, also of one whose account is closed.

    Raises Unknown where there is none, or where several have the name.
    """
    members = everyone(desk)
    found = [m.id for m in members if _same(m.name, text)]
    found = found or [m.id for m in members if text.strip() == f"{m.id}"]
    if len(found) > 1:
        names = told_apart(members)
        each = "; ".join(names[number] for number in found)
        raise Unknown(f"Several members of staff have that name: {each}. Give the number.")
    if not found:
        raise Unknown(f"No member of staff is called {text!r}; see: clanbook staff list")
    return found[0]


@act("list_staff", StaffRole.MANAGER)
def list_staff(desk: Desk) -> list[Staff]:
    """All accounts, for a manager."""
    return everyone(desk)


@act("add_staff", StaffRole.MANAGER)
def add_staff(desk: Desk, name: str, role: StaffRole, os_user: str = "") -> Staff:
    """A new account; refused where the name or the operating-system account is taken."""
    if not name.strip():
        raise Refused("A member of staff needs a name.")
    account = _account(os_user)
    with desk.transaction("add_staff") as keeper:
        _account_free(desk, account)
        for other in _active(desk):
            if _same(other.name, name):
                raise Refused(
                    f"There is already a member of staff called {other.name}, who is {other.role}: "
                    "clanbook staff change gives another role or account."
                )
        return keeper.put(Staff(name=name.strip(), role=role, os_user=account))


@act("change_staff", StaffRole.MANAGER)
def change_staff(
    desk: Desk, name: str, role: StaffRole | None = None, os_user: str | None = None
) -> tuple[Staff, Staff]:
    """Give a member of staff another role, another account or none (""); before and after.

    It holds from their next act on. Refused as `add_staff` and `disable_staff` are.
    """
    account = None if os_user is None else _account(os_user)
    with desk.transaction("change_staff") as keeper:
        before = _named(desk, name)
        if account is not None and account != before.os_user:
            _account_free(desk, account)
        after = before.but(
            role=role or before.role, os_user=before.os_user if account is None else account
        )
        _keep_a_manager(desk, after)
        return before, (after if after == before else keeper.put(after))


@act("disable_staff", StaffRole.MANAGER)
def disable_staff(desk: Desk, name: str) -> Staff:
    """Close an account: its history stays, its owner can do nothing more.

    Refused for the last manager with an account of the operating system: without one, nobody
    could be made a manager from inside.
    """
    with desk.transaction("disable_staff") as keeper:
        closed = _named(desk, name).but(disabled_on=desk.today)
        _keep_a_manager(desk, closed)
        return keeper.put(closed)


def _active(desk: Desk) -> list[Staff]:
    return [member for member in everyone(desk) if member.disabled_on is None]


def _named(desk: Desk, name: str) -> Staff:
    """The one active member of staff of that name."""
    for member in _active(desk):
        if _same(member.name, name):
            return member
    raise Unknown(f"No active member of staff is called {name!r}; see: clanbook staff list")


def _same(name: str, other: str) -> bool:
    return name.strip().casefold() == other.strip().casefold()


def _account(os_user: str) -> str:
    """The name of an operating-system account, or none; Refused where there can be no such."""
    account = os_user.strip()
    if account and (_NO_ACCOUNT.search(account) or len(account) > LONGEST_ACCOUNT):
        raise Refused(f"{account!r} cannot be the name of an account of the operating system.")
    return account


def _account_free(desk: Desk, account: str) -> None:
    for other in _active(desk):
        if account and other.os_user == account:
            raise Refused(f"The account {account!r} is already linked to {other.name}.")


def _keep_a_manager(desk: Desk, changed: Staff) -> None:
    """Refuse a change after which no manager could get in."""
    managers = [m for m in _active(desk) if m.role is StaffRole.MANAGER and m.os_user]
    stays = changed.role is StaffRole.MANAGER and changed.os_user and changed.disabled_on is None
    if [m.id for m in managers] == [changed.id] and not stays:
        raise Refused(f"{changed.name} is the last manager; add another one with --os-user first.")
