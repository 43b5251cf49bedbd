"""Erasing a child: nothing readable of them is left, and every figure stays as it was."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

import msgspec
import pytest

from clanbook.dates import Quarter
from clanbook.desk import Desk, drafts
from clanbook.desk.bookings import book
from clanbook.desk.erasing import Erasure, erase, erasures, going, sweep
from clanbook.desk.errors import NotAllowed, Refused, Unknown
from clanbook.desk.reading import behind, board_report, due_items, free_slots
from clanbook.desk.refusals import refuse_and_answer
from clanbook.desk.register import Sought, register_of
from clanbook.desk.service import restored
from clanbook.desk.timeline import timeline
from clanbook.desk.trail import back_up, events, verified
from clanbook.desk.undoing import undo, undoable
from clanbook.desk.watching import Watch
from clanbook.questionnaire import MAIN_REASON
from clanbook.records import (
    Assessment,
    Booking,
    CareEpisode,
    Child,
    Contact,
    Explanation,
    Kind,
    Placement,
    Questionnaire,
    Record,
    Refusal,
    Remainder,
    StaffRole,
)
from store import Store, Where
from tests.office import MONDAY, Office
from tests.random_caseload import random_caseload

ENTERED = date(2026, 4, 20)
BORN = date(2011, 9, 23)
FIRST, LATER, NOW = date(2018, 7, 20), date(2018, 11, 5), date(2019, 6, 3)
"""When a random caseload is first entered, when it is brought up to date, and today."""

ROBIN = {
    "forename": "Robinetta",
    "surname": "Quillfeather",
    "dob": BORN,
    "nhs_number": "9990000018",
    "upn": "Z9990000018",
    "gp": "Dr Quackenbush",
    "school": "Wimblecombe Academy",
    "language": "Volapuk",
    "social_worker": "Sociabella Worker",
    "social_worker_contact": "07700 900123",
    "sibling_group": "sibs-77123",
    "visitor_risk": "a biting goose",
    "carer": "Carina Carer",
    "carer_phone": "07700 900456",
    "address": "12 Unforgettable Avenue",
    "left_reason": "",
    "consent": ENTERED,
    "consent_by": "parent",
}
TOKENS = [text for text in ROBIN.values() if isinstance(text, str) and len(text) > 6]
WANTED = [*TOKENS, BORN.isoformat(), "ROBIN-4711", "Shyness, she said", "rang the goose keeper"]
"""Every personal value that the store is given of Robinetta."""


def robin(office: Office) -> int:
    """A child of whom everything is on record that can be; the child's number."""
    child = office.notify("ROBIN-4711", ENTERED, **ROBIN).child.id
    clinic = office.clinic(MONDAY + timedelta(days=2))
    book(office.desk, child, f"S{clinic.id}-0", Kind.IHA)
    answers = {MAIN_REASON: "language", "help_with": "Shyness, she said"}
    refuse_and_answer(office.desk, child, Kind.IHA, MONDAY, answers=answers)
    with office.desk.transaction("note") as keeper:
        assessment = office.case("ROBIN-4711").assessments[0].id
        keeper.put(
            Contact(
                child=child,
                assessment=assessment,
                on=MONDAY,
                reached=False,
                whom="Carina Carer",
                note="rang the goose keeper",
            )
        )
    drafts.keep(office.desk, "outcome", child, {"note": "rang the goose keeper"})
    return child


def files_of(where: Where) -> Iterator[Path]:
    assert isinstance(where, Path)
    yield from (path for path in where.rglob("*") if path.is_file())


def found_in(paths: Iterator[Path], wanted: list[str]) -> list[tuple[str, str]]:
    """Which of the texts stand in which file."""
    contents = [(path.name, path.read_bytes()) for path in paths]
    return [(name, text) for name, data in contents for text in wanted if text.encode() in data]


# -- what goes ---------------------------------------------------------------------------------


