"""The frozen report: round trip, stable order, figures."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest

from mobdesk.errors import Refused
from mobdesk.exports.report import (
    BudgetLine,
    MobilityRow,
    figures,
    frozen,
    paper_name,
)
from mobdesk.exports.report_json import from_json, to_json
from tests.exports.samples import sample


@pytest.mark.parametrize("n", [0, 1, 30])
def test_json_round_trip_keeps_everything(n: int) -> None:
    report = sample(n, papers=True)
    assert from_json(to_json(report)) == report


def test_insertion_order_does_not_matter() -> None:
    report = sample(40, papers=True)
    draw = random.Random(7)

    def mixed(rows):
        return tuple(draw.sample(rows, len(rows)))

    shuffled = replace(
        report,
        people=mixed(report.people),
        mobilities=mixed(report.mobilities),
        budget=mixed(report.budget),
        missing=mixed(report.missing),
        not_due=mixed(report.not_due),
        attachments=mixed(report.attachments),
    )
    assert to_json(shuffled) == to_json(report)


def test_the_instant_is_kept_in_utc_whole_seconds() -> None:
    local = datetime(2026, 11, 23, 1, 15, 9, 77, tzinfo=timezone(timedelta(hours=2)))
    report = frozen(replace(sample(0), frozen_at=local))
    assert report.frozen_at.isoformat() == "2026-11-22T23:15:09+00:00"
    assert report.frozen_on == date(2026, 11, 22)


@pytest.mark.parametrize(
    "broken",
    [b"", b"[]", b"{}", b'{"format": 1}', b'{"format": 1, "report": {"program": 5}}', b"\xff"],
)
def test_what_is_no_report_is_refused(broken: bytes) -> None:
    with pytest.raises(Refused) as caught:
        from_json(broken)
    assert caught.value.code == "report_unreadable"


def test_a_report_of_a_newer_program_is_refused() -> None:
    with pytest.raises(Refused) as caught:
        from_json(to_json(sample(1)).replace(b'"format":1', b'"format":2'))
    assert caught.value.code == "report_newer"


def test_an_unknown_field_is_refused_not_dropped() -> None:
    with pytest.raises(Refused):
        from_json(to_json(sample(0)).replace(b'"demo":false', b'"demo":false,"secret":1'))


def test_figures_leave_out_what_ended_before_the_journey() -> None:
    rows = (
        MobilityRow("a", "1", person_keys=("p1",), stage="returned", country="SI"),
        MobilityRow("b", "2", person_keys=("p1",), stage="closed", country="ES"),
        MobilityRow("c", "3", person_keys=("p2",), stage="confirmed", end_kind="withdrawn"),
        MobilityRow("d", "4", person_keys=("p3",), stage="abroad", end_kind="returned_early"),
        MobilityRow("e", "5", person_keys=("p4",), participants=10, stage="confirmed"),
    )
    sums = figures(
        replace(sample(0), mobilities=rows, budget=(BudgetLine("travel", 100, 130, 70),))
    )
    assert (sums.planned, sums.done, sums.ended) == (4, 3, 1)
    assert sums.people == 3 + 9
    assert sums.countries == ("ES", "SI")
    assert (sums.done_cents, sums.free_cents) == (70, -30)


@pytest.mark.parametrize(
    ("suffix", "name"),
    [
        ("pdf", "papers/M-007_grant-agreement_02.pdf"),
        (".JPG", "papers/M-007_grant-agreement_02.jpg"),
        ("../x", "papers/M-007_grant-agreement_02.x"),
        ("", "papers/M-007_grant-agreement_02.bin"),
    ],
)
def test_names_of_papers_carry_codes(suffix: str, name: str) -> None:
    assert paper_name("M-007", "grant_agreement", 2, suffix) == name
