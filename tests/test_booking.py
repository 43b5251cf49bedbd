"""What may go in which slot, and which slots suit a child best (RULES 6)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.booking import (
    Ask,
    Diary,
    NeedsReason,
    Objection,
    Question,
    Refused,
    Slot,
    asking,
    asks,
    best,
    booking_id,
    check,
    check_visit,
    clash,
    ends,
    find_slot,
    free_slots,
    home_locality,
    no_slot_in_time,
    open_assessment,
    papers_due,
    parse_booking_id,
    parse_slot_id,
    protected_until,
    provisional,
    reasons_of,
    serves,
    slot_id,
    slots_of,
    suggest,
    visit_session,
)
from clanbook.caseload import Case
from clanbook.records import Assessment, Booking, Ending, Kind, Place, Role, Session
from clanbook.settings import DEFAULT
from tests.build import (
    a,
    a_booking,
    a_case,
    a_consent,
    a_placement,
    an_assessment,
    an_episode,
    an_iha,
    an_rha,
)

RULES = DEFAULT.rules
TODAY = date(2026, 4, 20)
MONDAY = date(2026, 5, 4)
ALL = (Kind.IHA, Kind.RHA, Kind.ADOPTION)


def a_session(number: int = 1, **fields: object) -> Session:
    """A paediatrician's session of four half-hours in Bristol from 09:00 on Mon 04-May-2026."""
    defaults: dict[str, object] = {
        "id": number,
        "day": MONDAY,
        "start": time(9),
        "slots": 4,
        "minutes": 30,
        "locality": "Bristol",
        "venue": "Lavender House",
        "clinician": "Dr Ash",
        "role": Role.PAEDIATRICIAN,
        "purposes": (Kind.IHA, Kind.ADOPTION),
    }
    return a(Session, **{**defaults, **fields})


def a_nurses_session(number: int = 2, **fields: object) -> Session:
    """A nurse's session for RHAs at the same hours."""
    defaults = {"clinician": "Nurse Birch", "role": Role.NURSE, "purposes": (Kind.RHA,)}
    return a_session(number, **{**defaults, **fields})


def a_slot(session: Session | None = None, index: int = 0) -> Slot:
    return Slot.of(session or a_session(), index, RULES)


def an_ask(case: Case, kind: Kind = Kind.IHA, today: date = TODAY) -> Ask:
    found = asking(case, kind, DEFAULT, today)
    assert isinstance(found, Ask), found
    return found


def waiting_for_iha(*records: object, **child: object) -> Case:
    """In care since 14 April 2026: the IHA is due on 12 May."""
    episode = an_episode("2026-04-14", notified="2026-04-15")
    return a_case(episode, *records, dob="2015-01-01", **child)


def waiting_for_rha(*records: object, **child: object) -> Case:
    """Seen on 1 June 2025, aged 10: the RHA is due on 1 June 2026, and is asked for since March."""
    seen = an_iha(requested="2025-05-08", completed="2025-06-01")
    return a_case(an_episode("2025-05-07"), seen, *records, dob="2015-01-01", **child)


def at(text: str) -> datetime:
    """A local wall time from `2026-05-04T10:10`."""
    return datetime.fromisoformat(text)


def sentence(objection: Objection | None) -> str:
    assert objection is not None
    text = objection.sentence
    assert text.endswith(".")
    assert "\n" not in text
    return text


def refusal(ask: Ask, slot: Slot, diary: Diary | None = None) -> str:
    objection = check(ask, slot, diary or Diary([slot.session]))
    assert isinstance(objection, Refused), objection
    return sentence(objection)


# --- Ids


def test_slot_and_booking_ids_read_back_as_they_were_written():
    assert parse_slot_id(slot_id(12, 3)) == (12, 3)
    assert parse_booking_id(booking_id(7)) == 7
    assert parse_slot_id(" s12-0 ") == (12, 0)


@pytest.mark.parametrize(
    "text", ["", "12-3", "S12", "S12-", "S0-1", "S1-03", "S-1-3", "S١-٣", "B7"]
)
def test_a_slot_id_of_another_form_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match="is not a slot id such as S12-3"):
        parse_slot_id(text)


@pytest.mark.parametrize("text", ["", "7", "B", "B0", "B-7", "B7.0", "S12-3", "B" + "9" * 5000])
def test_a_booking_id_of_another_form_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match="is not a booking id such as B7") as caught:
        parse_booking_id(text)
    assert len(str(caught.value)) < 120


