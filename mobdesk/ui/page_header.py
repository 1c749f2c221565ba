"""The header of a page: breadcrumb, title, one line, actions at the right."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.ui import theme
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.parts.labels import Elided, Label, Paragraph, Steady
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.stops import is_stop


class Header(QWidget):
    """Breadcrumb, title with count or badge, one line, actions at the right, main one last."""

    reads_as_one = True  # Tab goes through it before it goes on

    def __init__(self, title: str) -> None:
        super().__init__()
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        theme.space(self._rows, 0, 1.5)
        words = QVBoxLayout()
        theme.space(words, 0, 0.5)
        self._crumbs = QHBoxLayout()
        theme.space(self._crumbs, 0, 0.75)
        words.addLayout(self._crumbs)
        line = Flow()  # count and badge go below a long name before it is cut
        theme.space(line, 0, 1.5)
        self.title = Paragraph(title, "title", most=200)  # a long name goes on below
        self.count = Steady("", "lead", "soft")
        self.count.hide()
        self.badge = Badge("")
        self.badge.hide()
        for part in (self.title, self.count, self.badge):
            line.addWidget(part)
        words.addLayout(line)
        self.line = Paragraph("", "body", "soft", most=120)  # facts in a row, not reading text
        self.line.hide()
        words.addWidget(self.line)
        self._rows.addLayout(words, 1)
        self._actions = QHBoxLayout()
        theme.space(self._actions, 0, 1)
        holder = QWidget()
        holder.setLayout(self._actions)
        self._holder = holder
        holder.hide()
        self._rows.addWidget(holder, 0, Qt.AlignmentFlag.AlignTop)
        self._buttons: list[QWidget] = []
        self._narrow = self._bare = False
        self._here: Elided | None = None  # the end of the breadcrumb

    def set_title(self, title: str) -> None:
        """Show another title; it also ends the breadcrumb."""
        self.title.setText(title)
        if self._here is not None:
            self._here.setText(title)

    def set_count(self, count: int | None) -> None:
        """The number beside the title; None takes it away."""
        self.count.setVisible(count is not None)
        self.count.setText("" if count is None else f"{count:,}")

    def set_badge(self, text: str, tone: str = "plain", icon: str = "") -> None:
        """A badge beside the title; "" takes it away."""
        self.badge.setVisible(bool(text))
        self.badge.set(text, tone, icon)

    def set_line(self, text: str) -> None:
        """The line that says what matters now."""
        self.line.setVisible(bool(text))
        self.line.setText(text)

    def set_crumbs(self, *crumbs: tuple[str, Callable[[], object]], here: str = "") -> None:
        """The way to this page: words, what pressing opens; ``here`` or the title ends it."""
        while (item := self._crumbs.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for number, (words, go) in enumerate(crumbs):
            if number:
                self._crumbs.addWidget(Label("›", "body", "soft"))
            link = Button(words, "link")
            link.clicked.connect(lambda _on=False, go=go: go())
            self._crumbs.addWidget(link)
        self._here = None
        if crumbs:
            self._crumbs.addWidget(Label("›", "body", "soft"))
            self._here = Elided(here or self.title.text(), "body", "soft")
            self._crumbs.addWidget(self._here, 1)

    def add_action(self, button: QWidget, *, seldom: bool = False) -> None:
        """Add a button at the right; the main one comes last, a ``seldom`` one stands first."""
        self._buttons.insert(0 if seldom else len(self._buttons), button)
        self._order()

    def set_bare(self, bare: bool) -> None:
        """Bare: no actions, because the page below says what to do first."""
        self._bare = bare
        self._order()

    def set_narrow(self, narrow: bool) -> None:
        """Narrow: actions under the title, the main one first."""
        if narrow != self._narrow:
            self._narrow = narrow
            down = QBoxLayout.Direction.TopToBottom
            self._rows.setDirection(down if narrow else QBoxLayout.Direction.LeftToRight)
            self._order()

    def main_action(self) -> QWidget | None:
        """The main button, while Tab comes to it."""
        return next((b for b in self._open_buttons() if getattr(b, "kind", "") == "main"), None)

    def outermost_action(self) -> QWidget | None:
        """The main button, or the one that stands in its place."""
        return next(iter(self._open_buttons()), None)

    def _open_buttons(self) -> list[QWidget]:
        return [button for button in reversed(self._buttons) if is_stop(button)]

    def _order(self) -> None:
        while self._actions.takeAt(0) is not None:
            continue
        for button in reversed(self._buttons) if self._narrow else self._buttons:
            self._actions.addWidget(button)
        if self._narrow:
            self._actions.addStretch(1)
        self._holder.setVisible(bool(self._buttons) and not self._bare)
