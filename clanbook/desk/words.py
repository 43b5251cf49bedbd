"""What was done, as a sentence says it."""

DONE = {
    "log_notification": "logged the notification",
    "book": "booked an appointment",
    "book_visit": "booked a visit",
    "booking_tried": "looked for an appointment",
    "move": "moved an appointment",
    "outcome": "recorded an outcome",
    "refuse": "recorded a refusal",
    "answer_questionnaire": "kept a questionnaire",
    "accept_offer": "recorded an offer as accepted",
    "contact": "recorded a contact",
    "request": "recorded a request",
    "init": "opened the service",
    "load_settings": "put settings in force",
    "add_staff": "added a member of staff",
    "disable_staff": "closed an account",
    "undo": "undid an act",
    "redo": "did an undone act again",
}
"""The acts of the journal, in the past tense."""

_IMPORT = "import_"


def done(act: str) -> str:
    """An act of the journal in the past tense: `booked an appointment`, `imported placements`."""
    if act.startswith(_IMPORT):
        return f"imported {act.removeprefix(_IMPORT)}"
    return DONE.get(act, f"did: {act.replace('_', ' ')}")
