"""Drafts: nothing typed is lost, and nobody else reads it."""

import os
import signal
from datetime import timedelta
from multiprocessing import get_context

from clanbook.desk import Desk
from clanbook.desk.drafts import Before, drop, keep, mine
from clanbook.desk.service import enter
from clanbook.records import StaffRole
from store import Where
from tests.office import MONDAY, Clock, Office


def kept(desk: Desk) -> list[tuple[str, int | None, dict[str, str]]]:
    return [(draft.form, draft.child, draft.values) for draft in mine(desk)]


def test_what_is_typed_is_offered_back_to_whoever_typed_it(office: Office) -> None:
    keep(office.desk, "notification", None, {"surname": "Exa", "dob": "14/7", "gp": ""})
    assert kept(office.desk) == [("notification", None, {"surname": "Exa", "dob": "14/7"})]
    assert mine(office.desk)[0].at == office.desk.now


def test_it_keeps_what_stood_on_record_where_it_was_typed(office: Office) -> None:
    stood = Before({"surname": "Abbot"}, version=7)
    keep(office.desk, "edit", 7, {"surname": "Exa"}, stood)
    assert mine(office.desk)[0].before == stood


def test_it_is_offered_to_nobody_else_whatever_their_role(office: Office) -> None:
    admin = office.desk_of(StaffRole.ADMIN)
    keep(admin, "notification", None, {"surname": "Exa"})
    assert mine(office.desk) == []
    drop(office.desk, "notification", None)
    assert len(mine(admin)) == 1


def test_each_form_about_each_child_has_its_own_the_latest_first(office: Office) -> None:
    keep(office.desk, "refusal", 7, {"told": "y"})
    office.clock.set(MONDAY + timedelta(days=1))
    keep(office.desk, "refusal", 8, {"told": "n"})
    keep(office.desk, "refusal", 7, {"told": "n"})
    office.clock.set(MONDAY + timedelta(days=2))
    keep(office.desk, "notification", None, {"la": "801"})
    assert mine(office.desk)[0].form == "notification"
    assert ("refusal", 7, {"told": "n"}) in kept(office.desk)
    assert len(mine(office.desk)) == 3


def test_it_is_gone_when_its_form_is_saved(office: Office) -> None:
    keep(office.desk, "refusal", 7, {"told": "y"})
    keep(office.desk, "refusal", 8, {"told": "y"})
    drop(office.desk, "refusal", 7)
    drop(office.desk, "refusal", 7)
    assert [child for _, child, _ in kept(office.desk)] == [8]


def test_a_form_emptied_is_no_draft(office: Office) -> None:
    keep(office.desk, "notification", None, {"surname": "Exa"})
    keep(office.desk, "notification", None, {"surname": ""})
    assert mine(office.desk) == []


def test_it_is_gone_after_seven_days(office: Office) -> None:
    keep(office.desk, "notification", None, {"surname": "Exa"})
    office.clock.set(MONDAY + timedelta(days=7))
    assert len(mine(office.desk)) == 1
    office.clock.set(MONDAY + timedelta(days=8))
    assert mine(office.desk) == []


def test_it_is_no_entry_of_the_journal(office: Office) -> None:
    seq = office.store.seq
    keep(office.desk, "notification", None, {"surname": "Exa"})
    assert office.store.seq == seq


def typing_until_killed(where: Where, clock: Clock) -> None:
    """Keep a draft, and die without a chance to tidy up."""
    desk = Desk.of_account(enter(where, clock=clock), "boss")
    keep(desk, "notification", None, {"surname": "Exa"})
    os.kill(os.getpid(), signal.SIGKILL)


def test_it_survives_the_program_being_killed(office: Office) -> None:
    process = get_context("spawn").Process(
        target=typing_until_killed, args=(office.where, office.clock)
    )
    process.start()
    process.join(30)
    assert process.exitcode == -signal.SIGKILL
    assert kept(office.desk) == [("notification", None, {"surname": "Exa"})]
