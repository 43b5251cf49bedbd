"""Narrowing a list finds what looking at every row would find, however it is cut into stretches."""

from hypothesis import given
from hypothesis import strategies as st

from screens.widgets.narrowing import Haystack, Narrowing, words

rows = st.lists(st.text(alphabet="abAB ", max_size=6), max_size=40)
typings = st.lists(
    st.tuples(st.text(alphabet="abAB ", max_size=4), st.lists(st.integers(1, 9), max_size=4)),
    min_size=1,
    max_size=5,
)


def found(texts: list[str], typed: str) -> list[int]:
    wanted = typed.lower().split()
    return [at for at, text in enumerate(texts) if all(word in text.lower() for word in wanted)]


@given(rows, typings)
def test_any_way_of_typing_finds_the_rows_that_hold_the_words(
    texts: list[str], typings: list[tuple[str, list[int]]]
) -> None:
    narrowing = Narrowing(Haystack(len(texts), texts.__getitem__), ())
    for typed, stretches in typings:
        narrowing = narrowing.narrowed(words(typed))
        for stretch in stretches:
            narrowing.advance(stretch)
            assert narrowing.places == found(texts, typed)[: len(narrowing.places)]
    while not narrowing.complete:
        narrowing.advance(3)
    assert narrowing.places == found(texts, typings[-1][0])


@given(rows, st.integers(0, 39))
def test_looking_up_to_a_row_finds_all_before_it(texts: list[str], place: int) -> None:
    narrowing = Narrowing(Haystack(len(texts), texts.__getitem__), ("a",))
    narrowing.advance_to(place)
    wanted = [at for at in found(texts, "a") if at <= place]
    assert [at for at in narrowing.places if at <= place] == wanted


def test_a_row_is_made_once_however_much_is_typed() -> None:
    made: list[int] = []

    def text_of(place: int) -> str:
        made.append(place)
        return "SMITH"

    narrowing = Narrowing(Haystack(5, text_of), ())
    for typed in ("s", "sm", "smi", "x", "s"):
        narrowing = narrowing.narrowed(words(typed))
        narrowing.advance(100)
    assert made == [0, 1, 2, 3, 4]


def test_more_letters_look_among_what_was_found() -> None:
    haystack = Haystack(1000, lambda place: f"row {place}")
    first = Narrowing(haystack, ("99",))
    first.advance(2000)
    assert len(tuple(first.candidates())) == 19
