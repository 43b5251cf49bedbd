"""The ids of slots and bookings (CONTRACT)."""

import pytest

from clanbook.booking import booking_id, parse_booking_id, parse_slot_id, slot_id


def test_slot_and_booking_ids_read_back_as_they_were_written():
    assert parse_slot_id(slot_id(12, 3)) == (12, 3)
    assert parse_booking_id(booking_id(7)) == 7
    assert parse_slot_id(" s12-0 ") == (12, 0)


@pytest.mark.parametrize(
    "text", ["", "12-3", "S12", "S12-", "S0-1", "S1-03", "S-1-3", "S١-٣", "B7"]
)
def test_a_slot_id_of_another_form_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match="is not a slot id such as S12-3"):
        parse_slot_id(text)


@pytest.mark.parametrize("text", ["", "7", "B", "B0", "B-7", "B7.0", "S12-3", "B" + "9" * 5000])
def test_a_booking_id_of_another_form_is_refused_in_one_sentence(text):
    with pytest.raises(ValueError, match="is not a booking id such as B7") as caught:
        parse_booking_id(text)
    assert len(str(caught.value)) < 120
