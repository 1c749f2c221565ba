"""Files to send from a real workspace: what is in them, what stays here, the frozen copy."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import pypdfium2
import pytest

from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Role
from mobdesk.errors import Cancelled, NotAllowed, Refused, Stale
from mobdesk.exports.report_json import to_json
from mobdesk.models.grants import GrantLine
from mobdesk.models.mobilities import Member
from mobdesk.models.store import Label
from mobdesk.services import (
    agency_payments,
    awards,
    budgets,
    costs,
    documents,
    grants,
    history,
    members,
    mobilities,
    organisations,
    packages,
    projects,
    readiness,
    reports,
    stages,
    today,
    verifying,
)
from mobdesk.services.mobility_plans import MemberPlan, SubgroupPlan
from tests.services.offices import (
    CODE,
    TODAY,
    Office,
    add_person,
    add_project,
    add_stay,
    attach,
    empty_office,
    office,
)
from tests.support import shared_data

__all__ = ["empty_office", "office"]

AT = datetime(2026, 11, 22, 9, 30, 15, tzinfo=UTC)
SCAN = b"%PDF-1.4 signed agreement" * 50
TAIL = "000214921"


class Place:
    """A project with one stay of Ülle, one without a name, and papers of each mark."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.store, self.actor = office.store, office.actor
        self.project = add_project(
            office, title="Jõgi ja meri", start=date(2024, 6, 1), end=date(2026, 5, 31)
        )
        rev = projects.get(self.store, self.actor, self.project).rev
        projects.change(
            self.store, self.actor, self.project, rev, {},
            {"travel": 500_000, "individual_support": 900_000},
        )  # fmt: skip
        self.ulle = add_person(
            office,
            "Ülle",
            "Žagar-Järvekülg",
            email="ulle@keskus.example",
            birth_date=date(1980, 2, 3),
        )
        self.stay = add_stay(
            office, [self.ulle], date(2026, 3, 2), project_id=self.project,
            activity_type="job-shadowing", hosting_city="Θεσσαλονίκη", hosting_country="GR",
            note="Goes by train\nhas asthma, needs a quiet room",
        )  # fmt: skip
        self.other = add_stay(office, [], date(2026, 5, 4), project_id=self.project)
        self.agreement = attach(office, "mobilities", self.stay, "Ülle leping.pdf", SCAN)
        self.secret = attach(
            office, "mobilities", self.stay, "arst.pdf", b"%PDF-1.4 doctor", sensitivity="sensitive"
        )

    def member(self) -> int:
        found = mobilities.get(self.store, self.actor, self.stay)
        return found.subgroups[0].members[0].id

    def preview(self) -> reports.Preview:
        return reports.preview(self.store, self.actor, self.project, TODAY, at=AT)

    def make(self, to: Path, form: str = "zip", **given: object) -> packages.Result:
        found = self.preview()
        frozen = reports.narrowed(found, [f.id for f in found.supporting if f.may_leave])
        return packages.make(self.store, self.actor, frozen, form, to, **given)


@pytest.fixture
def place(office: Office) -> Place:
    return Place(office)


