"""The form of a real cost: any currency, with the rate and its day typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from mobdesk import texts
from mobdesk.domain import costs as rules
from mobdesk.domain.projects import CATEGORIES
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _
from mobdesk.services import costs
from mobdesk.services.costs import Traveller
from mobdesk.services.records import Detail
from mobdesk.ui import fields
from mobdesk.ui.choices import Choice
from mobdesk.ui.desk import Desk
from mobdesk.ui.form_dialog import FormDialog, Loaded
from mobdesk.ui.forms import Field
from mobdesk.ui.payments.forms import Share, removable
from mobdesk.ui.record_fields import Tick


class Currency(fields.Text):
    """Three letters, written large."""

    def value(self) -> str:
        return super().value().upper()


class Rate(fields.Text):
    """Decimal text with a point, None when empty."""

    def value(self) -> Any:
        return super().value().replace(" ", "").replace(",", ".") or None


class Sum(fields.Money):
    """A sum without a sign of a currency: that stands in a field of its own."""

    def __init__(self) -> None:
        super().__init__(currency="")


def ask(
    desk: Desk,
    parent: QWidget,
    project: int,
    whom: Sequence[Traveller],
    record: Detail | None = None,
) -> FormDialog:
    """Add a real cost to a project, or change one."""
    today = desk.today()

    def save(s: Any, a: Any, values: dict[str, Any], rev: int | None) -> Any:
        taken = _taken(values)
        if record is None:
            return costs.add(s, a, project, taken, today)
        return costs.change(s, a, record.id, rev or 0, taken, today)

    def reload(s: Any, a: Any) -> Loaded:
        assert record is not None
        return _loaded(costs.get(s, a, record.id))

    dialog = FormDialog(
        desk, parent, _("Real cost"), _declared(desk, whom), save,
        context=_("What an invoice or a ticket says"),
        record=_loaded(record) if record else None,
        defaults=None if record else {"currency": rules.EURO},
        main=_("Add the cost") if record is None else "",
        draft=f"cost {record.id if record else 0}", reload=reload if record else None,
    )  # fmt: skip
    if record is not None:
        removable(desk, dialog, _("Take this cost away"), costs.remove, record.id)
    dialog.open()
    return dialog


def _declared(desk: Desk, whom: Sequence[Traveller]) -> tuple[Field, ...]:
    word = texts.tables().words
    day = partial(fields.Date, near=desk.today)
    categories = [(one, texts.word(f"category.{one}")) for one in CATEGORIES]
    people = [(f"{one.mobility_id}:{one.member_id or ''}", _who(one)) for one in whom]

    def check(key: str) -> Callable[[Any, dict[str, Any]], Problem | None]:
        def one(_value: Any, values: dict[str, Any]) -> Problem | None:
            found = rules.validate(_taken(values), desk.today())
            return next((p for p in found if p.field == key and p.code != "needed"), None)

        return one

    def field(key: str, editor: Callable[[], Any], needed: bool = False, **more: Any) -> Field:
        name = word[f"field.real_cost.{key}"]
        return Field(key, name, editor, required=needed, check=check(key), **more)

    return (
        field("what", lambda: fields.Text(N_("Visa, interpreter, train ticket")), True),
        field("supplier", fields.Text),
        Field("whom", word["field.real_cost.member_id"],
              lambda: Choice(people, _("The project as a whole")), required=False),
        field("category", lambda: Choice(categories), True),
        field("amount", Sum, True),
        field("currency", lambda: Currency("EUR", 3), True),
        field("rate", Rate, help=N_("Only of another currency than the euro.")),
        field("rate_on", day),
        field("dated", day),
        field("covered_percent", Share, help=N_("Empty: all of it")),
        field("paid_on", day),
        field("proof", lambda: fields.Text(N_("Bank statement 2026/14"))),
        field("account_code", lambda: fields.Text(N_("As in your accounts"))),
        field("estimate", lambda: Tick(_("The invoice is not there yet"))),
    )  # fmt: skip


def _who(one: Traveller) -> str:
    if one.member_id is None:
        return _("{mobility}, the whole group").format(mobility=one.mobility)
    return one.name if one.mobility == one.name else f"{one.name}, {one.mobility}"


def _taken(values: dict[str, Any]) -> dict[str, Any]:
    """What the form says, as the service takes it: minor units, ids."""
    taken = {key: value for key, value in values.items() if key != "whom"}
    stay, _colon, member = (values.get("whom") or "").partition(":")
    taken["mobility_id"] = int(stay) if stay else None
    taken["member_id"] = int(member) if member else None
    taken["currency"] = currency = (values.get("currency") or rules.EURO).upper()
    if values.get("amount") is not None:
        taken["amount"] = rules.minor(values["amount"], currency)
    return taken


def _loaded(record: Detail) -> Loaded:
    """A record as the form shows it."""
    values = dict(record.values)
    stay, member = values.pop("mobility_id"), values.pop("member_id")
    values["whom"] = f"{stay}:{member or ''}" if stay else None
    values["amount"] = rules.hundredths(values["amount"], values["currency"])
    for key in ("supplier", "proof", "account_code"):
        values[key] = values[key] or ""
    return Loaded(record.rev, values)
