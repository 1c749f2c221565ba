from __future__ import annotations

from typing import NamedTuple

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Refused
from mobdesk.i18n import ngettext
from mobdesk.services.records import Query
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import Filter, ListPage
from mobdesk.ui.pages import Mode
from mobdesk.ui.panes import Pane
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.tables import Column


class Person(NamedTuple):
    id: int
    name: str
    role: str


class People:
    """A service of invented people."""

    def __init__(self) -> None:
        self.everybody = [
            Person(1, "Tamm, Maarja", "staff"),
            Person(2, "Aas, Mare", "learner"),
            Person(3, "Sõber, Tõnu", "staff"),
        ]
        self.asked: list[Query] = []
        self.refuse: Exception | None = None

    def find(self, store, actor, query):
        if self.refuse:
            raise self.refuse
        self.asked.append(query)
        found = [
            p
            for p in self.everybody
            if fold(query.text) in fold(p.name) and query.filters.get("role", p.role) == p.role
        ]
        found.sort(key=lambda p: getattr(p, query.sort), reverse=query.descending)
        return [p.id for p in found]

    def rows(self, store, actor, ids):
        return [p for i in ids for p in self.everybody if p.id == i]

    def counts(self, store, actor):
        roles = [p.role for p in self.everybody]
        return {"staff": roles.count("staff"), "all": len(roles)}


class PeoplePage(ListPage):
    name, key, placeholder = "Participants", "people", "Search name"
    tables = frozenset({"people"})
    columns = (
        Column("name", "Name", paint="first", width=22),
        Column("role", "Role", words=("Learner",)),
    )
    filters = (Filter("role", "staff", "Staff", "staff"), Filter("role", "learner", "Learners"))

    def counted(self, count):
        return ngettext("{n} person", "{n} people", count)

    def make_empty(self):
        return EmptyState("No people yet", "Start with one.", "Add a person")

    def make_pane(self):
        self.seen: list[int | None] = []
        return Pane()

    def show_record(self, record):
        self.seen.append(record)


@pytest.fixture
def service():
    return People()


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def page(qtbot, jobs, service, settings):
    desk = Desk(None, Actor(1, "kersti", Role.COORDINATOR), jobs, settings)
    page = PeoplePage(desk, service)
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    return page


def test_it_shows_everybody_in_order_with_counts(page):
    assert list(page.table.records.ids) == [2, 3, 1]
    assert page.header.count.text() == "3"
    assert page.card.footer.text() == "3 people"
    assert page.chips[0].accessibleName() == "Staff 2"


def test_every_key_searches_and_accents_do_not_matter(page):
    QTest.keyClicks(page.search, "tonu")
    assert list(page.table.records.ids) == [3]
    QTest.keyClick(page.search, Qt.Key.Key_Escape)
    assert len(page.table.records.ids) == 3


def test_chips_filter_exclude_each_other_and_are_remembered(page, settings, service, jobs, qtbot):
    page.chips[0].click()
    assert list(page.table.records.ids) == [3, 1]
    page.chips[1].click()
    assert not page.chips[0].isChecked()
    assert list(page.table.records.ids) == [2]
    again = PeoplePage(page.desk, service)
    qtbot.addWidget(again)
    assert [chip.isChecked() for chip in again.chips] == [False, True]


def test_the_header_orders(page, service):
    page.table.horizontalHeader().sectionClicked.emit(0)
    assert service.asked[-1].descending
    assert list(page.table.records.ids) == [1, 3, 2]


def test_nothing_matches_offers_to_clear_and_nothing_at_all_to_start(page, service):
    QTest.keyClicks(page.search, "zzz")
    assert page.card.filtered.isVisible()
    assert page.card.filtered.sentence.text() == "3 are here; the filters hide them."
    page.card.filtered.main.click()
    assert len(page.table.records.ids) == 3
    service.everybody.clear()
    page.refresh()
    assert page.card.empty.isVisible()


