"""What holds of every file: the same again changes nothing, and the order of rows is free."""

from datetime import date, timedelta
from functools import partial
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from clanbook.exchange.merging import Effect, in_order, merge
from clanbook.exchange.reading import Row
from tests.exchange.fake import FakeKeeper, a_file, contents, read_text

FIRST = date(2016, 1, 1)
Cells = dict[str, str]

texts = st.sampled_from(["", "-", "[/]", "[bold]x", "\x1b[0m", "=1+1", "x" * 300, "O'Brien", "é"])
flags = st.sampled_from(["", "-", "yes", "no"])
days = st.integers(0, 900).map(lambda n: FIRST + timedelta(n))
maybe_days = st.one_of(st.sampled_from(["", "-"]), days.map(str))


def _not_years_before(start: date, notified: str) -> bool:
    """Whether a row may say so: nobody is announced more than a year before they come."""
    return notified in ("", "-") or date.fromisoformat(notified) > start - timedelta(365)


@st.composite
def episodes(draw: st.DrawFn, child_id: str) -> list[Cells]:
    """The notifications of a child's successive episodes, the last perhaps still open."""
    limits = sorted(draw(st.lists(days, min_size=2, max_size=6, unique=True)))
    starts, ends = limits[::2], [*map(str, limits[1::2]), ""]
    return [
        {
            "la": "801",
            "child_id": child_id,
            "entered_care": str(start),
            "left_care": end,
            "consent": draw(maybe_days.filter(lambda cell: cell != "-")),
            "placed_in": draw(texts),
            "do_not_disclose": draw(flags),
            "notified": draw(maybe_days.filter(partial(_not_years_before, start))),
            "legal_status": draw(st.sampled_from(["", "-", "C2", "v4"])),
        }
        for start, end in zip(starts, ends, strict=False)
    ]


@st.composite
def assessments(draw: st.DrawFn, child_id: str) -> list[Cells]:
    """Assessments of a child, each with a ref of its own."""
    return [
        {
            "la": "801",
            "child_id": child_id,
            "ref": f"{child_id}-{number}",
            "kind": draw(st.sampled_from(["IHA", "RHA", "ADOPTION"])),
            "requested": draw(maybe_days),
            "completed": draw(maybe_days),
            "refused_on": draw(maybe_days),
            "clinical_need": draw(texts),
        }
        for number in range(draw(st.integers(0, 4)))
    ]


@st.composite
def caseloads(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """The rows of a notifications file and of an assessments file about the same children."""
    names = [f"C{n}" for n in range(draw(st.integers(1, 3)))]
    notified = [row for name in names for row in draw(episodes(name))]
    assessed = [row for name in names for row in draw(assessments(name))]
    first = read_text("notifications", a_file(*notified))
    second = read_text("assessments", a_file(*assessed)) if assessed else None
    assert not first.rejected
    assert second is None or not second.rejected
    return first.rows, second.rows if second else []


def merge_all(keeper: FakeKeeper, rows: list[tuple[str, Row]]) -> list[Effect]:
    return [merge(kind, row, keeper) for kind, row in rows]


@settings(max_examples=60, deadline=None)
@given(caseloads())
def test_the_same_files_again_change_nothing(caseload: tuple[list[Row], list[Row]]) -> None:
    notified, assessed = caseload
    rows = [("notifications", row) for row in in_order("notifications", notified)]
    rows += [("assessments", row) for row in assessed]
    keeper = FakeKeeper()
    assert set(merge_all(keeper, rows)) == {Effect.ADDED}
    writes = keeper.writes
    assert set(merge_all(keeper, rows)) == {Effect.UNCHANGED}
    assert keeper.writes == writes


@settings(max_examples=60, deadline=None)
@given(caseloads(), st.randoms(use_true_random=False))
def test_rows_of_different_keys_may_come_in_any_order(
    caseload: tuple[list[Row], list[Row]], random: Random
) -> None:
    notified, assessed = caseload
    in_turn = FakeKeeper()
    merge_all(in_turn, [("notifications", row) for row in notified])
    merge_all(in_turn, [("assessments", row) for row in assessed])
    shuffled = FakeKeeper()
    # Each child must be notified once before anything else is known of them.
    heads = {row.values["child_id"]: row for row in random.sample(notified, len(notified))}
    rows = [("notifications", row) for row in notified if row not in heads.values()]
    rows += [("assessments", row) for row in assessed]
    random.shuffle(rows)
    merge_all(shuffled, [("notifications", row) for row in heads.values()] + rows)
    assert contents(shuffled) == contents(in_turn)
