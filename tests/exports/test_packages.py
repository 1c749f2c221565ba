"""Packages on disk: what is in them, how they are named, split, protected, drafted, undone."""

from __future__ import annotations

import email
import email.policy
import errno
import hashlib
import io
import json
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
import pyzipper

from mobdesk.domain.mails import MAIL_LIMIT
from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled, Refused
from mobdesk.exports import writing
from mobdesk.exports.packages import Made, made_files, make_package, package_name
from mobdesk.exports.parts import Form, post
from mobdesk.exports.report import Attachment, Report
from tests.exports.samples import PAPER_BYTES, sample

NAME = "2024-1-EE01-KA121-ADU-000219876_our-copy_2026-11-23"
INSIDE = {
    "manifest.json", "read-me.txt", f"{NAME}.pdf", f"{NAME}.xlsx", "tables/people.csv",
    "tables/mobilities.csv", "tables/budget.csv", "tables/missing.csv", *PAPER_BYTES,
}  # fmt: skip


def package(out: Path, form: Form = Form.ZIP, report: Report | None = None, **options) -> Made:
    report = report or sample(3, papers=True)
    return make_package(
        report, out, form, PAPER_BYTES.__getitem__, passphrase="lõuna kurg", **options
    )


def tree(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def test_a_folder_holds_everything(tmp_path: Path) -> None:
    made = package(tmp_path, Form.FOLDER)
    assert made.paths == (tmp_path / NAME,)
    assert tree(tmp_path / NAME) == INSIDE
    assert {p.name for p in tmp_path.iterdir()} == {NAME, f"{NAME}.eml"}
    for entry in made.files:
        data = (tmp_path / NAME / entry.name).read_bytes()
        assert (len(data), hashlib.sha256(data).hexdigest()) == (entry.size, entry.sha256)


def test_the_manifest_names_program_schema_project_and_every_file(tmp_path: Path) -> None:
    made = package(tmp_path, Form.FOLDER)
    data = (tmp_path / NAME / "manifest.json").read_bytes()
    assert hashlib.sha256(data).hexdigest() == made.manifest_sha256
    body = json.loads(data)
    assert (body["program"], body["schema"]) == ("Mobdesk 0.1.0", "0001")
    assert body["project"]["code"] == "2024-1-EE01-KA121-ADU-000219876"
    assert {f["name"] for f in body["files"]} == INSIDE - {"manifest.json"}


def test_any_zip_program_reads_the_zip(tmp_path: Path) -> None:
    made = package(tmp_path)
    with zipfile.ZipFile(made.paths[0]) as opened:
        assert set(opened.namelist()) == INSIDE
        assert opened.testzip() is None
        for name, data in PAPER_BYTES.items():
            assert opened.read(name) == data


def test_a_protected_zip_shows_no_names_and_opens_with_its_passphrase(tmp_path: Path) -> None:
    made = package(tmp_path, Form.PROTECTED)
    data = made.paths[0].read_bytes()
    assert b"manifest" not in data
    assert b"papers/" not in data
    with pyzipper.AESZipFile(made.paths[0]) as outer:
        assert outer.namelist() == ["content.zip"]
        outer.setpassword("lõuna kurg".encode())
        with zipfile.ZipFile(io.BytesIO(outer.read("content.zip"))) as inner:
            assert set(inner.namelist()) == INSIDE
        outer.setpassword(b"wrong")
        with pytest.raises(RuntimeError):
            outer.read("content.zip")


def test_protection_needs_a_passphrase(tmp_path: Path) -> None:
    with pytest.raises(Refused) as caught:
        make_package(sample(1), tmp_path, Form.PROTECTED)
    assert caught.value.code == "package_passphrase_needed"
    assert list(tmp_path.iterdir()) == []


def test_a_second_package_replaces_nothing(tmp_path: Path) -> None:
    first, second = package(tmp_path), package(tmp_path)
    assert second.paths[0].name == f"{NAME}_2.zip"
    assert first.paths[0].read_bytes() == second.paths[0].read_bytes()


def test_names_carry_codes_and_demo() -> None:
    assert package_name(sample(0)) == NAME
    assert package_name(sample(0, demo=True)) == f"{NAME}_DEMO"
    odd = replace(sample(0), project=replace(sample(0).project, code="../ä:b"))
    assert package_name(odd).startswith("b_our-copy")


@pytest.mark.parametrize(
    "name",
    ["papers/../x.pdf", "/papers/a.pdf", "papers/Õie.pdf", "a.pdf", "papers/.x", "papers/", "x/y/z",
     "papers/" + "a" * 200],
)  # fmt: skip
def test_unfit_names_of_papers_are_refused(tmp_path: Path, name: str) -> None:
    report = replace(sample(1), attachments=(Attachment(name, 1, "0" * 64),))
    with pytest.raises(Refused) as caught:
        make_package(report, tmp_path, Form.FOLDER, lambda _name: b"x")
    assert caught.value.code == "attachment_name"
    assert list(tmp_path.iterdir()) == []


def test_a_paper_that_changed_since_freezing_is_refused(tmp_path: Path) -> None:
    for form in Form:
        with pytest.raises(Refused) as caught:
            make_package(
                sample(1, papers=True), tmp_path, form, lambda _name: b"else", passphrase="x"
            )
        assert caught.value.code == "attachment_changed"
    assert list(tmp_path.iterdir()) == []


def test_parts_stay_within_the_mail(tmp_path: Path) -> None:
    limit = 60_000
    made = package(tmp_path, mail_limit=limit)
    assert len(made.paths) > 1
    assert len(made.mails) == len(made.drafts) == len(made.paths)
    assert all(path.stat().st_size <= limit for path in made.drafts)
    assert [path.name for path in made.paths] == [
        f"{NAME}_part-{n}-of-{len(made.paths)}.zip" for n in range(1, len(made.paths) + 1)
    ]
    assert made.notes == ()
    inside = set()
    for path in made.paths:
        with zipfile.ZipFile(path) as opened:
            inside |= set(opened.namelist())
    assert inside == INSIDE


@pytest.mark.parametrize("form", [Form.ZIP, Form.PROTECTED])
@pytest.mark.parametrize("limit", [60_000, 90_000, 200_000])
def test_the_mail_itself_stays_within_the_limit_and_is_announced(
    tmp_path: Path, form: Form, limit: int
) -> None:
    """A mail carries files as base64, which is a third more than the ZIP."""
    report = sample(9, papers=True)
    said = post(report, made_files(report), form, limit)
    made = package(tmp_path, form, report=report, mail_limit=limit)
    sizes = [path.stat().st_size for path in made.drafts]
    assert max(sizes) <= limit
    assert said.mails == len(sizes)
    assert sum(sizes) <= said.size <= sum(sizes) * 1.02 + 1_500 * len(sizes)


def test_a_large_paper_goes_into_a_second_mail(tmp_path: Path) -> None:
    """Papers whose ZIP would fit into one mail of 10 MB, and whose mail would not."""
    papers = {f"papers/M-00{n}_certificate.pdf": os.urandom(4_300_000) for n in (1, 2)}
    named = tuple(
        Attachment(name, len(data), hashlib.sha256(data).hexdigest())
        for name, data in papers.items()
    )
    report = replace(sample(1), attachments=named)
    made = make_package(report, tmp_path, Form.ZIP, papers.__getitem__)
    assert [path.stat().st_size <= MAIL_LIMIT for path in made.drafts] == [True, True]
    assert sum(path.stat().st_size for path in made.paths) < MAIL_LIMIT


def test_a_file_larger_than_a_mail_is_said(tmp_path: Path) -> None:
    assert package(tmp_path, mail_limit=9_000).notes == ("part_over_limit",)


def test_a_folder_whose_draft_is_larger_than_a_mail_says_so(tmp_path: Path) -> None:
    made = package(tmp_path, Form.FOLDER, mail_limit=20_000)
    assert made.notes == ("draft_over_limit",)
    assert package(tmp_path, Form.FOLDER).notes == ()
    report = sample(3, papers=True)
    said = post(report, made_files(report), Form.FOLDER, 20_000)
    assert (said.mails, said.over) == (1, True)
    assert said.size == made.drafts[0].stat().st_size


# --- mail ---------------------------------------------------------------------------------------


def draft(path: Path):
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)


