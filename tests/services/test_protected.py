"""Bank account and needs: for coordinators, with a reason, in a log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Invalid, NotAllowed, Refused
from mobdesk.models import database, keys
from mobdesk.models.store import Store
from mobdesk.services import accounts, history, protected
from tests.models.key_support import FAST
from tests.services.offices import NOW, TODAY, Office, add_person, empty_office, office
from tests.stores import TRAINER

__all__ = ["empty_office", "office"]


@pytest.fixture
def mari(office: Office) -> int:
    return add_person(office, "Mari", "Tamm")


def test_a_bank_account_is_opened_with_a_reason_that_is_logged(office: Office, mari: int) -> None:
    s, a = office.store, office.actor
    protected.set_bank_account(s, a, mari, " EE38  2200 ")
    assert protected.held(s, a, mari) == (True, 0)
    assert protected.bank_account(s, a, mari, why="paying the grant", now=NOW) == "EE38 2200"
    (row,) = protected.access_log(s, a, mari)
    assert (row.nickname, row.person, row.action, row.why, row.at) == (
        "coordinator", "Mari Tamm", "bank_account_opened", "paying the grant", NOW,
    )  # fmt: skip
    protected.set_bank_account(s, a, mari, "")
    assert protected.held(s, a, mari) == (False, 0)
    history.undo(s, a)
    assert protected.bank_account(s, a, mari, why="again", now=NOW) == "EE38 2200"


def test_without_a_reason_nothing_opens_and_nothing_is_logged(office: Office, mari: int) -> None:
    with pytest.raises(Invalid):
        protected.bank_account(office.store, office.actor, mari, why="  ", now=NOW)
    assert protected.access_log(office.store, office.actor) == []


def test_needs_are_kept_changed_and_destroyed_outside_the_history(
    office: Office, mari: int
) -> None:
    s, a = office.store, office.actor
    need = protected.add_need(s, a, mari, "pähklid", erase_on=TODAY, now=NOW)
    protected.change_need(s, a, need, 2, "no nuts", erase_on=TODAY + timedelta(days=5), now=NOW)
    (row,) = protected.needs(s, a, mari, why="menu", now=NOW)
    assert (row.text, row.erase_on) == ("no nuts", TODAY + timedelta(days=5))
    assert len(history.find(s, a)) == 2  # the workspace and Mari
    assert protected.destroy_due_needs(s, a, TODAY + timedelta(days=5), now=NOW) == 0
    assert protected.destroy_due_needs(s, a, TODAY + timedelta(days=6), now=NOW) == 1
    assert protected.held(s, a, mari).needs == 0
    with pytest.raises(Invalid):
        protected.add_need(s, a, mari, " ", erase_on=TODAY, now=NOW)
    with pytest.raises(Invalid):
        protected.set_bank_account(s, a, mari, "9" * 61)


def test_a_trainer_opens_nothing_by_role_and_nothing_by_key(office: Office, mari: int) -> None:
    protected.set_bank_account(office.store, office.actor, mari, "EE38 2200")
    with pytest.raises(NotAllowed):
        protected.bank_account(office.store, TRAINER, mari, why="x", now=NOW)
    jaan = accounts.add(office.store, office.actor, "Jaan", Role.TRAINER)
    theirs = keys.open_keys(office.folder, "Jaan", jaan.passphrase, kdf=FAST)
    store = Store(office.store.path, theirs.file_key, theirs)
    liar = Actor(jaan.id, "Jaan", Role.COORDINATOR)
    with pytest.raises(Refused, match="protected_closed"):
        protected.bank_account(store, liar, mari, why="x", now=NOW)
    store.close()
    raw = database.connect(office.store.path, theirs.file_key)
    (sealed,) = raw.execute("SELECT bank_account FROM people WHERE id = ?", (mari,)).fetchone()
    raw.close()
    assert b"2200" not in sealed
