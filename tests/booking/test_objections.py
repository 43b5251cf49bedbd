"""What stands between a child and a slot (RULES 5, 6)."""

from datetime import date, time

import pytest
from msgspec.structs import replace

from clanbook.booking import Diary, Question, check, reasons_of
from clanbook.caseload import Case
from clanbook.records import Assessment, Booking, Ending, Kind, Place
from tests.booking.clinic import (
    ALL,
    DAY_BEFORE_RELEASE,
    MONDAY,
    RELEASE,
    RULES,
    TODAY,
    a_nurses_session,
    a_session,
    a_slot,
    an_ask,
    refusal,
    sentence,
    waiting_for_iha,
    waiting_for_rha,
)
from tests.build import a_booking, a_case, a_consent, an_assessment, an_episode, an_iha, an_rha


def test_a_suitable_free_slot_in_time_meets_no_objection():
    assert check(an_ask(waiting_for_iha()), a_slot(), Diary([a_session()])) is None
    review = an_ask(waiting_for_rha(), Kind.RHA)
    assert check(review, a_slot(a_nurses_session()), Diary([a_nurses_session()])) is None


def test_a_taken_slot_is_refused():
    diary = Diary([a_session()], [a_booking(MONDAY, child=5, assessment=50)])
    text = refusal(an_ask(waiting_for_iha()), a_slot(), diary)
    assert text == "Mon 04-May-2026 09:00 Bristol (Lavender House) is taken: choose another slot."


def test_an_open_booking_is_told_before_anything_about_the_slot():
    mine = a_booking(MONDAY, id=7, index=1)
    ask = an_ask(waiting_for_iha(an_iha(requested="2026-04-15"), mine))
    taken = Diary([a_session()], [a_booking(MONDAY, child=5, assessment=50), *ask.case.bookings])
    assert "has an open IHA booking, B7" in refusal(ask, a_slot(), taken)
    nurses = a_slot(a_nurses_session(purposes=ALL))
    assert "has an open IHA booking, B7" in refusal(ask, nurses)


def test_a_nurses_slot_is_refused_for_an_iha_and_an_adoption_medical():
    slot = a_slot(a_nurses_session(purposes=ALL))
    assert "is a nurse's slot: an IHA needs a doctor" in refusal(an_ask(waiting_for_iha()), slot)
    asked = waiting_for_iha(an_assessment(Kind.ADOPTION, requested="2026-04-15"))
    text = refusal(an_ask(asked, Kind.ADOPTION), slot)
    assert "an adoption medical needs a doctor" in text


def test_a_slot_for_other_purposes_is_refused():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    assert "is for IHAs and adoption medicals: it takes no RHA." in refusal(ask, a_slot())


def test_a_kept_slot_is_refused_until_its_release_day():
    kept = a_session(kept_for=(Kind.ADOPTION,))
    text = refusal(an_ask(waiting_for_iha(), today=DAY_BEFORE_RELEASE), a_slot(kept))
    assert "is kept for adoption medicals until 27-Apr-2026: it takes no IHA yet." in text
    assert check(an_ask(waiting_for_iha(), today=RELEASE), a_slot(kept), Diary([kept])) is None


def test_a_visit_serves_nobody_else():
    visit = a_nurses_session(place=Place.HOME, slots=1)
    assert "is a visit made for one child" in refusal(
        an_ask(waiting_for_rha(), Kind.RHA), a_slot(visit)
    )


def test_the_past_is_refused_by_the_minute():
    ask = an_ask(waiting_for_iha(), today=MONDAY)
    assert check(ask.giving({}, time(9)), a_slot(), Diary([a_session()])) is None
    assert "is in the past" in refusal(ask.giving({}, time(9, 1)), a_slot())
    assert "is in the past" in refusal(an_ask(waiting_for_iha(), today=date(2026, 5, 5)), a_slot())


def test_a_closed_session_is_refused():
    text = refusal(an_ask(waiting_for_iha()), a_slot(a_session(closed_on=TODAY)))
    assert text.endswith("is in a session closed on 20-Apr-2026.")


def test_a_slot_before_the_child_enters_care_is_refused():
    case = a_case(an_episode("2026-05-05", notified="2026-04-10"))
    assert refusal(an_ask(case), a_slot()).endswith("is before 801/C1 enters care on 05-May-2026.")
    assert check(an_ask(a_case(an_episode(MONDAY))), a_slot(), Diary([a_session()])) is None


