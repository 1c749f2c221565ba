"""Where Tab comes to: the stops of a page, and the order in which one reads them.

Qt goes through widgets as they were made. Rows are made again whenever a page reads, so the order
is put right when Tab is pressed: the header, then card by card, the left column before the right.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget

_TAB = Qt.FocusPolicy.TabFocus


def is_stop(widget: QWidget) -> bool:
    """Whether Tab comes to ``widget`` now."""
    return bool(widget.focusPolicy() & _TAB) and widget.isEnabled() and widget.isVisible()


def name_of(widget: QWidget) -> str:
    """What a stop is called: the name that is read out, else its words."""
    return widget.accessibleName() or str(getattr(widget, "text", str)())


def in_order(page: QWidget) -> list[QWidget]:
    """The stops of ``page`` as one reads them."""
    # Found as children: nextInFocusChain makes the binding believe that each owns the next.
    stops = [each for each in page.findChildren(QWidget) if is_stop(each) and not each.focusProxy()]
    blocks: dict[QWidget, list[_Part]] = {}
    for stop in stops:
        block = _block_of(page, stop)
        blocks.setdefault(block, []).append(_Part(_place(page, stop), [stop]))
    parts = [
        _Part(_place(page, block), _in_rows(inside), block is not inside[0].stops[0])
        for block, inside in blocks.items()
    ]
    return _in_columns(parts)


def put_in_order(page: QWidget) -> None:
    """Let Tab go through ``page`` as one reads it."""
    for one, two in pairwise(map(_whole, in_order(page))):
        QWidget.setTabOrder(one, two)


def _whole(stop: QWidget) -> QWidget:
    """The field around an editor: Qt moves both, and would make a ring of the editor alone."""
    around = stop.parentWidget()
    return around if around is not None and QWidget.focusProxy(around) is stop else stop


class _Part(NamedTuple):
    """A stop, or the stops of a block in their order, and where it stands."""

    rect: QRect
    stops: list[QWidget]
    card: bool = False


def _block_of(page: QWidget, stop: QWidget) -> QWidget:
    """The outermost block around a stop (a widget with ``reads_as_one``), or the stop itself."""
    found, each = stop, stop.parentWidget()
    while each is not None and each is not page:
        if getattr(each, "reads_as_one", False):
            found = each
        each = each.parentWidget()
    return found


def _place(page: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(page, QPoint(0, 0)), part.size())


def _in_rows(parts: Sequence[_Part]) -> list[QWidget]:
    """Row by row, in each from the left."""
    rows = _split(parts, QRect.top, QRect.bottom)
    if len(rows) > 1:
        return [stop for row in rows for stop in _in_rows(row)]
    columns = _split(parts, QRect.left, QRect.right)
    if len(columns) > 1:
        return [stop for column in columns for stop in _in_rows(column)]
    inside = sorted(parts, key=lambda part: (part.rect.top(), part.rect.left()))
    return [stop for part in inside for stop in part.stops]


def _in_columns(parts: Sequence[_Part]) -> list[QWidget]:
    """Like rows, but cards in two columns are read down the left one first."""
    found: list[QWidget] = []
    waiting: list[_Part] = []
    for row in _split(parts, QRect.top, QRect.bottom):
        if waiting and not _are_columns([*waiting, *row]):
            found += _down(waiting)
            waiting = []
        waiting += row
    return found + _down(waiting)


def _are_columns(parts: Sequence[_Part]) -> bool:
    cards = all(part.card for part in parts)
    return cards and len(_split(parts, QRect.left, QRect.right)) > 1


def _down(parts: Sequence[_Part]) -> list[QWidget]:
    if not _are_columns(parts):
        return _in_rows(parts)
    columns = _split(parts, QRect.left, QRect.right)
    return [stop for column in columns for stop in _in_rows(column)]


def _split(
    parts: Sequence[_Part], first: Callable[[QRect], int], last: Callable[[QRect], int]
) -> list[list[_Part]]:
    """Groups with a gap between them, along one direction."""
    groups: list[list[_Part]] = []
    end = 0
    for part in sorted(parts, key=lambda part: first(part.rect)):
        if groups and first(part.rect) <= end:
            groups[-1].append(part)
            end = max(end, last(part.rect))
        else:
            groups.append([part])
            end = last(part.rect)
    return groups
