"""No widget takes a name by accident that a base of it uses for something else."""

from __future__ import annotations

import ast
import importlib
import inspect
import pkgutil
import textwrap
from functools import cache

from PySide6.QtCore import QObject

import mobdesk.ui

#: What Qt lets a subclass answer, beside its ``…Event`` methods.
VIRTUAL = frozenset(
    """
    sizeHint sizeHintForColumn minimumSizeHint hasHeightForWidth heightForWidth
    event eventFilter viewportEvent
    hitButton nextCheckState createMimeDataFromSelection paintSection keyboardSearch
    data setData rowCount columnCount headerData flags sort fetchMore canFetchMore
    paint createEditor setEditorData setModelData updateEditorGeometry editorEvent
    accept reject done
    addItem itemAt takeAt count expandingDirections minimumSize setGeometry
    """.split()
)


@cache
def classes() -> list[type]:
    """Every class of the window that is a Qt object."""
    known = []
    for found in pkgutil.walk_packages(mobdesk.ui.__path__, "mobdesk.ui."):
        module = importlib.import_module(found.name)
        for one in vars(module).values():
            if inspect.isclass(one) and one.__module__ == found.name and issubclass(one, QObject):
                known.append(one)
    return known


def own_bases(one: type) -> list[type]:
    return [base for base in one.__mro__[1:] if base.__module__.startswith("mobdesk.")]


def qt_names(one: type) -> set[str]:
    names = {
        name
        for base in one.__mro__
        if base.__module__.startswith("PySide6.")
        for name in vars(base)
        if not name.startswith("__")
    }
    return names - {"staticMetaObject"}


@cache
def body(one: type) -> ast.AST:
    return ast.parse(textwrap.dedent(inspect.getsource(one)))


def kept(one: type) -> set[str]:
    """The names of what methods of this class put on ``self``."""
    return {
        node.attr
        for node in ast.walk(body(one))
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Store)
        and isinstance(node.value, ast.Name)
        and node.value.id == "self"
    }


def passed_on(one: type) -> set[str]:
    """The names that this class calls on ``super()``."""
    return {
        node.attr
        for node in ast.walk(body(one))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
    }


def test_no_private_method_of_a_base_is_replaced_by_accident() -> None:
    """A private method that is meant to be replaced is called on ``super()`` or is no private."""
    found = [
        f"{one.__module__}.{one.__name__}.{name} hides {base.__name__}.{name}"
        for one in classes()
        for base in own_bases(one)
        for name in vars(one)
        if name.startswith("_") and not name.startswith("__")
        and inspect.isfunction(vars(one)[name])
        and name in vars(base)
        and name not in passed_on(one)
    ]  # fmt: skip
    assert found == []


def test_no_attribute_hides_a_method_of_qt() -> None:
    found = [
        f"{one.__module__}.{one.__name__}.{name}"
        for one in classes()
        for name in sorted(kept(one) & qt_names(one))
    ]
    assert found == []


def test_no_method_hides_one_of_qt_that_is_not_meant_to_be_replaced() -> None:
    found = [
        f"{one.__module__}.{one.__name__}.{name}"
        for one in classes()
        for name in sorted(set(vars(one)) & qt_names(one) - VIRTUAL - passed_on(one))
        if not name.endswith("Event")
    ]
    assert found == []


def test_no_attribute_hides_a_private_method_of_a_base() -> None:
    found = [
        f"{one.__module__}.{one.__name__}.{name} hides {base.__name__}.{name}"
        for one in classes()
        for base in own_bases(one)
        for name in sorted(kept(one))
        if inspect.isfunction(vars(base).get(name))
    ]
    assert found == []
