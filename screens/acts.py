"""The one registry of acts: keys, key bar, help, menu, `clanbook keys` and rebinding read it."""

from collections.abc import Iterable, Mapping

import msgspec

from clanbook.desk.access import permits
from clanbook.records import StaffRole


class Act(msgspec.Struct, frozen=True):
    """Something a person can ask for with one key.

    `keys` are held everywhere; `letters` only where no field has the focus. `word` fits the key
    bar (8 cells), `sentence` says what happens, `help` the rule behind it and its source. `least`
    is the role it takes. `places` are where it is known, everywhere if empty. `elsewhere` is what
    to say where it is known and there is nothing to do it to.
    """

    id: str
    word: str
    sentence: str
    keys: tuple[str, ...] = ()
    letters: tuple[str, ...] = ()
    help: str = ""
    least: StaffRole = StaffRole.VIEWER
    places: frozenset[str] = frozenset()
    elsewhere: str = ""

    @property
    def all_keys(self) -> tuple[str, ...]:
        """Every key that stands for it unless a person has other keys."""
        return self.keys + self.letters


_CHILD_FIRST = "Choose a child in a list first."
_ADMIN = StaffRole.ADMIN

ACTS: tuple[Act, ...] = (
    Act(
        "help",
        "Help",
        "Explains where you are, its keys and the rule it applies.",
        keys=("f1",),
    ),
    Act(
        "new",
        "New",
        "A new notification: looks first for who is known already.",
        keys=("f2",),
        letters=("n",),
        least=_ADMIN,
        help="An LA tells health that a child came into care, within 5 working days by law "
        "(Care Planning Regulations 2010), or sooner where the LA has agreed to: Settings shows "
        "what holds here. A child is entered once: look first.",
    ),
    Act(
        "find",
        "Find",
        "Finds a child by name, NHS number, birth date or LA's id.",
        keys=("f3",),
        least=_ADMIN,
        help="Names are found by their sound too. Opening a child's page is noted (this "
        "service's rule; clanbook audit shows it).",
    ),
    Act(
        "lookup",
        "List",
        "Lists the values the field you are in can take.",
        keys=("f4",),
        elsewhere="Only in a field that has a list.",
    ),
    Act(
        "book",
        "Book",
        "Books the child into a slot, or a visit: the best first.",
        keys=("f6",),
        letters=("b",),
        least=_ADMIN,
        elsewhere=_CHILD_FIRST,
        help="Each session serves certain kinds of assessment, and one kept for a purpose takes "
        "others only once it is released. After the limit a reason is asked and "
        "kept (this service's rule).",
    ),
    Act(
        "copy",
        "Copy",
        "Copies the field from the record before, as for siblings.",
        keys=("f8",),
        elsewhere="Go to a field of a form first.",
    ),
    Act(
        "save",
        "Save",
        "Saves the form as it stands.",
        keys=("f9",),
        elsewhere="There is nothing to save here.",
    ),
    Act(
        "menu",
        "Menu",
        "Lists every act, and why one cannot be done now.",
        keys=("f10",),
    ),
    Act(
        "back",
        "Back",
        "Goes back; what was typed is kept as a draft.",
        keys=("f12", "escape"),
    ),
    Act(
        "quit",
        "Quit",
        "Leaves the program; what was typed is kept as a draft.",
        keys=("ctrl+q",),
        letters=("q",),
    ),
    Act(
        "next",
        "Next",
        "Goes to the next field, as Enter does in a form.",
        keys=("tab",),
    ),
    Act(
        "previous",
        "Previous",
        "Goes to the field before.",
        keys=("shift+tab",),
    ),
    Act(
        "open",
        "Open",
        "Opens what is under the cursor.",
        letters=("enter",),
        least=_ADMIN,
        elsewhere="There is nothing under the cursor to open.",
    ),
    Act(
        "filter",
        "Filter",
        "Narrows the list to the words you type; Enter ends it.",
        letters=("/",),
        elsewhere="There is no list to filter here.",
    ),
    Act(
        "visit",
        "Visit",
        "Books a nurse's visit for a review, without a session.",
        letters=("v",),
        least=_ADMIN,
        places=frozenset(("booking", "worklist", "child", "children", "clinic", "session")),
        elsewhere=_CHILD_FIRST,
        help="Homes are the norm for reviews; a visit takes its nurse's time like a session of "
        "one slot (this service's rule).",
    ),
    Act(
        "outcome",
        "Outcome",
        "How it went: attended, not brought, cancelled by whom.",
        letters=("o",),
        least=_ADMIN,
        elsewhere="Choose a booking in a list first.",
        help="A child does not miss an appointment, a child was not brought; whoever cancelled "
        "is asked because it decides under which reason a late one "
        "is counted (board report).",
    ),
    Act(
        "attended",
        "Attended",
        "Records that the child under the cursor was seen.",
        letters=("a",),
        least=_ADMIN,
        places=frozenset(("clinic",)),
        help="Nobody is seen without consent: where none is on record, who consents now is asked "
        "and kept (this service's rule).",
    ),
    Act(
        "wnb",
        "WNB",
        "Records that the child was not brought.",
        letters=("w",),
        least=_ADMIN,
        places=frozenset(("clinic",)),
    ),
    Act(
        "cancelled",
        "Cancel",
        "Asks who cancelled the appointment.",
        letters=("x",),
        least=_ADMIN,
        places=frozenset(("clinic",)),
    ),
    Act(
        "refusal",
        "Refusal",
        "Records a refusal, and by whom; a nurse adds the answers.",
        letters=("r",),
        least=_ADMIN,
        elsewhere=_CHILD_FIRST,
        help="A refused assessment stays due: it is offered again, and "
        "counted apart from the late (board report). What the young person answers is for nurses "
        "and above (this service's rule).",
    ),
    Act(
        "answers",
        "Answers",
        "Shows a refusal's answers; a nurse adds them from there.",
        letters=("s",),
        least=_ADMIN,
        places=frozenset(("child", "entry")),
        help="A nurse reads what a young person answered, unless they let only the one who asked "
        "see it. That it was read is noted (this service's rule).",
    ),
    Act(
        "papers",
        "Papers",
        "Records consent and the other papers, with their days.",
        letters=("p",),
        least=_ADMIN,
        elsewhere=_CHILD_FIRST,
        help="Notice, demographics, consent and Part A are days of their own, and consent says by "
        "whom it was given. Booked before the papers came, they are chased here (Settings: "
        "book_before_paperwork).",
    ),
    Act(
        "edit",
        "Edit",
        "Corrects what is on record of the child.",
        letters=("e",),
        least=_ADMIN,
        elsewhere=_CHILD_FIRST,
        help="What was there before stays in the timeline. Where somebody else saved meanwhile, "
        "both values are shown and only y puts yours over theirs (this service's rule).",
    ),
    Act(
        "contact",
        "Contact",
        "Records a contact with carer, social worker or child.",
        letters=("c",),
        least=_ADMIN,
        elsewhere=_CHILD_FIRST,
        help="Attempts without an answer count too: they show why somebody could not be reached, "
        "a reason of its own (board report).",
    ),
    Act(
        "undo",
        "Undo",
        "Undoes the act the line below tells of, or your last.",
        letters=("u",),
        least=_ADMIN,
        help="What the line does not tell of is named and asked about first. Pressed again it "
        "goes on to your act before, of the last 7 days; what others have built on stays. Undoing "
        "is an entry of its own in the journal: nothing is ever taken out of it (this "
        "service's rule).",
    ),
    Act(
        "redo",
        "Redo",
        "Does again what you undid last; again, the undo before.",
        letters=("U",),
        least=_ADMIN,
        help="Pressed again it goes on to the undo before, until you do something else. What you "
        "undid in another window, or before you left, is asked about first (this service's rule).",
    ),
    Act(
        "locality",
        "Locality",
        "Narrows the list to the next locality, then all again.",
        letters=("l",),
        least=_ADMIN,
        places=frozenset(("worklist",)),
        help="A child counts where they are placed today, or else with their LA; figures "
        "count by the LA whose child it is (board report).",
    ),
    Act(
        "kind",
        "Kind",
        "Narrows the list to the next kind: IHA, RHA, adoption.",
        letters=("k",),
        least=_ADMIN,
        places=frozenset(("worklist",)),
    ),
    Act(
        "missing",
        "Missing",
        "Narrows it to what is missing: booking, outcome, consent.",
        letters=("m",),
        least=_ADMIN,
        places=frozenset(("worklist",)),
    ),
    Act(
        "earlier",
        "Earlier",
        "Goes to the quarter, week or day before.",
        letters=("left",),
        places=frozenset(("report", "diary", "clinic")),
    ),
    Act(
        "later",
        "Later",
        "Goes to the quarter, week or day after.",
        letters=("right",),
        places=frozenset(("report", "diary", "clinic")),
    ),
    Act(
        "goto",
        "Go to",
        "Goes to a quarter, week or day that you type.",
        letters=("g",),
        places=frozenset(("report", "diary", "clinic")),
    ),
    Act(
        "worklist",
        "Worklist",
        "Who needs something today, soonest due first.",
        letters=("1",),
        least=_ADMIN,
    ),
    Act(
        "diary",
        "Diary",
        "Where there is room: sessions by locality and week.",
        letters=("2",),
        least=_ADMIN,
    ),
    Act(
        "clinic",
        "Clinic",
        "Who is in clinic today; outcomes by one key each.",
        letters=("3",),
        least=_ADMIN,
    ),
    Act(
        "children",
        "Children",
        "The caseload as a list to filter.",
        letters=("4",),
        least=_ADMIN,
    ),
    Act(
        "report",
        "Report",
        "How we are doing and why: charts, and who is behind them.",
        letters=("5",),
    ),
    Act(
        "settings",
        "Settings",
        "The rules in force here, and what each means.",
        letters=("7",),
    ),
)
"""Every act, in the order of the menu."""

