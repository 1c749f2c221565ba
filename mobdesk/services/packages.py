"""Files to send: made from a frozen report, kept, listed, marked as sent, made once more.

The frozen copy stays in the workspace, so that the same files can be made again after the data
went on.
"""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from mobdesk.domain.done import Done
from mobdesk.domain.mails import MAIL_LIMIT
from mobdesk.domain.progress import Progress
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.exports import report as out
from mobdesk.exports import report_json
from mobdesk.models import attachments as files
from mobdesk.models import journal
from mobdesk.models.base import instant_text, now
from mobdesk.models.documents import Attachment
from mobdesk.models.people import AccessEntry
from mobdesk.models.projects import Project
from mobdesk.models.reports import SentPackage
from mobdesk.models.store import Label, Store
from mobdesk.services.access import reads, writes
from mobdesk.services.outside import check_outside
from mobdesk.services.records import load
from mobdesk.services.reports import PROTECTED, ZIP, Frozen, address_problem, is_address

if TYPE_CHECKING:
    from mobdesk.exports.packages import Made
    from mobdesk.exports.parts import Post as Post

_FROZEN, _MADE, _LIMIT = "report.json", "made/", "mail-limit.txt"
_MOST_FROZEN = 2**31


class SentRow(NamedTuple):
    """Files that were made; ``sent_on`` and ``recipient`` once somebody said so."""

    id: int
    rev: int
    project_id: int
    code: str
    kind: str
    name: str
    made_at: datetime
    shape: str
    manifest_sha256: str
    size: int
    sent_on: date | None
    recipient: str | None


class Result(NamedTuple):
    """What was written, and under which id its frozen copy is listed."""

    id: int
    made: Made
    done: Done


# --- making -------------------------------------------------------------------------------------


@reads(Area.EXPORT)
def post(
    store: Store,
    actor: Actor,
    frozen: Frozen,
    made: dict[str, bytes],
    form: str,
    limit: int,
    recipient: str = "",
) -> Post:
    """What the mails will take; ``limit`` is the largest mail in bytes."""
    from mobdesk.exports import parts

    to = recipient if is_address(recipient) else ""
    return parts.post(out.frozen(frozen.report), made, parts.Form(form), limit, to)


@writes(Area.EXPORT)
def make(
    store: Store,
    actor: Actor,
    frozen: Frozen,
    form: str,
    to: Path,
    *,
    passphrase: str = "",
    recipient: str = "",
    made: dict[str, bytes] | None = None,
    mail_limit: int = MAIL_LIMIT,
    progress: Progress | None = None,
) -> Result:
    """Write the files into the folder ``to`` and keep the frozen copy; ``form`` is of ``FORMS``.

    ``mail_limit`` is the largest mail in bytes.
    What was made is listed and in the history; Undo does not take it back, for the files are out.
    Raises ``Refused("inside_workspace")`` and what ``exports.packages.make_package`` raises; then
    nothing was written or kept.
    """
    from mobdesk.exports import packages, parts

    check_outside(to / "package")
    made = made or packages.made_files(frozen.report, progress=progress)
    written = packages.make_package(
        frozen.report,
        to,
        parts.Form(form),
        lambda name: files.read(store.keys, frozen.storages[name]),
        passphrase=passphrase,
        recipient="" if frozen.report.demo else recipient,
        mail_limit=mail_limit,
        made=made,
        progress=progress,
    )
    try:
        kept, done = _keep(store, actor, frozen, written, made, recipient, mail_limit)
    except BaseException:
        _take_back(written)
        raise
    return Result(kept, written, done)


def _take_back(written: Made) -> None:
    for path in (*written.paths, *written.drafts):
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _keep(
    store: Store,
    actor: Actor,
    frozen: Frozen,
    written: Made,
    made: dict[str, bytes],
    recipient: str,
    mail_limit: int,
) -> tuple[int, Done]:
    report = frozen.report
    copy = files.keep(store.keys, _packed(report, made, mail_limit), most=_MOST_FROZEN)
    papers = [
        (paper, files.keep(store.keys, files.read(store.keys, frozen.storages[paper.name])))
        for paper in report.attachments
    ]
    values = {"name": written.name, "code": report.project.code}
    with store.quietly() as s:
        row = SentPackage(
            project_id=frozen.project_id, kind=report.kind, name=written.name,
            made_at=report.frozen_at, shape=written.form.value,
            manifest_sha256=written.manifest_sha256, frozen_storage=copy.storage,
            size=written.size, recipient=None if report.demo else recipient or None,
            created_by=actor.account_id, updated_by=actor.account_id,
        )  # fmt: skip
        s.add(row)
        s.flush()
        for paper, kept in papers:
            s.add(
                Attachment(
                    record_table=SentPackage.__tablename__, record_id=row.id, title=paper.name,
                    media_type="application/octet-stream", size=kept.size, sha256=kept.sha256,
                    storage=kept.storage, created_by=actor.account_id,
                )
            )  # fmt: skip
        s.add(
            AccessEntry(
                at=instant_text(now()), account_id=actor.account_id, person_id=None,
                action="files_to_send", why=written.name,
            )
        )  # fmt: skip
        journal.write_change(s.connection(), actor, "package_made", values, kind="fact")
        made_id = row.id
    # No change to take back: the files are out of our hands.
    tables = frozenset({SentPackage.__tablename__})
    return made_id, Done(None, "package_made", values, tables, (made_id,))


