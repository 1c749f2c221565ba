"""One step of the history: who, when, every value before and after, and Undo.

Wide windows have a pane beside the list; the others show a sheet over the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import shown, theme
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.history import words
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import Label, Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel

if TYPE_CHECKING:
    from mobdesk.services.history import ChangeRow, FieldChange


class HistoryPane(Card):
    """The chosen step beside the list."""

    def __init__(self) -> None:
        super().__init__(padding=(2, 2))
        self.step = 0
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        names = QVBoxLayout()
        theme.space(names, 0, 0)
        self._title = Paragraph("", "section")
        self._who = caption("")
        names.addWidget(self._title)
        names.addWidget(self._who)
        head.addLayout(names, 1)
        self.closed = IconButton("close", _("Close"), small=True)
        head.addWidget(self.closed, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self.add(Hairline())
        self._scroll = _scroll()
        self.add(self._scroll, 1)
        self.add(Hairline())
        self._says = Paragraph("", "caption", "soft")
        self.add(self._says)
        self.undo = Button(_("Undo"), "main", "undo")
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        self.add(row)
        self.show_fields([])
        self.theme_changed()

    def theme_changed(self) -> None:
        """Width in characters."""
        self.setFixedWidth(theme.current().chars(42))

    def show_step(self, row: ChangeRow, possible: bool) -> None:
        """Who, when, what."""
        self.step = row.id
        self._title.setText(words.step(row))
        self._who.setText(_who_and_when(row))
        self.undo.setVisible(possible)
        self._says.setText(_may_be_undone(possible))

    def show_fields(self, changes: Sequence[FieldChange]) -> None:
        """Record by record: field, old struck through, new."""
        self._scroll.setWidget(_values(changes))


class StepSheet(Dialog):
    """The chosen step over a page without room beside its list; Esc goes back to the list."""

    def __init__(
        self, parent: QWidget, row: ChangeRow, changes: Sequence[FieldChange], possible: bool
    ) -> None:
        super().__init__(parent, _("What changed"), _who_and_when(row))
        self.setAccessibleName(words.step(row))
        self.step = row.id
        self.body.addWidget(Paragraph(words.step(row), "strong"))  # long names wrap
        self._scroll = _scroll()
        self._scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrows scroll long steps
        self._scroll.setAccessibleName(_("Values before and after"))
        self._inside = _values(changes)
        self._scroll.setWidget(self._inside)
        self.body.addWidget(self._scroll, 1)
        self.footer.addWidget(Paragraph(_may_be_undone(possible), "caption", "soft"), 1)
        self.undo = Button(_("Undo"), "second", "undo")
        self.undo.setVisible(possible)
        self.footer.addWidget(self.undo)
        close = Button(_("Close"), "main")
        close.clicked.connect(self.accept)
        self.footer.addWidget(close)
        self.set_width(72)
        self._take_height()
        close.setFocus()

    def _take_height(self) -> None:
        """As high as the values, and never higher than the window: then they scroll."""
        look = theme.current()
        parent = self.parentWidget()
        room = parent.window().height() if parent is not None else 10_000
        width = self.width() - 2 * look.px(4)
        needs = self._inside.sizeHint().height()
        if self._inside.hasHeightForWidth():
            needs = max(needs, self._inside.heightForWidth(width))
        around = self.sizeHint().height() - self._scroll.sizeHint().height()
        most = max(look.control_height, room - around - look.px(4))
        self._scroll.setFixedHeight(min(needs + look.u, most))
        self.setMaximumHeight(room)


def _scroll() -> QScrollArea:
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return scroll


def _who_and_when(row: ChangeRow) -> str:
    when = row.at.astimezone()
    return f"{row.nickname}, {shown.long_date(when.date())}, {when:%H:%M}"


def _may_be_undone(possible: bool) -> str:
    if possible:
        return _("Undo brings every value back to what it was before.")
    return _("This step cannot be taken back now.")


def _values(changes: Sequence[FieldChange]) -> QWidget:
    """Record by record: field, old struck through, new."""
    inside = QWidget()
    column = QVBoxLayout(inside)
    theme.space(column, 0, 1.25)
    records = {(one.table, one.record_id) for one in changes}
    told = last = None
    for one in changes:
        value = None if one.kind == "more" else words.changed(one)
        if value is None and one.kind != "more":
            continue
        told = (one.table, one.record_id)
        if told != last and (len(records) > 1 or one.kind != "changed"):
            if last is not None:
                column.addWidget(Hairline())
            column.addWidget(Paragraph(words.head(one), "strong"))
        last = told
        if value is not None:
            column.addWidget(_Changed(value))
    if told is None:
        column.addWidget(Paragraph(_("This step has no values to compare."), role="soft"))
    column.addStretch(1)
    return inside


class _Changed(QWidget):
    def __init__(self, value: words.ChangedValue) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 0)
        column.addWidget(Label(value.name, "caption_strong", "soft"))
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        new = Paragraph(value.after, "strong", most=30)
        if value.before != shown.NOTHING:
            old = Label(value.before, "body", "soft")
            font = old.font()
            font.setStrikeOut(True)
            old.setFont(font)
            if len(value.before) + len(value.after) <= 30:
                row.addWidget(old)
                row.addWidget(IconLabel("arrow-right"))
            else:
                struck = Paragraph(value.before, "body", "soft", most=30)
                struck.setFont(font)
                column.addWidget(struck)
        row.addWidget(new, 1)
        column.addLayout(row)
        spoken = _("{field}: was {before}, now {after}")
        if value.before == shown.NOTHING and value.made:
            spoken = _("{field}: {after}")
        self.setAccessibleName(
            spoken.format(field=value.name, before=value.before, after=value.after)
        )
