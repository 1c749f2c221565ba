"""How a file of the Beneficiary Module would be filled: cells, rows, and what stays empty and why.

Nothing is written here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from mobdesk.domain import bm, bm_cells, free_text
from mobdesk.domain.bm_cells import Unwritable
from mobdesk.domain.bm_forms import Form
from mobdesk.errors import Problem
from mobdesk.imports.bm_template import Template
from mobdesk.services.bm_opened import Key, Opened

ADDED: Final = "added"
UPDATED: Final = "updated"
SKIPPED: Final = "skipped"


class Choices(NamedTuple):
    """What a person decided.

    ``free_text``: headers whose text is written at all; ``kept``, ``left_out``: flagged lines of
    it, each one or the other. ``rows``: of records with two hits the row meant, or None for a new
    one. ``force_majeure``: such rows stay in the file.
    """

    free_text: Collection[str] = ()
    kept: Collection[str] = ()
    left_out: Collection[str] = ()
    rows: Mapping[Key, int | None] = {}
    force_majeure: bool = False


class Column(NamedTuple):
    """One column of the file. ``state``: ``filled``, ``read``, ``unknown``, ``free_text``,
    ``bm`` (BM computes it), ``kept_away``; ``assumed``: its form is the usual one, not seen."""

    number: int
    header: str
    field: str | None
    state: str
    required: bool = False
    assumed: bool = False


class Row(NamedTuple):
    """What became of one record, or of a row of the file. ``empty``: (header, why)."""

    row: int | None
    key: Key | None
    mobility: str
    name: str
    action: str
    empty: tuple[tuple[str, str], ...] = ()
    problems: tuple[Problem, ...] = ()


class Flagged(NamedTuple):
    """A line of free text that may tell of health, belief or a union."""

    key: Key
    mobility: str
    header: str
    line: str
    hints: tuple[free_text.Hint, ...]


@dataclass(frozen=True, slots=True)
class Filling:
    """A file as it would be filled; nothing is written yet."""

    path: Path
    sha256: str
    template: Template
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    flagged: tuple[Flagged, ...] = ()
    unclear: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    cells: Mapping[int, Mapping[int, Any]] = field(default_factory=dict)
    left_out: frozenset[int] = frozenset()

    @property
    def understood(self) -> tuple[int, int]:
        """N of M columns."""
        known = sum(column.field is not None for column in self.columns)
        return known, sum(bool(column.header) for column in self.columns)

    @property
    def undecided(self) -> list[Flagged]:
        """Flagged lines about which nobody decided: nothing is saved before."""
        return list(self.flagged)

    @property
    def free_columns(self) -> list[str]:
        """Headers of text that is only written when somebody ticks it."""
        kinds = {c.header: bm.fields()[c.field].kind for c in self.columns if c.field}
        return [header for header, kind in kinds.items() if kind == "free"]

    @property
    def stays_empty(self) -> Counter[tuple[str, str]]:
        """In how many rows that are written a column stays empty: (header, why) -> rows."""
        return Counter(gap for row in self.rows if row.action != SKIPPED for gap in row.empty)

    @property
    def by_hand(self) -> list[Row]:
        """Rows to be typed into BM: force majeure."""
        return [r for r in self.rows if any(p.code == "bm_force_majeure" for p in r.problems)]

    def as_json(self) -> dict[str, Any]:
        """The document of ``bm fill --json``."""
        return {
            "columns": {c.header: c.field for c in self.columns if c.header},
            "understood": list(self.understood),
            "rows": [
                {
                    "row": row.row,
                    "mobility": row.mobility,
                    "action": row.action,
                    "empty": [{"column": header, "why": why} for header, why in row.empty],
                    "problems": [
                        {"field": p.field, "code": p.code, "message": _message(p)}
                        for p in row.problems
                    ],
                }
                for row in self.rows
            ],
        }


def _message(problem: Problem) -> str:
    from mobdesk import texts

    return texts.error(problem).what


class Filler:
    """Goes through our records once and gathers cells, rows and what is open."""

    def __init__(self, opened: Opened, choices: Choices) -> None:
        self.opened, self.choices = opened, choices
        self.template = opened.template
        self.cells: dict[int, dict[int, Any]] = {}
        self.flagged: list[Flagged] = []
        self.required = [c.field for c in self._columns() if c.required and c.field]
        self.next_row = self.template.next_row

    def filling(self) -> Filling:
        """Everything that was found out."""
        opened = self.opened
        wanted = [key for key, record in opened.records.items() if record.wanted]
        match = opened.matched(wanted, self.choices.rows)
        twice = bm.check_all({key: opened.ours(key) for key in wanted})
        left_out = self._left_out(match)
        rows = [self._row(key, match, twice.get(key, []), left_out) for key in wanted]
        mine = set(match.rows.values())
        rows += [self._by_hand(row) for row in sorted(left_out - mine)]
        away = frozenset() if self.choices.force_majeure else frozenset(left_out)
        return Filling(
            opened.path, opened.sha256, self.template, tuple(self._columns()), tuple(rows),
            tuple(self.flagged), match.unclear,
            self.cells, away,
        )  # fmt: skip

    def _columns(self) -> Iterator[Column]:
        hints = [*self.template.hints, *[""] * len(self.template.headers)]
        for number, (header, name) in enumerate(
            zip(self.template.headers, self.template.fields, strict=True), 1
        ):
            required = bool(header) and bm.is_required(header, hints[number - 1])
            form = self.opened.forms[name][1] if name else Form()
            state = "unknown" if name is None else _state(bm.fields()[name], header, self.choices)
            yield Column(number, header, name, state, required, form.assumed)

    def _left_out(self, match: bm.Match[Key]) -> set[int]:
        """Rows under force majeure, by our record or by the file."""
        found = {row for key, row in match.rows.items() if key in self.opened.force_majeure}
        if "force_majeure" in self.opened.forms:
            found |= {r for r in self.template.rows if self.opened.theirs(r).get("force_majeure")}
        return found

    def _by_hand(self, row: int) -> Row:
        number = str(self.opened.theirs(row).get("mobility_id") or "")
        return Row(row, None, number, "", SKIPPED, (), (Problem("", "bm_force_majeure"),))

    def _row(
        self, key: Key, match: bm.Match[Key], problems: list[Problem], left_out: set[int]
    ) -> Row:
        opened, record = self.opened, self.opened.records[key]
        row = match.rows.get(key)
        number = opened.numbers[key]

        def skipped(*codes: Problem) -> Row:
            return Row(row, key, number, record.name, SKIPPED, (), codes)

        if key in match.unclear:
            rows = ", ".join(map(str, match.unclear[key]))
            return skipped(Problem("", "bm_two_hits_row", {"rows": rows}))
        if key in opened.force_majeure or row in left_out:
            return skipped(Problem("", "bm_force_majeure"))
        if any(p.code == "bm_id_twice" for p in problems):
            return skipped(*problems)
        if row is None and not opened.fits(record):
            code = "bm_person_elsewhere" if record.subgroups is None else "bm_group_elsewhere"
            return skipped(Problem("", code))
        cells, empty = self._cells(key, row)
        action = UPDATED if row is not None else ADDED
        if row is None:
            row, self.next_row = self.next_row, self.next_row + 1
        if cells:
            self.cells[row] = cells
        elif action == UPDATED:
            action = SKIPPED
        found = {**opened.theirs(row), **opened.ours(key)}
        problems = bm.check_row(found, opened.forms, self.required, *opened.project) + problems
        problems += self._still_needed([header for header, _ in empty], problems)
        return Row(row, key, number, record.name, action, tuple(empty), tuple(problems))

    def _still_needed(self, empty: list[str], told: list[Problem]) -> list[Problem]:
        """Required cells for which we have a value that the file gives no way to write."""
        known = {problem.field for problem in told}
        return [
            Problem(column.field, "needed")
            for column in self._columns()
            if column.required and column.field and column.field not in known
            and column.header in empty
        ]  # fmt: skip

    def _cells(self, key: Key, row: int | None) -> tuple[dict[int, Any], list[tuple[str, str]]]:
        """New cells of one row, and what stays empty and why."""
        cells: dict[int, Any] = {}
        empty: list[tuple[str, str]] = []
        ours = self.opened.ours(key)
        for name, (column, form) in self.opened.forms.items():
            meant = bm.fields()[name]
            if meant.fill != "ours":
                continue
            old = self.opened.cell(row, name) if row is not None else None
            header = self.template.headers[column - 1]
            value = self._free_text(key, header) if name == "comments" else ours.get(name)
            try:
                new = self._cell(meant, value, old, form, (row, column), header)
            except Unwritable as why:
                if old in (None, ""):
                    empty.append((header, why.code))
                continue
            if new is not None:
                cells[column] = new
        return cells, empty

    def _cell(
        self, meant: bm.Field, value: Any, old: Any, form: Form,
        place: tuple[int | None, int], header: str,
    ) -> Any:  # fmt: skip
        """The new cell, None where it stays. Raises ``Unwritable``."""
        if value in (None, ""):
            ticked = meant.kind != "free" or header in self.choices.free_text
            raise Unwritable("bm_no_value" if ticked else "bm_free_text")
        if bm_cells.same(meant, value, old, form):
            return None
        if place in self.template.formulas:
            raise Unwritable("bm_formula")
        return bm_cells.write(meant, value, form)

    def _free_text(self, key: Key, header: str) -> str | None:
        """Our note, where this column was ticked, without the lines that were left out."""
        text = self.opened.notes.get(key[0])
        if not text or header not in self.choices.free_text:
            return None
        text = free_text.without(text, self.choices.left_out)
        for line in text.splitlines():
            hints = free_text.hints(line)
            if hints and line not in self.choices.kept:
                number = self.opened.numbers[key]
                self.flagged.append(Flagged(key, number, header, line, hints))
        return text


def _state(meant: bm.Field, header: str, choices: Choices) -> str:
    if meant.id in bm.KEPT_AWAY:
        return "kept_away"
    if meant.kind == "free":
        return "filled" if header in choices.free_text else "free_text"
    return {"ours": "filled", "bm": "bm"}.get(meant.fill, "read")
