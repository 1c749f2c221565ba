"""Every public service says what it needs, and every role is let in or refused by the one table."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

import mobdesk.services
from mobdesk.domain.roles import Access, Actor, Area, Role, access
from mobdesk.errors import NotAllowed
from mobdesk.services.access import NEEDS

MODULES = [
    importlib.import_module(f"mobdesk.services.{info.name}")
    for info in pkgutil.iter_modules(mobdesk.services.__path__)
]


def public_services() -> list[tuple[str, Any]]:
    """Public functions of the services whose first two arguments are a store and an actor."""
    return [
        (f"{module.__name__}.{name}", function)
        for module in MODULES
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__
        and not name.startswith("_")
        and list(inspect.signature(function).parameters)[:2] == ["store", "actor"]
    ]


class Untouchable:
    """A store that says so when a service gets as far as using it."""

    class Touched(Exception):
        pass

    def __getattr__(self, name: str) -> Any:
        raise self.Touched(name)


def arguments_of(function: Any) -> dict[str, Any]:
    """Something for every further argument that has no default."""
    parameters = list(inspect.signature(function).parameters.values())[2:]
    needed = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return {p.name: Untouchable() for p in parameters if p.default is p.empty and p.kind in needed}


def test_there_are_services() -> None:
    assert len(public_services()) > 50


def test_every_service_has_an_entry() -> None:
    unmarked = [name for name, _function in public_services() if name not in NEEDS]
    assert not unmarked, "mark them with @reads(Area…) or @writes(Area…)"


def lets_in(function: Any, role: Role) -> bool:
    """Whether a service gets past its door for this role."""
    try:
        function(Untouchable(), Actor(1, "somebody", role), **arguments_of(function))
    except NotAllowed:
        return False
    except Exception:
        return True  # it went past the door, and then met the store that is none
    return True


@pytest.mark.parametrize("role", Role)
def test_every_role_is_let_in_or_refused(role: Role) -> None:
    wrong = []
    for name, function in public_services():
        need = NEEDS[name]
        has = access(role, need.area)
        allowed = has is Access.WRITE or (has is Access.READ and need.access is Access.READ)
        if lets_in(function, role) is not allowed:
            wrong.append(name)
    assert not wrong


def test_the_table_has_an_answer_for_every_role_and_area() -> None:
    for role in Role:
        for area in Area:
            assert access(role, area) in Access


def test_a_director_only_reads_the_status() -> None:
    allowed = {area for area in Area if access(Role.DIRECTOR, area) is not Access.NONE}
    assert allowed == {Area.STATUS, Area.PRIVATE}


def test_nobody_but_the_coordinator_touches_protected_data() -> None:
    for role in set(Role) - {Role.COORDINATOR}:
        for area in (Area.PROTECTED, Area.ERASURE, Area.EXPORT, Area.ACCOUNTS, Area.BACKUPS):
            assert access(role, area) is Access.NONE
