"""A chart in its card: the sentence first, then the chart; a switch shows the same as a table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from mobdesk.domain.charts import BarChart, LineChart
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.parts.barchart import BarChartView, BarLegend
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.linechart import LineChartView


class ChartTable(QWidget):
    """The facts of a chart in rows; sums at the right, in digits of equal width."""

    def __init__(self, chart: BarChart | LineChart, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(chart.title)
        grid = QGridLayout(self)
        theme.space(grid, 0, 1)
        right = Qt.AlignmentFlag.AlignRight
        sums = isinstance(chart, BarChart)
        for column, word in enumerate(chart.columns):
            label = Label(word, "caption_strong", "soft")
            if sums and column:
                label.setAlignment(right)
            grid.addWidget(label, 0, column)
        for i, cells in enumerate(chart.rows):
            grid.addWidget(Hairline(), 2 * i + 1, 0, 1, max(1, len(chart.columns)))
            for column, cell in enumerate(cells):
                label = Label(cell, "body" if column else "strong", equal_digits=bool(column))
                if sums and column:
                    label.setAlignment(right)
                grid.addWidget(label, 2 * i + 2, column)


class ChartCard(Card):
    """Title, switch, sentence, and the chart or its table."""

    def __init__(self, chart: BarChart | LineChart, parent: QWidget | None = None) -> None:
        super().__init__(chart.title, parent=parent)
        self.sentence = Paragraph(chart.sentence)
        self.add(self.sentence)
        self.view: BarChartView | LineChartView
        if isinstance(chart, BarChart):
            self._legend: BarLegend | None = BarLegend(chart)
            self.header.addWidget(self._legend)
            self.view = BarChartView(chart, legend=False)
        else:
            self._legend = None
            self.view = LineChartView(chart)
        self.switch = Segments([("chart", _("Chart")), ("table", _("Table"))], _("View"))
        self.switch.chosen.connect(self.show_as)
        self.header.addWidget(self.switch)
        self.table = ChartTable(chart)
        self.add(self.view, 1)
        self.add(self.table)
        self.show_as("chart")

    def show_as(self, key: str) -> None:
        """Show the ``chart`` or the ``table``."""
        self.switch.choose(key)
        self.view.setVisible(key == "chart")
        self.table.setVisible(key == "table")
        if self._legend is not None:
            self._legend.setVisible(key == "chart")
