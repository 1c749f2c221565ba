"""Accreditations (KA120) under which projects run: find, show, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, select

from mobdesk.domain import accreditations as rules
from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.records import (
    Detail,
    Query,
    detail,
    ids_in_order,
    load,
    refuse_if,
    refuse_if_used,
    remove_files,
    remove_owned,
    rows_by_id,
    set_values,
)

FIELDS = ("code", "field", "organisation_id", "valid_from", "valid_to", "note")


class AccreditationRow(NamedTuple):
    """One line of the list."""

    id: int
    uid: str
    code: str
    field: str | None
    valid_from: date | None
    valid_to: date | None


_SORTS = {
    "code": (Accreditation.code,),
    "field": (Accreditation.field, Accreditation.code),
    "valid_from": (Accreditation.valid_from, Accreditation.code),
    "valid_to": (Accreditation.valid_to, Accreditation.code),
}


@reads(Area.STATUS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return matching ids in order."""
    wanted: list[ColumnElement[bool]] = [
        Accreditation.code.icontains(word, autoescape=True) for word in fold(query.text).split()
    ]
    columns = _SORTS[query.sort or "code"]
    return ids_in_order(store, Accreditation, wanted, columns, query.descending)


@reads(Area.STATUS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[AccreditationRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    columns = [getattr(Accreditation, name) for name in AccreditationRow._fields]
    return rows_by_id(store, select(*columns), Accreditation.id, ids, AccreditationRow)


@reads(Area.STATUS)
def get(store: Store, actor: Actor, accreditation_id: int) -> Detail:
    """Return one accreditation. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return detail(s, Accreditation, accreditation_id, FIELDS)


@writes(Area.MOBILITIES)
def add(store: Store, actor: Actor, values: Mapping[str, Any]) -> Done:
    """Add an accreditation. Raises ``Invalid`` with the problems of each field."""
    refuse_if(rules.validate(values))
    with store.write(Label("accreditation_added", {"code": values["code"]}), actor) as s:
        record = Accreditation()
        set_values(record, values, FIELDS)
        s.add(record)
        s.flush()
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, accreditation_id: int, rev: int, values: Mapping[str, Any]
) -> Done:
    """Change the named values of one accreditation. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("accreditation_changed"), actor) as s:
        record = load(s, Accreditation, accreditation_id, rev)
        refuse_if(rules.validate({**{n: getattr(record, n) for n in FIELDS}, **values}))
        set_values(record, values, FIELDS)
        s.label_values["code"] = record.code
        return s.done(accreditation_id)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete accreditations; Undo brings them back. Raises ``still_used_by``."""
    with store.write(Label("accreditations_removed", {"n": len(ids)}), actor) as s:
        for accreditation_id in ids:
            record = load(s, Accreditation, accreditation_id)
            refuse_if_used(s, record)
            remove_owned(s, record)
            remove_files(s, "accreditations", record.id)
            s.delete(record)
            if len(ids) == 1:
                s.rename("accreditation_removed", {"code": record.code})
        return s.done(*ids)
