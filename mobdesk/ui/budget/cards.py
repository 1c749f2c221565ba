"""The cards of the budget page: four figures, the board, what was awarded, what may be moved."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.charts import BarChart
from mobdesk.i18n import _
from mobdesk.services.budgets import Overview
from mobdesk.ui import rows, theme
from mobdesk.ui.budget import words
from mobdesk.ui.budget.table import SumsTable
from mobdesk.ui.parts.barchart import BarChartView
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.recorded import Item

_FOUR_ABREAST = 110  # characters of the page: a sum with cents has 25


class Figures(Card):
    """Awarded, signed for, done, free; two by two where it is narrow."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Budget"))
        self._grid = QGridLayout()
        self.add(self._grid)
        theme.space(self._grid, 0, 2)
        self.cells: list[QWidget] = []
        self.sums: list[Label] = []
        self._captions: list[Paragraph] = []
        for name in (_("Awarded"), _("Signed for"), _("Done"), _("Free")):
            cell = QWidget()
            column = QVBoxLayout(cell)
            theme.space(column, 0, 0.25)
            column.addWidget(Label(name, "label", "soft"))
            sum_ = Label("", "figure", equal_digits=True)
            caption = Paragraph("", "caption", "soft")
            column.addWidget(sum_)
            column.addWidget(caption)
            column.addStretch(1)
            self.cells.append(cell)
            self.sums.append(sum_)
            self._captions.append(caption)
        self._abreast = 0
        self._place(4)

    def show_board(self, overview: Overview) -> None:
        """Show the sums of a project."""
        board = overview.board
        total = board.total
        figures = (
            (total.now, words.award_caption(overview)),
            (total.signed, words.signed_caption(board)),
            (total.done, words.done_caption(board)),
            (total.free, words.free_caption(board)),
        )
        for sum_, caption, (cents, said) in zip(self.sums, self._captions, figures, strict=True):
            sum_.setText(words.euros(cents))
            caption.setText(said)

    def arrange(self, characters: float) -> None:
        """``characters``: of the page; the card itself grows with long sums and tells nothing."""
        self._place(4 if characters >= _FOUR_ABREAST else 2)

    def _place(self, abreast: int) -> None:
        if abreast == self._abreast:
            return
        self._abreast = abreast
        for at, cell in enumerate(self.cells):
            self._grid.addWidget(cell, at // abreast, at % abreast, Qt.AlignmentFlag.AlignTop)
        for column in range(4):
            self._grid.setColumnStretch(column, int(column < abreast))


class BoardCard(Card):
    """Bars by category or by activity type, or the same as a table; what is not known stands by."""

    rate_asked = Signal()

    def __init__(self) -> None:
        super().__init__(_("The board"))
        self.views = Segments(
            [("category", _("By category")), ("activity", _("By activity type")),
             ("table", _("Table"))],
            _("How the sums are shown"),
        )  # fmt: skip
        self.views.chosen.connect(self._choose)
        self.header.addWidget(self.views)
        self.sentence = Paragraph("")
        self.bars = BarChartView(_NO_CHART)
        self.table = SumsTable()
        self.nothing = Paragraph(_("Nothing is awarded or planned yet."), "body", "soft")
        for part in (self.sentence, self.bars, self.table, self.nothing):
            self.add(part)
        self.missing = QWidget()
        column = QVBoxLayout(self.missing)
        theme.space(column, 0, 1.25)
        column.addWidget(Hairline())
        row = QHBoxLayout()
        theme.space(row, 0, 1.25)
        row.addWidget(Badge(_("rate missing"), "plain", "rate-missing"), 0,
                      Qt.AlignmentFlag.AlignTop)  # fmt: skip
        self._missing_words = Paragraph("", "body", "soft", most=120)
        row.addWidget(self._missing_words, 1)
        self.type_rate = Button(_("Type the rate"), "link")
        self.type_rate.clicked.connect(lambda: self.rate_asked.emit())
        row.addWidget(self.type_rate, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.add(self.missing)
        self.finish()
        self._overview: Overview | None = None

    def show_board(self, overview: Overview, *, may_type: bool) -> None:
        """Show another board, in the view that is chosen."""
        self._overview = overview
        self._missing_words.setText(words.missing_long(overview.board.missing))
        self.missing.setVisible(bool(overview.board.missing))
        self.type_rate.setVisible(may_type)
        self._choose(self.views.current())

    def _choose(self, view: str) -> None:
        if self._overview is None:
            return
        self.views.choose(view)
        board = self._overview.board
        by_type = view == "activity"
        chart = words.chart(
            self._overview, board.activities if by_type else board.categories, activities=by_type
        )
        anything = bool(chart.bars)
        self.sentence.setText(chart.sentence)
        self.sentence.setVisible(anything)
        self.nothing.setVisible(not anything)
        self.bars.setVisible(anything and view != "table")
        self.table.setVisible(anything and view == "table")
        if view == "table":
            self.table.show_board(board)
        else:
            self.bars.set(chart)


_NO_CHART = BarChart("", "", (), "", "", "", "")


class ExpectedCard(Card):
    """What the end of the project will see if all goes as planned."""

    def __init__(self) -> None:
        super().__init__(_("At the end of the project"))
        self.facts = rows.Facts(columns=2)
        self.add(self.facts)
        self.finish()

    def show_board(self, overview: Overview) -> None:
        """Show the sums of a project."""
        total = overview.board.total
        facts = [
            (_("Signed for"), words.euros(total.signed)),
            (_("Planned: applied, selected, confirmed"), words.euros(total.planned)),
            (_("Expected"), words.euros(total.expected)),
        ]
        if total.left is not None:
            over = total.left < 0
            name = _("Too little by") if over else _("Left")
            facts.append((name, words.euros(abs(total.left))))
        if total.ideas:
            facts.append((_("Ideas, not counted here"), words.euros(total.ideas)))
        if overview.board.missing:
            missing = words.missing_short(overview.board.missing)
            facts = [
                (name, _("{sum}, {more}").format(sum=sum_, more=missing))
                if name == _("Expected") else (name, sum_)
                for name, sum_ in facts
            ]  # fmt: skip
        self.facts.set(facts)


def awarded_items(overview: Overview) -> list[Item]:
    """Versions and transfers, the oldest first."""
    found = overview.awards
    return [
        *(Item("version", one, *words.version_words(one, found)) for one in found.versions),
        *(Item("transfer", one, *words.transfer_words(one)) for one in found.transfers),
    ]


def rule_items(overview: Overview) -> list[Item]:
    """The stated rules with what may still be moved under each."""
    items = []
    for record, (rule, cents) in zip(overview.awards.stated, overview.movable(), strict=True):
        left = _("{sum} may still be moved").format(sum=words.euros(cents))
        more = [left]
        if rule.approval:
            more.append(texts.word("field.flexibility_rule.approval"))
        if rule.source:
            more.append(rule.source)
        items.append(Item("rule", record, words.rule_words(rule), " · ".join(more)))
    return items
