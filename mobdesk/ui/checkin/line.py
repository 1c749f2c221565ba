"""The own line: a sentence, then the chart, or the same as a table. Nobody else is in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import wellbeing as rules
from mobdesk.domain.charts import LineChart, Point, Span
from mobdesk.i18n import _
from mobdesk.ui import dialogs, shown, theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.chips import Segments
from mobdesk.ui.parts.labels import Label, Paragraph, body, label, strong
from mobdesk.ui.parts.linechart import LineChartView

if TYPE_CHECKING:
    from mobdesk.services.reflections import OwnStay
    from mobdesk.services.vault import Notes

_SMALL_ROWS = 3
_MOST_TICKS = 8
_MOST_ROWS = 26


class LineCard(Card):
    """One topic large, the others small. ``pause_pressed``: pause, or go on."""

    pause_pressed = Signal()

    def __init__(self, notes: Notes, stays: list[OwnStay], today: date) -> None:
        super().__init__(_("My own line"))
        from mobdesk.services import wellbeing

        self._notes, self._stays, self._today, self._service = notes, stays, today, wellbeing
        self.switch = Segments([("chart", _("Chart")), ("table", _("Table"))], _("View"))
        self.switch.chosen.connect(lambda _key: self._arrange())
        self.header.addWidget(self.switch)
        row = QHBoxLayout()
        theme.space(row, 0, 1.5)
        self.topic = Choice(
            [(topic, texts.word(f"checkin.topic.{topic}")) for topic in rules.topics()]
        )
        self.topic.setAccessibleName(_("Topic"))
        self.topic.changed.connect(self.fill)
        self.pause = Button("", "link")
        self.pause.clicked.connect(self.pause_pressed)
        self.hide_line = Button("", "link")
        self.hide_line.clicked.connect(lambda: self._turn_hidden())
        row.addWidget(self.topic)
        row.addStretch(1)
        row.addWidget(self.pause)
        row.addWidget(self.hide_line)
        self.add(row)
        self.sentence = Paragraph("")
        self.add(self.sentence)
        self._place = QVBoxLayout()
        self.add(self._place, 1)
        self._big: QWidget | None = None
        self._small = QWidget()
        self.add(self._small)
        self.notes_below = Paragraph("", "caption", "soft", most=120)
        self.add(self.notes_below)
        self.show_paused(False)
        self.fill()

    # what the page calls
    def fill(self) -> None:
        """Read the line of the topic again."""
        line = self._service.own_line(self._notes, self.topic.value())
        self.sentence.setText(texts.label(line.sentence, line.values))
        self._put_big(line)
        self._put_small(line.topic)
        self._arrange()

    def show_paused(self, paused: bool) -> None:
        """The word of the pause."""
        self.pause.setText(_("Go on") if paused else _("Pause"))

    def forget(self) -> None:
        """Let the lines go."""
        self._drop_big()
        self._fresh_small()
        self.sentence.setText("")

    # inside
    @property
    def hidden(self) -> bool:
        """Whether the writer hides the line."""
        return self._service.choices(self._notes).hide_numbers

    def _turn_hidden(self) -> None:
        made = self._service.choices(self._notes)
        self._service.choose(self._notes, made._replace(hide_numbers=not made.hide_numbers))
        self.fill()

    def _arrange(self) -> None:
        hidden = self.hidden
        some = bool(self._service.checkins(self._notes))
        table = self.switch.current() == "table"
        if self._big is not None:
            for part, wanted in ((self._chart, not table), (self._table, table)):
                part.setVisible(some and not hidden and wanted)
        self._small.setVisible(some and not hidden and not table)
        self.hide_line.setVisible(some)
        self.hide_line.setText(_("Show the line") if hidden else _("Hide the line"))
        below = [texts.word("checkin.no_test")]
        if some and not hidden:
            below = [texts.word("checkin.gaps"), texts.word("checkin.daily_mean"), *below]
        self.notes_below.setText(" ".join(below))

    def _put_big(self, line: rules.OwnLine) -> None:
        self._drop_big()
        chart = self._described(line)
        self._chart, self._table = LineChartView(chart), Answered(chart)
        self._table.remove_asked.connect(self._ask_remove)
        self._big = holder = QWidget()
        column = QVBoxLayout(holder)
        theme.space(column, 0, 1)
        column.addWidget(self._chart, 1)
        # As high as its rows: without the chart it has the room of both.
        column.addWidget(self._table, 0, Qt.AlignmentFlag.AlignTop)
        self._place.addWidget(holder)
        holder.show()

    def _drop_big(self) -> None:
        if self._big is not None:
            self._place.removeWidget(self._big)
            self._big.hide()
            self._big.setParent(None)
            self._big.deleteLater()
            self._big = None

    def _fresh_small(self) -> QGridLayout:
        place = self.body.indexOf(self._small)
        self.body.removeWidget(self._small)
        self._small.hide()
        self._small.setParent(None)
        self._small.deleteLater()
        self._small = QWidget()
        self.body.insertWidget(place, self._small)
        grid = QGridLayout(self._small)
        theme.space(grid, 0, 1.25)
        return grid

    def _put_small(self, big: str) -> None:
        grid = self._fresh_small()
        grid.addWidget(Hairline(), 0, 0, 1, _SMALL_ROWS)
        grid.addWidget(strong(_("The other topics, each on its own scale"), "soft"), 1, 0, 1, 3)
        others = [topic for topic in rules.topics() if topic not in (big, rules.TOTAL)]
        for number, topic in enumerate(others):
            row, column = 2 + number // _SMALL_ROWS * 2, number % _SMALL_ROWS
            chart = self._described(self._service.own_line(self._notes, topic))
            grid.addWidget(label(texts.word(f"checkin.topic.{topic}")), row, column)
            grid.addWidget(LineChartView(chart, small=True), row + 1, column)
            grid.setColumnStretch(column, 1)

    def _described(self, line: rules.OwnLine) -> LineChart:
        points = tuple(Point(point.day, point.value) for point in line.points)
        total = line.topic == rules.TOTAL
        return LineChart(
            title=texts.word(f"checkin.topic.{line.topic}"),
            sentence=texts.label(line.sentence, line.values),
            points=points,
            scale=tuple(
                (value * 25.0, str(value * 25) if total else texts.word(f"checkin.option.{value}"))
                for value in rules.options()
            ),
            ticks=_months([point.day for point in points]),
            band=line.band,
            band_word=texts.word("checkin.usual_range") if line.band else "",
            spans=tuple(
                Span(stay.out, stay.home, _("abroad"))
                for stay in self._stays
                if stay.firm and stay.out and stay.home and points
                and stay.home >= points[0].day and stay.out <= points[-1].day
            ),
            columns=(_("Day"), _("Answer"), _("Your two lines")),
            rows=tuple(
                self._table_row(point, total)
                for point in reversed(points)
                if point.value is not None
            )[:_MOST_ROWS],
        )  # fmt: skip

    def _ask_remove(self, day: date) -> None:
        def remove() -> None:
            if self._notes.open:
                self._service.remove_day(self._notes, day)
                self.fill()

        dialogs.confirm(
            self,
            _("Delete the answers of {day}?").format(day=shown.long_date(day)),
            _("All topics of this day go. Private notes have no Undo."),
            _("Delete"),
            remove,
        )

    def _table_row(self, point: Point, total: bool) -> tuple[str, ...]:
        assert point.value is not None
        if total:
            said = _("{n} of 100").format(n=round(point.value))
        else:
            said = texts.word(f"checkin.option.{round(point.value / 25)}")
        lines = self._service.lines_of(self._notes, point.day)
        return shown.short_date(point.day, self._today), said, " · ".join(lines.values())


class Answered(QWidget):
    """The chart as a table: day, answer, the two lines, and the way to delete a day."""

    remove_asked = Signal(object)

    def __init__(self, chart: LineChart) -> None:
        super().__init__()
        self.setAccessibleName(chart.title)
        grid = QGridLayout(self)
        theme.space(grid, 0, 1)
        columns = len(chart.columns)
        for column, word in enumerate(chart.columns):
            grid.addWidget(Label(word, "caption_strong", "soft"), 0, column)
        days = [point.day for point in reversed(chart.points) if point.value is not None]
        for number, (day, (said, answer, lines)) in enumerate(zip(days, chart.rows, strict=False)):
            row = 2 * number + 2
            grid.addWidget(Hairline(), row - 1, 0, 1, columns + 1)
            grid.addWidget(strong(said), row, 0)
            grid.addWidget(body(answer), row, 1)
            grid.addWidget(Paragraph(lines), row, 2)
            remove = IconButton("trash", _("Delete {day}").format(day=said), small=True)
            remove.clicked.connect(lambda _on=False, day=day: self.remove_asked.emit(day))
            grid.addWidget(remove, row, 3)
        grid.setColumnStretch(2, 1)


def _months(days: list[date]) -> tuple[tuple[date, str], ...]:
    """The first day of every month between the first and the last point, at most eight."""
    if not days:
        return ()
    first, last = min(days), max(days)
    starts = [
        date(year, month, 1)
        for year in range(first.year, last.year + 1)
        for month in range(1, 13)
        if first <= date(year, month, 1) <= last
    ]
    if not starts:
        return ((first, shown.short_date(first, first)),)
    step = -(-len(starts) // _MOST_TICKS)
    return tuple((day, shown.month(day)) for day in starts[::step])
