"""What a stage still needs, by name: no sentence says only that something is missing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mobdesk import texts
from mobdesk.domain.marks import Aspect
from mobdesk.i18n import _, ngettext
from mobdesk.ui.mobilities import words
from mobdesk.ui.mobilities.facts import Sheet

_MOST = 6
_ASPECTS = {"ready_to_leave": words.LEAVING, "ready_to_close": tuple(Aspect)}


def still_open(sheet: Sheet, missing: Sequence[str]) -> str:
    """``Still open: the exact dates, Tickets, Insurance dates.``; empty where nothing is."""
    named: list[str] = []
    for need in missing:
        named += _things(sheet, need) or [texts.word(f"stage_need.{need}")]
    return _("Still open: {needs}.").format(needs=", ".join(named)) if named else ""


def _things(sheet: Sheet, need: str) -> list[str]:
    """The names of open things behind a need, the earliest due first; the rest is counted."""
    aspects = _ASPECTS.get(need, ())
    found = sorted(
        (thing for view in sheet.views_all for thing in view.things if thing.aspect in aspects),
        key=lambda thing: thing.due or date.max,
    )
    after = _after(sheet) if need == "ready_to_leave" else frozenset()
    names = list(dict.fromkeys(_name(thing.code) for thing in found if thing.code not in after))
    if len(names) <= _MOST:
        return names
    more = len(names) - _MOST
    return [*names[:_MOST], ngettext("{n} more thing", "{n} more things", more)]


def _after(sheet: Sheet) -> frozenset[str]:
    """Papers of after the stay keep nobody from leaving."""
    rows = [row for papers in sheet.papers.values() for row in papers]
    return frozenset(r.kind for r in rows) - {r.kind for r in rows if r.phase == "before"}


def _name(code: str) -> str:
    return words.lacking("grant_agreement" if code == "agreement_signed" else code)
