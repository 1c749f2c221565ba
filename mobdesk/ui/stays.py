"""How stays are worded where people, hosts and projects show them: place, dates, stage, marks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mobdesk import i18n, texts
from mobdesk.domain.marks import ASPECTS, Glyph, Missing, Readiness
from mobdesk.i18n import _
from mobdesk.ui import delegates, shown

#: glyph of the rules -> state that is drawn
STATES = {
    Glyph.READY: "ready",
    Glyph.ON_THE_WAY: "under_way",
    Glyph.LOOK: "look",
    Glyph.NOT_YET: "not_yet",
    Glyph.RATE_MISSING: "rate_missing",
}
_MOST_PLACE = 14
_GLYPHS = {state: glyph for glyph, state in STATES.items()}


def known(code: str, otherwise: str) -> str:
    """The words of a code, or ``otherwise`` for a value of a foreign list."""
    return texts.word(code) if code in texts.tables().words else otherwise


def activity(code: str | None) -> str:
    """``Job shadowing``; a text of a foreign list shows itself."""
    return known(f"activity.{code}", code) if code else ""


def country(code: str | None) -> str:
    """The name of a country in the language of the window."""
    from mobdesk.domain.countries import country_name

    return country_name(code, i18n.current().language.split("-")[0]) if code else ""


def place(city: str | None, code: str | None) -> str:
    """``Črnomelj``, or the country where no city is known."""
    return city or country(code)


def whole_place(city: str | None, code: str | None) -> str:
    """``Črnomelj, Slovenia``."""
    return ", ".join(part for part in (city, country(code)) if part)


def field_name(field: str | None, code: str) -> str:
    """``Adult education``: the field as typed, else as the project code has it."""
    from mobdesk.domain.project_codes import parse_code

    known_as = field or parse_code(code).field
    label = f"code_field.{known_as}"
    if not known_as or label not in texts.tables().labels:
        return known_as or ""
    return texts.label(label, {})


def stage(code: str, ended: str | None) -> str:
    """The word of the stage, or of the end that replaced it."""
    return texts.word(f"end.{ended}" if ended else f"stage.{code}")


def dates(start: date | None, end: date | None, today: date, month: str | None = None) -> str:
    """``27 Nov – 3 Dec``; with the year when it is not this one. ``Mar 2027 · no days``."""
    if start is None and end is None:  # short: a column of a list, beside long names
        return _("{month} · no days").format(month=shown.short_month(month)) if month else ""
    last = end or start
    year = "" if last is None or last.year == today.year else f" {last.year}"
    return f"{shown.span(start, end)}{year}"


def next_stay(
    city: str | None, code: str | None, start: date | None, today: date, *, narrow: bool = False
) -> str:
    """``Črnomelj, 27 Nov``: where, and the first day; the month where it is another year.

    A long place is shortened, so that the date is never cut.
    """
    day = ""
    if start is not None:
        here = start.year == today.year
        day = shown.short_date(start) if here else shown.month_year(start)
    where = place(city, code)
    most = _MOST_PLACE // 2 if narrow else _MOST_PLACE
    if len(where) > most + 1:
        where = f"{where[:most].rstrip()}…"
    return ", ".join(part for part in (where, day) if part)


def cell(ready: Readiness | None, code: str, home: date | None) -> delegates.Marks | None:
    """The marks of one person in a list; None where nothing is to be prepared (idea, ended)."""
    glyphs = [mark.glyph for mark in ready.marks] if ready else []
    if not glyphs or Glyph.NONE in glyphs or code == "idea":
        return None
    states = tuple(STATES[glyph] for glyph in glyphs)
    assert ready is not None
    words, tone = _next_words(ready, states, code, home)
    return delegates.Marks(states, words, tone)


def _next_words(
    ready: Readiness, states: Sequence[str], code: str, home: date | None
) -> tuple[str, str]:
    if ready.next is not None and code != "closed":
        return next_thing(ready.next), "wait" if "look" in states else "plain"
    if code == "closed":
        return texts.word("stage.closed").lower(), "plain"
    if code == "abroad" and home is not None:
        return _("back {day}").format(day=shown.short_date(home)), "plain"
    if "rate_missing" in states:
        return texts.word("glyph.rate_missing"), "plain"
    if all(state == "not_yet" for state in states):
        return texts.word("glyph.not_yet"), "plain"
    return texts.word("glyph.ready"), "ok"


def next_thing(thing: Missing) -> str:
    """``insurance``: what comes next, short enough for a list."""
    return known(f"next.{thing.code}", thing.code.replace("_", " "))


def spoken(marks: delegates.Marks | None) -> str:
    """All four marks for a screen reader."""
    if marks is None:
        return shown.NOTHING
    each = [
        f"{texts.word(f'aspect.{aspect}')}: {texts.word(f'glyph.{_GLYPHS[state]}')}"
        for aspect, state in zip(ASPECTS, marks.states, strict=True)
    ]
    return "; ".join([*each, marks.next])
