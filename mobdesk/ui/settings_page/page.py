"""Looks, locking, the workspace, and about this program. Every change is kept at once."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from mobdesk.domain.roles import Access, Area
from mobdesk.i18n import _
from mobdesk.ui import theme
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.dialogs import Dialog
from mobdesk.ui.pages import Mode, Page
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.cards import Card
from mobdesk.ui.parts.chips import CheckBox, Segments
from mobdesk.ui.parts.labels import Elided, Paragraph, caption, label
from mobdesk.ui.settings_page.about import licences, versions

SIZES = (100, 125, 150, 175, 200)
MINUTES = (2, 5, 10, 15, 30, 60)


class SettingsPage(Page):
    """Nothing here is saved in the workspace: it belongs to this user on this computer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _("Settings"))
        self.header.set_line(_("For you on this computer. Every change holds at once."))
        self._both = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        theme.space(self._both, 0, 2)
        for cards in ((self._looks(), self._locking()), (self._workspace(), self._about())):
            column = QVBoxLayout()
            theme.space(column, 0, 2)
            for card in cards:
                column.addWidget(card)
            column.setStretch(column.count() - 1, 1)
            self._both.addLayout(column, 1)
        self.body.addLayout(self._both)
        self.body.addStretch(1)

    def mode_changed(self) -> None:
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._both.setDirection(down if self.mode is Mode.NARROW else right)

    def refresh(self) -> None:
        """Ctrl and plus changes the text size from everywhere."""
        self.text_size.set_value(self.desk.settings.now.text_percent)

    # looks
    def _looks(self) -> Card:
        card, now = Card(_("Looks")), self.desk.settings.now
        self.scheme = Segments(
            [("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))]
        )
        self.scheme.setAccessibleName(_("Colours"))
        self.scheme.choose(now.scheme)
        self.scheme.chosen.connect(self._take_scheme)
        card.add(_field(_("Colours"), self.scheme))
        sizes = [(n, f"{n} %") for n in sorted({*SIZES, now.text_percent})]
        self.text_size = Choice(sizes)
        self.text_size.set_value(now.text_percent)
        self.text_size.changed.connect(self._take_size)
        card.add(
            _field(_("Size of text"), self.text_size, _("Ctrl and + makes it larger anywhere."))
        )
        self.font_box = CheckBox(_("Use the font of the system"))
        self.font_box.setChecked(now.system_font)
        self.font_box.toggled.connect(self._take_font)
        card.add(self.font_box)
        card.finish()
        return card

    def _take_scheme(self, scheme: str) -> None:
        self.desk.settings.change(scheme=scheme)
        theme.apply(_app(), scheme=scheme)

    def _take_size(self) -> None:
        percent = self.text_size.value()
        if percent != self.desk.settings.now.text_percent:
            self.desk.settings.change(text_percent=percent)
            theme.apply(_app(), scale=percent / 100)

    def _take_font(self, system: bool) -> None:
        self.desk.settings.change(system_font=system)
        theme.apply(_app(), system_font=system)

    # locking
    def _locking(self) -> Card:
        card, now = Card(_("Locking")), self.desk.settings.now
        options = [(n, _("{n} minutes").format(n=n)) for n in sorted({*MINUTES, now.idle_minutes})]
        self.idle = Choice(options)
        self.idle.set_value(now.idle_minutes)
        self.idle.changed.connect(self._take_idle)
        words = _("Private notes lock after four minutes, whatever you choose here.")
        card.add(_field(_("Lock after so long without a touch"), self.idle, words))
        passphrase = Button(_("Change my passphrase"), "second", "key")
        passphrase.clicked.connect(lambda: self.desk.open("passphrase"))
        card.add(_left(passphrase))
        card.finish()
        return card

    def _take_idle(self) -> None:
        self.desk.settings.change(idle_minutes=self.idle.value())

    # the workspace
    def _workspace(self) -> Card:
        card = Card(_("Workspace"))
        workspace = self.desk.workspace
        folder = workspace.folder if workspace is not None else None
        if folder is not None:
            card.add(label(folder.name))
            card.add(Elided(str(folder), "caption", "soft"))
            show = Button(_("Show the folder"), "second", "folder")
            show.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))))
            card.add(_left(show))
        if self.desk.may(Area.ACCOUNTS, Access.WRITE):
            for words, icon, key in (
                (_("Accounts"), "people", "accounts"),
                (_("Workspace sheet"), "key", "sheet"),
                (_("Keep and erase"), "trash", "keeping"),
            ):
                link = Button(words, "second", icon)
                link.clicked.connect(lambda _on=False, key=key: self.desk.open(key))
                card.add(_left(link))
        card.finish()
        return card

    # about
    def _about(self) -> Card:
        card = Card(_("About Mobdesk"))
        for name, number in versions():
            row = QHBoxLayout()
            theme.space(row, 0, 1)
            row.addWidget(caption(name), 1)
            row.addWidget(caption(number, "text"))
            card.add(row)
        button = Button(_("Licences of what it is built on"), "link")
        button.clicked.connect(self._show_licences)
        card.add(_left(button))
        card.finish()
        return card

    def _show_licences(self) -> None:
        dialog = Dialog(self, _("Licences"), _("Mobdesk is built on these works of others."))
        for name, licence in licences():
            row = QHBoxLayout()
            theme.space(row, 0, 2)
            row.addWidget(label(name))
            row.addWidget(Paragraph(licence, "caption", "soft"), 1)
            dialog.body.addLayout(row)
        close = Button(_("Close"), "main")
        close.clicked.connect(dialog.accept)
        dialog.footer.addStretch(1)
        dialog.footer.addWidget(close)
        dialog.set_width(72)
        dialog.open()
        close.setFocus()


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _field(words: str, editor: QWidget, help_: str = "") -> QVBoxLayout:
    column = QVBoxLayout()
    theme.space(column, 0, 0.5)
    named = label(words)
    named.setBuddy(editor)
    if not editor.accessibleName():
        editor.setAccessibleName(words)
    column.addWidget(named)
    column.addLayout(_left(editor))
    if help_:
        column.addWidget(Paragraph(help_, "caption", "soft"))
    return column


def _left(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row
