"""A file of the Beneficiary Module and our records of one project, side by side."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain import bm, bm_forms
from mobdesk.domain.bm_forms import Form, Option, Seen
from mobdesk.domain.progress import Progress
from mobdesk.domain.project_codes import parse_code
from mobdesk.errors import Refused
from mobdesk.imports import bm_dictionary, bm_template
from mobdesk.imports.bm_template import Template
from mobdesk.models.mobilities import Member, Mobility
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services import bm_values
from mobdesk.services.bm_values import Record
from mobdesk.services.records import load

Key = tuple[int, int | None]
"""A record: the mobility and, for one person, the member."""
_LEAD: Final = ("lead_name", "lead_email")
_PERSON: Final = ("first_name", "last_name", "email", "participant_id", "birth_date")


@dataclass(frozen=True, slots=True)
class Opened:
    """A BM file that was read, with the forms of its columns and our records."""

    path: Path
    sha256: str
    template: Template
    forms: Mapping[str, tuple[int, Form]]
    """Field -> its column (from 1) and form."""
    records: Mapping[Key, Record]
    numbers: Mapping[Key, str]
    notes: Mapping[int, str]
    force_majeure: frozenset[Key]
    project: tuple[date | None, date | None]

    def cell(self, row: int, name: str) -> Any:
        """A cell of the file by field."""
        cells = self.template.rows.get(row, ())
        column = self.forms[name][0]
        return cells[column - 1] if column <= len(cells) else None

    def theirs(self, row: int) -> dict[str, Any]:
        """What a row of the file says, by field; what cannot be read is left out."""
        found = {
            name: bm_forms.read(bm.fields()[name], self.cell(row, name), form)
            for name, (_, form) in self.forms.items()
        }
        return {name: value for name, value in found.items() if value is not None}

    def ours(self, key: Key) -> dict[str, Any]:
        """What we know of a record, a group with what all its subgroups have alike."""
        record = self.records[key]
        values = dict(record.values)
        if record.subgroups:
            each = list(record.subgroups.values())
            for name in each[0]:
                if name in bm.fields() and all(one.get(name) == each[0][name] for one in each):
                    values[name] = each[0][name]
        return {name: value for name, value in values.items() if value not in (None, "")}

    def fits(self, record: Record) -> bool:
        """Whether the file has columns for one person, or for a group."""
        wanted = _LEAD if record.subgroups is not None else _PERSON
        return any(name in self.forms for name in wanted)

    def matched(self, keys: Iterable[Key], answers: Mapping[Key, int | None]) -> bm.Match[Key]:
        """The rows of these records."""
        ours = {key: self.ours(key) for key in keys}
        theirs = {row: self.theirs(row) for row in self.template.rows}
        return bm.match(ours, theirs, answers)


def open_file(
    store: Store, project_id: int, path: Path, dictionary: Path | None, progress: Progress | None
) -> Opened:
    """Read a BM file and our records of a project. Raises what the reading refuses."""
    digest = digest_of(path)
    template = bm_template.read_apart(path, progress)
    lists = bm_dictionary.read(dictionary, progress) if dictionary is not None else {}
    if digest_of(path) != digest:
        raise Refused("bm_file_changed")
    with store.read() as s:
        project = load(s, Project, project_id)
        ids = list(s.scalars(select(Mobility.id).where(Mobility.project_id == project_id)))
        records = {(r.mobility_id, r.member_id): r for r in bm_values.records(s, ids)}
        _refuse_other_project(template, project.code)
        return Opened(
            path, digest, template, forms_of(template, lists), records,
            {k: _number(k, r) for k, r in records.items()}, _notes(s, project_id),
            _force_majeure(s, project_id, records),
            (project.start, project.extended_end or project.end),
        )  # fmt: skip


def _number(key: Key, record: Record) -> str:
    """BM's id of a record; without one nothing that could be taken for it, and never a name."""
    return record.values.get("mobility_id") or f"mobilities:{key[0]}"


def _notes(s: Session, project_id: int) -> dict[int, str]:
    wanted = select(Mobility.id, Mobility.note).filter_by(project_id=project_id)
    return {number: note for number, note in s.execute(wanted) if note}


def _refuse_other_project(template: Template, code: str) -> None:
    """A list of another project is not filled by mistake."""
    if "grant_agreement" not in template.fields:
        return
    column = template.fields.index("grant_agreement") + 1
    codes = {str(cell).strip() for cell in template.column(column) if cell not in (None, "")}
    if codes and not any((parse_code(text).code or text) == code for text in codes):
        raise Refused("bm_other_project", other=min(codes), project=code)


def digest_of(path: Path) -> str:
    """What a file is known by. Raises ``Refused("file_unreadable")``."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise Refused("file_unreadable") from error


def _force_majeure(s: Session, project_id: int, records: Iterable[Key]) -> frozenset[Key]:
    """Records of which a member ended under force majeure."""
    wanted = (
        select(Member.mobility_id, Member.id)
        .join(Mobility, Mobility.id == Member.mobility_id)
        .where(Mobility.project_id == project_id, Member.force_majeure.is_(True))
    )
    found = {tuple(row) for row in s.execute(wanted)}
    groups = {(mobility, None) for mobility, _ in found}
    return frozenset(key for key in records if key in found or key in groups)


def forms_of(
    template: Template, lists: Mapping[str, Sequence[Option]]
) -> dict[str, tuple[int, Form]]:
    """The column and form of each field that the file has.

    The lists of the file itself win over the dictionary, unless only the latter has labels.
    """
    found: dict[str, tuple[int, Form]] = {}
    dates: str | None = None
    for number, name in enumerate(template.fields, 1):
        if name is None:
            continue
        hint = template.hints[number - 1] if number <= len(template.hints) else ""
        own = [Option(text) for text in template.lists.get(number, ())]
        listed = list(lists.get(name, ()))
        seen = Seen(
            f"{template.headers[number - 1]} {hint}", template.column(number),
            _joined(own, listed), number in template.date_cells, template.format == "csv",
        )  # fmt: skip
        form = bm_forms.find_form(bm.fields()[name], seen)
        found[name] = (number, form)
        if bm.fields()[name].kind == "date" and not form.assumed:
            dates = dates or form.dates
    if dates is not None:  # a date column that shows nothing is written as the others are
        for name, (number, form) in found.items():
            if bm.fields()[name].kind == "date" and form.assumed and dates != bm_forms.REAL:
                found[name] = (number, form._replace(dates=dates, assumed=False))
    return found


def _joined(own: Sequence[Option], listed: Sequence[Option]) -> list[Option]:
    """The entries of the file with the labels of the dictionary."""
    if not own:
        return list(listed)
    labels = {option.code: option.label for option in listed}
    labels |= {option.label: option.code for option in listed if option.label}
    return [Option(option.code, labels.get(option.code, "")) for option in own]
