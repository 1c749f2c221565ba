"""One rule for CSV, workbook and clipboard."""

from __future__ import annotations

import pytest

from mobdesk.domain.neutral import neutral, would_run
from mobdesk.ui import clipboard

RUNS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]


@pytest.mark.parametrize("start", RUNS)
def test_what_a_spreadsheet_would_run_is_text_in_files_and_on_the_clipboard(start: str) -> None:
    text = f"{start}1+1"
    assert would_run(text)
    assert neutral(text).startswith("'")
    assert clipboard.cell(text).startswith("'")
    assert len(clipboard.tsv([[text, "x"]]).split("\t")) == 2


def test_ordinary_text_stays_as_it_is() -> None:
    for text in ("Maarja", "", "a = b", "’quoted"):
        assert neutral(text) == clipboard.cell(text) == text
