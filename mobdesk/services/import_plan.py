"""What an import will write, worked out before anything is written: one plan for trial and deed.

Rows of foreign statistics have no names, months instead of days, and several participants: such a
row becomes a mobility of unnamed places with its month, and nothing is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from operator import itemgetter
from typing import Any, NamedTuple

from mobdesk.domain import activities
from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.mobilities import Direction, Kind, Part, day_key
from mobdesk.domain.progress import Progress
from mobdesk.domain.project_codes import parse_code
from mobdesk.errors import Refused
from mobdesk.imports.result import CheckedFile, Counts, Duplicate, Duplicates

ORIGIN = "import"

#: Facts of a person that a second list may fill in where they were empty.
FACTS = (
    "birth_date", "gender", "nationality", "email", "phone", "person_code", "fewer_opportunities",
)  # fmt: skip

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations": (
        "name", "name_key", "kind", "city", "country", "sending", "hosting", "search_key", "origin",
    ),
    "projects": ("code", "action", "field", "call_year", "archived", "search_key", "origin"),
    "people": ("first_name", "last_name", "role", *FACTS, "sort_key", "search_key", "origin"),
    "mobilities": (
        "project_id", "kind", "direction", "activity_type", "stage", "stage_reason", "sending_id",
        "sending_city", "sending_country", "host_id", "hosting_city", "hosting_country", "language",
        "project_code_text", "note", "shown_name", "shown_key", "first_day", "last_day", "day_key",
        "places",
        "search_key", "origin",
    ),
    "subgroups": (
        "mobility_id", "start", "end", "start_month", "end_month", "green_travel", "origin",
    ),
    "members": (
        "subgroup_id", "mobility_id", "person_id", "part", "places", "age", "gender",
        "fewer_opportunities", "origin",
    ),
    "grant_lines": ("member_id", "category", "kind", "amount", "source", "origin"),
}  # fmt: skip
"""The tables of an import in the order in which they are written, and the columns of each."""

_PARTS = {"staff": Part.STAFF, "learner": Part.LEARNER, "accompanying": Part.ACCOMPANYING,
          "expert": Part.EXPERT}  # fmt: skip
_OUT, _IN = Direction.OUTGOING.value, Direction.INCOMING.value
_GROUP, _ALONE = Kind.GROUP.value, Kind.INDIVIDUAL.value
_EVERY = 500


class Line(NamedTuple):
    """One row of the list, a value of each field, None where the list has nothing."""

    row: int
    refused: bool
    duplicate: Duplicate | None
    first_name: str | None
    last_name: str | None
    birth_date: str | None
    gender: str | None
    nationality: str | None
    email: str | None
    phone: str | None
    person_code: str | None
    role: str | None
    fewer_opportunities: str | None
    sending_organisation: str | None
    sending_city: str | None
    sending_country: str | None
    hosting_organisation: str | None
    hosting_city: str | None
    hosting_country: str | None
    start: str | None
    end: str | None
    activity_type: str | None
    project_code: str | None
    grant: str | None
    language: str | None
    green_travel: str | None
    participants: str | None
    age: str | None
    note: str | None


class Stay(NamedTuple):
    """What makes a mobility of one person: its day or month, its project and its place.

    A project or host that the workspace does not have is its name.
    """

    start: str | None
    project: int | str | None
    host: int | str | None
    city: str


class KnownPerson(NamedTuple):
    """A person of the workspace; ``empty``: the facts that nobody knew so far."""

    id: int
    empty: frozenset[str]


class Known(NamedTuple):
    """What the workspace holds. ``state`` differs once anything was written since."""

    state: tuple[int, ...]
    next_ids: Mapping[str, int]
    organisations: Mapping[str, int]
    own: int | None
    projects: Mapping[str, int]
    people: Mapping[str, KnownPerson]
    stays: Mapping[int, Sequence[Stay]]


class Plan(NamedTuple):
    """Rows for each table (in the order of ``COLUMNS``), facts to fill in by person.

    ``outcomes``: what becomes of each row of the file, a name of ``Counts``.
    """

    rows: Mapping[str, list[Sequence[Any]]]
    fills: Mapping[int, Mapping[str, str]]
    outcomes: Sequence[str]
    counts: Counts

    @property
    def total(self) -> int:
        """How many records are to be written."""
        return sum(map(len, self.rows.values())) + len(self.fills)

    def parts(self, size: int) -> Iterator[tuple[str, Sequence[Sequence[Any]]]]:
        """Rows of one table after the other, ``size`` at a time; the plan lets go of them.

        Forgetting all of them at once would hold the window up.
        """
        for name, rows in self.rows.items():
            while rows:
                some = rows[:size]
                del rows[:size]
                yield name, some


def lines(file: CheckedFile) -> Iterator[Line]:
    """The rows of a checked file with a place for every field."""
    nothing = len(file.fields)
    places = [
        file.fields.index(name) if name in file.fields else nothing for name in Line._fields[3:]
    ]
    pick = itemgetter(*places)
    for row in file.rows:
        yield Line(row.row, row.refused, row.duplicate, *pick((*row.values, None)))


def make_plan(
    file: CheckedFile,
    kind: str,
    known: Known,
    duplicates: Duplicates,
    project: str | None,
    today: date,
    progress: Progress,
) -> Plan:
    """Work out what an import writes.

    Raises ``Refused``: ``dates_unclear``, ``nothing_to_import``, ``project_unknown``,
    ``no_projects``.
    """
    if file.ambiguous:
        raise Refused("dates_unclear", columns=", ".join(file.ambiguous))
    if all(row.refused for row in file.rows):
        raise Refused("nothing_to_import")
    planner = _Planner(known, duplicates, project, today)
    take = {
        "people": planner.take_person,
        "organisations": planner.take_organisations,
        "mobilities": planner.take_mobility,
    }[kind]
    total = len(file.rows)
    outcomes: list[str] = []
    for number, line in enumerate(lines(file)):
        if number % _EVERY == 0:
            progress.step(number, total, "import.rows")
        outcomes.append("refused" if line.refused else take(line))
    return planner.plan(outcomes)


def words_key(text: str) -> str:
    """The search key of a name or place: commas do not matter."""
    return fold(text.replace(",", " "))


class _Folded(dict[str, str]):
    """Search keys of texts that a list repeats again and again."""

    def __missing__(self, text: str) -> str:
        key = self[text] = words_key(text)
        return key


class _Batch:
    """Rows for one table, with the ids that they will have."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.rows: list[Sequence[Any]] = []

    def add(self, *values: Any) -> int:
        """Keep a row; return the id it will have."""
        self.rows.append(values)
        return self.first + len(self.rows) - 1


