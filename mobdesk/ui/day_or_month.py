"""A planned date of which perhaps only the month is known yet."""

from __future__ import annotations

from datetime import date
from typing import Any

from mobdesk.domain.typed_dates import parse_month
from mobdesk.i18n import _
from mobdesk.ui import shown
from mobdesk.ui.fields import Date


class DayOrMonth(Date):
    """As ``Date``; ``March 2027`` is the month ``2027-03``, and no day is invented."""

    def value(self) -> date | str | None:  # type: ignore[override]
        return super().value() or parse_month(self.text())

    def set_value(self, value: date | str | None) -> None:
        super().set_value(value)  # type: ignore[arg-type]

    def shown(self, value: Any) -> str:
        return shown.long_month(value) if isinstance(value, str) else super().shown(value)

    def near(self) -> date:
        """The day at which the calendar opens: of a month the first."""
        found = self.value()
        if isinstance(found, str):
            return date.fromisoformat(f"{found}-01")
        return found or self._near()

    def _say_weekday(self) -> None:
        if isinstance(self.value(), str):
            self._weekday.setText(_("days missing"))
            self.place()
        else:
            super()._say_weekday()


def join_months(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a subgroup for a form: the month stands where the day would."""
    return {
        **values,
        **{side: values.get(side) or values.get(f"{side}_month") for side in ("start", "end")},
    }


def part_months(values: dict[str, Any]) -> dict[str, Any]:
    """Values of a form for the services: days and months apart."""
    found = dict(values)
    for side in ("start", "end"):
        if side in values:
            value = values[side]
            month = value if isinstance(value, str) else None
            found[side], found[f"{side}_month"] = None if month else value, month
    return found
