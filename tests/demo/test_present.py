"""The caseload of the present is at work on any day, and leaves work to do."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

import pytest
from stdnum.gb import nhs

from clanbook import demo
from clanbook.booking import free_slots
from clanbook.caseload import Case
from clanbook.demo import present
from clanbook.demo.script import Book, Load, SetClock, at, play
from clanbook.desk import Desk
from clanbook.desk.service import found
from clanbook.records import Ending, Kind, Role, Session
from clanbook.settings import DEFAULT
from clanbook.worklist import Item, items
from store import Store

SEED = 2018
ACCOUNT = "tester"
DAYS = {
    "a Sunday": date(2026, 11, 22),
    "a leap day": date(2028, 2, 29),
    "the last of December": date(2027, 12, 31),
}


@dataclass
class Played:
    """A day's caseload, played through the desk into a store of its own."""

    today: date
    store: Store

    @cached_property
    def desk(self) -> Desk:
        return Desk.of_account(self.store, ACCOUNT)

    @cached_property
    def cases(self) -> list[Case]:
        self.store.reach()
        return self.desk.cases()

    @cached_property
    def in_care(self) -> list[Case]:
        return [c for c in self.cases if any(c.in_care(e, self.today) for e in c.episodes)]

    @cached_property
    def listed(self) -> list[Item]:
        return items(self.cases, DEFAULT, self.today)

    @cached_property
    def sessions(self) -> list[Session]:
        nine_weeks = timedelta(weeks=9)
        held = self.desk.sessions(self.today - nine_weeks, self.today + nine_weeks)
        return [session for session in held if session.place is None]

    def kinds(self, missing: str) -> set[Kind]:
        return {item.kind for item in self.listed if missing in item.missing}


@pytest.fixture(scope="module", params=list(DAYS.values()), ids=list(DAYS))
def played(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Played]:
    today: date = request.param
    script = present.steps(SEED, today)
    clock = SetClock(script[0].at)
    folder: Path = tmp_path_factory.mktemp("present") / "store"
    with found(folder, DEFAULT, "Demo manager", ACCOUNT, clock=clock, demo="test") as store:
        play(script, Desk.of_account(store, ACCOUNT), clock)
        clock.now = at(today, 8)
        yield Played(today, store)


def test_some_three_hundred_are_in_care_in_three_localities(played: Played) -> None:
    assert 270 <= len(played.in_care) <= 350
    las = [case.child.la for case in played.in_care]
    assert all(las.count(la.code) >= 40 for la in DEFAULT.las)
    assert all(e.entered_care < played.today for c in played.cases for e in c.episodes)


def test_names_and_numbers_are_invented(played: Played) -> None:
    numbers = [case.child.nhs_number for case in played.cases if case.child.nhs_number]
    assert len(set(numbers)) == len(numbers) > 300
    assert all(number.startswith("999") and nhs.is_valid(number) for number in numbers)


def test_the_worklist_has_something_of_everything(played: Played) -> None:
    assert 100 <= len(played.listed) <= 200
    states = {(item.kind, item.state) for item in played.listed}
    for kind in (Kind.IHA, Kind.RHA):
        assert {(kind, state) for state in ("outstanding", "not_yet_due", "refused")} <= states
    assert any(kind is Kind.ADOPTION for kind, _ in states)
    assert played.kinds("outcome")
    assert played.kinds("report")
    assert Kind.IHA in played.kinds("consent")
    assert {Kind.IHA, Kind.RHA} <= played.kinds("booking")


def test_about_forty_are_left_to_book(played: Played) -> None:
    unbooked = [item for item in played.listed if "booking" in item.missing]
    assert 25 <= len(unbooked) <= 60


def test_some_bookings_are_provisional(played: Played) -> None:
    held = [item for item in played.listed if item.booking and item.kind is Kind.IHA]
    assert any("paperwork" in item.missing for item in held)


def test_some_were_told_of_late_and_some_are_out_of_area(played: Played) -> None:
    late = elsewhere = 0
    for case in played.in_care:
        la = DEFAULT.la(case.child.la)
        if la is None:
            continue
        episode = case.episodes[-1]
        placement = case.placement_at(played.today)
        permitted = la.rules.notify_within.after(episode.entered_care, DEFAULT.calendar())
        late += episode.notified is not None and episode.notified > permitted
        elsewhere += placement is not None and placement.placed_in != la.locality
    assert late >= 10
    assert elsewhere >= 10


def test_other_las_children_are_asked_for(played: Played) -> None:
    others = [item for item in played.listed if DEFAULT.la(item.case.child.la) is None]
    assert {item.kind for item in others} == {Kind.IHA, Kind.RHA}


