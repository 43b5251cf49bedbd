"""One assessment from due to done: due dates, states, and why it was missed (RULES 3, 4, 5, 7).

Pure: a case, the rules in force for its LA, and the as-at day in; answers out.
"""

from clanbook.pathway.due import iha_due, next_review, rha_limit, stand_in
from clanbook.pathway.notice import (
    last_permitted_notice,
    notified_late,
    on_time_had_notice_been_on_time,
)
from clanbook.pathway.reasons import REASONS, Reason, explanation, primary, reasons
from clanbook.pathway.refusals import recorded_refusals, refusal_stands, standing_refusals
from clanbook.pathway.requirements import (
    Requirement,
    State,
    assessments_behind,
    iha,
    requirements,
    rhas,
)

__all__ = [
    "REASONS",
    "Reason",
    "Requirement",
    "State",
    "assessments_behind",
    "explanation",
    "iha",
    "iha_due",
    "last_permitted_notice",
    "next_review",
    "notified_late",
    "on_time_had_notice_been_on_time",
    "primary",
    "reasons",
    "recorded_refusals",
    "refusal_stands",
    "requirements",
    "rha_limit",
    "rhas",
    "stand_in",
    "standing_refusals",
]
