"""Rate sheets: which one a project is paid by, what comes in, changes, and is confirmed."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import event

from mobdesk.domain.rate_sheet_files import shipped_sheets
from mobdesk.domain.rate_sheet_form import filled, row_of, shaped
from mobdesk.domain.rate_sheets import RateSheet, Source, source_of, to_dict, to_json
from mobdesk.errors import Invalid, Problem, Refused, Stale
from mobdesk.models.rate_sheets import RateConfirmation
from mobdesk.models.rate_sheets import RateSheet as Kept
from mobdesk.models.store import Label, Store
from mobdesk.services import history, projects, rate_sheets
from mobdesk.services import rate_sheet_edits as edits
from mobdesk.services.rate_sheets import AMBIGUOUS, NO_SHEET
from mobdesk.services.records import Query
from tests.stores import COORDINATOR, TRAINER, store, template

__all__ = ["store", "template"]

TODAY = date(2026, 11, 22)
PL_2021, PL_2022 = shipped_sheets()[:2]
CODE = "2021-1-PL01-KA121-SCH-000012345"


def add_project(store: Store, code: str = CODE, **values: object) -> int:
    return projects.add(store, COORDINATOR, {"code": code, **values}, {}).ids[0]


def keep(store: Store, sheet: RateSheet) -> int:
    """A sheet as it stands in the workspace."""
    body = to_json(sheet)
    sha = rate_sheets.parsed(body).sha256
    with store.write(Label("rate_sheet_added"), COORDINATOR) as s:
        kept = Kept(
            agency=sheet.agency, call_year=sheet.call_year, field=sheet.field,
            revision=sheet.revision, title=sheet.title, body=body, sha256=sha,
        )  # fmt: skip
        s.add(kept)
        s.flush()
        s.done(kept.id)
        return kept.id


def of(store: Store, project: int) -> rate_sheets.SheetOf:
    with store.read() as s:
        return rate_sheets.sheet_for(s, project)


def test_a_project_is_paid_by_the_sheet_of_its_agency_call_and_field(store: Store) -> None:
    found = of(store, add_project(store))
    assert (found.sheet, found.code, found.confirmation) == (PL_2021, "", None)
    assert found.sha256 == PL_2021.sha256


@pytest.mark.parametrize(
    "code",
    [
        "2021-1-PL01-KA121-VET-000012345",
        "2023-1-PL01-KA121-SCH-000012345",
        "2021-1-EE01-KA121-SCH-000012345",
        "2021-1-PL01-KA131-HED-000012345",
    ],
)
def test_nothing_near_is_taken_instead(store: Store, code: str) -> None:
    found = of(store, add_project(store, code))
    assert (found.sheet, found.code, found.sha256) == (None, NO_SHEET, "")


def test_a_project_that_is_gone_has_no_sheet(store: Store) -> None:
    assert of(store, 99).code == NO_SHEET
    with store.read() as s:
        assert rate_sheets.sheets_for_projects(s, [99]) == {}


def test_the_highest_revision_wins_and_two_equal_ones_are_ambiguous(store: Store) -> None:
    project = add_project(store)
    keep(store, replace(PL_2021, revision=2, title="ours"))
    found = of(store, project).sheet
    assert found is not None
    assert found.title == "ours"
    keep(store, replace(PL_2021, revision=2, title="theirs"))
    assert of(store, project).code == AMBIGUOUS


def test_the_newest_confirmation_of_this_very_text_counts(store: Store) -> None:
    project = add_project(store)
    with store.write(Label("rate_sheet_confirmed"), COORDINATOR) as s:
        for day, sha in ((3, PL_2021.sha256), (9, PL_2021.sha256), (12, PL_2022.sha256)):
            s.add(
                RateConfirmation(
                    sheet_sha256=sha, confirmed_on=date(2026, 9, day), confirmed_by="Kersti",
                    document=f"Annex, page {day}",
                )
            )  # fmt: skip
        s.done()
    found = of(store, project).confirmation
    assert found is not None
    assert (found.confirmed_by, found.document) == ("Kersti", "Annex, page 9")
    keep(store, replace(PL_2021, revision=2))
    assert of(store, project).confirmation is None


def test_many_projects_ask_once(store: Store) -> None:
    ids = [add_project(store, f"2021-1-PL01-KA121-SCH-{n:09d}") for n in range(1, 40)]
    asked: list[str] = []
    with store.read() as s:
        event.listen(
            s.connection(), "before_cursor_execute", lambda _c, _d, text, *more: asked.append(text)
        )
        found = rate_sheets.sheets_for_projects(s, ids)
    assert len(asked) == 3, "projects, sheets of the workspace, confirmations"
    assert {one.sha256 for one in found.values()} == {PL_2021.sha256}


def test_the_list_has_shipped_sheets_and_those_of_the_workspace(store: Store) -> None:
    ours = keep(store, replace(PL_2021, revision=2, title="Ours"))
    found = rate_sheets.rows(store, COORDINATOR, rate_sheets.find(store, COORDINATOR))
    assert [(row.call_year, row.revision, row.shipped) for row in found] == [
        (2022, 1, True), (2021, 2, False), (2021, 1, True),
    ]  # fmt: skip
    assert (found[0].known, found[0].places) == (35, 38)
    assert rate_sheets.find(store, TRAINER, Query("ours pl01")) == [ours]
    assert rate_sheets.find(store, TRAINER, Query("ours 2022")) == []


def test_affected_are_the_projects_of_this_call_with_their_mobilities(store: Store) -> None:
    mine = add_project(store, title="Green paths")
    add_project(store, "2021-1-EE01-KA121-SCH-000012346")
    add_project(store, "2022-1-PL01-KA121-SCH-000012347")
    found = rate_sheets.affected(store, COORDINATOR, "PL01", 2021, "SCH")
    assert found == [rate_sheets.Affected(mine, CODE, "Green paths", 0)]


@pytest.mark.parametrize(
    "sheet", shipped_sheets(), ids=lambda sheet: f"{sheet.agency}-{sheet.call_year}"
)
def test_every_shipped_number_has_a_source_read_on_a_day(sheet: RateSheet) -> None:
    assert sheet.source
    for source in sheet.source:
        assert source.url.startswith("https://")
        assert date.fromisoformat(source.read)
        assert source.status in {"read", "read for another action", "read for another call"}
    assert json.loads(to_json(sheet))["revision"] == 1


# What comes in, changes, and is confirmed


def content(**values: object) -> dict[str, object]:
    """What a form of an agency's table gives."""
    made = shaped()
    made |= {"agency": "EE01", "call_year": 2026, "field": "ADU", "actions": ["KA121"], **values}
    return filled(made, {"travel[3].standard": "309", "course_fee.per_day": "80"})


