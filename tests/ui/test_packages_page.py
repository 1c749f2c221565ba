"""Files to send in the window: looked at, saved, listed, checked; on a real workspace."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QDropEvent, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QWidget

from mobdesk.services import packages, projects
from mobdesk.settings import SettingsFile
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.packages.cards import size_words
from mobdesk.ui.packages.checking import CheckDialog
from mobdesk.ui.packages.page import PackagesPage
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.marks import Badge
from tests.services.offices import (
    CODE,
    TODAY,
    Office,
    add_person,
    add_project,
    add_stay,
    attach,
    empty_office,
    note,
    office,
)

__all__ = ["empty_office", "office"]


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
def desk(office: Office, jobs, tmp_path, qtbot):
    window = Window()
    qtbot.addWidget(window)
    made = Desk(
        office.store, office.actor, jobs, SettingsFile(tmp_path / "settings.json"),
        today=lambda: TODAY, workspace=office,
    )  # fmt: skip
    made.window = window
    return made


@pytest.fixture
def stay(office: Office) -> int:
    project = add_project(office, title="Jõgi")
    ulle = add_person(office, "Ülle", "Žagar")
    made = add_stay(
        office, [ulle], date(2026, 3, 2), project_id=project, note="by train\nhas asthma"
    )
    attach(office, "mobilities", made, "leping.pdf", b"%PDF-1.4 agreement" * 9)
    attach(office, "mobilities", made, "arst.pdf", b"%PDF-1.4 doctor", sensitivity="sensitive")
    return made


@pytest.fixture
def page(desk, stay, qtbot) -> PackagesPage:
    made = PackagesPage(desk)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    return made


def words_of(widget: QWidget) -> str:
    QCoreApplication.processEvents()  # new rows are shown by an event
    return " | ".join(
        text()
        for part in widget.findChildren(QWidget)
        if part.isVisibleTo(widget) and callable(text := getattr(part, "text", None))
    )


def button(widget: QWidget, words: str) -> Button:
    QCoreApplication.processEvents()
    found = [b for b in widget.findChildren(Button) if b.text() == words and b.isVisible()]
    assert found, words_of(widget)
    return found[0]


def box(widget: QWidget, words: str) -> CheckBox:
    return next(b for b in widget.findChildren(CheckBox) if words in b.accessibleName())


def press(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_without_a_project_the_page_says_what_to_do(desk, qtbot) -> None:
    page = PackagesPage(desk)
    qtbot.addWidget(page)
    page.show()
    assert page.empty.isVisible()
    assert not page.save.isVisible()
    assert not page.header.line.isVisible()  # nothing to look at once more
    press(button(page, "Add a project"))
    assert desk.window.opened == [("projects", {"new": True})]


def test_the_preview_says_what_is_in_it_missing_and_left_out(page) -> None:
    said = words_of(page)
    assert CODE in page.project.currentText()
    assert "PDF: 1 mobility, 1 person" in said
    assert "1 file marked sensitive or protected." in said
    assert "Needs, bank accounts, identity documents, private notes." in said
    assert page.how.form == "protected"
    assert page.save.isEnabled()
    assert page.cover.words.text().startswith("Page 1 of ")


def test_a_project_of_the_archive_is_offered_where_it_was_asked_for(desk, stay, office, qtbot):
    values = {"code": "2019-1-EE01-KA104-000012345", "archived": True}
    archive = projects.add(office.store, office.actor, values).ids[0]
    made = PackagesPage(desk)
    qtbot.addWidget(made)
    made.go(id=archive)
    made.show()
    assert (made.project.value(), made.project.currentText()) == (archive, values["code"])
    made.mark_stale()
    assert made.project.currentText() == values["code"]


def test_pages_of_the_report_can_be_turned(page) -> None:
    assert not page.cover.back.isEnabled()
    press(page.cover.on)
    assert page.cover.words.text().startswith("Page 2 of ")


def test_what_is_ticked_goes_along_and_flagged_lines_stay(page, tmp_path) -> None:
    assert "Look at these lines" in words_of(page)
    press(button(page.how, "Copy"))
    passphrase = QGuiApplication.clipboard().text()
    assert len(passphrase.split()) == 5
    press(box(page.papers, "leping.pdf"))
    page.save_into(tmp_path / "out")
    report, _made, _limit = packages.reopened(page.desk.store, page.desk.actor, 1)
    assert report.report.attachments == ()
    assert report.report.mobilities[0].note == "by train"
    press(box(page.papers, "leping.pdf"))
    press(box(page.lines, "has asthma"))
    page.save_into(tmp_path / "out")
    report, _made, _limit = packages.reopened(page.desk.store, page.desk.actor, 2)
    assert len(report.report.attachments) == 1
    assert "asthma" in report.report.mobilities[0].note


def test_saved_checked_listed_and_the_draft_opens(page, tmp_path, monkeypatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    assert not page.mail.link.isEnabled()
    page.mail.editor.setText("agency@agency.example")
    page.save_into(tmp_path / "out")
    assert page.saved.isVisible()
    assert "The files are saved and checked." in words_of(page.saved)
    press(page.saved.button)
    press(page.mail.link)
    assert opened == [str(tmp_path / "out"), str(next((tmp_path / "out").glob("*.eml")))]
    assert b"To: agency@agency.example" in Path(opened[1]).read_bytes()
    assert page.before.isVisible()
    assert "Protected ZIP" in words_of(page.before)


def test_changing_something_after_saving_takes_the_result_away(page, tmp_path) -> None:
    page.save_into(tmp_path / "out")
    press(box(page.papers, "leping.pdf"))
    assert not page.saved.isVisible()
    assert not page.mail.link.isEnabled()


def test_save_asks_for_a_folder(page, tmp_path, monkeypatch) -> None:
    asked: list[QFileDialog] = []
    monkeypatch.setattr(QFileDialog, "open", lambda self: asked.append(self))
    press(page.save)
    asked[0].fileSelected.emit(str(tmp_path))
    assert len(list(tmp_path.glob("*.zip"))) == 1


def test_a_wrong_address_is_said_at_the_field_and_nothing_is_asked(page) -> None:
    page.mail.editor.setText("not one")
    press(page.save)
    assert "not one e-mail address" in page.mail.recipient.error.text()
    assert page.mail.editor.hasFocus()


def test_an_empty_passphrase_is_said(page) -> None:
    page.how.passphrase.clear()
    press(page.save)
    assert page.banner is not None
    assert "The passphrase is empty." in words_of(page.banner)


def test_the_three_parts_of_the_mail_are_copied(page) -> None:
    page.mail.editor.setText("agency@agency.example")
    for key, expected in (
        ("address", "agency@agency.example"), ("subject", CODE), ("text", "AES-256"),
    ):  # fmt: skip
        press(page.mail.buttons[key])
        assert expected in QGuiApplication.clipboard().text()


def test_protection_is_remembered_per_recipient(page, tmp_path) -> None:
    page.mail.editor.setText("agency@agency.example")
    press(page.how.forms._buttons["folder"])
    page.save_into(tmp_path / "out")
    again = PackagesPage(page.desk)
    again.setParent(page.window())
    again.show()
    assert again.how.form == "protected"
    again.mail.editor.setText("agency@agency.example")
    again.mail.editor.editingFinished.emit()
    assert again.how.form == "folder"


def test_the_largest_mail_is_chosen_remembered_and_kept_to(page, desk, office, tmp_path) -> None:
    """Two papers whose ZIP fits into one mail of 2 MB, and whose mail does not."""
    press(page.how.forms._buttons["zip"])
    assert page.how.limit.value() == 10
    assert page.how._mail.text().endswith("of 10.0 MB")
    for name in ("üks.pdf", "kaks.pdf"):
        attach(office, "projects", 1, name, os.urandom(800_000))
    page.refresh()
    page.how.limit.set_value(2)
    assert desk.settings.now.mail_limit_mb == 2
    assert page.how._mail.text().startswith("2 mails: 2.")
    page.save_into(tmp_path / "out")
    drafts = list((tmp_path / "out").glob("*.eml"))
    assert len(drafts) == 2
    assert all(draft.stat().st_size <= 2_000_000 for draft in drafts)
    again = PackagesPage(desk)
    again.setParent(page.window())
    assert again.how.limit.value() == 2


@pytest.mark.parametrize("typed", ["", "0", "500", "ten"])
def test_a_silly_largest_mail_is_refused(page, desk, typed) -> None:
    page.how.limit.setText(typed)
    assert f"cannot be “{typed}”" in page.how.largest.error.text()
    assert not page._check_fields()
    assert page.how.limit.hasFocus()
    assert desk.settings.now.mail_limit_mb == 10


def test_a_program_goes_along_only_when_it_is_ticked_itself(page, office, stay, tmp_path) -> None:
    attach(office, "mobilities", stay, "setup.exe", b"MZ")
    page.refresh()
    program = box(page.papers, "setup.exe")
    assert not program.isChecked()
    assert "it could harm who opens it" in words_of(page.papers)
    assert [file.title for file in page.papers.chosen()] == ["leping.pdf"]
    for words in ("None", "All"):
        press(button(page.papers, words))
    assert [file.title for file in page.papers.chosen()] == ["leping.pdf"]
    box(page.papers, "setup.exe").click()
    page.refresh()
    assert [file.title for file in page.papers.chosen()] == ["leping.pdf", "setup.exe"]


def test_marked_as_sent_with_a_date(page, tmp_path) -> None:
    page.save_into(tmp_path / "out")
    press(button(page.before, "Mark as sent"))
    dialog = page.findChild(FormDialog)
    dialog.form.editor("recipient").setText("agency@agency.example")
    dialog.save()
    said = [badge.accessibleName() for badge in page.before.findChildren(Badge)]
    assert "sent on 22 November 2026 to agency@agency.example" in said
    assert button(page.before, "Change")


def test_saved_again_from_the_frozen_copy(page, tmp_path, monkeypatch) -> None:
    press(page.how.forms._buttons["zip"])
    page.save_into(tmp_path / "out")
    monkeypatch.setattr(QFileDialog, "open", lambda self: self.fileSelected.emit(str(tmp_path)))
    press(button(page.before, "Save again"))
    first, again = next((tmp_path / "out").glob("*.zip")), next(tmp_path.glob("*.zip"))
    assert first.read_bytes() == again.read_bytes()


def test_missing_papers_lead_to_their_mobility(page, office, stay) -> None:
    from mobdesk.services import stages

    stages.move(office.store, office.actor, stay, "returned", TODAY, "told on the phone")
    page.mark_stale()
    press(page.missing.link)
    links = [b for b in page.missing.findChildren(Button) if b.text().startswith("Žagar, Ülle: ")]
    press(links[0])
    assert page.desk.window.opened == [("mobility", {"id": stay})]


def test_a_change_elsewhere_makes_the_report_again(page, desk, office) -> None:
    from mobdesk.services import people

    i = people.find(office.store, office.actor)[0]
    done = people.change(office.store, office.actor, i, 1, {"last_name": "Žibert"}, today=TODAY)
    desk.hub.tell(done)
    assert page._preview.frozen.report.people[0].last_name == "Žibert"


def test_every_layout_keeps_its_inputs_named(page) -> None:
    for mode in Mode:
        page.set_mode(mode)
        for editor in (page.project, page.kind, page.how.passphrase, page.mail.editor):
            assert editor.accessibleName()


def test_tab_goes_as_the_eye_does(page) -> None:
    page.project.setFocus()
    seen = []
    for _n in range(40):
        widget = page.window().focusWidget()
        seen.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
    order = [
        page.project, box(page.lines, "has asthma"), page.how.passphrase, page.mail.editor,
        box(page.papers, "leping.pdf"),
    ]  # fmt: skip
    assert [widget for widget in seen[: len(set(seen))] if widget in order] == order


# --- received files -----------------------------------------------------------------------------


@pytest.fixture
def check(page) -> CheckDialog:
    press(page.check)
    return page.findChild(CheckDialog)


def drop(dialog: CheckDialog, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    dialog.zone.dropEvent(
        QDropEvent(
            QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
    )  # fmt: skip


def test_a_changed_file_is_named_in_words(page, check, tmp_path) -> None:
    press(page.how.forms._buttons["folder"])
    page.save_into(tmp_path / "out")
    folder = next(p for p in (tmp_path / "out").iterdir() if p.is_dir())
    drop(check, folder)
    assert "Nothing was changed: 8 files." in words_of(check)
    table = folder / "tables" / "people.csv"
    table.write_bytes(b"x" + table.read_bytes()[1:])
    drop(check, folder)
    said = words_of(check)
    assert "1 thing is not as it was made." in said
    assert "tables/people.csv" in said
    assert "This file was changed after it was made." in said


def test_a_protected_package_asks_for_its_passphrase(page, check, tmp_path) -> None:
    page.save_into(tmp_path / "out")
    drop(check, next((tmp_path / "out").glob("*.zip")))
    assert check.secret.isVisible()
    check.secret.editor.setText("wrong")
    QTest.keyClick(check.secret.editor, Qt.Key.Key_Return)
    assert "This passphrase does not open" in words_of(check)
    check.secret.editor.setText(page.how.passphrase.value())
    QTest.keyClick(check.secret.editor, Qt.Key.Key_Return)
    assert "Nothing was changed" in words_of(check)


def test_something_else_is_refused_in_words(check, tmp_path) -> None:
    (tmp_path / "x.txt").write_text("x")
    drop(check, tmp_path / "x.txt")
    assert "x.txt is not a package of Mobdesk." in words_of(check)


def test_sizes_in_words() -> None:
    assert [size_words(n) for n in (0, 96_000, 6_400_000)] == ["1 KB", "96 KB", "6.4 MB"]


def test_papers_that_are_not_due_yet_are_not_called_there(page, stay) -> None:
    """The mobility is still an idea: nothing is missing now, and five papers come later."""
    said = page.missing.words.text()
    assert said.startswith("No paper is missing now. 5 papers are not due yet.")
    assert "Every wanted paper is there." not in said
    assert page.missing.badge.accessibleName() == "nothing now"
    press(page.missing.link)
    waiting = [b for b in page.missing.findChildren(Button) if "5 papers" in b.text()]
    assert [b.text() for b in waiting] == ["Žagar, Ülle: 5 papers. Still at Idea"]
    press(waiting[0])
    assert page.desk.window.opened == [("mobility", {"id": stay})]


def test_papers_in_binders_are_counted_and_sensitive_ones_stay(page, office, stay) -> None:
    note(office, "mobilities", stay, "Tickets", "Binder 3")
    note(office, "mobilities", stay, "Doctor", "Binder 4", sensitivity="sensitive")
    page.refresh()
    assert "Papers that stay on paper" in words_of(page.in_it)
    assert "1 named with its place" in words_of(page.in_it)
    assert "1 paper original marked sensitive." in words_of(page.left_out)


def test_a_letter_that_asks_for_nothing_shows_nothing_of_another_kind(page) -> None:
    assert page.shown.isVisible()
    page.kind.set_value("amendment-letter")
    assert not page.shown.isVisible()
    assert not page.save.isEnabled()
    assert "No request is open" in words_of(page)
    page.kind.set_value("use-of-funds")
    assert page.shown.isVisible()
    assert "1 mobility, 1 person" in words_of(page)
