"""Papers in binders in the files to send: named with their place, sensitive ones never."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

from mobdesk.exports.report import OnPaper
from mobdesk.services import documents, reports
from tests.services.offices import TODAY, empty_office, note, office
from tests.services.test_reports import TAIL, Place, files_of, pdf_text, place

__all__ = ["empty_office", "office", "place"]


def number_of(place: Place) -> str:
    return f"{TAIL}-MOB-{place.stay:05d}"


def test_papers_of_project_and_mobilities_are_named_with_their_place(
    place: Place, tmp_path: Path
) -> None:
    note(place.office, "projects", place.project, "Grant agreement, signed", "Safe")
    tickets = "Εισιτήρια τρένου"
    note(
        place.office, "mobilities", place.stay, tickets, "Binder 3, shelf 2", dated=date(2026, 3, 2)
    )
    note(place.office, "people", place.ulle, "Diploma", "Binder 9")
    documents.file_paper(
        place.store, place.actor, place.member(), "certificate", on=TODAY, place="Binder 4"
    )
    name = "Žagar-Järvekülg, Ülle"
    assert place.preview().frozen.report.on_paper == (
        OnPaper(TAIL, "", "Grant agreement, signed", "", "Safe"),
        OnPaper(number_of(place), "", tickets, "", "Binder 3, shelf 2", date(2026, 3, 2)),
        OnPaper(number_of(place), "certificate", "", name, "Binder 4"),
    )
    files = files_of(place.make(tmp_path / "out", "folder").made.paths[0])
    text = next(data for path, data in files.items() if path.endswith("tables/on_paper.csv"))
    rows = list(csv.DictReader(io.StringIO(text.decode())))
    assert [(row["paper"], row["binder"], row["dated"]) for row in rows] == [
        ("Grant agreement, signed", "Safe", ""),
        (tickets, "Binder 3, shelf 2", "2026-03-02"),
        ("certificate", "Binder 4", ""),
    ]
    shown = pdf_text(next(data for path, data in files.items() if path.endswith(".pdf")))
    assert "Papers that stay on paper" in shown
    assert "Binder 3, shelf 2" in shown
    assert "Certificate with outcomes" in shown


def test_a_sensitive_paper_is_never_named(place: Place, tmp_path: Path) -> None:
    note(
        place.office, "mobilities", place.stay, "secret-title", "secret-place",
        sensitivity="sensitive",
    )  # fmt: skip
    found = place.preview()
    assert found.staying_on_paper == 1
    assert found.frozen.report.on_paper == ()
    made = files_of(place.make(tmp_path / "out", "folder").made.paths[0])
    assert not any(path.endswith("on_paper.csv") for path in made)
    assert not any(b"secret" in data for data in made.values())


def test_a_title_that_may_tell_of_health_stays_unless_somebody_keeps_it(place: Place) -> None:
    note(place.office, "mobilities", place.stay, "Letter about asthma", "Binder 3")
    found = place.preview()
    (line,) = (one for one in found.flagged if one.field == "on_paper")
    assert (line.line, line.number) == ("Letter about asthma, Binder 3", number_of(place))
    assert reports.narrowed(found, []).report.on_paper == ()
    kept = reports.narrowed(found, [], [line]).report
    assert [paper.title for paper in kept.on_paper] == ["Letter about asthma"]
