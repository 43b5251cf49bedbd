"""What holds of every case: states, reasons and the series of reviews (RULES 3, 4, 7)."""

from collections import Counter
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from clanbook import pathway
from clanbook.pathway import REASONS, Reason, State
from clanbook.records import Kind
from tests.pathway.cases import DAYS, EXPLAINED, LATER_BY, RULES, cases, explained
from tests.pathway.rules import CALENDAR

# The first working day counted works out a year's, which takes its time.
HOLDS = settings(max_examples=60, deadline=None)


def required(case, rules, as_at):
    """All that the case requires at a day."""
    return pathway.requirements(case, rules, CALENDAR, as_at)


@HOLDS
@given(cases(), RULES, DAYS)
def test_exactly_one_state_holds_and_says_what_it_means(case, rules, as_at):
    for r in required(case, rules, as_at):
        seen_in_time = r.seen is not None and r.seen <= r.limit
        assert (r.state is State.ON_TIME) is seen_in_time
        assert (r.state is State.LATE) is (r.seen is not None and not seen_in_time)
        assert (r.state is State.OUTSTANDING) <= (r.seen is None and r.limit < as_at)
        assert (r.state is State.NOT_YET_DUE) <= (r.seen is None and r.limit >= as_at)
        assert (r.state is State.REFUSED) <= (r.seen is None)
        assert r.missed == (r.matured and not seen_in_time)


@HOLDS
@given(cases(), RULES, DAYS)
def test_the_states_add_up_to_the_required(case, rules, as_at):
    found = required(case, rules, as_at)
    by_state = Counter(r.state for r in found)
    assert sum(by_state[state] for state in State) == len(found)
    matured = len(found) - by_state[State.NOT_YET_DUE]
    assert sum(r.missed for r in found) + by_state[State.ON_TIME] == matured


@HOLDS
@given(cases(), RULES, DAYS, LATER_BY)
def test_with_time_alone_nothing_changes_but_what_becomes_outstanding(case, rules, as_at, by):
    now, later = required(case, rules, as_at), required(case, rules, as_at + by)
    assert len(now) == len(later)
    for a, b in zip(now, later, strict=True):
        assert (a.due, a.limit, a.seen, a.episode) == (b.due, b.limit, b.seen, b.episode)
        if a.state is not b.state:
            assert (a.state, b.state) == (State.NOT_YET_DUE, State.OUTSTANDING)
            assert as_at <= b.limit < as_at + by


@HOLDS
@given(cases(), RULES, DAYS)
def test_nothing_is_due_before_it_is_counted_from_or_limited_before_it_is_due(case, rules, as_at):
    for r in required(case, rules, as_at):
        assert r.start < r.due <= r.limit
        assert (r.limit.year, r.limit.month) == (r.due.year, r.due.month)
        if r.kind is Kind.IHA:
            assert r.start == case.episode(r.episode).entered_care


@HOLDS
@given(cases(), RULES, DAYS)
def test_an_episode_requires_at_most_one_iha_and_nothing_unseen_due_after_its_end(
    case, rules, as_at
):
    found = required(case, rules, as_at)
    per_episode = Counter(r.episode for r in found if r.kind is Kind.IHA)
    assert all(number == 1 for number in per_episode.values())
    for r in found:
        end = case.end(case.episode(r.episode))
        if end is not None and (r.kind is Kind.RHA or r.seen is None):
            assert r.due < end


@HOLDS
@given(cases(), RULES, DAYS)
def test_each_review_begins_where_the_one_before_was_answered(case, rules, as_at):
    for episode in case.episodes:
        reviews = pathway.rhas(case, episode, rules, CALENDAR, as_at)
        for one, following in pairwise(reviews):
            assert one.seen == following.start
            # On the day of entry a review answers the one counted from that day itself.
            assert one.start < following.start or one.start == episode.entered_care
            # A month's end can make two due on one day: 30 and 31 August are both half a year
            # from 28 February.
            clamped = one.start.day > following.due.day
            assert one.due < following.due or one.start == following.start or clamped
            assert one.due <= following.due
        assert all(r.seen is not None for r in reviews[:-1])


@HOLDS
@given(cases(), RULES, DAYS)
def test_what_answered_a_requirement_is_a_completed_assessment_of_its_kind(case, rules, as_at):
    done = {a.id: a for a in case.assessments if a.completed is not None}
    for r in required(case, rules, as_at):
        assert (r.answered_by is None) is (r.seen is None)
        if r.answered_by is not None:
            answer = done[r.answered_by]
            assert answer.completed == r.seen
            assert answer.kind is Kind.IHA or (answer.kind is r.kind is Kind.RHA)


@HOLDS
@given(cases(), RULES, DAYS)
def test_there_are_reasons_if_and_only_if_it_was_missed_and_the_primary_is_one(case, rules, as_at):
    for r in required(case, rules, as_at):
        holding = pathway.reasons(case, r, rules, CALENDAR)
        assert bool(holding) is r.missed
        assert list(holding) == [reason for reason in REASONS[r.kind] if reason in holding]
        assert (Reason.UNEXPLAINED in holding) is (holding == (Reason.UNEXPLAINED,))
        assert (Reason.REFUSED in holding) is (r.state is State.REFUSED)
        primary = pathway.primary(case, r, rules, CALENDAR)
        assert primary == (holding[0] if holding else None)


@HOLDS
@given(cases(), RULES, DAYS, st.sampled_from(EXPLAINED))
def test_what_staff_recorded_is_the_primary_and_takes_no_other_reason_away(
    case, rules, as_at, reason
):
    for r in required(case, rules, as_at):
        told = explained(case, r.kind, r.due, r.episode, reason)
        before = set(pathway.reasons(case, r, rules, CALENDAR)) - {Reason.UNEXPLAINED}
        holding = pathway.reasons(told, r, rules, CALENDAR)
        assert set(holding) == (before | {Reason(reason)} if r.missed else set())
        primary = pathway.primary(told, r, rules, CALENDAR)
        assert primary == (Reason(reason) if r.missed else None)


@HOLDS
@given(cases(), RULES, DAYS)
def test_notice_on_time_would_have_helped_only_late_ihas_told_late(case, rules, as_at):
    for r in required(case, rules, as_at):
        if pathway.on_time_had_notice_been_on_time(case, r, rules, CALENDAR):
            assert (r.kind, r.state) == (Kind.IHA, State.LATE)
            assert Reason.LATE_NOTIFICATION in pathway.reasons(case, r, rules, CALENDAR)
