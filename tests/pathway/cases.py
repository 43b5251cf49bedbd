"""Cases for property tests: their dates crowd together so that rules meet at their edges."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from clanbook.caseload import Case
from clanbook.records import Away, Ending, Kind, Record, RefusedBy
from tests.build import (
    a_booking,
    a_case,
    a_consent,
    a_contact,
    a_placement,
    a_refusal,
    an_assessment,
    an_episode,
    an_explanation,
)
from tests.pathway.rules import AT_LAST, BNSSG, DORSET, SOUTH_GLOUCESTERSHIRE, WITHIN_MONTH

FIRST = date(2015, 1, 1)

RULES = st.sampled_from((BNSSG, SOUTH_GLOUCESTERSHIRE, DORSET, AT_LAST, WITHIN_MONTH))

POOL = tuple(
    sorted(
        [FIRST + timedelta(days=n) for n in range(0, 1460, 9)]
        + [date(2015, 8, 30), date(2015, 8, 31), date(2016, 2, 28), date(2016, 2, 29)]
        + [date(2016, 8, 29), date(2016, 8, 31), date(2017, 2, 28), date(2017, 8, 31)]
    )
)
"""Few days, so that two records often meet on one, and those that months are clamped to."""

DAYS = st.sampled_from(POOL)
PERHAPS = st.sampled_from((*(None for _ in POOL), *POOL))
"""A day, or as often none."""

BIRTHS = st.one_of(st.none(), st.just(date(2012, 2, 29)), st.dates(date(1997, 1, 1), FIRST))

EXPLAINED = ("placement_move", "out_of_area", "unexplained")


@st.composite
def cases(draw: st.DrawFn) -> Case:
    """A child with one to three episodes, one after another, and what happened in them."""
    days = sorted(draw(st.lists(DAYS, min_size=2, max_size=6, unique=True)))
    episodes = [
        an_episode(
            entered,
            left_care=left,
            notified=draw(PERHAPS),
            uasc=draw(st.booleans()),
            legal_status=draw(st.sampled_from(["", "C2", "V3"])),
        )
        for entered, left in zip(days[::2], [*days[1::2], None], strict=False)
    ]
    rows = draw(st.lists(assessments(len(episodes)), max_size=6))
    events = draw(st.lists(st.one_of(_bookings(), _refusals(), _contacts()), max_size=6))
    others = draw(st.lists(st.one_of(_consents(), _placements()), max_size=4))
    return a_case(*episodes, *rows, *events, *others, dob=draw(BIRTHS))


@st.composite
def assessments(draw: st.DrawFn, episodes: int) -> Record:
    """An assessment of one of the episodes, or kept on the child."""
    fields: dict[str, Any] = {
        name: draw(PERHAPS)
        for name in (
            "requested",
            "completed",
            "refused_on",
            "not_taken_up_on",
            "clinic_cancelled_on",
            "placement_move_on",
            "no_capacity_on",
        )
    }
    return an_assessment(
        draw(st.sampled_from(Kind)),
        episode=draw(st.sampled_from([None, *range(1, episodes + 1)])),
        refused_by=draw(st.sampled_from([None, *RefusedBy])),
        away_reason=draw(st.sampled_from([None, None, Away.MISSING])),
        carried_out_by=draw(st.sampled_from(["", "own", "Devon team"])),
        **fields,
    )


def _instants() -> st.SearchStrategy[datetime]:
    noon = time(12, tzinfo=UTC)
    return DAYS.map(lambda on: datetime.combine(on, noon))


def _bookings() -> st.SearchStrategy[Record]:
    return st.builds(
        a_booking,
        DAYS,
        assessment=st.integers(1, 6),
        booked_at=_instants(),
        ending=st.sampled_from([None, *Ending]),
        moved_from=st.sampled_from([None, None, 1]),
    )


def _refusals() -> st.SearchStrategy[Record]:
    return st.builds(
        a_refusal,
        DAYS,
        assessment=st.integers(1, 6),
        recorded_at=_instants(),
        by=st.sampled_from(RefusedBy),
        accepted_on=PERHAPS,
    )


def _contacts() -> st.SearchStrategy[Record]:
    return st.builds(a_contact, DAYS, reached=st.booleans(), assessment=st.integers(1, 6))


def _consents() -> st.SearchStrategy[Record]:
    return st.builds(a_consent, DAYS, episode=st.integers(1, 3))


def _placements() -> st.SearchStrategy[Record]:
    return st.builds(a_placement, DAYS)


def explained(case: Case, kind: Kind, due: date, episode: int, reason: str) -> Case:
    """The case with staff's own reason for one of its requirements."""
    note = an_explanation(kind, due, reason, episode=episode)
    kept = [
        *case.episodes,
        *case.placements,
        *case.consents,
        *case.assessments,
        *case.bookings,
        *case.refusals,
        *case.contacts,
    ]
    return Case(case.child, [*kept, note.but(child=case.child.id, id=1)])


LATER_BY = st.integers(0, 800).map(timedelta)
