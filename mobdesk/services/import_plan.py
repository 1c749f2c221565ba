"""What an import will write, worked out before anything is written: one plan for trial and deed.

Rows of foreign statistics have no names, months instead of days, and several participants: such a
row becomes a mobility of unnamed places with its month, and nothing is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from mobdesk.domain import activities
from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.mobilities import Direction, Kind, Part, day_key
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.imports.result import CheckedFile, Counts, Duplicates
from mobdesk.services.import_names import Names
from mobdesk.services.import_rows import (
    COLUMNS,
    FACTS,
    ORIGIN,
    Batch,
    Known,
    Line,
    Plan,
    Stay,
    lines,
)

_PARTS = {"staff": Part.STAFF, "learner": Part.LEARNER, "accompanying": Part.ACCOMPANYING,
          "expert": Part.EXPERT}  # fmt: skip
_OUT, _IN = Direction.OUTGOING.value, Direction.INCOMING.value
_GROUP, _ALONE = Kind.GROUP.value, Kind.INDIVIDUAL.value
_EVERY = 500


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


class _Planner:
    """Looks up or makes what rows name. A ``take_…`` answers what becomes of its row."""

    def __init__(
        self, known: Known, duplicates: Duplicates, project: str | None, today: date
    ) -> None:
        self._known, self._duplicates, self._today = known, duplicates, today.isoformat()
        self._names = names = Names(known, project)
        made = {"organisations": names.organisations, "projects": names.projects}
        self._batches = {name: made.get(name) or Batch(known.next_ids[name]) for name in COLUMNS}
        self._people, self._mobilities = self._batches["people"], self._batches["mobilities"]
        self._subgroups, self._members = self._batches["subgroups"], self._batches["members"]
        self._grants = self._batches["grant_lines"]
        self._person_of_row: dict[int, int] = {}
        self._stays = {person: list(stays) for person, stays in known.stays.items()}
        self._empty = {person.id: person.empty for person in known.people.values()}
        self._fills: dict[int, dict[str, str]] = {}

    def plan(self, outcomes: Sequence[str]) -> Plan:
        """Everything taken so far."""
        rows = {name: batch.rows for name, batch in self._batches.items()}
        found = Counter(outcomes)
        counts = Counts(*(found[name] for name in Counts._fields))
        return Plan(rows, self._fills, outcomes, counts)

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
        before = len(self._names.organisations.rows)
        one, other = self._names.sender(line), self._names.host(line)
        if one is None and other is None:
            return "refused"
        if len(self._names.organisations.rows) > before:
            return "new"
        return "merged" if self._duplicates == "merge" else "skipped"

    def take_mobility(self, line: Line) -> str:
        """A mobility with the person, the organisations and the project that it names.

        A person met before goes on another mobility; the same stay is not made twice.
        """
        places = int(line.participants or 1)
        named = places == 1 and bool(line.first_name or line.last_name)
        met = self._met(line) if named else None
        if met is not None and self._repeats(line, met, self._names.stay(line)):
            return self._again(line, met)
        host = self._names.host(line)
        project, code_text = self._names.project(line.project_code)
        person = met
        if met is not None:
            self._again(line, met)
        elif named:
            person = self._new_person(line)
        if person is not None:
            self._stays.setdefault(person, []).append(self._names.stay(line))
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
        sender = self._names.sender(line)
        own = self._known.own
        incoming = host is not None and host == own and sender != own
        start, start_month = _day(line.start)
        end, end_month = _day(line.end)
        shown = _shown(line) if person is not None else ""
        folded = self._names.folded
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

    def _repeats(self, line: Line, person: int, stay: Stay) -> bool:
        """Whether this mobility of a person met before is there already."""
        before = self._stays.get(person, ())
        if not before:
            return False
        if not (line.start or line.project_code or stay.host or stay.city):
            return True  # the row says nothing of another stay
        return any(_same_stay(stay, other) for other in before)


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
