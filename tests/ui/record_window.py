"""A desk on a real store and a window that only remembers, for the tests of record pages."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtWidgets import QWidget

from mobdesk.services import mobilities, people
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from tests.stores import COORDINATOR

TODAY = date(2026, 11, 23)


class Window(QWidget):
    """What the desk asks of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[tuple[str, dict]] = []
        self.said: list[str] = []

    def open_page(self, key, where):
        self.opened.append((key, where))

    def say(self, text, undo=None, word="", key="Ctrl+Z"):
        self.said.append(text)


@pytest.fixture
def window(qtbot):
    made = Window()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def desk(store, jobs, tmp_path, window):
    settings = SettingsFile(tmp_path / "settings.json")
    made = Desk(store, COORDINATOR, jobs, settings, today=lambda: TODAY)
    made.window = window
    return made


def show(qtbot, page):
    """Show a page as wide as the wide layout."""
    qtbot.addWidget(page)
    page.resize(1280, 700)
    page.show()
    return page


def form_of(page) -> FormDialog:
    """The form that is open over a page."""
    found = [one for one in page.findChildren(FormDialog) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def texts_of(page, number: int) -> list[str]:
    """The words of one row of a list."""
    record = page.table.records.row(number)
    return [column.text_of(record) for column in page.columns]


def person(store, first, last, **values) -> int:
    given = {"first_name": first, "last_name": last, "role": "staff", **values}
    return people.add(store, COORDINATOR, given, today=TODAY).ids[0]


def stay(store, who: int, start: date, days: int = 6, **values) -> int:
    dates = {"start": start, "end": start + timedelta(days)}
    plan = SubgroupPlan(dates, [MemberPlan({"person_id": who, "part": "staff"})])
    given = {"hosting_city": "Črnomelj", "activity_type": "job-shadowing", **values}
    return mobilities.add(store, COORDINATOR, given, [plan]).ids[0]
