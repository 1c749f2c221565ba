"""Percentages: read as people write them, kept as decimal text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Final

MOST: Final = 100
_DECIMAL: Final = re.compile(r"[0-9]{1,3}(\.[0-9]{1,9})?")


def is_percent(text: str) -> bool:
    """Whether decimal text is a percentage from 0 to 100."""
    return _DECIMAL.fullmatch(text) is not None and Fraction(text) <= MOST


def some_percent(text: str) -> str | None:
    """What was typed (``7,5 %``) as decimal text; None for what is none above 0 and up to 100."""
    tidy = text.strip().removesuffix("%").strip().replace(",", ".")
    return tidy if is_percent(tidy) and Fraction(tidy) > 0 else None


def tidied(values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with ``percent`` as decimal text where it is a percentage; else as typed."""
    if "percent" not in values:
        return dict(values)
    typed = str(values["percent"] or "")
    return {**values, "percent": some_percent(typed) or typed}
