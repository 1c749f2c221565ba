from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.settings import SettingsFile
from mobdesk.ui import dialogs, errors, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import Job
from mobdesk.ui.keys import KEYS
from mobdesk.ui.pages import Mode, Page, PageSpec, mode_of
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.shell import MainWindow


class Plain(Page):
    tables = frozenset({"people"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "A page")
        self.read = 0
        self.went: list[dict] = []
        self.stays = False
        self.field = QLineEdit()
        self.field.setAccessibleName("Search")
        self.body.addWidget(self.field)
        self.header.add_action(Button("Import"))
        self.header.add_action(Button("Add a person", "main"))

    def refresh(self) -> None:
        self.read += 1

    def go(self, **where) -> None:
        self.went.append(where)

    def focus_search(self) -> bool:
        self.field.setFocus()
        return True

    def may_leave(self) -> bool:
        return not self.stays


COORDINATOR = frozenset({Role.COORDINATOR})
SPECS = (
    PageSpec("today", "Today", "today", "today", Plain),
    PageSpec("projects", "Projects", "projects", "plan", Plain, COORDINATOR),
    PageSpec("mobilities", "Mobilities", "mobilities", "plan", Plain),
    PageSpec("mobility", "Mobility", "mobilities", "plan", Plain, listed=False, under="mobilities"),
    PageSpec("people", "Participants", "people", "people", Plain, COORDINATOR),
    PageSpec("diary", "Diary", "diary", "private", Plain),
    PageSpec("help", "Help", "help", "foot", Plain),
)


@pytest.fixture
def settings(tmp_path):
    return SettingsFile(tmp_path / "settings.json")


@pytest.fixture
def make(qtbot, qapp, jobs, settings):
    def build(role: Role = Role.COORDINATOR) -> MainWindow:
        desk = Desk(None, Actor(1, "kersti", role), jobs, settings)
        window = MainWindow(desk, SPECS, organisation="Emajõe koolituskeskus")
        qtbot.addWidget(window)
        window.resize(1280, 800)
        window.show()
        window.activateWindow()
        qapp.processEvents()
        return window

    return build


@pytest.fixture
def window(make):
    return make()


def _key(window: MainWindow, keys: str) -> None:
    from PySide6.QtGui import QKeySequence

    combination = QKeySequence(keys)[0]
    target = QApplication.focusWidget() or window
    QTest.keyClick(target, combination.key(), combination.keyboardModifiers())


def test_pages_are_built_when_first_opened(window):
    assert list(window.pages) == ["today"]
    window.open_page("people", {"id": 3})
    assert list(window.pages) == ["today", "people"]
    assert window.page.went == [{"id": 3}]
    assert window.windowTitle() == "Participants – Mobdesk"
    assert window.sidebar.items["people"].isChecked()


def test_a_role_sees_only_its_pages(make):
    trainer = make(Role.TRAINER)
    assert list(trainer.sidebar.items) == ["today", "mobilities", "diary", "help"]
    trainer.open_page("people", {})
    assert trainer.page.header.title.text() == "A page"
    assert list(trainer.pages) == ["today"]


def test_a_record_page_marks_its_list(window):
    window.open_page("mobility", {"id": 1})
    assert window.sidebar.items["mobilities"].isChecked()
    assert "mobility" not in window.sidebar.items


def test_hidden_pages_read_again_when_shown(window):
    today = window.page
    window.open_page("people", {})
    people = window.page
    reads = today.read, people.read
    window.desk.hub.tell(Done(None, "x", {}, frozenset({"people"})))
    assert (today.read, people.read) == (reads[0], reads[1] + 1)
    window.open_page("today", {})
    assert today.read == reads[0] + 1
    window.desk.hub.tell(Done(None, "x", {}, frozenset({"rates"})))
    assert today.read == reads[0] + 1


@pytest.mark.parametrize(
    ("keys", "page"), [("Ctrl+2", "projects"), ("Ctrl+4", "people"), ("F1", "help")]
)
def test_pages_by_keyboard(window, keys, page):
    _key(window, keys)
    assert window.page is window.pages[page]


def test_f6_goes_between_sidebar_and_page(window):
    _key(window, "Ctrl+F")
    assert window.focusWidget() is window.page.field
    _key(window, "F6")
    assert window.focusWidget() is window.sidebar.items["today"]
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
    assert window.sidebar.isAncestorOf(window.focusWidget())
    _key(window, "F6")
    assert window.focusWidget() is window.page.field


def test_back_returns_to_the_page_before(window):
    window.open_page("people", {"id": 1})
    window.open_page("mobilities", {})
    _key(window, "Alt+Left")
    assert window.page is window.pages["people"]
    assert window.page.went == [{"id": 1}, {"id": 1}]


def test_a_page_with_typing_at_risk_stays(window):
    window.page.stays = True
    window.open_page("people", {})
    assert window.page is window.pages["today"]
    assert window.sidebar.items["today"].isChecked()
    assert not window.close()
    window.page.stays = False


def test_undo_and_redo_by_keyboard(window, monkeypatch):
    from mobdesk.services import history

    done = Done(7, "people_removed", {"n": 1}, frozenset({"people"}))
    heard = []
    monkeypatch.setattr(history, "undo", lambda s, a, change: heard.append(change) or done)
    monkeypatch.setattr(history, "redo", lambda s, a: heard.append("redo") or done)
    window.sidebar.focus()
    _key(window, "Ctrl+Z")
    _key(window, "Ctrl+Shift+Z")
    assert heard == [None, "redo"]


def test_a_change_is_said_quietly_with_its_own_undo(window, monkeypatch):
    from mobdesk.services import history

    heard = []
    monkeypatch.setattr(
        history,
        "undo",
        lambda s, a, change: heard.append(change) or Done(8, "people_removed", {"n": 1}),
    )
    window.desk.finished(Done(7, "person_added", {"name": "Maarja"}, frozenset({"people"})))
    assert window.messages.quiet.isVisible()
    assert "Maarja" in window.messages.quiet.text()
    window.messages.quiet._undo.click()
    assert heard == [7]
    assert window.messages.quiet._undo.text() == "Do it again"


def test_a_known_error_is_a_banner_where_it_happened(window):
    def service(store, actor):
        raise Invalid([Problem("start", "not_a_date")])

    window.desk.write(window.page, service)
    said = window.page.banner.accessibleName()
    assert said.startswith("Some fields need another look. This is not a date.")
    window.page.banner.button.click()
    assert window.page.banner is None


def test_anything_else_is_our_fault_and_the_report_names_nobody(window):
    def service(store, actor):
        raise ValueError("Maarja Tamm has no /home/kersti/file")

    window.desk.read(window.page, service, then=print)
    dialog = window.findChild(dialogs.Dialog)
    assert dialog.title.text() == "This did not work, and the fault is ours"
    dialog.findChildren(Button)[0].click()
    report = QApplication.clipboard().text()
    assert "ValueError" in report
    assert "mobdesk.ui.jobs" in report
    for secret in ("Maarja", "home", "kersti"):
        assert secret not in report
    dialog.accept()
    window.open_page("people", {})
    assert window.page is window.pages["people"]


def test_a_refusal_that_nobody_worded_is_a_bug(window):
    assert errors.worded(Refused("no_such_code_anywhere")) is None


def test_locking_takes_everything_out_of_the_window(window, qapp):
    from mobdesk.ui import clipboard

    window.open_page("people", {})
    window.desk.drafts["people/1"] = {"name": "Maarja"}
    clipboard.copy("Maarja")
    asked = dialogs.ask(window, "Sure?", "", (), lambda _key: None)
    asked_names = [asked.accessibleName()]
    window.show_locked(QLabel("Locked"))
    assert window.locked
    assert window.pages == {}
    assert window.sidebar is None
    assert window.desk.drafts == {}
    assert QApplication.clipboard().text() == ""
    assert not window.findChildren(Page)
    assert not window.findChildren(dialogs.Dialog), asked_names
    assert "Participants" not in window.windowTitle()
    _key(window, "Ctrl+2")
    window.open_page("today", {})
    assert window.pages == {}
    window.unlock()
    assert not window.locked
    assert window.page is window.pages["people"]


def test_ctrl_l_asks_to_lock(window, qtbot):
    with qtbot.waitSignal(window.lock_asked, timeout=1000):
        _key(window, "Ctrl+L")


def test_a_window_without_a_desk_shows_only_the_way_in(qtbot, settings):
    window = MainWindow(settings=settings)
    qtbot.addWidget(window)
    window.show_locked(QLabel("Who are you?"))
    window.show()
    assert window.locked
    assert window.page is None


def test_dropped_spreadsheets_are_offered_and_other_files_are_not(window, qtbot, tmp_path):
    def drop(*names: str) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(tmp_path / name)) for name in names])
        window.dropEvent(
            QDropEvent(
                QPointF(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
            )
        )  # fmt: skip

    got = []
    window.sheets_dropped.connect(got.append)
    drop("list.XLSX", "photo.jpg")
    drop("photo.jpg")
    assert got == [[tmp_path / "list.XLSX"]]


@pytest.mark.parametrize(
    ("characters", "mode"), [(181, Mode.WIDE), (145, Mode.MIDDLE), (91, Mode.NARROW)]
)
def test_the_width_decides_about_the_layout(window, qapp, characters, mode):
    window.resize(theme.current().chars(characters), 800)
    qapp.processEvents()
    assert mode_of(window.width()) is mode
    assert window.page.mode is mode
    assert window.sidebar.items["today"].isVisible() is (mode is Mode.WIDE)
    assert window.sidebar.rail["today"].bare is (mode is Mode.NARROW)
    window.open_page("people", {})
    assert window.page.mode is mode


def test_narrow_puts_the_main_action_first(window, qapp):
    page = window.page
    texts = lambda: [  # noqa: E731
        page.header._actions.itemAt(n).widget().text()
        for n in range(page.header._actions.count())
        if page.header._actions.itemAt(n).widget()
    ]
    assert texts() == ["Import", "Add a person"]
    page.set_mode(Mode.NARROW)
    assert texts() == ["Add a person", "Import"]


def test_groups_that_do_not_fit_fold_but_never_the_open_one(window, qapp):
    sidebar = window.sidebar
    window.open_page("people", {})
    sidebar.resize(sidebar.width(), 330)
    assert not sidebar.titles["people"].folded
    assert sidebar.titles["private"].folded
    assert not sidebar.items["diary"].isVisible()
    sidebar.resize(sidebar.width(), 900)
    assert not sidebar.titles["private"].folded


def test_what_the_user_folds_stays_folded(make, settings):
    first = make()
    first.sidebar.titles["people"].click()
    assert first.sidebar.titles["people"].folded
    assert settings.now.folded == {"people": True}
    assert make().sidebar.titles["people"].folded


def test_a_group_of_the_rail_opens_its_list_or_its_only_page(window, qapp):
    sidebar = window.sidebar
    assert [a.text() for a in sidebar.group_menu("plan").actions()] == ["Projects", "Mobilities"]
    sidebar.rail["people"].click()
    assert window.page is window.pages["people"]


def test_everything_in_the_window_has_a_name(window):
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    for kind in (QAbstractButton, QLineEdit):
        for widget in window.findChildren(kind):
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            assert widget.accessibleName() or text, widget


def test_size_and_place_are_remembered(make, settings, qapp):
    first = make()
    first.resize(780, 600)
    first.close()
    again = MainWindow(settings=settings)
    assert (again.width(), again.height()) == (780, 600)
    settings.change(geometry="not base64 at all")
    assert MainWindow(settings=settings).width() >= 1000


def test_a_slow_job_shows_how_far_it_is_and_can_be_stopped(window):
    job = Job(None, print, print, None, "job.reading", "files", "", None, True)
    job.done, job.total = 18_240, 50_000
    window.messages.show_job(job)
    (row,) = window.messages.working()
    assert row._words.text() == "18,240 of 50,000"
    row.cancel.click()
    with pytest.raises(Exception, match="cancelled"):
        job.progress.check()
    window.messages.end_job(job)
    assert window.messages.working() == []


def test_no_shortcut_is_used_twice():
    keys = [keys for key in KEYS for keys in key.keys]
    assert len(keys) == len(set(keys))


def test_text_grows_by_keyboard_and_is_remembered(window, settings, qapp):
    try:
        _key(window, "Ctrl+=")
        assert settings.now.text_percent == 125
        _key(window, "Ctrl+-")
        _key(window, "Ctrl+-")
        assert settings.now.text_percent == 100
    finally:
        theme.apply(qapp, scale=1.0)
