"""List of participants and the sheets with codes, as they come out of the printer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pypdfium2
import pytest

from mobdesk.exports.lists import ROW, ParticipantList, Signer, make_list
from mobdesk.exports.report import Organisation
from mobdesk.exports.sheets import make_private_sheet, make_workspace_sheet
from tests.exports.test_pdf import pages_of, squeezed

NAMES = ("Aas, Mare", "Õunapuu, Liis", "Παπαδοπούλου, Ελένη", "Шевченко, Оксана",
         "Świętosławska-Brzęczyszczykiewicz, Łucja")  # fmt: skip


def listed(n: int, **other) -> ParticipantList:
    signers = tuple(
        Signer(
            f"{NAMES[i % 5]} {i}", "accompanying" if i == n - 1 else "learner", "Võru",
            f"Subgroup {'AB'[i * 2 // n]}",
        )
        for i in range(n)
    )  # fmt: skip
    return ParticipantList(
        organisation=Organisation("Emajõe koolituskeskus", "E10222333", "Tartu", "EE"),
        project_code="2026-1-EE01-KA121-ADU-000312345",
        activity="Group mobility of adult learners, “Käsitöö”",
        host="Center znanja Ljubljanica, Ljubljana, Slovenia",
        signers=signers,
        made_on=date(2026, 11, 23),
        list_id="7F3A",
        start=date(2027, 4, 20),
        end=date(2027, 4, 24),
        leaves=date(2027, 4, 19),
        back=date(2027, 4, 25),
        activity_days=5,
        signed_by="Kersti Laanemäe, coordinator",
        **other,
    )


def letters(text: str) -> str:
    """Letters and digits: the reader drops a hyphen at the end of a line."""
    return "".join(c for c in squeezed(text) if c.isalnum())


@pytest.mark.parametrize(("n", "pages"), [(0, 1), (1, 1), (10, 1), (16, 1), (17, 2), (40, 3)])
def test_up_to_sixteen_people_on_one_page(n: int, pages: int) -> None:
    found = pages_of(make_list(listed(n)))
    assert len(found) == pages
    text = letters("".join(found))
    for i in range(n):
        assert letters(f"{NAMES[i % 5]} {i}") in text
    for number, page in enumerate(found, 1):
        assert "Signature, first day" in page
        assert "2026-1-EE01-KA121-ADU-000312345" in page
        assert "20 – 24 April 2027 (5 days)" in page
        assert "19 and 25 April 2027" in page
        assert f"page {number} of {pages}" in page
        assert ("For the host" in page) == (number == pages)


def test_a_name_that_cannot_be_printed_is_told_on_the_list() -> None:
    said = letters("¤ is a letter that cannot be printed. Write the name by hand: U+5C0F U+6797")
    (told,) = pages_of(make_list(replace(listed(1), signers=(Signer("小林, Anu"),))))
    assert said in letters(told)
    assert "cannotbeprinted" not in letters("".join(pages_of(make_list(listed(2)))))


def test_every_row_leaves_room_for_a_hand() -> None:
    for n in (10, 16):
        document = pypdfium2.PdfDocument(make_list(listed(n)))
        text = document[0].get_textpage()
        places = []
        for name in (f"Mare {i}" for i in range(0, n, 5)):
            search = text.search(name)
            index, _count = search.get_next()
            places.append(text.get_charbox(index)[1])
            search.close()
        gaps = {round((a - b) / 5) for a, b in pairwise(places)}
        assert gaps == {round(ROW)}
        text.close()
        document.close()


def test_subgroups_are_told_by_their_numbers() -> None:
    text = pages_of(make_list(listed(10)))[0].replace("\n", " ")
    assert "Subgroup A: numbers 1–5. Subgroup B: numbers 6–10." in text


def test_a_demo_list_says_so() -> None:
    assert all("DEMO" in page for page in pages_of(make_list(listed(20, demo=True))))


def test_the_workspace_sheet_holds_code_and_use() -> None:
    groups = ["ABCD", "EFGH", "JKLM", "NPQR", "STUV", "WXYZ", "2345"]
    data = make_workspace_sheet("Emajõe koolituskeskus", "7c1e", groups, date(2026, 11, 22))
    text = pages_of(data)[0]
    for group in groups:
        assert group in text
    for part in ("Workspace sheet", "Emajõe koolituskeskus", "22 November 2026", "locked place"):
        assert part in text
    assert data == make_workspace_sheet("Emajõe koolituskeskus", "7c1e", groups, date(2026, 11, 22))


def test_the_private_sheet_is_for_its_writer_only() -> None:
    text = pages_of(make_private_sheet("kersti", "W", ["AAAA", "BBBB"], date(2026, 11, 22)))[0]
    assert "kersti" in text
    assert "Nobody else has it" in text
