"""Rate sheets: those that ship, those of the workspace, and which one a project is paid by.

A shipped sheet has a negative number, is the same in every workspace and is only read. What is
confirmed is one text of a sheet, by its SHA-256: another text needs another confirmation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from mobdesk.domain.fold import fold
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.rate_sheet_files import parse, shipped_sheets, shipped_texts
from mobdesk.domain.rate_sheet_numbers import numbers
from mobdesk.domain.rate_sheets import RateSheet, choose
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.mobilities import Mobility
from mobdesk.models.projects import Project
from mobdesk.models.rate_sheets import RateConfirmation
from mobdesk.models.rate_sheets import RateSheet as Kept
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.records import Query, among, as_json

NO_SHEET, AMBIGUOUS = "no_sheet", "sheet_ambiguous"


class Confirmation(NamedTuple):
    """Somebody compared the sheet with a document of the agency."""

    id: int
    confirmed_on: date
    confirmed_by: str
    document: str


class SheetOf(NamedTuple):
    """The sheet of a project; without one ``code`` says why (``NO_SHEET``, ``AMBIGUOUS``)."""

    sheet: RateSheet | None
    confirmation: Confirmation | None = None
    code: str = ""

    @property
    def sha256(self) -> str:
        """Of the sheet's text; empty without a sheet."""
        return self.sheet.sha256 if self.sheet else ""


class SheetRow(NamedTuple):
    """One line of the list; ``known`` of ``places`` numbers stand on the sheet."""

    id: int
    agency: str
    call_year: int
    field: str
    revision: int
    title: str
    known: int
    places: int
    confirmation: Confirmation | None

    @property
    def shipped(self) -> bool:
        """Came with the program."""
        return self.id < 0


class SheetDetail(NamedTuple):
    """One sheet as its page shows it; the newest confirmation first."""

    id: int
    rev: int
    sheet: RateSheet
    confirmations: tuple[Confirmation, ...]

    @property
    def shipped(self) -> bool:
        """Came with the program: read only."""
        return self.id < 0


class Affected(NamedTuple):
    """A project that a sheet of its agency, call year and field concerns."""

    project_id: int
    code: str
    title: str
    mobilities: int


@lru_cache(maxsize=64)
def parsed(body: str) -> RateSheet:
    """A sheet of the workspace, read once: its text was checked when it came in."""
    return parse(body)


def sheet_for(s: Session, project_id: int) -> SheetOf:
    """The sheet of one project: its agency, call year and field exactly; see ``choose``."""
    return sheets_for_projects(s, [project_id]).get(project_id, SheetOf(None, code=NO_SHEET))


def sheets_for_projects(s: Session, project_ids: Iterable[int]) -> dict[int, SheetOf]:
    """The sheet of each of the projects; one that is gone has no entry."""
    wanted = select(
        Project.id, Project.code, Project.call_year, Project.field, Project.action, Project.start
    ).where(among(Project.id))
    projects = s.connection().execute(wanted, as_json(project_ids)).all()
    if not projects:
        return {}
    sheets = [sheet for _id, _rev, sheet in _all(s)]
    confirmed = _newest(s)
    return {row.id: _of(row, sheets, confirmed) for row in projects}


def _of(project: Any, sheets: list[RateSheet], confirmed: Mapping[str, Confirmation]) -> SheetOf:
    agency = parse_code(project.code).agency
    if not agency or project.call_year is None or project.field is None:
        return SheetOf(None, code=NO_SHEET)
    try:
        sheet = choose(
            sheets, agency, project.call_year, project.field, project.action, project.start
        )
    except Refused as err:
        return SheetOf(None, code=AMBIGUOUS if err.code.endswith("ambiguous") else NO_SHEET)
    return SheetOf(sheet, confirmed.get(sheet.sha256))


def _all(s: Session) -> list[tuple[int, int, RateSheet]]:
    """Number, revision of the record and content of every sheet there is."""
    found = [(-n, 0, sheet) for n, sheet in enumerate(shipped_sheets(), start=1)]
    kept = s.connection().execute(select(Kept.id, Kept.rev, Kept.body).order_by(Kept.id))
    return found + [(number, rev, parsed(body)) for number, rev, body in kept]


def _newest(s: Session) -> dict[str, Confirmation]:
    """The newest confirmation of each text."""
    return {sha: found[0] for sha, found in _confirmations(s).items()}


