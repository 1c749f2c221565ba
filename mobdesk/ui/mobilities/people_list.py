"""Choosing many people from a list with check boxes; the newest stand first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from mobdesk.domain.roles import Actor
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import members, people
from mobdesk.services.people import PersonRow
from mobdesk.services.records import Query
from mobdesk.ui import theme
from mobdesk.ui.check_list import CheckList, CheckRows
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Text, leave_undo
from mobdesk.ui.mobilities.choosing import second_line
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import caption

_LISTED = 200


class _SearchLine(Text):
    """Down goes to the list, Enter checks the first row and empties the field."""

    down = Signal()
    taken = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.taken.emit()
        else:
            super().keyPressEvent(event)


class PeopleList(QWidget):
    """An editor whose value is the ids of the people checked, in the order of checking.

    Without a search the newest stand first: a list that just came in is at hand.
    """

    changed = Signal()

    def __init__(self, desk: Desk, without: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self._desk, self._without = desk, without
        self._answered = ""  # the text whose rows are shown
        self.model = CheckRows(second_line)
        self.search = _SearchLine(N_("Search name, e-mail"))
        leave_undo(self.search)
        self.search.setAccessibleName(_("Search people"))
        self.list = CheckList(_("People"), self.search)
        self.list.setModel(self.model)
        self.all_button = Button(_("Choose all shown"), "link")
        self.last_button = Button(_("Choose the last list"), "link")
        self.last_button.hide()
        self.said = caption("")
        box = QVBoxLayout(self)
        theme.space(box, 0, 0.75)
        box.addWidget(self.search)
        box.addWidget(self.list)
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.last_button)
        foot.addWidget(self.all_button)
        box.addLayout(foot)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(self._look)
        self.search.down.connect(self._go_down)
        self.search.taken.connect(self._take_first)
        self.list.toggled.connect(self._toggle)
        self.all_button.clicked.connect(self._all)
        self.theme_changed()
        self._look()
        desk.read(self, members.newest_people, then=self._offer_last, key="newest")

    def theme_changed(self) -> None:
        """Room for six rows."""
        look = theme.current()
        self.list.setFixedHeight(6 * (look.body_height + look.px(1.25)) + look.px(0.5))

    def value(self) -> tuple[int, ...]:
        return tuple(self.model.chosen)

    def set_value(self, value: Sequence[int] | None) -> None:
        wanted = set(value or ())
        self.model.chosen = {i: r for i, r in self.model.chosen.items() if i in wanted}
        missing = [i for i in dict.fromkeys(value or ()) if i not in self.model.chosen]
        if missing:
            self._desk.read(self, people.rows, missing, then=self._take)
        self._tell()

    def chosen(self) -> list[PersonRow]:
        """The people checked."""
        return list(self.model.chosen.values())

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return ngettext("{n} chosen", "{n} chosen", len(value or ()))

    # inside
    def _look(self) -> None:
        text = self.search.text()

        def show(found: tuple[int, list[PersonRow]]) -> None:
            self._answered = text
            self._show(found)

        self._desk.read(self, self._find, text, then=show, key="people")

    def _find(self, store: Any, actor: Actor, text: str) -> tuple[int, list[PersonRow]]:
        ids = [i for i in people.find(store, actor, Query(text)) if i not in self._without]
        if not text.strip():
            ids.sort(reverse=True)
        return len(ids), people.rows(store, actor, ids[:_LISTED])

    def _show(self, found: tuple[int, list[PersonRow]]) -> None:
        self._found, rows = found
        self.model.show(rows)
        if rows:
            self.list.setCurrentIndex(self.model.index(0))
        self._say()

    def _offer_last(self, ids: Sequence[int]) -> None:
        """A list that came in as one is chosen with one press."""
        wanted = [i for i in ids if i not in self._without]
        self.last_button.setVisible(len(wanted) > 1)
        self.last_button.setText(
            ngettext("Choose the last list ({n})", "Choose the last list ({n})", len(wanted))
        )
        self.last_button.clicked.connect(lambda: self.set_value([*self.value(), *wanted]))

    def _take(self, rows: Sequence[PersonRow]) -> None:
        self.model.chosen.update({row.id: row for row in rows})
        self._tell()

    def _toggle(self, place: int) -> None:
        self.model.toggle(place)
        self._tell()

    def _take_first(self) -> None:
        text = self.search.text()
        if text != self._answered:  # typed faster than found: the rows are those of before
            self.search.clear()
            self._desk.read(self, self._find, text, then=lambda found: self._take_of(text, found))
        elif text.strip() and self.model.rows:
            place = max(0, self.list.currentIndex().row())
            self.model.toggle(place)
            self.search.clear()
            self._tell()

    def _take_of(self, text: str, found: tuple[int, list[PersonRow]]) -> None:
        _number, rows = found
        if rows and text.strip():
            self.model.toggle_row(rows[0])
            self._tell()

    def _go_down(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _all(self) -> None:
        rows = self.model.rows
        if all(row.id in self.model.chosen for row in rows):
            for row in rows:
                self.model.chosen.pop(row.id)
        else:
            self.model.chosen.update({row.id: row for row in rows})
        self.list.viewport().update()
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.list.viewport().update()
        self.changed.emit()

    def _say(self) -> None:
        chosen = self.shown(self.value())
        found = getattr(self, "_found", 0)
        if self._answered.strip() and not self.model.rows:
            chosen = _("Nobody found. {chosen}.").format(chosen=chosen)
        more = found - len(self.model.rows)
        if more > 0:
            chosen = _("{chosen}. {n} more: search to see them.").format(
                chosen=chosen, n=f"{more:,}"
            )
        self.said.setText(chosen)
        self.all_button.setVisible(0 < len(self.model.rows) < _LISTED)
