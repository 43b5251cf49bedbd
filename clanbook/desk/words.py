"""What was done, and days, as a sentence says them."""

from datetime import date

from clanbook.dates import day_count
from clanbook.desk.reversing import plain

DONE = {
    "log_notification": "logged the notification",
    "book": "booked an appointment",
    "book_visit": "booked a visit",
    "booking_tried": "looked for an appointment",
    "move": "moved an appointment",
    "outcome": "recorded an outcome",
    "refuse": "recorded a refusal",
    "refuse_and_answer": "recorded a refusal with its answers",
    "answer_questionnaire": "kept a questionnaire",
    "accept_offer": "recorded an offer as accepted",
    "contact": "recorded a contact",
    "request": "recorded a request",
    "papers": "recorded papers",
    "correct": "corrected the record",
    "init": "opened the service",
    "load_settings": "put settings in force",
    "add_staff": "added a member of staff",
    "change_staff": "changed an account",
    "disable_staff": "closed an account",
    "erase": "erased a child",
    "undo": "undid an act",
    "redo": "did an undone act again",
}
"""The acts of the journal, in the past tense."""

_NOTED = {
    "act_refused": "was refused an act",
    "audit": "read the audit trail",
    "backup": "wrote a backup",
    "backup_plain": "wrote the current records as a plain file",
    "children": "read the list of children",
    "clinic": "read who is in clinic",
    "diary": "read the diary",
    "due": "read the worklist",
    "explain": "read who is behind a figure",
    "known": "read who is known already",
    "migrate": "moved the store",
    "open_child": "opened a child's page",
    "open_record": "opened a record to correct it",
    "read_questionnaire": "read a questionnaire",
    "restore": "restored a backup",
    "session": "read who is in a session",
    "sign_in_refused": "was refused entry",
}
"""What the log of accesses notes beside the journal, in the past tense."""

_FIELDS = {
    "by": "by whom",
    "child_id": "LA's id",
    "closed_on": "closed",
    "day": "date",
    "dob": "date of birth",
    "disabled_on": "closed",
    "dob_estimated": "date of birth estimated",
    "entered_care": "came into care",
    "forename": "given name",
    "gp": "GP",
    "judged_by": "judged competent by",
    "la": "LA",
    "nhs_number": "NHS number",
    "os_user": "account",
    "part_a": "Part A",
    "surname": "family name",
    "uasc": "unaccompanied (UASC)",
    "upn": "UPN",
}
"""The fields of records whose names are not the words for them."""

_IMPORT = "import_"


def done(act: str) -> str:
    """An act of the journal in the past tense: `booked an appointment`, `imported placements`."""
    act = plain(act)
    if act.startswith(_IMPORT):
        return f"imported {act.removeprefix(_IMPORT)}"
    return DONE.get(act, f"did: {act.replace('_', ' ')}")


def noted(act: str) -> str:
    """An access in the past tense: `read the worklist`."""
    return _NOTED.get(act, done(act))


def field_words(field: str) -> str:
    """A record's field as a sentence has it: `date of birth`, `carer phone`."""
    return _FIELDS.get(field, field.replace("_", " "))


def distance(day: date, today: date) -> str:
    """How far off a day is: `in 3 days`, `today`, `1 day ago`."""
    ahead = (day - today).days
    if ahead == 0:
        return "today"
    return f"in {day_count(ahead)}" if ahead > 0 else f"{day_count(-ahead)} ago"


def first_up(text: str) -> str:
    """The text with a capital."""
    return f"{text[:1].upper()}{text[1:]}"
