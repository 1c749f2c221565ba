"""Cells to values: one converter per column, called once per different cell.

A converter gives the value as text (ISO dates, ISO countries, money with a point and two
decimals, ``yes``/``no``, ``F``/``M``/``X``, a role) or None, and the codes of what was wrong.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from mobdesk.domain import activities, money
from mobdesk.domain.countries import find_country, iso_code
from mobdesk.domain.fold import fold, tidy
from mobdesk.imports.dates import DateColumn, Order
from mobdesk.imports.headers import words
from mobdesk.imports.roles import is_everybody, role_of
from mobdesk.imports.table import Cell


class Converted(NamedTuple):
    """A value or None, and its problems as (code, values)."""

    value: str | None
    problems: tuple[tuple[str, dict[str, Any]], ...] = ()


Converter = Callable[[Cell], Converted]


@dataclass(frozen=True, slots=True)
class Context:
    """What a converter knows of the rest of the file."""

    header: str = ""
    languages: tuple[str, ...] = ()
    dates: Order | None = None
    date1904: bool = False


EMPTY = Converted(None)

_MARKERS = frozenset(
    {"-", "--", "---", "–", "—", "?", "??", "???", "? unknown ?", "??? - ? unknown ?"}
)
"""What published statistics and people write for "not known"."""
_LONGEST_MARK = 40
_MORE_MARKERS = frozenset({"n/a", "#n/a", "n.a.", "(null)", "<null>"})
_LOST = re.compile(r"[^\W\d_]\?+[^\W\d_]|(?<![\w?])\?+[^\W\d_]|[^\W\d_]\?+(?![\w?])|\ufffd")
_LOST_IN_SENTENCE = re.compile(r"[^\W\d_]\?+[^\W\d_]|\ufffd")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_MAIL = re.compile(r"^[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]{2,}$")
_SCIENTIFIC = re.compile(r"^\d([.,]\d+)?[eE]\+?\d+$")
_WELL_FORMED = re.compile(
    r"20(?:1[4-9]|2[0-7])-[1-3]-[A-Z]{2}\d{2}-KA\d{3}-(?:(?:ADU|SCH|VET)-\d{9}|\d{6})"
)
_MOST_DIGITS = 15
"""A spreadsheet keeps 15 digits of a number; the rest are zeros."""


def converter(field: str, cells: Iterable[Cell], context: Context) -> Converter:
    """The converter of one column. ``cells`` are its different cells: some columns need all."""
    if field in ("start", "end", "birth_date"):
        return _dates(cells, context)
    if field == "grant":
        return _money(cells, context)
    if field in ("nationality", "sending_country", "hosting_country"):
        return _country(context)
    if field == "gender":
        return _gender(cells, context)
    if field == "role":
        return _role
    if field in ("fewer_opportunities", "green_travel"):
        return _yes_no(cells, context)
    if field == "person_code":
        return _person_code(cells)
    return _SIMPLE.get(field, _plain_text)


# ---- text ---------------------------------------------------------------------------------------


def _problem(code: str, cell: Cell = None, **values: Any) -> tuple[str, dict[str, Any]]:
    if cell is not None:
        values["text"] = str(cell)[:80]
    return code, values


def _clean(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    return tidy(_CONTROL.sub(" ", text))


def _as_text(cell: Cell) -> str:
    if isinstance(cell, str):
        return _clean(cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def is_unknown(text: str) -> bool:
    """A mark for "not known": ``-``, ``???``, ``? Unknown ?``, or the word in a language."""
    marks = _unknown_marks()
    if text.isascii():
        return text.lower() in marks
    return len(text) <= _LONGEST_MARK and fold(text) in marks


@cache
def _unknown_marks() -> frozenset[str]:
    return _MARKERS | _MORE_MARKERS | words().unknown


def _text(cell: Cell, markers: Callable[[str], bool], lost: re.Pattern[str]) -> Converted:
    if cell is None:
        return EMPTY
    if isinstance(cell, (date, time)):
        return Converted(None, (_problem("number_became_date", cell),))
    text = _as_text(cell)
    if not text or markers(text):
        return EMPTY
    if ("?" in text or "\ufffd" in text) and lost.search(text):
        return Converted(text, (_problem("lost_character"),))
    return Converted(text)


def _plain_text(cell: Cell) -> Converted:
    return _text(cell, is_unknown, _LOST)


def _name(cell: Cell) -> Converted:
    """A person may well be called Null or Unknown: only marks count as "not known"."""
    return _text(cell, lambda text: fold(text) in _MARKERS, _LOST)


def _note(cell: Cell) -> Converted:
    if isinstance(cell, datetime):
        return Converted(cell.date().isoformat())
    if isinstance(cell, (date, time)):
        return Converted(cell.isoformat())
    return _text(cell, lambda text: fold(text) in _MARKERS, _LOST_IN_SENTENCE)


def _email(cell: Cell) -> Converted:
    found = _plain_text(cell)
    if found.value is None:
        return found
    mail = re.sub(r"^mailto:", "", found.value, flags=re.IGNORECASE)
    if inside := re.search(r"<([^<>]+)>$", mail):
        mail = inside.group(1)
    return Converted(mail, () if _MAIL.match(mail) else (_problem("bad_email", mail),))


def _phone(cell: Cell) -> Converted:
    if isinstance(cell, (int, float)) and cell == int(cell):
        return Converted(str(int(cell)), (_problem("phone_from_number"),))
    found = _plain_text(cell)
    if found.value and _SCIENTIFIC.match(found.value):
        return Converted(None, (_problem("digits_lost", cell),))
    return found


def _project_code(cell: Cell) -> Converted:
    if isinstance(cell, str) and _WELL_FORMED.fullmatch(cell):
        return Converted(cell)
    found = _plain_text(cell)
    if found.value is None:
        return found
    from mobdesk.domain.projects import parse_code

    parsed = parse_code(found.value)
    problems = tuple(
        (problem.code, {"text": found.value[:80], **problem.values}) for problem in parsed.problems
    )
    return Converted(parsed.code, problems)


def _activity(cell: Cell) -> Converted:
    """The text as it stands; what it means is settled when it is written."""
    found = _plain_text(cell)
    if found.value is None or activities.recognise(found.value):
        return found
    return Converted(found.value, (*found.problems, _problem("unknown_activity", found.value)))


def _count(cell: Cell) -> Converted:
    """A whole number of 0 or more, as digits."""
    if isinstance(cell, (date, time)):
        return Converted(None, (_problem("number_became_date", cell),))
    text = _as_text(cell)
    if not text or is_unknown(text):
        return EMPTY
    if not re.fullmatch(r"\d{1,6}([.,]0+)?", text):
        return Converted(None, (_problem("bad_number", cell),))
    return Converted(str(int(re.split(r"[.,]", text)[0])))


def _age(cell: Cell) -> Converted:
    found = _count(cell)
    if found.value is not None and not 0 < int(found.value) <= 100:
        return Converted(found.value, (_problem("unlikely_age", cell),))
    return found


_SIMPLE: Mapping[str, Converter] = {
    "first_name": _name,
    "last_name": _name,
    "full_name": _name,
    "note": _note,
    "email": _email,
    "phone": _phone,
    "project_code": _project_code,
    "activity_type": _activity,
    "participants": _count,
    "age": _age,
}


# ---- columns that are understood as a whole -----------------------------------------------------


def _dates(cells: Iterable[Cell], context: Context) -> Converter:
    column = DateColumn(cells, context.dates, context.date1904)

    def convert(cell: Cell) -> Converted:
        if cell is None or (isinstance(cell, str) and (not cell.strip() or is_unknown(cell))):
            return EMPTY
        read = column.read(cell)
        shown = cell if read.value is None else None
        return Converted(read.value, tuple(_problem(code, shown) for code in read.codes))

    return convert


def _money(cells: Iterable[Cell], context: Context) -> Converter:
    signs = Counter(
        sign for cell in cells if isinstance(cell, str) and (sign := money.decimal_sign(cell))
    )
    decimal = signs.most_common(1)[0][0] if len(signs) == 1 else None
    currency = _currency_of(context.header)

    def convert(cell: Cell) -> Converted:
        if isinstance(cell, (date, time)):
            return Converted(None, (_problem("number_became_date", cell),))
        if isinstance(cell, (int, float)):
            cents, named, unclear = money.from_number(cell), currency, False
        else:
            text = _as_text(cell)
            if not text or is_unknown(text):
                return EMPTY
            amount = money.parse_amount(text, decimal)
            cents, named, unclear = amount.cents, amount.currency or currency, amount.unclear
        if cents is None:
            return Converted(None, (_problem("unclear_amount" if unclear else "bad_amount", cell),))
        if named not in ("", "EUR"):
            return Converted(None, (_problem("other_currency", cell, currency=named),))
        below = (_problem("negative_amount"),) if cents < 0 else ()
        return Converted(money.plain(cents), below)

    return convert


def _currency_of(header: str) -> str:
    found = re.search(
        r"\b(PLN|CZK|HUF|BGN|TRY|GBP|USD|RON|SEK|NOK|DKK|CHF|ISK|RSD|MKD|HRK)\b", header
    )
    return found.group(1) if found else ""


def _country(context: Context) -> Converter:
    def convert(cell: Cell) -> Converted:
        if not isinstance(cell, str):
            return EMPTY if cell is None else Converted(None, (_problem("unknown_country", cell),))
        code = iso_code(cell)
        if code is not None:
            return Converted(code)
        text = _clean(cell)
        if not text or is_unknown(text):
            return EMPTY
        code = find_country(text, context.languages)
        return Converted(code, () if code else (_problem("unknown_country", cell),))

    return convert


def _role(cell: Cell) -> Converted:
    text = "" if cell is None else _as_text(cell)
    if not text or is_unknown(fold(text)) or is_everybody(text):
        return EMPTY
    role = role_of(text)
    return Converted(role, () if role else (_problem("unknown_role", cell),))


def _gender(cells: Iterable[Cell], context: Context) -> Converter:
    letters = _letter_meanings(
        cells, words().gender_letters, {"f": "F", "m": "M", "x": "X"}, context.languages
    )

    def convert(cell: Cell) -> Converted:
        if cell is None:
            return EMPTY
        bare = fold(_as_text(cell)).rstrip(".")
        if not bare or is_unknown(bare):
            return EMPTY
        found = letters.get(bare) if len(bare) == 1 else words().gender.get(bare)
        if found:
            return Converted(found)
        known = len(bare) == 1 and any(bare in table for table in words().gender_letters.values())
        return Converted(None, (_problem("unclear_gender" if known else "unknown_gender", cell),))

    return convert


def _yes_no(cells: Iterable[Cell], context: Context) -> Converter:
    letters = _letter_meanings(
        cells, words().yes_no_letters, {"y": "yes", "n": "no"}, context.languages
    )
    fixed = {
        "1": "yes",
        "0": "no",
        "x": "yes",
        "✓": "yes",
        "✔": "yes",
        "☑": "yes",
        "☐": "no",
        "+": "yes",
    }

    def convert(cell: Cell) -> Converted:
        if cell is None:
            return EMPTY
        if isinstance(cell, (date, time)):
            return Converted(None, (_problem("number_became_date", cell),))
        bare = fold(_as_text(cell)).rstrip(".")
        if not bare or is_unknown(bare):
            return EMPTY
        if bare in words().yes:
            return Converted("yes")
        if bare in words().no:
            return Converted("no")
        found = letters.get(bare) or fixed.get(bare)
        return Converted(found, () if found else (_problem("unknown_yes_no", cell),))

    return convert


def _letter_meanings(
    cells: Iterable[Cell],
    tables: Mapping[str, Mapping[str, str]],
    international: Mapping[str, str],
    languages: tuple[str, ...],
) -> dict[str, str]:
    """What single letters mean in this column: M is a man in Polish, a woman in Lithuanian.

    The international letters count when all of them fit and either two of them are used or the
    language of the headers does not say otherwise. Else the languages that know all letters of
    the column must agree; a letter they do not agree on has no meaning.
    """
    used = {fold(cell.strip(" .")) for cell in cells if isinstance(cell, str)}
    used = {letter for letter in used if len(letter) == 1 and letter.isalpha()}
    main = tables.get(languages[0], {}) if languages else {}
    if used <= international.keys() and (
        len(used & set(list(international)[:2])) == 2
        or all(main.get(letter, international[letter]) == international[letter] for letter in used)
    ):
        return dict(international)
    able = [code for code, table in tables.items() if used <= {*table, "x"}]
    spoken = [code for code in languages[:2] if code in able]
    meanings: dict[str, set[str]] = {}
    for code in spoken[:1] or able:
        for letter, meaning in tables[code].items():
            meanings.setdefault(letter, set()).add(meaning)
    sure = {letter: found.copy().pop() for letter, found in meanings.items() if len(found) == 1}
    if used <= international.keys() and len(used) == 1:
        return {}
    return {"x": "X", **sure} if "x" in international else sure


def _person_code(cells: Iterable[Cell]) -> Converter:
    """Codes keep every digit of the file; a short number may have lost its first zero."""
    lengths = Counter(
        len(text) for cell in cells if cell is not None and (text := _as_text(cell)).isdigit()
    )
    usual = lengths.most_common(1)[0][0] if lengths else 0

    def convert(cell: Cell) -> Converted:
        if not isinstance(cell, (int, float)):
            found = _plain_text(cell)
            if found.value and _SCIENTIFIC.match(found.value):
                return Converted(None, (_problem("digits_lost", cell),))
            return found
        if cell != int(cell):
            return Converted(None, (_problem("bad_number", cell),))
        text = str(int(cell))
        if len(text) > _MOST_DIGITS:
            return Converted(None, (_problem("digits_lost", text),))
        shorter = (_problem("leading_zero_maybe_lost"),) if len(text) < usual else ()
        return Converted(text, shorter)

    return convert


# ---- whole names --------------------------------------------------------------------------------


def split_name(text: str, last_first: bool) -> tuple[str | None, str | None, str]:
    """First name, last name and a code: ``name_split``, or ``name_split_unsure`` to look at.

    ``Last, First`` says it itself, and so does a last name in capitals. Otherwise two words are
    taken in the order that the header names; of more words the outer one is the last name.
    """
    if text.count(",") == 1:
        last, _, first = text.partition(",")
        return first.strip() or None, last.strip() or None, "name_split"
    parts = text.split()
    if len(parts) == 1:
        return None, text, "name_split_unsure"
    loud = [part for part in parts if part.isupper() and sum(map(str.isalpha, part)) > 1]
    if 0 < len(loud) < len(parts):
        calm = [part for part in parts if part not in loud]
        return " ".join(calm), " ".join(loud), "name_split"
    code = "name_split" if len(parts) == 2 else "name_split_unsure"
    if last_first:
        return " ".join(parts[1:]), parts[0], code
    return " ".join(parts[:-1]), parts[-1], code
