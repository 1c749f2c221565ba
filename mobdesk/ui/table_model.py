"""One model for every table: it holds ids and fetches the rows that are looked at.

``data`` never asks the database and never raises: the view says in ahead which rows it will show
(``need``), a fetch brings them, and ``put`` makes them visible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from mobdesk.i18n import _
from mobdesk.ui.shown import NOTHING

ROW = Qt.ItemDataRole.UserRole
ID = Qt.ItemDataRole.UserRole + 1

#: kinds of cells that draw a value beside or instead of words
VALUED = frozenset({"stage", "marks", "check", "badge"})

Index = QModelIndex | QPersistentModelIndex

PAGE = 100
MOST_KEPT = 4000

LEFT, RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True)
class Column:
    """One column of a table, declared once.

    ``title`` and ``words`` are marked texts, translated when shown. ``text`` words a row (default:
    the attribute ``key``). ``paint`` names the kind of ``delegates``: first, person, text, soft,
    sum, stage, marks, check, badge. ``value`` gives what stage and marks draw. ``width`` in
    characters, 0 stretches; ``words`` are all the words it may show, the widest sets the width.
    Columns of ``priority`` 1 always stay, higher ones go first when it gets narrow.
    """

    key: str
    title: str
    text: Callable[[Any], str] | None = None
    paint: str = "text"
    value: Callable[[Any], Any] | None = None
    spoken: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    align: Qt.AlignmentFlag = LEFT
    sort: bool = True
    width: float = 14
    words: tuple[str, ...] = ()
    priority: int = 1

    def text_of(self, row: Any) -> str:
        """The words of ``row`` in this column, "–" where nothing is known."""
        found = self.text(row) if self.text else getattr(row, self.key)
        return NOTHING if found in (None, "") else str(found)

    def spoken_of(self, row: Any) -> str:
        """What a screen reader says of the cell: title and value."""
        return f"{_(self.title)}: {self.spoken(row) if self.spoken else self.text_of(row)}"

    def value_of(self, row: Any) -> Any:
        """What the delegate draws."""
        return self.value(row) if self.value else getattr(row, self.key)


class TableModel(QAbstractTableModel):
    """Ids in order, and the rows of the pages looked at lately. A row has an ``id``."""

    missing = Signal(list)

    def __init__(
        self,
        columns: Sequence[Column],
        fetch: Callable[[Sequence[int]], Iterable[Any]] | None = None,
        on_bug: Callable[[BaseException], object] | None = None,
    ) -> None:
        """``fetch`` brings rows at once; without it ``missing`` asks, and ``put`` answers."""
        super().__init__()
        self.columns = tuple(columns)
        self._fetch, self._on_bug = fetch, on_bug
        self._ids: Sequence[int] = ()
        self._rows: dict[int, Any] = {}
        self._asked: set[int] = set()
        self._buggy: set[str] = set()
        #: whether words in this column end in dots now; then the tooltip says them
        self.is_cut: Callable[[int, str], bool] = lambda _column, _words: False
        self.generation = 0  # answers to questions of an older one are not put

    # what the table holds
    @property
    def ids(self) -> Sequence[int]:
        """The ids in order."""
        return self._ids

    def set_ids(self, ids: Sequence[int], rows: Iterable[Any] = ()) -> None:
        """Hold other ids; ``rows`` are those already read (the first page), drawn without wait.

        Not a reset: that would lay out the columns again and draw everything twice.
        """
        before, after, nowhere = len(self._ids), len(ids), QModelIndex()
        if after > before:
            self.beginInsertRows(nowhere, before, after - 1)
        elif after < before:
            self.beginRemoveRows(nowhere, after, before - 1)
        self._ids = ids
        if after > before:
            self.endInsertRows()
        elif after < before:
            self.endRemoveRows()
        self.refresh(rows)

    def refresh(self, rows: Iterable[Any] = ()) -> None:
        """Forget the rows read, keep the ids: something in them changed."""
        self._rows = {row.id: row for row in rows}
        self._asked = set()
        self.generation += 1
        self._redraw()

    def need(self, first: int, last: int) -> None:
        """Rows ``first`` to ``last`` will be looked at: fetch their pages where missing."""
        start = max(0, first - first % PAGE)
        stop = min(len(self._ids), last + PAGE - last % PAGE)
        wanted = [
            one for one in self._ids[start:stop] if one not in self._rows and one not in self._asked
        ]
        if not wanted:
            return
        if len(self._rows) + len(wanted) > MOST_KEPT:
            near = set(self._ids[start:stop])
            self._rows = {one: row for one, row in self._rows.items() if one in near}
        self._asked.update(wanted)
        if self._fetch is not None:
            self.put(self._fetch(wanted))
        else:
            self.missing.emit(wanted)

    def put(self, rows: Iterable[Any], seen: tuple[int, int] | None = None) -> None:
        """Show rows that were fetched.

        ``seen``: first and last row in sight; where none of them is among the rows, nothing is
        drawn again.
        """
        fresh = {row.id: row for row in rows}
        self._rows.update(fresh)
        self._asked -= fresh.keys()
        if seen is None or not fresh.keys().isdisjoint(self._ids[seen[0] : seen[1] + 1]):
            self._redraw()

    def row(self, at: int) -> Any:
        """The row at a place, None while it is not there."""
        return self._rows.get(self._ids[at]) if 0 <= at < len(self._ids) else None

    def place_of(self, record: int | None) -> int:
        """Where an id stands, -1 when it does not."""
        try:
            return -1 if record is None else self._ids.index(record)
        except ValueError:
            return -1

    def _redraw(self) -> None:
        if self._ids and self.columns:
            last = self.index(len(self._ids) - 1, len(self.columns) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def cell(self, at: int, number: int) -> tuple[str | None, Any]:
        """Words and drawn value of a cell; None while its row is not there. Never raises."""
        row = self.row(at)
        if row is None:
            return None, None
        column = self.columns[number]
        try:
            value = column.value_of(row) if column.paint in VALUED else None
            return column.text_of(row), value
        except Exception as err:  # a broken column is reported once and leaves the table usable
            self._report(column, err)
            return NOTHING, None

    # what Qt asks
    def rowCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._ids):
            return None
        column = self.columns[index.column()]
        if role == ID:
            return self._ids[index.row()]
        row = self.row(index.row())
        if role == ROW or row is None:
            return row if role == ROW else None
        try:
            if role == Qt.ItemDataRole.ToolTipRole and column.tip is None:
                words = column.text_of(row)
                return words if self.is_cut(index.column(), words) else None
            return _cell(column, row, role)
        except Exception as err:  # a broken column is reported once and leaves the table usable
            self._report(column, err)
            return NOTHING if role == Qt.ItemDataRole.DisplayRole else None

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self.columns):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return _(self.columns[section].title)
        return None

    def _report(self, column: Column, err: BaseException) -> None:
        if column.key not in self._buggy:
            self._buggy.add(column.key)
            if self._on_bug is not None:
                self._on_bug(err)


def _cell(column: Column, row: Any, role: int) -> Any:
    if role == Qt.ItemDataRole.DisplayRole:
        return column.text_of(row)
    if role == Qt.ItemDataRole.AccessibleTextRole:
        return column.spoken_of(row)
    if role == Qt.ItemDataRole.ToolTipRole:
        return column.tip(row) if column.tip else None
    if role == Qt.ItemDataRole.TextAlignmentRole:
        return column.align | Qt.AlignmentFlag.AlignVCenter
    return None
