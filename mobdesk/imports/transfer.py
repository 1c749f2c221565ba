"""Checked rows from the child to the parent, small and fast.

Most cells of a list repeat: every column is sent as its different values and one number per row.
The child may have been taken over by the file it read, so the parent checks all it gets.
"""

from __future__ import annotations

from array import array
from binascii import Error as Base64Error
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mobdesk.errors import Problem, Refused
from mobdesk.imports.mapping import Column, HeaderCandidate
from mobdesk.imports.result import (
    CheckedFile,
    Duplicate,
    Packed,
    Preview,
    RowProblem,
    SheetInfo,
    Skipped,
    Source,
)

_BATCH = 10_000
_VALUES = 10_000
_SETS = 1_000
"""What stands in one line: the parent reads a line in one go, and its window waits meanwhile."""


def send(file: CheckedFile, packed: Packed, emit: Callable[[Any], None]) -> None:
    """Emit a checked file (``file.rows`` is empty) and its rows."""
    emit(["file", _file_to_json(file)])
    for index, values in enumerate(packed.values):
        for start in range(0, len(values), _VALUES):
            emit(["values", index, values[start : start + _VALUES]])
    sets = [[list(problem) for problem in problems] for problems in packed.problem_sets]
    for start in range(0, len(sets), _SETS):
        emit(["problems", sets[start : start + _SETS]])
    emit(["refused", sorted(packed.refused)])
    twice = [[row, *found] for row, found in packed.duplicates.items()]
    for start in range(0, len(twice), _VALUES):
        emit(["duplicates", twice[start : start + _VALUES]])
    for start in range(0, len(packed.numbers), _BATCH):
        stop = start + _BATCH
        parts = [packed.numbers, packed.problems, *packed.places]
        emit(["rows", [_pack(part[start:stop]) for part in parts]])


def _pack(numbers: Sequence[int]) -> list[str]:
    code = "H" if max(numbers, default=0) < 65536 else "I"
    return [code, b2a_base64(array(code, numbers).tobytes(), newline=False).decode()]


def _unpack(part: Any) -> array[int]:
    code, text = part
    if code not in ("H", "I"):
        raise ValueError(code)
    numbers = array(code)
    numbers.frombytes(a2b_base64(text))
    return numbers


class Receiver:
    """Puts together what ``send`` emitted; ``Refused`` ``reader_died`` for anything else."""

    def __init__(self) -> None:
        self._file: CheckedFile | None = None
        self._packed = Packed(array("I"), [], [], [], array("I"))

    def take(self, message: Any) -> None:
        """One emitted message."""
        try:
            kind, *parts = message
            getattr(self, f"_take_{kind}")(*parts)
        except (ValueError, TypeError, IndexError, KeyError, AttributeError, Base64Error) as error:
            raise Refused("reader_died") from error

    def result(self) -> CheckedFile:
        """The file with all its rows."""
        if self._file is None:
            raise Refused("reader_died")
        return replace(self._file, rows=self._packed)

    def _take_file(self, value: Any) -> None:
        self._file = _file_from_json(value)
        self._packed.values = [[] for _ in self._file.fields]
        self._packed.places = [array("I") for _ in self._file.fields]

    def _take_values(self, index: int, values: list[Any]) -> None:
        if not {type(value) for value in values} <= {str, type(None)}:
            raise TypeError("values")
        self._packed.values[index].extend(values)

    def _take_problems(self, sets: list[Any]) -> None:
        made: dict[str, RowProblem] = {}
        for problems in sets:
            self._packed.problem_sets.append(
                tuple(made.setdefault(repr(p), _problem_from_json(p)) for p in problems)
            )

    def _take_refused(self, indexes: list[int]) -> None:
        self._packed.refused = frozenset(map(int, indexes))

    def _take_duplicates(self, found: list[Any]) -> None:
        for row, first, _, same in found:
            self._packed.duplicates[int(row)] = Duplicate(int(first), None, bool(same))

    def _take_rows(self, parts: list[Any]) -> None:
        packed = self._packed
        targets = [packed.numbers, packed.problems, *packed.places]
        known = [None, packed.problem_sets, *packed.values]
        found = list(map(_unpack, parts))
        if len({len(part) for part in found}) > 1:
            raise ValueError("rows")
        for part, target, values in zip(found, targets, known, strict=True):
            if part and values is not None and max(part) >= len(values):
                raise IndexError("rows")
            target.extend(array("I", part))  # type: ignore[attr-defined]


def _problem_from_json(value: Any) -> RowProblem:
    name, column, code, values = value
    return RowProblem(str(name), str(column), str(code), {str(k): v for k, v in values.items()})


def _file_to_json(file: CheckedFile) -> Any:
    return {
        "source": list(file.source),
        "columns": [list(column) for column in file.columns],
        "fields": list(file.fields),
        "skipped": [list(entry) for entry in file.skipped],
        "notes": [list(note) for note in file.notes],
        "ambiguous": list(file.ambiguous),
        "languages": list(file.languages),
        "listed": file.listed,
        "refusal": file.refusal,
        "sheets": [list(sheet) for sheet in file.preview.sheets],
        "lines": [[number, list(cells)] for number, cells in file.preview.lines],
        "candidates": [[c.row, c.known, list(c.texts)] for c in file.preview.candidates],
        "samples": [list(samples) for samples in file.preview.samples],
    }


def _file_from_json(value: Any) -> CheckedFile:
    kind, encoding, separator, sheet, header_row, others = value["source"]
    preview = Preview(
        sheets=tuple(SheetInfo(str(n), bool(v), int(r)) for n, v, r in value["sheets"]),
        lines=tuple((int(number), tuple(map(str, cells))) for number, cells in value["lines"]),
        candidates=tuple(
            HeaderCandidate(int(row), int(known), tuple(map(str, texts)))
            for row, known, texts in value["candidates"]
        ),
        samples=tuple(tuple(map(str, samples)) for samples in value["samples"]),
    )
    return CheckedFile(
        source=Source(kind, encoding, separator, sheet, int(header_row), tuple(map(str, others))),
        columns=tuple(Column(int(p), str(h), f) for p, h, f in value["columns"]),
        fields=tuple(map(str, value["fields"])),
        rows=Packed([], [], [], [], []),
        skipped=tuple(Skipped(int(row), str(code)) for row, code in value["skipped"]),
        notes=tuple(Problem(str(f), str(code), dict(v)) for f, code, v in value["notes"]),
        ambiguous=tuple(map(str, value["ambiguous"])),
        languages=tuple(map(str, value["languages"])),
        preview=preview,
        listed=int(value["listed"]),
        refusal=value["refusal"],
    )
