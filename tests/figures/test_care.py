"""The charts accommodated, uasc and profile (RULES 8)."""

from datetime import date

import pytest

from clanbook.caseload import Case
from tests.build import a_case, a_placement, an_episode
from tests.figures.counting import behind, counted, reported


def placed(number: int, placed_in: str | None, entered: str = "2018-05-01", **child: str) -> Case:
    where = [] if placed_in is None else [a_placement(entered, placed_in)]
    return a_case(an_episode(entered), *where, number=number, **child)


def test_accommodated_tells_the_own_locality_from_anywhere_else_and_from_not_known() -> None:
    found = reported(
        placed(1, "Bristol"),
        placed(2, "bristol "),  # as typed, but the same place
        placed(3, "South Gloucestershire"),  # one of the service's, but not Bristol's own
        placed(4, "Swindon"),
        placed(5, ""),
        placed(6, None),
        placed(7, "South Gloucestershire", la="803"),
    )

    chart = found.charts["accommodated"]
    assert counted(chart) == {"total": 6, "within_locality": 2, "out_of_area": 2, "not_known": 2}
    assert counted(chart, "South Gloucestershire") == {"total": 1, "within_locality": 1}
    assert counted(chart, "North Somerset") == {}
    assert counted(chart, "Total") == {
        "total": 7,
        "within_locality": 3,
        "out_of_area": 2,
        "not_known": 2,
    }
    assert behind(found, "accommodated.out_of_area") == ["C3", "C4"]


@pytest.mark.parametrize(
    ("entered", "counts"),
    [("2018-03-31", 0), ("2018-04-01", 1), ("2018-06-30", 1), ("2018-07-01", 0)],
)
def test_a_quarter_takes_in_its_first_and_its_last_day(entered: str, counts: int) -> None:
    assert (
        reported(placed(1, "Bristol", entered)).charts["accommodated"].count("Bristol", "total")
        == counts
    )


def test_the_placement_at_entry_counts_and_not_a_later_one() -> None:
    case = a_case(
        an_episode("2018-05-01"),
        a_placement("2018-05-01", "Swindon"),
        a_placement("2018-05-20", "Bristol"),
    )

    chart = reported(case).charts["accommodated"]
    assert counted(chart) == {"total": 1, "out_of_area": 1}
    assert chart.members("Bristol", "out_of_area")[0].why == (
        "Entered care 01-May-2018, placed in Swindon (the locality of Bristol is Bristol)."
    )


def test_two_episodes_entered_in_a_quarter_are_two_accommodated() -> None:
    case = a_case(an_episode("2018-04-02", left_care="2018-04-20"), an_episode("2018-06-01"))

    members = reported(case).members("accommodated.total", "Bristol")
    assert [member.episode for member in members] == [1, 2]


def test_other_las_children_are_not_accommodated_here() -> None:
    found = reported(placed(1, "Bristol", la="Wiltshire"))

    assert counted(found.charts["accommodated"], "Total") == {}
    assert counted(found.charts["profile"], "Total") == {}


def test_uasc_counts_only_unaccompanied_children_entered_in_the_quarter() -> None:
    found = reported(
        a_case(an_episode("2018-05-01", uasc=True), number=1),
        a_case(an_episode("2018-05-01"), number=2),
        a_case(an_episode("2018-03-31", uasc=True), number=3),
    )

    assert counted(found.charts["uasc"]) == {"accommodated": 1}
    assert found.members("uasc.accommodated", "Total")[0].why == (
        "Unaccompanied asylum-seeking child, entered care 01-May-2018."
    )


def test_short_breaks_count_as_accommodated_uasc_and_profile_and_nowhere_else() -> None:
    found = reported(
        a_case(
            an_episode("2018-05-01", uasc=True, legal_status="V4"),
            a_placement("2018-05-01", "Bristol"),
            dob="2008-01-01",
        )
    )

    assert {name for name, chart in found.charts.items() if counted(chart)} == {
        "accommodated",
        "uasc",
        "profile",
    }


@pytest.mark.parametrize(
    ("entered", "left", "counts"),
    [
        ("2018-06-30", None, 1),  # entered on the quarter's last day
        ("2018-07-01", None, 0),
        ("2018-01-01", "2018-06-30", 0),  # ended by the end of that day
        ("2018-01-01", "2018-07-01", 1),
    ],
)
def test_the_profile_is_of_those_in_care_at_the_end_of_the_quarters_last_day(
    entered: str, left: str | None, counts: int
) -> None:
    case = a_case(an_episode(entered, left_care=left), dob="2010-01-01")

    assert reported(case).charts["profile"].count("Bristol", "total") == counts


