"""The list of free slots, the suggestions and the check agree, whatever the diary."""

from datetime import datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from clanbook.booking import (
    Diary,
    Question,
    Slot,
    best,
    check,
    clash,
    free_slots,
    slot_id,
    slots_of,
    suggest,
)
from clanbook.caseload import Case
from clanbook.records import Booking, Ending, Kind, Role, Session
from tests.booking.clinic import (
    ALL,
    RULES,
    TODAY,
    a_session,
    an_ask,
    waiting_for_iha,
    waiting_for_rha,
)
from tests.build import a_booking, a_case, an_assessment, an_episode

HOLDS = settings(max_examples=60, deadline=None)
kinds = st.sampled_from(ALL)
some_kinds = st.sets(kinds, min_size=1).map(lambda found: tuple(sorted(found)))
localities = st.sampled_from(["Bristol", "North Somerset", "South Gloucestershire"])


@st.composite
def diaries(draw: st.DrawFn) -> tuple[list[Session], list[Booking]]:
    """Sessions around TODAY, clashes and all, and bookings in some of their slots."""
    sessions, bookings = [], []
    for number in range(1, draw(st.integers(1, 8)) + 1):
        session = a_session(
            number,
            day=TODAY + timedelta(draw(st.integers(-3, 40))),
            start=time(draw(st.integers(8, 15))),
            slots=draw(st.integers(1, 4)),
            minutes=draw(st.sampled_from([20, 45, 90])),
            locality=draw(localities),
            clinician=draw(st.sampled_from(["Dr Ash", "Nurse Birch", "Dr Oak"])),
            role=draw(st.sampled_from(list(Role))),
            purposes=draw(some_kinds),
            kept_for=draw(st.one_of(st.just(()), some_kinds)),
            released_days=draw(st.one_of(st.none(), st.integers(0, 21))),
            closed_on=draw(st.sampled_from([None, None, None, TODAY])),
        )
        sessions.append(session)
        for index in draw(st.sets(st.integers(0, session.slots - 1))):
            ending = draw(st.sampled_from([None, *Ending]))
            bookings.append(
                a_booking(
                    session.day,
                    id=len(bookings) + 1,
                    child=99,
                    assessment=99_000 + len(bookings),
                    session=number,
                    index=index,
                    ending=ending,
                )
            )
    return sessions, bookings


nows = st.times(min_value=time(7), max_value=time(18))


@HOLDS
@given(diaries(), st.one_of(st.none(), kinds), nows)
def test_no_occupied_past_closed_or_protected_slot_is_ever_free(diary, kind, now):
    sessions, bookings = diary
    free = free_slots(sessions, bookings, kind, TODAY, RULES, now=now)
    used = {slot_id(b.session, b.index) for b in bookings if b.occupies}
    assert not used & {s.id for s in free}
    assert len({s.id for s in free}) == len(free)
    assert [s.starts for s in free] == sorted(s.starts for s in free)
    for slot in free:
        assert slot.session.closed_on is None
        assert (slot.day, slot.start) >= (TODAY, now)
        kept = slot.protected_until is not None and slot.protected_until > TODAY
        assert kind is None or not kept or kind in slot.session.kept_for
        assert kind in (None, Kind.RHA) or slot.session.role is not Role.NURSE


@HOLDS
@given(diaries(), kinds, nows)
def test_a_slot_is_free_for_a_kind_or_check_refuses_it(diary, kind, now):
    """The list and the check agree on every slot, whoever the child."""
    sessions, bookings = diary
    asked = an_assessment(kind, requested="2026-04-01", episode=None)
    ask = an_ask(a_case(asked, la="Leeds"), kind).giving({Question.CLINICAL_NEED: "need"}, now)
    without_overlaps = [s for s in sessions if clash(s, sessions) is None]
    whole = Diary(without_overlaps, bookings)
    free = {s.id for s in free_slots(without_overlaps, bookings, kind, TODAY, RULES, now=now)}
    for session in without_overlaps:
        for slot in slots_of(session, RULES):
            assert (check(ask, slot, whole) is None) is (slot.id in free)


ASKED: dict[Kind, list[Case]] = {
    Kind.IHA: [
        waiting_for_iha(),
        a_case(an_episode("2026-03-01")),
        a_case(an_episode("2026-04-30")),
    ],
    Kind.RHA: [waiting_for_rha(), waiting_for_iha()],
    Kind.ADOPTION: [a_case(an_assessment(Kind.ADOPTION, requested="2026-04-01", episode=None))],
}


@HOLDS
@given(diaries(), kinds, st.integers(0, 2), localities, nows)
def test_no_suggestion_is_objected_to_but_for_the_breach_it_shows(
    diary, kind, which, locality, now
):
    sessions, bookings = diary
    ask = an_ask(ASKED[kind][which % len(ASKED[kind])], kind).giving({}, now)
    free = free_slots(sessions, bookings, kind, TODAY, RULES, now=now)
    whole = Diary(sessions, bookings)
    for suggestion in suggest(ask, free, whole, locality):
        objection = check(ask, suggestion.slot, whole)
        assert (objection is None) is suggestion.on_time
        assert objection is None or objection.question is Question.BREACH


@HOLDS
@given(diaries(), localities, st.dates(TODAY, TODAY + timedelta(40)), st.integers(1, 6))
def test_the_best_are_the_first_by_time_then_locality_then_day(diary, locality, limit, n):
    sessions, _ = diary
    slots = [slot for session in sessions for slot in slots_of(session, RULES)]

    def worth(slot: Slot) -> tuple[bool, bool, datetime]:
        return slot.day > limit, slot.session.locality != locality, slot.starts

    found = [worth(s.slot) for s in best(slots, limit, locality, n)]
    assert found == sorted(map(worth, slots))[:n]
