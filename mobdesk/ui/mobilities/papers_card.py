"""Ready to leave? and Ready to close?: what is open, and the papers of one member or of all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.documents import Asked, ChecklistRow, PaperState
from mobdesk.domain.marks import Aspect, Missing
from mobdesk.i18n import _
from mobdesk.services.agreements import AGREEMENT
from mobdesk.services.mobility_details import MemberDetail
from mobdesk.ui import icons, shown, theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.cards import add_buttons, fact_row, link, more, sign
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Paragraph, caption


class VerdictCard(Card):
    """Ready to leave? or Ready to close? with what is open, then the papers."""

    def __init__(
        self,
        sheet: Sheet,
        ask: Asking,
        who: MemberDetail | None,
        act: Callable[[Missing], object],
        *,
        writes: bool,
        files: bool,
    ) -> None:
        super().__init__(_("Ready to close?") if sheet.left else _("Ready to leave?"))
        self._sheet, self._ask, self._who, self._act = sheet, ask, who, act
        self._writes, self._files = writes, files
        soon = self._soon()
        if soon:
            self.header.addWidget(caption(soon))
        self._add_verdict()
        self._add_papers()

    def _soon(self) -> str:
        dates, today = self._sheet.dates, self._sheet.today
        if self._sheet.ended:
            return ""
        return (
            words.when(dates.back, today, back=True)
            if self._sheet.left
            else words.when(dates.leaves, today)
        )

    def _add_verdict(self) -> None:
        sheet = self._sheet
        if sheet.detail.stage in ("idea", "applied"):
            return
        things = self._open()
        kinds = {_same(thing.code) for _n, thing in things}
        sentence = words.verdict(len(kinds), leaving=not sheet.left)
        if not things:
            self.add(Banner("ok", sentence, self._ready_reason()))
            return
        number, first = things[0]
        member = sheet.member(number)
        alone = sum(thing.code == first.code for _n, thing in things) == 1
        many = member is not None and len(sheet.members) > 1
        name = words.first_name_first(member.name) if member and many and alone else ""
        said = [words.lacking(first.code), name, _due(first.due, first.overdue, sheet.today)]
        reason = ", ".join(part for part in said if part) + "."
        late = any(t.overdue for _n, t in things)
        near = (sheet.dates.leaves or date.max) <= date.fromordinal(sheet.today.toordinal() + 14)
        may = self._files if first.aspect is Aspect.PAPERS else self._writes
        act = _("File it") if first.aspect is Aspect.PAPERS else _("Type it in")
        tone = "wait" if late or near else "plain"
        banner = Banner(tone, sentence, reason, act if may else "")
        banner.button.setObjectName("verdict")
        banner.pressed.connect(lambda: self._act(first))
        self.add(banner)

    def _open(self) -> list[tuple[int, Missing]]:
        aspects = tuple(Aspect) if self._sheet.left else words.LEAVING
        found = [
            (view.member_id, thing)
            for view in self._sheet.views_all
            if self._who is None or view.member_id == self._who.id
            for thing in view.things
            if thing.aspect in aspects and not _later(thing, self._sheet)
        ]
        return sorted(found, key=lambda pair: pair[1].due or date.max)

    def _ready_reason(self) -> str:
        if self._sheet.left:
            return _("Nothing is open.")
        return _("Preparation, papers and money are done.")

    def _add_papers(self) -> None:
        sheet = self._sheet
        named = [m for m in sheet.counting if m.id in sheet.papers]
        chosen = [self._who] if self._who else named
        if not chosen:
            self.add(Paragraph(_("Papers start when there is a name."), "body", "soft"))
            return
        papers = QVBoxLayout()
        theme.space(papers, 0, 0)
        for kind, rows in _by_kind(sheet, chosen).items():
            papers.addWidget(self._paper(kind, rows))
        self.add(papers)

    def _paper(self, kind: str, rows: list[tuple[int, ChecklistRow]]) -> QWidget:
        row = rows[0][1]
        todo = [number for number, each in rows if each.step]
        late = any(each.overdue for _n, each in rows)
        name = texts.word(f"paper.{kind}")
        second = texts.word(f"paper_note.{row.note}") if row.note else ""
        if not row.required:
            name = _("{paper}, optional").format(paper=name)
        icon, tone = sign(done=not todo, late=late, required=row.required)
        if row.unconfirmed and row.required and todo:
            second = f"{second} {texts.word('paper_rule.unconfirmed')}".strip()
        holder, line = fact_row(icon, tone, name, self._note(kind, rows, todo), second)
        if not self._files:
            return holder
        tip = _("More about {paper}").format(paper=texts.word(f"paper.{kind}"))
        menu = more(f"more {kind}", tip, partial(self._fill, kind, rows))
        file = link(_("File"), f"file {kind}", partial(self._ask.file_paper, kind, todo))
        add_buttons(line, *((file,) if todo else ()), menu)
        return holder

    def _fill(self, kind: str, rows: list[tuple[int, ChecklistRow]], menu: QMenu) -> None:
        numbers = [number for number, _row in rows]
        menu.addAction(
            icons.icon("documents"), _("File"), partial(self._ask.file_paper, kind, numbers)
        )
        if len(numbers) != 1:
            return
        menu.addAction(
            icons.icon("clip"), _("Attach a scan"),
            partial(self._ask.attach_scan, kind, numbers[0]),
        )  # fmt: skip
        state = rows[0][1].state
        if state is not PaperState.NOT_NEEDED:
            menu.addAction(
                icons.icon("skip"), _("Not needed here"),
                partial(self._ask.not_needed, kind, numbers[0]),
            )  # fmt: skip
        if state is not PaperState.WANTED:
            menu.addAction(
                icons.icon("undo"), _("Open again"), partial(self._ask.open_again, kind, numbers[0])
            )

    def _note(self, kind: str, rows: list[tuple[int, ChecklistRow]], todo: Sequence[int]) -> str:
        if len(rows) > 1:
            done = len(rows) - len(todo)
            if not done and all(row.asked is not Asked.NOW for _n, row in rows):
                return _when(rows[0][1], self._sheet.today)
            return texts.label("mark_note.met", {"n": done, "of": len(rows)})
        number, row = rows[0]
        known = self._sheet.known.get((number, kind))
        if row.fulfilled_by:
            return _("with: {paper}").format(paper=texts.word(f"paper.{row.fulfilled_by}"))
        if row.state is PaperState.NOT_NEEDED:
            return _("not needed: {reason}").format(reason=known.reason if known else "")
        if row.step == "file":
            return _when(row, self._sheet.today)
        if row.step:
            return texts.word(f"paper_step.{row.step}")
        place, today = known.place if known else "", self._sheet.today
        word = _("signed") if known and known.signed else _("filed")
        day = f"{word} {shown.short_date(self._day(number, kind), today)}" if known else word
        scan = _("scan") if known and known.scans else ""
        return " · ".join(part for part in (day, place, scan) if part)

    def _day(self, number: int, kind: str) -> date | None:
        """When it was filed; of a grant agreement when it was signed, once that is typed."""
        known, member = self._sheet.known[number, kind], self._sheet.member(number)
        typed = member.values["agreement_signed_on"] if member and kind == AGREEMENT else None
        return typed or known.filed_on


def _by_kind(
    sheet: Sheet, chosen: Sequence[MemberDetail]
) -> dict[str, list[tuple[int, ChecklistRow]]]:
    found: dict[str, list[tuple[int, ChecklistRow]]] = {}
    for member in chosen:
        for row in sheet.papers.get(member.id, ()):
            found.setdefault(row.kind, []).append((member.id, row))
    return found


def _same(code: str) -> str:
    """The agreement that is signed and the paper that is filed are one thing to do."""
    return "grant_agreement" if code == "agreement_signed" else code


def _later(thing: Missing, sheet: Sheet) -> bool:
    """A paper of after the stay does not keep anybody from leaving."""
    if sheet.left or thing.aspect is not Aspect.PAPERS:
        return False
    return all(
        row.phase != "before"
        for rows in sheet.papers.values()
        for row in rows
        if row.kind == thing.code
    )


def _when(row: ChecklistRow, today: date) -> str:
    """``due 3 May``, ``not due yet, by 3 May``, ``closed without it``."""
    if not row.required:
        return ""
    if row.asked is Asked.NOW:
        return _due(row.due, row.overdue, today)
    word = texts.word(f"paper_asked.{row.asked}").lower()
    if row.asked is Asked.LATER and row.due is not None:
        return _("{word}, by {day}").format(word=word, day=shown.short_date(row.due, today))
    return word


def _due(due: date | None, overdue: bool, today: date) -> str:
    if due is None:
        return ""
    day = shown.short_date(due, today)
    return _("was due {day}").format(day=day) if overdue else _("due {day}").format(day=day)
