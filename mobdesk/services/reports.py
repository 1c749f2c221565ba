"""The report of a project before it is sent: preview, choose, freeze, look at its pages.

A report is frozen once from the store; everything else is made from the frozen report alone, by
``services.packages``.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from mobdesk import __version__
from mobdesk.domain import free_text, report_kinds
from mobdesk.domain.progress import Progress
from mobdesk.domain.project_codes import parse_code
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.exports import report as out
from mobdesk.exports.not_due import NotDue, not_due
from mobdesk.models import upgrade, words
from mobdesk.models.base import now
from mobdesk.models.projects import Project
from mobdesk.models.store import Store
from mobdesk.services.access import reads
from mobdesk.services.report_papers import Flagged, Supporting, line_of, papers_on_paper
from mobdesk.services.report_rows import Facts, gather
from mobdesk.services.report_tables import FREE_TEXT, flagged_in, tables_of, without

if TYPE_CHECKING:
    pass

KINDS = report_kinds.KINDS
#: How files can be saved; values of ``exports.packages.Form``.
FORMS = FOLDER, ZIP, PROTECTED = ("folder", "zip", "protected")


class Frozen(NamedTuple):
    """A report and where the bytes of its supporting documents are kept, by name."""

    project_id: int
    report: out.Report
    storages: dict[str, str]


class Preview(NamedTuple):
    """What the files would say now.

    ``frozen`` holds every supporting document that may leave and every flagged line: choose with
    ``narrowed``. ``numbers`` are ids of mobilities by the numbers of the report.
    """

    frozen: Frozen
    figures: out.Figures
    supporting: tuple[Supporting, ...]
    flagged: tuple[Flagged, ...]
    numbers: dict[str, int]
    names_people: bool
    not_due: tuple[NotDue, ...]
    staying_on_paper: int


# --- before -------------------------------------------------------------------------------------


@reads(Area.EXPORT)
def project_id(store: Store, actor: Actor, code: str) -> int:
    """The project of a code.

    Raises ``Refused``: ``project_unknown``, which names the known ones, or ``no_projects``.
    """
    with store.read() as s:
        known = dict(s.execute(select(Project.code, Project.id)).all())
    found = known.get(parse_code(code).code or code.strip())
    if not known:
        raise Refused("no_projects", project=code)
    if found is None:
        raise Refused("project_unknown", project=code, known=", ".join(sorted(known)))
    return found


@reads(Area.EXPORT)
def preview(
    store: Store,
    actor: Actor,
    project_id: int,
    today: date,
    *,
    kind: str = report_kinds.OUR_COPY,
    at: datetime | None = None,
) -> Preview:
    """Return what is in it, what is missing, and what may go along.

    ``kind`` is of ``KINDS``; ``at``: the frozen instant. Raises ``Refused("no_change_asked")`` for
    a letter that asks for nothing.
    """
    with store.read() as s:
        facts = gather(s, project_id, today)
        on_paper = papers_on_paper(s, project_id, facts.project.code.rpartition("-")[2])
        tables = tables_of(s, project_id, facts.numbers, today)
    if kind == report_kinds.AMENDMENT and all(c.approved_on for c in tables["changes"]):
        raise Refused("no_change_asked")
    supporting = facts.supporting if kind == report_kinds.OUR_COPY else ()
    leaving = [file for file in supporting if file.may_leave]
    whole = _report(store, facts, leaving, on_paper.rows, tables, at or now())
    report = out.frozen(out.of_kind(whole, kind))
    frozen = Frozen(project_id, report, {file.name: file.storage for file in leaving})
    return Preview(
        frozen,
        out.figures(report),
        supporting,
        tuple(
            f
            for f in (*facts.flagged, *on_paper.flagged, *flagged_in(tables, facts.numbers))
            if _is_told(report, f)
        ),
        facts.numbers,
        bool(report.people or report.grants or report.payments),
        tuple(not_due(report)),
        on_paper.staying if report.kind == report_kinds.OUR_COPY else 0,
    )


def _is_told(report: out.Report, flagged: Flagged) -> bool:
    """Whether a flagged line would leave with this report at all."""
    if flagged.field == "on_paper":
        return bool(report.on_paper)
    if flagged.field in FREE_TEXT:
        return flagged.field in report.contents
    return not flagged.number or "mobilities" in report.contents


def _report(
    store: Store,
    facts: Facts,
    leaving: Sequence[Supporting],
    on_paper: tuple[out.OnPaper, ...],
    tables: dict[str, Any],
    at: datetime,
) -> out.Report:
    return out.Report(
        program=f"Mobdesk {__version__}",
        schema=upgrade.head(),
        frozen_at=at,
        organisation=facts.organisation,
        project=facts.project,
        demo=store.setting("demo", False),
        people=facts.people,
        mobilities=facts.mobilities,
        budget=facts.budget,
        missing=facts.missing,
        not_due=facts.not_due,
        attachments=tuple(
            out.Attachment(f.name, f.size, f.sha256, f.number, f.paper) for f in leaving
        ),
        on_paper=on_paper,
        **tables,
    )


def narrowed(
    previewed: Preview, attachment_ids: Collection[int], keep: Collection[Flagged] = ()
) -> Frozen:
    """The report with the chosen supporting documents only, and without flagged lines.

    ``keep`` are the flagged lines that a person decided to keep. Raises
    ``Refused("attachment_stays")`` for a file marked sensitive or protected.
    """
    by_id = {file.id: file for file in previewed.supporting}
    chosen = [by_id[i] for i in attachment_ids if i in by_id]
    for file in chosen:
        if not file.may_leave:
            raise Refused("attachment_stays", name=file.title)
    names = {file.name for file in chosen}
    report = previewed.frozen.report
    report = replace(
        _without(report, [line for line in previewed.flagged if line not in keep]),
        attachments=tuple(a for a in report.attachments if a.name in names),
    )
    storages = {n: s for n, s in previewed.frozen.storages.items() if n in names}
    return previewed.frozen._replace(report=report, storages=storages)


def _without(report: out.Report, lines: Sequence[Flagged]) -> out.Report:
    """The report without these lines; it says that lines were left out, not which."""
    if not lines:
        return report
    gone = {(line.number, line.field): set[str]() for line in lines}
    for line in lines:
        gone[line.number, line.field].add(line.line)

    def cleaned(row: out.MobilityRow) -> out.MobilityRow:
        return replace(
            row,
            title=free_text.without(row.title, gone.get((row.number, "title"), ())),
            note=free_text.without(row.note, gone.get((row.number, "note"), ())),
        )

    title = free_text.without(report.project.title, gone.get(("", "title"), ()))
    numbers = {number for number, _field in gone}
    tables: dict[str, Any] = without(report, gone)
    return replace(
        report,
        project=replace(report.project, title=title),
        mobilities=tuple(cleaned(r) if r.number in numbers else r for r in report.mobilities),
        on_paper=tuple(
            p for p in report.on_paper if line_of(p) not in gone.get((p.number, "on_paper"), ())
        ),
        left_out=(*report.left_out, "flagged_lines"),
        **tables,
    )


@reads(Area.EXPORT)
def made_files(
    store: Store, actor: Actor, frozen: Frozen, progress: Progress | None = None
) -> dict[str, bytes]:
    """PDF, workbook, tables and read-me of a report, by name; ``make`` takes them."""
    from mobdesk.exports import packages

    return packages.made_files(frozen.report, progress=progress)


class Page(NamedTuple):
    """One page of a PDF as a picture: 4 bytes per pixel (blue, green, red, unused)."""

    number: int
    pages: int
    width: int
    height: int
    stride: int
    pixels: bytes


@reads(Area.EXPORT)
def page_picture(store: Store, actor: Actor, pdf: bytes, number: int, dpi: float) -> Page:
    """Draw page ``number`` (from 1) of a made PDF; ask in one lane only, the renderer is single."""
    from mobdesk.exports.page_pictures import page_of

    pages, picture = page_of(pdf, number, dpi)
    return Page(number, pages, *picture)


class MailWords(NamedTuple):
    """What a mail says; each part has its own copy button."""

    address: str
    subject: str
    text: str


@reads(Area.EXPORT)
def mail(store: Store, actor: Actor, frozen: Frozen, form: str, recipient: str) -> MailWords:
    """The words of the mail before anything is saved. Raises ``recipient_unreadable``."""
    from mobdesk.exports.eml import mail_words

    words = mail_words(
        frozen.report, protected=form == PROTECTED, folder=form == FOLDER, recipient=recipient
    )
    return MailWords(*words)


def is_address(text: str) -> bool:
    """Whether ``text`` is one e-mail address."""
    from mobdesk.exports import eml

    return eml.is_address(text)


def address_problem(text: str) -> Refused:
    """What is said of an address that is none."""
    return Refused("recipient_unreadable", address=text)


def new_passphrase() -> str:
    """Five words for one protected ZIP; told by telephone, kept nowhere."""
    return words.new_passphrase()
