"""Files on a record, as a person uses them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent

from mobdesk.domain.roles import Role
from mobdesk.services import attachments, history, people, workspaces
from mobdesk.settings import SettingsFile
from mobdesk.ui import attachments as shown
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.desk import Desk
from tests.services.test_workspaces import make

TODAY = date(2026, 11, 22)


class Window:
    """What the desk asks of the window."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, text, undo=None, word="", key="Ctrl+Z"):
        self.said.append(text)


@pytest.fixture
def workspace(tmp_path: Path):
    made = make(tmp_path / "Kool õ.mobdesk")
    yield made
    made.close()


@pytest.fixture
def desk(workspace: workspaces.Workspace, jobs, qapp):
    made = Desk(workspace.store, workspace.actor, jobs, SettingsFile(), today=lambda: TODAY)
    made.window = Window()
    yield made
    if made.opened is not None:
        made.opened.close()


@pytest.fixture
def person(workspace) -> int:
    values = {"first_name": "Maarja", "last_name": "Tamm", "role": "staff"}
    return people.add(workspace.store, workspace.actor, values, today=TODAY).ids[0]


@pytest.fixture
def card(qtbot, desk, person):
    made = AttachmentsCard(desk, "people", lambda: "Tamm, Maarja")
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_record(person)
    made.show()
    return made


def pdf(folder: Path, name: str = "leping õ.pdf", data: bytes = b"%PDF-1.7 signed") -> Path:
    (folder / name).write_bytes(data)
    return folder / name


def drop(card: AttachmentsCard, files: list[Path]) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file)) for file in files])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    card.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, left, none))


def titles(card: AttachmentsCard) -> list[str]:
    return [row.row.title for row in card.rows]


def test_dropped_files_are_kept_byte_by_byte(card, desk, tmp_path) -> None:
    container = pdf(tmp_path, "leping.asice", b"PK\x03\x04 signed by two")
    drop(card, [pdf(tmp_path), container])
    assert titles(card) == ["leping õ.pdf", "leping.asice"]
    assert card.count.accessibleName() == "2"
    number = card.rows[1].row.id
    content = attachments.content(desk.store, desk.actor, number)
    assert content == ("leping.asice", b"PK\x03\x04 signed by two")
    history.undo(desk.store, desk.actor)
    card.show_record(card.record)
    assert titles(card) == []


def test_a_second_file_of_one_name_is_numbered(card, desk, tmp_path) -> None:
    pages = [tmp_path / "IMG_1.jpg", tmp_path / "IMG_2.jpg"]
    for page in pages:
        Image.new("RGB", (300, 400), "white").save(page)
    for _n in range(3):
        drop(card, [*pages, pdf(tmp_path)])
    day = "Tamm, Maarja, 2026-11-22"
    photos = {f"{day}.pdf", f"{day} (2).pdf", f"{day} (3).pdf"}
    assert set(titles(card)) == photos | {"leping õ.pdf", "leping õ (2).pdf", "leping õ (3).pdf"}


def test_a_folder_is_not_taken_and_that_is_said(card, desk, tmp_path) -> None:
    folder = tmp_path / "Paberid"
    folder.mkdir()
    drop(card, [folder, pdf(tmp_path)])
    assert titles(card) == []
    said = " ".join(desk.window.said)
    assert "“Paberid” is a folder. Only files are taken." in said
    assert "drop the files in it" in said


def test_one_file_is_one_file(card, desk, tmp_path) -> None:
    drop(card, [pdf(tmp_path)])
    assert desk.window.said[-1] == "1 file attached"
    drop(card, [pdf(tmp_path), pdf(tmp_path, "teine.pdf")])
    assert desk.window.said[-1] == "2 files attached"


def test_several_photos_become_one_named_pdf(card, desk, tmp_path) -> None:
    for name in ("IMG_1.jpg", "IMG_2.jpg"):
        Image.new("RGB", (300, 400), "white").save(tmp_path / name)
    drop(card, [tmp_path / "IMG_1.jpg", tmp_path / "IMG_2.jpg", pdf(tmp_path)])
    assert titles(card) == ["leping õ.pdf", "Tamm, Maarja, 2026-11-22.pdf"]
    made = attachments.content(desk.store, desk.actor, card.rows[1].row.id)[1]
    assert made.startswith(b"%PDF")


def test_one_picture_stays_a_picture(card, tmp_path) -> None:
    Image.new("RGB", (30, 40), "white").save(tmp_path / "stamp.png")
    drop(card, [tmp_path / "stamp.png"])
    assert titles(card) == ["stamp.png"]


