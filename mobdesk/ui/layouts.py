"""A layout put into another one, without the Python objects that the binding keeps for its items.

When a filled layout is put into one that has a widget, and at every ``itemAt``, PySide makes a
Python object for each item and keeps it as long as the outer layout lives. Qt deletes such an item
with its widget and tells nobody, so the object stays registered for an address that belongs to
somebody else soon. A widget made at this address then has two Python objects, and its destructor
ends the program in ``releaseWrapper``: much later, when a page is closed or the window is locked.

So ``guard`` lets the binding forget these objects at once. Nothing in this program needs them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from types import FunctionType
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QLayout, QWidget
from shiboken6 import invalidate

_GUARDED = (
    (QBoxLayout, "addLayout", 0),
    (QBoxLayout, "insertLayout", 1),
    (QGridLayout, "addLayout", 0),
)


def guard() -> None:
    """Make ``addLayout`` and ``insertLayout`` of all layouts safe; a second call does nothing."""
    for kind, name, at in _GUARDED:
        if not hasattr(getattr(kind, name), "guarded"):
            setattr(kind, name, _guarded(getattr(kind, name), at))


def forget_items(layout: QLayout) -> None:
    """Let the binding forget the items of ``layout`` and of all layouts in it."""
    if isinstance(type(layout).itemAt, FunctionType):
        return  # written in Python, it needs its items: give it its place before it is filled
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if isinstance(item, QLayout):
            forget_items(item)
        elif item is not None:
            invalidate(item)


def widgets(layout: QLayout) -> list[QWidget]:
    """The widgets that stand directly in ``layout``, found without its items."""
    holder = layout.parentWidget()
    if holder is None:
        return []
    near = Qt.FindChildOption.FindDirectChildrenOnly
    return [
        each for each in holder.findChildren(QWidget, options=near) if layout.indexOf(each) >= 0
    ]


@contextmanager
def held(widget: QWidget) -> Iterator[None]:
    """Lay ``widget`` out once, at the end: each part shown or hidden in it would do so by itself.

    What it stands in waits as well: it hears of another size only when ``widget`` was laid out.
    """
    layout = widget.layout()
    if layout is None or not layout.isEnabled():
        yield
        return
    layout.setEnabled(False)
    try:
        yield
    finally:
        layout.setEnabled(True)
        layout.activate()


def _guarded(original: Any, at: int) -> Any:
    def put(self: QLayout, *args: Any, **kwargs: Any) -> None:
        original(self, *args, **kwargs)
        if self.parentWidget() is not None:
            forget_items(args[at])

    put.guarded = True  # type: ignore[attr-defined]
    return put