@pytest.mark.one_engine("folder", "the files of a server are searched in the tests of servers")
def test_nothing_of_an_erased_child_is_readable_in_any_file_of_the_store(
    office: Office, tmp_path: Path
) -> None:
    child = robin(office)
    drafts.keep(office.desk_of(StaffRole.ADMIN), "outcome", child, {"note": "a biting goose"})
    before = {text for _, text in found_in(files_of(office.where), WANTED)}
    assert before == set(WANTED), "the search finds what is there"
    erase(office.desk, child, "the family asked for it")
    sweep(office.desk)
    back_up(office.desk, tmp_path / "after.db")
    office.notify("C2", ENTERED)
    assert found_in(files_of(office.where), WANTED) == []
    assert found_in(iter([tmp_path / "after.db"]), WANTED) == []
    assert verified(office.desk).findings == ()


def test_an_erased_child_is_nowhere_to_be_found(office: Office) -> None:
    child = robin(office)
    register_of(office.store).search(Sought(surname="Quillfeather"))
    watch = Watch(office.desk)
    erase(office.desk, child, "asked for")
    watch.refresh()
    assert child not in watch.cases
    assert office.desk.find("801", "ROBIN-4711") is None
    assert register_of(office.store).search(Sought(surname="Quillfeather", dob=BORN)) == []
    assert due_items(office.desk) == []
    with pytest.raises(Unknown, match="no child number"):
        timeline(office.desk, child)


def test_the_slots_of_an_erased_child_are_free_again(office: Office) -> None:
    child = robin(office)
    taken = len(free_slots(office.desk))
    assert going(office.desk, child, "asked for").ahead == 1
    erase(office.desk, child, "asked for")
    assert len(free_slots(office.desk)) == taken + 1


TYPED = {
    "by NHS number": {"nhs_number": "999 000 0018"},
    "by the LA's id": {"child_id": "robin-4711"},
    "by both names": {"surname": "quillfeather ", "forename": "ROBINETTA"},
    "by name and birth": {"surname": "Quillfeather", "dob": "23/9/2011"},
}


@pytest.mark.parametrize("values", TYPED.values(), ids=TYPED.keys())
def test_a_form_begun_about_nobody_yet_goes_with_the_child_it_is_like(
    office: Office, values: dict[str, str]
) -> None:
    child, clerk = robin(office), office.desk_of(StaffRole.ADMIN)
    drafts.keep(clerk, "notification", None, values)
    assert going(office.desk, child, "asked for").drafts == 2
    erase(office.desk, child, "asked for")
    assert drafts.mine(clerk) == drafts.mine(office.desk) == []


def test_a_form_about_somebody_else_stays(office: Office) -> None:
    child, clerk = robin(office), office.desk_of(StaffRole.ADMIN)
    sibling = {"surname": "Quillfeather", "forename": "Tom", "dob": "1/2/2013"}
    drafts.keep(clerk, "notification", None, sibling)
    erase(office.desk, child, "asked for")
    assert [draft.values for draft in drafts.mine(clerk)] == [sibling]


def test_a_form_that_is_open_meanwhile_is_not_kept_after(office: Office) -> None:
    child, clerk = robin(office), office.desk_of(StaffRole.ADMIN)
    erase(office.desk, child, "asked for")
    drafts.keep(clerk, "outcome", child, {"note": "a biting goose"})
    assert drafts.mine(clerk) == []


# -- what stays --------------------------------------------------------------------------------


def richer(record: Record, random: Random) -> Record:
    """The record with personal text in every field that takes any."""
    token = f"Zq{random.randrange(10**9)}"
    told: dict[type[Record], dict[str, Any]] = {
        Child: {"forename": token, "surname": token, "nhs_number": token, "school": token},
        CareEpisode: {"left_reason": token},
        Placement: {"address": token, "carer": token},
        Contact: {"whom": token, "note": token},
        Booking: {"reason": token},
        Explanation: {"note": token},
    }
    changed = record.but(**told.get(type(record), {}))
    if isinstance(changed, Assessment):
        team = token if changed.elsewhere else changed.carried_out_by
        need = token if changed.clinical_need else ""
        changed = changed.but(ref=token, clinical_need=need, carried_out_by=team)
    return changed


def earlier(record: Record, random: Random) -> Record:
    """The record as it might have been known before."""
    if isinstance(record, Child) and record.dob and random.random() < 0.3:
        return record.but(dob=record.dob - timedelta(days=random.randrange(400)))
    if isinstance(record, CareEpisode) and random.random() < 0.5:
        return record.but(left_care=None)
    if isinstance(record, Assessment) and random.random() < 0.3:
        return record.but(completed=None)
    return record


