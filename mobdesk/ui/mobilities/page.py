"""The page of one mobility: where it stands, what is missing, papers, money, members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import mobilities as rules
from mobdesk.domain.marks import Aspect, Missing
from mobdesk.domain.roles import Access, Area
from mobdesk.domain.stages import STAGES, ends_from
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.services import mobilities
from mobdesk.ui import icons, rows, theme
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.mobilities import heading, words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.cards import MoneyCard, PreparationCard
from mobdesk.ui.mobilities.facts import Sheet, read_sheet
from mobdesk.ui.mobilities.look_card import LookCard
from mobdesk.ui.mobilities.members_card import MembersCard
from mobdesk.ui.mobilities.papers_card import VerdictCard
from mobdesk.ui.mobilities.signing_list import ListCard, SigningList
from mobdesk.ui.mobilities.stage_card import StageCard, next_stage
from mobdesk.ui.mobilities.who_card import WhoCard
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner, Card


class MobilityPage(Page):
    """``go(id=…)`` says which one. What is shown is read in one go and made new."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects", "papers",
        "grant_lines", "attachments", "rate_sheets",
    })  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.record: int | None = None
        self.who: int | None = None  # the one member whose papers and sums are shown
        self.shown_who: int | None = None  # whose the cards are now
        self.sheet: Sheet | None = None
        self.writes = desk.may(Area.MOBILITIES, Access.WRITE)
        self.files = desk.may(Area.OWN_MOBILITIES, Access.WRITE)
        self.ask = Asking(desk, self, self._now, self._attach)
        self.signing = SigningList(desk, self, lambda: self._now().id)
        self._make_actions()
        self.stage = StageCard()
        self.body.addWidget(self.stage)
        self._proposal = QVBoxLayout()
        self.body.addLayout(self._proposal)
        self.attachments = AttachmentsCard(desk, "mobilities", self._called)
        self.columns = Columns((5, 4), self.attachments)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.stage.line.step_pressed.connect(self._step_pressed)

    # what the window asks
    def entry(self) -> QWidget | None:
        """The main action, or the one in its place; who may only read starts below the header."""
        return self.header.outermost_action() or self.first_stop()

    def go(self, **where: Any) -> None:
        """``id``: show this mobility; ``member``: and only the papers and sums of this one."""
        if where.get("id") != self.record:
            self.record, self.who = where.get("id"), None
            self.attachments.show_record(self.record)
            self.scroller.verticalScrollBar().setValue(0)
        self.who = where.get("member", self.who)
        self.mark_stale()

    def refresh(self) -> None:
        if self.record is not None:
            self.desk.read(
                self, read_sheet, self.record, self.desk.today(),
                then=self._show, fail=self._gone, key="sheet",
            )  # fmt: skip

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange_stage()

    def mode_changed(self) -> None:
        narrow = self.mode is Mode.NARROW
        self.columns.set_one(narrow)
        self.stage.set_narrow(narrow)
        self._arrange_stage()

    def _arrange_stage(self) -> None:
        self.stage.arrange(self.mode, self.width())

    # making
    def _make_actions(self) -> None:
        self.more = IconButton("more", _("More"))
        self.more.clicked.connect(
            lambda: self.menu().popup(self.more.mapToGlobal(QPoint(0, self.more.height())))
        )
        self.dates_button = Button(_("Change dates"), "second", "calendar", self)
        self.dates_button.clicked.connect(lambda: self.ask.change_dates())
        self.edit_button = Button(_("Edit"), "second", "", self)
        self.edit_button.clicked.connect(lambda: self.ask.edit())
        self.next_button = Button(_("Go on"), "main", "", self)
        self.next_button.clicked.connect(self._go_on)
        for button in (self.more, self.dates_button, self.edit_button, self.next_button):
            if self.writes:
                self.header.add_action(button)
            else:
                button.setParent(self)
                button.hide()

    def _now(self) -> Sheet:
        assert self.sheet is not None, "a form opened before the page was read"
        return self.sheet

    def _attach(self, files: Sequence[Path], paper_id: int) -> None:
        self.attachments.add_files(files, paper_id=paper_id)

    def _called(self) -> str:
        if self.sheet is None:
            return ""
        parts = (self.sheet.detail.name, self.sheet.values["hosting_city"])
        return ", ".join(part for part in parts if part)

    # showing
    def _gone(self, err: BaseException) -> None:
        self.desk.show_error(self, err)

    def _show(self, sheet: Sheet) -> None:
        if sheet == self.sheet and self.shown_who == self.who:
            return
        self.sheet = sheet
        if sheet.member(self.who) is None:
            self.who = None
        self._show_header(sheet)
        self._show_stage(sheet)
        self._show_cards(sheet)

    def _show_header(self, sheet: Sheet) -> None:
        detail = sheet.detail
        title = heading.title(sheet)
        self.header.set_title(title)
        self.setAccessibleName(title)
        crumb = (_("Mobilities"), lambda: self.desk.open("mobilities"))
        self.header.set_crumbs(crumb, here=heading.name(sheet))
        self.header.set_line(heading.line(sheet))
        if sheet.ended:
            self.header.set_badge(texts.word(f"end.{sheet.ended}"), "plain", "slash")
        elif sheet.away:
            here = _("Here today") if detail.incoming else _("Abroad today")
            self.header.set_badge(here, "accent", "mobilities")
        else:
            self.header.set_badge("")

    def _show_stage(self, sheet: Sheet) -> None:
        self.stage.show_sheet(sheet)
        following = next_stage(sheet)
        word = texts.word(f"stage.{following}") if following else ""
        self.next_button.setText(_("Next: {stage}").format(stage=word.lower()))
        self.next_button.setVisible(following is not None and self.writes)
        self._arrange_stage()
        QTimer.singleShot(0, self, self._arrange_stage)  # new steps have no width before they show
        self._show_proposal(sheet)

    def _show_proposal(self, sheet: Sheet) -> None:
        _empty(self._proposal)
        if sheet.ended:
            self._proposal.addWidget(self._end_banner(sheet))
        step = next((one for one in sheet.steps if one.proposed), None)
        if step is None:
            return
        stage = texts.word(f"stage.{step.stage}")
        sentence = {
            "abroad": _("This is the day of leaving."),
            "returned": _("The day of coming back is over."),
        }.get(step.stage.value, stage)
        banner = Banner(
            "accent", sentence, _("Is the stage now “{stage}”?").format(stage=stage),
            _("Yes, {stage}").format(stage=stage.lower()) if self.writes else "",
        )  # fmt: skip
        banner.button.setObjectName("proposed")
        banner.pressed.connect(partial(self.ask.go_to, step.stage.value))
        self._proposal.addWidget(banner)

    def _end_banner(self, sheet: Sheet) -> Banner:
        member = sheet.members[0]
        one = len(sheet.members) == 1
        banner = Banner(
            "plain", texts.word(f"end.{sheet.ended}"), words.why_ended(member.end),
            _("Take the end back") if one and self.writes else "", "slash",
        )  # fmt: skip
        banner.pressed.connect(partial(self.ask.take_end_back, member.id))
        return banner

    def _show_cards(self, sheet: Sheet) -> None:
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None else ""
        self.setUpdatesEnabled(False)
        self.shown_who = self.who
        left, right = self._make_cards(sheet)
        for card in (*left, *right):
            if isinstance(card, Card):
                card.finish()  # the last of a column gets more room than its rows need
        self.columns.set_cards(left, right)
        self.setUpdatesEnabled(True)
        if name:
            QTimer.singleShot(0, self, partial(self._focus_again, name))

    def _make_cards(self, sheet: Sheet) -> tuple[list[QWidget], list[QWidget]]:
        who = sheet.member(self.who)
        single = who or (sheet.members[0] if len(sheet.members) == 1 else None)
        left: list[QWidget] = []
        if sheet.group:
            left.append(MembersCard(sheet, self.ask, who, self.choose, writes=self.writes))
        if who is not None and sheet.group:
            left.append(self._chosen_line(who.name))
            if who.ended and not sheet.ended:
                ended = texts.word(f"end.{who.ended}")
                left.append(Banner("plain", ended, words.why_ended(who.end), icon="slash"))
        if sheet.counting or not sheet.members:
            left.append(
                VerdictCard(
                    sheet, self.ask, who, self._do, writes=self.writes, files=self.files
                )
            )  # fmt: skip
        right: list[QWidget] = []
        if sheet.staying and (findings := sheet.findings):
            right.append(LookCard(findings, sheet.today))
        if sheet.group and self.desk.may(Area.EXPORT):
            right.append(
                ListCard(sheet, self.signing.save, self.signing.open, self._group_problems())
            )
        right.append(WhoCard(sheet, self.ask, writes=self.writes))
        if sheet.counting:
            prepared = PreparationCard(sheet, self.ask, single, writes=self.writes)
            if self.writes:
                said = _("Every value for the Beneficiary Module, to copy and tick")
                prepared.add_line()
                prepared.add(rows.LinkRow("screen", _("BM sheet"), said, self._open_bm_sheet))
            right.append(prepared)
        if self.writes and sheet.counting:
            right.append(MoneyCard(sheet, self.ask, single, writes=self.writes))
        return left, right

    def _chosen_line(self, name: str) -> QWidget:
        banner = Banner(
            "accent",
            _("Papers, preparation and sums of {name}").format(name=words.first_name_first(name)),
            "", _("Show the whole group"), "person",
        )  # fmt: skip
        banner.button.setObjectName("whole group")
        banner.pressed.connect(lambda: self.choose(None))
        return banner

    def _group_problems(self) -> list[Problem]:
        sheet = self._now()
        field = sheet.project.field if sheet.project else None
        said = {one.code for one in sheet.findings}
        found = rules.group_warnings(sheet.in_rules(), field)
        return [problem for problem in found if problem.code not in said]

    def _focus_again(self, name: str) -> None:
        """The button pressed last, or the menu of its row when the button has gone."""
        again = self.findChild(QWidget, name)
        if again is None:
            again = self.findChild(QWidget, f"more {name.partition(' ')[2]}")
        if again is not None and again.isVisible():
            again.setFocus(Qt.FocusReason.TabFocusReason)

    # doing
    def choose(self, member_id: int | None) -> None:
        """Show papers, preparation and sums of one member (None: of the whole group)."""
        before, self.who = self.who, member_id
        if self.sheet is None:
            return
        self._show_cards(self.sheet)
        # What is shown now stands below all members: go there, and back to the row.
        name = "whole group" if member_id is not None else f"member {before}"
        QTimer.singleShot(0, self, partial(self._go_to, name))

    def _go_to(self, name: str) -> None:
        self._focus_again(name)
        here = self.findChild(QWidget, name)
        inside = self.scroller.widget()
        if here is None or inside is None or self.sheet is None:
            return
        if self.sheet.group:
            top = here.mapTo(inside, QPoint(0, 0)).y() - theme.current().px(3)
            self.scroller.verticalScrollBar().setValue(top if name == "whole group" else 0)
            self.bring_into_view(here)

    def _open_bm_sheet(self) -> None:
        self.desk.open("bm_sheet", id=self._now().id, member=self.who)

    def menu(self) -> QMenu:
        """What is not asked every day; what ends something stands last."""
        sheet, ask = self._now(), self.ask
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("check"), _("Real dates"), lambda: ask.real_dates())
        if self.writes and sheet.counting:
            menu.addAction(
                icons.icon("budget"), _("What counts for the grant"), lambda: ask.counting()
            )
        if sheet.group:
            menu.addAction(
                icons.icon("group"), _("Subgroup with other dates"), lambda: ask.other_dates([])
            )
        if self.writes:
            menu.addAction(icons.icon("screen"), _("BM sheet"), self._open_bm_sheet)
        if self.writes and (project := sheet.values["project_id"]) is not None:
            menu.addAction(
                icons.icon("payments"), _("Payments of the project"),
                lambda: self.desk.open("payments", id=project),
            )  # fmt: skip
        if self.desk.may(Area.HISTORY):
            menu.addAction(
                icons.icon("history"), _("History of this mobility"),
                lambda: self.desk.open("history", table="mobilities", id=sheet.id),
            )  # fmt: skip
        menu.addSeparator()
        if not sheet.ended and ends_from(sheet.detail.stage):
            menu.addAction(icons.icon("slash"), _("End this mobility"), lambda: ask.end())
        menu.addAction(icons.icon("trash"), _("Delete"), self._remove)
        return menu

    def _remove(self) -> None:
        self.desk.write(
            self, mobilities.remove, [self._now().id],
            then=lambda _done: self.desk.open("mobilities"),
        )  # fmt: skip

    def _go_on(self) -> None:
        following = next_stage(self._now())
        if following is not None:
            self.ask.go_to(following)

    def _step_pressed(self, stage: str) -> None:
        if self.writes and stage in STAGES and self.sheet is not None and not self.sheet.ended:
            self.ask.go_to(stage)

    def _do(self, thing: Missing) -> None:
        """Open the form that closes an open thing."""
        sheet = self._now()
        if thing.aspect is Aspect.PAPERS or thing.code == "agreement_signed":
            kind = "grant_agreement" if thing.code == "agreement_signed" else thing.code
            ids = [
                v.member_id
                for v in sheet.views_all
                if any(t.code == thing.code for t in v.things)
                and (self.who is None or v.member_id == self.who)
            ]
            self.ask.file_paper(kind, ids)
            return
        lacking = next(v for v in sheet.views_all if any(t.code == thing.code for t in v.things))
        member = sheet.member(self.who) or sheet.member(lacking.member_id)
        if thing.code == "bm_complete":
            self.desk.open("bm_sheet", id=sheet.id, member=member and member.id)
            return
        if thing.code in ("instalment_paid", "balance_settled"):
            self.desk.open("payments", id=sheet.values["project_id"])
            return
        if thing.code == "person_named" and member is not None:
            self.ask.name_place(member)
        else:
            self.ask.prepare(member)


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
