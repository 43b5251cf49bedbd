"""The form of a notification: every column of the file, in the order of the paper."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from functools import partial
from typing import Any

from textual import events
from textual.message import Message

from clanbook.dates import in_days, local_date
from clanbook.desk import Desk
from clanbook.desk.errors import Refused
from clanbook.desk.notifications import not_theirs, previous, refused_in
from clanbook.desk.onrecord import PLACED_SINCE
from clanbook.reports.text import born
from clanbook.settings import Service
from screens.notification_codes import (
    CONSENT_BY,
    ETHNICITIES,
    LEGAL_STATUSES,
    PREFERRED,
    SEXES,
)
from screens.widgets.choice_field import ChoiceField, YesNoField
from screens.widgets.date_field import DateField, MomentField
from screens.widgets.field import Field, TextField, quoted
from screens.widgets.form import Form, Section
from screens.widgets.number_field import NHSNumberField

Part = tuple[str, tuple[Field[Any], ...]]
"""A section of the form: its title and its fields."""

HEAD = ("surname", "forename", "dob", "nhs_number", "la", "child_id")
"""The fields that are a search first: who may be known already."""

OWN = frozenset({*HEAD, "dob_estimated", "sex", "upn", "consent", "consent_by"} - {"surname", "la"})
"""What brothers and sisters do not share: copied one by one only. Consent is each child's own."""

_SHORTEST_LA = 3


def sheet(desk: Desk, *, correcting: bool = False) -> tuple[Part, ...]:
    """The sections with empty fields, as this service needs them.

    What is on record is corrected with the day the placement began beside it.
    """
    return (
        ("Child", _child(desk)),
        (
            "Coming into care",
            (
                _entry(desk),
                YesNoField("uasc", "Unaccompanied (UASC)"),
            ),
        ),
        ("Notice and papers", _papers(desk)),
        ("Legal status and placement", _placement(desk, correcting)),
        ("GP, school and language", _everyday()),
        ("Social work", _social_work(desk)),
        ("Appointments", _appointments()),
        (
            "If care has ended already",
            (past_day(desk, "left_care", "Left care"), TextField("left_reason", "Reason")),
        ),
    )


def past_day(desk: Desk, name: str, label: str, **options: Any) -> DateField:
    """A day that as a rule is past; one that cannot be planned is refused where it is typed."""
    wrong = partial(refused_in, desk, name)
    return DateField(name, label, today=lambda: desk.today, prefer="past", wrong=wrong, **options)


def told_on(desk: Desk) -> MomentField:
    """When health was told, which has happened."""
    wrong = partial(refused_in, desk, "notified")
    return MomentField("notified", "Notified", today=lambda: desk.today, wrong=wrong)


def _entry(desk: Desk) -> DateField:
    """The day care begins: one still to come is planned, and is said to be at once."""

    def planned(day: date) -> str:
        ahead = (day - desk.today).days
        return f", {in_days(ahead)}: planned" if ahead > 0 else ""

    return past_day(desk, "entered_care", "Entered care", required=True, also=planned)


def _child(desk: Desk) -> tuple[Field[Any], ...]:
    """Who it is; the head of the form first."""

    def age(dob: date) -> str:
        return born(dob, desk.today).partition(" ")[2]

    la = LAField(desk.service)
    return (
        TextField("surname", "Family name"),
        TextField("forename", "Given name"),
        past_day(desk, "dob", "Date of birth", also=age, hint="14/7/15  140715  14 jul 2015"),
        NHSNumberField("nhs_number", "NHS number"),
        la,
        IdField(desk, la),
        ChoiceField("sex", "Sex", SEXES, width=10),
        ChoiceField("ethnicity", "Ethnicity", ETHNICITIES, width=32),
        YesNoField("dob_estimated", "Birth date estimated"),
    )


