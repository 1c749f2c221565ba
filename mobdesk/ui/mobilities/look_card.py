"""What the rules find on one mobility: errors and warnings, each with where it was read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.mobility_rules import Finding, Level
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.labels import Paragraph
from mobdesk.ui.parts.marks import IconLabel


class LookCard(Card):
    """Short: one row for each finding, errors first. Nothing of it blocks the work."""

    def __init__(self, findings: Sequence[Finding], today: date) -> None:
        super().__init__(_("Look here"), len(findings))
        for one in findings:
            self.add(_row(one, today))


def _row(one: Finding, today: date) -> QWidget:
    what, rest = words.finding_parts(one, today)
    holder = QWidget()
    line = QHBoxLayout(holder)
    theme.space(line, 0, 1.25)
    tone = "stop_text" if one.level is Level.ERROR else "wait_text"
    sign = IconLabel("warning", tone)
    sign.setAccessibleName(texts.word(f"level.{one.level}"))
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    both = QVBoxLayout()
    theme.space(both, 0, 0)
    both.addWidget(Paragraph(what))
    if rest:
        both.addWidget(Paragraph(rest, "caption", "soft"))
    line.addLayout(both, 1)
    return holder
