"""Shortcuts of the window in one list, so that Help can show them and none is used twice."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from PySide6.QtCore import QKeyCombination
from PySide6.QtGui import QKeySequence

from mobdesk.i18n import N_


class Key(NamedTuple):
    """A shortcut: code, keys as Qt writes them, what it does."""

    code: str
    keys: tuple[str, ...]
    words: str


KEYS: tuple[Key, ...] = (
    Key("page", tuple(f"Ctrl+{n}" for n in range(1, 10)), N_("Open one of the first nine pages")),
    Key("sides", ("F6",), N_("Go between the list of pages and the page")),
    Key("search", ("Ctrl+F", "Ctrl+K"), N_("Go to the search field of the page")),
    Key("undo", ("Ctrl+Z",), N_("Undo the last change")),
    Key("redo", ("Ctrl+Shift+Z", "Ctrl+Y"), N_("Do it again")),
    Key("refresh", ("F5",), N_("Read the page again")),
    Key("back", ("Alt+Left",), N_("Go back to the page before")),
    Key("larger", ("Ctrl++", "Ctrl+="), N_("Larger text")),
    Key("smaller", ("Ctrl+-",), N_("Smaller text")),
    Key("lock", ("Ctrl+L",), N_("Lock")),
    Key("help", ("F1",), N_("Help")),
)

#: shortcuts inside tables and forms, for Help
ELSEWHERE: tuple[Key, ...] = (
    Key("open", ("Enter",), N_("Open what is chosen in a table")),
    Key("remove", ("Del",), N_("Remove what is chosen (Undo brings it back)")),
    Key("copy", ("Ctrl+C",), N_("Copy what is chosen as a table")),
    Key("menu", ("Shift+F10",), N_("What can be done here")),
    Key("calendar", ("Alt+Down",), N_("Open the calendar of a date field")),
    Key("save", ("Ctrl+S",), N_("Save a form")),
)


def keys_of(code: str) -> tuple[str, ...]:
    """The keys of one shortcut of the window."""
    return next(key.keys for key in KEYS if key.code == code)


def of_history(pressed: QKeyCombination) -> bool:
    """Whether these keys are Undo or Redo.

    In a search field they take back the last change of the program: the focus stands there when a
    page opens, and a search word needs no Undo. In a field of a form they take back typing.
    """
    return QKeySequence(pressed) in _history_keys()


@cache
def _history_keys() -> list[QKeySequence]:
    return [QKeySequence(keys) for keys in (*keys_of("undo"), *keys_of("redo"))]
