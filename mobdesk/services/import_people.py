"""People that a list names: met before or made, and what merging two records of one person does.

Merging fills in what is empty. A value that differs is never taken over and never dropped in
silence: it becomes a problem of its row.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mobdesk.domain.fold import fold, tidy
from mobdesk.imports.result import Duplicates, RowProblem
from mobdesk.services.import_rows import FACTS, NAMED, ORIGIN, Batch, Known, Line

_PLACES = {name: place for place, name in enumerate((*NAMED, *FACTS))}


class People:
    """Looks up or makes the person of a row.

    ``duplicates``: the answer for the whole list; ``by_row``: row number -> another answer;
    ``headers``: field -> header of its column.
    """

    def __init__(
        self,
        known: Known,
        duplicates: Duplicates,
        by_row: Mapping[int, Duplicates],
        headers: Mapping[str, str],
    ) -> None:
        self.batch = Batch(known.next_ids["people"])
        self.fills: dict[int, dict[str, str]] = {}
        self.differences: dict[int, tuple[RowProblem, ...]] = {}
        self.repeats: dict[int, bool] = {}
        self._by_uid, self._headers = known.people, headers
        self._known = {person.id: person for person in known.people.values()}
        self._duplicates, self._by_row = duplicates, by_row
        self._of_row: dict[int, int] = {}

    def answer(self, line: Line) -> Duplicates:
        """What is wanted of a row whose person was met before."""
        return self._by_row.get(line.row, self._duplicates)

    def met(self, line: Line) -> int | None:
        """The person met before: in the workspace, or further up in the list."""
        twice = line.duplicate
        if twice is None:
            return None
        if twice.person is not None and (known := self._by_uid.get(twice.person)):
            found: int | None = known.id
        else:
            found = self._of_row.get(twice.row or 0)
        if found is not None:
            self._of_row[line.row] = found
        return found

    def new(self, line: Line, role: str) -> int:
        """Make the person of a row; return the id it will have."""
        person = self.batch.add_open([
            line.first_name or "", line.last_name or "", role, _fact(line, "birth_date"),
            line.gender, line.nationality, line.email, line.phone, line.person_code,
            yes(line.fewer_opportunities), fold(shown_name(line)),
            _search_key(line.first_name, line.last_name, line.email), ORIGIN,
        ])  # fmt: skip
        self._of_row[line.row] = person
        return person

    def again(self, line: Line, person: int, *, with_role: bool = True) -> str:
        """The person is there already: nothing is done, or what was empty is filled in.

        ``with_role``: the role of the row is written nowhere else.
        """
        if self.answer(line) != "merge":
            return "skipped"
        for name in (*NAMED, *FACTS):
            value = _fact(line, name)
            if not value or (name == "role" and not with_role):
                continue
            kept, known = self._kept(person, name)
            if kept:
                if not _same(name, value, kept):
                    self.differs(line, name, value, kept, known=known)
            elif name in FACTS:
                self._fill(person, name, value)
        return "merged"

    def differs(self, line: Line, name: str, value: str, kept: str, *, known: bool) -> None:
        """Tell that a row says something else than what is kept; ``known``: by the workspace."""
        code = "differs_from_record" if known else "differs_from_earlier_row"
        values = {"value": value, "kept": kept or None}
        problem = RowProblem(name, self._headers.get(name, ""), code, values)
        self.differences[line.row] = (*self.differences.get(line.row, ()), problem)

    def _kept(self, person: int, name: str) -> tuple[str | None, bool]:
        """What is known of a person, and whether the workspace knows it."""
        known = self._known.get(person)
        if known is not None and (value := known.values[_PLACES[name]]):
            return value, True
        if known is not None:
            return self.fills.get(person, {}).get(name), False
        value = self._row(person)[_PLACES[name]]
        if name == "fewer_opportunities":
            value = None if value is None else ("no", "yes")[value]
        return value, False

    def _fill(self, person: int, name: str, value: str) -> None:
        if person in self._known:
            self.fills.setdefault(person, {})[name] = value
            return
        row = self._row(person)
        row[_PLACES[name]] = yes(value) if name == "fewer_opportunities" else value
        if name == "email":
            row[-2] = _search_key(row[0], row[1], value)

    def _row(self, person: int) -> list[Any]:
        """The values of a person that this list makes."""
        row: Any = self.batch.rows[person - self.batch.first]
        return row  # type: ignore[no-any-return]  # made by ``new``


def shown_name(line: Line) -> str:
    """The name of a row's person as lists sort it."""
    return ", ".join(part for part in (line.last_name, line.first_name) if part)


def yes(text: str | None) -> int | None:
    """A yes or no as it is stored."""
    return None if text is None else int(text == "yes")


def _fact(line: Line, name: str) -> str | None:
    """A value of a row; a birth date of which only the month is known is none."""
    value: str | None = getattr(line, name)
    return None if name == "birth_date" and value is not None and len(value) != 10 else value


def _search_key(first_name: str | None, last_name: str | None, email: str | None) -> str:
    first, last = first_name or "", last_name or ""
    return fold(f"{first} {last} {first} {email or ''}")


def _same(name: str, one: str, other: str) -> bool:
    """Whether two values say the same, however they are written."""
    return one == other or _plain(name, one) == _plain(name, other)


def _plain(name: str, text: str) -> str:
    if name == "phone":
        kept = "".join(c for c in text if c.isdigit() or c == "+")
        return f"+{kept[2:]}" if kept.startswith("00") else kept
    if name == "person_code":
        return "".join(filter(str.isalnum, text)).casefold()
    return tidy(text).casefold()
