"""How values, fields and headings are written on the sheet, as BM's screen wants them."""

from __future__ import annotations

from datetime import date

from mobdesk import texts
from mobdesk.domain import bm_sheet as rules
from mobdesk.domain.bm_sheet import Line, Section, State
from mobdesk.domain.countries import country_name
from mobdesk.domain.money import plain
from mobdesk.i18n import _, ngettext
from mobdesk.services.bm_sheet import OpenRow, Sheet
from mobdesk.ui import shown, stays

#: Fields whose codes have words -> the group of these words.
_CODES = {"activity_type": "activity", "transport": "means", "gender": "gender"}


def value(field: str, raw: str | None) -> str:
    """A value as it is typed into BM: ``04/12/2026``, ``728.00``, ``500–1999 km``, ``Yes``.

    BM's form of dates was never read in a source; this one is the usual one on its screen.
    """
    if raw is None:
        return shown.NOTHING
    kind = rules.kind_of(field)
    if kind == "date":
        return f"{date.fromisoformat(raw):%d/%m/%Y}"
    if kind == "money":
        return plain(int(raw))
    if kind == "yes_no":
        return _("Yes") if raw == "yes" else _("No")
    if kind == "country":
        return country_name(raw)
    if kind == "band":
        band = rules.band(raw)
        return f"{band[0]}–{band[1]} km" if band else f"{raw} km"
    if field in _CODES:
        return stays.known(f"{_CODES[field]}.{raw}", raw)
    return raw


def field(name: str) -> str:
    """What a field is called."""
    return texts.word(f"bm_line.{name}")


def heading(part: Section, sheet: Sheet) -> str:
    """The words over a part: shipped ones, the user's own, or the name of a subgroup."""
    if part.subgroup is not None:
        numbers = list(sheet.record.subgroups or {})
        title = sheet.record.subgroup_titles.get(part.subgroup)
        said = _("Subgroup {n}").format(n=numbers.index(part.subgroup) + 1)
        return f"{said}, {title}" if title else said
    return heading_name(part.heading)


def heading_name(name: str) -> str:
    """The words of a heading in an order of fields."""
    own = name.removeprefix(rules.HEADING)
    return stays.known(f"bm_heading.{own}", own)


def state(line: Line) -> str:
    """``entered``, ``enter again``; of what BM computes ``same in BM``, ``to compare``."""
    code = f"bm_state.{line.state}"
    computed = rules.computed(line.field) and line.state is not State.UNKNOWN
    return texts.word(f"{code}.computed" if computed else code)


def every_state() -> list[str]:
    """All words beside ticks, for the width of their column."""
    words = [texts.word(f"bm_state.{one}") for one in State]
    return words + [
        texts.word(f"bm_state.{one}.computed") for one in State if one is not State.UNKNOWN
    ]


def was(line: Line) -> str:
    """What BM still holds, where it is not ours any more; "" otherwise."""
    if line.state is not State.AGAIN:
        return ""
    return _("was {value}").format(value=value(line.field, line.entered))


def still_open(row: OpenRow) -> str:
    """``all 13`` or ``6 of 16``."""
    if row.tally.entered == 0 and row.tally.again == 0:
        return _("all {n}").format(n=row.tally.of)
    return _("{n} of {of}").format(n=row.tally.open, of=row.tally.of)


def named(row: OpenRow) -> str:
    """``Maarja Tamm, Črnomelj``; guests say so."""
    where = _("guest") if row.incoming else stays.place(row.city, row.country)
    return ", ".join(part for part in (shown.first_name_first(row.name), where) if part)


def count_of_entered(sheet: Sheet) -> str:
    """``10 of 13 entered``."""
    tally = sheet.tally
    return _("{n} of {of} entered").format(n=tally.entered, of=tally.of)


def values_not_known(count: int) -> str:
    """What we do not know ourselves."""
    return ngettext("{n} value is not known here.", "{n} values are not known here.", count).format(
        n=count
    )


def on_paper(sheet: Sheet) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """The parts of a sheet as they are printed."""
    return [
        (
            heading(part, sheet),
            [
                (
                    field(line.field),
                    value(line.field, line.value),
                    ", ".join(word for word in (state(line), was(line)) if word),
                )
                for line in part.lines
            ],
        )
        for part in sheet.sections
    ]