def _papers(desk: Desk) -> tuple[Field[Any], ...]:
    """When health was told, and what came with it."""
    return (
        told_on(desk),
        past_day(desk, "demographics", "Demographics"),
        past_day(desk, "consent", "Consent"),
        ChoiceField("consent_by", "Consent by", CONSENT_BY),
        past_day(desk, "part_a", "Part A"),
    )


def _everyday() -> tuple[Field[Any], ...]:
    """Who else knows the child, and in what language."""
    return (
        TextField("gp", "GP"),
        TextField("school", "School"),
        TextField("language", "Language"),
        YesNoField("interpreter", "Interpreter needed"),
    )


def _social_work(desk: Desk) -> tuple[Field[Any], ...]:
    """Whom to ask at the LA, and what it has planned."""
    return (
        TextField("social_worker", "Social worker"),
        TextField("social_worker_contact", "Their contact"),
        DateField("first_review", "First review", today=lambda: desk.today),
        TextField("sibling_group", "Sibling group", hint="the same for all of them"),
    )


def _appointments() -> tuple[Field[Any], ...]:
    """What to know before an appointment is made."""
    return (
        ChoiceField("preferred_clinician", "Prefers", PREFERRED, width=10),
        TextField("visitor_risk", "Risk to visitors"),
        TextField("upn", "UPN"),
    )


def _placement(desk: Desk, correcting: bool) -> tuple[Field[Any], ...]:
    """Under what law, where and with whom; of a placement on record, since when too."""
    localities = [(name, name) for name in desk.service.localities]
    since = DateField(
        PLACED_SINCE,
        "Placed since",
        today=lambda: desk.today,
        prefer="past",
        hint="a later day records a move",
    )
    area = "initials, or any other area"
    return (
        ChoiceField("legal_status", "Legal status", LEGAL_STATUSES, otherwise=str, width=34),
        ChoiceField("placed_in", "Placed in", localities, otherwise=str, hint=area),
        *((since,) if correcting else ()),
        TextField("placement_type", "Kind of placement", hint="such as foster care"),
        TextField("carer", "Carer"),
        TextField("carer_phone", "Carer's phone", width=20),
        TextField("address", "Address", width=50),
        YesNoField("do_not_disclose", "Do not disclose"),
    )


class LAField(ChoiceField[str]):
    """The responsible LA: ours by initials, number or code, any other by its name."""

    class Listing(Message):
        """The LAs are listed below the field now, or no longer."""

    def __init__(self, service: Service) -> None:
        """No LA yet, of those of a service."""

        def otherwise(text: str) -> str:
            known = service.la(text)
            if known is None and len(text) < _SHORTEST_LA:
                raise ValueError(f"{quoted(text)} is none of our LAs: F4 lists them.")
            return known.code if known else text

        super().__init__(
            "la",
            "LA",
            [(la.code, la.name) for la in service.las],
            otherwise=otherwise,
            show=service.name_of,
            required=True,
            hint="initials, or any LA's name",
        )

    def list_choices(self, listed: bool) -> None:
        """List them, or take them away, and let others make room."""
        super().list_choices(listed)
        self.post_message(self.Listing())


class IdField(Field[str]):
    """The LA's id of whoever is meant: a new child's is nobody's yet, a known child's stays."""

    def __init__(self, desk: Desk, la: LAField) -> None:
        """No id yet, of a new child of the LA in that field."""
        self._desk = desk
        self._la = la
        self.child: int | None = None
        """The number of the child on record who is meant; None for a new child."""
        self.correcting = False
        """Whether the id on record is being corrected, and need not stay."""
        super().__init__(
            "child_id",
            "LA's id",
            read=self._theirs,
            required=True,
            width=16,
            hint="as the LA writes it",
        )

    def _theirs(self, typed: str) -> str:
        problem = not_theirs(self._desk, self._la.value_read or "", typed, self.child)
        if problem and not self.correcting:
            raise ValueError(problem)
        return typed

    def judge(self) -> None:
        """Say what is wrong with what is typed, if anything is, now that the LA is another."""
        if self.value.strip() and self.problem:
            self.complain()


