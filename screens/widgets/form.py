"""A form: fields in the order of the paper, filled without leaving the home row."""

from collections.abc import Mapping, Sequence
from typing import Any, Unpack

from rich.text import Text
from textual import events
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widget import Widget

from clanbook.desk.errors import Refused
from screens.widgets.field import Field
from screens.widgets.options import Options

_LONGEST_LABEL = 24


class Section(Widget):
    """A heading between fields."""

    DEFAULT_CSS = "Section { height: 1; width: 1fr; text-style: bold; }"

    def __init__(self, title: str) -> None:
        """A heading of its own line."""
        super().__init__()
        self.title = title

    def render(self) -> Text:
        """The title on a line that runs through."""
        line = f"── {self.title} "
        return Text(line + "─" * max(self.size.width - len(line), 0), no_wrap=True)


class Form(VerticalScroll, can_focus=False, inherit_bindings=False):
    """Fields one under the other: Enter or Tab goes on, Enter on the last saves.

    `previous` holds the values of the record before, by field name, for F8. Text is kept as it
    is: `to_draft` and `from_draft` hold what was typed.
    """

    DEFAULT_CSS = "Form { height: 1fr; width: 1fr; overflow: hidden auto; scrollbar-size: 0 0; }"

    class Saved(Message):
        """The form is to be saved; its fields have no problem of their own."""

        def __init__(self, form: "Form", values: dict[str, Any]) -> None:
            super().__init__()
            self.form = form
            self.values = values

        @property
        def control(self) -> "Form":
            """The form."""
            return self.form

    def __init__(
        self, fields: Sequence[Field[Any] | Section], *, name: str, **options: Unpack[Options]
    ) -> None:
        """A form of these fields; `name` is what its drafts are kept under."""
        super().__init__(name=name, **options)
        self.form_name = name
        self.fields = {part.field_name: part for part in fields if isinstance(part, Field)}
        """The fields by name, in their order."""
        self.previous: Mapping[str, Any] | None = None
        self._parts = tuple(fields)
        self._before = self.to_draft()
        self._align()

    def _align(self) -> None:
        """Give all labels the width of the longest."""
        widest = max((field.label_width for field in self.fields.values()), default=0)
        for field in self.fields.values():
            field.label_width = min(widest, _LONGEST_LABEL)

    def compose(self) -> ComposeResult:
        """The fields and headings as they were given."""
        yield from self._parts

    # --- Values

    def values(self) -> dict[str, Any]:
        """The value of every field by its name; None where nothing is typed, or nothing good."""
        return {name: field.value_read for name, field in self.fields.items()}

    def problems(self) -> list[tuple[Field[Any], str]]:
        """The fields that something is wrong with, each with what it is."""
        found = ((field, field.problem) for field in self.fields.values() if field.display)
        return [(field, problem) for field, problem in found if problem]

    def fill(self, values: Mapping[str, Any]) -> None:
        """Fill in the values there are fields for; None empties one. That is no typing."""
        for name in values.keys() & self.fields.keys():
            self.fields[name].set_value(values[name])
        self._before = self.to_draft()

    def show(self, values: Mapping[str, Any]) -> None:
        """Fill in what is on record; a field there is no value for is emptied."""
        self.fill({name: values.get(name) for name in self.fields})

    def to_draft(self) -> dict[str, str]:
        """The text of every field that has one; a good day or choice in full."""
        drafts = {name: field.draft() for name, field in self.fields.items()}
        return {name: text for name, text in drafts.items() if text}

    def from_draft(self, draft: Mapping[str, str]) -> None:
        """Put in what a draft holds; fields it does not name become empty."""
        for name, field in self.fields.items():
            field.set_text(draft.get(name, ""))

    def mark(self) -> None:
        """Show beside each field that holds text what is wrong with it, if anything is."""
        for field, _ in self.problems():
            if field.value.strip():
                field.show_problem()

    def typed(self) -> dict[str, str]:
        """The text of the fields that are other than they were filled in; empty where emptied."""
        now, before = self.to_draft(), self._before
        return {n: now.get(n, "") for n in self.fields if now.get(n) != before.get(n)}

    def type_again(self, typed: Mapping[str, str]) -> None:
        """Put what `typed` told of over what is filled in by now."""
        for name in typed.keys() & self.fields.keys():
            self.fields[name].set_text(typed[name])

    def untype(self) -> None:
        """Take out what was typed: every field is as it was filled in."""
        self.from_draft(self._before)

    @property
    def filled_in(self) -> Mapping[str, str]:
        """The text of every field that had one when it was filled in."""
        return self._before

    @property
    def touched(self) -> bool:
        """Whether anything is other than it was filled in: something to keep a draft of."""
        return self.to_draft() != self._before

    # --- Acts

    @property
    def current(self) -> Field[Any] | None:
        """The field with the focus."""
        focused = self.screen.focused
        return focused if isinstance(focused, Field) and self in focused.ancestors else None

    def save(self) -> bool:
        """Say that the form is to be saved, or go to the first field with a problem."""
        problems = self.problems()
        if not problems:
            self.post_message(self.Saved(self, self.values()))
            return True
        for field, _ in problems:
            field.show_problem()
        first, _ = problems[0]
        first.complain()
        self.send_back_to(first)
        return False

    def complain(self, objections: Sequence[tuple[str, str]]) -> list[str]:
        """Show what is wrong by field name, and go there; the sentences without a field go back."""
        known = [(self.fields[name], said) for name, said in objections if name in self.fields]
        for field, sentence in known:
            field.show_problem(sentence)
        if known:
            self.send_back_to(known[0][0])
        return [sentence for name, sentence in objections if name not in self.fields]

    def copy_previous(self) -> bool:
        """Copy the field from the record before; False where there is nothing to copy."""
        field, before = self.current, self.previous or {}
        if field is None or before.get(field.field_name) is None:
            return False
        field.set_value(before[field.field_name])
        return True

    def act_save(self) -> None:
        """Save."""
        self.save()

    def act_copy(self) -> None:
        """Copy the field from the record before."""
        if not self.copy_previous():
            raise Refused("The record before has nothing to copy into this field.")

    def act_next(self) -> None:
        """Go to the next field."""
        self._go("tab")

    def act_previous(self) -> None:
        """Go to the field before."""
        self._go("shift+tab")

    # --- Going from field to field

    def send_back_to(self, field: Field[Any]) -> None:
        """Go to a field for which a save was refused."""
        self.go_to(field)
        field.sent_back()

    def go_to(self, field: Field[Any]) -> None:
        """Give a field the focus, and bring it in sight."""
        self.screen.set_focus(field, scroll_visible=False)
        self._bring(field)

    def on_key(self, event: events.Key) -> None:
        """Go on, go back, or save; every other key is left to the screen."""
        if event.key in _GOING and self.current is not None:
            event.stop()
            event.prevent_default()
            self._go(event.key)

    def _go(self, key: str) -> None:
        order = [field for field in self.fields.values() if field.focusable]
        by = _GOING[key] * (max(self.size.height - 1, 1) if key.startswith("page") else 1)
        place = next((at for at, field in enumerate(order) if field.has_focus), -1) + by
        if 0 <= place < len(order):
            self.go_to(order[place])
        elif order:
            self._go_beyond(key, order)

    def _go_beyond(self, key: str, order: Sequence[Field[Any]]) -> None:
        """What a key does that would leave the first or the last field."""
        if key == "enter":
            self.save()
        elif key == "tab":
            self.screen.focus_next()
        elif key == "shift+tab":
            self.screen.focus_previous()
        else:
            self.go_to(order[-1 if _GOING[key] > 0 else 0])

    def _bring(self, field: Field[Any]) -> None:
        """Turn the page so that the field is in sight: below its heading, or at the foot."""
        region = field.virtual_region
        height = self.scrollable_content_region.height
        if region.y < self.scroll_y:
            self._turn_to(region.bottom - height)
        elif region.bottom > self.scroll_y + height:
            self._turn_to(region.y - 1)

    def _turn_to(self, line: int) -> None:
        self.scroll_to(y=max(line, 0), animate=False, immediate=True)


_GOING = {
    "enter": 1,
    "tab": 1,
    "down": 1,
    "pagedown": 1,
    "shift+tab": -1,
    "up": -1,
    "pageup": -1,
}
"""The keys that go from field to field, with their direction."""
