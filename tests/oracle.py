"""A second, slow and obvious reading of RULES 1-8, for checking the project's figures against.

It shares nothing with `clanbook` but the records. Days are stepped one at a time, months are added
by construction, every list is walked in full, so that each function can be read beside its rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import holidays

from clanbook.records import (
    ETHNIC_GROUPS,
    SDQ,
    Assessment,
    Booking,
    CareEpisode,
    Child,
    ChildRecord,
    Consent,
    Contact,
    Ending,
    Explanation,
    Kind,
    Placement,
    Record,
    Refusal,
    RefusedBy,
)

LocalAuthority = tuple[str, str, str]
"""Name, code and locality."""

RuleValues = Mapping[str, Any]
"""One LA's settings by their names, as the settings file writes them."""

Figures = dict[str, Any]
R = TypeVar("R", bound=Record)

ONE_DAY = timedelta(days=1)
LONDON = ZoneInfo("Europe/London")
BANK_HOLIDAYS = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2031)))

STATES = ("on_time", "late", "refused", "outstanding", "not_yet_due")
REASONS = (
    "refused",
    "late_notification",
    "no_consent",
    "missing_or_away",
    "placement_move",
    "not_taken_up",
    "out_of_area",
    "clinic_cancelled",
    "no_capacity",
    "unexplained",
)
MAIN_REASONS = (
    "feels_well",
    "had_one",
    "school_or_work",
    "time_or_place",
    "strangers",
    "who_will_see",
    "examined",
    "bad_experience",
    "singled_out",
    "too_many",
    "language",
    "not_settled",
    "other",
    "prefer_not_to_say",
    "not_recorded",
)
RHA_REASONS = tuple(reason for reason in REASONS if reason != "late_notification")

NOT_TAKEN_UP = (
    Ending.NOT_BROUGHT,
    Ending.CANCELLED_BY_CARER,
    Ending.CANCELLED_BY_YOUNG_PERSON,
)


# --- Dates (RULES 2) ---


def is_working_day(day: date, closed: Iterable[date] = ()) -> bool:
    """Monday to Friday, not a bank holiday of England and Wales, not a closed day."""
    return day.weekday() < 5 and day not in BANK_HOLIDAYS and day not in closed


def add_working_days(day: date, n: int, closed: Iterable[date] = ()) -> date:
    """The nth working day after a day, which is itself day 0."""
    while n > 0:
        day += ONE_DAY
        if is_working_day(day, closed):
            n -= 1
    return day


