"""What is left of an erased child counts as the child did, and tells no more than it must."""

import tomllib
from collections.abc import Sequence
from datetime import date, timedelta

import pytest

from clanbook import figures, settings
from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import Basis, report
from clanbook.figures.remainder import Was, cases_left, left_of
from clanbook.records import Child, Kind, Record, Remainder
from clanbook.settings import DEFAULT, Service
from tests.build import a_case, a_placement, an_episode, an_iha, an_rha, an_sdq
from tests.figures.counting import LATER, Q1, counted
from tests.figures.test_against_oracle import AS_AT, QUARTERS, SERVICES, cases_of, las_of
from tests.random_caseload import random_caseload

TODAY = date(2019, 3, 31)


def left(case: Case, *services: Service) -> Case:
    """The case of a child after erasing."""
    of_lists = (value for value in vars(case).values() if isinstance(value, list))
    records: Sequence[Record] = [case.child, *(each for found in of_lists for each in found)]
    history = [Was(1, TODAY, each.table, each.id, each) for each in records]
    kept = Remainder(
        child=case.child.id,
        of_la=case.child.la,
        erased_on=TODAY,
        reason="",
        known=left_of(history, services or [DEFAULT]),
    )
    (found,) = cases_left([kept], 1)
    return found


@pytest.mark.parametrize("seed", range(100))
def test_a_caseload_of_remainders_gives_the_same_report(seed: int) -> None:
    text = SERVICES[seed % len(SERVICES)]
    service = settings.parse(text)
    basis: Basis | None = "entered" if seed % 3 == 0 else None
    cases = cases_of(random_caseload(seed, children=24, las=las_of(tomllib.loads(text))))
    unnamed = [left(case, service) for case in cases]
    for offset in (0, 2, 5):
        quarter = Quarter.parse(QUARTERS[(seed + offset) % len(QUARTERS)])
        as_at = AS_AT[(seed + offset) % len(AS_AT)]
        wanted = figures.report(cases, service, quarter, as_at, basis).as_json()
        assert figures.report(unnamed, service, quarter, as_at, basis).as_json() == wanted


BORDERS = {
    "seen while in care, of age before the month ends": a_case(
        an_episode("2017-01-02", legal_status="V3"),
        an_sdq("2018-05-20", score=9),
        dob="2000-05-15",
    ),
    "placed since they came of age": a_case(
        an_episode("2017-01-02"),
        an_episode("2018-06-20"),
        a_placement("2018-05-20"),
        dob="2000-05-15",
    ),
    "a review due on the 5th birthday": a_case(
        an_episode("2017-05-10"),
        an_iha(completed="2017-06-01"),
        an_rha(completed="2017-12-15"),
        dob="2013-06-15",
    ),
    "of age on the day the IHA is due": a_case(an_episode("2018-04-10"), dob="2000-05-08"),
    "of age the day after": a_case(an_episode("2018-04-10"), dob="2000-05-09"),
    "nothing known": a_case(an_episode("2018-04-10")),
}


@pytest.mark.parametrize("case", BORDERS.values(), ids=BORDERS.keys())
def test_a_day_between_a_birthday_and_the_months_end_is_counted_right(case: Case) -> None:
    wanted = report([case], DEFAULT, Q1, LATER)
    found = report([left(case)], DEFAULT, Q1, LATER)
    assert found.as_json() == wanted.as_json()
    assert any(counted(chart) for chart in found.charts.values())


@pytest.mark.parametrize("days", range(1, 25, 4))
def test_a_birth_date_that_is_counted_alike_leaves_the_same(days: int) -> None:
    episode, born = an_episode("2018-04-10", left_care="2018-09-03"), date(2011, 9, 2)
    one, other = (a_case(episode, dob=day) for day in (born, born + timedelta(days)))
    assert vars(left(one))["child"] == vars(left(other))["child"]


def test_of_a_birthday_far_from_anything_counted_nothing_is_told() -> None:
    found = left(a_case(an_episode("2018-04-10", left_care="2018-09-03"), dob="2011-09-02")).child
    assert isinstance(found, Child)
    assert [found.turns(years) for years in (1, 5)] == [date(2018, 4, 30), date(2018, 4, 10)]
    assert [found.turns(years) for years in (10, 16, 17, 18)] == [date.max] * 4


def test_no_text_that_a_person_typed_is_left() -> None:
    case = a_case(
        an_episode("2018-04-10", legal_status="sees Dr Zq", left_reason="Zq"),
        an_iha(carried_out_by="Zq team", clinical_need="Zq", ref="Zq", away_reason="custody"),
        a_placement("2018-04-10", placed_in="Zq", address="Zq", carer="Zq"),
        an_sdq("2018-05-01", score=37),
        ethnicity="MWBC",
        forename="Zq",
        surname="Zq",
        nhs_number="9990000018",
    )
    found = left(case)
    told = str(vars(found)) + str(found.child)
    assert "Zq" not in told
    assert "37" not in told
    assert "custody" not in told
    assert "9990000018" not in told
    assert found.assessments[0].kind is Kind.IHA
