"""Opening a new service, and the settings it runs on."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from clanbook import settings
from clanbook.counting import counted
from clanbook.dates import end_of_day, local_date
from clanbook.desk.access import act
from clanbook.desk.desk import NOBODY, Desk, replacing, settings_in
from clanbook.desk.errors import Refused
from clanbook.desk.schema import SCHEMA, SETTINGS_ID, SETTINGS_TABLE
from clanbook.records import Child, Remainder, Staff, StaffRole
from clanbook.settings import Given, Service, SettingChange
from store import (
    Clock,
    NothingKnown,
    Store,
    StoreError,
    StoreExists,
    Where,
    create,
    open_store,
    utc_now,
)

if TYPE_CHECKING:
    from clanbook.desk.erasing import Again, Erasure

FOUNDER = 1
"""The number of the first member of staff, who makes the store and is in it from entry 1."""


def found(
    where: Where,
    service: Service,
    name: str,
    os_user: str,
    *,
    clock: Clock = utc_now,
    demo: str = "",
) -> Store:
    """A new store with these settings and its first manager, linked to the given account.

    Raises StoreExists where there is one: an existing store is never overwritten. One in which
    nothing was ever recorded, since its making was cut short, is finished.
    """
    store = _empty(where, clock, demo)
    try:
        with store.transaction(FOUNDER, "init"):
            if store.seq:
                raise StoreExists(store.where)
            founder = Staff(name=name, role=StaffRole.MANAGER, os_user=os_user)
            store.table(Staff.table).insert(founder.document())
            store.table(SETTINGS_TABLE).insert(settings.to_document(service))
    except BaseException:
        store.close()
        raise
    return store


def _empty(where: Where, clock: Clock, demo: str) -> Store:
    """A store in which nothing is recorded: made, or found as somebody left it who was cut off."""
    try:
        return create(where, SCHEMA, clock=clock, demo=demo)
    except StoreExists as taken:
        try:
            store = open_store(where, SCHEMA, clock=clock)
        except StoreError:
            raise taken from None
        if store.seq or store.mark != demo:
            store.close()
            raise
        return store


def enter(where: Where, *, clock: Clock = utc_now) -> Store:
    """The existing store at `where`."""
    return open_store(where, SCHEMA, clock=clock)


def restored(
    backup: Path,
    where: Where,
    os_user: str,
    *,
    clock: Clock = utc_now,
    erased: "Sequence[Erasure]" = (),
    told: "Callable[[Counter[Again]], None]" = lambda _: None,
) -> Store:
    """The store made of a backup in an empty place, with a note of who restored it.

    Whoever is `erased` is in it no more; how many of those lines are what is `told`. Nobody's role
    can be asked for before there is a store: whoever holds the backup may.
    """
    # Every program loads this module, and few restore.
    from store.restoring import restore

    def amend(store: Store) -> None:
        from clanbook.desk.erasing import erase_again

        told(erase_again(store, _linked(store, os_user), erased))

    store = restore(backup, where, SCHEMA, clock, amend if erased else None)
    store.note(_linked(store, os_user), "restore", os_user=os_user)
    return store


def _linked(store: Store, os_user: str) -> int:
    """Whose account it is in the store: nobody's, where it belongs to no member of staff."""
    staff = map(Staff.of, store.table(Staff.table).all())
    return next((m.id for m in staff if m.os_user == os_user and not m.disabled_on), NOBODY)


@act("load_settings", StaffRole.MANAGER)
def load_settings(
    desk: Desk, service: Service, given: Given | None = None, *, dry_run: bool = False
) -> list[SettingChange]:
    """Put a new version of the settings in force, or only try it; what it changes.

    `given` says which settings its file gives. Refused where they have no place for an LA that
    has children: they would be another LA's.
    """
    document = settings.to_document(service)
    with desk.transaction("load_settings"):
        _keep_las_with_children(desk, service)
        found = settings.changes(desk.service, service, given)
        if not dry_run and dict(settings_in(desk.store)) != document:
            table = desk.store.table(SETTINGS_TABLE)
            table.update(replacing(document), doc_ids=[SETTINGS_ID])
    return found


def settings_at(desk: Desk, day: date) -> Service:
    """The settings that were in force at the end of a day; NothingKnown before the first."""
    versions = desk.store.history(SETTINGS_TABLE, SETTINGS_ID)
    known = [v.document for v in versions if v.document and v.at < end_of_day(day)]
    if not known:
        raise NothingKnown(local_date(versions[0].at) if versions else None)
    return settings.from_document(known[-1])


def _keep_las_with_children(desk: Desk, service: Service) -> None:
    codes = {la.code for la in service.las}
    dropped = [la for la in desk.service.las if la.code not in codes]
    if not dropped:
        return
    desk.store.reach()
    children = Counter(found["la"] for found in desk.store.table(Child.table).all())
    children.update(found["of_la"] for found in desk.store.table(Remainder.table).whole())
    held = [(la, children[la.code]) for la in dropped if children[la.code]]
    if held:
        named = ", ".join(
            f"{la.name} ({la.code}) has {counted(n, 'child', 'children')}" for la, n in held
        )
        raise Refused(f"These settings leave out LAs in use: {named}. Keep each with its code.")
