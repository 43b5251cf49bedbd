"""RULES 7: every reason for a missed assessment, alone and together, and the primary one."""

import pytest

from clanbook.pathway import REASONS, Reason
from clanbook.records import Ending, Kind
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
from tests.pathway.rules import WITHIN_MONTH, primary, reasons, the_iha, the_rhas

ENTERED, DUE, AFTER = "2018-06-03", "2018-07-01", "2018-07-02"
PROMPT = an_episode(ENTERED, notified=ENTERED)
CONSENT = a_consent(ENTERED)
MADE = {"booked_at": "2018-06-04T09:00:00Z"}


def why(*records):
    """The reasons for an IHA missed in an episode with prompt notice and consent."""
    case = a_case(PROMPT, CONSENT, *records, dob="2004-01-01")
    return reasons(case, the_iha(case))


# --- each alone


def test_with_nothing_recorded_it_is_unexplained():
    assert why(an_iha()) == ["unexplained"]
    assert why(an_iha(completed=AFTER)) == ["unexplained"]
    assert why() == ["unexplained"]


def test_what_was_not_missed_has_no_reasons():
    case = a_case(an_episode(ENTERED), an_iha(completed=DUE, away_reason="missing"))
    assert reasons(case, the_iha(case)) == []
    assert primary(case, the_iha(case)) is None
    unseen = a_case(an_episode(ENTERED))
    assert reasons(unseen, the_iha(unseen, as_at=DUE)) == []


ALONE = [
    ("refused", an_iha(refused_on=AFTER)),
    ("missing_or_away", an_iha(away_reason="hospital")),
    ("placement_move", an_iha(placement_move_on=DUE)),
    ("not_taken_up", an_iha(not_taken_up_on=DUE)),
    ("not_taken_up", an_iha(uncontactable_on=DUE)),
    ("out_of_area", an_iha(carried_out_by="Devon team")),
    ("clinic_cancelled", an_iha(clinic_cancelled_on=DUE)),
    ("no_capacity", an_iha(no_capacity_on="2018-06-05")),
]


@pytest.mark.parametrize(("reason", "row"), ALONE)
def test_each_is_read_from_the_assessment(reason, row):
    assert why(row) == [reason]


ENDED = [
    ("not_taken_up", Ending.NOT_BROUGHT),
    ("not_taken_up", Ending.CANCELLED_BY_CARER),
    ("not_taken_up", Ending.CANCELLED_BY_YOUNG_PERSON),
    ("clinic_cancelled", Ending.CANCELLED_BY_CLINIC),
    ("unexplained", Ending.ATTENDED),
    ("unexplained", Ending.MOVED),
    ("unexplained", None),
]


@pytest.mark.parametrize(("reason", "ending"), ENDED)
def test_a_bookings_end_is_read_by_the_appointments_own_day(reason, ending):
    # Cancelled after the due date: the appointment was by then, and that is what counts.
    assert why(an_iha(), a_booking(DUE, ending=ending, ended_on=AFTER, **MADE)) == [reason]
    late = a_booking(AFTER, ending=ending, ended_on="2018-06-10", **MADE)
    assert why(an_iha(), late) == ["unexplained"]


def test_a_failed_contact_counts_and_a_contact_made_does_not():
    assert why(an_iha(), a_contact(DUE, reached=False)) == ["not_taken_up"]
    assert why(an_iha(), a_contact(DUE, reached=True)) == ["unexplained"]


@pytest.mark.parametrize(
    "event",
    [
        {"placement_move_on": AFTER},
        {"not_taken_up_on": AFTER},
        {"uncontactable_on": AFTER},
        {"clinic_cancelled_on": AFTER},
    ],
)
def test_moves_appointments_and_cancellations_after_the_limit_do_not_count(event):
    assert why(an_iha(**event)) == ["unexplained"]


def test_a_failed_contact_after_the_limit_does_not_count():
    assert why(an_iha(), a_contact(AFTER, reached=False)) == ["unexplained"]


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        ("2018-06-03", ["unexplained"]),  # where the child was first placed
        ("2018-06-04", ["placement_move"]),
        ("2018-07-01", ["placement_move"]),
        ("2018-07-02", ["unexplained"]),
    ],
)
def test_a_placement_begun_between_entry_and_the_due_date_is_a_move(since, expected):
    assert why(an_iha(), a_placement("2018-06-03"), a_placement(since)) == expected


@pytest.mark.parametrize(
    ("episode", "expected"),
    [
        (an_episode(ENTERED, notified="2018-06-06"), ["unexplained"]),
        (an_episode(ENTERED, notified="2018-06-07"), ["late_notification"]),
        (an_episode(ENTERED), ["late_notification"]),
    ],
)
def test_late_notification_is_the_episodes(episode, expected):
    case = a_case(episode, CONSENT, an_iha(completed=AFTER))
    assert reasons(case, the_iha(case)) == expected


