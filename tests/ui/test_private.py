"""The private pages in a real window: what opens, what is kept, what is left after a lock."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)
from sqlalchemy import select

from mobdesk.domain.wellbeing import items
from mobdesk.errors import Refused
from mobdesk.models import keys
from mobdesk.models.workspace import Vault
from mobdesk.services import help as help_service
from mobdesk.services import reflections, vault, wellbeing, workspaces
from mobdesk.settings import SettingsFile
from mobdesk.ui import checkin, clipboard, diary, errors, help, theme
from mobdesk.ui.checkin.page import CheckInView
from mobdesk.ui.desk import Desk
from mobdesk.ui.diary.page import DiaryView
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.parts.base import Pressable
from mobdesk.ui.private import private_notes
from mobdesk.ui.private_code import CodeView
from mobdesk.ui.private_door import PrivateDoor
from mobdesk.ui.private_fields import PrivateLine
from mobdesk.ui.shell import MainWindow
from tests.services.test_workspaces import FAST, PHRASE, make

TODAY = date(2026, 11, 23)
PLANTED = "Marmelaadipirukas"
SPECS = (*diary.SPECS, *checkin.SPECS, *help.SPECS)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace that was made once; every test opens its own copy."""
    made = make(tmp_path_factory.mktemp("template") / "Kool.mobdesk")
    made.close()
    return made.folder


