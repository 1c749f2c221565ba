"""How one column of a BM file writes its values, found out from the file itself.

Nothing about BM's dates, booleans, decimal signs or codes is established: the values that stand
there already decide, then formats of cells and lists of the file, then the hints.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Final, NamedTuple

from mobdesk.domain import activities, countries, shipped
from mobdesk.domain.bm import Field, normalised
from mobdesk.domain.fold import tidy

Cell = Any
"""None, a text, a number, a boolean, a date or a datetime."""
REAL: Final = "real"
PATTERNS: Final = ("%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%Y-%m-%d", "%Y/%m/%d", "%m/%d/%Y")
_HINTED: Final = re.compile(r"\b(dd|mm|yyyy)([-/.])(dd|mm)\2(dd|yyyy)\b", re.IGNORECASE)
_PAIRS: Final = (
    ("YES", "NO"), ("Yes", "No"), ("yes", "no"), ("Y", "N"), ("y", "n"), ("TRUE", "FALSE"),
    ("True", "False"), ("true", "false"), ("1", "0"),
)  # fmt: skip
_YES: Final = frozenset({"yes", "y", "true", "1"})
_NO: Final = frozenset({"no", "n", "false", "0"})
_EDGES: Final = {"GR": "EL", "GB": "UK"}
_DANGEROUS: Final = ("=", "+", "-", "@", "\t", "\r")


class Option(NamedTuple):
    """One entry of a list of codes; ``code`` is what the cell holds."""

    code: str
    label: str = ""


class Form(NamedTuple):
    """How a column writes: ``dates`` is ``REAL`` or a pattern; numbers as text have ``decimal``.

    ``assumed``: the file shows nothing, the usual form of the older layout is taken.
    """

    dates: str = "%d-%m-%Y"
    yes: Cell = "YES"
    no: Cell = "NO"
    numbers_as_text: bool = False
    decimal: str = "."
    options: tuple[Option, ...] = ()
    samples: tuple[str, ...] = ()
    assumed: bool = False


class Unwritable(Exception):
    """A value that this column cannot take: ``code`` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Seen(NamedTuple):
    """What a file shows of one column: ``date_cells`` when empty cells are formatted as dates."""

    hint: str = ""
    cells: Sequence[Cell] = ()
    options: Sequence[Option] = ()
    date_cells: bool = False
    text_file: bool = False


def find_form(field: Field, seen: Seen) -> Form:
    """The form of a column, from what the file shows of it."""
    cells = [cell for cell in seen.cells if cell not in (None, "")]
    texts = tuple(dict.fromkeys(str(cell).strip() for cell in cells if isinstance(cell, str)))
    options = tuple(seen.options)
    if field.kind == "date":
        return _date_form(cells, seen)
    if field.kind == "yes_no":
        return _yes_no_form(cells, [o.code for o in options], seen.hint)
    if field.kind in ("whole", "money"):
        as_text = seen.text_file or bool(texts)
        return Form(numbers_as_text=as_text, decimal=_decimal(texts, seen.hint))
    return Form(options=options, samples=texts)


def _date_form(cells: Sequence[Cell], seen: Seen) -> Form:
    if any(isinstance(cell, date) for cell in cells):
        return Form(dates=REAL)
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    fitting = [p for p in PATTERNS if texts and all(_dated(text, p) for text in texts)]
    if fitting:
        return Form(dates=fitting[0])
    if seen.date_cells:
        return Form(dates=REAL)
    if found := _HINTED.search(seen.hint) or re.search(
        r"\b(yyyy)([-/])(mm)\2(dd)\b", seen.hint, re.IGNORECASE
    ):
        signs = {"dd": "%d", "mm": "%m", "yyyy": "%Y"}
        first, between, middle, last = found.groups()
        pattern = between.join(signs[part.lower()] for part in (first, middle, last))
        if pattern in PATTERNS:
            return Form(dates=pattern)
    return Form(assumed=True)


