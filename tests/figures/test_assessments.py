"""The charts iha and rha: which quarter, which band, which state, of how many (RULES 3, 4, 8)."""

from datetime import date

import pytest

from clanbook.caseload import Case
from clanbook.figures import Basis, Share
from tests.build import a_case, a_placement, a_refusal, an_assessment, an_episode, an_iha, an_rha
from tests.figures.counting import behind, counted, reported


def entered(day: str, *records: object, number: int = 1, **child: object) -> Case:
    """A nine-year-old who entered care on a day, unless a date of birth is given."""
    return a_case(an_episode(day), *records, number=number, **{"dob": "2009-01-01", **child})


def in_each_state() -> list[Case]:
    """Five IHAs due in Q1, one in each state as at 15 June 2018 (28 days: entry + 28)."""
    return [
        # Entered 1 May, due 29 May.
        entered("2018-05-01", an_iha(completed="2018-05-29"), number=1),
        entered("2018-05-01", an_iha(completed="2018-05-30"), number=2),
        entered("2018-05-01", an_iha(), a_refusal("2018-05-10"), number=3),
        entered("2018-05-01", number=4),
        # Entered 18 May, due 15 June: not over before that day is.
        entered("2018-05-18", number=5),
    ]


def test_each_required_iha_is_in_exactly_one_state() -> None:
    found = reported(*in_each_state(), as_at=date(2018, 6, 15))

    for child, state in enumerate(("on_time", "late", "refused", "outstanding", "not_yet_due"), 1):
        assert behind(found, f"iha.{state}") == [f"C{child}"]
    assert found.charts["iha"].count("Bristol", "required") == 5


def test_percentages_are_of_required_less_not_yet_due() -> None:
    chart = reported(*in_each_state(), as_at=date(2018, 6, 15)).charts["iha"]

    # 1 of 5 required less 1 not yet due: 25%.
    assert chart.share("Bristol", "on_time") == Share(1, 4)
    assert chart.value("Bristol", "percent") == 25


@pytest.mark.parametrize(
    ("day", "basis", "counts"),
    [
        # Due 28 days after entry: 3 March -> 31 March, 4 March -> 1 April; 2 June -> 30 June.
        ("2018-03-03", "due", 0),
        ("2018-03-04", "due", 1),
        ("2018-06-02", "due", 1),
        ("2018-06-03", "due", 0),
        ("2018-03-31", "entered", 0),
        ("2018-04-01", "entered", 1),
        ("2018-06-30", "entered", 1),
        ("2018-07-01", "entered", 0),
    ],
)
def test_an_iha_belongs_to_the_quarter_of_its_due_date_or_of_entry(
    day: str, basis: Basis, counts: int
) -> None:
    found = reported(entered(day), basis=basis)

    assert found.charts["iha"].count("Bristol", "required") == counts
    assert found.trend[0].iha.count("Bristol", "required") == counts


def test_the_basis_is_the_ihas_alone() -> None:
    # Entered 1 May 2017 aged 8: an RHA due a year later, whatever the basis.
    case = entered("2017-05-01")

    for basis in ("due", "entered"):
        chart = reported(case, basis=basis).charts["rha"]
        assert counted(chart) == {"required": 1, "required_5_18": 1, "outstanding": 1}


@pytest.mark.parametrize(
    ("dob", "band"), [("2013-05-02", "required_0_4"), ("2013-05-01", "required_5_18")]
)
def test_an_ihas_band_goes_by_the_age_at_entry(dob: str, band: str) -> None:
    # Entered 1 May 2018, the fifth birthday or the day before it; five either way when due.
    chart = reported(entered("2018-05-01", dob=dob)).charts["iha"]

    assert counted(chart) == {"required": 1, band: 1, "outstanding": 1}