def _packed(report: out.Report, made: dict[str, bytes], mail_limit: int) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as container:
        container.writestr(_FROZEN, report_json.to_json(report))
        container.writestr(_LIMIT, str(mail_limit))
        for name, data in made.items():
            kind = zipfile.ZIP_STORED if name.endswith((".pdf", ".xlsx")) else None
            container.writestr(_MADE + name, data, compress_type=kind)
    return packed.getvalue()


# --- what was made before -----------------------------------------------------------------------


@reads(Area.EXPORT)
def sent(store: Store, actor: Actor, project_id: int | None = None) -> list[SentRow]:
    """Return what was made, the newest first; of one project or of all."""
    columns = [getattr(SentPackage, n) for n in SentRow._fields if n != "code"]
    columns.insert(SentRow._fields.index("code"), Project.code)
    wanted = select(*columns).join(Project, Project.id == SentPackage.project_id)
    if project_id is not None:
        wanted = wanted.where(SentPackage.project_id == project_id)
    with store.read() as s:
        found = s.execute(wanted.order_by(SentPackage.made_at.desc(), SentPackage.id.desc()))
        return [SentRow(*row) for row in found]


@writes(Area.EXPORT)
def mark_sent(
    store: Store, actor: Actor, sent_id: int, rev: int, on: date | None, recipient: str | None
) -> Done:
    """Say when files were sent and to whom; None takes that back. A demo has no recipient.

    Raises ``Refused("recipient_unreadable")``, ``Stale``.
    """
    recipient = (recipient or "").strip()
    if recipient and not is_address(recipient):
        raise address_problem(recipient)
    if recipient and store.setting("demo", False):
        raise Refused("demo_sends_nothing")
    with store.write(Label("package_sent" if on else "package_not_sent"), actor) as s:
        row = load(s, SentPackage, sent_id, rev)
        row.sent_on, row.recipient = on, recipient or None
        s.label_values["name"] = row.name
        return s.done(sent_id)


@reads(Area.EXPORT)
def usual_form(store: Store, actor: Actor, recipient: str, *, names_people: bool) -> str:
    """How the files go to ``recipient``: as the last time, else protected when people are named."""
    if recipient:
        wanted = (
            select(SentPackage.shape)
            .where(func.lower(SentPackage.recipient) == recipient.strip().lower())
            .order_by(SentPackage.made_at.desc(), SentPackage.id.desc())
        )
        with store.read() as s:
            last = s.scalar(wanted)
        if last is not None:
            return last
    return PROTECTED if names_people else ZIP


@reads(Area.EXPORT)
def reopened(store: Store, actor: Actor, sent_id: int) -> tuple[Frozen, dict[str, bytes], int]:
    """The frozen copy, its made files and its mail limit: ``make_again`` makes the same of them."""
    with store.read() as s:
        row = load(s, SentPackage, sent_id)
        project, storage = row.project_id, row.frozen_storage
        papers = s.execute(
            select(Attachment.title, Attachment.storage).where(
                Attachment.record_table == SentPackage.__tablename__,
                Attachment.record_id == sent_id,
            )
        )
        storages = dict(papers.all())
    with zipfile.ZipFile(io.BytesIO(files.read(store.keys, storage))) as container:
        report = report_json.from_json(container.read(_FROZEN))
        made = {
            name.removeprefix(_MADE): container.read(name)
            for name in container.namelist()
            if name.startswith(_MADE)
        }
        limit = int(container.read(_LIMIT))
    return Frozen(project, report, storages), made, limit


@writes(Area.EXPORT)
def make_again(
    store: Store,
    actor: Actor,
    sent_id: int,
    form: str,
    to: Path,
    *,
    passphrase: str = "",
    progress: Progress | None = None,
) -> Made:
    """Write the files of a frozen copy once more: the same bytes, whatever the data say today."""
    from mobdesk.exports import packages, parts

    check_outside(to / "package")
    frozen, made, limit = reopened(store, actor, sent_id)
    return packages.make_package(
        frozen.report,
        to,
        parts.Form(form),
        lambda name: files.read(store.keys, frozen.storages[name]),
        passphrase=passphrase,
        mail_limit=limit,
        made=made,
        progress=progress,
    )
