"""What an import found: rows with values and problems, ready for a wizard, a service or JSON."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, overload

from mobdesk.errors import Problem
from mobdesk.imports.duplicates import identity_keys
from mobdesk.imports.mapping import Choices, Column, HeaderCandidate, header_set

Duplicates = Literal["skip", "merge", "keep"]

REFUSING = frozenset({"nothing_usable", "no_name", "no_organisation"})
"""Problems that keep a row out of the import: there is nothing to make a record of. Every other
problem leaves its own field empty or flagged, and the rest of the row goes in."""


class RowProblem(NamedTuple):
    """One thing wrong in one row; ``field`` is empty when no field is meant."""

    field: str
    column: str
    code: str
    values: Mapping[str, Any] = {}

    @property
    def message(self) -> str:
        """The sentence for it."""
        from mobdesk import texts

        return texts.error(Problem(self.field, self.code, dict(self.values))).what


class Duplicate(NamedTuple):
    """The same person (name with birth date or e-mail) met before.

    ``row``: further up in this file; ``person``: uid of a person of the workspace.
    ``same_stay``: start, project and host are the same too (or the file has none of them). A
    person on a second mobility is the same person, but not the same mobility.
    """

    row: int | None = None
    person: str | None = None
    same_stay: bool = True


class CheckedRow(NamedTuple):
    """One row; ``values`` are in the order of ``CheckedFile.fields``."""

    row: int
    values: tuple[str | None, ...]
    problems: tuple[RowProblem, ...] = ()
    duplicate: Duplicate | None = None
    refused: bool = False


class Skipped(NamedTuple):
    """A row that is no record: ``totals_row`` or ``repeated_header``."""

    row: int
    code: str


class Source(NamedTuple):
    """What was read."""

    format: str
    encoding: str | None
    separator: str | None
    sheet: str | None
    header_row: int
    other_sheets: tuple[str, ...] = ()


class SheetInfo(NamedTuple):
    """A sheet to choose from."""

    name: str
    visible: bool
    rows: int


class Counts(NamedTuple):
    """File rows by what becomes of them."""

    new: int
    merged: int
    skipped: int
    refused: int


@dataclass(slots=True, eq=False)
class Packed(Sequence[CheckedRow]):
    """All rows by column: ``values[f][places[f][i]]`` is the value of field f in row i.

    A sequence of rows that are made when they are looked at: fifty thousand rows are a few lists
    of numbers, which costs neither memory nor the collector's time.
    """

    numbers: Sequence[int]
    values: list[list[str | None]]
    places: list[Sequence[int]]
    problem_sets: list[tuple[RowProblem, ...]]
    problems: Sequence[int]
    refused: frozenset[int] = frozenset()
    """Indexes of ``problem_sets`` that refuse a row."""
    duplicates: dict[int, Duplicate] = field(default_factory=dict)
    """Row number -> what it repeats."""

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[CheckedRow]:
        """The rows one by one; raises ``IndexError`` where a number names no value."""
        problems = self.problems[start:stop]
        columns: list[Iterable[str | None]] = [
            map(values.__getitem__, places[start:stop])
            for values, places in zip(self.values, self.places, strict=True)
        ]
        numbers = self.numbers[start:stop]
        values = zip(*columns, strict=True) if columns else iter([()] * len(numbers))
        made = zip(
            numbers,
            values,
            map(self.problem_sets.__getitem__, problems),
            map(self.duplicates.get, numbers),
            map(self.refused.__contains__, problems),
            strict=True,
        )
        return map(CheckedRow._make, made)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __len__(self) -> int:
        return len(self.numbers)

    def __iter__(self) -> Iterator[CheckedRow]:
        return self.rows()

    @overload
    def __getitem__(self, at: int) -> CheckedRow: ...
    @overload
    def __getitem__(self, at: slice) -> list[CheckedRow]: ...
    def __getitem__(self, at: int | slice) -> CheckedRow | list[CheckedRow]:
        places = range(len(self.numbers))[at]
        if isinstance(places, int):
            return next(self.rows(places, places + 1))
        if places.step == 1:
            return list(self.rows(places.start, places.stop))
        return [self[place] for place in places]

    def with_duplicates(self, found: Mapping[int, Duplicate]) -> Packed:
        """The same rows, of which these repeat something (by row number)."""
        return replace(self, duplicates={**self.duplicates, **found})

    def with_problems(self, more: Iterable[tuple[RowProblem, ...]]) -> Packed:
        """The same rows, each with the further problems that ``more`` holds for it."""
        sets, numbers = list(self.problem_sets), array("I", self.problems)
        refused = set(self.refused)
        made: dict[tuple[int, int], int] = {}
        kept = []  # an id is only good while its object lives
        for place, extra in enumerate(more):
            if not extra:
                continue
            before = numbers[place]
            number = made.get((before, id(extra)))
            if number is None:
                number = made[before, id(extra)] = len(sets)
                sets.append((*sets[before], *extra))
                kept.append(extra)
                if before in refused:
                    refused.add(number)
            numbers[place] = number
        return replace(
            self, problem_sets=sets, problems=numbers, refused=frozenset(refused)
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Preview:
    """What a wizard shows before anything is decided."""

    sheets: tuple[SheetInfo, ...] = ()
    lines: tuple[tuple[int, tuple[str, ...]], ...] = ()
    """The first rows of the sheet: number and cells as text."""
    candidates: tuple[HeaderCandidate, ...] = ()
    samples: tuple[tuple[str, ...], ...] = ()
    """A few different values of each column."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """A file that was read, mapped and checked. Nothing of it was written anywhere."""

    source: Source
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    rows: Packed
    skipped: tuple[Skipped, ...] = ()
    notes: tuple[Problem, ...] = ()
    ambiguous: tuple[str, ...] = ()
    """Headers of date columns that can be read day first or month first: ask."""
    languages: tuple[str, ...] = ()
    preview: Preview = field(default_factory=Preview)
    listed: int = 0
    """How many records stand in the list, also where none of them can be read."""
    refusal: str | None = None
    """``no_known_columns``, ``no_telling_columns`` (none says who, where or when): nothing can be
    imported, but the headers are there to be mapped."""

    @property
    def header_set(self) -> str:
        """The key under which this mapping is remembered."""
        return header_set(column.header for column in self.columns)

    def choices(self, kind: str, dates: str | None = None) -> Choices:
        """These findings as choices, to be shown, changed and remembered."""
        source = self.source
        return Choices(
            kind=kind,
            sheet=source.sheet,
            header_row=source.header_row,
            encoding=source.encoding,
            separator=source.separator,
            dates=dates,
            columns={column.header: column.field for column in self.columns},
        )

    def counts(self, duplicates: Duplicates = "skip") -> Counts:
        """What an import with this answer for duplicates would do."""
        refused = sum(1 for row in self.rows if row.refused)
        twice = sum(1 for row in self.rows if row.duplicate and not row.refused)
        new = len(self.rows) - refused - (0 if duplicates == "keep" else twice)
        return Counts(
            new=new,
            merged=twice if duplicates == "merge" else 0,
            skipped=twice if duplicates == "skip" else 0,
            refused=refused,
        )

    def values_of(self, row: CheckedRow) -> dict[str, str | None]:
        """The values of a row by field."""
        return dict(zip(self.fields, row.values, strict=True))

    def with_known(self, known: Mapping[str, str]) -> CheckedFile:
        """Mark the people of the workspace. ``known``: ``identity_keys`` of people -> uid."""
        if not known or not ({"first_name", "last_name"} & set(self.fields)):
            return self
        places = [
            self.fields.index(name) if name in self.fields else None
            for name in ("first_name", "last_name", "birth_date", "email")
        ]
        found: dict[int, Duplicate] = {}
        for row in self.rows:
            parts = [None if place is None else row.values[place] for place in places]
            uid = next((known[key] for key in identity_keys(*parts) if key in known), None)
            if uid is not None:
                earlier = row.duplicate or Duplicate(same_stay=False)
                found[row.row] = earlier._replace(person=uid)
        return replace(self, rows=self.rows.with_duplicates(found))

    def with_differences(self, found: Mapping[int, tuple[RowProblem, ...]]) -> CheckedFile:
        """The same list; ``found``: row number -> further problems, known once it was tried."""
        if not found:
            return self
        more = (found.get(number, ()) for number in self.rows.numbers)
        return replace(self, rows=self.rows.with_problems(more))

    def as_json(self, counts: Counts | None = None) -> dict[str, Any]:
        """The document of ``import --json``."""
        source = self.source._asdict()
        source["other_sheets"] = list(self.source.other_sheets)
        return {
            "source": source,
            "columns": {column.header: column.field for column in self.columns},
            "rows": [self._row_json(row) for row in self.rows],
            "skipped": [entry._asdict() for entry in self.skipped],
            "notes": [{"code": note.code, "message": _note_text(note)} for note in self.notes],
            "counts": (counts or self.counts())._asdict(),
        }

    def _row_json(self, row: CheckedRow) -> dict[str, Any]:
        twice: dict[str, Any] | None = None
        if row.duplicate is not None:
            person = row.duplicate.person
            twice = {"person": person} if person else {"row": row.duplicate.row}
        return {
            "row": row.row,
            "values": self.values_of(row),
            "problems": [
                {"field": p.field, "column": p.column, "code": p.code, "message": p.message}
                for p in row.problems
            ],
            "duplicate_of": twice,
        }


def _note_text(note: Problem) -> str:
    from mobdesk import texts

    return texts.error(note).what
