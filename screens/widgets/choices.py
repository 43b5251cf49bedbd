"""Which of some choices is meant by what was typed: a number, a word, its beginning, initials."""

from collections.abc import Iterator, Sequence

from screens.widgets.field import quoted


def matching(words: Sequence[str], typed: str) -> list[int]:
    """The places of the words that may be meant; all of them where nothing is typed.

    The surest reading that finds any counts: the word itself, its number (from 1), its beginning,
    its initials, the beginning of a word in it.
    """
    wanted = typed.casefold().strip()
    for reading in _readings(words, wanted):
        if reading:
            return reading
    return []


def _readings(words: Sequence[str], wanted: str) -> Iterator[list[int]]:
    """The places each way of reading finds, the surest first."""
    folded = [word.casefold() for word in words]
    parts = [word.replace("-", " ").replace("/", " ").split() for word in folded]
    yield [place for place, word in enumerate(folded) if word == wanted]
    yield [place for place in range(len(words)) if str(place + 1) == wanted]
    yield [place for place, word in enumerate(folded) if word.startswith(wanted)]
    yield [place for place, some in enumerate(parts) if _initials(some).startswith(wanted)]
    yield [place for place, some in enumerate(parts) if any(p.startswith(wanted) for p in some)]


def _initials(parts: Sequence[str]) -> str:
    return "".join(part[0] for part in parts)


def chosen(words: Sequence[str], typed: str) -> int | None:
    """The place of the one word that is meant; None where none is.

    Raises:
        ValueError: one sentence, where several may be meant.
    """
    places = matching(words, typed)
    if len(places) > 1:
        some = " or ".join(f"{place + 1} {words[place]}" for place in places[:3])
        raise ValueError(f"{quoted(typed)} may be {some}: type more of it, or its number.")
    return places[0] if places else None
