"""The charts iha_exceptions and rha_exceptions (RULES 7, 8)."""

import pytest

from clanbook.caseload import Case
from clanbook.figures import FiguresError, Share
from clanbook.pathway import Reason
from tests.build import (
    a_booking,
    a_case,
    a_consent,
    a_contact,
    a_placement,
    a_refusal,
    an_episode,
    an_explanation,
    an_iha,
    an_rha,
)
from tests.figures.counting import behind, counted, reported


def missed(*records: object, number: int = 1, notified: str | None = "2018-05-02") -> Case:
    """A child who entered 1 May 2018, notified in time, with consent; IHA due 29 May."""
    return a_case(
        an_episode("2018-05-01", notified=notified),
        a_consent("2018-05-03"),
        *records,
        number=number,
        dob="2009-01-01",
    )


def why(case: Case, reason: str) -> str:
    (member,) = reported(case).members(f"iha_exceptions.reasons.{reason}", "Bristol")
    before, _, fact = member.why.partition("(aged 9 on 01-May-2018). ")
    assert before.startswith("Entered care 01-May-2018, due 29-May-2018 (28 days), ")
    return fact


def test_a_missed_iha_counts_under_every_reason_that_holds_and_one_primary() -> None:
    case = missed(an_iha(not_taken_up_on="2018-05-20", carried_out_by="Swindon"))

    assert counted(reported(case).charts["iha_exceptions"]) == {
        "missed": 1,
        "reasons.not_taken_up": 1,
        "reasons.out_of_area": 1,
        "primary.not_taken_up": 1,
    }


def test_only_the_missed_are_exceptions() -> None:
    found = reported(
        missed(an_iha(completed="2018-05-29"), number=1),
        missed(an_iha(completed="2018-05-30"), number=2),
        missed(number=3),
    )

    assert behind(found, "iha_exceptions.missed") == ["C2", "C3"]
    assert behind(found, "iha_exceptions.primary.unexplained") == ["C2", "C3"]


def test_percentages_of_reasons_are_of_the_required_less_not_yet_due() -> None:
    on_time = [missed(an_iha(completed="2018-05-10"), number=n) for n in range(2, 5)]
    chart = reported(missed(notified=None), *on_time).charts["iha_exceptions"]

    # 1 late notification among 4 matured: 25%, though it is the only one missed.
    assert chart.share("Bristol", "reasons.late_notification") == Share(1, 4)
    assert chart.value("Bristol", "percents.late_notification") == 25
    assert chart.value("South Gloucestershire", "percents.late_notification") is None


def test_staffs_recorded_primary_reason_goes_before_the_first_that_holds() -> None:
    case = missed(
        an_iha(not_taken_up_on="2018-05-20"),
        an_explanation("IHA", "2018-05-29", "no_capacity", note="Clinic was full in May"),
    )

    assert counted(reported(case).charts["iha_exceptions"]) == {
        "missed": 1,
        "reasons.not_taken_up": 1,
        "reasons.no_capacity": 1,
        "primary.no_capacity": 1,
    }
    assert why(case, "no_capacity") == (
        "No capacity. Recorded by staff as the primary reason: Clinic was full in May"
    )


def test_a_reviews_exceptions_have_no_late_notification_nor_what_notice_would_have_changed() -> (
    None
):
    row = reported().charts["rha_exceptions"].as_json()["Bristol"]
    applying = [reason for reason in Reason if reason != "late_notification"]

    assert list(row) == ["missed", "reasons", "percents", "primary"]
    assert list(row["reasons"]) == list(row["percents"]) == list(row["primary"]) == applying


def test_a_missed_review_counts_under_its_own_reasons() -> None:
    # Entered 1 May 2017 aged 8, never notified, no consent: RHA due 1 May 2018.
    case = a_case(an_episode("2017-05-01"), an_rha(no_capacity_on="2018-04-01"), dob="2009-01-01")

    assert counted(reported(case).charts["rha_exceptions"]) == {
        "missed": 1,
        "reasons.no_consent": 1,
        "reasons.no_capacity": 1,
        "primary.no_consent": 1,
    }


def test_a_reason_no_review_can_have_is_an_error_that_says_whose() -> None:
    case = a_case(
        an_episode("2017-05-01"),
        an_explanation("RHA", "2018-05-01", "late_notification"),
        dob="2009-01-01",
    )

    with pytest.raises(FiguresError, match="RHA of child C1 of Bristol due 01-May-2018"):
        reported(case)


# --- Had notice been on time (72 hours: by 4 May)


