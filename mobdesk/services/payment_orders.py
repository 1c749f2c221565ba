"""The payment order: the one export of bank accounts, for the coordinator alone.

Shown or printed from memory; as a file only inside a protected ZIP. Each person in it gets an
entry in the log of who opened protected data. It is never kept and never frozen.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from mobdesk import texts
from mobdesk.domain import passphrases
from mobdesk.domain.neutral import neutral
from mobdesk.domain.payments import Kind
from mobdesk.domain.roles import Actor, Area
from mobdesk.errors import Refused
from mobdesk.models.files import write_atomically
from mobdesk.models.mobilities import Mobility
from mobdesk.models.store import Store
from mobdesk.services import organisations, protected
from mobdesk.services.access import reads, writes
from mobdesk.services.payment_rows import InstalmentRow, read, rows_of

if TYPE_CHECKING:
    from mobdesk.exports.money_lists import PaymentOrder
    from mobdesk.exports.pictures import Picture


class Order(NamedTuple):
    """What is to be paid, opened; ``without`` are the people of whom no account is kept."""

    paper: PaymentOrder
    without: tuple[str, ...]


@writes(Area.PROTECTED)
def make(
    store: Store,
    actor: Actor,
    keys: Sequence[int],
    project_id: int,
    *,
    why: str,
    today: date,
    now: datetime,
) -> Order:
    """Open the accounts of those who are to be paid; logged first, with the reason.

    Raises ``Invalid`` without a reason, ``Refused``: ``nothing_to_pay``, ``instalments_changed``.
    """
    from mobdesk.exports.money_lists import OrderLine, PaymentOrder

    rows = _payable(store, keys, project_id, today)
    people = list(dict.fromkeys(row.person_id for row in rows if row.person_id is not None))
    accounts = protected.bank_accounts(store, actor, people, why=why, now=now)
    lines = tuple(
        OrderLine(
            row.name,
            accounts.get(row.person_id or 0, ""),
            row.amount or 0,
            _reference(row),
            row.pay_by,
        )
        for row in rows
    )
    own = organisations.own(store, actor)
    demo = bool(store.setting("demo", False))
    paper = PaymentOrder(own.name if own else "", rows[0].project, lines, today, demo)
    without = dict.fromkeys(row.name for row in rows if not accounts.get(row.person_id or 0))
    return Order(paper, tuple(without))


def _payable(
    store: Store, keys: Sequence[int], project_id: int, today: date
) -> list[InstalmentRow]:
    with store.read() as s:
        found = {r.key: r for r in rows_of(read(s, [Mobility.project_id == project_id], today))}
    if any(key not in found for key in keys):
        raise Refused("instalments_changed")
    rows = [
        row
        for row in (found[key] for key in keys)
        if row.open and row.amount and row.kind is not Kind.RECOVERY
    ]
    if not rows:
        raise Refused("nothing_to_pay")
    return rows


def _reference(row: InstalmentRow) -> str:
    return f"{row.project}, {texts.word(f'instalment_kind.{row.kind}')}".lstrip(", ")


@reads(Area.PROTECTED)
def pdf(store: Store, actor: Actor, order: Order) -> bytes:
    """Return the order as a paper, for the printer."""
    from mobdesk.exports.money_lists import make_payment_order

    return make_payment_order(order.paper)


@reads(Area.PROTECTED)
def pictures(store: Store, actor: Actor, order: Order, dpi: float) -> list[Picture]:
    """Return every page of the order as a picture, for the printer."""
    from mobdesk.exports.pictures import page_pictures

    return page_pictures(pdf(store, actor, order), dpi)


@reads(Area.PROTECTED)
def save_protected(store: Store, actor: Actor, order: Order, passphrase: str, path: Path) -> None:
    """Write paper and table into a protected ZIP at ``path``, all of it or nothing.

    Raises ``passphrase_too_weak`` and what else ``passphrases.check`` says of a weak one.
    """
    import zipfile

    from mobdesk.exports.protected import write_protected

    passphrases.check(passphrase)
    made = {"order.pdf": pdf(store, actor, order), "order.csv": _table(order)}

    def fill(sink: Any) -> None:
        inner = io.BytesIO()
        with zipfile.ZipFile(inner, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in made.items():
                archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data)
        sink.write(inner.getvalue())

    whole = io.BytesIO()
    write_protected(whole, passphrase, fill)
    write_atomically(path, whole.getvalue())


def _table(order: Order) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["name", "account", "amount", "currency", "reference", "pay_by"])
    for line in order.paper.lines:
        amount = f"{line.cents // 100}.{line.cents % 100:02d}"
        day = line.pay_by.isoformat() if line.pay_by else ""
        cells = (line.name, line.account, amount, "EUR", line.reference, day)
        writer.writerow([neutral(cell) for cell in cells])
    return out.getvalue().encode("utf-8-sig")
