"""Projects and what was awarded to them: find, show, add, change, remove."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, func, select

from mobdesk.domain import projects as rules
from mobdesk.domain.done import Done
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem
from mobdesk.models.mobilities import Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services import awards as award_rules
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
    "code", "title", "agreement_number", "accreditation_id", "start", "end", "extended_end",
    "report_due", "final_payment_on", "keep_years", "archived", "note",
)  # fmt: skip


class ProjectRow(NamedTuple):
    """One line of the list; ``awarded`` in minor units of euro."""

    id: int
    uid: str
    code: str
    title: str | None
    action: str | None
    field: str | None
    call_year: int | None
    start: date | None
    end: date | None
    report_due: date | None
    archived: bool
    mobilities: int
    awarded: int | None


class AwardRow(NamedTuple):
    """The sum awarded in one category, in minor units."""

    category: str
    amount: int
    currency: str


_STAYS = select(func.count()).where(Mobility.project_id == Project.id).scalar_subquery()
_AWARDED = award_rules.awarded_total(Project.id)
_SORTS = {
    "code": (Project.code,),
    "title": (Project.title, Project.code),
    "call_year": (Project.call_year, Project.code),
    "start": (Project.start, Project.code),
    "end": (Project.end, Project.code),
    "mobilities": (_STAYS, Project.code),
    "awarded": (_AWARDED, Project.code),
}


@reads(Area.STATUS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return matching ids in order. Filters: ``call_year``, ``field``, ``archived`` (show them)."""
    wanted: list[ColumnElement[bool]] = matches(Project.search_key, query.text)
    if not query.filters.get("archived"):
        wanted.append(~Project.archived)
    for name in ("call_year", "field"):
        if value := query.filters.get(name):
            wanted.append(getattr(Project, name) == value)
    columns = _SORTS[query.sort or "code"]
    return ids_in_order(store, Project, wanted, columns, query.descending)


@reads(Area.STATUS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[ProjectRow]:
    """Return the lines of ``ids`` in the same order; an id that is gone is left out."""
    columns = [getattr(Project, name) for name in ProjectRow._fields[:-2]]
    return rows_by_id(store, select(*columns, _STAYS, _AWARDED), Project.id, ids, ProjectRow)


@reads(Area.STATUS)
def under(store: Store, actor: Actor, accreditation_id: int) -> list[ProjectRow]:
    """Return the projects that run under an accreditation, by code."""
    wanted = select(Project.id).where(Project.accreditation_id == accreditation_id)
    with store.read() as s:
        ids = list(s.scalars(wanted.order_by(Project.code)))
    return rows(store, actor, ids)


@reads(Area.STATUS)
def get(store: Store, actor: Actor, project_id: int) -> Detail:
    """Return one project. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return detail(s, Project, project_id, FIELDS)


@reads(Area.STATUS)
def counts(store: Store, actor: Actor) -> dict[str, int]:
    """Return how many projects run (``all``) and how many stand in the archive (``archived``)."""
    wanted = select(Project.archived, func.count()).group_by(Project.archived)
    with store.read() as s:
        found = dict(s.execute(wanted).all())
    return {"all": sum(found.values()), "archived": found.get(True, 0)}


class Sums(NamedTuple):
    """Awarded, signed for and done in one category, in minor units; signed for includes done.

    ``awarded`` None: no award says anything about it.
    """

    category: str
    awarded: int | None
    signed: int
    done: int


@reads(Area.STATUS)
def budget(store: Store, actor: Actor, project_id: int) -> list[Sums]:
    """Return the sums of one project by category, in the order of rate sheets."""
    from mobdesk.services import budgets  # late: a list of projects needs no rates

    found = budgets.overview(store, actor, project_id).board
    return [Sums(row.name, row.now, row.signed, row.done) for row in found.categories]


@reads(Area.STATUS)
def codes(store: Store, actor: Actor) -> dict[str, int]:
    """Return the codes of all projects with their ids."""
    with store.read() as s:
        return dict(s.execute(select(Project.code, Project.id)).all())


@reads(Area.STATUS)
def awards(store: Store, actor: Actor, project_id: int) -> list[AwardRow]:
    """Return what the award in force says, by category; without transfers."""
    with store.read() as s:
        version = award_rules.read(s, project_id).award.in_force
    found = version.sums() if version else {}
    return [AwardRow(category, found[category], "EUR") for category in sorted(found)]


@writes(Area.MOBILITIES)
def add(
    store: Store,
    actor: Actor,
    values: Mapping[str, Any],
    amounts: Mapping[str, int | None] | None = None,
) -> Done:
    """Add a project, with awarded ``amounts`` by category in cents.

    Raises ``Invalid`` with the problems of each field.
    """
    refuse_if([*rules.validate(values), *_award_problems(amounts or {})])
    with store.write(Label("project_added"), actor) as s:
        record = Project()
        take(s, record, values)
        s.add(record)
        s.flush()
        award_rules.set_sums(s, record.id, amounts or {})
        return s.done(record.id)


@writes(Area.MOBILITIES)
def change(
    store: Store,
    actor: Actor,
    project_id: int,
    rev: int,
    values: Mapping[str, Any],
    amounts: Mapping[str, int | None] | None = None,
) -> Done:
    """Change the named values of one project, and awarded ``amounts`` where given.

    Raises ``Invalid``, ``Stale``.
    """
    with store.write(Label("project_changed"), actor) as s:
        record = load(s, Project, project_id, rev)
        complete = {**{n: getattr(record, n) for n in FIELDS}, **values}
        refuse_if([*rules.validate(complete), *_award_problems(amounts or {})])
        take(s, record, values)
        award_rules.set_sums(s, project_id, amounts or {})
        return s.done(project_id)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete projects without mobilities; Undo brings them back. Raises ``still_used_by``."""
    with store.write(Label("projects_removed", {"n": len(ids)}), actor) as s:
        for project_id in ids:
            record = load(s, Project, project_id)
            refuse_if_used(s, record)
            remove_owned(s, record)
            remove_files(s, "projects", record.id)
            s.delete(record)
            if len(ids) == 1:
                s.rename("project_removed", {"code": record.code})
        return s.done(*ids)


def _award_problems(amounts: Mapping[str, int | None]) -> list[Problem]:
    return [
        problem
        for category, amount in amounts.items()
        for problem in rules.validate_award({"category": category, "amount": amount or 0})
    ]


def take(s: Writing, record: Project, values: Mapping[str, Any]) -> None:
    """Set the values of a project with what its code says. Raises ``Invalid``."""
    set_values(record, values, FIELDS)
    parsed = parse_code(record.code)
    if parsed.code is None:
        raise Invalid([p._replace(field="code") for p in parsed.problems])
    same = select(Project.id).where(Project.code == parsed.code, Project.id != (record.id or 0))
    with s.no_autoflush:
        if s.scalar(same):
            raise Invalid([Problem("code", "project_already_there", {"code": parsed.code})])
    record.code, record.action, record.field = parsed.code, parsed.action, parsed.field
    record.call_year = parsed.year
    s.label_values["code"] = record.code
