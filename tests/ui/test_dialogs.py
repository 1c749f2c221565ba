from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QMessageBox, QWidget

from mobdesk.errors import Refused
from mobdesk.ui import dialogs, errors


@pytest.fixture
def window(qtbot):
    window = QWidget()
    window.resize(900, 600)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_question_hears_its_answer(window):
    heard = []
    answers = (dialogs.Answer("a", "Do A"), dialogs.Answer("b", "Do B", main=True))
    dialog = dialogs.ask(window, "A or B?", "Both are fine.", answers, heard.append)
    assert window.findChild(dialogs.Dimmer).isVisible()
    dialog.findChild(QWidget, "a").click()
    assert heard == ["a"]
    assert not dialog.isVisible()


def test_esc_answers_nothing(window):
    heard = []
    dialog = dialogs.ask(window, "A?", "", (dialogs.Answer("a", "Do A"),), heard.append)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert heard == [""]


def test_enter_never_destroys(window, qapp):
    heard = []
    dialog = dialogs.confirm(window, "Erase?", "For good.", "Erase", lambda: heard.append("gone"))
    dialog.activateWindow()
    qapp.processEvents()
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    assert heard == []
    assert not dialog.isVisible()
    dialog = dialogs.confirm(window, "Erase?", "For good.", "Erase", lambda: heard.append("gone"))
    dialog.findChild(QWidget, "do").click()
    assert heard == ["gone"]


def test_an_error_that_nobody_caught_is_shown_and_survived(monkeypatch, caplog):
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    import threading

    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    shown = []
    errors.install(shown.append)
    try:
        raise KeyError("Maarja Tamm")
    except KeyError as err:
        sys.excepthook(type(err), err, err.__traceback__)
    assert [type(err) for err in shown] == [KeyError]
    assert "KeyError" in caplog.text
    assert "Maarja" not in caplog.text


def test_the_report_names_the_code_of_our_own_errors_and_what_came_before():
    errors.remember("open people")
    try:
        try:
            raise OSError("/secret/path")
        except OSError as cause:
            raise Refused("disk_full", path="/secret/path") from cause
    except Refused as err:
        report = errors.report(err)
    assert "Refused disk_full, after OSError" in report
    assert "open people" in report
    assert "secret" not in report


def test_a_forgotten_answer_fails_the_test_instead_of_hanging(window):
    with pytest.raises(pytest.fail.Exception):
        QDialog(window).exec()
    with pytest.raises(pytest.fail.Exception):
        QMessageBox.question(window, "", "")


def test_a_test_can_say_what_a_person_answers(window, answer):
    answer(lambda dialog: dialog.accept())
    assert QDialog(window).exec() == QDialog.DialogCode.Accepted
