"""Rows of the card of files: one file, or one paper that stays in a binder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import N_, _
from mobdesk.ui import shown, theme
from mobdesk.ui.parts.base import Pressable, advance, painter_for, words
from mobdesk.ui.parts.buttons import IconButton
from mobdesk.ui.parts.labels import Paragraph, caption
from mobdesk.ui.parts.marks import Badge, IconLabel

if TYPE_CHECKING:
    from mobdesk.services.attachments import AttachmentRow
    from mobdesk.services.paper_originals import OriginalRow

_KINDS = {
    "application/pdf": N_("PDF"),
    "application/vnd.etsi.asic-e+zip": N_("signed container"),
}


def size_words(size: int) -> str:
    """``240 KB``, ``1.2 MB``."""
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, size // 1000)} KB"


class FileName(Pressable):
    """The name of a file, pressed to open it; cut in the middle when there is no room."""

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
        shown_name = look.metrics("strong").elidedText(
            self.text(), Qt.TextElideMode.ElideMiddle, self.width()
        )
        rect = QRectF(self.rect())
        words(painter, rect, shown_name, "strong", look.color("accent_text"))
        if self.hovered or self.isDown():
            wide = look.metrics("strong").horizontalAdvance(shown_name)
            y = round((self.height() + look.metrics("strong").height()) / 2) - 1
            painter.fillRect(QRectF(0, y, wide, 1), look.color("accent_text"))
        painter.end()
        self.setToolTip(self.text() if shown_name != self.text() else "")


class AttachedRow(QWidget):
    """Icon, name, a second line, the mark, and the button with what can be done."""

    def __init__(
        self, row: AttachmentRow | OriginalRow, icon: str, name: QWidget, second: QWidget
    ) -> None:
        super().__init__()
        self.row, self.name = row, name
        line = QHBoxLayout(self)
        theme.space(line, 0, 1.25)
        line.addWidget(IconLabel(icon))
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        both.addWidget(name)
        both.addWidget(second)
        line.addLayout(both, 1)
        if row.sensitivity != "normal":
            tone, sign = ("mine", "lock") if row.sensitivity == "protected" else ("wait", "eye-off")
            badge = Badge(texts.word(f"sensitivity_badge.{row.sensitivity}"), tone, sign)
            badge.setToolTip(texts.word(f"sensitivity.{row.sensitivity}"))
            line.addWidget(badge)
        self.more = IconButton("more", _("More about {name}").format(name=row.title))
        line.addWidget(self.more)


class FileRow(AttachedRow):
    """One file: its name opens it."""

    def __init__(self, row: AttachmentRow, press: Callable[[], object]) -> None:
        name = FileName(row.title)
        name.clicked.connect(lambda: press())
        kind = _KINDS.get(row.media_type)
        said = _(kind) if kind else Path(row.title).suffix[1:].upper() or _("file")
        icon = "picture" if row.media_type.startswith("image/") else "documents"
        super().__init__(row, icon, name, caption(f"{said}, {size_words(row.size)}"))


class PaperRow(AttachedRow):
    """One paper original: nothing opens it; where it is stands in full below its name."""

    def __init__(self, row: OriginalRow) -> None:
        parts = [_("On paper: {place}").format(place=row.place)]
        if row.dated is not None:
            parts.append(_("dated {day}").format(day=shown.long_date(row.dated)))
        name, where = (
            Paragraph(row.title, "strong"),
            Paragraph(" · ".join(parts), "caption", "soft"),
        )
        super().__init__(row, "folder", name, where)
