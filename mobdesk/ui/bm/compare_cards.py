"""Cards of a BM list that was compared: what differs, what only one side has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain.bm_sheet import raw
from mobdesk.i18n import _
from mobdesk.services.bm_compare import Comparison, Difference, Status
from mobdesk.services.bm_files import Key
from mobdesk.ui.bm import words
from mobdesk.ui.bm.listed import Listed, line
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Label


def value_words(field: str, value: Any) -> str:
    """A value as the BM sheet shows it; a band of BM's list as it stands there."""
    text = raw(value)
    if field == "distance_band" and text is not None and not text.partition(".")[0].isdecimal():
        return text
    return words.value(field, text)


def known_id(number: str) -> str:
    """BM's id of a mobility, or that there is none yet."""
    return _("no BM id yet") if number.startswith("mobilities:") else number


class Ticked(NamedTuple):
    """A value of BM that can be taken over, by the field and record."""

    key: Key
    field: str
    value: Any


class ChangedCard(Listed):
    """Values that BM has otherwise; those that can become ours have a tick."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(_("Changed"), _("Left is ours, right is BM. Ticked values become ours."))
        self.ticked: dict[Ticked, None] = {}
        self.all = Button(_("Tick all"), "link")
        self.all.clicked.connect(self.tick_all)
        self.header.addWidget(self.all)

    def show_changes(self, found: Comparison) -> None:
        """Offer what differs: values first, then what BM says of drafts and reports."""
        self.ticked = {}
        open_status = [one for one in found.status if not one.known]
        self.fill([
            *(partial(self._value, one) for one in found.changed),
            *(partial(self._status, one) for one in open_status),
        ])  # fmt: skip
        self.all.setVisible(bool(open_status) or any(one.takeable for one in found.changed))

    def _value(self, one: Difference) -> QWidget:
        ours, theirs = (value_words(one.field, value) for value in (one.ours, one.bm))
        box = self._box([Ticked(one.key, one.field, one.bm)]) if one.takeable else None
        said = _("{column}: {ours} → {theirs}").format(
            column=one.header, ours=ours, theirs=theirs
        )  # fmt: skip
        right = None
        if not one.takeable:
            said_right = _("empty in BM") if one.bm is None else _("to look at")
            right = Label(said_right, "caption", "soft")
        return line(one.name, said, right, box)

    def _status(self, one: Status) -> QWidget:
        wanted, said = [], []
        for field, value, group in (
            ("draft", one.bm_status, "bm_status"),
            ("report_status", one.report_status, "report_status"),
        ):
            if value is not None:
                wanted.append(Ticked(one.key, field, value))
                said.append(f"{texts.word(f'field.bm.{group}')}: {texts.word(f'{group}.{value}')}")
        return line(one.name, " · ".join(said), None, self._box(wanted))

    def _box(self, values: Sequence[Ticked]) -> CheckBox:
        box = CheckBox()
        box.toggled.connect(partial(self._turn, values))
        return box

    def _turn(self, values: Sequence[Ticked], on: bool) -> None:
        for value in values:
            if on:
                self.ticked[value] = None
            else:
                self.ticked.pop(value, None)
        self.changed.emit()

    def tick_all(self) -> None:
        """Tick everything that can be taken over."""
        for box in self.findChildren(CheckBox):
            if box.isVisible():
                box.setChecked(True)


class MissingCard(Listed):
    """Ours that BM's list does not have."""

    def __init__(self) -> None:
        super().__init__(_("Not in BM"), _("Fill a file, or type them with the BM sheet."))

    def show_missing(self, found: Comparison) -> None:
        """List them."""
        self.fill([partial(line, one.name, known_id(one.mobility)) for one in found.missing])


class ExtraCard(Listed):
    """Rows of BM's list that are not confirmed here, or not here at all."""

    def __init__(self) -> None:
        super().__init__(_("Only in BM"))

    def show_extra(self, found: Comparison) -> None:
        """List them."""
        self.fill([
            partial(
                line, one.name or one.mobility or _("Row {n}").format(n=one.row),
                f"{one.mobility} · {texts.word(f'bm_extra.{one.why}')}".strip(" ·"),
                Label(_("Row {n}").format(n=one.row), "caption", "soft"),
            )
            for one in found.extra
        ])  # fmt: skip
