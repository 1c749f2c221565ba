"""What is read for the project chosen, and the report that is made of it before Save."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk.domain.done import Done
from mobdesk.domain.progress import Progress
from mobdesk.errors import Cancelled
from mobdesk.i18n import _
from mobdesk.services import packages, projects, reports
from mobdesk.services.packages import Result, SentRow
from mobdesk.services.records import Query
from mobdesk.services.reports import Preview
from mobdesk.ui.choices import project_words
from mobdesk.ui.desk import Desk
from mobdesk.ui.jobs import Job
from mobdesk.ui.packages.parts import PackageParts
from mobdesk.ui.stops import is_stop


def _newest_first(store: Any, actor: Any, also: int | None) -> list[projects.ProjectRow]:
    """The projects; ``also`` is one that was asked for, perhaps in the archive."""
    found = projects.find(store, actor, Query(sort="code", descending=True))
    if also is not None and also not in found:
        found = [*found, also]
    return projects.rows(store, actor, found)


class MakingPage(PackageParts):
    """Everything is read and made before Save: what is shown is what will be written."""

    tables = frozenset({
        "projects", "awards", "mobilities", "subgroups", "members", "people", "organisations",
        "grant_lines", "papers", "attachments", "paper_originals", "award_versions",
        "budget_transfers", "objectives", "targets", "instalments", "agency_instalments",
        "payment_terms", "real_costs", "payees", "rate_sheets", "rate_confirmations",
        "outline_answers", "outline_questions",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._preview: Preview | None = None
        self._made: dict[str, bytes] = {}
        self._result: Result | None = None
        self._making: Job | None = None
        self._turn = 0
        self._wanted: int | None = None

    def entry(self) -> QWidget | None:
        """First what for: the project. Saving comes last."""
        return self.project if is_stop(self.project) else self.first_stop()

    def go(self, **where: Any) -> None:
        if "kind" in where:
            self.kind.set_value(where["kind"])
        if "id" in where:
            known = self.project.findData(where["id"]) >= 0
            if known:
                self.project.set_value(where["id"])
            else:
                self._wanted = where["id"]

    def refresh(self) -> None:
        also = self._wanted or self.project.value()
        self.desk.read(self, _newest_first, also, then=self._show_projects, key="projects")

    def _show_projects(self, rows: list[projects.ProjectRow]) -> None:
        self.empty.setVisible(not rows)
        self.all.setVisible(bool(rows))
        self.save.setVisible(bool(rows))
        look = _("Look once more. Nothing is sent: the files are saved and a frozen copy is kept.")
        self.header.set_line(look if rows else "")
        # The empty page has the whole room for itself, as every other one.
        self.body.setStretch(self.body.count() - 1, 1 if rows else 0)
        if not rows:
            return
        options = [(row.id, project_words(row.code, row.title)) for row in rows]
        self.project.set_options(options)
        if self._wanted is not None:
            self.project.blockSignals(True)
            self.project.set_value(self._wanted)
            self.project.blockSignals(False)
            self._wanted = None
        self._load()

    def _another_project(self) -> None:
        self._forget_result()
        self.hide_banner()
        self._load()

    def _load(self) -> None:
        project = self.project.value()
        if project is None:
            return
        self._turn += 1
        self.save.set_possible(False, _("The report is not made yet."))
        today = self.desk.today()
        self.desk.read(
            self, reports.preview, project, today, kind=self.kind.value(),
            then=self._show_preview, fail=self._no_preview, key="preview",
        )  # fmt: skip
        self._read_sent()

    def _read_sent(self) -> None:
        self.desk.read(self, packages.sent, self.project.value(), then=self._show_sent, key="sent")

    def _show_sent(self, rows: list[SentRow]) -> None:
        self.before.show_rows(rows)
        self._order_tabs()

    def _something_changed(self, done: Done) -> None:
        """What was made is listed apart: saving must not make the report once more."""
        if "sent_packages" in done.tables and self.project.value() is not None:
            self._read_sent()

    def _no_preview(self, err: BaseException) -> None:
        """Nothing of the kind shown before stays where this kind has nothing to tell."""
        self._preview, self._made = None, {}
        self.shown.hide()
        self.desk.show_error(self, err)

    def _show_preview(self, preview: Preview) -> None:
        self._preview, self._made = preview, {}
        self.shown.show()
        self.papers.show_papers(preview.supporting)
        self.lines.show_lines(preview.flagged)
        self.missing.show_missing(preview)
        self.left_out.show_left_out(preview)
        self._order_tabs()
        self._propose()
        self._make()

    def _propose(self) -> None:
        """The usual way to save: as the last time for this recipient, else by what is in it."""
        preview = self._preview
        if preview is None:
            return
        names = preview.names_people
        self.desk.read(
            self,
            packages.usual_form,
            self.mail.editor.value(),
            names_people=names,
            then=lambda form: self.how.propose(form, names_people=names),
            key="form",
        )

    def _frozen(self) -> reports.Frozen:
        assert self._preview is not None
        chosen = [file.id for file in self.papers.chosen()]
        return reports.narrowed(self._preview, chosen, self.lines.kept())

    def _make(self) -> None:
        """Make PDF, workbook and tables, so that sizes and pages are the real ones."""
        if self._preview is None:
            return
        if self._making is not None:
            self._making.cancel()
        self._turn += 1
        turn, frozen, desk = self._turn, self._frozen(), self.desk
        self._made = {}
        self._forget_result()
        self.save.set_possible(False, _("The report is not made yet."))
        self.cover.blank()
        self._say_sizes()

        def work(progress: Progress) -> dict[str, bytes]:
            return reports.made_files(desk.store, desk.actor, frozen, progress)

        def made(files: dict[str, bytes]) -> None:
            if turn == self._turn:
                self._made = files
                self.save.set_possible(True)
                self._say_sizes()
                self._ask_page(1)

        def failed(err: BaseException) -> None:
            if turn == self._turn and not isinstance(err, Cancelled):
                desk.show_error(self, err)
            elif turn == self._turn:
                self.show_banner(
                    "plain", _("The report was not made."), _("Nothing was changed."),
                    _("Make it"), self._make_again,
                )  # fmt: skip

        self._making = desk.long(
            self, work, then=made, fail=failed, lane="files", label="job.package_report"
        )

    def _make_again(self) -> None:
        self.hide_banner()
        self._make()

    def _say_sizes(self) -> None:
        if self._preview is None:
            return
        chosen = self.papers.chosen()
        self.in_it.show_files(self._preview, self._made or None, chosen)
        self._count_mails()

    def _count_mails(self) -> None:
        """What the mails will take, as they will be written."""
        self._forget_result()
        limit = self.how.mail_limit
        if self._preview is None or not self._made or limit is None:
            self.how.show_size(None)
            return
        self.desk.read(
            self, packages.post, self._frozen(), self._made, self.how.form, limit,
            self.mail.editor.value(), then=self.how.show_size, key="mails",
        )  # fmt: skip

    def _another_limit(self, megabytes: int) -> None:
        self.desk.settings.change(mail_limit_mb=megabytes)
        self._count_mails()

    def _ask_page(self, number: int) -> None:
        pdf = next((data for name, data in self._made.items() if name.endswith(".pdf")), None)
        if pdf is not None:
            dpi = self.cover.paper.dpi
            self.desk.read(
                self, reports.page_picture, pdf, number, dpi, then=self.cover.show_page, key="page"
            )

    def _forget_result(self) -> None:
        """What is shown now is no longer what was saved."""
        if self._result is not None:
            self._result = None
            self.saved.hide()
            self.mail.let_open(False)
