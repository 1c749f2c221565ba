"""Organisations and the people one writes to there: find, show, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, cast, func, select
from sqlalchemy.orm import Session

from mobdesk.domain import organisations as rules
from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Problem, Refused
from mobdesk.models.organisations import Contact, Organisation
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.records import (
    Detail,
    Query,
    detail,
    ids_in_order,
    load,
    matches,
    refuse_if,
    refuse_if_used,
    remove_files,
    remove_owned,
    rows_by_id,
    set_values,
)

FIELDS = (
    "name", "kind", "oid", "pic", "country", "city", "address", "website", "languages",
    "sending", "hosting", "supporting", "note",
)  # fmt: skip
CONTACT_FIELDS = ("name", "role", "email", "phone")


class OrganisationRow(NamedTuple):
    """One line of the list."""

    id: int
    uid: str
    name: str
    kind: str
    city: str | None
    country: str | None
    oid: str | None
    sending: bool
    hosting: bool
    supporting: bool


class ContactRow(NamedTuple):
    """One person one writes to."""

    id: int
    rev: int
    name: str
    role: str | None
    email: str | None
    phone: str | None


_SORTS = {
    "name": (Organisation.name_key,),
    "kind": (Organisation.kind, Organisation.name_key),
    "city": (Organisation.city, Organisation.name_key),
    "country": (Organisation.country, Organisation.name_key),
}


@reads(Area.CONTACTS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return matching ids in order. Filters: ``kind``; ``sending``, ``hosting``, ``supporting``."""
    wanted: list[ColumnElement[bool]] = matches(Organisation.search_key, query.text)
    if kind := query.filters.get("kind"):
        wanted.append(Organisation.kind == kind)
    for part in ("sending", "hosting", "supporting"):
        if query.filters.get(part):
            wanted.append(getattr(Organisation, part))
    columns = _SORTS[query.sort or "name"]
    return ids_in_order(store, Organisation, wanted, columns, query.descending)


@reads(Area.CONTACTS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[OrganisationRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    columns = [getattr(Organisation, name) for name in OrganisationRow._fields]
    return rows_by_id(store, select(*columns), Organisation.id, ids, OrganisationRow)


@reads(Area.CONTACTS)
def counts(store: Store, actor: Actor) -> dict[str, int]:
    """Return how many there are in all (``all``) and how many send, host and support."""
    parts = ("sending", "hosting", "supporting")
    sums = [func.sum(cast(getattr(Organisation, part), Integer)) for part in parts]
    with store.read() as s:
        total, *each = s.execute(select(func.count(Organisation.id), *sums)).one()
    return {"all": total, **{part: n or 0 for part, n in zip(parts, each, strict=True)}}


@reads(Area.CONTACTS)
def get(store: Store, actor: Actor, organisation_id: int) -> Detail:
    """Return one organisation. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return detail(s, Organisation, organisation_id, FIELDS)


@reads(Area.STATUS)
def own(store: Store, actor: Actor) -> OrganisationRow | None:
    """Return the organisation whose workspace this is."""
    columns = [getattr(Organisation, name) for name in OrganisationRow._fields]
    with store.read() as s:
        found = s.execute(select(*columns).where(Organisation.kind == "own")).first()
    return OrganisationRow(*found) if found else None


@reads(Area.CONTACTS)
def contacts(store: Store, actor: Actor, organisation_id: int) -> list[ContactRow]:
    """Return the people one writes to at an organisation, by name."""
    columns = [getattr(Contact, name) for name in ContactRow._fields]
    wanted = select(*columns).where(Contact.organisation_id == organisation_id)
    with store.read() as s:
        return [ContactRow(*r) for r in s.execute(wanted.order_by(Contact.name))]


@writes(Area.CONTACTS)
def add(
    store: Store,
    actor: Actor,
    values: Mapping[str, Any],
    wanted: Sequence[Mapping[str, Any]] = (),
) -> Done:
    """Add an organisation with its contacts. Raises ``Invalid`` with the problems of each field."""
    refuse_if([*rules.validate(values), *_contact_problems(wanted)])
    with store.write(Label("organisation_added", {"name": values["name"]}), actor) as s:
        record = Organisation()
        _take(record, values)
        s.add(record)
        s.flush()
        _set_contacts(s, record.id, wanted)
        return s.done(record.id)


@writes(Area.CONTACTS)
def change(
    store: Store,
    actor: Actor,
    organisation_id: int,
    rev: int,
    values: Mapping[str, Any],
    wanted: Sequence[Mapping[str, Any]] | None = None,
) -> Done:
    """Change the named values of one organisation; ``wanted`` are then its contacts.

    Raises ``Invalid``, ``Stale``.
    """
    with store.write(Label("organisation_changed"), actor) as s:
        record = load(s, Organisation, organisation_id, rev)
        complete = {**{n: getattr(record, n) for n in FIELDS}, **values}
        refuse_if([*rules.validate(complete), *_contact_problems(wanted or ())])
        _take(record, values)
        if wanted is not None:
            _set_contacts(s, organisation_id, wanted)
        s.label_values["name"] = record.name
        return s.done(organisation_id)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete organisations and their contacts; Undo brings them back.

    Raises ``Refused``: ``own_organisation_stays``; ``still_used_by`` where a record points at one.
    """
    with store.write(Label("organisations_removed", {"n": len(ids)}), actor) as s:
        for organisation_id in ids:
            record = load(s, Organisation, organisation_id)
            if record.kind == "own":
                raise Refused("own_organisation_stays")
            refuse_if_used(s, record)
            _remove_one(s, record)
            if len(ids) == 1:
                s.rename("organisation_removed", {"name": record.name})
        return s.done(*ids)


def _remove_one(s: Session, record: Organisation) -> None:
    remove_files(s, "organisations", record.id)
    remove_owned(s, record)
    s.delete(record)


def _contact_problems(wanted: Sequence[Mapping[str, Any]]) -> list[Problem]:
    """Problems of the field ``contacts``, each with the number of its contact."""
    return [
        Problem(
            "contacts",
            "contact_name_needed" if p.code == "needed" else p.code,
            {**p.values, "contact": n + 1},
        )
        for n, values in enumerate(wanted)
        for p in rules.validate_contact(values)
    ]


def _set_contacts(s: Session, organisation_id: int, wanted: Sequence[Mapping[str, Any]]) -> None:
    have = s.scalars(select(Contact).where(Contact.organisation_id == organisation_id))
    left = {contact.id: contact for contact in have}
    for values in wanted:
        contact = left.pop(values.get("id") or 0, None)
        if contact is None:
            contact = Contact(organisation_id=organisation_id)
            s.add(contact)
        set_values(contact, {n: values.get(n) for n in CONTACT_FIELDS}, CONTACT_FIELDS)
    for contact in left.values():
        s.delete(contact)


def _take(record: Organisation, values: Mapping[str, Any]) -> None:
    set_values(record, values, FIELDS)
    record.name_key = fold(record.name)
    if record.oid:
        record.oid = rules.tidy_oid(record.oid)
    if record.pic:
        record.pic = rules.tidy_pic(record.pic)