# --- Slots


def test_a_session_is_cut_into_slots_of_equal_minutes():
    slots = slots_of(a_session(12, start=time(9, 15), slots=3, minutes=50), RULES)
    assert [(s.id, s.start, s.minutes) for s in slots] == [
        ("S12-0", time(9, 15), 50),
        ("S12-1", time(10, 5), 50),
        ("S12-2", time(10, 55), 50),
    ]
    assert ends(slots[0].session) == at("2026-05-04T11:45")


def test_a_slot_is_named_as_people_read_it():
    assert a_slot(index=1).name == "Mon 04-May-2026 09:30 Bristol (Lavender House)"


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_slot_times_are_wall_times_on_the_days_the_clocks_change(day):
    session = a_session(day=day, start=time(0, 30), slots=4, minutes=60)
    assert [s.start for s in slots_of(session, RULES)] == [time(h, 30) for h in range(4)]


def test_a_slot_the_session_does_not_have_is_refused():
    assert find_slot(a_session(12), 3, RULES).id == "S12-3"
    with pytest.raises(
        ValueError, match="there is no slot S12-4: this session's last slot is S12-3"
    ):
        find_slot(a_session(12), 4, RULES)


# --- What a session serves

KEPT = {"kept_for": (Kind.IHA, Kind.ADOPTION), "purposes": ALL}


@pytest.mark.parametrize(
    ("session", "expected"),
    [
        (a_session(), None),
        (a_session(**KEPT), date(2026, 4, 27)),
        (a_session(**KEPT, released_days=3), date(2026, 5, 1)),
        (a_session(**KEPT, released_days=0), MONDAY),
    ],
)
def test_kept_slots_open_so_many_days_before_the_session(session, expected):
    assert protected_until(session, RULES) == expected
    assert slots_of(session, RULES)[0].protected_until == expected


DAY_BEFORE_RELEASE, RELEASE = date(2026, 4, 26), date(2026, 4, 27)


@pytest.mark.parametrize(
    ("session", "today", "served"),
    [
        (a_session(), TODAY, "IHA ADOPTION"),
        (a_session(purposes=(Kind.ADOPTION,)), TODAY, "ADOPTION"),
        (a_session(purposes=ALL), TODAY, "IHA RHA ADOPTION"),
        (a_session(role=Role.GP, purposes=ALL), TODAY, "IHA RHA ADOPTION"),
        (a_nurses_session(), TODAY, "RHA"),
        (a_nurses_session(purposes=ALL), TODAY, "RHA"),
        (a_nurses_session(purposes=(Kind.IHA,)), TODAY, ""),
        (a_session(**KEPT), DAY_BEFORE_RELEASE, "IHA ADOPTION"),
        (a_session(**KEPT), RELEASE, "IHA RHA ADOPTION"),
        (a_session(kept_for=(Kind.ADOPTION,)), DAY_BEFORE_RELEASE, "ADOPTION"),
        (a_session(kept_for=(Kind.ADOPTION,)), RELEASE, "IHA RHA ADOPTION"),
        (a_nurses_session(purposes=(Kind.IHA,), kept_for=(Kind.IHA,)), RELEASE, "RHA"),
        (a_nurses_session(place=Place.HOME, slots=1), TODAY, ""),
    ],
)
def test_a_session_serves_what_its_purposes_role_and_release_allow(session, today, served):
    assert " ".join(k for k in ALL if serves(session, k, today, RULES)) == served


# --- Free slots


def test_free_slots_are_listed_earliest_first_then_by_locality():
    sessions = [
        a_session(1, slots=2),
        a_session(2, slots=1, locality="Avonmouth"),
        a_session(3, slots=1, day=TODAY),
    ]
    free = free_slots(sessions, [], None, TODAY, RULES)
    assert [s.id for s in free] == ["S3-0", "S2-0", "S1-0", "S1-1"]


@pytest.mark.parametrize(
    ("ending", "free"),
    [
        (None, False),
        (Ending.ATTENDED, False),
        (Ending.NOT_BROUGHT, False),
        (Ending.CANCELLED_BY_CARER, True),
        (Ending.CANCELLED_BY_YOUNG_PERSON, True),
        (Ending.CANCELLED_BY_CLINIC, True),
        (Ending.MOVED, True),
    ],
)
def test_attended_and_not_brought_use_the_slot_up_and_the_rest_free_it(ending, free):
    booked = a_booking(MONDAY, index=1, ending=ending)
    listed = free_slots([a_session()], [booked], Kind.IHA, TODAY, RULES)
    assert ("S1-1" in [s.id for s in listed]) is free


