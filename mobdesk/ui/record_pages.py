"""The page of one record: header with Edit and Delete, cards in two columns that become one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.ui import rows, theme
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.columns import Columns
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
    def entry(self) -> QWidget | None:
        """The main action, or the one in its place; who may only read starts below the header."""
        return self.header.outermost_action() or self.first_stop()

    def go(self, **where: Any) -> None:
        if "id" in where and where["id"] != self.record:
            self.record = where["id"]
            self.scroller.verticalScrollBar().setValue(0)
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
        characters = self.width() / theme.current().c
        one = characters < _TWO_COLUMNS
        self.header.set_narrow(one)
        self.columns.set_one(one)
        for facts in self.findChildren(rows.Facts):
            facts.set_columns(1 if characters < _TWO_FACTS else 2)

    def lay_out(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        *,
        above: QWidget | None = None,
        below: QWidget | None = None,
    ) -> None:
        """Put the cards into two columns, the files below the shorter one."""
        self.columns = Columns(roaming=self.files)
        if above is not None:
            self.body.addWidget(above)
        self.body.addWidget(self.columns)
        if below is not None:
            self.body.addWidget(below)
        self.columns.set_cards(left, right)
        self._above, self._below = above, below
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
    card.finish()
