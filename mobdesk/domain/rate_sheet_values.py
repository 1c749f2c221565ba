"""Reads the single values of a rate sheet and keeps every problem with its place."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from mobdesk.errors import Problem

_AMOUNT: Final = re.compile(r"-?(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{1,6})?", re.ASCII)
_MOST_TEXT: Final = 2000
_MOST_NUMBER: Final = 10**6


class Reader:
    """Reads single values and keeps what is wrong with them, each with its place."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []

    def fault(self, place: str, code: str, **values: Any) -> None:
        self.problems.append(Problem(place, code, values))

    def record(self, value: Any, place: str, keys: frozenset[str] | None) -> Mapping[str, Any]:
        """A record with these ``keys``; any keys when None."""
        if value is None:
            return {}
        if not isinstance(value, Mapping):
            self.fault(place, "sheet_not_record")
            return {}
        for key in value:
            if keys is not None and key not in keys:
                self.fault(f"{place}.{key}".lstrip("."), "sheet_field_unknown", name=key)
        return value

    def rows(self, value: Any, place: str) -> list[tuple[str, Any]]:
        """The members of a list, each with its place."""
        if value is None:
            return []
        if not isinstance(value, list | tuple):
            self.fault(place, "sheet_not_list")
            return []
        return [(f"{place}[{n}]", member) for n, member in enumerate(value)]

    def amount(self, value: Any, place: str) -> Decimal | None:
        """An amount in euro: text with a point, not negative."""
        if value is None:
            return None
        if not isinstance(value, str) or not _AMOUNT.fullmatch(value):
            self.fault(place, "sheet_not_amount", value=short(value))
            return None
        if value.startswith("-"):
            self.fault(place, "amount_negative")
            return None
        return Decimal(value)

    def share(self, value: Any, place: str) -> Decimal:
        """A part of one, for example 0.70."""
        found = self.amount(value, place)
        if value is None:
            self.fault(place, "needed")
        elif found is not None and found > 1:
            self.fault(place, "sheet_not_share", value=short(value))
        return found or Decimal(0)

    def whole(self, value: Any, place: str, least: int = 0, most: int = _MOST_NUMBER) -> int | None:
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.fault(place, "sheet_not_whole", value=short(value), least=least, most=most)
            return None
        return value

    def text(self, value: Any, place: str) -> str:
        if value is None:
            return ""
        if not isinstance(value, str):
            self.fault(place, "sheet_not_text")
            return ""
        if len(value) > _MOST_TEXT:
            self.fault(place, "too_long", most=_MOST_TEXT)
        return value

    def pattern(self, value: Any, place: str, wanted: str) -> str:
        text = self.text(value, place)
        if text and not re.fullmatch(wanted, text, re.ASCII):
            self.fault(place, "sheet_not_agency", value=short(text))
        return text

    def one_of(self, value: Any, place: str, allowed: tuple[str, ...]) -> str:
        if value is None or (isinstance(value, str) and value in allowed):
            return value or ""
        self.fault(place, "unknown_choice", value=short(value))
        return ""

    def several(self, value: Any, place: str, allowed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(self.one_of(m, where, allowed) for where, m in self.rows(value, place))

    def day(self, value: Any, place: str) -> date | None:
        if value is None:
            return None
        try:
            if isinstance(value, str) and len(value) == 10:
                return date.fromisoformat(value)
        except ValueError:
            pass
        self.fault(place, "sheet_not_day", value=short(value))
        return None


def short(value: Any) -> str:
    """A value as a sentence can show it."""
    return str(value)[:40]