def test_no_slot_is_free_in_the_past_in_a_closed_session_or_on_a_visit():
    sessions = [
        a_session(1, day=TODAY - timedelta(1)),
        a_session(2, closed_on=TODAY),
        a_nurses_session(3, place=Place.HOME, slots=1),
    ]
    assert free_slots(sessions, [], None, TODAY, RULES) == []


def test_a_slot_earlier_today_than_the_wall_time_is_past():
    free = free_slots([a_session(day=TODAY)], [], None, TODAY, RULES, now=time(9, 31))
    assert [s.start for s in free] == [time(10), time(10, 30)]


def test_free_slots_can_be_narrowed_by_kind_locality_and_days():
    sessions = [
        a_session(1, slots=1),
        a_nurses_session(2, slots=1),
        a_session(3, slots=1, locality="North Somerset"),
        a_session(4, slots=1, day=MONDAY + timedelta(1)),
    ]

    def ids(kind: Kind | None = None, **narrowed: object) -> list[str]:
        return [s.id for s in free_slots(sessions, [], kind, TODAY, RULES, **narrowed)]

    assert ids(Kind.RHA) == ["S2-0"]
    assert ids(locality="north somerset") == ["S3-0"]
    assert ids(from_day=MONDAY + timedelta(1)) == ["S4-0"]
    assert ids(Kind.IHA, to_day=MONDAY, locality="Bristol") == ["S1-0"]


# --- Nobody in two places


@pytest.mark.parametrize(
    ("other", "clashes"),
    [
        (a_session(2, start=time(10, 59)), True),
        (a_session(2, start=time(7, 1)), True),
        (a_session(2, start=time(9, 30), slots=1, venue="Other"), True),
        (a_session(2, start=time(11)), False),
        (a_session(2, start=time(7)), False),
        (a_session(2, day=MONDAY + timedelta(1)), False),
        (a_session(2, clinician="Dr Oak"), False),
        (a_session(2, clinician="  dr  ash "), True),
        (a_session(2, closed_on=TODAY), False),
        (a_session(1), False),
    ],
)
def test_a_clinician_is_never_in_two_places_at_once(other, clashes):
    assert clash(a_session(1), [other]) == (other if clashes else None)


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


# --- What there is to book


def test_book_takes_the_one_open_requirement_of_the_kind():
    ask = an_ask(waiting_for_iha(an_iha(requested="2026-04-15")))
    assert (ask.who, ask.due, ask.limit) == ("801/C1", date(2026, 5, 12), date(2026, 5, 12))
    assert ask.assessment is not None
    assert ask.requirement is not None


@pytest.mark.parametrize(
    ("case", "kind"),
    [
        (waiting_for_rha(), Kind.IHA),
        (a_case(an_episode("2026-04-14", left_care="2026-04-20")), Kind.IHA),
        (a_case(an_episode("2026-04-14", legal_status="V4")), Kind.RHA),
        (a_case(), Kind.IHA),
    ],
)
def test_without_an_open_requirement_there_is_nothing_to_book(case, kind):
    found = asking(case, kind, DEFAULT, TODAY)
    assert found == Refused(f"801/C1 has no open {kind} to book.")


def test_a_child_announced_before_entry_can_be_booked():
    ask = an_ask(a_case(an_episode("2026-04-27", notified="2026-04-10")))
    assert check(ask, a_slot(), Diary([a_session()])) is None


def test_an_adoption_medical_needs_an_open_request():
    asked = an_assessment(Kind.ADOPTION, requested="2026-04-01")
    done = asked.but(completed=date(2026, 4, 9))
    refused = asking(waiting_for_iha(done), Kind.ADOPTION, DEFAULT, TODAY)
    assert "801/C1 has no open request for an adoption medical" in sentence(refused)
    ask = an_ask(waiting_for_iha(asked), Kind.ADOPTION)
    assert (ask.due, ask.requirement) == (None, None)
    assert check(ask, a_slot(), Diary([a_session()])) is None


def test_an_own_childs_requested_review_is_no_ask_of_its_own():
    case = waiting_for_iha(an_rha(requested="2026-04-15"))
    assert [ask.kind for ask in asks(case, DEFAULT, TODAY)] == [Kind.IHA, Kind.RHA]