def _confirmations(s: Session) -> dict[str, list[Confirmation]]:
    c = RateConfirmation
    wanted = select(c.sheet_sha256, c.id, c.confirmed_on, c.confirmed_by, c.document)
    found: dict[str, list[Confirmation]] = {}
    newest = wanted.order_by(c.confirmed_on.desc(), c.id.desc())
    for sha, number, day, who, document in s.connection().execute(newest):
        found.setdefault(sha, []).append(Confirmation(number, day, who, document))
    return found


_SORTS: Mapping[str, Any] = {
    "agency": lambda row: (row.agency, -row.call_year, row.field, -row.revision),
    "call_year": lambda row: (row.call_year, row.agency, row.field, row.revision),
    "field": lambda row: (row.field, row.agency, -row.call_year, -row.revision),
    "revision": lambda row: (row.revision, row.agency, row.call_year, row.field),
    "known": lambda row: (row.places - row.known, row.agency, row.call_year, row.field),
    "confirmed": lambda row: (
        row.confirmation.confirmed_on if row.confirmation else date.max,
        row.agency, row.call_year, row.field,
    ),
}  # fmt: skip


@reads(Area.STATUS)
def find(store: Store, actor: Actor, query: Query = Query()) -> list[int]:
    """Return matching numbers in order, shipped sheets among them."""
    words = fold(query.text).split()
    found = [
        row
        for row in _rows(store)
        if all(
            word in fold(f"{row.agency} {row.call_year} {row.field} {row.title}") for word in words
        )
    ]
    found.sort(key=_SORTS[query.sort or "agency"], reverse=query.descending)
    return [row.id for row in found]


@reads(Area.STATUS)
def rows(store: Store, actor: Actor, ids: Sequence[int]) -> list[SheetRow]:
    """Return the lines of ``ids`` in the same order; a sheet that is gone is left out."""
    found = {row.id: row for row in _rows(store)}
    return [found[number] for number in ids if number in found]


def _rows(store: Store) -> list[SheetRow]:
    with store.read() as s:
        confirmed = _newest(s)
        return [
            SheetRow(
                number, x.agency, x.call_year, x.field, x.revision, x.title, *numbers(x),
                confirmed.get(x.sha256),
            )
            for number, _rev, x in _all(s)
        ]  # fmt: skip


@reads(Area.STATUS)
def get(store: Store, actor: Actor, sheet_id: int) -> SheetDetail:
    """Return one sheet with its confirmations. Raises ``Refused("record_missing")``."""
    with store.read() as s:
        return one(s, sheet_id)


def one(s: Session, sheet_id: int) -> SheetDetail:
    """One sheet, shipped or of the workspace. Raises ``Refused("record_missing")``."""
    for number, rev, sheet in _all(s):
        if number == sheet_id:
            confirmed = _confirmations(s).get(sheet.sha256, [])
            return SheetDetail(number, rev, sheet, tuple(confirmed))
    raise Refused("record_missing")


def text_of(s: Session, sheet_id: int) -> bytes:
    """The text of a sheet that is there: what its SHA-256 is made of."""
    if sheet_id < 0:
        return shipped_texts()[-sheet_id - 1]
    return s.get_one(Kept, sheet_id).body.encode("utf-8")


def of_same_call(s: Session, sheet: RateSheet) -> list[tuple[int, RateSheet]]:
    """All sheets of the same agency, call year and field, with their numbers."""
    key = (sheet.agency, sheet.call_year, sheet.field)
    return [
        (number, other)
        for number, _rev, other in _all(s)
        if (other.agency, other.call_year, other.field) == key
    ]


@reads(Area.STATUS)
def affected(store: Store, actor: Actor, agency: str, call_year: int, field: str) -> list[Affected]:
    """Return the projects of this agency, call year and field, with how many mobilities each."""
    mobilities = func.count(Mobility.id)
    wanted = (
        select(Project.id, Project.code, Project.title, mobilities)
        .outerjoin(Mobility, Mobility.project_id == Project.id)
        .where(Project.call_year == call_year, Project.field == field)
        .group_by(Project.id)
        .order_by(Project.code)
    )
    with store.read() as s:
        return [
            Affected(number, code, title or "", n)
            for number, code, title, n in s.execute(wanted)
            if parse_code(code).agency == agency
        ]
