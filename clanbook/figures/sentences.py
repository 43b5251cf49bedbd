"""Why a child is counted, in a plain sentence with the rule and the dates."""

from collections.abc import Callable
from datetime import date

from clanbook.caseload import Case
from clanbook.dates import age, shown
from clanbook.pathway import Requirement, State
from clanbook.records import Assessment, CareEpisode, Kind
from clanbook.settings import LA, Rules


def aged(case: Case, day: date) -> str:
    """The child's age on a day, or that the date of birth is not known."""
    dob = case.child.dob
    if case.child.erased:
        return "date of birth erased"
    if dob is None:
        return "date of birth not known"
    estimated = ", date of birth estimated" if case.child.dob_estimated else ""
    return f"aged {max(age(dob, day), 0)} on {shown(day)}{estimated}"


def of_requirement(
    case: Case, episode: CareEpisode, requirement: Requirement, rules: Rules, as_at: date
) -> str:
    """Since when an assessment was due by when, when it was done, and the state that makes."""
    if requirement.kind is Kind.IHA:
        since = f"Entered care {shown(episode.entered_care)}"
        rule, band_day = f"{rules.iha_due}", episode.entered_care
    else:
        since = f"RHA counted from {shown(requirement.start)}"
        rule, band_day = "6 months under 5, else 12", requirement.due
    due = f"due {shown(requirement.due)} ({rule})"
    if requirement.limit != requirement.due:
        due += f", on time up to {shown(requirement.limit)}"
    state = requirement.state.replace("_", " ")
    done = outcome(requirement, as_at)
    return f"{since}, {due}, {done}: {state} ({aged(case, band_day)})."


def outcome(requirement: Requirement, as_at: date) -> str:
    """When the child was seen, or that they were not by the as-at day."""
    if requirement.seen is not None:
        return f"seen {shown(requirement.seen)}"
    if requirement.state is State.REFUSED:
        return f"not seen by {shown(as_at)} and the young person's refusal stands"
    return f"not seen by {shown(as_at)}"


def of_entry(episode: CareEpisode, placed_in: str, la: LA) -> str:
    """When a child entered care and where they were placed."""
    where = f"placed in {placed_in}" if placed_in.strip() else "placement not known"
    own = f"the locality of {la.name} is {la.locality}"
    return f"Entered care {shown(episode.entered_care)}, {where} ({own})."


def of_uasc(episode: CareEpisode) -> str:
    """When an unaccompanied asylum-seeking child entered care."""
    return f"Unaccompanied asylum-seeking child, entered care {shown(episode.entered_care)}."


def of_profile(case: Case, episode: CareEpisode, day: date) -> str:
    """Since when a child is in care, and the age, sex and ethnicity they are counted by."""
    child = case.child
    sex = f"sex {child.sex}" if child.sex else "sex not known"
    ethnicity = f"ethnicity {child.ethnicity}" if child.ethnicity else "ethnicity not known"
    if child.erased:
        ethnicity = "ethnicity but for its group erased"
    since = f"In care on {shown(day)} since {shown(episode.entered_care)}"
    return f"{since}, {aged(case, day)}, {sex}, {ethnicity}."


def of_request(case: Case, assessment: Assessment, as_at: date) -> str:
    """When another LA requested an assessment, and whether it is done."""
    requested, completed = assessment.requested, assessment.completed
    asked = f" on {shown(requested)}" if requested else ""
    done = f"completed {shown(completed)}" if completed and completed <= as_at else "not completed"
    return f"{assessment.kind} requested by {case.child.la}{asked}, {done} by {shown(as_at)}."


def of_request_in_no_row(why: Callable[[], str], placed_in: str) -> str:
    """The same of a request that no row counts, and why it is in none."""
    return f"{why()} {of_no_row(placed_in)}"


def of_no_row(placed_in: str) -> str:
    """Why a request of another LA is in no row of the report."""
    place = placed_in.strip()
    where = f"{place}, which is no locality of this service" if place else "not known"
    return f"It is in no row of the report: the child's placement is {where}."


def of_questionnaire(day: date) -> str:
    """When a questionnaire was scored."""
    return f"SDQ scored {shown(day)}."


def of_sdq_due(
    case: Case, episode: CareEpisode, latest: date | None, first: date, last: date
) -> str:
    """Since when a child due a questionnaire is in care, and when the latest was scored."""
    since = f"In care since {shown(episode.entered_care)}, {aged(case, last)}"
    scored = f"SDQ scored {shown(latest)}" if latest else "no SDQ scored"
    return f"{since}, {scored} in the 12 months from {shown(first)} to {shown(last)}."
