"""The files of one record, on any page: drop, open, mark, rename, remove with Undo.

>>> card = AttachmentsCard(desk, "mobilities", lambda: "Tamm, Maarja, Črnomelj")
>>> card.show_record(3)

It reads again by itself when files change. ``card.add_files(paths, paper_id=5)`` files a scan of
a paper; the page may call it for files dropped elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QFileSystemWatcher, QPoint, QRectF, QSize, Qt, QUrl
from PySide6.QtGui import (
    QDesktopServices,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPaintEvent,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import N_, _
from mobdesk.services.done import Done
from mobdesk.ui import icons, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.base import Pressable, advance, painter_for, words
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.drop import DropZone, dropped_files
from mobdesk.ui.parts.labels import Paragraph, caption
from mobdesk.ui.parts.marks import Badge, IconLabel

_TITLE = (Field("title", N_("Name of the file"), wide=True),)
_KINDS = {
    "application/pdf": N_("PDF"),
    "application/vnd.etsi.asic-e+zip": N_("signed container"),
}


def size_words(size: int) -> str:
    """``240 KB``, ``1.2 MB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


class FileName(Pressable):
    """The name of a file, pressed to open it; cut at the right when there is no room."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setAccessibleName(_("Open {name}").format(name=name))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(round(advance(self.text(), "strong")) + 2, theme.current().body_height)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(10), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        shown = look.metrics("strong").elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        rect = QRectF(self.rect())
        words(painter, rect, shown, "strong", look.color("accent_text"))
        if self.hovered or self.isDown():
            wide = look.metrics("strong").horizontalAdvance(shown)
            y = round((self.height() + look.metrics("strong").height()) / 2) - 1
            painter.fillRect(QRectF(0, y, wide, 1), look.color("accent_text"))
        painter.end()
        self.setToolTip(self.text() if shown != self.text() else "")


class FileRow(QWidget):
    """One file: name, kind and size, its mark, and what can be done with it."""

    def __init__(self, card: AttachmentsCard, row: Any) -> None:
        super().__init__()
        self.row = row
        line = QHBoxLayout(self)
        theme.space(line, 0, 1.25)
        picture = row.media_type.startswith("image/")
        line.addWidget(IconLabel("picture" if picture else "documents"))
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        self.name = FileName(row.title)
        self.name.clicked.connect(lambda: card.open_file(row.id))
        kind = _KINDS.get(row.media_type)
        shown = _(kind) if kind else Path(row.title).suffix[1:].upper() or _("file")
        both.addWidget(self.name)
        both.addWidget(caption(f"{shown}, {size_words(row.size)}"))
        line.addLayout(both, 1)
        if row.sensitivity != "normal":
            tone, icon = ("mine", "lock") if row.sensitivity == "protected" else ("wait", "eye-off")
            badge = Badge(texts.word(f"sensitivity_badge.{row.sensitivity}"), tone, icon)
            badge.setToolTip(texts.word(f"sensitivity.{row.sensitivity}"))
            line.addWidget(badge)
        self.more = IconButton("more", _("More about {name}").format(name=row.title))
        self.more.clicked.connect(lambda: card.show_menu(self))
        line.addWidget(self.more)


class AttachmentsCard(Card):
    """The files of one record of ``table``; the whole card takes dropped files.

    ``called`` gives the words by which one PDF of several photos is named.
    """

    def __init__(
        self, desk: Desk, table: str, called: Callable[[], str], title: str = N_("Files")
    ) -> None:
        super().__init__(_(title), 0)
        self.desk, self.table, self._called = desk, table, called
        self.record: int | None = None
        self.rows: list[FileRow] = []
        self._offer: Banner | None = None
        self._list = QVBoxLayout()
        theme.space(self._list, 0, 1.25)
        self.add(self._list)
        self.zone = DropZone(_("Drop files here, or press to choose"))
        self.zone.setAcceptDrops(False)  # the whole card is the target
        self.zone.clicked.connect(lambda: self.choose())
        self.add(self.zone)
        foot = QHBoxLayout()
        theme.space(foot, 0, 1.25)
        says = _("Several phone photos become one PDF. Signed files are kept as they are.")
        foot.addWidget(Paragraph(says, "caption", "soft"), 1)
        self.protected = Button(_("Attach as protected"), "link", "lock")
        self.protected.setToolTip(texts.word("sensitivity.protected"))
        self.protected.clicked.connect(lambda: self.choose("protected"))
        if not desk.may(Area.PROTECTED, Access.WRITE):
            self.protected.hide()
        foot.addWidget(self.protected, 0, Qt.AlignmentFlag.AlignTop)
        self.add(foot)
        self.setAcceptDrops(True)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(self.look_at_copies)
        self._watcher.directoryChanged.connect(self.look_at_copies)
        desk.hub.changed.connect(self._on_changed)

    def show_record(self, record: int | None) -> None:
        """Show the files of another record; None shows none and takes none."""
        self.record = record
        self.zone.setEnabled(record is not None)
        self.protected.setEnabled(record is not None)
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

    # one file
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

    def show_menu(self, shown: FileRow) -> None:
        """What can be done with a file, below its button."""
        menu = self.menu_of(shown)
        menu.popup(shown.more.mapToGlobal(QPoint(0, shown.more.height())))

    def menu_of(self, shown: FileRow) -> QMenu:
        """The menu of a file; what removes stands last."""
        row = shown.row
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("eye"), _("Open"), partial(self.open_file, row.id))
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
        if "attachments" in done.tables:
            self._read()

    def _read(self) -> None:
        from mobdesk.services import attachments

        if self.record is None:
            self._show([])
            return
        of_record = attachments.of_record
        self.desk.read(self, of_record, self.table, self.record, then=self._show, key="files")

    def _show(self, rows: Sequence[Any]) -> None:
        if [shown.row for shown in self.rows] == list(rows):
            return
        for shown in self.rows:
            self._list.removeWidget(shown)
            shown.hide()
            shown.deleteLater()
        self.rows = [FileRow(self, row) for row in rows]
        for shown in self.rows:
            self._list.addWidget(shown)
        self.set_count(len(rows))

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


def opened_copies(desk: Desk) -> Any:
    """The opened copies of this sign-in; they go when the window locks or closes."""
    if desk.opened is None:
        from mobdesk.services.opened import OpenedCopies

        desk.opened = OpenedCopies()
        desk.before_lock.append(desk.opened.close)
    return desk.opened


def show_outside(path: Path) -> None:
    """Let the system show a file in its own program."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
