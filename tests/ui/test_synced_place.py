"""A workspace in a folder that a service copies to the internet: said on Today and on Backups."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.app import Program
from mobdesk.domain.roles import Role
from mobdesk.ui import theme
from mobdesk.ui.backups.page import BackupsPage
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.today.page import TodayPage
from tests.ui.workspaces import PHRASE, shown

SERVICE = "OneDrive - Emajõe kool"


@pytest.fixture
def window(start: Callable[..., Program], folder: Path, tmp_path: Path):
    place = tmp_path / SERVICE / folder.name
    place.parent.mkdir()
    shutil.move(folder, place)
    one = start(place)
    page = shown(one)
    page.passphrase.setText(PHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    return one.window


def told(page) -> list[str]:
    QApplication.processEvents()
    banners = [one for one in page.findChildren(Banner) if one.isVisible()]
    return [one.accessibleName() for one in banners if SERVICE in one.accessibleName()]


def test_today_says_it_once(window) -> None:
    assert isinstance(window.page, TodayPage)
    (line,) = told(window.page)
    assert "copies this place to the internet" in line
    assert window.page.synced._tone == "wait"


def test_backups_say_it_with_and_without_a_copy(window) -> None:
    window.open_page("backups", {})
    page = window.page
    assert isinstance(page, BackupsPage)
    assert len(told(page)) == 1
    page.make()
    assert page._lines
    assert len(told(page)) == 1


def test_the_warning_squeezes_no_button_at_large_text(window, qapp: QApplication) -> None:
    theme.apply(qapp, scale=2.0)
    try:
        window.open_page("backups", {})
        told(window.page)
        for button in window.page.card.empty.findChildren(Button):
            assert button.height() >= button.sizeHint().height()
    finally:
        theme.apply(qapp, scale=1.0)


def test_who_cannot_move_it_is_not_told(window) -> None:
    desk = window.desk
    desk.actor = desk.actor._replace(role=Role.TRAINER)
    page = TodayPage(desk)
    page.show()
    assert told(page) == []
    page.close()


def test_an_ordinary_place_says_nothing(start: Callable[..., Program], folder: Path) -> None:
    one = start(folder)
    page = shown(one)
    page.passphrase.setText(PHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    assert not one.window.page.synced.isVisible()
    one.window.open_page("backups", {})
    assert not one.window.page.safety.isVisible()
