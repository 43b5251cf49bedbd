"""Fields: keys in, values and answers out."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from screens.widgets.choice_field import ChoiceField, ManyField, YesNoField, toggled
from screens.widgets.date_field import DateField, MomentField, TimeField, moment_shown, read_moment
from screens.widgets.field import Field, TextField
from screens.widgets.note_field import NoteField
from screens.widgets.number_field import NHSNumberField, NumberField
from tests.screens.widgets.specimen import LOCALITIES, REASONS, TODAY, today
from tests.screens.widgets.stage import HOSTILE, Stage, lines, running

HEARD = (Field.Answered, Field.Objected)


def born(**options: Any) -> DateField:
    return DateField("born", "Born", today=today, prefer="past", **options)


def due(**options: Any) -> DateField:
    return DateField("due", "Due", today=today, **options)


def locality(**options: Any) -> ChoiceField[str]:
    return ChoiceField("la", "LA", LOCALITIES, **options)


def drinks() -> ChoiceField[int]:
    return ChoiceField("x", "X", [(1, "Tea"), (2, "Tisane"), (3, "Coffee")])


def reasons() -> ManyField[int]:
    return ManyField("why", "Why", list(enumerate(REASONS)))


def on_stage(*fields: Field[Any]) -> Stage:
    return Stage(*fields, heard=HEARD)


def keys(text: str) -> Iterator[str]:
    """Keys as they are written here: letters, and names between angle brackets."""
    while text:
        if text.startswith("<"):
            name, text = text[1:].split(">", 1)
            yield name
        else:
            yield text[0]
            text = text[1:]


# --- What typing comes to

TYPED: list[tuple[Callable[[], Field[Any]], str, Any]] = [
    (lambda: TextField("x", "X"), "O'Neil [x]", "O'Neil [x]"),
    (lambda: TextField("x", "X"), "  a ", "a"),
    (lambda: TextField("x", "X"), "", None),
    (born, "t", TODAY),
    (born, "-3w", date(2026, 4, 13)),
    (born, "12/5", date(2025, 5, 12)),
    (born, "120518", date(2018, 5, 12)),
    (due, "12/5", date(2026, 5, 12)),
    (due, "+7", date(2026, 5, 11)),
    (due, "mon", date(2026, 5, 11)),
    (due, "1 may", date(2027, 5, 1)),
    (due, "31/2", None),
    (lambda: TimeField("x", "X"), "9", time(9)),
    (lambda: TimeField("x", "X"), "930", time(9, 30)),
    (lambda: TimeField("x", "X"), "14.05", time(14, 5)),
    (lambda: TimeField("x", "X"), "2400", None),
    (lambda: NumberField("x", "X", low=1, high=40), "40", 40),
    (lambda: NumberField("x", "X", low=1, high=40), "41", None),
    (lambda: NumberField("x", "X"), "-1", None),
    (lambda: NHSNumberField("x", "X"), "999 000 0018", "9990000018"),
    (lambda: NHSNumberField("x", "X"), "9990000019", None),
    (lambda: NHSNumberField("x", "X"), "0000000000", None),
    (lambda: NHSNumberField("x", "X"), "12", None),
    (locality, "ns", "802"),
    (locality, "3", "803"),
    (locality, "Bath", None),
    (lambda: locality(otherwise=str), "Bath", "Bath"),
    (lambda: YesNoField("x", "X"), "y", True),
    (lambda: YesNoField("x", "X"), "NO", False),
    (lambda: YesNoField("x", "X"), "", None),
    (lambda: YesNoField("x", "X"), "maybe", None),
    (reasons, "1 3", (0, 2)),
    (reasons, "4,2", (1, 3)),
    (reasons, "1 3 1", (2,)),
    (reasons, "feels time", (0, 3)),
    (reasons, "9", None),
    (reasons, "2 2", None),
    (lambda: NoteField("x", "X"), "a b", "a b"),
]


@pytest.mark.parametrize(("made", "typed", "value"), TYPED)
def test_what_is_typed_is_read_as(made: Callable[[], Field[Any]], typed: str, value: Any) -> None:
    field = made()
    field.set_text(typed)
    assert field.value_read == value
    assert bool(field.problem) == (value is None and bool(typed.strip()))
    assert "\n" not in field.problem


@pytest.mark.parametrize(("made", "typed", "value"), TYPED)
def test_a_good_value_filled_in_is_the_same_value(
    made: Callable[[], Field[Any]], typed: str, value: Any
) -> None:
    field = made()
    field.set_value(value)
    assert field.value_read == value


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_any_day_is_read_back(day: date) -> None:
    for field in (born(), due()):
        field.set_value(day)
        assert field.value_read == day


@pytest.mark.parametrize(
    ("typed", "instant"),
    [
        ("t", None),
        ("t 9:30", datetime(2026, 5, 4, 8, 30, tzinfo=UTC)),
        ("4/5 at 14.00", datetime(2026, 5, 4, 13, 0, tzinfo=UTC)),
        ("04-May-2026 09:30", datetime(2026, 5, 4, 8, 30, tzinfo=UTC)),
    ],
)
def test_a_moment_is_a_day_and_perhaps_a_time_in_london(
    typed: str, instant: datetime | None
) -> None:
    moment = read_moment(typed, TODAY, "past")
    assert moment == (TODAY, instant)
    assert read_moment(moment_shown(moment), TODAY, "past") == moment


@given(st.sets(st.integers(0, len(REASONS) - 1)))
def test_any_choices_are_read_back(places: set[int]) -> None:
    field = reasons()
    field.set_value(tuple(sorted(places)))
    assert (field.value_read or ()) == tuple(sorted(places))


def test_a_choice_that_is_none_is_named() -> None:
    with pytest.raises(ValueError, match='"x" is none of the choices'):
        toggled(REASONS, "1 x")


# --- What is said


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        (born(), "t", "Mon 04-May-2026"),
        (born(also=lambda day: f"({TODAY.year - day.year}y)"), "1/1/20", "(6y)"),
        (locality(), "ns", "North Somerset"),
        (drinks(), "t", "1 Tea  2 Tisane"),
        (NHSNumberField("x", "X"), "9990000018", "999 000 0018"),
        (reasons(), "1 2", "feels well, had one recently"),
        (due(), "", "t +7 -3w +2m mon 12/5 1 may"),
        (due(), "31/2", "t +7 -3w +2m mon 12/5 1 may"),
    ],
)
async def test_a_field_answers_while_it_is_typed(field: Field[Any], typed: str, said: str) -> None:
    app = on_stage(field)
    async with running(app) as pilot:
        await pilot.press(*typed)
        assert said in lines(app)[0]


async def test_a_good_value_is_written_in_full_when_the_field_is_left() -> None:
    app = on_stage(due(), TextField("x", "X"))
    async with running(app) as pilot:
        await pilot.press("t", "tab")
        assert "04-May-2026  " in lines(app)[0]
        assert [(type(one), one.value) for one in app.messages] == [(Field.Answered, TODAY)]


async def test_a_bad_value_stays_as_typed_and_says_what_is_wrong() -> None:
    app = on_stage(due(), TextField("x", "X"))
    async with running(app) as pilot:
        await pilot.press(*"31/2", "tab")
        assert 'Due   31/2          ! "31/2" is not in the calendar' in lines(app)[0]
        (objected,) = app.messages
        assert objected.sentence.startswith('"31/2" is not in the calendar')
        await pilot.press("shift+tab", "t")
        assert "!" not in lines(app)[0]


async def test_passing_through_a_field_says_nothing() -> None:
    app = on_stage(TextField("x", "X", required=True), TextField("y", "Y"))
    async with running(app) as pilot:
        await pilot.press("tab", "tab", "tab")
        assert app.messages == []
        assert lines(app)[0] == "X *"


async def test_an_objection_stands_until_the_text_changes() -> None:
    field = TextField("x", "X")
    app = on_stage(field)
    async with running(app) as pilot:
        field.set_text("smith")
        field.show_problem("Known already.")
        await pilot.pause()
        assert lines(app)[0].endswith("! Known already.")
        assert (field.value_read, field.problem) == (None, "Known already.")
        await pilot.press("x")
        assert (field.value_read, field.problem) == ("x", "")


async def test_a_field_filled_in_after_it_was_come_to_is_typed_over() -> None:
    field, at_whom = due(), locality()
    async with running(on_stage(field, at_whom)) as pilot:
        field.set_value(TODAY)
        await pilot.press("minus")
        assert field.value_read == date(2026, 5, 3)
        await pilot.press("t")
        assert field.value == "t"
        await pilot.press("tab", "f4", "enter")
        assert at_whom.value == "Bristol"
        await pilot.press("s")
        assert at_whom.value == "s"


# --- Keys


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("smi<backspace>y", "smy"),
        ("ab<left>x", "axb"),
        ("ab<home>x", "xab"),
        ("ab<home><delete>", "b"),
        ("ab cd<ctrl+w>x", "ab x"),
        ("ab<ctrl+u>x", "x"),
        ("ab<home><ctrl+k>", ""),
        ("[/]", "[/]"),
        ("<f7><ctrl+z>a", "a"),
    ],
)
async def test_keys_edit_in_the_order_they_are_typed(typed: str, value: str) -> None:
    field = TextField("x", "X")
    async with running(on_stage(field)) as pilot:
        await pilot.press(*keys(typed))
        assert field.value == value


async def test_the_first_letter_types_over_what_was_there() -> None:
    field = TextField("x", "X")
    field.set_text("smith")
    async with running(on_stage(field)) as pilot:
        await pilot.press("j")
        assert field.value == "j"


async def test_an_arrow_first_keeps_what_was_there() -> None:
    field = TextField("x", "X")
    field.set_text("smith")
    async with running(on_stage(field)) as pilot:
        await pilot.press("right", "s")
        assert field.value == "smiths"


async def test_a_day_not_yet_edited_is_nudged() -> None:
    field = due()
    field.set_value(TODAY)
    async with running(on_stage(field)) as pilot:
        await pilot.press("plus", "plus", "minus", "plus")
        assert field.value_read == date(2026, 5, 6)
        assert field.value == "06-May-2026"


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("-3", date(2026, 5, 1)),
        ("+14", date(2026, 5, 18)),
        ("-3w", date(2026, 4, 13)),
        ("--3", date(2026, 5, 1)),
        ("-12/5", None),
        ("12/5", date(2026, 5, 12)),
    ],
)
async def test_figures_behind_a_nudge_count_from_today(typed: str, value: date | None) -> None:
    field = due()
    field.set_value(date(2026, 6, 30))
    async with running(on_stage(field)) as pilot:
        await pilot.press(*typed)
        assert field.value_read == value


async def test_a_nudge_left_and_come_back_to_is_typed_over() -> None:
    field, other = due(), due()
    field.set_value(TODAY)
    async with running(on_stage(field, other)) as pilot:
        await pilot.press("minus", "tab", "shift+tab", *"12/5")
        assert field.value == "12/5"


@pytest.mark.parametrize("typed", ["+7", "1-5"])
async def test_plus_and_minus_are_typed_once_a_day_is_begun(typed: str) -> None:
    field = due()
    async with running(on_stage(field)) as pilot:
        await pilot.press(*typed)
        assert field.value == typed


async def test_pasted_lines_are_typed_one_after_the_other() -> None:
    field, note = TextField("x", "X"), NoteField("n", "N")
    async with running(on_stage(field, note)) as pilot:
        for one in (field, note):
            one.post_message(events.Paste("1 Example\tStreet\r\nBristol\n"))
        await pilot.pause()
        assert field.value == "1 Example Street Bristol"
        assert note.value == "1 Example\tStreet\nBristol"


def said(app: Stage) -> list[str]:
    return [one.sentence for one in app.messages if isinstance(one, Field.Objected)]


def line() -> TextField:
    return TextField("x", "X")


def note() -> NoteField:
    return NoteField("x", "X")


@pytest.mark.parametrize("made", [line, note, due, drinks])
async def test_a_paste_that_does_not_fit_is_not_typed_at_all_and_said(
    made: Callable[[], Field[Any]],
) -> None:
    field = made()
    app = on_stage(field)
    async with running(app) as pilot:
        field.post_message(events.Paste("p" * 2500))
        await pilot.pause()
        assert field.value == ""
        wanted = f"The paste has 2,500 characters; {field.label} takes 2,000"
        assert said(app) == [f"{wanted}: shorten it, or paste it in parts."]
        assert "! The paste has" in lines(app)[0]


async def test_a_paste_is_counted_with_what_stands_and_without_what_it_replaces() -> None:
    field = TextField("x", "X", max_length=10)
    app = on_stage(field)
    async with running(app) as pilot:
        await pilot.press(*"abcdef")
        field.post_message(events.Paste("12345"))
        await pilot.pause()
        assert field.value == "abcdef"
        assert "X has room for 4 more" in said(app)[-1]
        field.select_all()
        field.post_message(events.Paste("1234567890"))
        await pilot.pause()
        assert field.value == "1234567890"
        assert field.problem == ""


@pytest.mark.parametrize("made", [line, note])
async def test_a_full_field_takes_exactly_its_limit_and_says_what_it_leaves_out(
    made: Callable[[], Field[Any]],
) -> None:
    field = made()
    app = on_stage(field)
    async with running(app) as pilot:
        field.post_message(events.Paste("p" * 2000))
        await pilot.pause()
        assert (len(field.value), said(app)) == (2000, [])
        await pilot.press("x")
        assert field.value == "p" * 2000
        assert said(app) == ["X is full: what goes beyond 2,000 is left out."]
        await pilot.press("backspace", "y")
        assert field.value == "p" * 1999 + "y"
        assert field.problem == ""


# --- Choices


def listed(app: Stage, count: int) -> list[str]:
    """The lines under the first field."""
    return [line.strip() for line in lines(app)[1 : count + 1]]


async def test_choices_are_listed_under_the_field_and_picked() -> None:
    field = drinks()
    app = on_stage(field, TextField("y", "Y"))
    async with running(app) as pilot:
        await pilot.press("f4", "down")
        assert listed(app, 4) == ["1 Tea", ">  2 Tisane", "3 Coffee", "Y"]
        await pilot.press("enter")
        assert field.value_read == 2
        assert listed(app, 1) == ["Y"]


async def test_a_list_longer_than_is_shown_says_so() -> None:
    field = ChoiceField("x", "A long label", [(n, f"no. {n}") for n in range(12)])
    app = on_stage(field)
    async with running(app) as pilot:
        await pilot.press("f4")
        assert [line.rstrip().endswith(" 1-10 of 12") for line in lines(app)[1:3]] == [True, False]
        await pilot.press("up")
        assert lines(app)[1].rstrip().endswith(" 3-12 of 12")


async def test_typing_narrows_the_choices_listed() -> None:
    field = drinks()
    app = on_stage(field, TextField("y", "Y"))
    async with running(app) as pilot:
        await pilot.press("f4", "t")
        assert listed(app, 3) == [">  1 Tea", "2 Tisane", "Y"]
        await pilot.press("up", "enter")
        assert field.value_read == 2


@pytest.mark.parametrize("key", ["escape", "f12", "f4", "tab"])
async def test_the_list_goes_and_the_field_stays_as_it_was(key: str) -> None:
    field = locality()
    app = on_stage(field, TextField("x", "X"))
    async with running(app) as pilot:
        await pilot.press("b", "f4", key)
        await pilot.pause()
        assert not field.listed
        assert lines(app)[1].startswith("X")
        assert field.value_read == "801"


async def test_the_list_opens_at_the_choice_there_is() -> None:
    field = locality()
    field.set_value("803")
    app = on_stage(field)
    async with running(app) as pilot:
        await pilot.press("f4")
        assert lines(app)[3].strip() == ">  3 South Gloucestershire"


async def test_many_choices_are_listed_ten_at_a_time() -> None:
    field = ChoiceField("x", "X", [(n, f"choice {n}") for n in range(1, 31)])
    app = on_stage(field, TextField("y", "Y"))
    async with running(app) as pilot:
        await pilot.press("f4", "up")
        assert lines(app)[10].strip() == "> 30 choice 30"
        assert lines(app)[11].startswith("Y")


async def test_several_are_taken_with_the_space_bar() -> None:
    field = reasons()
    app = on_stage(field, TextField("x", "X"))
    async with running(app) as pilot:
        await pilot.press("f4", "space", "down", "down", "space", "up", "space", "space")
        assert lines(app)[1].strip() == "[x]  1 feels well"
        await pilot.press("enter", "tab")
        assert field.value_read == (0, 2)
        assert field.value == "1 3"


# --- Notes


async def test_a_note_wraps_and_breaks_where_it_is_told_to() -> None:
    note = NoteField("n", "N", lines=3, width=12)
    app = on_stage(note)
    async with running(app) as pilot:
        await pilot.press(*keys("one two three<ctrl+j>x"))
        assert [line.strip() for line in lines(app)[:3]] == ["N   one two", "three", "x"]
        assert note.value_read == "one two three\nx"
        await pilot.press(*keys("<up>y<up>z"))
        assert note.value == "onze two tyhree\nx"


async def test_a_long_note_keeps_the_cursor_in_sight() -> None:
    note = NoteField("n", "N", lines=2, width=6)
    app = on_stage(note, TextField("x", "X"))
    async with running(app) as pilot:
        await pilot.press(*"a b c d e f")
        assert [line.strip() for line in lines(app)[:3]] == ["N   c d", "e f", "X"]
        await pilot.press("tab")
        assert [line.strip() for line in lines(app)[:2]] == ["N   a b", "c d~"]


# --- Whatever people type

MADE: list[Callable[[], Field[Any]]] = [
    lambda: TextField("x", "X"),
    born,
    lambda: MomentField("x", "X", today=today),
    lambda: TimeField("x", "X"),
    lambda: NumberField("x", "X"),
    lambda: NHSNumberField("x", "X"),
    locality,
    lambda: ChoiceField("x", "X", [(name, name) for name in HOSTILE]),
    reasons,
    lambda: NoteField("x", "X"),
]


@pytest.mark.parametrize("made", MADE)
async def test_hostile_text_is_shown_as_text(made: Callable[[], Field[Any]]) -> None:
    field, other = made(), TextField("y", "Y")
    app = on_stage(field, other)
    async with running(app) as pilot:
        for text in HOSTILE:
            other.focus()
            field.set_text(text)
            field.focus()
            await pilot.pause()
            other.focus()
            await pilot.pause()
            assert field.value.strip() == text.strip() or field.value_read is not None
            assert all(line.isprintable() for line in lines(app))


async def test_hostile_choices_are_listed_as_text() -> None:
    field = ChoiceField("x", "X", [(name, name) for name in HOSTILE])
    app = on_stage(field)
    async with running(app) as pilot:
        await pilot.press("f4")
        assert lines(app)[1].split()[:3] == [">", "1", "[/]"]
        assert all(line.isprintable() for line in lines(app))


@given(st.text(max_size=40))
def test_no_text_stops_a_field(text: str) -> None:
    for made in MADE:
        field = made()
        field.set_text(text)
        assert field.value == text
        assert field.problem or field.value_read is not None or not text.strip()
        drafted = made()
        drafted.set_text(field.draft())
        assert drafted.value_read == field.value_read
