"""What sessions serve, until when they are kept, nobody in two places (RULES 6)."""

from datetime import date, time, timedelta

import pytest

from clanbook.booking import clash, protected_until, serves, slots_of
from clanbook.records import Kind, Place, Role
from tests.booking.clinic import (
    ALL,
    DAY_BEFORE_RELEASE,
    MONDAY,
    RELEASE,
    RULES,
    TODAY,
    a_nurses_session,
    a_session,
)

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
