"""A clinic on Mon 04-May-2026 and the children who wait for it."""

from datetime import date, datetime, time

from clanbook.booking import Ask, Diary, Objection, Refused, Slot, asking, check
from clanbook.caseload import Case
from clanbook.records import Kind, Role, Session
from clanbook.settings import DEFAULT
from tests.build import a, a_case, an_episode, an_iha

RULES = DEFAULT.rules
TODAY = date(2026, 4, 20)
MONDAY = date(2026, 5, 4)
DAY_BEFORE_RELEASE, RELEASE = date(2026, 4, 26), date(2026, 4, 27)
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
