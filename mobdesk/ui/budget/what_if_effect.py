"""The effect of a what-if on screen: sums before and after, bars, targets, what to look at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.board import LOOSE
from mobdesk.domain.charts import Bar, BarChart
from mobdesk.errors import Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services.what_if import AimLine, Effect, Line
from mobdesk.services.what_if_keeping import Outdated
from mobdesk.services.what_if_rules import Told
from mobdesk.ui import rows, shown, stays, theme
from mobdesk.ui.budget import words
from mobdesk.ui.parts.barchart import BarChartView
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel

_MOST_TOLD = 12


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
        done_word=_("expected now"), signed_word=_("with the changes"), free_word=_("left"),
        over_word=_("over"),
        columns=("", _("Signed for"), _("Expected now"), _("With the changes"), _("Left")),
        rows=tuple(_cells(line, name(line.name)) for line in every),
    )  # fmt: skip


def _bar(line: Line, name: str) -> Bar:
    now, after = line.before.expected, line.after.expected
    awarded = line.after.now
    return Bar(
        name=name,
        note=more(line.difference),
        awarded=max(now, after, 1) if awarded is None else awarded,
        signed=after,
        done=min(now, after),
        words=_("{before} now  →  {after} with the changes").format(
            before=words.euros(now), after=words.euros(after)
        ),
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
    """All sums in rows, the total last."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("The effect as a table"))
        self._grid = QGridLayout(self)
        theme.space(self._grid, 0, 1)

    def show_rows(self, columns: Sequence[str], every: Sequence[Sequence[str]]) -> None:
        """Show other rows."""
        rows.clear(self._grid)
        self._put(columns, 0, "caption_strong", "soft")
        for at, cells in enumerate(every):
            self._grid.addWidget(Hairline(), 2 * at + 1, 0, 1, len(columns))
            self._put(cells, 2 * at + 2, "strong" if at == len(every) - 1 else "body", "text")
        self._grid.setColumnStretch(0, 1)

    def _put(self, cells: Sequence[str], row: int, font: str, role: str) -> None:
        for column, text in enumerate(cells):
            label = Label(text, font if column else "strong", role, equal_digits=True)
            if column:
                label.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(label, row, column)


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


class LookCard(Card):
    """What the rules find, signed agreements with other sums, and what is not known."""

    def __init__(self) -> None:
        super().__init__(_("Look here"))
        self.list = rows.Block(1)
        self.add(self.list)
        self.finish()

    def show_effect(self, effect: Effect, names: Callable[[int], str]) -> None:
        """Show what is to be looked at; hidden where there is nothing."""
        rows.clear(self.list.body)
        said = look_at(effect, names)
        for wrong, text in said:
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            self.list.body.addLayout(row)
            role = "stop_text" if wrong else "wait_text"
            row.addWidget(IconLabel("warning", role), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Paragraph(text), 1)
        self.setVisible(bool(said))


def look_at(effect: Effect, names: Callable[[int], str]) -> list[tuple[bool, str]]:
    """Each thing to look at, with whether it must be mended before the edits can be kept."""
    said = [(one.refused, _told(one, names)) for one in effect.told[:_MOST_TOLD]]
    rest = len(effect.told) - len(said)
    if rest > 0:
        text = ngettext("{n} more thing like these.", "{n} more things like these.", rest)
        said.append((False, text.format(n=rest)))
    n, cents = effect.agreements
    if n:
        text = ngettext(
            "{n} signed agreement keeps its sums. By today’s data it would be {sum}.",
            "{n} signed agreements keep their sums. By today’s data it would be {sum}.",
            n,
        )
        said.append((False, text.format(n=n, sum=more(cents))))
    if effect.missing > 0:
        said.append((False, words.missing_long(effect.missing)))
    return said


def _told(one: Told, names: Callable[[int], str]) -> str:
    problem = one.finding.problem
    values = {key: _plain(key, value) for key, value in problem.values.items()}
    what = texts.error(Problem(problem.field, problem.code, values)).what
    if not one.mobilities:
        return _("New stays: {what}").format(what=what)
    whom = names(one.mobilities[0])
    n = len(one.mobilities)
    if n > 1:
        whom = ngettext("{n} mobility", "{n} mobilities", n).format(n=n)
    return f"{whom}: {what}"


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return shown.long_date(value)
    return stays.country(value) if key == "country" and value else value


class OutdatedCard(Card):
    """What was agreed, signed or entered for the plan before; each opens its mobility."""

    def __init__(self, stale: Sequence[Outdated], open_: Callable[[int], object]) -> None:
        super().__init__(_("Now out of date"), len(stale))
        self.add(Paragraph(_("This was agreed for the plan before. Look at each."), "body", "soft"))
        for one in stale:
            self.add(
                rows.LinkRow("documents" if one.code == "paper" else "warning", one.name,
                             outdated_words(one), lambda number=one.mobility_id: open_(number))
            )  # fmt: skip
        self.close_button = Button(_("Close"))
        self.close_button.clicked.connect(lambda: self.hide())
        self.add(_left_aligned(self.close_button))
        self.finish()


def _left_aligned(button: Button) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(button)
    row.addStretch(1)
    return row


def outdated_words(one: Outdated) -> str:
    """Why it is out of date."""
    said = texts.word(f"what_if.stale.{one.code}")
    return said.format(paper=texts.word(f"paper.{one.value}")) if one.value else said