MODES: tuple[str, ...] = ("worklist", "diary", "clinic", "children", "report", "settings")
"""The acts that go to one of the first screens, which are also the names of their places."""

EVERYWHERE = frozenset(
    ("help", "new", "find", "menu", "back", "quit", "next", "previous", "undo", "redo", *MODES)
)
"""The acts that are the same wherever one is."""

NEXT: tuple[str, ...] = ("book", "contact", "refusal")
"""The acts that can come next for a child who was not seen."""

BAR: tuple[str, ...] = ("help", "new", "find", "lookup", "book", "copy", "save", "menu", "back")
"""The acts on the key bar, always the same and always in the same place."""

IN_LISTS: tuple[str, ...] = ("open", "outcome", "refusal", "contact", "undo", "filter")
"""The acts whose letters the status line shows in a list while nothing else is to be said.

Where there is too little room the last are left out.
"""

_OF_PLACE: dict[str, tuple[str, ...]] = {
    "child": ("answers", "papers", "edit"),
    "worklist": ("papers",),
    "booking": ("visit",),
    "clinic": ("attended", "wnb", "cancelled"),
}
"""What a place has letters for that it shows nowhere else."""

_PLACE_NAMES = {
    "child": "a child's page",
    "entry": "a line of the timeline",
    "session": "a session",
}
"""The places that are not called by their title."""