def test_the_draft_carries_the_zip_and_waits_for_a_person(tmp_path: Path) -> None:
    made = package(tmp_path, Form.PROTECTED, recipient="agency@example.org")
    message = draft(made.drafts[0])
    assert message["X-Unsent"] == "1"
    assert message["To"] == "agency@example.org"
    assert "From" not in message
    text = message.get_body().get_content()
    assert "7-Zip" in text
    assert "telephone" in text
    assert "lõuna" not in text
    attached = list(message.iter_attachments())
    assert [part.get_filename() for part in attached] == [f"{NAME}.zip"]
    assert attached[0].get_content() == made.paths[0].read_bytes()


def test_a_folder_is_drafted_as_pdf_and_workbook(tmp_path: Path) -> None:
    made = package(tmp_path, Form.FOLDER)
    names = [part.get_filename() for part in draft(made.drafts[0]).iter_attachments()]
    assert names == [f"{NAME}.pdf", f"{NAME}.xlsx"]


def test_the_text_of_a_mail_says_what_is_attached_and_nothing_else(tmp_path: Path) -> None:
    text = draft(package(tmp_path, Form.FOLDER).drafts[0]).get_body().get_content()
    assert "manifest" not in text
    assert "(PDF)" in text
    assert "(XLSX)" in text
    assert "not in this mail" in text
    text = draft(package(tmp_path).drafts[0]).get_body().get_content()
    assert "Inside, manifest.json lists every file" in text
    assert "(XLSX)" not in text


