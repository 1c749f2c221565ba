"""Fields that find a record by typing: organisations, accreditations, projects, people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from mobdesk.i18n import N_
from mobdesk.services.records import Query
from mobdesk.ui import stays
from mobdesk.ui.desk import Desk
from mobdesk.ui.pickers import Found, Picker

_MOST = 30


def record_picker(
    desk: Desk,
    service: Any,
    found: Callable[[Any], Found],
    *,
    placeholder: str = "",
    add: str = "",
) -> Picker:
    """A field whose value is the id of a record of ``service`` (its ``find`` and ``rows``)."""

    def search(text: str) -> Sequence[Found]:
        ids = service.find(desk.store, desk.actor, Query(text))[:_MOST]
        return [found(row) for row in service.rows(desk.store, desk.actor, ids)]

    def name_of(record: Any) -> str:
        rows = service.rows(desk.store, desk.actor, [record])
        return found(rows[0]).words if rows else ""

    return Picker(search, name_of, jobs=desk.jobs, placeholder=placeholder, add=add)


def organisation_picker(desk: Desk, placeholder: str = N_("Type a part of the name")) -> Picker:
    """An organisation; one that is not there yet is added by its name."""
    from mobdesk.services import organisations

    picker = record_picker(
        desk,
        organisations,
        lambda row: Found(row.id, row.name, row.city or stays.country(row.country)),
        placeholder=placeholder,
        add=N_("Add {text}"),
    )

    def add(name: str) -> None:
        values = {"name": name, "kind": "partner"}

        def chosen(done: Any) -> None:
            picker.set_value(done.ids[0])
            picker.changed.emit()

        desk.write(picker, organisations.add, values, then=chosen)

    picker.add_asked.connect(add)
    return picker


def accreditation_picker(desk: Desk) -> Picker:
    """An accreditation by its code."""
    from mobdesk.services import accreditations

    return record_picker(desk, accreditations, lambda row: Found(row.id, row.code))


def project_picker(desk: Desk) -> Picker:
    """A project by its code or the name used for it."""
    from mobdesk.services import projects

    return record_picker(desk, projects, lambda row: Found(row.id, row.code, row.title or ""))


def person_picker(desk: Desk) -> Picker:
    """A person by name; the birth date tells two of one name apart."""
    from mobdesk.services import people

    def found(row: Any) -> Found:
        return Found(row.id, row.name, row.birth_date.isoformat() if row.birth_date else "")

    return record_picker(desk, people, found)
