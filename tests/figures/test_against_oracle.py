"""The figures equal those of a second, slow and obvious implementation on random caseloads."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any, Literal

import pytest

from clanbook import figures, settings
from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.records import Child, ChildRecord, Record
from tests import oracle
from tests.random_caseload import random_caseload

BNSSG = """
name = "BNSSG"
[rules]
iha_due = "28 days"
iha_basis = "due"
notify_within = "72 hours"
rha_age_basis = "at_due"
rha_on_time = "by_due_date"
[[las]]
name = "North Somerset"
code = 802
locality = "North Somerset"
[[las]]
name = "Bristol"
code = 801
locality = "Bristol"
[[las]]
name = "South Gloucestershire"
code = 803
locality = "South Gloucestershire"
[las.rules]
notify_within = "48 hours"
"""
DORSET = """
name = "Dorset"
[rules]
iha_due = "20 working days"
iha_basis = "due"
notify_within = "5 working days"
rha_age_basis = "at_last"
rha_on_time = "within_month_due"
closed_days = ["2017-12-27", "2018-07-02"]
[[las]]
name = "Dorset"
code = 838
locality = "Dorset"
[[las]]
name = "Bournemouth, Christchurch and Poole"
code = 839
locality = "Dorset"
"""
MIXED = """
name = "Both sides of the bridge"
[rules]
iha_due = "20 working days"
iha_basis = "entered"
notify_within = "72 hours"
rha_age_basis = "at_due"
rha_on_time = "within_month_due"
[[las]]
name = "North Somerset"
code = 802
locality = "North Somerset"
[las.rules]
iha_due = "28 days"
notify_within = "5 working days"
[[las]]
name = "Bristol"
code = 801
locality = "Bristol"
"""
SERVICES = (BNSSG, DORSET, BNSSG, DORSET, MIXED)
QUARTERS = (
    "2017-18 Q1",
    "2017-18 Q2",
    "2017-18 Q3",
    "2017-18 Q4",
    "2018-19 Q1",
    "2018-19 Q2",
    "2018-19 Q3",
)
AS_AT = (
    date(2017, 5, 15),
    date(2017, 12, 31),
    date(2018, 3, 1),
    date(2018, 6, 30),
    date(2018, 7, 1),
    date(2018, 11, 20),
    date(2019, 3, 31),
    date(2026, 5, 4),
)


def las_of(document: Mapping[str, Any]) -> list[oracle.LocalAuthority]:
    return [(la["name"], str(la["code"]), la["locality"]) for la in document["las"]]


def rules_of(document: Mapping[str, Any], basis: str | None) -> dict[str, dict[str, Any]]:
    values = {}
    for la in document["las"]:
        own = {**document["rules"], **la.get("rules", {})}
        own["iha_basis"] = basis or own["iha_basis"]
        own["closed_days"] = [date.fromisoformat(day) for day in own.get("closed_days", ())]
        values[str(la["code"])] = own
    return values


def cases_of(records: list[Record]) -> list[Case]:
    cases = []
    for child in records:
        if isinstance(child, Child):
            own = [r for r in records if isinstance(r, ChildRecord) and r.child == child.id]
            cases.append(Case(child, own))
    return cases


def first_difference(expected: Any, got: Any, path: str = "") -> str | None:
    """Where two documents first differ, the order of the rows included; None where nowhere."""
    if isinstance(expected, list) and isinstance(got, list):
        expected, got = dict(enumerate(expected)), dict(enumerate(got))
    if not (isinstance(expected, dict) and isinstance(got, dict)):
        return None if expected == got else f"{path}: the oracle has {expected!r}, got {got!r}"
    for key in expected:
        found = first_difference(expected[key], got.get(key, "nothing"), f"{path} > {key}")
        if found:
            return found
    if list(expected) != list(got):
        return f"{path}: the oracle has {list(expected)}, got {list(got)}"
    return None


@pytest.mark.parametrize("seed", range(300))
def test_the_figures_are_those_of_the_second_implementation(seed: int) -> None:
    text = SERVICES[seed % len(SERVICES)]
    document, service = tomllib.loads(text), settings.parse(text)
    basis: Literal["entered"] | None = "entered" if seed % 7 == 0 else None
    as_at = AS_AT[seed % len(AS_AT)]
    las = las_of(document)
    records = random_caseload(seed, children=12 + seed % 9, las=las)
    cases = cases_of(records)
    world = oracle.survey(records, rules_of(document, basis), las, as_at)
    for offset in (0, 2, 5):
        quarter = Quarter.parse(QUARTERS[(seed + offset) % len(QUARTERS)])
        expected = oracle.charts_of(world, quarter.start)
        report = figures.report(cases, service, quarter, as_at, basis=basis, trend=3)
        difference = first_difference(expected, report.as_json()["charts"])
        assert difference is None, (
            f"seed {seed}, {service.name}, {quarter.label} as at {as_at}: {difference}"
        )
