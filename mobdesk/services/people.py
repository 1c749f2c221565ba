"""Participants and colleagues: find, show, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import people as rules
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.documents import Attachment
from mobdesk.models.mobilities import Member
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Need, Person
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.done import Done
from mobdesk.services.records import Query, load, matches, refuse_if, set_values

FIELDS = (
    "first_name", "last_name", "role", "birth_date", "gender", "nationality", "email", "phone",
    "person_code", "languages", "fewer_opportunities", "next_of_kin", "document_valid_to",
    "organisation_id", "keep_until", "note",
)  # fmt: skip


class PersonRow(NamedTuple):
    """One line of the list."""

    id: int
    uid: str
    first_name: str
    last_name: str
    role: str
    email: str | None
    phone: str | None
    birth_date: date | None
    nationality: str | None

    @property
    def name(self) -> str:
        """As lists show it: last name first."""
        return rules.list_name(self.first_name, self.last_name)


class PersonDetail(NamedTuple):
    """Everything on the form; ``values`` has the names of ``FIELDS``."""

    id: int
    uid: str
    rev: int
    values: dict[str, Any]
    organisation: str | None
    restricted: bool


_SORTS = {
    "name": (Person.sort_key,),
    "role": (Person.role, Person.sort_key),
    "email": (Person.email, Person.sort_key),
    "birth_date": (Person.birth_date, Person.sort_key),
    "nationality": (Person.nationality, Person.sort_key),
}


@reads(Area.CONTACTS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return the ids of the people that match, in order. Filters: ``role``, ``nationality``."""
    columns = _SORTS[query.sort or "name"]
    order = [c.desc() if query.descending else c.asc() for c in columns]
    with store.read() as s:
        return list(s.scalars(_matching(query).order_by(*order, Person.id)))


def _matching(query: Query) -> Select[tuple[int]]:
    wanted: list[ColumnElement[bool]] = [
        ~Person.restricted,
        *matches(Person.search_key, query.text),
    ]
    if role := query.filters.get("role"):
        wanted.append(Person.role == role)
    if nationality := query.filters.get("nationality"):
        wanted.append(Person.nationality == nationality)
    return select(Person.id).where(*wanted)


@reads(Area.CONTACTS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[PersonRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    columns = [getattr(Person, name) for name in PersonRow._fields]
    with store.read() as s:
        found = {r.id: PersonRow(*r) for r in s.execute(select(*columns).where(Person.id.in_(ids)))}
    return [found[i] for i in ids if i in found]


@reads(Area.CONTACTS)
def counts(store: Store, actor: Actor) -> dict[str, int]:
    """Return how many people there are by role, and ``all``."""
    with store.read() as s:
        by_role = dict(
            s.execute(
                select(Person.role, func.count()).where(~Person.restricted).group_by(Person.role)
            ).all()  # type: ignore[arg-type]
        )
    return {**by_role, "all": sum(by_role.values())}


@reads(Area.CONTACTS)
def get(store: Store, actor: Actor, person_id: int) -> PersonDetail:
    """Return one person. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        person = load(s, Person, person_id)
        organisation = s.get(Organisation, person.organisation_id or 0)
        return PersonDetail(
            person.id,
            person.uid,
            person.rev,
            {name: getattr(person, name) for name in FIELDS},
            organisation.name if organisation else None,
            person.restricted,
        )


@writes(Area.CONTACTS)
def add(store: Store, actor: Actor, values: Mapping[str, Any], *, today: date) -> Done:
    """Add a person. Raises ``Invalid`` with the problems of each field."""
    refuse_if(rules.validate(values, today=today))
    with store.write(Label("person_added", {"name": _name(values)}), actor) as s:
        person = Person()
        _take(person, values)
        s.add(person)
        s.flush()
        return s.done(person.id)


@writes(Area.CONTACTS)
def change(
    store: Store, actor: Actor, person_id: int, rev: int, values: Mapping[str, Any], *, today: date
) -> Done:
    """Change the named values of one person. Raises ``Invalid``, ``Stale``."""
    with store.write(Label("person_changed", {"name": _name(values)}), actor) as s:
        person = load(s, Person, person_id, rev)
        complete = {**{name: getattr(person, name) for name in FIELDS}, **values}
        refuse_if(rules.validate(complete, today=today))
        _take(person, values)
        s.label_values["name"] = _name(complete)
        return s.done(person_id)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete people who are on no mobility; Undo brings them back.

    Raises ``Refused("person_on_mobility")`` with the names, and deletes nobody.
    """
    with store.write(Label("people_removed", {"n": len(ids)}), actor) as s:
        people = [load(s, Person, i) for i in ids]
        _refuse_if_used(s, people)
        for person in people:
            s.delete(person)
        if len(people) == 1:
            s.rename("person_removed", name=_name(vars(people[0])))
        return s.done(*ids)


def _refuse_if_used(s: Session, people: Sequence[Person]) -> None:
    kept = [
        p
        for p in people
        if s.scalar(
            select(
                or_(
                    exists().where(Member.person_id == p.id),
                    exists().where(Need.person_id == p.id),
                    exists().where(
                        Attachment.record_table == "people", Attachment.record_id == p.id
                    ),
                )
            )
        )
    ]
    if kept:
        from mobdesk.errors import Refused

        raise Refused("person_on_mobility", names=", ".join(_name(vars(p)) for p in kept[:5]))


def _take(person: Person, values: Mapping[str, Any]) -> None:
    set_values(person, values, FIELDS)
    person.sort_key = fold(rules.list_name(person.first_name, person.last_name))


def _name(values: Mapping[str, Any]) -> str:
    return f"{values.get('first_name') or ''} {values.get('last_name') or ''}".strip()