@pytest.mark.parametrize("form", list(Form))
def test_a_project_without_a_name_is_called_by_its_code(tmp_path: Path, form: Form) -> None:
    report = replace(sample(1), project=replace(sample(1).project, title=" "))
    text = package(tmp_path, form, report=report).mails[0].text
    assert "“" not in text
    assert "our project 2024-1-EE01-KA121-ADU-000219876." in text


def test_a_demo_has_no_recipient(tmp_path: Path) -> None:
    made = package(tmp_path, report=sample(2, demo=True), recipient="agency@example.org")
    assert "To" not in draft(made.drafts[0])
    assert made.mails[0].address == ""
    assert made.mails[0].subject.startswith("DEMO")


@pytest.mark.parametrize("address", ["a@b\nBcc: c@d", "nobody", "a@b, c@d", "<a@b.ee>"])
def test_a_recipient_is_one_address(tmp_path: Path, address: str) -> None:
    with pytest.raises(Refused) as caught:
        package(tmp_path, recipient=address)
    assert caught.value.code == "recipient_unreadable"


def test_a_line_break_in_a_title_stays_out_of_the_subject(tmp_path: Path) -> None:
    report = replace(sample(1), project=replace(sample(1).project, code="a\r\nBcc: x@y.ee"))
    message = draft(package(tmp_path, report=report).drafts[0])
    assert "Bcc" not in message.keys()  # noqa: SIM118


# --- when it does not work ----------------------------------------------------------------------


@pytest.mark.parametrize("form", list(Form))
def test_a_full_disk_leaves_nothing(tmp_path: Path, monkeypatch, form: Form) -> None:
    def full(_file) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(writing.os, "fsync", full)
    with pytest.raises(Refused) as caught:
        package(tmp_path / "out", form)
    assert caught.value.code == "disk_full"
    assert list(tmp_path.iterdir()) == []


def test_a_failing_last_rename_takes_back_the_others(tmp_path: Path, monkeypatch) -> None:
    rename = Path.rename

    def failing(self: Path, target: Path) -> Path:
        if target.parent == tmp_path and self.suffix == ".eml":
            raise OSError(errno.EACCES, os.strerror(errno.EACCES))
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(Refused) as caught:
        package(tmp_path)
    assert caught.value.code == "cannot_write"
    assert list(tmp_path.iterdir()) == []


def test_cancelling_leaves_nothing(tmp_path: Path) -> None:
    def listen(done: int, _total: int, _word: str) -> None:
        if done == 3:
            progress.cancel()

    progress = Progress(listen)
    with pytest.raises(Cancelled):
        package(tmp_path, progress=progress)
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "f").write_text("mine")
    with pytest.raises(Refused):
        package(tmp_path / "f")
    assert (tmp_path / "f").read_text() == "mine"


def test_made_files_are_taken_as_given(tmp_path: Path) -> None:
    report = sample(2)
    files = made_files(report)
    made = make_package(report, tmp_path, Form.FOLDER, made=files)
    assert {entry.name for entry in made.files} == set(files)
