"""Lists brought in: checked rows become people, organisations and mobilities in one change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.domain.done import Done
from mobdesk.domain.progress import Progress
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.imports import checking
from mobdesk.imports.duplicates import identity_keys
from mobdesk.imports.headers import FIELDS, FULL_NAME
from mobdesk.imports.mapping import ORDERS, Choices
from mobdesk.imports.result import CheckedFile, CheckedRow, Counts, Duplicates, RowProblem
from mobdesk.models.grants import GrantLine
from mobdesk.models.journal import Change
from mobdesk.models.mobilities import Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.models.workspace import ImportMapping
from mobdesk.services.access import reads, writes
from mobdesk.services.import_plan import make_plan
from mobdesk.services.import_rows import (
    COLUMNS,
    FACTS,
    NAMED,
    Known,
    KnownPerson,
    Plan,
    Stay,
    words_key,
)

__all__ = [
    "FIELDS", "FULL_NAME", "ORDERS", "CheckedFile", "CheckedRow", "Choices", "Counts", "Duplicates",
    "Imported", "RowProblem", "Trial", "check", "compare", "remembered", "take", "trial",
]  # fmt: skip

_TABLES: dict[str, type] = {
    "organisations": Organisation, "projects": Project, "people": Person, "mobilities": Mobility,
    "subgroups": Subgroup, "members": Member, "grant_lines": GrantLine,
}  # fmt: skip
Differences = Mapping[int, tuple[RowProblem, ...]]

_NO_ROW: Mapping[int, Duplicates] = {}
_AT_ONCE = 5_000
_MOST_VALUES = 30_000


class Imported(NamedTuple):
    """What went in; counts are rows of the file, ``differences`` as in ``Trial``."""

    done: Done
    counts: Counts
    differences: Differences = {}


class Trial(NamedTuple):
    """What would go in; ``outcomes``: of each row of the file, a name of ``Counts``.

    By row number: ``repeats``, the rows whose person was met before, and whether their stay is
    there too; ``differences``, what a merged row says otherwise than what is kept.
    """

    counts: Counts
    outcomes: Sequence[str]
    repeats: Mapping[int, bool] = {}
    differences: Differences = {}


@reads(Area.IMPORT)
def check(
    store: Store,
    actor: Actor,
    path: Path,
    choices: Choices,
    *,
    project: str | None = None,
    progress: Progress | None = None,
) -> CheckedFile:
    """Read and check a list without writing anything: every row with its problems and duplicates.

    A remembered mapping of the same headers is used where ``choices`` names no column. Raises
    ``Refused`` with the codes of ``imports``, ``demo_takes_no_files``.
    """
    if store.setting("demo", False):
        raise Refused("demo_takes_no_files")
    file = checking.check_file(path, choices, None, progress)
    kept = {} if choices.columns else remembered(store, actor, file.header_set)
    if any(kept.get(column.header, column.field) != column.field for column in file.columns):
        file = checking.check_file(path, replace(choices, columns=kept), None, progress)
    return compare(store, actor, file, project=project)


@reads(Area.IMPORT)
def compare(
    store: Store, actor: Actor, file: CheckedFile, *, project: str | None = None
) -> CheckedFile:
    """Mark the rows whose people the workspace knows, and those that name another ``project``."""
    file = file.with_known(_known_people(store))
    return _other_projects(file, project) if project else file


@reads(Area.IMPORT)
def remembered(store: Store, actor: Actor, header_set: str) -> dict[str, str | None]:
    """The columns as they were matched last time for this set of headers, or nothing."""
    with store.read() as s:
        found = s.scalar(select(ImportMapping.mapping).filter_by(header_set=header_set))
    return found if isinstance(found, dict) else {}


def _known_people(store: Store) -> dict[str, str]:
    columns = (Person.first_name, Person.last_name, Person.birth_date, Person.email, Person.uid)
    with store.read() as s:
        people = s.execute(select(*columns)).all()
    return {
        key: uid
        for first, last, born, email, uid in people
        for key in identity_keys(first, last, born.isoformat() if born else None, email)
    }


def _other_projects(file: CheckedFile, project: str) -> CheckedFile:
    """Say of each row whose own code is not ``project`` that the code stays as a text."""
    if "project_code" not in file.fields:
        return file
    place = file.fields.index("project_code")
    column = next(c.header for c in file.columns if c.field == "project_code")
    wanted = parse_code(project).code or project
    problems: dict[str | None, tuple[RowProblem, ...]] = {None: ()}
    for text in {row.values[place] for row in file.rows} - {None}:
        same = (parse_code(text or "").code or text) == wanted
        found = RowProblem("project_code", column, "other_project", {"text": text})
        problems[text] = () if same else (found,)
    more = (problems[row.values[place]] for row in file.rows)
    return replace(file, rows=file.rows.with_problems(more))


@reads(Area.IMPORT)
def trial(
    store: Store,
    actor: Actor,
    file: CheckedFile,
    kind: str,
    *,
    today: date,
    duplicates: Duplicates = "skip",
    by_row: Mapping[int, Duplicates] = _NO_ROW,
    project: str | None = None,
    progress: Progress | None = None,
) -> Trial:
    """What ``take`` would do with the same answers, and nothing is written. Raises as ``take``."""
    known, progress = _known(store, file), progress or Progress()
    plan = make_plan(file, kind, known, duplicates, by_row, project, today, progress)
    for _part in plan.parts(_AT_ONCE):
        pass  # let go of in parts
    return Trial(plan.counts, plan.outcomes, plan.repeats, plan.differences)


@writes(Area.IMPORT)
def take(
    store: Store,
    actor: Actor,
    file: CheckedFile,
    kind: str,
    *,
    today: date,
    duplicates: Duplicates = "skip",
    by_row: Mapping[int, Duplicates] = _NO_ROW,
    project: str | None = None,
    remember: bool = True,
    backup_at: datetime | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Bring the rows of a checked file in as one step that can be undone.

    ``kind``: ``people``, ``organisations`` or ``mobilities`` (with the people, hosts and projects
    they name). ``duplicates``: what becomes of rows whose people were met before; ``by_row``: row
    number -> another answer for this row. ``project``: the code that every row goes into.
    ``backup_at``: this moment; a backup is made first. Raises ``Refused``: ``dates_unclear``,
    ``nothing_to_import``, ``project_unknown``, ``no_projects``; ``Cancelled`` keeps nothing.
    """
    progress = progress or Progress()

    def plan(known: Known) -> Plan:
        return make_plan(file, kind, known, duplicates, by_row, project, today, progress)

    # Worked out while others may still write; done again if somebody did.
    known = _known(store, file)
    planned = plan(known)
    if backup_at is not None:
        _back_up(store, actor, backup_at, progress)
    label = Label("list_imported", {"n": 0, "kind": kind})
    with store.write(label, actor) as s:
        if _state(s) != known.state:
            planned = plan(_gather(s, file))
        total = planned.total
        _write(s, planned, progress)
        s.label_values["n"] = planned.counts.new + planned.counts.merged
        done = s.done()
        progress.step(total, total, "import.committing")
    if remember:
        _remember(store, file)
    return Imported(done, planned.counts, planned.differences)


