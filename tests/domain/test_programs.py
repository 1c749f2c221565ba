from __future__ import annotations

import pytest

from mobdesk.domain.programs import is_program


@pytest.mark.parametrize(
    "name", ["setup.exe", "SETUP.EXE", "plan.pdf.exe", "a.exe.", "a.exe ", "x.bat", "run.sh",
    "a.js", "paketti.msi", "Kiri.LNK", "a.jar"],
)  # fmt: skip
def test_what_a_computer_runs(name: str) -> None:
    assert is_program(name)


@pytest.mark.parametrize(
    "name", ["leping.pdf", "exe", "photo.jpg", "leping.asice", "", ".", "about exe files.docx"]
)
def test_what_it_only_shows(name: str) -> None:
    assert not is_program(name)
