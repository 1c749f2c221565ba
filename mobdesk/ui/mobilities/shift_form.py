"""All planned days of a mobility moved together, by so many days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from mobdesk.domain import what_if as rules
from mobdesk.domain.mobility_rules import Facts
from mobdesk.errors import Problem
from mobdesk.i18n import N_, _, ngettext
from mobdesk.services import subgroups
from mobdesk.ui.desk import Desk
from mobdesk.ui.fields import Number
from mobdesk.ui.form_dialog import FormDialog
from mobdesk.ui.forms import Field
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.choosing import Known
from mobdesk.ui.mobilities.facts import Sheet
from mobdesk.ui.mobilities.plan_dialog import PlanDialog
from mobdesk.ui.parts.buttons import Button

_A_WEEK = 7


class ShiftDialog(PlanDialog):
    """Asks by how many days; below stand the new days and what to look at."""

    def __init__(self, desk: Desk, parent: Any, sheet: Sheet, known: Known, facts: Facts) -> None:
        self._planned = [words.dates_of(group.values) for group in sheet.detail.subgroups]
        number, n = sheet.id, len(self._planned)
        all_of_them = ngettext("All days move", "All days of {n} subgroups move", n).format(n=n)
        super().__init__(
            desk, parent, _("Move by days"),
            (Field("days", N_("Days later"), _number, check=_check,
                   help=N_("−7 is a week earlier")),),
            lambda s, a, values, _rev: subgroups.shift(s, a, number, values["days"]),
            known=known, project=sheet.project, mobility_id=number, saved=facts,
            going=lambda values: [
                one._replace(dates=rules.moved(one.dates, values["days"] or 0, None))
                for one in facts.going
            ],
            context=f"{all_of_them}: {self._span(0)}.", defaults={"days": _A_WEEK}, columns=1,
            main=_("Move the dates"),
        )  # fmt: skip

    def say(self, line: str, asked: str, notes: Any) -> None:
        """Below the number stand the new days, not a sum of days: that stays as it was."""
        days = self.form.editor("days").value()
        new = _("New: {days}").format(days=self._span(days)) if days else ""
        super().say(new, _("Type by how many days."), notes)

    def _span(self, days: int) -> str:
        """From the first who leaves to the last who is back."""
        moved = [rules.moved(dates, days, None) for dates in self._planned]
        firsts: list[date] = [day for one in moved if (day := one.leaves or one.start)]
        lasts: list[date] = [day for one in moved if (day := one.back or one.end)]
        return words.long_dates(min(firsts, default=None), max(lasts, default=None))


def offer(dialog: FormDialog, several: bool, then: Callable[[], object]) -> Button:
    """A way from the dates of one subgroup to those of all; nothing typed is left behind."""
    words_of_it = _("Move all subgroups by days") if several else _("Move by days")
    button = Button(words_of_it, "link", "calendar", dialog)
    button.setObjectName("move all")
    dialog.footer.insertWidget(0, button)

    def look() -> None:
        button.set_possible(not dialog.form.dirty, _("Save first what you typed here."))

    def go() -> None:
        dialog.reject()
        then()

    dialog.form.changed.connect(look)
    button.clicked.connect(go)
    return button


def _number() -> Number:
    return Number("", -rules.MOST_SHIFT, rules.MOST_SHIFT, N_("days"))


def _check(value: Any, _values: dict[str, Any]) -> Problem | None:
    return next(iter(rules.validate_shift(value or 0, "days")), None)
