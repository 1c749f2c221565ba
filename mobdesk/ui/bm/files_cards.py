"""Cards of a BM file: its columns, what becomes of each row, what is asked, what differs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.services.bm_files import ADDED, SKIPPED, UPDATED, Column, Filling, Flagged, Key, Row
from mobdesk.ui.bm.listed import Listed, line
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.chips import CheckBox
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.parts.marks import Badge


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

    def _column(self, column: Column, free: bool) -> QWidget:
        why = self._empty.get(column.header)
        said = texts.word(f"bm_column.{column.state}" if why is None else f"bm_empty.{why}")
        if column.assumed and column.state == "filled" and why is None:
            said = _("{state}, in the usual form").format(state=said)
        right = Label(said, "caption", "soft")
        if not free:
            return line(column.header, "", right)
        box = CheckBox()
        box.setChecked(column.header in self._ticked)
        box.toggled.connect(partial(self.text_ticked.emit, column.header))
        return line(column.header, _("Tick it to write our note into this column."), right, box)


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
        return line(row.name or row.mobility, " ".join(said), badge)


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
        return line(one.line, ", ".join([one.mobility, one.header, *hints]), None, box)

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
        return line(name, "", choice)

    def _answer(self, key: Key, choice: Choice) -> None:
        if choice.value() is not None:
            self.answered.emit(key, choice.value() or None)
