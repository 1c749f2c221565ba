"""The page of the history: search by who, list by day, the pane with old and new values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobdesk.i18n import _, ngettext
from mobdesk.services import history as service
from mobdesk.ui import shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.history import words
from mobdesk.ui.history.listing import HistoryList, HistoryModel
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Chip
from mobdesk.ui.parts.labels import Label, Paragraph, caption
from mobdesk.ui.parts.marks import IconLabel

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
        self.counted.setText(ngettext("{n} change", "{n} changes", len(found.ids)))

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

    def _place_pane(self) -> None:
        self.pane.setVisible(self.mode is Mode.WIDE and self._step is not None)

    def _close_pane(self) -> None:
        self._step = None
        self.pane.hide()
        self.list.setFocus()

    def _undo(self, step: int) -> None:
        self.desk.undo(step)


class HistoryPane(Card):
    """One step: who, when, every value before and after, and Undo."""

    def __init__(self) -> None:
        super().__init__(padding=(2, 2))
        self.step = 0
        head = QHBoxLayout()
        theme.space(head, 0, 1)
        names = QVBoxLayout()
        theme.space(names, 0, 0)
        self._title = Paragraph("", "section")
        self._who = caption("")
        names.addWidget(self._title)
        names.addWidget(self._who)
        head.addLayout(names, 1)
        self.closed = IconButton("close", _("Close"), small=True)
        head.addWidget(self.closed, 0, Qt.AlignmentFlag.AlignTop)
        self.add(head)
        self.add(Hairline())
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        self.add(scroll, 1)
        self.add(Hairline())
        self._says = Paragraph("", "caption", "soft")
        self.add(self._says)
        self.undo = Button(_("Undo"), "main", "undo")
        row = QHBoxLayout()
        row.addWidget(self.undo)
        row.addStretch(1)
        self.add(row)
        self.show_fields([])
        self.theme_changed()

    def theme_changed(self) -> None:
        """Width in characters."""
        self.setFixedWidth(theme.current().chars(42))

    def show_step(self, row: ChangeRow, possible: bool) -> None:
        """Who, when, what."""
        self.step = row.id
        self._title.setText(words.step(row))
        when = row.at.astimezone()
        self._who.setText(f"{row.nickname}, {shown.long_date(when.date())}, {when:%H:%M}")
        self.undo.setVisible(possible)
        self._says.setText(
            _("Undo brings every value back to what it was before.")
            if possible
            else _("This step cannot be taken back now.")
        )

    def show_fields(self, changes: Sequence[FieldChange]) -> None:
        """Record by record: field, old struck through, new."""
        inside = QWidget()
        column = QVBoxLayout(inside)
        theme.space(column, 0, 1.25)
        records = {(one.table, one.record_id) for one in changes}
        told = last = None
        for one in changes:
            value = None if one.kind == "more" else words.changed(one)
            if value is None and one.kind != "more":
                continue
            told = (one.table, one.record_id)
            if told != last and (len(records) > 1 or one.kind != "changed"):
                if last is not None:
                    column.addWidget(Hairline())
                column.addWidget(Paragraph(words.head(one), "strong"))
            last = told
            if value is not None:
                column.addWidget(_Changed(value))
        if told is None:
            column.addWidget(Paragraph(_("This step has no values to compare."), role="soft"))
        column.addStretch(1)
        self._scroll.setWidget(inside)


class _Changed(QWidget):
    def __init__(self, value: words.ChangedValue) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 0)
        column.addWidget(Label(value.name, "caption_strong", "soft"))
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        new = Paragraph(value.after, "strong", most=30)
        if value.before != shown.NOTHING:
            old = Label(value.before, "body", "soft")
            font = old.font()
            font.setStrikeOut(True)
            old.setFont(font)
            if len(value.before) + len(value.after) <= 30:
                row.addWidget(old)
                row.addWidget(IconLabel("arrow-right"))
            else:
                struck = Paragraph(value.before, "body", "soft", most=30)
                struck.setFont(font)
                column.addWidget(struck)
        row.addWidget(new, 1)
        column.addLayout(row)
        spoken = _("{field}: was {before}, now {after}")
        if value.before == shown.NOTHING and value.made:
            spoken = _("{field}: {after}")
        self.setAccessibleName(
            spoken.format(field=value.name, before=value.before, after=value.after)
        )
