"""The cards of a mobility's page. Each is made new from a ``Sheet``; buttons have stable names."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.domain.budget import TOTAL
from mobdesk.domain.mobilities import head_count
from mobdesk.domain.money import from_number
from mobdesk.domain.pricing import PricedLine
from mobdesk.domain.projects import CATEGORIES, OF_THE_PROJECT
from mobdesk.i18n import _
from mobdesk.services.bills import SHARE_RULE
from mobdesk.services.mobility_details import MemberDetail
from mobdesk.ui import icons, layouts, shown, stays, theme
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.asking import Asking
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.labels import Elided, Label, Paragraph, caption, figure, strong
from mobdesk.ui.parts.marks import Badge, IconLabel


def link(text: str, name: str, press: Callable[[], object]) -> Button:
    """A link of a row; ``name`` lets the focus come back to it after the page was read again."""
    button = Button(text, "link")
    button.setObjectName(name)
    button.clicked.connect(lambda: press())
    return button


def more(name: str, tip: str, fill: Callable[[QMenu], object]) -> IconButton:
    """The sign with three dots: its menu is filled when it opens."""
    button = IconButton("more", tip)
    button.setObjectName(name)

    def show() -> None:
        menu = QMenu(button)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fill(menu)
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    button.clicked.connect(show)
    return button


def fact_row(
    icon: str, tone: str, text: str, right: str = "", second: str = ""
) -> tuple[QWidget, QHBoxLayout]:
    """Sign, words, a soft note at the right; ``add_buttons`` comes after them."""
    holder = QWidget()
    line = QHBoxLayout(holder)
    theme.space(line, (0, 1), 1.25)
    line.addWidget(IconLabel(icon, tone), 0, Qt.AlignmentFlag.AlignTop)
    both = QVBoxLayout()
    theme.space(both, 0, 0)
    both.addWidget(Elided(text))
    if second:
        both.addWidget(Paragraph(second, "caption", "soft"))
    line.addLayout(both, 1)
    if right:
        line.addWidget(caption(right), 0, Qt.AlignmentFlag.AlignTop)
    return holder, line


def add_buttons(line: QHBoxLayout, *buttons: QWidget) -> None:
    """Buttons at the end of a row; they are as high as the row, so its own room goes."""
    theme.space(line, 0, 1.25)
    for widget in layouts.widgets(line):
        line.setAlignment(widget, Qt.AlignmentFlag.AlignVCenter)
    for button in buttons:
        line.addWidget(button)


def sign(*, done: bool, late: bool, required: bool) -> tuple[str, str]:
    """The sign of a row and its colour: done, late, or still to come."""
    if done:
        return "check", "ok_text"
    if late:
        return "warning", "wait_text"
    return ("circle", "text") if required else ("circle", "soft")


class PreparationCard(Card):
    """What is prepared and what is still open, quick to type."""

    _ITEMS = (
        ("host_confirmed", "host_confirmed_on"),
        ("travel_booked", "travel_booked_on"),
        ("insurance_covers", "insurance_to"),
        ("document_valid", ""),
        ("next_of_kin", ""),
    )
    _AFTER = (("survey_done", "survey_on"), ("bm_complete", ""))

    def __init__(
        self, sheet: Sheet, ask: Asking, who: MemberDetail | None, *, writes: bool
    ) -> None:
        back = sheet.detail.stage in ("returned", "closed")
        super().__init__(_("Preparation and reporting") if back else _("Preparation"))
        self._sheet, self._who = sheet, who
        if writes:
            self.header.addWidget(link(_("Type it in"), "prepare", partial(ask.prepare, who)))
        self._staying = [m for m in ([who] if who else sheet.counting) if m.name]
        self._rows = QVBoxLayout()
        theme.space(self._rows, 0, 0)
        self.add(self._rows)
        for item, field in (*self._ITEMS, *(self._AFTER if back else ())):
            self._item(item, field, ask, writes=writes)

    def _item(self, item: str, field: str, ask: Asking, *, writes: bool) -> None:
        sheet = self._sheet
        views = [sheet.views[m.id] for m in self._staying if m.id in sheet.views]
        open_for = [v for v in views for t in v.things if t.code == item]
        late = any(t.overdue for v in views for t in v.things if t.code == item)
        done = self._known(item, field, len(open_for))
        icon, tone = sign(done=done, late=late, required=True)
        note = self._note(item, field, len(open_for), len(views))
        holder, line = fact_row(icon, tone, words.thing(item), note)
        if writes and len(views) == 1 and not done:
            who = views[0].member_id
            tip = _("More about {thing}").format(thing=words.thing(item))
            add_buttons(line, more(f"more {item}", tip, partial(_fill_item, ask, item, who)))
        self._rows.addWidget(holder)

    def _known(self, item: str, field: str, still_open: int) -> bool:
        started = self._sheet.detail.stage not in ("idea", "applied")
        if started and self._staying:
            return still_open == 0
        if field:
            return self._sheet.values[field] is not None
        views = [self._sheet.views[m.id] for m in self._staying if m.id in self._sheet.views]
        if item == "document_valid":
            return bool(views) and all(v.document_valid_to for v in views)
        return bool(views) and all(v.next_of_kin for v in views)

    def _note(self, item: str, field: str, still_open: int, of: int) -> str:
        values, today = self._sheet.values, self._sheet.today
        if item == "insurance_covers":
            start, end = values["insurance_from"], values["insurance_to"]
            return words.dates(start, end, today) if start or end else ""
        if field:
            return shown.short_date(values[field], today) if values[field] else ""
        if of > 1:
            return texts.label("mark_note.met", {"n": of - still_open, "of": of})
        if item == "document_valid" and self._staying:
            day = self._sheet.views[self._staying[0].id].document_valid_to
            return _("to {day}").format(day=shown.short_date(day, today)) if day else ""
        return ""


def _fill_item(ask: Asking, item: str, member_id: int, menu: QMenu) -> None:
    menu.addAction(
        icons.icon("skip"), _("Not needed here"), partial(ask.not_needed, item, member_id)
    )


class MoneyCard(Card):
    """What is granted by category: computed, typed or as agreed; of a group the sums of all."""

    def __init__(
        self, sheet: Sheet, ask: Asking, who: MemberDetail | None, *, writes: bool
    ) -> None:
        super().__init__(_("Grant"))
        self._ask, self._writes = ask, writes
        chosen = [who] if who else list(sheet.counting)
        self._ids = [m.id for m in chosen]
        self.header.addWidget(link(_("Explain every cent"), "explain", partial(ask.explain, who)))
        own = {m.id: (*m.priced.counting, *_share(sheet, m)) for m in chosen}
        lines = [line for mine in own.values() for line in mine]
        known = [line for line in lines if line.amount is not None]
        for category in _IN_ORDER if known else ():
            mine = [line for line in lines if line.category == category]
            if mine:
                having = sum(any(x.category == category for x in own[m.id]) for m in chosen)
                self._line(category, mine, having, len(chosen))
        if known:
            whole = all(line.amount is not None for line in lines)
            self._sum(known, whole and all(m.priced.complete for m in chosen))
        else:
            said = _("No sum is known yet. It blocks nothing.")
            self.add(Banner("plain", _("Rate missing"), said, icon="rate-missing"))
        if any(m.priced.asks for m in chosen):
            said = _("The bill shows both, and asks what to do.")
            self.add(Banner("wait", _("Today’s data differ from the agreement"), said))
        if writes and self._ids:
            row = QHBoxLayout()
            row.addWidget(link(_("Type a sum"), "sum", partial(ask.type_sum, self._ids)))
            row.addStretch(1)
            self.add(row)

    def _line(self, category: str, lines: Sequence[PricedLine], having: int, of: int) -> None:
        holder = QWidget()
        row = QHBoxLayout(holder)
        theme.space(row, 0, 1.25)
        both = QVBoxLayout()
        theme.space(both, 0, 0)
        both.addWidget(strong(texts.word(f"category.{category}")))
        said = (
            self._how(lines) if of == 1 else texts.label("mark_note.met", {"n": having, "of": of})
        )
        if said:
            both.addWidget(Paragraph(said, "caption", "soft"))
        row.addLayout(both, 1)
        known = [line.amount for line in lines if line.amount is not None]
        if self._writes and any(line.rule != SHARE_RULE for line in lines):
            tip = _("Change {sum}").format(sum=texts.word(f"category.{category}"))
            change = IconButton("pen", tip)
            change.setObjectName(f"sum {category}")
            change.clicked.connect(lambda: self._ask.type_sum(self._ids, category))
            row.addWidget(change, 0, Qt.AlignmentFlag.AlignVCenter)
        middle = Qt.AlignmentFlag.AlignVCenter
        if len(known) < len(lines):
            lacking = next(line for line in lines if line.amount is None)
            said = stays.known(f"line_missing.{lacking.code}", _("Rate missing")).lower()
            row.addWidget(Badge(said, "plain", "rate-missing"), 0, middle)
        if known:  # last: sums end above the total
            row.addWidget(Label(shown.money(sum(known)), "strong", equal_digits=True), 0, middle)
        self.add(holder)
        self.add_line()

    @staticmethod
    def _how(lines: Sequence[PricedLine]) -> str:
        """``7 × 104``, or where a typed sum stands."""
        said = []
        for line in lines:
            if line.rule == SHARE_RULE:
                said.append(_("a share of the project’s one sum"))
            elif line.by_hand:
                said.append(" · ".join(p for p in (_("changed by hand"), line.reason) if p))
            elif line.rate and line.quantity:
                said.append(f"{line.quantity} × {_euros(line.rate)}")
            elif line.source:
                said.append(line.source)
        return ", ".join(dict.fromkeys(said))

    def _sum(self, lines: Sequence[PricedLine], whole: bool) -> None:
        row = QHBoxLayout()
        theme.space(row, 0, 1.25)
        row.addWidget(strong(_("Total") if whole else _("Sum of what is known")))
        row.addStretch(1)
        row.addWidget(figure(shown.money(sum(line.amount or 0 for line in lines))))
        self.add(row)


#: The project's one sum comes last, as on the bill.
_IN_ORDER = (*(c for c in CATEGORIES if c != OF_THE_PROJECT), OF_THE_PROJECT, TOTAL)


def _euros(rate: str) -> str:
    """A rate of a sheet as the window writes sums; more decimals than two stay."""
    exact = Decimal(rate)
    cents = from_number(exact)
    return shown.money(cents) if cents is not None and cents == exact * 100 else f"{rate} €"


def _share(sheet: Sheet, member: MemberDetail) -> tuple[PricedLine, ...]:
    share = sheet.shares.get(member.id)
    return (share,) if share is not None else ()


def member_count(sheet: Sheet) -> Badge:
    """``8 + 2``."""
    first, second = head_count(sheet.in_rules())
    return Badge(f"{first} + {second}" if second else str(first))