@pytest.mark.parametrize(
    ("notified", "seen", "counts"),
    [
        ("2018-05-09", "2018-06-03", 1),  # 5 days late: 3 June - 5 = 29 May, the due date
        ("2018-05-09", "2018-06-04", 0),  # 30 May
        ("2018-05-04", "2018-05-30", 0),  # notice was in time
        (None, "2018-05-30", 0),  # notice never came
        ("2018-05-09", None, 0),  # not seen
        ("2018-05-09", "2018-05-29", 1),  # on time as it is
    ],
)
def test_a_late_iha_is_moved_earlier_by_the_days_its_notice_was_late(
    notified: str | None, seen: str | None, counts: int
) -> None:
    chart = reported(missed(an_iha(completed=seen), notified=notified)).charts["iha_exceptions"]

    assert chart.count("Bristol", "on_time_had_notice_been_on_time") == counts
    assert chart.value("Bristol", "percent_had_notice_been_on_time") == 100 * counts


def test_had_notice_been_on_time_is_told_with_its_dates() -> None:
    case = missed(an_iha(completed="2018-06-03"), notified="2018-05-09")

    (member,) = reported(case).members("iha_exceptions.on_time_had_notice_been_on_time", "Bristol")
    assert member.why == (
        "Entered care 01-May-2018, due 29-May-2018 (28 days), seen 03-Jun-2018: late "
        "(aged 9 on 01-May-2018). Notified 09-May-2018, 5 days after the last permitted day "
        "04-May-2018 (72 hours); seen as much earlier, on 29-May-2018, it would have been on time."
    )


# --- Each reason says its dates


def test_a_refusal_is_told_with_its_day() -> None:
    expected = "Refused: the young person's refusal stands (20-May-2018)."

    assert why(missed(an_iha(), a_refusal("2018-05-20")), "refused") == expected
    assert why(missed(an_iha(refused_on="2018-05-20")), "refused") == expected


@pytest.mark.parametrize(
    ("notified", "told"), [("2018-05-05", "notified 05-May-2018"), (None, "never notified")]
)
def test_a_late_notification_is_told_with_the_last_permitted_day(
    notified: str | None, told: str
) -> None:
    assert why(missed(notified=notified), "late_notification") == (
        f"Late notification: {told}, last permitted day 04-May-2018 (72 hours)."
    )


def test_no_consent_is_told_with_when_it_came_or_whose_refusal_stands() -> None:
    never = a_case(an_episode("2018-05-01", notified="2018-05-01"), dob="2009-01-01")
    late = a_case(
        an_episode("2018-05-01", notified="2018-05-01"), a_consent("2018-06-01"), dob="2009-01-01"
    )
    refused = missed(an_iha(refused_on="2018-05-20", refused_by="parent"))

    assert why(never, "no_consent") == ("No consent: no consent received, wanted by 29-May-2018.")
    assert why(late, "no_consent") == (
        "No consent: consent received 01-Jun-2018, wanted by 29-May-2018."
    )
    assert why(refused, "no_consent") == (
        "No consent: consent received 03-May-2018, but a parent's refusal stands."
    )


def test_the_other_reasons_are_told_with_their_events_up_to_the_limit() -> None:
    case = missed(
        an_iha(
            away_reason="hospital",
            not_taken_up_on="2018-05-20",
            uncontactable_on="2018-06-20",  # after the due date: does not count
            clinic_cancelled_on="2018-05-21",
            placement_move_on="2018-05-11",
            no_capacity_on="2018-05-08",
            carried_out_by="Swindon",
        ),
        a_placement("2018-05-01"),
        a_placement("2018-05-12", "Swindon"),
        a_booking("2018-05-22", ending="not_brought"),
        a_booking("2018-05-23", ending="cancelled_by_clinic"),
        a_contact("2018-05-24", reached=False),
        a_contact("2018-05-25", reached=True),
    )

    told = {
        "missing_or_away": "Missing or away: hospital.",
        "placement_move": "Placement move: 11-May-2018, 12-May-2018.",
        "not_taken_up": "Not taken up: 20-May-2018, 22-May-2018, 24-May-2018.",
        "out_of_area": "Out of area: carried out by Swindon.",
        "clinic_cancelled": "Clinic cancelled: 21-May-2018, 23-May-2018.",
        "no_capacity": ("No capacity: no free slot in time when booking was tried on 08-May-2018."),
    }
    assert {reason: why(case, reason) for reason in told} == told


def test_an_unexplained_one_says_so() -> None:
    assert why(missed(), "unexplained") == "Unexplained: no reason is on record."