def add(store: Store, **values: object) -> int:
    return edits.add(
        store, COORDINATOR, content(**values), document="Annex 3, page 2", url="", today=TODAY
    ).ids[0]


def get(store: Store, number: int) -> rate_sheets.SheetDetail:
    return rate_sheets.get(store, COORDINATOR, number)


def test_a_typed_sheet_has_its_document_as_source(store: Store) -> None:
    sheet = get(store, add(store)).sheet
    assert sheet.source == (Source("all", "", "2026-11-22", "typed", "Annex 3, page 2"),)
    assert sheet.travel[3].standard == Decimal(309)
    assert (sheet.course_fee.per_day, sheet.linguistic_support) == (Decimal(80), None)


def test_without_a_document_or_with_a_wrong_country_nothing_is_kept(store: Store) -> None:
    before = rate_sheets.find(store, COORDINATOR)
    with pytest.raises(Invalid) as refused:
        edits.add(store, COORDINATOR, content(), document=" ", url="", today=TODAY)
    assert refused.value.problems == (Problem("document", "needed"),)
    wrong = filled(content(), {"country_groups.1": ["DK", "XX"]})
    with pytest.raises(Invalid) as refused:
        edits.add(store, COORDINATOR, wrong, document="Annex", url="", today=TODAY)
    assert [row_of(p.field) for p in refused.value.problems] == ["country_groups.1"]
    assert rate_sheets.find(store, COORDINATOR) == before


def test_a_change_needs_a_new_confirmation_and_tells_its_own_source(store: Store) -> None:
    number = edits.duplicate(store, COORDINATOR, -1).ids[0]
    found = get(store, number)
    sha = found.sheet.sha256
    assert (found.sheet.revision, found.sheet.travel) == (2, PL_2021.travel)
    edits.confirm(store, COORDINATOR, number, sha, "Annex", TODAY, TODAY)
    assert get(store, number).confirmations[0].confirmed_by == "coordinator"
    new = filled(shaped(to_dict(found.sheet)), {"course_fee.per_day": "80"})
    edits.change(
        store, COORDINATOR, number, found.rev, new, document="Letter of 3 May", url="", today=TODAY
    )
    after = get(store, number)
    assert (after.confirmations, after.sheet.revision) == ((), 2)
    fee = source_of(after.sheet, "course_fees")
    assert fee == Source("course fees", "", "2026-11-22", "typed", "Letter of 3 May")
    assert source_of(after.sheet, "travel") == PL_2021.source[0]
    with pytest.raises(Stale):
        edits.change(store, COORDINATOR, number, found.rev, new, document="x", url="", today=TODAY)
    history.undo(store, COORDINATOR)
    assert len(get(store, number).confirmations) == 1, "the same text is confirmed as before"


