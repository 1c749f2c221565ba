"""How instalments, costs and sums are worded in the room of payments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

from mobdesk import texts
from mobdesk.domain.costs import hundredths
from mobdesk.domain.payments import Kind, State
from mobdesk.i18n import _
from mobdesk.services.agency_payments import AgencyRow
from mobdesk.services.costs import CostRow
from mobdesk.services.payment_rows import InstalmentRow
from mobdesk.ui import shown
from mobdesk.ui.choices import project_words
from mobdesk.ui.delegates import CellBadge

#: What has to be paid within so many days stands under "Pay now".
SOON = timedelta(days=14)
VIEWS = ("now", "next", "paid", "all")


class Line(NamedTuple):
    """An instalment as a table holds it."""

    id: int
    row: InstalmentRow


def lines(rows: list[InstalmentRow]) -> list[Line]:
    """The rows with the names by which a table knows them."""
    return [Line(row.key, row) for row in rows]


def view_of(row: InstalmentRow, today: date) -> str:
    """Under which heading an instalment stands: now, next, paid."""
    if not row.open:
        return "paid"
    soon = row.amount is not None and row.pay_by is not None and row.pay_by <= today + SOON
    return "now" if soon else "next"


def stay(row: InstalmentRow, today: date) -> str:
    """``Käsitöö, 28 Nov``: which journey it is for."""
    day = shown.short_date(row.start, today) if row.start is not None else ""
    return ", ".join(part for part in (row.mobility, day) if part)


def instalment(row: InstalmentRow) -> str:
    """``First instalment, 80 %``."""
    name = texts.word(f"instalment_kind.{row.kind}")
    if row.percent and row.kind in (Kind.FIRST, Kind.FURTHER):
        return _("{name}, {percent} %").format(name=name, percent=plain(row.percent))
    return name


def plain(percent: str) -> str:
    """``80`` and not ``80.000``."""
    return percent.rstrip("0").rstrip(".") if "." in percent else percent


def pay_by(row: InstalmentRow, today: date) -> str:
    """Until when, or what it still waits for."""
    if row.done_on is not None:
        return shown.short_date(row.done_on, today)
    if row.pay_by is not None:
        return shown.short_date(row.pay_by, today)
    return texts.word(f"waits.{row.waits}") if row.waits else shown.NOTHING


def state(row: InstalmentRow, today: date) -> CellBadge:
    """The state as a badge; what is late asks for a look."""
    if row.state is State.DUE and row.pay_by is not None and row.pay_by < today:
        return CellBadge(_("late"), "wait", "clock")
    tone = {State.DUE: "wait", State.PAID: "ok", State.RECOVERED: "ok"}.get(row.state, "plain")
    icon = {State.DUE: "clock", State.PAID: "check", State.RECOVERED: "check"}.get(row.state, "")
    return CellBadge(texts.word(f"payment_state.{row.state}"), tone, icon)


def sums(rows: list[InstalmentRow]) -> int:
    """What goes out, less what comes back, of the sums that are known."""
    return sum((-1 if r.kind is Kind.RECOVERY else 1) * (r.amount or 0) for r in rows)


def agency(row: AgencyRow, today: date) -> tuple[str, str]:
    """Name and second line of an instalment of the agency."""
    name = row.title or _("Instalment of the agency")
    if row.received_on is not None:
        return name, _("{sum} received on {day}").format(
            sum=shown.money(row.received_amount), day=shown.long_date(row.received_on)
        )
    parts = [shown.money(row.expected) if row.expected is not None else _("sum not known yet")]
    if row.percent:
        parts.append(_("{percent} % of the award").format(percent=plain(row.percent)))
    if row.due_on is not None:
        words = _("was expected on {day}") if row.due_on < today else _("expected on {day}")
        parts.append(words.format(day=shown.long_date(row.due_on)))
    elif row.requested_on is not None:
        parts.append(_("asked for on {day}").format(day=shown.long_date(row.requested_on)))
    return name, ", ".join(parts)


def cost_sum(row: CostRow) -> str:
    """``1,200.00 SEK``; a sum in euros alone is not told twice."""
    return shown.money(hundredths(row.amount, row.currency), row.currency)


def cost_for(row: CostRow) -> str:
    """The traveller, the group, or the project."""
    return row.name or row.mobility or _("The project")


def covered(row: CostRow) -> str:
    """What the grant covers of a cost."""
    words = texts.word(f"category.{row.category}")
    if row.covered_percent:
        return _("{category}, {percent} %").format(
            category=words, percent=plain(row.covered_percent)
        )
    return words


def name_of(project: Any) -> str:
    """A project in the list of projects."""
    return project_words(project.code, project.title)
