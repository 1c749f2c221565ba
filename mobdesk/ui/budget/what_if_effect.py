"""The effect of a what-if on screen: sums before and after, bars, targets, what to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from mobdesk.domain.board import LOOSE
from mobdesk.domain.charts import Bar, BarChart
from mobdesk.i18n import _
from mobdesk.services.what_if import AimLine, Effect, Line
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.budget import words
from mobdesk.ui.parts.barchart import BarChartView
from mobdesk.ui.parts.base import advance
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph


def more(cents: int) -> str:
    """``+ 80 €``, ``− 74 €``, ``the same``."""
    if not cents:
        return _("the same")
    return f"{'−' if cents < 0 else '+'} {words.euros(abs(cents))}"


def sentence(effect: Effect) -> str:
    """What the edits come to, in one or two sentences."""
    line = effect.total
    cents = line.difference
    if cents > 0:
        said = _("{sum} more is expected.").format(sum=words.euros(cents))
    elif cents < 0:
        said = _("{sum} less is expected.").format(sum=words.euros(-cents))
    else:
        said = _("As much is expected as now.")
    left = line.after.left
    if left is None:
        return said
    if left < 0:
        return f"{said} " + _("The award is too little by {sum}.").format(sum=words.euros(-left))
    return f"{said} " + _("{sum} of the award would be left.").format(sum=words.euros(left))


def chart(lines: Sequence[Line], title: str, said: str, name: Callable[[str], str]) -> BarChart:
    """What is expected now and with the changes, beside what was awarded."""
    every = [*lines]
    return BarChart(
        title=title, sentence=said, bars=tuple(_bar(line, name(line.name)) for line in every),
        done_word=_("stays"), signed_word=_("comes on top"), free_word=_("left"),
        over_word=_("over"),
        columns=("", _("Signed for"), _("Expected now"), _("With the changes"), _("Left")),
        rows=tuple(_cells(line, name(line.name)) for line in every),
    )  # fmt: skip


def _bar(line: Line, name: str) -> Bar:
    now, after = line.before.expected, line.after.expected
    awarded = line.after.now
    said = _("{sum} expected").format(sum=words.euros(now))
    if now != after:
        said = _("{before} now  →  {after} with the changes").format(
            before=words.euros(now), after=words.euros(after)
        )
    if line.before.signed != line.after.signed:
        said += "  ·  " + _("{before} → {after} signed for").format(
            before=words.euros(line.before.signed), after=words.euros(line.after.signed)
        )
    return Bar(
        name=name,
        note=more(line.difference),
        awarded=max(now, after, 1) if awarded is None else awarded,
        signed=after,
        done=min(now, after),
        words=said,
        result=_left(line),
        of="" if awarded is None else _("of {sum}").format(sum=words.euros(awarded)),
    )


def _left(line: Line) -> str:
    left = line.after.left
    if left is None or line.name in LOOSE:
        return _("not awarded by itself")
    if left < 0:
        return _("{sum} over").format(sum=words.euros(-left))
    return _("{sum} left").format(sum=words.euros(left))


def _cells(line: Line, name: str) -> tuple[str, ...]:
    row = line.after
    return (
        name, words.euros(row.signed), words.euros(line.before.expected),
        words.euros(row.expected), words.euros(row.left),
    )  # fmt: skip


class EffectCard(Card):
    """Bars by category or by activity type, or all sums as a table."""

    def __init__(self) -> None:
        super().__init__(_("The effect"))
        self.views = Segments(
            [("category", _("By category")), ("activity", _("By activity type")),
             ("table", _("Table"))],
            _("How the effect is shown"),
        )  # fmt: skip
        self.views.chosen.connect(self._choose)
        self.header.addWidget(self.views)
        self.sentence = Paragraph("", "lead")
        self.bars = BarChartView(BarChart("", "", (), "", "", "", ""))
        self.table = _Sums()
        self.nothing = Paragraph(_("Nothing is awarded or planned yet."), "body", "soft")
        for part in (self.sentence, self.bars, self.table, self.nothing):
            self.add(part)
        self.finish()
        self._effect: Effect | None = None

    def show_effect(self, effect: Effect) -> None:
        """Show another effect, in the view that is chosen."""
        self._effect = effect
        self.sentence.setText(sentence(effect))
        self._choose(self.views.current())

    def _choose(self, view: str) -> None:
        self.views.choose(view)
        effect = self._effect
        if effect is None:
            return
        by_type = view == "activity"
        found = chart(
            effect.activities if by_type else effect.categories, _("The effect"),
            sentence(effect), words.activity if by_type else words.category,
        )  # fmt: skip
        anything = bool(found.bars)
        self.nothing.setVisible(not anything)
        self.bars.setVisible(anything and view != "table")
        self.table.setVisible(anything and view == "table")
        if view == "table":
            total = (_("Together"), *_cells(effect.total, "")[1:])
            self.table.show_rows(found.columns, (*found.rows, total))
        else:
            self.bars.set(found)


class _Sums(QWidget):
    """All sums in rows, the total last; as many columns as there is room for."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("The effect as a table"))
        self._grid = QGridLayout(self)
        theme.space(self._grid, 0, 1)
        self._cells: tuple[Sequence[str], ...] = ()
        self._shown: object = None

    def show_rows(self, columns: Sequence[str], every: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        self._cells = (columns, *every)
        self._shown = None
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fill()

    def theme_changed(self) -> None:
        """Sums are wider or narrower now."""
        self._shown = None
        self._fill()

    def _fill(self) -> None:
        if not self._cells:
            return
        columns = self._fitting()
        if columns == self._shown:
            return
        self._shown = columns
        rows.clear(self._grid)
        last = len(self._cells) - 1
        for at, cells in enumerate(self._cells):
            if at:
                self._grid.addWidget(Hairline(), 2 * at - 1, 0, 1, len(columns))
            font = "caption_strong" if not at else "strong" if at == last else "body"
            for place, column in enumerate(columns):
                kind = font if place or not at else "strong"
                label = Label(cells[column], kind if place else "strong", equal_digits=True)
                if not at:
                    theme.set_text_role(label, "soft")
                if place:
                    label.setAlignment(Qt.AlignmentFlag.AlignRight)
                self._grid.addWidget(label, 2 * at, place)
        self._grid.setColumnStretch(0, 1)

    def _fitting(self) -> list[int]:
        """What is signed for stands in the bars as well: it gives way first."""
        columns = list(range(len(self._cells[0])))
        gap = theme.current().px(1)
        wide = [max(advance(cells[n], "strong") for cells in self._cells) + gap for n in columns]
        for seldom in (1, 4):
            if sum(wide[n] for n in columns) > self.width():
                columns.remove(seldom)
        return columns


class TargetsCard(Card):
    """Participants and days of every target, before and after."""

    def __init__(self) -> None:
        super().__init__(_("Targets"))
        self.facts = rows.Facts(columns=2)
        self.add(self.facts)
        self.finish()

    def show_aims(self, aims: Sequence[AimLine], objectives: Callable[[int], str]) -> None:
        """Show other targets; where none is set and nothing changes there is nothing to show."""
        found = [one for one in aims if one.after.planned is not None or one.before != one.after]
        self.setVisible(bool(found))
        self.facts.set([(_aim_name(one, objectives), aim_words(one)) for one in found])


def _aim_name(one: AimLine, objectives: Callable[[int], str]) -> str:
    key = one.after.key
    name = words.activity(key.activity)
    return f"{objectives(key.objective_id)}: {name}" if key.objective_id else name


def aim_words(one: AimLine) -> str:
    """``38 → 40 of 40 participants, 190 → 200 of 200 days``."""
    people = _part(one.before.going, one.after.going, one.after.planned)
    days = _part(one.before.going_days, one.after.going_days, one.after.planned_days)
    return _("{people} participants, {days} days").format(people=people, days=days)


def _part(before: int, after: int, planned: int | None) -> str:
    said = shown.number(after)
    if before != after:
        said = f"{shown.number(before)} → {said}"
    if planned is None:
        return said
    return _("{n} of {of}").format(n=said, of=shown.number(planned))
