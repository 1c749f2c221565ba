"""The payment order: why it is opened, shown, printed from memory, saved only protected."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QWidget

from mobdesk import texts
from mobdesk.domain.payments import Kind
from mobdesk.errors import Invalid
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import payment_orders, reports
from mobdesk.services.payment_orders import Order
from mobdesk.services.payment_rows import InstalmentRow
from mobdesk.ui import clipboard, dialogs, fields, printing, shown, theme
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.buttons import Button, IconButton
from mobdesk.ui.parts.cards import Banner
from mobdesk.ui.parts.labels import Label, Paragraph, label
from mobdesk.ui.payments.saving import ask_place

_MOST_HEIGHT = 220  # of the list: at twice the text size the whole still fits on a screen


def ask_reason(
    desk: Desk, page: QWidget, project: int, rows: Sequence[InstalmentRow]
) -> FormDialog | None:
    """Ask why bank accounts are opened; the reason is kept in the log."""
    keys = [row.key for row in rows if row.open and row.amount and row.kind is not Kind.RECOVERY]
    if not keys:
        return None
    today = desk.today()

    def save(s: Any, a: Any, values: dict[str, Any], _rev: int | None) -> Order:
        now = datetime.now().astimezone()
        return payment_orders.make(s, a, keys, project, why=values["why"], today=today, now=now)

    declared = (
        Field("why", N_("Why the bank accounts are opened"),
              lambda: fields.Text(N_("First instalments of November")),
              help=N_("The log keeps this with your name.")),
    )  # fmt: skip
    n = len({row.person_id for row in rows if row.key in keys})
    dialog = FormDialog(
        desk, page, _("Payment order"), declared, save, columns=1,
        context=ngettext("Bank account of {n} person", "Bank accounts of {n} people", n),
        main=_("Show the order"),
    )  # fmt: skip
    dialog.saved.connect(lambda order: OrderDialog(desk, page, order).open())
    dialog.open()
    return dialog


class OrderDialog(dialogs.Dialog):
    """The order as it is paid; what it shows goes when it closes."""

    def __init__(self, desk: Desk, parent: QWidget, order: Order) -> None:
        total = shown.money(order.paper.total)
        count = ngettext("{n} payment, {sum}", "{n} payments, {sum}", len(order.paper.lines))
        super().__init__(parent, _("Payment order"), count.replace("{sum}", total))
        self.desk, self.order = desk, order
        if order.without:
            names = "; ".join(order.without)
            self.body.addWidget(Banner("wait", _("No bank account is kept of some."), names))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        scroll.setAccessibleName(_("Payments"))
        scroll.setWidget(self._table(order))
        wanted = round(theme.current().body_height * (len(order.paper.lines) + 2) * 1.4)
        scroll.setMinimumHeight(min(wanted, _MOST_HEIGHT))
        self.body.addWidget(scroll, 1)
        self._protect = self._passphrase()
        self.body.addWidget(self._protect)
        self.problem = Paragraph("", "caption", "stop_text")
        self.problem.hide()
        self.body.addWidget(self.problem)
        says = _(
            "Nothing is sent and no copy is kept. As a file it is saved only with a passphrase."
        )
        self.body.addWidget(Paragraph(says, "caption", "soft"))
        self.print_button = Button(_("Print"), "main", "printer")
        self.print_button.clicked.connect(lambda: self.print_order())
        self.save_button = Button(_("Save protected"), "second", "save")
        self.save_button.clicked.connect(lambda: self._ask_place())
        close = Button(_("Close"))
        close.clicked.connect(self.reject)
        self.footer.addWidget(close)
        self.footer.addStretch(1)
        self.footer.addWidget(self.save_button)
        self.footer.addWidget(self.print_button)
        self.set_width(108)

    def _table(self, order: Order) -> QWidget:
        holder = QWidget()
        grid = QGridLayout(holder)
        theme.space(grid, 0.5, 1.25)
        heads = (_("Name"), _("Account"), _("Sum"), _("Reference"))
        for column, words in enumerate(heads):
            grid.addWidget(Label(words, "caption_strong", "soft"), 0, column)
        for row, line in enumerate(order.paper.lines, 1):
            account = Paragraph(line.account or shown.NOTHING)
            account.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(Paragraph(line.name), row, 0)
            grid.addWidget(account, row, 1)
            grid.addWidget(Label(shown.money(line.cents)), row, 2, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(Paragraph(line.reference), row, 3)
        for column, share in enumerate((3, 3, 0, 4)):
            grid.setColumnStretch(column, share)
        grid.setRowStretch(len(order.paper.lines) + 1, 1)
        return holder

    def _passphrase(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        theme.space(row, 0, 1)
        self.passphrase = fields.Text("")
        self.passphrase.setAccessibleName(_("Passphrase of the file"))
        self.passphrase.set_value(reports.new_passphrase())
        theme.set_font(self.passphrase, "mono")
        copy = IconButton("copy", _("Copy the passphrase"))
        copy.clicked.connect(lambda: clipboard.copy(self.passphrase.value(), private=True))
        name = label(_("Passphrase of the file"))
        name.setBuddy(self.passphrase)
        row.addWidget(name)
        row.addWidget(self.passphrase, 1)
        row.addWidget(copy)
        return holder

    # printing
    def print_order(self) -> None:
        """Ask for the printer, then print from memory."""
        printing.ask_printer(self, self._print_on)

    def _print_on(self, printer: Any) -> None:
        def draw(pictures: list[Any]) -> None:
            printing.print_pages(printer, pictures)
            self.desk.say(_("Sent to the printer. Destroy the paper when the bank has it."))

        self.desk.read(self, payment_orders.pictures, self.order, printing.PAPER_DPI, then=draw)

    # a file
    def _ask_place(self) -> None:
        ask_place(self, _("Save the payment order"), _("Payment order") + ".zip", self.save_at)

    def save_at(self, path: Path) -> None:
        """Write the protected ZIP to the chosen place."""
        passphrase = self.passphrase.value()
        self.problem.hide()
        self.desk.read(
            self, payment_orders.save_protected, self.order, passphrase, path,
            then=lambda _none: self.desk.say(
                _("The payment order is saved. Tell the passphrase by telephone.")
            ),
            fail=self._refused,
        )  # fmt: skip

    def _refused(self, err: BaseException) -> None:
        """What is wrong with the passphrase stands below it; anything else on the page."""
        found = texts.error(err.problems[0]) if isinstance(err, Invalid) else None
        if found is None:
            self.desk.show_error(self.parent(), err)
            return
        self.problem.setText(f"{found.what} {found.advice}".strip())
        self.problem.show()
        self.passphrase.setFocus()
