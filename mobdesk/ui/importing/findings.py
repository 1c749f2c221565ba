"""What the window shows of a checked list. Worked out away from the window; knows no Qt."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from mobdesk import i18n, texts
from mobdesk.domain.countries import country_name
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor
from mobdesk.errors import Problem, Refused
from mobdesk.i18n import _
from mobdesk.services import importing
from mobdesk.services.importing import (
    FIELDS,
    FULL_NAME,
    CheckedFile,
    CheckedRow,
    Choices,
    Duplicates,
    RowProblem,
    Trial,
)
from mobdesk.ui import shown

_EVERY = 2_000


_OF_A_STAY = frozenset({
    "hosting_organisation", "hosting_city", "hosting_country", "start", "end", "activity_type",
    "project_code", "grant", "participants",
})  # fmt: skip


class Asked(NamedTuple):
    """The answers of the wizard."""

    path: Path
    choices: Choices = Choices()
    duplicates: Duplicates = "skip"
    by_row: Mapping[int, Duplicates] = {}
    """Row number -> another answer than ``duplicates``, the one for the whole list."""
    project: str | None = None

    def with_answer(self, row: int, how: Duplicates) -> Asked:
        """Another answer for one row; the answer of the list is no answer of its own."""
        others = {number: one for number, one in self.by_row.items() if number != row}
        return self._replace(by_row=others if how == self.duplicates else {**others, row: how})


class Note(NamedTuple):
    """What is said of a column: ``left_out``, ``unclear``, ``look`` (``rows`` with the problem
    met most often, ``example`` its words) or ``good``."""

    kind: str
    rows: int = 0
    example: str = ""


class Again(NamedTuple):
    """A row whose person was met before: the answer for it, and whether it is the row's own.

    ``stay``: the stay is there too, or the list tells of people only (``people``).
    """

    how: Duplicates
    own: bool
    stay: bool
    people: bool


class RowView(NamedTuple):
    """One line of the dry run; ``id`` is its place in the file, from 0.

    ``outcome``: a name of ``Counts``, or ``kept`` for a person who is written a second time;
    ``own``: the row has an answer of its own.
    """

    id: int
    row: int
    outcome: str
    own: bool
    who: str
    when: str
    look: str


@dataclass(frozen=True)
class Findings:
    """A checked list with its trial, tried with the answers ``asked``.

    ``trial`` is None while something has to be answered.
    """

    file: CheckedFile
    kind: str
    trial: Trial | None
    problems: Sequence[int]
    duplicates: Sequence[int]
    refused: Sequence[int]
    notes: dict[str, Note]
    asked: Asked | None = None
    differing: Sequence[int] = ()
    """Rows that say something else than what is kept."""

    @property
    def understood(self) -> int:
        """Columns that go somewhere."""
        return sum(1 for column in self.file.columns if column.field)

    def views(self, places: Iterable[int]) -> list[RowView]:
        """Lines of the table."""
        return [self._view(place) for place in places]

    def _view(self, place: int) -> RowView:
        row = self.row(place)
        values = self.file.values_of(row)
        outcome = "refused" if row.refused else "new"
        if self.trial is not None:
            outcome = self.trial.outcomes[place]
        again = self.again(row.row)
        if again is not None and again.how == "keep":
            outcome = "kept"
        own = again is not None and again.own
        return RowView(
            place, row.row, outcome, own, _who(values), _when(values), first_problem(row)
        )

    def row(self, place: int) -> CheckedRow:
        """A row with all its problems, also those that the trial found."""
        row = self.file.rows[place]
        more = self.trial.differences.get(row.row) if self.trial is not None else None
        return row._replace(problems=(*more, *row.problems)) if more else row

    def again(self, row: int) -> Again | None:
        """What is to become of row number ``row``, if its person was met before."""
        if self.trial is None or self.asked is None or row not in self.trial.repeats:
            return None
        own = self.asked.by_row.get(row)
        how, people = own or self.asked.duplicates, self.kind == "people"
        return Again(how, own is not None, self.trial.repeats[row], people)

    @property
    def to_look_at(self) -> Sequence[int]:
        """Rows with problems, in their order."""
        return sorted({*self.problems, *self.differing}) if self.differing else self.problems

    def facts(self, place: int) -> list[tuple[str, str]]:
        """Field and value of everything that a row says."""
        values = self.file.values_of(self.file.rows[place])
        return [
            (texts.word(f"import_field.{name}"), worded(name, value))
            for name, value in values.items()
            if value
        ]

    def with_trial(self, trial: Trial, asked: Asked) -> Findings:
        """The same list, tried with these answers."""
        numbers = self.file.rows.numbers
        differing = [bisect_left(numbers, row) for row in trial.differences]
        return replace(self, trial=trial, asked=asked, differing=differing)


def first_problem(row: CheckedRow) -> str:
    """The first problem with its column, and how many more there are."""
    if not row.problems:
        return ""
    more = f" (+{len(row.problems) - 1})" if len(row.problems) > 1 else ""
    return worded_problem(row.problems[0]) + more


def worded_problem(problem: RowProblem) -> str:
    """A problem with its column, its values as the window writes them."""
    values = dict(problem.values)
    if problem.code.startswith("differs_"):
        values = {key: value and worded(problem.field, value) for key, value in values.items()}
    words = texts.error(Problem(problem.field, problem.code, values)).what
    return f"{problem.column}: {words}" if problem.column else words


def _who(values: dict[str, str | None]) -> str:
    name = ", ".join(filter(None, (values.get("last_name"), values.get("first_name"))))
    if name:
        return name
    return values.get("hosting_organisation") or values.get("sending_organisation") or ""


def _when(values: dict[str, str | None]) -> str:
    place = values.get("hosting_city") or worded(
        "hosting_country", values.get("hosting_country") or ""
    )
    return ", ".join(filter(None, (worded("start", values.get("start") or ""), place)))


def worded(name: str, value: str) -> str:
    """A value as the window writes it: dates and codes in words, texts as they were read."""
    if name in ("start", "end", "birth_date") and len(value) == 10:
        return shown.short_date(date.fromisoformat(value), date.min)
    if name in ("sending_country", "hosting_country", "nationality"):
        return country_name(value, i18n.current().language.split("-")[0]) or value
    if name == "role":
        return texts.word(f"person_role.{value}")
    if name in ("fewer_opportunities", "green_travel"):
        return {"yes": _("Yes"), "no": _("No")}.get(value, value)
    return value


def look(store: Any, actor: Actor, asked: Asked, today: date, progress: Progress) -> Findings:
    """Read and check the list, and try it out. Raises ``Refused`` as ``importing.check``."""
    choices = asked.choices
    file = importing.check(
        store, actor, asked.path, choices, project=asked.project, progress=progress
    )
    if not choices.columns and _of_people_only(file):
        choices = replace(choices, kind="people")
        file = importing.check(
            store, actor, asked.path, choices, project=asked.project, progress=progress
        )
    found = _gather(file, choices.kind, progress)
    if file.refusal or file.ambiguous or not file.rows:
        return found
    return found.with_trial(try_out(store, actor, found, asked, today, progress), asked)


def _of_people_only(file: CheckedFile) -> bool:
    """Names, and no column that tells of a stay: proposed as a list of people."""
    named = {"first_name", "last_name"} & set(file.fields)
    return bool(named) and not _OF_A_STAY & set(file.fields)


def try_out(
    store: Any, actor: Actor, found: Findings, asked: Asked, today: date, progress: Progress
) -> Trial:
    """What would go in with these answers."""
    try:
        return importing.trial(
            store, actor, found.file, found.kind, today=today, duplicates=asked.duplicates,
            by_row=asked.by_row, project=asked.project, progress=progress,
        )  # fmt: skip
    except Refused as err:
        if err.code != "nothing_to_import":
            raise
        rows = found.file.rows
        return Trial(found.file.counts()._replace(new=0), ["refused"] * len(rows))


def _gather(file: CheckedFile, kind: str, progress: Progress) -> Findings:
    problems: list[int] = []
    duplicates: list[int] = []
    refused: list[int] = []
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], str] = {}
    for place, row in enumerate(file.rows):
        if place % _EVERY == 0:
            progress.check()
        if row.problems:
            problems.append(place)
            for problem in row.problems:
                key = (problem.column, problem.code)
                counts[key] += 1
                if key not in examples:
                    examples[key] = problem.message
        if row.duplicate is not None:
            duplicates.append(place)
        if row.refused:
            refused.append(place)
    most: dict[str, Note] = {}
    for key, count in counts.most_common():
        most.setdefault(key[0], Note("look", count, examples[key]))
    notes = {}
    for column in file.columns:
        if column.field is None:
            notes[column.header] = Note("left_out")
        elif column.header in file.ambiguous:
            notes[column.header] = Note("unclear")
        else:
            notes[column.header] = most.get(column.header, Note("good"))
    return Findings(file, kind, None, problems, duplicates, refused, notes)


def field_options() -> list[tuple[str, str]]:
    """Fields that a column can go to, with their words."""
    names = [FULL_NAME, *FIELDS]
    return [(name, texts.word(f"import_field.{name}")) for name in names]
