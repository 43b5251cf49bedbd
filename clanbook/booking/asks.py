"""What is open to book for a child: requirements, adoption medicals, other LAs' requests."""

from collections.abc import Iterator
from datetime import date

from clanbook import pathway
from clanbook.booking.answers import Refused
from clanbook.booking.ask import Ask, open_booking
from clanbook.booking.sessions import KIND_NAMES
from clanbook.caseload import Case
from clanbook.pathway import Requirement
from clanbook.records import Assessment, CareEpisode, Kind
from clanbook.settings import Service


def asks(case: Case, service: Service, today: date) -> list[Ask]:
    """Everything of a child that is open to book: requirements, then what LAs asked for.

    The unseen IHA and RHA of every episode not ended of a child of the service's; adoption
    medicals, and IHAs and RHAs of other LAs' children, that were requested and not done.
    """
    ours = service.la(case.child.la) is not None
    required = _required(case, service, today) if ours else ()
    return [*required, *_requested(case, service, today, ours)]


def asking(case: Case, kind: Kind, service: Service, today: date) -> Ask | Refused:
    """The child's one open ask of that kind, or why there is nothing to book (RULES 6)."""
    found = [ask for ask in asks(case, service, today) if ask.kind is kind]
    if found:
        return next((ask for ask in found if ask.booking is None), found[0])
    who = f"{case.child.la}/{case.child.child_id}"
    if kind is Kind.ADOPTION or service.la(case.child.la) is None:
        return Refused(f"{who} has no open request for an {KIND_NAMES[kind]}: record it first.")
    return Refused(f"{who} has no open {KIND_NAMES[kind]} to book.")


def ended(case: Case, episode: CareEpisode, today: date) -> bool:
    """Whether care has ended by the end of `today`; one announced and not begun has not."""
    end = case.end(episode)
    return end is not None and end <= today


def _required(case: Case, service: Service, today: date) -> Iterator[Ask]:
    """The unseen requirements of the child's episodes that have not ended."""
    rules = service.rules_for(case.child.la)
    calendar = service.calendar()
    for episode in case.episodes:
        if ended(case, episode, today):
            continue
        iha = pathway.iha(case, episode, rules, calendar, today)
        rhas = pathway.rhas(case, episode, rules, calendar, today)
        for requirement in ([iha] if iha else []) + rhas:
            if requirement.seen is None:
                yield Ask(
                    case,
                    requirement.kind,
                    rules,
                    today,
                    episode=episode,
                    requirement=requirement,
                    assessment=open_assessment(case, requirement),
                    due=requirement.due,
                    limit=requirement.limit,
                )


def _requested(case: Case, service: Service, today: date, ours: bool) -> Iterator[Ask]:
    """What LAs asked for beyond the requirements: requested and not done, in care still."""
    rules = service.rules_for(case.child.la)
    episodes = {episode.id: episode for episode in case.episodes}
    for assessment in case.assessments:
        if assessment.requested is None or assessment.completed is not None:
            continue
        episode = episodes.get(assessment.episode or 0)
        if _left(case, episode, today) or (ours and assessment.kind is not Kind.ADOPTION):
            continue
        due = None
        if assessment.kind is Kind.IHA and episode is not None:
            due = rules.iha_due.after(episode.entered_care, service.calendar())
        yield Ask(
            case,
            assessment.kind,
            rules,
            today,
            episode=episode,
            assessment=assessment,
            due=due,
            limit=due,
        )


def _left(case: Case, episode: CareEpisode | None, today: date) -> bool:
    """Whether the child's care is over, as far as is known: it ends at 18 in any case (law)."""
    if episode is not None:
        return ended(case, episode, today)
    return case.grown_up is not None and case.grown_up <= today


def open_assessment(case: Case, requirement: Requirement) -> Assessment | None:
    """The record of an unseen requirement: one that is booked, else the latest of its round."""
    episode = case.episode(requirement.episode)
    of_kind = case.assessments_of(episode, requirement.kind)
    booked = [a for a in of_kind if open_booking(case, a)]
    candidates = booked, pathway.assessments_behind(case, requirement)
    unseen = ([a for a in found if a.completed is None] for found in candidates)
    return next((found[-1] for found in unseen if found), None)
