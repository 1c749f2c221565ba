"""Backups in the window: made, checked, copied elsewhere, and brought back after a look."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from mobdesk.services import people
from mobdesk.ui.backups.page import BackupsPage
from mobdesk.ui.backups.restoring import RestoreDialog
from mobdesk.ui.desk import Desk

TODAY = date(2026, 11, 23)


@pytest.fixture
def page(desk: Desk, qtbot) -> BackupsPage:
    made = BackupsPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    return made


def add(desk: Desk, name: str) -> None:
    values = {"first_name": name, "last_name": "Tamm", "role": "staff"}
    desk.write(None, people.add, values, today=TODAY)


def test_without_a_copy_the_page_says_what_to_do(page: BackupsPage) -> None:
    assert page.card.empty.isVisible()
    assert not page.bring.isEnabled()


def test_a_copy_is_made_listed_and_checked(page: BackupsPage, desk: Desk) -> None:
    add(desk, "Maarja")
    page.now.click()
    (line,) = page._lines
    assert line.why == "Made by hand"
    assert line.holds.startswith("1 person, 0 mobilities")
    assert line.state.text == "Good"
    assert "No copy outside this laptop" in page.safety.accessibleName()
    page.check.click()
    assert page.banner is None


def test_a_damaged_copy_is_named_and_cannot_be_restored(page: BackupsPage) -> None:
    page.now.click()
    path: Path = page._lines[0].row.path
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(bytes(content))
    page.check.click()
    assert page.banner is not None
    assert "damaged" in page.banner.accessibleName()


def test_the_second_place_gets_a_copy_at_once(
    page: BackupsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: str(stick))
    page.choose_second()
    assert {line.where for line in page._lines} == {"This workspace", "Second place"}
    assert list(stick.rglob("*.mobdesk-backup"))


def test_a_copy_made_by_hand_tells_whether_the_second_place_got_it(
    page: BackupsPage, desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(stick))
    page.choose_second()
    told: list[str] = []
    monkeypatch.setattr(desk, "say", told.append)
    page.now.click()
    stick.rename(tmp_path / "away")
    page.now.click()
    assert "here and at the second place" in told[0]
    assert "second place is not connected" in told[1]


def test_a_folder_inside_the_workspace_is_no_second_place(
    page: BackupsPage, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = str(desk.store.folder / "backups")
    Path(inside).mkdir(exist_ok=True)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: inside)
    page.choose_second()
    assert page.banner is not None
    assert "inside the workspace" in page.banner.accessibleName()


def test_restoring_says_what_is_in_it_and_brings_it_back(page: BackupsPage, desk: Desk) -> None:
    add(desk, "Maarja")
    page.now.click()
    add(desk, "Priit")
    page.bring.click()
    dialog = page.findChild(RestoreDialog)
    assert dialog is not None
    told = []
    dialog.restored.connect(told.append)
    dialog.bring.click()
    assert told[0].people == 1
    assert len(people.find(desk.store, desk.actor)) == 1
    assert {line.why for line in page._lines} == {"Made by hand", "Before a restore"}


def test_cancel_has_the_focus_and_changes_nothing(page: BackupsPage, desk: Desk) -> None:
    page.now.click()
    add(desk, "Priit")
    page.bring.click()
    dialog = page.findChild(RestoreDialog)
    assert dialog is not None
    dialog.reject()
    assert len(people.find(desk.store, desk.actor)) == 1
