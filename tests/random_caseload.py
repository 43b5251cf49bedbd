"""Caseloads made up at random to be awkward: dates crowd round the days on which a figure turns.

Nobody in them is or was a person. The same seed gives the same caseload.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random

from clanbook.records import (
    ETHNIC_GROUPS,
    SDQ,
    Assessment,
    Away,
    Booking,
    CareEpisode,
    Child,
    Consent,
    ConsentBy,
    Contact,
    Ending,
    Explanation,
    Kind,
    Placement,
    Record,
    Refusal,
    RefusedBy,
    SDQReason,
    Sex,
)
from tests.oracle import (
    REASONS,
    RHA_REASONS,
    LocalAuthority,
    R,
    add_months,
    add_working_days,
    birthday,
    month_end,
)

BNSSG: tuple[LocalAuthority, ...] = (
    ("North Somerset", "802", "North Somerset"),
    ("Bristol", "801", "Bristol"),
    ("South Gloucestershire", "803", "South Gloucestershire"),
)
FIRST_ENTRY, LAST_ENTRY, LAST_DAY = date(2016, 3, 1), date(2019, 1, 31), date(2019, 3, 31)
QUARTERS = [add_months(date(2017, 1, 1), 3 * n) for n in range(9)]
LEAP_DAYS = [date(year, 2, 29) for year in (2000, 2004, 2008, 2012, 2016)]
ELSEWHERE = ("Wiltshire", "Somerset")
ETHNICITIES = ("", *(code for codes in ETHNIC_GROUPS.values() for code in codes))
STATUSES = ("", "", "C2", "C2", "V2", "V2", "E1", "V3", "V4")
TIMES = ((0, 30), (9, 0), (14, 0), (22, 30), (23, 30))
FAILED = (
    Ending.NOT_BROUGHT,
    Ending.CANCELLED_BY_CARER,
    Ending.CANCELLED_BY_YOUNG_PERSON,
    Ending.CANCELLED_BY_CLINIC,
    Ending.MOVED,
)


def random_caseload(
    seed: int, children: int = 40, las: Sequence[LocalAuthority] = BNSSG
) -> list[Record]:
    """Some children of the LAs and of others, with all their records, ids set."""
    maker = Maker(seed, las)
    for _ in range(children):
        maker.child()
    return maker.records


class Maker:
    """Makes one caseload; each method makes one sort of thing."""

    def __init__(self, seed: int, las: Sequence[LocalAuthority]) -> None:
        self.random = Random(seed)
        self.las = las
        self.records: list[Record] = []
        self.ids: dict[type[Record], int] = {}
        self.seen: set[date] = set()
        self.episodes: list[CareEpisode] = []

    def add(self, record: R) -> R:
        """Keep a record under the next number of its table."""
        number = self.ids.get(type(record), 0) + 1
        self.ids[type(record)] = number
        kept = record.but(id=number)
        self.records.append(kept)
        return kept

    def chance(self, probability: float) -> bool:
        """True so often."""
        return self.random.random() < probability

    def near(self, day: date, days: int = 1) -> date:
        """A day, or one close to it."""
        return day + timedelta(days=self.random.randint(-days, days))

    def between(self, first: date, last: date) -> date:
        """Any day from the first to the last."""
        return first + timedelta(days=self.random.randint(0, max(0, (last - first).days)))

    def instant(self, day: date) -> datetime:
        """A time of a day, often one that is of another day in London."""
        hour, minute = self.random.choice(TIMES)
        return datetime(day.year, day.month, day.day, hour, minute, tzinfo=UTC)

    def turn(self) -> date:
        """The first or last day of a quarter, or one beside it."""
        return self.near(self.random.choice(QUARTERS), 2)

    # --- The child ---

    def child(self) -> None:
        """One child with everything."""
        entered = self.first_entry()
        uasc = self.chance(0.12)
        dob = None if self.chance(0.3 if uasc else 0.05) else self.dob(entered, uasc)
        other = self.chance(0.15)
        code = self.random.choice(ELSEWHERE if other else [code for _, code, _ in self.las])
        child = self.add(
            Child(
                la=code,
                child_id=f"C{self.ids.get(Child, 0) + 1:04}",
                dob=dob,
                sex=self.random.choice([None, Sex.F, Sex.F, Sex.M, Sex.M, Sex.U]),
                ethnicity=self.random.choice(ETHNICITIES),
            )
        )
        self.seen, self.episodes = set(), []
        self.care(child, entered, uasc)
        for number, episode in enumerate(self.episodes):
            self.before(episode, number)
            self.placements(child, episode)
            self.consents(episode)
            self.ihas(episode)
            self.rhas(child, episode)
        self.sdqs(child)

    def first_entry(self) -> date:
        """A day whose own quarter, or that of an assessment due from it, is in doubt."""
        turn = self.random.choice(QUARTERS)
        day = self.random.choice(
            [
                self.near(turn, 2),
                self.near(turn - timedelta(days=28), 2),
                self.near(add_months(turn, -6), 2),
                self.near(add_months(turn, -12), 2),
                self.near(month_end(self.between(FIRST_ENTRY, LAST_ENTRY)), 1),
                self.between(FIRST_ENTRY, LAST_ENTRY),
            ]
        )
        return min(max(day, FIRST_ENTRY), LAST_ENTRY)

    def dob(self, entered: date, uasc: bool) -> date:
        """A date of birth of somebody under 18 on entry who will soon be 1, 4, 5, 17 or 18."""
        turn = self.random.choice(QUARTERS) - timedelta(days=1)
        years = self.random.choice([1, 4, 5, 5, 10, 16, 17, 18])
        months = self.random.choice([0, 1, 3, 4, 6, 6, 7, 12, 12])
        of_age = 60 if self.chance(0.6) else 216
        day = self.random.choice(
            [
                self.near(entered, 3),
                self.random.choice(LEAP_DAYS),
                self.near(add_months(turn, -12 * years)),
                self.near(add_months(entered, months - of_age)),
                self.near(add_months(entered + timedelta(days=28), -216), 2),
                self.between(add_months(entered, -60), add_months(entered, -54)),
                self.between(add_months(entered, -215), entered),
            ]
        )
        if uasc and self.chance(0.7):
            day = self.between(add_months(entered, -215), add_months(entered, -170))
        if day > entered or birthday(day, 18) <= entered:
            return self.between(add_months(entered, -210), entered)
        return day

    def care(self, child: Child, entered: date, uasc: bool) -> None:
        """One episode or more, one after another, none after the 18th birthday."""
        grown_up = birthday(child.dob, 18) if child.dob else date.max
        for _ in range(self.random.choice([1, 1, 1, 2, 2, 3, 4])):
            if entered > LAST_ENTRY or entered >= grown_up:
                return
            left = self.left(entered)
            notified = self.notified(entered)
            self.episodes.append(
                self.add(
                    CareEpisode(
                        child=child.id,
                        entered_care=entered,
                        uasc=uasc,
                        legal_status=self.random.choice(STATUSES),
                        notified=notified,
                        left_care=left,
                    )
                )
            )
            if left is None:
                return
            entered = self.again(left)

    def left(self, entered: date) -> date | None:
        """A day on which an assessment falls due, or one beside it, or any; or none."""
        day = self.random.choice(
            [
                None,
                None,
                None,
                self.near(entered + timedelta(days=28)),
                self.near(add_working_days(entered, 20)),
                self.near(add_months(entered, 6)),
                self.near(add_months(entered, 12)),
                self.near(add_months(entered, 18), 10),
                self.turn(),
                entered + timedelta(days=self.random.randint(1, 60)),
                entered + timedelta(days=self.random.randint(60, 800)),
            ]
        )
        return day if day is not None and entered < day <= LAST_DAY else None

    def again(self, left: date) -> date:
        """The next entry: the same day, soon, about three months on, or later."""
        return self.random.choice(
            [
                left,
                left + timedelta(days=self.random.randint(1, 40)),
                left + timedelta(days=self.random.randint(1, 100)),
                self.near(add_months(left, 3), 2),
                left + timedelta(days=self.random.randint(90, 300)),
            ]
        )

    def notified(self, entered: date) -> date | None:
        """Never, before entry, or about the last day on which it is on time."""
        return self.random.choice(
            [
                None,
                entered - timedelta(days=self.random.randint(1, 5)),
                entered,
                entered + timedelta(days=2),
                self.near(entered + timedelta(days=3)),
                self.near(add_working_days(entered, 5)),
                entered + timedelta(days=self.random.randint(4, 40)),
            ]
        )

    # --- Placements, consents, questionnaires ---

    def placements(self, child: Child, episode: CareEpisode) -> None:
        """Where the child was placed on entry, and moves, never two in a day."""
        entered = episode.entered_care
        days = {entered + timedelta(days=self.random.choice([-4, -1, 0, 0, 0, 0, 0, 0, 1]))}
        for _ in range(self.random.choice([0, 0, 0, 1, 1, 2])):
            days.add(self.deadline(episode))
        if self.chance(0.1):
            days = set()
        last = episode.left_care or LAST_DAY
        known = {
            record.since
            for record in self.records
            if isinstance(record, Placement) and record.child == child.id
        }
        for day in sorted(days - known):
            if day <= last:
                self.add(Placement(child=child.id, since=day, placed_in=self.place(child)))

    def place(self, child: Child) -> str:
        """The LA's own locality as a rule, or another, or not known."""
        localities = [locality for _, _, locality in self.las]
        own = [locality for _, code, locality in self.las if code == child.la]
        return self.random.choice([*own * 4, *localities, "Wiltshire", ""])

    def deadline(self, episode: CareEpisode) -> date:
        """A day on which something of the episode may fall due, or one beside it."""
        entered = episode.entered_care
        due = self.random.choice(
            [
                entered,
                entered + timedelta(days=28),
                add_working_days(entered, 20),
                add_months(entered, 6),
                month_end(add_months(entered, 6)),
                add_months(entered, 12),
                month_end(add_months(entered, 12)),
            ]
        )
        return self.near(due)

    def consents(self, episode: CareEpisode) -> None:
        """None, or some about a deadline, or one in good time."""
        for _ in range(self.random.choice([0, 1, 1, 1, 1, 2])):
            early = self.near(episode.entered_care, 5)
            self.add(
                Consent(
                    child=episode.child,
                    episode=episode.id,
                    received=early if self.chance(0.6) else self.deadline(episode),
                    by=self.random.choice([None, *ConsentBy]),
                )
            )

    def sdqs(self, child: Child) -> None:
        """Questionnaires with a score, a reason or neither, about the turn of a quarter."""
        for _ in range(self.random.choice([0, 0, 1, 1, 2, 4])):
            score = self.random.choice([None, 0, 13, 40])
            reason = self.random.choice([None, *SDQReason]) if score is None else None
            day = self.random.choice(
                [self.turn(), self.turn(), self.between(FIRST_ENTRY, LAST_DAY)]
            )
            completed = None if self.chance(0.05) else day
            self.add(SDQ(child=child.id, completed=completed, score=score, reason=reason))

    # --- Assessments ---

    def before(self, episode: CareEpisode, number: int) -> None:
        """Now and then an assessment from before entry, as old as may still stand in for an IHA."""
        if not self.chance(0.2 if number == 0 else 0.4):
            return
        entered = episode.entered_care
        day = self.random.choice(
            [
                self.near(add_months(entered, -3), 2),
                entered - timedelta(days=self.random.randint(1, 100)),
            ]
        )
        requested = None if self.chance(0.5) else day - timedelta(days=self.random.randint(0, 30))
        kind = self.random.choice(list(Kind))
        self.assessment(episode, Assessment(child=0, kind=kind, requested=requested), day)

    def ihas(self, episode: CareEpisode) -> None:
        """None, one or more IHAs: in time, just late, very late, or never done."""
        entered = episode.entered_care
        for due in {entered + timedelta(days=28), add_working_days(entered, 20)}:
            self.explanation(episode, Kind.IHA, due, REASONS)
        for _ in range(self.random.choice([0, 1, 1, 1, 1, 1, 2, 3])):
            due = self.random.choice([entered + timedelta(days=28), add_working_days(entered, 20)])
            row = Assessment(
                child=0, kind=Kind.IHA, requested=self.requested(entered, entered, due)
            )
            self.assessment(episode, self.with_events(row, entered, due), self.iha_day(episode))
        if self.chance(0.1):
            adoption = Assessment(child=0, kind=Kind.ADOPTION, requested=self.turn())
            self.assessment(episode, adoption, self.deadline(episode))

    def iha_day(self, episode: CareEpisode) -> date | None:
        """The day an IHA was done."""
        entered = episode.entered_care
        notice = (episode.notified or entered) - entered
        return self.random.choice(
            [
                None,
                None,
                None,
                None,
                self.near(entered + timedelta(days=28)),
                self.near(add_working_days(entered, 20)),
                entered + timedelta(days=self.random.randint(0, 27)),
                self.near(entered + timedelta(days=25) + notice, 2),
                self.near(add_working_days(entered, 15) + notice, 3),
                entered + timedelta(days=self.random.randint(29, 60)),
                self.near(add_months(entered, self.random.choice([3, 6, 9, 12, 15]))),
            ]
        )

    def rhas(self, child: Child, episode: CareEpisode) -> None:
        """Review upon review until one is not done, some of them offered more than once."""
        last = episode.entered_care
        done = [day for day in self.seen if day >= last]
        if done and self.chance(0.8):
            last = min(done)
        while last < min(episode.left_care or LAST_DAY, date(2018, 10, 1)):
            dues = [add_months(last, 6), add_months(last, 12)]
            for due in dues:
                self.explanation(episode, Kind.RHA, due, RHA_REASONS)
            young = child.dob is not None and dues[0] < birthday(child.dob, 5)
            due = dues[0] if young or self.chance(0.1) else dues[1]
            seen = self.rha(episode, last, due)
            if seen is None or seen <= last:
                return
            last = seen

    def rha(self, episode: CareEpisode, last: date, due: date) -> date | None:
        """One review, its failed offers, and the day it was done."""
        for _ in range(self.random.choice([0, 0, 1, 1, 2])):
            failed = Assessment(
                child=0, kind=Kind.RHA, requested=self.requested(episode.entered_care, last, due)
            )
            self.assessment(episode, self.with_events(failed, last, due), None)
        day = self.random.choice(
            [
                None,
                None,
                None,
                self.near(due),
                self.near(due),
                self.near(month_end(due)),
                due - timedelta(days=self.random.randint(1, 100)),
                due + timedelta(days=self.random.randint(1, 200)),
                last,
                last + timedelta(days=self.random.randint(1, 30)),
            ]
        )
        kind = Kind.IHA if self.chance(0.05) else Kind.RHA
        row = Assessment(
            child=0, kind=kind, requested=self.requested(episode.entered_care, last, due)
        )
        return self.assessment(episode, self.with_events(row, last, due), day)

    def requested(self, entered: date, last: date, due: date) -> date | None:
        """When it was asked for: in due course, at the turn of a quarter, or on an odd day."""
        return self.random.choice(
            [
                None,
                self.near(last),
                self.near(entered, 10),
                self.near(add_months(due, -3), 3),
                self.between(last, due),
                max(self.turn(), entered),
            ]
        )

    def with_events(self, row: Assessment, start: date, due: date) -> Assessment:
        """The assessment with whatever went wrong on the way."""
        return row.but(
            carried_out_by=self.random.choice(["", "", "own", "own", "own", "Wiltshire CLA team"]),
            refused_on=self.event(start, due, 0.3),
            refused_by=self.random.choice([None, *RefusedBy]),
            not_taken_up_on=self.event(start, due, 0.12),
            uncontactable_on=self.event(start, due, 0.1),
            away_reason=self.random.choice(list(Away)) if self.chance(0.08) else None,
            clinic_cancelled_on=self.event(start, due, 0.1),
            placement_move_on=self.event(start, due, 0.08),
            no_capacity_on=self.event(start, due, 0.08),
        )

    def event(self, start: date, due: date, probability: float) -> date | None:
        """A day on which something went wrong, often about the limit; None where nothing did."""
        if not self.chance(probability):
            return None
        return self.random.choice(
            [self.near(due), self.near(month_end(due)), self.near(start), self.between(start, due)]
        )

    def assessment(
        self, episode: CareEpisode, row: Assessment, completed: date | None
    ) -> date | None:
        """Keep an assessment with what hangs on it, done on that day if that day is free."""
        medical = row.kind != Kind.ADOPTION
        if completed is not None and (completed > LAST_DAY or (medical and completed in self.seen)):
            completed = None
        if completed is not None:
            requested = row.requested if row.requested and row.requested <= completed else None
            sent = completed + timedelta(days=7) if self.chance(0.5) else None
            row = row.but(completed=completed, requested=requested, report_sent=sent)
        if completed is not None and medical:
            self.seen.add(completed)
        row = self.add(row.but(child=episode.child, episode=self.falls_into(row, episode)))
        self.bookings(row, episode)
        self.refusals(row, episode)
        self.contacts(row, episode)
        return completed

    def falls_into(self, row: Assessment, episode: CareEpisode) -> int | None:
        """The episode open on the row's first day, or the one that begins within three months."""
        if not row.dates:
            return episode.id
        first = row.dates[0]
        for other in self.episodes:
            if other.entered_care <= first <= (other.left_care or LAST_DAY):
                return other.id
        for other in self.episodes:
            if first < other.entered_care <= add_months(first, 3):
                return other.id
        return None

    # --- What hangs on an assessment ---

    def bookings(self, row: Assessment, episode: CareEpisode) -> None:
        """A chain of appointments: all but the last have ended badly or were moved."""
        if row.kind == Kind.ADOPTION or not self.chance(0.35):
            return
        moved_from = None
        count = self.random.choice([1, 1, 1, 2, 2, 3])
        for number in range(count):
            last = self.last_ending(row)
            ending = last if number == count - 1 else self.random.choice(FAILED)
            attended = row.completed if ending == Ending.ATTENDED else None
            booking = self.add(
                Booking(
                    child=row.child,
                    assessment=row.id,
                    session=self.ids.get(Booking, 0) + 1,
                    index=0,
                    kind=row.kind,
                    day=attended or self.deadline(episode),
                    booked_at=self.instant(self.around(row, episode)),
                    ending=ending,
                    moved_from=moved_from,
                )
            )
            moved_from = booking.id if ending == Ending.MOVED else None

    def last_ending(self, row: Assessment) -> Ending | None:
        """How the last appointment ended, if it has."""
        if row.completed is not None:
            return Ending.ATTENDED
        return self.random.choice([None, None, *FAILED[:-1]])

    def around(self, row: Assessment, episode: CareEpisode) -> date:
        """A day about the refusal, if there is one, or else about a deadline."""
        return self.near(row.refused_on) if row.refused_on else self.deadline(episode)

    def refusals(self, row: Assessment, episode: CareEpisode) -> None:
        """Refusals that staff recorded, on the day or later, about the day of a booking."""
        if not self.chance(0.05 if row.completed else 0.3):
            return
        made = [
            record.booked_at.date()
            for record in self.records
            if isinstance(record, Booking) and record.assessment == row.id
        ]
        for _ in range(self.random.choice([1, 1, 2])):
            on = self.near(self.random.choice(made)) if made else self.around(row, episode)
            recorded = on + timedelta(days=self.random.choice([0, 0, 0, 1, 5]))
            accepted = on + timedelta(days=10) if self.chance(0.15) else None
            self.add(
                Refusal(
                    child=row.child,
                    assessment=row.id,
                    on=on,
                    recorded_at=self.instant(recorded),
                    by=self.random.choice(list(RefusedBy)),
                    accepted_on=accepted,
                )
            )

    def contacts(self, row: Assessment, episode: CareEpisode) -> None:
        """Calls that reached somebody or nobody."""
        if self.chance(0.2):
            self.add(
                Contact(
                    child=row.child,
                    assessment=row.id,
                    on=self.deadline(episode),
                    reached=self.chance(0.4),
                )
            )

    def explanation(
        self, episode: CareEpisode, kind: Kind, due: date, reasons: Sequence[str]
    ) -> None:
        """Now and then what staff say was the reason."""
        if self.chance(0.12):
            self.add(
                Explanation(
                    child=episode.child,
                    episode=episode.id,
                    kind=kind,
                    due=due,
                    reason=self.random.choice(reasons[:-1]),
                    note="As the nurse remembers it",
                )
            )
