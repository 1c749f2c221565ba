"""The parts of the page of files to send, and where each stands."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk import texts
from mobdesk.i18n import _
from mobdesk.services import reports
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.packages.before import Before
from mobdesk.ui.packages.cards import InIt, LeftOut, Missing
from mobdesk.ui.packages.cover import Cover
from mobdesk.ui.packages.saving import How, MailCard
from mobdesk.ui.packages.ticked import Lines, Papers
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Banner, Card
from mobdesk.ui.parts.empty import EmptyState
from mobdesk.ui.parts.labels import Label


def _gone(widget: QWidget) -> bool:
    """Taken away for good (a row of an older list), not only not shown yet."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


class PackageParts(Page):
    """What is seen; what the parts do stands in ``PackagesPage``."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Files to send"))
        self.check = Button(_("Check received files"), "second", "backups")
        self.save = Button(_("Save the files"), "main", "folder")
        for button in (self.check, self.save):
            self.header.add_action(button)
        self.empty = EmptyState(
            _("No project yet"),
            _("Files to send are made from a project. Add one first."),
            _("Add a project"),
        )
        self.empty.hide()
        self.body.addWidget(self.empty, 1)
        self.all = QWidget()
        self._lay_out()
        self.body.addWidget(self.all)
        self.body.addStretch(1)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.all)
        theme.space(column, 0, 2)
        self.saved = Banner("ok", "", button=_("Show folder"))
        self.saved.hide()
        column.addWidget(self.saved)
        column.addWidget(self._choices())
        self.in_it, self.papers, self.lines = InIt(), Papers(), Lines()
        self.shown = QWidget()  # what is shown of a report, once there is one
        column.addWidget(self.shown)
        below = QVBoxLayout(self.shown)
        theme.space(below, 0, 2)
        below.addWidget(self.lines)
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        left, right = QVBoxLayout(), QVBoxLayout()
        for side in (left, right):
            theme.space(side, 0, 2)
        self.missing, self.left_out = Missing(), LeftOut()
        limit_mb = self.desk.settings.now.mail_limit_mb
        self.how, self.cover, self.mail = How(limit_mb), Cover(), MailCard()
        self._pair = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._pair, 0, 2)
        self._pair.addWidget(self.missing, 1)
        self._pair.addWidget(self.left_out, 1)
        left.addWidget(self.in_it)
        left.addLayout(self._pair)
        left.addWidget(self.how, 1)
        right.addWidget(self.cover)
        right.addWidget(self.mail, 1)
        self._both.addLayout(left, 3)
        self._both.addLayout(right, 2)
        below.addLayout(self._both)
        self.before = Before()
        below.addWidget(self.papers)
        column.addWidget(self.before)

    def _choices(self) -> Card:
        card = Card(padding=(2.5, 1.5))
        self._choice_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._choice_row, 0, 2)
        self.kind = Choice([(k, texts.word(f"package_kind.{k}")) for k in reports.KINDS])
        self.project = Choice([])
        for words, choice, share in (
            (_("Kind"), self.kind, 2), (_("Project"), self.project, 3),
        ):  # fmt: skip
            choice.setAccessibleName(words)
            choice.setMinimumContentsLength(12)
            choice.setSizeAdjustPolicy(
                Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            row = QHBoxLayout()
            theme.space(row, 0, 1.25)
            name = Label(words, "label")
            name.setBuddy(choice)
            row.addWidget(name)
            row.addWidget(choice, 1)
            self._choice_row.addLayout(row, share)
        card.add(self._choice_row)
        return card

    def mode_changed(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        narrow = self.mode is Mode.NARROW
        for row in (self._both, self._pair, self._choice_row):
            row.setDirection(down if narrow else right)

    def _order_tabs(self) -> None:
        """Tab goes as the eye does; rows that came later stand last otherwise."""
        cards = (
            self.lines, self.missing, self.how, self.cover, self.mail, self.papers, self.before,
        )  # fmt: skip
        stops = [
            widget
            for card in cards
            for widget in card.findChildren(QWidget)
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not _gone(widget)
        ]
        before: QWidget = self.project
        for widget in stops:
            self.setTabOrder(before, widget)
            before = widget
