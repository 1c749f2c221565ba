"""Values written into cells of a BM file, and compared with what stands there."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any, Final

from mobdesk.domain import countries, shipped
from mobdesk.domain.bm import Field, normalised
from mobdesk.domain.bm_forms import REAL, Cell, Form, Option, read, read_text
from mobdesk.domain.fold import tidy

_EDGES: Final = {"GR": "EL", "GB": "UK"}
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


class Unwritable(Exception):
    """A value that this column cannot take: ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def write(field: Field, value: Any, form: Form) -> Cell:
    """What the cell holds for a value. Raises ``Unwritable``: ``code_unknown``, ``looks_like_…``.

    A code is only ever one that the file, its lists or the data dictionary show.
    """
    if field.kind == "date":
        return value if form.dates == REAL else value.strftime(form.dates)
    if field.kind == "yes_no":
        return form.yes if value else form.no
    if field.kind == "whole":
        return str(value) if form.numbers_as_text else int(value)
    if field.kind == "money":
        number = Decimal(value).scaleb(-2)
        return f"{number:.2f}".replace(".", form.decimal) if form.numbers_as_text else number
    text = _write_text(field, value, form)
    if text.startswith(_DANGEROUS):
        raise Unwritable("bm_looks_like_formula")
    return text


def _write_text(field: Field, value: Any, form: Form) -> str:
    if field.kind == "country":
        return _country(value, form)
    if field.kind == "oid" and any(not re.fullmatch(r"E\d{8}", text) for text in form.samples):
        raise Unwritable("bm_own_organisation_id")
    if field.kind == "band":
        return _one(o.code for o in _choices(form) if _in_band(value, o))
    if field.kind == "code":
        wanted = normalised(str(value))
        same = [
            o.code
            for o in _choices(form)
            if wanted in (normalised(o.code), normalised(o.label))
            or value == read_text(field, o.code, Form(options=form.options))
        ]
        return _one(same)
    if form.options and value not in [o.code for o in form.options]:
        raise Unwritable("bm_not_in_list")
    return str(value)


def _choices(form: Form) -> Sequence[Option]:
    """The list of the file; without one, what stands in the column already."""
    return form.options or [Option(text) for text in form.samples]


def _one(found: Iterable[str]) -> str:
    different = list(dict.fromkeys(found))
    if len(different) != 1:
        raise Unwritable("bm_code_unknown")
    return different[0]


def _country(iso: str, form: Form) -> str:
    """As the file writes countries; EL and UK in codes, as the Commission does."""
    listed = [
        o.code
        for o in _choices(form)
        if iso in (countries.find_country(o.code), countries.find_country(o.label or o.code))
    ]
    if listed:
        return listed[0]
    if form.options:
        raise Unwritable("bm_not_in_list")
    if any(len(text) > 2 for text in form.samples):
        if all(" - " in text for text in form.samples):
            raise Unwritable("bm_code_unknown")
        return countries.country_name(iso)
    return _EDGES.get(iso, iso)


def _in_band(km: Any, option: Option) -> bool:
    """Whether a distance (whole or decimal text) lies in the band that an entry names."""
    known = shipped.table("bm/fields.json")["bands"].get(option.code)
    words = re.findall(r"\d+", option.label or option.code)
    numbers = known or [int(word) for word in words]
    far = Decimal(str(km))
    if len(numbers) == 1:
        return bool(far >= numbers[0])
    return len(numbers) == 2 and bool(numbers[0] <= far < numbers[1] + 1)


# ---- compared -----------------------------------------------------------------------------------


def same(field: Field, ours: Any, cell: Cell, form: Form) -> bool:
    """Whether a cell says what we have; nothing and nothing is the same."""
    theirs = read(field, cell, form)
    if ours in (None, "") or theirs is None:
        return ours in (None, "") and theirs is None
    if field.kind == "band":
        entries = [o for o in form.options if theirs in (o.code, o.label)] or [Option(theirs)]
        return any(_in_band(ours, entry) for entry in entries)
    if field.kind == "email":
        return str(ours).casefold() == str(theirs).casefold()
    if isinstance(ours, str) and isinstance(theirs, str):
        return tidy(ours) == tidy(theirs)
    return bool(ours == theirs)


def comparable(field: Field, cell: Cell, form: Form) -> bool:
    """Whether a cell can be read in our terms: a code of which no list is known cannot."""
    if cell in (None, ""):
        return True
    if field.kind == "oid":
        return bool(re.fullmatch(r"E\d{8}", str(cell).strip()))
    if field.kind != "code":
        return read(field, cell, form) is not None
    text = str(cell).strip()
    return any(text in (o.code, o.label) for o in form.options) or (
        read(field, cell, form) != text or field.id == "gender"
    )