def test_the_same_values_again_change_nothing_and_ask_for_no_document(store: Store) -> None:
    found = get(store, add(store))
    same = filled(shaped(to_dict(found.sheet)), {})
    edits.change(store, COORDINATOR, found.id, found.rev, same, document="", url="", today=TODAY)
    assert get(store, found.id).sheet.sha256 == found.sheet.sha256


def test_only_this_very_text_is_confirmed(store: Store) -> None:
    number = add(store)
    with pytest.raises(Refused, match="rate_sheet_changed_meanwhile"):
        edits.confirm(store, COORDINATOR, number, "0" * 64, "Annex", TODAY, TODAY)
    sha = get(store, number).sheet.sha256
    tomorrow = date(2026, 11, 23)
    with pytest.raises(Invalid) as refused:
        edits.confirm(store, COORDINATOR, number, sha, "", tomorrow, TODAY)
    assert [p.code for p in refused.value.problems] == ["needed", "confirmed_in_future"]
    edits.confirm(store, COORDINATOR, number, sha, "Annex", TODAY, TODAY)
    edits.take_back(store, COORDINATOR, get(store, number).confirmations[0].id)
    assert get(store, number).confirmations == ()


def test_a_shipped_sheet_can_be_confirmed_and_neither_changed_nor_removed(store: Store) -> None:
    edits.confirm(store, COORDINATOR, -1, PL_2021.sha256, "Annex", TODAY, TODAY)
    project = add_project(store)
    assert of(store, project).confirmation is not None
    with pytest.raises(Refused, match="sheet_shipped"):
        edits.remove(store, COORDINATOR, [-1])
    with pytest.raises(Refused, match="sheet_shipped"):
        edits.change(store, COORDINATOR, -1, 0, content(), document="x", url="", today=TODAY)


def test_out_and_in_again_is_the_same_sheet(store: Store, tmp_path: Path) -> None:
    for number in (-1, add(store)):
        path = tmp_path / f"{number}.json"
        edits.save_as(store, COORDINATOR, number, "json", path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == get(store, number).sheet.sha256
        with pytest.raises(Refused, match="rate_sheet_already_here"):
            edits.bring_in(store, COORDINATOR, path)
    edits.remove(store, COORDINATOR, [number])
    done = edits.bring_in(store, COORDINATOR, path)
    assert done.values == {"agency": "EE01", "call_year": 2026, "field": "ADU", "revision": 1}
    history.undo(store, COORDINATOR)
    assert len(rate_sheets.find(store, COORDINATOR)) == len(shipped_sheets())


def test_what_comes_in_is_the_newest_revision(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "sheet.json"
    path.write_text(to_json(replace(PL_2021, title="Corrected")), "utf-8")
    done = edits.bring_in(store, COORDINATOR, path)
    assert done.values["revision"] == 2
    found = of(store, add_project(store)).sheet
    assert found is not None
    assert found.title == "Corrected"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("{", "json_unreadable"), ('{"format": "other"}', "invalid_input"),
        (" " * 8_000_001, "file_too_large"), (None, "file_gone"),
    ],
)  # fmt: skip
def test_what_is_no_sheet_is_refused(
    store: Store, tmp_path: Path, text: str | None, code: str
) -> None:
    path = tmp_path / "sheet.json"
    if text is not None:
        path.write_text(text, "utf-8")
    with pytest.raises(Refused, match=code):
        edits.bring_in(store, COORDINATOR, path)


def test_csv_has_a_row_for_each_number_and_runs_nothing(store: Store, tmp_path: Path) -> None:
    number = add(store, title="=1+1")
    path = tmp_path / "sheet.csv"
    edits.save_as(store, COORDINATOR, number, "csv", path)
    rows = list(csv.reader(path.read_text("utf-8").splitlines()))
    assert ["sheet", "title", "'=1+1", "", "", ""] in rows
    assert ["travel", "travel.500.standard", "309", "", "2026-11-22", "typed"] in rows


def test_the_history_tells_the_numbers_that_changed(store: Store) -> None:
    found = get(store, add(store))
    new = filled(shaped(to_dict(found.sheet)), {"course_fee.per_day": "90"})
    edits.change(
        store, COORDINATOR, found.id, found.rev, new, document="Letter", url="", today=TODAY
    )
    step = history.find(store, COORDINATOR)[0]
    told = {one.field: (one.before, one.after) for one in history.fields(store, COORDINATOR, step)}
    assert told["course_fee.per_day"] == ("80", "90")
    assert "body" not in told
