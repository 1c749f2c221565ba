"""Files for BM: one is filled and saved, a list is compared and taken over."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from mobdesk.models.mobilities import Mobility
from mobdesk.models.store import Label
from mobdesk.services import mobilities, projects, stages
from mobdesk.ui import layouts
from mobdesk.ui.bm.files_page import COMPARE, BmFilesPage
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.chips import CheckBox
from tests.bm_templates import CODE, columns, csv, xlsx
from tests.stores import COORDINATOR, store, template
from tests.ui.record_window import TODAY, desk, person, show, stay, window

__all__ = ["desk", "store", "template", "window"]

HEADERS = [*columns(), "Overall Comments"]
ROW = {
    "Mobility activity ID": "005041-MOB-00001", "Participant's first name": "Maarja",
    "Participant's last name": "Tamm", "Participant's email": "m@example.org",
    "Start date": "04/05/2026", "End date": "11/05/2026", "Receiving city": "Celje",
    "Status": "Complete",
}  # fmt: skip


@pytest.fixture
def number(store) -> int:
    project = projects.add(store, COORDINATOR, {"code": CODE}).ids[0]
    who = person(store, "Maarja", "Tamm", email="m@example.org")
    made = stay(
        store, who, date(2026, 5, 4), project_id=project, bm_id="005041-MOB-00001",
        note="by train\nhas asthma",
    )  # fmt: skip
    stages.move(store, COORDINATOR, made, "confirmed", TODAY, "agreed")
    return made


@pytest.fixture
def page(qtbot, desk, number) -> BmFilesPage:
    return show(qtbot, BmFilesPage(desk))


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_an_empty_page_asks_for_a_file(page) -> None:
    assert page.project.currentText() == CODE
    assert not page.main.isEnabled()
    assert page.enter()
    assert page.focusWidget() is page.drop


def test_without_a_project_one_is_asked_for(qtbot, desk) -> None:
    page = show(qtbot, BmFilesPage(desk))
    assert not page.drop.isEnabled()
    assert "project first" in page.file.names.text()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_is_filled_and_saved(page, tmp_path, kind) -> None:
    make = csv if kind == "csv" else xlsx
    page.take_file(put(tmp_path, f"bm.{kind}", make(HEADERS, [])))
    assert page.columns.title.text() == "27 of 30 columns understood"
    assert page.rows.line.text() == "new row: 1"
    assert page.main.isEnabled()
    out = tmp_path / "out"
    out.mkdir()
    page.save_into(out)
    assert (out / f"bm-filled.{kind}").exists()
    assert "saved" in page.banner.accessibleName()
    page.save_into(out)  # never over another file
    assert "is there already" in page.banner.accessibleName()


def test_text_is_written_when_ticked_and_line_by_line(page, tmp_path) -> None:
    page.take_file(put(tmp_path, "bm.csv", csv(HEADERS, [])))
    assert not page.lines.isVisible()
    page.columns.text_ticked.emit("Overall Comments", True)
    assert page.lines.isVisible()
    (box,) = page.lines.findChildren(CheckBox)
    assert not box.isChecked()
    assert page.main.isEnabled()
    page.save_into(tmp_path)
    text = (tmp_path / "bm-filled.csv").read_text(encoding="utf-8-sig")
    assert "by train" in text
    assert "asthma" not in text
    box.click()
    (tmp_path / "bm-filled.csv").unlink()
    page.save_into(tmp_path)
    assert "asthma" in (tmp_path / "bm-filled.csv").read_text(encoding="utf-8-sig")


def test_two_hits_are_asked(page, store, number, tmp_path) -> None:
    with store.write(Label("mobility_changed"), COORDINATOR) as s:
        s.get_one(Mobility, number).bm_id = None
    same = {**ROW, "Mobility activity ID": ""}
    page.take_file(put(tmp_path, "bm.csv", csv(HEADERS, [same, same])))
    assert page.hits.isVisible()
    assert not page.main.isEnabled()
    choice = page.hits.findChild(Choice)
    choice.setCurrentIndex(2)
    assert not page.hits.isVisible()
    assert [row.row for row in page.filling.rows] == [4]


def test_a_list_is_compared_and_taken_over(page, store, desk, number, tmp_path) -> None:
    page.choose(COMPARE)
    extra = {**ROW, "Mobility activity ID": "X", "Participant's first name": "Eva",
             "Participant's email": "e@example.org"}  # fmt: skip
    page.take_file(put(tmp_path, "bm.csv", csv(HEADERS, [ROW, extra])))
    assert page.changed.isVisible()
    assert page.extra.isVisible()
    assert not page.main.isEnabled()
    page.changed.tick_all()
    assert page.main.text() == "Take over 3 values"
    QTest.mouseClick(page.main, Qt.MouseButton.LeftButton)
    detail = mobilities.get(store, COORDINATOR, number)
    assert detail.record.values["hosting_city"] == "Celje"
    assert detail.subgroups[0].values["end"] == date(2026, 5, 11)
    assert desk.window.said[-1] == "3 values taken over from BM"
    assert not [box for box in page.changed.findChildren(CheckBox) if box.isVisible()]


def test_a_file_that_is_no_list_is_told(page, tmp_path) -> None:
    page.take_file(put(tmp_path, "bm.csv", b"a;b\n1;2\n"))
    assert "column" in page.banner.accessibleName()
    assert not page.main.isEnabled()


def test_by_keys_alone(page, tmp_path) -> None:
    page.take_file(put(tmp_path, "bm.csv", csv(HEADERS, [])))
    box = page.columns.findChild(CheckBox)
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert "Overall Comments" in page.asked.free_text


@pytest.mark.parametrize("width", [1280, 700])
def test_the_page_stands_in_every_width(page, tmp_path, width) -> None:
    page.resize(width, 700)
    page.take_file(put(tmp_path, "bm.csv", csv(HEADERS, [ROW])))
    layouts.settle(page) if hasattr(layouts, "settle") else QApplication.processEvents()
    assert page.scroller.horizontalScrollBar().maximum() == 0
