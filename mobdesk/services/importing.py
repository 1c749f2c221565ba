"""Lists brought in: checked rows become people, organisations and mobilities in one change.

Rows of foreign statistics have no names, months instead of days, and several participants: such a
row becomes a mobility of unnamed places with its month, and nothing is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy import select

from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.mobilities import Direction, Kind, Part
from mobdesk.domain.progress import Progress
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.imports import checking
from mobdesk.imports.duplicates import identity_keys
from mobdesk.imports.mapping import Choices
from mobdesk.imports.result import CheckedFile, CheckedRow, Counts, Duplicates, RowProblem
from mobdesk.models.mobilities import GrantLine, Member, Mobility, Subgroup
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.models.workspace import ImportMapping
from mobdesk.services.access import reads, writes
from mobdesk.services.done import Done
from mobdesk.services.people import list_key

ORIGIN = "import"

_PERSON = (
    "first_name", "last_name", "role", "birth_date", "gender", "nationality", "email", "phone",
    "person_code", "fewer_opportunities",
)  # fmt: skip
_PARTS = {"staff": Part.STAFF, "learner": Part.LEARNER, "accompanying": Part.ACCOMPANYING,
          "expert": Part.EXPERT}  # fmt: skip


class Imported(NamedTuple):
    """What went in; counts are rows of the file."""

    done: Done
    counts: Counts


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
    if not choices.columns and (kept := remembered(store, actor, file.header_set)):
        file = checking.check_file(path, replace(choices, columns=kept), None, progress)
    file = file.with_known(_known(store))
    return _other_projects(file, project) if project else file


@reads(Area.IMPORT)
def remembered(store: Store, actor: Actor, header_set: str) -> dict[str, str | None]:
    """The columns as they were matched last time for this set of headers, or nothing."""
    with store.read() as s:
        found = s.scalar(select(ImportMapping.mapping).filter_by(header_set=header_set))
    return found if isinstance(found, dict) else {}


def _known(store: Store) -> dict[str, str]:
    columns = (Person.first_name, Person.last_name, Person.birth_date, Person.email, Person.uid)
    with store.read() as s:
        return {
            key: uid
            for first, last, born, email, uid in s.execute(select(*columns))
            for key in identity_keys(first, last, born.isoformat() if born else None, email)
        }


def _other_projects(file: CheckedFile, project: str) -> CheckedFile:
    """Say of each row whose own code is not ``project`` that the code stays as a text."""
    if "project_code" not in file.fields:
        return file
    place = file.fields.index("project_code")
    column = next(c.header for c in file.columns if c.field == "project_code")
    problem = RowProblem("project_code", column, "other_project", {"code": project})
    rows = [
        row._replace(problems=(*row.problems, problem))
        if row.values[place] not in (None, project)
        else row
        for row in file.rows
    ]
    return replace(file, rows=rows)


@writes(Area.IMPORT)
def take(
    store: Store,
    actor: Actor,
    file: CheckedFile,
    kind: str,
    *,
    today: date,
    duplicates: Duplicates = "skip",
    project: str | None = None,
    progress: Progress | None = None,
) -> Imported:
    """Bring the rows of a checked file in as one step that can be undone.

    ``kind``: ``people``, ``organisations`` or ``mobilities`` (with the people, hosts and projects
    they name). ``project``: the code that every row goes into. Raises ``Refused``:
    ``dates_unclear``, ``nothing_to_import``, ``project_unknown``; ``Cancelled`` keeps nothing.
    """
    if file.ambiguous:
        raise Refused("dates_unclear", columns=", ".join(file.ambiguous))
    if all(row.refused for row in file.rows):
        raise Refused("nothing_to_import")
    with store.write(Label("list_imported", {"n": 0, "kind": kind}), actor) as s:
        work = _Take(s, file, duplicates, today, progress or Progress())
        work.run(kind, project)
        s.label_values["n"] = work.counts.new + work.counts.merged
        _remember(s, file)
        return Imported(s.done(), work.counts)


def _remember(s: Writing, file: CheckedFile) -> None:
    mapping = {column.header: column.field for column in file.columns}
    kept = s.scalar(select(ImportMapping).filter_by(header_set=file.header_set))
    if kept is None:
        s.add(ImportMapping(header_set=file.header_set, mapping=mapping))
    elif kept.mapping != mapping:
        kept.mapping = mapping


class _Batch:
    """Rows for one table, with ids given ahead so that they can point at each other."""

    def __init__(self, s: Writing, table: type, columns: tuple[str, ...]) -> None:
        self._s, self._table, self._columns = s, table, columns
        self._next = count(s.next_id(table))
        self._rows: list[tuple[Any, ...]] = []

    def add(self, *values: Any) -> int:
        """Keep a row; return the id it will have."""
        self._rows.append(values)
        return next(self._next)

    def write(self) -> None:
        if self._rows:
            self._s.insert_many(self._table, self._columns, self._rows)


class _Take:
    """One import: looks up or makes what rows name, then writes all tables at once."""

    def __init__(
        self, s: Writing, file: CheckedFile, duplicates: Duplicates, today: date, progress: Progress
    ) -> None:
        self._s, self._file, self._duplicates = s, file, duplicates
        self._today, self._progress = today.isoformat(), progress
        self.counts = file.counts(duplicates)
        self._organisations = _Batch(s, Organisation, (
            "name", "name_key", "kind", "city", "country", "sending", "hosting", "search_key",
            "origin",
        ))  # fmt: skip
        self._projects = _Batch(s, Project, (
            "code", "action", "field", "call_year", "archived", "search_key", "origin",
        ))  # fmt: skip
        self._people = _Batch(s, Person, (*_PERSON, "sort_key", "search_key", "origin"))
        self._mobilities = _Batch(s, Mobility, (
            "project_id", "kind", "direction", "activity_type", "stage", "stage_reason",
            "sending_id", "sending_city", "sending_country", "host_id", "hosting_city",
            "hosting_country", "language", "project_code_text", "note", "shown_name", "shown_key",
            "first_day", "last_day", "places", "search_key", "origin",
        ))  # fmt: skip
        self._subgroups = _Batch(s, Subgroup, (
            "mobility_id", "start", "end", "start_month", "end_month", "green_travel", "origin",
        ))  # fmt: skip
        self._members = _Batch(s, Member, (
            "subgroup_id", "mobility_id", "person_id", "part", "places", "age", "gender",
            "fewer_opportunities", "origin",
        ))  # fmt: skip
        self._grants = _Batch(s, GrantLine, (
            "member_id", "category", "kind", "amount", "source", "origin",
        ))  # fmt: skip
        found = s.execute(select(Organisation.name_key, Organisation.id, Organisation.kind))
        self._own: int | None = None
        self._organisation_ids: dict[str, int] = {}
        for key, number, kind in found:
            self._organisation_ids[key] = number
            self._own = number if kind == "own" else self._own
        self._organisation_of: dict[str, int] = {}
        self._project_ids = {c: i for c, i in s.execute(select(Project.code, Project.id))}  # noqa: C416
        self._project_of: dict[str, int | None] = {}
        self._person_of_row: dict[int, int] = {}

    def run(self, kind: str, project: str | None) -> None:
        """Take all rows in and write them."""
        take = {
            "people": self._take_person_row,
            "organisations": self._take_organisation_row,
            "mobilities": self._take_mobility_row,
        }[kind]
        self._all_into = self._known_project(project) if project else None
        names = self._file.fields
        total = len(self._file.rows)
        for number, row in enumerate(self._file.rows):
            if number % 500 == 0:
                self._progress.step(number, total, "import.rows")
            if not row.refused and not (row.duplicate and self._duplicates == "skip"):
                take(row, dict(zip(names, row.values, strict=True)))
        self._progress.step(total, total, "import.writing")
        for batch in (
            self._organisations, self._projects, self._people, self._mobilities, self._subgroups,
            self._members, self._grants,
        ):  # fmt: skip
            batch.write()
            self._progress.check()

    def _known_project(self, code: str) -> int:
        parsed = parse_code(code).code or code
        if parsed not in self._project_ids:
            raise Refused("project_unknown", project=code, known=", ".join(sorted(self._project_ids)))
        return self._project_ids[parsed]

    # what a row names

    def _organisation(self, name: str | None, city: Any, country: Any, hosts: bool) -> int | None:
        if not name:
            return None
        number = self._organisation_of.get(name)
        if number is None:
            key = fold(name)
            number = self._organisation_ids.get(key)
            if number is None:
                kind = "partner" if hosts else "consortium_member"
                search = f"{key} {fold(city)}" if city else key
                number = self._organisations.add(
                    tidy(name), key, kind, city, country, not hosts, hosts, search, ORIGIN
                )
                self._organisation_ids[key] = number
            self._organisation_of[name] = number
        return number

    def _project(self, text: str | None) -> tuple[int | None, str | None]:
        """The project of a row, and its code as a text where that is not the project's."""
        if not text:
            return self._all_into, None
        if text not in self._project_of:
            parsed = parse_code(text)
            number = self._project_ids.get(parsed.code or text)
            if number is None and parsed.code is not None and self._all_into is None:
                number = self._projects.add(
                    parsed.code, parsed.action, parsed.field, parsed.year, 1, fold(parsed.code),
                    ORIGIN,
                )  # fmt: skip
                self._project_ids[parsed.code] = number
            self._project_of[text] = number
        number = self._project_of[text]
        if self._all_into is not None:
            return self._all_into, None if number == self._all_into else text
        return number, None if number is not None else text

    def _person(self, row: CheckedRow, values: Mapping[str, str | None]) -> tuple[int | None, str]:
        """The person of a row, new or met before, and the name that lists show."""
        first, last = values.get("first_name") or "", values.get("last_name") or ""
        if not first and not last:
            return None, ""
        number = self._met(row, values) if self._duplicates == "merge" else None
        shown = ", ".join(part for part in (last, first) if part)
        if number is None:
            search = fold(f"{first} {last} {first} {values.get('email') or ''}")
            fewer = _yes(values.get("fewer_opportunities"))
            plain = [values.get(name) for name in _PERSON[3:-1]]
            number = self._people.add(
                first, last, values.get("role") or "learner", *plain, fewer, list_key(shown),
                search, ORIGIN,
            )  # fmt: skip
        self._person_of_row[row.row] = number
        return number, shown

    def _met(self, row: CheckedRow, values: Mapping[str, str | None]) -> int | None:
        """The person met before, with what was empty there filled in."""
        if row.duplicate is None:
            return None
        if row.duplicate.person is None:
            return self._person_of_row.get(row.duplicate.row or 0)
        person = self._s.scalar(select(Person).where(Person.uid == row.duplicate.person))
        if person is None:
            return None
        for name in _PERSON[3:]:
            if getattr(person, name) in (None, "") and values.get(name):
                setattr(person, name, _typed(name, values[name]))
        return person.id

    # rows

    def _take_person_row(self, row: CheckedRow, values: dict[str, str | None]) -> None:
        self._person(row, values)

    def _take_organisation_row(self, row: CheckedRow, values: dict[str, str | None]) -> None:
        for side, hosts in (("sending", False), ("hosting", True)):
            place = values.get(f"{side}_city"), values.get(f"{side}_country")
            self._organisation(values.get(f"{side}_organisation"), *place, hosts)

    def _take_mobility_row(self, row: CheckedRow, values: dict[str, str | None]) -> None:
        get = values.get
        person, shown = self._person(row, values)
        if row.duplicate and person is not None and self._same_stay(row, person, values):
            return
        sender = self._organisation(
            get("sending_organisation"), get("sending_city"), get("sending_country"), False
        )
        host = self._organisation(
            get("hosting_organisation"), get("hosting_city"), get("hosting_country"), True
        )
        project, code_text = self._project(get("project_code"))
        start, start_month = _day(get("start"))
        end, end_month = _day(get("end"))
        places = int(get("participants") or 1) if person is None else 1
        search = " ".join(
            fold(word)
            for word in (shown.replace(",", " "), get("hosting_city"),
                         get("hosting_organisation"), code_text)
            if word
        )  # fmt: skip
        incoming = host is not None and host == self._own and sender != self._own
        mobility = self._mobilities.add(
            project, (Kind.GROUP if places > 1 else Kind.INDIVIDUAL).value,
            (Direction.INCOMING if incoming else Direction.OUTGOING).value,
            get("activity_type"), self._stage(start, end, end_month), "import",
            sender or (None if incoming else self._own), get("sending_city"),
            get("sending_country"), host, get("hosting_city"), get("hosting_country"),
            get("language"), code_text, get("note"), shown, fold(shown), start, end, places,
            search, ORIGIN,
        )  # fmt: skip
        group = self._subgroups.add(
            mobility, start, end, start_month, end_month, _yes(get("green_travel")), ORIGIN
        )
        part = _PARTS.get(get("role") or "", Part.LEARNER).value
        member = self._members.add(
            group, mobility, person, part, places, _number(get("age")), get("gender"),
            _yes(get("fewer_opportunities")), ORIGIN,
        )  # fmt: skip
        if (grant := get("grant")) is not None:
            self._grants.add(member, "total", "imported", _cents(grant), None, ORIGIN)

    def _same_stay(self, row: CheckedRow, person: int, values: Mapping[str, str | None]) -> bool:
        """Whether this mobility of a person met before is there already."""
        if row.duplicate is None or self._duplicates != "merge":
            return False
        if row.duplicate.person is None:
            return row.duplicate.same_stay
        day, _month = _day(values.get("start"))
        known = (
            select(Mobility.id)
            .join(Member, Member.mobility_id == Mobility.id)
            .join(Subgroup, Subgroup.id == Member.subgroup_id)
            .where(
                Member.person_id == person,
                Subgroup.start.is_(None) if day is None else Subgroup.start == _typed("start", day),
                Mobility.hosting_city.is_(values.get("hosting_city")),
            )
        )
        return self._s.scalar(known) is not None

    def _stage(self, start: str | None, end: str | None, end_month: str | None) -> str:
        """Over is returned; under way is abroad; what lies ahead in a list is selected."""
        last = end or end_month or start
        if last is None:
            return "selected"
        if last < self._today[: len(last)]:
            return "returned"
        return "abroad" if start is not None and start <= self._today else "selected"


def _day(text: str | None) -> tuple[str | None, str | None]:
    """A date, or a month where only that is known."""
    if text is None or len(text) == 10:
        return text, None
    return None, text


def _yes(text: str | None) -> int | None:
    return None if text is None else int(text == "yes")


def _number(text: str | None) -> int | None:
    return None if text is None else int(text)


def _cents(amount: str) -> int:
    """``1234.50`` as the check gives it, in cents."""
    euros, cents = amount.split(".")
    sign = -1 if euros.startswith("-") else 1
    return int(euros) * 100 + sign * int(cents)


def _typed(name: str, text: str | None) -> Any:
    if text is None:
        return None
    if name in ("birth_date", "start"):
        return date.fromisoformat(text)
    return text == "yes" if name == "fewer_opportunities" else text
