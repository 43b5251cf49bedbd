"""The ids of slots and bookings as people type them and scripts keep them (CONTRACT)."""

import re

_SLOT_ID = re.compile(r"S([1-9]\d{0,17})-(0|[1-9]\d{0,8})", re.ASCII | re.IGNORECASE)
_BOOKING_ID = re.compile(r"B([1-9]\d{0,17})", re.ASCII | re.IGNORECASE)


def slot_id(session: int, index: int) -> str:
    """The id of a session's slot: `S12-3`."""
    return f"S{session}-{index}"


def parse_slot_id(text: str) -> tuple[int, int]:
    """The session's number and the slot's index in a slot id.

    Raises:
        ValueError: one sentence, where the text is no slot id.
    """
    found = _SLOT_ID.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is not a slot id such as S12-3: list the free slots')
    return int(found[1]), int(found[2])


def booking_id(booking: int) -> str:
    """The id of a booking: `B7`."""
    return f"B{booking}"


def parse_booking_id(text: str) -> int:
    """The number in a booking id.

    Raises:
        ValueError: one sentence, where the text is no booking id.
    """
    found = _BOOKING_ID.fullmatch(text.strip())
    if found is None:
        raise ValueError(f'"{text[:40]}" is not a booking id such as B7: the worklist shows them')
    return int(found[1])