@pytest.mark.parametrize(
    ("consents", "expected"),
    [
        ([], ["no_consent"]),
        ([a_consent(AFTER)], ["no_consent"]),
        ([a_consent(DUE)], ["unexplained"]),
        ([a_consent(AFTER), a_consent("2018-05-20")], ["unexplained"]),
    ],
)
def test_no_consent_is_none_on_or_before_the_limit(consents, expected):
    case = a_case(PROMPT, *consents, an_iha(completed=AFTER))
    assert reasons(case, the_iha(case)) == expected


def test_another_episodes_consent_is_none():
    case = a_case(an_episode("2010-01-01", left_care="2011-01-01"), PROMPT, CONSENT)
    assert reasons(case, the_iha(case)) == ["no_consent"]


def test_a_parents_standing_refusal_is_no_consent_until_the_child_is_seen():
    parents = a_refusal("2018-06-10", by="parent")
    assert why(an_iha(), parents) == ["no_consent"]
    assert why(an_iha(completed=AFTER), parents) == ["unexplained"]
    assert why(an_iha(refused_on="2018-06-10", refused_by="parent")) == ["no_consent"]


def test_a_parents_refusal_after_the_child_was_seen_is_no_reason():
    later = an_iha(refused_on="2018-08-01", refused_by="parent")
    assert why(an_iha(completed=AFTER), later) == ["unexplained"]


def test_a_refusal_that_was_lifted_is_no_reason():
    assert why(an_iha(), a_refusal("2018-06-10", accepted_on="2018-06-11")) == ["unexplained"]
    assert why(an_iha(completed=AFTER), a_refusal("2018-06-10")) == ["unexplained"]


def test_both_refusals_standing_are_both_reasons():
    both = (a_refusal("2018-06-10"), a_refusal("2018-06-10", by="parent"))
    assert why(an_iha(), *both) == ["refused", "no_consent"]


def test_refused_before_it_is_due_has_its_reasons_already():
    case = a_case(PROMPT, CONSENT, an_iha(), a_refusal("2018-06-10"))
    assert reasons(case, the_iha(case, as_at="2018-06-11")) == ["refused"]


# --- whose events count


def test_the_events_of_all_the_episodes_ihas_count():
    earlier = an_iha(requested="2018-06-04", away_reason="missing", clinic_cancelled_on=DUE)
    assert why(earlier, an_iha(completed=AFTER)) == ["missing_or_away", "clinic_cancelled"]


def test_the_events_of_reviews_and_other_episodes_do_not_count_for_an_iha():
    assert why(an_iha(), an_rha(away_reason="missing", no_capacity_on=DUE)) == ["unexplained"]
    assert why(an_iha(), an_iha(away_reason="missing", episode=None)) == ["unexplained"]
    bookings = a_booking(DUE, assessment=2, ending="not_brought", **MADE)
    assert why(an_iha(), an_rha(), bookings) == ["unexplained"]
    assert why(an_iha(), an_rha(), a_contact(DUE, assessment=2, reached=False)) == ["unexplained"]


def review(*records, dob="2004-01-01", rules=None):
    """The reasons for the first review of a child seen on 10 June 2017, never notified."""
    case = a_case(
        an_episode("2017-06-01"),
        a_consent("2017-06-01"),
        an_iha(completed="2017-06-10", away_reason="missing"),
        *records,
        dob=dob,
    )
    required = the_rhas(case, *([rules] if rules else []))[0]
    return reasons(case, required, *([rules] if rules else []))


def test_a_review_is_never_missed_for_late_notification():
    assert review() == ["unexplained"]
    assert Reason.LATE_NOTIFICATION not in REASONS[Kind.RHA]
    assert REASONS[Kind.IHA] == tuple(Reason)


def test_for_a_review_answered_only_that_assessments_events_count():
    seen = an_rha(completed="2018-07-01", carried_out_by="Devon team")
    stale = an_rha(requested="2018-03-10", away_reason="custody")
    assert review(seen, stale) == ["out_of_area"]


def test_for_a_review_unanswered_the_open_ones_since_its_start_count():
    rows = [
        an_rha(requested="2018-03-10", clinic_cancelled_on="2018-06-10"),
        an_rha(no_capacity_on="2018-04-01"),
        an_rha(requested="2017-06-09", away_reason="custody"),
    ]
    assert review(*rows) == ["clinic_cancelled", "no_capacity"]


