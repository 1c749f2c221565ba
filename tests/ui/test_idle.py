from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from mobdesk.ui.idle import IdleWatch


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watch(qapp, clock):
    watch = IdleWatch(qapp, 4, clock=clock, wall=clock)
    watch.heard = []
    watch.idle.connect(lambda: watch.heard.append(clock.now))
    yield watch
    watch.stop()
    watch.deleteLater()


def _pass(watch: IdleWatch, clock: Clock, seconds: int) -> None:
    for _second in range(0, seconds, 10):
        clock.now += 10
        watch.look()


def test_four_minutes_without_a_touch_are_told_once(watch, clock):
    _pass(watch, clock, 230)
    assert watch.heard == []
    _pass(watch, clock, 600)
    assert watch.heard == [1240.0]


def test_a_key_starts_the_time_again(watch, clock, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    _pass(watch, clock, 230)
    QTest.keyClick(widget, Qt.Key.Key_A)
    _pass(watch, clock, 230)
    assert watch.heard == []
    _pass(watch, clock, 20)
    assert len(watch.heard) == 1


def test_sleep_is_told_on_waking(watch, clock):
    _pass(watch, clock, 20)
    clock.now += 100
    watch.look()
    assert len(watch.heard) == 1
