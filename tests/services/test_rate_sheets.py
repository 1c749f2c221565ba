"""Rate sheets: which one a project is paid by, what comes in, changes, and is confirmed."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import date

import pytest

from mobdesk.domain.rate_sheets import RateSheet, to_json
from mobdesk.models.rate_sheets import RateConfirmation
from mobdesk.models.rate_sheets import RateSheet as Kept
from mobdesk.models.store import Label, Store
from mobdesk.services import projects, rate_sheets
from mobdesk.services.rate_sheets import AMBIGUOUS, NO_SHEET, shipped
from mobdesk.services.records import Query
from tests.stores import COORDINATOR, TRAINER

PL_2021, PL_2022 = shipped()[:2]
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
    with store.read() as s:
        rate_sheets.sheets_for_projects(s, ids)
        start = time.process_time()
        found = rate_sheets.sheets_for_projects(s, ids)
        assert time.process_time() - start < 0.05
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


@pytest.mark.parametrize("sheet", shipped(), ids=lambda sheet: f"{sheet.agency}-{sheet.call_year}")
def test_every_shipped_number_has_a_source_read_on_a_day(sheet: RateSheet) -> None:
    assert sheet.source
    for source in sheet.source:
        assert source.url.startswith("https://")
        assert date.fromisoformat(source.read)
        assert source.status in {"read", "read for another action", "read for another call"}
    assert json.loads(to_json(sheet))["revision"] == 1
