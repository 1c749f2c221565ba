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
    return read_text(field, str(cell).strip(), form)


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


def read_text(field: Field, text: str, form: Form) -> Any:
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
