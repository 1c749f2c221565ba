"""Cards of a BM file: its columns, what becomes of each row, what is asked, what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.bm_sheet import raw
from mobdesk.i18n import _, ngettext
from mobdesk.services.bm_compare import Comparison, Difference, Status
from mobdesk.services.bm_files import ADDED, SKIPPED, UPDATED, Column, Filling, Flagged, Key, Row
from mobdesk.ui import theme
from mobdesk.ui.bm import words
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Elided, Label, Paragraph
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.rows import clear

#: Rows of a long list that are shown; the rest is counted.
MOST_ROWS = 60


class Listed(Card):
    """A card with rows; it is hidden while it has none."""

    def __init__(self, title: str, line: str = "") -> None:
        super().__init__(title, 0)
        self.line = Paragraph(line, "body", "soft")
        self.line.setVisible(bool(line))
        self.add(self.line)
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 1)
        self.add(self._rows)
        self.finish()
        self.hide()

    def fill(self, rows: Sequence[Callable[[], QWidget]]) -> None:
        """Show these rows, made one by one."""
        clear(self._rows)
        for make in rows[:MOST_ROWS]:
            self._rows.addWidget(make())
        if len(rows) > MOST_ROWS:
            rest = len(rows) - MOST_ROWS
            more = ngettext("and {n} more", "and {n} more", rest).format(n=f"{rest:,}")
            self._rows.addWidget(Label(more, "caption", "soft"))
        self.set_count(len(rows))
        self.setVisible(bool(rows))


def _row(
    name: str, what: str, right: QWidget | None = None, box: CheckBox | None = None
) -> QWidget:
    """A name, what is said below it, something at the right, a tick before it."""
    made = QWidget()
    across = QHBoxLayout(made)
    theme.space(across, 0, 1)
    if box is not None:
        box.setAccessibleName(f"{name}, {what}" if what else name)
        across.addWidget(box, 0, Qt.AlignmentFlag.AlignVCenter)
    lines = QVBoxLayout()
    theme.space(lines, 0, 0)
    lines.addWidget(Elided(name, "strong"))
    if what:
        lines.addWidget(Paragraph(what, "caption", "soft"))
    across.addLayout(lines, 1)
    if right is not None:
        across.addWidget(right, 0, Qt.AlignmentFlag.AlignVCenter)
    return made


class ColumnsCard(Listed):
    """The columns of the file, what is done with each, and the texts to tick."""

    text_ticked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__(_("Columns"), _("Columns that are not understood stay as they are."))
        self._ticked: frozenset[str] = frozenset()
        self._empty: Mapping[str, str] = {}

    def show_columns(self, filling: Filling, ticked: Iterable[str]) -> None:
        """Show each column as the file heads it."""
        self._ticked, self._empty = frozenset(ticked), always_empty(filling)
        free = filling.free_columns
        shown = [column for column in filling.columns if column.header]
        self.fill([partial(self._column, column, column.header in free) for column in shown])
        n, m = filling.understood
        self.set_title(_("{n} of {m} columns understood").format(n=n, m=m))

    def set_title(self, text: str) -> None:
        """Head the card otherwise."""
        self.title.setText(text)
        self.setAccessibleName(text)

    def _column(self, column: Column, free: bool) -> QWidget:
        why = self._empty.get(column.header)
        said = texts.word(f"bm_column.{column.state}" if why is None else f"bm_empty.{why}")
        if column.assumed and column.state == "filled" and why is None:
            said = _("{state}, in the usual form").format(state=said)
        right = Label(said, "caption", "soft")
        if not free:
            return _row(column.header, "", right)
        box = CheckBox()
        box.setChecked(column.header in self._ticked)
        box.toggled.connect(partial(self.text_ticked.emit, column.header))
        return _row(column.header, _("Tick it to write our note into this column."), right, box)


class RowsCard(Listed):
    """What becomes of each mobility, what stays empty and why."""

    def __init__(self) -> None:
        super().__init__(_("Rows"))

    def show_rows(self, filling: Filling) -> None:
        """Rows with something to look at come first."""
        first = sorted(filling.rows, key=lambda row: (not row.problems, row.action == SKIPPED))
        headers = {c.field: c.header for c in filling.columns if c.field is not None}
        always = always_empty(filling)
        self.fill([partial(self._one, row, headers, always) for row in first])
        counts = [
            (texts.word(f"bm_action.{action}"), sum(row.action == action for row in filling.rows))
            for action in (ADDED, UPDATED, SKIPPED)
        ]
        self.line.setText(" · ".join(f"{what}: {n:,}" for what, n in counts if n))
        self.line.setVisible(bool(filling.rows))

    def _one(self, row: Row, headers: Mapping[str, str], always: Mapping[str, str]) -> QWidget:
        said = problem_words(row, headers)
        said += empty_words(one for one in row.empty if one[0] not in always)
        tone = "wait" if row.problems else "plain"
        badge = Badge(texts.word(f"bm_action.{row.action}"), tone)
        return _row(row.name or row.mobility, " ".join(said), badge)


def problem_words(row: Row, headers: Mapping[str, str]) -> list[str]:
    """What is wrong with a row; cells that BM needs are named together."""
    needed = [headers.get(p.field, p.field) for p in row.problems if p.code == "needed"]
    said = [_("BM needs: {columns}.").format(columns=", ".join(needed))] if needed else []
    return said + [texts.error(p).what for p in row.problems if p.code != "needed"]


def always_empty(filling: Filling) -> dict[str, str]:
    """Columns that stay empty in every row that is written, and why: said once."""
    written = [dict(row.empty) for row in filling.rows if row.action != SKIPPED]
    if not written:
        return {}
    first = written[0].items()
    return {
        header: why
        for header, why in first
        if all(empty.get(header) == why for empty in written) and why != "bm_free_text"
    }


def empty_words(empty: Iterable[tuple[str, str]]) -> list[str]:
    """What stays empty, one sentence for each reason."""
    by_why: dict[str, list[str]] = {}
    for header, why in empty:
        if why != "bm_free_text":
            by_why.setdefault(why, []).append(header)
    return [
        _("Empty ({why}): {columns}.").format(
            why=texts.word(f"bm_empty.{why}"), columns=", ".join(headers)
        )
        for why, headers in by_why.items()
    ]


class LinesCard(Listed):
    """Lines that may tell of health, belief or a trade union: each stays here unless ticked."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__(
            _("Look at these lines"),
            _("They may tell of health, belief or a trade union. BM may not hold such data. "
              "A line is written only when ticked."),
        )  # fmt: skip
        self.lines: dict[str, Flagged] = {}
        self.kept: set[str] = set()

    def show_lines(self, flagged: Iterable[Flagged]) -> None:
        """Offer these lines beside those from before; what was decided still holds."""
        self.lines |= {one.line: one for one in flagged}
        self.fill([partial(self._one, one) for one in self.lines.values()])

    def forget(self) -> None:
        """Another file, or no text any more."""
        self.lines, self.kept = {}, set()
        self.fill([])

    @property
    def left_out(self) -> frozenset[str]:
        """The lines that stay here."""
        return frozenset(self.lines.keys() - self.kept)

    def _one(self, one: Flagged) -> QWidget:
        box = CheckBox()
        box.setChecked(one.line in self.kept)
        box.toggled.connect(partial(self._turn, one.line))
        hints = [f"{texts.word(f'flag.{hint.kind}')}: {hint.word}" for hint in one.hints]
        return _row(one.line, ", ".join([one.mobility, one.header, *hints]), None, box)

    def _turn(self, line: str, on: bool) -> None:
        (self.kept.add if on else self.kept.discard)(line)
        self.changed.emit()


