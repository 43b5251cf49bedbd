"""The settings in force in words: each with its value, the LAs that differ, and what it means."""

from clanbook.settings.keys import KEYS
from clanbook.settings.service import Service


def describe(service: Service) -> list[tuple[str, str, str]]:
    """Each key with its value in force and what it means in one sentence; then each LA."""
    rules = [
        (name, in_force(service, name), f"{key.means[0].upper()}{key.means[1:]}.")
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
