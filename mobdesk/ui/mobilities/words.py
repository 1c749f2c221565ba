"""How mobilities are worded: names, places, dates, marks and verdicts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from mobdesk import texts
from mobdesk.domain import mobilities as rules
from mobdesk.domain.marks import ASPECTS, Aspect, Glyph, GroupMark, Mark, Missing, Readiness
from mobdesk.domain.mobility_rules import Finding
from mobdesk.errors import Problem
from mobdesk.i18n import _, ngettext
from mobdesk.services.mobilities import MobilityRow
from mobdesk.services.mobility_details import SubgroupDetail
from mobdesk.services.readiness import Marks
from mobdesk.ui import delegates, shown, stays
from mobdesk.ui.choices import as_in_the_list
from mobdesk.ui.day_or_month import part_months
from mobdesk.ui.parts.stages import ReadinessMark
from mobdesk.ui.shown import first_name_first as first_name_first


def activity(code: str | None) -> str:
    """``Job shadowing``; a text of a foreign list shows itself."""
    return stays.activity(code) or shown.NOTHING


def activity_brought(code: str) -> str:
    """An activity that a project's field does not offer, or ``Working visit (as in the list)``."""
    return stays.known(f"activity.{code}", as_in_the_list(code))


def who(row: MobilityRow) -> str:
    """The person's or the group's name, or how many places have none yet."""
    if row.name:
        return row.name
    if row.kind == rules.Kind.GROUP:
        return ngettext("Group of {n}", "Group of {n}", row.places)
    return places_without_name(row.places)


def places_without_name(n: int) -> str:
    """``3 places, no name``."""
    return ngettext("{n} place, no name", "{n} places, no name", n)


def dates(start: date | None, end: date | None, today: date, month: str | None = None) -> str:
    """``27 Nov – 3 Dec``; with the year when it is not this one. ``Mar 2027 · no days``."""
    return stays.dates(start, end, today, month) or shown.NOTHING


def days_missing(month: str) -> str:
    """``March 2027 · days missing``."""
    return _("{month} · days missing").format(month=month)


def long_dates(start: date | None, end: date | None) -> str:
    """``27 November – 3 December 2026``."""
    if start is None or end is None or start == end:
        return shown.long_date(start or end)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{shown.long_date(end)}"
    first = shown.long_date(start)
    if start.year == end.year:
        first = first.removesuffix(f" {start.year}")
    return f"{first} – {shown.long_date(end)}"


def days_line(values: dict[str, Any], most_travel: int | None = None) -> str:
    """``5 activity + 2 travel = 7 paid days``, empty while a date is missing.

    ``most_travel``: no more travel days are paid.
    """
    found = rules.days(dates_of(values), most_travel)
    if found is None:
        return ""
    return texts.label(
        "days.paid", {"activity": found.activity, "travel": found.travel, "paid": found.paid}
    )


def dates_of(values: dict[str, Any]) -> rules.Dates:
    """The dates among the values of a form or a subgroup."""
    apart = part_months(values) if any(isinstance(v, str) for v in _firsts(values)) else values
    return rules.Dates(**{name: apart.get(name) for name in rules.Dates._fields})


def _firsts(values: dict[str, Any]) -> tuple[Any, Any]:
    return values.get("start"), values.get("end")


def next_thing(thing: Missing | None) -> str:
    """``insurance``: the one thing that comes next, short enough for a list."""
    return stays.next_thing(thing) if thing else ""


def thing(code: str) -> str:
    """``Proof of insurance``: an item or a paper by its full name."""
    return stays.known(f"item.{code}", stays.known(f"paper.{code}", code.replace("_", " ")))


def lacking(code: str) -> str:
    """``Insurance dates``: what is missing, where the words of a tick would say it is there."""
    word = stays.known(f"paper.{code}", stays.known(f"next.{code}", code.replace("_", " ")))
    return word[:1].upper() + word[1:]


def cell_marks(
    glyphs: Sequence[Glyph], next_one: Missing | None, started: bool
) -> delegates.Marks | None:
    """The marks of a list's cell; None where there is nothing to prepare (idea, ended)."""
    if not started or any(glyph is Glyph.NONE for glyph in glyphs):
        return None
    states = tuple(stays.STATES[glyph] for glyph in glyphs)
    if next_one is not None:
        tone = "wait" if "look" in states else "plain"
        return delegates.Marks(states, next_thing(next_one), tone)
    if "rate_missing" in states:
        return delegates.Marks(states, texts.word("glyph.rate_missing"))
    return delegates.Marks(states, texts.word("glyph.ready"), "ok")


def row_marks(marks: Marks | None, stage_code: str) -> delegates.Marks | None:
    """The marks of a mobility in the list."""
    if marks is None:
        return None
    glyphs = [mark.glyph for mark in marks.marks]
    return cell_marks(glyphs, marks.next, stage_code not in ("idea", "applied"))


def page_marks(found: Iterable[Readiness], group: Sequence[GroupMark]) -> list[ReadinessMark]:
    """The four marks beside the stage line: of one member in words, of a group "n of m"."""
    members = list(found)
    if len(members) == 1:
        pairs = [(m.glyph, _one_mark(m)) for m in members[0].marks]
    else:
        since = [
            min((day for m in members if (day := m.marks[i].since)), default=None)
            for i in range(len(ASPECTS))
        ]
        pairs = [(m.glyph, _group_mark(m, day)) for m, day in zip(group, since, strict=True)]
    return [
        ReadinessMark(texts.word(f"aspect.{aspect}"), stays.STATES[glyph], words)
        for aspect, (glyph, words) in zip(ASPECTS, pairs, strict=True)
        if glyph is not Glyph.NONE
    ]


