"""The tables of the room: instalments, real costs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from mobdesk.i18n import N_, _
from mobdesk.ui import icons, shown
from mobdesk.ui.desk import Desk
from mobdesk.ui.payments import words
from mobdesk.ui.table_model import RIGHT
from mobdesk.ui.tables import Column, Table

_DAY, _SUM = "28 Nov 2026", "99,999.00 €"


def instalments(
    desk: Desk, page: QWidget, acts: Sequence[tuple[str, str, Callable[[], None]]]
) -> Table:
    """Who gets which instalment until when; ``acts`` are (words, icon, action) of its menu."""
    today = desk.today
    amount = lambda line: shown.money(line.row.amount)  # noqa: E731
    columns = (
        Column("name", N_("Who"), lambda line: line.row.name, "person", width=0, sort=False),
        Column("mobility", N_("Mobility"), lambda line: words.stay(line.row, today()), "soft",
               width=24, priority=3, sort=False),
        Column("kind", N_("Instalment"), lambda line: words.instalment(line.row), width=22,
               priority=2, sort=False),
        Column("amount", N_("Sum"), amount, "sum", align=RIGHT, words=(_SUM,), sort=False),
        Column("day", N_("Day"), lambda line: words.pay_by(line.row, today()),
               words=(_DAY, "waits.signature", "waits.survey"), sort=False),
        Column("state", N_("State"), lambda line: words.state(line.row, today()).text, "badge",
               lambda line: words.state(line.row, today()), width=14, sort=False),
    )  # fmt: skip
    table = Table(
        columns, _("Instalments"), settings=desk.settings, key="instalments",
        on_bug=lambda err: desk.show_error(page, err),
    )  # fmt: skip
    for text, icon, act in acts:
        action = QAction(icons.icon(icon), text, table)
        action.triggered.connect(partial(_run, act))
        table.addAction(action)
    return table


def _run(act: Callable[[], None], _on: bool = False) -> None:
    act()


def costs(desk: Desk, page: QWidget) -> Table:
    """What was really paid, in its currency and in euros."""
    euros = lambda row: shown.money(row.euros)  # noqa: E731
    columns = (
        Column("what", N_("What"), paint="first", width=0, sort=False),
        Column("for", N_("For"), words.cost_for, "soft", width=24, priority=2, sort=False),
        Column("category", N_("Covered by"), words.covered, "soft", width=26, priority=3,
               sort=False),
        Column("dated", N_("Date"), lambda row: shown.short_date(row.dated, desk.today()),
               words=(_DAY,), priority=2, sort=False),
        Column("amount", N_("Sum"), words.cost_sum, "sum", align=RIGHT,
               words=("999,999.00 SEK",), sort=False),
        Column("euros", N_("In euros"), euros, "sum", align=RIGHT, words=(_SUM,), sort=False),
    )  # fmt: skip
    return Table(
        columns, _("Real costs"), settings=desk.settings, key="real costs",
        on_bug=lambda err: desk.show_error(page, err),
    )  # fmt: skip
