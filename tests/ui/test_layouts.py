"""Layouts leave no Python objects behind that the program would stumble over later."""

from __future__ import annotations

import shiboken6
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QLayout,
    QLayoutItem,
    QVBoxLayout,
    QWidget,
)

from mobdesk.ui import layouts, theme
from mobdesk.ui.parts.flow import Flow


def kept_items() -> list[QLayoutItem]:
    """The items that PySide keeps a Python object for (layouts are items too: not meant)."""
    return [
        one
        for one in shiboken6.getAllValidWrappers()
        if isinstance(one, QLayoutItem) and not isinstance(one, QLayout)
    ]


def new_items(before: list[QLayoutItem]) -> list[QLayoutItem]:
    return [one for one in kept_items() if not any(one is old for old in before)]


def row_of_two() -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(QWidget())
    inner = QVBoxLayout()
    inner.addWidget(QWidget())
    inner.addStretch(1)
    row.addLayout(inner)
    return row


def test_a_filled_layout_put_into_another_leaves_no_items(qapp: QApplication) -> None:
    before = kept_items()
    holder, grid_holder = QWidget(), QWidget()
    column, grid = QVBoxLayout(holder), QGridLayout(grid_holder)
    column.addLayout(row_of_two())
    column.addLayout(row_of_two(), 1)
    column.insertLayout(0, row_of_two())
    column.insertLayout(0, row_of_two(), 2)
    grid.addLayout(row_of_two(), 0, 0)
    grid.addLayout(row_of_two(), 1, 0, 1, 2)
    assert new_items(before) == []
    assert (column.count(), grid.count()) == (4, 2)


def test_widgets_of_a_layout_are_found_without_items(qapp: QApplication) -> None:
    before = kept_items()
    holder = QWidget()
    row = QHBoxLayout(holder)
    one, two, elsewhere = QWidget(), QWidget(), QWidget(holder)
    row.addWidget(one)
    row.addStretch(1)
    row.addWidget(two)
    assert layouts.widgets(row) == [one, two]
    assert elsewhere not in layouts.widgets(row)
    assert new_items(before) == []


def test_a_flow_keeps_its_items_when_the_layouts_around_it_are_put_together(
    qapp: QApplication,
) -> None:
    holder = QWidget()
    column = QVBoxLayout(holder)
    flow = Flow()
    column.addLayout(flow)
    flow.addWidget(QWidget())
    column.addLayout(row_of_two())
    assert flow.count() == 1
    assert flow.itemAt(0).widget() is not None


def test_the_guard_stands_once(qapp: QApplication) -> None:
    theme.current()
    first = QVBoxLayout.addLayout
    layouts.guard()
    assert QVBoxLayout.addLayout is first


def test_a_held_widget_is_laid_out_once_at_the_end(qtbot):
    holder = QWidget()
    qtbot.addWidget(holder)
    column = QVBoxLayout(holder)
    first, second = QWidget(), QWidget()
    column.addWidget(first)
    column.addWidget(second)
    second.hide()
    holder.resize(200, 200)
    holder.show()
    alone = first.height()
    with layouts.held(holder):
        second.show()
        assert first.height() == alone
    assert first.height() < alone
    assert column.isEnabled()
