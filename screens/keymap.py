"""The file in which a person gives acts other keys: TOML, an act's id = "key" or ["key", ...]."""

import re
from collections.abc import Mapping
from pathlib import Path

from screens.acts import act, key_shown, usual_keys

Keys = Mapping[str, tuple[str, ...]]
"""The keys of each act, by the act's id."""

_NAMED = {"esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "return": "enter"}
_PLAIN = {"enter", "escape", "tab", "shift+tab", "space", "insert", "delete", "pageup", "pagedown"}
_CONTROL = re.compile(r"ctrl\+[a-gklnopqr-z]")
_FUNCTION = re.compile(r"f([1-9]|1[0-2])")
_CURSOR = {"up", "down", "left", "right", "home", "end", "backspace"}


def keys_file() -> Path:
    """Where this person's keys are kept."""
    import platformdirs

    return Path(platformdirs.user_config_dir("clanbook", appauthor=False)) / "keys.toml"


def read(path: Path) -> tuple[Keys, list[str]]:
    """The keys in force with the file at `path`, and a sentence for each mistake in it.

    A line with a mistake is as if it were not there; the others hold. No file is no mistake.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return usual_keys(), []
    except (OSError, UnicodeDecodeError) as error:
        return usual_keys(), [f"{path.name} cannot be read ({error}); the usual keys hold."]
    # Most people have no such file: the start need not wait for what reads it.
    import tomllib

    try:
        return _settled(tomllib.loads(text), path.name)
    except tomllib.TOMLDecodeError as error:
        return usual_keys(), [f"{path.name} is not TOML: {error}; the usual keys hold."]


def _settled(document: Mapping[str, object], name: str) -> tuple[Keys, list[str]]:
    """The usual keys with the good lines of the file in their place."""
    wanted: dict[str, tuple[str, ...]] = {}
    mistakes = []
    for line, value in document.items():
        try:
            wanted[act(line).id] = _keys_of(value)
        except KeyError:
            mistakes.append(f"{name}: there is no act {line!r}; clanbook keys lists them.")
        except ValueError as error:
            mistakes.append(f"{name}: {line}: {error}; its usual keys hold.")
    while clash := _first_clash(wanted):
        loser, key, other = clash
        del wanted[loser]
        mistakes.append(
            f"{name}: {loser}: {key_shown(key)} is already the key of {other}; its usual keys hold."
        )
    return {**usual_keys(), **wanted}, mistakes


def _keys_of(value: object) -> tuple[str, ...]:
    """The keys a line names; ValueError says which cannot be one."""
    named = [value] if isinstance(value, str) else value
    if not isinstance(named, list) or not named:
        raise ValueError('give a key such as "f5", or several as ["f5", "g"]')
    return tuple(dict.fromkeys(_key(text) for text in named))


def _key(text: object) -> str:
    """A key by the name it arrives under; ValueError where none arrives by that name."""
    if not isinstance(text, str):
        raise ValueError(f"{text!r} is not a key")
    if len(text) == 1 and "!" <= text <= "~" and text != ",":
        return text
    key = _NAMED.get(text.strip().lower(), text.strip().lower())
    if key in _PLAIN or _FUNCTION.fullmatch(key) or _CONTROL.fullmatch(key):
        return key
    if key in _CURSOR:
        raise ValueError(f"{text!r} moves the cursor and can do nothing else")
    raise ValueError(f"{text!r} is not a key that every terminal sends")


def _first_clash(wanted: Keys) -> tuple[str, str, str] | None:
    """An act whose wanted key another holds: the act, the key, the other. The last line loses."""
    held = {**usual_keys(), **wanted}
    for loser in reversed(list(wanted)):
        for other, keys in held.items():
            shared = set(wanted[loser]) & set(keys)
            if other != loser and shared and _meet(loser, other):
                return loser, min(shared), other
    return None


def _meet(one: str, other: str) -> bool:
    """Whether there is a place where both acts are known."""
    here, there = act(one).places, act(other).places
    return not here or not there or bool(here & there)
