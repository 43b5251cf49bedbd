from pathlib import Path

import pytest

from store import Store
from tests.store.places import Clock, reopen


def test_a_draft_is_kept_for_its_owner_form_and_subject_until_it_is_forgotten(
    store: Store,
) -> None:
    store.drafts.put(1, "notification", {"name": "Zeb"})
    store.drafts.put(1, "notification", {"name": "Zebe"})
    store.drafts.put(1, "outcome", {"on": "t"}, subject=5)
    newcomer = reopen(store)
    assert newcomer.drafts.get(1, "notification") == {"name": "Zebe"}
    assert newcomer.drafts.get(1, "outcome", 5) == {"on": "t"}
    assert newcomer.drafts.get(2, "notification") is None
    assert sorted(newcomer.drafts.of(1)) == [("notification", 0), ("outcome", 5)]
    newcomer.drafts.delete(1, "notification")
    assert store.drafts.get(1, "notification") is None
    assert list(store.entries()) == []


def test_a_draft_is_gone_after_seven_days(store: Store, clock: Clock) -> None:
    store.drafts.put(1, "notification", {"name": "Zeb"})
    clock.move(days=7)
    assert store.drafts.get(1, "notification") == {"name": "Zeb"}
    clock.move(seconds=1)
    assert store.drafts.get(1, "notification") is None
    store.drafts.put(2, "notification", {})
    clock.move(days=-3)
    assert store.drafts.of(1) == []


def test_a_backup_holds_no_trace_of_a_draft(store: Store, tmp_path: Path) -> None:
    store.drafts.put(1, "notification", {"name": "Zebedee"})
    store.backup(tmp_path / "copy")
    assert b"Zebedee" not in (tmp_path / "copy").read_bytes()


def test_a_draft_is_not_kept_in_the_middle_of_a_transaction_which_goes_on(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({})
        with pytest.raises(RuntimeError):
            store.drafts.put(1, "notification", {})
    assert store.seq == 1
    assert store.drafts.of(1) == []
