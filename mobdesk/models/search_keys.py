"""Search keys and orders of names are made anew when the one way to fold words has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from mobdesk.domain.fold import FOLD_VERSION, fold
from mobdesk.domain.people import display_name
from mobdesk.models import summaries
from mobdesk.models.base import search_key
from mobdesk.models.mobilities import Mobility
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Store

_SETTING = "fold_version"


def keep_fresh(store: Store) -> bool:
    """Make all keys anew if another version of ``fold`` wrote them; return whether it did."""
    if store.setting(_SETTING, 0) == FOLD_VERSION:
        return False
    with store.quietly() as s:
        connection = s.connection()
        _people(connection)
        _organisations(connection)
        _projects(connection)
        summaries.refresh(connection, [], connection.scalars(select(Mobility.id)).all())
    store.set_setting(_SETTING, FOLD_VERSION)
    return True


def _people(connection: Connection) -> None:
    rows = connection.execute(select(Person.id, Person.first_name, Person.last_name, Person.email))
    _write(connection, Person, [
        {"number": i, "_search_key": search_key(first, last, first, email),
         "_sort_key": fold(display_name(first, last))}
        for i, first, last, email in rows
    ])  # fmt: skip


def _organisations(connection: Connection) -> None:
    o = Organisation
    rows = connection.execute(select(o.id, o.name, o.city, o.oid, o.pic))
    _write(connection, o, [
        {"number": i, "_search_key": search_key(name, *more), "_name_key": fold(name)}
        for i, name, *more in rows
    ])  # fmt: skip


def _projects(connection: Connection) -> None:
    rows = connection.execute(
        select(Project.id, Project.code, Project.title, Project.agreement_number)
    )
    _write(connection, Project, [
        {"number": i, "_search_key": search_key(*words)} for i, *words in rows
    ])  # fmt: skip


def _write(connection: Connection, kind: type[Any], keys: list[dict[str, Any]]) -> None:
    if keys:
        table = kind.__table__
        names = [name[1:] for name in keys[0] if name != "number"]
        connection.execute(
            update(table)
            .where(table.c.id == bindparam("number"))
            .values({name: bindparam(f"_{name}") for name in names}),
            keys,
        )
