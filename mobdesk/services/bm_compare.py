"""A list exported from the Beneficiary Module compared with our records record by record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, NamedTuple

from mobdesk.domain import activities, bm, bm_cells, bm_forms, bm_sheet
from mobdesk.domain import mobilities as rules
from mobdesk.domain import people as people_rules
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.bm_opened import Key, Opened, open_file
from mobdesk.services.bm_taking import OF_EITHER, OF_MEMBER, OF_MOBILITY, OF_PERSON, OF_SUBGROUP
from mobdesk.services.bm_values import Record

_STATUS: Final = ("draft", "report_status")
_NEVER: Final = (*bm.KEPT_AWAY, *_STATUS, "grant_agreement", "data_type")


class Difference(NamedTuple):
    """One value that BM has otherwise; ``takeable`` ones can become ours."""

    key: Key
    mobility: str
    name: str
    field: str
    header: str
    ours: Any
    bm: Any
    takeable: bool


class Missing(NamedTuple):
    """A record of ours that is not in BM's list."""

    key: Key
    mobility: str
    name: str


class Extra(NamedTuple):
    """A row of BM's list without a record. ``why``: ``unknown``, or ours is ``not_confirmed``."""

    row: int
    mobility: str
    name: str
    why: str


class Status(NamedTuple):
    """What BM's list says of a record: ``draft`` or ``complete``, and the participant's report.

    ``known``: we have the same already.
    """

    key: Key
    mobility: str
    name: str
    bm_status: str | None
    report_status: str | None
    known: bool


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a list says otherwise. ``unread``: headers of columns whose codes cannot be read."""

    understood: tuple[int, int]
    missing: tuple[Missing, ...]
    extra: tuple[Extra, ...]
    changed: tuple[Difference, ...]
    status: tuple[Status, ...]
    unread: tuple[str, ...] = ()
    unclear: Mapping[Key, tuple[int, ...]] = field(default_factory=dict)
    names: Mapping[Key, str] = field(default_factory=dict)
    """Of those that are unclear."""

    def as_json(self) -> dict[str, Any]:
        """The document of ``bm diff --json``."""
        return {
            "understood": list(self.understood),
            "missing": [{"mobility": one.mobility} for one in self.missing],
            "extra": [
                {"row": one.row, "mobility": one.mobility, "why": one.why} for one in self.extra
            ],
            "changed": [
                {
                    "mobility": one.mobility,
                    "field": one.field,
                    "ours": plain(one.field, one.ours),
                    "bm": plain(one.field, one.bm),
                }
                for one in self.changed
            ],
            "status": [
                {
                    "mobility": one.mobility,
                    "bm_status": one.bm_status,
                    "report_status": one.report_status,
                }
                for one in self.status
            ],
            "unread": list(self.unread),
        }


def plain(name: str, value: Any) -> str | None:
    """A value as a document writes it: days in ISO form, sums as 12.50, flags yes and no."""
    if value is not None and bm.fields()[name].kind == "money":
        return f"{value // 100}.{value % 100:02}"
    return bm_sheet.raw(value)


@reads(Area.MOBILITIES)
def compare(
    store: Store, actor: Actor, project_id: int, path: Path, *,
    dictionary: Path | None = None, answers: Mapping[Key, int | None] | None = None,
    progress: Progress | None = None,
) -> Comparison:  # fmt: skip
    """Compare a list of BM with a project, record by record; nothing is written.

    ``answers``: the rows of records with two hits. Raises ``Refused`` as ``bm_files.preview``.
    """
    opened = open_file(store, project_id, path, dictionary, progress)
    return _compared(opened, answers or {})


def _compared(opened: Opened, answers: Mapping[Key, int | None]) -> Comparison:
    match = opened.matched(opened.records, answers)
    wanted = {key for key, record in opened.records.items() if record.wanted}
    mine = {row: key for key, row in match.rows.items()}
    asked = {row for rows in match.unclear.values() for row in rows}
    extra = [
        Extra(row, *_named(opened, row), "not_confirmed" if row in mine else "unknown")
        for row in opened.template.rows
        if (row not in mine or mine[row] not in wanted) and row not in asked
    ]
    missing = [
        Missing(key, opened.numbers[key], record.name)
        for key, record in opened.records.items()
        if key in wanted and key not in match.rows and key not in match.unclear
        and opened.fits(record)
    ]  # fmt: skip
    unread: set[str] = set()
    changed = [
        difference
        for key, row in match.rows.items()
        if key in wanted
        for difference in _differences(opened, key, row, unread)
    ]
    status = [_status(opened, key, row) for key, row in match.rows.items() if key in wanted]
    known = sum(name is not None for name in opened.template.fields)
    return Comparison(
        (known, sum(map(bool, opened.template.headers))), tuple(missing), tuple(extra),
        tuple(changed), tuple(one for one in status if one is not None),
        tuple(h for h in opened.template.headers if h in unread), match.unclear,
        {key: opened.records[key].name for key in match.unclear},
    )  # fmt: skip


def _named(opened: Opened, row: int) -> tuple[str, str]:
    """BM's id and the name of a row."""
    theirs = opened.theirs(row)
    name = people_rules.display_name(theirs.get("first_name", ""), theirs.get("last_name", ""))
    return str(theirs.get("mobility_id") or ""), name or str(theirs.get("lead_name") or "")