class _Planner:
    """Looks up or makes what rows name. A ``take_…`` answers what becomes of its row."""

    def __init__(
        self, known: Known, duplicates: Duplicates, project: str | None, today: date
    ) -> None:
        self._known, self._duplicates, self._today = known, duplicates, today.isoformat()
        self._batches = {name: _Batch(known.next_ids[name]) for name in COLUMNS}
        self._organisations, self._projects = (
            self._batches["organisations"],
            self._batches["projects"],
        )
        self._people, self._mobilities = self._batches["people"], self._batches["mobilities"]
        self._subgroups, self._members = self._batches["subgroups"], self._batches["members"]
        self._grants = self._batches["grant_lines"]
        self._organisation_ids = dict(known.organisations)
        self._organisation_of: dict[str, int] = {}
        self._project_ids = dict(known.projects)
        self._project_of: dict[str, int | None] = {}
        self._canonical: dict[tuple[str, int], bool] = {}
        self._all_into = None if project is None else self._known_project(project)
        self._person_of_row: dict[int, int] = {}
        self._stays = {person: list(stays) for person, stays in known.stays.items()}
        self._empty = {person.id: person.empty for person in known.people.values()}
        self._fills: dict[int, dict[str, str]] = {}
        self._folded = _Folded()

    def plan(self, outcomes: Sequence[str]) -> Plan:
        """Everything taken so far."""
        rows = {name: batch.rows for name, batch in self._batches.items()}
        found = Counter(outcomes)
        counts = Counts(*(found[name] for name in Counts._fields))
        return Plan(rows, self._fills, outcomes, counts)

    def _known_project(self, code: str) -> int:
        found = self._project_ids.get(parse_code(code).code or code)
        if found is None:
            if not self._project_ids:
                raise Refused("no_projects", project=code)
            known = ", ".join(sorted(self._project_ids))
            raise Refused("project_unknown", project=code, known=known)
        return found

    # ---- rows

    def take_person(self, line: Line) -> str:
        """A person; of the mobility nothing is written."""
        if not (line.first_name or line.last_name):
            return "refused"
        met = self._met(line)
        if met is None:
            self._new_person(line)
            return "new"
        return self._again(line, met)

    def take_organisations(self, line: Line) -> str:
        """The organisations of both sides."""
        before = len(self._organisations.rows)
        one = self._organisation(
            line.sending_organisation, line.sending_city, line.sending_country, hosts=False
        )
        other = self._organisation(
            line.hosting_organisation, line.hosting_city, line.hosting_country, hosts=True
        )
        if one is None and other is None:
            return "refused"
        if len(self._organisations.rows) > before:
            return "new"
        return "merged" if self._duplicates == "merge" else "skipped"

    def take_mobility(self, line: Line) -> str:
        """A mobility with the person, the organisations and the project that it names.

        A person met before goes on another mobility; the same stay is not made twice.
        """
        places = int(line.participants or 1)
        named = places == 1 and bool(line.first_name or line.last_name)
        met = self._met(line) if named else None
        if met is not None and self._repeats(line, met, self._seen(line)):
            return self._again(line, met)
        host = self._organisation(
            line.hosting_organisation, line.hosting_city, line.hosting_country, hosts=True
        )
        project, code_text = self._project(line.project_code)
        person = met
        if met is not None:
            self._again(line, met)
        elif named:
            person = self._new_person(line)
        if person is not None:
            self._stays.setdefault(person, []).append(self._seen(line))
        self._write_mobility(line, person, places, host, project, code_text)
        return "new"

    def _write_mobility(
        self,
        line: Line,
        person: int | None,
        places: int,
        host: int | None,
        project: int | None,
        code_text: str | None,
    ) -> None:
        sender = self._organisation(
            line.sending_organisation, line.sending_city, line.sending_country, hosts=False
        )
        own = self._known.own
        incoming = host is not None and host == own and sender != own
        start, start_month = _day(line.start)
        end, end_month = _day(line.end)
        shown = _shown(line) if person is not None else ""
        folded = self._folded
        words = (
            shown, shown, line.hosting_city, tidy(line.hosting_organisation or ""), code_text,
        )  # fmt: skip
        mobility = self._mobilities.add(
            project, _GROUP if places > 1 else _ALONE, _IN if incoming else _OUT,
            activities.recognise(line.activity_type) or line.activity_type,
            self._stage(start, end or end_month or start), ORIGIN,
            sender or (None if incoming else own), line.sending_city, line.sending_country,
            host, line.hosting_city, line.hosting_country, line.language, code_text, line.note,
            shown, fold(shown), start, end, day_key(start, start_month or end_month), places,
            " ".join([folded[word] for word in words if word]), ORIGIN,
        )  # fmt: skip
        group = self._subgroups.add(
            mobility, start, end, start_month, end_month, _yes(line.green_travel), ORIGIN
        )
        part = _part(line).value
        age = None if line.age is None else int(line.age)
        member = self._members.add(
            group, mobility, person, part, places, age, line.gender,
            _yes(line.fewer_opportunities), ORIGIN,
        )  # fmt: skip
        if line.grant is not None:
            self._grants.add(member, "total", "imported", _cents(line.grant), None, ORIGIN)

    def _stage(self, start: str | None, last: str | None) -> str:
        """Over is returned; under way is abroad; what lies ahead in a list is selected."""
        if last is None:
            return "selected"
        if last < self._today[: len(last)]:
            return "returned"
        return "abroad" if start is not None and start <= self._today else "selected"

    # ---- people

    def _met(self, line: Line) -> int | None:
        """The person met before: in the workspace, or further up in the list."""
        twice = line.duplicate
        if twice is None or self._duplicates == "keep":
            return None
        if twice.person is not None and (known := self._known.people.get(twice.person)):
            self._person_of_row[line.row] = known.id
            return known.id
        found = self._person_of_row.get(twice.row or 0)
        if found is not None:
            self._person_of_row[line.row] = found
        return found

    def _new_person(self, line: Line) -> int:
        shown = _shown(line)
        plain = [getattr(line, name) for name in FACTS[:-1]]
        self._people.rows.append([
            line.first_name or "", line.last_name or "", _role(line), *plain,
            _yes(line.fewer_opportunities), fold(shown), _person_key(line, line.email), ORIGIN,
        ])  # fmt: skip
        person = self._people.first + len(self._people.rows) - 1
        self._person_of_row[line.row] = person
        return person

    def _again(self, line: Line, person: int) -> str:
        """The person is there already: nothing is done, or what was empty is filled in."""
        if self._duplicates != "merge":
            return "skipped"
        if person >= self._people.first:
            self._fill_new(line, person)
            return "merged"
        fills = self._fills.get(person, {})
        for name in self._empty[person] - fills.keys():
            if value := getattr(line, name):
                self._fills.setdefault(person, fills)[name] = value
        return "merged"

    def _fill_new(self, line: Line, person: int) -> None:
        row: Any = self._people.rows[person - self._people.first]
        for place, name in enumerate(FACTS, start=3):
            if row[place] is None and (value := getattr(line, name)) is not None:
                row[place] = _yes(value) if name == "fewer_opportunities" else value
                if name == "email":
                    row[-2] = _person_key(line._replace(first_name=row[0], last_name=row[1]), value)

    def _seen(self, line: Line) -> Stay:
        """The stay that a row tells of; nothing is made for it."""
        name = line.hosting_organisation
        host: int | str | None = None
        if name:
            host = self._organisation_of.get(name)
            if host is None:
                key = fold(name)
                host = self._organisation_ids.get(key, key)
        project: int | str | None = self._all_into
        if project is None and (text := line.project_code):
            code = self._code(text) or text
            project = self._project_ids.get(code, code)
        return Stay(line.start, project, host, self._folded[line.hosting_city or ""])

    def _repeats(self, line: Line, person: int, stay: Stay) -> bool:
        """Whether this mobility of a person met before is there already."""
        before = self._stays.get(person, ())
        if not before:
            return False
        if not (line.start or line.project_code or stay.host or stay.city):
            return True  # the row says nothing of another stay
        return any(_same_stay(stay, other) for other in before)

    # ---- what a row names

    def _organisation(
        self, name: str | None, city: str | None, country: str | None, *, hosts: bool
    ) -> int | None:
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
        """The project of a row, and its code as a text where that is not the project's.

        A well-formed code that nobody knows becomes a project of the archive.
        """
        if not text:
            return self._all_into, None
        if text not in self._project_of:
            code = self._code(text)
            number = self._project_ids.get(code or text)
            if number is None and code is not None and self._all_into is None:
                number = self._project_ids[code] = self._new_project(code)
            self._project_of[text] = number
        number = self._project_of[text]
        if self._all_into is not None:
            return self._all_into, None if number == self._all_into else text
        return number, None if number is not None else text

    def _new_project(self, code: str) -> int:
        year, _round, _agency, action, *rest = code.split("-")
        field = rest[0] if len(rest) == 2 else None
        return self._projects.add(code, action, field, int(year), 1, code.lower(), ORIGIN)

    def _code(self, text: str) -> str | None:
        """The well-formed code that is meant, if it is one."""
        return text if self._is_canonical(text) else parse_code(text).code

    def _is_canonical(self, text: str) -> bool:
        """Whether a code is its own canonical form.

        Only the number differs between codes of one call: the rest is read once with another.
        """
        head, _, number = text.rpartition("-")
        length = len(number)
        if length not in (6, 9) or not (number.isascii() and number.isdecimal()):
            return False
        found = self._canonical.get((head, length))
        if found is None:
            example = f"{head}-{'1' * length}"
            found = self._canonical[head, length] = parse_code(example).code == example
        return found