def test_one_open_booking_per_assessment():
    case = waiting_for_iha(an_iha(requested="2026-04-15"), a_booking(MONDAY, id=7, index=2))
    text = refusal(an_ask(case), a_slot(), Diary([a_session()], case.bookings))
    assert text == (
        "801/C1 has an open IHA booking, B7 on "
        "Mon 04-May-2026 10:00 Bristol (Lavender House): move that one."
    )
    later = an_ask(case, today=date(2026, 5, 6))
    session = a_session(3, day=date(2026, 5, 7))
    text = refusal(later, a_slot(session), Diary([session]))
    assert text.endswith("B7 on Mon 04-May-2026: record its outcome first.")


@pytest.mark.parametrize("ending", [e for e in Ending if e is not Ending.ATTENDED])
def test_a_booking_that_ended_does_not_stand_in_the_way_of_a_new_one(ending):
    case = waiting_for_iha(
        an_iha(requested="2026-04-15"), a_booking("2026-04-17", session=8, ending=ending)
    )
    assert check(an_ask(case), a_slot(), Diary([a_session()])) is None


@pytest.mark.parametrize(
    ("start", "refused"), [("08:31", True), ("08:30", False), ("09:30", False)]
)
def test_a_child_is_never_in_two_places_at_once(start, refused):
    other = a_nurses_session(2, start=time.fromisoformat(start), slots=1)
    case = waiting_for_iha(
        an_rha(requested="2026-04-15"), a_booking(MONDAY, id=9, session=2, kind=Kind.RHA)
    )
    diary = Diary([a_session(), other], case.bookings)
    objection = check(an_ask(case), a_slot(), diary)
    assert (objection is not None) is refused
    if refused:
        assert "801/C1 is elsewhere at that time: B9 on Mon 04-May-2026 08:31" in sentence(
            objection
        )


@pytest.mark.parametrize(
    ("consent", "part_a", "lacking"),
    [
        (False, None, "no consent and no Part A yet"),
        (True, None, "no Part A yet"),
        (False, "2026-04-16", "no consent yet"),
        (True, "2026-04-16", None),
    ],
)
def test_an_iha_before_the_papers_is_refused_only_where_the_pilot_rule_is_off(
    consent, part_a, lacking
):
    episode = an_episode("2026-04-14", part_a=part_a)
    case = a_case(episode, *([a_consent("2026-04-15")] if consent else []))
    ask = an_ask(case)
    assert check(ask, a_slot(), Diary([a_session()])) is None
    off = replace(ask, rules=replace(RULES, book_before_paperwork=False))
    objection = check(off, a_slot(), Diary([a_session()]))
    assert (lacking in sentence(objection)) if lacking else (objection is None)


def test_a_slot_whose_clinician_is_booked_elsewhere_at_that_time_is_refused():
    other = a_session(2, start=time(9, 15), minutes=30, venue="Elm Clinic")
    booked = a_booking(MONDAY, id=9, child=5, session=2, index=0)
    diary = Diary([a_session(), other], [booked])
    ask = an_ask(waiting_for_iha())
    for index in (0, 1):
        text = refusal(ask, a_slot(index=index), diary)
        assert text == (
            "Dr Ash is booked elsewhere at that time: Mon 04-May-2026 09:15 Bristol (Elm Clinic)."
        )
    assert check(ask, a_slot(index=2), diary) is None


def booked_for_iha() -> tuple[Case, Booking]:
    case = waiting_for_iha(
        an_iha(requested="2026-04-15"), a_booking(MONDAY, id=7, index=1, reason="carer away")
    )
    return case, case.bookings[0]


def test_a_booking_moves_within_its_session_and_to_an_overlapping_slot():
    case, booking = booked_for_iha()
    ask = an_ask(case).moved(booking)
    others = [
        a_session(n, start=time(9, 15), clinician=c) for n, c in [(2, "Dr Oak"), (3, "Dr Ash")]
    ]
    diary = Diary([a_session(), *others], case.bookings)
    assert check(ask, a_slot(index=0), diary) is None
    assert [check(ask, a_slot(other), diary) for other in others] == [None, None]


def test_a_booking_does_not_move_to_where_it_is():
    case, booking = booked_for_iha()
    diary = Diary([a_session()], case.bookings)
    text = refusal(an_ask(case).moved(booking), a_slot(index=1), diary)
    assert text.endswith("is where 801/C1 is booked already.")


def test_a_move_keeps_the_reasons_given_before():
    case, booking = booked_for_iha()
    assert reasons_of(booking) == {Question.BREACH: "carer away"}
    late = a_slot(a_session(3, day=date(2026, 5, 20)))
    assert check(an_ask(case).moved(booking), late, Diary([late.session])) is None


def test_an_assessment_without_bookings_has_no_open_one():
    ask = an_ask(waiting_for_iha(an_iha(requested="2026-04-15")))
    assert isinstance(ask.assessment, Assessment)
    assert (ask.booking, ask.bookings) == (None, [])