@pytest.fixture
def copied(template: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "Kool.mobdesk"
    shutil.copytree(template, folder)
    return folder


@pytest.fixture
def workspace(copied: Path) -> Iterator[workspaces.Workspace]:
    opened = workspaces.open_(copied, "coordinator", PHRASE, policy=FAST)
    yield opened
    opened.close()


@pytest.fixture
def window_of(
    qtbot, qapp, jobs: InlineJobs, tmp_path: Path
) -> Iterator[Callable[[workspaces.Workspace], MainWindow]]:
    theme.apply(qapp, scheme="light", scale=1.0)
    desks: list[Desk] = []

    def build(opened: workspaces.Workspace) -> MainWindow:
        settings = SettingsFile(tmp_path / "settings.json")
        desk = Desk(
            opened.store, opened.actor, jobs, settings, today=lambda: TODAY, workspace=opened
        )
        desks.append(desk)
        window = MainWindow(desk, SPECS)
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qapp.processEvents()
        return window

    yield build
    for desk in desks:
        desk.end()


@pytest.fixture
def window(window_of, workspace) -> Iterator[MainWindow]:
    shown = window_of(workspace)
    yield shown
    private_notes(shown.desk).lock()


def type_in(words: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None, "nothing has the focus"
    QTest.keyClicks(focus, words)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifier)


def enter(window: MainWindow, passphrase: str = PHRASE) -> None:
    """Through the door by keyboard, and past the private code."""
    assert isinstance(window.page.shown, PrivateDoor)
    type_in(passphrase)
    press(Qt.Key.Key_Return)
    if isinstance(window.page.shown, CodeView):
        window.page.shown.kept.click()


def words_shown() -> str:
    """Every word that any living widget of the program holds."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    found: list[str] = []
    for widget in QApplication.allWidgets():
        found += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QLineEdit | Pressable | QPushButton):
            found.append(widget.text())
        if isinstance(widget, QPlainTextEdit):
            found.append(widget.toPlainText())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            model = widget.model()
            found += [str(model.index(row, 0).data() or "") for row in range(model.rowCount())]
    return "\n".join(found)


def container(workspace: workspaces.Workspace) -> bytes:
    with workspace.store.read() as s:
        return s.scalar(
            select(Vault.container).where(Vault.slot_id == workspace.store.keys.slot_id)
        )


def kept(workspace: workspaces.Workspace) -> str:
    """What the file holds, read with the passphrase."""
    notes = vault.unlock(workspace.store, workspace.actor, PHRASE)
    return repr([*reflections.entries(notes), *wellbeing.checkins(notes)])


def field(view: DiaryView, number: int = 0) -> QPlainTextEdit:
    return list(view.card.form.answers.values())[number]


# the door


def test_the_door_says_what_the_lock_holds_and_opens_by_keyboard(window) -> None:
    said = words_shown()
    assert "Nobody at the centre can read them, the coordinator included." in said
    assert "gone for good" in said
    assert "someone who controls this computer" in said
    type_in("not these words")
    press(Qt.Key.Key_Return)
    assert "This passphrase is not right." in words_shown()
    assert isinstance(window.page.shown, PrivateDoor)
    QApplication.focusWidget().selectAll()
    type_in(PHRASE)
    press(Qt.Key.Key_Return)
    assert isinstance(window.page.shown, CodeView)


def test_the_private_code_is_shown_until_it_is_on_paper(window, workspace) -> None:
    type_in(PHRASE)
    press(Qt.Key.Key_Return)
    code = list(window.page.shown.groups)
    assert code[0] in words_shown()
    window.page.shown.later.click()
    assert isinstance(window.page.shown, DiaryView)
    window.open_page("checkin", {})
    private_notes(window.desk).lock()
    private_notes(window.desk).code_later = False
    window.open_page("diary", {})
    type_in(PHRASE)
    press(Qt.Key.Key_Return)
    assert window.page.shown.groups == code
    window.page.shown.print_button.click()
    printing = window.page.shown.findChild(QDialog)
    assert printing.isVisible()
    printing.reject()
    window.page.shown.kept.click()
    private_notes(window.desk).lock()
    assert code[0] not in words_shown()
    enter(window)
    assert isinstance(window.page.shown, DiaryView)
    private_notes(window.desk).lock()
    window.page.shown.other_way.click()
    type_in(" ".join(code))
    press(Qt.Key.Key_Return)
    assert isinstance(window.page.shown, DiaryView)


def test_no_page_goes_on_showing_a_code_that_is_on_paper(window) -> None:
    private = private_notes(window.desk)
    wellbeing.switch_on(
        window.desk.store, window.desk.actor, on=TODAY, form="Talk", assessment_read=True
    )
    type_in(PHRASE)
    press(Qt.Key.Key_Return)
    window.open_page("checkin", {})
    assert isinstance(window.page.shown, CodeView)
    window.page.shown.kept.click()
    window.open_page("diary", {})
    assert isinstance(window.page.shown, DiaryView)
    assert private.notes is not None


def test_after_a_new_passphrase_the_old_one_is_asked_once(window_of, copied) -> None:
    made = workspaces.open_(copied, "coordinator", PHRASE, policy=FAST)
    notes = vault.unlock(made.store, made.actor, PHRASE)
    entry = reflections.entry_for(notes, TODAY, "reflection", [])
    reflections.keep(notes, entry._replace(text=PLANTED))
    vault.code_is_on_paper(notes)
    vault.write(made.store, made.actor, notes)
    sheet, new = keys.sheet(made.store.keys), "window garden silver morning bridge"
    made.close()
    keys.reset_with_sheet(made.folder, sheet, "coordinator", new, kdf=FAST)
    again = workspaces.open_(made.folder, "coordinator", new, policy=FAST)
    window = window_of(again)
    door = window.page.shown
    assert door.asks_old
    assert door.old.isVisible()
    type_in(new)
    door.old.setFocus()
    type_in("not the old one")
    press(Qt.Key.Key_Return)
    assert "One of the two is not right." in words_shown()
    door.old.editor.selectAll()
    type_in(PHRASE)
    press(Qt.Key.Key_Return)
    assert PLANTED in words_shown()
    private_notes(window.desk).lock()
    assert not window.page.shown.asks_old
    window.close()
    again.close()


def test_who_has_neither_begins_again_only_after_a_question(window_of, copied) -> None:
    made = workspaces.open_(copied, "coordinator", PHRASE, policy=FAST)
    sheet, new = keys.sheet(made.store.keys), "window garden silver morning bridge"
    made.close()
    keys.reset_with_sheet(made.folder, sheet, "coordinator", new, kdf=FAST)
    again = workspaces.open_(made.folder, "coordinator", new, policy=FAST)
    window = window_of(again)
    door = window.page.shown
    door.lost.click()
    assert "Type today’s passphrase first." in words_shown()
    type_in(new)
    before = container(again)
    door.lost.click()
    question = window.findChild(QDialog)
    assert "Not the coordinator, and not we." in words_shown()
    assert container(again) == before
    question.findChild(QWidget, "do").click()
    assert isinstance(window.page.shown, CodeView)
    assert container(again) != before
    private_notes(window.desk).lock()
    window.close()
    again.close()


def test_tries_in_a_row_wait_longer(window) -> None:
    for _n in range(6):
        private_notes(window.desk).failures += 1
    door = PrivateDoor(window.desk, private_notes(window.desk))
    assert not door.button.isEnabled()
    for _second in range(400):
        door._count_down()
    assert door.button.isEnabled()
    door.deleteLater()


# writing and locking


def test_what_was_typed_is_nowhere_after_the_lock(window, workspace, qapp) -> None:
    enter(window)
    view = window.page.shown
    view.card.setFocus()
    type_in(PLANTED)
    assert PLANTED in words_shown(), "the control word must be found while open"
    assert PLANTED in view.days.rows()[0].first
    edit = QApplication.focusWidget()
    document = edit.document()
    edit.selectAll()
    edit.copy()
    assert qapp.clipboard().text() == PLANTED
    assert "ExcludeClipboardContentFromMonitorProcessing" in qapp.clipboard().mimeData().formats()
    notes = private_notes(window.desk).notes
    private_notes(window.desk).lock()
    assert not document.isUndoAvailable()
    assert document.toPlainText() == ""
    assert PLANTED not in words_shown()
    assert qapp.clipboard().text() == ""
    assert not notes.open
    assert reflections.entries(notes) == []
    assert PLANTED in kept(workspace)
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert PLANTED not in words_shown()


def test_a_line_copies_apart_from_histories_and_forgets(qtbot, qapp) -> None:
    line = PrivateLine()
    qtbot.addWidget(line)
    line.show()
    line.setFocus()
    QTest.keyClicks(line, PLANTED)
    line.selectAll()
    QTest.keyClick(line, Qt.Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert line.text() == ""
    assert "x-kde-passwordManagerHint" in qapp.clipboard().mimeData().formats()
    assert line.inputMethodHints() & Qt.InputMethodHint.ImhNoPredictiveText
    clipboard.forget()
    assert QGuiApplication.clipboard().text() == ""


def test_a_foreign_clipboard_is_left_alone(window, qapp) -> None:
    enter(window)
    qapp.clipboard().setText("from another program")
    private_notes(window.desk).lock()
    assert qapp.clipboard().text() == "from another program"
    qapp.clipboard().clear()


def test_the_beat_writes_whether_or_not_anything_was_typed(window, workspace) -> None:
    enter(window)
    private = private_notes(window.desk)
    assert private._beat.interval() == 60_000
    assert private._beat.isActive()
    seen = [container(workspace)]
    private._beat.timeout.emit()
    seen.append(container(workspace))
    window.page.shown.card.setFocus()
    type_in(PLANTED)
    assert container(workspace) == seen[-1], "typing alone writes nothing"
    private._beat.timeout.emit()
    seen.append(container(workspace))
    assert len(set(seen)) == 3
    assert len({len(each) for each in seen}) == 1
    assert PLANTED in kept(workspace)


def test_the_beat_goes_on_while_the_notes_are_locked_or_were_never_opened(
    window_of, workspace
) -> None:
    window = window_of(workspace)
    private = private_notes(window.desk)
    assert private._beat.isActive()
    seen = [container(workspace)]
    private._beat.timeout.emit()
    seen.append(container(workspace))
    window.open_page("diary", {})
    enter(window)
    window.page.shown.card.setFocus()
    type_in(PLANTED)
    private.lock()
    seen.append(container(workspace))
    private._beat.timeout.emit()
    seen.append(container(workspace))
    assert len(set(seen)) == 4
    assert len({len(each) for each in seen}) == 1
    assert PLANTED in kept(workspace)
    for each in window.desk.before_lock:
        each()
    assert container(workspace) not in seen
    assert not private._beat.isActive()
    seen.append(container(workspace))
    for each in window.desk.before_lock:
        each()
    private._beat.timeout.emit()
    assert container(workspace) == seen[-1], "signed out: nothing is written any more"


def test_a_beat_that_finds_no_way_to_write_says_nothing_and_comes_again(
    window_of, workspace, monkeypatch
) -> None:
    window = window_of(workspace)
    private = private_notes(window.desk)

    def full(_store: object, _actor: object) -> None:
        raise Refused("disk_full")

    with monkeypatch.context() as patch:
        patch.setattr(vault, "renew", full)
        private._beat.timeout.emit()
    assert window.page is None or window.page.banner is None
    before = container(workspace)
    private._beat.timeout.emit()
    assert container(workspace) != before


def test_four_minutes_without_a_touch_lock_and_keep(window, workspace) -> None:
    enter(window)
    private = private_notes(window.desk)
    window.page.shown.card.setFocus()
    type_in(PLANTED)
    assert private._idle.minutes == 4
    private._idle.idle.emit()
    assert isinstance(window.page.shown, PrivateDoor)
    assert PLANTED not in words_shown()
    enter(window)
    assert PLANTED in words_shown()


def test_closing_the_workspace_keeps_the_last_words(window, workspace) -> None:
    enter(window)
    window.page.shown.card.setFocus()
    type_in(PLANTED)
    for each in window.desk.before_lock:
        each()
    assert PLANTED in kept(workspace)
    assert private_notes(window.desk).notes is None


def test_a_failed_writing_offers_another_try(window, workspace) -> None:
    enter(window)
    private = private_notes(window.desk)
    window.page.shown.card.setFocus()
    type_in(PLANTED)
    sealed = private.notes.sealed()
    private._not_written(Refused("disk_full"), sealed)
    assert window.page.banner.button.text() == "Try again"
    window.page.banner.button.click()
    assert container(workspace) == sealed
    assert window.page.banner is None


def test_done_for_today_locks(window) -> None:
    enter(window)
    window.page.shown.card.done.click()
    assert isinstance(window.page.shown, PrivateDoor)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_no_report_tells_that_somebody_opened_private_notes(window) -> None:
    window.open_page("help", {})
    window.open_page("checkin", {})
    window.open_page("diary", {})
    report = errors.report(ValueError())
    assert "open help" in report
    assert "diary" not in report
    assert "checkin" not in report


# the diary


def test_two_minutes_free_page_search_and_energy(window) -> None:
    enter(window)
    view = window.page.shown
    view.card.setFocus()
    type_in("A round with one word each")
    view.card.form.energy.setFocus()
    step = view.card.form.energy.steps[4]
    step.setFocus()
    press(Qt.Key.Key_4)
    assert view.card.entry.energy == 4
    press(Qt.Key.Key_4)
    assert view.card.entry.energy is None
    view.card.kind.chosen.emit("reflection")
    type_in(f"A free thought on {PLANTED}")
    assert len(view.days.rows()) == 2
    view.search.setFocus()
    type_in("marmelaadiPIRUKAS")
    assert [row.place for row in view.days.rows()] == ["free page"]
    view.search.setText("nothing of this")
    assert view.days.rows() == []
    view.search.setText("")
    view.days.setFocus()
    press(Qt.Key.Key_End)
    press(Qt.Key.Key_Home)
    assert view.card.entry == view.days.rows()[0].entry


def test_what_was_not_expected_is_found_again(window) -> None:
    enter(window)
    view = window.page.shown
    field(view, 0).setPlainText("tried")
    view.apart.click()
    assert view.days.rows() == []
    field(view, 2).setPlainText("that I need it more than they do")
    view.fill_days()
    assert len(view.days.rows()) == 1


def test_deleting_asks_and_the_answer_is_obeyed(window) -> None:
    enter(window)
    view = window.page.shown
    assert not view.card.remove.isEnabled()
    field(view).setPlainText(PLANTED)
    view.card.remove.click()
    question = window.findChild(QDialog)
    question.reject()
    assert PLANTED in words_shown()
    view.card.remove.click()
    next(d for d in window.findChildren(QDialog) if d.isVisible()).findChild(QWidget, "do").click()
    assert PLANTED not in words_shown()
    assert reflections.entries(private_notes(window.desk).notes) == []


def test_a_field_that_is_too_long_is_said(window) -> None:
    enter(window)
    view = window.page.shown
    field(view).setPlainText("x" * 20_001)
    assert "Too long" in view.card.status.text()
    assert reflections.entries(private_notes(window.desk).notes) == []
    field(view).setPlainText("x")
    assert view.card.status.text() == "Kept as you type."


def test_pages_fit_a_small_screen(window) -> None:
    enter(window)
    for key in ("diary", "checkin", "help"):
        window.open_page(key, {})
        assert window.minimumSizeHint().height() <= 800
        assert window.minimumSizeHint().width() <= 1280


# How am I?


def switch_on(window: MainWindow) -> None:
    wellbeing.switch_on(
        window.desk.store, window.desk.actor, on=TODAY, form="Meeting", assessment_read=True
    )


def test_off_until_the_coordinator_records_consultation_and_assessment(window) -> None:
    window.open_page("checkin", {})
    assert "Not yet switched on here" in words_shown()
    card = window.page.shown.findChild(checkin_switch())
    card.save()
    assert wellbeing.switched_on(window.desk.store, window.desk.actor) is None
    card.on.editor.set_value(TODAY)
    card.form.editor.set_value("Meeting of all")
    card.save()
    assert "Read it first, then tick." in words_shown()
    card.read.click()
    card.save()
    assert wellbeing.switched_on(window.desk.store, window.desk.actor).form == "Meeting of all"
    assert isinstance(window.page.shown, PrivateDoor)


def checkin_switch() -> type:
    from mobdesk.ui.checkin.switching import SwitchCard

    return SwitchCard


def test_a_trainer_reads_that_it_is_off_and_has_the_diary(window, monkeypatch) -> None:
    from mobdesk.domain.roles import Role

    window.desk.actor = window.desk.actor._replace(role=Role.TRAINER)
    window.open_page("checkin", {})
    assert window.page.shown.findChild(checkin_switch()) is None
    assert "Your diary needs no switch" in words_shown()


def test_a_whole_check_in_by_keyboard(window, workspace) -> None:
    switch_on(window)
    window.open_page("checkin", {})
    enter(window)
    view = window.page.shown
    assert isinstance(view, CheckInView)
    view.setFocus()
    for number in range(len(items())):
        assert view.questions.step == number
        press(Qt.Key.Key_3 if number else Qt.Key.Key_5)
        for _tab in range(8):
            press(Qt.Key.Key_Tab)
            if getattr(QApplication.focusWidget(), "text", str)() == "Next":
                break
        press(Qt.Key.Key_Space)
    type_in("Tea with a colleague")
    press(Qt.Key.Key_Return)
    day, answers = wellbeing.checkins(private_notes(window.desk).notes)[0][1]
    assert day == TODAY
    assert list(answers.values()) == [4, 2, 2, 2, 2, 2, 2]
    assert "Next time from 7 December 2026" in words_shown()
    assert "Your line starts" not in words_shown()
    view.line.switch.choose("table")
    view.line.fill()
    assert "Tea with a colleague" in words_shown()
    private_notes(window.desk).lock()
    assert "Tea with a colleague" not in words_shown()
    assert "checkin" not in kept(workspace)


def test_skipping_is_fine_and_a_lock_loses_no_answer(window) -> None:
    switch_on(window)
    window.open_page("checkin", {})
    enter(window)
    view = window.page.shown
    view.setFocus()
    press(Qt.Key.Key_2)
    view.questions.go(1)
    view.questions._skip(items()[1].key)
    private_notes(window.desk).lock()
    enter(window)
    questions = window.page.shown.questions
    assert questions.step == 2
    assert questions.answers == {items()[0].key: 1, items()[1].key: None}


def test_hiding_pausing_and_deleting_a_day(window) -> None:
    switch_on(window)
    window.open_page("checkin", {})
    enter(window)
    notes = private_notes(window.desk).notes
    wellbeing.keep(notes, TODAY, {items()[0].key: 3}, {})
    view = window.page.shown
    view.line.fill()
    assert view.line._chart.isVisible()
    view.line.hide_line.click()
    assert not view.line._chart.isVisible()
    view.line.hide_line.click()
    view.line.pause.click()
    assert wellbeing.choices(notes).paused
    assert "Nothing is asked until you go on." in words_shown()
    view.line.pause.click()
    assert not wellbeing.choices(notes).paused
    view.line.switch.choose("table")
    view.line.fill()
    QApplication.processEvents()
    table = view.line._table
    assert table.height() <= table.sizeHint().height()  # one row, not spread over the card
    view.line._table.remove_asked.emit(TODAY)
    next(d for d in window.findChildren(QDialog) if d.isVisible()).findChild(QWidget, "do").click()
    assert wellbeing.checkins(notes) == []


def test_harder_weeks_ask_gently_and_not_now_is_quiet(window) -> None:
    switch_on(window)
    window.open_page("checkin", {})
    enter(window)
    notes = private_notes(window.desk).notes
    for number in range(10):
        value = 0 if number > 6 else 3
        day = TODAY - timedelta(days=14 * (10 - number))
        wellbeing.keep(notes, day, {item.key: value for item in items()}, {})
    window.page.show_now()
    view = window.page.shown
    assert view.flag.isVisible()
    view.not_now.click()
    assert not view.flag.isVisible()
    window.page.show_now()
    assert not window.page.shown.flag.isVisible()


# help


def test_help_without_signing_in_shows_112_and_public_contacts_only(qtbot, workspace) -> None:
    help_service.set_contacts(workspace.store, workspace.actor, [
        {"name": "Crisis line", "phone": "116 123", "public": True, "checked_on": TODAY},
        {"name": "Inner contact", "public": False},
    ])  # fmt: skip
    view = help.unlocked_widget(workspace.folder)
    qtbot.addWidget(view)
    view.resize(1280, 800)
    view.show()
    said = words_shown()
    assert "112" in said
    assert "Crisis line" in said
    assert "Inner contact" not in said
    nowhere = help.unlocked_widget(None)
    qtbot.addWidget(nowhere)
    nowhere.show()


def test_the_coordinator_keeps_contacts_and_undo_follows_in_the_file(window, workspace) -> None:
    help.publish(window.desk)
    QTest.keyClick(window, Qt.Key.Key_F1)
    dialog = window.page.add_contact()
    dialog.form.load({"name": "Crisis line", "phone": "116 123", "public": True})
    dialog.save()
    assert [c.name for c in help_service.public_contacts(workspace.folder)] == ["Crisis line"]
    assert "Not checked yet" in words_of_badges(window)
    row = help_service.contacts(workspace.store, workspace.actor)[0]
    dialog = window.page.change_contact(row)
    dialog.form.load({**row._asdict(), "public": False})
    dialog.save()
    assert help_service.public_contacts(workspace.folder) == []
    window.desk.undo()
    assert [c.name for c in help_service.public_contacts(workspace.folder)] == ["Crisis line"]
    window.page.remove_contact(row)
    assert help_service.public_contacts(workspace.folder) == []


def words_of_badges(window: MainWindow) -> list[str]:
    from mobdesk.ui.parts.marks import Badge

    return [badge.text for badge in window.page.findChildren(Badge)]


def test_a_changed_help_file_is_overwritten_and_said(window, workspace) -> None:
    help_service.set_contacts(
        workspace.store, workspace.actor, [{"name": "Crisis line", "public": True}]
    )
    (workspace.folder / help_service.FILE).write_text("[]")
    help.publish(window.desk)
    assert "changed outside Mobdesk" in words_shown()
    assert help_service.public_contacts(workspace.folder)


def test_every_shortcut_stands_in_help(window) -> None:
    from mobdesk.ui import keys as shortcuts

    window.open_page("help", {})
    said = words_shown()
    assert all(key.words in said for key in (*shortcuts.KEYS, *shortcuts.ELSEWHERE))
