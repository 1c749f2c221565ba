"""Editors for what one line cannot hold: several ticks, a list of contacts, sums by category."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.ui import shown, theme
from mobdesk.ui.choices import Option
from mobdesk.ui.fields import Line, Money, Text
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Hairline
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.entering import Enters
from mobdesk.ui.parts.labels import Label, caption, label


class Ticks(QWidget):
    """Any of a few; the value is a tuple in the order of the options."""

    changed = Signal()

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        self._options = tuple(options)
        row = QHBoxLayout(self)
        theme.space(row, 0, 2)
        self.boxes = [CheckBox(words) for _value, words in options]
        for box in self.boxes:
            box.toggled.connect(lambda _on: self.changed.emit())
            row.addWidget(box)
        row.addStretch(1)
        self.setFocusProxy(self.boxes[0])
        self.theme_changed()

    def theme_changed(self) -> None:
        """As high as a field, so that rows keep their line."""
        self.setMinimumHeight(theme.current().control_height)

    def value(self) -> tuple[Any, ...]:
        pairs = zip(self._options, self.boxes, strict=True)
        return tuple(value for (value, _words), box in pairs if box.isChecked())

    def set_value(self, value: Iterable[Any] | None) -> None:
        on = tuple(value or ())
        for (each, _words), box in zip(self._options, self.boxes, strict=True):
            box.setChecked(each in on)

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        words = [words for each, words in self._options if each in (value or ())]
        return ", ".join(words) or shown.NOTHING


class Tick(Ticks):
    """One tick with its words; the value is True or False."""

    def __init__(self, words: str) -> None:
        super().__init__(((True, words),))

    def value(self) -> bool:  # type: ignore[override]
        return self.boxes[0].isChecked()

    def set_value(self, value: bool | None) -> None:  # type: ignore[override]
        self.boxes[0].setChecked(bool(value))

    def shown(self, value: Any) -> str:
        return _("Yes") if value else _("No")


_CONTACT = ("name", "role", "email", "phone")


class _Contact(QWidget):
    """The four lines of one contact."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.record: int | None = None
        grid = QGridLayout(self)
        theme.space(grid, 0, 0.75)
        self.lines: dict[str, Line] = {}
        for at, key in enumerate(_CONTACT):
            words = texts.word(f"field.contact.{key}")
            line = self.lines[key] = Text()
            line.setAccessibleName(_("Contact {n}: {field}").format(n=number, field=words))
            cell = QVBoxLayout()
            theme.space(cell, 0, 0.25)
            cell.addWidget(caption(words))
            cell.addWidget(line)
            grid.addLayout(cell, at // 2, at % 2)
        self.away = IconButton("close", _("Take contact {n} away").format(n=number))
        grid.addWidget(self.away, 0, 2, Qt.AlignmentFlag.AlignBottom)

    def value(self) -> dict[str, Any]:
        return {"id": self.record, **{key: line.value() for key, line in self.lines.items()}}  # type: ignore[attr-defined]


class Contacts(Enters, QWidget):
    """The people one writes to; the value is a list of dicts, empty ones left out."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        theme.space(column, 0, 1.5)
        self._list = QVBoxLayout()
        theme.space(self._list, 0, 1.5)
        column.addLayout(self._list)
        self.add_button = Button(_("Add a contact"), "quiet", "plus")
        self.add_button.clicked.connect(lambda: self._add_and_go())
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.contacts: list[_Contact] = []
        self.setFocusProxy(self.add_button)

    def value(self) -> list[dict[str, Any]]:
        every = [contact.value() for contact in self.contacts]
        return [one for one in every if any(one[key] for key in _CONTACT)]

    def set_value(self, value: Sequence[Mapping[str, Any]] | None) -> None:
        while self.contacts:
            self._drop(self.contacts[-1])
        for one in value or ():
            made = self._add()
            made.record = one.get("id")
            for key, line in made.lines.items():
                line.setText(one.get(key) or "")
        self.changed.emit()

    def problem(self) -> str:
        return ""

    def shown(self, value: Any) -> str:
        return ", ".join(one.get("name") or "" for one in value or ()) or shown.NOTHING

    def _add(self) -> _Contact:
        made = _Contact(len(self.contacts) + 1)
        for line in made.lines.values():
            line.changed.connect(self.changed)
        made.away.clicked.connect(lambda: self._take_away(made))
        self.contacts.append(made)
        self._list.addWidget(made)
        return made

    def _add_and_go(self) -> None:
        made = self._add()
        made.show()
        made.lines["name"].setFocus(Qt.FocusReason.TabFocusReason)
        bring_into_view(made)
        self.changed.emit()

    def _take_away(self, contact: _Contact) -> None:
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._drop(contact)
        self.changed.emit()

    def _drop(self, contact: _Contact) -> None:
        self.contacts.remove(contact)
        self._list.removeWidget(contact)
        contact.hide()
        contact.deleteLater()


def bring_into_view(widget: QWidget) -> None:
    """Scroll the form so far that a new part of it is seen."""
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if isinstance(above, QScrollArea) and (inside := above.widget()) is not None:
        if (layout := inside.layout()) is not None:
            layout.activate()
        inside.resize(inside.width(), inside.sizeHint().height())
        above.ensureWidgetVisible(widget)


class Sums(QWidget):
    """Sums in cents by category, and their total; the value has the typed ones only."""

    changed = Signal()

    def __init__(self, options: Sequence[Option]) -> None:
        super().__init__()
        grid = QGridLayout(self)
        theme.space(grid, 0, 1)
        self.lines: dict[Any, Money] = {}
        for at, (value, words) in enumerate(options):
            line = self.lines[value] = Money()
            line.setAccessibleName(words)
            line.setAlignment(Qt.AlignmentFlag.AlignRight)
            line.setFixedWidth(theme.current().chars(24))
            line.changed.connect(self._on_change)
            named = label(words)
            named.setBuddy(line)
            grid.addWidget(named, at, 0)
            grid.addWidget(line, at, 1)
        grid.addWidget(Hairline(), len(options), 0, 1, 2)
        grid.addWidget(Label(_("Total"), "strong"), len(options) + 1, 0)
        self.total = Label("", "strong", equal_digits=True)
        self.total.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.total, len(options) + 1, 1)
        grid.setColumnStretch(0, 1)
        self.setFocusProxy(next(iter(self.lines.values())))
        self._on_change()

    def theme_changed(self) -> None:
        """Widths are in characters."""
        for line in self.lines.values():
            line.setFixedWidth(theme.current().chars(24))

    def value(self) -> dict[Any, int]:
        every = {category: line.value() for category, line in self.lines.items()}
        return {category: cents for category, cents in every.items() if cents is not None}

    def set_value(self, value: Mapping[Any, int] | None) -> None:
        for category, line in self.lines.items():
            line.set_value((value or {}).get(category))

    def problem(self) -> str:
        found = [code for line in self.lines.values() if (code := line.problem())]
        return found[0] if found else ""

    def shown(self, value: Any) -> str:
        return shown.money(sum((value or {}).values()))

    def _on_change(self) -> None:
        self.total.setText(shown.money(sum(self.value().values())))
        self.changed.emit()
