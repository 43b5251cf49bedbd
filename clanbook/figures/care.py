"""Who came into care and who is in care: the charts accommodated, uasc and profile (RULES 8).

Short-break series (V3/V4) count in these three charts and in no other.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from clanbook.caseload import Case
from clanbook.dates import Quarter
from clanbook.figures import sentences
from clanbook.figures.chart import Chart, Layout, Row
from clanbook.figures.cohort import Cohort, member
from clanbook.records import ETHNIC_GROUPS, CareEpisode, Sex
from clanbook.settings import LA
from clanbook.settings.service import identity

PLACES = ("within_locality", "out_of_area", "not_known")
ACCOMMODATED = Layout("accommodated", ("total", *PLACES), sums=(("total", PLACES),))

UASC = Layout("uasc", ("accommodated",))

AGES = ("age.under_1", "age.1_4", "age.5_9", "age.10_15", "age.16_plus")
SEXES = tuple(f"sex.{sex}" for sex in Sex)
GROUPS = tuple(f"ethnic_group.{group}" for group in ETHNIC_GROUPS)
AGE_NOT_KNOWN = "age.not_known"


def _profile_layout(*ages: str) -> Layout:
    sums = (("total", ages), ("total", SEXES), ("total", GROUPS))
    return Layout("profile", ("total", *ages, *SEXES, *GROUPS), sums=sums)


PROFILE = _profile_layout(*AGES)
PROFILE_OF_SOME_AGES = _profile_layout(*AGES, AGE_NOT_KNOWN)
"""The same with a figure more, where a child's age is not known."""

TURNED = (1, 5, 10, 16)
"""The birthdays on which a child passes from one of `AGES` to the next."""

GROUP_OF = {code: group for group, codes in ETHNIC_GROUPS.items() for code in codes}


def accommodated(cohort: Cohort, quarter: Quarter) -> Chart:
    """Episodes entered in the quarter, by where the child was placed at entry (RULES 8)."""
    rows = {la.name: _accommodated(cohort.own[la.name], la, quarter) for la in cohort.service.las}
    return Chart(ACCOMMODATED, rows, {name: row["total"] for name, row in rows.items()})


def uasc(cohort: Cohort, quarter: Quarter) -> Chart:
    """Episodes of unaccompanied asylum-seeking children entered in the quarter (RULES 8)."""
    rows = {la.name: _uasc(cohort.own[la.name], la, quarter) for la in cohort.service.las}
    return Chart(UASC, rows)


def profile(cohort: Cohort, quarter: Quarter) -> Chart:
    """Children in care at the end of the quarter's last day by age, sex and ethnic group.

    Without a date of birth the age is not known, a figure that is there only where it counts
    somebody; unrecorded sex is U; no code, or one of no group, is an ethnic group not known
    (choice).
    """
    end = quarter.end
    rows = {la.name: _profile(cohort.own[la.name], la, end) for la in cohort.service.las}
    of = {name: row["total"] for name, row in rows.items()}
    if any(row[AGE_NOT_KNOWN] for row in rows.values()):
        return Chart(PROFILE_OF_SOME_AGES, rows, of)
    known = {
        name: {figure: row[figure] for figure in PROFILE.figures} for name, row in rows.items()
    }
    return Chart(PROFILE, known, of, aside={AGE_NOT_KNOWN: []})


def in_care(case: Case, day: date) -> CareEpisode | None:
    """The episode running at the end of `day`: entered by then and not ended (RULES 8)."""
    return next((e for e in reversed(case.episodes) if case.in_care(e, day)), None)


def _entered(cases: Iterable[Case], quarter: Quarter) -> Iterator[tuple[Case, CareEpisode]]:
    start, end = quarter.start, quarter.end
    for case in cases:
        for episode in case.episodes:
            if start <= episode.entered_care <= end:
                yield case, episode


def _accommodated(cases: Iterable[Case], la: LA, quarter: Quarter) -> Row:
    row = ACCOMMODATED.empty_row()
    for case, episode in _entered(cases, quarter):
        placement = case.placement_at_entry(episode)
        placed_in = placement.placed_in if placement else ""
        why = partial(sentences.of_entry, episode, placed_in, la)
        counted = member(la.name, case, why, episode)
        row["total"].append(counted)
        row[_place(placed_in, la)].append(counted)
    return row


def _place(placed_in: str, la: LA) -> str:
    """Which of `PLACES` a place is: out of area is anywhere but the LA's own locality."""
    if not placed_in.strip():
        return "not_known"
    return "within_locality" if same_place(placed_in, la.locality) else "out_of_area"


def same_place(one: str, other: str) -> bool:
    """Whether two names of places are the same but for case and spaces at the ends."""
    return identity(one) == identity(other)


def _uasc(cases: Iterable[Case], la: LA, quarter: Quarter) -> Row:
    row = UASC.empty_row()
    for case, episode in _entered(cases, quarter):
        if episode.uasc:
            why = partial(sentences.of_uasc, episode)
            row["accommodated"].append(member(la.name, case, why, episode))
    return row


def _profile(cases: Iterable[Case], la: LA, day: date) -> Row:
    row = PROFILE_OF_SOME_AGES.empty_row()
    for case in cases:
        episode = in_care(case, day)
        if episode is None:
            continue
        counted = member(la.name, case, partial(sentences.of_profile, case, episode, day), episode)
        for figure in ("total", *_profile_of(case, day)):
            row[figure].append(counted)
    return row


def _profile_of(case: Case, day: date) -> tuple[str, str, str]:
    """The figures of age, sex and ethnic group that a child in care belongs to."""
    child = case.child
    group = GROUP_OF.get(child.ethnicity.upper(), "not_known")
    return _age_band(case, day), f"sex.{child.sex or Sex.U}", f"ethnic_group.{group}"


def _age_band(case: Case, day: date) -> str:
    turned = [case.child.turns(years) for years in TURNED]
    if None in turned:
        return AGE_NOT_KNOWN
    return AGES[sum(birthday is not None and birthday <= day for birthday in turned)]
