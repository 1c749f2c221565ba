"""JSON files that carry money: read strictly, so that no reading depends on a program's habits.

Refused are a key that stands twice, ``NaN`` and ``Infinity``, a number too long to be meant, and
a file too large or too deep. A number with a point becomes a ``Decimal``, never a float.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any, Final

from mobdesk.errors import Refused

#: No sheet and no list of scenarios comes near.
MOST_BYTES: Final = 8_000_000
_MOST_DIGITS: Final = 30


def read(content: str | bytes) -> Any:
    """The document in ``content``; a byte order mark is allowed.

    Raises ``Refused("json_too_large")``, ``Refused("json_unreadable", line=…)``, or
    ``Refused("json_unclear")`` for what cannot be meant.
    """
    if len(content) > MOST_BYTES:
        raise Refused("json_too_large")
    try:
        text = content if isinstance(content, str) else content.decode("utf-8")
        found = json.loads(
            text.removeprefix("\ufeff"),
            object_pairs_hook=_once,
            parse_int=_integer,
            parse_float=_decimal,
            parse_constant=_constant,
        )
        if "\\u" in text:  # half a letter, that no file and no screen can show
            json.dumps(found, ensure_ascii=False, default=str).encode("utf-8")
    except json.JSONDecodeError as err:
        raise Refused("json_unreadable", line=err.lineno) from err
    except (ValueError, ArithmeticError, RecursionError) as err:
        raise Refused("json_unclear") from err
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _integer(digits: str) -> int:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("too long to be meant")
    return int(digits)


def _decimal(digits: str) -> Decimal:
    if len(digits) > _MOST_DIGITS:
        raise ValueError("too long to be meant")
    number = Decimal(digits)
    if not number.is_finite() or abs(number.adjusted()) > _MOST_DIGITS:
        raise ValueError("too long to be meant")
    return number


def _constant(word: str) -> Any:
    raise ValueError(f"{word} is no number")
