"""The page of one record: header with Edit and Delete, cards in two columns that become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.services.done import Done
from mobdesk.ui import rows, theme
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.desk import Desk
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card

_TWO_COLUMNS = 120  # characters of the page
_TWO_FACTS = 60


class RecordPage(Page):
    """Opened with ``id``. Subclasses write the hooks and call ``lay_out`` in their constructor."""

    list_key = ""  # the page of the list
    area = Area.CONTACTS

    def __init__(self, desk: Desk, title: str, crumb: str, files_of: str) -> None:
        """``title`` and ``crumb`` already translated; ``files_of``: the table for attachments."""
        super().__init__(desk, title)
        self.record: int | None = None
        self.seen: Any = None
        self.header.set_crumbs((crumb, lambda: desk.open(self.list_key)))
        self.files: AttachmentsCard | None = None
        if desk.may(Area.MOBILITIES):
            self.files = AttachmentsCard(desk, files_of, self.called)
        self._add_button(_("Delete"), "trash", self.remove, Area.DELETE)
        self._add_button(_("Edit"), "pen", self._edit, self.area)
        self._columns: list[QVBoxLayout] = []

    # what the subject writes
    def overview(self, store: Any, actor: Any, record: int) -> Any:
        """Read everything on the page."""
        raise NotImplementedError

    def fill(self, overview: Any) -> None:
        """Show what was read."""
        raise NotImplementedError

    def edit(self, overview: Any) -> None:
        """Open the form."""
        raise NotImplementedError

    def remove_service(self) -> Callable[..., Done]:
        """The service that deletes ids."""
        raise NotImplementedError

    def called(self) -> str:
        """The name by which a PDF of photos is called."""
        return self.header.title.text()

    # what the window calls
    def go(self, **where: Any) -> None:
        if "id" in where and where["id"] != self.record:
            self.record = where["id"]
            if self.files is not None:
                self.files.show_record(self.record)
            self.mark_stale()

    def refresh(self) -> None:
        record = self.record
        if record is not None:
            self.desk.read(
                self, lambda store, actor: self.overview(store, actor, record),
                then=self._show, fail=self._gone, key="record",
            )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def theme_changed(self) -> None:
        """The text size changed: as many characters need more room."""
        self._arrange()

    def _arrange(self) -> None:
        """Two columns as long as each keeps its rows readable."""
        direction = QBoxLayout.Direction
        characters = self.width() / theme.current().c
        one = characters < _TWO_COLUMNS
        self.header.set_narrow(one)
        self._both.setDirection(direction.TopToBottom if one else direction.LeftToRight)
        for facts in self.findChildren(rows.Facts):
            facts.set_columns(1 if characters < _TWO_FACTS else 2)

    def lay_out(self, left: Sequence[QWidget], right: Sequence[QWidget]) -> None:
        """Put the cards into two columns; files stand last at the right."""
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        files = [self.files] if self.files is not None else []
        for some in (left, [*right, *files]):
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            for card in some:
                column.addWidget(card)
            column.addStretch(1)
            self._both.addLayout(column, 1)
        self.body.addLayout(self._both)
        self.body.addStretch(1)

    def remove(self) -> None:
        """Delete the record and go back to the list; Undo brings it back."""
        if self.record is not None:
            self.desk.write(self, self.remove_service(), [self.record], then=self._removed)

    # inside
    def _add_button(
        self, words: str, icon: str, act: Callable[[], None], area: Area, *, seldom: bool = False
    ) -> None:
        if self.desk.may(area, Access.WRITE):
            button = Button(words, "second", icon)
            button.clicked.connect(lambda: act())
            self.header.add_action(button, seldom=seldom)

    def _edit(self) -> None:
        if self.seen is not None:
            self.edit(self.seen)

    def _show(self, overview: Any) -> None:
        self.seen = overview
        self.fill(overview)

    def _removed(self, _done: Done) -> None:
        if self.record is not None:  # else reading again has found it gone already
            self.record = None
            self.desk.open(self.list_key)

    def _gone(self, err: BaseException) -> None:
        """Deleted meanwhile: back to the list."""
        if getattr(err, "code", "") == "record_missing":
            self.record = None
            if self.isVisible():
                self.desk.open(self.list_key)
        else:
            self.desk.show_error(self, err)


def fill(card: Card, content: QWidget) -> None:
    """Let ``content`` be all that stands in a card."""
    rows.clear(card.body)
    card.add(content)
