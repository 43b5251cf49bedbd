"""The settings a new store begins with: BNSSG's (seed), as a file and as a value."""

import msgspec

from clanbook.settings.service import LA, Period, Rules, Service

DEFAULT_TOML = """\
name = "BNSSG"

[rules]
iha_due = "28 days"            # or "20 working days"
iha_basis = "due"              # or "entered"
iha_target = 90                # percent
rha_target = 90
rha_age_basis = "at_due"       # or "at_last"
rha_on_time = "by_due_date"    # or "within_month_due"
notify_within = "72 hours"     # or "48 hours", "5 working days"
offer_within = "13 days"
book_before_paperwork = true
paperwork_within = "10 days"
report_within = "5 working days"
protected_release = "7 days"
frozen_within = "7 days"       # bookings this near never move
overdue_first = 0              # slots a week kept for those already overdue
visit_hours = "08:00-20:00"    # a visit at another time asks the reason
oc2_under5 = "all_due"         # or "any"
idle_lock = "10 minutes"       # takes effect with sign-in
closed_days = []               # such as [2026-12-24]

[[las]]
name = "North Somerset"
code = 802
locality = "North Somerset"

[[las]]
name = "Bristol"
code = 801
locality = "Bristol"

[[las]]
name = "South Gloucestershire"
code = 803
locality = "South Gloucestershire"

[las.rules]
notify_within = "48 hours"
"""
"""The settings file of BNSSG, which `DEFAULT` is the value of."""

KNOWN_ECODES = {
    "800": "E06000022",
    "801": "E06000023",
    "802": "E06000024",
    "803": "E06000025",
}
"""LA code -> ONS code of the LAs around Bristol, for files that give no `ecode` (RULES 1)."""


def _la(name: str, code: str, rules: Rules) -> LA:
    return LA(name, code, name, KNOWN_ECODES[code], rules)


_RULES = Rules()

DEFAULT = Service(
    "BNSSG",
    _RULES,
    (
        _la("North Somerset", "802", _RULES),
        _la("Bristol", "801", _RULES),
        _la(
            "South Gloucestershire",
            "803",
            msgspec.structs.replace(_RULES, notify_within=Period(48, "hours")),
        ),
    ),
)
"""BNSSG as it was in 2018 (seed)."""
