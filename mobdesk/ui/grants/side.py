"""Beside the bill: where the rates come from, whose distance, what a change would do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from mobdesk import texts
from mobdesk.errors import Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services.bill_changes import Change
from mobdesk.services.bills import Bill, BillGroup
from mobdesk.ui import shown, stays, theme
from mobdesk.ui.grants import words
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.parts.labels import Label, Paragraph
from mobdesk.ui.parts.marks import IconLabel

_SAID = {
    "by_plane": lambda: _("By plane instead"),
    "by_train": lambda: _("By train or bus instead"),
    "course_day_more": lambda: _("One course day more"),
    "home_later": lambda: _("Home one day later"),
}


def _signed_row(icon: str, role: str, text: str) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    theme.space(row, 0, 1)
    row.addWidget(IconLabel(icon, role), 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Paragraph(text), 1)
    return holder


class SheetCard(Card):
    """The sheet, who confirmed it against which document, and how whole it is."""

    def __init__(self, bill: Bill, open_sheet: Callable[[], object]) -> None:
        super().__init__(_("Where the rates come from"))
        sheet, confirmed = bill.sheet.sheet, bill.sheet.confirmation
        if sheet is None:
            said = texts.word(f"line_missing.{bill.sheet.code or 'no_sheet'}")
            self.add(_signed_row("rate-missing", "wait_text", said))
        else:
            field = stays.field_name(sheet.field, "")
            name = f"{sheet.agency} {sheet.call_year}, {field.lower()}"
            if confirmed is not None:
                text = _("{sheet}. Confirmed by {who} on {day} against: {document}").format(
                    sheet=name, who=confirmed.confirmed_by,
                    day=shown.long_date(confirmed.confirmed_on), document=confirmed.document,
                )  # fmt: skip
                self.add(_signed_row("check", "ok_text", text))
            else:
                text = _("{sheet}. Nobody has confirmed it yet.").format(sheet=name)
                self.add(_signed_row("warning", "wait_text", text))
            known, of = bill.numbers
            counted = ngettext(
                "{known} of {n} number is on the sheet.",
                "{known} of {n} numbers are on the sheet.",
                of,
            )
            whole = known == of
            icon, role = ("check", "ok_text") if whole else ("rate-missing", "soft")
            self.add(_signed_row(icon, role, counted.format(known=known, n=of)))
        row = QHBoxLayout()
        theme.space(row, 0, 1)
        button = Button(_("Open the sheet") if sheet else _("Open the rates"), "second")
        button.setObjectName("open sheet")
        button.clicked.connect(lambda: open_sheet())
        row.addWidget(button)
        row.addStretch(1)
        self.add(row)


class DistanceCard(Card):
    """The distance of each subgroup, with whose figure it is."""

    def __init__(self, groups: Sequence[BillGroup], open_mobility: Callable[[], object]) -> None:
        super().__init__(_("Distance"))
        for at, group in enumerate(groups, start=1):
            values = group.values
            if len(groups) > 1:
                self.add(Label(words.subgroup(group, at), "caption_strong", "soft"))
            km = values["distance_km"]
            if not km:
                self.add(Paragraph(_("Not typed yet"), "strong"))
                continue
            self.add(Label(_("{km} km").format(km=_plain(km)), "strong"))
            own = values["distance_own_km"]
            whose = (
                _("from the official calculator")
                if values["distance_official"]
                else _("not from the official calculator")
            )
            if own == km and not values["distance_official"]:
                whose = _("our own figure, not from the official calculator")
            self.add(Paragraph(whose, "caption", "soft"))
            if own and own != km:
                said = _("Our own figure is {km} km.").format(km=_plain(own))
                self.add(Paragraph(said, "caption", "soft"))
            if values["distance_reason"]:
                self.add(Paragraph(values["distance_reason"], "caption", "soft"))
        if any(not group.values["distance_km"] for group in groups):
            button = Button(_("Type the distance"), "link")
            button.setObjectName("distance")
            button.clicked.connect(lambda: open_mobility())
            self.add(button)


def _plain(km: str) -> str:
    whole, _point, rest = km.partition(".")
    return f"{int(whole):,}" + (f".{rest}" if rest.strip("0") else "")


class ChangesCard(Card):
    """What else would come of it, computed by the same rules."""

    def __init__(self, changes: Sequence[Change], try_: Callable[[], object] | None) -> None:
        super().__init__(_("If something changes"))
        for n, change in enumerate(changes):
            if n:
                self.add_line()
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            row.addWidget(Paragraph(_SAID[change.code]()), 1)
            if change.cents is None:
                row.addWidget(Label(_("not known yet"), "strong"))
            elif change.cents:
                row.addWidget(Label(words.signed(change.cents), "strong", equal_digits=True))
            else:
                row.addWidget(Label(_("the same"), "strong"))
            self.add(row)
        if try_ is not None:
            link = Button(_("Try a what-if"), "link")
            link.setObjectName("what_if")
            link.clicked.connect(lambda: try_())
            line = QHBoxLayout()
            self.add(line)
            line.addWidget(link)
            line.addStretch(1)


class LookCard(Card):
    """What to look at about these sums."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(_("Look here"))
        for problem in problems:
            what, advice = texts.error(problem)
            self.add(_signed_row("warning", "wait_text", what))
            if advice:
                self.add(Paragraph(advice, "caption", "soft"))


class AgreementCard(Card):
    """The agreement and today's data differ: an amendment, keep it, or decide at the return."""

    def __init__(
        self,
        agreed: int,
        today: int,
        choice: str | None,
        amend: Callable[[], object],
        choose: Callable[[str], object],
        *,
        back: bool,
    ) -> None:
        super().__init__(_("Agreement and today"))
        said = _("The agreement says {agreed}, today’s data {today}.").format(
            agreed=shown.money(agreed), today=shown.money(today)
        )
        tone = "wait_text" if choice is None else "soft"
        self.add(_signed_row("warning" if choice is None else "check", tone, said))
        answers = {
            "keep": _("Kept as the agreement says."),
            "at_return": _("It is decided at the return."),
        }
        if choice is not None:
            self.add(Paragraph(answers[choice], "caption", "soft"))
        else:
            said = (
                _("The journey is over: today’s data count, until you keep the agreement.")
                if back
                else _("Nothing signed or paid changes by itself.")
            )
            self.add(Paragraph(said, "caption", "soft"))
        flow = Flow()
        self.add(flow)
        theme.space(flow, 0, 1)
        for name, text, press in (
            ("amend", _("Amend the agreement"), amend),
            ("keep", _("Keep the agreement"), lambda: choose("keep")),
            ("at return", _("Decide at the return"), lambda: choose("at_return")),
        ):
            if name.replace(" ", "_") == choice or (back and name == "at return"):
                continue
            button = Button(text, "second")
            button.setObjectName(name)
            button.clicked.connect(lambda _on=False, press=press: press())
            flow.addWidget(button)


class FreezeCard(Card):
    """Signed before the sum was complete: it is frozen by hand."""

    def __init__(self, complete: bool, freeze: Callable[[], object]) -> None:
        super().__init__(_("Agreement"))
        self.add(_signed_row("check", "ok_text", _("The agreement is signed.")))
        if complete:
            self.add(Paragraph(_("The sum still follows the data."), "caption", "soft"))
            button = Button(_("Freeze the sum"), "second")
            button.setObjectName("freeze")
            button.clicked.connect(lambda: freeze())
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            row.addWidget(button)
            row.addStretch(1)
            self.add(row)
        else:
            said = _("The sum can be frozen when every line is known.")
            self.add(Paragraph(said, "caption", "soft"))
