"""How alike two people's names sound and two dates of birth are: who may be known already.

The key of a name is a small phonetic one, made for names as they are written in England: those
said alike share it (Clark and Clarke, Phillips and Philips, Reid and Read). It finds and orders,
and shows why; nobody is ever merged by it (RULES 5).
"""

import re
import unicodedata
from datetime import date
from enum import IntEnum
from functools import lru_cache
from itertools import takewhile
from operator import eq

SHORTEST_BEGINNING = 2
"""From how many letters on the beginning of a name says anything."""

SHORTEST_SLIP = 5
"""From how many letters on a name one slip away is taken for the same, mistyped."""


class NameLikeness(IntEnum):
    """How alike two names are, the more the higher."""

    NONE = 0
    BEGINS = 1
    SOUNDS = 2
    SAME = 3


class BirthLikeness(IntEnum):
    """How alike two dates of birth are, the more the higher."""

    NONE = 0
    SLIP = 1
    SAME = 2


# --- Names

_APOSTROPHES = re.compile("['’‘`´]")
_NO_LETTERS = re.compile(r"[\W\d_]+")
_WHOLE_LETTERS = str.maketrans({"Ø": "O", "Đ": "D", "Ł": "L", "Æ": "AE", "Œ": "OE", "Þ": "TH"})

_SAID = tuple(
    (re.compile(pattern), said)
    for pattern, said in (
        # How names begin
        (r"^MC|^MAC(?=[^AEIOUYKH])|^MACK?(?=H?[AIOU]|EN)", "MK"),
        (r"^[KGP]N", "N"),
        (r"^WR", "R"),
        (r"^PS|^X", "S"),
        (r"^GEO|^G(?=E[RM])", "J"),
        (r"^S(?=[EI]AN)", "x"),
        # Groups of letters that are said as one
        (r"SCH(?=[OR])", "SK"),
        (r"CH(?=[LRT]|AEL|EAL|OLA)", "K"),
        (r"(?<=SHE)PH", "P"),
        (r"T?S?CH|SH", "x"),
        (r"PH|V", "F"),
        (r"TH(?=O?M)", "T"),
        (r"(?<=M)[PB](?=[BST]|$)", ""),
        (r"(?<=N)ST(?=[OE]N)", "S"),
        (r"T?TH", "0"),
        (r"(?<=[AEIOU])GH", ""),
        (r"D?G(?=[EI])", "J"),
        # Letters that are said like others
        (r"C(?=[EIY])|Z", "S"),
        (r"C?X", "KS"),
        (r"C?[CKQ]", "K"),
    )
)
"""What is said for what is written, in this order. `x` stands for sh and ch, `0` for th."""

_NOT_SAID = re.compile(r"(?<=.)[AEIOUYHW]")
_FIRST_VOWEL = re.compile("^[AEIOUY]")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65_536)
def letters(name: str) -> str:
    """The name in plain capitals, its parts one space apart: `D'Arcy-Müller`, `DARCY MULLER`."""
    whole = _APOSTROPHES.sub("", name).upper().translate(_WHOLE_LETTERS)
    unaccented = unicodedata.normalize("NFKD", whole)
    kept = "".join(c for c in unaccented if not unicodedata.combining(c))
    return _NO_LETTERS.sub(" ", kept).strip()


@lru_cache(maxsize=65_536)
def sound(name: str) -> str:
    """The key of how a name is said: the same for names said alike, empty where it has no letters.

    The consonants as they are heard, and the first letter; any vowel that begins a name is `A`.
    """
    return _NOT_SAID.sub("", _FIRST_VOWEL.sub("A", _heard(name)))


@lru_cache(maxsize=65_536)
def _heard(name: str) -> str:
    """The name as it is said, vowels and all."""
    heard = letters(name).replace(" ", "")
    for written, said in _SAID:
        heard = written.sub(said, heard)
    return _DOUBLED.sub(r"\1", heard)


def names_alike(typed: str, known: str, shortest: int = SHORTEST_BEGINNING) -> NameLikeness:
    """How alike a name as typed so far is to one that is known.

    `SOUNDS` where they are said alike, also by one part of a double-barrelled name, or one slip
    of the keyboard apart; `BEGINS` where the known one begins as the typed one does, in `shortest`
    letters or more.
    """
    ours, theirs = letters(typed), letters(known)
    if not ours or not theirs:
        return NameLikeness.NONE
    if ours == theirs:
        return NameLikeness.SAME
    if _said_alike(ours, theirs) or _mistyped(ours, theirs):
        return NameLikeness.SOUNDS
    begins = len(ours) >= shortest and f" {theirs}".find(f" {ours}") >= 0
    return NameLikeness.BEGINS if begins else NameLikeness.NONE


def _said_alike(ours: str, theirs: str) -> bool:
    if _same_sound(ours, theirs):
        return True
    if " " not in ours + theirs:
        return False
    return any(_same_sound(mine, part) for mine in ours.split() for part in theirs.split())


def _same_sound(one: str, other: str) -> bool:
    """Whether two names share a key; where that is one consonant, their vowels tell them apart.

    Mya and Mia are alike, and so are Lee and Leigh; Mya and Mae are not.
    """
    key = sound(one)
    if key != sound(other) or len(key) > 1:
        return key == sound(other)
    mine, theirs = _heard(one), _heard(other)
    return mine == theirs or one_slip(mine, theirs)


def _mistyped(ours: str, theirs: str) -> bool:
    return min(len(ours), len(theirs)) >= SHORTEST_SLIP and one_slip(ours, theirs)


def one_slip(one: str, other: str) -> bool:
    """Whether one letter too many, too few or wrong, or two swapped, lies between two texts."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    if one[:1] != other[:1] and one[-1:] != other[-1:] and len(one) + len(other) > 4:
        return False
    start = _agreeing(one, other)
    one, other = one[start:], other[start:]
    end = _agreeing(one[::-1], other[::-1])
    one, other = one[: len(one) - end], other[: len(other) - end]
    return max(len(one), len(other)) == 1 or (len(one) == 2 and one == other[::-1])


def _agreeing(one: str, other: str) -> int:
    """How many letters two texts begin with in common."""
    return sum(takewhile(bool, map(eq, one, other)))


# --- Births


def births_alike(one: date | None, other: date | None) -> BirthLikeness:
    """How alike two dates of birth are; `SLIP` is one digit, two swapped, or day for month."""
    if one is None or other is None:
        return BirthLikeness.NONE
    if one == other:
        return BirthLikeness.SAME
    crossed = (one.year, one.month, one.day) == (other.year, other.day, other.month)
    return BirthLikeness.SLIP if crossed or _misdated(one, other) else BirthLikeness.NONE


def _misdated(one: date, other: date) -> bool:
    """Whether the day, the month or the year, and only that, is a slip of the other's."""
    pairs = ((one.day, other.day), (one.month, other.month), (one.year, other.year))
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    return len(differing) == 1 and one_slip(f"{differing[0][0]:02}", f"{differing[0][1]:02}")
