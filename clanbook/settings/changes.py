"""What another version of the settings changes, value by value, in words."""

from collections.abc import Iterator

import msgspec

from clanbook.settings.keys import KEYS
from clanbook.settings.reading import Given
from clanbook.settings.service import LA, Service

NONE = "none"
"""Stands for an LA, or a value of one, that is not there."""

_ABOUT = ("name", "locality", "ecode")


class SettingChange(msgspec.Struct, frozen=True):
    """One thing that another version changes: what, and its values before and now, in words.

    `left_out` is why it has the value it has now, where nobody gave it one: the file that the
    version is of leaves the setting out. Else it is empty.
    """

    what: str
    before: str
    now: str
    left_out: str = ""

    def __str__(self) -> str:
        """As it is told: `iha_due: 28 days -> 20 working days`."""
        why = f" ({self.left_out})" if self.left_out else ""
        return f"{self.what}: {self.before} -> {self.now}{why}"


def changes(before: Service, now: Service, given: Given | None = None) -> list[SettingChange]:
    """All that differs between two versions; none where they would be kept alike.

    `given` says which settings the file of the later one gives; without it none counts as left
    out.
    """
    return [*_of_service(before, now, given), *_of_las(before, now, given)]


def _of_service(before: Service, now: Service, given: Given | None) -> Iterator[SettingChange]:
    if before.name != now.name:
        yield SettingChange("name", before.name, now.name)
    for name, key in KEYS.items():
        if key.of(before.rules) != key.of(now.rules):
            left_out = given is not None and ("", name) not in given
            why = "the default: the file leaves it out" if left_out else ""
            yield SettingChange(name, key.text(before.rules), key.text(now.rules), why)


def _of_las(before: Service, now: Service, given: Given | None) -> Iterator[SettingChange]:
    was, are = ({la.code: la for la in service.las} for service in (before, now))
    for code, la in was.items():
        if code not in are:
            why = "" if given is None else "the file leaves it out"
            yield SettingChange("LA", _told(la), NONE, why)
    for code, la in are.items():
        if code in was:
            yield from _of_la(was[code], la, given)
        else:
            yield SettingChange("LA", NONE, _told(la))
        yield from _own_rules(was.get(code), la, before, now, given)
    order = [are[code].name for code in was if code in are]
    new_order = [la.name for la in now.las if la.code in was]
    if order != new_order:
        yield SettingChange("order of the LAs", ", ".join(order), ", ".join(new_order))


def _told(la: LA) -> str:
    return ", ".join(text for text in (la.name, la.code, la.ecode, la.locality) if text)


def _of_la(before: LA, now: LA, given: Given | None) -> Iterator[SettingChange]:
    """What changes about an LA itself."""
    for about in _ABOUT:
        was, is_now = getattr(before, about), getattr(now, about)
        if was != is_now:
            left_out = given is not None and (now.code, about) not in given
            why = "the default: the file leaves it out" if left_out else ""
            yield SettingChange(f"{about} of {before.name}", was or NONE, is_now or NONE, why)


def _own_rules(
    was: LA | None, la: LA, before: Service, now: Service, given: Given | None
) -> Iterator[SettingChange]:
    """What changes in the rules that an LA has of its own, other than the service's."""
    for name in KEYS:
        old = None if was is None else _own(was, before, name)
        new = _own(la, now, name)
        if old != new:
            left_out = given is not None and new is None and (la.code, name) not in given
            said = (old or _services(before, name), new or _services(now, name))
            why = "the file leaves it out" if left_out else ""
            yield SettingChange(f"{name} of {la.name}", *said, why)


def _services(service: Service, name: str) -> str:
    return f"as the service, {KEYS[name].text(service.rules)}"


def _own(la: LA, service: Service, name: str) -> str | None:
    """An LA's own value of a rule, in words; None where it has the service's."""
    key = KEYS[name]
    return None if key.of(la.rules) == key.of(service.rules) else key.text(la.rules)
