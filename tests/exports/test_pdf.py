"""The PDF as a reader sees it: text in all scripts, pages, bookmarks, language, dates."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pikepdf
import pypdfium2
import pytest

from mobdesk import i18n
from mobdesk.exports.pdf import make_pdf
from mobdesk.exports.pdf_parts import Pen
from mobdesk.exports.report import PersonRow, Report
from tests.exports.samples import sample


def pages_of(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        found = []
        for page in document:
            text = page.get_textpage()
            found.append(text.get_text_bounded().replace("\r\n", "\n"))
            text.close()
            page.close()
        return found
    finally:
        document.close()


def squeezed(text: str) -> str:
    return "".join(text.split())


@cache
def small() -> list[str]:
    return pages_of(make_pdf(sample(14)))


def test_every_script_can_be_read_back() -> None:
    names = (
        ("Õunapuu", "Ülle"), ("Žnidaršič", "Čučko"), ("Παπαδοπούλου", "Ώρα"),
        ("Љубичић", "Щербак"), ("Świętosławska", "Łucja"), ("Öztürk", "İlkay"),
    )  # fmt: skip
    people = tuple(PersonRow(str(i), last, first) for i, (last, first) in enumerate(names))
    text = "".join(pages_of(make_pdf(replace(sample(0), people=people))))
    for last, first in names:
        assert f"{last}, {first}" in text


def test_cover_says_the_whole_in_figures() -> None:
    cover = small()[0]
    for part in (
        "Our copy", "Learning across", "Emajõe koolituskeskus, Tartu",
        "2024-1-EE01-KA121-ADU-000219876", "64,950 €", "Individual support", "of 38,600",
        "Co-funded by the European Union", "23 November 2026",
    ):  # fmt: skip
        assert part in cover
    assert "extended to 31 August 2026" in cover.replace("\n", " ")
    assert "3 papers are missing; they are named on page 7." in cover.replace("\n", " ")


def test_every_page_is_numbered_and_named() -> None:
    for number, text in enumerate(small(), 1):
        assert f"page {number} of {len(small())}" in text
        assert "2024-1-EE01-KA121-ADU-000219876" in text


def test_bookmarks_title_language_and_dates() -> None:
    with pikepdf.open(_file(make_pdf(sample(14)))) as pdf:
        assert str(pdf.Root.Lang) == "en"
        assert str(pdf.docinfo["/Title"]) == "Our copy: Learning across borders, 2024–2026"
        assert str(pdf.docinfo["/CreationDate"]) == "D:20261123093000+00'00'"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        with pdf.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "Summary and charts",
                "Mobilities, one by one",
                "Participants",
                "Budget: awarded, signed for, done, free",
                "What is missing, and what is left out",
            ]
        fonts = [str(font.BaseFont) for page in pdf.pages for font in page.Resources.Font.values()]
    assert any("SourceSans" in font for font in fonts)


def _file(data: bytes):
    from io import BytesIO

    return BytesIO(data)


def test_tables_repeat_their_head_and_lose_no_row() -> None:
    pages = pages_of(make_pdf(sample(300)))
    text = "\n".join(pages)
    tables = [page for page in pages if page.startswith("Mobilities, one by one")]
    assert len(tables) > 5
    assert all("Activity dates" in page for page in tables)
    for n in range(1, 301):
        assert f"M-{n:03d}" in text


def test_long_text_is_wrapped_never_lost() -> None:
    long = "Donaudampfschifffahrtsgesellschaftskapitän" * 4
    words = " ".join(f"word{i}" for i in range(900))
    report = sample(2)
    first = replace(report.mobilities[0], host=long, title=words, participants=9)
    report = replace(report, mobilities=(first, report.mobilities[1]))
    text = squeezed("".join(pages_of(make_pdf(report))))
    assert long in text
    for i in range(0, 900, 37):
        assert f"word{i}" in text


def test_markup_in_data_is_text() -> None:
    report = sample(1)
    person = replace(report.people[0], last_name="<b>O'Neil</b> & <img src='x'>")
    text = squeezed("".join(pages_of(make_pdf(replace(report, people=(person,))))))
    assert "<b>O'Neil</b>&<imgsrc='x'>" in text


def test_letters_that_cannot_be_printed_are_named() -> None:
    report = sample(1)
    person = replace(report.people[0], last_name="მაია", first_name="A\u0301da\u200b")
    pages = pages_of(make_pdf(replace(report, people=(person,))))
    assert "¤¤¤¤, Áda" in pages[-3] + pages[-2]
    assert "U+10DB" in pages[-1].replace("\n", " ")


def test_empty_report_says_so() -> None:
    pages = pages_of(make_pdf(sample(0)))
    text = "\n".join(pages)
    assert "No mobilities are planned yet." in text
    assert "No mobilities are entered for this project." in text
    assert "No mobility is planned, so no paper is asked for." in text


def test_demo_stands_on_every_page() -> None:
    assert all("DEMO" in page for page in pages_of(make_pdf(sample(14, demo=True))))
    assert not any("DEMO" in page for page in small())


def test_nothing_overflows_in_a_longer_language() -> None:
    document = pypdfium2.PdfDocument(make_pdf(sample(14), i18n.STRETCHED))
    for page in document:
        text = page.get_textpage()
        for i in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(i)
            assert left >= 0
            assert right <= 596
            assert bottom >= 0
            assert top <= 842
        text.close()
        page.close()
    document.close()


def test_cover_in_one_colour_for_printing() -> None:
    assert "Our copy" in pages_of(make_pdf(sample(3), one_colour=True))[0]


@pytest.mark.parametrize("text", ["", " ", "one", "a-b" * 60, "x" * 500, "two words", "ä" * 3])
def test_wrapped_lines_fit_and_hold_every_letter(text: str) -> None:
    report: Report = sample(0)
    pen = Pen("t", "a", "en", report.frozen_at)
    lines = pen.wrap(text, 80, 8.5)
    assert squeezed("".join(lines)) == squeezed(text)
    assert all(pen.width(line, 8.5) <= 80 for line in lines)


def test_only_embedded_fonts_are_named() -> None:
    with pikepdf.open(_file(make_pdf(sample(3)))) as pdf:
        for page in pdf.pages:
            for font in page.Resources.Font.values():
                assert "/FontFile2" in font.FontDescriptor
                assert "SourceSans" in str(font.BaseFont)


def changed(report: Report, **values) -> Report:
    return replace(report, mobilities=tuple(replace(m, **values) for m in report.mobilities))


def test_a_mobility_without_a_kind_of_activity_is_counted_as_such() -> None:
    report = sample(2)
    first, second = report.mobilities
    report = replace(report, mobilities=(
        replace(first, activity_type="", stage="confirmed", end_kind=""),
        replace(second, activity_type="invited-expert", stage="confirmed", end_kind=""),
    ))  # fmt: skip
    text = pages_of(make_pdf(report))
    said = squeezed("1 × Invited expert, 1 without a kind of activity yet.")
    assert said in squeezed(text[0])
    charts = squeezed("".join(text[1:3]))
    assert squeezed("The most frequent kind: Invited expert, 1 of 2.") in charts
    assert squeezed("Not entered yet") in charts


def test_where_no_kind_is_entered_none_is_called_the_most_frequent() -> None:
    text = " ".join(pages_of(make_pdf(changed(sample(3), activity_type=""))))
    assert "most frequent" not in text
    assert "kind: –" not in text


def test_numbers_break_at_hyphens_only() -> None:
    report = sample(3)
    numbers = [f"000219876-MOB-{n:05d}" for n in range(1, 4)]
    rows = (replace(m, number=n) for m, n in zip(report.mobilities, numbers, strict=True))
    report = replace(report, mobilities=tuple(rows))
    lines = {line.strip() for page in pages_of(make_pdf(report)) for line in page.splitlines()}
    words = {word for line in lines for word in line.split()}
    assert {"000219876-", "00002"} <= words or {"000219876-", "MOB-00002"} <= words


@pytest.mark.parametrize("n", [1, 3, 8, 12, 30, 60])
def test_no_page_is_begun_for_one_small_chart(n: int) -> None:
    titles = ("Mobilities by activity", "Mobilities by country", "Mobilities by stage")
    pages = pages_of(make_pdf(sample(n)))
    summary = [page for page in pages[1:4] if any(title in page for title in titles)]
    assert len(summary) == 1
