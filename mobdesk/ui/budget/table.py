"""The board as a table: award, amendment, now, signed for, done, free, expected."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from mobdesk.domain.board import Board, Row
from mobdesk.i18n import N_, _
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.budget import words
from mobdesk.ui.parts.base import advance
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Label

_GAP = 2.5  # between sums


class _Column(NamedTuple):
    """``rank``: those with the highest go first where it is narrow."""

    name: str
    value: Callable[[Row], int | None]
    rank: int = 0


_COLUMNS = (
    _Column(N_("Award"), lambda row: row.award, 3),
    _Column(N_("Amendment"), lambda row: row.amendment, 4),
    _Column(N_("Now"), lambda row: row.now),
    _Column(N_("Signed for"), lambda row: row.signed),
    _Column(N_("Done"), lambda row: row.done, 1),
    _Column(N_("Free"), lambda row: row.free),
    _Column(N_("Expected"), lambda row: row.expected, 2),
)


class SumsTable(QWidget):
    """One row for each category and the total; as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The board as a table"))
        self._grid = QGridLayout(self)
        theme.space(self._grid, 0, 1)
        self._grid.setHorizontalSpacing(theme.current().px(_GAP))
        self._board: Board | None = None
        self._shown: tuple[object, ...] = ()

    def show_board(self, board: Board) -> None:
        """Show another board."""
        self._board = board
        self._shown = ()
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def theme_changed(self) -> None:
        """Sums are wider or narrower now."""
        self._shown = ()
        self._grid.setHorizontalSpacing(theme.current().px(_GAP))
        self._fill()

    def _fill(self) -> None:
        if self._board is None:
            return
        columns = self._fitting(self._board)
        now = (self._board, columns)
        if now == self._shown:
            return
        self._shown = now
        rows.clear(self._grid)
        self._grid.addWidget(Label(_("Category"), "caption_strong", "soft"), 0, 0)
        for at, column in enumerate(columns, 1):
            self._put(_(column.name), 0, at, "caption_strong", "soft")
        every = [*self._board.categories, self._board.total]
        for at, row in enumerate(every):
            last = at == len(every) - 1
            self._grid.addWidget(Hairline(), 2 * at + 1, 0, 1, len(columns) + 1)
            name = _("Together") if last else words.category(row.name)
            self._grid.addWidget(Label(name, "strong"), 2 * at + 2, 0)
            for place, column in enumerate(columns, 1):
                self._put(
                    shown.money(column.value(row)), 2 * at + 2, place, "strong" if last else "body"
                )
        self._grid.setColumnStretch(0, 1)

    def _put(self, text: str, row: int, column: int, font: str, role: str = "text") -> None:
        label = Label(text, font, role, equal_digits=True)
        label.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(label, row, column)

    def _fitting(self, board: Board) -> tuple[_Column, ...]:
        """The columns that stand beside each other without being cut."""
        columns = [
            one for one in _COLUMNS
            if one.name != "Amendment" or board.total.amendment is not None
        ]  # fmt: skip
        names = [words.category(row.name) for row in board.categories] or [""]
        every = [*board.categories, board.total]
        wide = {
            one: max(
                advance(_(one.name), "caption_strong"),
                *(advance(shown.money(one.value(row)), "strong") for row in every),
            )
            for one in columns
        }
        room = self.width() - max(advance(name, "strong") for name in names)
        gap = theme.current().px(_GAP)
        while len(columns) > 3 and sum(wide[one] + gap for one in columns) > room:
            columns.remove(max(columns, key=lambda one: one.rank))
        return tuple(columns)
