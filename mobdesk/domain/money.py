"""Amounts of money: integer cents inside, read from what people and programs write."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

Separator = Literal[".", ","]

MOST_CENTS = 10**13
"""No amount of a project comes near: a bigger number is a mistake of reading."""

_SIGNS = {"€": "EUR", "£": "GBP", "$": "USD", "zł": "PLN", "kč": "CZK", "ft": "HUF", "лв": "BGN"}
_CODE = re.compile(r"^[A-Za-z]{3}$")
_NUMBER = re.compile(r"^[+-]?[0-9][0-9.,]*$|^[+-]?[.,][0-9]+$")
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009'’]+")


class Amount(NamedTuple):
    """What a text says: ``cents`` is None when it says no amount, ``currency`` empty when none."""

    cents: int | None
    currency: str = ""
    unclear: bool = False
    """The text can be read as two amounts (1.234 is a thousand or one and a bit)."""


def parse_amount(text: str, decimal: Separator | None = None) -> Amount:
    """Read an amount of money; ``decimal`` is the decimal sign if it is known from elsewhere.

    Money has at most two decimals: three digits after a single sign are thousands, unless
    ``decimal`` says that this sign is the decimal one: then the text is ``unclear``.
    """
    number, currency = _split_currency(text.strip().replace("\u2212", "-"))
    if number.startswith("(") and number.endswith(")"):
        number = "-" + number[1:-1]
    number = _SPACES.sub("", number)
    if number.endswith((",-", ",–", ".-")):
        number = number[:-2]
    if not _NUMBER.match(number):
        return Amount(None, currency)
    return _read(number, currency, decimal)


def _split_currency(text: str) -> tuple[str, str]:
    found = re.search(r"[^\d\s.,+\-()'’\u00a0\u202f\u2009]+\.?", text)
    if found is None:
        return text, ""
    word = found.group(0)
    bare = word.rstrip(".").lower()
    currency = _SIGNS.get(bare, "")
    if not currency and bare in ("euro", "euros", "eurot", "evro", "evrov", "евро", "ευρώ", "eiro"):
        currency = "EUR"
    if not currency and _CODE.match(bare):
        currency = bare.upper()
    if not currency:
        return text, ""
    rest = (text[: found.start()] + text[found.end() :]).strip()
    return rest, currency


def _read(number: str, currency: str, decimal: Separator | None) -> Amount:
    sign = -1 if number.startswith("-") else 1
    digits = number.lstrip("+-")
    dots, commas = digits.count("."), digits.count(",")
    if dots and commas:
        mark = "." if digits.rfind(".") > digits.rfind(",") else ","
        if digits.count(mark) > 1:
            return Amount(None, currency)
    elif dots + commas > 1:
        mark = ""
    elif dots + commas == 1:
        mark = "." if dots else ","
        whole, _, tail = digits.partition(mark)
        if len(tail) == 3 and 1 <= len(whole) <= 3 and whole.strip("0"):
            if mark == decimal:
                return Amount(None, currency, unclear=True)
            mark = ""
    else:
        mark = ""
    whole, _, tail = digits.rpartition(mark) if mark else (digits, "", "")
    groups = re.split(r"[.,]", whole)
    if any(len(group) != 3 for group in groups[1:]) or len(tail) > 2:
        return _long_tail(groups, tail, sign, currency)
    cents = int("".join(groups) or "0") * 100 + int(tail.ljust(2, "0"))
    return Amount(sign * cents if cents <= MOST_CENTS else None, currency)


def _long_tail(groups: list[str], tail: str, sign: int, currency: str) -> Amount:
    """More than two decimals, as programs write them (484.0800000001): rounded to cents."""
    if len(groups) > 1 or not tail or len(groups[0]) > 12:
        return Amount(None, currency)
    cents = from_number(Decimal(f"{groups[0] or '0'}.{tail}"))
    return Amount(None if cents is None else sign * cents, currency)


def from_number(value: int | float | Decimal) -> int | None:
    """Cents of a number in euros, rounded half up; None for what is no amount."""
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite() or abs(exact) * 100 > MOST_CENTS:
        return None
    return int((exact * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def plain(cents: int) -> str:
    """Cents as text for programs: a point and two decimals (``1234.50``)."""
    sign = "-" if cents < 0 else ""
    return f"{sign}{abs(cents) // 100}.{abs(cents) % 100:02d}"


def decimal_sign(text: str) -> Separator | None:
    """The decimal sign that this text surely uses, None when it does not say."""
    number, _ = _split_currency(text.strip())
    number = _SPACES.sub("", number)
    found = re.search(r"([.,])(\d+)$", number)
    if found is None or not _NUMBER.match(number):
        return None
    mark, tail = found.group(1), found.group(2)
    if number.count(mark) > 1:
        return None
    if len(tail) == 3 and not (set(number) & {".", ","} - {mark}):
        return None
    return "." if mark == "." else ","