def test_another_las_child_is_booked_on_request_alone():
    case = a_case(an_episode("2026-04-14"), an_iha(requested="2026-04-16"), la="Leeds")
    ask = an_ask(case)
    assert (ask.due, ask.requirement) == (date(2026, 5, 12), None)
    assert check(ask, a_slot(), Diary([a_session()])) is None
    unknown = a_case(an_rha(requested="2026-04-16", episode=None), la="Leeds")
    assert an_ask(unknown, Kind.RHA).due is None
    refused = asking(a_case(an_episode("2026-04-14"), la="Leeds"), Kind.IHA, DEFAULT, TODAY)
    assert "has no open request for an IHA" in sentence(refused)


def test_the_18th_birthday_ends_another_las_request():
    asked = an_rha(requested="2026-04-16", episode=None)
    case = a_case(asked, la="Leeds", dob="2008-04-20")
    assert isinstance(asking(case, Kind.RHA, DEFAULT, TODAY), Refused)
    assert isinstance(asking(case, Kind.RHA, DEFAULT, TODAY - timedelta(1)), Ask)


def test_of_two_requests_the_one_not_yet_booked_is_taken():
    case = a_case(
        an_assessment(Kind.ADOPTION, requested="2026-04-01", episode=None),
        an_assessment(Kind.ADOPTION, requested="2026-04-02", episode=None),
        a_booking(MONDAY, kind=Kind.ADOPTION),
    )
    assert an_ask(case, Kind.ADOPTION).assessment == case.assessments[1]


def test_an_older_round_is_not_the_open_record_of_a_review_unless_it_is_booked():
    older = an_rha(id=7, requested="2025-01-05", refused_on="2025-02-01")
    case = waiting_for_rha(older)
    requirement = an_ask(case, Kind.RHA).requirement
    assert requirement is not None
    assert open_assessment(case, requirement) is None
    booked = waiting_for_rha(older, a_booking(MONDAY, assessment=7, kind=Kind.RHA))
    assert open_assessment(booked, requirement) == booked.assessments[0]


# --- Refusals


def test_a_suitable_free_slot_in_time_meets_no_objection():
    assert check(an_ask(waiting_for_iha()), a_slot(), Diary([a_session()])) is None
    review = an_ask(waiting_for_rha(), Kind.RHA)
    assert check(review, a_slot(a_nurses_session()), Diary([a_nurses_session()])) is None


def test_a_taken_slot_is_refused():
    diary = Diary([a_session()], [a_booking(MONDAY, child=5, assessment=50)])
    text = refusal(an_ask(waiting_for_iha()), a_slot(), diary)
    assert text == "Mon 04-May-2026 09:00 Bristol (Lavender House) is taken: choose another slot."


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
    off = replace(ask, rules=msgspec.structs.replace(RULES, book_before_paperwork=False))
    objection = check(off, a_slot(), Diary([a_session()]))
    assert (lacking in sentence(objection)) if lacking else (objection is None)


# --- Reasons that are asked for


def question(ask: Ask, slot: Slot) -> Question | None:
    objection = check(ask, slot, Diary([slot.session]))
    if objection is None:
        return None
    assert isinstance(objection, NeedsReason), objection
    assert slot.name in sentence(objection)
    return objection.question


def test_after_the_due_date_the_breach_is_shown_and_the_reason_asked():
    ask = an_ask(waiting_for_iha())
    on_the_day = a_slot(a_session(day=date(2026, 5, 12)))
    after = a_slot(a_session(day=date(2026, 5, 14)))
    assert question(ask, on_the_day) is None
    assert question(ask, after) is Question.BREACH
    text = sentence(check(ask, after, Diary([after.session])))
    assert "is 2 days after 12-May-2026, the last day in time for the IHA: say why." in text
    assert question(ask.giving({Question.BREACH: "carer away"}, time()), after) is None
    assert question(ask.giving({Question.BREACH: "  "}, time()), after) is Question.BREACH


def test_an_rha_within_the_month_due_is_no_breach_where_that_is_the_rule():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    month = replace(ask, limit=date(2026, 6, 30))
    slot = a_slot(a_nurses_session(day=date(2026, 6, 30)))
    assert question(ask, slot) is Question.BREACH
    assert question(month, slot) is None


