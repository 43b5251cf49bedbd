"""Settings: the file, its mistakes, the kept document, and the rules in force in words."""

import json
import re
import subprocess
import sys
from datetime import date, time, timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from clanbook.dates import Calendar
from clanbook.settings import (
    DEFAULT,
    DEFAULT_TOML,
    LA,
    Period,
    Rules,
    Service,
    SettingsError,
    describe,
    from_document,
    in_force,
    parse,
    to_document,
)
from clanbook.settings.keys import KEYS
from clanbook.settings.service import Hours

ONE_LA = """
[[las]]
name = "Dorset"
code = 838
locality = "Dorset"
"""

DORSET = (
    """
name = "Dorset"
[rules]
iha_due = "20 working days"
notify_within = "5 working days"
rha_age_basis = "at_last"
rha_on_time = "within_month_due"
closed_days = [2026-12-24, "29/12/2026", 2026-12-24]
idle_lock = "1 minute"
book_before_paperwork = false
"""
    + ONE_LA
)


def problems(text: str) -> list[str]:
    with pytest.raises(SettingsError) as found:
        parse(text)
    return found.value.problems


def with_rule(line: str) -> str:
    return f'name = "X"\n[rules]\n{line}\n{ONE_LA}'


# --- What a good file gives


def test_the_file_of_the_default_service_gives_it() -> None:
    assert parse(DEFAULT_TOML) == DEFAULT


def test_the_default_file_writes_every_key_so_that_each_can_be_found_and_changed() -> None:
    written = [line.split(" = ")[0] for line in DEFAULT_TOML.split("[[las]]")[0].splitlines()]
    assert [name for name in written if name in KEYS] == list(KEYS)
    assert list(KEYS) == list(Rules.__struct_fields__)


def test_a_file_without_rules_has_the_defaults() -> None:
    assert parse(f'name = "X"\n{ONE_LA}').rules == Rules()


def test_another_services_file_gives_its_rules() -> None:
    dorset = parse(DORSET)
    rules = dorset.rules
    assert dorset.name == "Dorset"
    assert str(rules.iha_due) == "20 working days"
    assert str(rules.notify_within) == "5 working days"
    assert (rules.rha_age_basis, rules.rha_on_time) == ("at_last", "within_month_due")
    assert rules.closed_days == (date(2026, 12, 24), date(2026, 12, 29))
    assert rules.idle_lock == timedelta(minutes=1)
    assert rules.book_before_paperwork is False
    assert dorset.las == (LA("Dorset", "838", "Dorset", "", rules),)


def test_a_byte_order_mark_and_windows_line_ends_are_no_mistake() -> None:
    assert parse("\ufeff" + DEFAULT_TOML.replace("\n", "\r\n")) == DEFAULT


def test_an_las_own_rules_lie_on_top_of_the_services() -> None:
    south_glos = DEFAULT.rules_for("803")
    assert str(south_glos.notify_within) == "48 hours"
    assert south_glos.iha_due == DEFAULT.rules.iha_due
    assert str(DEFAULT.rules_for("801").notify_within) == "72 hours"


@pytest.mark.parametrize(
    "text", ["801", "E06000023", "e06000023", "Bristol", "BRISTOL", " bristol "]
)
def test_an_la_is_known_by_code_ecode_or_name_in_any_case(text: str) -> None:
    found = DEFAULT.la(text)
    assert found is not None
    assert found.code == "801"
    assert DEFAULT.name_of(text) == "Bristol"


@pytest.mark.parametrize("text", ["", "Wiltshire", "80", "8011", "E06000022"])
def test_another_la_keeps_its_name_and_has_the_services_rules(text: str) -> None:
    assert DEFAULT.la(text) is None
    assert DEFAULT.name_of(text) == text
    assert DEFAULT.rules_for(text) is DEFAULT.rules


def test_the_las_around_bristol_have_their_ecodes_unless_the_file_says_otherwise() -> None:
    assert {la.code: la.ecode for la in DEFAULT.las} == {
        "802": "E06000024",
        "801": "E06000023",
        "803": "E06000025",
    }
    bath = '[[las]]\nname = "Bath"\ncode = 800\nlocality = "Bath"\n'
    assert parse(f'name = "X"\n{bath}').las[0].ecode == "E06000022"
    assert parse(f'name = "X"\n{bath}ecode = "e06000099"').las[0].ecode == "E06000099"


def test_localities_are_named_once_in_the_order_of_the_las() -> None:
    las = [LA(str(n), str(100 + n), place, "", Rules()) for n, place in enumerate("BAB")]
    assert Service("X", Rules(), tuple(las)).localities == ("B", "A")
    assert DEFAULT.localities == ("North Somerset", "Bristol", "South Gloucestershire")


