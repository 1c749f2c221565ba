"""Cards in two columns that end on the same line, or one below the other where it is narrow."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk.ui import theme


class Columns(QWidget):
    """The last card of each column takes the rest of its height.

    A ``roaming`` card (the files) stands below the shorter column, so that none is left far behind.
    """

    def __init__(self, shares: tuple[int, int] = (1, 1), roaming: QWidget | None = None) -> None:
        super().__init__()
        self._shares = shares
        self._roaming = roaming
        self._cards: tuple[list[QWidget], list[QWidget]] = ([], [])
        self._placed: tuple[list[QWidget], list[QWidget]] = ([], [])
        self._one = False
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self._both, 0, 2)
        self._columns: list[QVBoxLayout] = []
        for share in shares:
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            self._both.addLayout(column, share)
            self._columns.append(column)

    def set_cards(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        """Show these cards; those from before that are not among them are deleted."""
        stay = {*left, *right, self._roaming}
        for card in self.cards():
            if card not in stay:
                card.hide()
                card.setParent(None)
                card.deleteLater()
        self._cards = (list(left), list(right))
        self._place(*self._balanced())

    def set_one(self, one: bool) -> None:
        """One column: the cards stand below each other, the roaming one last."""
        if one != self._one:
            self._one = one
            down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
            self._both.setDirection(down if one else across)
            self._balance()

    def cards(self) -> list[QWidget]:
        """All cards, in the order in which one reads them."""
        return [*self._placed[0], *self._placed[1]]

    # inside
    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest:
            self._balance()  # a card has other content
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._balance()

    def _balance(self) -> None:
        placed = self._balanced()
        if placed != self._placed:
            self._place(*placed)
        else:
            self._stretch()

    def _balanced(self) -> tuple[list[QWidget], list[QWidget]]:
        left, right = list(self._cards[0]), list(self._cards[1])
        if self._roaming is not None:
            shorter = not self._one and self._height(left, 0) < self._height(right, 1)
            (left if shorter else right).append(self._roaming)
        return left, right

    def _height(self, cards: Sequence[QWidget], column: int) -> int:
        """How high these cards want to be together."""
        gap = self._both.spacing()
        width = max(1, (self.width() - gap) * self._shares[column] // sum(self._shares))
        shown = [card for card in cards if _is_shown(card)]
        return sum(_height(card, width) + gap for card in shown)

    def _place(self, left: list[QWidget], right: list[QWidget]) -> None:
        for column, cards in zip(self._columns, (left, right), strict=True):
            for number, card in enumerate(cards):
                column.removeWidget(card)
                column.insertWidget(number, card)
        self._placed = (left, right)
        self._stretch()

    def _stretch(self) -> None:
        """The last card that is shown takes the rest."""
        for column, cards in zip(self._columns, self._placed, strict=True):
            shown = [card for card in cards if _is_shown(card)]
            for card in cards:
                wanted = 1 if shown and card is shown[-1] else 0
                if column.stretch(column.indexOf(card)) != wanted:
                    column.setStretchFactor(card, wanted)


def _is_shown(card: QWidget) -> bool:
    """Nobody hid it; a new one counts too, although Qt shows it only in the next round."""
    return not (
        card.isHidden() and card.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
    )


def _height(card: QWidget, width: int) -> int:
    hint = card.heightForWidth(width) if card.hasHeightForWidth() else card.sizeHint().height()
    return max(hint, card.minimumHeight())
