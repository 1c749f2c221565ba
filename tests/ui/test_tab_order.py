"""Tab goes through every page as the eye does: header, then card by card, down the left first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget

from mobdesk.app import ROOMS, Program
from mobdesk.ui.page_header import Header
from mobdesk.ui.pages import Page
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.table_card import TableCard
from tests.ui.test_entering import name_of, some_record

Start = Callable[..., Program]


def block_of(page: Page, stop: QWidget) -> QWidget:
    """The outermost header or card around a stop; a stop outside of cards is its own."""
    found, each = stop, stop
    while each is not page:
        if isinstance(each, Card | TableCard | Header):
            found = each
        each = each.parentWidget()
    return found


def place(page: Page, part: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint(0, 0)), part.size())


def goes_back(before: QRect, after: QRect) -> bool:
    """``after`` stands above in the same column, or left of it in the same row."""
    beside = before.top() < after.bottom() and after.top() < before.bottom()
    one_column = before.left() < after.right() and after.left() < before.right()
    above = after.bottom() <= before.top() and one_column
    return above or (after.right() <= before.left() and beside)


def order_of(page: Page) -> list[QWidget]:
    """What Tab comes to, from the first stop until it leaves the page."""
    window = page.desk.window
    window.sidebar.focus()
    found: list[QWidget] = []
    while True:
        window.focusNextPrevChild(True)
        here = window.focusWidget()
        if page.isAncestorOf(here):
            assert here not in found, f"round and round at {name_of(here)!r}"
            found.append(here)
        elif found:
            return found


def wrong_steps(page: Page) -> Iterator[str]:
    order = order_of(page)
    blocks = list(dict.fromkeys(block_of(page, stop) for stop in order))
    left: set[QWidget] = set()
    for one, two in pairwise(order):
        here, there = block_of(page, one), block_of(page, two)
        words = f"{name_of(one)!r} then {name_of(two)!r}"
        if here is there:
            if goes_back(place(page, one), place(page, two)):
                yield f"back inside one card: {words}"
        else:
            left.add(here)
            if there in left:
                yield f"comes again to a card: {words}"
            elif goes_back(place(page, here), place(page, there)):
                yield f"back to an earlier card: {words}"
    if any(isinstance(block, Header) for block in blocks[1:]):
        yield "the header is not the first"


@pytest.mark.parametrize("room", ROOMS)
def test_tab_goes_as_the_eye_does(room, start: Start, demo_folder: Path) -> None:
    one = start(demo_folder, demo=True)
    for spec in import_module(f"mobdesk.ui.{room}").SPECS:
        for width in (1600, 1000):
            one.window.resize(width, 800)
            one.window.open_page(spec.key, some_record(one, spec))
            QApplication.processEvents()
            one.window.page.mark_stale()  # what is read again makes new rows
            QApplication.processEvents()
            found = list(wrong_steps(one.window.page))
            assert not found, f"{spec.key} at {width}: {found}"
