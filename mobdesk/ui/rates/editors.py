"""Editors of one number of a rate sheet, with what is suggested for it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.money import parse_amount
from mobdesk.domain.rate_suggestions import Suggestion
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.fields import Line, Number, Text
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.rates import words

_NUMBER = 14  # characters of a field for one number
_EXACT = re.compile(r"(?:0|[1-9]\d{0,8})(?:\.\d{1,6})?", re.ASCII)


class Rate(Line):
    """An amount in euro as the text that a sheet keeps: ``120.33``; None where it is empty."""

    def __init__(self) -> None:
        super().__init__()
        self.add_right(Label("€", role="soft"))

    def value(self) -> str | None:
        text = self.text().strip()
        if _EXACT.fullmatch(text):
            return text
        found = parse_amount(text)
        if found.cents is None or found.cents < 0 or found.currency not in ("", "EUR"):
            return None
        return f"{(Decimal(found.cents) / 100).normalize():f}"

    def set_value(self, value: str | None) -> None:
        self.setText(value or "")

    def problem(self) -> str:
        return "not_a_sum" if self.text().strip() and self.value() is None else ""


class Percent(Line):
    """A part of one, typed as per cent: 70 is kept as ``0.70``."""

    def __init__(self) -> None:
        super().__init__()
        self.add_right(Label("%", role="soft"))

    def value(self) -> str | None:
        text = self.text().strip().rstrip("%").strip().replace(",", ".")
        if not _EXACT.fullmatch(text) or Decimal(text) > 100:
            return None
        found = Decimal(text) / 100
        return f"{found:.2f}" if found == round(found, 2) else f"{found.normalize():f}"

    def set_value(self, value: str | None) -> None:
        self.setText("" if value is None else f"{(Decimal(value) * 100).normalize():f}")

    def problem(self) -> str:
        return "not_a_number" if self.text().strip() and self.value() is None else ""

    def shown(self, value: Any) -> str:
        return words.value("expensive_travel", value)


class Countries(Text):
    """Codes of countries, with spaces or commas between them."""

    def value(self) -> list[str]:  # type: ignore[override]
        return re.findall(r"[^\s,;]+", self.text().upper())

    def set_value(self, value: Any) -> None:
        self.setText(" ".join(value or ()) if not isinstance(value, str) else value)

    def shown(self, value: Any) -> str:
        return " ".join(value or ())


class Suggested(QWidget):
    """An editor and, while it is empty, what was read elsewhere: taken only when it is pressed.

    Alt+Down in the field takes it as well; Tab goes from number to number as on paper.
    """

    changed = Signal()

    def __init__(self, editor: Any, *, below: bool = False) -> None:
        super().__init__()
        self.editor = editor
        self.suggestion: Suggestion | None = None
        editor.setParent(self)
        self.setFocusProxy(editor)
        box: QBoxLayout = QVBoxLayout(self) if below else QHBoxLayout(self)
        theme.space(box, 0, 0.25 if below else 1)
        box.addWidget(editor)
        offer = QHBoxLayout()
        theme.space(offer, 0, 0.75)
        self.take = Button("", "link")
        self.take.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.take.clicked.connect(lambda: self.take_it())
        most = 70 if isinstance(editor, Countries) else 26
        self.says = Paragraph("", "caption", "soft", most=most)
        offer.addWidget(self.take, 0, Qt.AlignmentFlag.AlignVCenter)
        offer.addWidget(self.says, 1, Qt.AlignmentFlag.AlignVCenter)
        offer.addStretch(0)  # with nothing said the field still stands at the left
        box.addLayout(offer, 1)
        self._below = below
        self.theme_changed()
        editor.changed.connect(self._typed)
        editor.installEventFilter(self)
        self._show()

    def theme_changed(self) -> None:
        """Fields below each other are of one width, whatever is said beside them."""
        if not self._below:
            self.editor.setFixedWidth(theme.current().chars(_NUMBER))

    # as an editor of a form
    def value(self) -> Any:
        return self.editor.value()

    def set_value(self, value: Any) -> None:
        self.editor.set_value(value)

    def problem(self) -> str:
        found: str = self.editor.problem()
        return found

    def shown(self, value: Any) -> str:
        found: str = self.editor.shown(value)
        return found

    # the suggestion
    def suggest(self, one: Suggestion | None) -> None:
        """Offer this from now on; nothing is written."""
        self.suggestion = one
        self._show()

    def take_it(self) -> None:
        """Write what is offered, where there is something to take."""
        if self.suggestion is not None and self.suggestion.value and self._is_empty():
            of_number = isinstance(self.editor, Number)
            self.editor.set_value(
                int(self.suggestion.value) if of_number else self.suggestion.value
            )
            self.editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: Any, event: Any) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QKeyEvent.Type.KeyPress:
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() == Qt.Key.Key_Down:
                self.take_it()
                return True
        return super().eventFilter(watched, event)

    def _typed(self) -> None:
        self._show()
        self.changed.emit()

    def _is_empty(self) -> bool:
        return not self.editor.text().strip()

    def _show(self) -> None:
        one = self.suggestion if self._is_empty() else None
        self.take.setVisible(one is not None and bool(one.value))
        self.says.setVisible(one is not None)
        tip = ""
        if one is not None:
            countries = isinstance(self.editor, Countries)
            if one.value:
                what = _("these") if countries else str(self.editor.shown(one.value))
                self.take.setText(_("Take {value}").format(value=what))
            says = words.suggestion(one)
            self.says.setText(f"{one.value}, {says}" if countries else says)
            tip = words.suggestion_tip(one)
        self.take.setToolTip(tip)
        self.says.setToolTip(tip)
        spoken = _("Suggested: {what}. Alt+Down takes it.") if one and one.value else "{what}"
        self.editor.setAccessibleDescription(spoken.format(what=tip))