class NotificationForm(Form):
    """The form, whose head is a search: behind it the list of known children comes first."""

    class HeadDone(Message):
        """Enter or Tab on the last field of the head."""

    def __init__(self, desk: Desk, *, correcting: bool = False) -> None:
        """An empty form of this desk's service, for a notification or to correct what is kept."""
        self.sections = sheet(desk, correcting=correcting)
        parts: list[Field[Any] | Section] = []
        for title, fields in self.sections:
            parts += [Section(title), *fields]
        super().__init__(parts, name="notification", id="notification")
        self._desk = desk
        self.id_field = next(part for part in parts if isinstance(part, IdField))
        """The LA's id, which knows who is meant."""
        self.id_field.correcting = correcting

    # --- What was typed

    @property
    def head(self) -> dict[str, str]:
        """The text of the fields that are searched by."""
        return {name: self.fields[name].value.strip() for name in HEAD}

    @property
    def blank(self) -> bool:
        """Whether nothing is typed at all, or nothing but spaces."""
        return not any(field.value.strip() for field in self.fields.values())

    def answers(self) -> dict[str, Any]:
        """The good values by column, as the desk takes them."""
        return dict(_answers(self.values()))

    def clear(self) -> None:
        """Empty every field."""
        self.from_draft({})

    # --- Going on

    @property
    def in_head(self) -> bool:
        """Whether the field with the focus is one that is searched by."""
        return self.current is not None and self.current.field_name in HEAD

    @property
    def lists_las(self) -> bool:
        """Whether the LAs are listed over what is below the head."""
        la = self.fields["la"]
        return isinstance(la, LAField) and la.listed

    def go_to_field(self, name: str) -> None:
        """Give the field of that column the focus."""
        self.go_to(self.fields[name])

    def go_past_head(self) -> None:
        """Go to the first field behind the head."""
        order = list(self.fields)
        self.go_to_field(order[len(HEAD)])

    def on_key(self, event: events.Key) -> None:
        """Stop behind the head."""
        if self._leaves_head(event.key):
            event.stop()
            event.prevent_default()
            self.post_message(self.HeadDone())

    def act_next(self) -> None:
        """Go to the next field."""
        if self._leaves_head("tab"):
            self.post_message(self.HeadDone())
        else:
            super().act_next()

    def _leaves_head(self, key: str) -> bool:
        if key == "pagedown":
            return self.in_head
        return key in ("enter", "tab", "down") and self.fields[HEAD[-1]] is self.current

    # --- Brothers and sisters

    def act_copy(self) -> None:
        """Copy this field from the record before; once it is the same, the rest of its section."""
        if self.previous is None:
            self.previous = filled(previous(self._desk) or {})
        field = self.current
        if field is None or not self._same_as_before(field):
            super().act_copy()
        elif not self._copy_section(field):
            raise Refused("There is nothing more to copy into this section.")

    def _same_as_before(self, field: Field[Any]) -> bool:
        before = (self.previous or {}).get(field.field_name)
        return before is not None and field.value_read == before

    def _copy_section(self, within: Field[Any]) -> bool:
        """Copy what is empty here and shared by siblings; whether there was any."""
        before = self.previous or {}
        fields = next(fields for _, fields in self.sections if within in fields)
        shared = [field for field in fields if field.field_name not in OWN]
        wanting = [f for f in shared if not f.value and before.get(f.field_name) is not None]
        for field in wanting:
            field.set_value(before[field.field_name])
        return bool(wanting)


def _answers(values: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values as the desk takes them: an instant, or a day, for a moment."""
    for name, value in values.items():
        if isinstance(value, tuple):
            day, instant = value
            yield name, instant or day
        elif value is not None:
            yield name, value


def filled(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Answers of the desk as the form's fields take them."""
    values = dict(answers)
    notified = values.get("notified")
    if isinstance(notified, datetime):
        values["notified"] = (local_date(notified), notified)
    elif notified is not None:
        values["notified"] = (notified, None)
    return values
