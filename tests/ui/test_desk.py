"""The desk with a real store and real threads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from PySide6.QtWidgets import QWidget
from sqlalchemy import text

from mobdesk.domain.roles import Area
from mobdesk.errors import Invalid, NotAllowed
from mobdesk.services import people
from mobdesk.services.records import Query
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import Jobs
from tests.stores import COORDINATOR, TRAINER

TODAY = date(2026, 11, 22)
MAARJA = {"first_name": "Maarja", "last_name": "Tamm", "role": "staff"}


@pytest.fixture
def desk(qapp, store) -> Iterator[Desk]:
    jobs = Jobs()
    yield Desk(store, COORDINATOR, jobs, SettingsFile())
    jobs.shutdown()


def _slow(store, actor):
    """A statement that runs until somebody interrupts it."""
    endless = (
        "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    )
    with store.read() as s:
        return s.execute(text(endless)).scalar()


def test_a_write_is_told_read_and_undone(desk, qtbot):
    told, found = [], []
    desk.hub.changed.connect(told.append)
    desk.write(None, people.add, MAARJA, today=TODAY)
    qtbot.waitUntil(lambda: bool(told))
    assert "people" in told[0].tables
    desk.read(None, people.find, Query("maarja"), then=found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found == [list(told[0].ids)]
    desk.undo(told[0].change_id)
    qtbot.waitUntil(lambda: len(told) == 2)
    desk.read(None, people.find, then=found.append)
    qtbot.waitUntil(lambda: len(found) == 2)
    assert found[1] == []


def test_the_newest_search_stops_the_statement_of_the_older(desk, qtbot):
    page, found = QWidget(), []
    qtbot.addWidget(page)
    desk.read(page, _slow, then=found.append, key="list")
    qtbot.waitUntil(lambda: desk.store._holder != 0)
    desk.read(page, people.find, then=found.append, key="list")
    qtbot.waitUntil(lambda: bool(found))
    assert found == [[]]


def test_only_the_own_statement_is_stopped(desk, store, qtbot):
    store.interrupt_reads(thread=1)
    with store.read() as s:
        store.interrupt_reads(thread=1)
        assert s.execute(text("SELECT 1")).scalar() == 1


def test_problems_come_back_to_the_one_who_asked(desk, qtbot):
    heard = []
    desk.write(None, people.add, {"first_name": ""}, today=TODAY, fail=heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert isinstance(heard[0], Invalid)


def test_services_check_the_role_and_pages_can_ask_first(store, jobs):
    trainer = Desk(store, TRAINER, jobs, SettingsFile())
    heard = []
    trainer.write(None, people.add, MAARJA, today=TODAY, fail=heard.append)
    assert isinstance(heard[0], NotAllowed)
    assert not trainer.may(Area.EXPORT)
    assert trainer.may(Area.CONTACTS)


def test_an_answer_of_a_write_reaches_everybody_even_when_its_page_is_gone(desk, qtbot):
    import shiboken6

    page, told = QWidget(), []
    desk.hub.changed.connect(told.append)
    desk.write(page, people.add, MAARJA, today=TODAY, then=lambda _done: told.append("page"))
    shiboken6.delete(page)
    qtbot.waitUntil(lambda: bool(told))
    assert [type(one).__name__ for one in told] == ["Done"]
