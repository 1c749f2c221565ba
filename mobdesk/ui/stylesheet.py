"""The style sheet: frames, grounds and padding of what Qt draws itself. No fonts, no text sizes.

Painted parts need no rule. Pill corners stay below half the height, or Qt drops them silently.
"""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mobdesk.ui.theme import Theme

_RULES = Template(
    """
QWidget#page, QScrollArea, QScrollArea > QWidget > QWidget#page { background: $canvas; }
QScrollArea { border: 0; background: transparent; }
QScrollArea > QWidget > QWidget { background: transparent; }
QDialog { background: $surface; }
QToolTip { background: $bar; color: $bar_text; border: 0; padding: ${u05}px ${u1}px; }
QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox, QComboBox {
  background: $surface; border: 1px solid $edge; border-radius: ${r}px;
  selection-background-color: $accent_fill; selection-color: $on_accent; }
QLineEdit, QComboBox { padding: 0 ${u1}px; min-height: ${inner}px; max-height: ${inner}px; }
QPlainTextEdit, QTextEdit { padding: ${u05}px; }
QLineEdit[edited="true"], QPlainTextEdit[edited="true"], QComboBox[edited="true"] {
  border-color: $accent; }
QLineEdit[wrong="true"], QComboBox[wrong="true"] {
  border: 2px solid $stop; padding: 0 ${u1less}px;
  min-height: ${inner2}px; max-height: ${inner2}px; }
QPlainTextEdit[wrong="true"], QTextEdit[wrong="true"] {
  border: 2px solid $stop; padding: ${u05less}px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QComboBox:disabled {
  background: $sunk; border-color: $line; }
QLineEdit[bare="true"], QPlainTextEdit[bare="true"], QTextEdit[bare="true"] {
  border: 0; background: transparent; }
QComboBox::drop-down { border: 0; width: ${u3}px; }
QComboBox::down-arrow { image: url("$arrow"); width: ${arrow_px}px; height: ${arrow_px}px; }
QComboBox QAbstractItemView { background: $surface; border: 1px solid $edge; outline: 0;
  selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item { min-height: ${row}px; padding: 0 ${u1}px; }
QListView#choices { background: $surface; border: 1px solid $edge; outline: 0; }
QListView#choices::item { min-height: ${row}px; padding: 0 ${u1}px; }
QComboBox QAbstractItemView::item:selected, QListView#choices::item:selected {
  background: $accent_soft; color: $text; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; }
QCalendarWidget QToolButton { background: transparent; color: $text; border: 0;
  padding: ${u05}px ${u1}px; border-radius: ${u05}px; }
QCalendarWidget QToolButton:hover { background: $neutral_soft; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QMenu { background: $surface; border: 1px solid $edge; padding: ${u05}px;
  icon-size: ${arrow_px}px; }
QMenu::item { padding: ${u063}px ${u2}px ${u063}px ${u1}px; border-radius: ${u05}px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QMenu::item:disabled { color: $quiet; }
QMenu::icon { padding-left: ${u1}px; }
QMenu::separator { height: 1px; background: $line; margin: ${u05}px 0; }
QAbstractItemView { background: $surface; border: 0; outline: 0; }
QHeaderView { background: $surface; border: 0; }
QHeaderView::section { background: $surface; color: $soft; border: 0;
  border-bottom: 1px solid $line; padding: ${u1}px ${u05}px; }
QHeaderView::section:first { padding-left: ${u2}px; }
QScrollBar { background: transparent; border: 0; margin: 0; }
QScrollBar:vertical { width: ${bar}px; }
QScrollBar:horizontal { height: ${bar}px; }
QScrollBar::handle { background: $quiet; border-radius: ${bar_r}px; margin: 2px; }
QScrollBar::handle:hover { background: $edge; }
QScrollBar::handle:vertical { min-height: ${u3}px; }
QScrollBar::handle:horizontal { min-width: ${u3}px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
"""
)


def stylesheet(theme: Theme) -> str:
    """Fill the rules with the colours and measures of ``theme``."""
    from mobdesk.ui import icons

    u = theme.u
    values: dict[str, object] = dict(theme.hexes())
    values |= {
        "r": round(theme.radius),
        "u05": round(u * 0.5),
        "u05less": round(u * 0.5) - 1,
        "u063": round(u * 0.625),
        "u1": u,
        "u1less": u - 1,
        "u2": 2 * u,
        "u3": 3 * u,
        "inner": theme.control_height - 2,
        "inner2": theme.control_height - 4,
        "row": theme.body_height + u,
        "bar": u + 2,
        "bar_r": (u - 2) // 2,
        "arrow": icons.file("chevron-down", theme.hex("soft")).as_posix(),
        "arrow_px": theme.icon_size,
    }
    return _RULES.substitute(values)
