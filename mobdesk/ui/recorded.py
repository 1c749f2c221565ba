"""A card of records that have no page of their own: two lines each, Change, Delete, add another."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _
from mobdesk.ui import rows, theme
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph


class Item(NamedTuple):
    """One record in a card: ``record`` (anything with an ``id``) is None for a line of facts."""

    kind: str
    record: Any
    title: str
    second: str = ""


class _Recorded(QWidget):
    """Two lines about a record, with Change and Delete."""

    def __init__(
        self,
        item: Item,
        change: Callable[[], object] | None,
        delete: Callable[[], object] | None,
    ) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        theme.space(row, 0, 1)
        both = QVBoxLayout()
        theme.space(both, 0, 0.25)
        both.addWidget(Paragraph(item.title, "strong"))
        if item.second:
            both.addWidget(Paragraph(item.second, "caption", "soft"))
        row.addLayout(both, 1)
        top = Qt.AlignmentFlag.AlignTop
        if change is not None:
            link = Button(_("Change"), "link")
            link.setAccessibleName(_("Change: {what}").format(what=item.title))
            link.clicked.connect(lambda: change())
            row.addWidget(link, 0, top)
        if delete is not None:
            away = IconButton("trash", _("Delete: {what}").format(what=item.title))
            away.clicked.connect(lambda: delete())
            row.addWidget(away, 0, top)


class RecordsCard(Card):
    """Records below each other, with buttons to make another one."""

    change_asked = Signal(str, object)
    delete_asked = Signal(str, int)

    def __init__(self, title: str, may_write: bool) -> None:
        super().__init__(title)
        self._may_write = may_write
        self.list = rows.Block(1.25)
        self.add(self.list)
        self._buttons = QHBoxLayout()
        self.add(self._buttons)
        theme.space(self._buttons, 0, 1)
        self._buttons.addStretch(1)
        self.finish()

    def add_button(self, text: str, icon: str, press: Callable[[], object]) -> Button:
        """A button below the list; nobody who only reads sees it."""
        button = Button(text, "second", icon)
        button.clicked.connect(lambda: press())
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        button.setVisible(self._may_write)
        return button

    def show_items(self, items: Sequence[Item], nothing: str) -> None:
        """Show records; ``nothing`` is said where there are none."""
        rows.clear(self.list.body)
        for item in items:
            self.list.body.addWidget(_Recorded(item, *self._acts(item)))
        if not items:
            self.list.body.addWidget(Paragraph(nothing, "body", "soft"))

    def _acts(self, item: Item) -> tuple[Any, Any]:
        if not self._may_write or item.record is None:
            return None, None
        kind, record = item.kind, item.record
        return (
            lambda: self.change_asked.emit(kind, record),
            lambda: self.delete_asked.emit(kind, record.id),
        )
