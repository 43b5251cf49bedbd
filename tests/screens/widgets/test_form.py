"""The form: from field to field, saving, copying, and drafts that lose nothing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from screens.widgets.choice_field import ChoiceField
from screens.widgets.date_field import DateField
from screens.widgets.field import Field, TextField
from screens.widgets.form import Form, Section
from tests.screens.widgets import specimen
from tests.screens.widgets.stage import HOSTILE, Stage, lines, running

HEARD = (Form.Saved, Field.Objected)


def short() -> Form:
    return Form(
        [
            Section("Child"),
            TextField("surname", "Surname", required=True),
            TextField("forename", "Forename"),
            DateField("dob", "Born", today=specimen.today, prefer="past"),
        ],
        name="short",
    )


def long(fields: int = 60) -> Form:
    return Form([TextField(f"f{at}", f"Label {at}") for at in range(fields)], name="long")


def on_stage(form: Form) -> Stage:
    return Stage(form, heard=HEARD)


def saved(app: Stage) -> list[dict[str, Any]]:
    return [one.values for one in app.messages if isinstance(one, Form.Saved)]


async def test_labels_stand_under_each_other_and_required_ones_are_marked() -> None:
    app = on_stage(short())
    async with running(app):
        assert lines(app)[0].startswith("── Child ──")
        assert lines(app)[1:4] == ["Surname *", "Forename", "Born"]
        starts = {field.label_width for field in app.query(TextField)}
        assert len(starts) == 1


async def test_a_record_is_typed_without_leaving_the_letters() -> None:
    app = on_stage(short())
    async with running(app) as pilot:
        await pilot.press(*"smith", "enter", *"ali", "tab", *"120518", "enter")
        wanted = {"surname": "smith", "forename": "ali", "dob": date(2018, 5, 12)}
        assert saved(app) == [wanted]


async def test_f9_saves_from_anywhere() -> None:
    app = on_stage(short())
    async with running(app) as pilot:
        await pilot.press(*"smith", "f9")
        assert saved(app) == [{"surname": "smith", "forename": None, "dob": None}]


async def test_a_form_with_problems_goes_to_the_first_and_says_it() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press("tab", "tab", *"31/2", "enter")
        assert saved(app) == []
        assert form.current is form.fields["surname"]
        assert lines(app)[1].endswith("! Surname is needed.")
        assert '! "31/2" is not in the calendar' in lines(app)[3]
        said = [one.sentence for one in app.messages]
        assert said[-1] == "Surname is needed."
        assert [field.field_name for field, _ in form.problems()] == ["surname", "dob"]


async def test_what_did_not_fit_in_holds_up_one_save_wherever_one_went_since() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press(*"smith", "tab")
        form.fields["forename"].post_message(events.Paste("p" * 2001))
        await pilot.press("tab", "f9")
        assert saved(app) == []
        assert form.current is form.fields["forename"]
        await pilot.press("f9")
        assert saved(app) == [{"surname": "smith", "forename": None, "dob": None}]


async def test_a_shorter_text_typed_after_a_paste_too_long_is_saved_at_once() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        form.fields["surname"].post_message(events.Paste("p" * 2001))
        await pilot.press(*"smith", "f9")
        assert saved(app) == [{"surname": "smith", "forename": None, "dob": None}]


async def test_what_the_desk_objects_to_is_shown_at_its_field() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        form.fill({"surname": "smith", "forename": "ali"})
        left = form.complain([("forename", "Known already."), ("la", "No such LA.")])
        await pilot.pause()
        assert left == ["No such LA."]
        assert lines(app)[2].endswith("! Known already.")
        assert form.current is form.fields["forename"]
        assert not form.save()
        await pilot.press("x")
        assert form.save()


@pytest.mark.parametrize("before", [[], ["tab"], ["enter"]])
async def test_after_a_refused_save_typing_replaces_what_is_wrong(before: list[str]) -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        form.go_to(form.fields["dob"])
        await pilot.press(*"-8", *before, "f9")
        assert form.current is form.fields["surname"]
        await pilot.press(*"smith", "tab", "tab", *"31/2", *before, "f9")
        assert saved(app) == []
        await pilot.press(*"1/5/20", "f9")
        assert saved(app)[-1]["dob"] == date(2020, 5, 1)


async def test_what_the_desk_objects_to_is_replaced_by_typing_where_one_is_in_it() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press(*"smith")
        form.complain([("surname", "Known already.")])
        await pilot.press(*"abbot")
        assert form.fields["surname"].value == "abbot"


async def test_a_note_that_something_did_not_fit_into_is_not_replaced_by_typing() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press(*"smith")
        form.fields["surname"].post_message(events.Paste("p" * 2001))
        await pilot.press("f9", "y")
        assert form.fields["surname"].value == "smithy"


@pytest.mark.parametrize(
    ("keys", "at"),
    [
        (["tab"], "forename"),
        (["enter", "down"], "dob"),
        (["tab", "shift+tab"], "surname"),
        (["down", "up", "up"], "surname"),
        (["tab", "tab", "tab"], "surname"),
        (["shift+tab"], "dob"),
        (["pagedown"], "dob"),
        (["pagedown", "pageup"], "surname"),
    ],
)
async def test_keys_go_from_field_to_field(keys: list[str], at: str) -> None:
    form = short()
    async with running(on_stage(form)) as pilot:
        await pilot.press(*keys)
        assert form.current is form.fields[at]


async def test_the_field_with_the_focus_is_always_in_sight() -> None:
    form = long()
    app = on_stage(form)
    async with running(app, height=20) as pilot:
        seen = []
        for key in ["tab"] * 25 + ["pagedown", "pagedown", "pageup"] + ["up"] * 10:
            await pilot.press(key)
            current = form.current
            assert current is not None
            assert f"{current.label} " in "\n".join(f"{line} " for line in lines(app))
            seen.append(current.field_name)
        assert seen[24:28] == ["f25", "f44", "f59", "f40"]


async def test_a_field_is_copied_from_the_record_before() -> None:
    form = short()
    form.previous = {"surname": "O'Neil [/]", "dob": date(2018, 5, 12), "forename": None}
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press("f8", "tab", "f8", "tab", "f8", "f9")
        assert saved(app) == [{"surname": "O'Neil [/]", "forename": None, "dob": date(2018, 5, 12)}]
        assert app.refused == ["The record before has nothing to copy into this field."]


async def test_f4_lists_the_choices_of_the_field() -> None:
    form = Form([ChoiceField("la", "LA", specimen.LOCALITIES)], name="one")
    app = on_stage(form)
    async with running(app) as pilot:
        await pilot.press("f4", "down", "enter", "enter")
        assert saved(app) == [{"la": "802"}]


async def test_a_burst_of_keys_fills_whole_records_in_order() -> None:
    form = short()
    app = on_stage(form)
    async with running(app) as pilot:
        for name in ("abbot", "baker", "cole"):
            form.from_draft({})
            form.go_to(form.fields["surname"])
            await pilot.press(*name, "tab", "x", "backspace", *"mo", "enter", "t", "enter")
        assert [one["surname"] for one in saved(app)] == ["abbot", "baker", "cole"]
        assert {one["forename"] for one in saved(app)} == {"mo"}


def test_filling_in_is_no_typing() -> None:
    form = short()
    form.fill({"surname": "smith", "unknown": 1})
    assert not form.touched
    assert form.values() == {"surname": "smith", "forename": None, "dob": None}
    form.from_draft({"surname": "smith", "forename": "a"})
    assert form.touched


def test_a_day_typed_from_today_is_kept_as_the_day_it_was() -> None:
    form = short()
    form.from_draft({"dob": "t"})
    assert form.to_draft() == {"dob": "04-May-2026"}


texts = st.one_of(
    st.text(max_size=30),
    st.sampled_from([*HOSTILE, "t", "+7", "12/5", "ns", "y", "9990000018", "1 3", "930", "40"]),
)
drafts = st.dictionaries(st.sampled_from(sorted(specimen.form().fields)), texts)


@given(drafts)
def test_a_draft_gives_back_what_was_typed(typed: dict[str, str]) -> None:
    form = specimen.form()
    form.from_draft(typed)
    again = specimen.form()
    again.from_draft(form.to_draft())
    assert again.values() == form.values()
    assert again.to_draft() == form.to_draft()
    for name, field in form.fields.items():
        if field.value_read is None:
            assert form.to_draft().get(name, "") == typed.get(name, "")


async def test_hostile_drafts_are_shown_as_text() -> None:
    form = specimen.form()
    app = on_stage(form)
    async with running(app) as pilot:
        for text in HOSTILE:
            form.from_draft(dict.fromkeys(form.fields, text))
            await pilot.pause()
            assert all(line.isprintable() for line in lines(app))
            assert not form.save()
            await pilot.pause()
            assert all(line.isprintable() for line in lines(app))