def pdf_text(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def files_of(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


# --- kinds of files -----------------------------------------------------------------------------


def test_a_letter_without_an_open_request_is_refused(place: Place) -> None:
    with pytest.raises(Refused) as refused:
        reports.preview(place.store, place.actor, place.project, TODAY, kind="amendment-letter")
    assert refused.value.code == "no_change_asked"
    moved = {"from_category": "travel", "to_category": "individual_support", "amount": 10_000}
    awards.add_transfer(place.store, place.actor, place.project, moved)
    found = reports.preview(
        place.store, place.actor, place.project, TODAY, kind="amendment-letter", at=AT
    )
    assert [(c.kind, c.cents) for c in found.frozen.report.changes] == [("transfer", 10_000)]
    assert not found.names_people


def test_use_of_funds_tells_grants_payments_and_costs_as_the_window_does(place: Place) -> None:
    actor, store = place.actor, place.store
    grants.set_grants(store, actor, [place.member()], "travel", 30_900, "letter of 2 May")
    assert not any(g.person for g in place.preview().frozen.report.grants)  # nobody is chosen yet
    stages.move(store, actor, place.stay, "confirmed", TODAY, "told on the phone")
    costs.add(
        store, actor, place.project,
        {"category": "exceptional_costs", "what": "Ferry", "amount": 12_000, "currency": "EUR",
         "mobility_id": place.stay},
        TODAY,
    )  # fmt: skip
    agency_payments.add(store, actor, place.project, {"title": "First", "percent": "80"}, TODAY)
    found = reports.preview(store, actor, place.project, TODAY, kind="use-of-funds", at=AT)
    report = found.frozen.report
    told = {(g.category, g.cents, g.reason) for g in report.grants if g.person}
    assert ("travel", 30_900, "letter of 2 May") in told
    assert [(c.what, c.cents, c.number) for c in report.costs] == [
        ("Ferry", 12_000, f"{TAIL}-MOB-{place.stay:05d}")
    ]
    assert [(r.title, r.cents) for r in report.received] == [("First", 1_120_000)]
    board = {
        row.name: row for row in budgets.overview(store, actor, place.project).board.categories
    }
    for line in report.budget:
        row = board[line.category]
        assert (line.awarded_cents, line.signed_cents, line.done_cents, line.expected_cents) == (
            row.now, row.signed, row.done, row.expected,
        )  # fmt: skip
    assert not any(p.email or p.birth_date for p in report.people)


def test_a_reason_that_may_tell_of_health_stays_unless_it_is_kept(place: Place) -> None:
    reason = "less luggage, she has asthma"
    stages.move(place.store, place.actor, place.stay, "confirmed", TODAY, "told on the phone")
    grants.set_grants(place.store, place.actor, [place.member()], "travel", 30_900, reason)
    found = reports.preview(
        place.store, place.actor, place.project, TODAY, kind="use-of-funds", at=AT
    )
    (flagged,) = found.flagged
    assert (flagged.field, flagged.line, flagged.mobility_id) == ("grants", reason, place.stay)
    without = reports.narrowed(found, []).report
    assert reason not in {g.reason for g in without.grants}
    assert "flagged_lines" in without.left_out
    assert reason in {g.reason for g in reports.narrowed(found, [], [flagged]).report.grants}


# --- what is in it ------------------------------------------------------------------------------


def test_mobilities_have_stable_numbers_without_names(place: Place) -> None:
    first = [row.number for row in place.preview().frozen.report.mobilities]
    assert first == [f"{TAIL}-MOB-{i:05d}" for i in (place.stay, place.other)]
    mobilities.remove(place.store, place.actor, [place.stay])
    assert [row.number for row in place.preview().frozen.report.mobilities] == first[1:]


def test_files_of_a_mobility_are_named_by_code_and_kind(place: Place) -> None:
    file = place.preview().supporting[0]
    assert file.name == f"papers/{TAIL}-MOB-{place.stay:05d}_document_01.pdf"
    assert file.title == "Ülle leping.pdf"


def test_a_filed_paper_gives_its_file_the_kind(place: Place) -> None:
    documents.file_paper(place.store, place.actor, place.member(), "certificate", on=TODAY)
    with place.store.read() as s:
        paper = s.connection().exec_driver_sql("SELECT id FROM papers").scalar()
    attach(place.office, "mobilities", place.stay, "tõend.PDF", b"%PDF-1.4 x", paper_id=paper)
    names = [file.name for file in place.preview().supporting]
    assert f"papers/{TAIL}-MOB-{place.stay:05d}_certificate_01.pdf" in names


def test_missing_papers_are_those_of_readiness(place: Place) -> None:
    stages.move(place.store, place.actor, place.stay, "returned", TODAY, "told on the phone")
    missing = place.preview().frozen.report.missing
    assert {row.paper for row in missing} >= {"grant_agreement", "certificate"}
    assert {row.person for row in missing} == {"Žagar-Järvekülg, Ülle"}
    assert {row.mobility_key for row in missing} == {
        place.preview().frozen.report.mobilities[0].key
    }
    before = len(missing)
    documents.file_paper(place.store, place.actor, place.member(), "certificate", on=TODAY)
    after = place.preview().frozen.report.missing
    assert len(after) <= before


def test_the_budget_counts_signed_for_and_done(place: Place) -> None:
    member = place.member()
    with place.store.write(Label("grant_changed"), place.actor) as s:
        s.add(GrantLine(member_id=member, category="travel", kind="typed", amount=30_900))
        s.add(GrantLine(member_id=member, category="total", kind="imported", amount=100_000))
        s.add(GrantLine(member_id=member, category="travel", amount=999, currency="PLN"))
    lines = {line.category: line for line in place.preview().frozen.report.budget}
    assert lines["travel"].awarded_cents == 500_000
    assert (lines["travel"].signed_cents, lines["travel"].done_cents) == (0, 0)
    with place.store.write(Label("member_changed"), place.actor) as s:
        s.get(Member, member).agreement_signed_on = TODAY
    lines = {line.category: line for line in place.preview().frozen.report.budget}
    assert lines["travel"].signed_cents == 30_900
    assert (lines["total"].awarded_cents, lines["total"].signed_cents) == (None, 100_000)
    assert lines["individual_support"].free_cents == 900_000
    row = place.preview().frozen.report.mobilities[0]
    assert (row.granted_cents, row.done_cents) == (130_900, 0)


def test_an_ended_member_is_not_planned(place: Place) -> None:
    stages.end(
        place.store, place.actor, place.member(), "withdrawn",
        {"ended_reason": "found work", "ended_by": "Kersti", "force_majeure": False},
    )  # fmt: skip
    found = place.preview()
    assert found.frozen.report.mobilities[0].end_kind == "withdrawn"
    assert (found.figures.planned, found.figures.ended) == (1, 1)


def test_unnamed_places_are_counted(place: Place) -> None:
    plan = SubgroupPlan({}, [MemberPlan({"places": 8})])
    mobilities.add(place.store, place.actor, {"kind": "group", "project_id": place.project}, [plan])
    found = place.preview()
    assert found.frozen.report.mobilities[-1].participants == 8
    assert found.figures.people == 9
    assert len(found.frozen.report.people) == 1


def test_another_project_is_not_in_it(place: Place) -> None:
    other = add_project(place.office, code="2025-1-EE01-KA121-ADU-000300001")
    add_stay(place.office, [add_person(place.office, "Nejc", "Kos")], TODAY, project_id=other)
    report = place.preview().frozen.report
    assert len(report.people) == 1
    assert len(report.mobilities) == 2


def test_an_unknown_project_is_answered_with_the_known_codes(place: Place) -> None:
    with pytest.raises(Refused) as refused:
        reports.project_id(place.store, place.actor, "2023-1-SI01-KA121-ADU-000000001")
    assert refused.value.code == "project_unknown"
    assert CODE in refused.value.values["known"]
    assert reports.project_id(place.store, place.actor, f" {CODE.lower()} ") == place.project


# --- what stays here ----------------------------------------------------------------------------


def test_sensitive_files_stay_whatever_is_chosen(place: Place, tmp_path: Path) -> None:
    found = place.preview()
    assert [file.may_leave for file in found.supporting] == [True, False]
    with pytest.raises(Refused, match="attachment_stays"):
        reports.narrowed(found, [place.secret])
    made = place.make(tmp_path / "out", "folder").made
    assert not any(b"doctor" in data for data in files_of(made.paths[0]).values())


def test_flagged_lines_stay_unless_somebody_keeps_them(place: Place) -> None:
    found = place.preview()
    line = found.flagged[0]
    assert (line.line, line.field) == ("has asthma, needs a quiet room", "note")
    left = reports.narrowed(found, []).report
    assert left.mobilities[0].note == "Goes by train"
    assert "flagged_lines" in left.left_out
    kept = reports.narrowed(found, [], [line]).report
    assert "asthma" in kept.mobilities[0].note
    assert "flagged_lines" not in kept.left_out


def test_only_a_coordinator_makes_files(place: Place) -> None:
    for role in (Role.TRAINER, Role.DIRECTOR, Role.ACCOMPANYING):
        with pytest.raises(NotAllowed):
            reports.preview(place.store, Actor(9, "x", role), place.project, TODAY)


# --- making -------------------------------------------------------------------------------------


def test_the_made_files_say_what_the_workspace_says(place: Place, tmp_path: Path) -> None:
    made = place.make(tmp_path / "out", "folder").made
    files = files_of(made.paths[0])
    name = f"{CODE}_our-copy_2026-11-22"
    text = pdf_text(files[f"{name}.pdf"])
    for word in ("Jõgi ja meri", "Emajõe kool", "Žagar-Järvekülg", "Θεσσαλονίκη", CODE):
        assert word in text
    assert "asthma" not in text
    book = openpyxl.load_workbook(io.BytesIO(files[f"{name}.xlsx"]))
    cells = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "Žagar-Järvekülg" in cells
    assert "1980-02-03" in {str(cell)[:10] for cell in cells}
    assert "Ülle" in files["tables/people.csv"].decode("utf-8-sig")
    assert files[f"papers/{TAIL}-MOB-{place.stay:05d}_document_01.pdf"] == SCAN
    assert verifying.check(made.paths[0]).ok


def test_a_protected_zip_opens_with_its_passphrase(place: Place, tmp_path: Path) -> None:
    made = place.make(tmp_path / "out", "protected", passphrase="lõuna kurg").made
    with pytest.raises(Refused, match="package_passphrase_needed"):
        verifying.check(made.paths[0])
    assert verifying.check(made.paths[0], "lõuna kurg").ok


def test_large_packages_go_in_parts(place: Place, tmp_path: Path) -> None:
    attach(place.office, "projects", place.project, "plaan.pdf", os.urandom(90_000))
    made = place.make(tmp_path / "out", mail_limit=150_000).made
    assert len(made.paths) == len(made.drafts) == 2
    assert verifying.check(made.paths[1]).ok
    made.paths[0].unlink()
    found = verifying.check(tmp_path / "out")
    assert [(p.code, p.file) for p in found.problems] == [("part_missing", made.paths[0].name)]


def test_made_again_it_comes_in_the_parts_of_the_first_time(place: Place, tmp_path: Path) -> None:
    attach(place.office, "projects", place.project, "plaan.pdf", os.urandom(90_000))
    first = place.make(tmp_path / "out", mail_limit=150_000)
    again = packages.make_again(place.store, place.actor, first.id, "zip", tmp_path / "again")
    assert len(again.paths) == 2
    for one, two in zip(first.made.paths, again.paths, strict=True):
        assert one.read_bytes() == two.read_bytes()


def test_the_mails_are_counted_before_they_are_made(place: Place, tmp_path: Path) -> None:
    attach(place.office, "projects", place.project, "plaan.pdf", os.urandom(90_000))
    result = place.make(tmp_path / "out", mail_limit=150_000)
    frozen, made, limit = packages.reopened(place.store, place.actor, result.id)
    assert limit == 150_000
    for form, mails in (("zip", 2), ("folder", 1)):
        said = packages.post(place.store, place.actor, frozen, made, form, limit, "not one")
        assert said.mails == mails


def test_one_changed_byte_names_its_file(place: Place, tmp_path: Path) -> None:
    made = place.make(tmp_path / "out", "folder").made
    paper = next((made.paths[0] / "papers").iterdir())
    data = bytearray(paper.read_bytes())
    data[40] ^= 1
    paper.write_bytes(data)
    found = verifying.check(made.paths[0])
    assert [(p.code, p.file) for p in found.problems] == [("file_changed", f"papers/{paper.name}")]


def test_foreign_archives_are_refused_or_named_and_nothing_is_written(tmp_path: Path) -> None:
    corpus = shared_data("04_hostile/constructed")
    for name in ("slip_variants.zip", "symlink.zip", "nested_bomb.zip"):
        source = next(corpus.rglob(name))
        (tmp_path / name).write_bytes(source.read_bytes())
        found = verifying.check(tmp_path / name)
        assert not found.ok
        assert found.problems
    assert {p.code for p in verifying.check(tmp_path / "slip_variants.zip").problems} >= {
        "name_unsafe"
    }
    assert len(list(tmp_path.iterdir())) == 3


def test_a_refusal_writes_and_keeps_nothing(place: Place, tmp_path: Path) -> None:
    found = place.preview()
    frozen = reports.narrowed(found, [place.agreement])
    out = tmp_path / "out"
    with pytest.raises(Refused, match="package_passphrase_needed"):
        packages.make(place.store, place.actor, frozen, "protected", out)
    with pytest.raises(Refused, match="recipient_unreadable"):
        packages.make(place.store, place.actor, frozen, "zip", out, recipient="not one")
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        packages.make(place.store, place.actor, frozen, "zip", out, progress=progress)
    assert not out.exists()
    assert packages.sent(place.store, place.actor) == []


def test_what_cannot_be_kept_is_not_left_outside(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_args: object, **_kwargs: object) -> None:
        raise Refused("disk_full", place="x")

    monkeypatch.setattr(packages.files, "keep", full)
    with pytest.raises(Refused, match="disk_full"):
        place.make(tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


def test_a_demo_says_so_and_has_no_recipient(place: Place, tmp_path: Path) -> None:
    place.store.set_setting("demo", True)
    result = place.make(tmp_path / "out", recipient="agency@agency.example")
    assert result.made.name.endswith("_DEMO")
    assert b"agency@agency.example" not in result.made.drafts[0].read_bytes()
    row = packages.sent(place.store, place.actor)[0]
    assert row.recipient is None
    with pytest.raises(Refused, match="demo_sends_nothing"):
        packages.mark_sent(place.store, place.actor, row.id, row.rev, TODAY, "a@agency.example")


# --- the frozen copy ----------------------------------------------------------------------------


def test_what_was_made_is_listed_and_in_the_history_but_not_undone(
    place: Place, tmp_path: Path
) -> None:
    before = history.steps(place.store, place.actor).undo
    result = place.make(tmp_path / "out", recipient="agency@agency.example")
    row = packages.sent(place.store, place.actor, place.project)[0]
    assert (row.id, row.code, row.shape) == (result.id, CODE, "zip")
    assert (row.made_at, row.sent_on) == (AT, None)
    assert row.recipient == "agency@agency.example"
    assert row.manifest_sha256 == verifying.check(result.made.paths[0]).manifest_sha256
    newest = history.rows(place.store, place.actor, history.find(place.store, place.actor)[:1])[0]
    assert newest.code == "package_made"
    assert history.steps(place.store, place.actor).undo == before
    assert result.done.change_id is None


def test_marked_as_sent_with_date_and_undone(place: Place, tmp_path: Path) -> None:
    i = place.make(tmp_path / "out").id
    packages.mark_sent(place.store, place.actor, i, 1, TODAY, "agency@agency.example")
    row = packages.sent(place.store, place.actor)[0]
    assert (row.sent_on, row.recipient) == (TODAY, "agency@agency.example")
    with pytest.raises(Stale):
        packages.mark_sent(place.store, place.actor, i, 1, None, None)
    with pytest.raises(Refused, match="recipient_unreadable"):
        packages.mark_sent(place.store, place.actor, i, row.rev, TODAY, "two@x.example, three@x")
    history.undo(place.store, place.actor)
    assert packages.sent(place.store, place.actor)[0].sent_on is None


def test_protection_is_usual_when_people_are_named_and_remembered_per_recipient(
    place: Place, tmp_path: Path
) -> None:
    def usual(recipient: str = "", *, names_people: bool = True) -> str:
        return packages.usual_form(place.store, place.actor, recipient, names_people=names_people)

    assert usual() == "protected"
    assert usual(names_people=False) == "zip"
    place.make(tmp_path / "out", "folder", recipient="Agency@agency.example")
    assert usual("agency@AGENCY.example") == "folder"
    assert usual("other@agency.example") == "protected"


def test_the_frozen_copy_gives_the_same_bytes_after_the_data_went_on(
    place: Place, tmp_path: Path
) -> None:
    result = place.make(tmp_path / "out")
    first = result.made.paths[0].read_bytes()
    mobilities.remove(place.store, place.actor, [place.other])
    with place.store.write(Label("file_removed"), place.actor) as s:
        s.connection().exec_driver_sql(f"DELETE FROM attachments WHERE id = {place.agreement}")
    again = packages.make_again(place.store, place.actor, result.id, "zip", tmp_path / "again")
    assert again.paths[0].read_bytes() == first
    folder = packages.make_again(place.store, place.actor, result.id, "folder", tmp_path / "f")
    assert verifying.check(folder.paths[0]).manifest_sha256 == result.made.manifest_sha256


_SCRIPT = """
import sys
from pathlib import Path
from mobdesk.exports.packages import make_package
from mobdesk.exports.parts import Form
from mobdesk.exports.report_json import from_json
report = from_json(Path(sys.argv[1]).read_bytes())
made = make_package(report, Path(sys.argv[2]), Form.ZIP)
print(made.paths[0])
"""


def test_another_process_makes_the_same_bytes_from_the_frozen_report(
    place: Place, tmp_path: Path
) -> None:
    frozen = reports.narrowed(place.preview(), [])
    result = packages.make(place.store, place.actor, frozen, "zip", tmp_path / "here")
    kept, made, _limit = packages.reopened(place.store, place.actor, result.id)
    assert kept.report == frozen.report
    (tmp_path / "report.json").write_bytes(to_json(kept.report))
    environment = {
        **os.environ, "TZ": "Pacific/Auckland", "LANG": "et_EE.UTF-8", "PYTHONHASHSEED": "77",
        "PYTHONPATH": str(Path(__file__).resolve().parents[2]),
    }  # fmt: skip
    told = subprocess.run(
        [sys.executable, "-c", _SCRIPT, tmp_path / "report.json", tmp_path / "there"],
        env=environment, cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert Path(told.stdout.strip()).read_bytes() == result.made.paths[0].read_bytes()
    assert set(made) == {e.name for e in result.made.files}


def test_a_page_of_the_report_is_a_picture(place: Place) -> None:
    frozen = reports.narrowed(place.preview(), [])
    made = reports.made_files(place.store, place.actor, frozen)
    pdf = next(data for name, data in made.items() if name.endswith(".pdf"))
    page = reports.page_picture(place.store, place.actor, pdf, 1, 36)
    assert page.pages > 3
    assert abs(page.height / page.width - 2**0.5) < 0.02
    assert len(page.pixels) == page.stride * page.height


# --- one truth about papers ---------------------------------------------------------------------

MOVES = ("idea", "applied", "selected", "confirmed", "abroad", "returned", "closed")


@pytest.mark.parametrize("stage", MOVES)
def test_every_place_tells_the_same_of_papers(place: Place, stage: str) -> None:
    """Mobility page, list of missing things, marks and files to send, at every stage."""
    if stage != "idea":
        stages.move(place.store, place.actor, place.stay, stage, TODAY, "told on the phone")
    member = place.member()
    documents.file_paper(
        place.store, place.actor, member, "insurance_proof", on=TODAY, place="Binder 1"
    )
    report = place.preview().frozen.report
    papers = members.board(place.store, place.actor, place.stay, TODAY).papers[member]
    of_page = {row.kind: row.asked for row in papers if row.required and row.step}
    of_report = {row.paper: row.asked for row in (*report.missing, *report.not_due)}
    assert of_report == of_page
    assert "insurance_proof" not in of_page
    assert all(row.asked == "later" for row in report.not_due)
    now = {kind for kind, asked in of_page.items() if asked == "now"}
    listed = readiness.missing(place.store, place.actor, TODAY, project_id=place.project)
    assert {row.thing.code for row in listed if row.thing.aspect == "papers"} == now
    shown = today.view(place.store, place.actor, TODAY, most=99)
    assert {t.code for g in shown.missing for t in g.things if t.aspect == "papers"} == now
    assert readiness.members(place.store, place.actor, place.stay, TODAY)[member].marks[
        1
    ].missing == len(now)
    expected = {"closed": "closed", "idea": "later", "applied": "later", "selected": "later"}
    assert set(of_page.values()) == {expected.get(stage, "now")}  # it left in March


def test_files_to_send_never_say_that_nothing_is_missing_too_early(place: Place) -> None:
    plan = SubgroupPlan({}, [MemberPlan({"places": 8})])
    mobilities.add(place.store, place.actor, {"kind": "group", "project_id": place.project}, [plan])
    found = place.preview()
    assert (found.figures.missing, found.figures.not_due) == (0, 5)
    (waiting,) = found.not_due
    assert (waiting.who, waiting.stage, waiting.papers) == ("Žagar-Järvekülg, Ülle", "idea", 5)
    assert found.numbers[waiting.number] == place.stay
    made = reports.made_files(place.store, place.actor, found.frozen)
    text = pdf_text(next(data for name, data in made.items() if name.endswith(".pdf")))
    flat = " ".join(text.split())
    assert "No paper is missing now. 5 papers are not due yet." in flat
    assert "No paper is missing." not in flat
    assert "Still at Idea" in flat
    assert "8 places without a name; their papers start with a name." in flat


def test_a_mobility_closed_with_gaps_still_shows_them(place: Place) -> None:
    stages.move(place.store, place.actor, place.stay, "closed", TODAY, "the host does not answer")
    found = place.preview()
    assert found.figures.not_due == 0
    assert {row.asked for row in found.frozen.report.missing} == {"closed"}
    assert not readiness.missing(place.store, place.actor, TODAY, project_id=place.project)
    made = reports.made_files(place.store, place.actor, found.frozen)
    table = next(data for name, data in made.items() if name.endswith("missing.csv")).decode()
    assert table.count(",closed,") == len(found.frozen.report.missing) > 0


def test_the_workbook_lists_what_is_not_due_with_its_state(place: Place) -> None:
    made = reports.made_files(place.store, place.actor, place.preview().frozen)
    book = openpyxl.load_workbook(
        io.BytesIO(next(data for name, data in made.items() if name.endswith(".xlsx")))
    )
    rows = list(book["Missing papers"].iter_rows(values_only=True))
    state = rows[0].index("State")
    assert [row[state] for row in rows[1:]] == ["Not due yet"] * 5


def test_a_paper_of_the_whole_group_is_missing_once(place: Place) -> None:
    learners = [add_person(place.office, name, "Kask", role="learner") for name in ("Anu", "Liis")]
    members = [MemberPlan({"person_id": i, "part": "learner"}) for i in learners]
    plan = SubgroupPlan({"start": TODAY, "end": TODAY}, members)
    group = mobilities.add(
        place.store, place.actor,
        {"kind": "group", "title": "Käsitöö", "project_id": place.project}, [plan],
    ).ids[0]  # fmt: skip
    stages.move(place.store, place.actor, group, "abroad", TODAY, "told on the phone")
    found = place.preview()
    key = next(m.key for m in found.frozen.report.mobilities if m.title == "Käsitöö")
    listed = sorted(
        (row.paper, row.person) for row in found.frozen.report.missing if row.mobility_key == key
    )
    assert listed == [
        ("certificate", ""),
        ("insurance_proof", "Kask, Anu"),
        ("insurance_proof", "Kask, Liis"),
        ("learning_programme", ""),
        ("participant_list", ""),
    ]
    seen = today.view(place.store, place.actor, TODAY)
    (told,) = [g for g in seen.missing if g.mobility_id == group]
    papers = sorted(thing.code for thing in told.things if thing.aspect == "papers")
    assert papers == [paper for paper, _person in listed]


def test_an_own_certificate_is_missing_for_each_who_accompanies(place: Place) -> None:
    people = [add_person(place.office, name, "Kask") for name in ("Anu", "Liis", "Mari")]
    parts = ("learner", "lead", "accompanying")
    members = [
        MemberPlan({"person_id": i, "part": part}) for i, part in zip(people, parts, strict=True)
    ]
    plan = SubgroupPlan({"start": TODAY, "end": TODAY}, members)
    values = {"kind": "group", "title": "Käsitöö", "project_id": place.project}
    group = mobilities.add(place.store, place.actor, values, [plan]).ids[0]
    stages.move(place.store, place.actor, group, "abroad", TODAY, "told on the phone")
    found = place.preview()
    key = next(m.key for m in found.frozen.report.mobilities if m.title == "Käsitöö")
    listed = [
        row.person
        for row in found.frozen.report.missing
        if row.mobility_key == key and row.paper == "certificate"
    ]
    assert sorted(listed) == ["", "Kask, Liis", "Kask, Mari"]
    seen = today.view(place.store, place.actor, TODAY)
    (told,) = [g for g in seen.missing if g.mobility_id == group]
    assert [thing.code for thing in told.things].count("certificate") == 3


def csv_rows(made: Path, name: str) -> list[dict[str, str]]:
    text = (made / "tables" / f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def test_guests_are_named_with_their_sender_and_lead_nowhere(place: Place, tmp_path: Path) -> None:
    store, actor = place.store, place.actor
    sender = organisations.add(
        store, actor,
        {"name": "Ljudska univerza", "kind": "partner", "city": "Celje", "country": "SI"},
    ).ids[0]  # fmt: skip
    guest = add_person(place.office, "Bo", "Karu")
    add_stay(
        place.office, [guest], date(2026, 5, 4), project_id=place.project, direction="incoming",
        sending_id=sender, hosting_country="EE", hosting_city="Tartu",
    )  # fmt: skip
    made = place.make(tmp_path / "out", "folder").made.paths[0]
    (row,) = [r for r in csv_rows(made, "mobilities") if r["direction"] == "incoming"]
    assert [row[f"sending_{part}"] for part in ("organisation", "city", "country")] == [
        "Ljudska univerza", "Celje", "SI"
    ]  # fmt: skip
    (out,) = [r for r in csv_rows(made, "mobilities") if r["hosting_country"] == "GR"]
    assert out["sending_organisation"] == "Emajõe kool"
    (who,) = [r for r in csv_rows(made, "people") if r["last_name"] == "Karu"]
    assert (who["organisation"], who["country"]) == ("Ljudska univerza", "SI")
    (pdf,) = made.glob("*.pdf")
    text = " ".join(pdf_text(pdf.read_bytes()).split())
    assert "2 lead to Greece. 1 brings guests to us, from Slovenia." in text
    assert "Ljudska univerza" in text


def test_months_and_money_kept_are_in_the_tables(place: Place, tmp_path: Path) -> None:
    store, actor = place.store, place.actor
    plan = SubgroupPlan(
        {"start_month": "2027-03", "end_month": "2027-04"}, [MemberPlan({"places": 3})]
    )
    number = mobilities.add(store, actor, {"project_id": place.project}, [plan]).ids[0]
    said = {"ended_reason": "ill", "ended_by": "the agency", "force_majeure": True}
    stages.end_all(store, actor, number, "cancelled", {**said, "money_kept": 12_050})
    made = place.make(tmp_path / "out", "folder").made.paths[0]
    (row,) = [r for r in csv_rows(made, "mobilities") if r["start_month"]]
    kept = [row[key] for key in ("start", "start_month", "end_month", "money_kept", "end_kind")]
    assert kept == ["", "2027-03", "2027-04", "120.50", "cancelled"]