@pytest.mark.parametrize(
    ("start", "dob", "band"),
    [
        # Six months on is 1 May 2018, a day before the fifth birthday.
        ("2017-11-01", "2013-05-02", "required_0_4"),
        # Six months on is the fifth birthday, so it is due after twelve; aged 4 at the start.
        ("2017-05-01", "2012-11-01", "required_5_18"),
    ],
)
def test_an_rhas_band_goes_by_the_age_at_the_due_date(start: str, dob: str, band: str) -> None:
    case = a_case(an_episode(start), an_iha(completed=start), dob=dob)

    assert counted(reported(case).charts["rha"]) == {"required": 1, band: 1, "outstanding": 1}


def test_without_a_date_of_birth_only_a_uasc_is_counted_as_five_or_over() -> None:
    found = reported(
        a_case(an_episode("2018-05-01"), number=1),
        a_case(an_episode("2018-05-01", uasc=True), number=2),
    )

    assert behind(found, "iha.required_0_4") == ["C1"]
    assert behind(found, "iha.required_5_18") == ["C2"]


def test_each_rha_due_in_the_quarter_counts_even_two_of_one_child() -> None:
    # A baby entered 1 October 2017, IHA the same day: RHA due 1 April, seen early on
    # 15 December 2017, so the next is due 15 June 2018.
    case = a_case(
        an_episode("2017-10-01"),
        an_iha(completed="2017-10-01"),
        an_rha(completed="2017-12-15"),
        dob="2017-09-20",
    )

    chart = reported(case).charts["rha"]
    assert counted(chart) == {
        "required": 2,
        "required_0_4": 2,
        "on_time": 1,
        "outstanding": 1,
    }
    assert [member.why for member in chart.members("Bristol", "required")] == [
        "RHA counted from 01-Oct-2017, due 01-Apr-2018 (6 months under 5, else 12), "
        "seen 15-Dec-2017: on time (aged 0 on 01-Apr-2018).",
        "RHA counted from 15-Dec-2017, due 15-Jun-2018 (6 months under 5, else 12), "
        "not seen by 30-Sep-2018: outstanding (aged 0 on 15-Jun-2018).",
    ]


def test_an_iha_says_when_care_began_when_it_was_due_and_when_it_was_done() -> None:
    case = entered("2018-06-01", an_iha(completed="2018-07-05"), dob="2014-06-02")

    (member,) = reported(case).members("iha.late", "Bristol")
    assert member.why == (
        "Entered care 01-Jun-2018, due 29-Jun-2018 (28 days), seen 05-Jul-2018: late "
        "(aged 3 on 01-Jun-2018)."
    )
    assert (member.la, member.child, member.child_id, member.episode) == ("Bristol", 1, "C1", 1)
    assert member.requirement is not None
    assert member.requirement.seen == date(2018, 7, 5)


def test_an_iha_is_counted_by_the_responsible_la_wherever_the_child_is_placed() -> None:
    case = entered("2018-05-01", a_placement("2018-05-01", "South Gloucestershire"))

    chart = reported(case).charts["iha"]
    assert chart.count("Bristol", "required") == 1
    assert chart.count("South Gloucestershire", "required") == 0


def test_those_in_an_age_band_without_a_date_of_birth_can_be_opened() -> None:
    found = reported(
        a_case(an_episode("2018-05-01"), number=1),
        a_case(an_episode("2018-05-01", uasc=True), number=2),
        a_case(an_episode("2018-05-01"), number=3, dob="2015-01-01"),
        a_case(an_episode("2018-05-01"), number=4, la="802"),
    )

    assert behind(found, "iha.required_0_4_without_birth_date") == ["C1"]
    assert behind(found, "iha.required_5_18_without_birth_date") == ["C2"]
    assert behind(found, "iha.required_0_4_without_birth_date", "Total") == ["C4", "C1"]


# --- Other LAs' children


