"""A table on its card: footer with counts, what stands there when there is nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QVBoxLayout, QWidget

from mobdesk.i18n import _, ngettext
from mobdesk.ui import theme
from mobdesk.ui.parts.base import painter_for, rounded
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Label, Steady
from mobdesk.ui.tables import Table


class TableCard(QWidget):
    """Shows ``table``; ``empty`` when there is nothing at all, ``filtered`` when nothing matches.

    ``counted`` words the number of records: ``lambda n: ngettext("{n} person", "{n} people", n)``.
    """

    reads_as_one = True  # for Tab: see stops.py
    clear_asked = Signal()

    def __init__(
        self,
        table: Table,
        counted: Callable[[int], str],
        empty: EmptyState | None = None,
        filtered: EmptyState | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._counted = counted
        self._chosen = 0
        self.empty = empty or EmptyState(_("Nothing here yet"), "")
        self.filtered = filtered or EmptyState(
            _("Nothing matches"), "", _("Clear filters"), drawing=False
        )
        self.filtered.main_pressed.connect(self.clear_asked)
        full = QWidget()
        column = QVBoxLayout(full)
        theme.space(column, 0, 0)
        column.addWidget(table, 1)
        column.addWidget(Hairline())
        foot = QHBoxLayout()
        theme.space(foot, (2, 1), 2)
        self.footer = Steady("", "caption", "soft")
        self.hint = Label(_("Ctrl+C copies the selection as a table"), "caption", "soft")
        foot.addWidget(self.footer)
        foot.addStretch(1)
        foot.addWidget(self.hint)
        column.addLayout(foot)
        self._frame = QVBoxLayout(self)
        self._pages = QStackedLayout()
        self._frame.addLayout(self._pages)  # first: a stack without a parent shows its first page
        for page in (full, self.empty, self.filtered):
            self._pages.addWidget(page)
        for page in (self.empty, self.filtered):  # what is hidden must not make the window higher
            policy = page.sizePolicy()
            policy.setVerticalPolicy(QSizePolicy.Policy.Ignored)
            page.setSizePolicy(policy)
        self._busy = QWidget(self)
        self._busy.setAutoFillBackground(True)
        self._busy.hide()
        table.selection_counted.connect(self._on_selection)
        self.theme_changed()
        self._say()

    def theme_changed(self) -> None:
        """The header stays clear of the round corners."""
        self._frame.setContentsMargins(1, round(theme.current().card_radius * 0.6), 1, 1)

    def show_ids(
        self,
        ids: Sequence[int],
        rows: Iterable[Any] = (),
        *,
        filtered: bool = False,
        total: int = 0,
        top: bool = False,
    ) -> None:
        """Show records; ``filtered``: a search or filter is on, ``total`` are there without it."""
        self.set_busy(False)
        framed = self.framed
        self.table.set_ids(ids, rows, top=top)
        if ids:
            self._pages.setCurrentIndex(0)
        elif filtered:
            self.say_hidden(total)
            self._pages.setCurrentIndex(2)
        else:
            self._pages.setCurrentIndex(1)
        if self.framed is not framed:
            self.update()
        self._say()

    def say_hidden(self, total: int) -> None:
        """Say how many records the filters hide, as soon as they are counted."""
        if total:
            words = ngettext(
                "{n} is here; the filters hide it.", "{n} are here; the filters hide them.", total
            )
            self.filtered.sentence.setText(words)

    @property
    def framed(self) -> bool:
        """An empty page with its drawing stands on the paper, everything else on a card."""
        return self._pages.currentIndex() != 1 or not self.empty.drawing

    def set_busy(self, busy: bool) -> None:
        """Rows stay; a line of 2 px under the header says that newer ones come."""
        if busy:
            palette = self._busy.palette()
            palette.setColor(self._busy.backgroundRole(), theme.current().color("accent"))
            self._busy.setPalette(palette)
            self._place_busy()
        self._busy.setVisible(busy)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_busy()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.framed:
            return
        look = theme.current()
        painter = painter_for(self)
        ground, frame = look.color("surface"), look.color("line")
        rounded(painter, QRectF(self.rect()), look.card_radius, ground, frame)
        painter.end()

    def _place_busy(self) -> None:
        top = self._frame.contentsMargins().top() + self.table.horizontalHeader().height()
        self._busy.setGeometry(1, top, self.width() - 2, 2)
        self._busy.raise_()

    def _on_selection(self, count: int) -> None:
        self._chosen = count
        self._say()

    def _say(self) -> None:
        words = self._counted(len(self.table.records.ids))
        if self._chosen:
            chosen = ngettext("{n} selected", "{n} selected", self._chosen)
            words = f"{words}, {chosen}"
        self.footer.setText(words)
