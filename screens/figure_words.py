"""What the report's charts and figures are called on the screen, with where the board has them."""

from rich.cells import cell_len

from clanbook.figures import Chart, refusals

CHART_WORDS: dict[str, str] = {
    "accommodated": "Chart 1 Accommodated",
    "trend": "Chart 2 On time, by quarter",
    "iha": "Chart 3 IHAs required",
    "iha_exceptions": "Chart 4 IHAs missed, and why",
    "rha": "Chart 4 RHAs required",
    "rha_exceptions": "RHAs missed, and why",
    "refusals": "Refused by main reason",
    "uasc": "Chart 5 Unaccompanied (UASC)",
    "sdq": "Chart 6 SDQs",
    "profile": "Figures 1-3 In care at the end",
}
"""Headings, numbered as the board paper has them."""

_WORDS: dict[str, str] = {
    "total": "Total",
    "within_locality": "Placed within the locality",
    "out_of_area": "Placed out of area",
    "not_known": "Placement not known",
    "required": "Required",
    "required_0_4": "of them aged 0-4",
    "required_5_18": "of them aged 5-18",
    "on_time": "On time",
    "late": "Late",
    "refused": "Refused",
    "outstanding": "Outstanding",
    "not_yet_due": "Not yet due",
    "other_las_requested": "Requested by other LAs",
    "other_las_completed": "of those completed",
    "required_0_4_without_birth_date": "0-4 without a birth date",
    "required_5_18_without_birth_date": "5-18 without a birth date",
    "other_las_in_no_row": "Of other LAs, in no column",
    "missed": "Missed",
    "on_time_had_notice_been_on_time": "On time, had notice been",
    "accommodated": "Accommodated",
    "completed": "Completed in the quarter",
    "due": "Due to have one",
    "up_to_date": "Up to date",
    "age.under_1": "Under 1",
    "age.1_4": "1-4",
    "age.5_9": "5-9",
    "age.10_15": "10-15",
    "age.16_plus": "16 and over",
    "age.not_known": "Age not known",
    "sex.F": "Female",
    "sex.M": "Male",
    "sex.U": "Not known or other",
    "ethnic_group.not_known": "Ethnic group not known",
}

_REASONS: dict[str, str] = {
    "refused": "refused",
    "late_notification": "late notification",
    "no_consent": "no consent",
    "missing_or_away": "missing or away",
    "placement_move": "placement move",
    "not_taken_up": "not taken up",
    "out_of_area": "out of area",
    "clinic_cancelled": "clinic cancelled",
    "no_capacity": "no capacity",
    "unexplained": "unexplained",
}


def figure_words(key: str) -> str:
    """What a figure is called: `Late`, `Any: clinic cancelled`, `Primary: no capacity`."""
    if key in _WORDS:
        return _WORDS[key]
    part, _, name = key.partition(".")
    if part == "reasons":
        return f"Any: {_REASONS[name]}"
    if part == "primary":
        return f"Primary: {_REASONS[name]}"
    return refusals.words(key) if key in refusals.LAYOUT.keys else name


def value_words(chart: Chart, row: str, key: str) -> str:
    """A figure as it is shown: `16/17 94%` where there is a percentage of it, else a count."""
    if key not in chart.layout.percents.values():
        return str(chart.count(row, key))
    share = chart.share(row, key)
    percent = "-" if share.percent is None else f"{share.percent}%"
    return f"{share.n}/{share.d} {percent}"


def short_name(name: str, width: int) -> str:
    """A name in at most `width` cells where it can be: `North Somerset` as `N Somerset`."""
    words = name.split()
    if cell_len(name) <= width or len(words) < 2:
        return name
    return " ".join([*(word[0] for word in words[:-1]), words[-1]])