def _back_up(store: Store, actor: Actor, now: datetime, progress: Progress) -> None:
    from mobdesk.services import backups

    progress.step(0, 0, "import.backup")
    backups.automatic(store, actor, "before_import", now=now, progress=progress)


def _remember(store: Store, file: CheckedFile) -> None:
    """Keep the mapping outside the history: an undone list is often brought in again."""
    mapping = {column.header: column.field for column in file.columns}
    with store.quietly() as s:
        kept = s.scalar(select(ImportMapping).filter_by(header_set=file.header_set))
        if kept is None:
            s.add(ImportMapping(header_set=file.header_set, mapping=mapping))
        elif kept.mapping != mapping:
            kept.mapping = mapping


def _write(s: Writing, plan: Plan, progress: Progress) -> None:
    done, total = 0, plan.total
    for name, rows in plan.parts(_AT_ONCE):
        progress.step(done, total, "import.writing")
        s.insert_many(_TABLES[name], COLUMNS[name], rows)
        done += len(rows)
    for number, (person_id, fills) in enumerate(plan.fills.items()):
        if number % 100 == 0:
            progress.step(done + number, total, "import.writing")
        person = s.get_one(Person, person_id)
        for name, value in fills.items():
            setattr(person, name, _typed(name, value))


def _typed(name: str, text: str) -> Any:
    if name == "birth_date":
        return date.fromisoformat(text)
    return text == "yes" if name == "fewer_opportunities" else text


# ---- what the workspace holds


def _known(store: Store, file: CheckedFile) -> Known:
    with store.read() as s:
        return _gather(s, file)


def _state(s: Session) -> tuple[int, ...]:
    """The newest step and the newest record of each table: another state is another tuple."""
    newest = [select(func.max(Change.id)), *(select(func.max(t.id)) for t in _TABLES.values())]  # type: ignore[attr-defined]
    return tuple(s.scalar(statement) or 0 for statement in newest)


def _gather(s: Session, file: CheckedFile) -> Known:
    state = _state(s)
    found = s.execute(select(Organisation.name_key, Organisation.id, Organisation.kind)).all()
    people = _people(s, {twice.person for twice in file.rows.duplicates.values()} - {None})
    return Known(
        state=state,
        next_ids={name: last + 1 for name, last in zip(_TABLES, state[1:], strict=True)},
        organisations={key: number for key, number, _kind in found},
        own=next((number for _key, number, kind in found if kind == "own"), None),
        projects=dict(s.execute(select(Project.code, Project.id)).all()),
        people=people,
        stays=_stays(s, [person.id for person in people.values()]),
    )


def _people(s: Session, uids: Iterable[str | None]) -> dict[str, KnownPerson]:
    columns = [getattr(Person, name) for name in (*NAMED, *FACTS)]
    return {
        uid: KnownPerson(number, tuple(map(_listed, values)))
        for some in _parts(list(uids))
        for uid, number, *values in s.execute(
            select(Person.uid, Person.id, *columns).where(Person.uid.in_(some))
        )
    }


def _listed(value: Any) -> str | None:
    """A stored value as a list writes it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.isoformat() if isinstance(value, date) else value or None


def _stays(s: Session, people: Sequence[int]) -> dict[int, list[Stay]]:
    found: dict[int, list[Stay]] = defaultdict(list)
    wanted = (
        select(
            Member.person_id, Subgroup.start, Subgroup.start_month, Subgroup.end,
            Subgroup.end_month, Mobility.project_id, Mobility.project_code_text, Mobility.host_id,
            Mobility.hosting_city,
        )
        .join(Subgroup, Subgroup.id == Member.subgroup_id)
        .join(Mobility, Mobility.id == Member.mobility_id)
    )  # fmt: skip
    for some in _parts(people):
        rows = s.execute(wanted.where(Member.person_id.in_(some)))
        for person, start, start_month, end, end_month, project, code, host, city in rows:
            assert person is not None
            first = start.isoformat() if start else start_month
            last = end.isoformat() if end else end_month
            found[person].append(Stay(first, project or code, host, words_key(city or ""), last))
    return found


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """So many at a time as one statement takes."""
    return (values[i : i + _MOST_VALUES] for i in range(0, len(values), _MOST_VALUES))
