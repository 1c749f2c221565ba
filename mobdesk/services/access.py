"""Every public service says what it needs; whoever calls, the actor's role is checked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, NamedTuple, ParamSpec, TypeVar

from mobdesk.domain.roles import Access, Actor, Area, check
from mobdesk.models.store import Store

P = ParamSpec("P")
R = TypeVar("R")


class Need(NamedTuple):
    """What a service asks of the actor's role."""

    area: Area
    access: Access


NEEDS: dict[str, Need] = {}
"""Every service by its full name; a test calls each with each role."""


def reads(
    area: Area,
) -> Callable[
    [Callable[Concatenate[Store, Actor, P], R]], Callable[Concatenate[Store, Actor, P], R]
]:
    """Mark a service ``(store, actor, …)`` that only reads from ``area``."""
    return _needing(Need(area, Access.READ))


def writes(
    area: Area,
) -> Callable[
    [Callable[Concatenate[Store, Actor, P], R]], Callable[Concatenate[Store, Actor, P], R]
]:
    """Mark a service ``(store, actor, …)`` that changes something in ``area``."""
    return _needing(Need(area, Access.WRITE))


def _needing(need: Need) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def mark(service: Callable[..., Any]) -> Callable[..., Any]:
        NEEDS[f"{service.__module__}.{service.__name__}"] = need

        @wraps(service)
        def checked(store: Store, actor: Actor, *args: Any, **kwargs: Any) -> Any:
            check(actor, need.area, need.access)
            return service(store, actor, *args, **kwargs)

        return checked

    return mark
