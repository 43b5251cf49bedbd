from datetime import timedelta

import pytest

from store import Store, StoreDamaged
from store.audit import PAGE
from tests.store.places import NOON, Clock, tamper


@pytest.fixture
def busy(store: Store, clock: Clock) -> Store:
    """Two children and a colleague, entered, changed and removed by two people over three days."""
    with store.transaction(1, "log"):
        store.table("children").insert_multiple([{"n": 1}, {"n": 2}])
        store.table("staff").insert({"n": 3})
    clock.move(days=1)
    with store.transaction(2, "change"):
        store.table("children").update({"n": 11}, doc_ids=[1])
    clock.move(days=1)
    with store.transaction(1, "remove"):
        store.table("children").remove(doc_ids=[1])
        store.table("staff").update({"n": 33}, doc_ids=[1])
    return store


def test_entries_are_found_by_subject_by_person_and_from_a_day(busy: Store) -> None:
    def seqs(**wanted: object) -> list[int]:
        return [entry.seq for entry in busy.entries(**wanted)]

    assert seqs() == [1, 2, 3]
    assert seqs(subject=1) == [1, 2, 3]
    assert seqs(subject=2) == [1]
    assert seqs(subject=9) == []
    assert seqs(by=2) == [2]
    assert seqs(since=NOON + timedelta(days=1)) == [2, 3]
    assert seqs(since=NOON + timedelta(hours=1), by=1, subject=1) == [3]


def test_an_entry_is_read_by_its_place(busy: Store) -> None:
    assert busy.entry(2) == list(busy.entries())[1]
    with pytest.raises(StoreDamaged, match="entry 4 is missing"):
        busy.entry(4)


def test_text_in_a_document_is_not_taken_for_its_subject(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("staff").insert({"s": 17, "text": '"s":17,'})
    assert list(store.entries(subject=17)) == []


def test_an_op_shows_its_document_before_and_after(busy: Store) -> None:
    entries = list(busy.entries())
    seen = [
        (op.table, op.id, *busy.before_and_after(entry, op))
        for entry in entries
        for op in entry.ops
    ]
    assert seen == [
        ("children", 1, None, {"n": 1}),
        ("children", 2, None, {"n": 2}),
        ("staff", 1, None, {"n": 3}),
        ("children", 1, {"n": 1}, {"n": 11}),
        ("children", 1, {"n": 11}, None),
        ("staff", 1, {"n": 3}, {"n": 33}),
    ]
    assert [op.deleted for op in entries[2].ops] == [True, False]


def test_a_history_tells_every_state_with_who_and_when(busy: Store) -> None:
    history = busy.history("children", 1)
    assert [(v.seq, v.by, v.act, v.document) for v in history] == [
        (1, 1, "log", {"n": 1}),
        (2, 2, "change", {"n": 11}),
        (3, 1, "remove", None),
    ]
    assert history[1].at == NOON + timedelta(days=1)
    assert busy.history("children", 9) == []


def test_the_header_of_an_entry_says_nothing_of_a_childs_document(store: Store) -> None:
    with store.transaction(1, "log"):
        store.table("children").insert({"name": "Zebedee", "note": "private"})
    [row] = store._engine.entries(0, 9)
    assert b"Zebedee" not in row.entry
    assert b"private" not in row.entry


def test_many_entries_are_read_page_by_page(store: Store) -> None:
    for number in range(3):
        with store.transaction(1, "log"):
            store.table("staff").insert({"n": number})
    for number in range(PAGE + 1):
        store.note(1, "read", n=number)
    assert len(list(store.accesses())) == PAGE + 1
    assert len(list(store.entries())) == 3


def test_accesses_are_a_log_of_their_own(store: Store, clock: Clock) -> None:
    store.note(1, "read", [5, 6], screen="child")
    clock.move(hours=-1)
    store.note(2, "refused", what="book")
    first, second = store.accesses()
    assert (first.seq, first.by, first.act) == (1, 1, "read")
    assert (first.subjects, first.facts) == ((5, 6), {"screen": "child"})
    assert (second.seq, second.at, second.facts) == (2, NOON, {"what": "book"})
    assert second.clock is not None
    assert [access.seq for access in store.accesses(subject=6)] == [1]
    assert [access.seq for access in store.accesses(by=2)] == [2]
    assert list(store.accesses(since=NOON + timedelta(seconds=1))) == []
    assert list(store.entries()) == []
    assert store.verify() == []


@pytest.mark.parametrize("fails", [True, False])
def test_a_note_made_in_a_transaction_is_kept_however_it_ends(store: Store, fails: bool) -> None:
    try:
        with store.transaction(1, "book"):
            store.table("staff").insert({})
            store.note(1, "looked", [3])
            assert list(store.accesses()) == []
            if fails:
                raise LookupError
    except LookupError:
        pass
    assert [access.subjects for access in store.accesses()] == [(3,)]
    assert store.seq == (0 if fails else 1)
    with store.transaction(1, "nothing"):
        store.note(1, "looked again")
    assert len(list(store.accesses())) == 2
    assert store.verify() == []


def test_a_document_that_no_longer_decrypts_is_said_to_be_damaged(busy: Store) -> None:
    tamper(busy.where, "UPDATE subjects SET key = zeroblob(32) WHERE subject = 2")
    with pytest.raises(StoreDamaged, match="does not decrypt"):
        busy.history("children", 2)


def test_a_document_whose_key_is_gone_is_none(busy: Store) -> None:
    tamper(busy.where, "DELETE FROM subjects WHERE subject = 2")
    assert [version.document for version in busy.history("children", 2)] == [None]


def test_a_subjects_documents_are_known_by_id_also_when_they_are_removed(busy: Store) -> None:
    assert busy.ids_of("children", 1) == [1]
    assert busy.ids_of("children", 2) == [2]
    assert busy.ids_of("children", 9) == []
    assert busy.ids_of("staff", 1) == []
