"""Cards in two columns: they end on the same line, the files stand below the shorter one."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from mobdesk.ui.columns import Columns


def card(height: int) -> QWidget:
    made = QWidget()
    made.setMinimumHeight(height)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
    return made


@pytest.fixture
def columns(qtbot) -> Columns:
    made = Columns(roaming=card(50))
    qtbot.addWidget(made)
    made.resize(600, 600)
    made.show()
    return made


def bottoms(columns: Columns) -> set[int]:
    """The lowest line of each column."""
    QApplication.processEvents()
    lowest: dict[int, int] = {}
    for each in filter(QWidget.isVisible, columns.cards()):
        lowest[each.x()] = max(lowest.get(each.x(), 0), each.geometry().bottom())
    return set(lowest.values())


@pytest.mark.parametrize(("left", "right", "place"), [(100, 200, 0), (200, 100, 1), (100, 100, 1)])
def test_the_files_stand_below_the_shorter_column(columns, left, right, place):
    columns.set_cards([one := card(left)], [two := card(right)])
    below = (one, two)[place]
    QApplication.processEvents()
    assert columns._roaming.x() == below.x()
    assert columns._roaming.y() > below.y()
    assert len(bottoms(columns)) == 1


def test_they_change_sides_when_a_card_grows(columns):
    columns.set_cards([one := card(100)], [card(200)])
    assert columns.cards()[1] is columns._roaming
    one.setMinimumHeight(400)
    QApplication.processEvents()
    assert columns.cards()[-1] is columns._roaming
    assert len(bottoms(columns)) == 1


def test_one_column_reads_left_then_right_then_files(columns):
    columns.set_cards([one := card(100)], [two := card(200)])
    columns.set_one(True)
    QApplication.processEvents()
    assert columns.cards() == [one, two, columns._roaming]
    tops = [each.y() for each in columns.cards()]
    assert tops == sorted(tops)
    assert len({each.x() for each in columns.cards()}) == 1


def test_a_hidden_last_card_leaves_the_rest_to_the_one_above(columns):
    columns.set_cards([card(100)], [card(300), card(20), last := card(30)])
    assert len(bottoms(columns)) == 1
    last.hide()
    assert len(bottoms(columns)) == 1


def test_cards_that_are_shown_no_more_are_deleted(columns, qtbot):
    columns.set_cards([old := card(100)], [stays := card(100)])
    with qtbot.waitSignal(old.destroyed):
        columns.set_cards([], [stays])
    assert columns.cards() == [columns._roaming, stays]