@pytest.mark.parametrize(
    ("day", "asked"),
    [(date(2026, 2, 28), Question.EARLY), (date(2026, 3, 1), None), (date(2026, 6, 1), None)],
)
def test_an_rha_more_than_three_months_early_asks_the_reason(day, asked):
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    slot = a_slot(a_nurses_session(day=day))
    assert question(ask, slot) is asked
    assert question(ask.giving({Question.EARLY: "moving abroad"}, time()), slot) is None


def test_an_rha_with_a_doctor_asks_for_the_clinical_need():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    slot = a_slot(a_session(purposes=ALL))
    assert question(ask, slot) is Question.CLINICAL_NEED
    assert question(ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time()), slot) is None
    recorded = waiting_for_rha(an_rha(requested="2026-03-05", clinical_need="epilepsy"))
    assert question(an_ask(recorded, Kind.RHA), slot) is None


def test_one_answer_does_not_answer_another_question():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    late = a_slot(a_session(purposes=ALL, day=date(2026, 6, 4)))
    assert question(ask, late) is Question.CLINICAL_NEED
    need = ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time())
    assert question(need, late) is Question.BREACH
    assert question(need.giving({Question.BREACH: "carer away"}, time()), late) is None


# --- Moving


def booked_for_iha() -> tuple[Case, Booking]:
    case = waiting_for_iha(
        an_iha(requested="2026-04-15"), a_booking(MONDAY, id=7, index=1, reason="carer away")
    )
    return case, case.bookings[0]


def test_a_booking_moves_within_its_session_and_to_an_overlapping_slot():
    case, booking = booked_for_iha()
    ask = an_ask(case).moved(booking)
    other = a_session(2, start=time(9, 15), clinician="Dr Oak")
    diary = Diary([a_session(), other], case.bookings)
    assert check(ask, a_slot(index=0), diary) is None
    assert check(ask, a_slot(other), diary) is None


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


# --- Visits


def a_visit(starts: str = "2026-05-04T10:10", clinician: str = "Nurse Birch") -> Session:
    return visit_session(at(starts), 60, clinician, Place.HOME, "Bristol")


def test_a_visit_is_a_one_slot_session_of_the_nurse():
    (slot,) = slots_of(a_visit(), RULES)
    assert slot.name == "Mon 04-May-2026 10:10 Bristol (home)"
    assert (slot.session.role, slot.session.purposes) == (Role.NURSE, (Kind.RHA,))


def test_a_visit_is_for_an_rha_only():
    objection = check_visit(an_ask(waiting_for_iha()), a_visit(), Diary([]))
    assert "an IHA needs a doctor" in sentence(objection)
    assert check_visit(an_ask(waiting_for_rha(), Kind.RHA), a_visit(), Diary([])) is None


def test_a_visit_is_refused_while_the_nurse_has_a_session():
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    objection = check_visit(ask, a_visit(), Diary([a_nurses_session()]))
    assert sentence(objection) == (
        "Nurse Birch has a session at that time: Mon 04-May-2026 09:00 Bristol (Lavender House)."
    )
    assert check_visit(ask, a_visit(clinician="Nurse Elm"), Diary([a_nurses_session()])) is None
    after = a_visit("2026-05-04T11:00")
    assert check_visit(ask, after, Diary([a_nurses_session()])) is None


@pytest.mark.parametrize(
    ("starts", "says"),
    [
        ("2026-04-19T10:00", "is in the past"),
        ("2026-06-03T10:00", "2 days after 01-Jun-2026"),
    ],
)
def test_a_visit_follows_the_rules_of_dates(starts, says):
    ask = an_ask(waiting_for_rha(), Kind.RHA)
    assert says in sentence(check_visit(ask, a_visit(starts), Diary([])))


def test_a_visit_more_than_three_months_early_asks_the_reason():
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    objection = check_visit(ask, a_visit("2026-02-02T10:00"), Diary([]))
    assert isinstance(objection, NeedsReason)
    assert objection.question is Question.EARLY


# --- Suggestions