def fill(office: Office, seed: int) -> list[int]:
    """A random caseload, entered on one day and brought up to date on another."""
    random = Random(seed)
    records = [richer(record, random) for record in random_caseload(seed, 36)]
    records += [answered(each, random) for each in records if isinstance(each, Refusal)]
    with office.store.transaction(1, "fill"):
        for record in records:
            office.store.table(record.table).insert(earlier(record, random).document())
    office.clock.set(LATER)
    with office.store.transaction(1, "correct"):
        for record in records:
            document = record.document()
            office.store.table(record.table).update(
                lambda kept, now=document: (kept.clear(), kept.update(now)), doc_ids=[record.id]
            )
    office.clock.set(NOW)
    return [record.id for record in records if isinstance(record, Child)]


def answered(refusal: Refusal, random: Random) -> Questionnaire:
    reason = random.choice(["language", "strangers", "prefer_not_to_say"])
    answers: dict[str, str | list[str]] = {MAIN_REASON: reason, "told": "Zq told"}
    return Questionnaire(
        id=refusal.id,
        child=refusal.child,
        refusal=refusal.id,
        asked_on=refusal.on,
        asked_by=1,
        answers=answers,
    )


def figures(desk: Desk) -> list[dict[str, Any]]:
    """Every figure of every quarter begun by then, as known on several days, by either basis."""
    quarters = [
        Quarter(year, number) for year in (2016, 2017, 2018, 2019) for number in (1, 2, 3, 4)
    ]
    found = []
    for day in (FIRST, date(2018, 10, 1), LATER, NOW):
        for basis in ("due", "entered"):
            for quarter in (each for each in quarters if each.start <= day):
                made = board_report(desk, quarter, as_at=day, basis=basis, trend=3)  # type: ignore[arg-type]
                found.append(made.as_json())
    return found


@pytest.fixture
def filled(where: Where) -> Iterator[Office]:
    """An office of the year 2018."""
    made = Office(where, day=FIRST)
    yield made
    made.store.close()


@pytest.mark.parametrize("seed", range(3))
def test_every_figure_of_every_quarter_and_day_is_as_before(filled: Office, seed: int) -> None:
    children = fill(filled, seed)
    before = figures(filled.desk)
    gone = Random(seed).sample(children, 30)
    for child in gone:
        erase(filled.desk, child, "asked for")
    assert figures(filled.desk) == before
    kept = filled.store.table(Remainder.table).whole()
    assert len(kept) == len(gone)
    assert b"Zq" not in msgspec.json.encode([dict(each) for each in kept])
    assert verified(filled.desk).findings == ()


def test_what_stays_tells_the_age_band_of_each_counted_day_and_not_the_birthday(
    office: Office,
) -> None:
    kept = []
    for name, dob in (("A", date(2011, 9, 2)), ("B", date(2011, 9, 20))):
        child = office.notify(name, ENTERED, dob=dob).child.id
        erase(office.desk, child, "asked for")
        (left,) = [each for each in _left(office.store) if each.erased == child]
        kept.append([known.document for known in left.known if known.table == Child.table])
    assert kept[0] == kept[1], "nobody could tell the one from the other"
    assert "dob" not in str(kept)


def _left(store: Store) -> list[Remainder]:
    return [Remainder.of(found) for found in store.table(Remainder.table).whole()]


def test_an_erased_child_behind_a_figure_is_named_to_nobody(office: Office) -> None:
    child = robin(office)
    quarter = Quarter(2026, 1)
    erase(office.desk, child, "asked for")
    made = board_report(office.desk, quarter, trend=3)
    (member,) = behind(office.desk, made, "accommodated.total", "Bristol")
    assert (member.child, member.child_id) == (child, "")
    (refused,) = behind(office.desk, made, "refusals.main_reason.language", "Bristol")
    told = f"{member.why} {refused.why}"
    assert "date of birth erased" in told
    assert not [text for text in WANTED if text in told]


# -- on record ---------------------------------------------------------------------------------


