"""The rows of a list, what the workspace holds of them, and what an import will write."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from mobdesk.domain.fold import fold
from mobdesk.imports.result import CheckedFile, Counts, Duplicate, RowProblem

ORIGIN = "import"

#: What a person is called and is; always there.
NAMED = ("first_name", "last_name", "role")

#: Facts of a person that a second list may fill in where they were empty.
FACTS = (
    "birth_date", "gender", "nationality", "email", "phone", "person_code", "fewer_opportunities",
)  # fmt: skip

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organisations": (
        "name", "name_key", "kind", "city", "country", "sending", "hosting", "search_key", "origin",
    ),
    "projects": ("code", "action", "field", "call_year", "archived", "search_key", "origin"),
    "people": (*NAMED, *FACTS, "sort_key", "search_key", "origin"),
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
    end: str | None = None  # of a stay that is the same otherwise


class KnownPerson(NamedTuple):
    """A person of the workspace; ``values``: of ``NAMED`` and ``FACTS``, as a list writes them."""

    id: int
    values: tuple[str | None, ...]


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

    ``outcomes``: what becomes of each row of the file, a name of ``Counts``. By row number:
    ``repeats``, the rows whose person was met before, and whether their stay is there too;
    ``differences``, what a merged row says otherwise than what is kept.
    """

    rows: Mapping[str, list[Sequence[Any]]]
    fills: Mapping[int, Mapping[str, str]]
    outcomes: Sequence[str]
    counts: Counts
    repeats: Mapping[int, bool]
    differences: Mapping[int, tuple[RowProblem, ...]]

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


def words_key(text: str) -> str:
    """The search key of a name or place: commas do not matter."""
    return fold(text.replace(",", " "))


class Batch:
    """Rows for one table, with the ids that they will have."""

    def __init__(self, first: int) -> None:
        self.first = first
        self.rows: list[Sequence[Any]] = []

    def add(self, *values: Any) -> int:
        """Keep a row; return the id it will have."""
        self.rows.append(values)
        return self.first + len(self.rows) - 1

    def add_open(self, values: Sequence[Any]) -> int:
        """Keep a row as it is given: a list may still be changed."""
        self.rows.append(values)
        return self.first + len(self.rows) - 1