def test_a_review_asked_for_on_the_day_the_child_was_last_seen_is_of_the_next():
    assert review(an_rha(requested="2017-06-10", away_reason="custody")) == ["missing_or_away"]


def test_what_went_wrong_with_the_last_review_is_not_a_reason_for_the_next():
    case = a_case(
        an_episode("2017-06-01"),
        a_consent("2017-06-01"),
        an_rha(completed="2017-06-10", away_reason="custody", carried_out_by="Devon team"),
        dob="2004-01-01",
    )
    assert reasons(case, the_rhas(case)[1]) == ["unexplained"]


def test_a_reviews_events_are_counted_to_the_limit_of_its_rule():
    row = an_rha(requested="2018-03-10", not_taken_up_on="2018-06-30")
    assert review(row) == ["unexplained"]
    assert review(row, rules=WITHIN_MONTH) == ["not_taken_up"]


@pytest.mark.parametrize(
    ("since", "expected"),
    [("2017-06-10", "unexplained"), ("2017-06-11", "placement_move")],
)
def test_a_move_counts_for_a_review_after_the_child_was_last_seen(since, expected):
    assert review(a_placement("2017-06-01"), a_placement(since)) == [expected]


# --- all together, and the primary one

EVERYTHING = {
    "refused_on": "2018-06-10",
    "away_reason": "missing",
    "placement_move_on": "2018-06-12",
    "not_taken_up_on": "2018-06-13",
    "carried_out_by": "Devon team",
    "clinic_cancelled_on": "2018-06-14",
    "no_capacity_on": "2018-06-05",
}
"""A row of which every reason holds that a row can tell, in the order of the reasons."""


def test_all_that_hold_are_given_in_their_order():
    case = a_case(an_episode(ENTERED), an_iha(**EVERYTHING))
    assert reasons(case, the_iha(case)) == [r.value for r in Reason if r != "unexplained"]


@pytest.mark.parametrize("first", range(len(EVERYTHING)))
def test_the_primary_is_the_first_that_holds(first):
    names = [r.value for r in Reason if r not in ("late_notification", "no_consent", "unexplained")]
    row = an_iha(**dict(list(EVERYTHING.items())[first:]))
    case = a_case(PROMPT, CONSENT, row)
    assert reasons(case, the_iha(case)) == names[first:]
    assert primary(case, the_iha(case)) == names[first]


@pytest.mark.parametrize(
    ("episode", "consents", "expected"),
    [
        (an_episode(ENTERED), [], "late_notification"),
        (PROMPT, [], "no_consent"),
        (PROMPT, [CONSENT], "missing_or_away"),
    ],
)
def test_late_notification_comes_before_no_consent_before_missing(episode, consents, expected):
    case = a_case(episode, *consents, an_iha(away_reason="missing"))
    assert primary(case, the_iha(case)) == expected


def test_staffs_own_primary_wins_and_holds_because_they_recorded_it():
    case = a_case(
        an_episode(ENTERED),
        CONSENT,
        an_iha(no_capacity_on=ENTERED),
        an_explanation(Kind.IHA, DUE, "placement_move"),
    )
    assert primary(case, the_iha(case)) is Reason.PLACEMENT_MOVE
    assert reasons(case, the_iha(case)) == ["late_notification", "placement_move", "no_capacity"]


def test_staffs_own_explains_what_nothing_else_does():
    case = a_case(PROMPT, CONSENT, an_explanation(Kind.IHA, DUE, "clinic_cancelled"))
    assert reasons(case, the_iha(case)) == ["clinic_cancelled"]


def test_the_last_that_staff_recorded_is_the_one():
    case = a_case(
        an_episode(ENTERED),
        an_explanation(Kind.IHA, DUE, "placement_move"),
        an_explanation(Kind.IHA, DUE, "out_of_area"),
    )
    assert primary(case, the_iha(case)) is Reason.OUT_OF_AREA


@pytest.mark.parametrize(
    "other",
    [
        an_explanation(Kind.RHA, DUE, "no_capacity"),
        an_explanation(Kind.IHA, AFTER, "no_capacity"),
        an_explanation(Kind.IHA, DUE, "no_capacity", episode=2),
    ],
)
def test_what_staff_recorded_of_another_requirement_says_nothing_of_this_one(other):
    case = a_case(PROMPT, CONSENT, other, dob="2004-01-01")
    assert reasons(case, the_iha(case)) == ["unexplained"]


def test_staffs_own_says_nothing_of_one_that_was_not_missed():
    case = a_case(PROMPT, an_iha(completed=DUE), an_explanation(Kind.IHA, DUE, "placement_move"))
    assert primary(case, the_iha(case)) is None
