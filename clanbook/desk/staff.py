"""Staff accounts: who works here, as what, and from which operating-system account."""

from clanbook.desk.access import act
from clanbook.desk.desk import Desk
from clanbook.desk.errors import Refused, Unknown
from clanbook.records import Staff, StaffRole


def everyone(desk: Desk) -> list[Staff]:
    """All accounts, disabled ones too, in the order they were made."""
    return [Staff.of(document) for document in desk.store.table(Staff.table).all()]


def names_of_staff(desk: Desk) -> dict[int, str]:
    """Everybody's name by their number, also of those whose account is disabled."""
    return {member.id: member.name for member in everyone(desk)}


@act("list_staff", StaffRole.MANAGER)
def list_staff(desk: Desk) -> list[Staff]:
    """All accounts, for a manager."""
    return everyone(desk)


@act("add_staff", StaffRole.MANAGER)
def add_staff(desk: Desk, name: str, role: StaffRole, os_user: str = "") -> Staff:
    """A new account; refused where the name or the operating-system account is taken."""
    if not name.strip():
        raise Refused("A member of staff needs a name.")
    account = os_user.strip()
    with desk.transaction("add_staff") as keeper:
        for other in everyone(desk):
            if other.disabled_on is None and account and other.os_user == account:
                raise Refused(f"The account {account!r} is already linked to {other.name}.")
            if other.disabled_on is None and other.name.casefold() == name.strip().casefold():
                raise Refused(f"There is already a member of staff called {other.name}.")
        return keeper.put(Staff(name=name.strip(), role=role, os_user=account))


@act("disable_staff", StaffRole.MANAGER)
def disable_staff(desk: Desk, name: str) -> Staff:
    """Close an account: its history stays, its owner can do nothing more.

    Refused for the last manager with an account of the operating system: without one, nobody
    could be made a manager from inside.
    """
    with desk.transaction("disable_staff") as keeper:
        active = [member for member in everyone(desk) if member.disabled_on is None]
        named = [m for m in active if m.name.casefold() == name.strip().casefold()]
        if not named:
            raise Unknown(f"No active member of staff is called {name!r}; see: clanbook staff list")
        managers = [m for m in active if m.role is StaffRole.MANAGER and m.os_user]
        if managers == named:
            raise Refused(
                f"{named[0].name} is the last manager; add another one with --os-user first."
            )
        return keeper.put(named[0].but(disabled_on=desk.today))
