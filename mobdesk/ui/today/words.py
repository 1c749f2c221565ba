"""What Today says about a trip, a missing thing, a copy: sentences from rows, nothing painted."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from mobdesk import texts
from mobdesk.i18n import _, ngettext
from mobdesk.ui import shown, stays
from mobdesk.ui.today.rows import Sign

if TYPE_CHECKING:
    from mobdesk.domain.marks import Missing
    from mobdesk.services.backups import Safety
    from mobdesk.services.today import MissingGroup, OpenThing, Trip


def greeting(now: datetime, nickname: str) -> str:
    """The title of the page."""
    if now.hour < 5 or now.hour >= 18:
        words = _("Good evening, {name}")
    else:
        words = _("Good morning, {name}") if now.hour < 12 else _("Good afternoon, {name}")
    return words.format(name=nickname[:1].upper() + nickname[1:])


def line_of(today: date, overdue: int, names: bool = True) -> str:
    """The line under the title: the day, and how much needs the reader now.

    Without ``names`` the reader looks on: others do what is due.
    """
    day = shown.named_day(today)
    if overdue and not names:
        needs = ngettext(
            "{n} mobility has something overdue.", "{n} mobilities have something overdue.", overdue
        )
    elif overdue:
        needs = ngettext(
            "{n} mobility needs you today, the rest can wait.",
            "{n} mobilities need you today, the rest can wait.",
            overdue,
        )
    else:
        needs = _("Nothing is overdue.")
    return f"{day}. {needs}"


def trip_line(trip: Trip) -> str:
    """``to Črnomelj, Slovenia · job shadowing · 7 days``."""
    row = trip.mobility
    place = ", ".join(p for p in (row.hosting_city, stays.country(row.hosting_country or "")) if p)
    if row.direction == "incoming":
        where = _("leaves us") if trip.returning else _("comes to us")
    elif trip.returning:
        where = _("back from {place}").format(place=place) if place else _("comes back")
    else:
        where = _("to {place}").format(place=place) if place else ""
    parts = [where] if where else []
    if row.activity_type:
        parts.append(_activity(row.activity_type))
    if row.start and row.end:
        parts.append(ngettext("{n} day", "{n} days", (row.end - row.start).days + 1))
    return " · ".join(parts)


def _activity(code: str) -> str:
    known = texts.tables().words
    word = texts.word(f"activity.{code}") if f"activity.{code}" in known else code
    return word[:1].lower() + word[1:]


def trip_sign(trip: Trip) -> Sign:
    """The badge of a trip: returning, ready, what is missing, or the stage."""
    stage = trip.mobility.stage
    if trip.returning:
        return Sign(_("Returning"), "accent", "mobilities")
    if stage in ("idea", "applied") or trip.marks is None:
        return Sign(texts.word(f"stage.{stage}"), "plain", "circle")
    thing = trip.marks.next
    if thing is None:
        return Sign(_("Ready to leave"), "ok", "check")
    look = any(mark.glyph == "look" for mark in trip.marks.marks)
    words = _("Next: {thing}").format(thing=texts.word(f"next.{thing.code}"))
    return Sign(words, "wait", "warning") if look else Sign(words, "plain", "documents")


def open_words(thing: OpenThing) -> tuple[str, str]:
    """What is missing, and in how many mobilities; for a role that sees nobody by name."""
    count = ngettext("{n} mobility", "{n} mobilities", thing.mobilities)
    if thing.overdue:
        count += " · " + ngettext("{n} overdue", "{n} overdue", thing.overdue)
    return _thing(thing.code), count


def aspect_icon(thing: Missing | OpenThing) -> str:
    """The icon of a paper, or of anything else."""
    return "documents" if thing.aspect == "papers" else "mobilities"


def _thing(code: str) -> str:
    paper = f"paper.{code}" in texts.tables().words
    what = texts.word(f"paper.{code}" if paper else f"next.{code}")
    return what[:1].upper() + what[1:]


def missing_words(group: MissingGroup, today: date) -> tuple[str, str]:
    """For whom something is missing; what it is, how many more, and until when."""
    thing, more = group.things[0], len(group.things) - 1
    what = _thing(thing.code)
    if more:
        what = ngettext("{what} and {n} more", "{what} and {n} more", more).format(what=what)
    if thing.due is None:
        return group.name, f"{what} · " + _("no date yet")
    words = _("was due on {day}") if thing.overdue else _("needed before {day}")
    return group.name, f"{what} · " + words.format(day=shown.short_date(thing.due, today))


def safety_words(safety: Safety, now: datetime, may: bool = True) -> tuple[bool, str, str]:
    """Whether the copies are fine, the sentence, and its reason; ``may``: the reader makes them."""
    good, sentence, reason = _safety(safety, now)
    if may or good:
        return good, sentence, reason
    return good, sentence, _("The coordinator makes the copies.")


def _safety(safety: Safety, now: datetime) -> tuple[bool, str, str]:
    if safety.newest is None:
        return False, _("No copy yet"), _("Make one now, then one on a USB stick.")
    when = moment(safety.newest, now)
    copies = ngettext("{n} copy", "{n} copies", safety.copies)
    if safety.outside_days is None:
        reason = _("{copies} here, newest {when}.")
        return (
            False,
            _("No copy outside this laptop"),
            reason.format(copies=copies[:1].upper() + copies[1:], when=when),
        )
    if safety.outside_days > 7:
        words = ngettext(
            "No copy outside this laptop for {n} day",
            "No copy outside this laptop for {n} days",
            safety.outside_days,
        )
        return False, words, _("Connect the stick and make a copy.")
    reason = _("One on this laptop, one outside it.")
    if safety.same_disk:
        return False, _("The second copy is on the same disk"), _("Choose a USB stick instead.")
    return True, _("Safe: {copies}, checked {when}").format(copies=copies, when=when), reason


def moment(at: datetime, now: datetime) -> str:
    """``today 08:12``, ``20 Nov 16:20``; in the time of this computer."""
    local = at.astimezone(now.tzinfo)
    return f"{shown.near_date(local.date(), now.date())} {local:%H:%M}"
