"""The order of the fields as they stand on the user's own BM screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from mobdesk.domain import bm_sheet as rules
from mobdesk.i18n import _
from mobdesk.services import bm_sheet
from mobdesk.services.bm_sheet import Screen
from mobdesk.ui import errors, theme
from mobdesk.ui.bm import words
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.fields import Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.labels import Paragraph

_NAME = Qt.ItemDataRole.UserRole


class FieldList(QListWidget):
    """Fields with a tick (shown or hidden) and headings; Alt with an arrow moves a row."""

    def __init__(self, move: Callable[[int], None]) -> None:
        super().__init__()
        self._move = move
        self.setObjectName("choices")  # as the lists that open from a field
        self.setAccessibleName(_("Fields in the order of your BM screen"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._move(step)
        else:
            super().keyPressEvent(event)


class OrderDialog(Dialog):
    """Move, hide and name; saved as the order of today."""

    def __init__(self, desk: Desk, parent: QWidget, screen: Screen) -> None:
        super().__init__(
            parent, _("Order of the fields"),
            _("Groups") if screen.kind == "group" else _("One participant"),
        )  # fmt: skip
        self._desk, self._screen = desk, screen
        self.body.addWidget(
            Paragraph(
                _("Put the fields in the order of your BM screen. Untick what BM does not ask. "
                  "Space ticks, Alt with an arrow moves."),
                "body", "soft",
            )
        )  # fmt: skip
        self.banner = Banner("stop", "")
        self.banner.hide()
        self.body.addWidget(self.banner)
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        self.list = FieldList(self.move_row)
        self.list.setMinimumHeight(theme.current().body_height * 14)
        row.addWidget(self.list, 1)
        row.addLayout(self._make_buttons())
        self.body.addLayout(row, 1)
        self._make_footer()
        self.fill(screen.fields)
        self.set_width(70)

    def _make_buttons(self) -> QVBoxLayout:
        column = QVBoxLayout()
        theme.space(column, 0, 1)
        self.up = Button(_("Up"), "second", "arrow-up")
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down = Button(_("Down"), "second", "arrow-down")
        self.down.clicked.connect(lambda: self.move_row(1))
        self.name = Text(_("Heading"), most=60)
        self.name.setAccessibleName(_("Words of a heading"))
        self.add = Button(_("Add heading"), "second", "plus")
        self.add.clicked.connect(lambda: self.add_heading())
        self.shipped = Button(_("As suggested"), "link")
        self.shipped.clicked.connect(lambda: self.fill(rules.shipped_order(self._screen.kind)))
        for part in (self.up, self.down, self.name, self.add, self.shipped):
            column.addWidget(part)
        column.addStretch(1)
        return column

    def _make_footer(self) -> None:
        cancel = Button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.save_button = Button(_("Save"), "main")
        self.save_button.setDefault(True)
        self.save_button.clicked.connect(lambda: self.save())
        self.footer.addStretch(1)
        self.footer.addWidget(cancel)
        self.footer.addWidget(self.save_button)

    def fill(self, order: Sequence[str]) -> None:
        """Show an order; what is not in it stands at the end, without its tick."""
        self.list.clear()
        for name in order:
            self._add_item(name, shown=True)
        for name in rules.shipped_order(self._screen.kind):
            if name not in order and not name.startswith(rules.HEADING):
                self._add_item(name, shown=False)
        self.list.setCurrentRow(0)

    def order(self) -> list[str]:
        """The fields that are ticked and the headings, as they stand."""
        items = [self.list.item(n) for n in range(self.list.count())]
        return [item.data(_NAME) for item in items if item.checkState() == Qt.CheckState.Checked]

    def move_row(self, step: int) -> None:
        """Move the row that is chosen."""
        here = self.list.currentRow()
        there = here + step
        if here >= 0 and 0 <= there < self.list.count():
            self.list.insertItem(there, self.list.takeItem(here))
            self.list.setCurrentRow(there)

    def add_heading(self) -> None:
        """Put a heading above the row that is chosen."""
        if typed := self.name.value():
            self._add_item(f"{rules.HEADING}{typed}", shown=True, at=self.list.currentRow())
            self.name.clear()

    def save(self) -> None:
        """Keep the order as that of today."""
        self._desk.write(
            self, bm_sheet.set_screen, self._screen.kind, self.order(), self._desk.today(),
            then=lambda _done: self.accept(), fail=self._refused,
        )  # fmt: skip

    def _refused(self, err: BaseException) -> None:
        said = errors.worded(err)
        if said is None:
            self._desk.show_error(self, err)
            return
        self.banner.set("stop", said.what, said.advice)
        self.banner.show()

    def _add_item(self, name: str, *, shown: bool, at: int | None = None) -> None:
        heading = name.startswith(rules.HEADING)
        item = QListWidgetItem(words.heading_name(name) if heading else words.field(name))
        item.setData(_NAME, name)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
        if heading:
            item.setFont(theme.current().font("strong"))
        self.list.insertItem(self.list.count() if at is None else max(0, at), item)