def test_the_calendar_leaves_out_the_closed_days_and_is_made_once() -> None:
    dorset = parse(DORSET)
    assert not dorset.calendar().is_working_day(date(2026, 12, 24))
    assert DEFAULT.calendar().is_working_day(date(2026, 12, 24))
    assert dorset.calendar() is parse(DORSET).calendar()


# --- Periods


@pytest.mark.parametrize(
    ("text", "period", "written"),
    [
        ("28 days", Period(28, "days"), "28 days"),
        ("20 working days", Period(20, "working days"), "20 working days"),
        ("72 hours", Period(72, "hours"), "72 hours"),
        ("1 day", Period(1, "days"), "1 day"),
        ("1 working day", Period(1, "working days"), "1 working day"),
        ("1 days", Period(1, "days"), "1 day"),
        (" 28  Days ", Period(28, "days"), "28 days"),
    ],
)
def test_a_period_is_read_and_written(text: str, period: Period, written: str) -> None:
    assert Period.parse(text) == period
    assert str(period) == written


@pytest.mark.parametrize("text", ["", "28", "days", "-1 days", "2.5 days", "36 hours", "4000 days"])
def test_what_is_no_period_of_whole_days_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        Period.parse(text)


def test_hours_are_whole_days_and_the_first_day_is_day_0() -> None:
    calendar = Calendar()
    friday = date(2018, 6, 1)
    assert Period(72, "hours").after(friday, calendar) == date(2018, 6, 4)
    assert Period(48, "hours").after(friday, calendar) == date(2018, 6, 3)
    assert Period(5, "working days").after(friday, calendar) == date(2018, 6, 8)
    assert Period(28, "days").after(friday, calendar) == date(2018, 6, 29)


# --- Mistakes


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ('iha_due = "29 moons"', 'rules.iha_due: "29 moons" is not "N days" or "N working days"'),
        ("iha_due = 28", 'rules.iha_due: 28 is not "N days" or "N working days"'),
        ('iha_due = "48 hours"', 'rules.iha_due: "48 hours" is not "N days" or "N working days"'),
        ('iha_due = "0 days"', 'rules.iha_due: "0 days" is shorter than 1 day'),
        ('iha_due = "9999 days"', 'rules.iha_due: "9999 days" is longer than 3650 days'),
        (
            'notify_within = "36 hours"',
            'rules.notify_within: "36 hours" is not a whole number of days:'
            " write 24, 48, 72 … hours",
        ),
        ('frozen_within = "2 working days"', None),
        ('iha_basis = "deu"', 'rules.iha_basis: "deu" is not "due" or "entered"'),
        ("iha_basis = ['due']", None),
        ("iha_target = 101", "rules.iha_target: 101 is not a whole number from 0 to 100"),
        ("iha_target = -1", None),
        ("iha_target = 90.0", None),
        ("iha_target = true", "rules.iha_target: true is not a whole number from 0 to 100"),
        ('rha_target = "90%"', None),
        ("overdue_first = -1", None),
        (
            'book_before_paperwork = "yes"',
            'rules.book_before_paperwork: "yes" is not true or false',
        ),
        ("book_before_paperwork = 1", None),
        ("idle_lock = 10", 'rules.idle_lock: 10 is not "N minutes"'),
        ('idle_lock = "0 minutes"', None),
        ("visit_hours = 8", 'rules.visit_hours: 8 is not hours such as "08:00-20:00"'),
        ('visit_hours = "8-20"', None),
        ('visit_hours = "08:00-24:00"', None),
        ('visit_hours = "20:00-08:00"', 'rules.visit_hours: "20:00-08:00" ends before it begins'),
        ('idle_lock = "99999 minutes"', None),
        (
            "closed_days = 2026-12-24",
            "rules.closed_days: 2026-12-24 is not a list of dates such as [2026-12-24]",
        ),
        ('closed_days = ["31/2/2026"]', None),
        ("closed_days = [3]", None),
        ("closed_days = [2026-12-24T10:00:00]", None),
        (
            'notify_witin = "48 hours"',
            "rules.notify_witin: is not a setting: did you mean notify_within?",
        ),
        ("zzz = 1", None),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_its_key(line: str, problem: str | None) -> None:
    found = problems(with_rule(line))
    assert len(found) == 1
    assert found[0].startswith(f"rules.{line.split(' = ')[0]}: ")
    assert problem in (None, found[0])


@pytest.mark.parametrize("key", [key.name for key in KEYS.values() if key.service_wide])
def test_a_rule_that_all_las_share_is_refused_under_one(key: str) -> None:
    line = next(line for line in DEFAULT_TOML.splitlines() if line.startswith(key))
    found = problems(f'name = "X"\n{ONE_LA}[las.rules]\n{line}')
    assert len(found) == 1
    assert found[0].startswith(f"[[las]] 1 (Dorset), rules.{key}: belongs under [rules]: ")


