"""Settings from a TOML file or a stored document, every mistake named by its key; and back."""

import difflib
import re
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from clanbook.settings.defaults import KNOWN_ECODES
from clanbook.settings.keys import KEYS
from clanbook.settings.service import LA, Rules, Service, identity

_TOP = ("name", "rules", "las")
_OF_AN_LA = ("name", "code", "locality", "ecode", "rules")
_TOTAL_ROW = "total"

_CODE = re.compile(r"[1-9]\d\d", re.ASCII)
_ECODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
_WHERE = re.compile(r"(?P<what>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|.*)\)")


class SettingsError(ValueError):
    """Settings with mistakes; `problems` has one sentence for each, with its key or line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


Given = frozenset[tuple[str, str]]
"""Which settings a file gives: of the service ("", key), of an LA (its code, key)."""


def parse(text: str) -> Service:
    """Read a settings file; raises SettingsError with all its mistakes."""
    return parse_given(text)[0]


def parse_given(text: str) -> tuple[Service, Given]:
    """Read a settings file, and which settings it gives; raises SettingsError as `parse` does."""
    document = _read(text)
    return from_document(document), _given(document)


def _given(document: Mapping[str, Any]) -> Given:
    """What a document without mistakes gives."""
    keys = [("", name) for name in document.get("rules", {})]
    for table in document["las"]:
        code = f"{table['code']}"
        keys += [(code, name) for name in (*table, *table.get("rules", {}))]
    return frozenset(keys)


def _read(text: str) -> dict[str, Any]:
    """The document of a settings file."""
    import tomllib

    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as mistake:
        raise SettingsError([_syntax(str(mistake), text)]) from None
    except RecursionError:
        raise SettingsError(["the file is nested too deeply: see the settings shown"]) from None


def from_document(document: Mapping[str, Any]) -> Service:
    """The service in a document as `to_document` makes it; raises SettingsError."""
    reading = _Reading()
    service = reading.service(document)
    if reading.problems:
        raise SettingsError(reading.problems)
    return service


def to_document(service: Service) -> dict[str, Any]:
    """What the store keeps: JSON values; every rule of the service, of an LA those that differ.

    Defaults are written out: a kept version means the same when a later program has others.
    """
    return {
        "name": service.name,
        "rules": {name: key.write(key.of(service.rules)) for name, key in KEYS.items()},
        "las": [_la_document(la, service.rules) for la in service.las],
    }


def _la_document(la: LA, common: Rules) -> dict[str, Any]:
    own = {
        name: key.write(key.of(la.rules))
        for name, key in KEYS.items()
        if key.of(la.rules) != key.of(common)
    }
    about = {"name": la.name, "code": la.code, "locality": la.locality, "ecode": la.ecode}
    return {**about, "rules": own} if own else about


def _syntax(message: str, text: str) -> str:
    """What is wrong with the TOML, its line first."""
    found = _WHERE.fullmatch(message)
    if found is None:
        return f"the file is not TOML: {message}"
    line = found["line"]
    where = (
        f"line {line}, column {found['column']}" if line else f"line {_last_line(text)}, its end"
    )
    return f"{where}: not TOML: {found['what'][:1].lower()}{found['what'][1:]}"


def _last_line(text: str) -> int:
    return text.rstrip().count("\n") + 1


class _Reading:
    """One reading of a document, noting each mistake and going on to find the rest."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def service(self, document: Mapping[str, Any]) -> Service:
        self._unknown(document, _TOP, "")
        name = self._text(document, "name", "")
        rules = self._rules(document.get("rules", {}), "", Rules(), of_la=False)
        tables = document.get("las", [])
        if not isinstance(tables, list) or not tables:
            self.problems.append("las: there is no LA: write a [[las]] table for each")
            tables = []
        las = tuple(self._la(table, number, rules) for number, table in enumerate(tables, 1))
        self._each_known_by_its_own(las)
        return Service(name, rules, las)

    def _la(self, table: Any, number: int, common: Rules) -> LA:
        where = f"[[las]] {number}, "
        if not isinstance(table, dict):
            self.problems.append(f"las: its item {number} is not a [[las]] table")
            return LA("", "", "", "", common)
        if isinstance(table.get("name"), str) and table["name"].strip():
            where = f"[[las]] {number} ({_cut(table['name'].strip())}), "
        self._unknown(table, _OF_AN_LA, where)
        name = self._text(table, "name", where)
        code = self._code(table, where)
        return LA(
            name,
            code,
            self._text(table, "locality", where),
            self._ecode(table, where) or KNOWN_ECODES.get(code, ""),
            self._rules(table.get("rules", {}), where, common, of_la=True),
        )

    def _rules(self, table: Any, where: str, common: Rules, *, of_la: bool) -> Rules:
        """The common rules with those of a table on top."""
        if not isinstance(table, dict):
            self.problems.append(f"{where}rules: {_shown(table)} is not a table of rules")
            return common
        self._unknown(table, KEYS, f"{where}rules.")
        changes = {}
        for name, key in ((name, KEYS[name]) for name in table if name in KEYS):
            if of_la and key.service_wide:
                self._wrong(f"{where}rules.{name}", f"belongs under [rules]: {key.service_wide}")
                continue
            try:
                changes[name] = key.read(table[name])
            except ValueError as mistake:
                self._wrong(f"{where}rules.{name}", f"{_shown(table[name])} {mistake}")
        return msgspec.structs.replace(common, **changes)

    def _text(self, table: Mapping[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        if isinstance(value, str) and value.strip():
            if key == "name" and where and identity(value) == _TOTAL_ROW:
                self._wrong(
                    f"{where}{key}", f"{_shown(value)} is the name of the report's last row"
                )
            return value.strip()
        said = "is missing" if value is None else f"{_shown(value)} is not a text"
        self._wrong(f"{where}{key}", f'{said}: write {key} = "…"')
        return ""

    def _code(self, table: Mapping[str, Any], where: str) -> str:
        value = table.get("code")
        if value is None:
            self._wrong(f"{where}code", "is missing: write the LA's three digits, code = 801")
        elif isinstance(value, bool | float) or not _CODE.fullmatch(f"{value}"):
            self._wrong(f"{where}code", f"{_shown(value)} is not the three digits of an LA")
        else:
            return f"{value}"
        return ""

    def _ecode(self, table: Mapping[str, Any], where: str) -> str:
        value = table.get("ecode", "")
        if value == "" or (isinstance(value, str) and _ECODE.fullmatch(value.strip().upper())):
            return str(value).strip().upper()
        self._wrong(f"{where}ecode", f"{_shown(value)} is not a code such as E06000023")
        return ""

    def _each_known_by_its_own(self, las: tuple[LA, ...]) -> None:
        """Refuse a code or name that two LAs share: a child would be either's."""
        owner: dict[str, int] = {}
        for number, la in enumerate(las, 1):
            # The ONS code comes last: that of a code that two LAs share is no second mistake.
            for key, text in (("code", la.code), ("name", la.name), ("ecode", la.ecode)):
                first = owner.setdefault(identity(text), number) if text else number
                if first != number:
                    self._wrong(f"[[las]] {number}, {key}", f"{_shown(text)} is [[las]] {first}'s")
                    break

    def _unknown(self, table: Mapping[str, Any], known: Iterable[str], where: str) -> None:
        known = tuple(known)
        for name in table:
            if name not in known:
                near = difflib.get_close_matches(name, known, 1)
                advice = f": did you mean {near[0]}?" if near else f": known are {', '.join(known)}"
                self._wrong(f"{where}{_cut(name)}", f"is not a setting{advice}")

    def _wrong(self, key: str, what: str) -> None:
        self.problems.append(f"{key}: {what}")


def _shown(value: Any) -> str:
    """A value as it stands in the file, cut where it is long."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f'"{_cut(value)}"' if isinstance(value, str) else _cut(f"{value}")


def _cut(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:40]}…"
