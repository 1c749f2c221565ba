"""Kinds of files to send: what each tells, and what it leaves out; the tables of money."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date

import openpyxl
import pytest

from mobdesk import texts
from mobdesk.domain.report_kinds import CONTENTS, KINDS
from mobdesk.exports.packages import package_name
from mobdesk.exports.pdf import make_pdf
from mobdesk.exports.report import of_kind
from mobdesk.exports.report_json import from_json, to_json
from mobdesk.exports.report_money import Rates
from mobdesk.exports.tables_csv import make_csv
from mobdesk.exports.xlsx import make_xlsx
from tests.exports.samples import sample, with_money
from tests.exports.test_pdf import pages_of

CONFIRMED = date(2026, 9, 3)


def pdf_text(pdf: bytes) -> str:
    return " ".join(" ".join(pages_of(pdf)).split())


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_reads_back_from_pdf_workbook_tables_and_frozen_copy(kind: str) -> None:
    report = of_kind(with_money(sample(14, papers=True)), kind)
    assert from_json(to_json(report)) == report
    text = pdf_text(make_pdf(report))
    assert report.project.code in text
    assert texts.word(f"report.kind.{kind}") in text or kind == "amendment-letter"
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx(report)))
    assert len(book.sheetnames) == len(make_csv(report)) + 1
    assert kind in package_name(report)


def test_only_our_copy_tells_birth_dates_and_addresses() -> None:
    whole = with_money(sample(14, papers=True))
    known = next(p for p in whole.people if p.email)
    for kind in KINDS:
        report = of_kind(whole, kind)
        told = known.email.encode() in to_json(report)
        assert told == (kind == "our-copy")
        assert bool(report.attachments) == (kind == "our-copy")


def test_a_letter_names_nobody() -> None:
    report = of_kind(with_money(sample(14)), "amendment-letter")
    assert (report.people, report.mobilities, report.grants, report.payments) == ((), (), (), ())
    text = pdf_text(make_pdf(report))
    assert "Move 600 € from Travel to Course fees. Reason: more courses" in text
    assert "Tamm" not in text


def test_use_of_funds_tells_every_cent() -> None:
    report = of_kind(with_money(sample(14)), "use-of-funds")
    book = openpyxl.load_workbook(io.BytesIO(make_xlsx(report)))
    rows = list(book["Grants"].iter_rows(min_row=2, values_only=True))
    assert [row[6] for row in rows] == [309, None, 320]
    assert rows[2][8] == "the fourth day is free of charge"
    paid = [row[6] for row in book["Payments"].iter_rows(min_row=2, values_only=True)]
    assert paid == [916, None]
    costs = list(csv.DictReader(io.StringIO(make_csv(report)["tables/costs.csv"].decode())))
    assert [(c["amount"], c["currency"], c["rate"], c["euro"]) for c in costs] == [
        ("1234.50", "SEK", "11.2345", "109.89")
    ]
    text = pdf_text(make_pdf(report))
    assert "rate missing" in text


def test_the_first_award_stands_beside_what_holds_now() -> None:
    whole = with_money(sample(3))
    text = pdf_text(make_pdf(of_kind(whole, "interim-report")))
    assert "Awarded first" in text
    assert "Expected" in text
    assert "Awarded first" not in pdf_text(make_pdf(sample(3)))


def test_every_part_of_a_kind_is_drawn() -> None:
    from mobdesk.exports import pdf

    assert {part for parts in CONTENTS.values() for part in parts} <= set(pdf.PARTS)


def test_use_of_funds_says_who_confirmed_the_rates() -> None:
    whole = with_money(sample(3))
    rates = Rates("Adult education", "EE01", 2026, "ab" * 32)
    for given, said in (
        (None, "No rate sheet fits this project"),
        (rates, "EE01 2026, Adult education. Nobody has confirmed them yet."),
        (
            replace(
                rates, confirmed_on=date(2026, 9, 3), confirmed_by="Kersti", document="annex 2"
            ),
            "Confirmed by Kersti on 3 September 2026 against: annex 2.",
        ),
    ):
        report = of_kind(replace(whole, rates=given), "use-of-funds")
        assert said in pdf_text(make_pdf(report))
        overview = openpyxl.load_workbook(io.BytesIO(make_xlsx(report))).worksheets[0]
        assert any(said in str(row[1].value) for row in overview.iter_rows())
        assert from_json(to_json(report)) == report


def test_without_an_award_nothing_is_free_and_nothing_over() -> None:
    whole = sample(3)
    lines = tuple(replace(line, awarded_cents=None) for line in whole.budget)
    report = of_kind(replace(whole, budget=lines), "use-of-funds")
    text = pdf_text(make_pdf(report))
    assert "No award is entered" in text
    assert "over" not in text.split("Grants")[0].split("Budget:")[-1]
    assert "−" not in text
    budget = openpyxl.load_workbook(io.BytesIO(make_xlsx(report)))["Budget"]
    assert {(row[1].value, row[4].value) for row in budget.iter_rows(min_row=2)} == {(None, None)}
    assert from_json(to_json(report)) == report