@pytest.mark.parametrize("key", [key.name for key in KEYS.values() if not key.service_wide])
def test_any_other_rule_may_be_an_las_own(key: str) -> None:
    line = next(line for line in DEFAULT_TOML.splitlines() if line.startswith(key))
    assert parse(f'name = "X"\n{ONE_LA}[las.rules]\n{line}').las[0].rules == Rules()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("las = []", "las: there is no LA: write a [[las]] table for each"),
        ("las = 3", "las: there is no LA: write a [[las]] table for each"),
        ("las = [3]", "las: its item 1 is not a [[las]] table"),
        ("rules = 3\n" + ONE_LA, "rules: 3 is not a table of rules"),
        ("nam = 3\n" + ONE_LA, "nam: is not a setting: did you mean name?"),
        (ONE_LA.replace('name = "Dorset"', ""), '[[las]] 1, name: is missing: write name = "…"'),
        (
            ONE_LA.replace('name = "Dorset"', 'name = "  "'),
            '[[las]] 1, name: "  " is not a text: write name = "…"',
        ),
        (
            ONE_LA.replace('name = "Dorset"', 'name = "TOTAL"'),
            '[[las]] 1 (TOTAL), name: "TOTAL" is the name of the report\'s last row',
        ),
        (
            ONE_LA.replace('locality = "Dorset"', "locality = 3"),
            '[[las]] 1 (Dorset), locality: 3 is not a text: write locality = "…"',
        ),
        (
            ONE_LA.replace("code = 838", ""),
            "[[las]] 1 (Dorset), code: is missing: write the LA's three digits, code = 801",
        ),
        (
            ONE_LA.replace("838", "83"),
            "[[las]] 1 (Dorset), code: 83 is not the three digits of an LA",
        ),
        (
            ONE_LA.replace("838", "true"),
            "[[las]] 1 (Dorset), code: true is not the three digits of an LA",
        ),
        (
            ONE_LA + 'ecode = "E6"',
            '[[las]] 1 (Dorset), ecode: "E6" is not a code such as E06000023',
        ),
        (
            ONE_LA + "rules = 3",
            "[[las]] 1 (Dorset), rules: 3 is not a table of rules",
        ),
        (
            ONE_LA + "[las.rules]\nnotify_within = 3",
            '[[las]] 1 (Dorset), rules.notify_within: 3 is not "N hours" or "N days"'
            ' or "N working days"',
        ),
        (ONE_LA + ONE_LA.replace("838", "839"), '[[las]] 2, name: "Dorset" is [[las]] 1\'s'),
        (
            ONE_LA + ONE_LA.replace("Dorset", "Poole"),
            '[[las]] 2, code: "838" is [[las]] 1\'s',
        ),
        (
            ONE_LA + ONE_LA.replace("838", "839").replace('name = "Dorset"', 'name = "838"'),
            '[[las]] 2, name: "838" is [[las]] 1\'s',
        ),
    ],
)
def test_a_mistake_about_an_la_is_told_with_its_place_and_key(text: str, problem: str) -> None:
    assert problems(f'name = "X"\n{text}') == [problem]


def test_a_service_needs_a_name() -> None:
    assert problems(ONE_LA) == ['name: is missing: write name = "…"']


def test_all_mistakes_are_told_at_once_in_the_order_of_the_file() -> None:
    found = problems(
        """
        [rules]
        iha_target = 101
        iha_due = "soon"
        [[las]]
        code = 838
        [las.rules]
        idle_lock = "5 minutes"
        """
    )
    assert [problem.split(": ")[0] for problem in found] == [
        "name",
        "rules.iha_target",
        "rules.iha_due",
        "[[las]] 1, name",
        "[[las]] 1, locality",
        "[[las]] 1, rules.idle_lock",
    ]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('name = "X"\n[rules\n', "line 2, column 7: not TOML"),
        ('name = "X"\nname = "Y"\n', "line 2, column 11: not TOML"),
        ('name = "X"\n\niha_due = ', "line 3, its end: not TOML"),
        ("[" * 5000, "line 1"),
        ("a = " + "[" * 5000, "the file is nested too deeply"),
    ],
)
def test_a_mistake_of_syntax_is_told_with_its_line(text: str, line: str) -> None:
    (problem,) = problems(text)
    assert problem.startswith(line)


def test_a_long_text_is_cut_in_the_sentence_about_it() -> None:
    (problem,) = problems(with_rule(f'iha_due = "{"x" * 300}"'))
    assert len(problem) < 120


# --- The kept document


@pytest.mark.parametrize("service", [DEFAULT, parse(DORSET)], ids=["BNSSG", "Dorset"])
def test_a_kept_document_gives_the_service_back(service: Service) -> None:
    kept = json.loads(json.dumps(to_document(service)))
    assert from_document(kept) == service


