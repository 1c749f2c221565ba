"""Files on any record: add, list, open as a private copy, remove."""

from __future__ import annotations

import mimetypes
import os
import secrets
import stat
from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from mobdesk.domain.documents import SENSITIVITIES
from mobdesk.domain.done import Done
from mobdesk.domain.fold import tidy
from mobdesk.domain.programs import is_program
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Invalid, Problem, Refused
from mobdesk.models import attachments as files
from mobdesk.models.accreditations import Accreditation
from mobdesk.models.base import Base
from mobdesk.models.documents import Attachment, Paper
from mobdesk.models.mobilities import Mobility
from mobdesk.models.organisations import Organisation
from mobdesk.models.people import Person
from mobdesk.models.projects import Project
from mobdesk.models.store import Label, Store, Writing
from mobdesk.services.access import reads, writes
from mobdesk.services.agreements import AGREEMENT, follow
from mobdesk.services.mobilities import may_touch
from mobdesk.services.records import load

RECORDS: dict[str, type[Base]] = {
    "people": Person,
    "organisations": Organisation,
    "projects": Project,
    "accreditations": Accreditation,
    "mobilities": Mobility,
}


class AttachmentRow(NamedTuple):
    """One file of a record."""

    id: int
    rev: int
    title: str
    media_type: str
    size: int
    sensitivity: str
    paper_id: int | None


class OpenCopy(NamedTuple):
    """A private, read-only copy that another program shows; ``sha256`` tells a changed one."""

    path: Path
    attachment_id: int
    sha256: str


@reads(Area.OWN_MOBILITIES)
def of_record(store: Store, actor: Actor, table: str, record_id: int) -> list[AttachmentRow]:
    """Return the files of one record, oldest first."""
    columns = [getattr(Attachment, name) for name in AttachmentRow._fields]
    wanted = select(*columns).filter_by(record_table=table, record_id=record_id)
    with store.read() as s:
        check_record(s, actor, table, record_id)
        return [AttachmentRow(*row) for row in s.execute(wanted.order_by(Attachment.id))]


@writes(Area.OWN_MOBILITIES)
def add(
    store: Store,
    actor: Actor,
    table: str,
    record_id: int,
    sources: Sequence[Path],
    *,
    sensitivity: str = "normal",
    paper_id: int | None = None,
) -> Done:
    """Attach files as one step. At most 25 MB each; a demo workspace takes none.

    Raises ``Refused``: ``demo_takes_no_files``, ``attachment_too_large``, ``file_empty``,
    ``disk_full``.
    """
    contents = [(source.name, _content(source)) for source in sources]
    return _add(store, actor, table, record_id, contents, sensitivity, paper_id)


@writes(Area.OWN_MOBILITIES)
def add_content(
    store: Store,
    actor: Actor,
    table: str,
    record_id: int,
    name: str,
    data: bytes,
    *,
    sensitivity: str = "normal",
    paper_id: int | None = None,
) -> Done:
    """Attach bytes that the program made, such as one PDF from several photos."""
    return _add(store, actor, table, record_id, [(name, data)], sensitivity, paper_id)


@writes(Area.OWN_MOBILITIES)
def attach(
    store: Store,
    actor: Actor,
    table: str,
    record_id: int,
    sources: Sequence[Path],
    *,
    pdf_name: str,
    sensitivity: str = "normal",
    paper_id: int | None = None,
    progress: Progress | None = None,
) -> Done:
    """Attach what was dropped as one step.

    Several photos (or one of an Apple phone) become one PDF called ``pdf_name``; everything else,
    signed PDFs and containers above all, is kept byte by byte. Raises what ``add`` and
    ``photos.one_pdf`` raise; then nothing was attached.
    """
    from mobdesk.services import photos

    _refuse_in_demo(store)
    for source in sources:
        if source.is_dir():
            raise Refused("file_is_folder", name=source.name)
    pictures, untouched = photos.sort_files(sources)
    contents = [(source.name, _content(source)) for source in untouched]
    if pictures:
        made = photos.one_pdf(pictures, pdf_name.removesuffix(".pdf"), progress)
        contents.append((pdf_name, made))
    return _add(store, actor, table, record_id, contents, sensitivity, paper_id)


def _refuse_in_demo(store: Store) -> None:
    if store.setting("demo", False):
        raise Refused("demo_takes_no_files")


def _content(source: Path) -> bytes:
    try:
        if source.stat().st_size > files.MOST_BYTES:
            most = files.MOST_BYTES // (1024 * 1024)
            raise Refused("attachment_too_large", name=source.name, most=most)
        data = source.read_bytes()
    except FileNotFoundError as err:
        raise Refused("file_gone", name=source.name) from err
    except OSError as err:
        raise Refused("file_failed", name=source.name) from err
    if not data:
        raise Refused("file_empty", name=source.name)
    return data


def _add(
    store: Store,
    actor: Actor,
    table: str,
    record_id: int,
    contents: Sequence[tuple[str, bytes]],
    sensitivity: str,
    paper_id: int | None,
) -> Done:
    if sensitivity not in SENSITIVITIES:
        raise Invalid([Problem("sensitivity", "unknown_choice", {"value": sensitivity})])
    _refuse_in_demo(store)
    with store.read() as s:
        check_record(s, actor, table, record_id)
    protected = sensitivity == "protected"
    kept = [
        (name, files.keep(store.keys, data, protected=protected, name=name))
        for name, data in contents
    ]
    with store.write(Label("files_attached", {"n": len(kept)}), actor) as s:
        load(s, RECORDS[table], record_id)
        for name, (storage, size, digest) in kept:
            s.add(
                Attachment(
                    record_table=table, record_id=record_id, paper_id=paper_id,
                    title=_own_title(s, table, record_id, name),
                    media_type=media_type(name), size=size, sha256=digest, storage=storage,
                    sensitivity=sensitivity,
                )
            )  # fmt: skip
        _follow(s, paper_id)
        return s.done(record_id)


