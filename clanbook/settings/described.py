"""The settings in force in words: each with its value, the LAs that differ, and what it means."""

from clanbook.settings.keys import KEYS, Key
from clanbook.settings.service import Service

NOT_YET = " (not yet)"
"""Stands after the value of a setting that nothing goes by so far."""


def describe(service: Service) -> list[tuple[str, str, str]]:
    """Each key with its value in force and what it means in one sentence; then each LA."""
    rules = [
        (name, f"{in_force(service, name)}{NOT_YET if key.waits_for else ''}", _meaning(key))
        for name, key in KEYS.items()
    ]
    las = [
        (
            "las",
            ", ".join(text for text in (la.name, la.code, la.ecode) if text),
            f"A responsible LA, whose own locality is {la.locality}.",
        )
        for la in service.las
    ]
    return rules + las


def _meaning(key: Key) -> str:
    """What a setting means, and what it takes effect with where that is still to come."""
    waits = f"; it takes effect with {key.waits_for}" if key.waits_for else ""
    return f"{key.means[0].upper()}{key.means[1:]}{waits}."


def in_force(service: Service, key: str) -> str:
    """A rule's value for the service's LAs: `72 hours (South Gloucestershire: 48 hours)`."""
    texts = {la.name: KEYS[key].text(la.rules) for la in service.las}
    common = KEYS[key].text(service.rules)
    if len(set(texts.values())) <= 1:
        return next(iter(texts.values()), common)
    if common not in texts.values():
        return ", ".join(f"{name}: {text}" for name, text in texts.items())
    own = ", ".join(f"{name}: {text}" for name, text in texts.items() if text != common)
    return f"{common} ({own})"
