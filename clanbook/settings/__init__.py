"""The service: its LAs, localities and the rules in force, from a TOML file, validated, explained.

Everything a service may decide for itself is a key of `[rules]`; an LA may have its own value
under `[las.rules]`. The store keeps settings as a document; a new version replaces the old.
"""

from clanbook.settings.changes import SettingChange, changes
from clanbook.settings.defaults import DEFAULT, DEFAULT_TOML
from clanbook.settings.described import describe, in_force
from clanbook.settings.reading import (
    Given,
    SettingsError,
    from_document,
    parse,
    parse_given,
    to_document,
)
from clanbook.settings.service import LA, Period, Rules, Service

__all__ = [
    "DEFAULT",
    "DEFAULT_TOML",
    "LA",
    "Given",
    "Period",
    "Rules",
    "Service",
    "SettingChange",
    "SettingsError",
    "changes",
    "describe",
    "from_document",
    "in_force",
    "parse",
    "parse_given",
    "to_document",
]