def test_a_list_opened_with_a_search_that_finds_nothing_counts_what_is_hidden(
    qtbot, jobs, service, settings
):
    desk = Desk(None, Actor(1, "kersti", Role.COORDINATOR), jobs, settings)
    page = PeoplePage(desk, service)
    qtbot.addWidget(page)
    page.go(text="zzz")
    page.show()
    assert page.card.filtered.isVisible()
    assert page.search.isVisible()
    assert page.card.filtered.sentence.text() == "3 are here; the filters hide them."


def test_a_list_without_records_shows_only_the_title_and_the_way_on(page, service, qapp):
    page.activateWindow()
    assert page.search.hasFocus()
    service.everybody.clear()
    page.refresh()
    seen = [page.search, page.header.count, page.card.table, *page.chips]
    assert not any(part.isVisible() for part in seen)
    assert page.card.empty.isVisible()
    assert not page.card.framed
    assert page.card.empty.main.hasFocus()
    assert not page.focus_search()
    service.everybody.append(Person(4, "Aa, Aa", "staff"))
    page.refresh()
    assert all(part.isVisible() for part in seen)
    assert page.card.framed


def test_a_kept_filter_hides_no_way_on_from_a_list_without_records(page, service):
    page.chips[0].click()
    service.everybody.clear()
    page.refresh()
    assert page.card.empty.isVisible()
    assert not page.search.isVisible()


def test_actions_of_the_header_stand_in_the_middle_while_there_is_no_record(page, service):
    page.header.add_action(Button("Add a person", "main"))
    assert page.header.main_action() is not None
    service.everybody.clear()
    page.refresh()
    assert page.header.main_action() is None
    service.everybody.append(Person(4, "Aa, Aa", "staff"))
    page.refresh()
    assert page.header.main_action() is not None


def test_records_that_no_filter_shows_are_not_nothing(page, service):
    """The archive alone has projects: the chip that shows them stays."""
    service.find = lambda *_asked: []
    page.refresh()
    assert page.card.empty.isVisible()
    assert page.search.isVisible()


def test_the_pane_opens_for_the_chosen_record_where_there_is_room(page):
    assert not page.pane.isVisible()
    page.table.select(3)
    assert page.pane.isVisible()
    assert page.seen[-1] == 3
    page.set_mode(Mode.MIDDLE)
    assert not page.pane.isVisible()


def test_a_change_of_its_tables_reads_again_and_keeps_the_record(page, service):
    page.table.select(3)
    service.everybody.append(Person(4, "Aa, Aa", "staff"))
    page.desk.hub.tell(Done(1, "x", {}, frozenset({"projects"})))
    assert len(page.table.records.ids) == 3
    page.desk.hub.tell(Done(1, "x", {}, frozenset({"people"})))
    assert list(page.table.records.ids) == [4, 2, 3, 1]
    assert page.table.selected_ids() == (3,)
    assert page.seen[-1] == 3


def test_typing_in_the_table_goes_on_in_the_search_and_down_comes_back(page, qapp):
    page.activateWindow()
    page.table.setFocus()
    QTest.keyClicks(page.table, "m")
    assert page.search.text() == "m"
    assert page.focusWidget() is page.search
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    assert page.focusWidget() is page.table


def test_going_to_a_record_that_the_filter_hides_clears_the_filter(page):
    page.chips[0].click()
    page.go(id=2)
    assert page.table.selected_ids() == (2,)


def test_a_refusal_is_a_banner_in_the_page(page, service):
    service.refuse = Refused("not_allowed")
    page.refresh()
    assert page.banner.accessibleName().startswith("Your role does not allow this.")
    assert not page._slow.isActive()


def test_the_search_is_prepared_when_records_change_and_not_at_every_key(page, service):
    prepared: list[Query] = []
    service.get_ready = lambda store, actor, query: prepared.append(query)
    page.refresh()
    assert [query.sort for query in prepared] == ["name"]
    QTest.keyClicks(page.search, "to")
    page.chips[0].click()
    assert len(prepared) == 1
