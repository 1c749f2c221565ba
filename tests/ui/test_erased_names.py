"""After erasing a person nothing in the window and its memory names her, without locking."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget

from mobdesk.app import Program
from mobdesk.services import erasure, people
from mobdesk.services.attachments import OpenCopy
from mobdesk.services.opened import OpenedCopies
from mobdesk.ui import clipboard
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.keeping.page import ProtocolDialog
from mobdesk.ui.parts.buttons import Button
from tests.ui.workspaces import PHRASE, shown

NAME = {"first_name": "Plantedmari", "last_name": "Plantedtamm", "role": "staff"}
OTHER = {"first_name": "Jaan", "last_name": "Kask", "role": "staff"}


def press(parent: QWidget, words: str) -> None:
    found = [b for b in parent.findChildren(Button) if b.text() == words and b.isVisible()]
    assert found, f"no button {words!r}"
    found[-1].click()


@pytest.fixture
def window(start: Callable[..., Program], folder: Path):
    one = start(folder)
    page = shown(one)
    page.passphrase.setText(PHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    return one.window


def said(window: QWidget) -> str:
    QApplication.processEvents()
    parts = []
    for widget in window.findChildren(QWidget):
        parts += [widget.accessibleName(), widget.toolTip()]
        if isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            parts.append(widget.text())
    return "\n".join(parts)


def erase(window, person: int) -> None:
    window.open_page("person", {"id": person})
    window.open_page("keeping", {"id": person})
    press(window, "Erase for good")
    (told,) = window.findChildren(ProtocolDialog)
    told.accept()


def test_nothing_names_an_erased_person(window) -> None:
    desk = window.desk
    desk.write(None, people.add, OTHER, today=desk.today())
    desk.write(None, people.add, NAME, today=desk.today())
    (person,) = [
        i for i in people.find(desk.store, desk.actor)
        if people.get(desk.store, desk.actor, i).values["last_name"] == "Plantedtamm"
    ]  # fmt: skip
    clipboard.copy("Plantedmari Plantedtamm")
    desk.drafts["person"] = {"first_name": "PLANTEDMARI", "last_name": "Saar"}
    desk.drafts[f"person {person}"] = {"phone": "+372 1"}
    desk.drafts["organisation"] = {"name": "Riverside"}
    window.open_page("people", {})
    window.page.focus_search()
    QTest.keyClicks(window.focusWidget(), "Plantedmari")
    assert "Plantedtamm" in said(window)
    erase(window, person)
    assert "planted" not in said(window).lower()
    assert not window.messages.quiet.isVisible()
    assert QGuiApplication.clipboard().text() == ""
    assert desk.drafts == {"organisation": {"name": "Riverside"}}
    assert window.open_key == "keeping"
    window.go_back()
    window.open_page("people", {})
    assert "planted" not in said(window).lower()


def test_undo_after_an_erasure_names_nobody(window) -> None:
    desk = window.desk
    desk.write(None, people.add, NAME, today=desk.today())
    erase(window, people.find(desk.store, desk.actor)[0])
    desk.undo()
    assert "planted" not in said(window).lower()
    desk.redo()
    assert "planted" not in said(window).lower()


def test_what_the_user_wrote_privately_stays_open(window) -> None:
    desk = window.desk
    desk.write(None, people.add, NAME, today=desk.today())
    window.open_page("diary", {})
    diary = window.page
    erase(window, people.find(desk.store, desk.actor)[0])
    assert window.pages["diary"] is diary


def test_cancelling_goes_back_to_the_person(window) -> None:
    desk = window.desk
    desk.write(None, people.add, NAME, today=desk.today())
    person = people.find(desk.store, desk.actor)[0]
    window.open_page("person", {"id": person})
    window.open_page("keeping", {"id": person})
    press(window, "Cancel")
    assert window.open_key == "person"
    assert window.page.record == person
    window.open_page("keeping", {"id": person})
    (question,) = [one for one in window.findChildren(Dialog) if one.isVisible()]
    QTest.keyClick(question, Qt.Key.Key_Escape)
    assert window.open_key == "person"
    window.open_page("keeping", {})
    assert window.open_key == "keeping"


def test_copies_for_other_programs_go_and_a_changed_one_waits(tmp_path: Path) -> None:
    copies = OpenedCopies(tmp_path)
    listed = copies.put("list.pdf", b"Plantedmari")
    seen, changed = (copies.put(name, b"as opened") for name in ("seen.txt", "changed.txt"))
    digest = hashlib.sha256(b"as opened").hexdigest()
    for path in (seen, changed):
        copies._copies[path] = OpenCopy(path, 1, digest)
    changed.chmod(0o600)
    changed.write_bytes(b"written to")
    copies.drop()
    assert [path.exists() for path in (listed, seen, changed)] == [False, False, True]
    assert copies.paths() == [changed]


def test_typing_that_others_left_sealed_goes_too(start: Callable[..., Program], folder) -> None:
    """It may name who was erased, and nobody but its writer can look into it."""
    one = start(folder)
    page = shown(one)
    page.passphrase.setText(PHRASE)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    window = one.window
    window.desk.write(None, people.add, NAME, today=window.desk.today())
    one._typing._sealed[("here", "colleague")] = b"sealed"
    erase(window, people.find(window.desk.store, window.desk.actor)[0])
    assert one._typing._sealed == {}
    assert one._typing._lost == {("here", "colleague")}, "its writer is told"


def test_who_went_on_meanwhile_comes_back_to_what_was_erased(window) -> None:
    desk = window.desk
    desk.write(None, people.add, NAME, today=desk.today())
    person = people.find(desk.store, desk.actor)[0]
    window.open_page("keeping", {})
    keeping = window.page
    window.open_page("person", {"id": person})
    keeping._erase(erasure.plan(desk.store, desk.actor, [person], today=desk.today()))
    assert window.page is keeping
    assert "planted" not in said(window).lower()
    (told,) = window.findChildren(ProtocolDialog)
    assert told.isVisible()
    told.accept()