def requested(
    *days: str | None, placed_in: str = "Bristol", completed: str | None = None, number: int = 1
) -> Case:
    """A child of Wiltshire's placed here, with an RHA requested on each day."""
    rows = [an_rha(requested=day, completed=completed, episode=None) for day in days]
    placement = a_placement("2018-01-01", placed_in)
    return a_case(placement, *rows, la="Wiltshire", number=number)


def test_other_las_requests_count_by_where_the_child_is_placed_outside_the_percentage() -> None:
    chart = reported(
        requested("2018-04-01", placed_in="Bristol", completed="2018-05-01", number=1),
        requested("2018-06-30", placed_in="North Somerset", number=2),
        requested("2018-05-01", placed_in="Wiltshire", number=3),
    ).charts["rha"]

    assert counted(chart) == {"other_las_requested": 1, "other_las_completed": 1}
    assert counted(chart, "North Somerset") == {"other_las_requested": 1}
    assert counted(chart, "Total") == {"other_las_requested": 2, "other_las_completed": 1}
    assert chart.value("Bristol", "percent") is None


def test_a_request_that_no_row_counts_stands_aside_and_says_why() -> None:
    nowhere = a_case(an_rha(requested="2018-05-01", episode=None), la="Wiltshire", number=2)
    found = reported(
        requested("2018-05-01", placed_in="Swindon", number=1),
        nowhere,
        requested("2018-05-01", placed_in="Bristol", number=3),
        requested("2018-07-01", placed_in="Swindon", number=4),
    )

    assert behind(found, "rha.other_las_in_no_row", "Total") == ["C1", "C2"]
    assert behind(found, "rha.other_las_in_no_row", "Bristol") == []
    assert behind(found, "iha.other_las_in_no_row", "Total") == []
    assert [member.why for member in found.members("rha.other_las_in_no_row", "Total")] == [
        "RHA requested by Wiltshire on 01-May-2018, not completed by 30-Sep-2018. It is in no row"
        " of the report: the child's placement is Swindon, which is no locality of this service.",
        "RHA requested by Wiltshire on 01-May-2018, not completed by 30-Sep-2018. It is in no row"
        " of the report: the child's placement is not known.",
    ]


@pytest.mark.parametrize(
    ("day", "counts"),
    [("2018-03-31", 0), ("2018-04-01", 1), ("2018-06-30", 1), ("2018-07-01", 0), (None, 0)],
)
def test_other_las_requests_count_in_the_quarter_they_were_made_in(
    day: str | None, counts: int
) -> None:
    chart = reported(requested(day)).charts["rha"]

    assert chart.count("Bristol", "other_las_requested") == counts


def test_a_request_completed_after_the_as_at_day_is_not_yet_completed() -> None:
    found = reported(requested("2018-06-01", completed="2018-10-01"), as_at=date(2018, 9, 30))

    assert counted(found.charts["rha"]) == {"other_las_requested": 1}
    assert found.members("rha.other_las_requested", "Bristol")[0].why == (
        "RHA requested by Wiltshire on 01-Jun-2018, not completed by 30-Sep-2018."
    )


def test_a_request_is_of_the_locality_the_child_was_in_that_day_or_else_came_to_first() -> None:
    moved = a_case(
        a_placement("2018-04-10", "Bristol"),
        a_placement("2018-05-10", "North Somerset"),
        an_assessment("IHA", requested="2018-04-02", episode=None),
        an_assessment("IHA", requested="2018-05-09", episode=None),
        an_assessment("IHA", requested="2018-05-10", episode=None),
        an_assessment("ADOPTION", requested="2018-05-10", episode=None),
        la="Wiltshire",
    )

    chart = reported(moved).charts["iha"]
    assert chart.count("Bristol", "other_las_requested") == 2
    assert chart.count("North Somerset", "other_las_requested") == 1


def test_own_children_are_never_other_las_requests() -> None:
    case = entered("2018-05-01", a_placement("2018-05-01"), an_iha(requested="2018-05-02"))

    assert reported(case).charts["iha"].count("Bristol", "other_las_requested") == 0
