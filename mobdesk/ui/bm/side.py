"""The cards beside the BM sheet: how far it is, what BM says, what else it does not know."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.services.bm_sheet import OpenRow, Sheet
from mobdesk.ui import rows, shown, theme
from mobdesk.ui.bm import words
from mobdesk.ui.parts.base import Pressable, advance, painter_for, rounded
from mobdesk.ui.parts.base import words as write
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card, Hairline
from mobdesk.ui.parts.flow import Flow
from mobdesk.ui.parts.labels import Label, Paragraph, section
from mobdesk.ui.parts.marks import Badge, IconLabel
from mobdesk.ui.parts.progress import ProgressLine

#: So many rows stand beside a sheet; the others stand on the page of BM.
MOST = 7


class ProgressCard(Card):
    """10 of 13 entered, what opened again, what is not known here."""

    all_pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("How far it is"))
        self.words = section("")
        self.add(self.words)
        self.bar = ProgressLine(_("Entered"))
        self.add(self.bar)
        badges = Flow()
        theme.space(badges, 0, 1)
        self.again, self.new = Badge("", "wait", "warning"), Badge("")
        badges.addWidget(self.again)
        badges.addWidget(self.new)
        self.body.addLayout(badges)
        self.by_file = Paragraph(
            _("BM says “complete”, and nothing was ticked here: it may have come by a file."),
            "caption", "soft",
        )  # fmt: skip
        self.add(self.by_file)
        self.unknown = Paragraph("", "caption", "soft")
        self.add(self.unknown)
        self.add(
            Paragraph(
                _("A tick opens again when our value changes. Nothing is sent to BM from here."),
                "caption", "soft",
            )
        )  # fmt: skip
        self.all = Button(_("Tick all that is open"), "link")
        self.all.clicked.connect(lambda: self.all_pressed.emit())
        self.body.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        self.finish()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show how far a sheet is."""
        tally = sheet.tally
        self.words.setText(words.count_of_entered(sheet))
        self.bar.set_progress(tally.entered, tally.of)
        new = tally.open - tally.again
        self.again.setVisible(bool(tally.again))
        self.again.set(_("{n} opened again").format(n=tally.again), "wait", "warning")
        self.new.setVisible(bool(new))
        self.new.set(_("{n} new").format(n=new))
        untouched = not tally.entered and not tally.again
        self.by_file.setVisible(untouched and sheet.status["bm_status"] == "complete")
        self.unknown.setVisible(bool(tally.unknown))
        self.unknown.setText(words.values_not_known(tally.unknown))
        self.all.setVisible(bool(tally.open))


class ProblemsCard(Card):
    """What BM would refuse: told before one types it."""

    def __init__(self) -> None:
        super().__init__(_("BM may refuse this"))

    def show_sheet(self, sheet: Sheet) -> None:
        """Show what is wrong, or nothing at all."""
        self.setVisible(bool(sheet.problems))
        rows.clear(self.body)
        for problem in sheet.problems:
            holder = QWidget()
            line = QHBoxLayout(holder)
            theme.space(line, 0, 1)
            line.addWidget(IconLabel("warning", "wait_text"), 0, Qt.AlignmentFlag.AlignTop)
            said = " ".join(texts.error(problem)).strip()
            line.addWidget(Paragraph(said, "caption"), 1)
            self.add(holder)
        self.finish()


class StatusCard(Card):
    """BM's own facts: draft or complete, its ids, the participant's report."""

    def __init__(self) -> None:
        super().__init__(_("What BM says"), link=_("Change"))
        self.facts = rows.Facts(columns=1)
        self.add(self.facts)
        self.finish()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show BM's facts of a record."""
        status = sheet.status
        known = [
            ("bm_status", _status("bm_status", status["bm_status"])),
            ("report_status", _status("report_status", status["report_status"])),
            ("bm_id", status["bm_id"] or ""),
        ]
        more = ("bm_unique_id", "bm_participant_id")
        known += [(name, status[name]) for name in more if status.get(name)]
        self.facts.set([(texts.word(f"field.bm.{name}"), said) for name, said in known])


def _status(group: str, code: str | None) -> str:
    return texts.word(f"{group}.{code}") if code else _("Not known yet")


