"""Participants and colleagues: find, show, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, exists, func, or_, select
from sqlalchemy.orm import Session

from mobdesk.domain import people as rules
from mobdesk.domain.done import Done
from mobdesk.domain.fold import fold
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.documents import Attachment, PaperOriginal
from mobdesk.models.mobilities import Member
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Need, Person
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.finding import Asked, ids_found, prepare
from mobdesk.services.records import (
    Detail,
    Query,
    among,
    as_json,
    detail,
    load,
    matches,
    refuse_if,
    set_values,
)

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
        return rules.display_name(self.first_name, self.last_name)


_CITY = (
    select(func.lower(Organisation.city))
    .where(Organisation.id == Person.organisation_id)
    .scalar_subquery()
)
_SORTS = {
    "name": (Person.sort_key,),
    "home": (_CITY, Person.sort_key),
    "role": (Person.role, Person.sort_key),
    "email": (Person.email, Person.sort_key),
    "birth_date": (Person.birth_date, Person.sort_key),
    "nationality": (Person.nationality, Person.sort_key),
}
_ROWS = select(*(getattr(Person, name) for name in PersonRow._fields)).where(among(Person.id))
_EQUAL = ("role", "nationality", "organisation_id")


@reads(Area.CONTACTS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return the ids of the people that match, in order.

    Filters: ``role``, ``nationality``, ``organisation_id``, ``call_year``, ``missing_on`` (a date:
    something of theirs asks for a look on that day). The orders ``stay`` and ``stage`` go by the
    stay that is next on ``today``, a date among the filters.
    """
    return ids_found(store, Person, _asked(store, actor, query), query.text, query.descending)


@reads(Area.CONTACTS)
def get_ready(store: Store, actor: Actor, query: Query = Query()) -> None:
    """Prepare the search in what ``find`` shows, so that the first letter is answered at once."""
    prepare(store, Person, _asked(store, actor, query))


def _asked(store: Store, actor: Actor, query: Query) -> Asked:
    sort = query.sort or "name"
    filters = tuple(sorted((k, v) for k, v in query.filters.items() if v and k != "today"))

    def conditions() -> list[ColumnElement[bool]]:
        equal = [getattr(Person, k) == v for k, v in filters if k in _EQUAL]
        found = [*equal, *_by_stays(store, actor, query)]
        if found:
            return [~Person.restricted, *found]
        # Everybody: asked apart, the order comes from its index alone.
        return [Person.id.not_in(select(Person.id).where(Person.restricted))]

    if sort not in ("stay", "stage"):
        return Asked(actor, sort, filters, conditions, _SORTS[sort])
    from mobdesk.services import stays  # stays are built on people

    day = query.filters["today"]
    by_name = Asked(actor, "name", filters, conditions, _SORTS["name"])
    return by_name._replace(
        seen=(actor, day),
        sort=sort,
        texts=lambda s: stays.shown_texts(s, actor, day, sort),
        within=by_name,
    )


def _by_stays(store: Store, actor: Actor, query: Query) -> list[ColumnElement[bool]]:
    """Conditions that look at the stays of people."""
    from mobdesk.services import stays  # stays are built on people

    found: list[ColumnElement[bool]] = []
    if year := query.filters.get("call_year"):
        found.append(stays.in_call(year))
    if day := query.filters.get("missing_on"):
        found.append(Person.id.in_(stays.missing_people(store, actor, day)))
    return found


@reads(Area.CONTACTS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[PersonRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    with store.read() as s:
        found = s.connection().execute(_ROWS, as_json(ids)).all()
    by_id = {row[0]: PersonRow(*row) for row in found}
    return [by_id[i] for i in ids if i in by_id]


@reads(Area.CONTACTS)
def counts(store: Store, actor: Actor) -> dict[str, int]:
    """Return how many people there are by role, and ``all``."""
    wanted = select(Person.role, func.count()).where(~Person.restricted).group_by(Person.role)
    with store.read() as s:
        by_role = dict(s.execute(wanted).all())
    return {**by_role, "all": sum(by_role.values())}


@reads(Area.CONTACTS)
def get(store: Store, actor: Actor, person_id: int) -> Detail:
    """Return one person. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return detail(s, Person, person_id, FIELDS)


class Namesake(NamedTuple):
    """Somebody who may be the same person."""

    id: int
    name: str
    birth_date: date | None
    email: str | None


@reads(Area.CONTACTS)
def same_as(
    store: Store, actor: Actor, values: Mapping[str, Any], *, but: int | None = None
) -> list[Namesake]:
    """Return people with the same name and the same birth date or e-mail as ``values``."""
    first, last = values.get("first_name") or "", values.get("last_name") or ""
    keys = set(rules.duplicate_keys(first, last, values.get("birth_date"), values.get("email")))
    if not keys:
        return []
    columns = select(
        Person.id, Person.first_name, Person.last_name, Person.birth_date, Person.email
    ).where(*matches(Person.search_key, f"{first} {last}"), Person.id != (but or 0))
    with store.read() as s:
        return [
            Namesake(i, rules.full_name(f, n), born, email)
            for i, f, n, born, email in s.execute(columns)
            if keys & set(rules.duplicate_keys(f, n, born, email))
        ]


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
            s.rename("person_removed", {"name": _name(vars(people[0]))})
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
                    *(
                        exists().where(kind.record_table == "people", kind.record_id == p.id)
                        for kind in (Attachment, PaperOriginal)
                    ),
                )
            )
        )
    ]
    if kept:
        raise Refused("person_on_mobility", names=", ".join(_name(vars(p)) for p in kept[:5]))


def _take(person: Person, values: Mapping[str, Any]) -> None:
    set_values(person, values, FIELDS)
    # Some people have a single name.
    person.first_name, person.last_name = person.first_name or "", person.last_name or ""
    person.sort_key = list_key(rules.display_name(person.first_name, person.last_name))


def list_key(shown: str) -> str:
    """The key by which lists sort the name ``Last, First``."""
    return fold(shown)


def _name(values: Mapping[str, Any]) -> str:
    return rules.full_name(values.get("first_name") or "", values.get("last_name") or "")
