"""Rate sheets of the workspace: typed, brought in, duplicated, changed, removed, confirmed.

Whatever comes in becomes the newest revision of its agency, call year and field. A change makes
another text, and so takes the confirmation away; the mobilities it concerns: ``affected``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Literal

from sqlalchemy.orm import Session

from mobdesk.domain.done import Done
from mobdesk.domain.fold import tidy
from mobdesk.domain.rate_sheet_files import parse
from mobdesk.domain.rate_sheet_form import with_sources
from mobdesk.domain.rate_sheet_numbers import compare, to_csv_rows
from mobdesk.domain.rate_sheets import RateSheet, sha256, to_dict, to_json
from mobdesk.domain.roles import Actor, Area
from mobdesk.domain.strict_json import MOST_BYTES
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models.files import read, write_atomically
from mobdesk.models.rate_sheets import RateConfirmation
from mobdesk.models.rate_sheets import RateSheet as Kept
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.rate_sheets import of_same_call, one, text_of
from mobdesk.services.records import load

LONGEST_DOCUMENT = 300


@writes(Area.MOBILITIES)
def add(
    store: Store, actor: Actor, content: Mapping[str, Any], *, document: str, url: str, today: date
) -> Done:
    """Keep a sheet that was typed from ``document``, which becomes the source of its numbers.

    Raises ``Invalid`` with the places of what is wrong.
    """
    sheet = _typed(content, None, document, url, today)
    with store.write(Label("rate_sheet_added"), actor) as s:
        return _keep(s, sheet)


@writes(Area.MOBILITIES)
def change(
    store: Store, actor: Actor, sheet_id: int, rev: int, content: Mapping[str, Any],
    *, document: str, url: str, today: date,
) -> Done:  # fmt: skip
    """Change a sheet of the workspace; ``document`` is the source of what is new.

    Raises ``Invalid``, ``Stale``, ``Refused("sheet_shipped")``.
    """
    _refuse_shipped([sheet_id])
    with store.write(Label("rate_sheet_changed"), actor) as s:
        kept = load(s, Kept, sheet_id, rev)
        before = parse(kept.body)
        sheet = _typed(content, before, document, url, today)
        same = (before.agency, before.call_year, before.field)
        if (sheet.agency, sheet.call_year, sheet.field) == same:
            _put(kept, replace(sheet, revision=before.revision))
        else:
            _put(kept, replace(sheet, revision=_revision(s, sheet)))
        _name(s, parse(kept.body))
        return s.done(sheet_id)


@writes(Area.IMPORT)
def bring_in(store: Store, actor: Actor, path: Path) -> Done:
    """Bring in the sheet of a file. Its mobilities: ``affected`` with the values of the answer.

    Raises ``Invalid`` with the places of what is wrong, ``Refused``: ``json_…``, ``file_gone``,
    ``rate_sheet_already_here``.
    """
    sheet = parse(read(path, MOST_BYTES))
    with store.write(Label("rate_sheet_brought_in"), actor) as s:
        for _number, other in of_same_call(s, sheet):
            if replace(other, revision=0) == replace(sheet, revision=0):
                raise Refused("rate_sheet_already_here", revision=other.revision)
        return _keep(s, sheet)


@writes(Area.MOBILITIES)
def duplicate(store: Store, actor: Actor, sheet_id: int) -> Done:
    """Make a copy of any sheet, to be changed. Raises ``Refused("record_missing")``."""
    with store.write(Label("rate_sheet_duplicated"), actor) as s:
        return _keep(s, one(s, sheet_id).sheet)


@writes(Area.DELETE)
def remove(store: Store, actor: Actor, ids: Sequence[int]) -> Done:
    """Delete sheets of the workspace; Undo brings them back. Raises ``sheet_shipped``."""
    _refuse_shipped(ids)
    with store.write(Label("rate_sheets_removed", {"n": len(ids)}), actor) as s:
        for sheet_id in ids:
            kept = load(s, Kept, sheet_id)
            if len(ids) == 1:
                s.rename("rate_sheet_removed", _values(parse(kept.body)))
            s.delete(kept)
        return s.done(*ids)


@writes(Area.MOBILITIES)
def confirm(
    store: Store, actor: Actor, sheet_id: int, sha: str, document: str, on: date, today: date
) -> Done:
    """Say that the sheet with this SHA-256 was compared with ``document`` on a day.

    Raises ``Invalid``; ``Refused("rate_sheet_changed_meanwhile")`` where another text stands there.
    """
    problems = _document_problems(document)
    if on > today:
        problems.append(Problem("confirmed_on", "confirmed_in_future"))
    if problems:
        raise Invalid(problems)
    with store.write(Label("rate_sheet_confirmed"), actor) as s:
        sheet = one(s, sheet_id).sheet
        if sheet.sha256 != sha:
            raise Refused("rate_sheet_changed_meanwhile")
        made = RateConfirmation(
            sheet_sha256=sha, confirmed_on=on, confirmed_by=actor.nickname, document=document
        )
        s.add(made)
        _name(s, sheet)
        return s.done(sheet_id)


@writes(Area.MOBILITIES)
def take_back(store: Store, actor: Actor, confirmation_id: int) -> Done:
    """Take a confirmation away that was a mistake."""
    with store.write(Label("rate_confirmation_removed"), actor) as s:
        s.delete(load(s, RateConfirmation, confirmation_id))
        return s.done(confirmation_id)


@reads(Area.EXPORT)
def save_as(
    store: Store, actor: Actor, sheet_id: int, kind: Literal["json", "csv"], path: Path
) -> None:
    """Write a sheet to ``path``, all of it or nothing.

    The JSON is the very text whose SHA-256 is confirmed and kept with every grant.
    """
    with store.read() as s:
        found = one(s, sheet_id)
        text = text_of(s, sheet_id)
    if kind == "json":
        write_atomically(path, text)
        return
    from mobdesk.exports.rows_csv import rows_csv

    write_atomically(path, rows_csv(to_csv_rows(found.sheet)))


def _typed(
    content: Mapping[str, Any], before: RateSheet | None, document: str, url: str, today: date
) -> RateSheet:
    """The sheet of a form, with its document as the source of what is new."""
    sheet = parse(content)
    changed = {one.path for one in compare(before, sheet)} if before else set()
    if before is None or changed:
        problems = _document_problems(document)
        if problems:
            raise Invalid(problems)
        sourced = with_sources(to_dict(sheet), changed, tidy(document), url, today.isoformat())
        return parse(sourced)
    return sheet


def _document_problems(document: str) -> list[Problem]:
    if not document.strip():
        return [Problem("document", "needed")]
    if len(document) > LONGEST_DOCUMENT:
        return [Problem("document", "too_long", {"most": LONGEST_DOCUMENT})]
    return []


def _keep(s: Writing, sheet: RateSheet) -> Done:
    """A new record with the newest revision."""
    kept = Kept()
    _put(kept, replace(sheet, revision=_revision(s, sheet)))
    s.add(kept)
    s.flush()
    _name(s, parse(kept.body))
    return s.done(kept.id)


def _put(kept: Kept, sheet: RateSheet) -> None:
    body = to_json(sheet)
    kept.agency, kept.call_year, kept.field = sheet.agency, sheet.call_year, sheet.field
    kept.revision, kept.title = sheet.revision, sheet.title or None
    kept.body, kept.sha256 = body, sha256(body)


def _revision(s: Session, sheet: RateSheet) -> int:
    """Its own where it is higher than all others of its call; else the next one."""
    others = [x.revision for _number, x in of_same_call(s, sheet)]
    return max(sheet.revision, max(others) + 1) if others else sheet.revision


def _values(sheet: RateSheet) -> dict[str, Any]:
    return {
        "agency": sheet.agency, "call_year": sheet.call_year, "field": sheet.field,
        "revision": sheet.revision,
    }  # fmt: skip


def _name(s: Writing, sheet: RateSheet) -> None:
    s.label_values.update(_values(sheet))


def _refuse_shipped(ids: Sequence[int]) -> None:
    if any(number < 0 for number in ids):
        raise Refused("sheet_shipped")
