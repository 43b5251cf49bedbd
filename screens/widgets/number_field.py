"""Numbers: how many of something, and the NHS number."""

import re
from typing import Unpack

from clanbook.reports.text import nhs_number
from screens.widgets.field import Field, FieldOptions, quoted

_WHOLE = re.compile(r"[0-9]{1,9}")
_NOBODY = "0000000000"


class NumberField(Field[int]):
    """A whole number from `low` to `high`."""

    def __init__(
        self,
        name: str,
        label: str,
        *,
        low: int = 0,
        high: int = 999_999_999,
        **options: Unpack[FieldOptions],
    ) -> None:
        """An empty number."""
        options = {"hint": f"{low} to {high}", "width": len(str(high)) + 1, **options}

        def read(text: str) -> int:
            if not _WHOLE.fullmatch(text) or not low <= int(text) <= high:
                raise ValueError(f"{quoted(text)} is not a whole number from {low} to {high}.")
            return int(text)

        super().__init__(name, label, read=read, **options)


class NHSNumberField(Field[str]):
    """An NHS number, its check digit looked at; shown in its groups: `999 123 4567`."""

    def __init__(self, name: str, label: str, **options: Unpack[FieldOptions]) -> None:
        """An empty number."""
        options = {"hint": "ten digits", "width": 13, **options}
        super().__init__(
            name, label, read=read_nhs_number, show=nhs_number, answer=nhs_number, **options
        )


def read_nhs_number(text: str) -> str:
    """Read an NHS number as its ten digits; ValueError, one sentence, where it cannot be one."""
    from stdnum.exceptions import InvalidChecksum, ValidationError
    from stdnum.gb import nhs

    try:
        digits = str(nhs.validate(text))
    except InvalidChecksum:
        raise ValueError(
            f"{quoted(text)} has a wrong digit: check it against the letter."
        ) from None
    except ValidationError:
        raise ValueError(f"{quoted(text)} is not an NHS number: it has ten digits.") from None
    # Ten noughts pass the check, and stand for "none" in many systems.
    if digits == _NOBODY:
        raise ValueError("That is nobody's number: leave the field empty.")
    return digits