_BY_ID = {known.id: known for known in ACTS}

_SHOWN = {
    "escape": "Esc",
    "enter": "Enter",
    "tab": "Tab",
    "shift+tab": "Shift+Tab",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "left": "Left",
    "right": "Right",
}


def act(name: str) -> Act:
    """The act of that id; KeyError where there is none."""
    return _BY_ID[name]


def for_place(place: str) -> list[Act]:
    """The acts known at a place, in the order of the menu."""
    return [known for known in ACTS if not known.places or place in known.places]


def in_lists(place: str) -> tuple[str, ...]:
    """The acts whose letters are shown at a place, its own first."""
    return _OF_PLACE.get(place, ()) + IN_LISTS


def only_in(places: frozenset[str]) -> str:
    """Where an act is known that is not known everywhere, in a sentence."""
    *others, last = sorted(_PLACE_NAMES.get(place, place.title()) for place in places)
    before = f"{', '.join(others)} or " if others else ""
    return f"Only in {before}{last}."


def barred(known: Act, role: StaffRole) -> str | None:
    """Why somebody with `role` may not do the act, in a sentence; None if they may."""
    if permits(role, known.least):
        return None
    return f"{known.word} needs the role {known.least} or above; yours is {role}."


def key_shown(key: str) -> str:
    """A key as people read it: `F6`, `Ctrl+Q`, `Esc`, `b`."""
    if key in _SHOWN:
        return _SHOWN[key]
    *modifiers, last = key.split("+") if len(key) > 1 else [key]
    shown = last.upper() if modifiers or _is_function_key(last) else last
    return "+".join([*(modifier.title() for modifier in modifiers), shown])


def _is_function_key(key: str) -> bool:
    return key[:1] == "f" and key[1:].isdigit()


def keys_shown(keys: Iterable[str]) -> str:
    """Several keys as people read them: `F12, Esc`."""
    return ", ".join(key_shown(key) for key in keys)


def usual_keys() -> dict[str, tuple[str, ...]]:
    """The keys of every act for those who have chosen no others."""
    return {known.id: known.all_keys for known in ACTS}


def keys_table(keys: Mapping[str, tuple[str, ...]] | None = None) -> list[tuple[str, str, str]]:
    """Keys, id and sentence of every act, as `clanbook keys` prints them."""
    held = usual_keys() if keys is None else keys
    return [(keys_shown(held[known.id]), known.id, known.sentence) for known in ACTS]