def _one_mark(mark: Mark) -> str:
    if mark.glyph is Glyph.READY:
        return texts.label("mark_note.done", {})
    if mark.missing:
        return texts.label("mark_note.missing", {"n": mark.missing})
    if mark.since is not None:
        return texts.label("mark_note.since", {"day": shown.short_date(mark.since)})
    return texts.word(f"glyph.{mark.glyph}")


def _group_mark(mark: GroupMark, since: date | None) -> str:
    if mark.glyph is Glyph.NOT_YET and since is not None:
        return texts.label("mark_note.since", {"day": shown.short_date(since)})
    if mark.glyph in (Glyph.NOT_YET, Glyph.RATE_MISSING):
        return texts.word(f"glyph.{mark.glyph}")
    return texts.label("mark_note.met", {"n": mark.ready, "of": mark.of})


def verdict(open_things: int, *, leaving: bool) -> str:
    """``Ready to leave``, ``Not yet: 2 things are missing``."""
    if open_things:
        code = "verdict.not_yet_one" if open_things == 1 else "verdict.not_yet"
        return texts.label(code, {"n": open_things})
    return texts.label("verdict.ready_to_leave" if leaving else "verdict.ready_to_close", {})


def when(day: date | None, today: date, *, back: bool = False) -> str:
    """``leaves in 4 days, Friday``: how soon a day is, in the header of a card."""
    if day is None:
        return ""
    away = (day - today).days
    if away < 0:
        return ""
    if away == 0:
        return _("comes back today") if back else _("leaves today")
    if away == 1:
        return _("comes back tomorrow") if back else _("leaves tomorrow")
    if back:
        words = ngettext("comes back in {n} day", "comes back in {n} days", away)
    else:
        words = ngettext("leaves in {n} day", "leaves in {n} days", away)
    near = shown.full_weekday(day) if away < 7 else shown.short_date(day, today)
    return f"{words}, {near}"


def heads(participants: int, accompanying: int) -> str:
    """``8 learners, 2 accompanying persons``."""
    words = [ngettext("{n} participant", "{n} participants", participants)]
    if accompanying:
        words.append(ngettext("{n} accompanying person", "{n} accompanying persons", accompanying))
    return ", ".join(words)


def subgroup_name(group: SubgroupDetail, number: int) -> str:
    """The title of a subgroup, or ``Subgroup 2``."""
    return group.values["title"] or _("Subgroup {n}").format(n=number + 1)


def why_ended(end: dict[str, Any]) -> str:
    """Why it ended, who decided, on which day, and whether it was force majeure."""
    reason, who = (end["ended_reason"] or "").rstrip("."), end["ended_by"]
    kept = end["money_kept"]
    parts = [
        reason,
        _("Decided by: {who}").format(who=who) if who else "",
        shown.long_date(end["ended_on"]) if end["ended_on"] else "",
        _("Force majeure") if end["force_majeure"] else "",
        _("Money kept: {sum}").format(sum=shown.money(kept)) if kept is not None else "",
    ]
    return ". ".join(part for part in parts if part) + "."


def problem(one: Problem) -> str:
    """What is, and what to do, in a line; dates as the window writes them."""
    return " ".join(part for part in _worded(one) if part)


def finding(one: Finding, today: date) -> str:
    """As ``problem``, with who it is about, where the rule was read, and if it is confirmed."""
    return " ".join(part for part in finding_parts(one, today) if part)


def finding_parts(one: Finding, today: date) -> tuple[str, str]:
    """What is found, with who it is about; then what to do, and where the rule was read."""
    what, advice = _worded(one.problem)
    if one.code == "stay_overlaps":
        when = dates(one.values["first"], one.values["last"], today)
        place = one.values["place"]
        what, advice = _("At the same time: {place}, {dates}.").format(place=place, dates=when), ""
    return f"{about(one)}{what}", " ".join(part for part in (advice, source(one)) if part)


def about(one: Finding) -> str:
    """``Mari Tamm, Endel Uibo: ``; of more members how many, empty where it is about all."""
    names = [first_name_first(name) for name in one.who if name]
    if not one.who:
        return ""
    if len(one.who) > 2 or not names:
        n = len(one.who)
        return ngettext("{n} member: ", "{n} members: ", n).format(n=n)
    return ", ".join(names) + ": "


def _worded(one: Problem) -> tuple[str, str]:
    values = {key: _plain(key, value) for key, value in one.values.items()}
    said = texts.error(Problem(one.field, one.code, values))
    return said.what, said.advice


def source(one: Finding) -> str:
    """``Source: iky.gr.``, or that nobody confirmed the rule."""
    if one.source:
        short = ", ".join(dict.fromkeys(re.findall(r"https?://(?:www\.)?([^/,; ]+)", one.source)))
        return _("Source: {source}.").format(source=short or one.source)
    if one.unconfirmed and not one.code.endswith("_unconfirmed"):
        return _("This rule is not confirmed.")
    return ""


def _plain(key: str, value: Any) -> Any:
    if isinstance(value, date):
        return shown.long_date(value)
    if key == "month" and value:
        return shown.long_month(value)
    if key == "country" and value:
        return stays.country(value)
    return value


LEAVING = (Aspect.PREPARATION, Aspect.PAPERS, Aspect.MONEY)
