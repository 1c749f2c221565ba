"""What an import will write, worked out before anything is written: one plan for trial and deed.

Rows of foreign statistics have no names, months instead of days, and several participants: such a
row becomes a mobility of unnamed places with its month, and nothing is invented.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from mobdesk.domain import activities
from mobdesk.domain.fold import fold, tidy
from mobdesk.domain.mobilities import Direction, Kind, Part, day_key
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.imports.headers import FULL_NAME
from mobdesk.imports.result import CheckedFile, Counts, Duplicates
from mobdesk.services.import_names import Names
from mobdesk.services.import_people import People, shown_name, yes
from mobdesk.services.import_rows import (
    COLUMNS,
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
    by_row: Mapping[int, Duplicates],
    project: str | None,
    today: date,
    progress: Progress,
) -> Plan:
    """Work out what an import writes.

    ``by_row``: row number -> another answer than ``duplicates``, the one for the whole list.

    Raises ``Refused``: ``dates_unclear``, ``nothing_to_import``, ``project_unknown``,
    ``no_projects``.
    """
    if file.ambiguous:
        raise Refused("dates_unclear", columns=", ".join(file.ambiguous))
    if all(row.refused for row in file.rows):
        raise Refused("nothing_to_import")
    people = People(known, duplicates, by_row, _headers(file))
    planner = _Planner(known, people, duplicates, project, today)
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
        self,
        known: Known,
        people: People,
        duplicates: Duplicates,
        project: str | None,
        today: date,
    ) -> None:
        self._known, self._duplicates, self._today = known, duplicates, today.isoformat()
        self._names, self._people = Names(known, project), people
        made = {
            "organisations": self._names.organisations,
            "projects": self._names.projects,
            "people": people.batch,
        }
        self._batches = {name: made.get(name) or Batch(known.next_ids[name]) for name in COLUMNS}
        self._mobilities = self._batches["mobilities"]
        self._subgroups, self._members = self._batches["subgroups"], self._batches["members"]
        self._grants = self._batches["grant_lines"]
        self._stays = {person: list(stays) for person, stays in known.stays.items()}

    def plan(self, outcomes: Sequence[str]) -> Plan:
        """Everything taken so far."""
        rows = {name: batch.rows for name, batch in self._batches.items()}
        found = Counter(outcomes)
        counts = Counts(*(found[name] for name in Counts._fields))
        people = self._people
        return Plan(rows, people.fills, outcomes, counts, people.repeats, people.differences)

    # ---- rows

    def take_person(self, line: Line) -> str:
        """A person; of the mobility nothing is written."""
        if not (line.first_name or line.last_name):
            return "refused"
        met = self._people.met(line)
        if met is not None:
            self._people.repeats[line.row] = True
            if self._people.answer(line) != "keep":
                return self._people.again(line, met)
        self._people.new(line, _role(line))
        return "new"

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
        person = self._people.met(line) if named else None
        if person is not None:
            same = self._repeats(line, person, self._names.stay(line))
            self._people.repeats[line.row] = same is not None
            if self._people.answer(line) == "keep":
                person = None
            elif same is not None:
                return self._again(line, person, same)
        host = self._names.host(line)
        project, code_text = self._names.project(line.project_code)
        if person is not None:
            self._people.again(line, person, with_role=False)
        elif named:
            person = self._people.new(line, _role(line))
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
        shown = shown_name(line) if person is not None else ""
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
            mobility, start, end, start_month, end_month, yes(line.green_travel), ORIGIN
        )
        part = _part(line).value
        age = None if line.age is None else int(line.age)
        member = self._members.add(
            group, mobility, person, part, places, age, line.gender,
            yes(line.fewer_opportunities), ORIGIN,
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

    def _again(self, line: Line, person: int, same: Stay) -> str:
        """The stay is there already: nothing of it is written, another end is told."""
        outcome = self._people.again(line, person)
        one, other = line.end or "", same.end or ""
        differs = not other or one[: len(other)] != other[: len(one)]
        if outcome == "merged" and one and differs:
            known = any(same is stay for stay in self._known.stays.get(person, ()))
            self._people.differs(line, "end", one, other, known=known)
        return outcome

    def _repeats(self, line: Line, person: int, stay: Stay) -> Stay | None:
        """The mobility of a person met before that this row tells of, if it is there already."""
        before = self._stays.get(person, ())
        if before and not (line.start or line.project_code or stay.host or stay.city):
            return stay  # the row says nothing of another stay
        return next((other for other in before if _same_stay(stay, other)), None)


def _headers(file: CheckedFile) -> dict[str, str]:
    """The header over each field; first and last name may stand in one column."""
    found = {column.field: column.header for column in file.columns if column.field}
    if FULL_NAME in found:
        found["first_name"] = found["last_name"] = found[FULL_NAME]
    return found


def _same_stay(one: Stay, other: Stay) -> bool:
    """The same start, as exactly as both are known, and nothing that speaks against it."""
    if one.start is None or other.start is None:
        same_start = one.start == other.start
    else:
        length = min(len(one.start), len(other.start))
        same_start = one.start[:length] == other.start[:length]
    return same_start and all(
        not a or not b or a == b for a, b in zip(one[1:4], other[1:4], strict=True)
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


def _day(text: str | None) -> tuple[str | None, str | None]:
    """A date, or a month where only that is known."""
    return (text, None) if text is None or len(text) == 10 else (None, text)


def _cents(amount: str) -> int:
    """``1234.50`` as the check gives it, in cents."""
    euros, cents = amount.split(".")
    sign = -1 if euros.startswith("-") else 1
    return int(euros) * 100 + sign * int(cents)