def test_suggestions_are_on_time_first_then_own_locality_then_earliest():
    sessions = [
        a_session(1, slots=1, day=date(2026, 5, 11), locality="Bristol"),
        a_session(2, slots=1, day=date(2026, 5, 5), locality="North Somerset"),
        a_session(3, slots=1, day=date(2026, 5, 8), locality="Bristol"),
        a_session(4, slots=1, day=date(2026, 5, 13), locality="Bristol"),
    ]
    slots = free_slots(sessions, [], Kind.IHA, TODAY, RULES)
    found = best(slots, date(2026, 5, 12), "bristol", n=4)
    assert [(s.slot.id, s.on_time) for s in found] == [
        ("S3-0", True),
        ("S1-0", True),
        ("S2-0", True),
        ("S4-0", False),
    ]
    assert [s.why for s in found] == [
        "on time with 4 days to spare, in the child's own locality",
        "on time with 1 day to spare, in the child's own locality",
        "on time with 7 days to spare, in North Somerset",
        "1 day late, in the child's own locality",
    ]


def test_without_a_due_date_every_slot_is_on_time():
    (found,) = best([a_slot()], None, "Bristol")
    assert (found.on_time, found.why) == (True, "no due date, in the child's own locality")


def test_an_early_slot_or_a_doctors_is_not_suggested_for_an_rha_unless_answered():
    ask = an_ask(waiting_for_rha(), Kind.RHA, today=date(2026, 2, 1))
    sessions = [
        a_nurses_session(1, slots=1, day=date(2026, 2, 28)),
        a_session(2, slots=1, day=date(2026, 3, 2), purposes=ALL),
        a_nurses_session(3, slots=1, day=date(2026, 3, 3)),
    ]
    slots = free_slots(sessions, [], Kind.RHA, date(2026, 2, 1), RULES)

    def ids(ask: Ask) -> list[str]:
        return [s.slot.id for s in suggest(ask, slots, Diary(sessions), "Bristol")]

    assert len(slots) == 3
    assert ids(ask) == ["S3-0"]
    assert ids(ask.giving({Question.CLINICAL_NEED: "epilepsy"}, time())) == ["S2-0", "S3-0"]
    assert ids(ask.giving({Question.EARLY: "moving"}, time())) == ["S1-0", "S3-0"]


@pytest.mark.parametrize(
    ("days", "limit", "none"),
    [
        ([], date(2026, 5, 12), True),
        ([13], date(2026, 5, 12), True),
        ([12, 13], date(2026, 5, 12), False),
        ([13], None, False),
    ],
)
def test_no_capacity_is_no_free_slot_on_or_before_the_last_day_in_time(days, limit, none):
    slots = [a_slot(a_session(day=date(2026, 5, d))) for d in days]
    assert no_slot_in_time(slots, limit) is none


# --- Papers and places


@pytest.mark.parametrize("absent", ["demographics", "part_a", "consent", None])
def test_a_booking_is_provisional_while_any_paper_is_awaited(absent):
    papers = {p: "2026-04-16" for p in ("demographics", "part_a") if p != absent}
    consents = [] if absent == "consent" else [a_consent("2026-04-16")]
    case = a_case(an_episode("2026-04-14", **papers), *consents)
    assert provisional(case, case.episodes[0]) is (absent is not None)
    assert provisional(case, None) is False


def test_papers_are_due_ten_days_after_entry():
    assert papers_due(an_episode("2026-04-14"), RULES, DEFAULT.calendar()) == date(2026, 4, 24)


@pytest.mark.parametrize(
    ("la", "placed_in", "expected"),
    [
        ("801", "South Gloucestershire", "South Gloucestershire"),
        ("801", "", "Bristol"),
        ("801", None, "Bristol"),
        ("Leeds", None, ""),
    ],
)
def test_a_childs_locality_is_where_they_are_placed_else_their_las(la, placed_in, expected):
    placements = [] if placed_in is None else [a_placement("2026-04-14", placed_in)]
    assert home_locality(a_case(*placements, la=la), DEFAULT, TODAY) == expected


# --- Properties

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


@given(diaries(), localities, st.dates(TODAY, TODAY + timedelta(40)), st.integers(1, 6))
def test_the_best_are_the_first_by_time_then_locality_then_day(diary, locality, limit, n):
    sessions, _ = diary
    slots = [slot for session in sessions for slot in slots_of(session, RULES)]

    def worth(slot: Slot) -> tuple[bool, bool, datetime]:
        return slot.day > limit, slot.session.locality != locality, slot.starts

    found = [worth(s.slot) for s in best(slots, limit, locality, n)]
    assert found == sorted(map(worth, slots))[:n]


def test_an_assessment_without_bookings_has_no_open_one():
    ask = an_ask(waiting_for_iha(an_iha(requested="2026-04-15")))
    assert isinstance(ask.assessment, Assessment)
    assert (ask.booking, ask.bookings) == (None, [])