def _same_stay(one: Stay, other: Stay) -> bool:
    """The same start, as exactly as both are known, and nothing that speaks against it."""
    if one.start is None or other.start is None:
        same_start = one.start == other.start
    else:
        length = min(len(one.start), len(other.start))
        same_start = one.start[:length] == other.start[:length]
    return same_start and all(
        not a or not b or a == b for a, b in zip(one[1:], other[1:], strict=True)
    )


def _part(line: Line) -> Part:
    """What the row says somebody is, else who does this activity; learner where nothing says it."""
    if line.role is not None:
        return _PARTS.get(line.role, Part.LEARNER)
    known = activities.activities().get(activities.recognise(line.activity_type) or "")
    return Part(known.parts[0]) if known and known.parts else Part.LEARNER


def _role(line: Line) -> str:
    """The role of a person that the row makes, as ``_part`` says it."""
    return line.role or _part(line).value


def _shown(line: Line) -> str:
    return ", ".join(part for part in (line.last_name, line.first_name) if part)


def _person_key(line: Line, email: str | None) -> str:
    first, last = line.first_name or "", line.last_name or ""
    return fold(f"{first} {last} {first} {email or ''}")


def _day(text: str | None) -> tuple[str | None, str | None]:
    """A date, or a month where only that is known."""
    return (text, None) if text is None or len(text) == 10 else (None, text)


def _yes(text: str | None) -> int | None:
    return None if text is None else int(text == "yes")


def _cents(amount: str) -> int:
    """``1234.50`` as the check gives it, in cents."""
    euros, cents = amount.split(".")
    sign = -1 if euros.startswith("-") else 1
    return int(euros) * 100 + sign * int(cents)