def after(period: str, day: date, closed: Iterable[date] = ()) -> date:
    """The last day of a period such as "28 days", "72 hours" or "5 working days"."""
    number, unit = period.split(" ", 1)
    if unit == "working days":
        return add_working_days(day, int(number), closed)
    if unit == "hours":
        return day + timedelta(days=int(number) // 24)
    return day + timedelta(days=int(number))


def add_months(day: date, n: int) -> date:
    """The same day of the month n months on or back; the month's last day where it has none."""
    year, month = day.year, day.month
    for _ in range(abs(n)):
        month += 1 if n > 0 else -1
        if month == 13:
            year, month = year + 1, 1
        if month == 0:
            year, month = year - 1, 12
    for number in range(day.day, 0, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    raise AssertionError(day)


def month_end(day: date) -> date:
    """The last day of a day's month."""
    while (day + ONE_DAY).month == day.month:
        day += ONE_DAY
    return day


def birthday(born: date, years: int) -> date:
    """The day somebody reaches an age; born on 29 February, 1 March in common years."""
    try:
        return date(born.year + years, born.month, born.day)
    except ValueError:
        return date(born.year + years, 3, 1)


def age(born: date, on: date) -> int:
    """Age in whole years: how many birthdays have been reached."""
    years = 0
    while birthday(born, years + 1) <= on:
        years += 1
    return years


def london_date(instant: datetime) -> date:
    """The date in London at an instant."""
    return instant.astimezone(LONDON).date()


def percent(n: int, d: int) -> int | None:
    """A whole number, halves rounded up; None where there is nothing to divide by."""
    if d == 0:
        return None
    whole = 0
    while (whole + 1) * d * 2 <= n * 200 + d:
        whole += 1
    return whole


# --- One assessment that is required (RULES 3, 4, 7) ---


@dataclass(frozen=True)
class Need:
    """One IHA or RHA that is required, with all that the charts ask of it."""

    la: str
    kind: Kind
    child: Child
    episode: CareEpisode
    start: date
    due: date
    limit: date
    seen: date | None
    under_five: bool
    state: str
    reasons: tuple[str, ...]
    primary: str | None
    on_time_had_notice_been_on_time: bool

    @property
    def missed(self) -> bool:
        """Required, matured and not on time."""
        return self.state not in ("on_time", "not_yet_due")


class Folder:
    """All that is known of one child, and the rules of the child's LA."""

    def __init__(self, child: Child, records: Iterable[Record], rules: RuleValues) -> None:
        self.child = child
        self.rules = rules
        self.closed = frozenset(rules.get("closed_days", ()))
        self.records = [
            record
            for record in records
            if isinstance(record, ChildRecord) and record.child == child.id
        ]

    def all(self, table: type[R]) -> list[R]:
        """The child's records of one sort."""
        return [record for record in self.records if isinstance(record, table)]

    def assessments(self, episode: CareEpisode, kind: Kind) -> list[Assessment]:
        """The assessments of a kind that belong to an episode."""
        return [
            row for row in self.all(Assessment) if row.episode == episode.id and row.kind == kind
        ]

    def completed(self) -> list[Assessment]:
        """Every IHA and RHA of the child that was done, oldest first."""
        done = [
            row
            for row in self.all(Assessment)
            if row.kind in (Kind.IHA, Kind.RHA) and row.completed is not None
        ]
        return sorted(done, key=day_seen)

    def effective_end(self, episode: CareEpisode) -> date | None:
        """The earlier of the day the child left and the 18th birthday (RULES 2)."""
        ends = [episode.left_care] if episode.left_care is not None else []
        if self.child.dob is not None:
            ends.append(birthday(self.child.dob, 18))
        return min(ends) if ends else None

    def under_five(self, episode: CareEpisode, on: date) -> bool:
        """Whether the child is under five; of no known birth, whether not unaccompanied."""
        if self.child.dob is None:
            return not episode.uasc
        return age(self.child.dob, on) < 5


def day_seen(row: Assessment) -> date:
    """The day of an assessment that was done."""
    assert row.completed is not None
    return row.completed


def is_short_break(episode: CareEpisode) -> bool:
    """Whether the episode is a series of short breaks."""
    return episode.legal_status in ("V3", "V4")


def stand_in(folder: Folder, episode: CareEpisode) -> Assessment | None:
    """The last assessment before entry that is at most three months older than it (RULES 3)."""
    found = None
    for row in folder.completed():
        seen = day_seen(row)
        if seen < episode.entered_care <= add_months(seen, 3):
            found = row
    return found


def first_iha(folder: Folder, episode: CareEpisode) -> date | None:
    """The day the episode's IHA was done; the first, of several."""
    days = [row.completed for row in folder.assessments(episode, Kind.IHA)]
    return min((day for day in days if day is not None), default=None)


def next_rha(folder: Folder, episode: CareEpisode, last: date) -> date:
    """`next(A)` of RULES 4."""
    six = add_months(last, 6)
    if folder.rules["rha_age_basis"] == "at_last":
        early = folder.under_five(episode, last)
    else:
        early = folder.under_five(episode, six)
    return six if early else add_months(last, 12)


def state_of(limit: date, seen: date | None, refused: bool, as_at: date) -> str:
    """Exactly one of the five states of RULES 3."""
    if seen is not None:
        return "on_time" if seen <= limit else "late"
    if refused:
        return "refused"
    return "outstanding" if limit < as_at else "not_yet_due"


# --- Refusals (RULES 3) ---


def booked_after_refusal(
    folder: Folder, episode: CareEpisode, kind: Kind, on: date, at: datetime | None
) -> bool:
    """Whether an offer was accepted after a refusal: another appointment made, none moved.

    An imported refusal has no instant (`at` None): only a booking of a later day comes after it.
    """
    ids = [row.id for row in folder.assessments(episode, kind)]
    for booking in folder.all(Booking):
        if booking.assessment not in ids or booking.moved_from is not None:
            continue
        made = london_date(booking.booked_at)
        if made > on or (at is not None and made == on and booking.booked_at > at):
            return True
    return False


def standing_refusals(
    folder: Folder, episode: CareEpisode, kind: Kind, rows: Sequence[Assessment]
) -> set[RefusedBy]:
    """Whose refusals stand, of assessments at which nobody has been seen."""
    standing = set()
    for row in rows:
        if row.refused_on is not None and not booked_after_refusal(
            folder, episode, kind, row.refused_on, None
        ):
            standing.add(row.refused_by or RefusedBy.YOUNG_PERSON)
        for refusal in folder.all(Refusal):
            if refusal.assessment != row.id or refusal.accepted_on is not None:
                continue
            if not booked_after_refusal(folder, episode, kind, refusal.on, refusal.recorded_at):
                standing.add(refusal.by)
    return standing


# --- Why one was missed (RULES 7) ---


@dataclass(frozen=True)
class Case:
    """What the reasons of one requirement are found from."""

    folder: Folder
    episode: CareEpisode
    kind: Kind
    start: date
    due: date
    limit: date
    seen: date | None
    rows: Sequence[Assessment]
    refusals: set[RefusedBy]

    def by_limit(self, days: Iterable[date | None]) -> bool:
        """Whether any of the days is on or before the limit."""
        return any(day is not None and day <= self.limit for day in days)

    def appointments(self, endings: Sequence[Ending]) -> list[date]:
        """The days of the appointments that ended in one of these ways."""
        ids = [row.id for row in self.rows]
        return [
            booking.day
            for booking in self.folder.all(Booking)
            if booking.assessment in ids and booking.ending in endings
        ]


def last_permitted_notice(folder: Folder, episode: CareEpisode) -> date:
    """The last day on which a notification is on time (RULES 5)."""
    return after(folder.rules["notify_within"], episode.entered_care, folder.closed)


def notified_late(folder: Folder, episode: CareEpisode) -> bool:
    """Whether the notification came after that day, or never."""
    return episode.notified is None or episode.notified > last_permitted_notice(folder, episode)


def no_consent(case: Case) -> bool:
    """Whether there is no consent by the limit, or a parent's refusal stands."""
    consents = [
        consent.received
        for consent in case.folder.all(Consent)
        if consent.episode == case.episode.id
    ]
    return not case.by_limit(consents) or RefusedBy.PARENT in case.refusals


def moved_placement(case: Case) -> bool:
    """Whether a move is recorded, or a placement began between the start and the limit."""
    if case.by_limit(row.placement_move_on for row in case.rows):
        return True
    return any(
        case.start < placement.since <= case.limit for placement in case.folder.all(Placement)
    )


def not_taken_up(case: Case) -> bool:
    """Whether an appointment was not taken up, or nobody could be reached."""
    ids = [row.id for row in case.rows]
    days: list[date | None] = [*case.appointments(NOT_TAKEN_UP)]
    days += [row.not_taken_up_on for row in case.rows]
    days += [row.uncontactable_on for row in case.rows]
    for contact in case.folder.all(Contact):
        if contact.assessment in ids and not contact.reached:
            days.append(contact.on)
    return case.by_limit(days)


def clinic_cancelled(case: Case) -> bool:
    """Whether the clinic cancelled."""
    days: list[date | None] = [*case.appointments([Ending.CANCELLED_BY_CLINIC])]
    days += [row.clinic_cancelled_on for row in case.rows]
    return case.by_limit(days)


def reasons_of(case: Case) -> tuple[str, ...]:
    """All the reasons that hold, in the order of RULES 7."""
    holds = {
        "refused": RefusedBy.YOUNG_PERSON in case.refusals,
        "late_notification": case.kind == Kind.IHA and notified_late(case.folder, case.episode),
        "no_consent": no_consent(case),
        "missing_or_away": any(row.away_reason is not None for row in case.rows),
        "placement_move": moved_placement(case),
        "not_taken_up": not_taken_up(case),
        "out_of_area": any(row.carried_out_by not in ("", "own") for row in case.rows),
        "clinic_cancelled": clinic_cancelled(case),
        "no_capacity": any(row.no_capacity_on is not None for row in case.rows),
    }
    found = tuple(reason for reason in REASONS if holds.get(reason, False))
    return found or ("unexplained",)


def with_recorded(reasons: Sequence[str], recorded: str | None) -> tuple[str, ...]:
    """The reasons with the one that staff recorded, which explains what nothing else did."""
    return tuple(
        reason
        for reason in REASONS
        if reason == recorded
        or (reason in reasons and (reason != "unexplained" or recorded is None))
    )


def recorded_by_staff(case: Case) -> str | None:
    """The reason staff recorded, if they have."""
    for explanation in case.folder.all(Explanation):
        if (explanation.episode, explanation.kind, explanation.due) == (
            case.episode.id,
            case.kind,
            case.due,
        ):
            return explanation.reason
    return None


def in_time_with_notice(case: Case) -> bool:
    """Whether a late IHA would have been on time, had its late notification been on time."""
    notified = case.episode.notified
    if case.kind != Kind.IHA or case.seen is None or case.seen <= case.due or notified is None:
        return False
    late_by = notified - last_permitted_notice(case.folder, case.episode)
    return late_by.days > 0 and case.seen - late_by <= case.due


# --- What is required of an episode (RULES 3, 4) ---


def need_of(case: Case, band_day: date, as_at: date) -> Need:
    """The requirement with its state, reasons and age band."""
    child = case.folder.child
    young_person_refused = RefusedBy.YOUNG_PERSON in case.refusals
    state = state_of(case.limit, case.seen, young_person_refused, as_at)
    missed = state not in ("on_time", "not_yet_due")
    recorded = recorded_by_staff(case)
    reasons = with_recorded(reasons_of(case), recorded) if missed else ()
    return Need(
        la=child.la,
        kind=case.kind,
        child=child,
        episode=case.episode,
        start=case.start,
        due=case.due,
        limit=case.limit,
        seen=case.seen,
        under_five=case.folder.under_five(case.episode, band_day),
        state=state,
        reasons=reasons,
        primary=(recorded or reasons[0]) if missed else None,
        on_time_had_notice_been_on_time=in_time_with_notice(case),
    )


def iha_needs(folder: Folder, episode: CareEpisode, as_at: date) -> list[Need]:
    """The episode's IHA, or none where it is not required."""
    due = after(folder.rules["iha_due"], episode.entered_care, folder.closed)
    seen = first_iha(folder, episode)
    end = folder.effective_end(episode)
    if is_short_break(episode) or stand_in(folder, episode) is not None:
        return []
    if end is not None and end <= due and seen is None:
        return []
    rows = folder.assessments(episode, Kind.IHA)
    refusals = set() if seen else standing_refusals(folder, episode, Kind.IHA, rows)
    case = Case(
        folder=folder,
        episode=episode,
        kind=Kind.IHA,
        start=episode.entered_care,
        due=due,
        limit=due,
        seen=seen,
        rows=rows,
        refusals=refusals,
    )
    return [need_of(case, episode.entered_care, as_at)]


def first_day(row: Assessment) -> date | None:
    """The first of an assessment's dates."""
    days = (
        row.requested,
        row.completed,
        row.refused_on,
        row.not_taken_up_on,
        row.uncontactable_on,
        row.clinic_cancelled_on,
        row.placement_move_on,
        row.report_sent,
        row.quality_checked,
    )
    return min((day for day in days if day is not None), default=None)


def open_rhas(folder: Folder, episode: CareEpisode, start: date) -> list[Assessment]:
    """The episode's RHAs that are not done and not from before the requirement began."""
    found = []
    for row in folder.assessments(episode, Kind.RHA):
        first = first_day(row)
        if row.completed is None and (first is None or first >= start):
            found.append(row)
    return found


def answer(folder: Folder, start: date, start_counts: bool) -> Assessment | None:
    """The first assessment of either kind done after a day, or from that day on."""
    for row in folder.completed():
        if day_seen(row) > start or (start_counts and day_seen(row) == start):
            return row
    return None


def rha_need(
    folder: Folder, episode: CareEpisode, start: date, answered: Assessment | None, as_at: date
) -> Need:
    """The requirement that is counted from a day, and the assessment that answers it."""
    due = next_rha(folder, episode, start)
    within_month = folder.rules["rha_on_time"] == "within_month_due"
    rows = [answered] if answered else open_rhas(folder, episode, start)
    refusals = set() if answered else standing_refusals(folder, episode, Kind.RHA, rows)
    case = Case(
        folder=folder,
        episode=episode,
        kind=Kind.RHA,
        start=start,
        due=due,
        limit=month_end(due) if within_month else due,
        seen=answered.completed if answered else None,
        rows=rows,
        refusals=refusals,
    )
    return need_of(case, due, as_at)


def rha_needs(folder: Folder, episode: CareEpisode, as_at: date) -> list[Need]:
    """The episode's RHAs, each counted from the one before."""
    if is_short_break(episode):
        return []
    before = stand_in(folder, episode)
    start = day_seen(before) if before else episode.entered_care
    start_counts = before is None
    iha = first_iha(folder, episode)
    if iha is not None and iha <= next_rha(folder, episode, start):
        start, start_counts = iha, False
    end = folder.effective_end(episode)
    needs = []
    while end is None or next_rha(folder, episode, start) < end:
        answered = answer(folder, start, start_counts)
        needs.append(rha_need(folder, episode, start, answered, as_at))
        if answered is None:
            break
        start, start_counts = day_seen(answered), False
    return needs


# --- The charts (RULES 8) ---


@dataclass(frozen=True)
class Quarter:
    """The first and the last day of three months."""

    first: date
    last: date

    def has(self, day: date | None) -> bool:
        """Whether a day lies in the quarter."""
        return day is not None and self.first <= day <= self.last

    @property
    def label(self) -> str:
        """The quarter of the financial year, such as "2018-19 Q1"."""
        year = self.first.year if self.first.month >= 4 else self.first.year - 1
        number = {4: 1, 7: 2, 10: 3, 1: 4}[self.first.month]
        return f"{year}-{(year + 1) % 100:02} Q{number}"


def quarter_from(first: date) -> Quarter:
    """The quarter that begins on a day."""
    return Quarter(first, add_months(first, 3) - ONE_DAY)


@dataclass(frozen=True)
class World:
    """Every child's folder, what is required of them, the LAs, their rules and the as-at day."""

    folders: Sequence[Folder]
    needs: Sequence[Need]
    las: Sequence[LocalAuthority]
    rules: Mapping[str, RuleValues]
    as_at: date

    def codes(self, row: str) -> list[str]:
        """The codes of the LAs that a row counts."""
        return [code for name, code, _ in self.las if row in (name, "Total")]

    @property
    def rows(self) -> list[str]:
        """The LAs in the settings' order, then the total."""
        return [name for name, _, _ in self.las] + ["Total"]

    def locality(self, code: str) -> str:
        """The LA's own locality."""
        return next(locality for _, known, locality in self.las if known == code)

    def entered(self, codes: Sequence[str], quarter: Quarter) -> list[tuple[Folder, CareEpisode]]:
        """The episodes that began in the quarter."""
        return [
            (folder, episode)
            for folder in self.folders
            if folder.child.la in codes
            for episode in folder.all(CareEpisode)
            if quarter.has(episode.entered_care)
        ]

    def in_care(self, codes: Sequence[str], on: date) -> list[tuple[Folder, CareEpisode]]:
        """The episodes that have begun and have not ended by the end of a day."""
        found = []
        for folder in self.folders:
            for episode in folder.all(CareEpisode):
                end = folder.effective_end(episode)
                begun = episode.entered_care <= on
                ended = end is not None and end <= on
                if folder.child.la in codes and begun and not ended:
                    found.append((folder, episode))
        return found


def placement_at_entry(folder: Folder, episode: CareEpisode) -> str:
    """Where the child was placed on entry, since being last in care; "" for not known."""
    placed_in, since = "", date.min
    for placement in folder.all(Placement):
        on_entry = placement.since == episode.entered_care
        if not on_entry and ended_since(folder, placement.since, episode.entered_care):
            continue
        if since <= placement.since <= episode.entered_care:
            placed_in, since = placement.placed_in, placement.since
    return placed_in


def ended_since(folder: Folder, day: date, entered: date) -> bool:
    """Whether an earlier episode has ended between a day and an entry."""
    for episode in folder.all(CareEpisode):
        end = folder.effective_end(episode)
        if episode.entered_care < entered and end is not None and day <= end:
            return True
    return False


def in_short_breaks(folder: Folder, day: date) -> bool:
    """Whether the child was in a series of short breaks at the end of a day."""
    for episode in folder.all(CareEpisode):
        end = folder.effective_end(episode)
        if is_short_break(episode) and episode.entered_care <= day and (end is None or day < end):
            return True
    return False


def accommodated(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """Episodes entered in the quarter, by where the child was placed."""
    row = {"total": 0, "within_locality": 0, "out_of_area": 0, "not_known": 0}
    for folder, episode in world.entered(codes, quarter):
        placed_in = placement_at_entry(folder, episode)
        row["total"] += 1
        if placed_in == "":
            row["not_known"] += 1
        elif placed_in == world.locality(folder.child.la):
            row["within_locality"] += 1
        else:
            row["out_of_area"] += 1
    return row


def required(world: World, codes: Sequence[str], quarter: Quarter, kind: Kind) -> list[Need]:
    """The requirements that a quarter counts: due in it, or for IHAs, as set, entered in it."""
    found = []
    for need in world.needs:
        if need.kind == kind and need.la in codes:
            by_entry = kind == Kind.IHA and world.rules[need.la]["iha_basis"] == "entered"
            if quarter.has(need.episode.entered_care if by_entry else need.due):
                found.append(need)
    return found


def matured(needs: Sequence[Need]) -> int:
    """How many of them are past waiting for: the denominator of every percentage."""
    return len([need for need in needs if need.state != "not_yet_due"])


def assessments_chart(world: World, codes: Sequence[str], quarter: Quarter, kind: Kind) -> Figures:
    """`iha` and `rha`: required, by age band and by state, and other LAs' requests."""
    needs = required(world, codes, quarter, kind)
    row: Figures = {
        "required": len(needs),
        "required_0_4": len([need for need in needs if need.under_five]),
        "required_5_18": len([need for need in needs if not need.under_five]),
    }
    for state in STATES:
        row[state] = len([need for need in needs if need.state == state])
    row["percent"] = percent(row["on_time"], matured(needs))
    others = other_las(world, codes, quarter, kind)
    row["other_las_requested"] = len(others)
    row["other_las_completed"] = len(
        [a for a in others if a.completed is not None and a.completed <= world.as_at]
    )
    return row


def other_las(world: World, codes: Sequence[str], quarter: Quarter, kind: Kind) -> list[Assessment]:
    """Other LAs' requests of the quarter for children placed in these LAs' localities."""
    found = []
    ours = [code for _, code, _ in world.las]
    for folder in world.folders:
        if folder.child.la in ours:
            continue
        for row in folder.all(Assessment):
            if row.kind != kind or row.requested is None or not quarter.has(row.requested):
                continue
            if host(world, placed_on(folder, row.requested)) in codes:
                found.append(row)
    return found


def placed_on(folder: Folder, day: date) -> str:
    """Where the child was placed on a day: the latest placement by then, or else the first."""
    placements = sorted(folder.all(Placement), key=lambda placement: placement.since)
    begun = [placement for placement in placements if placement.since <= day]
    if begun:
        return begun[-1].placed_in
    return placements[0].placed_in if placements else ""


def host(world: World, placed_in: str) -> str | None:
    """The code of the first LA whose locality a place is."""
    for _, code, locality in world.las:
        if locality == placed_in:
            return code
    return None


def exceptions_chart(world: World, codes: Sequence[str], quarter: Quarter, kind: Kind) -> Figures:
    """`iha_exceptions` and `rha_exceptions`: the missed, by every reason and by the primary."""
    needs = required(world, codes, quarter, kind)
    names = REASONS if kind == Kind.IHA else RHA_REASONS
    reasons = {name: len([need for need in needs if name in need.reasons]) for name in names}
    row: Figures = {
        "missed": len([need for need in needs if need.missed]),
        "reasons": reasons,
        "percents": {name: percent(reasons[name], matured(needs)) for name in names},
        "primary": {name: len([need for need in needs if need.primary == name]) for name in names},
    }
    if kind == Kind.IHA:
        in_time = [
            need
            for need in needs
            if need.state == "on_time" or need.on_time_had_notice_been_on_time
        ]
        row["on_time_had_notice_been_on_time"] = len(in_time)
        row["percent_had_notice_been_on_time"] = percent(len(in_time), matured(needs))
    return row


def refusals_chart(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """What stands refused of both kinds; these records have nobody's answers, so no reason."""
    iha, rha = (
        len([need for need in required(world, codes, quarter, kind) if need.state == "refused"])
        for kind in (Kind.IHA, Kind.RHA)
    )
    refused = iha + rha
    return {
        "refused": refused,
        "refused_iha": iha,
        "refused_rha": rha,
        "main_reason": {**dict.fromkeys(MAIN_REASONS, 0), "not_recorded": refused},
    }


def uasc(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """Unaccompanied asylum-seeking children who entered care in the quarter."""
    return {"accommodated": len([e for _, e in world.entered(codes, quarter) if e.uasc])}


def sdq(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """Questionnaires of the quarter, and how many of the children due one are up to date."""
    completed = 0
    for folder in world.folders:
        if folder.child.la in codes:
            completed += len(
                [day for day in scored(folder, quarter) if not in_short_breaks(folder, day)]
            )
    year = Quarter(add_months(quarter.first, -9), quarter.last)
    due = up_to_date = 0
    for folder, episode in world.in_care(codes, quarter.last):
        if sdq_due(folder, episode, year):
            due += 1
            up_to_date += bool(scored(folder, year))
    return {
        "completed": completed,
        "due": due,
        "up_to_date": up_to_date,
        "percent": percent(up_to_date, due),
    }


def scored(folder: Folder, period: Quarter) -> list[date]:
    """The days in a period on which questionnaires with a score were completed."""
    return [
        paper.completed
        for paper in folder.all(SDQ)
        if paper.score is not None and paper.completed is not None and period.has(paper.completed)
    ]


def sdq_due(folder: Folder, episode: CareEpisode, year: Quarter) -> bool:
    """Whether a child in care at the year's end was so all year, and is then aged 4 to 16."""
    if is_short_break(episode) or episode.entered_care > year.first or folder.child.dob is None:
        return False
    return 4 <= age(folder.child.dob, year.last) <= 16


def profile(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """Who is in care at the quarter's end: age, sex and ethnic group."""
    ages = {"under_1": 0, "1_4": 0, "5_9": 0, "10_15": 0, "16_plus": 0}
    everybody = [code for _, code, _ in world.las]
    if any(folder.child.dob is None for folder, _ in world.in_care(everybody, quarter.last)):
        ages["not_known"] = 0
    sexes = {"F": 0, "M": 0, "U": 0}
    groups = dict.fromkeys(ETHNIC_GROUPS, 0)
    children = world.in_care(codes, quarter.last)
    for folder, _ in children:
        ages[age_group(folder, quarter.last)] += 1
        sexes[folder.child.sex or "U"] += 1
        groups[ethnic_group(folder.child.ethnicity)] += 1
    return {"total": len(children), "age": ages, "sex": sexes, "ethnic_group": groups}


def age_group(folder: Folder, on: date) -> str:
    """The profile's band, or that there is none without a known birth."""
    if folder.child.dob is None:
        return "not_known"
    years = age(folder.child.dob, on)
    for band, below in (("under_1", 1), ("1_4", 5), ("5_9", 10), ("10_15", 16)):
        if years < below:
            return band
    return "16_plus"


def ethnic_group(code: str) -> str:
    """The census group of a code."""
    for group, codes in ETHNIC_GROUPS.items():
        if code in codes:
            return group
    return "not_known"


def trend(world: World, quarters: Sequence[Quarter]) -> list[Figures]:
    """On time out of required, quarter by quarter."""
    return [
        {
            "quarter": quarter.label,
            "rows": {row: trend_row(world, world.codes(row), quarter) for row in world.rows},
        }
        for quarter in quarters
    ]


def trend_row(world: World, codes: Sequence[str], quarter: Quarter) -> Figures:
    """One quarter's IHAs and RHAs of one row."""
    figures: Figures = {}
    for name, kind in (("iha", Kind.IHA), ("rha", Kind.RHA)):
        chart = assessments_chart(world, codes, quarter, kind)
        figures[f"{name}_on_time"] = chart["on_time"]
        figures[f"{name}_required"] = chart["required"]
        figures[f"{name}_percent"] = chart["percent"]
    return figures


def survey(
    records: Sequence[Record],
    rules: Mapping[str, RuleValues],
    las: Sequence[LocalAuthority],
    as_at: date,
) -> World:
    """Every child's folder, and of the service's own children what is required."""
    ours = [code for _, code, _ in las]
    folders, needs = [], []
    for child in [record for record in records if isinstance(record, Child)]:
        folder = Folder(child, records, rules.get(child.la, {}))
        folders.append(folder)
        for episode in folder.all(CareEpisode):
            if child.la in ours:
                needs += iha_needs(folder, episode, as_at)
                needs += rha_needs(folder, episode, as_at)
    return World(folders, needs, las, rules, as_at)


def charts(
    records: Sequence[Record],
    rules: Mapping[str, RuleValues],
    las: Sequence[LocalAuthority],
    first: date,
    as_at: date,
) -> Figures:
    """The `charts` of `export --format json` for the quarter that begins on a day.

    `rules` has each LA's settings by its code: `iha_due`, `iha_basis`, `notify_within`,
    `rha_age_basis`, `rha_on_time`, and `closed_days` if there are any.
    """
    return charts_of(survey(records, rules, las, as_at), first)


def charts_of(world: World, first: date) -> Figures:
    """The charts of one quarter, for those who want several."""
    quarter = quarter_from(first)
    rows = {row: world.codes(row) for row in world.rows}
    iha, rha = Kind.IHA, Kind.RHA
    return {
        "accommodated": {r: accommodated(world, c, quarter) for r, c in rows.items()},
        "iha": {r: assessments_chart(world, c, quarter, iha) for r, c in rows.items()},
        "iha_exceptions": {r: exceptions_chart(world, c, quarter, iha) for r, c in rows.items()},
        "rha": {r: assessments_chart(world, c, quarter, rha) for r, c in rows.items()},
        "rha_exceptions": {r: exceptions_chart(world, c, quarter, rha) for r, c in rows.items()},
        "refusals": {r: refusals_chart(world, c, quarter) for r, c in rows.items()},
        "uasc": {r: uasc(world, c, quarter) for r, c in rows.items()},
        "sdq": {r: sdq(world, c, quarter) for r, c in rows.items()},
        "trend": trend(world, [quarter_from(add_months(first, -3 * n)) for n in range(3)]),
        "profile": {r: profile(world, c, quarter) for r, c in rows.items()},
    }
