"""Paper originals of a record, as a person notes and finds them."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from mobdesk.domain.roles import Role
from mobdesk.services import history, paper_originals
from mobdesk.ui import layouts
from mobdesk.ui.attached_rows import FileName, PaperRow
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.history import words
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import Badge
from tests.ui.test_attachments import card, desk, drop, pdf, person, workspace

__all__ = ["card", "desk", "person", "workspace"]


@pytest.fixture
def noted(card, desk):
    """A card with one paper original."""
    note(desk, card, "Signed contract", "Binder 3, shelf 2", dated=date(2026, 5, 4))
    return card


def note(desk, card: AttachmentsCard, title: str, place: str, **more: object) -> None:
    values = {"title": title, "place": place, **more}
    desk.write(card, paper_originals.note, card.table, card.record, values)


def said(row: PaperRow) -> list[str]:
    return [p.text() for p in row.findChildren(Paragraph)]


def form(card: AttachmentsCard) -> FormDialog:
    (found,) = (d for d in card.window().findChildren(FormDialog) if d.isVisible())
    return found


def test_a_paper_stands_below_the_files_with_its_place_and_opens_nothing(
    noted, desk, tmp_path
) -> None:
    drop(noted, [pdf(tmp_path)])
    assert noted.count.accessibleName() == "2"
    (row,) = noted.papers
    assert said(row) == ["Signed contract", "On paper: Binder 3, shelf 2 · dated 4 May 2026"]
    assert row.findChildren(FileName) == []
    assert layouts.widgets(noted._list) == [*noted.rows, row]
    shown = [action.text() for action in noted.menu_of(row).actions()]
    assert shown == ["Edit", "Mark as sensitive: never in files to send", "", "Remove"]


def test_what_is_missing_is_said_in_the_form(card) -> None:
    card.note.click()
    form(card).form.fill({"title": "Contract"})
    form(card).save()
    assert form(card).form.rows["place"].problem.code == "needed"
    form(card).form.fill({"place": "x" * 201})
    form(card).save()
    assert form(card).form.rows["place"].problem.code == "too_long"
    assert card.papers == []
    form(card).form.fill({"place": "Safe", "sensitivity": "sensitive"})
    form(card).save()
    (row,) = card.papers
    assert said(row) == ["Contract", "On paper: Safe"]
    assert [badge.text for badge in row.findChildren(Badge)] == ["Sensitive"]


def test_it_is_edited_and_marked(noted) -> None:
    menu = noted.menu_of(noted.papers[0])
    menu.actions()[0].trigger()
    form(noted).form.fill({"place": "Ράφι 4, αποθήκη", "dated": None})
    form(noted).save()
    assert said(noted.papers[0]) == ["Signed contract", "On paper: Ράφι 4, αποθήκη"]
    noted.menu_of(noted.papers[0]).actions()[1].trigger()
    assert noted.papers[0].row.sensitivity == "sensitive"
    noted.menu_of(noted.papers[0]).actions()[1].trigger()
    assert noted.papers[0].row.sensitivity == "normal"


def test_what_somebody_else_changed_meanwhile_is_not_written_over(noted, desk) -> None:
    menu = noted.menu_of(noted.papers[0])
    menu.actions()[0].trigger()
    row = noted.papers[0].row
    paper_originals.change(desk.store, desk.actor, row.id, row.rev, {"place": "Binder 9"})
    form(noted).form.fill({"title": "Contract, signed by both"})
    form(noted).save()
    assert not form(noted).banner.isHidden()
    form(noted).save()
    assert said(noted.papers[0])[0] == "Contract, signed by both"
    assert noted.papers[0].row.place == "Binder 9"


def test_removing_can_be_undone_and_the_history_tells_it(noted, desk) -> None:
    noted.menu_of(noted.papers[0]).actions()[-1].trigger()
    assert noted.papers == []
    desk.undo()
    assert [row.row.title for row in noted.papers] == ["Signed contract"]
    steps = history.rows(desk.store, desk.actor, history.find(desk.store, desk.actor)[:3])
    assert [words.step(step) for step in steps] == [
        "Taken back: Paper original no longer noted: Signed contract",
        "Paper original no longer noted: Signed contract",
        "Paper original noted: Signed contract",
    ]
    found = [words.changed(one) for one in history.fields(desk.store, desk.actor, steps[1].id)]
    assert {(one.name, one.before, one.after) for one in found if one} == {
        ("Which paper", "Signed contract", "–"),
        ("Binder, place", "Binder 3, shelf 2", "–"),
        ("Date on the paper", "2026-05-04", "–"),
        ("Sensitivity", "Ordinary", "–"),
    }


def test_the_whole_task_by_keyboard(card, qapp) -> None:
    card.activateWindow()
    card.zone.setFocus()
    QTest.keyClick(card.zone, Qt.Key.Key_Tab)
    while QGuiApplication.focusObject() is not card.note:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(card.note, Qt.Key.Key_Space)
    form(card).activateWindow()
    qapp.processEvents()
    for text in ("Volikiri", "Kapp 2", "4.5.2026"):
        QTest.keyClicks(focused(), text)
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
    QTest.keyClick(focused(), Qt.Key.Key_Down)
    QTest.keyClick(focused(), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    (row,) = card.papers
    assert row.row[2:] == ("Volikiri", "Kapp 2", date(2026, 5, 4), "sensitive")
    card.activateWindow()
    qapp.processEvents()
    assert focused() is card.note
    QTest.keyClick(card.note, Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    while focused() is not row.more:
        QTest.keyClick(focused(), Qt.Key.Key_Tab, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(row.more, Qt.Key.Key_Space)
    menu = next(m for m in card.findChildren(QMenu) if m.isVisible())
    QTest.keyClick(menu, Qt.Key.Key_Up)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert card.papers == []
    assert focused() is card.note


def focused() -> QWidget:
    found = QGuiApplication.focusObject()
    assert isinstance(found, QWidget)
    return found


def test_who_only_reads_sees_places_and_no_buttons(qtbot, desk, noted) -> None:
    desk.actor = desk.actor._replace(role=Role.ACCOMPANYING)
    made = AttachmentsCard(desk, "people", lambda: "x")
    qtbot.addWidget(made)
    assert made.zone.isHidden()
    assert made.note.isHidden()
    made._show(([], [noted.papers[0].row]))
    assert made.papers[0].more.isHidden()
