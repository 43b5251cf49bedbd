"""What to ask where a young child would have consented by themselves, which is easily a slip."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from clanbook.caseload import speaks_for_self
from clanbook.records import Child, ConsentBy
from screens import shown

_SAYS_WHO = ("dob", "consent", "consent_by")


def own_consent(child: Child, today: date) -> str:
    """The question about a child under ten, as of a refusal."""
    return f"{shown.named_and_born(child, today)}: the young person's own consent?"


def own_consent_doubted(
    child: Child, answers: Mapping[str, Any], known: Mapping[str, Any], today: date
) -> tuple[str, str] | None:
    """The field and the question where answers say anew that a child under ten consented.

    `child` is as the answers make them; both are by column, `known` what is on record.
    """
    if all(answers.get(name) == known.get(name) for name in _SAYS_WHO):
        return None
    day, own = answers.get("consent"), answers.get("consent_by") is ConsentBy.YOUNG_PERSON
    if not own or day is None or speaks_for_self(child, day):
        return None
    return "consent_by", own_consent(child, today)
