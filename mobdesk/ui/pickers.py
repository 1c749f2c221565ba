"""Editors that find one of many by typing: records, countries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QListView, QStyledItemDelegate

from mobdesk.domain.fold import fold
from mobdesk.i18n import _
from mobdesk.ui import shown
from mobdesk.ui.fields import FocusLeft, Line
from mobdesk.ui.jobs import Runner
from mobdesk.ui.parts.marks import IconLabel

_VALUE = Qt.ItemDataRole.UserRole
_WORDS = Qt.ItemDataRole.UserRole + 1
_MOST = 50


class Found(NamedTuple):
    """One offered record; ``second`` tells people of the same name apart."""

    value: Any
    words: str
    second: str = ""


Search = Callable[[str], Sequence[Found]]


class Picker(Line):
    """Finds a record while typing; Down opens the list, Enter takes the marked row.

    ``search`` returns the best matches for a text (all of the first ones for ""). It runs in
    ``jobs`` when given. ``name_of`` words a value that was set and not chosen from the list.
    ``add`` is the wording of a last row ("Add {text}"); choosing it emits ``add_asked``.
    """

    add_asked = Signal(str)

    def __init__(
        self,
        search: Search,
        name_of: Callable[[Any], str],
        *,
        jobs: Runner | None = None,
        placeholder: str = "",
        add: str = "",
    ) -> None:
        super().__init__(placeholder)
        self._search, self._name_of, self._jobs, self._add = search, name_of, jobs, add
        self._value: Any = None
        self._model = QStandardItemModel(self)
        self._list = QCompleter(self._model, self)
        self._list.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._list.setCompletionColumn(0)
        rows = QListView()
        rows.setObjectName("choices")
        self._list.setPopup(rows)
        rows.setItemDelegate(QStyledItemDelegate(rows))  # reads the style sheet, Qt's own does not
        self._list.setMaxVisibleItems(10)
        self._list.setWidget(self)
        self._list.activated[QModelIndex].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(self._look_up)
        self.add_right(IconLabel("chevron-down"))
        FocusLeft(self, self._settle)

    def value(self) -> Any:
        return self._value

    def set_value(self, value: Any) -> None:
        self._value = value
        self.setText("" if value is None else self._name_of(value))

    def problem(self) -> str:
        return "choose_from_list" if self._value is None and self.text().strip() else ""

    def shown(self, value: Any) -> str:
        return shown.NOTHING if value is None else self._name_of(value)

    def offered(self) -> list[str]:
        """The words of the rows in the list, for tests."""
        return [self._model.item(row).text() for row in range(self._model.rowCount())]

    def take(self, row: int) -> None:
        """Choose a row of the list."""
        self._take(self._model.index(row, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and not self._list_open():
            self._ask("" if self._value is not None else self.text())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.position().x() > self.width() - self.textMargins().right():
            self._ask("" if self._value is not None else self.text())

    def _list_open(self) -> bool:
        popup = self._list.popup()
        return popup is not None and popup.isVisible()

    def _look_up(self, text: str) -> None:
        self._value = None
        self._ask(text)

    def _ask(self, text: str) -> None:
        if self._jobs is None:
            self._offer(text, self._search(text))
            return
        self._jobs.run(
            self,
            lambda _progress: self._search(text),
            lambda found: self._offer(text, found),
            key="picker",
        )

    def _offer(self, text: str, found: Sequence[Found]) -> None:
        self._model.clear()
        for one in found[:_MOST]:
            item = QStandardItem(f"{one.words}, {one.second}" if one.second else one.words)
            item.setData(one.value, _VALUE)
            item.setData(one.words, _WORDS)
            self._model.appendRow(item)
        if self._add and text.strip():
            item = QStandardItem(_(self._add).format(text=text.strip()))
            item.setData(None, _VALUE)
            self._model.appendRow(item)
        if self.isVisible() and self._model.rowCount():
            self._list.complete()

    def _take(self, index: QModelIndex) -> None:
        if index.data(_WORDS) is None:
            self.add_asked.emit(self.text().strip())
            return
        self._value = index.data(_VALUE)
        self.setText(index.data(_WORDS))
        self.changed.emit()

    def _settle(self) -> None:
        """On leaving, an exact and only match is taken; anything else keeps its problem."""
        if self._value is None and self.text().strip():
            typed = fold(self.text())
            exact = [one for one in self._search(self.text()) if fold(one.words) == typed]
            if len(exact) == 1:
                self._value = exact[0].value
                self.setText(exact[0].words)


class Country(Picker):
    """A country by name in many languages or by code; the value is ISO alpha-2."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(_countries, _country_name, placeholder=placeholder)


def _country_name(code: str) -> str:
    from mobdesk import i18n
    from mobdesk.domain.countries import country_name

    return country_name(code, i18n.current().language.split("-")[0])


def _countries(text: str) -> list[Found]:
    from mobdesk.domain.countries import CODES, find_country

    typed = fold(text)
    exact = find_country(text) if typed else None
    names = sorted(((_country_name(code), code) for code in CODES), key=lambda one: fold(one[0]))
    starts = [one for one in names if fold(one[0]).startswith(typed)]
    inside = [one for one in names if typed in fold(one[0]) and one not in starts]
    found = [Found(code, name) for name, code in (*starts, *inside) if code != exact]
    return [Found(exact, _country_name(exact)), *found] if exact else found
