"""The codes a notification is filled in with, each with the words clerks know it by."""

from clanbook.records import ConsentBy, Sex

SEXES: tuple[tuple[Sex, str], ...] = ((Sex.F, "Female"), (Sex.M, "Male"), (Sex.U, "Unknown"))

PREFERRED: tuple[tuple[Sex, str], ...] = ((Sex.F, "A woman"), (Sex.M, "A man"))

CONSENT_BY: tuple[tuple[ConsentBy, str], ...] = (
    (ConsentBy.YOUNG_PERSON, "Young person"),
    (ConsentBy.PARENT, "Parent"),
    (ConsentBy.LA, "LA"),
    (ConsentBy.COURT, "Court"),
    (ConsentBy.CARER, "Carer"),
)

_ETHNICITIES = {
    "WBRI": "White British",
    "WIRI": "White Irish",
    "WIRT": "Traveller of Irish heritage",
    "WROM": "Gypsy or Roma",
    "WOTH": "Any other White",
    "MWBC": "White and Black Caribbean",
    "MWBA": "White and Black African",
    "MWAS": "White and Asian",
    "MOTH": "Any other mixed",
    "AIND": "Indian",
    "APKN": "Pakistani",
    "ABAN": "Bangladeshi",
    "AOTH": "Any other Asian",
    "CHNE": "Chinese",
    "BCRB": "Black Caribbean",
    "BAFR": "Black African",
    "BOTH": "Any other Black",
    "OOTH": "Any other ethnic group",
    "REFU": "Refused to say",
    "NOBT": "Not obtained yet",
}

_LEGAL_STATUSES = {
    "C1": "Interim care order",
    "C2": "Full care order",
    "D1": "Freeing order",
    "E1": "Placement order",
    "J1": "Remanded",
    "J2": "In LA accommodation under PACE",
    "J3": "Sentenced, residence required",
    "L1": "Police protection",
    "L2": "Emergency protection order",
    "L3": "Child assessment order",
    "V2": "Section 20",
    "V3": "Short breaks, cap on each",
    "V4": "Short breaks, a series",
}


def _coded(words: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Codes with what is shown and typed for each: `C2 Full care order`."""
    return tuple((code, f"{code} {word}") for code, word in words.items())


ETHNICITIES = _coded(_ETHNICITIES)
"""Every ethnicity code of the SSDA903 (RULES 10)."""

LEGAL_STATUSES = _coded(_LEGAL_STATUSES)
"""The usual legal statuses of the SSDA903; any other text is taken too."""
