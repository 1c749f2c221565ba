"""The page of the history: search by who, list by day, the pane with old and new values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout

from mobdesk.i18n import _, ngettext
from mobdesk.services import history as service
from mobdesk.ui import theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.history.listing import HistoryList, HistoryModel
from mobdesk.ui.history.pane import HistoryPane, StepSheet
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Chip
from mobdesk.ui.parts.labels import caption

if TYPE_CHECKING:
    from mobdesk.services.history import ChangeRow, FieldChange


class _Found(NamedTuple):
    ids: Sequence[int]
    undo: int | None


class HistoryPage(Page):
    """Every write changes it, so it reads again whenever anything changed."""

    scrolls = False

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("History"))
        self.header.set_line(
            _("Who changed what, and the value before. Private notes leave no trace here.")
        )
        bar = QHBoxLayout()
        theme.space(bar, 0, 1)
        self.mine = Chip(_("Mine"))
        self.mine.toggled.connect(lambda _on: self.mark_stale())
        bar.addWidget(self.mine)
        self.record: tuple[str, int] | None = None
        self.one = Chip(_("One record only"))
        self.one.setChecked(True)
        self.one.hide()
        self.one.clicked.connect(lambda: self._show_record(None))
        bar.addWidget(self.one)
        bar.addStretch(1)
        self.body.addLayout(bar)
        both = QHBoxLayout()
        theme.space(both, 0, 2)
        self.model = HistoryModel(self._more)
        self.list = HistoryList(self.model)
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(self._open)
        self.list.undo_asked.connect(self._undo)
        card = Card(padding=(0.1, 1))
        card.add(self.list, 1)
        card.add(Hairline())
        foot = QHBoxLayout()
        theme.space(foot, (2.5, 0), 2)
        self.counted = caption("")
        foot.addWidget(self.counted, 1)
        foot.addWidget(caption(_("Kept as long as the record it belongs to, and 30 days more")))
        card.add(foot)
        both.addWidget(card, 1)
        self.pane = HistoryPane()
        self.pane.undo.clicked.connect(lambda: self._undo(self.pane.step))
        self.pane.closed.clicked.connect(self._close_pane)
        self.pane.hide()
        both.addWidget(self.pane)
        self.body.addLayout(both, 1)
        self._step: int | None = None
        self._count = 0
        desk.hub.changed.connect(lambda _done: self.mark_stale())

    def go(self, **where: Any) -> None:
        """``table`` and ``id``: show the history of this record alone, until the chip is off."""
        if "table" in where and "id" in where:
            self._show_record((where["table"], where["id"]))

    def refresh(self) -> None:
        mine, account = self.mine.isChecked(), self.desk.actor.account_id
        record = self.record

        def look(store: Any, actor: Any) -> _Found:
            ids = service.find(store, actor, account_id=account if mine else None, record=record)
            undo = service.steps(store, actor).undo
            return _Found(ids, undo.id if undo else None)

        self.desk.read(self, look, then=self._show, key="list")

    def mode_changed(self) -> None:
        self._place_pane()
        self._say_count()

    def focus_search(self) -> bool:
        self.list.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _show_record(self, record: tuple[str, int] | None) -> None:
        self.record = record
        self.one.setVisible(record is not None)
        self.one.setChecked(record is not None)
        self._close_pane()
        self.mark_stale()

    def _show(self, found: _Found) -> None:
        account = self.desk.actor.account_id
        self.model.start(found.ids, account, found.undo, self.desk.today())
        self._count = len(found.ids)
        self._say_count()

    def _say_count(self) -> None:
        words = ngettext("{n} change", "{n} changes", self._count)
        if self._count and self.mode is not Mode.WIDE:
            words += " · " + _("Press one to see its values")
        self.counted.setText(words)

    def _more(self, ids: Sequence[int]) -> None:
        self.desk.read(self, service.rows, ids, then=self._add)

    def _add(self, rows: Sequence[ChangeRow]) -> None:
        first = not self.model.lines
        self.model.add(rows)
        if first and self.model.lines:
            at = self.model.row_of(self._step) if self._step is not None else -1
            self.list.setCurrentIndex(self.model.index(at if at >= 0 else 1))

    # the pane
    def _choose(self, row: ChangeRow | None) -> None:
        self._step = row.id if row is not None else None
        if row is None:
            self.pane.hide()
            return
        self.pane.show_step(row, row.id == self.model.undo)
        self._place_pane()
        self.desk.read(self, service.fields, row.id, then=self.pane.show_fields, key="fields")

    def _open(self, row: ChangeRow) -> None:
        """Pressed: the pane comes back when it was closed; without room for it a sheet comes."""
        if self.mode is Mode.WIDE:
            self._choose(row)
            return
        possible = row.id == self.model.undo

        def show(changes: Sequence[FieldChange]) -> None:
            sheet = StepSheet(self, row, changes, possible)
            sheet.undo.clicked.connect(lambda: self._undo_in(sheet))
            sheet.finished.connect(lambda _result: self.list.setFocus())
            sheet.open()

        self.desk.read(self, service.fields, row.id, then=show, key="sheet")

    def _undo_in(self, sheet: StepSheet) -> None:
        sheet.accept()
        self._undo(sheet.step)

    def _place_pane(self) -> None:
        self.pane.setVisible(self.mode is Mode.WIDE and self._step is not None)

    def _close_pane(self) -> None:
        self._step = None
        self.pane.hide()
        self.list.setFocus()

    def _undo(self, step: int) -> None:
        self.desk.undo(step)