def test_the_eighteenth_birthday_ends_care_in_the_profile() -> None:
    # 18 on the quarter's last day: care has ended by its end.
    assert (
        counted(reported(a_case(an_episode("2018-01-01"), dob="2000-06-30")).charts["profile"])
        == {}
    )


@pytest.mark.parametrize(
    ("dob", "band"),
    [
        ("2018-06-30", "under_1"),
        ("2017-07-01", "under_1"),  # one tomorrow
        ("2017-06-30", "1_4"),  # one today
        ("2013-07-01", "1_4"),
        ("2013-06-30", "5_9"),
        ("2008-07-01", "5_9"),
        ("2008-06-30", "10_15"),
        ("2002-07-01", "10_15"),
        ("2002-06-30", "16_plus"),
    ],
)
def test_a_birthday_on_the_last_day_of_the_quarter_moves_a_child_up_a_band(
    dob: str, band: str
) -> None:
    case = a_case(an_episode(max("2018-01-01", dob)), dob=dob)

    assert f"age.{band}" in counted(reported(case).charts["profile"])


@pytest.mark.parametrize("uasc", [False, True])
def test_without_a_date_of_birth_the_age_is_not_known_however_long_in_care(uasc: bool) -> None:
    found = reported(
        a_case(an_episode("2015-05-01", uasc=uasc), number=1),
        a_case(an_episode("2018-05-01"), number=2, dob="2018-04-30"),
    )

    assert counted(found.charts["profile"]) == {
        "total": 2,
        "age.under_1": 1,
        "age.not_known": 1,
        "sex.U": 2,
        "ethnic_group.not_known": 2,
    }
    assert behind(found, "profile.age.not_known") == ["C1"]
    assert found.members("profile.age.not_known", "Bristol")[0].why == (
        "In care on 30-Jun-2018 since 01-May-2015, date of birth not known, "
        "sex not known, ethnicity not known."
    )


def test_an_age_not_known_is_a_figure_of_every_row_where_there_is_one_and_of_none_else() -> None:
    unknown = reported(a_case(an_episode("2018-05-01"))).charts["profile"].as_json()
    known = reported(a_case(an_episode("2018-05-01"), dob="2010-01-01"))

    assert [row["age"]["not_known"] for row in unknown.values()] == [0, 1, 0, 1]
    assert "not_known" not in known.charts["profile"].as_json()["Total"]["age"]
    assert behind(known, "profile.age.not_known", "Total") == []


@pytest.mark.parametrize(
    ("ethnicity", "group"),
    [
        ("WIRT", "White"),
        ("MWAS", "Mixed"),
        ("CHNE", "Asian"),
        ("BOTH", "Black"),
        ("OOTH", "Other"),
        ("REFU", "not_known"),
        ("", "not_known"),
        ("wbri", "White"),
        ("ZZZZ", "not_known"),
    ],
)
def test_ethnic_groups_are_those_of_the_census(ethnicity: str, group: str) -> None:
    case = a_case(an_episode("2018-05-01"), ethnicity=ethnicity)

    assert f"ethnic_group.{group}" in counted(reported(case).charts["profile"])


def test_a_child_of_unrecorded_sex_counts_as_u_and_percentages_are_of_the_total() -> None:
    found = reported(
        a_case(an_episode("2018-05-01"), number=1, sex="F"),
        a_case(an_episode("2018-05-01"), number=2, sex="M"),
        a_case(an_episode("2018-05-01"), number=3),
    )

    chart = found.charts["profile"]
    assert chart.as_json()["Bristol"]["sex"] == {"F": 1, "M": 1, "U": 1}
    assert chart.share("Bristol", "sex.F") == (1, 3)
    assert chart.share("Bristol", "sex.F").percent == 33


def test_a_child_back_in_care_is_in_the_profile_once() -> None:
    case = a_case(
        an_episode("2017-01-01", left_care="2017-05-01"),
        an_episode("2018-02-01"),
        dob="2011-06-15",
        sex="F",
        ethnicity="WBRI",
    )

    (member,) = reported(case, as_at=date(2018, 7, 1)).members("profile.total", "Bristol")
    assert member.episode == 2
    assert member.why == (
        "In care on 30-Jun-2018 since 01-Feb-2018, aged 7 on 30-Jun-2018, sex F, ethnicity WBRI."
    )
