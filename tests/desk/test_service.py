"""The settings of a service at the desk: versions, and which were in force when."""

from datetime import date, timedelta

import pytest

from clanbook.dates import Quarter
from clanbook.desk.desk import service_in
from clanbook.desk.errors import Refused, Unknown
from clanbook.desk.reading import board_report
from clanbook.desk.schema import SCHEMA, SETTINGS_TABLE
from clanbook.desk.service import enter, found, load_settings, settings_at
from clanbook.settings import DEFAULT, DEFAULT_TOML, Service, parse
from store import NothingKnown, StoreExists, Where, create
from tests.office import MONDAY, Office

QUARTER = Quarter.of(MONDAY)


def by_working_days() -> Service:
    """The default service, its IHAs due in 20 working days."""
    return parse(DEFAULT_TOML.replace('iha_due = "28 days"', 'iha_due = "20 working days"'))


def test_a_new_service_has_its_settings_and_its_first_manager_in_one_entry(
    office: Office,
) -> None:
    (entry,) = office.store.entries()
    assert (entry.seq, entry.act, entry.by) == (1, "init", office.desk.staff.id)
    assert office.desk.service == DEFAULT


def test_an_existing_store_is_never_overwritten(office: Office) -> None:
    before = office.store.head()
    with pytest.raises(StoreExists):
        found(office.where, DEFAULT, "Another", "another")
    with enter(office.where) as store:
        assert store.head() == before


def test_a_store_that_was_never_made_ready_says_so(where: Where) -> None:
    with create(where, SCHEMA) as store, pytest.raises(Unknown, match="clanbook init"):
        service_in(store)


def test_new_settings_are_in_force_at_once_and_the_old_ones_kept(office: Office) -> None:
    assert load_settings(office.desk, by_working_days())
    assert office.desk.service == by_working_days()
    kept = office.store.history(SETTINGS_TABLE, 1)
    assert [version.document["rules"]["iha_due"] for version in kept if version.document] == [
        "28 days",
        "20 working days",
    ]


def test_the_same_settings_again_make_no_new_version(office: Office) -> None:
    assert not load_settings(office.desk, DEFAULT)
    assert office.store.seq == 1


def dorset(code: str = "803") -> str:
    """The default settings with Dorset, of that code, in South Gloucestershire's place."""
    text = DEFAULT_TOML.replace('name = "South Gloucestershire"', 'name = "Dorset"')
    return text.replace("code = 803", f"code = {code}")


@pytest.mark.parametrize("new", [dorset("838"), dorset("838").replace("Dorset", "South Glos")])
def test_an_la_with_children_is_not_left_out_of_new_settings(office: Office, new: str) -> None:
    office.notify("C1", MONDAY, la="803")
    office.notify("C2", date(2020, 1, 6), la="803", left_care=date(2020, 3, 2))
    office.notify("C3", MONDAY, la="801")
    with pytest.raises(Refused, match=r"South Gloucestershire \(803\) has 2 children\. Keep"):
        load_settings(office.desk, parse(new))
    assert office.desk.service == DEFAULT


def test_an_la_without_children_may_go_and_one_with_them_be_renamed(office: Office) -> None:
    office.notify("C1", MONDAY, la="801")
    assert load_settings(office.desk, parse(dorset("838")))
    office.notify("C2", MONDAY, la="838")
    assert load_settings(office.desk, parse(dorset("838").replace('"Dorset"', '"Poole"')))


def test_a_desk_already_open_sees_what_another_puts_in_force(office: Office) -> None:
    assert office.desk.service == DEFAULT
    with enter(office.where, clock=office.clock) as other:
        from clanbook.desk import Desk

        load_settings(Desk.of_account(other, "boss"), by_working_days())
    assert office.desk.service == by_working_days()


def test_a_report_as_at_a_day_is_under_the_settings_in_force_then(office: Office) -> None:
    office.clock.set(MONDAY + timedelta(days=3))
    load_settings(office.desk, by_working_days())
    due = {
        day: board_report(
            office.desk, QUARTER, as_at=MONDAY + timedelta(days=day), trend=3
        ).as_json()["settings"]["iha_due"]["Bristol"]
        for day in (0, 2, 3)
    }
    assert due == {0: "28 days", 2: "28 days", 3: "20 working days"}


def test_the_settings_of_a_day_are_those_in_force_when_it_ended(office: Office) -> None:
    office.clock.set(MONDAY + timedelta(days=3))
    load_settings(office.desk, by_working_days())
    found = [settings_at(office.desk, MONDAY + timedelta(days=day)) for day in (0, 2, 3, 9)]
    assert found == [DEFAULT, DEFAULT, by_working_days(), by_working_days()]
    with pytest.raises(NothingKnown, match="the first day is 2026-05-04"):
        settings_at(office.desk, MONDAY - timedelta(days=1))


def test_a_trial_of_settings_says_what_would_change_and_changes_nothing(office: Office) -> None:
    head = office.store.head()
    tried = load_settings(office.desk, by_working_days(), dry_run=True)
    assert [str(change) for change in tried] == ["iha_due: 28 days -> 20 working days"]
    assert (office.store.head(), office.desk.service) == (head, DEFAULT)
    assert load_settings(office.desk, by_working_days()) == tried