def _yes_no_form(cells: Sequence[Cell], options: Sequence[str], hint: str) -> Form:
    if any(isinstance(cell, bool) for cell in cells):
        return Form(yes=True, no=False)
    shown = {str(cell).strip() for cell in cells}
    for words in (set(options), shown):
        yes = next((w for w in sorted(words) if w.casefold() in _YES), None)
        no = next((w for w in sorted(words) if w.casefold() in _NO), None)
        if yes or no:
            return _pair(yes, no)
    for yes, no in _PAIRS:
        if re.search(rf"\b{yes}\s*/\s*{no}\b", hint):
            return Form(yes=yes, no=no)
    return Form(assumed=True)


def _pair(yes: str | None, no: str | None) -> Form:
    """The pair to which the one known word belongs."""
    for pair in _PAIRS:
        if yes in (None, pair[0]) and no in (None, pair[1]):
            return Form(yes=pair[0], no=pair[1])
    return Form(yes=yes or "YES", no=no or "NO")


def _decimal(texts: Iterable[str], hint: str) -> str:
    for text in texts:
        if found := re.search(r"\d([.,])\d{1,2}$", text):
            return found.group(1)
    return "," if re.search(r"decimal\w*\W+(comma\b|,)|\d,\d\d\b", hint, re.IGNORECASE) else "."


def _dated(text: str, pattern: str) -> date | None:
    with suppress(ValueError):
        if len(text) == 10:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 - a plain day
    return None


# ---- from a cell to a value ---------------------------------------------------------------------


def read(field: Field, cell: Cell, form: Form) -> Any:
    """The value of a cell in our terms; None when it is empty or cannot be read."""
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if field.kind == "date":
        return _read_date(cell, form)
    if field.kind == "yes_no":
        word = str(cell).strip().casefold()
        return True if word in _YES else False if word in _NO else None
    if field.kind in ("whole", "money"):
        return _read_number(cell, cents=field.kind == "money")
    return _read_text(field, str(cell).strip(), form)


def _read_date(cell: Cell, form: Form) -> date | None:
    if isinstance(cell, str) and form.dates != REAL:
        return _dated(cell.strip(), form.dates)
    return any_date(cell)


def any_date(cell: Cell) -> date | None:
    """The day of a cell, whatever its form; day before month where both could be meant."""
    if isinstance(cell, date):
        return cell.date() if isinstance(cell, datetime) else cell
    if not isinstance(cell, str):
        return None
    return next((found for p in PATTERNS if (found := _dated(cell.strip(), p))), None)


def _read_number(cell: Cell, *, cents: bool) -> int | None:
    text = re.sub(r"[\s\u00a0€]|EUR", "", str(cell))
    if re.fullmatch(r"-?\d{1,3}(?:\.\d{3})+,\d+", text):
        text = text.replace(".", "")
    elif re.fullmatch(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?", text):
        text = text.replace(",", "")
    try:
        number = Decimal(text.replace(",", ".")) * (100 if cents else 1)
    except InvalidOperation:
        return None
    return int(number) if number.is_finite() and number == number.to_integral_value() else None


def _read_text(field: Field, text: str, form: Form) -> Any:
    option = next((o for o in form.options if text in (o.code, o.label)), Option(text))
    both = [word for word in (option.code, option.label, text) if word]
    if field.kind == "country":
        return next((c for word in both if (c := countries.find_country(word))), None)
    if field.id == "activity_type":
        return next((c for word in both if (c := activities.recognise(word))), text)
    if field.id in ("transport", "gender"):
        return next((c for word in both if (c := _worded(field.id, word))), text)
    if field.kind == "status":
        return _status(field, text)
    if field.kind == "report":
        return _table_word("report_words", text)
    return text


def _status(field: Field, text: str) -> str | None:
    """``draft`` or ``complete``; the older layout asks "Draft Mobility" with yes or no."""
    word = text.casefold()
    if word in _YES or word == "draft":
        return "draft"
    return "complete" if word in _NO or word in ("complete", "completed") else None


def _worded(field: str, text: str) -> str | None:
    return _table_word(f"{field}_words", text)


def _table_word(table: str, text: str) -> str | None:
    wanted = normalised(text)
    for code, words in shipped.table("bm/fields.json")[table].items():
        if wanted in map(normalised, words):
            return str(code)
    return None


# ---- from a value to a cell ---------------------------------------------------------------------


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
            or value == _read_text(field, o.code, Form(options=form.options))
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
