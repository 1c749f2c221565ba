"""Files and paper originals of one record, on any page: add, open, mark, rename, remove with Undo.

>>> card = AttachmentsCard(desk, "mobilities", lambda: "Tamm, Maarja, Črnomelj")
>>> card.show_record(3)

It reads again by itself when they change. ``card.add_files(paths, paper_id=5)`` files a scan of
a paper; the page may call it for files dropped elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QPoint, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
)
from PySide6.QtWidgets import QFileDialog, QMenu, QVBoxLayout

from mobdesk import texts
from mobdesk.domain.done import Done
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import N_, _
from mobdesk.ui import icons, paper_originals, theme
from mobdesk.ui.attached_rows import AttachedRow, FileRow, PaperRow
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.drop import DropZone, dropped_files
from mobdesk.ui.parts.labels import Paragraph

_TITLE = (Field("title", N_("Name of the file"), wide=True),)


class AttachmentsCard(Card):
    """Files and paper originals of one record of ``table``; the whole card takes dropped files.

    ``called`` gives the words by which one PDF of several photos is named.
    """

    def __init__(
        self,
        desk: Desk,
        table: str,
        called: Callable[[], str],
        title: str = N_("Files and paper originals"),
    ) -> None:
        super().__init__(_(title), 0)
        self.desk, self.table, self._called = desk, table, called
        self.record: int | None = None
        self.rows: list[FileRow] = []
        self.papers: list[PaperRow] = []
        self._offer: Banner | None = None
        self._list = QVBoxLayout()
        theme.space(self._list, 0, 1.25)
        self.add(self._list)
        self.zone = DropZone(_("Drop files here, or press to choose"))
        self.zone.setAcceptDrops(False)  # the whole card is the target
        self.zone.clicked.connect(lambda: self.choose())
        self.add(self.zone, 1)  # it takes what the card gets more than it needs
        says = _("Several phone photos become one PDF. Signed files are kept as they are.")
        hint = Paragraph(says, "caption", "soft")
        self.add(hint)
        self.protected = Button(_("Attach as protected"), "link", "lock")
        self.protected.setToolTip(texts.word("sensitivity.protected"))
        self.protected.clicked.connect(lambda: self.choose("protected"))
        self.note = Button(_("Note a paper original"), "link", "folder")
        self.note.setToolTip(_("A paper that stays on paper: its binder and place"))
        self.note.clicked.connect(lambda: self.note_paper())
        for button in (self.protected, self.note):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self.writes = desk.may(Area.OWN_MOBILITIES, Access.WRITE)
        for part in (self.zone, hint, self.note):
            part.setVisible(self.writes)
        self.protected.setVisible(desk.may(Area.PROTECTED, Access.WRITE))
        self.setAcceptDrops(self.writes)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.look_at_copies)
        self._watcher.directoryChanged.connect(self.look_at_copies)
        desk.hub.changed.connect(self._on_changed)

    def show_record(self, record: int | None) -> None:
        """Show the files of another record; None shows none and takes none."""
        self.record = record
        for part in (self.zone, self.protected, self.note):
            part.setEnabled(record is not None)
        self._take_offer_away()
        self._read()

    def add_files(
        self,
        files: Sequence[Path],
        *,
        sensitivity: str = "normal",
        paper_id: int | None = None,
        then: Callable[[Done], object] | None = None,
    ) -> None:
        """Attach files as one step; several photos among them become one PDF."""
        record = self.record
        if record is None or not files:
            return
        from mobdesk.services import attachments

        desk, table, name = self.desk, self.table, self._pdf_name()

        def work(progress: Progress) -> Done:
            return attachments.attach(
                desk.store, desk.actor, table, record, files, pdf_name=name,
                sensitivity=sensitivity, paper_id=paper_id, progress=progress,
            )  # fmt: skip

        heard = then or (lambda _done: None)
        fail = partial(desk.show_error, self)
        desk.long(self, work, then=heard, fail=fail, label="job.attaching")

    def choose(self, sensitivity: str = "normal") -> None:
        """Ask for files."""
        if self.record is None:
            return
        dialog = QFileDialog(self.window(), _("Choose files"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(
            lambda names: self.add_files([Path(n) for n in names], sensitivity=sensitivity)
        )
        dialog.open()

    def note_paper(self) -> None:
        """Ask for a paper that stays on paper, and where it is."""
        if self.record is not None:
            paper_originals.ask_new(self.desk, self, self.table, self.record, self._called())

    # one of them
    def open_file(self, number: int) -> None:
        """Show a private, read-only copy in the program of the system."""
        opened = opened_copies(self.desk)
        self.desk.read(self, opened.open, number, then=self._show_copy)

    def rename(self, row: Any) -> None:
        """Ask for another name."""
        from mobdesk.services import attachments

        dialog = FormDialog(
            self.desk, self.window(), _("Rename the file"), _TITLE,
            lambda s, a, values, rev: attachments.rename(s, a, row.id, rev or 0, values["title"]),
            record=Loaded(row.rev, {"title": row.title}), columns=1,
        )  # fmt: skip
        dialog.open()

    def mark(self, row: Any, sensitivity: str) -> None:
        """Mark as sensitive, or ordinary again."""
        from mobdesk.services import attachments

        self.desk.write(self, attachments.mark, row.id, row.rev, sensitivity)

    def remove(self, row: Any) -> None:
        """Take the file off; the quiet bar offers Undo."""
        from mobdesk.services import attachments

        self.desk.write(self, attachments.remove, row.id)

    def show_menu(self, shown: AttachedRow) -> None:
        """What can be done with a file or a paper, below its button."""
        menu = self.menu_of(shown)
        menu.popup(shown.more.mapToGlobal(QPoint(0, shown.more.height())))

    def menu_of(self, shown: AttachedRow) -> QMenu:
        """The menu of a file or a paper; what removes stands last."""
        row: Any = shown.row
        if isinstance(shown, PaperRow):
            return paper_originals.menu_of(self.desk, self, row, self._called())
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("eye"), _("Open"), partial(self.open_file, row.id))
        if not self.writes:
            return menu
        menu.addAction(icons.icon("pen"), _("Rename"), partial(self.rename, row))
        if row.sensitivity == "normal":
            says, to = _("Mark as sensitive: never in files to send"), "sensitive"
            menu.addAction(icons.icon("eye-off"), says, partial(self.mark, row, to))
        elif row.sensitivity == "sensitive":
            menu.addAction(
                icons.icon("eye"), _("Mark as ordinary"), partial(self.mark, row, "normal")
            )
        menu.addSeparator()
        menu.addAction(icons.icon("trash"), _("Remove"), partial(self.remove, row))
        return menu

    def look_at_copies(self, *_args: object) -> None:
        """Offer what another program wrote into an opened copy as a new version."""
        mine = {shown.row.id: shown.row for shown in self.rows}
        opened = opened_copies(self.desk)
        changed = [copy for copy in opened.changed() if copy.attachment_id in mine]
        if not changed:
            return
        copy = changed[0]
        self._take_offer_away()
        said = _("{name} was changed in another program.").format(
            name=mine[copy.attachment_id].title
        )
        older = _("The file here is still the older one. Undo brings it back later.")
        self._offer = Banner("accent", said, older, _("Keep the new one"))
        self._offer.pressed.connect(partial(self._keep_version, copy))
        self.body.insertWidget(0, self._offer)

    # Qt: the whole card takes files
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        count = len(dropped_files(event.mimeData()))
        if count and self.record is not None:
            self.zone.hover_files(count)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.zone.hover_files(0)

    def dropEvent(self, event: QDropEvent) -> None:
        self.zone.hover_files(0)
        if files := dropped_files(event.mimeData()):
            event.acceptProposedAction()
            self.add_files(files)

    # inside
    def _on_changed(self, done: Done) -> None:
        if done.tables & {"attachments", "paper_originals"}:
            self._read()

    def _read(self) -> None:
        from mobdesk.services import attachments
        from mobdesk.services import paper_originals as originals

        table, record = self.table, self.record
        if record is None:
            self._show(([], []))
            return

        def both(store: Any, actor: Any) -> tuple[list[Any], list[Any]]:
            files = attachments.of_record(store, actor, table, record)
            return files, originals.of_record(store, actor, table, record)

        self.desk.read(self, both, then=self._show, key="files")

    def _show(self, found: tuple[list[Any], list[Any]]) -> None:
        files, papers = found
        before = [*self.rows, *self.papers]
        if [shown.row for shown in before] == [*files, *papers]:
            return
        focused = self.window().focusWidget()
        at = next((n for n, shown in enumerate(before) if shown.more is focused), None)
        for shown in before:
            self._list.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self.rows = [FileRow(row, partial(self.open_file, row.id)) for row in files]
        self.papers = [PaperRow(row) for row in papers]
        now = [*self.rows, *self.papers]
        for shown in now:
            shown.more.clicked.connect(partial(self.show_menu, shown))
            shown.more.setVisible(self.writes or isinstance(shown, FileRow))
            self._list.addWidget(shown)
        self.set_count(len(now))
        if at is not None:  # what had the focus was made new, or removed: its neighbour has it
            (now[min(at, len(now) - 1)].more if now else self.note).setFocus()

    def _show_copy(self, copy: Any) -> None:
        self._watcher.addPaths([str(copy.path), str(copy.path.parent)])
        show_outside(copy.path)

    def _keep_version(self, copy: Any) -> None:
        from mobdesk.services import attachments

        opened_copies(self.desk).taken(copy)
        self._take_offer_away()
        self.desk.write(self, attachments.keep_version, copy.attachment_id, copy.path)

    def _take_offer_away(self) -> None:
        if self._offer is not None:
            self.body.removeWidget(self._offer)
            self._offer.hide()
            self._offer.deleteLater()
            self._offer = None

    def _pdf_name(self) -> str:
        """``Tamm, Maarja, 2026-11-22.pdf``: whose photos, and the day they came in."""
        plain = "".join(
            " " if c in '\\/:*?"<>|' or not c.isprintable() else c for c in self._called()
        )
        name = " ".join(plain.split())[:120].strip(" .,")
        return f"{name or _('Photos')}, {self.desk.today().isoformat()}.pdf"
