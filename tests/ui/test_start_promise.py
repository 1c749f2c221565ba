"""The first start says what the lock holds against, and what it does not."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from mobdesk.ui import theme
from mobdesk.ui.jobs import InlineJobs
from mobdesk.ui.start.new import Plan, WordsStep

PLAN = Plan(Path("made"), "Emajõe kool", None)


@pytest.fixture
def step(qtbot, jobs: InlineJobs) -> WordsStep:
    made = WordsStep(PLAN, jobs)
    qtbot.addWidget(made)
    made.resize(1280, 800)
    made.show()
    return made


def said(step: WordsStep) -> str:
    QApplication.processEvents()
    return " ".join(one.text() for one in step.findChildren(QLabel) if one.isVisible())


def test_the_promise_of_the_contract_is_on_screen(step: WordsStep) -> None:
    words = said(step)
    for sentence in (
        "Your private notes are locked with your passphrase.",
        "Nobody at the centre can read them, the coordinator included.",
        "Forget both your passphrase and your private code and they are gone for good.",
        "The lock holds against people who read or copy the files.",
        "It does not hold against someone who controls this computer or changes the program.",
        "Switch on the disk encryption of this computer too.",
    ):
        assert sentence in words
    assert "database tool" not in words


def test_more_about_the_lock_unfolds_with_keys_and_folds_again(step: WordsStep) -> None:
    more = step.promise.more
    more.setFocus()
    QTest.keyClick(more, Qt.Key.Key_Space)
    words = said(step)
    assert "database tool" in words
    assert "BitLocker" in words
    QTest.keyClick(more, Qt.Key.Key_Space)
    assert "database tool" not in said(step)


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_everything_fits_the_width_at_large_text(
    step: WordsStep, qapp: QApplication, scale: float
) -> None:
    theme.apply(qapp, scale=scale)
    try:
        step.promise.more.click()
        said(step)
        assert step.scroller.horizontalScrollBar().maximum() == 0
        assert step.promise.width() <= step.width()
        for label in step.promise.findChildren(QLabel):
            assert label.height() >= label.heightForWidth(label.width()) - 1, label.text()
    finally:
        theme.apply(qapp, scale=1.0)
