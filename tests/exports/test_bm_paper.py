"""The BM sheet on paper."""

from __future__ import annotations

from datetime import date

from mobdesk.exports.bm_paper import PaperSheet, make_paper
from tests.exports.test_pdf import pages_of, squeezed

LINES = [("Last name", "Παπαδοπούλου-Järvekülg", "entered"),
         ("Start date", "04/12/2026", "enter again, was 27/11/2026")]  # fmt: skip


def sheet(lines, **more) -> PaperSheet:
    parts = [("Participant", lines), ("", lines[:1])]
    heads = ("Field", "Value", "In BM")
    return PaperSheet("BM sheet: Tamm", "2025-1-EE01-KA121-ADU-000005151", heads, parts,
                      date(2026, 11, 23), **more)  # fmt: skip


def test_every_value_and_state_is_printed() -> None:
    (page,) = pages_of(make_paper(sheet(LINES)))
    for word in ("BM sheet: Tamm", "Participant", "Παπαδοπούλου-Järvekülg", "was 27/11/2026"):
        assert squeezed(word) in squeezed(page)


def test_a_long_sheet_goes_on_and_a_demo_says_so() -> None:
    pages = pages_of(make_paper(sheet(LINES * 60, demo=True)))
    assert len(pages) > 1
    assert squeezed("DEMO") in squeezed(pages[0])
