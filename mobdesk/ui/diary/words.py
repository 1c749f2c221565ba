"""Days and places of diary entries in words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from mobdesk import texts
from mobdesk.domain.reflections import DiaryPhase
from mobdesk.i18n import _, ngettext
from mobdesk.ui import shown
from mobdesk.ui.diary.days import DayRow

if TYPE_CHECKING:
    from mobdesk.services.reflections import DiaryEntry, OwnStay


def stay_of(entry: DiaryEntry, stays: list[OwnStay]) -> OwnStay | None:
    """The stay to which an entry belongs, if it is still there."""
    return next((stay for stay in stays if stay.mobility_uid == entry.mobility_uid), None)


def context_of(entry: DiaryEntry, stays: list[OwnStay]) -> str:
    """``In Črnomelj``, ``2 weeks after Črnomelj``, ``At home``."""
    stay = stay_of(entry, stays)
    place = stay.place if stay else ""
    if not stay or not place:
        return texts.word(f"diary_phase.{entry.phase}")
    if entry.phase == DiaryPhase.BEFORE:
        return _("Before {place}").format(place=place)
    if entry.phase == DiaryPhase.DURING:
        return _("In {place}").format(place=place)
    if entry.phase == DiaryPhase.LOOK_BACK:
        return _("Eight weeks after {place}").format(place=place)
    weeks = (entry.day - stay.home).days // 7 if stay.home else 0
    if weeks < 1:
        return _("Just back from {place}").format(place=place)
    words = ngettext("{n} week after {place}", "{n} weeks after {place}", weeks)
    return words.format(n=weeks, place=place)


def day_row(entry: DiaryEntry, first: str, stays: list[OwnStay], today: date) -> DayRow:
    """A row of the list of days."""
    day = f"{shown.weekday(entry.day)} {shown.short_date(entry.day, today)}"
    if entry.day == today:
        day = _("Today, {day}").format(day=day)
    stay = stay_of(entry, stays)
    if entry.kind == "reflection":
        place = _("free page")
    elif stay and entry.phase == DiaryPhase.DURING:
        place = stay.place
    elif entry.phase == DiaryPhase.HOME:
        place = ""
    else:
        place = texts.word(f"diary_phase.{entry.phase}").lower()
    return DayRow(entry, day, place, first or _("Nothing written yet"))