def test_the_trail_tells_by_number_that_a_child_was_erased_and_nothing_of_them(
    office: Office,
) -> None:
    child = robin(office)
    erase(office.desk, child, "asked for")
    found = events(office.desk, child=child)
    assert [event.what for event in found][-1] == "erase"
    assert all(f"child {child}" in event.whom for event in found)
    assert not [text for text in WANTED if text in str(found)]
    assert "child's details: erased" in found[0].detail
    assert "reason asked for" in found[-1].detail


def test_neither_an_erasure_nor_what_was_done_to_an_erased_child_is_undone(office: Office) -> None:
    child = robin(office)
    erase(office.desk, child, "asked for")
    with pytest.raises(Refused, match="erased a child: an erased child"):
        undo(office.desk)
    last = undoable(office.desk)
    assert last is not None
    act = undoable(office.desk, before=last.entry)
    assert act is not None
    with pytest.raises(Refused, match="A child whom it was about was erased since"):
        undo(office.desk, act.entry)
    assert office.desk.find("801", "ROBIN-4711") is None


def test_of_two_who_erase_the_same_child_the_second_is_told(office: Office) -> None:
    child, other = robin(office), office.desk_of(StaffRole.MANAGER)
    read = other.child(child)
    erase(office.desk, child, "asked for")
    with (
        patch.object(Desk, "child", lambda *_: read),
        pytest.raises(Unknown, match="Somebody else has erased this child"),
    ):
        erase(other, child, "asked for")


def test_the_same_child_who_comes_again_is_a_new_one(office: Office) -> None:
    child = robin(office)
    erase(office.desk, child, "asked for")
    again = office.notify("ROBIN-4711", MONDAY).child.id
    assert again > child
    erase(office.desk, again, "asked for again")
    assert verified(office.desk).findings == ()


@pytest.mark.parametrize("role", [StaffRole.VIEWER, StaffRole.ADMIN, StaffRole.NURSE])
def test_a_manager_alone_may_erase(office: Office, role: StaffRole) -> None:
    child, desk = robin(office), office.desk_of(role)
    for ask in (lambda: going(desk, child, "x"), lambda: erase(desk, child, "x")):
        with pytest.raises(NotAllowed, match="needs manager"):
            ask()
    with pytest.raises(NotAllowed, match="needs manager"):
        erasures(desk)


@pytest.mark.parametrize(
    "reason",
    ["", " ", "Robinetta asked", "quillfeather's mother", "re 999 000 0018", "see robin-4711"],
)
def test_a_reason_is_given_and_names_nobody(office: Office, reason: str) -> None:
    child = robin(office)
    with pytest.raises(Refused, match="reason"):
        erase(office.desk, child, reason)
    assert office.desk.child(child)


# -- backups -----------------------------------------------------------------------------------


def test_a_backup_from_before_is_restored_without_whoever_was_erased_since(
    office: Office, tmp_path: Path
) -> None:
    child = robin(office)
    office.notify("C2", ENTERED)
    back_up(office.desk, tmp_path / "before.db")
    report = board_report(office.desk, Quarter(2026, 1), trend=3).as_json()
    line = erase(office.desk, child, "asked for")
    assert erasures(office.desk) == [line]
    place = tmp_path / "again" / "service"
    with restored(
        tmp_path / "before.db", place, "boss", clock=office.clock, erased=[line]
    ) as store:
        desk = Desk.of_account(store, "boss")
        assert desk.find("801", "ROBIN-4711") is None
        assert desk.find("801", "C2")
        assert board_report(desk, Quarter(2026, 1), trend=3).as_json() == report
        assert verified(desk).findings == ()
        assert erasures(desk) == [line]
    assert found_in(files_of(place.parent), WANTED) == []


def test_a_list_erases_nobody_else_who_has_the_number(office: Office, tmp_path: Path) -> None:
    other = Office(tmp_path / "other")
    with closing(other.store):
        line = erase(other.desk, robin(other), "asked for")
    robin(office)
    back_up(office.desk, tmp_path / "ours.db")
    unknown = Erasure(child=line.child, entry=10**6, seal=line.seal, erased_on=MONDAY)
    place = tmp_path / "again"
    with restored(tmp_path / "ours.db", place, "boss", erased=[line, unknown]) as store:
        assert Desk.of_account(store, "boss").find("801", "ROBIN-4711")
