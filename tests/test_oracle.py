"""The second implementation and its random caseloads, on cases worked by hand."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from clanbook.records import (
    SDQ,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    Consent,
    Ending,
    Explanation,
    Kind,
    Placement,
    Record,
    Refusal,
    RefusedBy,
)
from tests import oracle
from tests.random_caseload import BNSSG, LAST_DAY, random_caseload

RULES = {
    "iha_due": "28 days",
    "iha_basis": "due",
    "notify_within": "72 hours",
    "rha_age_basis": "at_due",
    "rha_on_time": "by_due_date",
}
LATER = date(2026, 1, 1)


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def an_episode(entered: str, left: str | None = None, **fields: Any) -> CareEpisode:
    return CareEpisode(
        id=1,
        child=1,
        entered_care=date.fromisoformat(entered),
        left_care=day(left),
        notified=fields.pop("notified", date.fromisoformat(entered)),
        **fields,
    )


def an_assessment(kind: Kind, completed: str | None = None, **fields: Any) -> Assessment:
    return Assessment(
        **{"id": 1, "child": 1, "episode": 1, "kind": kind, "completed": day(completed), **fields}
    )


def a_consent(received: str) -> Consent:
    return Consent(id=1, child=1, episode=1, received=date.fromisoformat(received))


def needs(
    *records: Record, dob: str | None = "2008-01-01", as_at: date = LATER, **rules: str
) -> list[oracle.Need]:
    child = Child(id=1, la="801", child_id="C1", dob=day(dob))
    world = oracle.survey([child, *records], {"801": {**RULES, **rules}}, BNSSG, as_at)
    return list(world.needs)


def iha(*records: Record, **options: Any) -> oracle.Need | None:
    return next((need for need in needs(*records, **options) if need.kind == Kind.IHA), None)


def rhas(*records: Record, **options: Any) -> list[tuple[str, str]]:
    return [
        (need.due.isoformat(), need.state)
        for need in needs(*records, **options)
        if need.kind == Kind.RHA
    ]


@pytest.mark.parametrize(
    ("entered", "working_days", "days"),
    [
        ("2018-06-03", "2018-06-29", "2018-07-01"),
        ("2018-12-17", "2019-01-17", "2019-01-14"),
        ("2020-12-18", "2021-01-20", "2021-01-15"),
        ("2022-05-16", "2022-06-15", "2022-06-13"),
        ("2022-09-05", "2022-10-04", "2022-10-03"),
        ("2023-04-14", "2023-05-16", "2023-05-12"),
        ("2024-02-29", "2024-03-28", "2024-03-28"),
        ("2025-12-24", "2026-01-26", "2026-01-21"),
    ],
)
def test_an_iha_is_due_as_the_rules_list(entered: str, working_days: str, days: str) -> None:
    start = date.fromisoformat(entered)
    assert oracle.after("20 working days", start) == date.fromisoformat(working_days)
    assert oracle.after("28 days", start) == date.fromisoformat(days)


def test_months_clamp_and_birthdays_of_29_february_fall_on_1_march() -> None:
    assert oracle.add_months(date(2017, 8, 31), 6) == date(2018, 2, 28)
    assert oracle.add_months(date(2018, 1, 15), -2) == date(2017, 11, 15)
    assert oracle.birthday(date(2012, 2, 29), 5) == date(2017, 3, 1)
    assert oracle.age(date(2012, 2, 29), date(2017, 2, 28)) == 4
    assert oracle.quarter_from(date(2018, 1, 1)).label == "2017-18 Q4"


def test_halves_of_a_percent_round_up() -> None:
    assert [oracle.percent(n, d) for n, d in ((1, 8), (7, 19), (1, 44), (0, 3), (0, 0))] == [
        13,
        37,
        2,
        0,
        None,
    ]


@pytest.mark.parametrize(
    ("seen", "state"),
    [("2018-07-01", "on_time"), ("2018-07-02", "late"), (None, "outstanding")],
)
def test_an_iha_is_on_time_until_its_due_day(seen: str | None, state: str) -> None:
    need = iha(an_episode("2018-06-03"), an_assessment(Kind.IHA, seen))
    assert need is not None
    assert need.state == state


def test_an_iha_is_not_yet_due_on_its_due_day() -> None:
    need = iha(an_episode("2018-06-03"), as_at=date(2018, 7, 1))
    assert need is not None
    assert need.state == "not_yet_due"
    assert need.reasons == ()


@pytest.mark.parametrize(("left", "required"), [("2018-07-01", False), ("2018-07-02", True)])
def test_an_iha_unseen_is_required_only_past_its_due_day(left: str, required: bool) -> None:
    assert (iha(an_episode("2018-06-03", left)) is not None) == required


def test_an_18th_birthday_ends_care() -> None:
    assert iha(an_episode("2018-06-03"), dob="2000-07-01") is None
    assert iha(an_episode("2018-06-03"), dob="2000-07-02") is not None


@pytest.mark.parametrize(("seen", "required"), [("2018-03-02", True), ("2018-03-03", False)])
def test_an_assessment_of_the_last_three_months_stands_in(seen: str, required: bool) -> None:
    earlier = an_assessment(Kind.RHA, seen, episode=None)
    assert (iha(an_episode("2018-06-03"), earlier) is not None) == required


def test_short_breaks_need_nothing() -> None:
    assert needs(an_episode("2016-06-03", legal_status="V4")) == []


def test_reviews_follow_from_the_iha_and_from_each_other() -> None:
    found = rhas(
        an_episode("2015-08-01", "2018-05-01"),
        an_assessment(Kind.IHA, "2015-08-31"),
        an_assessment(Kind.RHA, "2016-02-29", id=2),
        an_assessment(Kind.RHA, "2016-09-01", id=3),
        dob="2015-07-01",
    )
    assert found == [
        ("2016-02-29", "on_time"),
        ("2016-08-29", "late"),
        ("2017-03-01", "outstanding"),
    ]


@pytest.mark.parametrize(("basis", "due"), [("at_due", "2018-08-01"), ("at_last", "2018-02-01")])
def test_a_child_of_four_years_and_eight_months_is_due_by_either_rule(basis: str, due: str) -> None:
    found = rhas(an_episode("2017-08-01"), dob="2012-12-01", rha_age_basis=basis)
    assert found == [(due, "outstanding")]


def test_a_review_within_the_month_due_is_on_time_in_dorset() -> None:
    records = an_episode("2017-05-10", "2018-12-01"), an_assessment(Kind.RHA, "2018-05-31")
    assert rhas(*records) == [("2018-05-10", "late")]
    assert rhas(*records, rha_on_time="within_month_due") == [("2018-05-10", "on_time")]


def test_a_late_iha_after_the_first_review_was_due_answers_it() -> None:
    found = rhas(an_episode("2016-05-10", "2018-06-02"), an_assessment(Kind.IHA, "2017-06-01"))
    assert found == [("2017-05-10", "late"), ("2018-06-01", "outstanding")]


def test_reasons_stand_in_order_and_staff_may_name_another() -> None:
    records = [
        an_episode("2018-06-03", notified=date(2018, 6, 7)),
        an_assessment(Kind.IHA, refused_on=date(2018, 6, 20), carried_out_by="Wiltshire"),
        a_consent("2018-07-02"),
    ]
    need = iha(*records)
    assert need is not None
    assert need.state == "refused"
    assert need.reasons == ("refused", "late_notification", "no_consent", "out_of_area")
    assert need.primary == "refused"
    named = Explanation(
        id=1,
        child=1,
        episode=1,
        kind=Kind.IHA,
        due=date(2018, 7, 1),
        reason="no_capacity",
        note="No room until August",
    )
    explained = iha(*records, named)
    assert explained is not None
    assert explained.primary == "no_capacity"
    assert explained.reasons == (*need.reasons, "no_capacity")


def test_a_parents_refusal_is_no_consent() -> None:
    row = an_assessment(Kind.IHA, refused_on=date(2018, 6, 20), refused_by=RefusedBy.PARENT)
    need = iha(an_episode("2018-06-03"), row, a_consent("2018-06-04"))
    assert need is not None
    assert (need.state, need.reasons) == ("outstanding", ("no_consent",))


@pytest.mark.parametrize(
    ("booked_at", "moved_from", "state"),
    [
        (datetime(2018, 6, 20, 9, tzinfo=UTC), None, "refused"),
        (datetime(2018, 6, 20, 11, tzinfo=UTC), None, "outstanding"),
        (datetime(2018, 6, 20, 23, 30, tzinfo=UTC), None, "outstanding"),
        (datetime(2018, 6, 19, 23, 30, tzinfo=UTC), None, "refused"),
        (datetime(2018, 6, 25, 9, tzinfo=UTC), 7, "refused"),
    ],
)
def test_a_refusal_stands_until_a_later_booking(
    booked_at: datetime, moved_from: int | None, state: str
) -> None:
    refusal = Refusal(
        id=1,
        child=1,
        assessment=1,
        on=date(2018, 6, 20),
        recorded_at=datetime(2018, 6, 20, 10, tzinfo=UTC),
    )
    booking = Booking(
        id=1,
        child=1,
        assessment=1,
        session=1,
        index=0,
        kind=Kind.IHA,
        day=date(2018, 6, 28),
        booked_at=booked_at,
        ending=Ending.CANCELLED_BY_CLINIC,
        moved_from=moved_from,
    )
    need = iha(an_episode("2018-06-03"), an_assessment(Kind.IHA), refusal, booking)
    assert need is not None
    assert need.state == state


def test_a_late_iha_would_have_been_on_time_with_notice_on_time() -> None:
    seen = [
        iha(an_episode("2018-06-03", notified=date(2018, 6, 10)), an_assessment(Kind.IHA, text))
        for text in ("2018-07-05", "2018-07-06")
    ]
    assert [need and need.on_time_had_notice_been_on_time for need in seen] == [True, False]


def test_a_quarter_is_counted_by_la_and_in_total() -> None:
    records = [
        Child(id=1, la="801", child_id="C1", dob=date(2014, 7, 1), ethnicity="CHNE"),
        an_episode("2017-07-01", uasc=True),
        Placement(id=1, child=1, since=date(2017, 7, 1), placed_in="North Somerset"),
        SDQ(id=1, child=1, completed=date(2018, 4, 1), score=0),
        Child(id=2, la="Wiltshire", child_id="C2"),
        Placement(id=2, child=2, since=date(2018, 1, 1), placed_in="Bristol"),
        an_assessment(
            Kind.RHA, "2018-07-01", id=2, child=2, episode=None, requested=date(2018, 6, 30)
        ),
    ]
    rules = dict.fromkeys(("801", "802", "803"), RULES)
    found = oracle.charts(records, rules, BNSSG, date(2018, 4, 1), date(2018, 6, 30))
    assert found["sdq"]["Bristol"] == {"completed": 1, "due": 0, "up_to_date": 0, "percent": None}
    assert found["profile"]["Total"]["age"]["1_4"] == 1
    assert found["profile"]["Total"]["ethnic_group"]["Asian"] == 1
    assert found["rha"]["Bristol"]["other_las_requested"] == 1
    assert found["rha"]["Total"]["other_las_completed"] == 0
    assert [row["quarter"] for row in found["trend"]] == ["2018-19 Q1", "2017-18 Q4", "2017-18 Q3"]
    entered = oracle.charts(records, rules, BNSSG, date(2017, 7, 1), date(2018, 6, 30))
    assert entered["uasc"] == {
        row: {"accommodated": n}
        for row, n in (
            ("North Somerset", 0),
            ("Bristol", 1),
            ("South Gloucestershire", 0),
            ("Total", 1),
        )
    }
    assert entered["accommodated"]["Bristol"]["out_of_area"] == 1
    assert list(entered["accommodated"]) == [
        "North Somerset",
        "Bristol",
        "South Gloucestershire",
        "Total",
    ]


def test_a_child_is_due_a_questionnaire_after_a_year_from_4_until_17() -> None:
    births = {"2014-06-30": 1, "2014-07-01": 0, "2001-06-30": 0, "2001-07-01": 1}
    for dob, due in births.items():
        child = Child(id=1, la="801", child_id="C1", dob=day(dob))
        rules = dict.fromkeys(("801", "802", "803"), RULES)
        for entered, expected in (("2017-07-01", due), ("2017-07-02", 0)):
            records = [child, an_episode(entered)]
            found = oracle.charts(records, rules, BNSSG, date(2018, 4, 1), LATER)
            assert found["sdq"]["Total"]["due"] == expected


@pytest.mark.parametrize("seed", range(20))
def test_a_random_caseload_could_be_somebodys(seed: int) -> None:
    records = random_caseload(seed, children=20)
    assert records == random_caseload(seed, children=20)
    assert len({(type(record), record.id) for record in records}) == len(records)
    for child in (record for record in records if isinstance(record, Child)):
        folder = oracle.Folder(child, records, RULES)
        previous = date.min
        for episode in folder.all(CareEpisode):
            end = folder.effective_end(episode)
            assert previous <= episode.entered_care < (end or date.max)
            previous = end or date.max
        days = [oracle.day_seen(row) for row in folder.completed()]
        assert len(set(days)) == len(days)
        assert all(seen <= LAST_DAY for seen in days)