def test_a_photo_that_cannot_be_read_attaches_nothing(card, desk, tmp_path) -> None:
    told = []
    desk.show_error = lambda _asker, err: told.append(err.code)
    Image.new("RGB", (30, 40), "white").save(tmp_path / "a.jpg")
    drop(card, [tmp_path / "a.jpg", pdf(tmp_path, "b.jpg", b"no photo"), pdf(tmp_path)])
    assert told == ["photo_unreadable"]
    assert titles(card) == []


def test_the_mark_changes_and_shows(card, tmp_path) -> None:
    drop(card, [pdf(tmp_path)])
    words = [action.text() for action in card.menu_of(card.rows[0]).actions()]
    assert words == ["Open", "Rename", "Mark as sensitive: never in files to send", "", "Remove"]
    card.mark(card.rows[0].row, "sensitive")
    assert card.rows[0].row.sensitivity == "sensitive"
    words = [action.text() for action in card.menu_of(card.rows[0]).actions()]
    assert "Mark as ordinary" in words


def test_a_protected_file_stays_protected(card, tmp_path) -> None:
    card.add_files([pdf(tmp_path)], sensitivity="protected")
    words = [action.text() for action in card.menu_of(card.rows[0]).actions()]
    assert words == ["Open", "Rename", "", "Remove"]


def test_a_file_is_renamed_and_keeps_its_ending(card, tmp_path, qtbot) -> None:
    drop(card, [pdf(tmp_path, "scan0001.pdf")])
    card.rename(card.rows[0].row)
    dialog = card.window().findChild(shown.FormDialog)
    dialog.form.fill({"title": "Learning agreement"})
    dialog.save()
    assert titles(card) == ["Learning agreement.pdf"]


def test_removing_can_be_undone(card, desk, tmp_path) -> None:
    drop(card, [pdf(tmp_path)])
    card.remove(card.rows[0].row)
    assert titles(card) == []
    desk.undo()
    assert titles(card) == ["leping õ.pdf"]


def test_a_copy_is_private_read_only_and_goes_with_the_sign_in(card, desk, tmp_path, monkeypatch):
    seen: list[Path] = []
    monkeypatch.setattr(shown, "show_outside", seen.append)
    drop(card, [pdf(tmp_path)])
    card.rows[0].name.click()
    (copy,) = seen
    assert copy.read_bytes() == b"%PDF-1.7 signed"
    assert "leping" not in copy.name
    assert copy.stat().st_mode & 0o777 == 0o400
    assert copy.parent.stat().st_mode & 0o777 == 0o700
    for close in desk.before_lock:
        close()
    assert not copy.parent.exists()


def test_a_changed_copy_is_offered_as_a_new_version(card, desk, tmp_path, monkeypatch) -> None:
    seen: list[Path] = []
    monkeypatch.setattr(shown, "show_outside", seen.append)
    drop(card, [pdf(tmp_path)])
    card.open_file(card.rows[0].row.id)
    card.look_at_copies()
    assert card._offer is None
    seen[0].chmod(0o600)
    seen[0].write_bytes(b"%PDF-1.7 with a note")
    card.look_at_copies()
    card._offer.button.click()
    number = card.rows[0].row.id
    assert attachments.content(desk.store, desk.actor, number)[1] == b"%PDF-1.7 with a note"
    desk.undo()
    assert attachments.content(desk.store, desk.actor, number)[1] == b"%PDF-1.7 signed"
    card.look_at_copies()
    assert card._offer is None


def test_a_program_is_never_opened(card, desk, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(shown, "show_outside", lambda _path: pytest.fail("opened a program"))
    told = []
    desk.show_error = lambda _asker, err: told.append(err.code)
    desk.jobs.on_error = lambda _job, err: told.append(err.code)
    drop(card, [pdf(tmp_path, "setup.exe")])
    card.open_file(card.rows[0].row.id)
    assert told == ["executable_stays_closed"]


def test_leftovers_are_swept_at_start(tmp_path) -> None:
    from mobdesk.services.opened import OpenedCopies

    left = tmp_path / "mobdesk-opened-abc"
    left.mkdir()
    (left / "file-1.pdf").write_bytes(b"x")
    (left / "file-1.pdf").chmod(0o400)
    assert OpenedCopies(tmp_path).sweep() == 1
    assert not left.exists()


def test_only_coordinators_attach_protected_files(qtbot, desk) -> None:
    desk.actor = desk.actor._replace(role=Role.TRAINER)
    made = AttachmentsCard(desk, "mobilities", lambda: "x")
    qtbot.addWidget(made)
    assert made.protected.isHidden()