def test_siblings_live_together(played: Played) -> None:
    groups: dict[str, list[Case]] = {}
    for case in played.in_care:
        if case.child.sibling_group:
            groups.setdefault(case.child.sibling_group, []).append(case)
    together = [group for group in groups.values() if len(group) > 1]
    assert len(together) >= 6
    for group in together:
        assert len(group) <= 3
        assert len({case.child.surname for case in group}) == 1
        assert len({case.placements[-1].address for case in group}) == 1


def test_children_alone_have_estimated_births_and_interpreters(played: Played) -> None:
    alone = [case for case in played.in_care if case.episodes[-1].uasc]
    assert len(alone) >= 3
    for case in alone:
        assert case.child.dob_estimated
        assert case.child.interpreter
        assert not case.child.nhs_number


def test_a_newborn_has_no_name_and_no_number_yet(played: Played) -> None:
    [newborn] = [case for case in played.in_care if not case.child.forename]
    assert newborn.child.nhs_number == ""
    assert newborn.child.dob is not None
    assert (played.today - newborn.child.dob).days < 20


def test_reviews_fall_due_in_the_coming_months_and_some_are_overdue(played: Played) -> None:
    days = [i.days for i in played.listed if i.kind is Kind.RHA and i.days is not None]
    assert sum(0 <= n <= 93 for n in days) >= 40
    assert 3 <= sum(n < 0 for n in days) <= 30


def test_clinics_are_held_eight_weeks_behind_and_ahead(played: Played) -> None:
    days = [session.day for session in played.sessions]
    assert timedelta(weeks=7) < played.today - min(days) <= timedelta(weeks=8)
    assert timedelta(weeks=7) < max(days) - played.today <= timedelta(weeks=8)
    assert all(DEFAULT.calendar().is_working_day(day) for day in days)
    assert {s.locality for s in played.sessions} == set(DEFAULT.localities)
    assert {s.role for s in played.sessions} == set(Role)
    assert {s.locality for s in played.sessions if s.role is Role.GP} == {"Bristol"}
    assert all(s.released_days for s in played.sessions if s.kept_for)


def test_doctors_are_booked_up_for_a_week_and_not_for_ever(played: Played) -> None:
    ahead = [session for session in played.sessions if session.day >= played.today]
    booked = played.desk.bookings_in(ahead)
    free = free_slots(ahead, booked, Kind.IHA, played.today, DEFAULT.rules)
    assert free
    assert sum(slot.day < played.today + timedelta(7) for slot in free) <= 2


def test_bookings_of_the_last_weeks_ended_in_every_way(played: Played) -> None:
    past = [b for case in played.cases for b in case.bookings if b.day < played.today]
    endings = {booking.ending for booking in past}
    assert {None, Ending.ATTENDED, Ending.NOT_BROUGHT} <= endings
    assert endings & {Ending.CANCELLED_BY_CARER, Ending.CANCELLED_BY_YOUNG_PERSON}
    assert Ending.CANCELLED_BY_CLINIC in endings
    assert sum(b.day >= played.today for c in played.cases for b in c.bookings) >= 30


def test_nothing_is_known_today_that_did_not_happen_before(played: Played) -> None:
    for case in played.cases:
        assert all(day < played.today for row in case.assessments for day in row.dates)


@pytest.mark.parametrize("today", DAYS.values(), ids=DAYS.keys())
def test_the_same_seed_and_day_give_the_same_script(today: date) -> None:
    once = present.steps(SEED, today)
    assert present.steps(SEED, today) == once
    assert present.steps(SEED, today + timedelta(1)) != once
    assert present.steps(SEED + 1, today) != once


@pytest.mark.parametrize("today", DAYS.values(), ids=DAYS.keys())
def test_a_script_is_in_the_order_of_time_and_over_before_the_day(today: date) -> None:
    instants = [step.at for step in present.steps(SEED, today)]
    assert instants == sorted(instants)
    assert instants[-1] < at(today, 0)


def test_no_slot_is_given_twice() -> None:
    acts = [step.act for step in present.steps(SEED, DAYS["a leap day"])]
    taken = [(act.session, act.index) for act in acts if isinstance(act, Book)]
    assert len(set(taken)) == len(taken) > 50


def test_the_whole_script_tells_of_both_and_gives_no_child_id_twice() -> None:
    today = DAYS["a leap day"]
    script = demo.steps(SEED, today)
    assert [step.at for step in script] == sorted(step.at for step in script)
    entered: dict[tuple[str, str], set[date]] = {}
    for step in script:
        if isinstance(step.act, Load) and step.act.kind == "notifications":
            for row in step.act.rows:
                child = row.values["la"], row.values["child_id"]
                entered.setdefault(child, set()).add(row.values["entered_care"])
    assert len(entered) > 2000
    assert all(len(days) == 1 for days in entered.values())
    years = {day.year for days in entered.values() for day in days}
    assert {2017, 2018, today.year - 1, today.year} <= years
    assert max(day for days in entered.values() for day in days) < today
