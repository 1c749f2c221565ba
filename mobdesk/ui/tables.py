"""The table of every list: declared columns, one row height, all by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QRect,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QMenu, QTableView, QWidget

from mobdesk.i18n import _
from mobdesk.settings import SettingsFile
from mobdesk.ui import clipboard, icons, theme
from mobdesk.ui.delegates import Lines, RowPainter, Strip, column_width
from mobdesk.ui.shown import NOTHING
from mobdesk.ui.table_header import Header
from mobdesk.ui.table_model import Column, TableModel

__all__ = ["Column", "Fetch", "Table", "TableModel"]

#: asks for the rows of some ids and calls back with them
Fetch = Callable[[Sequence[int], Callable[[Iterable[Any]], object]], object]

_AHEAD = 40
_AHEAD_AFTER_MS = 120  # longer than between two keys of somebody who types
_LAYOUT = 1
_LEAST = 14  # characters that a column without known words keeps
_MOST_RESELECTED = 2000
_NAMES = frozenset({"first", "person"})


class Table(QTableView):
    """Shows rows by id. Enter opens, Del asks to remove, Ctrl+C copies the selection as TSV.

    ``key`` names the table in the settings, where column widths and order are remembered.
    ``fetch`` brings rows (see ``Fetch``); typing letters emits ``typed`` (for a search field).
    """

    opened = Signal(int)
    delete_asked = Signal(object)
    current_changed = Signal(object)
    selection_counted = Signal(int)
    sort_asked = Signal(str, bool)
    typed = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column],
        name: str,
        *,
        fetch: Fetch | None = None,
        settings: SettingsFile | None = None,
        key: str = "",
        on_bug: Callable[[BaseException], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self.fetch = fetch
        self._settings, self._key = settings, key
        self._widths: dict[str, float] = {}  # in characters, set by the user
        self._fitting = False
        self._current: int | None = None
        self._least_priority = 99
        self.sort_key, self.sort_down = "", False
        self.records = TableModel(columns, on_bug=on_bug)
        self.records.missing.connect(self._bring)
        self._later = QTimer(self, singleShot=True, interval=_AHEAD_AFTER_MS)
        self._later.timeout.connect(self._look_ahead)
        self.setModel(self.records)
        self._drawn = RowPainter(self.columns, self.records)
        self.records.is_cut = lambda n, words: self._drawn.is_cut(n, words, self.columnWidth(n))
        self._dress(name)
        self._read_layout()
        self.horizontalHeader().sectionClicked.connect(self._sort_clicked)
        self.horizontalHeader().sectionResized.connect(self._resized)
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.doubleClicked.connect(lambda _index: self._open())
        self.selectionModel().currentChanged.connect(self._moved)
        self.selectionModel().selectionChanged.connect(self._counted)

    # what pages use
    def set_ids(self, ids: Sequence[int], rows: Iterable[Any] = (), *, top: bool = False) -> None:
        """Show other records; ``rows`` are those already read.

        Selection and scroll place stay by id; ``top`` goes to the first row (a new search).
        """
        if ids == self.records.ids:
            self.records.refresh(rows)
            self._look()
            return
        chosen, current = self.selected_ids(), self._current
        offset = self.rowAt(0)
        first = self.records.ids[offset] if 0 <= offset < len(self.records.ids) else None
        blocked = self.selectionModel().blockSignals(True)
        self.records.set_ids(ids, rows)
        self._choose(chosen, current)
        self.selectionModel().blockSignals(blocked)
        # Qt would set the scroll range only in the next round of events, and paint all once more.
        self.doItemsLayout()
        if top:
            self.scrollToTop()
        elif (place := self.records.place_of(first)) >= 0:
            hint = QAbstractItemView.ScrollHint.PositionAtTop
            self.scrollTo(self.records.index(place, 0), hint)
        self._tell_current()
        self._counted()
        self._look()

    def current_id(self) -> int | None:
        """The record under the cursor."""
        return self._current

    def selected_ids(self) -> tuple[int, ...]:
        """The chosen records, in the order of the table."""
        ids = self.records.ids
        places = sorted({row for top, end in self._parts() for row in range(top, end + 1)})
        return tuple(ids[row] for row in places if row < len(ids))

    def select(self, record: int | None) -> bool:
        """Choose a record and show it; False when it is not in the table."""
        place = self.records.place_of(record)
        if place < 0:
            self.selectionModel().clear()
            return False
        # Not selectRow: that would look at Ctrl and Shift, which may be down for a shortcut.
        flag = QItemSelectionModel.SelectionFlag
        index = self.records.index(place, 0)
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)
        return True

    def set_sort(self, key: str, down: bool = False) -> None:
        """Show by which column the rows are ordered."""
        self.sort_key, self.sort_down = key, down
        self.horizontalHeader().viewport().update()

    def show_priorities(self, least: int) -> None:
        """Show only columns up to this priority (beside an open pane: 1)."""
        self._least_priority = least
        self._fit()

    def shown_columns(self) -> list[Column]:
        """The columns that are visible now."""
        return [c for n, c in enumerate(self.columns) if not self.isColumnHidden(n)]

    def room(self) -> int:
        """How many rows have room; 0 while the table is not shown."""
        high = self.verticalHeader().defaultSectionSize()
        return self.viewport().height() // high + 2 if self.isVisible() else 0

    def rows_ahead(self) -> bool:
        """Whether rows ahead will still be asked for."""
        return self._later.isActive()

    def copy(self) -> None:
        """Put the chosen rows on the clipboard as a table with its header."""
        ids = self.selected_ids()
        known = [self.records.row(self.records.place_of(one)) for one in ids[:200]]
        if len(ids) <= 200 and all(row is not None for row in known):
            self._copy_rows(known)
        elif ids and self.fetch is not None:
            self.fetch(ids, self._copy_rows)

    def keep_layout(self) -> None:
        """Remember widths and order."""
        if self._settings is not None and self._key:
            state = {
                **self._settings.columns_of(self._key),
                "layout": _LAYOUT,
                "widths": {key: round(width, 1) for key, width in self._widths.items()},
                "sort": [self.sort_key, self.sort_down],
            }
            self._settings.keep_columns(self._key, state)

    def theme_changed(self) -> None:
        """Colours or text size changed: row height and widths follow."""
        self.verticalHeader().setDefaultSectionSize(theme.current().control_height)
        self.horizontalHeader().setMinimumSectionSize(theme.current().chars(5))
        self._fit()

    # what Qt calls
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open()
        elif event.key() == Qt.Key.Key_Delete:
            if ids := self.selected_ids():
                self.delete_asked.emit(ids)
        elif event.text().isprintable() and event.text().strip() and not event.modifiers():
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
        menu = self.make_menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.viewport().mapToGlobal(at) if at else self.mapToGlobal(QPoint(0, 0)))

    def make_menu(self) -> QMenu:
        """Open, the page's own actions, copy, order; what removes stands last."""
        menu = QMenu(self)
        some = bool(self.selected_ids())
        menu.addAction(icons.icon("eye"), _("Open"), self._open).setEnabled(some)
        menu.addActions(self.actions())
        copy = menu.addAction(icons.icon("copy"), _("Copy as a table"), self.copy)
        copy.setShortcut(QKeySequence.StandardKey.Copy)
        copy.setEnabled(some)
        order = menu.addMenu(icons.icon("sort"), _("Order by"))
        for number, column in enumerate(self.columns):
            if column.sort:
                order.addAction(_(column.title), partial(self._sort_clicked, number))
        return menu

    def paintEvent(self, event: QPaintEvent) -> None:
        # Not by a delegate: asking Qt for each cell costs more than drawing it.
        painter = QPainter(self.viewport())
        exposed = event.rect()
        self._drawn.draw(painter, self._lines(exposed), self._strips(exposed))
        painter.end()

    def sizeHintForColumn(self, column: int) -> int:
        return column_width(self.columns[column])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()
        self._look()

    # inside
    def _dress(self, name: str) -> None:
        self.setAccessibleName(name)
        self.setHorizontalHeader(Header(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(theme.current().control_height)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setCornerWidget(QWidget())
        self.setMouseTracking(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QTableView.Shape.NoFrame)

    def _bring(self, ids: list[int]) -> None:
        if self.fetch is None:
            return
        asked = self.records.generation

        def put(rows: Iterable[Any]) -> None:
            if asked == self.records.generation:
                self.records.put(rows, self._seen())

        self.fetch(ids, put)

    def _lines(self, exposed: QRect) -> Lines:
        """The rows that touch ``exposed``; all are of one height."""
        first, last = self.rowAt(exposed.top()), self.rowAt(exposed.bottom())
        if first < 0:  # below the last row
            return Lines(range(0), 0, 1)
        after = (last if last >= 0 else len(self.records.ids) - 1) + 1
        top, height = self.rowViewportPosition(first), self.verticalHeader().defaultSectionSize()
        return Lines(range(first, after), top, height)

    def _strips(self, exposed: QRect) -> list[Strip]:
        """The columns that touch ``exposed``, from left to right."""
        shown = (n for n in range(len(self.columns)) if not self.isColumnHidden(n))
        strips = (Strip(n, self.columnViewportPosition(n), self.columnWidth(n)) for n in shown)
        return [s for s in strips if s.x <= exposed.right() and s.x + s.width > exposed.left()]

    def _seen(self) -> tuple[int, int]:
        """The first and the last row that are visible."""
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        return first, len(self.records.ids) - 1 if last < 0 else last

    def _look(self) -> None:
        """Fetch what is visible; rows ahead are fetched once the window has come to rest."""
        if not self.isVisible() or not self.records.ids:
            return
        first, last = self._seen()
        if all(self.records.row(at) is not None for at in range(first, last + 1)):
            self._later.start()
        else:
            self._look_ahead()

    def _look_ahead(self) -> None:
        if self.isVisible() and self.records.ids:
            first, last = self._seen()
            most = len(self.records.ids) - 1
            self.records.need(max(0, first - _AHEAD), min(last + _AHEAD, most))

    def _choose(self, chosen: Sequence[int], current: int | None) -> None:
        model = self.selectionModel()
        model.clear()
        place = self.records.place_of(current)
        if place >= 0:
            none = QItemSelectionModel.SelectionFlag.NoUpdate
            model.setCurrentIndex(self.records.index(place, 0), none)
        if not chosen or len(chosen) > _MOST_RESELECTED:
            return
        wanted, last = set(chosen), len(self.columns) - 1
        selection = QItemSelection()
        for row, record in enumerate(self.records.ids):
            if record in wanted:
                selection.select(self.records.index(row, 0), self.records.index(row, last))
        model.select(selection, QItemSelectionModel.SelectionFlag.Select)

    def _moved(self, *_args: object) -> None:
        self._tell_current()

    def _tell_current(self) -> None:
        index = self.currentIndex()
        now = self.records.ids[index.row()] if index.isValid() else None
        if now != self._current:
            self._current = now
            self.current_changed.emit(now)

    def _counted(self, *_args: object) -> None:
        self._drawn.chosen = parts = self._parts()
        self.selection_counted.emit(sum(end - top + 1 for top, end in parts))

    def _parts(self) -> list[tuple[int, int]]:
        """First and last row of each chosen stretch."""
        # The ranges live in the selection: it has to outlive them.
        selection = self.selectionModel().selection()
        return [(part.top(), part.bottom()) for part in selection.toList()]

    def _open(self) -> None:
        if self._current is not None:
            self.opened.emit(self._current)

    def _sort_clicked(self, number: int) -> None:
        column = self.columns[number]
        if not column.sort:
            return
        down = not self.sort_down if column.key == self.sort_key else False
        self.set_sort(column.key, down)
        self.keep_layout()
        self.sort_asked.emit(column.key, down)

    def _copy_rows(self, rows: Iterable[Any]) -> None:
        columns = self.shown_columns()
        table = [[_(column.title) for column in columns]]
        for row in rows:
            texts = [column.text_of(row) for column in columns]
            table.append(["" if text == NOTHING else text for text in texts])
        clipboard.copy(clipboard.tsv(table))

    def _read_layout(self) -> None:
        state = self._settings.columns_of(self._key) if self._settings is not None else {}
        if state.get("layout") != _LAYOUT:
            return
        keys = {column.key for column in self.columns}
        widths = state.get("widths")
        if isinstance(widths, dict):
            self._widths = {
                key: float(width)
                for key, width in widths.items()
                if key in keys and isinstance(width, int | float) and 3 <= width <= 200
            }
        match state.get("sort"):
            case [str(key), bool(down)] if key in keys:
                self.sort_key, self.sort_down = key, down

    def _resized(self, number: int, _old: int, new: int) -> None:
        if not self._fitting:
            self._widths[self.columns[number].key] = new / theme.current().c

    def _fit(self) -> None:
        """Give columns their widths; where it is too narrow, hide those of lowest rank."""
        room = self.viewport().width()
        wanted = [self._wanted(column) for column in self.columns]
        shown = [n for n, c in enumerate(self.columns) if c.priority <= self._least_priority]
        while sum(wanted[n] for n in shown) > room:
            goes = max(shown, key=lambda n: (self.columns[n].priority, n), default=None)
            if goes is None or self.columns[goes].priority <= 1:
                break
            shown.remove(goes)
        rest = room - sum(wanted[n] for n in shown)
        for number in shown:  # names end in dots before a table scrolls sideways
            if rest < 0 and not self.columns[number].words:
                gives = min(-rest, max(0, wanted[number] - theme.current().chars(_LEAST)))
                wanted[number] -= gives
                rest += gives
        if rest > 0 and shown:
            wide = [n for n in shown if self.columns[n].width == 0]
            # What a person dragged stays as wide; where every column was, the last takes the rest.
            wide = [n for n in wide if self.columns[n].key not in self._widths] or shown[-1:]
            wide += [n for n in wide if self.columns[n].paint in _NAMES]  # names are longest
            for place, number in enumerate(wide):
                wanted[number] += rest // len(wide) + (rest % len(wide) if place == 0 else 0)
        self._fitting = True
        for number, width in enumerate(wanted):
            self.setColumnHidden(number, number not in shown)
            if number in shown:
                self.setColumnWidth(number, width)
        self._fitting = False

    def _wanted(self, column: Column) -> int:
        own = self._widths.get(column.key)
        return theme.current().chars(own) if own else column_width(column)
