"""The program from the first start to the locked window, through real workspaces."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from mobdesk import app as program
from mobdesk.app import Program
from mobdesk.domain.roles import Role
from mobdesk.models import backups as rooms
from mobdesk.models.copies import vault_digests
from mobdesk.services import backups, projects, workspaces
from mobdesk.ui import single
from mobdesk.ui.private import PrivateNotes
from mobdesk.ui.start.new import ProjectStep, WordsStep
from mobdesk.ui.start.page import StartPage
from mobdesk.ui.unlock.forgot import ForgotPage
from mobdesk.ui.unlock.from_copy import FromCopyPage
from mobdesk.ui.unlock.helping import HelpWithoutSigningIn
from mobdesk.ui.unlock.page import UnlockPage
from mobdesk.ui.unlock.replace import ReplacePage
from tests.ui.workspaces import FAST, PHRASE, shown

Start = Callable[..., Program]


def unlock(one: Program, passphrase: str = PHRASE) -> UnlockPage:
    page = shown(one)
    assert isinstance(page, UnlockPage)
    page.passphrase.setText(passphrase)
    QTest.keyClick(page.passphrase, Qt.Key.Key_Return)
    return page


def test_without_a_workspace_three_ways_to_begin_are_offered(start: Start) -> None:
    one = start()
    page = shown(one)
    assert isinstance(page, StartPage)
    assert one.window.locked
    assert [t.text() for t in (page.demo, page.new, page.open)] == [
        "Look at the demo", "Start with a project code", "Open a workspace"
    ]  # fmt: skip


def test_a_copy_on_a_stick_becomes_a_workspace_in_a_new_place(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    """The old laptop is not known here: it is said who may be back."""
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    stick = tmp_path / "stick"
    stick.mkdir()
    copy = stick / "all.mobdesk-backup"
    backups.make_file(opened.store, opened.actor, copy, now=datetime.now().astimezone())
    opened.close()
    one = start()
    shown(one).copy.click()
    page = shown(one)
    assert isinstance(page, FromCopyPage)
    assert not page.button.isEnabled()
    page.place = tmp_path / "new"
    page.place.mkdir()
    page.take(folder / "keys.json")
    assert "is not a backup" in page.banner.accessibleName()
    page.take(copy)
    page.name.editor.setText("Back again")
    page.passphrase.editor.setText("something else")
    page.button.click()
    assert page.passphrase.error.text().startswith("This passphrase is not right")
    page.passphrase.editor.setText(PHRASE)
    page.button.click()
    assert "may be in it again" in page.banner.accessibleName()
    page.banner.button.click()
    unlock(one)
    assert one.workspace is not None
    assert one.workspace.folder == tmp_path / "new" / "Back again.mobdesk"


def test_a_sign_in_without_notes_renews_the_container_and_the_closing_copy_holds_it(
    start: Start, folder: Path
) -> None:
    def digests(opened: workspaces.Workspace) -> dict[str, str]:
        with opened.store.read() as s:
            return vault_digests(s.connection().connection.driver_connection)

    one = start(folder)
    unlock(one)
    assert one.workspace is not None
    assert one.window.desk is not None
    keys, before = one.workspace.store.keys, digests(one.workspace)
    one.window.desk.hub.findChild(PrivateNotes)._beat.timeout.emit()
    beaten = digests(one.workspace)
    one._close_for_today()
    opened = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    after = digests(opened)
    opened.close()
    assert len({*before.values(), *beaten.values(), *after.values()}) == 3
    (copy,) = rooms.containers(rooms.local_place(folder), [keys])
    assert copy.facts is not None
    assert copy.facts.vaults == after


def test_a_workspace_of_this_computer_tells_who_was_erased(
    start: Start, folder: Path, tmp_path: Path
) -> None:
    one = start(folder)
    unlock(one)
    assert one.workspace is not None
    copy = tmp_path / "stick" / "all.mobdesk-backup"
    copy.parent.mkdir()
    now = datetime.now().astimezone()
    backups.make_file(one.workspace.store, one.workspace.actor, copy, now=now)
    one.lock()
    one.show_from_copy()
    page = shown(one)
    assert isinstance(page, FromCopyPage)
    page.place = tmp_path / "new"
    page.place.mkdir()
    page.take(copy)
    page.name.editor.setText("Back again")
    page.passphrase.editor.setText(PHRASE)
    page.button.click()
    assert "is back: 0 people" in page.banner.accessibleName()
    assert "may be in it again" not in page.banner.accessibleName()


def test_a_new_workspace_with_its_project_from_the_first_start(
    start: Start, tmp_path: Path
) -> None:
    one = start()
    QTest.mouseClick(shown(one).new, Qt.MouseButton.LeftButton)
    step = shown(one)
    assert isinstance(step, ProjectStep)
    step.place = tmp_path
    step.code.field.setText("2026-1-EE01-KA121-ADU-OOO312345")
    step.organisation.editor.setText("Võru kool")
    step.go_on.click()
    words = shown(one)
    assert isinstance(words, WordsStep)
    passphrase = words.words.value()
    assert len(passphrase.split()) == 5
    assert not words.make.isEnabled()
    words.words.written.click()
    words.words.known.click()
    words.make.click()
    assert not one.window.locked
    assert one.window.page is not None
    assert one.workspace is not None
    store, actor = one.workspace.store, one.workspace.actor
    assert list(projects.codes(store, actor)) == ["2026-1-EE01-KA121-ADU-000312345"]
    folder = one.workspace.folder
    assert folder == tmp_path / "Võru kool.mobdesk"
    assert one.settings.now.workspaces == [str(folder)]
    one.lock()
    unlock(one, passphrase)
    assert not one.window.locked


def test_the_words_are_gone_from_the_screen_after_they_were_used(
    start: Start, tmp_path: Path
) -> None:
    one = start()
    one.show_new()
    step = shown(one)
    step.place = tmp_path
    step.organisation.editor.setText("Kool")
    step.go_on.click()
    words = shown(one)
    passphrase = words.words.value()
    words.words.written.click()
    words.words.known.click()
    words.make.click()
    assert passphrase not in "".join(w.text() for w in one.window.findChildren(QLabel))


def test_the_last_workspace_is_offered_and_opens_with_its_passphrase(
    start: Start, folder: Path
) -> None:
    one = start(folder)
    unlock(one)
    assert not one.window.locked
    assert one.window.windowTitle() == "Today – Mobdesk"


def test_locking_closes_the_store_and_clears_the_window(start: Start, folder: Path) -> None:
    one = start(folder)
    unlock(one)
    one.window.open_page("settings", {})
    QTest.keyClick(one.window, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert one.window.locked
    assert one.workspace is None
    assert one.window.desk is None
    assert not one.window.pages
    assert not (folder / "workspace.lock").exists()
    workspaces.open_(folder, "coordinator", PHRASE, policy=FAST).close()
    unlock(one)
    assert one.window.open_key == "settings"


def test_a_program_that_was_cut_off_says_so_at_the_next_start(start: Start, folder: Path) -> None:
    (folder / "backups" / ".copy-0.part").write_bytes(b"half")
    one = start(folder)
    unlock(one)
    labels = one.window.messages.quiet.findChildren(QLabel)
    assert any("cut off in the middle" in label.text() for label in labels)


def test_what_must_happen_before_locking_happens_while_the_store_is_open(
    start: Start, folder: Path
) -> None:
    one = start(folder)
    unlock(one)
    desk = one.window.desk
    assert desk is not None
    seen = []
    desk.before_lock.append(lambda: seen.append(desk.store.setting("workspace_id", "")))
    one.lock()
    assert seen
    assert seen[0]


def test_nobody_there_for_a_while_locks(start: Start, folder: Path) -> None:
    one = start(folder)
    unlock(one)
    one._idle.idle.emit()
    assert isinstance(shown(one), UnlockPage)


def test_the_demo_opens_by_itself_and_says_demo_in_the_title(
    start: Start, demo_folder: Path
) -> None:
    one = start(demo_folder, demo=True)
    assert not one.window.locked
    assert one.window.windowTitle().endswith("DEMO")
    one.window.open_page("settings", {})
    assert one.window.windowTitle().endswith("DEMO")
    assert one.settings.now.workspaces == []


def test_the_evening_of_the_trainer_can_be_seen_in_the_demo(
    start: Start, demo_folder: Path
) -> None:
    one = start(demo_folder, demo=True)
    quiet = one.window.messages.quiet.findChildren(QLabel)
    assert any("Press Ctrl+L to look at it as the trainer." in label.text() for label in quiet)
    for nickname, role in (("trainer", Role.TRAINER), ("coordinator", Role.COORDINATOR)):
        one.lock()
        page = shown(one)
        assert isinstance(page, UnlockPage)
        assert "the passphrase is “demo”" in page.field.help.text()
        assert not page.forgot.isVisible()
        page.tiles.choose(nickname)
        unlock(one, "demo")
        assert one.workspace is not None
        assert one.workspace.demo
        assert one.workspace.actor.role is role
        assert one.window.windowTitle().endswith("DEMO")
    one.lock()
    shown(one).other_asked.emit()
    assert isinstance(shown(one), StartPage)
    assert one.settings.now.workspaces == []


def test_the_menu_of_the_demo_looks_as_somebody_else(start: Start, demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    assert list(one._others()) == ["trainer"]
    one._others()["trainer"]()
    assert one.workspace is not None
    assert one.workspace.actor.nickname == "trainer"
    assert list(one._others()) == ["coordinator"]


def test_help_of_the_demo_goes_back_to_the_demo(start: Start, demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    one.lock()
    shown(one).help_asked.emit()
    shown(one).back_asked.emit()
    page = shown(one)
    assert isinstance(page, UnlockPage)
    assert "the passphrase is “demo”" in page.field.help.text()


def test_without_the_switch_the_trainer_of_a_demo_is_let_in_as_the_trainer(
    start: Start, demo_folder: Path
) -> None:
    one = start(demo_folder)
    shown(one).tiles.choose("trainer")
    unlock(one, "demo")
    shown(one).banner.button.click()
    assert one.workspace is not None
    assert one.workspace.actor.nickname == "trainer"


def test_a_demo_without_its_switch_is_refused_with_a_way_on(
    start: Start, demo_folder: Path
) -> None:
    one = start(demo_folder)
    page = shown(one)
    assert isinstance(page, UnlockPage)
    page.tiles.choose("coordinator")
    unlock(one, "demo")
    page = shown(one)
    assert isinstance(page, UnlockPage)
    assert one.window.locked
    assert page.banner.button.text() == "Look at the demo"
    page.banner.button.click()
    assert not one.window.locked
    assert one.window.windowTitle().endswith("DEMO")


def test_a_real_workspace_never_opens_as_a_demo(start: Start, folder: Path) -> None:
    one = start(folder, demo=True)
    assert one.window.locked
    assert "real workspace" in shown(one).banner.accessibleName()


def test_a_one_time_passphrase_is_replaced_before_anything_is_shown(
    start: Start, folder: Path
) -> None:
    from mobdesk.services import accounts

    open_ = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    made = accounts.add(open_.store, open_.actor, "mets7", Role.TRAINER)
    open_.close()
    one = start(folder)
    shown(one).tiles.choose("mets7")
    unlock(one, made.passphrase)
    page = shown(one)
    assert isinstance(page, ReplacePage)
    assert one.window.locked
    new = page.words.value()
    page.words.written.click()
    page.words.known.click()
    page.old.editor.setText("wrong words")
    page.button.click()
    assert page.old.error.text()
    page.old.editor.setText(made.passphrase)
    page.button.click()
    assert not one.window.locked
    one.lock()
    shown(one).tiles.choose("mets7")
    unlock(one, new)
    assert not one.window.locked
    assert "history" not in [spec.key for spec in one.window.specs]


def test_the_sheet_opens_a_workspace_whose_passphrase_is_lost(start: Start, folder: Path) -> None:
    open_ = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    code = " ".join(workspaces.sheet_code(open_))
    open_.close()
    one = start(folder)
    shown(one).forgot.click()
    page = shown(one)
    assert isinstance(page, ForgotPage)
    said = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "Bank accounts" in said  # what the sheet does not open is told before it is used
    new = page.words.value()
    page.words.written.click()
    page.words.known.click()
    page.code.editor.setPlainText(code[:-4] + "AAAA")
    page.button.click()
    assert page.code.error.text()
    page.code.editor.setPlainText(code.lower())
    page.button.click()
    assert not one.window.locked
    one.lock()
    unlock(one, new)
    assert not one.window.locked


def test_a_damaged_key_file_offers_its_good_copy(start: Start, folder: Path) -> None:
    keys = folder / "keys.json"
    content = bytearray(keys.read_bytes())
    content[-20] ^= 1
    keys.write_bytes(bytes(content))
    one = start(folder)
    page = shown(one)
    assert not page.button.isEnabled()
    assert page.banner.button.text() == "Use the second copy"
    page.banner.button.click()
    assert page.nickname() == "coordinator"
    unlock(one)
    assert not one.window.locked


def test_with_both_key_files_gone_the_sheet_makes_new_ones(start: Start, folder: Path) -> None:
    open_ = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    code = "".join(workspaces.sheet_code(open_))
    open_.close()
    for name in ("keys.json", "keys.json.bak"):
        (folder / name).write_bytes(b"damaged")
    one = start(folder)
    assert shown(one).banner.button.text() == "Use the workspace sheet"
    shown(one).banner.button.click()
    page = shown(one)
    page.who.editor.setText("coordinator")
    page.code.editor.setPlainText(code)
    page.words.written.click()
    page.words.known.click()
    page.button.click()
    assert not one.window.locked
    assert one.workspace is not None
    assert one.workspace.actor.role is Role.COORDINATOR


def test_a_workspace_that_is_open_elsewhere_says_where(start: Start, folder: Path) -> None:
    other = workspaces.open_(folder, "coordinator", PHRASE, policy=FAST)
    one = start(folder)
    unlock(one)
    assert one.window.locked
    assert "open on the computer" in shown(one).banner.accessibleName()
    other.close()
    shown(one).passphrase.setText(PHRASE)
    shown(one).banner.button.click()
    assert not one.window.locked


def test_help_opens_without_signing_in(start: Start, folder: Path) -> None:
    one = start(folder)
    shown(one).help_asked.emit()
    assert isinstance(shown(one), HelpWithoutSigningIn)
    shown(one).back_asked.emit()
    assert isinstance(shown(one), UnlockPage)


def test_another_workspace_is_chosen_by_its_folder(
    start: Start, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = start()
    choice = [str(tmp_path / "nothing"), str(folder)]
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_a: choice.pop(0))
    shown(one).open.click()
    assert "folder is not there" in shown(one).banner.accessibleName()
    shown(one).banner.button.click()
    shown(one).open.click()
    assert shown(one).nickname() == "coordinator"


def test_the_first_change_of_a_day_is_followed_by_a_copy(start: Start, folder: Path) -> None:
    one = start(folder)
    unlock(one)
    assert one.window.desk is not None
    values = {"code": "2026-1-EE01-KA121-ADU-000312345"}
    one.window.desk.write(None, projects.add, values)
    assert len(list((folder / "backups").glob("*.mobdesk-backup"))) == 1


def test_a_second_start_raises_the_window_that_is_there(start: Start, folder: Path, qtbot) -> None:
    one = start(folder)
    qtbot.waitUntil(lambda: one._attending)  # once the window is painted
    with qtbot.waitSignal(one._single.raise_asked):
        assert single.raise_other(folder)
    assert not single.raise_other(folder / "another")


def test_every_room_has_pages_with_names_and_known_groups() -> None:
    from mobdesk.ui.sidebar import GROUPS

    found = program.specs()
    keys = [spec.key for spec in found]
    assert len(keys) == len(set(keys))
    assert all(spec.group in GROUPS for spec in found)
    listed = {spec.key for spec in found if spec.listed}
    assert all(spec.under in keys for spec in found if not spec.listed)
    assert {"today", "history", "backups", "settings"} <= listed


def test_the_unlock_screen_loads_no_database(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from PySide6.QtWidgets import QApplication;"
        "from mobdesk.app import Program; from mobdesk.settings import SettingsFile;"
        "a = QApplication([]); p = Program(a, SettingsFile(), catch=False);"
        f"p.show_unlock(Path({str(folder)!r})); p.window.show(); a.processEvents();"
        "print([m for m in ('sqlalchemy', 'sqlcipher3', 'reportlab', 'openpyxl', 'babel',"
        " 'cryptography') if m in sys.modules]); p.end()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True
    )
    assert done.stdout.strip() == "[]"


def test_the_passphrase_leaves_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.setenv("MOBDESK_PASSPHRASE", "secret")
    monkeypatch.setattr(single, "raise_other", lambda _folder: True)
    assert program.main(None) == 0
    assert "MOBDESK_PASSPHRASE" not in os.environ
