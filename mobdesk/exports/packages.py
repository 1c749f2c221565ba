"""Files to send: one frozen report as a folder, a ZIP or a protected ZIP, in parts for the mail.

The same frozen report and program version give the same bytes for every inner file and for the
unprotected ZIP. Everything is written beside its place and renamed; a full disk leaves nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import NamedTuple

from mobdesk import i18n
from mobdesk.domain.mails import MAIL_LIMIT
from mobdesk.domain.progress import Progress
from mobdesk.errors import Refused
from mobdesk.exports import manifest as manifests
from mobdesk.exports.eml import Mail, mail_words, make_eml
from mobdesk.exports.manifest import FileEntry, make_manifest
from mobdesk.exports.parts import (
    Content,
    Form,
    in_mail_of_folder,
    made_content,
    room_in_mail,
    split,
)
from mobdesk.exports.protected import write_protected
from mobdesk.exports.report import Attachment, Report, frozen
from mobdesk.exports.wording import Words
from mobdesk.exports.writing import Staged, flush, staged, write_file
from mobdesk.exports.zipping import Sink, ZipOut

_PACKED = {"pdf", "jpg", "jpeg", "png", "heic", "zip", "asice", "bdoc", "docx", "xlsx", "odt"}
_SAFE = set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-")

Opener = Callable[[str], bytes]


class Made(NamedTuple):
    """What was written. ``notes`` are codes of what the person should know."""

    name: str
    form: Form
    paths: tuple[Path, ...]
    drafts: tuple[Path, ...]
    files: tuple[FileEntry, ...]
    manifest_sha256: str
    size: int
    mails: tuple[Mail, ...]
    notes: tuple[str, ...] = ()


def package_name(report: Report) -> str:
    """``<code>_<kind>_<date>``: codes, never people; a demo says so."""
    code = "".join(c if c in _SAFE else "-" for c in report.project.code).strip(".-") or "project"
    demo = "_DEMO" if report.demo else ""
    return f"{code}_{report.kind}_{report.frozen_on.isoformat()}{demo}"


def made_files(
    report: Report,
    catalogue: i18n.Catalogue = i18n.ENGLISH,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """The files made from the report itself: PDF, workbook, CSV, read-me. Name → bytes."""
    from mobdesk.exports.pdf import make_pdf
    from mobdesk.exports.tables_csv import make_csv
    from mobdesk.exports.xlsx import make_xlsx

    progress = progress or Progress()
    report = frozen(report)
    name = package_name(report)
    progress.step(0, 3, "package_report")
    made = {f"{name}.pdf": make_pdf(report, catalogue)}
    progress.step(1, 3, "package_workbook")
    made[f"{name}.xlsx"] = make_xlsx(report, catalogue)
    progress.step(2, 3, "package_tables")
    made |= make_csv(report, catalogue)
    return {**made, "read-me.txt": _read_me(report, catalogue)}


def make_package(
    report: Report,
    out: Path,
    form: Form,
    opener: Opener | None = None,
    *,
    passphrase: str = "",
    mail_limit: int = MAIL_LIMIT,
    recipient: str = "",
    draft: bool = True,
    made: Mapping[str, bytes] | None = None,
    progress: Progress | None = None,
    catalogue: i18n.Catalogue = i18n.ENGLISH,
) -> Made:
    """Write the package of ``report`` into the folder ``out``.

    ``opener`` gives the bytes of an attachment by its name. ``mail_limit`` is the most bytes of
    one mail, text and all; what is larger is split. 0 splits only at what readers accept. ``made``
    are the results of ``made_files``, where they exist already. Raises Refused:
    ``package_passphrase_needed``, ``attachment_changed``, ``attachment_name``, ``disk_full``,
    ``cannot_write``, ``recipient_unreadable``.
    """
    report = frozen(report)
    if form is Form.PROTECTED and not passphrase:
        raise Refused("package_passphrase_needed", file=package_name(report))
    progress = progress or Progress()
    mail_words(report, protected=False, recipient=recipient)
    made = made or made_files(report, catalogue, progress)
    contents = _contents(report, made, opener)
    room = room_in_mail(report, form, mail_limit, recipient) if mail_limit else None
    contents, notes = split(report, contents, form, room)
    parts = max(content.entry.part for content in contents)
    entries = tuple(sorted(content.entry for content in contents))
    manifest = make_manifest(report, entries, parts)
    mails = tuple(
        mail_words(
            report, protected=form is Form.PROTECTED, folder=form is Form.FOLDER,
            recipient=recipient, part=part, parts=parts, catalogue=catalogue,
        )
        for part in range(1, parts + 1)
    )  # fmt: skip
    job = _Job(report, form, passphrase, contents, manifest, parts, progress)
    with staged(out) as stage:
        name = _free_name(out, package_name(report), form, parts)
        names = _write(stage, job, name)
        drafts = _write_drafts(stage, job, names, mails) if draft else []
        if form is Form.FOLDER and drafts and 0 < mail_limit < _size(stage, drafts[0]):
            notes = (*notes, "draft_over_limit")
        progress.check()
        paths = stage.publish([*names, *drafts])
    size = sum(entry.size for entry in entries) + len(manifest)
    return Made(
        name, form, tuple(paths[: len(names)]), tuple(paths[len(names) :]), entries,
        hashlib.sha256(manifest).hexdigest(), size, mails, notes,
    )  # fmt: skip


class _Job(NamedTuple):
    report: Report
    form: Form
    passphrase: str
    contents: tuple[Content, ...]
    manifest: bytes
    parts: int
    progress: Progress

    def of_part(self, part: int) -> Iterator[tuple[str, bytes]]:
        """Name and bytes of the files of one part, the manifest first."""
        yield manifests.NAME, self.manifest
        for i, content in enumerate(self.contents):
            if content.entry.part == part:
                self.progress.step(i, len(self.contents), "package_files")
                yield content.entry.name, content.get()


# --- what is in it ------------------------------------------------------------------------------


def _read_me(report: Report, catalogue: i18n.Catalogue) -> bytes:
    words = Words(catalogue)
    lines = [
        words.name("kind", report.kind) + f": {report.project.code}",
        *([words("demo")] if report.demo else []),
        "",
        words("readme.pdf"),
        words("readme.xlsx"),
        words("readme.csv"),
        words("readme.apostrophe"),
        words("readme.papers"),
        words("readme.manifest"),
        words("readme.proves"),
    ]
    return ("\r\n".join(lines) + "\r\n").encode()


def _contents(
    report: Report, made: Mapping[str, bytes], opener: Opener | None
) -> tuple[Content, ...]:
    """Made files first, then the papers by name."""
    contents = [made_content(name, data) for name, data in made.items()]
    taken = {content.entry.name.casefold() for content in contents} | {manifests.NAME}
    for paper in report.attachments:
        _check_name(paper.name, taken)
        taken.add(paper.name.casefold())
        if opener is None:
            raise Refused("attachment_changed", file=paper.name)
        contents.append(
            Content(FileEntry(paper.name, paper.size, paper.sha256), _fetcher(paper, opener))
        )
    return tuple(contents)


def _fetcher(paper: Attachment, opener: Opener) -> Callable[[], bytes]:
    def fetch() -> bytes:
        data = opener(paper.name)
        if len(data) != paper.size or hashlib.sha256(data).hexdigest() != paper.sha256:
            raise Refused("attachment_changed", file=paper.name)
        return data

    return fetch


def _check_name(name: str, taken: set[str]) -> None:
    folder, _, file = name.partition("/")
    safe = folder == "papers" and file and set(file) <= _SAFE and not file.startswith(".")
    if not safe or name.casefold() in taken or len(name) > 120:
        raise Refused("attachment_name", file=name)


# --- writing ------------------------------------------------------------------------------------


def _part_name(name: str, part: int, parts: int) -> str:
    return f"{name}.zip" if parts == 1 else f"{name}_part-{part}-of-{parts}.zip"


def _free_name(out: Path, base: str, form: Form, parts: int) -> str:
    """``base``, or with a number where files of that name stand already; nothing is replaced."""
    for n in range(1, 1000):
        name = base if n == 1 else f"{base}_{n}"
        wanted = [name] if form is Form.FOLDER else [
            _part_name(name, part, parts) for part in range(1, parts + 1)
        ]  # fmt: skip
        drafts = [f"{file.removesuffix('.zip')}.eml" for file in wanted]
        if not any((out / file).exists() for file in (*wanted, *drafts)):
            return name
    raise Refused("package_exists", name=base)


def _write(stage: Staged, job: _Job, name: str) -> list[str]:
    """Write folder or containers into the stage; return their names."""
    if job.form is Form.FOLDER:
        folder = stage.folder / name
        for file, content in job.of_part(1):
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            write_file(folder / file, content)
        return [name]
    names = []
    for part in range(1, job.parts + 1):
        file_name = _part_name(name, part, job.parts)
        path = stage.folder / file_name
        with path.open("xb") as file_out:
            if job.form is Form.PROTECTED:
                write_protected(file_out, job.passphrase, partial(_fill, job=job, part=part))
            else:
                _fill(file_out, job, part)
            flush(file_out)
        names.append(file_name)
    return names


def _fill(sink: Sink, job: _Job, part: int) -> None:
    out = ZipOut(sink, sealed=True)
    for name, content in job.of_part(part):
        ending = name.rpartition(".")[2]
        out.add(name, content, store=name.startswith("papers/") and ending in _PACKED)
    out.close()


def _size(stage: Staged, name: str) -> int:
    return (stage.folder / name).stat().st_size


def _write_drafts(
    stage: Staged, job: _Job, names: Sequence[str], mails: Sequence[Mail]
) -> list[str]:
    """One draft per part; a folder goes as its PDF and workbook, which mail filters let through."""
    drafts = []
    for name, mail in zip(names, mails, strict=True):
        if job.form is Form.FOLDER:
            files = [
                (content.entry.name, content.get())
                for content in job.contents
                if in_mail_of_folder(content.entry.name)
            ]
        else:
            files = [(name, (stage.folder / name).read_bytes())]
        draft = f"{name.removesuffix('.zip')}.eml"
        write_file(stage.folder / draft, make_eml(job.report, mail, files))
        drafts.append(draft)
    return drafts
