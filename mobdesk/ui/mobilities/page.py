"""The page of one mobility: where it stands, what is missing, papers, money, members."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain import mobilities as rules
from mobdesk.domain.marks import Aspect, Missing
from mobdesk.domain.roles import Access, Area
from mobdesk.domain.stages import STAGES, ends_from, position
from mobdesk.errors import Problem
from mobdesk.i18n import _
from mobdesk.services import lists, mobilities
from mobdesk.ui import icons, shown, stays, theme
from mobdesk.ui.attachments import AttachmentsCard
from mobdesk.ui.columns import Columns
from mobdesk.ui.desk import Desk
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.cards import (
    ListCard,
    MoneyCard,
    PreparationCard,
    WhoCard,
)
from mobdesk.ui.mobilities.facts import Sheet, read_sheet
from mobdesk.ui.mobilities.members_card import MembersCard
from mobdesk.ui.mobilities.needs import still_open
from mobdesk.ui.mobilities.papers_card import VerdictCard
from mobdesk.ui.opened import opened_copies, show_outside
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner, Card, Hairline
from mobdesk.ui.parts.labels import strong
from mobdesk.ui.parts.marks import Badge
from mobdesk.ui.parts.stageline import StageLine, Step
from mobdesk.ui.parts.stages import ReadinessMarks


class MobilityPage(Page):
    """``go(id=…)`` says which one. What is shown is read in one go and made new."""

    tables = frozenset({
        "mobilities", "subgroups", "members", "people", "organisations", "projects", "papers",
        "grant_lines", "attachments",
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
        self.stage_line = StageLine()
        self.marks = ReadinessMarks()
        self._make_actions()
        self.body.addWidget(self._stage_card())
        self._proposal = QVBoxLayout()
        self.body.addLayout(self._proposal)
        self.attachments = AttachmentsCard(desk, "mobilities", self._called)
        self.columns = Columns((5, 4), self.attachments)
        self.body.addWidget(self.columns)
        self.body.addStretch(1)
        self.stage_line.step_pressed.connect(self._step_pressed)

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
        self._lines.setVisible(not narrow)
        self._short.setVisible(narrow)
        self.marks.set_columns(2 if narrow else 4)
        self._arrange_stage()

    def _arrange_stage(self) -> None:
        """Stage and marks in one row where both fit, else one below the other."""
        need = self.stage_line.sizeHint().width() + self.marks.sizeHint().width()
        room = self.width() - theme.current().px(18)
        wide = self.mode is Mode.WIDE and need <= room
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._stage_row.setDirection(across if wide else down)
        marked = not self.marks.isHidden()
        self._upright.setVisible(marked and wide)
        self._flat.setVisible(marked and not wide)

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

    def _stage_card(self) -> Card:
        card = Card()
        self._stage_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._stage_row, 0, 2)
        self._lines = QWidget()
        box = QVBoxLayout(self._lines)
        theme.space(box, 0, 0)
        box.addWidget(self.stage_line)
        self._short = QWidget()
        short = QHBoxLayout(self._short)
        theme.space(short, 0, 1.5)
        self._badge, self._next = Badge("", "accent", "mobilities"), strong("")
        short.addWidget(self._badge)
        short.addWidget(self._next)
        short.addStretch(1)
        self._short.hide()
        self._upright, self._flat = Hairline(upright=True), Hairline()
        self._flat.hide()
        self._stage_row.addWidget(self._lines, 5)
        self._stage_row.addWidget(self._short)
        self._stage_row.addWidget(self._upright)
        self._stage_row.addWidget(self._flat)
        self._stage_row.addWidget(self.marks, 4)
        card.add(self._stage_row)
        return card

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
        detail, values = sheet.detail, sheet.values
        name = words.first_name_first(detail.name) or words.places_without_name(
            sum(m.values["places"] for m in sheet.members)
        )
        if sheet.group and detail.name:
            name = _("Group “{name}”").format(name=detail.name)
        city = values["hosting_city"]
        title = name
        if detail.incoming:
            home = detail.sending_city or detail.sender or stays.country(detail.sending_country)
            title = _("{name} from {place}").format(name=name, place=home) if home else name
        elif city:
            form = _("{name} to {place}") if detail.name else _("{place}: {name}")
            title = form.format(name=name, place=city)
        self.header.set_title(title)
        self.setAccessibleName(title)
        crumb = (_("Mobilities"), lambda: self.desk.open("mobilities"))
        self.header.set_crumbs(crumb, here=name)
        dates = sheet.dates
        heads = words.heads(*rules.head_count(sheet.in_rules())) if sheet.group else ""
        line = (
            texts.word("direction.incoming") if detail.incoming else "",
            words.activity(values["activity_type"]) if values["activity_type"] else "",
            words.long_dates(dates.start, dates.end) if dates.start else _month(sheet),
            heads,
            _("project {code}").format(code=_whole(detail.project)) if detail.project else "",
        )
        self.header.set_line(" · ".join(part for part in line if part))
        if sheet.ended:
            self.header.set_badge(texts.word(f"end.{sheet.ended}"), "plain", "slash")
        elif sheet.away:
            here = _("Here today") if detail.incoming else _("Abroad today")
            self.header.set_badge(here, "accent", "mobilities")
        else:
            self.header.set_badge("")

    def _show_stage(self, sheet: Sheet) -> None:
        steps = []
        for one in sheet.steps:
            said = still_open(sheet, one.missing)
            steps.append(Step(one.stage.value, texts.word(f"stage.{one.stage}"), said))
        now = sheet.detail.stage
        ended = Step(sheet.ended, texts.word(f"end.{sheet.ended}")) if sheet.ended else None
        self.stage_line.set(steps, now, ended)
        self._badge.set(stays.stage(now, sheet.ended), "plain" if ended else "accent", "mobilities")
        following = self._following(sheet)
        word = texts.word(f"stage.{following}") if following else ""
        self._next.setText(_("Next: {stage}").format(stage=word.lower()) if following else "")
        self.next_button.setText(_("Next: {stage}").format(stage=word.lower()))
        self.next_button.setVisible(following is not None and self.writes)
        counting = {m.id for m in sheet.counting}
        found = [v.readiness for v in sheet.views_all if v.member_id in counting]
        self.marks.set(words.page_marks(found, sheet.marks) if found else ())
        self.marks.setVisible(bool(found))
        self._arrange_stage()
        QTimer.singleShot(0, self, self._arrange_stage)  # new steps have no width before they show
        self._show_proposal(sheet)

    def _following(self, sheet: Sheet) -> str | None:
        if sheet.ended or sheet.detail.stage == STAGES[-1]:
            return None
        return STAGES[position(sheet.detail.stage) + 1]

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
            "plain", texts.word(f"end.{sheet.ended}"), _end_words(member.end),
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
                left.append(Banner("plain", ended, _end_words(who.end), icon="slash"))
        if sheet.counting or not sheet.members:
            left.append(
                VerdictCard(
                    sheet, self.ask, who, self._do, writes=self.writes, files=self.files
                )
            )  # fmt: skip
        right: list[QWidget] = []
        if sheet.group and self.desk.may(Area.EXPORT):
            right.append(ListCard(sheet, self.save_list, self.open_list, self._group_problems()))
        right.append(WhoCard(sheet, self.ask, writes=self.writes))
        if sheet.counting:
            right.append(PreparationCard(sheet, self.ask, single, writes=self.writes))
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
        return rules.group_warnings(sheet.in_rules(), field)

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
        self.who = member_id
        if self.sheet is not None:
            self._show_cards(self.sheet)

    def menu(self) -> QMenu:
        """What is not asked every day; what ends something stands last."""
        sheet, ask = self._now(), self.ask
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(icons.icon("check"), _("Real dates"), lambda: ask.real_dates())
        if sheet.group:
            menu.addAction(
                icons.icon("group"), _("Subgroup with other dates"), lambda: ask.other_dates([])
            )
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
        following = self._following(self._now())
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
        if thing.code == "person_named" and member is not None:
            self.ask.name_place(member)
        else:
            self.ask.prepare(member)

    # the list to sign
    def open_list(self) -> None:
        """Show the list in the program of the system, from a private folder."""
        number, day = self._now().id, self.desk.today()
        opened, name = opened_copies(self.desk), _("List of participants") + ".pdf"

        def make(store: Any, actor: Any) -> Path:
            return opened.put(name, lists.participant_list(store, actor, number, day))

        self.desk.read(self, make, then=show_outside)

    def save_list(self) -> None:
        """Ask where the list is kept."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        dialog = QFileDialog(self.window(), _("Save the list of participants"), folder)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(_("List of participants") + ".pdf")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self.save_list_at)
        dialog.open()

    def save_list_at(self, names: Sequence[str]) -> None:
        """Write the list to the chosen place, all of it or nothing."""
        self.desk.read(
            self, lists.save_participant_list, self._now().id, self.desk.today(), Path(names[0]),
            then=lambda _none: self.desk.say(_("The list is saved.")),
        )  # fmt: skip


def _month(sheet: Sheet) -> str:
    """``March 2027 · days missing``, where some subgroup knows its month."""
    found = [g.values["start_month"] or g.values["end_month"] for g in sheet.detail.subgroups]
    first = min((month for month in found if month), default=None)
    return words.days_missing(shown.long_month(first)) if first else ""


def _end_words(end: dict[str, Any]) -> str:
    """Why it ended, who decided, on which day, and whether it was force majeure."""
    reason, who = (end["ended_reason"] or "").rstrip("."), end["ended_by"]
    kept = end["money_kept"]
    parts = [
        reason,
        _("Decided by: {who}").format(who=who) if who else "",
        shown.long_date(end["ended_on"]) if end["ended_on"] else "",
        _("Force majeure") if end["force_majeure"] else "",
        _("Money kept: {sum}").format(sum=shown.money(kept)) if kept is not None else "",
    ]
    return ". ".join(part for part in parts if part) + "."


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()


def _whole(code: str) -> str:
    """A project code that no line end tears apart."""
    return code.replace("-", "\u2011")
