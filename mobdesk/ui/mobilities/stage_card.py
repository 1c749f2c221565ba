"""Where a mobility stands and what is open: the line of stages beside the marks of readiness."""

from __future__ import annotations

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.stages import STAGES, position
from mobdesk.i18n import _
from mobdesk.ui import stays, theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.mobilities.needs import still_open
from mobdesk.ui.pages import Mode
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.labels import strong
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.parts.stageline import StageLine, Step
from mobdesk.ui.parts.stages import ReadinessMarks


def next_stage(sheet: Sheet) -> str | None:
    """The stage after the one it has; None at the last one and of what has ended."""
    if sheet.ended or sheet.detail.stage == STAGES[-1]:
        return None
    return STAGES[position(sheet.detail.stage) + 1]


class StageCard(Card):
    """The line of stages and the marks; where it is narrow the stage in words."""

    def __init__(self) -> None:
        super().__init__()
        self.line = StageLine()
        self.marks = ReadinessMarks()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._row, 0, 2)
        self._lines = QWidget()
        box = QVBoxLayout(self._lines)
        theme.space(box, 0, 0)
        box.addWidget(self.line)
        self._short = QWidget()
        short = QHBoxLayout(self._short)
        theme.space(short, 0, 1.5)
        self._badge, self._next = Badge("", "accent", "mobilities"), strong("")
        short.addWidget(self._badge)
        short.addWidget(self._next)
        short.addStretch(1)
        self._short.hide()
        self._upright, self._flat = Hairline(upright=True), Hairline()
        self._flat.hide()
        self._row.addWidget(self._lines, 5)
        self._row.addWidget(self._short)
        self._row.addWidget(self._upright)
        self._row.addWidget(self._flat)
        self._row.addWidget(self.marks, 4)
        self.add(self._row)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show the stage of a mobility, what still lacks for each, and its marks."""
        steps = []
        for one in sheet.steps:
            said = still_open(sheet, one.missing)
            steps.append(Step(one.stage.value, texts.word(f"stage.{one.stage}"), said))
        now = sheet.detail.stage
        ended = Step(sheet.ended, texts.word(f"end.{sheet.ended}")) if sheet.ended else None
        self.line.set(steps, now, ended)
        self._badge.set(stays.stage(now, sheet.ended), "plain" if ended else "accent", "mobilities")
        following = next_stage(sheet)
        word = texts.word(f"stage.{following}") if following else ""
        self._next.setText(_("Next: {stage}").format(stage=word.lower()) if following else "")
        counting = {m.id for m in sheet.counting}
        found = [v.readiness for v in sheet.views_all if v.member_id in counting]
        self.marks.set(words.page_marks(found, sheet.marks) if found else ())
        self.marks.setVisible(bool(found))

    def set_narrow(self, narrow: bool) -> None:
        """Show the stage in words instead of the line."""
        self._lines.setVisible(not narrow)
        self._short.setVisible(narrow)
        self.marks.set_columns(2 if narrow else 4)

    def arrange(self, mode: Mode, width: int) -> None:
        """Stage and marks in one row where both fit, else one below the other."""
        need = self.line.sizeHint().width() + self.marks.sizeHint().width()
        room = width - theme.current().px(18)
        wide = mode is Mode.WIDE and need <= room
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(across if wide else down)
        marked = not self.marks.isHidden()
        self._upright.setVisible(marked and wide)
        self._flat.setVisible(marked and not wide)