def _differences(opened: Opened, key: Key, row: int, unread: set[str]) -> Iterator[Difference]:
    ours, record = opened.ours(key), opened.records[key]
    takeable = _takeable(record, sum(mobility == key[0] for mobility, _ in opened.records) > 1)
    for name, (column, form) in opened.forms.items():
        meant, cell = bm.fields()[name], opened.cell(row, name)
        value = ours.get(name)
        if name in _NEVER or meant.kind in ("free", "status", "report"):
            continue
        known_here = meant.fill == "ours" or name in takeable
        if cell in (None, "") and (value is None or not known_here):
            continue
        if value is None and name not in takeable:
            continue
        if not bm_cells.comparable(meant, cell, form):
            unread.add(opened.template.headers[column - 1])
            continue
        if bm_cells.same(meant, value, cell, form) or _cannot_be_there(meant, value, cell, form):
            continue
        theirs = bm_forms.read(meant, cell, form)
        may = theirs is not None and name in takeable and _known(name, theirs)
        header = opened.template.headers[column - 1]
        yield Difference(key, opened.numbers[key], record.name, name, header, value, theirs, may)


def _cannot_be_there(meant: bm.Field, value: Any, cell: Any, form: bm_forms.Form) -> bool:
    """An empty cell says nothing where the file shows no way to write our value."""
    if cell not in (None, ""):
        return False
    try:
        bm_cells.write(meant, value, form)
    except bm_cells.Unwritable:
        return True
    return False


def _known(name: str, value: Any) -> bool:
    """A code that is none of ours stays in BM."""
    if name == "activity_type":
        return value in activities.activities()
    return name != "transport" or value in rules.MEANS


def _takeable(record: Record, in_group: bool) -> frozenset[str]:
    """Fields that belong to this record alone: the journey of a group is not one member's."""
    shared = {*OF_MOBILITY, *OF_EITHER}
    if record.member_id is None:
        one = record.subgroups is not None and len(record.subgroups) == 1
        return frozenset({*shared, *(OF_SUBGROUP if one else ())})
    alone = {*OF_PERSON, *OF_MEMBER}
    return frozenset({*alone, *OF_EITHER} if in_group else {*alone, *shared, *OF_SUBGROUP})


def _status(opened: Opened, key: Key, row: int) -> Status | None:
    theirs, record = opened.theirs(row), opened.records[key]
    draft = theirs.get("draft")
    report = theirs.get("report_status")
    if report is None and theirs.get("report_received_on"):
        report = "submitted"
    if report is None and theirs.get("report_requested_on"):
        report = "requested"
    if draft is None and report is None:
        return None
    known = draft in (None, record.bm_status) and report in (None, record.report_status)
    return Status(key, opened.numbers[key], record.name, draft, report, known)
