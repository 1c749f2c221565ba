"""The forms of payments: write down as paid, change, terms, pocket money."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import payment_checks as rules
from mobdesk.domain.payments import Kind
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import agency_payments, payments, pocket_lists
from mobdesk.services.payment_rows import InstalmentRow
from mobdesk.services.records import Detail
from mobdesk.ui import dialogs, fields, shown
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.parts.buttons import Button
from mobdesk.ui.parts.labels import Label
from mobdesk.ui.payments import words


class Share(fields.Text):
    """A percentage; the value is decimal text with a point, None when empty."""

    def __init__(self, placeholder: str = "") -> None:
        super().__init__(placeholder)
        self.add_right(Label("%", role="soft"))

    def value(self) -> Any:
        return super().value().rstrip("% ").replace(",", ".") or None


def removable(
    desk: Desk, dialog: FormDialog, words: str, service: Callable[..., Any], number: int
) -> None:
    """Offer in a form to take its record away; Undo brings it back."""
    away = Button(words, "link")
    away.clicked.connect(
        lambda: desk.write(dialog, service, number, then=lambda _done: dialog.accept())
    )
    dialog.body.addWidget(away, 0, Qt.AlignmentFlag.AlignLeft)


def pay(desk: Desk, parent: QWidget, rows: Sequence[InstalmentRow]) -> FormDialog:
    """Ask on which day instalments were paid, with the proof; one has its sum to be changed."""
    one = rows[0] if len(rows) == 1 else None
    back = one is not None and one.kind is Kind.RECOVERY
    declared = [
        Field("paid_on", N_("Came back on") if back else N_("Paid on"),
              lambda: fields.Date(near=desk.today), check=_check("paid_on", desk)),
        Field("proof", N_("Proof"), lambda: fields.Text(N_("Bank statement 2026/14")),
              required=False, help=N_("Number of the bank statement, or where the proof is.")),
    ]  # fmt: skip
    if one is not None:
        sum_field = Field("paid_amount", N_("Sum"), fields.Money, check=_check("paid_amount", desk))
        declared.insert(1, sum_field)
    keys = [row.key for row in rows]
    today = desk.today()
    whole = shown.money(words.sums(list(rows)))
    many = ngettext("{n} instalment, {sum} in all", "{n} instalments, {sum} in all", len(rows))
    named = f"{one.name}, {words.instalment(one)}" if one else ""
    dialog = FormDialog(
        desk, parent, _("Write down that it came back") if back else _("Write down as paid"),
        declared, lambda s, a, v, _rev: payments.pay(s, a, keys, v, today),
        context=named or many.format(n=len(rows), sum=whole),
        defaults={"paid_on": today, "paid_amount": one.amount if one else None},
        main=_("Write it down"),
    )  # fmt: skip
    dialog.open()
    return dialog


def _check(name: str, desk: Desk) -> Callable[[Any, dict[str, Any]], Problem | None]:
    def one(_value: Any, values: dict[str, Any]) -> Problem | None:
        found = rules.validate_payment(values, desk.today())
        return next((p for p in found if p.field == name and p.code != "needed"), None)

    return one


def change(desk: Desk, parent: QWidget, row: InstalmentRow) -> FormDialog:
    """Type sum, percentage, day or note of an instalment that is not paid."""
    name = lambda key: texts.tables().words[f"field.instalment.{key}"]  # noqa: E731
    own = row.kind in (Kind.FIRST, Kind.FURTHER)
    due = N_("Has to come back by") if row.kind is Kind.RECOVERY else name("due_on")
    declared: list[Field] = []
    if own:
        declared += [
            Field("percent", name("percent"), Share, required=False,
                  help=N_("Empty: as in the terms of the project")),
            Field("amount", N_("Or a sum"), fields.Money, required=False),
        ]  # fmt: skip
    declared += [
        Field("due_on", due, lambda: fields.Date(near=desk.today), required=False,
              help=N_("Empty: from the terms of the project") if row.kind is not Kind.RECOVERY
              else ""),
        Field("note", name("note"), fields.LongText, required=False, wide=True),
    ]  # fmt: skip
    today, key = desk.today(), row.key
    typed_sum = row.amount if own and row.percent is None else None
    typed = {
        "percent": row.percent if row.id is not None else None,
        "amount": typed_sum,
        "due_on": row.pay_by if row.id is not None else None,
        "note": row.note,
    }
    dialog = FormDialog(
        desk, parent, words.instalment(row), declared,
        lambda s, a, v, _rev: payments.change(s, a, key, v, today),
        context=f"{row.name}, {shown.money(row.amount)}", defaults=typed,
    )  # fmt: skip
    if row.kind is Kind.FURTHER and row.id is not None:
        removable(desk, dialog, _("Take this instalment away"), payments.remove, row.id)
    dialog.open()
    return dialog


def further(desk: Desk, parent: QWidget, row: InstalmentRow) -> FormDialog:
    """Plan one more instalment for the participant of ``row``."""
    member = row.member_id
    declared = (
        Field("percent", N_("Percent"), Share, required=False),
        Field("amount", N_("Or a sum"), fields.Money, required=False),
        Field("due_on", N_("Pay by"), lambda: fields.Date(near=desk.today), required=False),
        Field("note", N_("Note"), fields.LongText, required=False, wide=True),
    )
    dialog = FormDialog(
        desk, parent, _("One more instalment"), declared,
        lambda s, a, v, _rev: payments.add_further(s, a, member, v), context=row.name,
        main=_("Add it"),
    )  # fmt: skip
    dialog.open()
    return dialog


def paid_one(desk: Desk, parent: QWidget, row: InstalmentRow) -> None:
    """Tell a payment that was made; it can be taken back where it was a mistake."""
    number = row.id
    said = [_("{sum} on {day}").format(sum=shown.money(row.amount),
                                       day=shown.long_date(row.done_on))]  # fmt: skip
    said.append(_("Proof: {proof}").format(proof=row.proof or shown.NOTHING))
    answers = (
        dialogs.Answer("back", _("Take the payment back")),
        dialogs.Answer("stay", _("Open the mobility")),
        dialogs.Answer("", _("Close"), main=True),
    )

    def answered(key: str) -> None:
        if key == "back":
            desk.write(parent, payments.take_back, [number])
        elif key == "stay":
            desk.open("mobility", id=row.mobility_id)

    dialogs.ask(parent, f"{row.name}, {words.instalment(row)}", "\n".join(said), answers, answered)


def terms(desk: Desk, parent: QWidget, project: int, now: Detail) -> FormDialog:
    """State what the agreement says about paying."""
    word = texts.tables().words

    def check(value: Any, _values: dict[str, Any]) -> Problem | None:
        found = rules.validate_terms(_values)
        wrong = next((p for p in found if p.field == "first_percent"), None)
        return wrong if wrong and wrong.code != "needed" else None

    def unusual() -> str:
        least, most = rules.USUAL_PERCENT
        return _("Agencies usually pay {least} to {most} % first.").format(least=least, most=most)

    days = partial(fields.Number, most=rules.MOST_DAYS, unit=N_("days"))
    declared = (
        Field("first_percent", word["field.payment_terms.first_percent"], Share, check=check,
              help=unusual()),
        Field("pay_by_days", word["field.payment_terms.pay_by_days"], days,
              help=N_("Pay by this day, or by the first day if that is earlier.")),
        Field("balance_days", word["field.payment_terms.balance_days"], days,
              help=N_("Until then the balance is paid.")),
        Field("source", word["field.payment_terms.source"],
              lambda: fields.Text(N_("Grant agreement, article 4")), required=False),
    )  # fmt: skip
    dialog = FormDialog(
        desk, parent, _("Terms of payment"), declared,
        lambda s, a, v, _rev: payments.set_terms(s, a, project, v),
        context=_("As in your grant agreement"),
        record=Loaded(now.rev, {**now.values, "source": now.values["source"] or ""}),
    )  # fmt: skip
    dialog.open()
    return dialog


def pocket(desk: Desk, parent: QWidget, members: Sequence[int], now: int | None) -> FormDialog:
    """State the same pocket money for some members."""
    declared = (Field("amount", N_("Pocket money for each"), fields.Money, required=False,
                      help=N_("Empty takes it away.")),)  # fmt: skip
    n = len(members)
    dialog = FormDialog(
        desk, parent, _("Pocket money"), declared,
        lambda s, a, v, _rev: pocket_lists.set_pocket_money(s, a, members, v["amount"]),
        context=ngettext("For {n} person", "For {n} people", n).format(n=n),
        defaults={"amount": now}, columns=1,
    )  # fmt: skip
    dialog.open()
    return dialog


def agency(desk: Desk, parent: QWidget, project: int, record: Detail | None = None) -> FormDialog:
    """Note an instalment of the agency, or change it."""
    word = texts.tables().words
    today = desk.today()
    day = partial(fields.Date, near=desk.today)

    def field(key: str, editor: Callable[[], Any], **more: Any) -> Field:
        return Field(key, word[f"field.agency_instalment.{key}"], editor, required=False, **more)

    def save(s: Any, a: Any, values: dict[str, Any], rev: int | None) -> Any:
        if record is None:
            return agency_payments.add(s, a, project, values, today)
        return agency_payments.change(s, a, record.id, rev or 0, values, today)

    declared = (
        field("title", lambda: fields.Text(N_("First instalment"))),
        field("proof", lambda: fields.Text(N_("Bank statement 2026/14"))),
        field("percent", Share, help=N_("Of what is awarded now. Or type the sum.")),
        field("amount", fields.Money),
        field("requested_on", day),
        field("due_on", day),
        field("received_on", day),
        field("received_amount", fields.Money),
        field("note", fields.LongText, wide=True),
    )
    dialog = FormDialog(
        desk, parent, _("From the agency"), declared, save, record=record,
        main=_("Add it") if record is None else "", draft=f"agency {record.id if record else 0}",
        reload=(lambda s, a: agency_payments.get(s, a, record.id)) if record else None,
    )  # fmt: skip
    if record is not None:
        removable(desk, dialog, _("Take this instalment away"), agency_payments.remove, record.id)
    dialog.open()
    return dialog
