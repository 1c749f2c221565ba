"""A list of records with a pane beside it: what people, organisations and projects do alike.

A subject says how one record is read for the pane (``overview``), how the pane shows it
(``fill``), how it is changed (``edit``) and which page shows it alone (``page_key``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from mobdesk.domain.done import Done
from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.ui import rows, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.lists import ListPage, Service
from mobdesk.ui.pages import Mode
from mobdesk.ui.panes import Pane
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.labels import Elided, Paragraph
from mobdesk.ui.parts.marks import Avatar, IconTile

_MOST_LARGE = 40  # characters; a longer name stands in smaller letters


class RecordPane(Pane):
    """Head with a sign, parts divided by hairlines, Open and Edit at the foot."""

    def __init__(
        self,
        go: Callable[[], object],
        edit: Callable[[], object] | None,
        close: Callable[[], object],
    ) -> None:
        super().__init__()
        self._close = close
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        scroll.setWidget(inside)
        self._column = QVBoxLayout(inside)
        theme.space(self._column, (0.5, 0, 0.5, 0), 1.5)  # room for focus rings
        self.body.addWidget(scroll, 1)
        foot = QHBoxLayout()
        theme.space(foot, (0.5, 0), 1)
        self.open_button = Button(_("Open"))
        self.open_button.clicked.connect(lambda: go())
        self.edit_button = Button(_("Edit"), "quiet")
        if edit is not None:
            self.edit_button.clicked.connect(lambda: edit())
        else:
            self.edit_button.hide()
        foot.addWidget(self.open_button)
        foot.addWidget(self.edit_button)
        foot.addStretch(1)
        self.body.addLayout(foot)

    def start(self, name: str, second: str, icon: str = "") -> None:
        """Begin anew with another record; ``icon`` instead of initials."""
        rows.clear(self._column)
        self.setAccessibleName(name)
        head = QHBoxLayout()
        theme.space(head, 0, 1.5)
        sign = IconTile(icon, "plain") if icon else Avatar(name)
        head.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        both.addWidget(Paragraph(name, "section" if len(name) <= _MOST_LARGE else "strong"))
        if second:
            both.addWidget(Elided(second, "caption", "soft"))
        head.addLayout(both, 1)
        close = IconButton("close", _("Close the pane"))
        close.clicked.connect(lambda: self._close())
        head.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)

    def part(self, words: str, right: str = "") -> None:
        """Begin another part: hairline and a small title."""
        self._column.addWidget(Hairline())
        self._column.addLayout(rows.heading(words, right))

    def add(self, what: QWidget | QLayout) -> None:
        """Add a row."""
        if isinstance(what, QWidget):
            self._column.addWidget(what)
        else:
            self._column.addLayout(what)

    def rest(self) -> None:
        """What comes now stands at the foot."""
        self._column.addStretch(1)


class RecordList(ListPage):
    """Subclasses set ``page_key`` and ``area`` and write ``overview``, ``fill``, ``edit``."""

    page_key = ""  # the page that shows one record
    area = Area.CONTACTS
    beside = 2  # columns up to this priority stay beside the pane

    def __init__(self, desk: Desk, service: Service) -> None:
        self.may_write = desk.may(self.area, Access.WRITE)
        self.seen: Any = None  # the overview that the pane shows
        self._closed: int | None = None
        super().__init__(desk, service)

    # what the subject writes
    def overview(self, store: Any, actor: Any, record: int) -> Any:
        """Read one record for the pane; its ``record`` has the id."""
        raise NotImplementedError

    def fill(self, pane: RecordPane, overview: Any) -> None:
        """Show a record in the pane, beginning with ``pane.start``."""
        raise NotImplementedError

    def edit(self, overview: Any) -> None:
        """Open the form of a record."""
        raise NotImplementedError

    def remove_service(self) -> Callable[..., Done]:
        """The service that deletes ids."""
        raise NotImplementedError

    # what the list asks
    def make_pane(self) -> RecordPane:
        edit = self.edit_chosen if self.may_write else None
        return RecordPane(self.open_chosen, edit, self.close_pane)

    def show_record(self, record: int | None) -> None:
        if record is None or self.pane is None or self.pane.isHidden():
            return
        self.desk.read(
            self, lambda store, actor: self.overview(store, actor, record),
            then=self._show_overview, fail=self._not_shown, key="pane",
        )  # fmt: skip

    def open_record(self, record: int) -> None:
        """Enter: a closed pane comes back; where it is open or has no room, the record's page."""
        if self.mode is Mode.WIDE and self.pane is not None and self.pane.isHidden():
            self._closed = None
            self._place_pane()
            self.show_record(record)
        else:
            self.desk.open(self.page_key, id=record)

    def remove_records(self, ids: Sequence[int]) -> None:
        if self.desk.may(Area.DELETE, Access.WRITE):
            self.desk.write(self, self.remove_service(), ids)

    # actions
    def open_chosen(self) -> None:
        """The page of the chosen record."""
        if (record := self.table.current_id()) is not None:
            self.desk.open(self.page_key, id=record)

    def edit_chosen(self) -> None:
        """The form of the chosen record."""
        if self.seen is not None:
            self.edit(self.seen)

    def close_pane(self) -> None:
        """Put the pane away until another record is chosen."""
        self._closed = self.table.current_id()
        self._place_pane()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, done: Done) -> None:
        """Go to the record that was just added."""
        self.go(id=done.ids[0])

    # inside
    def _show_overview(self, overview: Any) -> None:
        if isinstance(self.pane, RecordPane) and overview.record.id == self.table.current_id():
            self.seen = overview
            self.fill(self.pane, overview)

    def _not_shown(self, err: BaseException) -> None:
        """Somebody deleted meanwhile goes with the next reading of the list."""
        if getattr(err, "code", "") != "record_missing":
            self.desk.show_error(self, err)

    def _place_pane(self) -> None:
        super()._place_pane()
        if self.pane is None or self.pane.isHidden():
            return
        if self.table.current_id() == self._closed:
            self.pane.hide()
            self.table.show_priorities(99)
        else:
            self.table.show_priorities(self.beside)
