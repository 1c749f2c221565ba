"""Choosing mobilities of a project from its list: search, check boxes, all that are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.fold import fold
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services.what_if_scratch import Choosable
from mobdesk.ui import shown, stays, theme
from mobdesk.ui.check_list import CheckList, CheckRows
from mobdesk.ui.fields import Text, leave_undo
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import caption

_ROWS = 5


class Listed(NamedTuple):
    """One mobility in the list."""

    id: int
    name: str
    second: str


def listed(one: Choosable, today: date) -> Listed:
    """``Tamm, Liis · Job shadowing · Turku, 3–9 May · confirmed``."""
    where = ", ".join(
        part for part in (one.place, stays.dates(one.first, one.last, today)) if part
    )  # fmt: skip
    activity = stays.activity(one.activity)
    more = [activity if one.name else "", where, stays.stage(one.stage, None)]
    name = one.name or activity or shown.NOTHING
    return Listed(one.mobility_id, name, " · ".join(part for part in more if part))


class _SearchLine(Text):
    """Down goes to the list."""

    down = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down.emit()
        else:
            super().keyPressEvent(event)


class StayList(QWidget):
    """An editor whose value is the ids of the mobilities checked."""

    changed = Signal()

    def __init__(self, offered: Callable[[], Sequence[Listed]]) -> None:
        super().__init__()
        self._offered = offered
        self.model = CheckRows(lambda row: row.second)
        self.search = _SearchLine(N_("Search name, place, activity"))
        leave_undo(self.search)
        self.search.setAccessibleName(_("Search mobilities"))
        self.list = CheckList(_("Mobilities"), self.search)
        self.list.setModel(self.model)
        self.all_button = Button(_("Choose all shown"), "link")
        self.said = caption("")
        box = QVBoxLayout(self)
        theme.space(box, 0, 0.75)
        box.addWidget(self.search)
        box.addWidget(self.list)
        foot = QHBoxLayout()
        theme.space(foot, 0, 1)
        box.addLayout(foot)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.all_button)
        self.setFocusProxy(self.search)
        self.search.textChanged.connect(lambda _text: self._look())
        self.search.down.connect(self._go_down)
        self.list.toggled.connect(self._toggle)
        self.all_button.clicked.connect(self._all)
        self.theme_changed()
        self._look()

    def theme_changed(self) -> None:
        """Room for a few rows; the rest scrolls."""
        look = theme.current()
        self.list.setFixedHeight(_ROWS * (look.body_height + look.px(1.25)) + look.px(0.5))

    def offer_again(self) -> None:
        """The project has other mobilities now; what is checked stays."""
        self._look()

    def value(self) -> tuple[int, ...]:
        return tuple(self.model.chosen)

    def set_value(self, value: Iterable[int] | None) -> None:
        wanted = set(value or ())
        self.model.chosen = {row.id: row for row in self._offered() if row.id in wanted}
        self._tell()

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        n = len(value or ())
        return ngettext("{n} chosen", "{n} chosen", n).format(n=n)

    def _look(self) -> None:
        wanted = fold(self.search.text()).split()
        rows = [
            row
            for row in self._offered()
            if all(word in fold(f"{row.name} {row.second}") for word in wanted)
        ]
        self.model.show(rows)
        if rows:
            self.list.setCurrentIndex(self.model.index(0))
        self._say()

    def _go_down(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _toggle(self, place: int) -> None:
        self.model.toggle(place)
        self._tell()

    def _all(self) -> None:
        """All that are shown; where all are chosen, none of them."""
        rows = {row.id: row for row in self.model.rows}
        if rows.keys() <= self.model.chosen.keys():
            for number in rows:
                del self.model.chosen[number]
        else:
            self.model.chosen.update(rows)
        self._tell()

    def _tell(self) -> None:
        self._say()
        self.list.viewport().update()
        self.changed.emit()

    def _say(self) -> None:
        rows = {row.id for row in self.model.rows}
        every = bool(rows) and rows <= self.model.chosen.keys()
        self.all_button.setText(_("Choose none of these") if every else _("Choose all shown"))
        self.all_button.setVisible(bool(rows))
        nothing = "" if self.model.rows else _("No mobility fits.")
        self.said.setText(nothing or self.shown(self.value()))