class HitsCard(Listed):
    """Mobilities for which more than one row could be meant: the person says which."""

    answered = Signal(object, object)

    def __init__(self) -> None:
        super().__init__(
            _("Which row is it?"), _("More than one row of the file could be this mobility.")
        )

    def show_hits(self, unclear: Mapping[Key, tuple[int, ...]], names: Mapping[Key, str]) -> None:
        """Ask for each of them."""
        self.fill([
            partial(self._one, key, rows, names.get(key, "")) for key, rows in unclear.items()
        ])  # fmt: skip

    def _one(self, key: Key, rows: Sequence[int], name: str) -> QWidget:
        numbered = [(row, _("Row {n}").format(n=row)) for row in rows]
        choice = Choice([*numbered, (0, _("None of them"))], _("Choose"))
        choice.setAccessibleName(_("Row of {name}").format(name=name))
        choice.changed.connect(partial(self._answer, key, choice))
        return _row(name, "", choice)

    def _answer(self, key: Key, choice: Choice) -> None:
        if choice.value() is not None:
            self.answered.emit(key, choice.value() or None)


def value_words(field: str, value: Any) -> str:
    """A value as the BM sheet shows it; a band of BM's list as it stands there."""
    text = raw(value)
    if field == "distance_band" and text is not None and not text.partition(".")[0].isdecimal():
        return text
    return words.value(field, text)


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

    def show_changes(self, found: Comparison) -> None:
        """Offer what differs: values first, then what BM says of drafts and reports."""
        self.ticked = {}
        open_status = [one for one in found.status if not one.known]
        self.fill([
            *(partial(self._value, one) for one in found.changed),
            *(partial(self._status, one) for one in open_status),
        ])  # fmt: skip

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
        return _row(one.name, said, right, box)

    def _status(self, one: Status) -> QWidget:
        wanted, said = [], []
        for field, value, group in (
            ("draft", one.bm_status, "bm_status"),
            ("report_status", one.report_status, "report_status"),
        ):
            if value is not None:
                wanted.append(Ticked(one.key, field, value))
                said.append(f"{texts.word(f'field.bm.{group}')}: {texts.word(f'{group}.{value}')}")
        return _row(one.name, " · ".join(said), None, self._box(wanted))

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
            box.setChecked(True)


class MissingCard(Listed):
    """Ours that BM's list does not have."""

    def __init__(self) -> None:
        super().__init__(_("Not in BM"), _("Fill a file, or type them with the BM sheet."))

    def show_missing(self, found: Comparison) -> None:
        """List them."""
        self.fill([partial(_row, one.name, one.mobility) for one in found.missing])


class ExtraCard(Listed):
    """Rows of BM's list that are not confirmed here, or not here at all."""

    def __init__(self) -> None:
        super().__init__(_("Only in BM"))

    def show_extra(self, found: Comparison) -> None:
        """List them."""
        self.fill([
            partial(
                _row, one.name or one.mobility or _("Row {n}").format(n=one.row),
                f"{one.mobility} · {texts.word(f'bm_extra.{one.why}')}".strip(" ·"),
                Label(_("Row {n}").format(n=one.row), "caption", "soft"),
            )
            for one in found.extra
        ])  # fmt: skip