def _follow(s: Writing, paper_id: int | None) -> None:
    """A scan is proof: a signed grant agreement with one freezes the sums."""
    if paper_id is not None:
        paper = load(s, Paper, paper_id)
        if paper.kind == AGREEMENT:
            follow(s, [paper.member_id])


def _own_title(s: Session, table: str, record_id: int, name: str) -> str:
    """``name``, with a number where the record has a file of this name: ``Tamm (2).pdf``."""
    of_record = (Attachment.record_table == table) & (Attachment.record_id == record_id)
    taken = {title.casefold() for title in s.scalars(select(Attachment.title).where(of_record))}
    wanted = Path(tidy(name))
    titles = (f"{wanted.stem} ({n}){wanted.suffix}" for n in count(2))
    return next(t for t in chain([wanted.name], titles) if t.casefold() not in taken)


def media_type(name: str) -> str:
    """The media type by the name's ending; signed containers are told apart."""
    if name.lower().endswith((".asice", ".sce")):
        return "application/vnd.etsi.asic-e+zip"
    return mimetypes.guess_type(name)[0] or "application/octet-stream"


def check_record(s: Session, actor: Actor, table: str, record_id: int) -> None:
    """Raise unless the actor may see what is on a record: trainers on their own mobilities only."""
    if table == "mobilities":
        may_touch(s, actor, record_id)
    else:
        from mobdesk.domain.roles import Access, check

        check(actor, Area.MOBILITIES, Access.READ)


@writes(Area.OWN_MOBILITIES)
def mark(store: Store, actor: Actor, attachment_id: int, rev: int, sensitivity: str) -> Done:
    """Change the mark *normal* or *sensitive*; *protected* is chosen when a file is attached."""
    if sensitivity not in ("normal", "sensitive"):
        raise Invalid([Problem("sensitivity", "unknown_choice", {"value": sensitivity})])
    with store.write(Label("file_marked"), actor) as s:
        record = load(s, Attachment, attachment_id, rev)
        check_record(s, actor, record.record_table, record.record_id)
        if record.sensitivity == "protected":
            raise Refused("protected_stays")
        record.sensitivity = sensitivity
        s.label_values["title"] = record.title
        return s.done(record.record_id)


@writes(Area.OWN_MOBILITIES)
def rename(store: Store, actor: Actor, attachment_id: int, rev: int, title: str) -> Done:
    """Call a file otherwise; its ending stays, because programs open it by that."""
    title = tidy(title)
    if not title:
        raise Invalid([Problem("title", "needed")])
    with store.write(Label("file_renamed", {"title": title}), actor) as s:
        record = load(s, Attachment, attachment_id, rev)
        check_record(s, actor, record.record_table, record.record_id)
        ending = Path(record.title).suffix
        record.title = title if title.lower().endswith(ending.lower()) else title + ending
        s.label_values["title"] = record.title
        return s.done(record.record_id)


@writes(Area.OWN_MOBILITIES)
def keep_version(store: Store, actor: Actor, attachment_id: int, source: Path) -> Done:
    """Put what stands in the changed copy ``source`` in the place of the file.

    The older version stays in the history: Undo brings it back.
    """
    data = _content(source)
    with store.read() as s:
        record = load(s, Attachment, attachment_id)
        check_record(s, actor, record.record_table, record.record_id)
        protected = record.sensitivity == "protected"
    kept = files.keep(store.keys, data, protected=protected, name=source.name)
    with store.write(Label("file_version_kept"), actor) as s:
        record = load(s, Attachment, attachment_id)
        record.storage, record.size, record.sha256 = kept
        s.label_values["title"] = record.title
        return s.done(record.record_id)


@writes(Area.OWN_MOBILITIES)
def remove(store: Store, actor: Actor, attachment_id: int) -> Done:
    """Take a file off its record; Undo brings it back."""
    with store.write(Label("file_removed"), actor) as s:
        record = load(s, Attachment, attachment_id)
        check_record(s, actor, record.record_table, record.record_id)
        s.label_values["title"] = record.title
        s.delete(record)
        _follow(s, record.paper_id)
        return s.done(record.record_id)


@reads(Area.OWN_MOBILITIES)
def content(store: Store, actor: Actor, attachment_id: int) -> tuple[str, bytes]:
    """Return the title and the bytes of one file."""
    with store.read() as s:
        record = load(s, Attachment, attachment_id)
        check_record(s, actor, record.record_table, record.record_id)
        title, storage = record.title, record.storage
        protected = record.sensitivity == "protected"
    return title, files.read(store.keys, storage, protected=protected)


@reads(Area.OWN_MOBILITIES)
def open_copy(store: Store, actor: Actor, attachment_id: int, folder: Path) -> OpenCopy:
    """Write a read-only copy with a neutral name into the private ``folder``, to be shown.

    Raises ``Refused("executable_stays_closed")`` for what a system would run.
    """
    title, data = content(store, actor, attachment_id)
    ending = Path(title).suffix.lower()
    if is_program(title):
        raise Refused("executable_stays_closed")
    path = folder / f"file-{secrets.token_hex(4)}{ending if ending[1:].isalnum() else ''}"
    descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    path.chmod(stat.S_IRUSR)
    with store.read() as s:
        return OpenCopy(path, attachment_id, load(s, Attachment, attachment_id).sha256)


def collect(store: Store, also_needed: set[str]) -> int:
    """Delete encrypted files that no row, no history and no backup (``also_needed``) names."""
    with store.read() as s:
        needed = files.referenced(s.connection())
    return files.collect(store.folder, needed | also_needed)