class OpenLink(Pressable):
    """One record that BM does not know wholly: its name, and how much at the right."""

    def __init__(self, row: OpenRow, press: Callable[[], object]) -> None:
        super().__init__("")
        self.said = words.named(row)  # cut where it is long; the tooltip has all of it
        self._right = words.still_open(row)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("{name}: {n} to enter").format(name=self.said, n=row.tally.open))
        self.clicked.connect(lambda: press())

    def sizeHint(self) -> QSize:
        look = theme.current()
        across = advance(self.said, "body") + advance(self._right, "caption") + look.px(3)
        return QSize(round(across), look.body_height + look.px(1.5))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.current().chars(16), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look = theme.current()
        painter = painter_for(self)
        if self.hovered or self.isDown():
            ground = look.color("accent_soft" if self.isDown() else "sunk")
            rounded(painter, QRectF(self.rect()), look.radius, ground)
        right = advance(self._right, "caption")
        room = self.width() - right - look.px(2)
        dots = Qt.TextElideMode.ElideRight
        said = look.metrics("body").elidedText(self.said, dots, max(0, int(room)))
        color = look.color("accent_text" if self.hovered else "text")
        write(painter, QRectF(0, 0, room, self.height()), said, "body", color)
        end = QRectF(self.width() - right - 1, 0, right + 1, self.height())
        write(painter, end, self._right, "caption", look.color("soft"))
        painter.end()
        self.setToolTip(self.said if said != self.said else "")


class NotKnownCard(Card):
    """What BM does not know yet of this project; ``most`` None shows all."""

    chosen = Signal(int, object)

    def __init__(self, most: int | None = MOST, link: str = "") -> None:
        super().__init__(_("BM does not know yet"), 0, link)
        self._most = most
        self._rows: Sequence[OpenRow] | None = None

    def show_rows(self, found: Sequence[OpenRow]) -> None:
        """Show the records, the first ones where they are many."""
        if found == self._rows:
            return
        self._rows = found
        self.set_count(len(found))
        rows.clear(self.body)
        theme.space(self.body, 0, 0)
        shown_ = found if self._most is None else found[: self._most]
        for number, row in enumerate(shown_):
            if number:
                self.add(Hairline())
            press = lambda r=row: self.chosen.emit(r.mobility_id, r.member_id)  # noqa: E731
            self.add(OpenLink(row, press))
        if not found:
            self.add(Paragraph(_("BM knows everything that is confirmed."), "body", "soft"))
        rest = len(found) - len(shown_)
        if rest:
            self.add(Paragraph(_("and {n} more").format(n=rest), "caption", "soft"))
        if self.link is not None:
            self.link.setVisible(bool(rest))
        self.finish()


class OthersCard(Card):
    """The members of a group that are entered one by one."""

    chosen = Signal(int, object)

    def __init__(self) -> None:
        super().__init__(_("Entered one by one"))

    def show_sheet(self, sheet: Sheet) -> None:
        """Show who else has a sheet."""
        others = [pair for pair in sheet.others if pair[0] != sheet.record.member_id]
        self.setVisible(bool(others))
        rows.clear(self.body)
        for member, name in others:
            press = lambda m=member: self.chosen.emit(sheet.record.mobility_id, m)  # noqa: E731
            self.add(rows.LinkRow("person", name, "", press))
        self.finish()


class OrderCard(Card):
    """Whose order the fields stand in."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Order of the fields"))
        line = QHBoxLayout()
        theme.space(line, 0, 1.25)
        both = QVBoxLayout()
        theme.space(both, 0, 0.25)
        both.addWidget(Label(_("Order of the fields"), "strong"))
        self.since = Paragraph("", "caption", "soft")
        both.addWidget(self.since)
        line.addLayout(both, 1)
        self.change = Button(_("Change"), "link")
        line.addWidget(self.change, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)
        self.finish()

    def show_sheet(self, sheet: Sheet) -> None:
        """Say since when."""
        day = sheet.screen.dated
        self.since.setText(
            _("As on your BM screen in {month}").format(month=shown.long_month(f"{day:%Y-%m}"))
            if day
            else _("A suggestion, never compared with BM")
        )