def test_a_kept_document_writes_out_defaults_and_of_an_la_only_what_differs() -> None:
    document = to_document(DEFAULT)
    assert list(document["rules"]) == list(KEYS)
    assert [la.get("rules") for la in document["las"]] == [
        None,
        None,
        {"notify_within": "48 hours"},
    ]


PERIODS = st.builds(Period, st.integers(1, 400), st.sampled_from(["days", "working days"]))
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "iha_due": PERIODS,
        "iha_target": st.integers(0, 100),
        "rha_on_time": st.sampled_from(["by_due_date", "within_month_due"]),
        "notify_within": st.builds(
            Period, st.integers(0, 9).map(lambda n: 24 * n), st.just("hours")
        ),
        "book_before_paperwork": st.booleans(),
        "offer_within": PERIODS,
        "visit_hours": st.builds(
            Hours,
            st.just(time(7, 5)),
            st.times(time(8), time(23)).map(lambda t: t.replace(second=0, microsecond=0)),
        ),
    },
)
SHARED = st.fixed_dictionaries(
    {},
    optional={
        "idle_lock": st.integers(1, 1440).map(lambda n: timedelta(minutes=n)),
        "closed_days": st.sets(st.dates(date(2000, 1, 1), date(2100, 1, 1)), max_size=3).map(
            lambda days: tuple(sorted(days))
        ),
        "iha_basis": st.sampled_from(["due", "entered"]),
    },
)


@given(CHANGES, SHARED, CHANGES)
def test_any_rules_survive_being_kept(
    common: dict[str, object], shared: dict[str, object], own: dict[str, object]
) -> None:
    rules = msgspec.structs.replace(Rules(), **common, **shared)
    la = LA("[/] \u202e=1", "838", "Ü", "", msgspec.structs.replace(rules, **own))
    service = Service("X", rules, (la,))
    assert from_document(json.loads(json.dumps(to_document(service)))) == service


# --- In words


def test_every_key_is_explained_in_one_sentence() -> None:
    described = describe(DEFAULT)
    assert [key for key, _, _ in described] == [*KEYS, "las", "las", "las"]
    for _, value, means in described:
        assert value
        assert means[0].isupper()
        assert means.endswith(".")
        assert ". " not in means


def test_a_setting_that_nothing_goes_by_yet_says_so_and_what_it_waits_for() -> None:
    described = {key: (value, means) for key, value, means in describe(DEFAULT)}
    assert described["idle_lock"] == (
        "10 minutes (not yet)",
        "A screen left alone so long locks itself; it takes effect with sign-in.",
    )
    assert {key for key, (value, _) in described.items() if value.endswith("(not yet)")} == {
        "offer_within",
        "frozen_within",
        "overdue_first",
        "oc2_under5",
        "idle_lock",
    }


def test_only_settings_that_nothing_reads_are_said_to_wait() -> None:
    code = [
        path.read_text(encoding="utf-8")
        for part in ("clanbook", "screens")
        for path in (Path(__file__).parents[1] / part).rglob("*.py")
        if path.parent.name != "settings"
    ]
    for name, key in KEYS.items():
        read = any(re.search(rf"\.{name}\b", text) for text in code)
        assert not (read and key.waits_for), name


def test_an_las_own_value_is_named() -> None:
    assert in_force(DEFAULT, "notify_within") == "72 hours (South Gloucestershire: 48 hours)"
    assert in_force(DEFAULT, "iha_due") == "28 days"
    assert in_force(DEFAULT, "closed_days") == "none"
    assert in_force(DEFAULT, "book_before_paperwork") == "yes"


def test_a_value_that_no_la_has_is_not_named() -> None:
    def one(value: str) -> str:
        return DEFAULT_TOML.replace('notify_within = "72 hours" ', f'notify_within = "{value}" ')

    own = one("5 working days").replace(
        'locality = "North Somerset"\n',
        'locality = "North Somerset"\n[las.rules]\nnotify_within = "24 hours"\n',
    )
    both = own.replace(
        'locality = "Bristol"\n',
        'locality = "Bristol"\n[las.rules]\nnotify_within = "72 hours"\n',
    )
    assert in_force(parse(own), "notify_within") == (
        "5 working days (North Somerset: 24 hours, South Gloucestershire: 48 hours)"
    )
    assert in_force(parse(both), "notify_within") == (
        "North Somerset: 24 hours, Bristol: 72 hours, South Gloucestershire: 48 hours"
    )


def test_a_stored_service_is_read_without_loading_toml_or_holidays() -> None:
    script = (
        "import sys; from clanbook.settings import *; from_document(to_document(DEFAULT));"
        "print([m for m in ('tomllib', 'holidays') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.stdout.strip() == "[]"
