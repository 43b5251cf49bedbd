"""What needs somebody's hand today (RULES 4, 5, 6)."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from clanbook.caseload import Case
from clanbook.records import Ending, Kind, Record, Role, Session
from clanbook.reports.standing import state
from clanbook.settings import DEFAULT
from clanbook.worklist import (
    Item,
    in_locality,
    items,
    of_kind,
    over_today,
    overdue,
    report_late,
    to_json,
    within,
)
from tests.build import (
    a,
    a_booking,
    a_case,
    a_consent,
    a_placement,
    a_refusal,
    an_assessment,
    an_episode,
    an_iha,
    an_rha,
)

ENTERED = date(2026, 4, 14)
DUE = date(2026, 5, 12)
TODAY = date(2026, 4, 20)
PAPERS: dict[str, Any] = {
    "notified": "2026-04-15",
    "demographics": "2026-04-15",
    "part_a": "2026-04-16",
}


def new_in_care(*records: Record, **child: Any) -> Case:
    """In care since 14 April 2026 with all papers: the IHA is due on 12 May."""
    episode = an_episode(ENTERED, **PAPERS)
    return a_case(episode, a_consent("2026-04-16"), *records, dob="2015-01-01", **child)


def seen_in_2025(*records: Record, **child: Any) -> Case:
    """Seen on 1 June 2025, aged 10, report sent: the RHA is due on 1 June 2026."""
    seen = an_iha(requested="2025-05-08", completed="2025-06-01", report_sent="2025-06-05")
    episode = an_episode("2025-05-07", demographics="2025-05-08", part_a="2025-05-08")
    consent = a_consent("2025-05-08")
    return a_case(episode, consent, seen, *records, dob="2015-01-01", **child)


def listed(*cases: Case, today: date = TODAY, over: tuple[int, ...] = ()) -> list[Item]:
    return items(cases, DEFAULT, today, over)


def the_item(case: Case, kind: Kind, today: date = TODAY) -> Item:
    (item,) = of_kind(listed(case, today=today), kind)
    return item


def missing(case: Case, kind: Kind = Kind.IHA, today: date = TODAY) -> str:
    return " ".join(the_item(case, kind, today).missing)


def kinds(case: Case, today: date = TODAY) -> list[str]:
    return [item.kind.value for item in listed(case, today=today)]


# --- What is on it


def test_an_open_iha_is_on_it_from_the_first_day():
    item = the_item(new_in_care(), Kind.IHA, today=ENTERED)
    assert (item.due, item.days, item.state, item.missing) == (DUE, 28, "not_yet_due", ("booking",))
    assert item.requirement is not None


def test_days_count_down_to_the_due_date_and_on_below_nothing():
    case = new_in_care()
    assert the_item(case, Kind.IHA, today=DUE).days == 0
    over = the_item(case, Kind.IHA, today=DUE + timedelta(3))
    assert (over.days, over.state) == (-3, "outstanding")


def test_an_announced_child_is_on_it_before_entering_care():
    assert kinds(new_in_care(), today=ENTERED - timedelta(4)) == ["IHA"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2026, 2, 28), []), (date(2026, 3, 1), ["RHA"]), (date(2026, 9, 1), ["RHA"])],
)
def test_an_rha_enters_three_months_before_it_is_due_and_stays(today, expected):
    assert kinds(seen_in_2025(), today=today) == expected


def test_a_refused_iha_stays_with_its_state():
    case = new_in_care(an_iha(requested="2026-04-15"), a_refusal("2026-04-18"))
    assert the_item(case, Kind.IHA).state == "refused"


@pytest.mark.parametrize(
    "case",
    [
        new_in_care(an_iha(completed="2026-04-18", report_sent="2026-04-19")),
        a_case(an_episode(ENTERED, left_care=TODAY)),
        a_case(an_episode(ENTERED, legal_status="V3")),
        a_case(an_episode("2026-01-01"), dob="2008-04-20"),
        a_case(),
    ],
    ids=["seen", "left care", "short breaks", "turned 18", "never in care"],
)
def test_what_is_done_or_no_longer_required_leaves_it(case):
    assert listed(case) == []


def test_an_adoption_medical_is_on_it_from_request_to_completion():
    asked = an_assessment(Kind.ADOPTION, requested="2026-04-15")
    item = the_item(new_in_care(asked), Kind.ADOPTION)
    assert (item.due, item.days, item.state, item.missing) == (
        None,
        None,
        "requested",
        ("booking",),
    )
    assert "ADOPTION" not in kinds(new_in_care(asked.but(completed=date(2026, 4, 16))))
    assert "ADOPTION" not in kinds(new_in_care(asked.but(requested=None)))


def test_other_las_requests_are_on_it_with_the_ihas_own_due_date():
    case = a_case(
        an_episode("2026-03-01"),
        an_iha(requested="2026-03-05"),
        an_rha(requested="2026-03-06", episode=None),
        la="Leeds",
    )
    iha, rha = listed(case)
    assert (iha.due, iha.days, iha.state) == (date(2026, 3, 29), -22, "outstanding")
    assert (rha.due, rha.days, rha.state) == (None, None, "requested")
    assert (iha.requirement, rha.requirement) == (None, None)


def test_other_las_children_are_not_on_it_without_a_request():
    assert listed(a_case(an_episode("2026-03-01"), la="Leeds")) == []
    ended = a_case(an_episode("2026-03-01", left_care=TODAY), an_iha(requested=TODAY), la="Leeds")
    assert listed(ended) == []


# --- What is missing


@pytest.mark.parametrize(
    ("consent", "papers", "expected"),
    [
        (True, {"demographics": "2026-04-15", "part_a": "2026-04-16"}, "booking"),
        (False, {"demographics": "2026-04-15", "part_a": "2026-04-16"}, "consent booking"),
        (True, {"demographics": "2026-04-15"}, "paperwork booking"),
        (True, {"part_a": "2026-04-15"}, "paperwork booking"),
        (False, {}, "consent paperwork booking"),
    ],
)
def test_consent_and_paperwork_are_missed_until_received(consent, papers, expected):
    consents = [a_consent("2026-04-16")] if consent else []
    assert missing(a_case(an_episode(ENTERED, **papers), *consents)) == expected
    other = a_case(
        an_episode(ENTERED, **papers), *consents, an_iha(requested="2026-04-15"), la="Leeds"
    )
    assert missing(other) == expected


@pytest.mark.parametrize(
    ("ending", "expected"),
    [(None, ""), (Ending.CANCELLED_BY_CARER, "booking"), (Ending.NOT_BROUGHT, "booking")],
)
def test_a_booking_is_missed_while_none_is_open(ending, expected):
    case = new_in_care(an_iha(requested="2026-04-15"), a_booking("2026-04-28", id=7, ending=ending))
    assert missing(case) == expected
    assert (the_item(case, Kind.IHA).booking is None) is bool(expected)


def test_a_past_booking_without_outcome_awaits_it_from_the_next_day():
    case = new_in_care(an_iha(requested="2026-04-15"), a_booking("2026-04-28"))
    assert missing(case, today=date(2026, 4, 28)) == ""
    assert missing(case, today=date(2026, 4, 29)) == "outcome"


def test_todays_booking_awaits_its_outcome_once_it_is_over():
    day = date(2026, 4, 28)
    case = new_in_care(an_iha(requested="2026-04-15"), a_booking(day, id=7, index=1))
    session = a(
        Session,
        id=1,
        day=day,
        start=time(9),
        slots=3,
        minutes=30,
        locality="Bristol",
        venue="Lavender House",
        clinician="Dr Ash",
        role=Role.PAEDIATRICIAN,
        purposes=(Kind.IHA,),
    )
    before = over_today(case.bookings, [session], day, time(9, 59))
    after = over_today(case.bookings, [session], day, time(10))
    assert (before, after) == (frozenset(), frozenset({7}))
    assert [i.missing for i in items([case], DEFAULT, day, before)] == [()]
    assert [i.missing for i in items([case], DEFAULT, day, after)] == [("outcome",)]
    ended = [b.but(ending=Ending.ATTENDED) for b in case.bookings]
    assert over_today(ended, [session], day, time(18)) == frozenset()


def test_an_awaited_outcome_stays_though_care_ended():
    case = a_case(
        an_episode("2026-03-01", left_care="2026-04-18"),
        an_iha(requested="2026-03-02"),
        a_booking("2026-04-17", id=7),
    )
    item = the_item(case, Kind.IHA)
    assert (item.missing, item.due, item.state) == (("outcome",), date(2026, 3, 29), "outstanding")
    assert item.booking is not None


@pytest.mark.parametrize("day", [TODAY - timedelta(1), TODAY, TODAY + timedelta(30)])
@pytest.mark.parametrize(
    ("ended", "born"), [("2026-04-18", "2015-01-01"), (None, "2008-04-19")], ids=["left", "18"]
)
def test_an_open_booking_of_a_child_whose_care_ended_stays_until_somebody_ends_it(day, ended, born):
    episode = an_episode("2026-03-01", left_care=ended)
    booking = a_booking(day, id=7)
    case = a_case(episode, an_iha(requested="2026-03-02"), booking, dob=born)
    item = the_item(case, Kind.IHA)
    assert item.booking is not None
    assert item.booking.id == 7
    assert item.missing == (("outcome",) if day < TODAY else ("cancellation",))
    cancelled = booking.but(ending=Ending.CANCELLED_BY_CLINIC)
    assert listed(a_case(episode, an_iha(requested="2026-03-02"), cancelled, dob=born)) == []


@pytest.mark.parametrize(
    "episode",
    [
        an_episode("2026-04-01", left_care="2026-04-18"),
        an_episode("2026-03-01", left_care="2026-04-18"),
        an_episode("2026-04-01", legal_status="V3"),
    ],
    ids=["left", "left when overdue", "short breaks"],
)
def test_an_appointment_still_to_come_that_nothing_asks_for_is_to_be_cancelled(episode):
    case = a_case(episode, an_iha(), a_booking("2026-04-24", id=7))
    item = the_item(case, Kind.IHA)
    assert item.missing == ("cancellation",)
    assert (item.due, item.days) == (date(2026, 4, 24), 4)
    assert (overdue(item), state(item)) == (False, "no need")


def test_today_an_appointment_that_nothing_asks_for_awaits_its_outcome_once_it_is_over():
    case = a_case(an_episode("2026-04-01", legal_status="V3"), an_iha(), a_booking(TODAY, id=7))
    assert [i.missing for i in items([case], DEFAULT, TODAY)] == [("cancellation",)]
    awaited = items([case], DEFAULT, TODAY, over={case.bookings[0].id})
    assert [(i.missing, state(i)) for i in awaited] == [(("outcome",), "no need")]


def test_an_rha_booked_early_comes_back_when_its_outcome_is_awaited():
    case = seen_in_2025(
        an_rha(requested="2026-01-05"), a_booking("2026-01-20", assessment=2, kind=Kind.RHA)
    )
    assert kinds(case, today=date(2026, 1, 20)) == []
    item = the_item(case, Kind.RHA, today=date(2026, 1, 21))
    assert (item.missing, item.due) == (("outcome",), date(2026, 6, 1))


def test_an_outcome_awaited_of_a_seen_assessment_is_not_lost():
    case = new_in_care(
        an_iha(completed="2026-04-17", report_sent="2026-04-18"), a_booking("2026-04-17", id=7)
    )
    item = the_item(case, Kind.IHA)
    assert (item.missing, item.due, item.state) == (("outcome",), None, "requested")


# --- Reports


def test_a_report_is_on_it_from_the_day_seen_until_it_is_sent():
    seen = an_iha(requested="2026-04-15", completed="2026-04-17")
    item = the_item(new_in_care(seen), Kind.IHA)
    assert (item.due, item.days, item.missing) == (date(2026, 4, 24), 4, ("report",))
    late = the_item(new_in_care(seen), Kind.IHA, today=date(2026, 4, 27))
    assert (late.due, late.days) == (date(2026, 4, 24), -3)
    assert kinds(new_in_care(seen.but(report_sent=TODAY))) == []


def test_while_its_report_is_awaited_an_assessment_has_the_state_it_was_seen_in():
    on_time = new_in_care(an_iha(completed=DUE))
    late = new_in_care(an_iha(completed=DUE + timedelta(1)))
    long_after = DUE + timedelta(60)
    assert the_item(on_time, Kind.IHA, today=long_after).state == "on_time"
    assert the_item(late, Kind.IHA, today=long_after).state == "late"
    asked_for = a_case(an_episode(ENTERED), an_iha(completed="2026-04-17"), la="Leeds")
    assert the_item(asked_for, Kind.IHA).state == "seen"


def test_a_child_who_was_seen_is_not_overdue_only_the_report_is_late():
    seen = new_in_care(an_iha(completed="2026-04-17"))
    day = date(2026, 4, 24)
    for today, late in ((day, False), (day + timedelta(1), True)):
        item = the_item(seen, Kind.IHA, today=today)
        assert (overdue(item), report_late(item)) == (False, late)
    unseen = the_item(new_in_care(), Kind.IHA, today=DUE + timedelta(1))
    assert (overdue(unseen), report_late(unseen)) == (True, False)


def test_only_the_latest_own_report_of_a_running_episode_is_chased():
    older = an_iha(completed="2026-04-15")
    sent = an_rha(completed="2026-04-17", report_sent="2026-04-18")
    assert kinds(new_in_care(older, sent)) == []
    elsewhere = an_iha(completed="2026-04-15", carried_out_by="Leeds")
    assert kinds(new_in_care(elsewhere)) == []
    ended = a_case(an_episode(ENTERED, left_care="2026-04-18"), older)
    assert listed(ended) == []


# --- Order, filters, JSON


def test_the_soonest_due_comes_first_and_what_has_no_due_date_last():
    first, second = seen_in_2025(number=1), new_in_care(number=2)
    third = new_in_care(number=3, la="802")
    request = a_case(an_rha(requested=TODAY, episode=None), number=4, la="Leeds")
    found = listed(request, first, third, second)
    assert [item.case for item in found] == [second, third, first, request]


def test_within_keeps_what_is_overdue_or_due_in_so_many_days():
    request = a_case(an_rha(requested=TODAY, episode=None), number=4, la="Leeds")
    found = listed(new_in_care(), request)
    assert [i.days for i in within(found, 22)] == [22]
    assert within(found, 21) == []
    assert len(within(listed(new_in_care(), today=DUE + timedelta(1)), 0)) == 1


def test_the_locality_is_the_placements_today_or_the_las_own():
    at_home = new_in_care(number=1)
    placed = new_in_care(a_placement("2026-04-18", "South Gloucestershire"), number=2)
    found = listed(at_home, placed)

    def of(locality: str, today: date = TODAY) -> list[str]:
        return [i.case.child.child_id for i in in_locality(found, locality, DEFAULT, today)]

    assert of("bristol") == ["C1"]
    assert of("South Gloucestershire") == ["C2"]
    assert of("Bristol", date(2026, 4, 17)) == ["C1", "C2"]


def test_of_kind_keeps_one_kind():
    found = listed(new_in_care(number=1), seen_in_2025(number=2))
    assert [i.case.child.child_id for i in of_kind(found, Kind.RHA)] == ["C2"]


def test_json_has_the_keys_that_scripts_rely_on():
    booked = new_in_care(an_iha(requested="2026-04-15"), a_booking("2026-04-28", id=7))
    request = a_case(an_rha(requested=TODAY, episode=None), number=4, la="Leeds")
    assert [to_json(item) for item in listed(booked, request)] == [
        {
            "la": "801",
            "child_id": "C1",
            "kind": "IHA",
            "due": "2026-05-12",
            "days": 22,
            "state": "not_yet_due",
            "missing": [],
            "booking": "B7",
        },
        {
            "la": "Leeds",
            "child_id": "C4",
            "kind": "RHA",
            "due": None,
            "days": None,
            "state": "requested",
            "missing": ["booking"],
            "booking": None,
        },
    ]


# --- Properties


HOLDS = settings(max_examples=60, deadline=None)


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A child in care since some day up to two years ago, with whatever came of it."""
    number = draw(st.integers(1, 500))
    entered = TODAY - timedelta(draw(st.integers(-20, 700)))
    some_day = st.integers(-30, 700).map(lambda n: TODAY - timedelta(n))
    maybe_day = st.one_of(st.none(), some_day)
    assessments = [
        an_assessment(
            draw(st.sampled_from(list(Kind))),
            requested=draw(maybe_day),
            completed=draw(maybe_day),
            report_sent=draw(maybe_day),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    bookings = [
        a_booking(
            draw(some_day),
            assessment=draw(st.integers(1, len(assessments))),
            kind=assessments[0].kind,
            ending=draw(st.sampled_from([None, *Ending])),
        )
        for _ in range(draw(st.integers(0, 3)) if assessments else 0)
    ]
    left = draw(maybe_day)
    left_care = left if left is not None and left > entered else None
    episode = an_episode(entered, left_care=left_care, part_a=draw(maybe_day))
    la = draw(st.sampled_from(["801", "803", "Leeds"]))
    return a_case(episode, *assessments, *bookings, number=number, la=la, dob=draw(some_day))


@HOLDS
@given(st.lists(cases(), max_size=5, unique_by=lambda case: case.child.id))
def test_every_item_needs_its_date_and_every_past_open_booking_is_shown(caseload):
    found = items(caseload, DEFAULT, TODAY)
    dues = [item.due or date.max for item in found]
    assert dues == sorted(dues)
    order = ["consent", "paperwork", "booking", "outcome", "cancellation", "report"]
    for item in found:
        assert list(item.missing) == [name for name in order if name in item.missing]
        assert not {"booking", "outcome"} <= set(item.missing)
        assert (item.due is None) == (item.days is None)
    awaited = {
        b.assessment for c in caseload for b in c.bookings if b.ending is None and b.day < TODAY
    }
    shown = {i.assessment.id for i in found if i.assessment is not None}
    assert awaited <= shown
