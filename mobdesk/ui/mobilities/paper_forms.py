"""The papers of one mobility: filed, scanned, not needed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog

from mobdesk import texts
from mobdesk.domain import documents as paper_rules
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import documents
from mobdesk.services.agreements import AGREEMENT
from mobdesk.ui.choices import YesNo
from mobdesk.ui.fields import Date, LongText, Text
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field, Form
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.page_forms import WHY, PageForms


class PaperForms(PageForms):
    """Asks about papers."""

    def file_paper(self, kind: str, member_ids: Sequence[int]) -> None:
        """Say that a paper is there: signed, and where the original is."""
        sheet = self._sheet()
        signatures = paper_rules.checklist()[kind].needs_signatures
        known = sheet.known.get((member_ids[0], kind)) if len(member_ids) == 1 else None
        signing = (Field("signed", N_("Signed by all"), YesNo),) if signatures else ()
        signature = (self._signature(),) if kind == AGREEMENT else ()
        declared = (
            Field("on", N_("Filed on"), lambda: Date(near=self.desk.today)),
            *signing,
            *signature,
            Field("place", N_("Paper original: binder, place"), lambda: Text(N_("Binder 3")),
                  required=False, wide=True,
                  help=N_("Empty, if a scan is attached.") if signatures else ""),
        )  # fmt: skip
        signed_on = self._signed_on(member_ids, known)
        defaults = {
            "on": (known.filed_on if known else None) or sheet.today,
            "signed": known.signed if known and known.filed_on else signatures,
            "place": known.place if known else None,
            "signed_on": signed_on,
        }
        n = len(member_ids)
        many = ngettext("For {n} person", "For {n} persons", n) if n > 1 else ""
        dialog = FormDialog(
            self.desk, self.page, texts.word(f"paper.{kind}"), declared,
            lambda s, a, v, _rev: _file(s, a, member_ids, kind, v, self.desk.today()),
            context=many or words.first_name_first(self._name(member_ids[0])),
            defaults=defaults, main=_("File it"),
        )  # fmt: skip
        if signature:
            _ask_the_day_of_what_is_signed(dialog.form, signed_on)
        dialog.open()

    def _signature(self) -> Field:
        """The day from which the grant counts as agreed: when the later of both signed."""

        def check(value: Any, values: dict[str, Any]) -> Problem | None:
            found = paper_rules.validate_signed_on(value, self.desk.today())
            return found[0] if found and values["signed"] else None

        return Field(
            "signed_on", N_("Signed by both on"), lambda: Date(near=self.desk.today),
            check=check, help=N_("Two dates? Type the later one."),
        )  # fmt: skip

    def _signed_on(self, member_ids: Sequence[int], known: documents.PaperRow | None) -> date:
        """The day typed before for all of them, else the one that stands in for it, else today."""
        sheet = self._sheet()
        members = [sheet.member(number) for number in member_ids]
        typed = {one.values["agreement_signed_on"] for one in members if one is not None}
        same: date | None = typed.pop() if len(typed) == 1 else None
        filed = known.filed_on if known and known.signed else None
        return same or filed or sheet.today

    def attach_scan(self, kind: str, member_id: int) -> None:
        """Choose files and attach them as the scan of a paper; the paper counts as filed."""
        dialog = QFileDialog(self.page.window(), texts.word(f"paper.{kind}"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(
            lambda names: self.take_scan(kind, member_id, [Path(name) for name in names])
        )
        dialog.open()

    def take_scan(self, kind: str, member_id: int, files: Sequence[Path]) -> None:
        """Attach ``files`` to a paper; a paper not filed before is filed today."""
        sheet, number = self._sheet(), self._sheet().id
        known = sheet.known.get((member_id, kind))
        if known is not None and known.filed_on is not None:
            self.attach(files, known.id)
            return

        def find(store: Any, actor: Any) -> int:
            return documents.known(store, actor, number)[member_id, kind].id

        def filed(_done: Any) -> None:
            self.desk.read(self.page, find, then=lambda paper: self.attach(files, paper))

        signatures = paper_rules.checklist()[kind].needs_signatures
        self.desk.write(
            self.page, documents.file_paper, member_id, kind, on=sheet.today, signed=signatures,
            then=filed,
        )  # fmt: skip

    def not_needed(self, kind: str, member_id: int) -> None:
        """Say that a paper or a thing to prepare is not needed here."""
        declared = (Field("reason", WHY, LongText, wide=True),)
        FormDialog(
            self.desk, self.page,
            _("{paper}: not needed here").format(paper=words.thing(kind)), declared,
            lambda s, a, v, _rev: documents.set_aside(s, a, member_id, kind, v["reason"]),
            context=words.first_name_first(self._name(member_id)), columns=1,
            main=_("Not needed here"),
        ).open()  # fmt: skip

    def open_again(self, kind: str, member_id: int) -> None:
        """A paper is wanted after all."""
        self.desk.write(self.page, documents.want_again, member_id, kind)


def _ask_the_day_of_what_is_signed(form: Form, usual: date) -> None:
    """What is not signed has no day of a signature, and one that is unread stops nobody then."""
    row, signed = form.rows["signed_on"], form.editor("signed")

    def show() -> None:
        row.setVisible(bool(signed.value()))
        if not signed.value() and row.editor.value() is None:
            row.editor.set_value(usual)

    signed.changed.connect(show)
    show()


def _file(
    store: Any,
    actor: Any,
    member_ids: Sequence[int],
    kind: str,
    values: dict[str, Any],
    today: date,
) -> Any:
    signed = bool(values.get("signed"))
    typed = {"on": values["on"], "signed": signed, "place": values["place"]}
    if signed:
        typed |= {"signed_on": values.get("signed_on"), "today": today}
    if len(member_ids) == 1:
        return documents.file_paper(store, actor, member_ids[0], kind, **typed)
    return documents.file_papers(store, actor, member_ids, kind, **typed)
